/** `key: value` line by line, for what the YAML parser could not make sense of. Facts from here are text level. */
import type { LineIndex } from '../../base/lines.ts';
import type { SettingFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { setting } from '../settings.ts';

const LINE = /^([ \t]*(?:-[ \t]+)*)("[^"\n]*"|'[^'\n]*'|[\w./$-]+)[ \t]*:(?:[ \t]+|$)/;
const MAX_DEPTH = 64;

/** How a value is made of the written part `[start, end)` of the file. */
export type ReadValue = (start: number, end: number, span: Span) => Value;

/** Settings of all lines that `skip` does not claim (1-based line numbers). */
export function textSettings(
  text: string,
  lines: LineIndex,
  skip: (line: number) => boolean,
  value: ReadValue,
): SettingFact[] {
  const facts: SettingFact[] = [];
  const above: { indent: number; key: string }[] = [];
  for (let number = 1; number <= lines.lineCount; number++) {
    const start = lines.startOf(number);
    const line = text.slice(start, lines.startOf(number + 1) > start ? lines.startOf(number + 1) : text.length);
    const match = LINE.exec(line);
    if (!match) continue;
    const [whole, lead = '', written = ''] = match;
    while (above.length > 0 && (above[above.length - 1]?.indent ?? 0) >= lead.length) above.pop();
    const path = [...above.map(entry => entry.key), unquoted(written)];
    if (above.length < MAX_DEPTH) above.push({ indent: lead.length, key: unquoted(written) });
    if (skip(number)) continue;
    const rest = withoutComment(line.slice(whole.length));
    if (rest === '' || /^[|>&][+\-\w]*$/.test(rest)) continue;
    const key = lines.span(start + lead.length, start + lead.length + written.length);
    const from = start + whole.length;
    const span = lines.span(from, from + rest.length);
    const extent = { ...key, endLine: span.endLine, endColumn: span.endColumn };
    facts.push(setting('yaml', path, key, value(from, from + rest.length, span), { extent, level: 'text' }));
  }
  return facts;
}

function withoutComment(rest: string): string {
  const comment = /^["']/.test(rest) ? -1 : rest.search(/(?:^|[ \t])#/);
  return (comment < 0 ? rest : rest.slice(0, comment)).trim();
}

function unquoted(text: string): string {
  return /^["']/.test(text) ? text.slice(1, -1) : text;
}
