import type { CallFact, FactBase, Named, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { branchOf } from './branches.ts';
import { argumentValues, namedArguments, type Call } from './calls.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf, startOf, type Callee } from './context.ts';
import { say, type Speaker } from './facts.ts';
import { objectParts } from './objects.ts';
import { bare, below, isFunction, requiredModule } from './tree.ts';
import { chainOf, writtenName } from './written.ts';

/** One fact per possible callee. */
export function sayCall(speaker: Speaker, call: Call): void {
  const { context } = speaker;
  if (isFunction(bare(call.expression)) || isPromiseStep(call.expression)) return;
  const args = argumentValues(context, call, 0);
  const named = namedArguments(context, call, 0);
  const head = headOf(speaker, call.expression);
  const form = formOf(call);
  const branch = branchOf(context, call);
  const written = writtenName(context, call.expression);
  const more = {
    written,
    ...(written.startsWith('*') && { on: context.evaluate(chainOf(call.expression).root) }),
    ...(branch && { branch }),
    ...spreadsOf(speaker, call),
  };
  for (const known of context.callees(call.expression))
    say<CallFact>(speaker, { ...factOf(known, form, args, named), ...more }, head, call);
}

/** What the object among the arguments takes over from elsewhere: `{ ...options }`. */
function spreadsOf(speaker: Speaker, call: Call): Pick<CallFact, 'spreads'> {
  const spreads = (call.arguments ?? []).flatMap(argument => {
    const here = bare(argument);
    if (!ts.isObjectLiteralExpression(here)) return [];
    return here.properties.flatMap(property =>
      ts.isSpreadAssignment(property) && objectParts(speaker.context, property.expression).length === 0
        ? [speaker.context.evaluate(property.expression)]
        : [],
    );
  });
  return spreads.length > 0 ? { spreads } : {};
}

function factOf(
  known: Callee,
  form: CallFact['form'],
  args: readonly Value[],
  named: readonly Named[],
): Omit<CallFact, keyof FactBase> {
  const { callee, resolved, receiver, method } = known;
  if (receiver === undefined || method === undefined) return { kind: 'call', callee, resolved, form, args, named };
  return { kind: 'call', callee, resolved, form, receiver, method, args, named };
}

/** `import('m').then(…)` calls nothing of the module. */
export function isPromiseStep(callee: TS.Node): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !requiredModule(bare(callee.expression))) return false;
  return /^(?:then|catch|finally)$/.test(ts.idText(callee.name));
}

function formOf(call: Call): CallFact['form'] {
  if (ts.isNewExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword) return 'new';
  return ts.isDecorator(call.parent) ? 'decorator' : 'call';
}

/** `@Injectable` without arguments is called all the same. */
export function sayDecorator(speaker: Speaker, decorator: TS.Decorator): void {
  const callee = decorator.expression;
  if (ts.isCallExpression(callee)) return;
  for (const known of speaker.context.callees(callee)) {
    say<CallFact>(speaker, factOf(known, 'decorator', [], []), callee, decorator);
  }
}

/**
 * The dotted name in front of the arguments. Where something is called on the result of a call, the name after it:
 * in a chain over several lines each call is pointed at where its own name stands.
 */
export function headOf(speaker: Speaker, callee: TS.Node): Span {
  const { context } = speaker;
  let name: TS.Node | undefined;
  let here = bare(callee);
  while (ts.isPropertyAccessExpression(here) || ts.isElementAccessExpression(here)) {
    name = ts.isPropertyAccessExpression(here) ? here.name : here.argumentExpression;
    here = bare(here.expression);
  }
  const chained = below(here) !== undefined && !requiredModule(here);
  return chained && name ? context.place(startOf(context, name), callee.end) : spanOf(context, callee);
}
