/** The text of Go's string literals. */

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/g;
const SHORT: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const LAST_CHARACTER = 0x10ffff;

/** The text of a literal as written, plain or between backticks. */
export function literalText(written: string): string {
  const inner = written.slice(1, -1);
  if (written.startsWith('`')) return inner.replaceAll('\r', '');
  return inner.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, octal?: string, sign?: string) => {
    const hex = byte ?? short ?? long;
    const code = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
    if (sign !== undefined) return SHORT[sign] ?? sign;
    return code <= LAST_CHARACTER ? String.fromCodePoint(code) : '\ufffd';
  });
}
