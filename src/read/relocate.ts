/** Facts of a text that stands inside another file, with the places they have there. */
import type { Span } from '../model/span.ts';

/** The same with every place in it put through `place`; nothing is changed in the original. */
export function relocated<T>(of: T, place: (span: Span) => Span): T {
  if (Array.isArray(of)) return of.map((item: unknown) => relocated(item, place)) as T;
  if (typeof of !== 'object' || of === null) return of;
  if (isSpan(of)) return place(of) as T;
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, relocated(value as unknown, place)])) as T;
}

function isSpan(of: object): of is Span {
  return 'line' in of && 'column' in of && 'endLine' in of && 'endColumn' in of;
}
