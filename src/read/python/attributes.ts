/** Attributes and items given to an object from outside its class: `app.client = …`, `config["client"] = …`. */
import { word, type Context } from './context.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { selfClass } from './scopes.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { below, writtenName } from './written.ts';

const MAX_STEPS = 24;

/** Builds the look-up; the table of assignments is made on first use. */
export function createAssigned(context: Context): (node: SyntaxNode) => readonly SyntaxNode[] | undefined {
  const assignments = context.module.attributeAssignments;
  if (assignments.length === 0) return () => undefined;
  const roots = new Set<string>();
  for (const { target } of assignments) {
    const root = rootOf(target);
    if (root) roots.add(word(context, root));
  }
  let table: Map<string, SyntaxNode[]> | undefined;
  const fill = (): Map<string, SyntaxNode[]> => {
    // Set before it is filled: naming a key may ask for other assignments.
    const filling = (table = new Map<string, SyntaxNode[]>());
    for (const { target, value } of assignments) {
      const key = assignmentKey(context, target);
      if (key === undefined) continue;
      const values = filling.get(key);
      if (values) values.push(value);
      else filling.set(key, [value]);
    }
    return filling;
  };
  return node => {
    const root = rootOf(node);
    if (!root || !roots.has(word(context, root))) return undefined;
    const known = table ?? fill();
    const key = assignmentKey(context, node);
    const values = key === undefined ? undefined : known.get(key);
    return values && values.length <= MAX_ORIGINS ? values : undefined;
  };
}

/** Identity of an attribute across the file: its path, and the scope its root lives in. */
function assignmentKey(context: Context, node: SyntaxNode): string | undefined {
  const root = rootOf(node);
  if (!root) return undefined;
  const name = word(context, root);
  const scope = seenFrom(root, name).scope;
  const owner = root.scope && selfClass(root.scope, name);
  const home = owner ? owner.node.start : scope && scope.kind !== 'module' ? scope.node.start : '';
  const path = writtenName(context, node, 'dots');
  return path.includes('[]') || path.includes('*') ? undefined : `${home}:${path}`;
}

function rootOf(node: SyntaxNode): SyntaxNode | undefined {
  let root = bare(node);
  for (let steps = 0; steps <= MAX_STEPS; steps++) {
    const next = below(root);
    if (!next) return root.type === 'identifier' ? root : undefined;
    root = bare(next);
  }
  return undefined;
}
