/** The report itself. Keys are sorted, so that equal reports are equal bytes and a diff reads like one. */
import { compareText } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import { jsonText } from './escape.ts';

/** What a person looks for first, first. */
const FIRST = ['schemaVersion', 'tool', 'ruleset', 'target', 'root', 'git', 'narrowed', 'timestamp', 'summary'];

export function render(report: Report): string {
  const keys = Object.keys(report).sort((a, b) => rank(a) - rank(b) || compareText(a, b));
  const ordered = Object.fromEntries(keys.map(key => [key, sorted(report[key as keyof Report])]));
  return `${jsonText(ordered, 2)}\n`;
}

function rank(key: string): number {
  const place = FIRST.indexOf(key);
  return place < 0 ? FIRST.length : place;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  // A key named __proto__ would set the prototype of a literal; entries make it a plain key.
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
