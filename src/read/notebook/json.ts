/**
 * Just enough JSON to find the cells of a notebook: it steps over what nobody asks for, and outputs of many
 * megabytes cost no more than the search for their closing quotes.
 */

/** Thrown where the text is not JSON. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
  readonly offset: number;
  constructor(offset: number) {
    super(`not JSON at offset ${offset}`);
    this.offset = offset;
  }
}

/** Offsets of a token, quotes included. */
export interface Token {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Offset of the first character that is no blank. */
export function skipBlanks(text: string, at: number): number {
  let here = at;
  for (;;) {
    const code = text.charCodeAt(here);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return here;
    here++;
  }
}

/** Offset after the string that starts at `at`. */
export function skipString(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) throw new NotJson(at);
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new NotJson(at);
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((quote - before) % 2 === 1) return quote + 1;
    from = quote + 1;
  }
}

/** Offset after the value that starts at `at`, however deep it is. */
export function skipValue(text: string, at: number): number {
  let here = at;
  let depth = 0;
  do {
    here = skipBlanks(text, here);
    switch (text[here]) {
      case '"':
        here = skipString(text, here);
        break;
      case '{':
      case '[':
        depth++;
        here++;
        break;
      case '}':
      case ']':
        if (--depth < 0) throw new NotJson(here);
        here++;
        break;
      case ',':
      case ':':
        if (depth === 0) throw new NotJson(here);
        here++;
        break;
      default:
        here = skipWord(text, here);
    }
  } while (depth > 0);
  return here;
}

const WORD = /[-+.\w]+/y;

function skipWord(text: string, at: number): number {
  WORD.lastIndex = at;
  if (!WORD.test(text)) throw new NotJson(at);
  return WORD.lastIndex;
}

/** Goes through the members of the object at `at`; `visit` gets a key and where its value starts. */
export function eachMember(text: string, at: number, visit: (key: string, valueAt: number) => void): number {
  if (text[at] !== '{') throw new NotJson(at);
  let here = skipBlanks(text, at + 1);
  while (text[here] !== '}') {
    const end = skipString(text, here);
    const key = text.slice(here + 1, end - 1);
    const colon = skipBlanks(text, end);
    if (text[colon] !== ':') throw new NotJson(colon);
    const value = skipBlanks(text, colon + 1);
    visit(key, value);
    here = next(text, skipValue(text, value), '}');
  }
  return here + 1;
}

/** Goes through the items of the array at `at`; `visit` gets where each starts. */
export function eachItem(text: string, at: number, visit: (itemAt: number) => void): number {
  if (text[at] !== '[') throw new NotJson(at);
  let here = skipBlanks(text, at + 1);
  while (text[here] !== ']') {
    visit(here);
    here = next(text, skipValue(text, here), ']');
  }
  return here + 1;
}

/** Offset of what follows a comma, or of the closing bracket. */
function next(text: string, at: number, close: string): number {
  const here = skipBlanks(text, at);
  if (text[here] === ',') return skipBlanks(text, here + 1);
  if (text[here] !== close) throw new NotJson(here);
  return here;
}

/** The text of the string token. */
export function stringAt(text: string, { start, end }: Token): string {
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch {
    return text.slice(start + 1, end - 1);
  }
}
