/**
 * Words, strings and signs of a Bicep file. A string with holes comes as several tokens, `'a${`, `}b${`, `}c'`, with
 * those of the holes between them, so that nesting needs no recursion.
 */

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'opening' | 'middle' | 'closing' | 'sign' | 'newline' | 'end';
  /** Strings and their parts unescaped; everything else as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** A string that is being read while one of its holes is. */
interface OpenString {
  /** Braces open inside the hole. */
  braces: number;
  /** `'''…'''`: no escapes, line ends allowed. */
  readonly verbatim: boolean;
  /** What opens a hole: `${`, or more dollars before a verbatim string. */
  readonly hole: string;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+/y;
const SIGNS = ['...', '=>', '==', '!=', '=~', '!~', '<=', '>=', '&&', '||', '??', '?.', '.?', '::'];
/** A hole that is never closed must not swallow the declarations after it. */
const DECLARATION = /[\r\n](?:@\w|(?:param|var|resource|module|output|targetScope|metadata|type|func|import|using)\b)/y;

export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly problems: readonly Problem[] } {
  const tokenizer = new Tokenizer(text);
  tokenizer.run();
  return tokenizer;
}

class Tokenizer {
  readonly tokens: Token[] = [];
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #open: OpenString[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    while (this.#at < this.#text.length) this.#next();
    this.#push('end', '', this.#at, this.#at);
  }

  #push(kind: Token['kind'], text: string, start: number, end: number): void {
    this.tokens.push({ kind, text, start, end });
    this.#at = end;
  }

  #next(): void {
    const text = this.#text;
    const at = this.#at;
    const char = text[at] as string;
    if (char === ' ' || char === '\t' || char === '\uFEFF') this.#at += 1;
    else if (char === '\n' || char === '\r') this.#newline(at);
    else if (char === '/' && text[at + 1] === '/') this.#at = lineEnd(text, at);
    else if (char === '#') this.#at = lineEnd(text, at);
    else if (char === '/' && text[at + 1] === '*') this.#comment(at);
    else if (char === "'" || char === '$') this.#stringStart(at);
    else if (char === '}' && this.#open.at(-1)?.braces === 0) this.#continueString(at);
    else this.#word(at, char);
  }

  #newline(at: number): void {
    if (this.#open.length > 0) {
      DECLARATION.lastIndex = at;
      if (DECLARATION.test(this.#text)) {
        this.problems.push({ offset: at, message: 'a hole in the string before is never closed' });
        this.#open.length = 0;
      }
    }
    this.#push('newline', '\n', at, this.#text.startsWith('\r\n', at) ? at + 2 : at + 1);
  }

  #comment(at: number): void {
    const close = this.#text.indexOf('*/', at + 2);
    if (close < 0) this.problems.push({ offset: at, message: 'this comment is never closed' });
    this.#at = close < 0 ? this.#text.length : close + 2;
  }

  #word(at: number, char: string): void {
    const name = matched(NAME, this.#text, at);
    if (name !== undefined) return this.#push('name', name, at, at + name.length);
    const number = matched(NUMBER, this.#text, at);
    if (number !== undefined) return this.#push('number', number, at, at + number.length);
    const sign = SIGNS.find(each => this.#text.startsWith(each, at)) ?? char;
    const open = this.#open.at(-1);
    if (open && sign === '{') open.braces += 1;
    else if (open && sign === '}') open.braces -= 1;
    this.#push('sign', sign, at, at + sign.length);
  }

  // ---------------------------------------------------------------- strings

  #stringStart(at: number): void {
    let dollars = 0;
    while (this.#text[at + dollars] === '$') dollars += 1;
    const quote = at + dollars;
    if (this.#text.startsWith("'''", quote)) {
      // Without a dollar in front, a verbatim string has no holes.
      const hole = dollars === 0 ? '' : `${'$'.repeat(dollars)}{`;
      this.#part(at, quote + 3, { braces: 0, verbatim: true, hole }, true);
    } else if (dollars === 0) this.#part(at, quote + 1, { braces: 0, verbatim: false, hole: '${' }, true);
    else this.#push('sign', '$', at, at + 1);
  }

  #continueString(at: number): void {
    const open = this.#open.pop();
    if (open) this.#part(at, at + 1, open, false);
  }

  /** Text from `from` to the next hole or the end of the string. */
  #part(start: number, from: number, string: OpenString, first: boolean): void {
    const { end, next } = string.verbatim ? this.#verbatimEnd(from, string.hole) : this.#plainEnd(start, from);
    const raw = this.#text.slice(from, end);
    const text = string.verbatim ? (first ? raw.replace(/^\r?\n/, '') : raw) : unescape(raw);
    const hole = next === 'hole';
    const close = string.verbatim ? 3 : 1;
    const after = hole ? end + string.hole.length : next === 'quote' ? end + close : end;
    if (hole) this.#open.push({ ...string, braces: 0 });
    this.#push(first ? (hole ? 'opening' : 'string') : hole ? 'middle' : 'closing', text, start, after);
  }

  #verbatimEnd(from: number, hole: string): { end: number; next: 'hole' | 'quote' | 'nothing' } {
    const quote = this.#text.indexOf("'''", from);
    const next = hole === '' ? -1 : this.#text.indexOf(hole, from);
    if (next >= 0 && (quote < 0 || next < quote)) return { end: next, next: 'hole' };
    if (quote < 0) {
      this.problems.push({ offset: from, message: 'this text is never closed' });
      return { end: this.#text.length, next: 'nothing' };
    }
    // Quotes right before the closing ones belong to the text.
    let end = quote;
    while (this.#text[end + 3] === "'") end += 1;
    return { end, next: 'quote' };
  }

  #plainEnd(start: number, from: number): { end: number; next: 'hole' | 'quote' | 'nothing' } {
    const text = this.#text;
    for (let i = from; i < text.length; i++) {
      const char = text[i];
      if (char === '\\') i += 1;
      else if (char === "'") return { end: i, next: 'quote' };
      else if (char === '$' && text[i + 1] === '{') return { end: i, next: 'hole' };
      else if (char === '\n' || char === '\r') {
        this.problems.push({ offset: start, message: 'this string is never closed' });
        return { end: i, next: 'nothing' };
      }
    }
    this.problems.push({ offset: start, message: 'this string is never closed' });
    return { end: text.length, next: 'nothing' };
  }
}

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (text[i] === '\n' || text[i] === '\r') return i;
  return text.length;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|([\s\S]))/g, (_, code: string | undefined, char: string) => {
    if (code === undefined) return ESCAPES[char] ?? char;
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
  });
}
