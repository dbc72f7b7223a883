import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, run } from '../support/cli.ts';
import { plainGit } from '../walk/support.ts';
import { account, clients, Work } from './support.ts';

const ALL = ['--fail-on', 'info', '--fail-confidence', 'possible'] as const;

describe('check --since', () => {
  test('what a branch adds, not what it found', async () => {
    const work = new Work({ 'app.py': clients('alpha'), 'docs/a.md': 'x\n' });
    work.git('checkout', '-q', '-b', 'topic');
    work.put({ 'docs/a.md': 'y\n' }).commit();
    expect((await work.check('--since', 'main', ...ALL)).code).toBe(0);
    work.put({ 'svc.py': clients('beta') }).commit();
    const { code, stdout } = await work.check('--since', 'main');
    expect(code).toBe(1);
    expect(stdout).toContain('svc.py:5:24  high, certain  endpoint/host-literal');
    expect(stdout).toContain('new       not in main');
    expect(stdout).toContain('known ties are hidden by what main has');
    expect(stdout).not.toContain('app.py');
  });

  test('from where the branch left: what main got since is nobody’s fault here', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    work.git('checkout', '-q', '-b', 'topic');
    work.put({ 'x.md': 'x' }).commit();
    work.git('checkout', '-q', 'main');
    work.put({ 'app.py': 'x = 1\n' }).commit();
    work.git('checkout', '-q', 'topic');
    expect((await work.check('--since', 'main', ...ALL)).code).toBe(0);
  });

  test('uncommitted and untracked changes count, ignored files do not', async () => {
    const work = new Work({ 'app.py': 'x = 1\n', '.gitignore': 'out/\n' });
    work.put({ 'out/a.py': clients('out') });
    expect(await work.fresh('--since', 'HEAD')).toEqual([]);
    work.put({ 'new.py': clients('beta') });
    expect((await work.fresh('--since', 'HEAD')).every(place => place.startsWith('new.py:'))).toBe(true);
    work.put({ 'app.py': clients('gamma'), 'new.py': undefined });
    expect((await work.fresh('--since', 'HEAD')).every(place => place.startsWith('app.py:'))).toBe(true);
  });

  test('of equal ties the one on the added line is the new one', async () => {
    const line = (name: string): string => `${name} = "https://alpha.openai.azure.com"\n`;
    const work = new Work({ 'a.py': `def f():\n  print("https://alpha.openai.azure.com")\n` });
    work.put({
      'a.py':
        `def f():\n  print("https://alpha.openai.azure.com")\n  print("https://alpha.openai.azure.com")\n`.replace(
          'def f():\n',
          'def f():\n  g("https://alpha.openai.azure.com")\n',
        ),
    });
    const fresh = await work.fresh('--since', 'HEAD');
    expect(fresh).toHaveLength(2);
    expect(line('x')).toContain('alpha');
  });

  test('a renamed and edited file is the file it was', async () => {
    const work = new Work({ 'old/app.py': `${clients('alpha', 'beta', 'gamma')}\n# ${'text '.repeat(40)}\n` });
    work.git('mv', 'old', 'new');
    work.put({ 'new/app.py': `${clients('alpha', 'beta', 'gamma', 'delta')}\n# ${'text '.repeat(40)}\n` }).commit();
    const fresh = await work.fresh('--since', 'HEAD~1');
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.every(place => /^new\/app\.py:(?:13|14) /.test(place))).toBe(true);
  });

  test('evidence of unchanged files counts on both sides', async () => {
    // Whether a module call creates an account is said by the module, which did not change.
    const work = new Work({ 'modules/ai/main.tf': account('this', 'x'), 'main.tf': 'locals {\n  a = 1\n}\n' });
    work.put({ 'main.tf': 'module "ai" {\n  source = "./modules/ai"\n}\n' });
    const fresh = await work.fresh('--since', 'HEAD');
    expect(fresh.filter(place => place.startsWith('modules/'))).toEqual([]);
    const whole = new Work({
      'modules/ai/main.tf': account('this', 'x'),
      'main.tf': 'module "ai" {\n  source = "./modules/ai"\n}\n',
    });
    whole.put({ 'README.md': 'x' });
    expect(await whole.fresh('--since', 'HEAD')).toEqual([]);
  });

  test('a part of the tree', async () => {
    const work = new Work({ 'a/x.py': 'x = 1\n', 'b/x.py': 'x = 1\n' });
    work.put({ 'a/x.py': clients('alpha'), 'b/x.py': clients('beta') });
    const places = await work.fresh('a', '--since', 'HEAD');
    expect(places.length).toBeGreaterThan(0);
    expect(places.every(place => place.startsWith('x.py:'))).toBe(true);
    expect((await work.fresh('b/x.py', '--since', 'HEAD')).length).toBeGreaterThan(0);
  });

  test('what the change itself puts into the baseline is accepted, what stood there before is not', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    work.put({ 'app.py': 'x = 1\n' }).commit('fixed, the baseline still lists it');
    work.put({ 'app.py': clients('alpha') }).commit('back again');
    expect((await work.check('--since', 'HEAD~1')).code).toBe(1);
    work.put({ 'svc.py': clients('beta') });
    await work.baseline();
    work.commit('accepted');
    expect((await work.check('--since', 'HEAD~1')).code).toBe(0);
  });

  test('detached head, and a submodule that stands still', async () => {
    const other = new Work({ 'x.py': clients('x') });
    const work = new Work({ 'a.py': 'x = 1\n' });
    work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'vendor/x');
    work.commit();
    work.put({ 'a.py': clients('a') }).commit();
    work.git('checkout', '-q', '--detach');
    expect((await work.check('--since', 'main~1')).code).toBe(1);
    expect((await work.check('--since', 'main')).code).toBe(0);
  });
});

describe('check --staged', () => {
  test('what is staged, whatever is on the disk', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    work.put({ 'app.py': clients('alpha', 'beta') });
    expect((await work.check('--staged')).code).toBe(0);
    work.git('add', 'app.py');
    work.put({ 'app.py': 'x = 1\n' });
    const { code, stdout } = await work.check('--staged');
    expect(code).toBe(1);
    expect(stdout).toContain('app.py:8:24');
    expect(stdout).toContain('not in the last commit');
  });

  test('before the first commit, and in a part of the tree', async () => {
    const root = folderOf({ 'a/app.py': clients('alpha') });
    plainGit(root, 'init', '-q');
    expect((await run(['check', '--staged'], { cwd: root })).code).toBe(3);
    plainGit(root, 'add', '.');
    expect((await run(['check', '--staged'], { cwd: root })).code).toBe(1);
    expect((await run(['check', 'a', '--staged'], { cwd: root })).code).toBe(1);
  });

  test('a sparse checkout has a whole index', async () => {
    const work = new Work({ 'a/a.py': 'x = 1\n', 'b/b.py': clients('b') });
    work.git('sparse-checkout', 'set', 'a');
    work.put({ 'a/a.py': clients('a') });
    work.git('add', 'a');
    const places = await work.fresh('--staged');
    expect(places.length).toBeGreaterThan(0);
    expect(places.every(place => place.startsWith('a/a.py:'))).toBe(true);
  });
});

describe('bad input: exit code 2 and what to do', () => {
  const refused = async (
    work: { run(...argv: string[]): Promise<{ code: number; stderr: string; stdout: string }> },
    ...argv: string[]
  ): Promise<string> => {
    const { code, stderr, stdout } = await work.run('check', ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  test('no git repository', async () => {
    const work = new Work({ 'a.py': clients('a') }, false);
    // The folder for temporary files may itself lie in a repository.
    mkdirSync(join(work.root, 'in'), { recursive: true });
    expect(await refused(work, '--since', 'main')).toMatch(
      /--since: this is no git repository\n {2}Run it in a clone, or compare with a baseline file/,
    );
    expect(await refused(work, '--staged')).toContain('--staged: this is no git repository');
  });

  test('no git on the machine', async () => {
    const work = new Work({ 'a.py': clients('a') });
    const path = process.env['PATH'];
    process.env['PATH'] = work.root;
    try {
      expect(await refused(work, '--since', 'main')).toContain('--since needs git, and there is none on the PATH');
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('a shallow clone without the merge base: the exact command', async () => {
    const origin = new Work({ 'a.py': 'x = 1\n' });
    origin.git('checkout', '-q', '-b', 'topic');
    for (const n of [1, 2, 3]) origin.put({ [`t${n}.md`]: 'x' }).commit();
    origin.git('checkout', '-q', 'main');
    for (const n of [1, 2, 3]) origin.put({ [`m${n}.md`]: 'x' }).commit();
    const root = folderOf({});
    plainGit(root, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${origin.root}`, 'clone');
    const clone = { run: (...argv: string[]) => run(argv, { cwd: join(root, 'clone') }) };
    plainGit(join(root, 'clone'), 'checkout', '-q', 'topic');
    const said = await refused(clone, '--since', 'origin/main');
    expect(said).toContain('a shallow clone: the commit where this branch left origin/main is not in it');
    expect(said).toContain('git fetch --no-tags --unshallow origin');
    plainGit(join(root, 'clone'), 'fetch', '-q', '--no-tags', '--unshallow', 'origin');
    expect((await clone.run('check', '--since', 'origin/main')).code).toBe(0);
  });

  test('a branch that was not fetched: the exact command', async () => {
    const origin = new Work({ 'a.py': 'x = 1\n' });
    origin.put({ 'b.md': 'x' }).commit();
    origin.git('checkout', '-q', '-b', 'topic');
    origin.put({ 'c.md': 'x' }).commit();
    const root = folderOf({});
    plainGit(root, 'clone', '-q', '--depth=1', '--branch', 'topic', `file://${origin.root}`, 'clone');
    const cwd = join(root, 'clone');
    const said = await refused({ run: (...argv) => run(argv, { cwd }) }, '--since', 'origin/main');
    expect(said).toContain('there is no origin/main in this clone');
    const command = /git (fetch --no-tags --unshallow origin \+refs\/heads\/main:refs\/remotes\/origin\/main)/.exec(
      said,
    )?.[1];
    expect(command).toBeDefined();
    plainGit(cwd, ...(command ?? '').split(' '));
    expect((await run(['check', '--since', 'origin/main'], { cwd })).code).toBe(0);
  });

  test('an unknown commit, and the branch that was meant', async () => {
    const work = new Work({ 'a.py': 'x = 1\n' });
    work.git('branch', 'develop');
    expect(await refused(work, '--since', 'develpo')).toContain(
      'there is no commit, branch or tag "develpo"\n  Did you mean "develop"?',
    );
    expect(await refused(work, '--since', '--output=x')).toContain('is no commit');
    work.git('checkout', '-q', '--detach');
    expect(await refused(work, '--since', '@{upstream}')).toContain('HEAD is detached, so it has no upstream');
  });

  test('a submodule that moved would pass unseen', async () => {
    const other = new Work({ 'x.py': 'x = 1\n' });
    const work = new Work({ 'a.py': 'x = 1\n' });
    work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'vendor/x');
    work.commit();
    other.put({ 'x.py': clients('x') }).commit();
    plainGit(join(work.root, 'vendor/x'), 'pull', '-q');
    const said = await refused(work, '--since', 'HEAD');
    expect(said).toContain('the submodule vendor/x points to another commit');
    expect(said).toContain('exclude: [vendor/x/]');
    writeFileSync(join(work.root, 'untether.yaml'), 'exclude: [vendor/x/]\n');
    expect((await work.check('--since', 'HEAD')).code).toBe(0);
  });

  test('a sparse checkout', async () => {
    const work = new Work({ 'a/a.py': 'x = 1\n', 'b/b.py': clients('b') });
    work.git('sparse-checkout', 'set', 'a');
    expect(await refused(work, '--since', 'HEAD')).toContain('a sparse checkout: b/b.py is not on the disk');
  });

  test('a partial clone without the older contents', async () => {
    const origin = new Work({ 'a.py': clients('a') });
    origin.put({ 'a.py': clients('b') }).commit();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const root = folderOf({});
    plainGit(root, 'clone', '-q', '--filter=blob:none', `file://${origin.root}`, 'clone');
    const said = await refused({ run: (...argv) => run(argv, { cwd: join(root, 'clone') }) }, '--since', 'HEAD~1');
    expect(said).toContain('a partial clone');
    expect(said).toContain('git fetch --refetch --no-filter origin');
  });
});
