/** Dotted names of expressions as they are written, canonical in their root where an import says what it is. */
import { constantText, word, type Context } from './context.ts';
import { bare, type SyntaxNode } from './syntax.ts';

/** `a.b["c"]().d` taken apart: the root, and the steps from it outwards. */
export interface Chain {
  readonly root: SyntaxNode;
  readonly steps: readonly SyntaxNode[];
  /** True when the chain was longer than anyone reads; `root` is then where it was cut. */
  readonly cut: boolean;
}

const MAX_STEPS = 24;

export function chainOf(node: SyntaxNode): Chain {
  const steps: SyntaxNode[] = [];
  let here = bare(node);
  for (;;) {
    const next = below(here);
    if (!next || steps.length >= MAX_STEPS) return { root: here, steps: steps.reverse(), cut: next !== undefined };
    steps.push(here);
    here = bare(next);
  }
}

/** What a step of a chain is applied to. */
export function below(step: SyntaxNode): SyntaxNode | undefined {
  switch (step.type) {
    case 'attribute':
      return step.get('object');
    case 'subscript':
      return step.get('value');
    case 'call':
      return step.get('function');
    default:
      return undefined;
  }
}

/** How keys are written: `a["b"]` as a reference has it, or `a.b` as a member path has it. */
export type KeyStyle = 'brackets' | 'dots';

/** The name as written. */
export function writtenName(context: Context, node: SyntaxNode, style: KeyStyle = 'brackets'): string {
  const chain = chainOf(node);
  return rootText(context, chain) + stepsText(context, chain, style);
}

/** The names under which it may be known: canonical where the root was imported, else the one that is written. */
export function knownNames(
  context: Context,
  node: SyntaxNode,
  style: KeyStyle = 'brackets',
): { names: string[]; resolved: boolean } {
  const chain = chainOf(node);
  const steps = stepsText(context, chain, style);
  const roots = chain.cut ? [] : importedRoots(context, chain.root);
  if (roots.length > 0) return { names: roots.map(root => root + steps), resolved: true };
  return { names: [rootText(context, chain) + steps], resolved: false };
}

function importedRoots(context: Context, root: SyntaxNode): string[] {
  if (root.type !== 'identifier') return [];
  const names = new Set<string>();
  for (const thing of context.denote(root)) if (thing.kind === 'symbol' && thing.resolved) names.add(thing.name);
  return [...names];
}

function rootText(context: Context, { root, cut }: Chain): string {
  if (cut) return '*';
  if (root.type === 'identifier' || root.type === 'dotted_name') return word(context, root);
  if (root.type === 'string' || root.type === 'concatenated_string') return 'str';
  return '*';
}

function stepsText(context: Context, { steps }: Chain, style: KeyStyle): string {
  let text = '';
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    const called = steps[i + 1];
    if (style === 'dots' && step.type === 'attribute' && called?.type === 'call') {
      const key = gottenKey(context, called);
      if (key !== undefined) {
        text += `.${key}`;
        i++;
        continue;
      }
    }
    text += stepText(context, step, style);
  }
  return text;
}

function stepText(context: Context, step: SyntaxNode, style: KeyStyle): string {
  if (step.type === 'call') return '()';
  if (step.type === 'attribute') {
    const attribute = step.get('attribute');
    return attribute ? `.${word(context, attribute)}` : '';
  }
  const key = step.get('subscript');
  const text = key && constantText(context, key);
  if (text !== undefined) return style === 'dots' ? `.${text}` : `["${text}"]`;
  return key && isIndex(key) ? `[${word(context, key)}]` : '[]';
}

/** `[0]`, `[-1]`. */
export function isIndex(key: SyntaxNode): boolean {
  return key.type === 'integer' || (key.type === 'unary_operator' && key.get('argument')?.type === 'integer');
}

/** Keys that read as names; a URL or a path given to `.get(…)` is a request, not a member. */
const NAME_LIKE = /^[\w$@.-]+$/;

/** The key that `x.get("key")` reads. */
export function gottenKey(context: Context, call: SyntaxNode): string | undefined {
  const callee = call.get('function');
  const method = callee?.type === 'attribute' ? callee.get('attribute') : undefined;
  if (!method || word(context, method) !== 'get') return undefined;
  const key = call.get('arguments')?.children[0];
  if (!key || key.type === 'keyword_argument') return undefined;
  const text = constantText(context, key);
  return text !== undefined && NAME_LIKE.test(text) ? text : undefined;
}

/** The last part of a dotted name. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
