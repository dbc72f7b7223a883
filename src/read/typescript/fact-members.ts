/** Property reads: one fact for the longest chain. */
import type { MemberFact } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { headOf } from './fact-calls.ts';
import { say, type Speaker } from './facts.ts';
import { constantKey } from './objects.ts';
import { bare, below, dressed, isAssignment, isPlainString, requiredModule } from './tree.ts';
import { knownNames, lastName } from './written.ts';

export function sayMember(speaker: Speaker, node: TS.PropertyAccessExpression | TS.ElementAccessExpression): void {
  const { context, spoken } = speaker;
  const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
  if (key && isPlainString(key)) spoken.add(key);
  if (spoken.has(node) || isStep(node) || isTarget(node) || isToldElsewhere(speaker, node)) return;
  // A subscript that names nothing reads what its object is.
  const named = key && (constantKey(context, key) ?? '[').startsWith('[') ? node.expression : node;
  const { names, resolved } = knownNames(context, named, 'dots');
  for (const path of names) {
    const name = lastName(path).replace(/(?:\[[^\]]*\]|\(\))+$/, '');
    if (!path.includes('.') || name === '' || path.endsWith('()')) continue;
    say<MemberFact>(speaker, { kind: 'member', name, path, resolved }, headOf(speaker, node));
  }
}

/** Is the node only a step of a longer chain, or the callee of a call? */
function isStep(node: TS.Node): boolean {
  const outer = dressed(node);
  const { parent } = outer;
  if (below(parent) === outer) return true;
  return ts.isDecorator(parent) || (ts.isTaggedTemplateExpression(parent) && parent.tag === outer);
}

/** `require('m').X` is an import, and `process.env` matters for what is read from it. */
function isToldElsewhere({ context }: Speaker, node: TS.PropertyAccessExpression | TS.ElementAccessExpression): boolean {
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
