/** What the parts of the reader know about one file, and what they ask of each other. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { FileInfo } from './scopes.ts';
import type { SyntaxNode } from './syntax.ts';

/** One access to the environment or to a configuration source. */
export interface Access {
  readonly name: string;
  /** Where the name stands. */
  readonly key: SyntaxNode;
  readonly default: SyntaxNode | undefined;
  readonly access: 'read' | 'write' | 'test';
}

/** What an expression came from: the type it was made as, and the path from there on. */
export interface Made {
  readonly by: string;
  readonly path: string;
}

export interface Context {
  readonly text: string;
  readonly file: FileInfo;
  /** Span of offsets in the parsed text, in the file a person opens. */
  place(start: number, end: number): Span;
  /** What the expression holds. `depth` counts how deep inside another value it stands. */
  evaluate(node: SyntaxNode, depth?: number): Value;
  /** The type the expression was made as, where that can be told. */
  made(node: SyntaxNode): Made | undefined;
  /** The environment or configuration access this one expression makes. */
  access(node: SyntaxNode): Access | undefined;
}

/** The node's text. */
export function word(context: Context, node: SyntaxNode): string {
  return context.text.slice(node.start, node.end);
}

export function spanOf(context: Context, node: SyntaxNode): Span {
  return context.place(node.start, node.end);
}
