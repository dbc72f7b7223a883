/**
 * The grammar's scanner keeps its indentation levels in a buffer of fixed size and corrupts the memory of every parser
 * when there are more of them than fit. No such line may reach it.
 */

const MAX_LEVELS = 250;
const TAB = 8;

export interface Indented {
  /** The text, as long as before, with a placeholder in place of the lines that stand too deep. */
  readonly text: string;
  /** Offset of the first line replaced. */
  readonly cut: number | undefined;
}

/** Replaces the lines of a text that are indented deeper than the grammar can take. */
export function withoutDeepIndents(text: string): Indented {
  const levels: number[] = [0];
  const kept: string[] = [];
  let keptTo = 0;
  let cut: number | undefined;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const width = indentOf(text, start, end);
    if (width !== undefined) {
      while (levels.length > 1 && width < levels.at(-1)!) levels.pop();
      if (width > levels.at(-1)!) {
        if (levels.length < MAX_LEVELS) levels.push(width);
        else {
          kept.push(text.slice(keptTo, start), placeholder(levels.at(-1)!, end - start));
          keptTo = end;
          cut ??= start;
        }
      }
    }
    start = end + 1;
  }
  return cut === undefined ? { text, cut } : { text: kept.join('') + text.slice(keptTo), cut };
}

/** A statement without meaning in the deepest block there may be: an empty block would break what follows. */
function placeholder(level: number, length: number): string {
  return `${' '.repeat(level)}0`.slice(0, length).padEnd(length);
}

/** Width of a line's indentation as the scanner counts it; nothing for a blank line. */
function indentOf(text: string, start: number, end: number): number | undefined {
  let width = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 32) width++;
    else if (code === 9) width += TAB;
    else if (code === 12) width = 0;
    else return code === 13 ? undefined : width;
  }
  return undefined;
}
