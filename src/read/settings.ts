/**
 * What the settings readers share: the holes in a value (`${NAME:-default}`, `$NAME`, `$(name)`), exact spans
 * inside a value, and the setting fact itself.
 */
import type { LineIndex } from '../base/lines.ts';
import type { EnvValue, LiteralValue, SettingFact, Value } from '../model/fact.ts';
import type { Span } from '../model/span.ts';

/** The place in the file of `[start, end)` of a value's text. */
export type SpanAt = (start: number, end: number) => Span;

/** A part of a text that is filled in later. Offsets are those of the text it was found in. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  value(at: SpanAt): Value;
}

/** The first hole at or after `from`. Must take time in proportion to the text it passes over. */
export type HoleFinder = (text: string, from: number) => Hole | undefined;

/** A text with the place it stands at. */
export interface Written {
  readonly text: string;
  /** The whole value as written, quotes included. */
  readonly span: Span;
  readonly at: SpanAt;
}

/** A value with its holes: a literal without any, the hole's own value when it fills everything, else a template. */
export function interpolated(
  written: Written,
  finders: readonly HoleFinder[],
  plain: (text: string) => string = text => text,
): Value {
  const { text, span, at } = written;
  const holes = holesOf(text, finders);
  const only = holes[0];
  if (!only) return literal(plain(text), span);
  if (holes.length === 1 && only.start === 0 && only.end === text.length) return { ...only.value(at), span };
  let shown = '';
  let from = 0;
  for (const hole of holes) {
    shown += `${plain(text.slice(from, hole.start))}*`;
    from = hole.end;
  }
  shown += plain(text.slice(from));
  return { kind: 'template', text: shown, holes: holes.map(hole => hole.value(at)), span };
}

function holesOf(text: string, finders: readonly HoleFinder[]): Hole[] {
  const all: Hole[] = [];
  for (const find of finders) {
    for (let hole = find(text, 0); hole; hole = find(text, hole.end)) all.push(hole);
  }
  if (finders.length > 1) all.sort((a, b) => a.start - b.start);
  let end = 0;
  return all.filter(hole => {
    if (hole.start < end) return false;
    end = hole.end;
    return true;
  });
}

/** A string literal, or one of another type. */
export function literal(text: string, span: Span, type: LiteralValue['type'] = 'string'): LiteralValue {
  return { kind: 'literal', text, type, span };
}

/**
 * Spans inside a value whose text may differ from what is written (escapes, folding): exact where the text or the
 * part asked for stands there word for word, else the whole value.
 */
export function spansWithin(
  lines: LineIndex,
  source: string,
  start: number,
  end: number,
  text: string,
  whole: Span,
): SpanAt {
  let written: string | undefined;
  let base: number | undefined;
  return (from, to) => {
    if (written === undefined) {
      written = source.slice(start, end);
      base = written.indexOf(text);
    }
    if (base !== undefined && base >= 0) return lines.span(start + base + from, start + base + to);
    if (written.length > MAX_SEARCHED) return whole;
    const found = written.indexOf(text.slice(from, to), Math.min(from, written.length));
    return found < 0 ? whole : lines.span(start + found, start + found + to - from);
  };
}

/** Looking for a part of an escaped text costs its length each time; beyond this the whole value has to do. */
const MAX_SEARCHED = 20_000;

/** Spans of a text that starts at a known offset and stands there word for word. */
export function spansFrom(lines: LineIndex, offset: number): SpanAt {
  return (start, end) => lines.span(offset + start, offset + end);
}

/** How a format writes holes that start with a dollar sign. `${…}` is always one. */
export interface DollarStyle {
  /** `$NAME` without braces: any identifier, only upper-case ones, or not at all. */
  readonly bare: 'any' | 'upper' | 'no';
  /** `$(…)`: the name of a variable, the output of a command, or nothing special. */
  readonly parens: 'reference' | 'command' | 'no';
}

/** Finder for `${NAME}`, `${NAME:-default}`, `${NAME:default}`, `$NAME` and `$(…)`; `\$` and `$$` are plain text. */
export function dollarHoles(style: DollarStyle): HoleFinder {
  const find: HoleFinder = (text, from) => {
    for (let at = text.indexOf('$', from); at >= 0; at = text.indexOf('$', at + 1)) {
      if (text[at - 1] === '\\') continue;
      const next = text[at + 1];
      if (next === '$') at += 1;
      else {
        const hole =
          next === '{'
            ? bracedHole(text, at, find)
            : next === '('
              ? parensHole(text, at, style)
              : bareHole(text, at, style);
        if (hole) return hole;
      }
    }
    return undefined;
  };
  return find;
}

/** A hole inside a hole inside a hole is a default; deeper than this is noise, and looking for its end costs time. */
const MAX_NESTING = 8;

/** Offset after the bracket that closes the one at `open`, or -1. */
function closing(text: string, open: number, left: string, right: string): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const char = text[i];
    if (char === left) depth += 1;
    else if (char === right) depth -= 1;
    if (depth === 0) return i + 1;
    if (depth > MAX_NESTING) return -1;
  }
  return -1;
}

function bracedHole(text: string, start: number, find: HoleFinder): Hole | undefined {
  const end = closing(text, start + 1, '{', '}');
  if (end < 0) return undefined;
  const inner = text.slice(start + 2, end - 1);
  return {
    start,
    end,
    value: at => {
      const fallback = (offset: number): Value => {
        const shifted: SpanAt = (a, b) => at(start + 2 + offset + a, start + 2 + offset + b);
        const rest = inner.slice(offset);
        return interpolated({ text: rest, span: shifted(0, rest.length), at: shifted }, [find]);
      };
      return bracedValue(inner, at(start, end), fallback);
    },
  };
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const SCHEMED_ENV = new RegExp(`^env[:.](${NAME})(?:\\s*[:,]\\s*(['"]?)([\\s\\S]*?)\\2)?$`, 'd');
const SHELL_STYLE = new RegExp(`^(${NAME})(?::?([-=?+])([\\s\\S]*))?$`, 'd');
const OTHER_SCHEME = /^(?:self|opt|file|ssm|input|command|config|sm|cf|sys|java):([\s\S]*)$/;
const WITH_DEFAULT = /^([\w.[\]-]+):([\s\S]*)$/d;
const DOTTED = /^[\w.[\]-]+$/;

/** What stands between the braces: a name, perhaps with a default after `:-`, `-`, `=` or `:`. */
function bracedValue(written: string, span: Span, fallback: (offset: number) => Value): Value {
  const inner = written.trim();
  const lead = written.indexOf(inner);
  const schemed = SCHEMED_ENV.exec(inner);
  if (schemed) return env(schemed[1] ?? '', span, defaultAt(schemed, 3, lead, fallback));
  const shell = SHELL_STYLE.exec(inner);
  if (shell) {
    const given = shell[2] === '-' || shell[2] === '=' ? defaultAt(shell, 3, lead, fallback) : undefined;
    return env(shell[1] ?? '', span, given);
  }
  if (OTHER_SCHEME.test(inner)) return { kind: 'reference', name: inner.replace(':', '.'), span };
  const defaulted = WITH_DEFAULT.exec(inner);
  if (defaulted) {
    const name = defaulted[1] ?? '';
    const given = defaultAt(defaulted, 2, lead, fallback);
    if (new RegExp(`^${NAME}$`).test(name)) return env(name, span, given);
    const reference: Value = { kind: 'reference', name, span };
    return given ? { kind: 'choice', options: [reference, given], span } : reference;
  }
  return DOTTED.test(inner) ? { kind: 'reference', name: inner, span } : { kind: 'unknown', span };
}

function defaultAt(
  match: RegExpExecArray,
  group: number,
  lead: number,
  fallback: (offset: number) => Value,
): Value | undefined {
  const range = match.indices?.[group];
  return range && fallback(lead + range[0]);
}

/** A value read from the environment. */
export function env(name: string, span: Span, given?: Value): EnvValue {
  return given ? { kind: 'env', name, span, default: given } : { kind: 'env', name, span };
}

const PARENS_NAME = /\$\(([A-Za-z_][\w.-]*)\)/y;

function parensHole(text: string, start: number, style: DollarStyle): Hole | undefined {
  if (style.parens === 'no') return undefined;
  if (style.parens === 'command') {
    const end = closing(text, start + 1, '(', ')');
    return end < 0 ? undefined : { start, end, value: at => ({ kind: 'unknown', span: at(start, end) }) };
  }
  PARENS_NAME.lastIndex = start;
  const match = PARENS_NAME.exec(text);
  if (!match) return undefined;
  const end = start + match[0].length;
  return { start, end, value: at => ({ kind: 'reference', name: match[1] ?? '', span: at(start, end) }) };
}

const ANY_NAME = /\$([A-Za-z_][A-Za-z0-9_]*)/y;
/** Upper case only: `$ref`, `$datasource` and a stray dollar in prose are no variables of the environment. */
const UPPER_NAME = /\$([A-Z_][A-Z0-9_]+)(?![A-Za-z0-9_])/y;

function bareHole(text: string, start: number, style: DollarStyle): Hole | undefined {
  if (style.bare === 'no') return undefined;
  const pattern = style.bare === 'any' ? ANY_NAME : UPPER_NAME;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const end = start + match[0].length;
  return { start, end, value: at => env(match[1] ?? '', at(start, end)) };
}

/** A setting; its scope is the path above it. */
export function setting(
  format: string,
  path: readonly string[],
  span: Span,
  value: Value,
  more: { readonly name?: string; readonly extent?: Span; readonly level?: 'text' } = {},
): SettingFact {
  const name = more.name ?? path[path.length - 1] ?? '';
  const scope = path.slice(0, -1).join('.');
  return {
    kind: 'setting',
    name,
    path,
    value,
    format,
    span,
    ...(more.extent ? { extent: more.extent } : {}),
    ...(scope === '' ? {} : { scope }),
    ...(more.level ? { level: more.level } : {}),
  };
}

/** From the start of one span to the end of another. */
export function through(from: Span, to: Span): Span {
  return { line: from.line, column: from.column, endLine: to.endLine, endColumn: to.endColumn };
}

/** A line without its end. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** The lines of a text with their offsets. */
export function* linesOf(text: string): Generator<Line> {
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = breaks.exec(text); match; match = breaks.exec(text)) {
    yield { start, text: text.slice(start, match.index) };
    start = breaks.lastIndex;
  }
  yield { start, text: text.slice(start) };
}
