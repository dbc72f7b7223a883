/**
 * A light copy of a parse tree in plain objects, for readers of code whose scopes are blocks. The parser's own nodes
 * cost a call into WebAssembly for every question, so the tree is copied once, in one walk, and freed.
 */
import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { CodeScope } from './code-scope.ts';

/** A named node of the grammar; comments and punctuation are left out. */
export class CodeNode {
  readonly type: string;
  /** Name of the field it fills in its parent, `''` for none. */
  readonly field: string;
  /** UTF-16 offsets in the parsed text. */
  readonly start: number;
  readonly end: number;
  readonly parent: CodeNode | undefined;
  readonly children: CodeNode[] = [];
  /** The first word or sign of the node that is no node itself: the operator of an expression. */
  operator: string | undefined;
  /** The scope the node stands in; set when scopes are built. */
  scope: CodeScope | undefined;

  constructor(type: string, field: string, start: number, end: number, parent: CodeNode | undefined) {
    this.type = type;
    this.field = field;
    this.start = start;
    this.end = end;
    this.parent = parent;
  }

  /** The first child that fills the field. */
  get(field: string): CodeNode | undefined {
    return this.children.find(child => child.field === field);
  }

  /** Every child that fills the field. */
  all(field: string): readonly CodeNode[] {
    return this.children.filter(child => child.field === field);
  }

  /** The first child of one of the types. */
  firstOf(...types: string[]): CodeNode | undefined {
    return this.children.find(child => types.includes(child.type));
  }
}

export interface CodeCopy {
  readonly root: CodeNode;
  /** Offset of the first place the parser could not make sense of. */
  readonly firstError: number | undefined;
}

/** What of a grammar is copied. */
export interface Copying {
  readonly leftOut: RegExp;
  /** Types whose inside is read from their text. */
  readonly whole: ReadonlySet<string>;
}

/** Parses a text, copies the tree and frees it. */
export function copyOf(parse: (text: string) => Tree, text: string, copying: Copying): CodeCopy {
  const tree = parse(text);
  try {
    const cursor = tree.walk();
    try {
      return copy(cursor, copying);
    } finally {
      cursor.delete();
    }
  } finally {
    tree.delete();
  }
}

function copy(cursor: TreeCursor, { leftOut, whole }: Copying): CodeCopy {
  const fields = cursor.currentNode.tree.language.fields;
  const root = new CodeNode(cursor.nodeType, '', cursor.startIndex, cursor.endIndex, undefined);
  let firstError = cursor.nodeType === 'ERROR' ? cursor.startIndex : undefined;
  let parent = root;
  if (!cursor.gotoFirstChild()) return { root, firstError };
  for (;;) {
    const type = cursor.nodeType;
    let descend = false;
    if (type === 'ERROR' || cursor.nodeIsMissing) firstError ??= cursor.startIndex;
    if (!cursor.nodeIsNamed) parent.operator ??= type;
    else if (!leftOut.test(type)) {
      const field = fields[cursor.currentFieldId] ?? '';
      const node = new CodeNode(type, field, cursor.startIndex, cursor.endIndex, parent);
      parent.children.push(node);
      descend = !whole.has(type) && cursor.gotoFirstChild();
      if (descend) parent = node;
    }
    if (descend) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || parent.parent === undefined) return { root, firstError };
      parent = parent.parent;
    }
  }
}

/** Every node below and including this one, parents first, without recursion. */
export function* preorder(root: CodeNode): Generator<CodeNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (const child of node.children.toReversed()) stack.push(child);
  }
}

/** The closest node above of one of the types. */
export function above(node: CodeNode, types: ReadonlySet<string>): CodeNode | undefined {
  let here = node.parent;
  while (here && !types.has(here.type)) here = here.parent;
  return here;
}
