import { LAMBDA, type DefinitionFact } from '../../model/fact.ts';
import { branched } from './branches.ts';
import { spanOf, word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { simpleName, typeName, writtenName } from './names.ts';
import { isType, SYNTHETIC_TYPE } from './scopes.ts';
import {
  constructorOf,
  declaredType,
  signatureOf,
  signatureOfProperty,
  signatureOfValue,
  type Signature,
} from './signatures.ts';
import { argumentValue, initialValue, type SyntaxNode } from './syntax.ts';

type Role = DefinitionFact['role'];

/** A type; what it derives from is its value. */
export function sayType(speaker: Speaker, node: SyntaxNode): void {
  const { context } = speaker;
  const name = node.get('name');
  if (!name || word(context, name) === SYNTHETIC_TYPE) return;
  const list = node.firstOf('base_list');
  const items = (list?.children ?? [])
    .filter(child => child.type !== 'argument_list')
    .map(type => ({ kind: 'reference' as const, name: typeName(context, type), span: spanOf(context, type) }));
  speaker.facts.push({
    kind: 'definition',
    name: simpleName(context, name),
    role: node.type === 'enum_declaration' ? 'type' : 'class',
    ...(list && items.length > 0 && { value: { kind: 'list', items, span: spanOf(context, list) } }),
    ...(node.type !== 'enum_declaration' && constructorOf(context, node)),
    ...base(speaker, name, node),
  });
}

export function sayMethod(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  if (!name) return;
  const signature = signatureOf(speaker.context, node);
  define(speaker, simpleName(speaker.context, name), 'function', name, undefined, node, signature);
}

/** A function without a name that is handed to something: what it takes and gives is known by where it stands. */
export function sayLambda(speaker: Speaker, node: SyntaxNode): void {
  if (node.parent?.type !== 'argument') return;
  const { context } = speaker;
  speaker.facts.push({
    kind: 'definition',
    name: LAMBDA,
    role: 'function',
    ...signatureOf(context, node),
    ...base(speaker, context.place(node.start, node.start), node),
  });
}

/** A local variable or a field. */
export function sayVariable(speaker: Speaker, node: SyntaxNode): void {
  const role: Role = node.scope?.kind === 'type' ? 'field' : 'variable';
  const value = initialValue(node);
  const pattern = node.firstOf('tuple_pattern');
  if (!pattern) {
    const name = node.get('name');
    const type = declaredType(speaker.context, node.parent?.get('type'));
    const signature = { ...signatureOfValue(speaker.context, value), ...(type !== undefined && { type }) };
    if (name) define(speaker, simpleName(speaker.context, name), role, name, value, node, signature);
    return;
  }
  const values = value?.type === 'tuple_expression' ? value.children.map(argumentValue) : [];
  pattern.children.forEach((name, i) => define(speaker, word(speaker.context, name), role, name, values[i], node));
}

export function sayProperty(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  if (!name) return;
  const signature = signatureOfProperty(speaker.context, node);
  define(
    speaker,
    simpleName(speaker.context, name),
    'field',
    name,
    propertyValue(speaker, node, name),
    node,
    signature,
  );
}

/** The initialiser or the body of the getter, as names of the property are followed. */
function propertyValue(speaker: Speaker, node: SyntaxNode, name: SyntaxNode): SyntaxNode | undefined {
  const own = node.get('value');
  if (own) return own;
  const binding = node.scope?.names.get(simpleName(speaker.context, name));
  return binding?.node === name ? binding.values[0] : undefined;
}

/** A parameter; those of a record are its properties. */
export function sayParameter(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  if (!name) return;
  const owner = node.parent?.parent;
  const role: Role = owner?.type === 'record_declaration' ? 'field' : 'parameter';
  const type = declaredType(speaker.context, node.get('type'));
  const signature = type === undefined ? {} : { type };
  define(speaker, simpleName(speaker.context, name), role, name, initialValue(node), node, signature);
}

export function sayEnumMember(speaker: Speaker, node: SyntaxNode): void {
  const name = node.get('name');
  if (name) define(speaker, simpleName(speaker.context, name), 'enumMember', name, node.get('value'), node);
}

/** `x = 1`, `this.x = 1`, `a.B = 1`; what stands in an initialiser is an entry. */
export function sayAssignment(speaker: Speaker, node: SyntaxNode): void {
  const { context } = speaker;
  const left = node.get('left');
  const value = node.get('right');
  const plain = node.operator === '=' || node.operator === '??=';
  if (!left || !value || !plain || node.parent?.type === 'initializer_expression') return;
  if (left.type === 'identifier') {
    define(speaker, simpleName(context, left), 'variable', left, value, node);
  } else if (left.type === 'member_access_expression') {
    const name = left.get('name');
    const own = name !== undefined && left.get('expression') === undefined;
    const written = writtenName(context, left);
    define(speaker, own && !written.startsWith('base') ? `this.${written}` : written, 'attribute', left, value, node);
  }
}

function define(
  speaker: Speaker,
  name: string,
  role: Role,
  at: SyntaxNode,
  value: SyntaxNode | undefined,
  whole: SyntaxNode,
  signature: Signature = signatureOfValue(speaker.context, value),
): void {
  if (name === '' || (isType(whole) && role === 'function')) return;
  speaker.facts.push({
    kind: 'definition',
    name,
    role,
    ...(value && { value: speaker.context.evaluate(value) }),
    ...signature,
    ...base(speaker, at, whole),
    ...branched(speaker.context, whole),
  });
}
