import type { LiteralValue, Named, Value } from '../../model/fact.ts';
import { textOf } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { spanOf, word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, isResolved, typeName } from './names.ts';

/** A configuration key an annotation asks for. */
interface Asked {
  readonly name: string;
  readonly default?: Value;
  /** The text that holds the key. */
  readonly key: CodeNode;
  readonly access: 'read' | 'test';
}

/** `${key:default}` in a text; the key may be anything but the signs around it. */
const PLACEHOLDER = /\$\{([^${}:]+)(?::([^{}]*))?\}/g;

/** `@Name(…)`, and the configuration keys it asks for. */
export function sayAnnotation(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const name = node.get('name');
  if (!name) return;
  const callee = typeName(context, name);
  const given = argumentsOf(node);
  const named = given.flatMap((pair): Named[] => {
    const key = pair.type === 'element_value_pair' ? pair.get('key') : undefined;
    const value = pair.get('value');
    return key && value
      ? [{ name: word(context, key), span: spanOf(context, key), value: valueOf(speaker, value) }]
      : [];
  });
  const args = given.filter(each => each.type !== 'element_value_pair').map(each => valueOf(speaker, each));
  speaker.facts.push({
    kind: 'call',
    callee,
    resolved: isResolved(context, callee),
    form: 'decorator',
    args,
    named,
    ...base(speaker, name, node),
  });
  for (const asked of askedBy(speaker, callee.slice(callee.lastIndexOf('.') + 1), given)) {
    speaker.spoken.add(asked.key);
    speaker.facts.push({
      kind: 'envRead',
      name: asked.name,
      access: asked.access,
      ...(asked.default && { default: asked.default }),
      ...base(speaker, asked.key, node),
    });
  }
}

function valueOf(speaker: Speaker, node: CodeNode): Value {
  const { context } = speaker;
  if (node.type !== 'element_value_array_initializer') return context.evaluate(node);
  return { kind: 'list', items: node.children.map(child => context.evaluate(child)), span: spanOf(context, node) };
}

function askedBy(speaker: Speaker, name: string, given: readonly CodeNode[]): readonly Asked[] {
  const element = (wanted: string): CodeNode | undefined => {
    const pair = given.find(each => {
      const key = each.get('key');
      return key !== undefined && word(speaker.context, key) === wanted;
    });
    return pair?.get('value') ?? (wanted === 'value' && given[0]?.type !== 'element_value_pair' ? given[0] : undefined);
  };
  switch (name) {
    case 'Value':
      return placeholders(speaker, element('value'));
    case 'ConfigProperty':
    case 'Property':
      return plain(speaker, element('name'), undefined, 'read', element('defaultValue'));
    case 'ConfigurationProperties':
    case 'ConfigMapping':
      return plain(speaker, element('prefix') ?? element('value'), undefined, 'read');
    case 'ConditionalOnProperty':
      return plain(speaker, element('name') ?? element('value'), element('prefix'), 'test');
    case 'EnabledIfEnvironmentVariable':
      return plain(speaker, element('named'), undefined, 'test');
    default:
      return [];
  }
}

function placeholders(speaker: Speaker, key: CodeNode | undefined): readonly Asked[] {
  const text = key && textOf(speaker.context.evaluate(key));
  if (!key || text === undefined) return [];
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '', given]) => ({
    name: name.trim(),
    key,
    access: 'read',
    ...(given !== undefined && { default: literal(speaker, given, key) }),
  }));
}

function literal(speaker: Speaker, text: string, at: CodeNode): LiteralValue {
  return { kind: 'literal', text, type: 'string', span: spanOf(speaker.context, at) };
}

function plain(
  speaker: Speaker,
  key: CodeNode | undefined,
  prefix: CodeNode | undefined,
  access: Asked['access'],
  given?: CodeNode,
): readonly Asked[] {
  const { context } = speaker;
  const text = key && textOf(context.evaluate(key));
  if (!key || text === undefined) return [];
  const before = prefix && textOf(context.evaluate(prefix));
  const name = before === undefined ? text : `${before.replace(/\.$/, '')}.${text}`;
  return [{ name, key, access, ...(given && { default: context.evaluate(given) }) }];
}
