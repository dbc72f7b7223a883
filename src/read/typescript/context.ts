/** What the parts of the reader know about one module, and what they ask of each other. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { TS } from './compiler.ts';
import type { ClassInfo, ModuleInfo } from './scopes.ts';

/** What an expression may stand for. */
export type Thing =
  /** Something reached by name: what a module exports, the module itself (`whole`), or a name the file never binds. */
  | { readonly kind: 'symbol'; readonly name: string; readonly resolved: boolean; readonly whole?: true }
  /** What calling or constructing `by` gave, or the `path` from there on. */
  | { readonly kind: 'made'; readonly by: string; readonly resolved: boolean; readonly path: string }
  | { readonly kind: 'class'; readonly info: ClassInfo }
  | { readonly kind: 'instance'; readonly info: ClassInfo }
  | { readonly kind: 'function'; readonly node: TS.FunctionLikeDeclaration; readonly owner: ClassInfo | undefined }
  | { readonly kind: 'object'; readonly node: TS.ObjectLiteralExpression }
  | { readonly kind: 'list'; readonly node: TS.ArrayLiteralExpression }
  | { readonly kind: 'enum'; readonly node: TS.EnumDeclaration }
  /** The environment itself: `process.env`. When `loose`, something made from it. */
  | { readonly kind: 'env'; readonly loose: boolean };

/** One access to the environment, or to a configuration source keyed by name. */
export interface EnvAccess {
  readonly name: string;
  /** Where the name stands. */
  readonly key: TS.Node;
  readonly default: TS.Node | undefined;
  readonly access: 'read' | 'write' | 'test';
}

/** A name a callee is known by, and what it was reached through. */
export interface Callee {
  readonly callee: string;
  readonly resolved: boolean;
  readonly receiver?: string;
  readonly method?: string;
}

/** One module, and the questions its parts answer. */
export interface Context {
  readonly root: TS.SourceFile;
  readonly nodes: readonly TS.Node[];
  readonly module: ModuleInfo;
  /** Span of UTF-16 offsets. */
  place(start: number, end: number): Span;
  /** What the expression may stand for; empty when nothing is known. */
  denote(node: TS.Node): readonly Thing[];
  /** The callees that calling the expression may reach; never empty, the first is the likeliest. */
  callees(node: TS.Node): readonly Callee[];
  /** What the expression holds. `depth` counts how deep inside another value it stands. */
  evaluate(node: TS.Node, depth?: number): Value;
  /** The environment access that this one expression makes. */
  access(node: TS.Node): EnvAccess | undefined;
}

/** Where the node stands, from its first token to its end. */
export function spanOf(context: Context, node: TS.Node): Span {
  return context.place(startOf(context, node), node.end);
}

/** Where the node's first token starts. */
export function startOf({ root }: Context, node: TS.Node): number {
  const code = root.text.charCodeAt(node.pos);
  // Letters, quotes and brackets start a token; blanks, comments and conflict markers are what the compiler knows to skip.
  const plain = (code > 64 && code < 124) || (code >= 34 && code <= 41 && code !== 35);
  return plain ? node.pos : node.getStart(root);
}
