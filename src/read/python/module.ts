/** From parsed parts to facts: the one way through the reader, shared by files and notebooks. */
import type { Tree } from 'web-tree-sitter';
import type { Fact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { createAssigned } from './attributes.ts';
import { createGiven } from './callers.ts';
import { createCallees } from './calls.ts';
import type { Context } from './context.ts';
import { createAccesses } from './environment.ts';
import { factsOf } from './facts.ts';
import { withoutDeepIndents } from './indents.ts';
import { createItems } from './items.ts';
import { createDenote } from './names.ts';
import { recordScopes } from './scopes.ts';
import { SyntaxCopy, type Part } from './syntax.ts';
import { createEvaluate } from './values.ts';

/** The facts of a module, and the offset of the first place that could not be parsed. */
export interface ModuleReading {
  readonly facts: Fact[];
  readonly firstError: number | undefined;
}

/**
 * Reads a module given in parts, which share one namespace in their order. Each part is parsed on its own, so that
 * a broken one spoils no other.
 *
 * @param text the whole module: every part at its offset
 * @param place span of UTF-16 offsets in `text`, in the file a person opens
 */
export function readModule(
  parse: (text: string) => Tree,
  text: string,
  parts: readonly Part[],
  place: (start: number, end: number) => Span,
): ModuleReading {
  const copy = new SyntaxCopy();
  for (const part of parts) {
    const { text: safe, cut } = withoutDeepIndents(part.text);
    if (cut !== undefined) copy.noteError(part.offset + cut);
    const tree = parse(safe);
    try {
      copy.add(tree, part);
    } finally {
      tree.delete();
    }
  }
  return { facts: factsOf(createContext(copy, text, place)), firstError: copy.firstError };
}

function createContext(copy: SyntaxCopy, text: string, place: Context['place']): Context {
  const context = { text, module: recordScopes(copy.root, text), place } as Mutable<Context>;
  context.denote = createDenote(context);
  context.callees = createCallees(context);
  context.evaluate = createEvaluate(context);
  context.assigned = createAssigned(context);
  context.items = createItems(context);
  context.given = createGiven(context);
  context.accesses = createAccesses(context);
  return context;
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
