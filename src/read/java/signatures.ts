/** What a method takes and hands back, and the names of declared types. */
import type { DefinitionFact, Parameter, Result } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { spanOf, word, type Context } from './context.ts';
import { bare, typeName } from './names.ts';

/** More results than this tell nothing. */
const MAX_RESULTS = 16;
const MAX_PARAMETERS = 64;
const MAX_DEPTH = 6;

export type Signature = Pick<DefinitionFact, 'parameters' | 'returns' | 'type'>;

/** The signature of a method or a lambda. */
export function signatureOf(context: Context, node: CodeNode): Signature {
  const parameters = parametersOf(context, node, false);
  const returns = returnsOf(context, node);
  const type = declaredType(context, node.get('type'));
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(returns.length > 0 && { returns }),
    ...(type !== undefined && { type }),
  };
}

/** What making an object of the type takes: the parts of a record, else the constructor with most parameters; then what only others take. */
export function constructorOf(context: Context, type: CodeNode): Signature {
  if (type.type === 'record_declaration') {
    const parts = parametersOf(context, type, true);
    return parts.length > 0 ? { parameters: parts } : {};
  }
  const all = (type.get('body')?.children ?? [])
    .filter(child => child.type === 'constructor_declaration')
    .map(child => parametersOf(context, child, false));
  const most = all.reduce<Parameter[]>((best, next) => (next.length > best.length ? next : best), []);
  const names = new Set(most.map(one => one.name));
  const others = all.flat().filter(one => !names.has(one.name));
  return most.length > 0 ? { parameters: [...most, ...others] } : {};
}

/** The signature of what a name is given, where that is a function. */
export function signatureOfValue(context: Context, value: CodeNode | undefined): Signature {
  const here = value && bare(value);
  return here?.type === 'lambda_expression' ? signatureOf(context, here) : {};
}

function parametersOf(context: Context, node: CodeNode, fields: boolean): Parameter[] {
  const list = node.get('parameters');
  if (!list) return [];
  // `x -> …`
  if (list.type === 'identifier') return [{ name: word(context, list), span: spanOf(context, list), position: 0 }];
  return list.children.slice(0, MAX_PARAMETERS).flatMap((child, position): Parameter[] => {
    const name =
      child.type === 'identifier' ? child : (child.get('name') ?? child.firstOf('variable_declarator')?.get('name'));
    if (!name) return [];
    const written = child.get('type') ?? (child.type === 'spread_parameter' ? child.children.find(isType) : undefined);
    const type = declaredType(context, written);
    const initial = child.type === 'formal_parameter' ? child.get('value') : undefined;
    return [
      {
        name: word(context, name),
        span: spanOf(context, name),
        position,
        ...(type !== undefined && { type }),
        ...(initial && { default: context.evaluate(initial) }),
        ...(child.type === 'spread_parameter' && { rest: true as const }),
        ...(fields && { field: true as const }),
      },
    ];
  });
}

const isType = (node: CodeNode): boolean => /type/.test(node.type) && node.type !== 'type_arguments';

function returnsOf(context: Context, node: CodeNode): Result[] {
  const body = node.get('body');
  if (!body) return [];
  if (body.type !== 'block') return [{ value: context.evaluate(body), ...branched(context, body) }];
  const found: CodeNode[] = [];
  const stack = [...body.children];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.type === 'return_statement' && next.children[0]) found.push(next.children[0]);
    else if (INSIDE.test(next.type)) stack.push(...next.children);
  }
  return found
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_RESULTS)
    .map(one => ({ value: context.evaluate(one), ...branched(context, one) }));
}
const INSIDE = /_statement$|^block$|^switch_|^catch_clause$|^finally_clause$/;

/** Types that say how something is handed over; what is handed over is their last argument. */
const WRAPPERS =
  /(?:^|\.)(?:Optional|Mono|Flux|Uni|Multi|CompletableFuture|CompletionStage|Future|Supplier|Provider|ObjectProvider|Instance|Lazy|ResponseEntity|List|Collection|Iterable)$/;

/** The canonical name of a declared type: what is inside a wrapper, no type arguments. */
export function declaredType(context: Context, type: CodeNode | undefined, depth = 0): string | undefined {
  if (!type || depth > MAX_DEPTH || !/type_identifier$|^generic_type$|^array_type$|^annotated_type$/.test(type.type)) {
    return undefined;
  }
  const name = typeName(context, type);
  const inner =
    type.type === 'generic_type' && WRAPPERS.test(name) ? type.firstOf('type_arguments')?.children.at(-1) : undefined;
  if (inner) return declaredType(context, inner, depth + 1) ?? name;
  return name === '' || name === 'var' || name === 'String' ? undefined : name;
}
