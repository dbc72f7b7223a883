import { base, type Speaker } from './facts.ts';
import { keyText } from './initialisers.ts';
import { below, indexKey, isStep, writtenName } from './names.ts';
import { bare, type SyntaxNode } from './syntax.ts';

const MAX_STEPS = 24;

/** Property reads and reads by a key: one fact for the longest chain. */
export function sayMember(speaker: Speaker, node: SyntaxNode): void {
  noteKeys(speaker, node);
  if (speaker.spoken.has(node) || isTarget(node) || isStep(node) || isTypeName(node)) return;
  const path = writtenName(speaker.context, node);
  const name = lastName(path);
  if (name === '' || !/[.[]/.test(path)) return;
  speaker.facts.push({ kind: 'member', name, path, resolved: false, ...base(speaker, node, node) });
}

/** `choice.Filter["hate"]` → `hate`; `items[0].Name[]` → `Name`. */
function lastName(path: string): string {
  const plain = path.replace(/(?:\[\d*\])+$/, '');
  const key = /\["([^"]*)"\]$/.exec(plain)?.[1];
  return key ?? plain.slice(plain.lastIndexOf('.') + 1);
}

/** A key that is part of the name is not told as a string of its own. */
function noteKeys(speaker: Speaker, node: SyntaxNode): void {
  let here: SyntaxNode | undefined = node;
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    if (here.type.startsWith('element_') && !speaker.context.access(here)) {
      const key = indexKey(here);
      if (key && !isStepOfCall(node) && keyText(speaker.context, key) !== undefined) speaker.spoken.add(key);
    }
    const next: SyntaxNode | undefined = below(here);
    here = next && bare(next);
  }
}

/** The chain ends in a call: its keys would be lost in the name of the callee. */
function isStepOfCall(node: SyntaxNode): boolean {
  let here: SyntaxNode | undefined = node;
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    if (here.type === 'invocation_expression') return true;
    if (!isStep(here)) return false;
    here = here.parent;
  }
  return false;
}

/** Is it given a value instead of read? */
function isTarget(node: SyntaxNode): boolean {
  return node.parent?.type === 'assignment_expression' && node.field === 'left' && node.parent.operator === '=';
}

function isTypeName(node: SyntaxNode): boolean {
  return node.field === 'type' || node.parent?.type === 'type_argument_list';
}
