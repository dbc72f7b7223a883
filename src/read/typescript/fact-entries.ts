import type { EntryFact } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf } from './context.ts';
import { destination, elementName, targetPath } from './destinations.ts';
import { say, type Destination, type Speaker } from './facts.ts';
import { constantKey, keyName, valueOf } from './objects.ts';
import { bare, isAssignment, isPlainString, plainName } from './tree.ts';

/** `key: value`, `key` and `key() {}` of an object literal. */
export function sayEntry(speaker: Speaker, property: TS.Node): void {
  const literal = property.parent;
  if (
    !ts.isObjectLiteralExpression(literal) ||
    !ts.isObjectLiteralElementLike(property) ||
    ts.isSpreadAssignment(property)
  )
    return;
  const key = property.name;
  if (ts.isComputedPropertyName(key)) speaker.spoken.add(bare(key.expression));
  else speaker.spoken.add(key);
  const name = keyName(speaker.context, key);
  if (name !== undefined && !isPattern(literal))
    tell(speaker, name, key, valueOf(property), destination(speaker, literal), property);
}

/** `({ a } = value)` looks like an object and takes one apart. */
function isPattern(literal: TS.ObjectLiteralExpression): boolean {
  let here: TS.Node = literal;
  while (
    ts.isObjectLiteralExpression(here.parent) ||
    ts.isPropertyAssignment(here.parent) ||
    ts.isParenthesizedExpression(here.parent)
  ) {
    here = here.parent;
  }
  return isAssignment(here.parent) && here.parent.left === here;
}

/** `<Input placeholder="…" />`. */
export function sayAttribute(speaker: Speaker, attribute: TS.JsxAttribute): void {
  const name = plainName(attribute.name);
  if (name === undefined) return;
  const { initializer } = attribute;
  const path = [elementName(attribute)];
  if (initializer) return tell(speaker, name, attribute.name, initializer, { path }, attribute);
  const span = spanOf(speaker.context, attribute.name);
  say<EntryFact>(
    speaker,
    { kind: 'entry', name, path, value: { kind: 'literal', text: 'true', type: 'boolean', span } },
    span,
  );
}

/** `headers["api-key"] = value`. */
export function sayItemAssignment(speaker: Speaker, assignment: TS.BinaryExpression): void {
  const target = bare(assignment.left);
  if (!ts.isElementAccessExpression(target) || speaker.context.access(target)) return;
  const key = target.argumentExpression;
  const name = constantKey(speaker.context, key);
  if (name === undefined || name.startsWith('[')) return;
  if (isPlainString(key)) speaker.spoken.add(key);
  tell(speaker, name, key, assignment.right, { path: targetPath(speaker, target.expression) }, assignment);
}

function tell(
  speaker: Speaker,
  name: string,
  key: TS.Node,
  value: TS.Node,
  { path, callee }: Destination,
  whole: TS.Node,
): void {
  const held = speaker.context.evaluate(value);
  const fact: Omit<EntryFact, 'span'> =
    callee === undefined
      ? { kind: 'entry', name, value: held, path }
      : { kind: 'entry', name, value: held, path, callee };
  say<EntryFact>(speaker, fact, key, whole);
}
