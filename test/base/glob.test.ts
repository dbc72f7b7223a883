import { expect, test } from 'vitest';
import { compilePattern } from '../../src/base/glob.ts';

/** What git itself says about these (checked with `git check-ignore`), without the rules about parent folders. */
test.each<[pattern: string, matching: string[], other: string[]]>([
  ['foo', ['foo', 'a/foo', 'a/b/foo'], ['foo.txt', 'food', 'a/foo/b']],
  ['/foo', ['foo'], ['a/foo']],
  ['a/foo', ['a/foo'], ['b/a/foo', 'foo']],
  ['*.log', ['x.log', 'a/b/x.log', '.log'], ['x.log.txt', 'log']],
  ['/*.log', ['x.log'], ['a/x.log']],
  ['a/*', ['a/b', 'a/.b'], ['a/b/c', 'a']],
  ['a/*/c', ['a/b/c'], ['a/c', 'a/b/b/c']],
  ['**/foo', ['foo', 'a/foo', 'a/b/foo'], ['afoo', 'a/xfoo']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'ba/b']],
  ['a/**/c', ['a/c', 'a/b/c', 'a/b/b/c'], ['a/bc', 'ac']],
  ['a**c', ['ac', 'abbc', 'x/abc'], ['a/c']],
  ['x/a**c', ['x/abc'], ['x/a/c', 'x/a/b/c']],
  ['***', ['a', 'a/b'], []],
  ['?.py', ['a.py', 'x/a.py'], ['ab.py', '.py']],
  ['x/?', ['x/a'], ['x//', 'x/ab']],
  ['[ab].py', ['a.py', 'b.py'], ['c.py', 'ab.py']],
  ['[!ab].py', ['c.py'], ['a.py']],
  ['[^ab].py', ['c.py'], ['a.py']],
  ['[a-c]x', ['ax', 'cx'], ['dx', '-x']],
  ['[]a]x', [']x', 'ax'], ['bx']],
  ['[!]a]x', ['bx'], [']x', 'ax']],
  ['a[b/]c', ['abc'], ['a/c']],
  ['a[!b]c', ['axc'], ['abc', 'a/c']],
  ['[[:digit:]]x', ['1x'], ['ax', ':x']],
  ['[[:upper:]_]x', ['Ax', '_x'], ['ax']],
  ['[a', [], ['a']],
  ['a.b', ['a.b'], ['axb']],
  ['a+b(c){1}', ['a+b(c){1}'], ['aab']],
  ['\\#a', ['#a'], ['\\#a']],
  ['\\!a', ['!a'], ['a']],
  ['a\\*', ['a*'], ['ab']],
  ['[\\]]x', [']x'], ['\\x']],
  ['trailing ', ['trailing'], ['trailing ']],
  ['kept\\ ', ['kept '], ['kept', 'kept\\ ']],
  ['ünï*', ['ünïcode'], ['unicode']],
])('%s', (pattern, matching, other) => {
  const rule = compilePattern(pattern);
  for (const path of matching) expect(rule?.matches(path), path).toBe(true);
  for (const path of other) expect(rule?.matches(path) ?? false, path).toBe(false);
});

test('negation and folders', () => {
  expect(compilePattern('!a')).toMatchObject({ negated: true, directoryOnly: false });
  expect(compilePattern('a/')).toMatchObject({ negated: false, directoryOnly: true });
  expect(compilePattern('a/')?.matches('x/a')).toBe(true);
  expect(compilePattern('!/a/')).toMatchObject({ negated: true, directoryOnly: true });
  expect(compilePattern('!/a/')?.matches('x/a')).toBe(false);
});

test('lines that say nothing', () => {
  for (const line of ['', '   ', '# comment', '/', '!'])
    expect(compilePattern(line), JSON.stringify(line)).toBeUndefined();
});

test('a hostile pattern does not take for ever', () => {
  const started = performance.now();
  for (const pattern of [`${'*a'.repeat(30)}b`, `${'**/'.repeat(30)}b`, `${'*'.repeat(5000)}b`])
    compilePattern(pattern)?.matches(`${'a'.repeat(60)}/${'a/'.repeat(60)}c`);
  expect(performance.now() - started).toBeLessThan(1000);
});
