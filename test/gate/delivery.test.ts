/** What goes into other people's pipelines: valid by its schema where there is one, and run as far as this machine can. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { azurePipeline, githubWorkflow, gitlabJob, preCommitHook } from '../../src/cli/init/templates.ts';
import { readSettings } from '../../src/config/read.ts';
import { folderOf, run } from '../support/cli.ts';
import { plainGit } from '../walk/support.ts';
import { clients, Work } from './support.ts';

const SETUP = { command: 'npx --yes untether@VERSION', branch: 'main' };
const read = (path: string): string => readFileSync(path, 'utf8');
const problems = (text: string, validate: (text: string) => { errors: unknown[] }): unknown[] => validate(text).errors;

/** Runs untether from the sources' own bundle, as `npx` would run the package. */
function untether(folder: string): string {
  const script = join(folder, 'untether-here');
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${resolve('bin/untether.js')}" "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}

function shell(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  });
  return { code: status, said: stdout + stderr };
}

describe('the pages and what init writes are alike', () => {
  const page = read('docs/ci.md');
  test.each([
    ['GitHub Actions', githubWorkflow(SETUP)],
    ['GitLab CI', gitlabJob(SETUP)],
    ['Azure Pipelines', azurePipeline(SETUP)],
    ['the hook', preCommitHook(SETUP)],
  ])('%s', (_, text) => {
    expect(page).toContain(`\n${text}\`\`\``);
  });
});

describe('valid', () => {
  test('GitHub Actions workflow, by the published schema', () => {
    expect(problems(githubWorkflow(SETUP), validateWorkflow)).toEqual([]);
    expect(problems(githubWorkflow(SETUP).replace('runs-on:', 'run-on:'), validateWorkflow)).not.toEqual([]);
  });

  test('the action, by the published schema', () => {
    expect(problems(read('action.yml'), validateAction)).toEqual([]);
    expect(problems(read('action.yml').replace('using: composite', 'using: wood'), validateAction)).not.toEqual([]);
  });

  test('GitLab CI: a job with a script and a report', () => {
    expect(parse(gitlabJob(SETUP))).toMatchObject({
      untether: {
        image: 'node:22',
        script: [expect.stringContaining(' check ')],
        artifacts: { when: 'always', reports: { codequality: 'gl-code-quality-report.json' } },
      },
    });
  });

  test('Azure Pipelines: steps that are known kinds', () => {
    const { steps } = parse(azurePipeline(SETUP)) as { steps: Record<string, unknown>[] };
    expect(steps.map(step => Object.keys(step)[0])).toEqual(['task', 'script', 'task']);
  });

  test('.pre-commit-hooks.yaml: every key pre-commit asks for', () => {
    const hooks = parse(read('.pre-commit-hooks.yaml')) as Record<string, unknown>[];
    expect(hooks).toHaveLength(1);
    expect(Object.keys(hooks[0] ?? {}).sort()).toEqual([
      'description',
      'entry',
      'id',
      'language',
      'name',
      'pass_filenames',
      'stages',
    ]);
  });
});

describe('the steps of the action, run', () => {
  const { runs } = parse(read('action.yml')) as {
    runs: { steps: { id: string; run: string; env: Record<string, string> }[] };
  };
  const script = (id: string): string => runs.steps.find(step => step.id === id)?.run ?? 'exit 99';
  const outputs = (file: string): Record<string, string> =>
    Object.fromEntries(
      read(file)
        .trim()
        .split('\n')
        .map(line => line.split(/=(.*)/).slice(0, 2) as [string, string]),
    );
  const check = (
    work: Work,
    env: Record<string, string> = {},
  ): { code: number | null; said: string; out: Record<string, string> } => {
    const tools = folderOf({ out: '' });
    const output = join(tools, 'out');
    const result = shell(script('check'), work.root, {
      GITHUB_OUTPUT: output,
      PATHS: '.',
      SINCE: '',
      FAIL_ON: '',
      FAIL_CONFIDENCE: '',
      SARIF: 'untether.sarif',
      VERSION: '0',
      COMMAND: untether(tools),
      ...env,
    });
    return { ...result, out: outputs(output) };
  };

  test('nothing new, then something new, with the report', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    expect(check(work)).toMatchObject({ code: 0, out: { 'exit-code': '0', 'sarif-file': 'untether.sarif' } });
    work.put({ 'svc/a b.py': clients('beta') });
    const failed = check(work, { PATHS: 'svc\n', FAIL_ON: 'high', FAIL_CONFIDENCE: 'certain' });
    expect(failed).toMatchObject({ code: 1, out: { 'exit-code': '1' } });
    const sarif = JSON.parse(read(join(work.root, 'untether.sarif'))) as {
      runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
    };
    expect(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('svc/a%20b.py');
    expect(check(work, { FAIL_ON: 'nonsense' })).toMatchObject({ code: 2, out: { 'exit-code': '2' } });
  });

  test('a path that is a command is only a path', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    await work.baseline();
    expect(check(work, { PATHS: '$(touch sprung); touch sprung' }).code).toBe(2);
    expect(existsSync(join(work.root, 'sprung'))).toBe(false);
  });

  test('a pull request in a clone of depth one', () => {
    const origin = new Work({ 'app.py': clients('alpha') });
    origin.git('checkout', '-q', '-b', 'topic');
    origin.put({ 'svc.py': clients('beta') }).commit();
    const tools = folderOf({ out: '' });
    plainGit(tools, 'clone', '-q', '--depth=1', '--branch', 'topic', `file://${origin.root}`, 'clone');
    const clone = join(tools, 'clone');
    const output = join(tools, 'out');
    const found = shell(script('since'), clone, { GITHUB_OUTPUT: output, SINCE: 'auto', BASE_REF: 'main' });
    expect(found).toMatchObject({ code: 0 });
    expect(outputs(output)).toEqual({ commit: 'origin/main' });
    const result = shell(script('check'), clone, {
      GITHUB_OUTPUT: output,
      PATHS: '.',
      SINCE: 'origin/main',
      FAIL_ON: '',
      FAIL_CONFIDENCE: '',
      SARIF: 'x.sarif',
      VERSION: '0',
      COMMAND: untether(tools),
    });
    expect(result.said).toContain('svc.py:5:24');
    expect(result.code).toBe(1);
  });

  test('a push is compared with the baseline', () => {
    const work = new Work({ 'a.py': '' });
    const output = join(folderOf({ out: '' }), 'out');
    expect(shell(script('since'), work.root, { GITHUB_OUTPUT: output, SINCE: 'auto', BASE_REF: '' }).code).toBe(0);
    expect(outputs(output)).toEqual({ commit: '' });
  });
});

describe('init', () => {
  const init = (work: Work, ...argv: string[]): ReturnType<Work['run']> => work.run('init', ...argv);

  test('shows what it would write and writes nothing without a yes', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    const { code, stdout, stderr } = await init(work);
    expect(code).toBe(2);
    expect(stdout).toContain('write untether.yaml: settings');
    expect(stdout).toMatch(/write untether\.baseline: first baseline, \d known ties/);
    expect(stdout).toContain('write .github/workflows/untether.yml: GitHub Actions workflow');
    expect(stdout).toContain('write .git/hooks/pre-commit: pre-commit hook');
    expect(stderr).toContain('nothing was written; --yes writes it');
    expect(work.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(work.root, '.git/hooks/pre-commit'))).toBe(false);
  });

  test('writes it on a yes: all of it works, and nothing is written twice', async () => {
    const work = new Work({ 'app.py': clients('alpha') });
    expect((await init(work, '--yes')).code).toBe(0);
    expect(() => readSettings('untether.yaml', read(join(work.root, 'untether.yaml')))).not.toThrow();
    expect(problems(read(join(work.root, '.github/workflows/untether.yml')), validateWorkflow)).toEqual([]);
    expect(read(join(work.root, '.gitattributes'))).toContain('untether.baseline merge=union');
    expect(statSync(join(work.root, '.git/hooks/pre-commit')).mode & 0o111).not.toBe(0);
    expect((await work.check()).code).toBe(0);
    expect((await work.put({ 'svc.py': clients('beta') }).check()).code).toBe(1);
    const again = await init(work, '--yes');
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('everything is there already');
  });

  test('never over a file that is there, unless forced', async () => {
    const work = new Work({
      'app.py': clients('alpha'),
      'untether.yaml': '# mine\n',
      '.github/workflows/untether.yml': 'mine: true\n',
    });
    const { stdout } = await init(work, '--yes');
    expect(stdout).toContain('untether.yaml: settings; is there, left alone (--force replaces it)');
    expect(read(join(work.root, 'untether.yaml'))).toBe('# mine\n');
    expect(read(join(work.root, '.github/workflows/untether.yml'))).toBe('mine: true\n');
    expect((await init(work, '--yes', '--force')).stdout).toContain('replace untether.yaml');
    expect(read(join(work.root, 'untether.yaml'))).toContain('fail:');
  });

  test('asks at a terminal', async () => {
    const work = new Work({ 'app.py': 'x = 1\n' });
    const answer = (text: string): Promise<{ code: number }> =>
      run(['init', '--no-hook', '--ci', 'none'], {
        cwd: work.root,
        tty: true,
        stdin: async function* () {
          yield await Promise.resolve(text);
        },
      });
    expect((await answer('n\n')).code).toBe(2);
    expect(existsSync(join(work.root, 'untether.yaml'))).toBe(false);
    expect((await answer('y\n')).code).toBe(0);
    expect(existsSync(join(work.root, 'untether.yaml'))).toBe(true);
    expect(existsSync(join(work.root, '.github'))).toBe(false);
  });

  test('for the pipeline that is in use', async () => {
    const gitlab = new Work({ 'a.py': 'x = 1\n', '.gitlab-ci.yml': 'stages: [test]\n' });
    const { stdout, stderr } = await init(gitlab, '--yes', '--no-hook');
    expect(stdout).toContain('write .gitlab/untether.gitlab-ci.yml: GitLab CI job');
    expect(stdout).not.toContain('.github');
    expect(stderr).toContain('add to .gitlab-ci.yml: include:');
    expect(read(join(gitlab.root, '.gitlab-ci.yml'))).toBe('stages: [test]\n');
    const azure = new Work({ 'a.py': 'x = 1\n', 'azure-pipelines.yml': 'steps: []\n' });
    expect((await init(azure, '--yes', '--no-hook')).stdout).toContain('write azure-pipelines-untether.yml');
  });

  test('submodules are left out, hooks of others are theirs', async () => {
    const other = new Work({ 'x.py': clients('x') });
    const work = new Work({ 'a.py': clients('a'), '.pre-commit-config.yaml': 'repos: []\n' });
    work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'vendor/x');
    work.commit();
    const { stdout } = await init(work, '--yes', '--ci', 'none');
    expect(stdout).toContain('not written: pre-commit is in use here');
    expect(read(join(work.root, '.pre-commit-config.yaml'))).toBe('repos: []\n');
    expect(read(join(work.root, 'untether.yaml'))).toContain('- "vendor/x/" # a submodule');
    expect((await work.check()).code).toBe(0);
  });

  test('a folder that is a link out of the repository is not followed', async () => {
    const outside = folderOf({});
    const work = new Work({ 'a.py': 'x = 1\n' });
    mkdirSync(join(work.root, '.github'));
    symlinkSync(outside, join(work.root, '.github/workflows'));
    const { code, stderr } = await init(work, '--yes', '--no-hook', '--ci', 'github');
    expect(code).toBe(2);
    expect(stderr).toContain('leads out of the repository');
    expect(existsSync(join(outside, 'untether.yml'))).toBe(false);
  });

  test('the hook stops a commit that adds a tie, and lets others pass', () => {
    const work = new Work({ 'a.py': 'x = 1\n' });
    const hook = join(work.root, '.git/hooks/pre-commit');
    const tools = folderOf({});
    writeFileSync(hook, preCommitHook({ command: untether(tools), branch: 'main' }));
    chmodSync(hook, 0o755);
    work.put({ 'b.py': 'x = 2\n' });
    const commit = (): { code: number | null; said: string } =>
      shell('git add -A && git -c user.name=T -c user.email=t@example.com commit -q -m next', work.root, {});
    expect(commit().code).toBe(0);
    work.put({ 'b.py': clients('beta') });
    const refused = commit();
    expect(refused.code).not.toBe(0);
    expect(refused.said).toContain('b.py:5:24');
  });
});
