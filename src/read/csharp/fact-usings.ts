import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import type { SyntaxNode } from './syntax.ts';

/** `using A.B;`, `global using A.B;`, `using static A.B.C;`, `using X = A.B.C;` */
export function sayUsing(speaker: Speaker, node: SyntaxNode): void {
  const alias = node.get('name');
  const target = node.children.findLast(child => child.field !== 'name');
  if (!target) return;
  const name = word(speaker.context, target)
    .replace(/<[^]*$/, '')
    .replace(/\s+|^global::/g, '');
  const dot = name.lastIndexOf('.');
  speaker.facts.push({
    kind: 'import',
    module: alias && dot > 0 ? name.slice(0, dot) : name,
    name,
    ...(alias && { local: word(speaker.context, alias) }),
    ...base(speaker, target, node),
  });
}
