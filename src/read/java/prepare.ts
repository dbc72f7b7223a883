/** What the reader needs to know about a file before facts are told. */
import type { LineIndex } from '../../base/lines.ts';
import type { CodeNode } from '../code-tree.ts';
import { createAccess } from './access.ts';
import type { Context } from './context.ts';
import { createMade } from './made.ts';
import { recordScopes } from './scopes.ts';
import { createEvaluate } from './values.ts';

/** The context of one file; `root` has the shapes of the Java grammar, and offsets into `text`. */
export function contextOf(root: CodeNode, text: string, lines: LineIndex, language: Context['language']): Context {
  const context = {
    language,
    text,
    root,
    ...recordScopes(root, text),
    place: (start, end) => lines.span(start, end),
  } as Mutable<Context>;
  context.made = createMade(context);
  context.evaluate = createEvaluate(context);
  context.access = createAccess(context);
  return context;
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
