/** Quoted texts and here-strings of PowerShell, cut into plain parts and what is filled in. */
import { VARIABLE, type Scanner } from './scanner.ts';

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly start: number; readonly end: number }
  /** `$( … )`: offsets of what stands between the brackets. */
  | { readonly kind: 'commands'; readonly start: number; readonly end: number };

export interface Quoted {
  readonly pieces: readonly Piece[];
  /** What stands between the quotes. */
  readonly inner: { readonly start: number; readonly end: number };
  readonly closed: boolean;
  readonly here: boolean;
}

/** The quoted text that starts here, or none. */
export function quotedText(scan: Scanner): Quoted | undefined {
  const here = scan.match(/@(["'])[ \t]*(?:\r\n|\n|\r)/y);
  if (here) return hereString(scan, here[1] ?? '"', here[0].length);
  const quote = scan.peek();
  if (quote === "'") return verbatim(scan);
  return quote === '"' ? expanding(scan) : undefined;
}

function hereString(scan: Scanner, quote: string, lead: number): Quoted {
  const start = scan.pos + lead;
  const from = Math.max(start - 1, 0);
  const close = new RegExp(`(?:\\r\\n|\\n|\\r)${quote}@`, 'g');
  close.lastIndex = scan.text[from - 1] === '\r' ? from - 1 : from;
  const found = close.exec(scan.text);
  const end = found ? Math.max(found.index, start) : scan.text.length;
  const text = scan.text.slice(start, end);
  const pieces = quote === "'" ? [plain(text)] : piecesOf(scan, start, () => end);
  scan.pos = found ? found.index + found[0].length : scan.text.length;
  return { pieces, inner: { start, end }, closed: found !== null, here: true };
}

function verbatim(scan: Scanner): Quoted {
  const start = scan.pos + 1;
  let end = start;
  for (;;) {
    end = scan.text.indexOf("'", end);
    if (end < 0) end = scan.text.length;
    else if (scan.text[end + 1] === "'") {
      end += 2;
      continue;
    }
    break;
  }
  const closed = end < scan.text.length;
  scan.pos = Math.min(end + 1, scan.text.length);
  return {
    pieces: [plain(scan.text.slice(start, end).replaceAll("''", "'"))],
    inner: { start, end },
    closed,
    here: false,
  };
}

function expanding(scan: Scanner): Quoted {
  const start = scan.pos + 1;
  const pieces = piecesOf(scan, start, undefined);
  const end = scan.pos;
  const closed = scan.peek() === '"';
  if (closed) scan.pos += 1;
  return { pieces, inner: { start, end }, closed, here: false };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\n': '' };

/** Parts up to `stop`, or to the closing quote; leaves the scanner there. */
function piecesOf(scan: Scanner, start: number, stop: (() => number) | undefined): Piece[] {
  const end = stop?.() ?? scan.text.length;
  const pieces: Piece[] = [];
  let shown = '';
  const flush = (): void => {
    if (shown !== '') pieces.push(plain(shown));
    shown = '';
  };
  scan.pos = start;
  while (scan.pos < end) {
    const char = scan.peek();
    if (char === '"' && !stop) {
      if (scan.peek(1) !== '"') break;
      shown += '"';
      scan.pos += 2;
    } else if (char === '`') {
      const next = scan.peek(1);
      shown += ESCAPES[next] ?? next;
      scan.pos += 2;
    } else if (char === '$') {
      const hole = holeHere(scan, end);
      if (!hole) {
        shown += char;
        scan.pos += 1;
        continue;
      }
      flush();
      pieces.push(hole);
    } else {
      const run = scan.match(/[^"`$]+/y)?.[0] ?? char;
      const taken = run.slice(0, end - scan.pos);
      shown += taken;
      scan.pos += taken.length;
    }
  }
  flush();
  return pieces;
}

function holeHere(scan: Scanner, end: number): Piece | undefined {
  const start = scan.pos;
  if (scan.peek(1) === '(') {
    scan.pos += 1;
    scan.skipBracketed();
    scan.pos = Math.min(scan.pos, end);
    return { kind: 'commands', start: start + 2, end: Math.max(start + 2, scan.pos - 1) };
  }
  const variable = scan.match(VARIABLE);
  if (!variable) return undefined;
  scan.pos += variable[0].length;
  return { kind: 'variable', name: variable[1] ?? variable[2] ?? '', start, end: scan.pos };
}

function plain(text: string): Piece {
  return { kind: 'text', text };
}
