import type { Span } from '../../model/span.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { spanOf, word, type Context } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, bare, calleeOf, isResolved, typeName, writtenPath } from './names.ts';
import { isStruct } from './values.ts';

const MAX_ARGUMENTS = 500;
const MAX_STEPS = 60;

/** `a.B(x)`: canonical where it starts at an import, known by what its receiver came from. */
export function sayCall(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const callee = node.get('function');
  const name = calleeOf(context, node);
  if (!callee || name === '') return;
  const from = receiverOf(context, callee);
  speaker.facts.push({
    kind: 'call',
    callee: name,
    resolved: isResolved(context, callee),
    form: 'call',
    written: writtenPath(context, callee),
    ...(from && { receiver: from.made, method: from.path.join('.') }),
    args: argumentsOf(node)
      .slice(0, MAX_ARGUMENTS)
      .map(argument => context.evaluate(argument)),
    named: [],
    ...base(speaker, headOf(context, callee), node),
    ...branched(context, node),
  });
}

/** What the receiver came from, and the path from there to what is called. */
function receiverOf(context: Context, callee: CodeNode): { made: string; path: readonly string[] } | undefined {
  const path: string[] = [];
  let here: CodeNode | undefined = callee;
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    const made = here === callee ? undefined : context.made(here);
    if (made !== undefined) return { made, path };
    const field: CodeNode | undefined = here.get('field');
    const next: CodeNode | undefined = here.get('operand') ?? here.get('function');
    if (!next) return undefined;
    if (field) path.unshift(word(context, field));
    here = bare(next);
  }
  return undefined;
}

/** The dotted name in front of the arguments; in a chain over several lines, the line where its last name stands. */
function headOf(context: Context, callee: CodeNode): Span {
  const field = callee.get('field');
  if (!field) return spanOf(context, callee);
  const plain = /^[\w.]+$/.test(context.text.slice(callee.start, field.start));
  return context.place(plain ? callee.start : field.start, field.end);
}

/** `X{Field: v}`. */
export function sayStruct(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const type = node.get('type');
  if (!type || !isStruct(type)) return;
  const value = context.evaluate(node);
  if (value.kind !== 'call') return;
  const callee = typeName(context, type);
  speaker.facts.push({
    kind: 'call',
    callee,
    resolved: context.imports.has(/^(\w+)\./.exec(word(context, type))?.[1] ?? ''),
    form: 'new',
    written: word(context, type).replace(/\[[^]*$/, ''),
    args: value.args,
    named: value.named,
    ...base(speaker, type, node),
    ...branched(context, node),
  });
}
