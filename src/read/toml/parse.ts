/**
 * A tolerant TOML parse: the parser stops at the first mistake, so a line it stumbles over is taken out and read by
 * itself, and what stands around it still counts.
 */
import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';

export interface ParsedToml {
  readonly program?: AST.TOMLProgram;
  /** Offsets and messages of what is wrong, in order of discovery. */
  readonly problems: { readonly offset: number; readonly message: string }[];
  /** Lines that had to be taken out, `[start, end)`. */
  readonly removed: (readonly [number, number])[];
}

/** Each repair parses the text again; the product of both is bounded. */
const MAX_REPAIRS = 20;
const MAX_REPARSED = 4_000_000;

export function parseToml(source: string): ParsedToml {
  const problems: { offset: number; message: string }[] = [];
  const removed: (readonly [number, number])[] = [];
  let text = source;
  for (let tries = 0; ; tries++) {
    try {
      return { program: parseTOML(text, { tomlVersion: 'latest' }), problems, removed };
    } catch (error) {
      if (!(error instanceof ParseError)) {
        // The parser recurses and spreads long strings over the stack.
        if (!(error instanceof RangeError)) throw error;
        problems.push({ offset: 0, message: 'nested too deeply or too long for the parser' });
        return { problems, removed: [[0, source.length]] };
      }
      const offset = Math.min(error.index, Math.max(0, text.length - 1));
      problems.push({ offset, message: error.message });
      const line = faultyLine(text, offset);
      if (tries >= MAX_REPAIRS || tries * text.length > MAX_REPARSED || !line) {
        return { problems, removed: [[0, source.length]] };
      }
      removed.push(line);
      text = text.slice(0, line[0]) + ' '.repeat(line[1] - line[0]) + text.slice(line[1]);
    }
  }
}

/** The line at an offset, or the last one with something in it before: at the end of a line the culprit lies behind. */
function faultyLine(text: string, offset: number): readonly [number, number] | undefined {
  for (let at = offset; at >= 0;) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (text.slice(start, end).trim() !== '') return [start, end];
    at = start - 1;
  }
  return undefined;
}
