/** What an expression of a template says as a value: `secrets.X || 'y'`, `.Values.a.b | default "c"`, `env_var('X')`. */
import type { Value } from '../../model/fact.ts';
import { env, literal, type SpanAt } from '../settings.ts';
import type { Expression } from './mask.ts';

interface Token {
  readonly kind: 'string' | 'path' | 'number' | 'mark';
  /** Without quotes; a path dotted, without a leading `.` or `$.`. */
  readonly text: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /"((?:[^"\\]|\\.)*)(?:"|\\?$)|'((?:[^'\\]|\\.|'')*)(?:'|\\?$)|`([^`]*)(?:`|$)|(\$?\.?[A-Za-z_][\w-]*(?:\.[\w*-]+|\[(?:'[^'\]]*'|"[^"\]]*"|\d+)\])*|\$\.[A-Za-z_][\w.-]*)|(-?\d[\w.]*)|(\|\||&&|[^\s])/g;

/** Beyond this nobody writes an expression by hand. */
const MAX_TOKENS = 400;

function tokensOf(inner: string): Token[] {
  const tokens: Token[] = [];
  for (const match of inner.matchAll(TOKEN)) {
    const [raw, double, single, back, path, number] = match;
    const quoted = double ?? single ?? back;
    const kind =
      quoted !== undefined ? 'string' : path !== undefined ? 'path' : number !== undefined ? 'number' : 'mark';
    const text = quoted ?? (path === undefined ? raw : dotted(path));
    tokens.push({ kind, text, raw, start: match.index, end: match.index + raw.length });
    if (tokens.length > MAX_TOKENS) return [];
  }
  return tokens;
}

/** `.Values.a`, `$.Values.a` and `variables['a']` in one spelling. */
function dotted(path: string): string {
  return path
    .replace(/^\$?\./, '')
    .replace(/\[(?:'([^']*)'|"([^"]*)"|(\d+))\]/g, (_, a?: string, b?: string, n?: string) =>
      n === undefined ? `.${a ?? b ?? ''}` : `[${n}]`,
    );
}

/** The value of an expression; `at` places offsets of its inner text in the file. */
export function expressionValue(expression: Expression, at: SpanAt): Value {
  const tokens = tokensOf(expression.inner);
  const whole = at(0, expression.inner.length);
  if (expression.language === 'statement' || tokens.length === 0) return { kind: 'unknown', span: whole };
  return expression.language === 'pipeline' ? anyOf(tokens, at, whole) : piped(tokens, at, whole);
}

// ---------------------------------------------------------------- ${{ … }}

/** `a || b`: one of them; `cond && a`: the last part. */
function anyOf(tokens: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const options = splitAt(tokens, '||').map(part => operand(splitAt(part, '&&').pop() ?? [], at, whole));
  return options.length === 1
    ? (options[0] ?? { kind: 'unknown', span: whole })
    : { kind: 'choice', options, span: whole };
}

function operand(tokens: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const inner = unwrapped(tokens);
  const [first, second] = inner;
  if (!first) return { kind: 'unknown', span: whole };
  if (inner.length === 1) return tokenValue(first, at);
  if (inner !== tokens && inner.some(token => token.raw === '||' || token.raw === '&&')) return anyOf(inner, at, whole);
  if (first.kind === 'path' && second?.raw === '(') return callOf(first, inner.slice(2), at);
  return { kind: 'unknown', span: at(first.start, (inner[inner.length - 1] ?? first).end) };
}

/** Without the parentheses around all of it. */
function unwrapped(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens;
  while (inner[0]?.raw === '(' && inner[inner.length - 1]?.raw === ')' && closesLast(inner)) inner = inner.slice(1, -1);
  return inner;
}

function closesLast(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.raw === '(') depth += 1;
    else if (token.raw === ')') depth -= 1;
    if (depth === 0) return index === tokens.length - 1;
  }
  return false;
}

/** Split at an operator outside parentheses. */
function splitAt(tokens: readonly Token[], operator: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.raw === '(') depth += 1;
    else if (token.raw === ')') depth -= 1;
    if (depth === 0 && token.raw === operator) parts.push([]);
    else parts[parts.length - 1]?.push(token);
  }
  return parts;
}

/** A function with the names and texts it is given; what it makes of them is not known here. */
function callOf(callee: Token, rest: readonly Token[], at: SpanAt): Value {
  const args = rest.filter(token => token.kind !== 'mark').map(token => tokenValue(token, at));
  const end = rest[rest.length - 1]?.end ?? callee.end;
  const name = args[0]?.kind === 'literal' ? args[0].text : undefined;
  if (/^(?:env_var|env|getenv)$/.test(callee.text) && name !== undefined)
    return env(name, at(callee.start, end), args[1]);
  if (callee.text === 'lookup' && name === 'env' && args[1]?.kind === 'literal')
    return env(args[1].text, at(callee.start, end));
  return { kind: 'call', callee: callee.text, args, named: [], span: at(callee.start, end) };
}

function tokenValue(token: Token, at: SpanAt): Value {
  const span = at(token.start, token.end);
  if (token.kind === 'string') return literal(token.text, span);
  if (token.kind === 'number') return literal(token.text, span, 'number');
  if (/^(?:true|false)$/i.test(token.text)) return literal(token.text, span, 'boolean');
  return token.kind === 'path' ? { kind: 'reference', name: token.text, span } : { kind: 'unknown', span };
}

// ---------------------------------------------------------------- {{ … }}

/** A pipeline: what comes first is the value, `default` adds another possibility, other filters only dress it. */
function piped(tokens: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const [head = [], ...filters] = splitAt(tokens, '|');
  const value = headValue(head, at, whole);
  for (const filter of filters) {
    if (filter[0]?.text !== 'default' || !filter[1]) continue;
    const given = filter.slice(1).find(token => token.kind !== 'mark');
    const nested = filter[1].raw === '(' && filter[2]?.kind === 'path';
    const fallback: Value = given && !nested ? tokenValue(given, at) : { kind: 'unknown', span: whole };
    return { kind: 'choice', options: [value, fallback], span: whole };
  }
  return value;
}

const isPlain = (token: Token): boolean => token.kind === 'string' || token.kind === 'number';

function headValue(tokens: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const inner = unwrapped(tokens);
  const [first, second] = inner;
  if (!first) return { kind: 'unknown', span: whole };
  if (inner.length === 1) return tokenValue(first, at);
  if (first.kind !== 'path') return { kind: 'unknown', span: whole };
  if (second?.raw === '(' && !first.raw.startsWith('.')) return callOf(first, inner.slice(2), at);
  return applied(first, inner.slice(1), at, whole);
}

/** A function of the Go template language applied to words: `default "x" .Values.y`, `printf "%s-y" .Values.x`. */
function applied(callee: Token, rest: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const names = rest.filter(token => token.kind === 'path' && token.text.includes('.'));
  const values = names.map(token => tokenValue(token, at));
  const [only] = values;
  switch (callee.text) {
    case 'if':
    case 'else':
    case 'range':
    case 'with':
    case 'include':
    case 'template':
      return { kind: 'unknown', span: whole };
    case 'printf':
      return formatted(rest, at, whole);
    case 'default': {
      const given = rest.find(isPlain);
      const options = given ? [...values, tokenValue(given, at)] : values;
      return options.length === 1 && only ? only : { kind: 'choice', options, span: whole };
    }
    case 'coalesce':
      return { kind: 'choice', options: values, span: whole };
    default:
      return values.length === 1 && only
        ? only
        : { kind: 'call', callee: callee.text, args: values, named: [], span: whole };
  }
}

function formatted(rest: readonly Token[], at: SpanAt, whole: Value['span']): Value {
  const [format, ...others] = rest;
  if (format?.kind !== 'string') return { kind: 'unknown', span: whole };
  const holes = others.filter(token => token.kind !== 'mark').map(token => tokenValue(token, at));
  return { kind: 'template', text: format.text.replace(/%[-+#\d.]*[a-z]/g, '*'), holes, span: whole };
}
