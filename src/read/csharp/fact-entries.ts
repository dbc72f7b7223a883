import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { initialEntries, keyText, type InitialEntry } from './initialisers.ts';
import { indexKey, typeName, writtenName } from './names.ts';
import type { SyntaxNode } from './syntax.ts';

/** Where a literal goes. */
interface Destination {
  readonly path: readonly string[];
  readonly callee?: string;
}

const NOWHERE: Destination = { path: [] };
const MAX_PATH = 16;
const MAX_CLIMB = 32;
const COLLECTION = /(?:Dictionary|List|NameValueCollection|Hashtable|HashSet|Collection)$/;

/** The entries of `{ A = 1, ["k"] = 2 }`, `{ { "k", v } }`, `new { A = 1 }`, `x with { A = 1 }`. */
export function sayInitialiser(speaker: Speaker, node: SyntaxNode): void {
  const entries = initialEntries(speaker.context, node);
  if (entries.length === 0) return;
  const to = destination(speaker, node);
  for (const entry of entries) {
    speaker.spoken.add(entry.key);
    // `new { endpoint }` only hands a name on.
    if (entry.key !== entry.value) sayEntry(speaker, entry, to);
  }
}

/** `d["key"] = value`. */
export function sayItemAssignment(speaker: Speaker, node: SyntaxNode): void {
  const left = node.get('left');
  const value = node.get('right');
  if (left?.type !== 'element_access_expression' || !value || node.operator !== '=') return;
  const key = indexKey(left);
  const object = left.get('expression');
  const name = key && keyText(speaker.context, key);
  if (!key || !object || name === undefined || speaker.context.access(left)) return;
  speaker.spoken.add(key);
  const target = writtenName(speaker.context, object);
  sayEntry(speaker, { name, key, value, whole: node }, { path: target === '' ? [] : [target] });
}

function sayEntry(speaker: Speaker, { name, key, value, whole }: InitialEntry, { path, callee }: Destination): void {
  speaker.facts.push({
    kind: 'entry',
    name,
    value: speaker.context.evaluate(value),
    path,
    ...(callee !== undefined && callee !== '' && { callee }),
    ...base(speaker, key, whole),
  });
}

const destinations = new WeakMap<SyntaxNode, Destination>();

function destination(speaker: Speaker, literal: SyntaxNode): Destination {
  let known = destinations.get(literal);
  if (!known) destinations.set(literal, (known = seekDestination(speaker, literal)));
  return known;
}

function seekDestination(speaker: Speaker, literal: SyntaxNode): Destination {
  const { context } = speaker;
  let callee: string | undefined;
  let child = literal;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) break;
    switch (parent.type) {
      case 'object_creation_expression':
      case 'implicit_object_creation_expression': {
        const type = context.made(parent)?.by ?? '';
        if (!COLLECTION.test(type)) callee ??= type;
        break;
      }
      case 'assignment_expression':
        return given(assignedPath(speaker, parent), callee);
      case 'variable_declarator':
      case 'property_declaration':
      case 'parameter': {
        const name = parent.get('name');
        return given({ path: name ? [word(context, name)] : [] }, callee);
      }
      case 'argument': {
        const name = parent.get('name');
        const path = name ? [word(context, name)] : [];
        return given({ path, callee: calleeOf(speaker, parent.parent?.parent) }, callee);
      }
      default:
        if (STOPS.test(parent.type)) return given(NOWHERE, callee);
    }
    child = parent;
  }
  return given(NOWHERE, callee);
}

const STOPS = /(?:_statement|_declaration|^block|^lambda_expression)$/;

/** The construction a literal stands in says more than the call it is handed to. */
function given({ path, callee: outer }: Destination, callee: string | undefined): Destination {
  const known = callee ?? outer;
  return { path, ...(known !== undefined && { callee: known }) };
}

function calleeOf(speaker: Speaker, call: SyntaxNode | undefined): string {
  if (!call) return '';
  if (call.type.endsWith('object_creation_expression')) return speaker.context.made(call)?.by ?? '';
  const callee = call.get('function');
  if (callee) return writtenName(speaker.context, callee);
  const name = call.get('name');
  return name ? typeName(speaker.context, name) : '';
}

/** `A = { … }` inside an initialiser goes on outwards; any other assignment ends at its target. */
function assignedPath(speaker: Speaker, assignment: SyntaxNode): Destination {
  const left = assignment.get('left');
  if (!left) return NOWHERE;
  const outer = assignment.parent;
  if (outer?.type !== 'initializer_expression')
    return { path: [writtenName(speaker.context, left)].filter(name => name !== '') };
  const key = left.type === 'element_binding_expression' ? indexKey(left) : left;
  const name = key === left ? word(speaker.context, left) : key && keyText(speaker.context, key);
  const rest = destination(speaker, outer);
  if (name === undefined || rest.path.length >= MAX_PATH) return rest;
  return { ...rest, path: [...rest.path, name] };
}
