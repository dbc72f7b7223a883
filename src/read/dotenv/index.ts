/**
 * Settings of dotenv files: `KEY=value` with quotes, several lines, comments and interpolation, the `KEY: value`
 * spelling, and the assignments of an `.envrc`, which is shell otherwise and skipped.
 */
import { LineIndex } from '../../base/lines.ts';
import type { Fact, Value } from '../../model/fact.ts';
import type { Diagnostic, Reader, Source } from '../../model/source.ts';
import { dollarHoles, interpolated, literal, setting, spansWithin } from '../settings.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readDotenv);
}

const ASSIGNMENT = /[ \t]*(?:(?:export|set)[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:=|:(?=[ \t\r\n]|$))[ \t]*/y;
/** Shell knows neither the colon nor blanks around the equals sign. */
const SHELL_ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=/y;
const SHELL_FILE = /(?:^|\/)\.envrc[^/]*$/;

const MAX_DIAGNOSTICS = 20;

const HOLES = [dollarHoles({ bare: 'any', parens: 'command' })];

/** A value as it stands in the file: `text` is what it says, escapes resolved. */
interface Scanned {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly interpolate: boolean;
  readonly unterminated?: true;
}

/** Settings of a dotenv text. */
export function readDotenv(source: Source): { facts: Fact[]; diagnostics: Diagnostic[] } {
  const { text, path } = source;
  const lines = new LineIndex(text);
  const facts: Fact[] = [];
  const diagnostics: Diagnostic[] = [];
  const shell = SHELL_FILE.test(path);
  const pattern = shell ? SHELL_ASSIGNMENT : ASSIGNMENT;
  const quotes = new QuoteScanner(text);
  for (let at = 0; at < text.length;) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) {
      at = nextLine(text, at);
      continue;
    }
    const name = match[1] ?? '';
    const keyStart = at + match[0].indexOf(name, match[0].search(/\S/) + keywordLength(match[0]));
    const scanned = quotes.quoted(pattern.lastIndex) ?? (shell ? shellWord : restOfLine)(text, pattern.lastIndex);
    if (scanned.unterminated && diagnostics.length < MAX_DIAGNOSTICS) {
      const message = `the quoted value of ${name} has no closing quote`;
      diagnostics.push({ path, line: lines.at(scanned.start).line, code: 'syntax-error', message });
    }
    const extent = lines.span(keyStart, Math.max(scanned.end, keyStart + name.length));
    const span = lines.span(keyStart, keyStart + name.length);
    facts.push(setting('dotenv', [name], span, valueOf(scanned, lines, text), { extent }));
    at = nextLine(text, scanned.end);
  }
  return { facts, diagnostics };
}

/** `export A=…`: the key starts after the keyword, which a key may well begin with. */
function keywordLength(assignment: string): number {
  return /^[ \t]*((?:export|set)[ \t]+)?/.exec(assignment)?.[1]?.length ?? 0;
}

function valueOf(scanned: Scanned, lines: LineIndex, source: string): Value {
  const span = lines.span(scanned.start, scanned.end);
  const plain = (text: string): string => text.replaceAll('\\$', '$');
  if (!scanned.interpolate) return literal(scanned.text, span);
  const at = spansWithin(lines, source, scanned.start, scanned.end, scanned.text, span);
  return interpolated({ text: scanned.text, span, at }, HOLES, plain);
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return text.length;
}

function nextLine(text: string, from: number): number {
  const end = lineEnd(text, from);
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

/** An unquoted value runs to the end of the line or to a comment, which needs a blank before its `#`. */
function restOfLine(text: string, start: number): Scanned {
  const line = text.slice(start, lineEnd(text, start));
  const blankBefore = /[ \t]/.test(text[start - 1] ?? '');
  const comment = blankBefore && line.startsWith('#') ? 0 : line.search(/[ \t]#/);
  const value = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  return { start, end: start + value.length, text: value, interpolate: true };
}

/** A word of the shell: ends at a blank or `;`, but not inside `$( … )` or quotes. */
function shellWord(text: string, start: number): Scanned {
  const stop = lineEnd(text, start);
  let depth = 0;
  let quote = '';
  let end = start;
  for (; end < stop; end++) {
    const char = text[end] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (depth <= 0 && /[\s;&|]/.test(char)) break;
  }
  return { start, end, text: text.slice(start, end), interpolate: true };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Finds the end of quoted values; knows where each quote character occurs last, so that no search is in vain. */
class QuoteScanner {
  readonly #text: string;
  readonly #last = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The quoted value that starts at an offset; `undefined` when there is none and the line has to be taken as it is. */
  quoted(start: number): Scanned | undefined {
    const text = this.#text;
    const quote = text[start];
    if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
    const close = this.#closing(start, quote);
    const tail = close === undefined ? undefined : text.slice(close + 1, lineEnd(text, close + 1));
    if (close !== undefined && tail !== undefined && /^[ \t]*(?:#.*|;.*)?$/.test(tail)) {
      const inner = text.slice(start + 1, close);
      return { start, end: close + 1, text: unescaped(inner, quote), interpolate: quote !== "'" };
    }
    const end = lineEnd(text, start);
    // Closed on its own line with more behind it, such as `"a" "b"`: nobody agrees what that means; keep the line.
    if (close !== undefined && close < end) return undefined;
    const rest = text.slice(start + 1, end).trimEnd();
    return {
      start,
      end: start + 1 + rest.length,
      text: unescaped(rest, quote),
      interpolate: quote !== "'",
      unterminated: true,
    };
  }

  #closing(start: number, quote: string): number | undefined {
    const text = this.#text;
    let last = this.#last.get(quote);
    if (last === undefined) {
      last = text.lastIndexOf(quote);
      this.#last.set(quote, last);
    }
    for (let i = start + 1; i <= last; i++) {
      const char = text[i];
      if (char === '\\' && quote === '"') i += 1;
      else if (char === quote) return i;
    }
    return undefined;
  }
}

/** `\$` is kept: it says that what follows is no variable. */
function unescaped(inner: string, quote: string): string {
  const text = inner.replaceAll('\r\n', '\n');
  if (quote !== '"') return text;
  return text.replace(/\\([nrt"\\])/g, (_, char: string) => ESCAPES[char] ?? char);
}
