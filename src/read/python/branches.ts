/** Which way through its function a node stands on: the parts of `if`, `match`, `try` and `x if c else y`. */
import type { Branch } from '../../model/fact.ts';
import { spanOf, word, type Context } from './context.ts';
import type { SyntaxNode } from './syntax.ts';

/** No code a person wrote nests deeper. */
const MAX_CLIMB = 200;
/** A condition longer than this is cut: it is shown to people. */
const MAX_TEXT = 120;

const known = new WeakMap<SyntaxNode, Branch | null>();

/** The innermost branch of its function that the node stands in. */
export function branchOf(context: Context, node: SyntaxNode): Branch | undefined {
  const passed: SyntaxNode[] = [];
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
    if (!parent || BOUNDARIES.has(here.type)) break;
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

const BOUNDARIES = new Set(['function_definition', 'lambda', 'class_definition', 'module']);

function partOf(
  context: Context,
  child: SyntaxNode,
  parent: SyntaxNode,
): { condition: string; statement: SyntaxNode } | undefined {
  switch (parent.type) {
    case 'if_statement':
      return child.field === 'consequence' ? told(context, parent.get('condition'), parent) : undefined;
    case 'elif_clause':
      return child.field === 'consequence' && parent.parent
        ? told(context, parent.get('condition'), parent.parent)
        : undefined;
    case 'else_clause':
      return parent.parent?.type === 'if_statement' ? { condition: 'otherwise', statement: parent.parent } : undefined;
    case 'except_clause':
      return child.type === 'block' && parent.parent ? { condition: 'on error', statement: parent.parent } : undefined;
    case 'case_clause': {
      const match = parent.parent?.type === 'block' ? parent.parent.parent : parent.parent;
      const pattern = parent.firstOf('case_pattern');
      return child.field === 'consequence' && match ? told(context, pattern, match) : undefined;
    }
    case 'conditional_expression': {
      const [then, condition, otherwise] = parent.children;
      if (child === then) return told(context, condition, parent);
      return child === otherwise ? { condition: 'otherwise', statement: parent } : undefined;
    }
    default:
      return undefined;
  }
}

function told(
  context: Context,
  condition: SyntaxNode | undefined,
  statement: SyntaxNode,
): { condition: string; statement: SyntaxNode } {
  return { condition: condition ? oneLine(word(context, condition)) : 'otherwise', statement };
}

function oneLine(text: string): string {
  const line = text.slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' ');
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}
