import type { CodeNode } from '../code-tree.ts';
import { calleeOf } from './access.ts';
import { chainOf } from './chains.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, writtenName } from './names.ts';
import { keyText, mapEntries } from './values.ts';

/** Calls that put a value under a name: headers, query parameters, entries of a map. */
const PAIR =
  /^(?:put(?:IfAbsent|Header|QueryParam)?|(?:set|add|with|replace)?(?:Request|Http|Query|Custom|Default|Extra|Additional)*(?:Header|Parameter|Param|QueryParam|Property)s?)$/i;

/** `Map.of("key", value)`. */
export function sayMapEntries(speaker: Speaker, node: CodeNode): void {
  for (const { key, name, value } of mapEntries(speaker.context, node))
    sayEntry(speaker, key, name, value, destination(speaker, node), node);
}

/** `headers.put("key", value)`, `request.setHeader("key", value)`. */
export function sayPair(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const method = node.get('name');
  const [key, value, ...rest] = argumentsOf(node);
  if (!method || !key || !value || rest.length > 0 || !PAIR.test(word(context, method))) return;
  if (context.access(node)) return;
  const name = keyText(context, key);
  const object = node.get('object');
  if (name === undefined || !object) return;
  const chain = chainOf(context, node);
  const path = chain ? [word(context, method)] : [writtenName(context, object)].filter(part => part !== '');
  const callee = chain ? chain.type : calleeOf(context, node);
  sayEntry(speaker, key, name, value, { path, callee }, node);
}

interface Destination {
  readonly path: readonly string[];
  readonly callee?: string;
}

/** The variable, argument or setter a literal goes to. */
function destination(speaker: Speaker, literal: CodeNode): Destination {
  const { context } = speaker;
  const { parent } = literal;
  if (parent?.type === 'variable_declarator') {
    const name = parent.get('name');
    return { path: name ? [word(context, name)] : [] };
  }
  const call = parent?.type === 'argument_list' ? parent.parent : undefined;
  if (call?.type !== 'method_invocation') return { path: [] };
  const name = call.get('name');
  return { path: name ? [word(context, name)] : [], callee: chainOf(context, call)?.type ?? calleeOf(context, call) };
}

function sayEntry(
  speaker: Speaker,
  key: CodeNode,
  name: string,
  value: CodeNode,
  to: Destination,
  whole: CodeNode,
): void {
  speaker.spoken.add(key);
  speaker.facts.push({
    kind: 'entry',
    name,
    value: speaker.context.evaluate(value),
    ...to,
    ...base(speaker, key, whole),
  });
}
