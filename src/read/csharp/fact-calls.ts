import type { Span } from '../../model/span.ts';
import { branched } from './branches.ts';
import { callArguments } from './values.ts';
import { spanOf, word, type Context } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { calledName, methodName, simpleName, typeName, writtenName, writtenPath } from './names.ts';
import { argumentNodes, bare, type SyntaxNode } from './syntax.ts';

/** `a.B(x)`: named as written, known by what its receiver was made as. */
export function sayCall(speaker: Speaker, call: SyntaxNode): void {
  const { context } = speaker;
  const callee = call.get('function');
  const name = calledName(call);
  if (!callee || !name) return;
  const method = methodName(context, call);
  const written = writtenName(context, callee);
  if (method === 'nameof' || written === '') return;
  const object = receiverOf(callee);
  const made = object && context.made(object);
  speaker.facts.push({
    kind: 'call',
    callee: written,
    resolved: startsAtAlias(context, callee),
    form: 'call',
    written: writtenPath(context, callee),
    ...(made && { receiver: made.by, method: made.path === '' ? method : `${made.path}.${method}` }),
    ...callArguments(context, call, 0),
    ...base(speaker, headOf(context, callee, name), call),
    ...branched(context, call),
  });
}

function receiverOf(callee: SyntaxNode): SyntaxNode | undefined {
  const here = bare(callee);
  if (here.type === 'conditional_access_expression') return here.children[0];
  return here.get('expression');
}

/** Is the first name one that a `using` gave to something else? */
function startsAtAlias(context: Context, callee: SyntaxNode): boolean {
  let here = callee;
  for (let next = here.get('expression'); next; next = here.get('expression')) here = next;
  return (
    here.type === 'alias_qualified_name' ||
    (here.type === 'identifier' && context.file.aliases.has(word(context, here)))
  );
}

/** The dotted name in front of the arguments; in a chain over several lines, the line where its last name stands. */
function headOf(context: Context, callee: SyntaxNode, name: SyntaxNode): Span {
  const identifier = name.type === 'generic_name' ? (name.children[0] ?? name) : name;
  const from = plainStart(callee);
  const before = from === undefined ? '\n' : context.text.slice(from, identifier.start);
  return context.place(from !== undefined && !/[\r\n]/.test(before) ? from : identifier.start, identifier.end);
}

/** Where a name without calls and indexes in it begins. */
function plainStart(callee: SyntaxNode): number | undefined {
  let here: SyntaxNode | undefined = callee;
  while (here?.type === 'member_access_expression') {
    const object: SyntaxNode | undefined = here.get('expression');
    if (!object) return here.start;
    here = object;
  }
  return here && PLAIN.has(here.type) ? here.start : undefined;
}
const PLAIN = new Set(['identifier', 'generic_name', 'predefined_type', 'alias_qualified_name']);

/** `new T(…) { … }` and `new(…)`. */
export function sayCreation(speaker: Speaker, node: SyntaxNode): void {
  const { context } = speaker;
  const made = context.made(node);
  if (!made || made.by === '') return;
  const type = node.get('type');
  speaker.facts.push({
    kind: 'call',
    callee: made.by,
    resolved: made.by.includes('.'),
    form: 'new',
    written: made.by,
    ...callArguments(context, node, 0),
    ...base(speaker, type ? typeSpan(context, type) : context.place(node.start, node.start + 3), node),
    ...branched(context, node),
  });
}

function typeSpan(context: Context, type: SyntaxNode): Span {
  return type.type === 'generic_name' && type.children[0] ? spanOf(context, type.children[0]) : spanOf(context, type);
}

/** `class A(…) : B(x)`: the base is constructed. */
export function sayBaseCall(speaker: Speaker, list: SyntaxNode): void {
  const { context } = speaker;
  list.children.forEach((child, i) => {
    const type = list.children[i - 1];
    if (child.type !== 'argument_list' || !type) return;
    const callee = typeName(context, type);
    speaker.facts.push({
      kind: 'call',
      callee,
      resolved: callee.includes('.'),
      form: 'new',
      written: 'base',
      ...callArguments(context, child, 0),
      ...base(speaker, typeSpan(context, type), list),
    });
  });
}

/** `A(…) : base(x)`, `A(…) : this(x)`. */
export function sayInitialiserCall(speaker: Speaker, node: SyntaxNode): void {
  const { context } = speaker;
  const keyword = /\b(base|this)\b/.exec(word(context, node).slice(0, 80));
  const name = keyword?.[1];
  if (name === undefined || !keyword) return;
  const start = node.start + keyword.index;
  speaker.facts.push({
    kind: 'call',
    callee: name,
    resolved: false,
    form: 'new',
    written: name,
    ...callArguments(context, node, 0),
    ...base(speaker, context.place(start, start + name.length), node),
  });
}

/** `[Name("x", Key = 1)]`. */
export function sayAttribute(speaker: Speaker, node: SyntaxNode): void {
  const { context } = speaker;
  const name = node.get('name');
  if (!name) return;
  const callee = typeName(context, name);
  const given = argumentNodes(node).length > 0 ? callArguments(context, node, 0) : { args: [], named: [] };
  speaker.facts.push({
    kind: 'call',
    callee,
    resolved: callee.includes('.'),
    form: 'decorator',
    ...given,
    ...base(
      speaker,
      context.place(
        name.start,
        name.type === 'generic_name' ? name.start + simpleName(context, name).length : name.end,
      ),
      node,
    ),
  });
}
