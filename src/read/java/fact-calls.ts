import type { Span } from '../../model/span.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { calleeOf } from './access.ts';
import { chainOf } from './chains.ts';
import { spanOf, word, type Context } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { asType, bare, isResolved, positional, typeName, writtenPath } from './names.ts';
import { chainNamed, namedOf } from './values.ts';

const MAX_ARGUMENTS = 500;
const MAX_STEPS = 60;

/** `new X(…)`; where a chain of setters follows, the chain is told instead. */
export function sayConstruction(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const type = node.get('type');
  if (!type || speaker.linked.has(node)) return;
  const callee = typeName(context, type);
  speaker.facts.push({
    kind: 'call',
    callee,
    resolved: isResolved(context, callee),
    form: 'new',
    written: writtenType(context, type),
    args: values(context, node),
    named: namedOf(context, node),
    ...base(speaker, headOfType(context, type), node),
    ...branched(context, node),
  });
}

/** The type as written, without its arguments. */
function writtenType(context: Context, type: CodeNode): string {
  return word(context, type)
    .replace(/<[^]*$/, '')
    .replace(/\s+/g, '');
}

/** The name of a type without its type arguments. */
function headOfType(context: Context, type: CodeNode): Span {
  const name = type.type === 'generic_type' ? type.firstOf('type_identifier', 'scoped_type_identifier') : type;
  return spanOf(context, name ?? type);
}

/** The last call of a builder chain tells all of it; true for every link of one. */
export function sayBuilder(speaker: Speaker, node: CodeNode): boolean {
  const { context } = speaker;
  if (speaker.linked.has(node)) return true;
  const chain = chainOf(context, node);
  if (chain?.whole !== node) return false;
  for (const link of chain.links) speaker.linked.add(link);
  const root = chain.head.parent;
  if (root?.type === 'object_creation_expression') speaker.linked.add(root);
  speaker.facts.push({
    kind: 'call',
    callee: chain.type,
    resolved: isResolved(context, chain.type),
    form: 'builder',
    written: writtenType(context, chain.head),
    args: root?.type === 'object_creation_expression' ? values(context, root) : [],
    named: chainNamed(context, chain, 0),
    ...base(speaker, headOfType(context, chain.head), node),
    ...branched(context, node),
  });
  return true;
}

/** `a.b(x)`: named as written, known by what its receiver was made as. */
export function sayCall(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const name = node.get('name');
  const callee = calleeOf(context, node);
  if (!name) return;
  const object = node.get('object');
  const from = object && receiverOf(context, object);
  speaker.facts.push({
    kind: 'call',
    callee: callee === '' ? word(context, name) : callee,
    resolved: object ? asType(context, object)?.includes('.') === true : context.imports.has(word(context, name)),
    form: 'call',
    written: writtenPath(context, node).replace(/\(\)$/, ''),
    ...(from && { receiver: from.type, method: [...from.path, word(context, name)].join('.') }),
    args: values(context, node),
    named: namedOf(context, node),
    ...base(speaker, headOf(context, node, name), node),
    ...branched(context, node),
  });
}

/** `super(x)` and `this(x)` in a constructor. */
export function saySuper(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const callee = node.get('constructor');
  if (!callee) return;
  speaker.facts.push({
    kind: 'call',
    callee: word(context, callee),
    resolved: false,
    form: 'call',
    written: word(context, callee),
    args: values(context, node),
    named: [],
    ...base(speaker, callee, node),
  });
}

/** What the receiver was made as, and the calls between it and this one. */
function receiverOf(context: Context, object: CodeNode): { type: string; path: readonly string[] } | undefined {
  const path: string[] = [];
  let here: CodeNode | undefined = bare(object);
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    const type = context.made(here);
    if (type !== undefined) return { type, path };
    const name: CodeNode | undefined = here.get(here.type === 'field_access' ? 'field' : 'name');
    const next: CodeNode | undefined = here.get('object');
    if (!name || !next) return undefined;
    path.unshift(word(context, name));
    here = bare(next);
  }
  return undefined;
}

/** The dotted name in front of the arguments; in a chain over several lines, the line where its last name stands. */
function headOf(context: Context, call: CodeNode, name: CodeNode): Span {
  const object = call.get('object');
  const plain = object && /^[\w.?!]+$/.test(context.text.slice(object.start, name.start).trimEnd());
  return context.place(plain ? object.start : name.start, name.end);
}

function values(context: Context, node: CodeNode): ReturnType<Context['evaluate']>[] {
  return positional(node)
    .slice(0, MAX_ARGUMENTS)
    .map(argument => context.evaluate(argument));
}
