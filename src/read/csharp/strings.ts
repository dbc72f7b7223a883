/** String literals: from the text between quotes to the text that is meant. */

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '0': '\0',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{1,4})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g;

/** The text of a literal as written in the file: `"…"`, `@"…"`, `"""…"""`, `'…'`. */
export function literalText(written: string): string {
  if (written.startsWith('@')) return written.slice(2, -1).replaceAll('""', '"');
  if (written.startsWith("'")) return unescape(written.slice(1, -1));
  const quotes = /^"+/.exec(written)?.[0].length ?? 0;
  const content = written.replace(/u8$/i, '');
  if (quotes >= 3) return rawText(content.slice(quotes, Math.max(quotes, content.length - quotes)));
  return unescape(content.slice(1, -1));
}

/** Backslash escapes of an ordinary string. */
export function unescape(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(ESCAPE, (whole: string, hex?: string, short?: string, long?: string, one?: string) => {
    const code = hex ?? short ?? long;
    if (code === undefined) return one === undefined ? whole : (SIMPLE[one] ?? one);
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** A raw string over several lines: the first and last line break and the indentation of the closing line are not part of it. */
function rawText(content: string): string {
  const lines = content.split(/\r\n|\r|\n/);
  if (lines.length < 3 || lines[0]?.trim() !== '' || lines.at(-1)?.trim() !== '') return content;
  const indent = lines.at(-1)?.length ?? 0;
  return lines
    .slice(1, -1)
    .map(line => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join('\n');
}
