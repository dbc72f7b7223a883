/** Which way through its function a node stands on: the parts of `if`, `switch`, `try` and `c ? x : y`. */
import type { Branch } from '../../model/fact.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf, type Context } from './context.ts';
import { isClass, isFunction } from './tree.ts';

/** No code a person wrote nests deeper. */
const MAX_CLIMB = 200;
/** A condition longer than this is cut: it is shown to people. */
const MAX_TEXT = 120;

const known = new WeakMap<TS.Node, Branch | null>();

/** The innermost branch of its function that the node stands in. */
export function branchOf(context: Context, node: TS.Node): Branch | undefined {
  const passed: TS.Node[] = [];
  let found: Branch | null = null;
  let here = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const kept = known.get(here);
    if (kept !== undefined) {
      found = kept;
      break;
    }
    passed.push(here);
    const { parent } = here;
    if (!parent || parent === here || isFunction(here) || isClass(here)) break;
    const part = partOf(context, here, parent);
    if (part) {
      const outer = branchOf(context, part.statement);
      found = {
        condition: part.condition,
        span: spanOf(context, here),
        statement: spanOf(context, part.statement),
        ...(outer && { outer }),
      };
      break;
    }
    here = parent;
  }
  for (const one of passed) known.set(one, found);
  return found ?? undefined;
}

interface Part {
  readonly condition: string;
  readonly statement: TS.Node;
}

function partOf(context: Context, child: TS.Node, parent: TS.Node): Part | undefined {
  if (ts.isIfStatement(parent)) {
    if (child === parent.thenStatement) return told(context, parent.expression, parent);
    return child === parent.elseStatement ? { condition: 'otherwise', statement: parent } : undefined;
  }
  if (ts.isConditionalExpression(parent)) {
    if (child === parent.whenTrue) return told(context, parent.condition, parent);
    return child === parent.whenFalse ? { condition: 'otherwise', statement: parent } : undefined;
  }
  if (ts.isCaseBlock(parent)) {
    const { parent: statement } = parent;
    if (ts.isDefaultClause(child)) return { condition: 'otherwise', statement };
    return ts.isCaseClause(child) ? told(context, child.expression, statement) : undefined;
  }
  if (ts.isTryStatement(parent) && child === parent.catchClause) return { condition: 'on error', statement: parent };
  return undefined;
}

function told({ root }: Context, condition: TS.Node, statement: TS.Node): Part {
  const text = root.text.slice(condition.pos, Math.min(condition.end, condition.pos + 4 * MAX_TEXT));
  const line = text.replace(/\s+/g, ' ').trim();
  return { condition: line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line, statement };
}
