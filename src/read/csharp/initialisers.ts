/** What stands between the braces of an initialiser: properties, keys, anonymous members. */
import { textOf } from '../../model/fact.ts';
import type { Context } from './context.ts';
import { indexKey, simpleName, writtenName } from './names.ts';
import type { SyntaxNode } from './syntax.ts';

export interface InitialEntry {
  readonly name: string;
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
  readonly whole: SyntaxNode;
}

/** The entries of an initialiser, an anonymous object or a `with`; items without a name are none. */
export function initialEntries(context: Context, node: SyntaxNode): InitialEntry[] {
  if (node.type === 'anonymous_object_creation_expression' || node.type === 'with_initializer')
    return flatPairs(context, node.children);
  if (node.type === 'with_expression')
    return node.children
      .filter(child => child.type === 'with_initializer')
      .flatMap(child => flatPairs(context, child.children));
  return node.children.flatMap(child => {
    const entry =
      child.type === 'assignment_expression'
        ? assigned(context, child)
        : child.type === 'initializer_expression'
          ? keyed(context, child)
          : undefined;
    return entry ? [entry] : [];
  });
}

/** `A = 1`, `["k"] = 1`. */
function assigned(context: Context, node: SyntaxNode): InitialEntry | undefined {
  const left = node.get('left');
  const value = node.get('right');
  if (!left || !value) return undefined;
  if (left.type === 'identifier') return { name: simpleName(context, left), key: left, value, whole: node };
  const key = left.type === 'element_binding_expression' ? indexKey(left) : undefined;
  const name = key && keyText(context, key);
  return key && name !== undefined ? { name, key, value, whole: node } : undefined;
}

/** `{ "k", v }`. */
function keyed(context: Context, node: SyntaxNode): InitialEntry | undefined {
  const [key, value, ...rest] = node.children;
  const name = key && rest.length === 0 ? keyText(context, key) : undefined;
  return key && value && name !== undefined ? { name, key, value, whole: node } : undefined;
}

/** The grammar gives the members of an anonymous object flat: a name is followed by `=` and its value. */
function flatPairs(context: Context, children: readonly SyntaxNode[]): InitialEntry[] {
  const entries: InitialEntry[] = [];
  for (let i = 0; i < children.length; i++) {
    const key = children[i]!;
    const value = children[i + 1];
    const between = value ? context.text.slice(key.end, value.start) : '';
    if (value && /^\s*=/.test(between)) {
      entries.push({ name: simpleName(context, key), key, value, whole: key });
      i++;
    } else {
      const name = writtenName(context, key);
      if (name !== '') entries.push({ name: name.slice(name.lastIndexOf('.') + 1), key, value: key, whole: key });
    }
  }
  return entries;
}

/** A key as text: a literal, a constant, or the name of a constant of another file. */
export function keyText(context: Context, key: SyntaxNode): string | undefined {
  if (!PLAIN.has(key.type)) return undefined;
  const value = context.evaluate(key);
  const text = textOf(value);
  if (text !== undefined) return text;
  return value.kind === 'reference' ? value.name : undefined;
}
const PLAIN = new Set([
  'string_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'interpolated_string_expression',
  'integer_literal',
  'identifier',
  'member_access_expression',
]);
