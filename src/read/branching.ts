/** Which way through its function a node stands on, for any syntax tree: a language says what the parts of its branches are. */
import type { Branch } from '../model/fact.ts';
import type { Span } from '../model/span.ts';

/** What is asked of a node of a tree. */
export interface BranchNode {
  readonly type: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly parent: BranchNode | undefined;
}

/** One way of a statement, with the condition under which it is taken. */
export interface Part<N extends BranchNode> {
  readonly condition: string;
  readonly statement: N;
}

/** What a language says about its branches. */
export interface Branching<N extends BranchNode> {
  /** Types of functions and types: what stands around them decides nothing inside. */
  readonly boundaries: ReadonlySet<string>;
  /** Which part of the parent the child is, where the parent has parts. */
  partOf(child: N, parent: N, text: string): Part<N> | undefined;
}

/** Where a file's text and places are. */
export interface Placing {
  readonly text: string;
  place(start: number, end: number): Span;
}

/** No code a person wrote nests deeper. */
const MAX_CLIMB = 200;
/** A condition longer than this is cut: it is shown to people. */
const MAX_TEXT = 120;

const known = new WeakMap<BranchNode, Branch | null>();

/** The innermost branch of its function that the node stands in. */
export function branchIn<N extends BranchNode>(branching: Branching<N>, placing: Placing, node: N): Branch | undefined {
  const passed: N[] = [];
  let found: Branch | null = null;
  let here = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const kept = known.get(here);
    if (kept !== undefined) {
      found = kept;
      break;
    }
    passed.push(here);
    const parent = here.parent as N | undefined;
    if (!parent || branching.boundaries.has(here.type)) break;
    const part = branching.partOf(here, parent, placing.text);
    if (part) {
      const outer = branchIn(branching, placing, part.statement);
      const { statement } = part;
      found = {
        condition: part.condition,
        span: placing.place(here.start, here.end),
        statement: placing.place(statement.start, statement.end),
        ...(outer && { outer }),
      };
      break;
    }
    here = parent;
  }
  for (const one of passed) known.set(one, found);
  return found ?? undefined;
}

/** A part that is taken when the condition holds, as written on one line; without one, when nothing else is. */
export function told<N extends BranchNode>(
  text: string,
  statement: N,
  conditions: readonly (BranchNode | undefined)[],
): Part<N> {
  const words = conditions.flatMap(one => (one ? [unwrapped(text.slice(one.start, one.end))] : []));
  return { condition: words.length === 0 ? 'otherwise' : oneLine(words.join(' or ')), statement };
}

/** Taken when nothing else of the statement is. */
export const otherwise = <N extends BranchNode>(statement: N): Part<N> => ({ condition: 'otherwise', statement });

/** `(c)` is `c` where the grammar keeps the parentheses. */
function unwrapped(text: string): string {
  return /^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text;
}

function oneLine(text: string): string {
  const line = text.slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' ');
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}
