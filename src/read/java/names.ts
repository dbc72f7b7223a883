/** Names as written and as imports make them. */
import type { CodeNode } from '../code-tree.ts';
import { word, type Context } from './context.ts';

const MAX_STEPS = 200;
const CAPITAL = /^[A-Z]/;

/** The canonical name of a type, without type arguments. */
export function typeName(context: Context, node: CodeNode): string {
  let here = node;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const inner =
      here.type === 'generic_type' || here.type === 'annotated_type'
        ? here.firstOf('type_identifier', 'scoped_type_identifier', 'generic_type')
        : here.type === 'array_type'
          ? here.get('element')
          : undefined;
    if (!inner) break;
    here = inner;
  }
  const written = word(context, here)
    .replace(/<[^]*>/g, '')
    .replace(/\s+/g, '');
  return throughImports(context, written);
}

function throughImports(context: Context, written: string): string {
  const dot = written.indexOf('.');
  const first = dot < 0 ? written : written.slice(0, dot);
  const full = context.imports.get(first);
  return full === undefined ? written : full + written.slice(first.length);
}

/** Does the name come from an import, or is it written in full? */
export function isResolved(context: Context, name: string): boolean {
  return /^[a-z]\w*(?:\.\w+)*\.[A-Z]/.test(name) || [...context.imports.values()].includes(name);
}

/** Is this the name of a type and not of a variable? */
export function asType(context: Context, node: CodeNode): string | undefined {
  if (node.type === 'identifier') {
    const name = word(context, node);
    if (!CAPITAL.test(name)) return undefined;
    const binding = node.scope?.find(name);
    return binding && binding.role !== 'function' ? undefined : throughImports(context, name);
  }
  if (node.type !== 'field_access') return undefined;
  const written = word(context, node).replace(/\s+/g, '');
  // `a.b.C` and `Outer.Inner`, but not a constant or a field.
  if (!/^(?:[a-z]\w*\.)+[A-Z]\w*[a-z]\w*$|^(?:[A-Z]\w*\.)+[A-Z]\w*[a-z]\w*$/.test(written)) return undefined;
  return throughImports(context, written);
}

/** A dotted name as written, canonical where it starts at an import; calls inside it as `()`. */
export function writtenName(context: Context, node: CodeNode): string {
  const parts: string[] = [];
  let here: CodeNode | undefined = node;
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    if (here.type === 'parenthesized_expression' || here.type === 'cast_expression') {
      here = here.get('value') ?? here.children.at(-1);
    } else if (here.type === 'field_access') {
      const field = here.get('field');
      if (field) parts.push(word(context, field));
      here = here.get('object');
    } else if (here.type === 'method_invocation') {
      const name = here.get('name');
      if (name) parts.push(`${word(context, name)}()`);
      const object = here.get('object');
      if (!object && name) {
        parts[parts.length - 1] = `${context.imports.get(word(context, name)) ?? word(context, name)}()`;
      }
      here = object;
    } else {
      const root = rootName(context, here);
      if (root === undefined) return '';
      parts.push(root);
      here = undefined;
    }
  }
  return parts.toReversed().join('.');
}

/**
 * The name with everything on the way and no import followed: a call is `()`, an index `[]`; `*` where it starts at
 * something without a name.
 */
export function writtenPath(context: Context, node: CodeNode): string {
  const steps: string[] = [];
  let here: CodeNode = bare(node);
  for (let count = 0; count < MAX_STEPS; count++) {
    let next: CodeNode | undefined;
    if (here.type === 'field_access') {
      const field = here.get('field');
      steps.push(`.${field ? word(context, field) : ''}`);
      next = here.get('object');
    } else if (here.type === 'method_invocation') {
      const name = here.get('name');
      next = here.get('object');
      if (!next) return (name ? word(context, name) : '*') + ['()', ...steps.toReversed()].join('');
      steps.push('()', `.${name ? word(context, name) : ''}`);
    } else if (here.type === 'array_access') {
      steps.push('[]');
      next = here.get('array');
    }
    if (!next) return rootText(context, here) + steps.toReversed().join('');
    here = bare(next);
  }
  return `*${steps.toReversed().join('')}`;
}

function rootText(context: Context, node: CodeNode): string {
  return /^(?:identifier|this|super|type_identifier)$/.test(node.type) ? word(context, node) : '*';
}

function rootName(context: Context, node: CodeNode): string | undefined {
  switch (node.type) {
    case 'identifier': {
      const name = word(context, node);
      return node.scope?.find(name) ? name : (context.imports.get(name) ?? name);
    }
    case 'this':
    case 'super':
      return node.type;
    case 'type_identifier':
    case 'scoped_type_identifier':
    case 'generic_type':
      return typeName(context, node);
    case 'object_creation_expression': {
      const type = node.get('type');
      return type && typeName(context, type);
    }
    case 'array_access': {
      const array = node.get('array');
      return array && `${writtenName(context, array)}[]`;
    }
    default:
      return undefined;
  }
}

/** Parentheses and casts do not change what an expression stands for. */
export function bare(node: CodeNode): CodeNode {
  let here = node;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const inner =
      here.type === 'parenthesized_expression'
        ? here.children[0]
        : here.type === 'cast_expression'
          ? here.get('value')
          : undefined;
    if (!inner) return here;
    here = inner;
  }
  return here;
}

/** What a call or construction is given. */
export function argumentsOf(node: CodeNode): readonly CodeNode[] {
  return node.get('arguments')?.children ?? [];
}

/** What it is given by position. */
export function positional(node: CodeNode): readonly CodeNode[] {
  return argumentsOf(node).filter(argument => argument.type !== 'named_argument');
}
