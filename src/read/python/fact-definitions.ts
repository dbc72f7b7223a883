import type { DefinitionFact } from '../../model/fact.ts';
import { keyword, positional } from './calls.ts';
import { constantText, spanOf, word } from './context.ts';
import { branchOf } from './branches.ts';
import { base, type Speaker } from './facts.ts';
import { pairUp, targetsOf } from './scopes.ts';
import { injected, signatureOf, signatureOfValue, typeName, type Signature } from './signatures.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { isEnum } from './values.ts';
import { knownNames } from './written.ts';

type Role = DefinitionFact['role'];

/** `x = 1`, `x: int`, `a.b = 1`, `a, b = 1, 2`. */
export function sayAssignment(speaker: Speaker, assignment: SyntaxNode): void {
  const { targets, value: given } = targetsOf(assignment);
  // An alias of a type with what is injected for it stands for that.
  const value = (given && injected(speaker.context, given)) ?? given;
  const annotation = assignment.get('type');
  for (const target of targets) define(speaker, target, value, assignment, annotation);
}

export function sayWalrus(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  if (name) define(speaker, name, node.get('value'), node);
}

/** `with X() as c`. */
export function sayTarget(speaker: Speaker, pattern: SyntaxNode): void {
  const target = pattern.get('alias')?.children[0];
  if (target && pattern.parent?.type === 'with_item') define(speaker, target, pattern.children[0], pattern);
}

/** A parameter with a default. */
export function sayParameter(speaker: Speaker, parameter: SyntaxNode): void {
  const name = parameter.get('name');
  if (name?.type === 'identifier')
    sayDefinition(speaker, word(speaker.context, name), 'parameter', name, parameter.get('value'), parameter);
}

/** `setattr(x, "name", value)`. */
export function saySetattr(speaker: Speaker, call: SyntaxNode): void {
  const { context } = speaker;
  const callee = call.get('function');
  if (callee?.type !== 'identifier' || word(context, callee) !== 'setattr') return;
  const [object, key, value] = positional(call);
  const name = key && constantText(context, key);
  if (!object || !key || !value || name === undefined) return;
  speaker.spoken.add(key);
  sayDefinition(speaker, `${knownNames(context, object).names[0] ?? ''}.${name}`, 'attribute', key, value, call);
}

export function sayTypeAlias(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('left')?.children[0];
  if (name?.type === 'identifier') sayDefinition(speaker, word(speaker.context, name), 'type', name, undefined, node);
}

export function sayFunction(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  const info = speaker.context.module.functions.get(node);
  if (!name) return;
  const signature = info ? signatureOf(speaker.context, info) : {};
  sayDefinition(speaker, word(speaker.context, name), 'function', name, undefined, node, signature);
}

/** A class; what it derives from is its value. */
export function sayClass(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  const info = speaker.context.module.classes.get(node);
  if (!name || !info) return;
  const bases = node.get('superclasses');
  const items = info.bases.map(one => speaker.context.evaluate(one));
  speaker.facts.push({
    kind: 'definition',
    name: word(speaker.context, name),
    role: 'class',
    ...(bases && items.length > 0 && { value: { kind: 'list', items, span: spanOf(speaker.context, bases) } }),
    ...base(speaker, name, node),
  });
}

function define(
  speaker: Speaker,
  target: SyntaxNode,
  value: SyntaxNode | undefined,
  whole: SyntaxNode,
  annotation?: SyntaxNode,
): void {
  const type = annotation && typeName(speaker.context, annotation);
  const typed: Signature = { ...signatureOfValue(speaker.context, value), ...(type !== undefined && { type }) };
  const pending: [SyntaxNode, SyntaxNode | undefined][] = [[target, value]];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [left, right] = next;
    if (left.type === 'identifier') {
      sayDefinition(speaker, word(speaker.context, left), roleOf(speaker, left), left, right, whole, typed);
    } else if (left.type === 'attribute') {
      sayDefinition(speaker, knownNames(speaker.context, left).names[0] ?? '', 'attribute', left, right, whole, typed);
    } else if (PATTERNS.has(left.type)) {
      const pairs = pairUp(left, right) ?? left.children.map((child): [SyntaxNode, undefined] => [child, undefined]);
      pending.push(...pairs);
    }
  }
}
const PATTERNS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'tuple',
  'list_splat_pattern',
  'parenthesized_expression',
]);

function roleOf(speaker: Speaker, name: SyntaxNode): Role {
  const scope = name.scope;
  if (scope?.kind !== 'class' || !scope.owner) return 'variable';
  return isEnum(speaker.context, scope.owner) ? 'enumMember' : 'field';
}

function sayDefinition(
  speaker: Speaker,
  name: string,
  role: Role,
  at: SyntaxNode,
  value: SyntaxNode | undefined,
  whole: SyntaxNode,
  signature: Signature = signatureOfValue(speaker.context, value),
): void {
  const description = value && descriptionOf(speaker, value);
  speaker.facts.push({
    kind: 'definition',
    name,
    role,
    ...(value && { value: speaker.context.evaluate(value) }),
    ...(description !== undefined && { description }),
    ...signature,
    ...base(speaker, at, whole),
    ...branched(speaker, whole),
  });
}

/** `Field(description="…")`. */
function descriptionOf(speaker: Speaker, value: SyntaxNode): string | undefined {
  const call = bare(value);
  const given = call.type === 'call' ? keyword(speaker.context, call, 'description') : undefined;
  return given && constantText(speaker.context, given);
}

function branched(speaker: Speaker, whole: SyntaxNode): Pick<DefinitionFact, 'branch'> {
  const branch = branchOf(speaker.context, whole);
  return branch ? { branch } : {};
}
