/** What the parts of the reader know about one file, and what they ask of each other. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { CodeScope } from '../code-scope.ts';
import type { CodeNode } from '../code-tree.ts';

/** One read of the environment or of a configuration source. */
export interface Access {
  readonly name: string;
  /** Where the name stands. */
  readonly key: CodeNode;
  readonly default: CodeNode | undefined;
  readonly access: 'read' | 'write';
}

export interface Context {
  /** Kotlin is read in the shapes of Java. */
  readonly language: 'java' | 'kotlin';
  readonly text: string;
  readonly root: CodeNode;
  /** Imported types and static members: local name to full name. */
  readonly imports: ReadonlyMap<string, string>;
  /** Types declared in the file, by simple name. */
  readonly types: ReadonlyMap<string, CodeScope>;
  place(start: number, end: number): Span;
  /** What the expression holds. `depth` counts how deep inside another value it stands. */
  evaluate(node: CodeNode, depth?: number): Value;
  /** Canonical type the expression was made as, where that can be told. */
  made(node: CodeNode, depth?: number): string | undefined;
  access(node: CodeNode): Access | undefined;
}

/** The node's text. */
export function word(context: Context, node: CodeNode): string {
  return context.text.slice(node.start, node.end);
}

export function spanOf(context: Context, node: CodeNode): Span {
  return context.place(node.start, node.end);
}
