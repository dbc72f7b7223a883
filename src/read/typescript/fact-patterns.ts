/** What destructuring takes: variables of the environment, or members of something with a name. */
import type { EnvReadFact, MemberFact } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { say, type Speaker } from './facts.ts';
import { leavesOf, type Leaf } from './scopes.ts';
import { bare, requiredModule } from './tree.ts';
import { pathText } from './value-parts.ts';
import { knownNames } from './written.ts';

/** `const { a, b: { c } } = value`. */
export function sayPattern(speaker: Speaker, node: TS.VariableDeclaration): void {
  if (ts.isIdentifier(node.name)) return;
  const leaves = leavesOf(node.name, []);
  const value = node.initializer ?? loopedOver(node);
  if (!value || requiredModule(bare(value))) return;
  const looped = node.initializer ? [] : ['[]'];
  for (const leaf of leaves) {
    if (sayVariableOf(speaker, leaf, node, value)) continue;
    sayMemberOf(speaker, leaf, value, looped);
  }
}

/** `items` in `for (const { a } of items)`. */
function loopedOver(node: TS.VariableDeclaration): TS.Expression | undefined {
  const loop = node.parent.parent;
  return loop && ts.isForOfStatement(loop) ? loop.expression : undefined;
}

function sayVariableOf(
  speaker: Speaker,
  { path, element, name, fallback }: Leaf,
  whole: TS.Node,
  value: TS.Node,
): boolean {
  const last = path?.at(-1);
  if (last === undefined || path === undefined || path.length > 2) return false;
  const inEnvironment = speaker.context.denote(value).some(thing => thing.kind === 'env');
  const ofProcess = path.length === 2 && path[0] === 'env';
  if (path.length === 1 ? !inEnvironment : !ofProcess) return false;
  const fact = {
    kind: 'envRead' as const,
    name: last,
    access: 'read' as const,
    ...(fallback && { default: speaker.context.evaluate(fallback) }),
  };
  say<EnvReadFact>(speaker, fact, element.propertyName ?? name, whole);
  return true;
}

function sayMemberOf(speaker: Speaker, { path, element, name }: Leaf, value: TS.Node, looped: readonly string[]): void {
  const last = path?.at(-1);
  if (last === undefined || path === undefined || last.startsWith('[')) return;
  const { names, resolved } = knownNames(speaker.context, value, 'dots');
  for (const root of names) {
    // A value without a name, such as a literal, is no object somebody else filled.
    if (root === '*') continue;
    const fact = { kind: 'member' as const, name: last, path: pathText(root, [...looped, ...path]), resolved };
    say<MemberFact>(speaker, fact, element.propertyName ?? name);
  }
}

/** Names that a parameter takes under another name: what they are called by whoever calls would be lost. */
export function sayRenamed(speaker: Speaker, node: TS.ParameterDeclaration): void {
  for (const { path, element } of leavesOf(node.name, [])) {
    const last = path?.at(-1);
    if (last === undefined || !path || !element.propertyName || last.startsWith('[')) continue;
    say<MemberFact>(
      speaker,
      { kind: 'member', name: last, path: pathText('*', path), resolved: false },
      element.propertyName,
    );
  }
}
