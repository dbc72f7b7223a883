/**
 * Places in a file, in the one unit every output format uses: 1-based lines and 1-based columns
 * counted in UTF-16 code units, end-exclusive.
 */

/** A cell of a notebook, beside the place in the raw file that a person opens. */
export interface Cell {
  /** 1-based number of the cell in the notebook. */
  readonly number: number;
  /** 1-based line inside that cell. */
  readonly line: number;
}

export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell?: Cell;
}

/** Does `outer` enclose `inner` (equal spans enclose each other)? */
export function encloses(outer: Span, inner: Span): boolean {
  const startsBefore = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return startsBefore && endsAfter;
}

/** Reading order: by line, then column, then the longer span first. */
export function compareSpans(a: Span, b: Span): number {
  return a.line - b.line || a.column - b.column || b.endLine - a.endLine || b.endColumn - a.endColumn;
}
