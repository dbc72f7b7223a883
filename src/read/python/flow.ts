/**
 * Which bindings a use of a name may see. Straight-line code sees the last one; branches give several; a function
 * body, run at some later time, sees what holds at the end of the enclosing scope and what held when it was defined.
 */
import type { Binding, Scope } from './scopes.ts';
import type { SyntaxNode } from './syntax.ts';

/** More possible origins than this tell nothing. */
export const MAX_ORIGINS = 4;

export interface Seen {
  readonly bindings: readonly Binding[];
  /** The scope that holds the name; nothing when the file never binds it. */
  readonly scope: Scope | undefined;
  /** True when there were too many to be of use; `bindings` is then empty. */
  readonly many: boolean;
}

const UNBOUND: Seen = { bindings: [], scope: undefined, many: false };

/** The bindings of `name` that a use at `node` may see, in document order. */
export function seenFrom(node: SyntaxNode, name: string): Seen {
  let boundary: SyntaxNode | undefined;
  for (let scope = node.scope; scope; scope = scope.parent) {
    // A method does not see the names of its class body.
    const hidden = scope.kind === 'class' && boundary !== undefined;
    const bindings = hidden ? undefined : scope.bindings.get(name);
    if (bindings) {
      const found = boundary ? deferred(bindings, scope, boundary.start) : before(bindings, scope, node.start);
      const some = found ?? (bindings.length <= MAX_ORIGINS ? bindings : undefined);
      return { bindings: some ?? [], scope, many: some === undefined };
    }
    if (scope.kind === 'function' || scope.kind === 'lambda') boundary = scope.node;
  }
  return UNBOUND;
}

function deferred(bindings: readonly Binding[], scope: Scope, definedAt: number): Binding[] | undefined {
  const atEnd = before(bindings, scope, Number.POSITIVE_INFINITY);
  const atDefinition = before(bindings, scope, definedAt);
  const union = [...new Set([...(atDefinition ?? []), ...(atEnd ?? [])])].sort((a, b) => a.at - b.at);
  return union.length > 0 && union.length <= MAX_ORIGINS ? union : undefined;
}

/** The bindings that may hold at `offset`; nothing when there is none or there are too many. */
function before(bindings: readonly Binding[], scope: Scope, offset: number): Binding[] | undefined {
  const found: Binding[] = [];
  const blocks = new Set<SyntaxNode>();
  for (let i = lastBefore(bindings, offset); i >= 0; i--) {
    const binding = bindings[i]!;
    if (blocks.has(binding.block)) continue;
    if (!binding.foreign) blocks.add(binding.block);
    found.push(binding);
    if (found.length > MAX_ORIGINS) return undefined;
    if (binding.foreign) continue;
    if (holdsAt(binding.block, scope, offset)) break;
    const others = otherBranches(binding, bindings, i, scope, offset);
    if (others) {
      found.push(...others.filter(other => !blocks.has(other.block)));
      break;
    }
  }
  if (found.length === 0 || found.length > MAX_ORIGINS) return undefined;
  return found.sort((a, b) => a.at - b.at);
}

/** Was the block run on every way to `offset`? */
function holdsAt(block: SyntaxNode, scope: Scope, offset: number): boolean {
  if (block === scope.node || block.parent === scope.node) return true;
  return block.start <= offset && offset <= block.end;
}

function lastBefore(bindings: readonly Binding[], offset: number): number {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bindings[middle]!.at <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const MAX_BRANCHES = 8;

/**
 * The bindings in the other branches of the `if` or `try` that `binding` stands in, when every branch either binds
 * the name or leaves: then nothing from before can come through.
 */
function otherBranches(
  binding: Binding,
  bindings: readonly Binding[],
  index: number,
  scope: Scope,
  offset: number,
): Binding[] | undefined {
  const split = splitOf(binding.block);
  if (!split?.parent || !holdsAt(split.parent, scope, offset)) return undefined;
  const branches = branchesOf(split);
  if (!branches || branches.length > MAX_BRANCHES) return undefined;
  const found: Binding[] = [];
  for (const branch of branches) {
    if (branch === binding.block) continue;
    const other = bindingIn(branch, bindings, index, split.start);
    if (other) found.push(other);
    else if (!leaves(branch)) return undefined;
  }
  return found;
}

function bindingIn(
  branch: SyntaxNode,
  bindings: readonly Binding[],
  from: number,
  notBefore: number,
): Binding | undefined {
  for (let i = from; i >= 0 && i > from - 4 * MAX_BRANCHES; i--) {
    const binding = bindings[i]!;
    if (binding.at < notBefore) return undefined;
    if (binding.block === branch) return binding;
  }
  return undefined;
}

/** The `if` or `try` statement a block is a branch of. */
function splitOf(block: SyntaxNode): SyntaxNode | undefined {
  const parent = block.parent;
  if (parent?.type === 'if_statement' || parent?.type === 'try_statement') return parent;
  const above = parent?.parent;
  if (parent?.type.endsWith('_clause') && (above?.type === 'if_statement' || above?.type === 'try_statement'))
    return above;
  return undefined;
}

/** The blocks of which one runs to its end; nothing when it may be none (`if` without `else`). */
function branchesOf(split: SyntaxNode): SyntaxNode[] | undefined {
  const blocks: SyntaxNode[] = [];
  let complete = split.type === 'try_statement';
  for (const child of split.children) {
    if (child.type === 'block') blocks.push(child);
    else if (child.type === 'elif_clause' || child.type === 'except_clause') {
      const block = child.firstOf('block');
      if (block) blocks.push(block);
    } else if (child.type === 'else_clause' && split.type === 'if_statement') {
      const block = child.firstOf('block');
      if (block) blocks.push(block);
      complete = true;
    }
  }
  return complete ? blocks : undefined;
}

const LEAVING = new Set(['return_statement', 'raise_statement', 'continue_statement', 'break_statement']);

function leaves(block: SyntaxNode): boolean {
  const last = block.children.at(-1);
  return last !== undefined && LEAVING.has(last.type);
}
