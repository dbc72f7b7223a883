/** Items of dictionary and list literals that a name stands for: `CLIENTS["main"]`, `HOSTS[0]`. */
import { constantText, word, type Context } from './context.ts';
import { keyName } from './dicts.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { bare, type SyntaxNode } from './syntax.ts';

/** Builds the look-up for one module; each literal is indexed once. */
export function createItems(context: Context): (node: SyntaxNode) => readonly SyntaxNode[] | undefined {
  const indexes = new Map<SyntaxNode, Map<string, SyntaxNode>>();
  const indexOf = (literal: SyntaxNode): Map<string, SyntaxNode> => {
    let index = indexes.get(literal);
    if (!index) indexes.set(literal, (index = indexed(context, literal)));
    return index;
  };
  return node => {
    const access = accessed(node);
    const literal = access && literalOf(context, access.object);
    if (!access || !literal) return undefined;
    if (literal.type !== 'dictionary') return listItem(context, literal, access.key);
    const index = indexOf(literal);
    const name = constantText(context, access.key);
    const item = name === undefined ? undefined : index.get(name);
    if (item) return [item];
    // Which of a few it is, only the run tells.
    const open = name === undefined && access.key.type !== 'integer' && index.size > 0 && index.size <= MAX_ORIGINS;
    return open ? [...index.values()] : undefined;
  };
}

function accessed(node: SyntaxNode): { object: SyntaxNode; key: SyntaxNode } | undefined {
  const call = node.type === 'call' ? node.get('function') : undefined;
  const object = call ? call.get('object') : node.get('value');
  const key = call ? node.get('arguments')?.children[0] : node.get('subscript');
  return object?.type === 'identifier' && key && key.type !== 'keyword_argument' ? { object, key } : undefined;
}

function literalOf(context: Context, name: SyntaxNode): SyntaxNode | undefined {
  const { bindings } = seenFrom(name, word(context, name));
  const [only] = bindings;
  const literal = bindings.length === 1 && only?.kind === 'value' && only.value ? bare(only.value) : undefined;
  return literal && /^(?:dictionary|list|tuple)$/.test(literal.type) ? literal : undefined;
}

function listItem(context: Context, literal: SyntaxNode, key: SyntaxNode): SyntaxNode[] | undefined {
  const item = key.type === 'integer' ? literal.children[Number(word(context, key))] : undefined;
  return item && [item];
}

function indexed(context: Context, literal: SyntaxNode): Map<string, SyntaxNode> {
  const index = new Map<string, SyntaxNode>();
  for (const pair of literal.children) {
    const key = pair.type === 'pair' ? pair.get('key') : undefined;
    const value = pair.get('value');
    const name = key && keyName(context, key);
    if (name !== undefined && value) index.set(name, value);
  }
  return index;
}
