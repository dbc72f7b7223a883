import { expect, test } from 'vitest';
import { repeated, sum } from '../../src/advise/effort.ts';

test('one place costs its points, repeats ever less', () => {
  const points = { low: 1, high: 3 };
  expect(repeated(points, 1)).toEqual({ low: 1, high: 3 });
  expect(repeated(points, 2)).toEqual({ low: 2, high: 6 });
  expect(repeated(points, 4)).toEqual({ low: 3, high: 9 });
  expect(repeated(points, 200)).toEqual({ low: 8.5, high: 26 });
  expect(repeated(points, 0)).toEqual({ low: 0, high: 0 });
});

test('rounded to halves', () => {
  expect(repeated({ low: 1, high: 1 }, 3)).toEqual({ low: 2.5, high: 2.5 });
  expect(repeated({ low: 0.5, high: 0.5 }, 3)).toEqual({ low: 1.5, high: 1.5 });
});

test('a sum of nothing is nothing', () => {
  expect(sum([])).toEqual({ low: 0, high: 0 });
  expect(
    sum([
      { low: 1, high: 2 },
      { low: 0.5, high: 4 },
    ]),
  ).toEqual({ low: 1.5, high: 6 });
});
