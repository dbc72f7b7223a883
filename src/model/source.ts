import type { Fact } from './fact.ts';
import type { Program } from './program.ts';

/** One file as a reader sees it: a name and its text. Readers never touch the disk. */
export interface Source {
  /** Relative to the scanned root, forward slashes. */
  readonly path: string;
  /** Decoded text: no byte-order mark, line ends as they are in the file. */
  readonly text: string;
}

/** Something about a file that a person should know: it was skipped, cut short or only partly understood. */
export interface Diagnostic {
  readonly path: string;
  readonly line?: number;
  /** Stable identifier, e.g. `syntax-error`, `too-large`, `binary`, `unreadable`. */
  readonly code: string;
  readonly message: string;
}

export interface ReadResult {
  readonly facts: Fact[];
  /** Infrastructure code, its parameter files and the data it may load: the same once more, not yet evaluated. */
  readonly program?: Program;
  /** Parse problems. What could be read of the file is in `facts` all the same. */
  readonly diagnostics: Diagnostic[];
}

/** A reader is pure: the same source gives the same facts. It may throw only on its own bugs. */
export type Reader = (source: Source) => ReadResult;
