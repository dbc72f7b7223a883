/** String literals: from the text between quotes to the text that is meant. */

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]{0,80}\}|(\r\n|[^]))/g;

/** Where the content of a literal lies and how it is to be read. */
export interface LiteralShape {
  readonly raw: boolean;
  /** Offsets of the content, without prefix and quotes. */
  readonly from: number;
  readonly to: number;
}

/** Takes prefix and quotes of the string literal in `[start, end)` apart; an unclosed literal runs to its end. */
export function literalShape(text: string, start: number, end: number): LiteralShape {
  let at = start;
  let raw = false;
  while (at < end && text[at] !== '"' && text[at] !== "'") {
    if (text[at] === 'r' || text[at] === 'R') raw = true;
    at++;
  }
  const quote = text[at] ?? '"';
  const triple = text.startsWith(quote.repeat(3), at) && end - at >= 6;
  const size = triple ? 3 : 1;
  const closed = end - at >= 2 * size && text.endsWith(quote.repeat(size), end);
  return { raw, from: Math.min(at + size, end), to: closed ? end - size : end };
}

/** The text a piece of a literal's content stands for. */
export function unescape(content: string, raw: boolean): string {
  const normal = content.includes('\r') ? content.replaceAll('\r\n', '\n') : content;
  if (raw || !normal.includes('\\')) return normal;
  return normal.replace(
    ESCAPE,
    (whole: string, octal?: string, hex?: string, short?: string, long?: string, one?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const code = hex ?? short ?? long;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16), whole);
      return one === undefined ? whole : (SIMPLE[one] ?? whole);
    },
  );
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** A format string taken apart: known text, and between the pieces what fills the gap (`''` for "the next one"). */
export interface Format {
  /** One more than there are `gaps`. */
  readonly known: readonly string[];
  readonly gaps: readonly string[];
}

const PERCENT = /%(?:\(([^()%]{0,100})\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;
const BRACES = /\{\{|\}\}|\{([^{}!:]{0,100})(?:![rsa])?(?::(?:[^{}]|\{[^{}]*\})*)?\}/g;

/** `"%s/%(name)s"`: gaps carry the mapping key, or `''`. */
export function percentFormat(text: string): Format {
  return takeApart(text, PERCENT, match => (match[2] === '%' ? { text: '%' } : { gap: match[1] ?? '' }));
}

/** `"{}/{name}/{0}"`: gaps carry the field as written, or `''`. */
export function braceFormat(text: string): Format {
  return takeApart(text, BRACES, match =>
    match[0] === '{{' ? { text: '{' } : match[0] === '}}' ? { text: '}' } : { gap: match[1] ?? '' },
  );
}

type Piece = { readonly text: string } | { readonly gap: string };

function takeApart(text: string, pattern: RegExp, read: (match: RegExpMatchArray) => Piece): Format {
  const known: string[] = [];
  const gaps: string[] = [];
  let before = '';
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    before += text.slice(last, match.index);
    last = match.index + match[0].length;
    const piece = read(match);
    if ('text' in piece) before += piece.text;
    else {
      known.push(before);
      gaps.push(piece.gap);
      before = '';
    }
  }
  known.push(before + text.slice(last));
  return { known, gaps };
}
