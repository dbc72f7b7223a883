import type { DefinitionFact, Value } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { spanOf, word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { plainName, typeName } from './names.ts';
import { pair } from './scopes.ts';
import { declaredType, signatureOf, signatureOfValue, type Signature } from './signatures.ts';

type Role = DefinitionFact['role'];

/** `env:"NAME"`, `envconfig:"NAME"` in the tag of a field, and what may stand beside it. */
const VARIABLE = /\b(?:env|envconfig|env_name)\s*:\s*"([^",\s]+)/g;
const DEFAULT = /\b(?:envDefault|env-default|default)\s*:\s*"([^"]*)"/;

/** Variables, constants, parameters, fields, types and functions. */
export function sayDefinitions(speaker: Speaker, node: CodeNode): void {
  switch (node.type) {
    case 'const_spec':
    case 'var_spec':
      return pair(node.all('name'), node.get('value')?.children ?? [], (name, value) =>
        define(speaker, name, 'variable', value, node, withType(speaker, node, value)),
      );
    case 'short_var_declaration':
      return pair(node.get('left')?.children ?? [], node.get('right')?.children ?? [], (name, value) => {
        if (name.type === 'identifier' && word(speaker.context, name) !== '_')
          define(speaker, name, 'variable', value, node);
      });
    case 'assignment_statement':
      if (node.operator !== '=') return;
      return pair(node.get('left')?.children ?? [], node.get('right')?.children ?? [], (left, value) => {
        if (left.type === 'identifier' && word(speaker.context, left) !== '_')
          define(speaker, left, 'variable', value, node);
        else if (left.type === 'selector_expression') define(speaker, left, 'attribute', value, node);
      });
    case 'parameter_declaration':
      for (const name of node.all('name')) define(speaker, name, 'parameter', undefined, node);
      return;
    case 'field_declaration':
      return sayField(speaker, node);
    case 'type_spec':
      return sayType(speaker, node);
    case 'method_elem':
    case 'function_declaration':
    case 'method_declaration': {
      const name = node.get('name');
      if (name) define(speaker, name, 'function', undefined, node, signatureOf(speaker.context, node));
      return;
    }
    default:
  }
}

/** A type; what a struct or an interface embeds is its value. */
function sayType(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const name = node.get('name');
  if (!name) return;
  const type = node.get('type');
  const fields = type?.firstOf('field_declaration_list')?.children ?? [];
  const embedded = [
    ...fields.filter(field => field.type === 'field_declaration' && !field.get('name')).map(field => field.get('type')),
    ...(type?.children.filter(child => child.type === 'type_elem').map(child => child.children[0]) ?? []),
  ];
  const items = embedded.flatMap((each): Value[] => {
    const named = each && typeName(context, each);
    return each && named ? [{ kind: 'reference', name: named, span: spanOf(context, each) }] : [];
  });
  speaker.facts.push({
    kind: 'definition',
    name: plainName(context, name),
    role: 'class',
    ...(items.length > 0 && { value: { kind: 'list', items, span: spanOf(context, name) } }),
    ...base(speaker, name, node),
  });
}

function withType(speaker: Speaker, node: CodeNode, value: CodeNode | undefined): Signature {
  const type = declaredType(speaker.context, node.get('type'));
  return { ...signatureOfValue(speaker.context, value), ...(type !== undefined && { type }) };
}

/** A field of a struct; its tag may say which variable it is read from. */
function sayField(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  for (const name of node.all('name')) {
    define(speaker, name, 'field', undefined, node, withType(speaker, node, undefined));
  }
  const tag = node.get('tag');
  if (!tag) return;
  speaker.spoken.add(tag);
  const text = word(context, tag);
  const given = DEFAULT.exec(text)?.[1];
  for (const match of text.matchAll(VARIABLE)) {
    const [found, name = ''] = match;
    const end = tag.start + match.index + found.length;
    const span = context.place(end - name.length, end);
    speaker.facts.push({
      kind: 'envRead',
      name,
      access: 'read',
      ...(given !== undefined && { default: { kind: 'literal', text: given, type: 'string', span } }),
      ...base(speaker, span, node),
    });
  }
}

function define(
  speaker: Speaker,
  at: CodeNode,
  role: Role,
  value: CodeNode | undefined,
  whole: CodeNode,
  signature: Signature = signatureOfValue(speaker.context, value),
): void {
  const owner = whole.type === 'method_declaration' ? receiverType(speaker, whole) : undefined;
  speaker.facts.push({
    kind: 'definition',
    name: plainName(speaker.context, at),
    role,
    ...(value && { value: speaker.context.evaluate(value) }),
    ...signature,
    ...base(speaker, at, whole),
    ...(owner !== undefined && { scope: owner }),
    ...branched(speaker.context, whole),
  });
}

/** A method belongs to the type of its receiver, wherever in the package it stands. */
function receiverType({ context }: Speaker, node: CodeNode): string | undefined {
  const type = node.get('receiver')?.children[0]?.get('type');
  const name = type && typeName(context, type);
  return name === '' ? undefined : name;
}
