import { expect, test } from 'vitest';
import { clip, clipStart, displayWidth, excerpt, pad, wrap } from '../../src/report/layout.ts';

test('width counts columns, not code units', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('模型')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('🚀')).toBe(2);
});

test('clipping never cuts a character in half', () => {
  expect(clip('abcdef', 6)).toBe('abcdef');
  expect(clip('abcdef', 4)).toBe('abc…');
  expect(clip('模型模型', 4)).toBe('模…');
  expect(clip('🚀🚀🚀', 3)).toBe('🚀…');
  expect(clipStart('modules/search', 8)).toBe('…/search');
  expect(clipStart('🚀🚀🚀', 3)).toBe('…🚀');
});

test('lines break at blanks, longer words at the edge', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  expect(wrap('', 8)).toEqual(['']);
});

test('padding fills to a width', () => {
  expect(pad('模', 4)).toBe('模  ');
  expect(pad('long', 2)).toBe('long');
});

test('an excerpt keeps the marked words in sight', () => {
  expect(excerpt('client = Azure()', { start: 9, end: 14 }, 40)).toEqual({
    text: 'client = Azure()',
    mark: { start: 9, end: 14 },
  });
  const far = excerpt(`${'x'.repeat(100)}AzureOpenAI(`, { start: 100, end: 111 }, 30);
  expect(displayWidth(far.text)).toBeLessThanOrEqual(30);
  expect(far.text.slice(far.mark?.start, far.mark?.end)).toBe('AzureOpenAI');
});

test('a mark longer than the room ends with it', () => {
  const { text, mark } = excerpt('y'.repeat(300), { start: 0, end: 300 }, 20);
  expect(text).toHaveLength(20);
  expect(mark?.end).toBe(20);
});
