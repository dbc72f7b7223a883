/** The text of Java's string literals. */

const ESCAPE = /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(\r?\n)|(.))/g;
const SHORT: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', s: ' ' };

/** The text of a literal as written: plain, or a text block without the indentation all its lines share. */
export function literalText(written: string): string {
  if (!written.startsWith('"""')) return unescape(written.slice(1, -1));
  const body = written.slice(3, written.endsWith('"""') ? -3 : undefined).replace(/^[ \t\f]*\r?\n/, '');
  const lines = body.split(/\r?\n/);
  const last = lines.length - 1;
  const counted = lines.filter((line, i) => line.trim() !== '' || i === last);
  const indent = Math.min(...counted.map(line => line.length - line.trimStart().length));
  return unescape(lines.map(line => line.slice(indent).replace(/[ \t]+$/, '')).join('\n'));
}

function unescape(text: string): string {
  return text.replace(ESCAPE, (_, unicode?: string, octal?: string, lineEnd?: string, sign?: string) => {
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return lineEnd !== undefined ? '' : (SHORT[sign ?? ''] ?? sign ?? '');
  });
}
