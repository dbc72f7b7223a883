/** Calls: under which names a callee is known, and what its arguments are. */
import type { Named, Value } from '../../model/fact.ts';
import { spanOf, word, type Callee, type Context, type Thing } from './context.ts';
import { dictParts } from './dicts.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { chainOf, knownNames, writtenName } from './written.ts';

/** Builds the look-up of callees for one module. */
export function createCallees(context: Context): (node: SyntaxNode) => readonly Callee[] {
  const known = new Map<SyntaxNode, readonly Callee[]>();
  return node => {
    let found = known.get(node);
    if (!found) known.set(node, (found = seekCallees(context, node)));
    return found;
  };
}

function seekCallees(context: Context, callee: SyntaxNode): Callee[] {
  const found = new Map<string, Callee>();
  for (const thing of context.denote(callee)) {
    for (const one of calleeOf(context, thing, callee))
      found.set(`${one.callee} ${one.receiver ?? ''} ${one.method ?? ''}`, one);
  }
  if (found.size > 0) return [...found.values()];
  const { names, resolved } = knownNames(context, callee);
  return names.map(name => ({ callee: name, resolved }));
}

function calleeOf(context: Context, thing: Thing, callee: SyntaxNode): Callee[] {
  if (thing.kind === 'symbol' && thing.resolved) return [{ callee: thing.name, resolved: true }];
  if (thing.kind === 'class') return [{ callee: thing.info.name, resolved: false }];
  const { names, resolved } = knownNames(context, callee);
  const as = names.map(name => ({ callee: name, resolved }));
  switch (thing.kind) {
    case 'made':
      return as.map(one => ({ ...one, receiver: thing.by, ...(thing.path && { method: thing.path }) }));
    case 'instance':
      return as.map(one => ({ ...one, receiver: thing.info.name }));
    case 'function': {
      const { owner, name } = thing.info;
      if (!thing.bound || !owner || isSelf(context, callee)) return as;
      return as.map(one => ({ ...one, receiver: owner.name, method: name.slice(owner.name.length + 1) }));
    }
    default:
      return as;
  }
}

/** `self.x()` says nothing about where the object came from. */
function isSelf(context: Context, callee: SyntaxNode): boolean {
  const { root } = chainOf(callee);
  const first = root.scope?.function?.parameters[0];
  return root.type === 'identifier' && first?.name === word(context, root);
}

/** The name a call is known by, for values and for what its arguments go to. */
export function calleeName(context: Context, call: SyntaxNode): string {
  const callee = call.get('function');
  return callee ? (context.callees(callee)[0]?.callee ?? writtenName(context, callee)) : '';
}

/** Positional arguments as nodes; a literal list behind `*` counts as its items. */
export function positional(call: SyntaxNode): SyntaxNode[] {
  const list = call.get('arguments');
  if (!list) return [];
  if (list.type !== 'argument_list') return [list];
  const found: SyntaxNode[] = [];
  for (const argument of list.children) {
    if (argument.type === 'keyword_argument' || argument.type === 'dictionary_splat') continue;
    const inner = argument.type === 'list_splat' ? argument.children[0] : undefined;
    if (inner && (inner.type === 'list' || inner.type === 'tuple')) found.push(...inner.children);
    else found.push(argument);
  }
  return found;
}

/** The value of a keyword argument that stands in the call itself. */
export function keyword(context: Context, call: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const argument of call.get('arguments')?.children ?? []) {
    if (argument.type !== 'keyword_argument') continue;
    const key = argument.get('name');
    if (key && word(context, key) === name) return argument.get('value');
  }
  return undefined;
}

export function argumentValues(context: Context, call: SyntaxNode, depth: number): Value[] {
  return positional(call).map(argument => context.evaluate(argument, depth + 1));
}

/** Keyword arguments, and the entries of dictionaries behind `**`. */
export function namedArguments(context: Context, call: SyntaxNode, depth: number): Named[] {
  const named: Named[] = [];
  const list = call.get('arguments');
  if (list?.type !== 'argument_list') return named;
  for (const argument of list.children) {
    if (argument.type === 'keyword_argument') {
      const name = argument.get('name');
      const value = argument.get('value');
      if (name && value)
        named.push({
          name: word(context, name),
          span: spanOf(context, name),
          value: context.evaluate(value, depth + 1),
        });
    } else if (argument.type === 'dictionary_splat' && argument.children[0]) {
      named.push(...spread(context, argument.children[0], depth));
    }
  }
  return named;
}

function spread(context: Context, node: SyntaxNode, depth: number): Named[] {
  const inline = bare(node).type === 'dictionary';
  return dictParts(context, node).map(part => ({
    name: part.name,
    span: spanOf(context, part.key),
    value: context.evaluate(part.value, depth + 1),
    ...((!inline || part.spread) && { spread: true as const }),
  }));
}

/** What stands behind `**` and is no dictionary of this file. */
export function unfoldedSpreads(context: Context, call: SyntaxNode): Value[] {
  const list = call.get('arguments');
  if (list?.type !== 'argument_list') return [];
  return list.children.flatMap(argument => {
    const inner = argument.type === 'dictionary_splat' ? argument.children[0] : undefined;
    return inner && dictParts(context, inner).length === 0 ? [context.evaluate(inner)] : [];
  });
}
