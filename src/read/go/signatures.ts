/** What a function takes and hands back, and the names of declared types. */
import type { DefinitionFact, Parameter, Result } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { branched } from './branches.ts';
import { spanOf, word, type Context } from './context.ts';
import { bare, typeName } from './names.ts';

/** More results than this tell nothing. */
const MAX_RESULTS = 16;
const MAX_PARAMETERS = 64;

export type Signature = Pick<DefinitionFact, 'parameters' | 'returns' | 'type'>;

/** The signature of a function, a method (its receiver first, at position -1), a function literal, or a method of an interface. */
export function signatureOf(context: Context, node: CodeNode): Signature {
  const parameters = [...receiverOf(context, node), ...parametersOf(context, node)];
  const returns = returnsOf(context, node);
  const type = declaredType(context, firstResult(node.get('result')));
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(returns.length > 0 && { returns }),
    ...(type !== undefined && { type }),
  };
}

/** The signature of what a name is given, where that is a function. */
export function signatureOfValue(context: Context, value: CodeNode | undefined): Signature {
  const here = value && bare(value);
  return here?.type === 'func_literal' ? signatureOf(context, here) : {};
}

function receiverOf(context: Context, node: CodeNode): Parameter[] {
  const declaration = node.get('receiver')?.children[0];
  const name = declaration?.get('name');
  if (!declaration || !name) return [];
  const type = declaredType(context, declaration.get('type'));
  return [
    {
      name: word(context, name),
      span: spanOf(context, name),
      position: -1,
      object: true,
      ...(type !== undefined && { type }),
    },
  ];
}

function parametersOf(context: Context, node: CodeNode): Parameter[] {
  const parameters: Parameter[] = [];
  let position = 0;
  for (const child of node.get('parameters')?.children.slice(0, MAX_PARAMETERS) ?? []) {
    const type = declaredType(context, child.get('type'));
    const names = child.all('name');
    for (const name of names) {
      parameters.push({
        name: word(context, name),
        span: spanOf(context, name),
        position: position++,
        ...(type !== undefined && { type }),
        ...(child.type === 'variadic_parameter_declaration' && { rest: true as const }),
      });
    }
    if (names.length === 0) position++;
  }
  return parameters;
}

/** The first of several results: the second says whether it went well. */
function firstResult(result: CodeNode | undefined): CodeNode | undefined {
  return result?.type === 'parameter_list' ? result.children[0]?.get('type') : result;
}

/** The first results of `return`; a bare one hands back named results, which are found as what they were given. */
function returnsOf(context: Context, node: CodeNode): Result[] {
  const found: CodeNode[] = [];
  const stack = [...(node.get('body')?.children ?? [])];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.type === 'return_statement') {
      const first = next.children[0]?.children[0] ?? namedResult(node);
      if (first) found.push(first);
    } else if (INSIDE.test(next.type)) stack.push(...next.children);
  }
  return found
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_RESULTS)
    .map((one): Result => ({ value: context.evaluate(one), ...branched(context, one) }));
}
const INSIDE = /_statement$|^block$|^statement_list$|_case$/;

const namedResult = (node: CodeNode): CodeNode | undefined => {
  const result = node.get('result');
  return result?.type === 'parameter_list' ? result.children[0]?.get('name') : undefined;
};

/** The canonical name of a declared type; `*T`, `[]T` and `...T` are named as `T`. */
export function declaredType(context: Context, type: CodeNode | undefined): string | undefined {
  if (!type) return undefined;
  const name = typeName(context, type);
  return name === '' || BUILT_IN.has(name) ? undefined : name;
}
const BUILT_IN = new Set(['string', 'bool', 'int', 'int32', 'int64', 'float32', 'float64', 'byte', 'error', 'any']);
