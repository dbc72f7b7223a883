/** Settings of INI, `.cfg` and `.conf` files. Files with blocks in braces are another language and give nothing. */
import { LineIndex } from '../../base/lines.ts';
import type { Fact, Value } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { dollarHoles, env, interpolated, setting, spansFrom, spansWithin, type HoleFinder } from '../settings.ts';
import { iniEntries, looksLikeBlocks, unquoted, type IniEntry } from './lines.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readIni);
}

function readIni(source: Source): ReadResult {
  const { text } = source;
  if (looksLikeBlocks(text)) return { facts: [], diagnostics: [] };
  const lines = new LineIndex(text);
  const facts: Fact[] = [];
  for (const entry of iniEntries(text)) {
    const path = [...sectionPath(entry.section), entry.key];
    const span = lines.span(entry.keyStart, entry.keyStart + keyLength(entry, text));
    const value = valueOf(entry, lines, text);
    const extent = { ...span, endLine: value.span.endLine, endColumn: value.span.endColumn };
    facts.push(setting('ini', path, span, value, { extent }));
    if (/^environment$/i.test(entry.key)) addEnvironment(entry, path, lines, facts);
  }
  return { facts, diagnostics: [] };
}

/** `[remote "origin"]` is `remote`, `origin`. */
function sectionPath(section: string | undefined): string[] {
  if (section === undefined) return [];
  const sub = /^(\S+)[ \t]+"(.*)"$/.exec(section);
  return sub ? [sub[1] ?? '', sub[2] ?? ''] : [section];
}

function keyLength(entry: IniEntry, text: string): number {
  return /["']/.test(text[entry.keyStart] ?? '') && text[entry.keyStart] !== entry.key[0]
    ? entry.key.length + 2
    : entry.key.length;
}

function valueOf(entry: IniEntry, lines: LineIndex, source: string): Value {
  const filled = entry.pieces.filter(piece => piece.text !== '');
  const first = filled[0] ?? entry.pieces[0];
  const last = filled[filled.length - 1] ?? first;
  const start = first?.start ?? entry.keyStart;
  const end = last ? last.start + last.text.length : start;
  const text = unquoted(filled.map(piece => piece.text).join('\n'));
  const span = lines.span(start, end);
  return interpolated({ text, span, at: spansWithin(lines, source, start, end, text, span) }, HOLES);
}

const PERCENT = /%\(([\w.-]+)\)s/g;

/** `%(name)s`: another option of the file; `%(ENV_NAME)s` is how supervisord reads the environment. */
const percentHoles: HoleFinder = (text, from) => {
  PERCENT.lastIndex = from;
  const match = PERCENT.exec(text);
  if (!match) return undefined;
  const start = match.index;
  const end = PERCENT.lastIndex;
  const name = match[1] ?? '';
  return {
    start,
    end,
    value: at =>
      name.startsWith('ENV_') ? env(name.slice(4), at(start, end)) : { kind: 'reference', name, span: at(start, end) },
  };
};

const HOLES = [dollarHoles({ bare: 'upper', parens: 'no' }), percentHoles];

const VARIABLE = /([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^,\s"']*)/g;

/** `environment = A="x",B=%(y)s`: one setting for each variable. */
function addEnvironment(entry: IniEntry, path: readonly string[], lines: LineIndex, facts: Fact[]): void {
  for (const piece of entry.pieces) {
    for (const match of piece.text.matchAll(VARIABLE)) {
      const [, name = '', written = ''] = match;
      const start = piece.start + match.index;
      const valueAt = start + name.length + 1;
      const span = lines.span(valueAt, valueAt + written.length);
      const text = unquoted(written);
      const at = spansFrom(lines, valueAt + (text === written ? 0 : 1));
      const value = interpolated({ text, span, at }, HOLES);
      const extent = lines.span(start, valueAt + written.length);
      facts.push(setting('ini', [...path, name], lines.span(start, start + name.length), value, { extent }));
    }
  }
}
