/** What the parts of the reader know about one module, and what they ask of each other. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { ClassInfo, FunctionInfo, ModuleInfo } from './scopes.ts';
import type { SyntaxNode } from './syntax.ts';

/** What an expression may stand for. */
export type Thing =
  /** Something reached by name: an imported module, class or function, or a name the file never binds. */
  | { readonly kind: 'symbol'; readonly name: string; readonly resolved: boolean }
  /** What calling `by` gave, or the `path` from there on. */
  | { readonly kind: 'made'; readonly by: string; readonly resolved: boolean; readonly path: string }
  | { readonly kind: 'class'; readonly info: ClassInfo }
  | { readonly kind: 'instance'; readonly info: ClassInfo }
  /** `bound` when it was reached through an instance, so that its first parameter is taken. */
  | { readonly kind: 'function'; readonly info: FunctionInfo; readonly bound: boolean };

/** One access to the environment, or to a configuration source keyed by name. */
export interface EnvAccess {
  readonly name: string;
  /** Where the name stands. */
  readonly key: SyntaxNode;
  /** The default that is given; what is written, where the access writes. */
  readonly default: SyntaxNode | undefined;
  readonly access: 'read' | 'write' | 'test';
}

/** A name a callee is known by, and what it was reached through. */
export interface Callee {
  readonly callee: string;
  readonly resolved: boolean;
  readonly receiver?: string;
  readonly method?: string;
}

export interface Context {
  readonly text: string;
  readonly module: ModuleInfo;
  /** Span of UTF-16 offsets, in the file a person opens. */
  place(start: number, end: number): Span;
  /** What the expression may stand for; empty when nothing is known. */
  denote(node: SyntaxNode): readonly Thing[];
  /** The callees that calling the expression may reach; never empty, the first is the likeliest. */
  callees(node: SyntaxNode): readonly Callee[];
  /** What the expression holds. `depth` counts how deep inside another value it stands. */
  evaluate(node: SyntaxNode, depth?: number): Value;
  /** What the file assigns to this very attribute or item from outside its class: `app.client = …`. */
  assigned(node: SyntaxNode): readonly SyntaxNode[] | undefined;
  /** What the calls in this file hand to a parameter. */
  given(info: FunctionInfo, parameter: string): readonly SyntaxNode[];
  /** What `NAMES["key"]`, `NAMES.get("key")` and `NAMES[0]` give, where the name stands for a literal of this file. */
  items(node: SyntaxNode): readonly SyntaxNode[] | undefined;
  /** The environment accesses that this one expression makes. */
  accesses(node: SyntaxNode): readonly EnvAccess[];
}

/** The node's text. */
export function word(context: Context, node: SyntaxNode): string {
  return context.text.slice(node.start, node.end);
}

export function spanOf(context: Context, node: SyntaxNode): Span {
  return context.place(node.start, node.end);
}

/** The text an expression is known to hold: a literal, or a plain name followed to one. */
export function constantText(context: Context, node: SyntaxNode): string | undefined {
  if (!isPlain(node)) return undefined;
  const value = context.evaluate(node);
  return value.kind === 'literal' && value.type === 'string' ? value.text : undefined;
}

/** Literals and dotted names only: asking for more would let keys inside keys be evaluated over and over. */
function isPlain(node: SyntaxNode): boolean {
  let here: SyntaxNode | undefined = node;
  for (let steps = 0; here?.type === 'attribute' && steps < 8; steps++) here = here.get('object');
  if (here?.type === 'identifier') return true;
  return here === node && (node.type === 'string' || node.type === 'concatenated_string');
}
