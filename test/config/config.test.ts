import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../src/config/read.ts';
import { folderOf, run, TIED } from '../support/cli.ts';
import { configOf } from './support.ts';

describe('what is wrong is told with its line and the nearest thing that is right', () => {
  test.each([
    ['fial:\n  severity: high\n', 'c.yaml:1: unknown key "fial"; did you mean "fail"?'],
    ['# x\nfail:\n  severty: high\n', 'c.yaml:3: unknown key "severty"; did you mean "severity"?'],
    ['fail:\n  severity: hihg\n', 'c.yaml:2: fail.severity: unknown value "hihg"; did you mean "high"?'],
    ['target:\n  region: 3\n', 'c.yaml:2: target.region: expected text, found 3'],
    ['exclude: legacy/\n', 'c.yaml:1: exclude: expected a list, found "legacy/"'],
    ['suppress:\n  - rule: sdk/*\n    paths: [a/]\n', 'c.yaml:2: missing key "reason" in suppress.0'],
    [
      'suppress:\n  - rule: sdk/*\n    reasn: x\n    reason: y\n',
      'c.yaml:3: unknown key "reasn"; did you mean "reason"?',
    ],
    [
      'suppress:\n  - rule: sdk/*\n    reason: x\n    until: 31.3.2027\n',
      'c.yaml:4: suppress.0.until: must be a day like',
    ],
    [
      'suppress:\n  - rule: sdk/*\n    reason: x\n    until: 2027-02-30\n',
      'c.yaml:4: suppress.0.until: there is no day 2027-02-30',
    ],
    ['models:\n  prod:\n    nmae: gpt-4o\n', 'c.yaml:3: unknown key "nmae"; did you mean "name"?'],
    ['rules:\n  network/*: offf\n', 'c.yaml:2: rules.network/*: unknown value "offf"; did you mean "off"?'],
    ['rules: {\n', 'c.yaml:2: '],
    ['- a\n', 'c.yaml:1: expected a mapping'],
    ['a: &a [*a, *a]\n', 'c.yaml'],
  ])('%j', (text, message) => {
    expect(() => readSettings('c.yaml', text)).toThrow(message);
  });

  test('an empty file sets nothing', () => {
    expect(readSettings('c.yaml', '# only a comment\n').settings).toEqual({});
  });

  test('rules that do not exist, also in a nested file', async () => {
    const root = folderOf({ ...TIED, '.git/HEAD': '', 'app/untether.yaml': 'rules:\n  sdk/azure-cleint: off\n' });
    const { code, stderr } = await run([], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('app/untether.yaml:2: no rule "sdk/azure-cleint"');
    expect(stderr).toContain('did you mean "sdk/');
  });

  test('a workflow of that name is no config', async () => {
    const root = folderOf({
      ...TIED,
      '.git/HEAD': '',
      '.github/workflows/untether.yaml': 'on: push\n',
      'untether.yml': 'on: push\n',
    });
    expect((await run([], { cwd: root })).code).toBe(0);
  });

  test('--config with a file that is not there', async () => {
    const { code, stderr } = await run(['--config', 'no.yaml'], { cwd: folderOf(TIED) });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no such config file: no.yaml'),
    });
  });

  test.each([
    ['reports: [json=../out.json]', 'reports.0: ../out.json leads out of'],
    ['reports: [json=/tmp/out.json]', 'reports.0: /tmp/out.json leads out of'],
    ['reports: [json=.git/hooks/pre-commit]', 'reports.0: .git/hooks/pre-commit leads out of'],
    ['reports: [markdown]', 'reports.0: "markdown" names no file'],
    ['baseline: ../../x', 'baseline: ../../x leads out of'],
    ['customRules: [/etc]', 'customRules.0: /etc leads out of'],
  ])('a path that leads out: %s', async (text, message) => {
    await expect(configOf({ 'untether.yaml': text })).rejects.toThrow(message);
  });
});

describe('where it is looked for', () => {
  test('upwards to the top of the repository, the nearest wins', async () => {
    const config = await configOf(
      {
        'untether.yaml': 'target: { region: eu-west-1, residency: eu }\nmodels: { a: one, b: two }\n',
        'services/rag/untether.yaml': 'target: { region: eu-central-1 }\nmodels: { b: three }\n',
        'services/rag/app.py': '',
      },
      { roots: ['services/rag'] },
    );
    expect(config.target).toEqual({ region: 'eu-central-1', residency: 'eu' });
    expect(config.models).toEqual({ a: { name: 'one' }, b: { name: 'three' } });
  });

  test('not above the repository, and not above root: true', async () => {
    const above = { 'untether.yaml': 'target: { region: above }\n' };
    expect(
      (await configOf({ ...above, 'repo/.git': 'gitdir: x', 'repo/a.py': '' }, { roots: ['repo'] })).target,
    ).toEqual({});
    expect(
      (await configOf({ ...above, 'a/untether.yaml': 'root: true\n', 'a/x.py': '' }, { roots: ['a'] })).target,
    ).toEqual({});
  });

  test('--config takes one file and no other, --no-config none', async () => {
    const files = { 'untether.yaml': 'target: { region: here }\n', 'ci/other.yaml': 'target: { residency: eu }\n' };
    expect((await configOf(files, { file: 'ci/other.yaml' })).target).toEqual({ residency: 'eu' });
    expect((await configOf(files, { off: true })).target).toEqual({});
  });

  test('options win over files', async () => {
    const config = await configOf(
      { 'untether.yaml': 'target: { region: here }\n' },
      { flags: { target: { region: 'there' } } },
    );
    expect(config.target.region).toBe('there');
  });
});

describe('settings by place', () => {
  const files = {
    'untether.yaml': [
      'exclude: [legacy/, "*.gen.py"]',
      'rules: { "network/*": off, network/private-endpoint: low }',
      'owners: { "services/": "@all", "services/rag/": ["@rag"] }',
      'fail: { severity: medium }',
      'suppress: [{ rule: [sdk/*, model/x], paths: [demo/], reason: stays }]',
    ].join('\n'),
    'services/rag/untether.yaml':
      'rules: { network/private-endpoint: "on" }\nfail: { confidence: certain }\ninclude: ["*.py"]\n',
  };
  const policy = async (): ReturnType<Awaited<ReturnType<typeof configOf>>['policy']> => {
    const config = await configOf(files);
    return config.policy([{ absolute: config.folder, prefix: '' }], Object.keys(files), [
      'network/private-endpoint',
      'sdk/x',
      'model/x',
    ]);
  };

  test('which files are read', async () => {
    const { readsFile } = await policy();
    const read = [
      'a.py',
      'legacy/a.py',
      'x/legacy/b.py',
      'a.gen.py',
      'services/rag/a.py',
      'services/rag/a.ts',
      'services/web/a.ts',
      'untether.yaml',
    ];
    expect(read.filter(readsFile)).toEqual(['a.py', 'services/rag/a.py', 'services/web/a.ts']);
  });

  test('which rules speak, and how loudly', async () => {
    const { ruleAt } = await policy();
    expect(ruleAt('a.tf', 'network/private-endpoint')).toBe('low');
    expect(ruleAt('a.tf', 'network/dns')).toBe('off');
    expect(ruleAt('services/rag/a.tf', 'network/private-endpoint')).toBe('on');
    expect(ruleAt('services/rag/a.tf', 'network/dns')).toBe('off');
    expect(ruleAt('a.tf', 'sdk/x')).toBeUndefined();
  });

  test('owners, what fails, what is suppressed', async () => {
    const { ownersAt, failAt, suppressionsAt } = await policy();
    expect([ownersAt('services/rag/a.py'), ownersAt('services/a.py'), ownersAt('a.py')]).toEqual([
      ['@rag'],
      ['@all'],
      undefined,
    ]);
    expect(failAt('a.py')).toEqual({ severity: 'medium', confidence: 'likely', incomplete: false });
    expect(failAt('services/rag/a.py')).toEqual({ severity: 'medium', confidence: 'certain', incomplete: false });
    expect(
      suppressionsAt('demo/a.py')
        .filter(({ covers }) => covers('sdk/y'))
        .map(({ line, reason }) => [line, reason]),
    ).toEqual([[5, 'stays']]);
    expect(suppressionsAt('demo/a.py').filter(({ covers }) => covers('network/y'))).toEqual([]);
    expect(suppressionsAt('a.py')).toEqual([]);
  });
});

describe('in a scan', () => {
  const scanned = async (
    config: string,
    more: Record<string, string> = {},
  ): Promise<{
    findings: { ruleId: string; severity: string; owners: string[]; location: { path: string } }[];
    coverage: { skipped: Record<string, number> };
    target: object;
    narrowed?: object;
  }> => {
    const { stdout, stderr } = await run(['--format', 'json'], {
      cwd: folderOf({ '.git/HEAD': '', ...TIED, 'untether.yaml': config, ...more }),
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Awaited<ReturnType<typeof scanned>>;
  };

  test('rules off and severities', async () => {
    const before = await scanned('');
    const dimensions = new Set(before.findings.map(({ ruleId }) => ruleId.split('/')[0]));
    expect([...dimensions]).toEqual(expect.arrayContaining(['sdk', 'endpoint', 'identity']));
    const after = await scanned('rules:\n  sdk/*: off\n  identity/*: info\n');
    expect(after.findings.some(({ ruleId }) => ruleId.startsWith('sdk/'))).toBe(false);
    expect(
      new Set(after.findings.filter(({ ruleId }) => ruleId.startsWith('identity/')).map(({ severity }) => severity)),
    ).toEqual(new Set(['info']));
  });

  test('excluded files are counted, owners and target are set, dimensions narrow', async () => {
    const report = await scanned(
      'exclude: [old/]\nowners: { app/: "@app" }\ntarget: { region: eu-central-1 }\ndimensions: [sdk]\n',
      {
        'old/client.py': TIED['app/client.py'],
      },
    );
    expect(new Set(report.findings.map(({ location }) => location.path))).toEqual(new Set(['app/client.py']));
    expect(new Set(report.findings.flatMap(({ owners }) => owners))).toEqual(new Set(['@app']));
    expect(report.findings.every(({ ruleId }) => ruleId.startsWith('sdk/'))).toBe(true);
    expect(report.coverage.skipped['excluded']).toBe(2);
    expect(report.target).toMatchObject({ region: 'eu-central-1' });
    expect(report.narrowed).toEqual({ dimensions: ['sdk'] });
  });

  test('reports of the config are written when no format is asked for', async () => {
    const root = folderOf({ '.git/HEAD': '', ...TIED, 'untether.yaml': 'reports: [json=out.json]\n' });
    const { code, stdout } = await run([], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain('is tied to Azure OpenAI');
    expect(JSON.parse(readFileSync(join(root, 'out.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });
});

describe('--print-config', () => {
  test('every value with its place', async () => {
    const root = folderOf({
      '.git/HEAD': '',
      'untether.yaml': 'fail:\n  severity: medium\ntarget: { region: eu-west-1 }\nexclude: [a/, b/]\n',
      'services/untether.yaml': 'target:\n  residency: eu\nmodels: { prod: gpt-4o }\nbaseline: known.txt\n',
      'services/rag/untether.yaml': 'exclude: [c/]\n',
      'services/rag/x.py': '',
    });
    const { code, stdout } = await run(['services', '--print-config', '--region', 'us-east-1', '--dimension', 'sdk'], {
      cwd: root,
    });
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('snapshots/print-config.snap');
    expect(() => readSettings('printed', stdout)).not.toThrow();
  });

  test('without a file', async () => {
    const { stdout } = await run(['--print-config'], { cwd: folderOf({ '.git/HEAD': '', 'a.py': '' }) });
    expect(stdout).toContain('# No config file applies here.');
    expect(stdout).toMatch(/severity: high +# default/);
  });
});

describe('the published schema', () => {
  const schema = JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')) as object;
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  const docs = [...readFileSync('docs/config.md', 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(
    match => match[1] ?? '',
  );

  test('takes what the docs show, as the tool does', () => {
    expect(docs.length).toBeGreaterThan(1);
    for (const text of docs) {
      expect(valid(parse(text)), JSON.stringify(valid.errors)).toBe(true);
      expect(() => readSettings('docs/config.md', text)).not.toThrow();
    }
  });

  test.each([['fial: {}'], ['fail: { severity: x }'], ['suppress: [{ rule: a }]'], ['exclude: a']])(
    'refuses %s',
    text => {
      expect(valid(parse(text))).toBe(false);
    },
  );
});
