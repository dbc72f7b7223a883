/**
 * Elements of a text in angle brackets, with the offsets of everything. Forgiving: code between `@(` and `)` may hold
 * any sign, a tag may be left open, and what cannot be understood is passed over.
 */
import { Expressions } from './expression.ts';

export interface ScannedAttribute {
  readonly name: string;
  readonly nameStart: number;
  readonly value: string;
  /** Offsets of the value with its quotes. */
  readonly start: number;
  readonly end: number;
}

export interface ScannedElement {
  readonly name: string;
  readonly nameStart: number;
  readonly path: readonly string[];
  readonly attributes: readonly ScannedAttribute[];
  readonly parent: ScannedElement | undefined;
  /** From its `<` to the end of its end tag. */
  readonly start: number;
  end: number;
  /** The first piece of text directly inside that is not blank, trimmed. */
  text: string;
}

export interface Scan {
  /** In the order they open. */
  readonly elements: readonly ScannedElement[];
  readonly problem?: { readonly offset: number; readonly message: string };
}

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE_NAME = /[^\s<>/="']+/y;
const EQUALS = /\s*=\s*(["'])/y;
const BLANK = /\s*/y;
/** Names of ancestors beyond this depth are left out of the path. */
const DEEPEST = 64;
/** An end tag is matched with one of this many open elements. */
const REACH = 50;

/** Scan `[from, to)` of a text. */
export function scanElements(text: string, from = 0, to = text.length): Scan {
  return new Scanner(text, from, to).scan();
}

class Scanner {
  readonly #text: string;
  readonly #to: number;
  readonly #code: Expressions;
  readonly #elements: ScannedElement[] = [];
  #at: number;
  #open: ScannedElement | undefined;
  #problem: Scan['problem'];

  constructor(text: string, from: number, to: number) {
    this.#text = to < text.length ? text.slice(0, to) : text;
    this.#at = from;
    this.#to = to;
    this.#code = new Expressions(this.#text);
  }

  scan(): Scan {
    while (this.#at < this.#to) {
      this.#textUpToTag();
      if (this.#at >= this.#to) break;
      if (!this.#special() && !this.#endTag() && !this.#startTag()) {
        this.#wrong(this.#at, 'a stray "<"');
        this.#at += 1;
      }
    }
    for (let open = this.#open; open; open = open.parent) open.end = this.#to;
    if (this.#open) this.#wrong(this.#open.start, `<${this.#open.name}> is never closed`);
    return this.#problem ? { elements: this.#elements, problem: this.#problem } : { elements: this.#elements };
  }

  #wrong(offset: number, message: string): void {
    this.#problem ??= { offset, message };
  }

  /** Text between tags; code at its start is passed over as a whole. */
  #textUpToTag(): void {
    const start = this.#skipBlank(this.#at);
    const code = this.#code.endFrom(start);
    const found = this.#text.indexOf('<', code ?? this.#at);
    this.#at = found < 0 ? this.#to : found;
    this.#addText(start, this.#at);
  }

  #addText(from: number, to: number): void {
    if (!this.#open || this.#open.text !== '' || to <= from) return;
    this.#open.text = decoded(this.#text.slice(from, to).trim());
  }

  /** Comments, sections of plain text, processing instructions, declarations. */
  #special(): boolean {
    const at = this.#at;
    if (this.#text.startsWith('<!--', at)) this.#passTo('-->', at + 4);
    else if (this.#text.startsWith('<![CDATA[', at)) {
      this.#passTo(']]>', at + 9);
      this.#addText(at + 9, this.#at - 3);
    } else if (this.#text[at + 1] === '?') this.#passTo('?>', at + 2);
    else if (this.#text[at + 1] === '!') this.#passTo('>', at + 2);
    else return false;
    return true;
  }

  #passTo(mark: string, from: number): void {
    const found = this.#text.indexOf(mark, from);
    if (found < 0) this.#wrong(this.#at, 'something is opened and never closed');
    this.#at = found < 0 ? this.#to : found + mark.length;
  }

  #endTag(): boolean {
    if (this.#text[this.#at + 1] !== '/') return false;
    const name = this.#match(NAME, this.#at + 2);
    if (name === undefined) return false;
    const start = this.#at;
    const closer = this.#text.indexOf('>', start);
    this.#at = closer < 0 ? this.#to : closer + 1;
    const closed = this.#nearest(name);
    if (!closed || closed !== this.#open) this.#wrong(start, `</${name}> closes nothing that is open`);
    if (!closed) return true;
    for (let open = this.#open; open && open !== closed; open = open.parent) open.end = start;
    closed.end = this.#at;
    this.#open = closed.parent;
    return true;
  }

  #nearest(name: string): ScannedElement | undefined {
    let steps = 0;
    for (let open = this.#open; open && steps < REACH; open = open.parent, steps++) if (open.name === name) return open;
    return undefined;
  }

  #startTag(): boolean {
    const name = this.#match(NAME, this.#at + 1);
    if (name === undefined) return false;
    const start = this.#at;
    this.#at += 1 + name.length;
    const attributes = this.#attributes();
    const empty = this.#text[this.#at] === '/';
    if (empty) this.#at += 1;
    if (this.#text[this.#at] === '>') this.#at += 1;
    else this.#resume(start, name);
    const above = this.#open?.path ?? [];
    const element: ScannedElement = {
      name,
      nameStart: start + 1,
      path: [...(above.length < DEEPEST ? above : above.slice(0, -1)), name],
      attributes,
      parent: this.#open,
      start,
      end: this.#at,
      text: '',
    };
    this.#elements.push(element);
    if (!empty) this.#open = element;
    return true;
  }

  /** After a tag that is not understood to its end: at the next bracket. */
  #resume(start: number, name: string): void {
    this.#wrong(start, `<${name}> is not closed`);
    const rest = this.#text.slice(this.#at, this.#at + 10_000).search(/[<>]/);
    if (rest < 0) this.#at = Math.min(this.#to, this.#at + 10_000);
    else this.#at += rest + (this.#text[this.#at + rest] === '>' ? 1 : 0);
  }

  #attributes(): ScannedAttribute[] {
    const attributes: ScannedAttribute[] = [];
    for (;;) {
      this.#at = this.#skipBlank(this.#at);
      const nameStart = this.#at;
      const name = this.#match(ATTRIBUTE_NAME, nameStart);
      if (name === undefined) return attributes;
      this.#at += name.length;
      const equals = this.#match(EQUALS, this.#at);
      if (equals === undefined) continue;
      const start = this.#at + equals.length - 1;
      const end = this.#endOfValue(start, equals.at(-1) ?? '"');
      attributes.push({ name, nameStart, value: decoded(this.#text.slice(start + 1, end - 1)), start, end });
      this.#at = end;
    }
  }

  /** After the closing quote; the quotes inside code do not close. */
  #endOfValue(start: number, quote: string): number {
    const code = this.#code.endFrom(this.#skipBlank(start + 1));
    const behind = code === undefined ? undefined : this.#skipBlank(code);
    if (behind !== undefined && this.#text[behind] === quote) return behind + 1;
    const found = this.#text.indexOf(quote, start + 1);
    return found < 0 ? this.#to : found + 1;
  }

  #skipBlank(at: number): number {
    BLANK.lastIndex = at;
    BLANK.test(this.#text);
    return BLANK.lastIndex;
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#text)?.[0];
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, number?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(number) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
