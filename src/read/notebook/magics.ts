/**
 * What in a code cell is not Python: cell magics, line magics, shell lines. They are taken out with their places
 * kept, so that the rest parses and every offset still holds.
 */

/** A line that goes to the shell or to a magic, without its sigil. Offsets are those of the cell's text. */
export interface MagicLine {
  readonly kind: 'shell' | 'magic';
  readonly start: number;
  readonly end: number;
}

export interface PlainCell {
  /** The cell's Python, as long as the cell, everything else blanked. */
  readonly python: string;
  readonly lines: readonly MagicLine[];
  /** True when the Python is written to a file of its own: it shares no names with the notebook. */
  readonly apart: boolean;
}

/** Cell magics whose body is commands. */
const SHELLS = /^(?:bash|sh|zsh|shell|system|sx|cmd|script|powershell|pwsh|!)$/;
/** Cell magics whose body is neither Python nor commands. */
const FOREIGN =
  /^(?:html|HTML|javascript|js|latex|markdown|md|svg|SVG|perl|ruby|R|r|scala|fs|sql\w*|bigquery|spark|mermaid|css|julia|cpp|csharp|configure|writetemplate|chat|ai|cython|yaml|json)$/;
/** Line magics that run the Python after them. */
const RUNNERS = /^%(?:time|timeit|prun|memit)[ \t]+(?![-%!])/;

/** Takes a cell apart. */
export function takeOutMagics(text: string): PlainCell {
  const first = /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*%%?([\w!]+)([^\r\n]*)/.exec(text);
  const [head = '', name = '', rest = ''] = first ?? [];
  const double = head.trimStart().startsWith('%%') || /(?:^|\n)[ \t]*%%/.test(head);
  if (first && (double || /^(?:md|sql|scala|r|sh|fs|python)$/.test(name))) {
    const body = head.length;
    if (SHELLS.test(name)) return { python: blank(text), lines: bodyLines(text, body), apart: false };
    if (name === 'writefile' || name === 'file') {
      const python = /\.pyw?["']?\s*$/.test(rest) ? blank(text.slice(0, body)) + text.slice(body) : blank(text);
      return { python, lines: [], apart: true };
    }
    if (FOREIGN.test(name)) return { python: blank(text), lines: [], apart: false };
    return takeOutLines(text, body);
  }
  return takeOutLines(text, 0);
}

/** Blanks `[0, from)` and every magic or shell line after it. */
function takeOutLines(text: string, from: number): PlainCell {
  const lines: MagicLine[] = [];
  const kept: string[] = [blank(text.slice(0, from))];
  const state = new LogicalLines();
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const magic = state.atStart ? magicIn(line) : undefined;
    if (magic === undefined) {
      state.read(line);
      kept.push(line, text.slice(end, end + 1));
      at = end + 1;
      continue;
    }
    const runner = RUNNERS.exec(line.slice(magic.sigil));
    if (runner) {
      // What the magic runs is Python, from where it stands.
      kept.push(line.slice(0, magic.sigil), ' '.repeat(runner[0].length));
      at += magic.sigil + runner[0].length;
      continue;
    }
    const last = continuedTo(text, at);
    if (magic.kind) lines.push({ kind: magic.kind, start: at + magic.body, end: last });
    kept.push(placeholder(text.slice(at, last), magic.sigil), text.slice(last, last + 1));
    at = last + 1;
  }
  return { python: kept.join('').slice(0, text.length), lines, apart: false };
}

/** Installers that notebooks know without a sigil. */
const AUTOMATIC = /^([ \t]*)()(?=(?:pip3?|conda|mamba)[ \t]+(?:install|uninstall|list|show|freeze)\b)/;

interface Magic {
  /** Nothing for help requests. */
  readonly kind: MagicLine['kind'] | undefined;
  /** Column of the sigil, and of what comes after it. */
  readonly sigil: number;
  readonly body: number;
}

function magicIn(line: string): Magic | undefined {
  const plain = /^([ \t]*)(!!?|%)[ \t]*/.exec(line) ?? AUTOMATIC.exec(line);
  if (plain) {
    const [whole, indent = '', sigil = ''] = plain;
    return { kind: sigil === '%' ? 'magic' : 'shell', sigil: indent.length, body: whole.length };
  }
  const assigned = /^([ \t]*)[\w.,[\]'" \t]+=[ \t]*(!|%(?=[a-zA-Z]))/.exec(line);
  if (assigned) {
    const [whole, indent = '', sigil = ''] = assigned;
    return { kind: sigil === '%' ? 'magic' : 'shell', sigil: indent.length, body: whole.length };
  }
  const help = /^([ \t]*)(?:\?{1,2}[\w.%]+|[\w.%]+\?{1,2})[ \t;]*$/.exec(line);
  return help ? { kind: undefined, sigil: help[1]?.length ?? 0, body: line.length } : undefined;
}

/** The lines of a shell cell, those joined by a backslash as one. */
function bodyLines(text: string, from: number): MagicLine[] {
  const lines: MagicLine[] = [];
  for (let at = lineEnd(text, from) + 1; at < text.length;) {
    const end = continuedTo(text, at);
    lines.push({ kind: 'shell', start: at, end });
    at = end + 1;
  }
  return lines;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** End of the line at `at`, and of those that a trailing backslash adds to it. */
function continuedTo(text: string, at: number): number {
  let end = lineEnd(text, at);
  while (end < text.length && /\\\r?$/.test(text.slice(Math.max(at, end - 2), end))) end = lineEnd(text, end + 1);
  return end;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** A statement without meaning where the magic stood: the block around it may hold nothing else. */
function placeholder(text: string, column: number): string {
  const blanked = blank(text);
  return `${text.slice(0, column)}0${blanked.slice(column + 1)}`;
}

/** Follows brackets and strings from line to line: a magic stands at the start of a statement only. */
class LogicalLines {
  #depth = 0;
  /** The closing quotes that a string open at the end of the last line waits for. */
  #quote = '';
  #continued = false;

  get atStart(): boolean {
    return this.#depth === 0 && this.#quote === '' && !this.#continued;
  }

  read(line: string): void {
    let at = 0;
    this.#continued = false;
    while (at < line.length) {
      if (this.#quote !== '') {
        at = this.#closed(line, at);
        continue;
      }
      const letter = line[at] ?? '';
      if (letter === '#') break;
      if (letter === '"' || letter === "'") {
        this.#quote = line.startsWith(letter.repeat(3), at) ? letter.repeat(3) : letter;
        at += this.#quote.length;
        continue;
      }
      if ('([{'.includes(letter)) this.#depth++;
      else if (')]}'.includes(letter)) this.#depth = Math.max(0, this.#depth - 1);
      else if (letter === '\\' && /^\\\r?$/.test(line.slice(at))) this.#continued = true;
      at++;
    }
    // A string of one line that is not closed ends with it, unless a backslash carries it on.
    if (this.#quote.length === 1 && !/\\\r?$/.test(line)) this.#quote = '';
  }

  /** Offset after the closing quotes, or the end of the line. */
  #closed(line: string, from: number): number {
    for (let at = from; at < line.length; at++) {
      if (line[at] === '\\') at++;
      else if (line.startsWith(this.#quote, at)) {
        const after = at + this.#quote.length;
        this.#quote = '';
        return after;
      }
    }
    return line.length;
  }
}
