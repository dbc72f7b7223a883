/**
 * A light copy of the HCL parse tree in plain objects: the parser's own nodes cost a call into WebAssembly for every
 * question. What the parser could not make sense of is spliced away, so that what stands in it is still found.
 */
import type { Tree, TreeCursor } from 'web-tree-sitter';

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

interface Growing extends SyntaxNode {
  readonly children: SyntaxNode[];
}

export interface Syntax {
  readonly root: SyntaxNode;
  /** Offset of the first place that is no HCL. */
  readonly error: number | undefined;
}

/** Brackets, quotes and notes; text inside strings is read from the source. */
const LEFT_OUT = /^(?:comment|template_literal|strip_marker|ellipsis|heredoc_identifier|.*_start|.*_end)$/;
/** These end in `_start` or `_end` and are markers inside a template. */
const MARKERS = new Set(['template_for_start', 'template_for_end', 'template_if_end']);
/** What is inside these is read from their text. */
const WHOLE = new Set(['identifier', 'numeric_lit', 'bool_lit', 'null_lit', 'string_lit', 'legacy_index']);

const leftOut = new Map<string, boolean>();

function isLeftOut(type: string): boolean {
  let known = leftOut.get(type);
  if (known === undefined) {
    known = LEFT_OUT.test(type) && !MARKERS.has(type);
    leftOut.set(type, known);
  }
  return known;
}

/** Copies the tree and frees it. `offset` is where the parsed text starts in its file. */
export function copySyntax(tree: Tree, offset = 0): Syntax {
  const cursor = tree.walk();
  try {
    return copy(cursor, offset);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

function copy(cursor: TreeCursor, offset: number): Syntax {
  const place = (): { start: number; end: number } => ({
    start: cursor.startIndex + offset,
    end: cursor.endIndex + offset,
  });
  const root: Growing = { type: cursor.nodeType, ...place(), children: [] };
  let error: number | undefined = cursor.nodeType === 'ERROR' ? root.start : undefined;
  const parents: Growing[] = [root];
  if (!cursor.gotoFirstChild()) return { root, error };
  for (;;) {
    const type = cursor.nodeType;
    const { start, end } = place();
    const skipped = !cursor.nodeIsNamed || isLeftOut(type);
    // A bracket or quote without length is one that the parser made up.
    const broken = type === 'ERROR' || cursor.nodeIsMissing || (skipped && start === end);
    if (broken && (error === undefined || start < error)) error = start;
    let descend = false;
    if (!skipped) {
      // The children of an error belong to whatever is around it.
      let into = parents[parents.length - 1] ?? root;
      if (type !== 'ERROR') {
        const node: Growing = { type, start, end, children: [] };
        into.children.push(node);
        into = node;
      }
      descend = !WHOLE.has(type) && cursor.gotoFirstChild();
      if (descend) parents.push(into);
    }
    if (descend) continue;
    while (!cursor.gotoNextSibling()) {
      parents.pop();
      if (!cursor.gotoParent() || parents.length === 0) return { root, error };
    }
  }
}

/** The statements at the top of a file. */
export function statementsOf(root: SyntaxNode): readonly SyntaxNode[] {
  return root.children.flatMap(child => (child.type === 'body' ? child.children : [child]));
}

/** The first child of one of the types. */
export function childOf(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined {
  return node.children.find(child => types.includes(child.type));
}

/** The node and every node below it, parents first. */
export function* preorder(root: SyntaxNode): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) stack.push(child);
    }
  }
}
