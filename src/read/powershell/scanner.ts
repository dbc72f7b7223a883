/** Position in a PowerShell text: blanks, comments, brackets and the patterns of its words. */

/** Names of variables, with their drive or scope: `$env:NAME`, `$script:x`, `${any text}`. */
export const VARIABLE = /\$(?:\{([^}\r\n]*)\}|((?:[A-Za-z_]\w*:)?[A-Za-z_?]\w*|[$^?_]))/y;
/** A word that is a command, a parameter or a plain argument; quotes and brackets end it. */
export const BARE = /(?:`[^\r\n]|[^\s`"'$(){}|;,&<>]|\$(?![A-Za-z_{(]))+/y;

export class Scanner {
  readonly text: string;
  pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text[this.pos + ahead] ?? '';
  }

  at(written: string): boolean {
    return this.text.startsWith(written, this.pos);
  }

  /** The match of a sticky pattern here, without moving. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.pos;
    return pattern.exec(this.text);
  }

  take(pattern: RegExp): string {
    const found = this.match(pattern)?.[0] ?? '';
    this.pos += found.length;
    return found;
  }

  /** Past blanks, comments and continued lines; past line ends as well where they do not end anything. */
  blanks(lines: boolean): void {
    while (!this.done) {
      const char = this.peek();
      if (char === ' ' || char === '\t' || char === '\u00a0' || char === '\ufeff') this.pos += 1;
      else if (char === '`' && /[\r\n]/.test(this.peek(1)))
        this.pos += this.text.startsWith('\r\n', this.pos + 1) ? 3 : 2;
      else if (char === '#') this.take(/[^\r\n]*/y);
      else if (char === '<' && this.peek(1) === '#') {
        const end = this.text.indexOf('#>', this.pos + 2);
        this.pos = end < 0 ? this.text.length : end + 2;
      } else if (lines && (char === '\n' || char === '\r')) this.pos += 1;
      else return;
    }
  }

  /** Past what the bracket here encloses, by counting alone. */
  skipBracketed(): void {
    let depth = 0;
    while (!this.done) {
      const char = this.peek();
      this.pos += 1;
      if (char === '(' || char === '{' || char === '[') depth += 1;
      else if (char === ')' || char === '}' || char === ']') {
        depth -= 1;
        if (depth <= 0) return;
      } else if (char === '`') this.pos += 1;
      else if (char === "'" || char === '"') {
        const end = this.text.indexOf(char, this.pos);
        this.pos = end < 0 ? this.text.length : end + 1;
      }
    }
  }
}
