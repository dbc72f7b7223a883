/** Names as written and as imports make them. */
import type { CodeNode } from '../code-tree.ts';
import { word, type Context } from './context.ts';
import { literalText } from './strings.ts';

const MAX_STEPS = 200;

/** Parentheses, `&x` and `*x` do not change what an expression stands for. */
export function bare(node: CodeNode): CodeNode {
  let here = node;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const inner =
      here.type === 'parenthesized_expression' || here.type === 'literal_element' || here.type === 'expression_list'
        ? only(here)
        : here.type === 'unary_expression' && (here.operator === '&' || here.operator === '*')
          ? here.get('operand')
          : undefined;
    if (!inner) return here;
    here = inner;
  }
  return here;
}

function only(node: CodeNode): CodeNode | undefined {
  return node.children.length === 1 ? node.children[0] : undefined;
}

/** The canonical name of a type; `*T`, `[]T` and `T[A]` are named as `T`. */
export function typeName(context: Context, node: CodeNode): string {
  let here = node;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const inner: CodeNode | undefined =
      here.type === 'pointer_type' || here.type === 'parenthesized_type'
        ? here.children[0]
        : here.type === 'generic_type'
          ? here.get('type')
          : here.type === 'slice_type' || here.type === 'array_type'
            ? here.get('element')
            : undefined;
    if (!inner) break;
    here = inner;
  }
  const written = word(context, here);
  return /^[\w.]+$/.test(written) ? throughImports(context, here, written) : '';
}

function throughImports(context: Context, at: CodeNode, written: string): string {
  const dot = written.indexOf('.');
  if (dot < 0) return written;
  const first = written.slice(0, dot);
  const path = isShadowed(at, first) ? undefined : context.imports.get(first);
  return path === undefined ? written : path + written.slice(dot);
}

/** A dotted name, canonical where it starts at an import; calls inside it as `()`, indexes as `[…]`. */
export function writtenName(context: Context, node: CodeNode): string {
  const parts: string[] = [];
  let here: CodeNode | undefined = bare(node);
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    if (here.type === 'selector_expression') {
      const field = here.get('field');
      parts.push(`.${field ? word(context, field) : ''}`);
      here = here.get('operand');
    } else if (here.type === 'index_expression') {
      parts.push(indexText(context, here.get('index')));
      here = here.get('operand');
    } else if (here.type === 'call_expression') {
      parts.push('()');
      here = here.get('function');
    } else if (here.type === 'type_assertion_expression') {
      here = here.get('operand');
    } else {
      const root = rootName(context, here);
      if (root === '') return '';
      parts.push(root);
      here = undefined;
    }
    here &&= bare(here);
  }
  return parts.toReversed().join('');
}

/**
 * The name with everything on the way and no import followed: a call is `()`, an index `["key"]`; `*` where it starts
 * at something without a name.
 */
export function writtenPath(context: Context, node: CodeNode): string {
  const steps: string[] = [];
  let here: CodeNode = bare(node);
  for (let count = 0; count < MAX_STEPS; count++) {
    let next: CodeNode | undefined = here.get('operand');
    if (here.type === 'selector_expression') {
      const field = here.get('field');
      steps.push(`.${field ? word(context, field) : ''}`);
    } else if (here.type === 'index_expression') steps.push(indexText(context, here.get('index')));
    else if (here.type === 'call_expression') {
      steps.push('()');
      next = here.get('function');
    } else if (here.type !== 'type_assertion_expression') next = undefined;
    if (!next) {
      const root = here.type === 'identifier' ? word(context, here) : '*';
      return root + steps.toReversed().join('');
    }
    here = bare(next);
  }
  return `*${steps.toReversed().join('')}`;
}

function rootName(context: Context, node: CodeNode): string {
  if (node.type === 'composite_literal') {
    const type = node.get('type');
    return type ? typeName(context, type) : '';
  }
  if (!/^(?:identifier|type_identifier|package_identifier|qualified_type)$/.test(node.type)) return '';
  const name = word(context, node);
  if (node.type === 'qualified_type') return typeName(context, node);
  const called = node.parent?.type === 'selector_expression';
  return (called && !isShadowed(node, name) && context.imports.get(name)) || name;
}

function indexText(context: Context, index: CodeNode | undefined): string {
  if (index?.type === 'interpreted_string_literal' || index?.type === 'raw_string_literal')
    return `["${literalText(word(context, index))}"]`;
  return index?.type === 'int_literal' ? `[${word(context, index)}]` : '[]';
}

/** Does the name begin at an import of the file? */
export function isResolved(context: Context, node: CodeNode): boolean {
  let here: CodeNode | undefined = bare(node);
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    const next: CodeNode | undefined = here.get('operand') ?? here.get('function');
    if (!next) break;
    here = bare(next);
  }
  return here !== undefined && isPackage(context, here);
}

/** The name as it stands in the file, without the path of the package. */
export function plainName(context: Context, node: CodeNode): string {
  return word(context, bare(node)).replace(/\s+/g, '');
}

/** What a call is given. */
export function argumentsOf(node: CodeNode): readonly CodeNode[] {
  return node.get('arguments')?.children ?? [];
}

/** Dotted name of what is called. */
export function calleeOf(context: Context, call: CodeNode): string {
  const callee = call.get('function');
  return callee ? writtenName(context, callee) : '';
}

/** The last name of what is called. */
export function methodOf(context: Context, call: CodeNode): string {
  const callee = call.get('function');
  const name = callee?.get('field') ?? callee;
  return name ? word(context, name) : '';
}

/** Does the name stand for an imported package here? */
export function isPackage(context: Context, node: CodeNode): boolean {
  const name = word(context, node);
  return node.type === 'identifier' && context.imports.has(name) && !isShadowed(node, name);
}

/** Has the name of the package been given to something else by then? `openai := openai.New()` still means the package. */
function isShadowed(use: CodeNode, name: string): boolean {
  const binding = use.scope?.find(name);
  if (!binding) return false;
  const { parent } = binding.node;
  const declaration = parent?.type === 'expression_list' ? parent.parent : parent;
  return declaration === undefined || binding.role !== 'variable' || use.start >= declaration.end;
}
