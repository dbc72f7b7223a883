/** Strings put together from parts: f-strings, concatenations, `%` and `.format`. */
import type { Value } from '../../model/fact.ts';
import { spanOf, word, type Context } from './context.ts';
import { braceFormat, literalShape, percentFormat, unescape, type Format } from './literals.ts';
import { bare, type SyntaxNode } from './syntax.ts';

type Piece = string | Value;

/** Text of a string literal without holes. */
export function literalText(context: Context, node: SyntaxNode): string {
  const { raw, from, to } = literalShape(context.text, node.start, node.end);
  return unescape(context.text.slice(from, to), raw);
}

/** An f-string: known text, and holes filled where their value is known. */
export function interpolated(context: Context, node: SyntaxNode, depth: number): Value {
  return joined(context, node, interpolatedPieces(context, node, depth));
}

function interpolatedPieces(context: Context, node: SyntaxNode, depth: number): Piece[] {
  const { raw, from, to } = literalShape(context.text, node.start, node.end);
  const pieces: Piece[] = [];
  let at = from;
  const text = (until: number): string =>
    unescape(context.text.slice(at, Math.max(at, until)), raw)
      .replaceAll('{{', '{')
      .replaceAll('}}', '}');
  for (const hole of node.children) {
    if (hole.type !== 'interpolation') continue;
    pieces.push(text(hole.start));
    const expression = hole.get('expression');
    pieces.push(
      expression ? context.evaluate(expression, depth + 1) : { kind: 'unknown', span: spanOf(context, hole) },
    );
    at = hole.end;
  }
  pieces.push(text(to));
  return pieces;
}

/** Parts one after another; unknown unless one of them is text. */
export function concatenation(context: Context, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Value {
  const pieces: Piece[] = [];
  let textual = false;
  for (const part of parts) {
    const here = bare(part);
    if (here.type === 'string') {
      textual = true;
      pieces.push(
        ...(here.children.length > 0 ? interpolatedPieces(context, here, depth) : [literalText(context, here)]),
      );
      continue;
    }
    const value = context.evaluate(here, depth + 1);
    textual ||=
      value.kind === 'template' || value.kind === 'env' || (value.kind === 'literal' && value.type === 'string');
    pieces.push(value);
  }
  return textual ? joined(context, node, pieces) : { kind: 'unknown', span: spanOf(context, node) };
}

/** `text % values` and `text.format(values)`, where the text is known. */
export function formatted(
  context: Context,
  node: SyntaxNode,
  text: SyntaxNode,
  values: SyntaxNode | undefined,
  depth: number,
): Value | undefined {
  const pattern = context.evaluate(text, depth + 1);
  if (pattern.kind !== 'literal' || pattern.type !== 'string') return undefined;
  const percent = node.type === 'binary_operator';
  const format = percent ? percentFormat(pattern.text) : braceFormat(pattern.text);
  const given = values
    ? percent
      ? percentValues(context, values)
      : braceValues(context, values)
    : new Map<string, SyntaxNode>();
  const value = joined(context, node, filled(context, node, format, given, depth));
  return pattern.via === undefined ? value : { ...value, via: pattern.via };
}

function filled(
  context: Context,
  node: SyntaxNode,
  format: Format,
  given: ReadonlyMap<string, SyntaxNode>,
  depth: number,
): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  format.known.forEach((known, i) => {
    pieces.push(known);
    const gap = format.gaps[i];
    if (gap === undefined) return;
    // `{name.attribute}` and `{name[key]}` are filled from a part of `name`: what part is not followed.
    const value = given.get(gap === '' ? String(next++) : gap);
    pieces.push(value ? context.evaluate(value, depth + 1) : { kind: 'unknown', span: spanOf(context, node) });
  });
  return pieces;
}

function percentValues(context: Context, values: SyntaxNode): Map<string, SyntaxNode> {
  const here = bare(values);
  const given = new Map<string, SyntaxNode>();
  if (here.type === 'tuple') here.children.forEach((child, i) => given.set(String(i), child));
  else if (here.type === 'dictionary') {
    for (const pair of here.children) {
      const key = pair.get('key');
      const value = pair.get('value');
      if (key?.type === 'string' && value) given.set(literalText(context, key), value);
    }
  } else given.set('0', here);
  return given;
}

function braceValues(context: Context, list: SyntaxNode): Map<string, SyntaxNode> {
  const given = new Map<string, SyntaxNode>();
  let position = 0;
  for (const argument of list.children) {
    if (argument.type === 'keyword_argument') {
      const name = argument.get('name');
      const value = argument.get('value');
      if (name && value) given.set(word(context, name), value);
    } else if (argument.type !== 'dictionary_splat' && argument.type !== 'list_splat')
      given.set(String(position++), argument);
  }
  return given;
}

/** A text with more holes is data; the text still shows them all. */
const MAX_HOLES = 1000;

function joined(context: Context, node: SyntaxNode, pieces: readonly Piece[]): Value {
  const span = spanOf(context, node);
  const holes: Value[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else if (isWritten(piece)) text += piece.text;
    else if (piece.kind === 'template' && piece.via === undefined) {
      holes.push(...piece.holes);
      text += piece.text;
    } else {
      if (holes.length < MAX_HOLES) holes.push(piece);
      text += knownText(piece) ?? '*';
    }
  }
  return holes.length === 0 ? { kind: 'literal', text, type: 'string', span } : { kind: 'template', text, holes, span };
}

/** A literal on the spot is no hole: `"a" + "b"`. */
function isWritten(value: Value): value is Value & { kind: 'literal' } {
  return value.kind === 'literal' && value.via === undefined && (value.type === 'string' || value.type === 'number');
}

function knownText(value: Value): string | undefined {
  if (value.kind === 'template') return value.text;
  return value.kind === 'literal' && (value.type === 'string' || value.type === 'number') ? value.text : undefined;
}
