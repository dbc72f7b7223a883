/** How expressions and types are named: dotted, without arguments, `this.` and type arguments left out. */
import { literalText } from './strings.ts';
import { word, type Context } from './context.ts';
import { lookUp } from './scopes.ts';
import { argumentNodes, argumentValue, bare, isWrapper, type SyntaxNode } from './syntax.ts';

/** No name a person wrote is longer; keeps long fluent chains linear. */
const MAX_STEPS = 24;
const MAX_CLIMB = 32;

/** The expression a chain goes on from: what stands before the dot, the index or the arguments. */
export function below(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'member_access_expression':
    case 'element_access_expression':
      return node.get('expression');
    case 'invocation_expression':
      return node.get('function');
    case 'conditional_access_expression':
      return node.children[1];
    case 'member_binding_expression':
    case 'element_binding_expression':
      return receiverOfBinding(node);
    default:
      return isWrapper(node) ? bare(node) : undefined;
  }
}

/** `a` in `a?.B`: the binding stands behind the question mark. */
function receiverOfBinding(node: SyntaxNode): SyntaxNode | undefined {
  let child = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) return undefined;
    if (parent.type === 'conditional_access_expression' && parent.children[1] === child) return parent.children[0];
    child = parent;
  }
  return undefined;
}

/** The part of a name that the node itself adds. */
function segment(context: Context, node: SyntaxNode): string {
  switch (node.type) {
    case 'member_access_expression':
    case 'member_binding_expression': {
      const name = node.get('name');
      return name ? simpleName(context, name) : '';
    }
    case 'element_access_expression':
    case 'element_binding_expression':
      return indexOf(context, node);
    default:
      return '';
  }
}

function indexOf(context: Context, node: SyntaxNode): string {
  const key = indexKey(node);
  if (key?.type === 'integer_literal') return `[${word(context, key)}]`;
  if (key && /string_literal$/.test(key.type)) return `["${literalText(word(context, key))}"]`;
  return '[]';
}

/** The only key of an index. */
export function indexKey(node: SyntaxNode): SyntaxNode | undefined {
  const list = node.get('subscript') ?? node;
  const [only, ...rest] = list.children.filter(child => child.type === 'argument');
  return only && rest.length === 0 ? argumentValue(only) : undefined;
}

/** An identifier without its type arguments. */
export function simpleName(context: Context, node: SyntaxNode): string {
  const name = node.type === 'generic_name' ? node.children[0] : node;
  return name ? word(context, name).replace(/^@/, '') : '';
}

/** The dotted name of an expression as written; `''` when it has none. */
export function writtenName(context: Context, node: SyntaxNode): string {
  const parts: string[] = [];
  let here: SyntaxNode | undefined = bare(node);
  for (let steps = 0; here && steps < MAX_STEPS; steps++) {
    const part = segment(context, here);
    if (part !== '') parts.push(part);
    const next: SyntaxNode | undefined = below(here);
    if (!next) {
      const root = rootName(context, here);
      if (root !== '') parts.push(root);
      break;
    }
    here = next;
  }
  return parts.reduceRight(
    (name, part) => (name === '' ? part : part.startsWith('[') ? `${name}${part}` : `${name}.${part}`),
    '',
  );
}

/**
 * The name with everything on the way: a call is `()`, an index `["key"]`, `this` stays; `*` where it starts at
 * something without a name.
 */
export function writtenPath(context: Context, node: SyntaxNode): string {
  const steps: string[] = [];
  let here: SyntaxNode = bare(node);
  for (let count = 0; count < MAX_STEPS; count++) {
    if (here.type === 'invocation_expression') steps.push('()');
    else {
      const part = segment(context, here);
      if (part !== '') steps.push(part.startsWith('[') ? part : `.${part}`);
    }
    const next = below(here);
    if (!next) return rootOf(context, here) + steps.reverse().join('');
    here = bare(next);
  }
  return `*${steps.reverse().join('')}`;
}

/** Does the name start at `this`? */
export function ofThis(context: Context, node: SyntaxNode): boolean {
  let here = bare(node);
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const next = below(here);
    if (!next) return here.type === 'member_access_expression' && rootOf(context, here) === 'this';
    here = bare(next);
  }
  return false;
}

function rootOf(context: Context, node: SyntaxNode): string {
  switch (node.type) {
    case 'identifier':
    case 'generic_name':
      return simpleName(context, node);
    case 'predefined_type':
      return word(context, node);
    case 'alias_qualified_name':
    case 'qualified_name':
      return typeName(context, node);
    case 'member_access_expression':
      return /^base\b/.test(context.text.slice(node.start, node.start + 5)) ? 'base' : 'this';
    case 'element_access_expression':
    case 'this':
    case 'this_expression':
      return 'this';
    default:
      return '*';
  }
}

function rootName(context: Context, node: SyntaxNode): string {
  switch (node.type) {
    case 'identifier':
    case 'generic_name': {
      const name = simpleName(context, node);
      return node.scope && lookUp(node.scope, name) ? name : (context.file.aliases.get(name) ?? name);
    }
    case 'predefined_type':
      return word(context, node);
    case 'alias_qualified_name':
    case 'qualified_name':
      return typeName(context, node);
    case 'object_creation_expression': {
      const type = node.get('type');
      return type ? typeName(context, type) : '';
    }
    case 'implicit_object_creation_expression':
      return context.made(node)?.by ?? '';
    case 'member_access_expression':
      return /^base\b/.test(context.text.slice(node.start, node.start + 5)) ? 'base' : '';
    default:
      return '';
  }
}

/** The name of a type: aliases followed, type arguments, `?` and `[]` left out. */
export function typeName(context: Context, node: SyntaxNode): string {
  let type = node;
  while (type.type === 'nullable_type' || type.type === 'array_type' || type.type === 'ref_type') {
    const inner = type.get('type') ?? type.children[0];
    if (!inner) break;
    type = inner;
  }
  const name = word(context, type)
    .replace(/^global::/, '')
    .replace(/<[^]*$/, '')
    .replace(/\s+/g, '');
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const alias = context.file.aliases.get(first);
  return alias === undefined ? name : alias + name.slice(first.length);
}

/** The types between the angle brackets of a call, a type or a name. */
export function typeArguments(node: SyntaxNode): readonly SyntaxNode[] {
  const generic = node.type === 'generic_name' ? node : node.get('name');
  return (generic?.type === 'generic_name' ? generic.firstOf('type_argument_list')?.children : undefined) ?? [];
}

/** The name after the last dot of what is called. */
export function methodName(context: Context, call: SyntaxNode): string {
  const node = calledName(call);
  return node ? simpleName(context, node) : '';
}

/** The identifier of what is called: `C` in `a.B(x)?.C<T>(y)`. */
export function calledName(call: SyntaxNode): SyntaxNode | undefined {
  let callee = call.get('function');
  for (let steps = 0; callee && steps < MAX_CLIMB; steps++) {
    if (callee.type === 'conditional_access_expression') callee = callee.children[1];
    else if (isWrapper(callee)) callee = bare(callee);
    else break;
  }
  if (callee?.type === 'identifier' || callee?.type === 'generic_name') return callee;
  return callee?.get('name');
}

/** The values of a call's arguments in order, with their names. */
export function givenArguments(
  context: Context,
  node: SyntaxNode,
): { name: SyntaxNode | undefined; value: SyntaxNode }[] {
  const given: { name: SyntaxNode | undefined; value: SyntaxNode }[] = [];
  for (const argument of argumentNodes(node)) {
    const value = argumentValue(argument);
    const name = argument.get('name');
    if (value) given.push({ name: name === value ? undefined : name, value });
    else if (/^this\b/.test(word(context, argument))) given.push({ name: undefined, value: argument });
  }
  return given;
}

/** Stands the node where it is only a step of a longer chain? */
export function isStep(node: SyntaxNode): boolean {
  let here = node;
  for (
    let steps = 0;
    steps < MAX_CLIMB && here.parent && isWrapper(here.parent) && here.parent.type !== 'arrow_expression_clause';
    steps++
  )
    here = here.parent;
  const { parent } = here;
  if (!parent) return false;
  if (parent.type === 'conditional_access_expression') return true;
  return below(parent) === here;
}
