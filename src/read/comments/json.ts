/** JSON with comments. */
import { createScanner, type SyntaxKind } from 'jsonc-parser';
import type { Stretch } from './index.ts';

/** Numbers of a constant enumeration, which only its own package can name. */
const LINE_COMMENT = 12 satisfies SyntaxKind.LineCommentTrivia;
const BLOCK_COMMENT = 13 satisfies SyntaxKind.BlockCommentTrivia;
const END = 17 satisfies SyntaxKind.EOF;

export function findInJson(text: string): Stretch[] {
  const found: Stretch[] = [];
  const scanner = createScanner(text, false);
  for (let kind = scanner.scan(); Number(kind) !== END; kind = scanner.scan()) {
    if (Number(kind) !== LINE_COMMENT && Number(kind) !== BLOCK_COMMENT) continue;
    found.push([scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength()]);
  }
  return found;
}
