import { calleeName } from './calls.ts';
import { word } from './context.ts';
import { isDictCall, keyName } from './dicts.ts';
import { base, type Speaker } from './facts.ts';
import { targetsOf } from './scopes.ts';
import type { SyntaxNode } from './syntax.ts';
import { below, knownNames, writtenName } from './written.ts';

/** Where a dictionary literal goes. */
interface Destination {
  readonly path: readonly string[];
  readonly callee?: string;
}

const NOWHERE: Destination = { path: [] };
/** Deeper data is told with its outermost keys only. */
const MAX_PATH = 16;
const MAX_CLIMB = 32;

/** `"key": value` of a dictionary literal. */
export function sayPair(speaker: Speaker, pair: SyntaxNode): void {
  const key = pair.get('key');
  const value = pair.get('value');
  if (!key || !value || pair.parent?.type !== 'dictionary' || speaker.spoken.has(key)) return;
  const name = keyName(speaker.context, key);
  if (name === undefined) return;
  speaker.spoken.add(key);
  sayEntry(speaker, name, key, value, destination(speaker, pair.parent), pair);
}

/** The keywords of `dict(key=value)`. */
export function sayDictArguments(speaker: Speaker, call: SyntaxNode): void {
  if (!isDictCall(speaker.context, call)) return;
  for (const argument of call.get('arguments')?.children ?? []) {
    const key = argument.type === 'keyword_argument' ? argument.get('name') : undefined;
    const value = key && argument.get('value');
    if (key && value) sayEntry(speaker, word(speaker.context, key), key, value, destination(speaker, call), argument);
  }
}

/** `d["key"] = value`. */
export function sayItemAssignment(speaker: Speaker, assignment: SyntaxNode): void {
  const { targets, value } = targetsOf(assignment);
  for (const target of targets) {
    const key = target.type === 'subscript' ? target.get('subscript') : undefined;
    const object = target.get('value');
    if (!key || !object || !value || speaker.context.accesses(target).length > 0) continue;
    const name = keyName(speaker.context, key);
    if (name === undefined) continue;
    speaker.spoken.add(key);
    sayEntry(speaker, name, key, value, { path: targetPath(speaker, object) }, assignment);
  }
}

function sayEntry(
  speaker: Speaker,
  name: string,
  key: SyntaxNode,
  value: SyntaxNode,
  { path, callee }: Destination,
  whole: SyntaxNode,
): void {
  speaker.facts.push({
    kind: 'entry',
    name,
    value: speaker.context.evaluate(value),
    path,
    ...(callee !== undefined && { callee }),
    ...base(speaker, key, whole),
  });
}

const destinations = new WeakMap<SyntaxNode, Destination>();

function destination(speaker: Speaker, literal: SyntaxNode): Destination {
  let known = destinations.get(literal);
  if (!known) destinations.set(literal, (known = seekDestination(speaker, literal)));
  return known;
}

function seekDestination(speaker: Speaker, literal: SyntaxNode): Destination {
  let child = literal;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) return NOWHERE;
    switch (parent.type) {
      case 'pair':
        return inside(speaker, parent.parent, keyText(speaker, parent.get('key')));
      case 'keyword_argument':
        return ofKeyword(speaker, parent);
      case 'argument_list': {
        const call = parent.parent;
        if (call?.type !== 'call') return NOWHERE;
        if (!isDictCall(speaker.context, call)) return ofArgument(speaker, call);
        child = call;
        continue;
      }
      case 'assignment':
        return { path: targetPath(speaker, parent.get('left')) };
      case 'default_parameter':
      case 'typed_default_parameter':
      case 'named_expression': {
        const name = parent.get('name');
        return name ? { path: [word(speaker.context, name)] } : NOWHERE;
      }
      default:
        if (!THROUGH.has(parent.type)) return NOWHERE;
        child = parent;
    }
  }
  return NOWHERE;
}

/** Expressions that hand a literal inside them on to where they go themselves. */
const THROUGH = new Set([
  'list',
  'tuple',
  'set',
  'expression_list',
  'parenthesized_expression',
  'conditional_expression',
  'boolean_operator',
  'binary_operator',
  'await',
  'list_splat',
  'dictionary_splat',
  'dictionary',
  'list_comprehension',
]);

function inside(speaker: Speaker, literal: SyntaxNode | undefined, key: string): Destination {
  if (!literal) return NOWHERE;
  const outer = destination(speaker, literal);
  return outer.path.length >= MAX_PATH ? outer : { ...outer, path: [...outer.path, key] };
}

function ofKeyword(speaker: Speaker, argument: SyntaxNode): Destination {
  const name = argument.get('name');
  const call = argument.parent?.parent;
  if (!name || !call) return NOWHERE;
  const key = word(speaker.context, name);
  if (call.type !== 'call') return { path: [key] };
  return isDictCall(speaker.context, call)
    ? inside(speaker, call, key)
    : { path: [key], callee: calleeName(speaker.context, call) };
}

const FILLING = new Set(['update', 'append', 'extend', 'insert']);

/** A literal given to `options.update(…)` or `items.append(…)` goes to that name; any other argument has none. */
function ofArgument(speaker: Speaker, call: SyntaxNode): Destination {
  const callee = call.get('function');
  const method = callee?.type === 'attribute' ? callee.get('attribute') : undefined;
  const updated = method && FILLING.has(word(speaker.context, method)) ? callee?.get('object') : undefined;
  return { path: updated ? targetPath(speaker, updated) : [], callee: calleeName(speaker.context, call) };
}

function keyText(speaker: Speaker, key: SyntaxNode | undefined): string {
  return key ? (keyName(speaker.context, key) ?? writtenName(speaker.context, key)) : '';
}

/** `d["a"]["b"]` as a path: the name, then the keys. */
function targetPath(speaker: Speaker, target: SyntaxNode | undefined): string[] {
  const keys: string[] = [];
  let here = target;
  while (here?.type === 'subscript' && keys.length < MAX_PATH) {
    const key = here.get('subscript');
    const name = key && keyName(speaker.context, key);
    if (name !== undefined) keys.unshift(name);
    here = below(here);
  }
  if (here?.type === 'identifier') return [word(speaker.context, here), ...keys];
  if (here?.type === 'attribute') return [knownNames(speaker.context, here).names[0] ?? '', ...keys];
  return keys;
}
