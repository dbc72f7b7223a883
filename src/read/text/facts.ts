/** Facts from tokens: brackets are followed with a stack of their own, names and texts are taken as they stand. */
import type { LineIndex } from '../../base/lines.ts';
import type { Fact, Named, StringFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { joined } from '../known.ts';
import { environmentMember, isEnvironment, isVariableName, readsEnvironment } from './environment.ts';
import type { Syntax } from './syntax.ts';
import type { Token } from './tokens.ts';

/** Values in brackets deeper than this are not kept; what stands in them still gives facts of its own. */
const MAX_DEPTH = 30;
/** Longer chains of calls are named by their last part. */
const MAX_CALLEE = 200;

/** A statement does not go on after more empty lines than this. */
const MAX_BLANK = 20;

const JOINS = new Set(['+', '.', '..', '<>', '&', '++', '~']);
const CHOOSES = new Set(['||', '??', '?:', 'or', '|', '||=']);
const COMPARES = new Set(['==', '!=', '===', '!==', '=~', 'eq', 'ne', 'has', 'when', 'case', 'in', 'contains']);
const CONTROL =
  /^(?:if|elsif|elseif|else|for|foreach|while|until|unless|switch|match|when|case|catch|return|and|or|not|in|do|then|cond|with|guard|function|fn|func|def|let|where)$/i;
const DECLARES =
  /^(?:def|defp|defmacro|fun|func|fn|function|sub|class|module|defmodule|struct|object|trait|impl|enum|interface|protocol|extension|actor|record|namespace|mod|defn)$/i;
const IMPORTS =
  /^(?:import|use|require|require_relative|require_once|include|library|open|Imports|alias|using|gem|load)$/;
const DEFAULTS = /^(?:unwrap_or|unwrap_or_else|getOrElse|orElse|unwrap_or_default|withDefault)$/;
const DOCUMENTS = /^@(?:doc|moduledoc|typedoc|shortdoc)$/;
const TYPE = /^(?:[A-Z]\w*|str|bool|int|num|double|float|u?int\d+|[iuf]\d+|usize|dynamic|any|string|object|char|void)$/;

interface Key {
  readonly name: string;
  readonly span: Span;
  /** As written: a text that is a key says nothing beside that. */
  readonly token: Token;
}
type Part = { readonly value: Value; readonly token?: Token } | { readonly sign: string };

/** The head of a call. */
interface Callee {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly form: 'call' | 'new';
}

/** What is open: a bracket, or the whole text. */
interface Frame {
  readonly open: string;
  readonly start: number;
  /** Set when these are the arguments of a call. */
  callee: Callee | undefined;
  /** What is subscripted. */
  readonly subscript: Token | undefined;
  /** Parameters of a declaration. */
  readonly declares: boolean;
  parts: Part[];
  key: Key | undefined;
  target: Token | undefined;
  readonly args: Value[];
  readonly named: Named[];
}

interface Closed {
  readonly end: number;
  readonly callee: string;
}

export function textFacts(tokens: readonly Token[], language: string, syntax: Syntax, lines: LineIndex): Fact[] {
  return new Scan(tokens, language, syntax, lines).read();
}

class Scan {
  readonly #tokens: readonly Token[];
  readonly #language: string;
  readonly #syntax: Syntax;
  readonly #lines: LineIndex;
  readonly #facts: Fact[] = [];
  readonly #stack: Frame[];
  readonly #scopes: { readonly column: number; readonly name: string }[] = [];
  readonly #opened = new Map<string, number>();
  #closed: Closed | undefined;
  #indent = 1;
  #previous: Token | undefined;

  constructor(tokens: readonly Token[], language: string, syntax: Syntax, lines: LineIndex) {
    this.#tokens = tokens;
    this.#language = language;
    this.#syntax = syntax;
    this.#lines = lines;
    this.#stack = [frame('', 0, {})];
  }

  read(): Fact[] {
    for (let i = 0; i < this.#tokens.length; i++) {
      const token = this.#tokens[i] as Token;
      const startsLine = this.#previous === undefined || this.#previous.kind === 'line';
      if (token.kind !== 'line' && startsLine) {
        this.#enterLine(token);
        const after = this.#import(i);
        if (after > i) {
          i = after - 1;
          this.#previous = this.#tokens[i];
          continue;
        }
      }
      this.#take(token, i);
      this.#previous = token;
    }
    while (this.#stack.length > 1) this.#close(this.#tokens.at(-1)?.end ?? 0);
    this.#endItem();
    return this.#facts;
  }

  get #top(): Frame {
    return this.#stack.at(-1) as Frame;
  }

  #span(token: { readonly start: number; readonly end: number }): Span {
    return this.#lines.span(token.start, token.end);
  }

  #add(fact: Fact): void {
    const scope = this.#scopes
      .filter(each => each.column < this.#indent)
      .map(each => each.name)
      .join('.');
    this.#facts.push({ ...fact, level: 'text', ...(scope === '' ? {} : { scope }) });
  }

  // ---------------------------------------------------------------- lines

  #enterLine(token: Token): void {
    this.#indent = this.#lines.at(token.start).column;
    while ((this.#scopes.at(-1)?.column ?? 0) >= this.#indent && this.#scopes.length > 0) {
      // `end` and brackets close at the column of their head, which is then over.
      this.#scopes.pop();
    }
  }

  #declare(i: number): void {
    const token = this.#tokens[i] as Token;
    const name = this.#tokens[i + 1];
    if (!DECLARES.test(token.text) || name?.kind !== 'word' || DECLARES.test(name.text) || this.#scopes.length > 20)
      return;
    this.#scopes.push({ column: this.#indent, name: name.text });
  }

  /** Names that an import line takes; the token after the line, or `i` when it is none. */
  #import(i: number): number {
    const head = this.#tokens[i] as Token;
    if (head.kind !== 'word' || !IMPORTS.test(head.text) || this.#stack.length > 1) return i;
    let end = i + 1;
    while (end < this.#tokens.length && end < i + 200) {
      const token = this.#tokens[end] as Token;
      if (token.kind === 'line' || token.text === ';') break;
      end += 1;
    }
    const rest = this.#tokens.slice(i + 1, end);
    const named = rest.find(token => token.kind === 'text' || token.kind === 'word' || token.kind === 'symbol');
    if (!named || rest.some(token => token.text === '=' || token.text === ':=')) return i;
    // `use` of a dependency or a call with more than a name is code like any other.
    if (head.text === 'gem' || (rest[0]?.text === '(' && !/^(?:require\w*|library)$/.test(head.text))) return i;
    const module = named.text;
    const alias = rest.findIndex(token => token.text === 'as');
    const local = alias >= 0 ? rest[alias + 1]?.text : undefined;
    const extent = this.#lines.span(head.start, rest.at(-1)?.end ?? head.end);
    this.#add({
      kind: 'import',
      module,
      name: module,
      span: this.#span(named),
      extent,
      ...(local === undefined ? {} : { local }),
    });
    return end;
  }

  // ---------------------------------------------------------------- tokens

  #take(token: Token, i: number): void {
    switch (token.kind) {
      case 'line':
        if (this.#endsAtLine(i)) this.#endItem();
        return;
      case 'text':
        this.#text(token, i);
        break;
      case 'word':
        this.#word(token, i);
        break;
      case 'symbol':
        this.#top.parts.push({
          value: { kind: 'literal', type: 'string', text: token.text, span: this.#span(token) },
          token,
        });
        break;
      case 'number':
        this.#top.parts.push({ value: { kind: 'literal', type: 'number', text: token.text, span: this.#span(token) } });
        break;
      default:
        this.#sign(token, i);
    }
    if (this.#syntax.lists && token.kind !== 'sign') this.#listItem(token);
  }

  /** A statement ends with its line unless it plainly goes on. */
  #endsAtLine(i: number): boolean {
    const { open, parts, key, target } = this.#top;
    if (open === '(' || open === '[') return false;
    const last = parts.at(-1);
    if (last === undefined) return !(key ?? target);
    if ('sign' in last) return false;
    let next = i;
    while (this.#tokens[next]?.kind === 'line' && next < i + MAX_BLANK) next += 1;
    const following = this.#tokens[next];
    if (!following) return true;
    return !/^(?:[.?&!]|->|\|>|\|\||\+|<>|\.\.)/.test(following.text);
  }

  #text(token: Token, i: number): void {
    const top = this.#top;
    const before = this.#previous;
    if (before?.kind === 'word' && DOCUMENTS.test(before.text)) {
      top.parts = [];
      return;
    }
    const span = this.#span(token);
    if (before?.kind === 'word' && readsEnvironment(before.text, this.#language) && isVariableName(token.text)) {
      this.#add({
        kind: 'envRead',
        name: token.text,
        access: 'read',
        span,
        extent: this.#lines.span(before.start, token.end),
      });
      top.parts[top.parts.length - 1] = { value: { kind: 'env', name: token.text, span } };
      return;
    }
    const value: Value = token.template
      ? { kind: 'template', text: token.text, holes: [], span }
      : { kind: 'literal', type: 'string', text: token.text, span };
    top.parts.push({ value, token });
    if (this.#isKey(i) || this.#namesVariable(top)) return;
    const into = this.#into(top);
    this.#add({
      kind: 'string',
      text: token.text,
      role: this.#roleOf(top, i),
      span,
      ...(into === undefined ? {} : { into }),
      ...(token.template ? { template: true } : {}),
    });
  }

  #roleOf(top: Frame, i: number): StringFact['role'] {
    if (top.subscript) return 'key';
    const before = this.#previous;
    const next = this.#tokens[i + 1];
    if ((before && COMPARES.has(before.text)) || (next && /^[!=]==?$/.test(next.text))) return 'compare';
    if (this.#syntax.compares && before?.text === '=' && !top.key && !top.target) return 'compare';
    return top.callee && !top.key ? 'argument' : 'value';
  }

  #into(top: Frame): string | undefined {
    return top.key?.name ?? (top.target ? plain(top.target.text) : top.callee?.name);
  }

  /** Is the text here the key of what follows? */
  #isKey(i: number): boolean {
    if (this.#stack.length < 2 && this.#language !== 'ruby' && this.#language !== 'elixir') return false;
    const next = this.#tokens[i + 1];
    if (next?.kind === 'symbol') return false;
    return next !== undefined && /^(?::|=>|to)$/.test(next.text) && this.#top.parts.length === 1 && !this.#top.key;
  }

  #namesVariable(top: Frame): boolean {
    if (top.subscript) return isEnvironment(top.subscript.text);
    return (
      top.callee !== undefined &&
      top.args.length === 0 &&
      top.parts.length === 1 &&
      readsEnvironment(top.callee.name, this.#language)
    );
  }

  #word(token: Token, i: number): void {
    const top = this.#top;
    this.#declare(i);
    if (isNew(token)) return;
    const sign = token.text.toLowerCase();
    if (sign === 'or' || sign === 'and') {
      top.parts.push({ sign });
      return;
    }
    if (token.text === 'to' && this.#language === 'kotlin' && this.#takeKey(top)) return;
    // `"text".to_string()` is still that text.
    if (isContinuation(token.text) && this.#previous?.kind === 'text') return;
    const continues = isContinuation(token.text) && this.#closed !== undefined && this.#goesOn(i);
    if (continues && this.#tokens[i + 1]?.text === '(') return;
    const next = this.#tokens[i + 1];
    const called = next?.text === '(' && (next.start === token.end || this.#syntax.spaced);
    const variable = environmentMember(token.text);
    const span = this.#span(token);
    if (variable !== undefined) {
      const at = { start: token.end - variable.length, end: token.end };
      this.#add({ kind: 'envRead', name: variable, access: 'read', span: this.#span(at), extent: span });
      top.parts.push({ value: { kind: 'env', name: variable, span }, token });
      return;
    }
    if (!called && /[.>:]\w+$/.test(token.text) && !assigned(next) && !/[.:]$/.test(next?.text ?? ''))
      this.#member(token);
    top.parts.push({ value: { kind: 'reference', name: token.text, span }, token });
  }

  #member(token: Token): void {
    const path = token.text.replaceAll(/\?->|->|\?\.|!!?\.|&\.|::/g, '.').replace(/^[.$@]+/, '');
    const name = path.slice(path.lastIndexOf('.') + 1);
    const span = this.#span(token);
    if (name !== '' && path !== name) this.#add({ kind: 'member', name, path, resolved: false, span });
  }

  /** Does the chain of the bracket that was closed last go on here? */
  #goesOn(i: number): boolean {
    let before = i - 1;
    while (this.#tokens[before]?.kind === 'line' && before > i - MAX_BLANK) before -= 1;
    return this.#tokens[before]?.end === this.#closed?.end;
  }

  #sign(token: Token, i: number): void {
    const top = this.#top;
    switch (token.text) {
      case '(':
      case '[':
      case '{':
        this.#open(token, i);
        return;
      case ')':
      case ']':
      case '}':
        this.#closeAs(token);
        return;
      case ',':
      case ';':
        this.#endItem();
        return;
      case ':':
      case '=>':
        if (!this.#takeKey(top)) top.parts.push({ sign: token.text });
        return;
      case '->':
        if (this.#language !== 'scala' || !this.#takeKey(top)) top.parts = [];
        return;
      case '=':
      case '<-':
      case ':=':
      case '||=':
      case '??=':
        this.#assign(top);
        return;
      case '%':
      case '!':
      case '?':
      case '@':
      case '\\':
      case '&':
        if (token.text === '&' && this.#language === 'vb') top.parts.push({ sign: '&' });
        return;
      default:
        top.parts.push({ sign: token.text });
    }
  }

  /** The one name or text that stands here becomes a key. */
  #takeKey(top: Frame): boolean {
    const last = top.parts.at(-1);
    if (!last || !('value' in last) || !last.token || top.key) return false;
    const { token } = last;
    if (token.kind === 'text' && top.parts.length > 1) return false;
    const lead = token.kind === 'symbol' ? 1 : 0;
    top.key = { name: plain(token.text), span: this.#span({ start: token.start + lead, end: token.end }), token };
    top.parts = [];
    return true;
  }

  #assign(top: Frame): void {
    const last = top.parts.at(-1);
    const own = last && 'value' in last ? last.token : undefined;
    const query = this.#syntax.compares === true && own?.text.startsWith('@') !== true;
    const named = (top.callee !== undefined && !top.declares) || (query && top.open === '(');
    if (query && !named) {
      top.parts = [{ sign: '=' }];
      return;
    }
    if (top.key?.token.kind === 'word' && !named) {
      // `name: Type = value`
      top.target = top.key.token;
      top.key = undefined;
    } else if (own && (named || own.kind === 'text')) this.#takeKey(top);
    else if (own?.kind === 'word') top.target ??= own;
    top.parts = [];
  }

  // ---------------------------------------------------------------- brackets

  #open(token: Token, i: number): void {
    this.#opened.set(token.text, (this.#opened.get(token.text) ?? 0) + 1);
    const head = this.#tokens[i - 1];
    const touching =
      head !== undefined && (head.end === token.start || (this.#syntax.spaced === true && token.text === '('));
    const named = touching && head.kind === 'word' && !this.#syntax.lists;
    const before = this.#tokens[i - 2];
    const declares = before?.kind === 'word' && DECLARES.test(before.text);
    if (named && token.text === '(' && !CONTROL.test(head.text)) {
      const form = before && isNew(before) ? 'new' : 'call';
      const start = head.start + (LEAD.exec(head.text)?.[0].length ?? 0);
      const callee = { name: this.#calleeOf(head, i - 1), start, end: head.end, form } as const;
      this.#stack.push(frame('(', token.start, declares ? { declares } : { callee }));
    } else if (named && token.text === '[') this.#stack.push(frame('[', token.start, { subscript: head }));
    else this.#stack.push(frame(token.text, token.start, {}));
  }

  #calleeOf(head: Token, i: number): string {
    const lead = LEAD.exec(head.text)?.[0] ?? '';
    const own = head.text.slice(lead.length);
    if (lead === '' || !this.#closed || !this.#goesOn(i) || this.#closed.callee === '') return own;
    const whole = `${this.#closed.callee}${head.text}`;
    return whole.length > MAX_CALLEE ? own : whole;
  }

  #closeAs(token: Token): void {
    const open = OPENS[token.text];
    // A bracket that closes nothing, or not what is open, closes what it can.
    if ((this.#opened.get(open ?? '') ?? 0) === 0) return;
    while (this.#stack.length > 1) {
      const done = this.#top.open === open;
      this.#close(token.end);
      if (done) return;
    }
  }

  #close(end: number): void {
    this.#endItem();
    const closed = this.#stack.pop();
    if (!closed) return;
    this.#opened.set(closed.open, (this.#opened.get(closed.open) ?? 1) - 1);
    const top = this.#top;
    this.#closed = { end, callee: closed.callee?.name ?? '' };
    const value = this.#valueOfFrame(closed, end);
    const last = top.parts.at(-1);
    if (closed.callee && !this.#syntax.lists) this.#put(top, closed, value);
    else if (closed.subscript) {
      if (last) top.parts.pop();
      const key = closed.args[0]?.kind === 'literal' ? this.#keyToken(closed.args[0].text, end) : undefined;
      top.parts.push({ value, ...(key ? { token: key } : {}) });
    } else if (!last || 'sign' in last) {
      const [only] = closed.args;
      const luaKey = closed.open === '[' && only?.kind === 'literal' && this.#language === 'lua';
      top.parts.push(luaKey ? { value: only, token: this.#keyToken(only.text, end) } : { value });
    }
    if (this.#syntax.lists) this.#listItem(undefined);
  }

  #keyToken(text: string, end: number): Token {
    return { kind: 'text', text, start: end - text.length - 2, end: end - 2 };
  }

  /** A call takes the place of its name, or of the value it was called on. */
  #put(top: Frame, closed: Frame, value: Value): void {
    const last = top.parts.at(-1);
    const callee = closed.callee?.name ?? '';
    const method = callee.slice(callee.search(/\w+[?!]?$/));
    const on = last && 'value' in last ? last.value : undefined;
    if (on?.kind === 'env' || on?.kind === 'template' || (on?.kind === 'literal' && on.type === 'string')) {
      const [fallback] = closed.args;
      if (on.kind === 'env' && DEFAULTS.test(method) && fallback && !on.default)
        top.parts[top.parts.length - 1] = { value: { ...on, default: fallback } };
      return;
    }
    if (on) top.parts.pop();
    top.parts.push({ value });
  }

  #valueOfFrame(closed: Frame, end: number): Value {
    const span = this.#lines.span(closed.callee?.start ?? closed.subscript?.start ?? closed.start, end);
    if (closed.callee) return this.#call(closed, span);
    if (closed.subscript) return this.#subscript(closed, span);
    if (this.#stack.length > MAX_DEPTH) return { kind: 'unknown', span };
    if (closed.named.length > 0) return { kind: 'object', entries: closed.named, span };
    const [only] = closed.args;
    if (closed.open === '(' && only && closed.args.length === 1) return only;
    return closed.open === '[' ? { kind: 'list', items: closed.args, span } : { kind: 'unknown', span };
  }

  #call({ callee, args, named }: Frame, extent: Span): Value {
    if (!callee) return { kind: 'unknown', span: extent };
    const [first] = args;
    const span = this.#span(callee);
    if (this.#syntax.lists && /^def(?:once)?$/.test(callee.name) && first?.kind === 'reference') {
      const value = args.at(-1);
      if (value && args.length > 1)
        this.#add({ kind: 'definition', name: first.name, role: 'variable', value, span: first.span, extent });
      return { kind: 'unknown', span: extent };
    }
    if (readsEnvironment(callee.name, this.#language) && first?.kind === 'literal' && isVariableName(first.text)) {
      const fallback = args[1] ?? named.find(each => /^default/i.test(each.name))?.value;
      const given = fallback ? { default: fallback } : {};
      this.#add({ kind: 'envRead', name: first.text, access: 'read', span: first.span, extent, ...given });
      return { kind: 'env', name: first.text, span: extent, ...given };
    }
    this.#add({ kind: 'call', callee: callee.name, resolved: false, form: callee.form, args, named, span, extent });
    if (this.#stack.length > MAX_DEPTH) return { kind: 'unknown', span: extent };
    return { kind: 'call', callee: callee.name, args, named, span: extent };
  }

  #subscript({ subscript, args }: Frame, span: Span): Value {
    const name = subscript?.text ?? '';
    const [index] = args;
    if (index?.kind !== 'literal') return { kind: 'reference', name: `${name}[*]`, span };
    if (isEnvironment(name) && isVariableName(index.text) && index.type === 'string') {
      this.#add({ kind: 'envRead', name: index.text, access: 'read', span: index.span, extent: span });
      return { kind: 'env', name: index.text, span };
    }
    return { kind: 'reference', name: `${name}[${index.type === 'string' ? `"${index.text}"` : index.text}]`, span };
  }

  /** In a language of lists every value is an item of its own. */
  #listItem(token: Token | undefined): void {
    const top = this.#top;
    if (top.open === '') this.#endItem();
    else if (
      top.open === '(' &&
      !top.callee &&
      top.args.length === 0 &&
      token?.kind === 'word' &&
      top.parts.length === 1
    ) {
      top.callee = { name: token.text, start: token.start, end: token.end, form: 'call' };
      top.parts = [];
    } else if (top.open === '{' && !top.key) {
      if (!this.#takeKey(top)) top.parts = [];
    } else this.#endItem();
  }

  // ---------------------------------------------------------------- items

  #endItem(): void {
    const top = this.#top;
    const { key, target } = top;
    const value = this.#valueOf(top.parts);
    const role = top.declares ? 'parameter' : undefined;
    top.parts = [];
    top.key = undefined;
    top.target = undefined;
    if (key && value) this.#keyed(top, key, value);
    else if (target && value)
      this.#define(target, value, role ?? (LEAD_OR_DOT.test(target.text) ? 'attribute' : 'variable'));
    else if (value && (top.open === '(' || top.open === '[')) top.args.push(value);
  }

  #define(target: Token, value: Value, role: 'parameter' | 'attribute' | 'variable'): void {
    const span = this.#span(target);
    const extent = { ...span, endLine: value.span.endLine, endColumn: value.span.endColumn };
    this.#add({ kind: 'definition', name: plain(target.text), role, value, span, extent });
  }

  #keyed(top: Frame, key: Key, value: Value): void {
    const isType = value.kind === 'unknown' || (value.kind === 'reference' && TYPE.test(value.name));
    if (top.declares) {
      if (!isType) this.#define(key.token, value, 'parameter');
      return;
    }
    top.named.push({ name: key.name, span: key.span, value });
    if (top.callee) return;
    const text = key.token.kind === 'text';
    if (!text && (isType || (top.open === '' && this.#language !== 'ruby' && this.#language !== 'elixir'))) return;
    const { path, callee } = this.#around();
    const extent = { ...key.span, endLine: value.span.endLine, endColumn: value.span.endColumn };
    this.#add({
      kind: 'entry',
      name: key.name,
      value,
      path,
      span: key.span,
      extent,
      ...(callee === undefined ? {} : { callee }),
    });
  }

  /** The keys around an entry, and the call it is given to. */
  #around(): { path: readonly string[]; callee?: string } {
    const path: string[] = [];
    for (let i = this.#stack.length - 1; i > 0 && path.length < 20; i--) {
      const callee = this.#stack[i]?.callee;
      if (callee) return { path, callee: callee.name };
      const parent = this.#stack[i - 1];
      const name = parent?.key?.name ?? (parent?.target ? plain(parent.target.text) : undefined);
      if (name !== undefined) path.unshift(name);
      else if (!parent?.callee) break;
    }
    return { path };
  }

  #valueOf(parts: readonly Part[]): Value | undefined {
    const values = parts.flatMap(part => ('value' in part ? [part.value] : []));
    const signs = parts.flatMap(part => ('sign' in part ? [part.sign] : []));
    const [first] = values;
    const last = values.at(-1);
    if (!first || !last) return undefined;
    if (values.length === 1) return first;
    const span = { ...first.span, endLine: last.span.endLine, endColumn: last.span.endColumn };
    if (signs.length !== values.length - 1) return { kind: 'unknown', span };
    if (signs.every(sign => JOINS.has(sign))) return joined(values, span);
    if (!signs.every(sign => CHOOSES.has(sign))) return { kind: 'unknown', span };
    const [, second] = values;
    if (first.kind === 'env' && second && values.length === 2) return { ...first, default: second };
    return { kind: 'choice', options: values, span };
  }
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const LEAD = /^(?:&\.|\?\.|!!?\.|\.\.|\.|\?->|->|::|:(?=\w))/;
const LEAD_OR_DOT = /\w(?:\.|->|::|\$)\w/;

const isNew = (token: Token): boolean => token.text === 'new' || token.text === 'New';
const isContinuation = (text: string): boolean => LEAD.test(text);

/** A name without the mark its language puts before variables. */
const plain = (name: string): string => name.replace(/^(?:\$|@@?)/, '');

const assigned = (next: Token | undefined): boolean =>
  next !== undefined && /^(?:=|<-|:=|\|\|=|\?\?=)$/.test(next.text);

function frame(open: string, start: number, given: Partial<Pick<Frame, 'callee' | 'subscript' | 'declares'>>): Frame {
  return {
    open,
    start,
    callee: given.callee,
    subscript: given.subscript,
    declares: given.declares ?? false,
    parts: [],
    key: undefined,
    target: undefined,
    args: [],
    named: [],
  };
}
