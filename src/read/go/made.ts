/** What an expression came from: the function or type of a package that made it, or the type it was declared with. */
import type { Binding } from '../code-scope.ts';
import type { CodeNode } from '../code-tree.ts';
import { word, type Context } from './context.ts';
import { bare, isPackage, isResolved, typeName, writtenName } from './names.ts';

const MAX_DEPTH = 6;

/** Builds the look-up for one file. */
export function createMade(context: Context): Context['made'] {
  return (node, depth = 0) => {
    if (depth > MAX_DEPTH) return undefined;
    const here = bare(node);
    switch (here.type) {
      case 'composite_literal': {
        const type = here.get('type');
        return type && named(typeName(context, type));
      }
      case 'call_expression':
        return byCall(context, here);
      case 'identifier': {
        if (isPackage(context, here)) return undefined;
        const binding = here.scope?.find(word(context, here));
        return binding && held(context, binding, depth);
      }
      case 'selector_expression':
        return ofField(context, here, depth);
      default:
        return undefined;
    }
  };
}

function named(name: string): string | undefined {
  return name === '' ? undefined : name;
}

function byCall(context: Context, call: CodeNode): string | undefined {
  const callee = call.get('function');
  if (!callee) return undefined;
  if (callee.type === 'identifier') {
    const binding = callee.scope?.find(word(context, callee));
    const result = binding?.role === 'function' ? binding.type : undefined;
    const type = result?.type === 'parameter_list' ? result.children[0]?.get('type') : result;
    return type && named(typeName(context, type));
  }
  // Only what a package makes; the result of a method is its own affair.
  const operand = callee.get('operand');
  return operand?.type === 'identifier' && isResolved(context, callee) ? writtenName(context, callee) : undefined;
}

function held(context: Context, binding: Binding, depth: number): string | undefined {
  if (binding.role === 'function' || binding.role === 'type') return undefined;
  const [only, ...rest] = binding.values;
  const byValue = only && rest.length === 0 ? context.made(only, depth + 1) : undefined;
  return byValue ?? (binding.type && named(typeName(context, binding.type)));
}

/** A field of a struct of the file. */
function ofField(context: Context, node: CodeNode, depth: number): string | undefined {
  const operand = node.get('operand');
  const field = node.get('field');
  const owner = operand && context.made(operand, depth + 1);
  const type = owner && field ? context.structs.get(owner)?.get(word(context, field)) : undefined;
  return type && named(typeName(context, type));
}
