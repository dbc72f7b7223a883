/** What an expression was made as: by construction where the file shows it, else by its declared type. */
import type { Binding } from '../code-scope.ts';
import type { CodeNode } from '../code-tree.ts';
import { chainOf } from './chains.ts';
import { word, type Context } from './context.ts';
import { asType, bare, typeName } from './names.ts';
import { ownType } from './scopes.ts';

const MAX_DEPTH = 6;

/** Builds the look-up for one file. */
export function createMade(context: Context): Context['made'] {
  const made: Context['made'] = (node, depth = 0) => {
    if (depth > MAX_DEPTH) return undefined;
    const here = bare(node);
    switch (here.type) {
      case 'object_creation_expression': {
        const type = here.get('type');
        return type && typeName(context, type);
      }
      case 'identifier': {
        const binding = here.scope?.find(word(context, here));
        return binding && held(context, binding, depth);
      }
      case 'field_access': {
        const field = here.get('field');
        if (here.get('object')?.type !== 'this' || !field) return undefined;
        const binding = ownType(here)?.names.get(word(context, field));
        return binding && held(context, binding, depth);
      }
      case 'method_invocation':
        return byCall(context, here, depth);
      default:
        return undefined;
    }
  };
  return made;
}

function byCall(context: Context, call: CodeNode, depth: number): string | undefined {
  const chain = chainOf(context, call);
  if (chain) return chain.type;
  const object = call.get('object');
  const name = call.get('name');
  if (!name) return undefined;
  if (!object || object.type === 'this') {
    const binding = call.scope?.find(word(context, name));
    return binding?.role === 'function' && binding.type ? typeName(context, binding.type) : undefined;
  }
  // Setters of a builder hand the builder back.
  // Scope functions of Kotlin hand back what they are called on.
  if (context.language === 'kotlin' && /^(?:apply|also)$/.test(word(context, name)))
    return context.made(object, depth + 1);
  const owner = asType(context, object) === undefined ? context.made(object, depth + 1) : undefined;
  return owner !== undefined && /Builder$/.test(owner) && !word(context, name).startsWith('build') ? owner : undefined;
}

/** A construction says more than the interface a variable is declared as. */
function held(context: Context, binding: Binding, depth: number): string | undefined {
  const [only, ...rest] = binding.values;
  const byValue = only && rest.length === 0 ? context.made(only, depth + 1) : undefined;
  if (byValue !== undefined) return byValue;
  if (!binding.type || binding.role === 'function') return undefined;
  const declared = typeName(context, binding.type);
  return declared === 'var' || /^[a-z]+$/.test(declared) ? undefined : declared;
}
