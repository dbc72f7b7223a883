/** The sources of the cells as one text, and the way back from each of its offsets into the raw file. */
import { LineIndex } from '../../base/lines.ts';
import type { Span } from '../../model/span.ts';
import type { CodeCell } from './cells.ts';

/** A cell inside the joined text. */
export interface JoinedCell {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const UNICODE_ESCAPE = 6;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * Joins cells, each followed by a line end of its own. Text without escapes maps in runs: character after character
 * up to the next escape, which stands for one UTF-16 unit whatever its length.
 */
export class SourceMap {
  readonly text: string;
  readonly cells: readonly JoinedCell[];
  readonly #raw: string;
  readonly #rawLines: LineIndex;
  readonly #lines: LineIndex;
  /** Starts of the runs, in the joined text and in the raw one. */
  readonly #joined: number[] = [];
  readonly #rawStarts: number[] = [];

  constructor(raw: string, cells: readonly CodeCell[]) {
    this.#raw = raw;
    this.#rawLines = new LineIndex(raw);
    const pieces: string[] = [];
    const places: JoinedCell[] = [];
    let length = 0;
    const push = (piece: string, rawStart: number): void => {
      this.#joined.push(length);
      this.#rawStarts.push(rawStart);
      pieces.push(piece);
      length += piece.length;
    };
    for (const cell of cells) {
      const start = length;
      for (const { start: from, end } of cell.source) this.#decode(from + 1, end - 1, push);
      places.push({ number: cell.number, start, end: length });
      push('\n', (cell.source.at(-1)?.end ?? 1) - 1);
    }
    this.text = pieces.join('');
    this.cells = places;
    this.#lines = new LineIndex(this.text);
  }

  #decode(from: number, to: number, push: (piece: string, rawStart: number) => void): void {
    let at = from;
    while (at < to) {
      const slash = this.#raw.indexOf('\\', at);
      const until = slash < 0 || slash > to ? to : slash;
      if (until > at) push(this.#raw.slice(at, until), at);
      at = until;
      if (at < to) {
        push(this.#escaped(at), at);
        at += this.#escapeLength(at);
      }
    }
  }

  #escaped(at: number): string {
    const letter = this.#raw[at + 1] ?? '';
    if (letter !== 'u') return ESCAPES[letter] ?? letter;
    return String.fromCharCode(Number.parseInt(this.#raw.slice(at + 2, at + UNICODE_ESCAPE), 16) || 0);
  }

  #escapeLength(at: number): number {
    return this.#raw[at + 1] === 'u' ? UNICODE_ESCAPE : 2;
  }

  /** Span in the raw file of offsets in the joined text, with the cell it stands in. */
  span(start: number, end: number): Span {
    const from = this.#rawLines.at(this.#rawAt(start));
    const to = this.#rawLines.at(end > start ? this.#rawAfter(end - 1) : this.#rawAt(start));
    const cell = this.#cellAt(start);
    const line = this.#lines.at(start).line - this.#lines.at(cell?.start ?? 0).line + 1;
    return {
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      ...(cell && { cell: { number: cell.number, line } }),
    };
  }

  /** Line of the raw file where an offset of the joined text stands. */
  lineOf(offset: number): number {
    return this.#rawLines.at(this.#rawAt(offset)).line;
  }

  /** Line of an offset of the raw file. */
  rawLine(offset: number): number {
    return this.#rawLines.at(offset).line;
  }

  #rawAt(offset: number): number {
    const run = lastUpTo(this.#joined, offset);
    return (this.#rawStarts[run] ?? 0) + offset - (this.#joined[run] ?? 0);
  }

  /** Offset after the raw form of one character. */
  #rawAfter(offset: number): number {
    const at = this.#rawAt(offset);
    return at + (this.#raw[at] === '\\' ? this.#escapeLength(at) : 1);
  }

  #cellAt(offset: number): JoinedCell | undefined {
    let low = 0;
    let high = this.cells.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.cells[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.cells[low];
  }
}

/** Index of the last of the ascending numbers that is not beyond `wanted`. */
function lastUpTo(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
