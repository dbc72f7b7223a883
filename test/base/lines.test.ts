import { expect, test } from 'vitest';
import { LineIndex } from '../../src/base/lines.ts';

test('lines end with LF, CRLF or a lone CR', () => {
  const index = new LineIndex('a\nb\r\nc\rd');
  expect(index.lineCount).toBe(4);
  expect([0, 2, 5, 7].map(offset => index.at(offset))).toEqual([
    { line: 1, column: 1 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
  expect([1, 2, 3, 4].map(line => index.startOf(line))).toEqual([0, 2, 5, 7]);
});

test('columns count UTF-16 units', () => {
  const index = new LineIndex('é😀x\n');
  expect(index.at(3)).toEqual({ line: 1, column: 4 });
});

test('offsets outside the text count as its ends', () => {
  const index = new LineIndex('ab\ncd');
  expect(index.at(-5)).toEqual({ line: 1, column: 1 });
  expect(index.at(99)).toEqual({ line: 2, column: 3 });
  expect(new LineIndex('').at(0)).toEqual({ line: 1, column: 1 });
  expect(index.startOf(99)).toBe(3);
});

test('a span never ends before it starts', () => {
  const index = new LineIndex('ab\ncd');
  expect(index.span(1, 4)).toEqual({ line: 1, column: 2, endLine: 2, endColumn: 2 });
  expect(index.span(4, 1)).toEqual({ line: 2, column: 2, endLine: 2, endColumn: 2 });
});

test('agrees with counting by hand on random texts', () => {
  let seed = 7;
  const random = (limit: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
  for (let round = 0; round < 50; round++) {
    const text = Array.from({ length: random(40) }, () => ['a', '\n', '\r\n', '\r', 'é'][random(5)]).join('');
    const index = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) {
      // An offset between CR and LF is still on the line they end.
      const before = text
        .slice(0, offset)
        .split(text[offset] === '\n' && text[offset - 1] === '\r' ? /\r\n|\n|\r(?!$)/ : /\r\n|\n|\r/);
      expect(index.at(offset), JSON.stringify([text, offset])).toEqual({
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
      });
    }
  }
});
