import { expect, test } from 'vitest';
import { dirOf, joinPath } from '../../src/base/paths.ts';
import { compareText, nearest, plural } from '../../src/base/text.ts';

test('the nearest known word, if it is a slip of the hand', () => {
  const known = ['severity', 'confidence', 'keywords', 'on'];
  expect(nearest('severty', known)).toBe('severity');
  expect(nearest('Keyword', known)).toBe('keywords');
  expect(nearest('dimension', known)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('code-unit order, whatever the locale', () => {
  expect(['b', 'a', 'B', 'ä', 'a10', 'a9'].sort(compareText)).toEqual(['B', 'a', 'a10', 'a9', 'b', 'ä']);
  expect(compareText('a', 'a')).toBe(0);
});

test('counted things', () => {
  expect([plural(0, 'file'), plural(1, 'file'), plural(2, 'file'), plural(2, 'entry', 'entries')]).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '2 entries',
  ]);
});

test('paths inside the tree', () => {
  expect(dirOf('a/b/c.tf')).toBe('a/b');
  expect(dirOf('c.tf')).toBe('');
  expect(joinPath('a/b', '../c/./d')).toBe('a/c/d');
  expect(joinPath('', './modules//ai/')).toBe('modules/ai');
  expect(joinPath('a', '..')).toBe('');
});

test('a path that leads out of the tree meets no path in it', () => {
  for (const out of ['../..', '../../a', '../../../a/b']) expect(joinPath('a', out)).toMatch(/^\0/);
});
