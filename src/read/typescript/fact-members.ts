/** Property reads: one fact for the longest chain. */
import type { MemberFact } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import type { Context } from './context.ts';
import { headOf } from './fact-calls.ts';
import { say, type Speaker } from './facts.ts';
import { constantKey } from './objects.ts';
import { bare, below, dressed, isAssignment, isPlainString, requiredModule } from './tree.ts';
import { knownNames } from './written.ts';

/** A property or subscript that is read, unless another fact tells it. */
export function sayMember(speaker: Speaker, node: TS.PropertyAccessExpression | TS.ElementAccessExpression): void {
  const { context, spoken } = speaker;
  const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
  if (key && isPlainString(key)) spoken.add(key);
  if (spoken.has(node) || isStep(node) || isTarget(node) || isToldElsewhere(speaker, node)) return;
  // A subscript that names nothing reads what its object is.
  const named = key && (constantKey(context, key) ?? '[').startsWith('[') ? node.expression : node;
  const name = partName(context, bare(named));
  if (name === undefined || name === '') return;
  const { names, resolved } = knownNames(context, named, 'dots');
  for (const path of names) {
    say<MemberFact>(speaker, { kind: 'member', name, path, resolved }, headOf(speaker, node));
  }
}

/** The last name of a chain; indexes after it name nothing. */
function partName(context: Context, node: TS.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return ts.idText(node.name);
  if (!ts.isElementAccessExpression(node)) return undefined;
  const key = constantKey(context, node.argumentExpression);
  return key === undefined || key.startsWith('[') ? partName(context, bare(node.expression)) : key;
}

/** Is the node only a step of a longer chain, or the callee of a call? */
function isStep(node: TS.Node): boolean {
  const outer = dressed(node);
  const { parent } = outer;
  if (below(parent) === outer) return true;
  return ts.isDecorator(parent) || (ts.isTaggedTemplateExpression(parent) && parent.tag === outer);
}

/** `require('m').X` is an import, and `process.env` matters for what is read from it. */
function isToldElsewhere(
  { context }: Speaker,
  node: TS.PropertyAccessExpression | TS.ElementAccessExpression,
): boolean {
  if (requiredModule(bare(node.expression))) return true;
  const environment = ts.isElementAccessExpression(node) ? node.expression : node;
  return context.denote(environment).some(thing => thing.kind === 'env' && !thing.loose);
}

/** Is the node given a value or deleted instead of read? */
function isTarget(node: TS.Node): boolean {
  const outer = dressed(node);
  const { parent } = outer;
  if (isAssignment(parent)) return parent.left === outer;
  return ts.isDeleteExpression(parent);
}
