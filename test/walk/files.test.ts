import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../src/walk/files.ts';
import { folder, plainGit, seeded, write } from './support.ts';

const walk = (root: string): readonly string[] => listFiles(root, undefined).files;
const viaGit = (root: string): ReturnType<typeof listFiles> =>
  listFiles(root, Buffer.from(plainGit(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')));

describe('ignore files', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'a name anywhere',
      { '.gitignore': 'out\n', 'out/a.py': '', 'x/out/a.py': '', 'x/out.py': '' },
      ['.gitignore', 'x/out.py'],
    ],
    ['anchored', { '.gitignore': '/out\n', 'out/a.py': '', 'x/out/a.py': '' }, ['.gitignore', 'x/out/a.py']],
    ['folders only', { '.gitignore': 'out/\n', 'out/a.py': '', 'x/out': '' }, ['.gitignore', 'x/out']],
    ['negation', { '.gitignore': '*.env\n!sample.env\n', 'a.env': '', 'sample.env': '' }, ['.gitignore', 'sample.env']],
    ['the later line wins', { '.gitignore': '!a.env\n*.env\n', 'a.env': '' }, ['.gitignore']],
    ['no way back into an ignored folder', { '.gitignore': 'out/\n!out/a.py\n', 'out/a.py': '' }, ['.gitignore']],
    [
      'a way back when only the content is ignored',
      { '.gitignore': 'out/*\n!out/a.py\n', 'out/a.py': '', 'out/b.py': '' },
      ['.gitignore', 'out/a.py'],
    ],
    [
      'a nested file speaks for its folder',
      { 'x/.gitignore': '/a.py\n', 'a.py': '', 'x/a.py': '', 'x/y/a.py': '' },
      ['a.py', 'x/.gitignore', 'x/y/a.py'],
    ],
    [
      'a nested file overrules the one above',
      { '.gitignore': '*.env\n', 'x/.gitignore': '!*.env\n', 'a.env': '', 'x/a.env': '' },
      ['.gitignore', 'x/.gitignore', 'x/a.env'],
    ],
    [
      '** in the middle',
      { '.gitignore': 'a/**/z.py\n', 'a/z.py': '', 'a/b/c/z.py': '', 'z.py': '' },
      ['.gitignore', 'z.py'],
    ],
    [
      'comments, blank lines and CRLF',
      { '.gitignore': '# a.py\r\n\r\nb.py\r\n', 'a.py': '', 'b.py': '' },
      ['.gitignore', 'a.py'],
    ],
  ])('%s', (_, files, expected) => {
    const root = folder(files);
    expect(walk(root)).toEqual(expected);
    plainGit(root, 'init', '-q');
    expect(viaGit(root).files).toEqual(expected);
  });

  test('agrees with git on random trees and patterns', () => {
    const random = seeded(20261121);
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
    const name = (): string => pick(['a', 'b', 'ab', 'abc', 'a.py', 'b.env', 'c d', '.x']);
    const pattern = (): string =>
      pick(['', '', '!', '/']) +
      Array.from({ length: 1 + random(3) }, () =>
        pick(['a', 'b', '*', '**', 'a*', '*b*', '?', '[ab]', '[!a]*', 'a**c', '*.py', 'c\\ d', '\\.x']),
      ).join('/') +
      pick(['', '', '/']);
    const root = folder();
    plainGit(root, 'init', '-q');
    let told = 0;
    for (let round = 0; round < 40; round++) {
      const tree = `t${round}`;
      const files: Record<string, string> = {};
      for (let i = 0; i < 14; i++) files[[tree, ...Array.from({ length: 1 + random(4) }, name)].join('/')] = '';
      files[`${tree}/.gitignore`] = Array.from({ length: 1 + random(3) }, pattern).join('\n');
      if (random(2)) files[`${tree}/a/.gitignore`] = pattern();
      for (const [path, content] of Object.entries(files)) {
        try {
          write(root, { [path]: content });
        } catch {
          // A file of that name stands where a folder is wanted, or the other way round.
        }
      }
      const at = join(root, tree);
      const expected = viaGit(at).files;
      told += expected.length;
      expect(walk(at), files[`${tree}/.gitignore`]).toEqual(expected);
    }
    expect(told).toBeGreaterThan(100);
  });

  test('a link or a folder in the place of an ignore file says nothing', () => {
    const root = folder({ 'a.py': '', 'elsewhere/patterns': '*.py\n' });
    symlinkSync('elsewhere/patterns', join(root, '.gitignore'));
    expect(walk(root)).toContain('a.py');
  });
});

describe('what is never entered', () => {
  const files = {
    'node_modules/x/a.js': '',
    'x/.venv/a.py': '',
    'x/site-packages/a.py': '',
    '.terraform/m.tf': '',
    'a/venv.py': '',
    'node_modules.ts': '',
  };

  test("other people's code, with git and without", () => {
    const root = folder(files);
    expect(walk(root)).toEqual(['a/venv.py', 'node_modules.ts']);
    plainGit(root, 'init', '-q');
    expect(viaGit(root)).toMatchObject({ files: ['a/venv.py', 'node_modules.ts'], skipped: { vendored: 4 } });
  });

  test('folders nested deeper than a person nests them', () => {
    const root = folder();
    mkdirSync(join(root, Array.from({ length: 450 }, () => 'd').join('/')), { recursive: true });
    expect(listFiles(root, undefined).diagnostics).toMatchObject([{ code: 'too-deep' }]);
  });
});

describe('links', () => {
  const build = (): string => {
    const outside = folder({ 'secret.env': 'KEY=1' });
    const root = folder({ 'src/a.py': '' });
    symlinkSync(outside, join(root, 'out'));
    symlinkSync(join(outside, 'secret.env'), join(root, 'out.env'));
    symlinkSync('..', join(root, 'src', 'up'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('src/a.py', join(root, 'same.py'));
    symlinkSync('nowhere', join(root, 'dangling'));
    return root;
  };

  test('are never followed; those that hide something are told', () => {
    const listing = listFiles(build(), undefined);
    expect(listing.files).toEqual(['src/a.py']);
    expect(listing.skipped).toEqual({ symlink: 6 });
    expect(
      listing.diagnostics
        .map(({ path, code, message }) => [path, code, /out of|back to itself/.exec(message)?.[0]])
        .sort(),
    ).toEqual([
      ['loop', 'symlink', 'back to itself'],
      ['out', 'symlink', 'out of'],
      ['out.env', 'symlink', 'out of'],
    ]);
  });

  test('listed by git: those without an ending are told at once, the others when they are opened', () => {
    const root = build();
    plainGit(root, 'init', '-q');
    const listing = viaGit(root);
    expect(listing.files).toEqual(['out.env', 'same.py', 'src/a.py']);
    expect(listing.skipped).toEqual({ symlink: 4 });
  });

  test('a folder of the index that has become a link leads nowhere', () => {
    const outside = folder({ 'secret.env': 'KEY=1' });
    const root = folder({ 'a.py': '' });
    symlinkSync(outside, join(root, 'config'));
    const listing = listFiles(root, Buffer.from('a.py\0config/secret.env\0config/deeper/x.py\0'));
    expect(listing).toMatchObject({ files: ['a.py'], skipped: { symlink: 2 } });
  });

  test('paths of an index that lead out of the root are not taken', () => {
    const listing = listFiles(
      folder({ 'a.py': '' }),
      Buffer.from('a.py\0../secret.env\0x/../../secret.env\0/etc/passwd\0'),
    );
    expect(listing).toMatchObject({ files: ['a.py'], skipped: { outside: 3 } });
  });
});

describe('repositories inside a repository', () => {
  test('are told, not scanned as files', () => {
    const root = folder({ 'a.py': '', 'sub/b.py': '' });
    plainGit(root, 'init', '-q');
    plainGit(join(root, 'sub'), 'init', '-q');
    expect(viaGit(root)).toMatchObject({
      files: ['a.py'],
      skipped: { 'nested-repository': 1 },
      diagnostics: [{ path: 'sub', code: 'nested-repository' }],
    });
    plainGit(join(root, 'sub'), 'commit', '-q', '--allow-empty', '-m', 'one');
    plainGit(root, 'add', 'sub');
    expect(viaGit(root)).toMatchObject({ files: ['a.py'], diagnostics: [{ path: 'sub', code: 'nested-repository' }] });
  });
});

test('a root that the repository around it ignores is walked all the same', () => {
  const root = folder({ '.gitignore': 'build/\n', 'build/a.py': '' });
  plainGit(root, 'init', '-q');
  expect(viaGit(join(root, 'build')).files).toEqual(['a.py']);
});

test('names with spaces, newlines, quotes and any script, sorted by code units', () => {
  const names = ['a b.py', 'a\nb.py', 'a"b.py', "a'b.py", 'ä.py', '日本.py', '😀.py', '-rf.py', 'Z.py'];
  const root = folder(Object.fromEntries(names.map(name => [name, ''])));
  const expected = [...names].sort((a, b) => (a < b ? -1 : 1));
  expect(walk(root)).toEqual(expected);
  plainGit(root, 'init', '-q');
  expect(viaGit(root).files).toEqual(expected);
});

test('pipes and sockets are counted, not opened', () => {
  const root = folder({ 'a.py': '' });
  if (spawnSync('mkfifo', [join(root, 'pipe.py')]).status !== 0) return;
  expect(listFiles(root, undefined)).toMatchObject({ files: ['a.py'], skipped: { 'special-file': 1 } });
});

test('a folder that cannot be listed is told, the rest is there', () => {
  const root = folder({ 'a.py': '', 'locked/b.py': '' });
  chmodSync(join(root, 'locked'), 0o000);
  const listing = listFiles(root, undefined);
  chmodSync(join(root, 'locked'), 0o755);
  if (process.getuid?.() === 0) expect(listing.files).toEqual(['a.py', 'locked/b.py']);
  else {
    expect(listing.files).toEqual(['a.py']);
    expect(listing.diagnostics).toMatchObject([
      { path: 'locked', code: 'unreadable', message: expect.stringContaining('EACCES') },
    ]);
  }
});

test('a root that is gone is told by its place', () => {
  expect(listFiles('/nowhere/at/all', undefined)).toMatchObject({
    files: [],
    skipped: { unreadable: 1 },
    diagnostics: [{ path: '.', code: 'unreadable', message: 'cannot list this folder (ENOENT)' }],
  });
});

test('an empty folder has no files', () => {
  expect(listFiles(folder(), undefined)).toEqual({ files: [], diagnostics: [], skipped: {} });
});

test('samples of environment files are kept where no git says that they are tracked', () => {
  const root = folder({
    '.gitignore': '.env*\n',
    '.env': '',
    '.env.sample': '',
    '.env.production': '',
    'a/.env.local.example': '',
  });
  expect(listFiles(root, undefined).files).toEqual(['.env.sample', '.gitignore', 'a/.env.local.example']);
});
