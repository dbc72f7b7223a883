/** What a function takes and hands back, and the names of declared types. */
import type { DefinitionFact, Parameter, Result } from '../../model/fact.ts';
import { branchOf } from './branches.ts';
import { constantText, spanOf, word, type Context } from './context.ts';
import type { FunctionInfo } from './scopes.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { knownNames } from './written.ts';

/** More results than this tell nothing. */
const MAX_RESULTS = 16;
const MAX_PARAMETERS = 64;
const MAX_DEPTH = 6;

export type Signature = Pick<DefinitionFact, 'parameters' | 'returns' | 'type' | 'accessor'>;

/** The signature of a function. */
export function signatureOf(context: Context, info: FunctionInfo): Signature {
  const method = info.owner !== undefined && !info.decorators.includes('staticmethod');
  const parameters = info.parameters.slice(method ? 1 : 0, MAX_PARAMETERS).map((one, position): Parameter => {
    const type = one.annotation && typeName(context, one.annotation);
    return {
      name: one.name,
      span: spanOf(context, one.node),
      position,
      ...(type !== undefined && { type }),
      ...defaultOf(context, one.default ?? (one.annotation && injected(context, one.annotation))),
      ...(one.rest && { rest: true as const }),
    };
  });
  const returns = info.results.slice(0, MAX_RESULTS).map((node): Result => {
    const branch = branchOf(context, node);
    return { value: context.evaluate(node), ...(branch && { branch }) };
  });
  const result = info.node.get('return_type');
  const type = result && typeName(context, result);
  const accessor = info.decorators.some(decorator => /(?:^|\.)(?:cached_)?property$/.test(decorator));
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(returns.length > 0 && { returns }),
    ...(type !== undefined && { type }),
    ...(accessor && { accessor: true as const }),
  };
}

function defaultOf(context: Context, node: SyntaxNode | undefined): Pick<Parameter, 'default'> {
  return node ? { default: context.evaluate(node) } : {};
}

/** The call that an annotation gives beside the type: `Annotated[X, Depends(make)]`. */
export function injected(context: Context, type: SyntaxNode): SyntaxNode | undefined {
  const inner = type.type === 'type' ? type.children[0] : type;
  const wrapper = inner?.children[0];
  if (!inner || !wrapper || (inner.type !== 'generic_type' && inner.type !== 'subscript')) return undefined;
  if (!/(?:^|\.)Annotated$/.test(knownNames(context, wrapper).names[0] ?? '')) return undefined;
  const parts =
    inner.type === 'subscript' ? inner.children.slice(1) : (inner.firstOf('type_parameter')?.children ?? []);
  return parts.map(part => (part.type === 'type' ? part.children[0] : part)).find(part => part?.type === 'call');
}

/** The signature of what a name is given, where that is a `lambda`. */
export function signatureOfValue(context: Context, value: SyntaxNode | undefined): Signature {
  const here = value && bare(value);
  const info = here?.type === 'lambda' ? context.module.functions.get(here) : undefined;
  return info ? signatureOf(context, info) : {};
}

/** Types that say how something is handed over; what is handed over is their first argument. */
const WRAPPERS =
  /(?:^|\.)(?:Optional|Union|Annotated|ClassVar|Final|Awaitable|AsyncGenerator|AsyncIterator|AsyncIterable|Generator|Iterator|Depends)$/;

/** The canonical name of a type: `X`, `m.X`, `Optional[X]`, `X | None`, `"X"`. */
export function typeName(context: Context, type: SyntaxNode, depth = 0): string | undefined {
  const inner = type.type === 'type' ? type.children[0] : type;
  if (!inner || depth > MAX_DEPTH) return undefined;
  switch (inner.type) {
    case 'identifier':
    case 'attribute': {
      // The alias of a type with arguments keeps its own name.
      const [name] = knownNames(context, inner).names;
      return name?.includes('[') ? word(context, inner) : name;
    }
    case 'string': {
      const text = constantText(context, inner);
      return text !== undefined && /^[\w.]+$/.test(text) ? text : undefined;
    }
    case 'union_type':
    case 'binary_operator': {
      const first = inner.children.find(child => word(context, child) !== 'None');
      return first && typeName(context, first, depth + 1);
    }
    case 'generic_type': {
      const wrapper = inner.children[0];
      const first = inner.firstOf('type_parameter')?.children[0];
      if (!wrapper) return undefined;
      const name = knownNames(context, wrapper).names[0];
      return first && name !== undefined && WRAPPERS.test(name) ? typeName(context, first, depth + 1) : name;
    }
    default:
      return undefined;
  }
}
