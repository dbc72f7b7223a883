/** Command lines as notebooks write them: words, quotes, flags, variables. */

/** A word of a command line; offsets are those of the text it came from. */
export interface Word {
  /** Quotes and backslashes taken away, each variable as `*`. */
  readonly text: string;
  /** Names in the holes, in order; `''` for a whole command in one. */
  readonly holes: readonly string[];
  readonly start: number;
  readonly end: number;
}

const SEPARATORS = /[;&|\n]/;
const BLANK = /[ \t\r]/;

/** The simple commands of a piece of shell text, each as its words. */
export function commandsIn(text: string, from: number, to: number): Word[][] {
  const splitter = new Splitter(text, from, to);
  return splitter.run();
}

class Splitter {
  readonly #text: string;
  readonly #end: number;
  #at: number;
  readonly #commands: Word[][] = [];
  #words: Word[] = [];

  constructor(text: string, from: number, to: number) {
    this.#text = text;
    this.#at = from;
    this.#end = to;
  }

  run(): Word[][] {
    while (this.#at < this.#end) {
      const letter = this.#text[this.#at] ?? '';
      if (BLANK.test(letter)) this.#at++;
      else if (letter === '\\' && /^\\\r?\n/.test(this.#text.slice(this.#at, this.#at + 3)))
        this.#at += this.#text[this.#at + 1] === '\r' ? 3 : 2;
      else if (letter === '#') this.#skipTo('\n');
      else if (SEPARATORS.test(letter)) this.#close();
      else if (/^\d?[<>]/.test(this.#text.slice(this.#at, this.#at + 2))) this.#redirect();
      else this.#word();
    }
    this.#close();
    return this.#commands;
  }

  #skipTo(what: string): void {
    const found = this.#text.indexOf(what, this.#at);
    this.#at = found < 0 || found > this.#end ? this.#end : found;
  }

  #close(): void {
    if (this.#words.length > 0) this.#commands.push(this.#words);
    this.#words = [];
    this.#at++;
  }

  /** `> file`: neither the sign nor the file is a word of the command. */
  #redirect(): void {
    while (this.#at < this.#end && /[<>&\d]/.test(this.#text[this.#at] ?? '')) this.#at++;
    while (this.#at < this.#end && BLANK.test(this.#text[this.#at] ?? '')) this.#at++;
    const before = this.#words.length;
    if (this.#at < this.#end && !SEPARATORS.test(this.#text[this.#at] ?? '')) this.#word();
    this.#words.length = before;
  }

  #word(): void {
    const start = this.#at;
    const holes: string[] = [];
    let text = '';
    let quote = '';
    while (this.#at < this.#end) {
      const letter = this.#text[this.#at] ?? '';
      if (quote === '' && (BLANK.test(letter) || SEPARATORS.test(letter))) break;
      if (letter === quote) quote = '';
      else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
      else if (letter === '\\' && quote !== "'") {
        if (/^\\\r?\n/.test(this.#text.slice(this.#at, this.#at + 3))) break;
        text += this.#text[++this.#at] ?? '';
      } else {
        const hole = this.#hole(quote === "'");
        if (hole) {
          holes.push(hole.name);
          text += '*';
          this.#at = hole.end;
          continue;
        }
        text += letter;
      }
      this.#at++;
    }
    this.#words.push({ text, holes, start, end: Math.min(this.#at, this.#end) });
    // A sign that ends nothing must not be read for ever.
    if (this.#at === start) this.#at++;
  }

  /** `$name`, `${name}`, `$(…)`, and `{name}`, which the notebook fills even between single quotes. */
  #hole(single: boolean): { name: string; end: number } | undefined {
    const letter = this.#text[this.#at];
    if (letter !== '{' && (letter !== '$' || single)) return undefined;
    const match = HOLE.exec(this.#text.slice(this.#at, Math.min(this.#end, this.#at + MAX_HOLE)));
    return match ? { name: match[1] ?? match[2] ?? match[3] ?? '', end: this.#at + match[0].length } : undefined;
  }
}

const MAX_HOLE = 200;
const HOLE = /^(?:\$\((?:[^()]|\([^()]*\))*\)|\$(\w+)|\$\{(\w+)[^}]*\}|\{([A-Za-z_][\w.]*(?:\[[^\]{}]*\])?)\})/;
