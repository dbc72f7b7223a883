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
  /** UTF-16 offsets in the parsed text. */
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  children: SyntaxNode[] = NONE;
  /** The operator as written, for the node types that have one. */
  operator: string | undefined;
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

const WITH_OPERATOR = new Set([
  'binary_expression',
  'assignment_expression',
  'prefix_unary_expression',
  'postfix_unary_expression',
]);
/** Directives are lines of their own between the code; what stands under a condition is code like any other. */
const LEFT_OUT = /^(?:comment|preproc_(?!if|else|elif)\w+|shebang_directive|interpolation_(?:brace|start|quote))$/;
/** What is inside these is read from their text. */
const WHOLE = new Set([
  'string_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'character_literal',
  'interpolation_format_clause',
  'modifier',
]);

export interface SyntaxCopy {
  readonly root: SyntaxNode;
  /** Offset of the first place the parser could not make sense of. */
  readonly firstError: number | undefined;
}

/** Copies a parsed file. */
export function copyTree(tree: Tree): SyntaxCopy {
  const cursor = tree.walk();
  try {
    return copy(cursor);
  } finally {
    cursor.delete();
  }
}

function copy(cursor: TreeCursor): SyntaxCopy {
  const fields = cursor.currentNode.tree.language.fields;
  const root = new SyntaxNode(cursor.nodeType, '', cursor.startIndex, cursor.endIndex, undefined);
  let firstError = cursor.nodeType === 'ERROR' ? cursor.startIndex : undefined;
  let parent = root;
  if (!cursor.gotoFirstChild()) return { root, firstError };
  for (;;) {
    const type = cursor.nodeType;
    let descend = false;
    if (type === 'ERROR' || cursor.nodeIsMissing) firstError ??= cursor.startIndex;
    if (!cursor.nodeIsNamed) {
      if (WITH_OPERATOR.has(parent.type)) parent.operator ??= type;
    } else if (!LEFT_OUT.test(type) && !isCondition(parent, fields[cursor.currentFieldId])) {
      const node = new SyntaxNode(
        type,
        fields[cursor.currentFieldId] ?? '',
        cursor.startIndex,
        cursor.endIndex,
        parent,
      );
      if (parent.children === NONE) parent.children = [node];
      else parent.children.push(node);
      descend = !WHOLE.has(type) && cursor.gotoFirstChild();
      if (descend) parent = node;
    }
    if (descend) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || parent.parent === undefined) return { root, firstError };
      parent = parent.parent;
    }
  }
}

/** The symbols after `#if` are no names of the program. */
function isCondition(parent: SyntaxNode, field: string | null | undefined): boolean {
  return field === 'condition' && parent.type.startsWith('preproc_');
}

const MAX_WRAPPERS = 64;

/** Strips what does not change what an expression stands for: parentheses, `await`, casts, `!` at the end. */
export function bare(node: SyntaxNode): SyntaxNode {
  let here = node;
  for (let steps = 0; steps < MAX_WRAPPERS; steps++) {
    const inner = wrapped(here);
    if (!inner) return here;
    here = inner;
  }
  return here;
}

function wrapped(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'await_expression':
    case 'checked_expression':
    case 'ref_expression':
    case 'arrow_expression_clause':
    case 'expression_element':
    case 'constant_pattern':
      return node.children[0];
    case 'cast_expression':
      return node.get('value');
    case 'as_expression':
      return node.get('left');
    case 'postfix_unary_expression':
      return node.operator === '!' ? node.children[0] : undefined;
    default:
      return undefined;
  }
}

/** Is the node only handed on by this parent? */
export function isWrapper(node: SyntaxNode): boolean {
  return wrapped(node) !== undefined;
}

/** Every node below and including this one, parents first, without recursion. */
export function* preorder(root: SyntaxNode): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
  }
}

/** The arguments of a call, creation, attribute or index, each as written. */
export function argumentNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.type.endsWith('argument_list')
    ? node
    : node.firstOf('argument_list', 'attribute_argument_list', 'bracketed_argument_list');
  return (list ?? NOTHING).children.filter(child => child.type === 'argument' || child.type === 'attribute_argument');
}
const NOTHING = new SyntaxNode('', '', 0, 0, undefined);

/** What an argument hands over, without its name. */
export function argumentValue(argument: SyntaxNode): SyntaxNode | undefined {
  return argument.children.findLast(child => child.field !== 'name');
}

/** The initialiser of a variable, parameter or field. */
export function initialValue(node: SyntaxNode): SyntaxNode | undefined {
  const given = node.get('value');
  if (given) return given;
  return node.children.findLast(child => child.field === '' && !NOT_VALUES.has(child.type));
}
const NOT_VALUES = new Set([
  'modifier',
  'attribute_list',
  'bracketed_argument_list',
  'tuple_pattern',
  'parameter_list',
  'base_list',
]);
