import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { account, clients, Work } from './support.ts';

const read = (work: Work, path = 'untether.baseline'): string => readFileSync(join(work.root, path), 'utf8');

describe('counter-examples that showed other baselines unsound', () => {
  test('eslint/eslint#21226: one fixed, one added, the counts cancel', async () => {
    const work = new Work({ 'app.py': clients('alpha', 'beta') });
    await work.baseline();
    const fresh = await work.put({ 'app.py': clients('beta', 'gamma') }).fresh();
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.every(place => /^app\.py:(?:7|8) /.test(place))).toBe(true);
    expect((await work.check()).code).toBe(1);
    await work.baseline('--prune');
    expect((await work.check()).code).toBe(1);
  });

  test('stylelint/stylelint#9438: the same, and the audit that was missing', async () => {
    const work = new Work({
      'web.ts': 'export const hosts = ["https://alpha.openai.azure.com", "https://beta.openai.azure.com"];\n',
    });
    await work.baseline();
    work.put({
      'web.ts': 'export const hosts = ["https://beta.openai.azure.com", "https://gamma.openai.azure.com"];\n',
    });
    const { code, stdout } = await work.check();
    expect(code).toBe(1);
    expect(stdout).toContain('web.ts:1:');
    expect(stdout).toMatch(/\d ties? fixed:\n {2}web\.ts {2}endpoint\//);
    expect(stdout).toContain('untether baseline --prune');
    const before = read(work);
    await work.baseline('--prune');
    expect(read(work).split('\n').length).toBeLessThan(before.split('\n').length);
  });

  test('bridgecrewio/checkov#7647: fixed in one file, the same address in another', async () => {
    const work = new Work({ 'main.tf': `${account('this', 'prod')}\noutput "a" {\n  value = 1\n}\n` });
    await work.baseline();
    work.put({ 'main.tf': 'output "a" {\n  value = 1\n}\n', 'environments/staging/main.tf': account('this', 'prod') });
    const { code, stdout } = await work.check('--fail-on', 'low');
    expect(code).toBe(1);
    expect(stdout).toContain('environments/staging/main.tf:1:');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('an equal tie went away in main.tf, which still exists');
    expect((await work.judged()).comparison?.moved).toEqual([]);
  });

  test('gitleaks/gitleaks#2239: other content on a known line', async () => {
    const config = (host: string): string => `ENDPOINT = "https://${host}.openai.azure.com"\n`;
    const work = new Work({ 'config.py': config('alpha') });
    await work.baseline();
    expect((await work.put({ 'config.py': config('omega') }).check()).code).toBe(1);
    expect((await work.put({ 'config.py': config('alpha') }).check()).code).toBe(0);
  });
});

describe('what check says', () => {
  test('a new tie: where, why, what instead, how to accept it', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    const { code, stdout, stderr } = await work.put({ 'svc.py': clients('beta') }).check();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('snapshots/check.snap');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('nothing new: how much the baseline hides, and --show-baselined lists it', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    const { stdout: written } = await work.baseline();
    expect(written).toMatch(/^untether\.baseline: \d known ties\.\n/);
    const { code, stdout } = await work.check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d known ties are hidden by untether\.baseline \(--show-baselined lists them\)\.$/m);
    expect(stdout).toContain('untether: no new ties. Compared with untether.baseline.');
    expect((await work.check('--show-baselined')).stdout).toMatch(
      /known ties:\n {2}app\.py:\d+:\d+ {2}\w+, \w+ {2}\w+\//,
    );
  });

  test('below the limit nothing fails, and it is said', async () => {
    const work = new Work({ 'a.py': 'x = 1\n' });
    await work.baseline();
    work.put({ 'app.py': clients('alpha') });
    expect((await work.check()).code).toBe(1);
    const { code, stdout } = await work.check('--fail-on', 'blocker', '--fail-confidence', 'certain');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d new ties below the limit:/);
    expect(stdout).toContain('no new tie reaches the limit');
    expect((await work.put({ 'untether.yaml': 'fail: { severity: blocker }\n' }).check()).code).toBe(0);
  });

  test('a class added to a known import is new, breaking the line is not', async () => {
    const one = 'import { AzureChatOpenAI } from "@langchain/openai";\nexport const a = AzureChatOpenAI;\n';
    const two = one.replace('{ AzureChatOpenAI }', '{ AzureChatOpenAI, AzureOpenAIEmbeddings }');
    const work = new Work({ 'a.ts': one });
    await work.baseline();
    const { stdout } = await work.put({ 'a.ts': two }).check('--fail-on', 'info', '--fail-confidence', 'possible');
    expect(stdout).toContain('known itself, but line 1 adds to it');
    await work.baseline();
    const broken = two.replace(
      '{ AzureChatOpenAI, AzureOpenAIEmbeddings }',
      '{\n  AzureChatOpenAI,\n  AzureOpenAIEmbeddings,\n}',
    );
    expect(await work.put({ 'a.ts': broken }).fresh()).toEqual([]);
  });

  test('a report on standard output leaves the words to standard error', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    const { stdout, stderr } = await work.check('--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      comparison: { with: 'baseline', name: 'untether.baseline', appeared: 0, gone: [] },
    });
    expect(stderr).toContain('untether: no new ties.');
  });

  test('the same bytes again', async () => {
    const work = new Work({ 'app.py': clients('alpha', 'beta'), 'main.tf': account('a', 'b') });
    await work.baseline();
    const first = read(work);
    work.put({ 'z.py': clients('omega') });
    const said = await work.check('--verbose', '--show-baselined');
    expect(await work.check('--verbose', '--show-baselined')).toEqual(said);
    work.put({ 'z.py': undefined });
    await work.baseline();
    expect(read(work)).toBe(first);
  });
});

describe('files that move', () => {
  test('a moved folder is told as moved and fails nothing', async () => {
    const work = new Work({ 'old/app.py': clients('alpha'), 'old/requirements.txt': 'openai\n' });
    await work.baseline();
    work.git('mv', 'old', 'new');
    const { code, stdout } = await work.check('--fail-on', 'info', '--fail-confidence', 'possible');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Moved with their files, so not new:\n {2}old\/app\.py → new\/app\.py \(\d ties\)/);
    expect((await work.baseline('--prune')).stdout).toMatch(/\(\d moved\)/);
    expect(read(work)).toContain(' new/app.py');
    expect(read(work)).not.toContain(' old/app.py');
    expect((await work.check()).stdout).not.toContain('Moved');
  });
});

describe('baseline', () => {
  test('--prune takes nothing in', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    work.put({ 'app.py': 'x = 1\n', 'new.py': clients('beta') });
    const { stdout } = await work.baseline('--prune');
    expect(stdout).toMatch(/^untether\.baseline: 0 known ties \(\d dropped\)\.\n\d ties not taken in/);
    expect((await work.check()).code).toBe(1);
  });

  test('part of the tree: the rest of the file stays', async () => {
    const work = new Work({ 'a/app.py': clients('alpha'), 'b/app.py': clients('beta') });
    await work.baseline();
    const before = read(work);
    work.put({ 'a/app.py': clients('alpha', 'gamma'), 'b/app.py': clients('beta', 'delta') });
    await work.baseline('a');
    const changed = read(work)
      .split('\n')
      .filter(line => !before.includes(line));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every(line => line.endsWith(' a/app.py'))).toBe(true);
    expect((await work.check('a')).code).toBe(0);
    expect((await work.check('b')).code).toBe(1);
    expect((await work.check('b')).stdout).not.toContain('fixed');
  });

  test('below a folder with its own config the file stands beside the config', async () => {
    const work = new Work({ 'svc/untether.yaml': '', 'svc/app.py': clients('alpha') });
    await work.baseline('svc');
    expect(existsSync(join(work.root, 'svc/untether.baseline'))).toBe(true);
    expect((await work.check('svc')).code).toBe(0);
  });

  test('two branches that both change it merge, and the merge knows both', async () => {
    const work = new Work({ 'm.py': clients('main') });
    await work.baseline();
    work.commit('baseline');
    for (const name of ['one', 'two']) {
      work.git('checkout', '-q', '-b', name, 'main');
      // Beside each other in the file, and a count of the same line changed on both sides.
      work.put({ [`n-${name}.py`]: clients(name), 'm.py': `${clients('main')}X = 1\n` });
      await work.baseline();
      work.commit(name);
    }
    work.git('merge', '-q', '-m', 'both', 'one');
    expect(read(work)).toContain(' n-one.py');
    expect(read(work)).toContain(' n-two.py');
    expect(work.git('status', '--porcelain')).toBe('');
    expect((await work.check('--fail-on', 'info', '--fail-confidence', 'possible')).code).toBe(0);
    await work.baseline();
    expect(
      read(work)
        .split('\n')
        .filter(line => line.startsWith('rules ')),
    ).toHaveLength(1);
  });

  test('the attribute for merging is added once, beside what stands there', async () => {
    const work = new Work({ 'a.py': clients('a'), '.gitattributes': '*.png binary' });
    expect((await work.baseline()).stdout).toContain('.gitattributes: "untether.baseline merge=union"');
    expect(read(work, '.gitattributes')).toBe('*.png binary\nuntether.baseline merge=union\n');
    expect((await work.baseline()).stdout).not.toContain('.gitattributes');
  });
});

describe('bad input: exit code 2 and what to do', () => {
  const cases: readonly (readonly [string, (work: Work) => void, string, string])[] = [
    ['no baseline', () => undefined, 'there is no baseline: untether.baseline', 'Run "untether baseline"'],
    [
      'a damaged one',
      work => writeFileSync(join(work.root, 'untether.baseline'), '{}'),
      'untether.baseline:1: this is no baseline',
      'Restore it from git',
    ],
    [
      'one from the future',
      work => writeFileSync(join(work.root, 'untether.baseline'), 'untether-baseline 7\n'),
      'written by a later version of untether',
      'Upgrade untether',
    ],
    [
      'one of older rules',
      work => writeFileSync(join(work.root, 'untether.baseline'), 'untether-baseline 1\nrules 0.0.9\n'),
      'was written with rules 0.0.9',
      'Run "untether baseline"',
    ],
    ['a folder', work => work.put({ 'untether.baseline/x': '' }), 'untether.baseline is a folder', '--baseline'],
  ];
  test.each(cases)('%s', async (_, prepare, message, help) => {
    const work = new Work({ 'a.py': clients('a') });
    prepare(work);
    const { code, stderr, stdout } = await work.check();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });

  test('a submodule would pass unseen, until it is left out', async () => {
    const other = new Work({ 'x.py': clients('x') });
    const work = new Work({ 'a.py': clients('a') });
    work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'vendor/x');
    await work.baseline();
    const { code, stderr } = await work.check();
    expect(code).toBe(2);
    expect(stderr).toContain('vendor/x is a submodule, which is not looked into');
    expect(stderr).toContain('"exclude: [vendor/x/]"');
    expect((await work.put({ 'untether.yaml': 'exclude: [vendor/x/]\n' }).check()).code).toBe(0);
  });

  test('a sparse checkout would count as fixed', async () => {
    const work = new Work({ 'a/a.py': clients('a'), 'b/b.py': clients('b') });
    await work.baseline();
    work.commit();
    work.git('sparse-checkout', 'set', 'a');
    const { code, stderr } = await work.check();
    expect(code).toBe(2);
    expect(stderr).toContain('a sparse checkout: b/b.py is not on the disk');
    expect(stderr).toContain('git sparse-checkout disable');
    expect((await work.baseline()).code).toBe(2);
    expect((await work.check('a')).code).toBe(0);
  });

  test('without git a baseline does', async () => {
    const work = new Work({ 'a.py': clients('a') }, false);
    await work.baseline();
    expect((await work.check()).code).toBe(0);
    expect((await work.put({ 'b.py': clients('b') }).check()).code).toBe(1);
  });

  test('nothing to check is not clean', async () => {
    const work = new Work({ 'untether.baseline': 'untether-baseline 1\nrules 0.1.0\n' });
    work.put({ 'empty/.keep': '' });
    expect((await work.check('--since', 'main', '--staged')).code).toBe(2);
  });
});
