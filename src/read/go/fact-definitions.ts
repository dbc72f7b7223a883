import type { DefinitionFact } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { plainName } from './names.ts';
import { pair } from './scopes.ts';

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
        define(speaker, name, 'variable', value, node),
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
    case 'function_declaration':
    case 'method_declaration': {
      const name = node.get('name');
      if (name) define(speaker, name, node.type === 'type_spec' ? 'class' : 'function', undefined, node);
      return;
    }
    default:
  }
}

/** A field of a struct; its tag may say which variable it is read from. */
function sayField(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  for (const name of node.all('name')) define(speaker, name, 'field', undefined, node);
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

function define(speaker: Speaker, at: CodeNode, role: Role, value: CodeNode | undefined, whole: CodeNode): void {
  speaker.facts.push({
    kind: 'definition',
    name: plainName(speaker.context, at),
    role,
    ...(value && { value: speaker.context.evaluate(value) }),
    ...base(speaker, at, whole),
  });
}
