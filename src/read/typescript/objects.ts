/** Object literals with what is spread into them, as one list of keys with values. */
import { ts, type TS } from './compiler.ts';
import type { Context } from './context.ts';
import { bare, isEitherOr, isPlainString, plainName } from './tree.ts';
import { knownName } from './written.ts';

export interface ObjectPart {
  readonly name: string;
  /** Where the key stands. */
  readonly key: TS.Node;
  /** What the key holds; the method itself for a method. */
  readonly value: TS.Node;
  /** True when it arrived through another object's name. */
  readonly spread: boolean;
}

const MAX_PARTS = 1000;
const MAX_HOPS = 6;

/** The keys and values an expression brings, where it is an object written in this file. */
export function objectParts(context: Context, node: TS.Node): ObjectPart[] {
  const parts: Part[] = [];
  collect(context, node, parts, { spread: false, certain: true, hops: 0 });
  return parts.some(({ spread }) => spread) || parts.some(({ certain }) => !certain) ? withoutReplaced(parts) : parts;
}

interface Way {
  readonly spread: boolean;
  /** False in a branch that may not be taken. */
  readonly certain: boolean;
  readonly hops: number;
}
interface Part extends ObjectPart {
  readonly certain: boolean;
}

function collect(context: Context, node: TS.Node, parts: Part[], way: Way): void {
  const here = bare(node);
  if (way.hops > MAX_HOPS || parts.length >= MAX_PARTS) return;
  if (ts.isObjectLiteralExpression(here)) return collectLiteral(context, here, parts, way);
  const either = { ...way, certain: false, hops: way.hops + 1 };
  if (ts.isConditionalExpression(here)) {
    collect(context, here.whenTrue, parts, either);
    return collect(context, here.whenFalse, parts, either);
  }
  if (isEitherOr(here)) collect(context, here.left, parts, either);
  if (ts.isBinaryExpression(here)) return collect(context, here.right, parts, either);
  if (isMerge(here)) {
    for (const argument of here.arguments) collect(context, argument, parts, { ...way, hops: way.hops + 1 });
    return;
  }
  const objects = context.denote(here).filter(thing => thing.kind === 'object');
  for (const { node: literal } of objects) {
    collectLiteral(context, literal, parts, {
      spread: true,
      certain: way.certain && objects.length === 1,
      hops: way.hops + 1,
    });
  }
}

function collectLiteral(context: Context, literal: TS.ObjectLiteralExpression, parts: Part[], way: Way): void {
  for (const property of literal.properties) {
    if (parts.length >= MAX_PARTS) return;
    if (ts.isSpreadAssignment(property)) {
      collect(context, property.expression, parts, { ...way, hops: way.hops + 1 });
      continue;
    }
    const name = keyName(context, property.name);
    if (name !== undefined)
      parts.push({ name, key: property.name, value: valueOf(property), spread: way.spread, certain: way.certain });
  }
}

/** Leaves out what a later part of the same name replaces. */
function withoutReplaced(parts: readonly Part[]): Part[] {
  const replaced = new Set<string>();
  const kept: Part[] = [];
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    if (replaced.has(part.name)) continue;
    kept.push(part);
    if (part.certain) replaced.add(part.name);
  }
  return kept.reverse();
}

/** `Object.assign({}, a, b)`. */
function isMerge(node: TS.Node): node is TS.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  return ts.idText(name) === 'assign' && ts.isIdentifier(expression) && ts.idText(expression) === 'Object';
}

/** The node that says what a property holds. */
export function valueOf(property: Exclude<TS.ObjectLiteralElementLike, TS.SpreadAssignment>): TS.Node {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : property;
}

const indexed = new WeakMap<TS.Node, Map<string, TS.Node[]>>();

/** What an object literal holds, by key; the last one of a name counts. */
export function propertiesOf(
  context: Context,
  literal: TS.ObjectLiteralExpression,
): ReadonlyMap<string, readonly TS.Node[]> {
  let properties = indexed.get(literal);
  if (!properties) {
    indexed.set(literal, (properties = new Map()));
    for (const { name, value } of objectParts(context, literal)) properties.set(name, [value]);
  }
  return properties;
}

/** The name of a key: as written, the constant behind `[KEY]`, or the canonical path of `[X.Y]`. */
export function keyName(context: Context, name: TS.Node): string | undefined {
  const plain = plainName(name);
  if (plain !== undefined || !ts.isComputedPropertyName(name)) return plain;
  const { expression } = name;
  const key = constantKey(context, expression);
  if (key !== undefined) return key;
  const here = bare(expression);
  return ts.isPropertyAccessExpression(here) || ts.isIdentifier(here) ? knownName(context, here) : undefined;
}

const MAX_KEY_STEPS = 8;

/** The key that a subscript names: the text of a constant, or `[0]` for a number. */
export function constantKey(context: Context, node: TS.Node): string | undefined {
  const here = bare(node);
  if (isPlainString(here)) return here.text;
  if (ts.isNumericLiteral(here)) return `[${here.text}]`;
  // Only names lead to constants: asking for more would let keys inside keys be evaluated over and over.
  let root: TS.Node = here;
  for (let steps = 0; ts.isPropertyAccessExpression(root) && steps < MAX_KEY_STEPS; steps++) root = root.expression;
  if (!ts.isIdentifier(root)) return undefined;
  const value = context.evaluate(here);
  return value.kind === 'literal' && value.type === 'string' ? value.text : undefined;
}
