/** A Dockerfile cut into instructions, and an instruction into words, both with offsets. */

export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** What comes after the keyword, continued lines included. */
  readonly start: number;
  readonly end: number;
  /** With the bodies of its heredocs. */
  readonly whole: number;
  readonly heredocs: readonly { readonly start: number; readonly end: number }[];
}

const LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y;
const HEREDOC = /<<(-?)\s*(["']?)([A-Za-z_]\w*)\2/g;

function lineEnd(text: string, start: number): number {
  LINE.lastIndex = start;
  return start + (LINE.exec(text)?.[0].length ?? 0);
}

/** The instructions in `[from, to)`. */
export function* instructions(text: string, from = 0, to = text.length): Generator<Instruction> {
  const escape = /^\s*#\s*escape\s*=\s*`/i.test(text) ? '`' : '\\';
  for (let at = from; at < to;) {
    const end = lineEnd(text, at);
    const head = /^([ \t]*)([A-Za-z]+)[ \t]+(?=\S)/.exec(text.slice(at, end));
    if (!head) {
      at = end;
      continue;
    }
    const start = at + head[0].length;
    const stop = continuedTo(text, start, Math.min(end, to), to, escape);
    const heredocs = bodies(text, start, stop, to);
    const whole = heredocs.at(-1)?.next ?? stop;
    yield {
      keyword: (head[2] ?? '').toUpperCase(),
      start,
      end: trimmed(text, start, stop),
      whole: trimmed(text, start, whole),
      heredocs,
    };
    at = whole;
  }
}

/** End of the last line that a line continues to; comments and empty lines between do not end it. */
function continuedTo(text: string, start: number, end: number, to: number, escape: string): number {
  let stop = end;
  let line = text.slice(start, end);
  while (stop < to && (line.trimEnd().endsWith(escape) || /^\s*#/.test(line))) {
    const next = Math.min(lineEnd(text, stop), to);
    if (next === stop) break;
    line = text.slice(stop, next);
    stop = next;
    // An empty line after a continued one is passed over.
    while (line.trim() === '' && stop < to) {
      const further = Math.min(lineEnd(text, stop), to);
      line = text.slice(stop, further);
      stop = further;
    }
  }
  return stop;
}

function bodies(text: string, start: number, stop: number, to: number): { start: number; end: number; next: number }[] {
  const found: { start: number; end: number; next: number }[] = [];
  let at = stop;
  for (const [, dash, , word] of text.slice(start, stop).matchAll(HEREDOC)) {
    const from = at;
    for (;;) {
      const end = Math.min(lineEnd(text, at), to);
      const line = text.slice(at, end).replace(/[\r\n]+$/, '');
      const closes = (dash === '-' ? line.replace(/^\t+/, '') : line) === word;
      if (closes || end >= to || end === at) {
        found.push({ start: from, end: closes ? at : end, next: end });
        at = end;
        break;
      }
      at = end;
    }
  }
  return found;
}

function trimmed(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

const WORD = /(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\\[^\r\n]|[^\s"'\\])+/g;

/** Words of an instruction; continuations and comments between lines are no words. */
export function wordsOf(text: string, start: number, end: number): Piece[] {
  const shown = text
    .slice(start, end)
    .replace(/(^|\n)([ \t]*#[^\n]*)/g, (_, before: string, comment: string) => before + ' '.repeat(comment.length));
  return [...shown.matchAll(WORD)].map(match => ({
    text: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}
