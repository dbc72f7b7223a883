/** Spellings that are valid C# and that the grammar stumbles over, told in others of the same length. */

/** `$""` holds nothing. */
const EMPTY = /\$""(?!")/g;
/** `$@"…{x}"""` ends in an escaped quote. */
const VERBATIM = /(?:\$@|@\$)"(?:[^"]|"")*"/g;

/** The text to parse; every place in it is the same place in the text to read. */
export function parseable(text: string): string {
  if (!text.includes('$')) return text;
  return text
    .replace(EMPTY, ' ""')
    .replace(VERBATIM, literal => (literal.endsWith('"""') ? `${literal.slice(0, -3)}  "` : literal));
}
