import type { DefinitionFact, Value } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { spanOf, word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, typeName, writtenName } from './names.ts';
import { constructorOf, declaredType, signatureOf, signatureOfValue, type Signature } from './signatures.ts';

type Role = DefinitionFact['role'];
const TYPES = new Set(['type_identifier', 'scoped_type_identifier', 'generic_type']);

/** A type; what it derives from is its value. */
export function sayType(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const name = node.get('name');
  if (!name) return;
  const bases = [node.get('superclass'), node.get('interfaces'), node.firstOf('extends_interfaces')].flatMap(list => {
    const types = list?.firstOf('type_list')?.children ?? list?.children ?? [];
    return types.filter(type => TYPES.has(type.type));
  });
  const items = bases.map(type => ({
    kind: 'reference' as const,
    name: typeName(context, type),
    span: spanOf(context, type),
  }));
  const value: Value | undefined = items.length > 0 ? { kind: 'list', items, span: spanOf(context, name) } : undefined;
  speaker.facts.push({
    kind: 'definition',
    name: word(context, name),
    role: node.type === 'enum_declaration' ? 'type' : 'class',
    ...(value && { value }),
    ...(node.type !== 'enum_declaration' && constructorOf(context, node)),
    ...base(speaker, name, node),
  });
}

/** A method, a parameter, a constant of an enumeration (which holds what it is made with). */
export function sayNamed(speaker: Speaker, node: CodeNode, role: Role): void {
  const name = node.get('name');
  if (!name) return;
  const owner = node.parent?.parent?.type;
  const own = role === 'parameter' && owner === 'record_declaration' ? 'field' : role;
  const value = role === 'enumMember' ? argumentsOf(node)[0] : role === 'parameter' ? node.get('value') : undefined;
  const type = declaredType(speaker.context, node.get('type'));
  const signature = role === 'function' ? signatureOf(speaker.context, node) : type === undefined ? {} : { type };
  define(speaker, name, own, value, node, word(speaker.context, name), signature);
}

/** A local variable or a field. */
export function sayVariable(speaker: Speaker, node: CodeNode): void {
  const name = node.get('name');
  const owner = node.parent?.type;
  const field = owner === 'field_declaration' || owner === 'constant_declaration';
  if (!name) return;
  const value = node.get('value');
  const type = declaredType(speaker.context, node.type === 'resource' ? node.get('type') : node.parent?.get('type'));
  const signature = { ...signatureOfValue(speaker.context, value), ...(type !== undefined && { type }) };
  const text = word(speaker.context, name);
  define(speaker, name, field ? 'field' : 'variable', value, node, text, signature);
}

/** `x = 1`, `this.x = 1`, `a.b = 1`. */
export function sayAssignment(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right || node.operator !== '=') return;
  if (left.type === 'identifier') {
    define(speaker, left, 'variable', right, node);
  } else if (left.type === 'field_access') {
    define(speaker, left, 'attribute', right, node, writtenName(context, left));
  }
}

function define(
  speaker: Speaker,
  at: CodeNode,
  role: Role,
  value: CodeNode | undefined,
  whole: CodeNode,
  name = word(speaker.context, at),
  signature: Signature = signatureOfValue(speaker.context, value),
): void {
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
