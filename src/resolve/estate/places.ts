/** Places: made from facts, sorted, without repeats. */
import { compareText } from '../../base/text.ts';
import type { Place } from '../../model/place.ts';
import type { Span } from '../../model/span.ts';

export const placeOf = (path: string, span: Span): Place => ({ path, line: span.line });

/** By path and line, each once. */
export function distinctPlaces(places: Iterable<Place>): Place[] {
  const seen = new Map<string, Place>();
  for (const { path, line } of places) {
    const key = `${path}\0${line}`;
    if (!seen.has(key)) seen.set(key, { path, line });
  }
  return [...seen.values()].sort((a, b) => compareText(a.path, b.path) || a.line - b.line);
}

/** The same without sorting: places that lead from one to the next. */
export function trail(places: Iterable<Place>): Place[] {
  const seen = new Set<string>();
  const kept: Place[] = [];
  for (const { path, line } of places) {
    const key = `${path}\0${line}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push({ path, line });
  }
  return kept;
}
