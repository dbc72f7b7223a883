/** Text of `|` and `>` blocks taken from the file itself, for files whose templates were masked before parsing. */

/** The text of a block scalar whose source (header line included) is given. */
export function blockText(source: string): string {
  const [header = '', ...rows] = source.split(/\r\n|\n|\r/);
  const first = rows.find(row => row.trim() !== '') ?? '';
  const indent = first.length - first.trimStart().length;
  const text = rows.map(row => row.slice(Math.min(indent, row.length - row.trimStart().length))).join('\n');
  const shown = text.replace(/\n+$/, '\n');
  return header.startsWith('>') ? shown.replace(/([^\n])\n(?=[^\n])/g, '$1 ') : shown;
}
