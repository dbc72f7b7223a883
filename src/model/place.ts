/** A line a person can open. */
export interface Place {
  /** Relative to the scanned root, forward slashes. */
  readonly path: string;
  readonly line: number;
}
