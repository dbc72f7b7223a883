/** From text to syntax, whatever the text is like. */
import { ts, type TS } from './compiler.ts';

/** What kept a text from being read as a whole. */
export interface Problem {
  readonly code: 'syntax-error' | 'too-deep';
  readonly offset: number;
}

export interface Parsed {
  /** Nothing when the text could not be parsed at all. */
  readonly root: TS.SourceFile | undefined;
  readonly problem: Problem | undefined;
}

export type Dialect = 'ts' | 'tsx' | 'js';

/** By file name; JavaScript may hold JSX under any of its names. */
export function dialectOf(path: string): Dialect {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'tsx') return 'tsx';
  return extension === 'ts' || extension === 'mts' || extension === 'cts' ? 'ts' : 'js';
}

/** The parser nests as deep as the text does; this is well inside what the stack holds. */
const MAX_BRACKETS = 200;

/** Parses a text. Where brackets are nested too deep for the parser, what they enclose is left out. */
export function parse(text: string, dialect: Dialect): Parsed {
  const whole = attempt(text, dialect);
  if (whole) {
    const offset = firstError(whole);
    return { root: whole, problem: offset === undefined ? undefined : { code: 'syntax-error', offset } };
  }
  const { kept, offset } = withoutDepths(text);
  return {
    root: offset < text.length ? attempt(kept, dialect) : undefined,
    problem: { code: 'too-deep', offset: offset < text.length ? offset : 0 },
  };
}

function attempt(text: string, dialect: Dialect): TS.SourceFile | undefined {
  try {
    return create(text, dialect);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser keeps its state between calls and clears it only at the end of a good one.
    create('', 'ts');
    return undefined;
  }
}

function create(text: string, dialect: Dialect): TS.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  // JavaScript is told to be JSX: the plain kind would take `<` for a comparison.
  const kind = dialect === 'js' ? ts.ScriptKind.JSX : dialect === 'tsx' ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(`file.${dialect}`, text, options, false, kind);
}

function firstError(root: TS.SourceFile): number | undefined {
  const { parseDiagnostics } = root as unknown as { parseDiagnostics: readonly { readonly start: number }[] };
  return parseDiagnostics.length === 0
    ? undefined
    : parseDiagnostics.reduce((first, { start }) => Math.min(first, start), Infinity);
}

const SKIPPED =
  /\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|'(?:[^'\\\r\n]|\\[^])*'?|"(?:[^"\\\r\n]|\\[^])*"?|`(?:[^`\\]|\\[^])*`?/y;

/** Blanks what stands inside too many brackets. Offsets stay as they are; `offset` is where the first blank is. */
function withoutDepths(text: string): { kept: string; offset: number } {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  let first = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 47 || code === 39 || code === 34 || code === 96) {
      SKIPPED.lastIndex = i;
      const skipped = SKIPPED.exec(text);
      if (skipped) i += skipped[0].length - 1;
    } else if (code === 40 || code === 91 || code === 123) {
      if (depth++ === MAX_BRACKETS) {
        first = Math.min(first, i);
        pieces.push(text.slice(from, i));
        from = i;
      }
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0 && depth-- === MAX_BRACKETS + 1) {
      pieces.push(blank(text.slice(from, i + 1)));
      from = i + 1;
    }
  }
  pieces.push(depth > MAX_BRACKETS ? blank(text.slice(from)) : text.slice(from));
  return { kept: pieces.join(''), offset: first };
}

/** Spaces for everything but line ends. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
