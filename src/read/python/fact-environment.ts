import type { EnvAccess } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { settingsFields } from './settings.ts';
import { bare, preorder, type SyntaxNode } from './syntax.ts';
import { below } from './written.ts';

/** The environment accesses of one expression; true when there were any. */
export function sayAccesses(speaker: Speaker, node: SyntaxNode): boolean {
  if (speaker.spoken.has(node)) return true;
  const accesses = speaker.context.accesses(node);
  if (accesses.length === 0) return false;
  for (const access of accesses) {
    silence(speaker, access.key);
    say(speaker, access, node);
  }
  if (node.type === 'comparison_operator') for (const side of node.children) speaker.spoken.add(bare(side));
  else silenceSteps(speaker, node);
  return true;
}

/** The name is told by the fact: neither it nor what it is put together from is a string of its own. */
function silence(speaker: Speaker, key: SyntaxNode): void {
  for (const node of preorder(key)) if (node.type !== 'call') speaker.spoken.add(node);
}

/** `secrets["a"]["b"]` is one read: the inner steps are not reads of their own. */
function silenceSteps(speaker: Speaker, node: SyntaxNode): void {
  const callee = node.type === 'call' ? node.get('function') : undefined;
  let step = node.type === 'call' ? callee?.get('object') : below(node);
  for (; step && step.type !== 'call'; step = below(step)) {
    step = bare(step);
    speaker.spoken.add(step);
    const key = step.get('subscript');
    if (key) speaker.spoken.add(key);
  }
}

/** The fields of a settings class. */
export function saySettings(speaker: Speaker, node: SyntaxNode): void {
  const info = speaker.context.module.classes.get(node);
  if (!info) return;
  for (const access of settingsFields(speaker.context, info)) say(speaker, access, access.key);
}

function say(speaker: Speaker, { name, key, default: fallback, access }: EnvAccess, whole: SyntaxNode): void {
  speaker.facts.push({
    kind: 'envRead',
    name,
    access,
    ...(fallback && { default: speaker.context.evaluate(fallback) }),
    ...base(speaker, key, whole),
  });
}
