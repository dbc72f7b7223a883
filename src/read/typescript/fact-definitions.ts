import type { DefinitionFact, Value } from '../../model/fact.ts';
import { branchOf } from './branches.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf } from './context.ts';
import { sayRenamed } from './fact-patterns.ts';
import { say, type Speaker } from './facts.ts';
import { leavesOf, type Leaf } from './scopes.ts';
import { constructorOf, signatureOf, signatureOfValue, typeName, type Signature } from './signatures.ts';
import { bare, isFunction, isPlainString, plainName, requiredModule } from './tree.ts';
import { knownName } from './written.ts';

type Role = DefinitionFact['role'];

function tell(
  speaker: Speaker,
  name: string,
  role: Role,
  head: TS.Node,
  whole: TS.Node,
  value?: Value,
  signature: Signature = {},
): void {
  // A name that is missing in broken code.
  if (name === '') return;
  const branch = branchOf(speaker.context, whole);
  const fact: Omit<DefinitionFact, 'span'> = {
    kind: 'definition',
    name,
    role,
    ...(value && { value }),
    ...signature,
    ...(branch && { branch }),
  };
  say<DefinitionFact>(speaker, fact, head, whole);
}

/** What is known of a name's type and, where it holds a function, of that. */
function typed(speaker: Speaker, type: TS.TypeNode | undefined, value: TS.Node | undefined): Signature {
  const name = type && typeName(speaker.context, type);
  return { ...signatureOfValue(speaker.context, value), ...(name !== undefined && { type: name }) };
}

/** `const x = 1`, `const { a, b } = value`. */
export function sayVariable(speaker: Speaker, node: TS.VariableDeclaration): void {
  const { name, initializer } = node;
  // What is imported is told as an import; what is caught has no value to tell.
  if ((initializer && isImport(initializer)) || ts.isCatchClause(node.parent)) return;
  if (ts.isIdentifier(name))
    return tell(
      speaker,
      ts.idText(name),
      'variable',
      name,
      node,
      valueOf(speaker, initializer),
      typed(speaker, node.type, initializer),
    );
  sayLeaves(speaker, leavesOf(name, []), 'variable', node);
}

function isImport(initializer: TS.Node): boolean {
  const here = bare(initializer);
  return requiredModule(ts.isPropertyAccessExpression(here) ? bare(here.expression) : here) !== undefined;
}

function sayLeaves(speaker: Speaker, leaves: readonly Leaf[], role: Role, whole: TS.Node): void {
  for (const { name } of leaves) {
    const value = role === 'variable' ? speaker.context.evaluate(name) : undefined;
    tell(speaker, ts.idText(name), role, name, whole, value && isTold(value, name) ? onTheSpot(value) : undefined);
  }
}

/** The value as the definition's own: it is not followed through the name that it gives a value to. */
function onTheSpot(value: Value): Value {
  const { via: _, ...own } = value;
  return own.kind === 'choice' ? { ...own, options: own.options.map(onTheSpot) } : own;
}

/** Does the value say more than the name it is asked for? */
function isTold(value: Value, name: TS.Identifier): boolean {
  return value.kind !== 'unknown' && !(value.kind === 'reference' && value.name === ts.idText(name));
}

/** A parameter of a function, or the names that it is taken apart into. */
export function sayParameter(speaker: Speaker, node: TS.ParameterDeclaration): void {
  // Parameters of function types are only there to be read.
  if (speaker.spoken.has(node) || !isFunction(node.parent)) return;
  const { name, initializer } = node;
  if (ts.isIdentifier(name)) {
    if (ts.idText(name) !== 'this')
      tell(speaker, ts.idText(name), 'parameter', name, node, valueOf(speaker, initializer));
    return;
  }
  for (const leaf of leavesOf(name, [])) {
    tell(speaker, ts.idText(leaf.name), 'parameter', leaf.name, leaf.element, valueOf(speaker, leaf.fallback));
  }
  sayRenamed(speaker, node);
}

/** Fields of classes, interfaces and type literals. */
export function sayProperty(speaker: Speaker, node: TS.PropertyDeclaration | TS.PropertySignature): void {
  if (isPlainString(node.name)) speaker.spoken.add(node.name);
  const name = plainName(node.name);
  const initializer = ts.isPropertyDeclaration(node) ? node.initializer : undefined;
  if (name === undefined) return;
  const value = valueOf(speaker, initializer);
  tell(speaker, name, 'field', node.name, node, value, typed(speaker, node.type, initializer));
}

/** `enum Kind { … }`. */
export function sayEnum(speaker: Speaker, node: TS.EnumDeclaration): void {
  tell(speaker, ts.idText(node.name), 'type', node.name, node);
}

/** `One = 'one'` of an enum. */
export function sayEnumMember(speaker: Speaker, node: TS.EnumMember): void {
  if (isPlainString(node.name)) speaker.spoken.add(node.name);
  const name = plainName(node.name);
  if (name !== undefined) tell(speaker, name, 'enumMember', node.name, node, valueOf(speaker, node.initializer));
}

/** A class; what it extends and implements is its value. */
export function sayClass(speaker: Speaker, node: TS.ClassLikeDeclaration): void {
  const types = node.heritageClauses?.flatMap(clause => clause.types) ?? [];
  const [first] = types;
  const items = types.map(type => speaker.context.evaluate(type.expression));
  const value: Value | undefined = first && { kind: 'list', items, span: spanOf(speaker.context, first) };
  sayDefault(speaker, node);
  if (node.name)
    tell(speaker, ts.idText(node.name), 'class', node.name, node, value, constructorOf(speaker.context, node));
}

/** A function declaration, method or getter. */
export function sayFunction(speaker: Speaker, node: TS.FunctionLikeDeclaration): void {
  const name = node.name && plainName(node.name);
  sayDefault(speaker, node);
  // In an object literal the method is an entry of that name.
  if (!node.name || name === undefined || ts.isObjectLiteralExpression(node.parent)) return;
  tell(speaker, name, 'function', node.name, node, undefined, signatureOf(speaker.context, node));
}

/** `interface X`, `type X = …`. */
export function sayNamedType(speaker: Speaker, node: TS.InterfaceDeclaration | TS.TypeAliasDeclaration): void {
  tell(speaker, ts.idText(node.name), 'type', node.name, node);
}

/** `x = 1` gives a variable its value, `a.b = 1` an attribute. */
export function sayIdentifierAssignment(speaker: Speaker, node: TS.BinaryExpression): void {
  const target = bare(node.left);
  if (ts.isIdentifier(target))
    return tell(
      speaker,
      ts.idText(target),
      'variable',
      target,
      node,
      valueOf(speaker, node.right),
      signatureOfValue(speaker.context, node.right),
    );
  if (!ts.isPropertyAccessExpression(target) || speaker.context.access(target)) return;
  const name = knownName(speaker.context, target);
  const signature = signatureOfValue(speaker.context, node.right);
  tell(speaker, name, 'attribute', target, node, valueOf(speaker, node.right), signature);
}

/** `export default function …`, `export default class …`. */
function sayDefault(speaker: Speaker, node: TS.FunctionLikeDeclaration | TS.ClassLikeDeclaration): void {
  if (!ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node)) return;
  if (!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return;
  const value = node.name && speaker.context.evaluate(node.name);
  const signature = ts.isClassDeclaration(node) ? {} : signatureOf(speaker.context, node);
  tell(speaker, 'default', 'export', node.name ?? node, node, value, signature);
}

/** `export default client`, `export { client as default }`: what the module hands on, and under which name. */
export function sayHandedOn(speaker: Speaker, node: TS.ExportAssignment | TS.ExportSpecifier): void {
  if (ts.isExportAssignment(node)) {
    const value = speaker.context.evaluate(node.expression);
    const signature = signatureOfValue(speaker.context, node.expression);
    return tell(speaker, 'default', 'export', node.expression, node, value, signature);
  }
  const { name, propertyName } = node;
  const local = propertyName ?? name;
  if (node.parent.parent.moduleSpecifier || !ts.isIdentifier(local)) return;
  tell(speaker, name.text, 'export', name, node, speaker.context.evaluate(local));
}

function valueOf(speaker: Speaker, node: TS.Node | undefined): Value | undefined {
  return node && speaker.context.evaluate(node);
}
