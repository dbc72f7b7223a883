/** Dotted names of expressions as they are written, canonical in their root where an import says what it is. */
import { ts, type TS } from './compiler.ts';
import type { Context } from './context.ts';
import { constantKey } from './objects.ts';
import { bare, below, requiredModule } from './tree.ts';

/** `a.b["c"]().d` taken apart: the root, and the steps from it outwards. */
export interface Chain {
  readonly root: TS.Node;
  readonly steps: readonly TS.Node[];
  /** True when the chain was longer than anyone reads; `root` is then where it was cut. */
  readonly cut: boolean;
}

const MAX_STEPS = 24;

/** Takes a chain apart. */
export function chainOf(node: TS.Node): Chain {
  const steps: TS.Node[] = [];
  let here = bare(node);
  for (;;) {
    const next = requiredModule(here) ? undefined : below(here);
    if (!next || steps.length >= MAX_STEPS) return { root: here, steps: steps.reverse(), cut: next !== undefined };
    steps.push(here);
    here = bare(next);
  }
}

/** How keys are written: `a["b"]` as a reference has it, or `a.b` as a member path has it. */
export type KeyStyle = 'brackets' | 'dots';

export interface KnownNames {
  readonly names: readonly string[];
  /** True when the root was imported. */
  readonly resolved: boolean;
}

/** Every name under which it may be known: canonical where the root was imported, else the one that is written. */
export function knownNames(context: Context, node: TS.Node, style: KeyStyle = 'brackets'): KnownNames {
  const chain = chainOf(node);
  const steps = chain.steps.map(step => stepText(context, step, style)).join('');
  const roots = chain.cut ? [] : importedRoots(context, chain);
  if (roots.length > 0) return { names: roots.map(root => root + steps), resolved: true };
  return { names: [rootText(chain) + steps], resolved: false };
}

/** The name as written. */
export function writtenName(context: Context, node: TS.Node): string {
  const chain = chainOf(node);
  return rootText(chain) + chain.steps.map(step => stepText(context, step, 'brackets')).join('');
}

/** The one name to call it by. */
export function knownName(context: Context, node: TS.Node, style: KeyStyle = 'brackets'): string {
  return knownNames(context, node, style).names[0] ?? '';
}

function importedRoots(context: Context, { root, steps }: Chain): string[] {
  if (!ts.isIdentifier(root) && !requiredModule(root)) return [];
  const [first] = steps;
  const called = first && !ts.isPropertyAccessExpression(first) && !ts.isElementAccessExpression(first);
  const names = new Set<string>();
  for (const thing of context.denote(root)) {
    if (thing.kind === 'symbol' && thing.resolved)
      names.add(thing.whole && called ? `${thing.name}.default` : thing.name);
  }
  return [...names];
}

function rootText({ root, cut }: Chain): string {
  if (cut) return '*';
  if (ts.isIdentifier(root)) return ts.idText(root);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (root.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  if (ts.isMetaProperty(root)) return 'import.meta';
  return '*';
}

function stepText(context: Context, step: TS.Node, style: KeyStyle): string {
  if (ts.isPropertyAccessExpression(step)) return `.${ts.idText(step.name)}`;
  if (!ts.isElementAccessExpression(step)) return '()';
  const key = constantKey(context, step.argumentExpression);
  if (key === undefined || key.startsWith('[')) return indexText(step);
  return style === 'dots' ? `.${key}` : `["${key}"]`;
}

/** `[0]`, or `[]` where the index is not written down. */
export function indexText(step: TS.ElementAccessExpression): string {
  const index = step.argumentExpression;
  return ts.isNumericLiteral(index) ? `[${index.text}]` : '[]';
}

/** The last part of a dotted name. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
