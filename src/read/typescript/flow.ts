/**
 * Which of the values a name is ever given a use of it may see. Straight-line code sees the last one, branches give
 * several; a function run at some later time may see any.
 */
import { anyOf, ts, type TS } from './compiler.ts';
import type { Source } from './scopes.ts';
import { isFunction } from './tree.ts';

/** More possible origins than this tell nothing. */
export const MAX_ORIGINS = 4;

const NONE: readonly Source[] = [];

/** The sources that a use may see, in document order; nothing when there are none or too many to be of use. */
export function seenFrom(sources: readonly Source[], use: TS.Node): readonly Source[] {
  if (sources.length < 2) return sources;
  const [first] = sources;
  const container = containerOf(use);
  const straight =
    first !== undefined && sources.length <= MAX_SCANNED && sources.every(source => source.container === container);
  const seen = straight ? before(sources, container, use.pos) : sources;
  return seen.length > MAX_ORIGINS ? NONE : seen;
}

const MAX_SCANNED = 32;

function containerOf(node: TS.Node): TS.Node {
  let here = node;
  while (here.parent && !isFunction(here)) here = here.parent;
  return here;
}

function before(sources: readonly Source[], container: TS.Node, offset: number): readonly Source[] {
  const found: Source[] = [];
  const covered = new Set<TS.Node>();
  for (let i = sources.length - 1; i >= 0; i--) {
    const source = sources[i]!;
    if (source.node.end > offset) continue;
    const block = blockOf(source.node);
    if (covered.has(block)) continue;
    found.push(source);
    if (!source.keeps && covers(block, covered, container, offset)) break;
  }
  // Nothing before it: the use stands in a loop, or the text is out of order.
  return found.length === 0 ? sources : found.reverse();
}

/** Is every way to the offset covered, now that the block is? */
function covers(block: TS.Node, covered: Set<TS.Node>, container: TS.Node, offset: number): boolean {
  let here = block;
  for (;;) {
    covered.add(here);
    if (holdsAt(here, container, offset)) return true;
    const other = otherBranch(here);
    if (!other || !(covered.has(other) || leaves(other))) return false;
    here = blockOf(here.parent);
  }
}

function leaves(branch: TS.Node): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  return last !== undefined && isLeaving(last);
}
const isLeaving = anyOf('ReturnStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement');

/** Is the block run on every way to the offset? */
function holdsAt(block: TS.Node, container: TS.Node, offset: number): boolean {
  return block === container || (block.pos <= offset && offset <= block.end);
}

const isBranching = anyOf(
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'ConditionalExpression',
);
const isBlock = anyOf('SourceFile', 'Block', 'ModuleBlock', 'CaseClause', 'DefaultClause');

/** The branch or block a construct is certain to run in. */
function blockOf(node: TS.Node): TS.Node {
  let here = node;
  while (here.parent) {
    const { parent } = here;
    if (isBlock(here) && here !== node) return isFunction(parent) ? parent : isBare(here) ? blockOf(here) : here;
    if (isBranching(parent) && !isCondition(parent, here)) return here;
    if (ts.isBinaryExpression(parent) && parent.right === here && isShortCircuit(parent)) return here;
    if (isFunction(here) && here !== node) return here;
    here = parent;
  }
  return here;
}

/** A block on its own, or the body of a `try`, as good as always runs. */
function isBare(block: TS.Node): boolean {
  return (
    ts.isBlock(block.parent) ||
    ts.isSourceFile(block.parent) ||
    (ts.isTryStatement(block.parent) && block.parent.tryBlock === block)
  );
}

function isCondition(parent: TS.Node, child: TS.Node): boolean {
  if (ts.isIfStatement(parent)) return parent.expression === child;
  return ts.isConditionalExpression(parent)
    ? parent.condition === child
    : ts.isForStatement(parent) && parent.initializer === child;
}

function isShortCircuit(node: TS.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** The other side of an `if` with an `else`. */
function otherBranch(block: TS.Node): TS.Node | undefined {
  const { parent } = block;
  if (!parent || !ts.isIfStatement(parent) || !parent.elseStatement) return undefined;
  return parent.thenStatement === block ? parent.elseStatement : parent.thenStatement;
}
