/**
 * A scanned repository may be hostile: whatever its configuration plants, our calls of git must not run it. Each trap is
 * first sprung with plain git where plain git falls for it, so that a trap that no longer works is noticed.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { git } from '../../src/git/run.ts';
import { scan } from '../../src/scan/index.ts';
import { folder, plainGit, write } from '../walk/support.ts';
import { makeRuleSet } from '../match/support.ts';

/** Every call of git that a scan makes. */
const CALLS: readonly (readonly string[])[] = [
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  ['rev-parse', '--verify', '--quiet', 'HEAD'],
  ['rev-parse', '--show-prefix'],
  ['symbolic-ref', '--short', '--quiet', 'HEAD'],
  ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all', '--', '.'],
];

interface Trap {
  readonly root: string;
  readonly marker: string;
  /** A script that leaves the marker. */
  readonly script: string;
}

function repository(): Trap {
  const root = folder({ 'a.py': 'x = 1\n', 'b.txt': 'one\n' });
  const outside = folder();
  const marker = join(outside, 'sprung');
  const script = join(outside, 'trap.sh');
  writeFileSync(script, `#!/bin/sh\ntouch '${marker}'\nexit 1\n`);
  chmodSync(script, 0o755);
  plainGit(root, 'init', '-q', '-b', 'main');
  plainGit(root, 'add', '.');
  plainGit(root, 'commit', '-q', '-m', 'one');
  return { root, marker, script };
}

/** With a time of its own, git has to look into the file to know whether it changed. */
function touch(root: string): void {
  utimesSync(join(root, 'b.txt'), 1_000_000_000, 1_000_000_000);
}

const TRAPS: readonly (readonly [name: string, plant: (trap: Trap) => void, plainFallsForIt: boolean])[] = [
  ['file system monitor', ({ root, script }) => plainGit(root, 'config', 'core.fsmonitor', script), true],
  [
    'hooks',
    ({ root, script }) => {
      const hooks = join(root, 'hooks');
      mkdirSync(hooks);
      for (const hook of ['post-index-change', 'pre-commit', 'post-checkout', 'fsmonitor-watchman']) {
        writeFileSync(join(hooks, hook), `#!/bin/sh\nexec '${script}'\n`);
        chmodSync(join(hooks, hook), 0o755);
      }
      plainGit(root, 'config', 'core.hooksPath', hooks);
    },
    true,
  ],
  [
    'clean filter',
    ({ root, script }) => {
      plainGit(root, 'config', 'filter.trap.clean', script);
      write(root, { '.gitattributes': '* filter=trap\n', 'b.txt': 'two\n' });
    },
    true,
  ],
  [
    'clean filter under a name that is hard to override',
    ({ root, script }) => {
      plainGit(root, 'config', 'filter.a=b.c.clean', script);
      write(root, { '.gitattributes': '* filter=a=b.c\n', 'b.txt': 'two\n' });
    },
    true,
  ],
  [
    'long-running filter in an included file',
    ({ root, script }) => {
      write(root, { '.git/more': `[filter "trap"]\n\tprocess = ${script}\n\trequired = true\n` });
      plainGit(root, 'config', 'include.path', 'more');
      write(root, { '.git/info/attributes': '* filter=trap\n', 'b.txt': 'two\n' });
    },
    true,
  ],
  [
    'missing objects to be fetched through a helper',
    ({ root, script }) => {
      const tree = plainGit(root, 'rev-parse', 'HEAD^{tree}').trim();
      rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
      for (const [name, value] of Object.entries({
        'core.repositoryFormatVersion': '1',
        'extensions.partialClone': 'origin',
        'remote.origin.url': `ext::sh -c '${script}'`,
        'remote.origin.promisor': 'true',
        'protocol.ext.allow': 'always',
        'protocol.allow': 'always',
      }))
        plainGit(root, 'config', name, value);
    },
    true,
  ],
  [
    'a submodule with a monitor of its own',
    ({ root, script }) => {
      mkdirSync(join(root, 'sub'));
      const sub = join(root, 'sub');
      plainGit(sub, 'init', '-q');
      plainGit(sub, 'commit', '-q', '--allow-empty', '-m', 'one');
      plainGit(root, 'add', 'sub');
      plainGit(sub, 'config', 'core.fsmonitor', script);
      plainGit(sub, 'config', 'filter.trap.clean', script);
    },
    true,
  ],
  [
    'an alias in the name of a command',
    ({ root, script }) => CALLS.forEach(([command]) => plainGit(root, 'config', `alias.${command}`, `!${script}`)),
    false,
  ],
  [
    'external diff, text conversion, pager, ssh, editor',
    ({ root, script }) => {
      for (const name of [
        'diff.external',
        'diff.trap.textconv',
        'diff.trap.command',
        'core.pager',
        'pager.status',
        'core.sshCommand',
        'core.editor',
        'core.askPass',
        'gpg.program',
        'credential.helper',
      ])
        plainGit(root, 'config', name, script);
      write(root, { '.gitattributes': '* diff=trap\n', 'b.txt': 'two\n' });
    },
    false,
  ],
];

describe('nothing a repository plants is run', () => {
  test.each(TRAPS)('%s', async (_, plant, plainFallsForIt) => {
    const sprung = repository();
    plant(sprung);
    touch(sprung.root);
    for (const args of [...CALLS, ['status', '--porcelain']]) plainGit(sprung.root, ...args);
    expect(existsSync(sprung.marker), 'plain git').toBe(plainFallsForIt);

    const trap = repository();
    plant(trap);
    touch(trap.root);
    rmSync(trap.marker, { force: true });
    for (const args of CALLS) git(trap.root, args);
    expect(existsSync(trap.marker), 'our git').toBe(false);
    const report = await scan({ roots: [trap.root], cwd: trap.root, ruleSet: makeRuleSet([]) });
    expect(existsSync(trap.marker), 'a scan').toBe(false);
    expect(report.coverage.walked).toBeGreaterThan(1);
  });
});

describe('environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('variables that point git elsewhere are not handed on', () => {
    const { root, marker, script } = repository();
    const other = repository();
    vi.stubEnv('GIT_DIR', join(other.root, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other.root);
    vi.stubEnv('GIT_INDEX_FILE', join(other.root, '.git/index'));
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', 'core.fsmonitor');
    vi.stubEnv('GIT_CONFIG_VALUE_0', script);
    vi.stubEnv('GIT_EXTERNAL_DIFF', script);
    expect(git(root, ['rev-parse', '--show-toplevel'])?.toString().trim()).toContain(root.split('/').at(-1));
    for (const args of CALLS) git(root, args);
    expect(existsSync(marker)).toBe(false);
  });

  test('nothing is written into the repository', () => {
    const { root } = repository();
    writeFileSync(join(root, 'b.txt'), 'one\n');
    const before = readdirSync(join(root, '.git')).sort();
    for (const args of CALLS) git(root, args);
    expect(readdirSync(join(root, '.git')).sort()).toEqual(before);
  });

  test('no git is no reason to fail', () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(git(folder(), ['--version'])).toBeUndefined();
  });

  test('what git refuses is undefined', () => {
    expect(git(folder(), ['rev-parse', '--verify', 'HEAD'])).toBeUndefined();
  });
});

describe('what a report says of the repository', () => {
  const stateOf = async (root: string): Promise<unknown> =>
    (await scan({ roots: ['.'], cwd: root, ruleSet: makeRuleSet([]) })).git;

  test('commit and branch; whether tracked files differ from it', async () => {
    const { root } = repository();
    const commit = plainGit(root, 'rev-parse', 'HEAD').trim();
    expect(await stateOf(root)).toEqual({ commit, branch: 'main', dirty: false });
    write(root, { 'untracked.py': '' });
    expect(await stateOf(root)).toMatchObject({ dirty: false });
    write(root, { 'b.txt': 'changed\n' });
    expect(await stateOf(root)).toMatchObject({ dirty: true });
  });

  test('a touched file is no change', async () => {
    const { root } = repository();
    write(root, { 'b.txt': 'one\n' });
    expect(await stateOf(root)).toMatchObject({ dirty: false });
  });

  test('where the scanned folder lies in it', async () => {
    const { root } = repository();
    write(root, { 'services/ä b/x.py': '' });
    expect(await stateOf(join(root, 'services/ä b'))).toMatchObject({ prefix: 'services/ä b/' });
  });

  test('a detached head has no branch, a new repository no commit, a plain folder nothing', async () => {
    const { root } = repository();
    plainGit(root, 'checkout', '-q', '--detach');
    expect(await stateOf(root)).not.toHaveProperty('branch');
    const fresh = folder({ 'a.py': '' });
    plainGit(fresh, 'init', '-q');
    expect(await stateOf(fresh)).toEqual({});
    expect(await stateOf(folder({ 'a.py': '' }))).toEqual({});
  });
});
