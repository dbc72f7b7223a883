/** Where objects come from: constructions, declared types, the file's own methods, services asked for by type. */
import type { Context, Made } from './context.ts';
import { word } from './context.ts';
import { below, methodName, simpleName, typeArguments, typeName } from './names.ts';
import { lookUp, ownType, type Binding, type Scope } from './scopes.ts';
import { bare, type SyntaxNode } from './syntax.ts';

/** How many names after another, and how many steps of one chain, are followed. */
const MAX_HOPS = 24;
const MAX_CHAIN = 24;
const MAX_CLIMB = 12;

/** Calls that hand out an object of the type they are asked for. */
const BY_TYPE =
  /^(?:Get(?:Required)?(?:Keyed)?Service|Get|Resolve|ResolveKeyed|CreateInstance|GetInstance|GetService)$/;
/** What only wraps the type of a result. */
const WRAPPERS = new Set(['Task', 'ValueTask', 'Lazy', 'System.Threading.Tasks.Task']);

/** Builds the look-up for one file; results are kept. */
export function createMade(context: Context): (node: SyntaxNode) => Made | undefined {
  const known = new Map<SyntaxNode, Made | undefined>();
  const busy = new Set<SyntaxNode>();

  const made = (asked: SyntaxNode): Made | undefined => {
    const node = bare(asked);
    if (known.has(node)) return known.get(node);
    if (busy.has(node) || busy.size > MAX_HOPS) return undefined;
    busy.add(node);
    const found = seek(node);
    busy.delete(node);
    if (busy.size === 0 || found) known.set(node, found);
    return found;
  };

  const seek = (node: SyntaxNode): Made | undefined => {
    switch (node.type) {
      case 'object_creation_expression': {
        const type = node.get('type');
        return type && { by: typeName(context, type), path: '' };
      }
      case 'implicit_object_creation_expression': {
        const type = targetType(node);
        return type && { by: typeName(context, type), path: '' };
      }
      case 'identifier':
        return ofName(node.scope, word(context, node));
      case 'conditional_expression':
        return ofBranches([node.get('consequence'), node.get('alternative')]);
      case 'binary_expression':
        return node.operator === '??' ? ofBranches([node.get('left'), node.get('right')]) : undefined;
      default:
        return ofChain(node);
    }
  };

  const ofBranches = (branches: readonly (SyntaxNode | undefined)[]): Made | undefined => {
    for (const branch of branches) {
      const found = branch && made(branch);
      if (found) return found;
    }
    return undefined;
  };

  /** A construction says more than the declared type, which may be a base of it. */
  const ofName = (scope: Scope | undefined, name: string): Made | undefined => {
    const binding = scope && lookUp(scope, name);
    return binding && ofBinding(binding);
  };

  const ofBinding = (binding: Binding): Made | undefined => {
    if (binding.role === 'method') return undefined;
    const given = ofBranches(binding.values.slice(0, 8));
    const constructed = given && binding.values.some(value => startsAtConstruction(value));
    if (given && (constructed || !binding.type)) return given;
    if (binding.type) return { by: typeName(context, unwrapped(binding.type)), path: '' };
    return undefined;
  };

  /** Does the value, followed through names, begin with `new`? */
  const startsAtConstruction = (value: SyntaxNode): boolean => {
    let here: SyntaxNode | undefined = bare(value);
    for (let steps = 0; here && steps < MAX_CHAIN; steps++) {
      if (here.type.endsWith('object_creation_expression')) return true;
      if (here.type === 'conditional_expression') {
        here = here.get('consequence');
        if (here) here = bare(here);
        continue;
      }
      if (here.type === 'identifier') {
        const binding: Binding | undefined = here.scope && lookUp(here.scope, word(context, here));
        const origin: SyntaxNode | undefined = binding?.values[0];
        // A declared client is as good as a constructed one: what it hands out belongs to it.
        if (!origin) return binding?.type !== undefined && binding.role !== 'method';
        if (bare(origin) === here) return false;
        here = bare(origin);
        continue;
      }
      if (here.type === 'invocation_expression' && BY_TYPE.test(methodName(context, here))) return true;
      here = below(here);
    }
    return false;
  };

  const ofChain = (node: SyntaxNode): Made | undefined => {
    const steps: string[] = [];
    let here: SyntaxNode | undefined = node;
    for (let count = 0; here && count < MAX_CHAIN; count++) {
      const start: Made | undefined =
        here === node ? direct(here) : (direct(here) ?? (STARTS.has(here.type) ? made(here) : undefined));
      if (start) return { by: start.by, path: [start.path, ...steps.reverse()].filter(part => part !== '').join('.') };
      const name: SyntaxNode | undefined = here.type.startsWith('member_') ? here.get('name') : undefined;
      if (name) steps.push(simpleName(context, name));
      const next: SyntaxNode | undefined = below(here);
      here = next && bare(next);
    }
    return undefined;
  };

  /** What one step of a chain tells by itself: a call of the file's own method, a service asked for by type, a member of `this`. */
  const direct = (node: SyntaxNode): Made | undefined => {
    if (node.type === 'invocation_expression') return ofCall(node);
    if (node.type !== 'member_access_expression') return undefined;
    const name = node.get('name');
    const object = node.get('expression');
    if (!name || !node.scope) return undefined;
    if (!object) return ofMember(ownType(node.scope), simpleName(context, name));
    const owner = ownerOf(object);
    return owner && ofMember(owner, simpleName(context, name));
  };

  const ofMember = (type: Scope | undefined, name: string): Made | undefined => {
    const binding = type?.names.get(name);
    return binding && ofBinding(binding);
  };

  /** The type of the file that the expression names or is an object of. */
  const ownerOf = (object: SyntaxNode): Scope | undefined => {
    const here = bare(object);
    if (here.type !== 'identifier') return undefined;
    const name = word(context, here);
    const binding = here.scope && lookUp(here.scope, name);
    if (!binding) return context.file.types.get(name);
    const type = made(here);
    return type?.path === '' ? context.file.types.get(type.by) : undefined;
  };

  const ofCall = (call: SyntaxNode): Made | undefined => {
    const callee = call.get('function');
    if (!callee || !call.scope) return undefined;
    const method = methodName(context, call);
    const [asked] = callee.type === 'conditional_access_expression' ? [] : typeArguments(callee);
    if (asked && BY_TYPE.test(method)) return { by: typeName(context, asked), path: '' };
    const binding = callee.type === 'identifier' ? lookUp(call.scope, method) : ownMethod(callee, method);
    if (binding?.role !== 'method' || !binding.type) return undefined;
    return { by: typeName(context, unwrapped(binding.type)), path: '' };
  };

  const ownMethod = (callee: SyntaxNode, method: string): Binding | undefined => {
    if (callee.type !== 'member_access_expression' || !callee.scope) return undefined;
    const object = callee.get('expression');
    const owner = object ? ownerOf(object) : ownType(callee.scope);
    return owner?.names.get(method);
  };

  /** `Task<T>` stands for `T`. */
  const unwrapped = (type: SyntaxNode): SyntaxNode => {
    if (type.type !== 'generic_name' || !WRAPPERS.has(simpleName(context, type))) return type;
    return typeArguments(type)[0] ?? type;
  };

  /** The type `new(…)` has from the place it stands in. */
  const targetType = (creation: SyntaxNode): SyntaxNode | undefined => {
    let child = creation;
    for (let steps = 0; steps < MAX_CLIMB; steps++) {
      const { parent } = child;
      if (!parent) return undefined;
      switch (parent.type) {
        case 'variable_declarator':
          return elementType(parent.parent?.get('type'));
        case 'property_declaration':
          return parent.get('type');
        case 'parameter':
          return parent.get('type');
        case 'method_declaration':
        case 'local_function_statement': {
          const type = parent.get('returns') ?? parent.get('type');
          return type && unwrapped(type);
        }
        case 'assignment_expression':
          return assignedType(parent.get('left'));
        case 'array_creation_expression':
        case 'implicit_array_creation_expression':
          return elementType(parent.get('type')?.get('type'));
        case 'argument':
        case 'lambda_expression':
          return undefined;
        default:
          child = parent;
      }
    }
    return undefined;
  };

  const elementType = (type: SyntaxNode | undefined): SyntaxNode | undefined => {
    if (type?.type === 'implicit_type') return undefined;
    return type?.type === 'array_type' ? type.get('type') : type;
  };

  const assignedType = (left: SyntaxNode | undefined): SyntaxNode | undefined => {
    if (!left?.scope) return undefined;
    if (left.type === 'identifier') return lookUp(left.scope, word(context, left))?.type;
    if (left.type !== 'member_access_expression' || left.get('expression')) return undefined;
    const name = left.get('name');
    return name && ownType(left.scope)?.names.get(simpleName(context, name))?.type;
  };

  return made;
}

const STARTS = new Set([
  'identifier',
  'object_creation_expression',
  'implicit_object_creation_expression',
  'conditional_expression',
  'binary_expression',
]);
