import { base, type Speaker } from './facts.ts';
import { below } from './names.ts';
import { bare, type SyntaxNode } from './syntax.ts';

const MAX_STEPS = 16;

/** A read of the environment or configuration; true when the expression is one. */
export function sayAccess(speaker: Speaker, node: SyntaxNode): boolean {
  if (speaker.spoken.has(node)) return true;
  const access = speaker.context.access(node);
  if (!access) return false;
  speaker.spoken.add(access.key);
  speaker.facts.push({
    kind: 'envRead',
    name: access.name,
    access: access.access,
    ...(access.default && { default: speaker.context.evaluate(access.default) }),
    ...base(speaker, access.key, node),
  });
  // `config.GetSection("A")["B"]` is one read: the section before it is not a read of its own.
  let step = below(node);
  for (let steps = 0; step && steps < MAX_STEPS; steps++) {
    const here = bare(step);
    const inner = speaker.context.access(here);
    if (inner) {
      speaker.spoken.add(here);
      speaker.spoken.add(inner.key);
    }
    step = below(here);
  }
  return true;
}
