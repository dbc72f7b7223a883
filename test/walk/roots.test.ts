import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { UntetherError } from '../../src/base/errors.ts';
import { fileOf, findRoots, nameOf } from '../../src/walk/roots.ts';
import { folder } from './support.ts';

const prefixes = (given: string[], cwd: string): string[] => findRoots(given, cwd).map(root => root.prefix);

test('no path is the folder one stands in', () => {
  const root = folder();
  expect(findRoots([], root)).toEqual([{ absolute: root, prefix: '' }]);
  expect(findRoots(['.', './'], root)).toHaveLength(1);
  expect(nameOf({ absolute: root, prefix: '' })).toBe(basename(root));
});

test('one root has no prefix, several have as much of their path as tells them apart', () => {
  const root = folder({ 'a/src/x.py': '', 'b/src/y.py': '', 'c/z.py': '' });
  expect(prefixes(['a/src'], root)).toEqual(['']);
  expect(prefixes(['a', 'c'], root)).toEqual(['a/', 'c/']);
  expect(prefixes(['a/src', 'b/src'], root)).toEqual(['a/src/', 'b/src/']);
  expect(prefixes(['a/src', 'b/src', 'c'], root)).toEqual(['a/src/', 'b/src/', `${basename(root)}/c/`]);
});

test('files of one folder share a root, and are dropped where the folder is given too', () => {
  const root = folder({ 'x.py': '', 'y.py': '', 'd/z.py': '' });
  expect(findRoots(['x.py', 'y.py'], root)).toEqual([{ absolute: root, prefix: '', only: ['x.py', 'y.py'] }]);
  expect(findRoots(['x.py', '.'], root)).toEqual([{ absolute: root, prefix: '' }]);
  expect(findRoots(['.', 'x.py'], root)).toEqual([{ absolute: root, prefix: '' }]);
  expect(prefixes(['x.py', 'd/z.py'], root)).toEqual([`${basename(root)}/`, 'd/']);
  expect(nameOf({ absolute: root, prefix: '', only: ['x.py'] })).toBe('x.py');
});

test('a link given as a file means what it leads to; inside a folder it does not', () => {
  const root = folder({ 'x.py': '' });
  symlinkSync('x.py', join(root, 'link.py'));
  const [only] = findRoots(['link.py'], root);
  expect(only && basename(fileOf(only, 'link.py'))).toBe('x.py');
  const [whole] = findRoots(['.'], root);
  expect(whole && basename(fileOf(whole, 'link.py'))).toBe('link.py');
});

test('paths that cannot be scanned', () => {
  const root = folder({ 'x.py': '' });
  symlinkSync('loop', join(root, 'loop'));
  spawnSync('mkfifo', [join(root, 'pipe')]);
  const messageFor = (path: string): string => {
    try {
      findRoots([path], root);
      return 'none';
    } catch (error) {
      expect(error).toBeInstanceOf(UntetherError);
      expect(error).toMatchObject({ exit: 2, help: expect.stringContaining('untether scan') });
      return (error as Error).message;
    }
  };
  expect(messageFor('gone')).toBe('no such file or folder: gone');
  expect(messageFor('x.py/inside')).toBe('no such file or folder: x.py/inside');
  expect(messageFor('loop')).toBe('a link that leads back to itself: loop');
  expect(messageFor('pipe')).toBe('neither a file nor a folder: pipe');
});
