import { constantText, spanOf, word } from './context.ts';
import { seenFrom } from './flow.ts';
import { base, type Speaker } from './facts.ts';
import type { SyntaxNode } from './syntax.ts';
import { below, chainOf, gottenKey, knownNames, lastName, writtenName } from './written.ts';

/** Property reads: one fact for the longest chain. */
export function sayChain(speaker: Speaker, node: SyntaxNode): void {
  if (speaker.spoken.has(node)) return;
  if (node.type === 'call') {
    if (sayNamedAttribute(speaker, node)) return;
    const key = readKey(speaker, node);
    if (key) speaker.spoken.add(key);
    else if (!readsKey(speaker, node)) return;
    if (!isStep(node)) sayMember(speaker, key ? node : (node.get('function')?.get('object') ?? node));
    return;
  }
  if (node.type === 'subscript') noteKey(speaker, node);
  if (!isStep(node) && !isTarget(node) && !isLiteralType(speaker, node)) sayMember(speaker, node);
}

/** `case Provider.HOSTED:` reads a member too. */
export function sayPattern(speaker: Speaker, node: SyntaxNode): void {
  const { parent } = node;
  if (parent?.type !== 'case_pattern' && parent?.type !== 'class_pattern' && parent?.type !== 'union_pattern') return;
  const path = writtenName(speaker.context, node);
  const [root, ...rest] = path.split('.');
  if (!root || rest.length === 0) return;
  const imported = seenFrom(node, root).bindings.find(binding => binding.kind === 'import')?.imported;
  speaker.facts.push({
    kind: 'member',
    name: lastName(path),
    path: imported ? [imported.stands, ...rest].join('.') : path,
    resolved: imported !== undefined,
    ...base(speaker, node),
  });
}

function sayMember(speaker: Speaker, node: SyntaxNode): void {
  const { names, resolved } = knownNames(speaker.context, node, 'dots');
  for (const path of names) {
    const name = lastName(path).replace(/(?:\[[^\]]*\]|\(\))+$/, '');
    if (!path.includes('.') || name === '') continue;
    speaker.facts.push({ kind: 'member', name, path, resolved, ...base(speaker, node) });
  }
}

/** Is the node only a step of a longer chain, or the callee of a call? */
function isStep(node: SyntaxNode): boolean {
  let here = node;
  for (let steps = 0; steps < MAX_WRAPPERS && here.parent && WRAPPERS.has(here.parent.type); steps++)
    here = here.parent;
  const { parent } = here;
  return parent !== undefined && (below(parent) === here || parent.type === 'decorator');
}

const MAX_WRAPPERS = 64;
const WRAPPERS = new Set(['parenthesized_expression', 'await']);

/** Is the node given a value or deleted instead of read? */
function isTarget(node: SyntaxNode): boolean {
  let here = node;
  while (here.parent && TARGET_PARTS.has(here.parent.type)) here = here.parent;
  const { parent } = here;
  if (!parent) return false;
  const assigned =
    parent.type === 'assignment' ||
    parent.type === 'augmented_assignment' ||
    parent.type === 'for_statement' ||
    parent.type === 'for_in_clause';
  return (
    (assigned && here.field === 'left') || parent.type === 'delete_statement' || parent.type === 'as_pattern_target'
  );
}
const TARGET_PARTS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'expression_list',
]);

/** `Literal["a"]` and `List["X"]` outside of annotations are types, not reads. */
function isLiteralType(speaker: Speaker, node: SyntaxNode): boolean {
  const object = node.type === 'subscript' ? node.get('value') : undefined;
  return (
    object !== undefined && /^(?:typing(?:_extensions)?\.)/.test(knownNames(speaker.context, object).names[0] ?? '')
  );
}

function noteKey(speaker: Speaker, node: SyntaxNode): void {
  const key = node.get('subscript');
  if (key && constantText(speaker.context, key) !== undefined && !isLiteralType(speaker, node)) speaker.spoken.add(key);
}

/** The key node of `x.get("key")`, where `x` is something with keys: not a module, not the environment. */
function readKey(speaker: Speaker, call: SyntaxNode): SyntaxNode | undefined {
  if (gottenKey(speaker.context, call) === undefined || speaker.context.accesses(call).length > 0) return undefined;
  const object = call.get('function')?.get('object');
  if (!object) return undefined;
  if (object.type === 'identifier') {
    const { bindings } = seenFrom(object, word(speaker.context, object));
    if (bindings.some(({ imported }) => imported && imported.name === imported.module)) return undefined;
  }
  return call.get('arguments')?.children[0];
}

/** Does a method call stand on a chain that reads a key: `d["key"].items()`? The key would be lost in the callee. */
function readsKey(speaker: Speaker, call: SyntaxNode): boolean {
  const object = call.get('function')?.get('object');
  if (!object || speaker.context.accesses(object).length > 0) return false;
  return chainOf(object).steps.some(step => {
    if (step.type === 'subscript') {
      const key = step.get('subscript');
      return key !== undefined && constantText(speaker.context, key) !== undefined;
    }
    return step.type === 'call' && readKey(speaker, step) !== undefined;
  });
}

/** `getattr(x, "name")` and `hasattr(x, "name")`. */
function sayNamedAttribute(speaker: Speaker, call: SyntaxNode): boolean {
  const callee = call.get('function');
  if (callee?.type !== 'identifier' || !/^(?:get|has)attr$/.test(word(speaker.context, callee))) return false;
  const [object, key] = call.get('arguments')?.children ?? [];
  const name = key && constantText(speaker.context, key);
  if (!object || !key || name === undefined) return false;
  speaker.spoken.add(key);
  const { names, resolved } = knownNames(speaker.context, object, 'dots');
  for (const path of names) {
    speaker.facts.push({
      kind: 'member',
      name,
      path: `${path}.${name}`,
      resolved,
      ...base(speaker, call),
      span: spanOf(speaker.context, call),
    });
  }
  return true;
}
