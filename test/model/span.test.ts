import { expect, test } from 'vitest';
import { compareSpans, encloses } from '../../src/model/span.ts';
import { at } from '../match/support.ts';

test.each([
  ['the same place', at(1, 1, 5), at(1, 1, 5), true],
  ['inside a line', at(1, 1, 9), at(1, 3, 5), true],
  ['over several lines', at(1, 5, 4, 2), at(2, 1, 3), true],
  ['to the same end', at(1, 5, 4, 2), at(4, 1, 2), true],
  ['one column over the end', at(1, 5, 4, 2), at(4, 1, 3), false],
  ['one column before the start', at(1, 5, 4, 2), at(1, 4, 6), false],
  ['the outer in the inner', at(1, 3, 5), at(1, 1, 9), false],
  ['side by side', at(1, 1, 3), at(1, 3, 5), false],
])('encloses: %s', (_, outer, inner, expected) => {
  expect(encloses(outer, inner)).toBe(expected);
});

test('reading order, the longer one first', () => {
  const spans = [at(10, 1, 2), at(2, 9, 12), at(2, 3, 5), at(2, 3, 9), at(2, 3, 4, 1)];
  expect([...spans].sort(compareSpans)).toEqual([at(2, 3, 4, 1), at(2, 3, 9), at(2, 3, 5), at(2, 9, 12), at(10, 1, 2)]);
});
