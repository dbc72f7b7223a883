/**
 * Tokens of JSON, with comments, single quotes and bare words as JSON5 has them, and strings over several lines as
 * deployment templates have them. Linear in the text, whatever is in it.
 */

/** A bracket, comma or colon as its character; otherwise what kind of value it is. */
export type TokenKind =
  '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'boolean' | 'null' | 'word' | 'bad' | 'end';

/** Character codes of the signs that stand for themselves. */
const SIGNS: Readonly<Record<number, TokenKind>> = {
  123: '{',
  125: '}',
  91: '[',
  93: ']',
  44: ',',
  58: ':',
};

const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const SLASH = 47;
const STAR = 42;
const LINE_FEED = 10;
const RETURN = 13;

const NUMBER = /[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Infinity|NaN)(?![\w$])/y;
const WORD = /[\w$.-]+/y;

export class JsonTokens {
  /** The token read last: what it is, where it stands, and a string's text. */
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  text = '';
  /** True for a string that the file or its line ends before it is closed. */
  unclosed = false;
  readonly #source: string;
  readonly #multiline: boolean;
  #at = 0;
  /** Where the search for a closing quote ran into the end of the file: no later one can do better. */
  readonly #noneAfter: Record<number, number> = { [DOUBLE]: Infinity, [SINGLE]: Infinity };

  constructor(source: string, multiline: boolean) {
    this.#source = source;
    this.#multiline = multiline;
  }

  /** Read the next token; false at the end of the file. */
  next(): boolean {
    this.#skipBlanks();
    const at = this.#at;
    const code = this.#source.charCodeAt(at);
    this.start = at;
    this.unclosed = false;
    if (at >= this.#source.length) this.#token('end', at);
    else if (code === DOUBLE || code === SINGLE) this.#string(code);
    else {
      const sign = SIGNS[code];
      if (sign) this.#token(sign, at + 1);
      else this.#scalar();
    }
    return this.kind !== 'end';
  }

  #token(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
    this.#at = end;
  }

  /** Over white space and comments. */
  #skipBlanks(): void {
    const text = this.#source;
    for (let at = this.#at; ; at++) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === LINE_FEED || code === RETURN || code === 9 || code === 0xfeff || code === 0xa0)
        continue;
      if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
        const next = text.indexOf('\n', at);
        at = (next < 0 ? text.length : next) - 1;
      } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
        const close = text.indexOf('*/', at + 2);
        at = (close < 0 ? text.length : close + 2) - 1;
      } else {
        this.#at = Math.min(at, text.length);
        return;
      }
    }
  }

  #scalar(): void {
    const number = match(NUMBER, this.#source, this.#at);
    if (number !== undefined) {
      this.text = number;
      return this.#token('number', this.#at + number.length);
    }
    const word = match(WORD, this.#source, this.#at);
    if (word === undefined) {
      this.text = this.#source.slice(this.#at, this.#at + 1);
      return this.#token('bad', this.#at + 1);
    }
    this.text = word;
    const kind = word === 'true' || word === 'false' ? 'boolean' : word === 'null' ? 'null' : 'word';
    this.#token(kind, this.#at + word.length);
  }

  #string(quote: number): void {
    const text = this.#source;
    const from = this.#at + 1;
    let escaped = false;
    let lineEnd = -1;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (code === BACKSLASH) {
        escaped = true;
        at += 1;
      } else if (lineEnd < 0 && (code === LINE_FEED || code === RETURN)) {
        lineEnd = at;
        if (!this.#multiline || from > (this.#noneAfter[quote] ?? Infinity)) break;
      }
    }
    const closed = at < text.length && text.charCodeAt(at) === quote;
    if (!closed && at >= text.length) this.#noneAfter[quote] = Math.min(from, this.#noneAfter[quote] ?? Infinity);
    const end = closed ? at : lineEnd >= 0 ? lineEnd : Math.min(at, text.length);
    const raw = text.slice(from, end);
    this.text = escaped ? unescape(raw) : raw;
    this.unclosed = !closed;
    this.#token('string', closed ? end + 1 : end);
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\n': '', '\r\n': '' };

function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(\r\n|[\s\S]))/g, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(parseInt(code, 16)),
  );
}
