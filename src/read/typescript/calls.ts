/** Calls: under which names a callee is known, and what its arguments are. */
import type { Named, Value } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf, type Callee, type Context, type Thing } from './context.ts';
import { calledName } from './things.ts';
import { objectParts } from './objects.ts';
import { bare, baseOf, classAround, NodeMap, plainName } from './tree.ts';
import { chainOf, knownNames } from './written.ts';

/** A call or a construction. */
export type Call = TS.CallExpression | TS.NewExpression;

/** Builds the look-up of callees for one module. */
export function createCallees(context: Context): (node: TS.Node) => readonly Callee[] {
  const known = new NodeMap<readonly Callee[]>(context.nodes);
  return node => {
    const here = bare(node);
    let found = known.get(here);
    if (!found) known.set(here, (found = seekCallees(context, here)));
    return found;
  };
}

function seekCallees(context: Context, callee: TS.Node): readonly Callee[] {
  const named = calledNode(callee);
  const things = context.denote(named);
  const [only] = things;
  if (only && things.length === 1) {
    return only.kind === 'symbol' && only.resolved
      ? [{ callee: calledName(only), resolved: true }]
      : calleesOf(only, asWritten(context, named), callee);
  }
  const written = asWritten(context, named);
  const found = new Map<string, Callee>();
  for (const thing of things) {
    for (const one of calleesOf(thing, written, callee))
      found.set(`${one.callee} ${one.receiver ?? ''} ${one.method ?? ''}`, one);
  }
  return found.size > 0 ? [...found.values()] : written;
}

function asWritten(context: Context, callee: TS.Node): readonly Callee[] {
  const { names, resolved } = knownNames(context, callee);
  return names.map(name => ({ callee: name, resolved }));
}

/** `super(…)` calls what the class extends. */
function calledNode(callee: TS.Node): TS.Node {
  if (callee.kind !== ts.SyntaxKind.SuperKeyword) return callee;
  const around = classAround(callee);
  return (around && baseOf(around)) ?? callee;
}

function calleesOf(thing: Thing, written: readonly Callee[], callee: TS.Node): readonly Callee[] {
  switch (thing.kind) {
    case 'symbol':
      return thing.resolved ? [{ callee: calledName(thing), resolved: true }] : written;
    case 'class':
      return [{ callee: thing.info.name, resolved: false }];
    case 'made':
      return written.map(({ callee: name, resolved }) => ({
        callee: name,
        resolved,
        receiver: thing.by,
        method: thing.path,
      }));
    case 'function': {
      const { owner, node } = thing;
      const name = node.name && plainName(node.name);
      // `this.x()` says nothing about where the object came from.
      if (!owner || name === undefined || chainOf(callee).root.kind === ts.SyntaxKind.ThisKeyword) return written;
      return written.map(one => ({ ...one, receiver: owner.name, method: name }));
    }
    default:
      return written;
  }
}

/** The name a call is known by, for values and for what its arguments go to. */
export function calleeName(context: Context, call: Call): string {
  return context.callees(call.expression)[0]?.callee ?? '';
}

const MAX_ARGUMENTS = 1000;

/** Positional arguments; an object literal among them counts as one. */
export function argumentValues(context: Context, call: Call, depth: number): Value[] {
  return (call.arguments ?? []).slice(0, MAX_ARGUMENTS).map(argument => context.evaluate(argument, depth + 1));
}

/** The entries of the last argument that is an object: written on the spot, else one that the file wrote before. */
export function namedArguments(context: Context, call: Call, depth: number): Named[] {
  const given = (call.arguments ?? []).slice(0, MAX_ARGUMENTS);
  const literal = given.findLast(argument => ts.isObjectLiteralExpression(bare(argument)));
  if (literal) return namedParts(context, literal, depth, false);
  for (const argument of given.reverse()) {
    const here = bare(argument);
    if (!mayLeadToObject(here)) continue;
    const named = namedParts(context, here, depth, true);
    if (named.length > 0) return named;
  }
  return [];
}

function mayLeadToObject(node: TS.Node): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isCallExpression(node)
  );
}

/** The parts of an object; `passed` when it arrived by name. */
function namedParts(context: Context, node: TS.Node, depth: number, passed: boolean): Named[] {
  return objectParts(context, node).map(({ name, key, value, spread }) => ({
    name,
    span: spanOf(context, key),
    value: context.evaluate(value, depth + 1),
    ...((spread || (passed && !ts.isConditionalExpression(node))) && { spread: true as const }),
  }));
}
