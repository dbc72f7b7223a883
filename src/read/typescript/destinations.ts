/** Where an object literal goes: the variable, key, field or call it is written for. */
import { calleeName, type Call } from './calls.ts';
import { anyOf, ts, type TS } from './compiler.ts';
import type { Destination, Speaker } from './facts.ts';
import { constantKey, keyName } from './objects.ts';
import { bare, isAssignment, isEitherOr, isLast } from './tree.ts';
import { knownName } from './written.ts';

const NOWHERE: Destination = { path: [] };
/** Deeper data is told with its outermost keys only. */
const MAX_PATH = 16;
const MAX_CLIMB = 32;

/** Expressions that hand a literal inside them on to where they go themselves. */
export const isHandingOn = anyOf(
  'ParenthesizedExpression',
  'AsExpression',
  'SatisfiesExpression',
  'TypeAssertionExpression',
  'NonNullExpression',
  'AwaitExpression',
  'ArrayLiteralExpression',
  'SpreadElement',
  'SpreadAssignment',
  'JsxExpression',
);

/** Where the literal goes; found once for each. */
export function destination(speaker: Speaker, literal: TS.Node): Destination {
  let known = speaker.destinations.get(literal);
  if (!known) speaker.destinations.set(literal, (known = seek(speaker, literal)));
  return known;
}

function seek(speaker: Speaker, literal: TS.Node): Destination {
  let child = literal;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) return NOWHERE;
    if (ts.isObjectLiteralExpression(parent) && ts.isSpreadAssignment(child)) return destination(speaker, parent);
    if (!isHandingOn(parent) && !isOperand(parent, child)) return given(speaker, parent, child);
    child = parent;
  }
  return NOWHERE;
}

/** Is the child what the operator may give? */
export function isOperand(parent: TS.Node, child: TS.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== child;
  if (!ts.isBinaryExpression(parent)) return false;
  return isEitherOr(parent) || (isLast(parent.operatorToken) && parent.right === child);
}

function given(speaker: Speaker, parent: TS.Node, child: TS.Node): Destination {
  if (ts.isPropertyAssignment(parent))
    return inside(speaker, parent.parent, keyName(speaker.context, parent.name) ?? '');
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return ofArgument(speaker, parent, child);
  if (isAssignment(parent)) return parent.right === child ? { path: targetPath(speaker, parent.left) } : NOWHERE;
  if (ts.isJsxAttribute(parent)) return { path: [elementName(parent), keyName(speaker.context, parent.name) ?? ''] };
  const name = nameGiven(parent, child);
  return name && ts.isIdentifier(name) ? { path: [ts.idText(name)] } : NOWHERE;
}

/** The name of a declaration, where the child is its value. */
function nameGiven(parent: TS.Node, child: TS.Node): TS.Node | undefined {
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent);
  return declares && parent.initializer === child ? parent.name : undefined;
}

function inside(speaker: Speaker, literal: TS.Node, key: string): Destination {
  const outer = destination(speaker, literal);
  return outer.path.length >= MAX_PATH ? outer : { ...outer, path: [...outer.path, key] };
}

function ofArgument(speaker: Speaker, call: Call, child: TS.Node): Destination {
  return call.expression === child ? NOWHERE : { path: [], callee: calleeName(speaker.context, call) };
}

/** The element a JSX attribute belongs to. */
export function elementName(attribute: TS.JsxAttribute): string {
  const element = attribute.parent.parent;
  const { tagName } = element;
  return ts.isIdentifier(tagName) ? ts.idText(tagName) : tagName.getText();
}

/** `d["a"]["b"]` as a path: the name, then the keys. */
export function targetPath(speaker: Speaker, target: TS.Node): string[] {
  const keys: string[] = [];
  let here = bare(target);
  while (ts.isElementAccessExpression(here) && keys.length < MAX_PATH) {
    const key = constantKey(speaker.context, here.argumentExpression);
    if (key !== undefined && !key.startsWith('[')) keys.unshift(key);
    here = bare(here.expression);
  }
  return [knownName(speaker.context, here), ...keys];
}
