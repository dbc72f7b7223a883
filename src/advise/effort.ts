/**
 * Effort in points, with its formula in one place (docs/effort.md): the points of one place come from the equivalent;
 * repeats of the same tie in one component count ever less, since a wrapper with two hundred callers is one edit and a
 * test pass, not two hundred migrations.
 */
export interface Points {
  readonly low: number;
  readonly high: number;
}

/** `points × (1 + log2(places))`, rounded to halves. */
export function repeated(points: Points, places: number): Points {
  if (places <= 0) return { low: 0, high: 0 };
  const factor = 1 + Math.log2(places);
  const round = (value: number): number => Math.round(value * 2) / 2;
  return { low: round(points.low * factor), high: round(points.high * factor) };
}

export function sum(list: readonly Points[]): Points {
  return list.reduce((total, points) => ({ low: total.low + points.low, high: total.high + points.high }), {
    low: 0,
    high: 0,
  });
}
