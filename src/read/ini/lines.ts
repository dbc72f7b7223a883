/** The entries of an INI-like text with their offsets: sections, `key = value`, `key: value`, continuation lines. */

import { linesOf, type Line } from '../settings.ts';

/** What one line holds of a value. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

export interface IniEntry {
  /** Header of the section as written; none before the first header. */
  readonly section?: string;
  readonly key: string;
  readonly keyStart: number;
  /** The value, line by line, without comments and outer blanks; the first piece may be empty. */
  readonly pieces: Piece[];
}

const HEADER = /^[ \t]*\[([^\]]*)\][ \t]*(?:[;#].*)?$/;
const COMMENT = /^[ \t]*(?:[;#]|\/\/)/;

/**
 * Read the entries. A line that is indented deeper than the entry above it continues its value; `.gitconfig` indents
 * all keys alike, so depth is compared and not just asked for.
 */
export function iniEntries(text: string): IniEntry[] {
  const entries: IniEntry[] = [];
  let section: string | undefined;
  let current: IniEntry | undefined;
  let depth = 0;
  for (const line of linesOf(text)) {
    if (COMMENT.test(line.text) || line.text.trim() === '') continue;
    const indent = line.text.length - line.text.trimStart().length;
    if (current && indent > depth) {
      current.pieces.push(piece(line, indent));
      continue;
    }
    const header = HEADER.exec(line.text);
    if (header) section = (header[1] ?? '').trim();
    current = header ? undefined : entryOf(line, indent, section);
    if (!current) continue;
    depth = indent;
    entries.push(current);
  }
  return entries;
}

/** Web servers and other block languages share the extension but not the syntax. */
export function looksLikeBlocks(text: string): boolean {
  for (const line of linesOf(text)) {
    if (COMMENT.test(line.text)) continue;
    if (line.text.trimEnd().endsWith('{') && !/[="'$%]/.test(line.text)) return true;
  }
  return false;
}

const KEY = /^[\w.\-/ *%@"'()[\]+]{1,120}$/;

function entryOf(line: Line, indent: number, section: string | undefined): IniEntry | undefined {
  const separator = separatorIn(line.text);
  if (separator < 0) return undefined;
  const key = line.text.slice(indent, separator).trimEnd();
  if (!KEY.test(key)) return undefined;
  const rest = line.text.slice(separator + 1);
  const valueAt = separator + 1 + rest.length - rest.trimStart().length;
  return {
    ...(section === undefined ? {} : { section }),
    key: unquoted(key),
    keyStart: line.start + indent,
    pieces: [piece(line, valueAt)],
  };
}

/** The first `=`, or a `:` before it that is followed by a blank (`C:\x` and `http://` are no keys). */
function separatorIn(line: string): number {
  const equals = line.indexOf('=');
  const colon = line.search(/:(?=[ \t]|$)/);
  return colon >= 0 && (equals < 0 || colon < equals) ? colon : equals;
}

function piece(line: Line, from: number): Piece {
  const rest = line.text.slice(from);
  const comment = rest.search(/(?:^|[ \t])[;#](?:[ \t]|$)/);
  return { start: line.start + from, text: (comment < 0 ? rest : rest.slice(0, comment)).trimEnd() };
}

/** A text without the quotes around it. */
export function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
