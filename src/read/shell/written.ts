/** Texts that a script writes into files or hands to programs: `NAME=value` lines and JSON. */
import type { EntryFact, Fact, SettingFact, Value } from '../../model/fact.ts';
import { dollarHoles, interpolated, setting, type SpanAt } from '../settings.ts';
import type { Place } from './excerpt.ts';

const HOLES = dollarHoles({ bare: 'any', parens: 'command' });
const MAX_LENGTH = 200_000;

/** Upper-case names at the start of a line, as a file of settings has them. */
const SETTING = /^[ \t]*(?:export[ \t]+)?([A-Z_][A-Z0-9_]{2,})=([^\r\n]*)/gm;

/** Settings in `[start, end)` of a text that is written somewhere. */
export function settingsWritten(place: Place, start: number, end: number, into: string): Fact[] {
  const text = place.text.slice(start, Math.min(end, start + MAX_LENGTH));
  const facts: Fact[] = [];
  for (const match of text.matchAll(SETTING)) {
    const [whole, name = '', given = ''] = match;
    const at = start + match.index + whole.indexOf(name);
    const from = at + name.length + 1;
    const value = valueIn(place, given.trim().replace(/^(\\?["'])(.*)\1$/, '$2'), from);
    const extent = place.span(at, from + given.trimEnd().length);
    facts.push(unscoped(setting('command', [into, name], place.span(at, at + name.length), value, { extent })));
  }
  return facts;
}

/** A setting on a command line belongs to nothing above it. */
export function unscoped(fact: SettingFact): SettingFact {
  const { scope, ...rest } = fact;
  return scope === undefined ? fact : rest;
}

function valueIn(place: Place, text: string, near: number): Value {
  const start = Math.max(near, place.text.indexOf(text, near));
  const at: SpanAt = (a, b) => place.span(start + a, start + b);
  return interpolated({ text, span: at(0, text.length), at }, [HOLES]);
}

const TOKEN = /\\?"((?:[^"\\\r\n]|\\(?!")[^\r\n])*)\\?"|\$\{[^}\s]*\}|\$\w+|[{}[\]:,]|[^\s{}[\]:,"\\]+/g;
const MAX_NESTING = 64;

/** Does the text look like JSON with keys? */
export function isJson(text: string): boolean {
  return /^\s*(?:["']?)[[{]/.test(text) && /"\s*:/.test(text);
}

/** Keys with their values in `[start, end)` of a text that is JSON, quotes escaped or not. */
export function jsonEntries(place: Place, start: number, end: number, into: string): EntryFact[] {
  const text = place.text.slice(start, Math.min(end, start + MAX_LENGTH));
  const facts: EntryFact[] = [];
  const path: string[] = [into];
  let last: { readonly name: string; readonly start: number; readonly end: number } | undefined;
  let key: typeof last;
  for (const match of text.matchAll(TOKEN)) {
    const [token, inner] = match;
    if (token === ':') key = last;
    else if (token === '{') {
      if (path.length > MAX_NESTING) return facts;
      path.push(key?.name ?? '');
      if (key) facts.push(entry(place, key, objectAt(place, start + match.index), path.slice(0, -1)));
      key = undefined;
    } else if (token === '}') {
      if (path.length > 1) path.pop();
      key = undefined;
    } else if (/^[,[\]]$/.test(token)) key = undefined;
    else {
      const at = start + match.index + (inner === undefined ? 0 : token.indexOf('"') + 1);
      const shown = inner ?? token;
      if (key) {
        facts.push(entry(place, key, valueOf(place, shown, at, inner !== undefined), path));
        key = undefined;
      }
      last = inner === undefined ? undefined : { name: shown, start: at, end: at + shown.length };
    }
  }
  return facts;
}

function objectAt(place: Place, at: number): Value {
  return { kind: 'object', entries: [], span: place.span(at, at + 1) };
}

function valueOf(place: Place, text: string, at: number, isString: boolean): Value {
  if (!isString) {
    const type = /^(?:true|false)$/.test(text)
      ? 'boolean'
      : text === 'null'
        ? 'null'
        : /^-?\d/.test(text)
          ? 'number'
          : 'string';
    const span = place.span(at, at + text.length);
    if (type !== 'string') return { kind: 'literal', text, type, span };
    // What a command puts out, or nothing that JSON has.
    if (!/^\$(?:\w|\{)/.test(text)) return { kind: 'unknown', span };
  }
  const shifted: SpanAt = (a, b) => place.span(at + a, at + b);
  return interpolated({ text, span: shifted(0, text.length), at: shifted }, [HOLES]);
}

interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function entry(place: Place, key: Key, value: Value, path: readonly string[]): EntryFact {
  const span = place.span(key.start, key.end);
  const { endLine, endColumn } = value.span;
  return {
    kind: 'entry',
    name: key.name,
    value,
    path: path.filter(step => step !== ''),
    span,
    extent: { line: span.line, column: span.column, endLine, endColumn },
  };
}
