import type { CallFact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { branchOf } from './branches.ts';
import { argumentValues, namedArguments, unfoldedSpreads } from './calls.ts';
import { spanOf } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { sayDynamicImport } from './fact-imports.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { chainOf, writtenName } from './written.ts';

/** One fact per possible callee. */
export function sayCall(speaker: Speaker, call: SyntaxNode): void {
  const callee = call.get('function');
  if (!callee || bare(callee).type === 'lambda') return;
  const { context } = speaker;
  const form: CallFact['form'] = call.parent?.type === 'decorator' ? 'decorator' : 'call';
  const args = argumentValues(context, call, 0);
  const named = namedArguments(context, call, 0);
  const spreads = unfoldedSpreads(context, call);
  const branch = branchOf(context, call);
  const written = writtenName(context, callee);
  const shared = {
    written,
    ...(written.startsWith('*') && { on: context.evaluate(chainOf(callee).root) }),
    ...(spreads.length > 0 && { spreads }),
    ...base(speaker, callee, call),
    span: headOf(speaker, callee),
    ...(branch && { branch }),
  };
  for (const known of context.callees(callee)) {
    speaker.facts.push({ kind: 'call', ...known, form, args, named, ...shared });
    sayDynamicImport(speaker, call, known.callee);
  }
}

/** `@app.route` and `@property`: a decorator without arguments is called all the same. */
export function sayDecorator(speaker: Speaker, decorator: SyntaxNode): void {
  const callee = decorator.children[0];
  if (callee?.type !== 'identifier' && callee?.type !== 'attribute') return;
  for (const known of speaker.context.callees(callee)) {
    speaker.facts.push({
      kind: 'call',
      ...known,
      form: 'decorator',
      args: [],
      named: [],
      ...base(speaker, callee, decorator),
    });
  }
}

/**
 * The dotted name in front of the arguments. Where something is called on the result of a call, the name after it:
 * in a chain over several lines each call is pointed at where its own name stands.
 */
function headOf(speaker: Speaker, callee: SyntaxNode): Span {
  let start: SyntaxNode | undefined;
  let here = callee;
  while (here.type === 'attribute') {
    start = here.get('attribute');
    const object = here.get('object');
    if (!object) break;
    here = object;
  }
  if (here.type === 'identifier' || !start) return spanOf(speaker.context, callee);
  return speaker.context.place(start.start, callee.end);
}
