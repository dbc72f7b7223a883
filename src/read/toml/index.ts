/** Settings of TOML files: tables, arrays of tables, inline tables and dotted keys, each key with its full path. */
import type { AST } from 'toml-eslint-parser';
import { LineIndex } from '../../base/lines.ts';
import type { Fact, LiteralValue, Named, Value } from '../../model/fact.ts';
import type { Diagnostic, Reader, ReadResult, Source } from '../../model/source.ts';
import { dollarHoles, interpolated, literal, setting, spansWithin } from '../settings.ts';
import { directEntries, tomlEntries, type TomlEntry } from './entries.ts';
import { parseToml, type ParsedToml } from './parse.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readToml);
}

const HOLES = [dollarHoles({ bare: 'upper', parens: 'no' })];
const MAX_DIAGNOSTICS = 5;

/** Settings of a TOML text. */
export function readToml(source: Source): ReadResult {
  const { text } = source;
  const lines = new LineIndex(text);
  const parsed = parseToml(text);
  const facts = parsed.program ? settingsOf(parsed.program, text, lines) : [];
  if (parsed.removed.length > 0) facts.push(...lineSettings(text, parsed.removed, lines));
  return { facts, diagnostics: tomlDiagnostics(source.path, parsed, lines) };
}

/** What the parser had to say, for whoever reads TOML. */
export function tomlDiagnostics(path: string, parsed: ParsedToml, lines: LineIndex): Diagnostic[] {
  return parsed.problems.slice(0, MAX_DIAGNOSTICS).map(({ offset, message }) => {
    return { path, line: lines.at(offset).line, code: 'syntax-error', message };
  });
}

/** The settings of a parsed document. */
export function settingsOf(program: AST.TOMLProgram, text: string, lines: LineIndex): Fact[] {
  const values = new Values(text, lines);
  const facts: Fact[] = [];
  for (const entry of tomlEntries(program)) {
    const { path, key, value } = entry;
    const span = lines.span(key[0], key[1]);
    const extent = lines.span(key[0], Math.max(key[1], value.range[1]));
    facts.push(setting('toml', path, span, values.of(value, entry), { extent }));
    if (value.type !== 'TOMLArray') continue;
    for (const item of value.elements) {
      if (item.type !== 'TOMLValue') continue;
      const one = values.scalar(item);
      facts.push(setting('toml', path, one.span, one));
    }
  }
  return facts;
}

/** Values of nodes: scalars in full, containers with their scalars only. */
class Values {
  readonly #text: string;
  readonly #lines: LineIndex;

  constructor(text: string, lines: LineIndex) {
    this.#text = text;
    this.#lines = lines;
  }

  of(node: TomlEntry['value'], entry: TomlEntry): Value {
    const span = this.#lines.span(node.range[0], node.range[1]);
    switch (node.type) {
      case 'TOMLValue':
        return this.scalar(node);
      case 'TOMLArray':
        return {
          kind: 'list',
          items: node.elements.flatMap(item => (item.type === 'TOMLValue' ? this.scalar(item) : [])),
          span,
        };
      default:
        return { kind: 'object', entries: this.#scalars(node.body, entry), span };
    }
  }

  scalar(node: AST.TOMLValue): Value {
    const [start, end] = node.range;
    const span = this.#lines.span(start, end);
    if (node.kind !== 'string') return literal(this.#text.slice(start, end), span, typeOf(node));
    const text = node.value;
    return interpolated({ text, span, at: spansWithin(this.#lines, this.#text, start, end, text, span) }, HOLES);
  }

  #scalars(body: readonly AST.TOMLKeyValue[], entry: TomlEntry): Named[] {
    return directEntries(body, entry.path).flatMap(({ path, key, value }) => {
      if (value.type !== 'TOMLValue') return [];
      const name = path.slice(entry.path.length).join('.');
      return [{ name, span: this.#lines.span(key[0], key[1]), value: this.scalar(value) }];
    });
  }
}

/** Dates are texts: nobody calculates with `2024-10-21` here. */
function typeOf(node: AST.TOMLValue): LiteralValue['type'] {
  if (node.kind === 'boolean') return 'boolean';
  return node.kind === 'integer' || node.kind === 'float' ? 'number' : 'string';
}

const SECTION = /^\s*\[{1,2}\s*([\w."'-]+)\s*\]{1,2}/;
const LINE = /^(\s*)([\w.-]+|"[^"]*"|'[^']*')\s*=\s*(.*)$/;

/** Lines the parser could not take, read as `key = value` one by one. */
function lineSettings(text: string, removed: ParsedToml['removed'], lines: LineIndex): Fact[] {
  const facts: Fact[] = [];
  const wanted = (offset: number): boolean => removed.some(([start, end]) => offset >= start && offset < end);
  let section: string[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const header = SECTION.exec(match[0]);
    if (header) section = (header[1] ?? '').split('.').map(unquoted);
    const line = LINE.exec(match[0]);
    if (header || !line || !wanted(match.index)) continue;
    const [, indent = '', key = '', rest = ''] = line;
    const written = rest.trim();
    const start = match.index + indent.length;
    const valueAt = match.index + match[0].indexOf(written, indent.length + key.length);
    const span = lines.span(valueAt, valueAt + written.length);
    const path = [...section, ...key.split('.').map(unquoted)];
    const value = literal(unquoted(written), span);
    const extent = lines.span(start, valueAt + written.length);
    facts.push(setting('toml', path, lines.span(start, start + key.length), value, { extent, level: 'text' }));
  }
  return facts;
}

function unquoted(text: string): string {
  const bare = text.trim();
  return bare.length > 1 && /^["']/.test(bare) && bare.endsWith(bare[0] ?? '') ? bare.slice(1, -1) : bare;
}
