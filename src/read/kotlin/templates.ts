/** What stands in a Kotlin string: its texts, and the expressions in between. */
import type { CodeNode } from '../code-tree.ts';

/** A piece of a string: text as written, or what stands in a hole. */
export type Piece =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** A dotted name (`$name`, or `${a.b}` that the parser took for text). */
  | { readonly kind: 'name'; readonly start: number; readonly end: number }
  | { readonly kind: 'expression'; readonly node: CodeNode };

/** The grammar takes some holes for text, so that names in the text are looked for again; `\$` is none. */
const HOLE = /\\.|\$\{\s*([A-Za-z_][\w.]*)\s*\}|\$([A-Za-z_]\w*)/g;
/** In a raw string a backslash is a backslash. */
const RAW_HOLE = /\$\{\s*([A-Za-z_][\w.]*)\s*\}|\$([A-Za-z_]\w*)/g;

/** The pieces of a string literal, in order; quotes left out. */
export function piecesOf(literal: CodeNode, text: string): readonly Piece[] {
  const raw = literal.type === 'multiline_string_literal';
  const quote = raw ? 3 : 1;
  const pieces: Piece[] = [];
  let from = literal.start + quote;
  for (const hole of literal.children) {
    const [expression] = hole.type === 'interpolation' ? hole.children : [];
    if (!expression) continue;
    scan(text, from, hole.start, raw, pieces);
    pieces.push({ kind: 'expression', node: expression });
    from = hole.end;
  }
  scan(text, from, Math.max(from, literal.end - quote), raw, pieces);
  return pieces;
}

function scan(text: string, start: number, end: number, raw: boolean, pieces: Piece[]): void {
  let from = start;
  const written = text.slice(start, end);
  for (const match of written.matchAll(raw ? RAW_HOLE : HOLE)) {
    const name = match[1] ?? match[2];
    if (name === undefined) continue;
    const at = start + match.index;
    if (at > from) pieces.push({ kind: 'text', start: from, end: at });
    const nameAt = at + match[0].indexOf(name);
    pieces.push({ kind: 'name', start: nameAt, end: nameAt + name.length });
    from = at + match[0].length;
  }
  if (end > from) pieces.push({ kind: 'text', start: from, end });
}
