/**
 * Code inside markup: gateway policies hold C# between `@(` and `)` or `@{` and `}`, raw, with quotes and angle
 * brackets of its own. Only its end matters here.
 */

/** Code longer than this is taken for a bracket that somebody forgot. */
const LONGEST = 20_000;
/** What may be looked at in vain in one file, so that a text full of open brackets stays cheap. */
const IN_VAIN = 500_000;

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '{': '}' };
/** A single character in quotes; an apostrophe of a sentence is none. */
const CHARACTER = /'(?:\\[^\n]{1,8}?|[^\\'\n])'/y;

export class Expressions {
  readonly #text: string;
  #vain = IN_VAIN;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset after the code that starts here, `undefined` when none does or it never ends. */
  endFrom(at: number): number | undefined {
    const opener = this.#text[at + 1] ?? '';
    const closer = this.#text[at] === '@' ? CLOSERS[opener] : undefined;
    if (closer === undefined || this.#vain <= 0) return undefined;
    const end = this.#balanced(at + 1, opener, closer);
    if (end === undefined) this.#vain -= Math.min(LONGEST, this.#text.length - at);
    return end;
  }

  #balanced(from: number, opener: string, closer: string): number | undefined {
    const limit = Math.min(this.#text.length, from + LONGEST);
    let depth = 0;
    for (let at = from; at < limit;) {
      const sign = this.#text[at];
      if (sign === opener) depth += 1;
      else if (sign === closer && --depth === 0) return at + 1;
      at = this.#quoted(at) ?? at + 1;
    }
    return undefined;
  }

  /** End of the string, character or comment that starts here. */
  #quoted(at: number): number | undefined {
    const text = this.#text;
    switch (text[at]) {
      case '"':
        return this.#string(at, text[at - 1] === '@' || text.startsWith('@$', at - 2));
      case "'": {
        CHARACTER.lastIndex = at;
        return CHARACTER.test(text) ? CHARACTER.lastIndex : undefined;
      }
      case '/':
        // An address in an escaped string looks like a comment.
        if (text[at + 1] === '/' && text[at - 1] !== ':') return after(text, '\n', at);
        return text[at + 1] === '*' ? after(text, '*/', at + 2) : undefined;
      default:
        return undefined;
    }
  }

  #string(from: number, verbatim: boolean): number {
    const text = this.#text;
    const limit = Math.min(text.length, from + LONGEST);
    for (let at = from + 1; at < limit; at++) {
      const sign = text[at];
      if (sign === '\\' && !verbatim) at += 1;
      else if (sign === '\n' && !verbatim) return at;
      else if (sign === '"') {
        if (!verbatim || text[at + 1] !== '"') return at + 1;
        at += 1;
      }
    }
    return limit;
  }
}

/** A line of a comment ends where the line does, a comment that never ends with the text. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
