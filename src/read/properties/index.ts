/**
 * Settings of Java properties files. A key is one name with dots: `name` is the whole key as written, `path` its
 * parts, so that rules can ask either way.
 */
import { parseLines, type Pair } from 'dot-properties';
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { dollarHoles, interpolated, setting, spansWithin } from '../settings.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readProperties);
}

const HOLES = [dollarHoles({ bare: 'no', parens: 'no' })];

/** Settings of a properties text. */
export function readProperties(source: Source): ReadResult {
  const { text } = source;
  const lines = new LineIndex(text);
  const facts: Fact[] = [];
  for (const node of parseLines(text, true)) {
    if (node.type !== 'PAIR') continue;
    const { key, value, range } = node as unknown as Pair;
    if (key === '' || range?.length !== 4) continue;
    const [keyStart, keyEnd, valueStart, valueEnd] = range;
    const end = valueEnd - trailingBlanks(text, valueStart, valueEnd);
    const shown = value.trimEnd();
    const span = lines.span(valueStart, end);
    const at = spansWithin(lines, text, valueStart, end, shown, span);
    facts.push(
      setting('properties', pathOf(key), lines.span(keyStart, keyEnd), interpolated({ text: shown, span, at }, HOLES), {
        name: key,
        extent: lines.span(keyStart, Math.max(keyEnd, end)),
      }),
    );
  }
  return { facts, diagnostics: [] };
}

/** `models[0].name` is `models`, `name`: list positions are left out. */
function pathOf(key: string): string[] {
  return key.split('.').map(part => part.replace(/\[\d*\]/g, ''));
}

function trailingBlanks(text: string, start: number, end: number): number {
  let count = 0;
  while (end - count > start && /\s/.test(text[end - count - 1] ?? '')) count += 1;
  return count;
}
