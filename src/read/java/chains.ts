/** Builder chains: `X.builder().a(1).b(2).build()` and `new XBuilder().a(1).buildClient()` are one construction each. */
import { preorder, type CodeNode } from '../code-tree.ts';
import { word, type Context } from './context.ts';
import { argumentsOf, asType, typeName } from './names.ts';

const MAX_LINKS = 300;
const STARTS = /^(?:builder|newBuilder|\w+Builder)$/;
const ENDS = /^build/;

/** One construction by a chain of calls. */
export interface Chain {
  /** Canonical type that is built or builds. */
  readonly type: string;
  /** Where the type is named. */
  readonly head: CodeNode;
  /** The calls that are given something, first one first. */
  readonly setters: readonly CodeNode[];
  /** The last call of the chain. */
  readonly whole: CodeNode;
  /** Every call of the chain. */
  readonly links: readonly CodeNode[];
}

/** The chain that begins with this call or construction. */
function chainFrom(context: Context, first: CodeNode): Chain | undefined {
  const start = startOf(context, first);
  if (!start) return undefined;
  const links = first.type === 'method_invocation' ? [first] : [];
  let here = first;
  for (let steps = 0; steps < MAX_LINKS; steps++) {
    const next = here.parent;
    if (next?.type !== 'method_invocation' || here.field !== 'object') break;
    links.push(next);
    here = next;
    if (ENDS.test(nameOf(context, next))) break;
  }
  const [last] = links.slice(-1);
  if (!last || (first.type !== 'method_invocation' && links.length === 0)) return undefined;
  const setters = links.filter(link => argumentsOf(link).length > 0);
  return { ...start, setters, whole: last, links };
}

function startOf(context: Context, node: CodeNode): { type: string; head: CodeNode } | undefined {
  if (node.type === 'object_creation_expression') {
    const type = node.get('type');
    const name = type && typeName(context, type);
    return type && name !== undefined && /(?<!^String)Builder$/.test(name) ? { type: name, head: type } : undefined;
  }
  const object = node.get('object');
  const name = object && asType(context, object);
  // CDK for Terraform: `X.Builder.create(scope, "name").a(1).build()`.
  if (object && name?.endsWith('.Builder') && nameOf(context, node) === 'create')
    return { type: name.slice(0, -'.Builder'.length), head: object };
  return object && name !== undefined && STARTS.test(nameOf(context, node)) ? { type: name, head: object } : undefined;
}

const chains = new WeakMap<Context, ReadonlyMap<CodeNode, Chain>>();

/** The chain that ends with, or goes through, this call. */
export function chainOf(context: Context, call: CodeNode): Chain | undefined {
  let known = chains.get(context);
  if (!known) chains.set(context, (known = chainsOf(context)));
  return known.get(call);
}

/** Every chain of the file, by each of its calls. */
function chainsOf(context: Context): ReadonlyMap<CodeNode, Chain> {
  const found = new Map<CodeNode, Chain>();
  for (const node of preorder(context.root)) {
    if (node.type !== 'method_invocation' && node.type !== 'object_creation_expression') continue;
    const chain = chainFrom(context, node);
    for (const link of chain?.links ?? []) if (chain) found.set(link, chain);
  }
  return found;
}

function nameOf(context: Context, call: CodeNode): string {
  const name = call.get('name');
  return name ? word(context, name) : '';
}
