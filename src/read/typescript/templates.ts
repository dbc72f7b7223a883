/** Strings put together from parts: template literals, concatenations, `.concat`, `[…].join`. */
import type { Value } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf, type Context } from './context.ts';
import { bare, isPlainString } from './tree.ts';

export type Piece = string | Value;

/** A template literal: known text, and holes filled where their value is known. */
export function interpolated(context: Context, node: TS.TemplateExpression, depth: number): Value {
  return joined(context, node, interpolatedPieces(context, node, depth));
}

function interpolatedPieces(context: Context, node: TS.TemplateExpression, depth: number): Piece[] {
  const pieces: Piece[] = [node.head.text];
  for (const { expression, literal } of node.templateSpans)
    pieces.push(context.evaluate(expression, depth + 1), literal.text);
  return pieces;
}

/** Parts one after another; nothing unless one of them is text. */
export function concatenation(
  context: Context,
  node: TS.Node,
  parts: readonly TS.Node[],
  depth: number,
): Value | undefined {
  const pieces: Piece[] = [];
  let textual = false;
  for (const part of parts) {
    const here = bare(part);
    if (isPlainString(here)) pieces.push(here.text);
    else if (ts.isTemplateExpression(here)) pieces.push(...interpolatedPieces(context, here, depth));
    else {
      const value = context.evaluate(here, depth + 1);
      textual ||=
        value.kind === 'template' || value.kind === 'env' || (value.kind === 'literal' && value.type === 'string');
      pieces.push(value);
      continue;
    }
    textual = true;
  }
  return textual ? joined(context, node, pieces) : undefined;
}

/** Text that is put together from longer texts is not spelled out. */
const MAX_FILLED = 4096;

/** One value from pieces: a literal when there is no hole at all. */
export function joined(context: Context, node: TS.Node, pieces: readonly Piece[]): Value {
  const span = spanOf(context, node);
  const holes: Value[] = [];
  const texts: string[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') texts.push(piece);
    else if (isWritten(piece)) texts.push(piece.text);
    else if (piece.kind === 'template' && piece.via === undefined) {
      for (const hole of piece.holes) holes.push(hole);
      texts.push(piece.text);
    } else {
      holes.push(piece);
      texts.push(knownText(piece) ?? '*');
    }
  }
  const text = texts.join('');
  return holes.length === 0 ? { kind: 'literal', text, type: 'string', span } : { kind: 'template', text, holes, span };
}

/** A literal on the spot is no hole: `"a" + "b"`. */
function isWritten(value: Value): value is Value & { kind: 'literal' } {
  return value.kind === 'literal' && value.via === undefined && (value.type === 'string' || value.type === 'number');
}

function knownText(value: Value): string | undefined {
  const text =
    value.kind === 'template' || (value.kind === 'literal' && (value.type === 'string' || value.type === 'number'))
      ? value.text
      : undefined;
  return text !== undefined && text.length <= MAX_FILLED ? text : undefined;
}
