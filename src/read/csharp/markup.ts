/**
 * Pages with code in them: everything but the code is blanked, so that what stays keeps its place. Code of a page
 * stands in a type without saying so; one is put around it, and the places after are counted back.
 */
import { blank } from './parseable.ts';
import { SYNTHETIC_TYPE } from './scopes.ts';

/** Code to parse, with the way back to the file it comes from. */
export interface Prepared {
  readonly code: string;
  /** Offset in the file for an offset in `code`. */
  original(offset: number): number;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly kind: 'members' | 'statements' | 'using' | 'inject';
}

const DIRECTIVE = /@\*[^]*?\*@|@(?:(code|functions)\s*(?=\{)|(?=\{)|(using|inject)[ \t]+(?=[A-Za-z_]))/g;
const HEADER = `class ${SYNTHETIC_TYPE} `;

/** The code of a `.razor` or `.cshtml` file. */
export function prepareMarkup(text: string): Prepared {
  const parts: string[] = [];
  const insertions: number[] = [];
  let done = 0;
  for (const piece of piecesOf(text)) {
    parts.push(blank(text.slice(done, piece.from)));
    if (piece.kind === 'members') {
      insertions.push(piece.from);
      parts.push(HEADER);
    }
    parts.push(...written(text, piece));
    done = piece.to;
  }
  parts.push(blank(text.slice(done)));
  return { code: parts.join(''), original: offset => back(offset, insertions) };
}

/** A directive of one line becomes a statement: the character after it, a line end, gives way to the semicolon. */
function written(text: string, { from, to, kind }: Piece): string[] {
  const code = text.slice(from, to);
  return kind === 'using' || kind === 'inject' ? [code.replace(/[^]$/, ';')] : [code];
}

/** Each insertion stands before the code it was made for. */
function back(offset: number, insertions: readonly number[]): number {
  let shift = 0;
  for (const at of insertions) {
    if (offset < at + shift) break;
    shift = Math.min(shift + HEADER.length, offset - at);
  }
  return offset - shift;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  DIRECTIVE.lastIndex = 0;
  for (let match = DIRECTIVE.exec(text); match; match = DIRECTIVE.exec(text)) {
    if (match[0].startsWith('@*')) continue;
    const from = DIRECTIVE.lastIndex;
    const before = text[match.index - 1];
    if (before === '@' || (before !== undefined && /\w/.test(before))) continue;
    const piece =
      match[2] === undefined
        ? blockAt(text, from, match[1] === undefined ? 'statements' : 'members')
        : lineAt(text, match.index, from, match[2]);
    if (!piece) continue;
    pieces.push(piece);
    DIRECTIVE.lastIndex = piece.to;
  }
  return pieces;
}

function lineAt(text: string, at: number, from: number, word: string): Piece | undefined {
  const end = /[\r\n;]|$/.exec(text.slice(from, from + 500))?.index ?? 0;
  const to = from + end + 1;
  if (to > text.length) return undefined;
  // The keyword `using` is code too, `inject` is not.
  return word === 'using' ? { from: at + 1, to, kind: 'using' } : { from, to, kind: 'inject' };
}

/** From the brace to the one that closes it; strings, characters and comments may hold braces of their own. */
function blockAt(text: string, from: number, kind: 'members' | 'statements'): Piece | undefined {
  const token =
    /\/\/[^\r\n]*|\/\*[^]*?\*\/|"""[^]*?"""|@"(?:[^"]|"")*"|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.){1,8}'|[{}]/g;
  token.lastIndex = from;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth === 0) return { from, to: token.lastIndex, kind };
  }
  return undefined;
}
