/**
 * A light copy of the parse tree in plain objects. The parser's own nodes cost a call into WebAssembly for every
 * question; readers ask each node many questions, so the tree is copied once, in one walk, and freed.
 */
import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { Scope } from './scopes.ts';

/** A named node of the grammar. Comments, punctuation and the inner parts of plain strings are left out. */
export class SyntaxNode {
  readonly type: string;
  /** Name of the field it fills in its parent, `''` for none. */
  readonly field: string;
  /** UTF-16 offsets in the module's text. */
  readonly start: number;
  end: number;
  readonly parent: SyntaxNode | undefined;
  children: SyntaxNode[] = NONE;
  /** Operators as written, in order, for the node types that have them. */
  operators: string[] | undefined;
  /** The scope the node stands in; set when scopes are built. */
  scope: Scope | undefined;

  constructor(type: string, field: string, start: number, end: number, parent: SyntaxNode | undefined) {
    this.type = type;
    this.field = field;
    this.start = start;
    this.end = end;
    this.parent = parent;
  }

  /** The first child that fills the field. */
  get(field: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.field === field) return child;
    return undefined;
  }

  /** The first child of one of the types. */
  firstOf(...types: string[]): SyntaxNode | undefined {
    for (const child of this.children) if (types.includes(child.type)) return child;
    return undefined;
  }
}

/** Shared by all leaves; replaced, never changed, when a first child arrives. */
const NONE: SyntaxNode[] = [];

/** Text with its place in the module: a file is one part, a notebook one per cell. */
export interface Part {
  readonly text: string;
  /** Offset of the part's first character in the module's text. */
  readonly offset: number;
}

const WITH_OPERATORS = new Set([
  'binary_operator',
  'boolean_operator',
  'comparison_operator',
  'unary_operator',
  'augmented_assignment',
]);
const LEFT_OUT = new Set([
  'comment',
  'line_continuation',
  'string_start',
  'string_content',
  'string_end',
  'type_conversion',
]);
/** What is inside these is read from their text. */
const WHOLE = new Set(['identifier', 'integer', 'float', 'dotted_name', 'true', 'false', 'none', 'pass_statement']);

/** Copies parsed parts into one module node. */
export class SyntaxCopy {
  readonly root = new SyntaxNode('module', '', 0, 0, undefined);
  /** Offset of the first place the parser could not make sense of. */
  firstError: number | undefined;

  add(tree: Tree, part: Part): void {
    const cursor = tree.walk();
    try {
      this.#copy(cursor, part);
    } finally {
      cursor.delete();
    }
    this.root.end = part.offset + part.text.length;
  }

  #copy(cursor: TreeCursor, { text, offset }: Part): void {
    const fields = cursor.currentNode.tree.language.fields;
    let parent = this.root;
    if (cursor.nodeType === 'ERROR') this.noteError(offset);
    if (!cursor.gotoFirstChild()) return;
    for (;;) {
      const type = cursor.nodeType;
      let descend = false;
      if (!cursor.nodeIsNamed) {
        if (cursor.nodeIsMissing) this.noteError(cursor.startIndex + offset);
        else if (WITH_OPERATORS.has(parent.type)) (parent.operators ??= []).push(type);
      } else if (!LEFT_OUT.has(type)) {
        const start = cursor.startIndex + offset;
        if (type === 'ERROR' || cursor.nodeIsMissing) this.noteError(start);
        const node = new SyntaxNode(type, fields[cursor.currentFieldId] ?? '', start, cursor.endIndex + offset, parent);
        if (parent.children === NONE) parent.children = [node];
        else parent.children.push(node);
        descend =
          !WHOLE.has(type) && !(type === 'string' && !hasHoles(text, start - offset)) && cursor.gotoFirstChild();
        if (descend) parent = node;
      }
      if (descend) continue;
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent() || parent.parent === undefined) return;
        parent = parent.parent;
      }
    }
  }

  /** The first of all errors is the one that is told. */
  noteError(offset: number): void {
    if (this.firstError === undefined || offset < this.firstError) this.firstError = offset;
  }
}

/** Is the string that starts here one whose braces are code (`f"…"`, `t"…"`)? */
function hasHoles(text: string, start: number): boolean {
  for (let i = start; i < start + 3; i++) {
    const letter = text[i];
    if (letter === '"' || letter === "'") return false;
    if (letter === 'f' || letter === 'F' || letter === 't' || letter === 'T') return true;
  }
  return false;
}

const MAX_WRAPPERS = 64;

/** Strips what does not change what an expression stands for: parentheses, `await`, `(x := …)`. */
export function bare(node: SyntaxNode): SyntaxNode {
  let here = node;
  for (let steps = 0; ; steps++) {
    if (steps > MAX_WRAPPERS) return here;
    let inner: SyntaxNode | undefined;
    if (here.type === 'parenthesized_expression' || here.type === 'await') inner = here.children[0];
    else if (here.type === 'named_expression') inner = here.get('value');
    if (!inner) return here;
    here = inner;
  }
}

/** Every node below and including this one, parents first, without recursion. */
export function* preorder(root: SyntaxNode): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
  }
}
