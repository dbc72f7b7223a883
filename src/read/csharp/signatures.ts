/** What a method takes and hands back, and the names of declared types. */
import type { DefinitionFact, Parameter, Result } from '../../model/fact.ts';
import { branched } from './branches.ts';
import { spanOf, word, type Context } from './context.ts';
import { simpleName, typeArguments, typeName } from './names.ts';
import { resultsIn } from './scopes.ts';
import { bare, initialValue, type SyntaxNode } from './syntax.ts';

/** More results than this tell nothing. */
const MAX_RESULTS = 16;
const MAX_PARAMETERS = 64;
const MAX_DEPTH = 6;

export type Signature = Pick<DefinitionFact, 'parameters' | 'returns' | 'type' | 'accessor'>;

/** The signature of a method, a local function or a lambda. */
export function signatureOf(context: Context, node: SyntaxNode): Signature {
  const parameters = parametersOf(context, node, false);
  const returns = returnsOf(context, node);
  const type = declaredType(context, node.get('returns') ?? node.get('type'));
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(returns.length > 0 && { returns }),
    ...(type !== undefined && { type }),
  };
}

/**
 * What making an object of the type takes: its primary constructor, else the constructor with most parameters; then
 * what only others take.
 */
export function constructorOf(context: Context, type: SyntaxNode): Signature {
  const primary = parametersOf(context, type, true);
  if (primary.length > 0) return { parameters: primary };
  const body = type.get('body') ?? type.firstOf('declaration_list');
  const all = (body?.children ?? [])
    .filter(child => child.type === 'constructor_declaration')
    .map(child => parametersOf(context, child, false));
  const most = all.reduce<Parameter[]>((best, next) => (next.length > best.length ? next : best), []);
  const names = new Set(most.map(one => one.name));
  const others = all.flat().filter(one => !names.has(one.name));
  return most.length > 0 ? { parameters: [...most, ...others] } : {};
}

/** A property with a body is a function that is read like a field. */
export function signatureOfProperty(context: Context, node: SyntaxNode): Signature {
  const type = declaredType(context, node.get('type'));
  const typed = type === undefined ? {} : { type };
  const value = node.get('value');
  if (value?.type === 'arrow_expression_clause') {
    return { ...typed, accessor: true, returns: [resultOf(context, bare(value))] };
  }
  const getter = node.get('accessors')?.children.find(one => /\bget\b/.test(word(context, one).slice(0, 80)));
  const body = getter?.firstOf('block', 'arrow_expression_clause');
  if (!getter || !body) return typed;
  const returns = body.type === 'block' ? blockReturns(context, body) : [resultOf(context, bare(body))];
  return { ...typed, accessor: true, ...(returns.length > 0 && { returns }) };
}

/** The signature of what a name is given, where that is a function. */
export function signatureOfValue(context: Context, value: SyntaxNode | undefined): Signature {
  const here = value && bare(value);
  return here && LAMBDAS.has(here.type) ? signatureOf(context, here) : {};
}

const LAMBDAS = new Set(['lambda_expression', 'anonymous_method_expression']);

function parametersOf(context: Context, node: SyntaxNode, primary: boolean): Parameter[] {
  const list = node.get('parameters') ?? node.firstOf('parameter_list');
  if (!list) return [];
  if (list.type !== 'parameter_list') {
    // `x => …`
    return [{ name: word(context, list), span: spanOf(context, list), position: 0 }];
  }
  const parameters: Parameter[] = [];
  let position = 0;
  for (const child of list.children.slice(0, MAX_PARAMETERS)) {
    const name = child.type === 'parameter' ? child.get('name') : child.field === 'name' ? child : undefined;
    if (!name) continue;
    const type = declaredType(context, child.type === 'parameter' ? child.get('type') : list.get('type'));
    const initial = child.type === 'parameter' ? initialValue(child) : undefined;
    const extended = child.type === 'parameter' && /^this\b/.test(word(context, child));
    parameters.push({
      name: simpleName(context, name),
      span: spanOf(context, name),
      position: extended ? -1 : position++,
      ...(type !== undefined && { type }),
      ...(initial && initial !== name && { default: context.evaluate(initial) }),
      ...(extended && { object: true as const }),
      ...(child.type !== 'parameter' && { rest: true as const }),
      ...(primary && { field: true as const }),
    });
  }
  return parameters;
}

function returnsOf(context: Context, node: SyntaxNode): Result[] {
  const body = node.get('body');
  if (!body) return [];
  if (body.type !== 'block') return [resultOf(context, bare(body))];
  return blockReturns(context, body);
}

const resultOf = (context: Context, node: SyntaxNode): Result => ({
  value: context.evaluate(node),
  ...branched(context, node),
});

/** Results of `return` and `yield return`, those of functions inside left out. */
function blockReturns(context: Context, block: SyntaxNode): Result[] {
  return resultsIn(block)
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_RESULTS)
    .map(node => resultOf(context, node));
}

/** Types that say how something is handed over; what is handed over is their argument. */
const WRAPPERS = new Set([
  'Task',
  'ValueTask',
  'Lazy',
  'Nullable',
  'IAsyncEnumerable',
  'IEnumerable',
  'Func',
  'IOptions',
  'IOptionsMonitor',
  'IOptionsSnapshot',
  'ActionResult',
]);

/** The name of a declared type: what is inside a wrapper, no type arguments. */
export function declaredType(context: Context, type: SyntaxNode | undefined, depth = 0): string | undefined {
  if (!type || depth > MAX_DEPTH || type.type === 'implicit_type' || type.type === 'predefined_type') return undefined;
  if (type.type === 'nullable_type' || type.type === 'array_type' || type.type === 'ref_type') {
    return declaredType(context, type.get('type') ?? type.children[0], depth + 1);
  }
  const generic = type.type === 'qualified_name' ? type.children.at(-1) : type;
  if (generic?.type === 'generic_name' && WRAPPERS.has(simpleName(context, generic))) {
    // `Func<A, B>` gives its last.
    return declaredType(context, typeArguments(generic).at(-1), depth + 1);
  }
  const name = typeName(context, type);
  return name === '' || name === 'var' || name === 'dynamic' ? undefined : name;
}
