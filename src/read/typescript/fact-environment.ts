import type { EnvReadFact } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { alternativeOf } from './environment.ts';
import { say, type Speaker } from './facts.ts';
import { bare } from './tree.ts';

/** The environment access of one expression; true when there was one. */
export function sayAccess(speaker: Speaker, node: TS.Node): boolean {
  const { context, spoken } = speaker;
  const access = context.access(node);
  if (!access) return false;
  spoken.add(bare(access.key));
  const fallback = access.access === 'read' ? (access.default ?? alternativeOf(node)) : undefined;
  const fact = {
    kind: 'envRead' as const,
    name: access.name,
    access: access.access,
    ...(fallback && { default: context.evaluate(fallback) }),
  };
  say<EnvReadFact>(speaker, fact, access.key, node);
  // `process.env` itself is no member of its own.
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) spoken.add(bare(node.expression));
  return true;
}
