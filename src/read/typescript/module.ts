/** From parsed text to facts: the one way through the reader, shared by whole files and by scripts inside others. */
import type { Fact } from '../../model/fact.ts';
import type { TS } from './compiler.ts';
import { createCallees } from './calls.ts';
import type { Context } from './context.ts';
import { createAccess } from './environment.ts';
import { factsOf } from './facts.ts';
import { createDenote } from './names.ts';
import { recordScopes } from './scopes.ts';
import { flatten } from './tree.ts';
import { createEvaluate } from './values.ts';

/** The facts of one module. */
export function readModule(root: TS.SourceFile, place: Context['place']): Fact[] {
  const nodes = flatten(root);
  const context = { root, nodes, place, module: recordScopes(nodes) } as unknown as Mutable<Context>;
  context.denote = createDenote(context);
  context.callees = createCallees(context);
  context.evaluate = createEvaluate(context);
  context.access = createAccess(context);
  return factsOf(context);
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
