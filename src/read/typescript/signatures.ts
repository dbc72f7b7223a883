/** What a function takes and hands back, and the names of declared types. */
import type { DefinitionFact, Parameter, Result } from '../../model/fact.ts';
import { branchOf } from './branches.ts';
import { ts, type TS } from './compiler.ts';
import { spanOf, type Context } from './context.ts';
import { bindingOf, leavesOf } from './scopes.ts';
import { bare, isFunction } from './tree.ts';

/** More results than this tell nothing. */
const MAX_RESULTS = 16;
const MAX_PARAMETERS = 64;
const MAX_DEPTH = 6;

export type Signature = Pick<DefinitionFact, 'parameters' | 'returns' | 'type' | 'accessor'>;

/** The signature of a function. */
export function signatureOf(context: Context, node: TS.FunctionLikeDeclaration): Signature {
  const parameters = parametersOf(context, node);
  const returns = (context.module.results.get(node) ?? []).slice(0, MAX_RESULTS).map((result): Result => {
    const branch = branchOf(context, result);
    return { value: context.evaluate(result), ...(branch && { branch }) };
  });
  const type = node.type && typeName(context, node.type);
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(returns.length > 0 && { returns }),
    ...(type !== undefined && { type }),
    ...(ts.isGetAccessor(node) && { accessor: true as const }),
  };
}

/** What the constructor of a class takes. */
export function constructorOf(context: Context, node: TS.ClassLikeDeclaration): Signature {
  const constructor = node.members.find(member => ts.isConstructorDeclaration(member) && member.body);
  const parameters = constructor ? parametersOf(context, constructor as TS.ConstructorDeclaration) : [];
  return parameters.length > 0 ? { parameters } : {};
}

/** The signature of what a name is given, where that is a function, or a call that wraps one: `cache(async () => …)`. */
export function signatureOfValue(context: Context, value: TS.Node | undefined): Signature {
  const here = value && bare(value);
  if (!here) return {};
  if (isFunction(here)) return signatureOf(context, here);
  const wrapped = ts.isCallExpression(here)
    ? here.arguments.map(bare).find(argument => isFunction(argument))
    : undefined;
  return wrapped && isFunction(wrapped) ? signatureOf(context, wrapped) : {};
}

function parametersOf(context: Context, node: TS.FunctionLikeDeclaration): Parameter[] {
  const named = node.parameters.filter(({ name }) => !ts.isIdentifier(name) || ts.idText(name) !== 'this');
  return named.slice(0, MAX_PARAMETERS).flatMap((one, position): Parameter[] => {
    if (!ts.isIdentifier(one.name)) {
      return leavesOf(one.name, []).map(({ name, path }) => ({
        name: ts.idText(name),
        span: spanOf(context, name),
        position,
        ...(path && path.length > 0 && { key: path.join('.') }),
      }));
    }
    const type = one.type && typeName(context, one.type);
    return [
      {
        name: ts.idText(one.name),
        span: spanOf(context, one.name),
        position,
        ...(type !== undefined && { type }),
        ...(one.initializer && { default: context.evaluate(one.initializer) }),
        ...(one.dotDotDotToken && { rest: true as const }),
        ...(ts.isConstructorDeclaration(node) &&
          ts.isParameterPropertyDeclaration(one, node) && { field: true as const }),
      },
    ];
  });
}

/** Types that say how something is handed over; what is handed over is their argument. */
const WRAPPERS = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'AsyncGenerator',
  'AsyncIterable',
  'Generator',
]);
/** Types made from a value: `InstanceType<typeof X>`. */
const OF_VALUES = 'InstanceType';

/** The canonical name of a type: `X`, `m.X`, `X | undefined`, `Promise<X>`, `InstanceType<typeof X>`. */
export function typeName(context: Context, type: TS.TypeNode, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return typeName(context, type.type, depth + 1);
  if (ts.isUnionTypeNode(type)) {
    for (const part of type.types) {
      const name = typeName(context, part, depth + 1);
      if (name !== undefined) return name;
    }
    return undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const [argument] = type.typeArguments ?? [];
  if (argument && ts.isIdentifier(type.typeName)) {
    const wrapper = ts.idText(type.typeName);
    if (WRAPPERS.has(wrapper)) return typeName(context, argument, depth + 1);
    if (wrapper === OF_VALUES && ts.isTypeQueryNode(argument)) return entityName(context, argument.exprName);
  }
  return entityName(context, type.typeName);
}

function entityName(context: Context, name: TS.EntityName): string {
  if (ts.isQualifiedName(name)) return `${entityName(context, name.left)}.${ts.idText(name.right)}`;
  return bindingOf(context.module, name)?.imported?.name ?? ts.idText(name);
}
