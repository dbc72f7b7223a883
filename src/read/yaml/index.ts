/**
 * Settings of YAML files, also of files that are templates of YAML (Helm, Jinja) and of the front matter of
 * `.prompty` files. What does not parse is read line by line and marked as text level.
 */
import { parseAllDocuments, type Document, type ParsedNode } from 'yaml';
import { LineIndex } from '../../base/lines.ts';
import type { Fact, SettingFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { Diagnostic, Reader, ReadResult, Source } from '../../model/source.ts';
import { mask, type Masked } from './mask.ts';
import { append } from '../append.ts';
import { readDotenv } from '../dotenv/index.ts';
import { readJson } from '../json/index.ts';
import { readProperties } from '../properties/index.ts';
import { innerFacts } from './inner.ts';
import { scriptFactsOf } from './scripts.ts';
import { textSettings } from './text.ts';
import { Values } from './values.ts';
import { Walker } from './walk.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(source => readYaml(source));
}

/** Readers of the files that stand inside YAML. */
function readerOf(name: string, nesting: number): Reader | undefined {
  if (/\.ya?ml$/i.test(name)) return inner => readYaml(inner, nesting + 1);
  if (/\.json$/i.test(name)) return readJson;
  return /\.properties$/i.test(name) ? readProperties : readDotenv;
}

/** The parser takes about a second per million characters; a file beyond this is data, and lines have to do. */
const MAX_PARSED = 4_000_000;
const MAX_DIAGNOSTICS = 3;
const TOO_DEEP = 'nested too deeply to parse, read line by line';

/** Settings of a YAML text. */
export function readYaml(source: Source, nesting = 0): ReadResult {
  const text = /\.prompty$/i.test(source.path) ? frontMatter(source.text) : source.text;
  const lines = new LineIndex(source.text);
  const masked = mask(text);
  const values = new Values(text, masked, lines);
  const parsed = documentsOf(masked);
  const walker = new Walker(values);
  for (const document of parsed.documents) walker.document(document.contents);
  const facts: Fact[] = walker.facts;
  const diagnostics = problemsOf(source.path, parsed, masked, lines);
  if (diagnostics.length > 0) {
    const read = linesOf(walker.facts, ({ line, column }) => /[|>]/.test(text[lines.startOf(line) + column - 1] ?? ''));
    const value = (start: number, end: number, span: Span): Value => {
      const quoted = /^(["']).*\1$/s.test(masked.text.slice(start, end)) && end - start > 1 ? 1 : 0;
      return values.interpolate(masked.text.slice(start + quoted, end - quoted), start, end, span);
    };
    for (const fact of textSettings(masked.text, lines, line => read.has(line), value)) facts.push(fact);
  }
  append(facts, scriptFactsOf(walker.scripts, source.text, lines));
  append(
    facts,
    innerFacts(walker.inner, source.text, lines, nesting, name => readerOf(name, nesting)),
  );
  return { facts, diagnostics };
}

interface Parsed {
  readonly documents: readonly Document.Parsed<ParsedNode>[];
  /** Why nothing was parsed at all. */
  readonly refused?: string;
}

function documentsOf(masked: Masked): Parsed {
  if (masked.text.length > MAX_PARSED) return { documents: [], refused: 'too long to parse, read line by line' };
  try {
    const options = { uniqueKeys: false, strict: false, prettyErrors: false, resolveKnownTags: false } as const;
    const documents = parseAllDocuments(masked.text, { ...options, logLevel: 'silent' });
    return { documents: Array.isArray(documents) ? documents : [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { documents: [], refused: TOO_DEEP };
  }
}

function problemsOf(path: string, parsed: Parsed, masked: Masked, lines: LineIndex): Diagnostic[] {
  if (parsed.refused !== undefined) return [{ path, code: 'partial', message: parsed.refused }];
  const errors = parsed.documents.flatMap(document => document.errors.slice(0, 1)).slice(0, MAX_DIAGNOSTICS);
  const template = masked.steered || masked.expressions.length > 0;
  return errors.map(({ pos, message }) => {
    const line = lines.at(pos[0]).line;
    // The parser reports its own exhaustion as an error of the document.
    if (/call stack/i.test(message)) return { path, line, code: 'partial', message: TOO_DEEP };
    if (template) return { path, line, code: 'partial', message: `template of YAML, read in part: ${message}` };
    return { path, line, code: 'syntax-error', message };
  });
}

/** Lines that parsed settings account for: where they stand, and the inside of text blocks (not of a quote left open). */
function linesOf(facts: readonly SettingFact[], isBlock: (span: Span) => boolean): Set<number> {
  const read = new Set<number>();
  for (const { span, value } of facts) {
    for (let line = span.line; line <= span.endLine; line++) read.add(line);
    if (value.span.line === value.span.endLine || value.kind !== 'literal' || !isBlock(value.span)) continue;
    for (let line = value.span.line; line <= value.span.endLine; line++) read.add(line);
  }
  return read;
}

/** The part of a text between its first line `---`, before which only blank ones may stand, and the next one. */
function frontMatter(text: string): string {
  const start = /^(?:[ \t]*\r?\n)*---[ \t]*(?=\r?\n|$)/.exec(text)?.[0].length;
  if (start === undefined) return '';
  const end = /\r?\n---[ \t]*(?:\r?\n|$)/.exec(text.slice(start));
  return end ? text.slice(0, start + end.index) : text;
}
