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
/** The same in Kotlin, where `headers { append("key", value) }` has no other name for it. */
const KOTLIN_PAIR = /^append$/;

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
  if (!method || !key || !value || rest.length > 0) return;
  const says =
    PAIR.test(word(context, method)) || (context.language === 'kotlin' && KOTLIN_PAIR.test(word(context, method)));
  if (!says) return;
  if (context.access(node)) return;
  const name = keyText(context, key);
  const object = node.get('object');
  // Kotlin sets headers in a lambda that has the request as its receiver: `post(url) { header("key", value) }`.
  if (name === undefined || (!object && context.language !== 'kotlin')) return;
  const chain = chainOf(context, node);
  const path = chain || !object ? [word(context, method)] : [writtenName(context, object)].filter(part => part !== '');
  const callee = chain ? chain.type : calleeOf(context, node);
  sayEntry(speaker, key, name, value, { path, callee }, node);
}

/** `headers["key"] = value`. */
export function sayPutByIndex(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const left = node.get('left');
  const value = node.get('right');
  const object = left?.type === 'array_access' ? left.get('array') : undefined;
  const key = left?.get('index');
  const name = object && key && keyText(context, key);
  if (!object || !key || !value || name === undefined || node.operator !== '=') return;
  sayEntry(speaker, key, name, value, { path: [writtenName(context, object)].filter(part => part !== '') }, node);
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
