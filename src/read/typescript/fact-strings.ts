import type { FactBase, StringFact } from '../../model/fact.ts';
import { calleeName } from './calls.ts';
import { anyOf, byKind, kinds, ts, type TS } from './compiler.ts';
import { elementName, isHandingOn, isOperand } from './destinations.ts';
import { say, type Speaker } from './facts.ts';
import { keyName } from './objects.ts';
import { bare, isAssignment, isConcatenation, isPlainString, summands } from './tree.ts';
import { knownName } from './written.ts';

/** What a string is used for, and by whom. */
interface Use {
  readonly role: StringFact['role'];
  readonly into?: string | undefined;
}

const MAX_CLIMB = 32;
const isText = anyOf('StringLiteral', 'NoSubstitutionTemplateLiteral', 'TemplateExpression');

/** A string or template literal. */
export function sayString(speaker: Speaker, node: TS.Node): void {
  if (!speaker.spoken.has(node) && !isNoText(node)) tell(speaker, node);
}

/** `a + "b"`: one string; its pieces are none of their own. */
export function sayConcatenation(speaker: Speaker, node: TS.BinaryExpression): void {
  const { spoken } = speaker;
  if (spoken.has(node)) return;
  const parts = summands(node);
  // The sums inside this one are parts of it.
  for (let here = bare(node.left); isConcatenation(here); here = bare(here.left)) spoken.add(here);
  const pieces = parts.map(bare).filter(isText);
  if (pieces.length === 0) return;
  for (const piece of pieces) spoken.add(piece);
  tell(speaker, node);
}

type Said = { -readonly [K in keyof Omit<StringFact, keyof FactBase>]: StringFact[K] };

function tell(speaker: Speaker, node: TS.Node): void {
  const value = speaker.context.evaluate(node);
  if (value.kind !== 'template' && (value.kind !== 'literal' || value.type !== 'string')) return;
  if (!/[^*\s]/.test(value.text)) return;
  const { role, into } = useOf(speaker, node);
  const fact: Said = { kind: 'string', text: value.text, role };
  if (value.kind === 'template') fact.template = true;
  if (into) fact.into = into;
  say<StringFact>(speaker, fact, node);
}

/** `"a".concat(b)` and `["a", b].join("/")`: one string as well. */
export function sayJoined(speaker: Speaker, call: TS.CallExpression): void {
  const callee = bare(call.expression);
  if (speaker.spoken.has(call) || !ts.isPropertyAccessExpression(callee)) return;
  const name = ts.idText(callee.name);
  if (name !== 'concat' && name !== 'join') return;
  const value = speaker.context.evaluate(call);
  if (value.kind !== 'template' && value.kind !== 'literal') return;
  const pieces = name === 'concat' ? chained(call) : [bare(callee.expression), ...call.arguments];
  for (const piece of pieces) speaker.spoken.add(piece);
  const [list] = pieces;
  if (list && ts.isArrayLiteralExpression(list)) for (const element of list.elements) speaker.spoken.add(bare(element));
  tell(speaker, call);
}

/** The calls and the texts of `"a".concat(b).concat(c)`. */
function chained(call: TS.CallExpression): TS.Node[] {
  const pieces: TS.Node[] = [];
  let here: TS.Node = call;
  while (
    ts.isCallExpression(here) &&
    ts.isPropertyAccessExpression(here.expression) &&
    ts.idText(here.expression.name) === 'concat'
  ) {
    for (const argument of here.arguments) pieces.push(bare(argument));
    here = bare(here.expression.expression);
    pieces.push(here);
  }
  return pieces;
}

const isNaming = kinds<TS.NamedDeclaration>(
  'PropertyAssignment',
  'MethodDeclaration',
  'GetAccessor',
  'SetAccessor',
  'PropertyDeclaration',
  'PropertySignature',
  'MethodSignature',
  'EnumMember',
  'ModuleDeclaration',
  'ImportSpecifier',
  'ExportSpecifier',
  'ImportAttribute',
);
const isSilent = anyOf(
  'ExpressionStatement',
  'ExternalModuleReference',
  'ComputedPropertyName',
  'ImportDeclaration',
  'ExportDeclaration',
);

/** Directives, names of properties and modules. */
function isNoText(node: TS.Node): boolean {
  const { parent } = node;
  if (isSilent(parent)) return isPlainString(node);
  if (isNaming(parent)) return parent.name === node || ts.isImportAttribute(parent);
  return ts.isBindingElement(parent) && parent.propertyName === node;
}

function useOf(speaker: Speaker, node: TS.Node): Use {
  let child = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) break;
    if (!isPassing(parent) && !isOperand(parent, child))
      return USES(parent)?.(speaker, parent, child) ?? { role: 'value' };
    if (ts.isArrayLiteralExpression(parent)) {
      const searched = searchedFor(speaker, parent);
      if (searched) return searched;
    }
    child = parent;
  }
  return { role: 'value' };
}

const isPassingType = anyOf(
  'TemplateSpan',
  'TemplateExpression',
  'LiteralType',
  'UnionType',
  'ArrayType',
  'TupleType',
  'TypeReference',
  'ParenthesizedType',
  'TypeOperator',
  'IntersectionType',
);

function isPassing(node: TS.Node): boolean {
  return isHandingOn(node) || isPassingType(node);
}

/** `["a", "b"].includes(x)` compares. */
function searchedFor(speaker: Speaker, list: TS.ArrayLiteralExpression): Use | undefined {
  const { parent } = list;
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return undefined;
  if (!/^(?:includes|indexOf)$/.test(ts.idText(parent.name))) return undefined;
  const [searched] = parent.parent.arguments;
  return { role: 'compare', into: searched && nameOf(speaker, searched) };
}

type UseIn = (speaker: Speaker, parent: TS.Node, child: TS.Node) => Use | undefined;
const useIn =
  <T extends TS.Node>(seek: (speaker: Speaker, parent: T, child: TS.Node) => Use | undefined): UseIn =>
  (speaker, parent, child) =>
    seek(speaker, parent as T, child);

const argument = useIn<TS.CallExpression | TS.NewExpression>((speaker, call, child) =>
  call.expression === child ? undefined : { role: 'argument', into: calleeName(speaker.context, call) },
);
const declared = useIn<TS.VariableDeclaration | TS.PropertyDeclaration>((speaker, node, child) => ({
  role: child === node.type ? 'type' : 'value',
  into: ts.isIdentifier(node.name) ? ts.idText(node.name) : keyName(speaker.context, node.name),
}));

const USES = byKind<UseIn>({
  CallExpression: argument,
  NewExpression: argument,
  TaggedTemplateExpression: useIn<TS.TaggedTemplateExpression>((speaker, node) => ({
    role: 'argument',
    into: nameOf(speaker, node.tag),
  })),
  PropertyAssignment: useIn<TS.PropertyAssignment>((speaker, node) => ({
    role: 'value',
    into: keyName(speaker.context, node.name),
  })),
  JsxAttribute: useIn<TS.JsxAttribute>((speaker, node) => ({
    role: 'value',
    into: keyName(speaker.context, node.name) ?? elementName(node),
  })),
  VariableDeclaration: declared,
  PropertyDeclaration: declared,
  PropertySignature: declared,
  Parameter: declared,
  BindingElement: useIn<TS.BindingElement>((_, node) => ({
    role: 'value',
    into: ts.isIdentifier(node.name) ? ts.idText(node.name) : undefined,
  })),
  EnumMember: useIn<TS.EnumMember>((speaker, node) => ({ role: 'value', into: keyName(speaker.context, node.name) })),
  TypeAliasDeclaration: useIn<TS.TypeAliasDeclaration>((_, node) => ({ role: 'type', into: ts.idText(node.name) })),
  ElementAccessExpression: useIn<TS.ElementAccessExpression>((speaker, node, child) =>
    node.argumentExpression === child ? { role: 'key', into: nameOf(speaker, node.expression) } : undefined,
  ),
  CaseClause: useIn<TS.CaseClause>((speaker, node, child) =>
    node.expression === child ? { role: 'compare', into: nameOf(speaker, node.parent.parent.expression) } : undefined,
  ),
  BinaryExpression: useIn<TS.BinaryExpression>((speaker, node, child) => {
    if (isAssignment(node)) return { role: 'value', into: nameOf(speaker, node.left) };
    if (!isComparison(node.operatorToken)) return undefined;
    return { role: 'compare', into: nameOf(speaker, node.left === child ? node.right : node.left) };
  }),
  IndexedAccessType: useIn(() => ({ role: 'type' })),
  MappedType: useIn(() => ({ role: 'type' })),
  ConditionalType: useIn(() => ({ role: 'type' })),
  TypeParameter: useIn(() => ({ role: 'type' })),
});
const isComparison = anyOf(
  'EqualsEqualsToken',
  'EqualsEqualsEqualsToken',
  'ExclamationEqualsToken',
  'ExclamationEqualsEqualsToken',
  'InKeyword',
);

/** The dotted name of an expression that has one. */
function nameOf(speaker: Speaker, node: TS.Node): string | undefined {
  const here = bare(node);
  const named =
    ts.isIdentifier(here) ||
    ts.isPropertyAccessExpression(here) ||
    ts.isElementAccessExpression(here) ||
    ts.isCallExpression(here);
  return named ? knownName(speaker.context, here) : undefined;
}
