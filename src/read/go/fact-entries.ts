import { preorder, type CodeNode } from '../code-tree.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, bare, calleeOf, methodOf, writtenName } from './names.ts';
import { elementsOf, isStruct, keyText } from './values.ts';

/** Methods that put a value under a name: headers and query parameters. */
const PAIR = /^(?:Set|Add|Put|SetDefault)?(?:Header|QueryParam|PathParam|Query)?$/;
/** Fields of command line libraries that name the variables a flag is read from. */
const VARIABLES = /^Env(?:Vars?|ironmentVariables?)$/;

interface Destination {
  readonly path: readonly string[];
  readonly callee?: string;
}

/** The entries of `map[string]string{"key": value}`, and of the unnamed literals inside lists. */
export function sayEntries(speaker: Speaker, literal: CodeNode): void {
  const { context } = speaker;
  const type = literal.get('type');
  const body = literal.get('body');
  if (!type || !body) return;
  if (isStruct(type)) {
    for (const { key, value } of elementsOf(body)) {
      if (!key) continue;
      speaker.spoken.add(key);
      if (VARIABLES.test(word(context, key))) sayVariables(speaker, value);
    }
    return;
  }
  const to = destination(speaker, literal);
  for (const { key, value } of elementsOf(body)) {
    const inner = value.type === 'literal_value' ? value : undefined;
    if (inner) sayElements(speaker, inner, to);
    if (key && type.type === 'map_type') sayEntry(speaker, key, value, to, key.parent?.parent ?? literal);
  }
}

function sayElements(speaker: Speaker, body: CodeNode, to: Destination): void {
  for (const { key, value } of elementsOf(body)) if (key) sayEntry(speaker, key, value, to, key.parent?.parent ?? body);
}

/** `EnvVars: []string{"NAME"}`. */
function sayVariables(speaker: Speaker, value: CodeNode): void {
  for (const node of preorder(value)) {
    if (node.type !== 'interpreted_string_literal') continue;
    speaker.spoken.add(node);
    const name = keyText(speaker.context, node);
    if (name !== undefined && /^\w+$/.test(name))
      speaker.facts.push({ kind: 'envRead', name, access: 'read', ...base(speaker, node, node) });
  }
}

/** `request.Header.Set("key", value)`, `query.Add("key", value)`. */
export function sayPair(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const method = methodOf(context, node);
  const operand = node.get('function')?.get('operand');
  const [key, value, ...rest] = argumentsOf(node);
  if (!operand || !key || !value || rest.length > 0 || method === '' || !PAIR.test(method)) return;
  if (context.access(node)) return;
  const path = [writtenName(context, operand)].filter(part => part !== '');
  sayEntry(speaker, key, value, { path, callee: calleeOf(context, node) }, node);
}

/** `headers["key"] = value`. */
export function sayItem(speaker: Speaker, node: CodeNode): void {
  const left = node.get('left')?.children[0];
  const right = node.get('right')?.children[0];
  const index = left?.type === 'index_expression' ? left.get('index') : undefined;
  const operand = left?.get('operand');
  if (!index || !right || !operand || node.operator !== '=') return;
  if (!/_string_literal$/.test(bare(index).type)) return;
  sayEntry(speaker, index, right, { path: [writtenName(speaker.context, operand)] }, node);
}

/** The variable, field or argument a literal goes to. */
function destination(speaker: Speaker, literal: CodeNode): Destination {
  const { context } = speaker;
  const list = literal.parent;
  if (list?.type === 'argument_list' && list.parent) return { path: [], callee: calleeOf(context, list.parent) };
  const owner = list?.parent;
  const name =
    list?.type === 'literal_element' && owner?.type === 'keyed_element'
      ? owner.children[0]
      : list?.type === 'expression_list'
        ? (owner?.get('left')?.children[0] ?? owner?.get('name'))
        : undefined;
  return { path: name ? [word(context, name)] : [] };
}

function sayEntry(speaker: Speaker, key: CodeNode, value: CodeNode, to: Destination, whole: CodeNode): void {
  const name = keyText(speaker.context, key);
  if (name === undefined || name === '') return;
  speaker.spoken.add(key);
  speaker.facts.push({
    kind: 'entry',
    name,
    value: speaker.context.evaluate(value),
    ...to,
    ...base(speaker, key, whole),
  });
}
