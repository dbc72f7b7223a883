/** From offsets to spans, for offsets that mostly stand near each other. */
import type { LineIndex } from '../../base/lines.ts';
import type { Span } from '../../model/span.ts';

export class Places {
  readonly #lines: LineIndex;
  /** The line asked for last, from its first offset to the one after its last. */
  #line = 1;
  #from = 0;
  #to = 0;

  constructor(lines: LineIndex) {
    this.#lines = lines;
  }

  readonly span = (start: number, end: number): Span => {
    this.#find(start);
    const line = this.#line;
    const column = start - this.#from + 1;
    this.#find(end);
    return { line, column, endLine: this.#line, endColumn: end - this.#from + 1 };
  };

  #find(offset: number): void {
    if (offset >= this.#from && offset < this.#to) return;
    this.#line = this.#lines.at(offset).line;
    this.#from = this.#lines.startOf(this.#line);
    this.#to = this.#line < this.#lines.lineCount ? this.#lines.startOf(this.#line + 1) : Infinity;
  }
}
