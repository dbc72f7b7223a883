/**
 * What expressions stand for: names are followed through imports, aliases, constructions, fields, object literals,
 * type annotations and the results of the file's own functions.
 */
import { ts, type TS } from './compiler.ts';
import type { Context, Thing } from './context.ts';
import { importedEnvironment } from './environment.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { constantKey, propertiesOf } from './objects.ts';
import { bindingOf, classInfo, memberPath, type Binding, type ClassInfo, type Field, type Source } from './scopes.ts';
import {
  bare,
  baseOf,
  below,
  classAround,
  dressed,
  isAssignment,
  isEitherOr,
  isFunction,
  isLast,
  NodeMap,
  objectAround,
  requiredModule,
} from './tree.ts';
import { constructed, distinct, extended, functionName, calledName, instanceOf, NOTHING } from './things.ts';
import { indexText } from './written.ts';

/** How many steps of one chain, and how many names after another, are followed. */
const MAX_CHAIN = 64;
const MAX_HOPS = 24;
const MAX_BASES = 8;

/** Builds the look-up for one module; answers are kept, so the whole module costs what its nodes cost. */
export function createDenote(context: Context): (node: TS.Node) => readonly Thing[] {
  return new Names(context).denote;
}

class Names {
  readonly #context: Context;
  readonly #known: NodeMap<readonly Thing[]>;
  readonly #busy = new Set<TS.Node>();
  #hops = 0;
  #calls: ReadonlyMap<TS.Node, readonly TS.CallExpression[]> | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#known = new NodeMap(context.nodes);
  }

  readonly denote = (node: TS.Node): readonly Thing[] => {
    const known = this.#known.get(bare(node));
    return known ?? this.#walk(node);
  };

  #walk(node: TS.Node): readonly Thing[] {
    const spine: TS.Node[] = [];
    let here = bare(node);
    let things = this.#known.get(here);
    while (!things) {
      const next = requiredModule(here) ? undefined : below(here);
      if (!next) break;
      if (spine.push(here) > MAX_CHAIN) return NOTHING;
      here = bare(next);
      things = this.#known.get(here);
    }
    things ??= this.#seek(here, undefined);
    for (let step = spine.pop(); step; step = spine.pop()) things = this.#seek(step, things);
    return things;
  }

  /**
   * What a root, or a step from what is below it, stands for. Remembers the answer, and gives none while it is being
   * sought: names may be defined in circles.
   */
  #seek(node: TS.Node, from: readonly Thing[] | undefined): readonly Thing[] {
    const known = this.#known.get(node);
    if (known) return known;
    if (this.#hops >= MAX_HOPS || this.#busy.has(node)) return NOTHING;
    this.#busy.add(node);
    this.#hops++;
    const found = distinct(from ? this.#step(from, node) : this.#root(node));
    this.#hops--;
    this.#busy.delete(node);
    this.#known.set(node, found);
    return found;
  }

  #all(...nodes: readonly TS.Node[]): readonly Thing[] {
    return nodes.flatMap(node => this.denote(node));
  }

  #root(node: TS.Node): readonly Thing[] {
    if (ts.isIdentifier(node)) return this.#identifier(node);
    const required = requiredModule(node);
    if (required) return [{ kind: 'symbol', name: required.text, resolved: true, whole: true }];
    if (isFunction(node)) return [{ kind: 'function', node, owner: undefined }];
    if (ts.isObjectLiteralExpression(node)) return [{ kind: 'object', node }];
    if (ts.isArrayLiteralExpression(node)) return [{ kind: 'list', node }];
    if (ts.isConditionalExpression(node)) return this.#all(node.whenTrue, node.whenFalse);
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isMetaProperty(node)) return [{ kind: 'symbol', name: 'import.meta', resolved: false }];
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.#self(node);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return this.#super(node);
    const info = classInfo(this.#context.module, node);
    return info ? [{ kind: 'class', info }] : NOTHING;
  }

  #binary(node: TS.BinaryExpression): readonly Thing[] {
    if (isEitherOr(node)) return this.#all(node.left, node.right);
    if (isAssignment(node))
      return node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ? NOTHING : this.denote(node.right);
    return isLast(node.operatorToken) ? this.denote(node.right) : NOTHING;
  }

  #self(node: TS.Node): readonly Thing[] {
    const around = classAround(node);
    const info = around && classInfo(this.#context.module, around);
    if (info) return [{ kind: 'instance', info }];
    const object = objectAround(node);
    return object ? [{ kind: 'object', node: object }] : NOTHING;
  }

  #super(node: TS.Node): readonly Thing[] {
    const around = classAround(node);
    const base = around && baseOf(around);
    return base ? this.denote(base).flatMap(instanceOf) : NOTHING;
  }

  // -------------------------------------------------------------- names

  #identifier(node: TS.Identifier): readonly Thing[] {
    const binding = bindingOf(this.#context.module, node);
    return binding ? this.#binding(binding, node) : [{ kind: 'symbol', name: ts.idText(node), resolved: false }];
  }

  #binding(binding: Binding, use: TS.Node): readonly Thing[] {
    switch (binding.kind) {
      case 'import':
        return this.#imported(binding);
      case 'class': {
        const info = classInfo(this.#context.module, binding.node);
        return info ? [{ kind: 'class', info }] : NOTHING;
      }
      case 'function':
        return isFunction(binding.node) ? [{ kind: 'function', node: binding.node, owner: undefined }] : NOTHING;
      case 'enum':
        return ts.isEnumDeclaration(binding.node) ? [{ kind: 'enum', node: binding.node }] : NOTHING;
      case 'variable':
        return this.#given(seenFrom(binding.sources, use), binding.annotation);
      case 'parameter':
        return this.#parameter(binding);
      default:
        return NOTHING;
    }
  }

  #imported({ imported, name }: Binding): readonly Thing[] {
    if (!imported) return NOTHING;
    const environment = importedEnvironment(imported, name);
    if (environment) return [environment];
    return [{ kind: 'symbol', name: imported.name, resolved: true, ...(imported.whole && { whole: true }) }];
  }

  #given(sources: readonly Source[], annotation: TS.TypeNode | undefined): readonly Thing[] {
    const things = sources.flatMap(source => this.#source(source));
    return things.length > 0 || !annotation ? things : this.#annotated(annotation);
  }

  #source({ value, path, fallback }: Source): readonly Thing[] {
    let things = value ? this.denote(value) : NOTHING;
    for (const name of path) things = this.#property(things, name);
    return fallback ? [...things, ...this.denote(fallback)] : things;
  }

  #parameter({ node, path, annotation }: Binding): readonly Thing[] {
    if (!ts.isParameter(node) || !path) return NOTHING;
    let things = annotation ? this.#annotated(annotation) : NOTHING;
    if (things.length === 0 && node.initializer) things = this.denote(node.initializer);
    if (things.length === 0) things = this.#awaited(node);
    if (things.length === 0) things = this.#passed(node);
    for (const name of path) things = this.#property(things, name);
    return things;
  }

  /** `m` in `import('x').then(m => …)`. */
  #awaited(parameter: TS.ParameterDeclaration): readonly Thing[] {
    const callback = dressed(parameter.parent);
    const call = callback.parent;
    if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return NOTHING;
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression) || ts.idText(expression.name) !== 'then') return NOTHING;
    return parameter.parent.parameters[0] === parameter ? this.denote(expression.expression) : NOTHING;
  }

  /** What the file's own calls of the function give the parameter. */
  #passed(parameter: TS.ParameterDeclaration): readonly Thing[] {
    this.#calls ??= callsByFunction(this.#context);
    const calls = this.#calls.get(parameter.parent) ?? [];
    if (calls.length > MAX_ORIGINS || parameter.dotDotDotToken) return NOTHING;
    const index = parameter.parent.parameters.indexOf(parameter);
    return calls.flatMap(call => {
      const argument = call.arguments[index];
      return argument ? this.denote(argument).filter(thing => thing.kind !== 'symbol' || thing.resolved) : NOTHING;
    });
  }

  /** What has the type: `X`, `m.X`, `X | undefined`, `Promise<X>`, `InstanceType<typeof X>`. */
  #annotated(type: TS.TypeNode, depth = 0): readonly Thing[] {
    if (depth > MAX_BASES) return NOTHING;
    if (ts.isParenthesizedTypeNode(type)) return this.#annotated(type.type, depth + 1);
    if (ts.isUnionTypeNode(type))
      return type.types.slice(0, MAX_ORIGINS).flatMap(part => this.#annotated(part, depth + 1));
    if (!ts.isTypeReferenceNode(type)) return NOTHING;
    const [argument] = type.typeArguments ?? [];
    const { typeName } = type;
    if (argument && ts.isIdentifier(typeName)) {
      if (TRANSPARENT_TYPES.has(ts.idText(typeName))) return this.#annotated(argument, depth + 1);
      if (OF_VALUES.has(ts.idText(typeName)) && ts.isTypeQueryNode(argument))
        return this.#entity(argument.exprName).flatMap(instanceOf);
    }
    return this.#entity(typeName).flatMap(instanceOf);
  }

  #entity(name: TS.EntityName): readonly Thing[] {
    if (ts.isQualifiedName(name)) return this.#property(this.#entity(name.left), ts.idText(name.right));
    const binding = bindingOf(this.#context.module, name);
    return binding && (binding.kind === 'import' || binding.kind === 'class') ? this.#binding(binding, name) : NOTHING;
  }

  // -------------------------------------------------------------- steps

  #step(things: readonly Thing[], step: TS.Node): readonly Thing[] {
    if (ts.isCallExpression(step)) return this.#called(things, step);
    if (ts.isNewExpression(step)) return things.flatMap(thing => constructed(thing));
    const assigned = this.#assigned(step);
    if (assigned) return assigned;
    if (ts.isPropertyAccessExpression(step)) return this.#property(things, ts.idText(step.name));
    if (!ts.isElementAccessExpression(step)) return NOTHING;
    const key = constantKey(this.#context, step.argumentExpression);
    if (key !== undefined) return this.#property(things, key);
    return things.flatMap(thing => extended(thing, indexText(step)));
  }

  /** What the file puts on a name from outside: `app.client = …`. */
  #assigned(step: TS.Node): readonly Thing[] | undefined {
    const sources = assignedTo(this.#context, step);
    return sources && this.#given(sources, undefined);
  }

  #property(things: readonly Thing[], name: string): readonly Thing[] {
    const [only] = things;
    if (only && things.length === 1) return this.#propertyOf(only, name);
    return things.flatMap(thing => this.#propertyOf(thing, name));
  }

  #propertyOf(thing: Thing, name: string): readonly Thing[] {
    switch (thing.kind) {
      case 'class':
      case 'instance':
        return this.#member(thing.info, name, thing.kind === 'instance');
      case 'object':
        return (
          propertiesOf(this.#context, thing.node)
            .get(name)
            ?.flatMap(value => this.denote(value)) ?? NOTHING
        );
      case 'list': {
        const index = /^\[(\d+)\]$/.exec(name)?.[1];
        const item = index === undefined ? undefined : thing.node.elements[Number(index)];
        return item ? this.denote(item) : NOTHING;
      }
      case 'enum':
        return NOTHING;
      case 'env':
        return name === 'toObject' || name === 'env' ? [thing] : NOTHING;
      case 'symbol':
        if (name === 'env' && isProcess(thing)) return [{ kind: 'env', loose: false }];
        return extended(thing, name.startsWith('[') ? name : `.${name}`);
      default:
        return extended(thing, name.startsWith('[') ? name : `.${name}`);
    }
  }

  #member(info: ClassInfo, name: string, bound: boolean): readonly Thing[] {
    const found = this.#findMember(info, name);
    if (found) return found;
    const base = bound ? this.#importedBase(info) : undefined;
    if (base !== undefined) return [{ kind: 'made', by: base, resolved: true, path: name }];
    if (bound) return [{ kind: 'made', by: info.name, resolved: false, path: name }];
    return [{ kind: 'symbol', name: `${info.name}.${name}`, resolved: false }];
  }

  #findMember(info: ClassInfo, name: string): readonly Thing[] | undefined {
    for (const owner of this.#lineage(info)) {
      const method = owner.methods.get(name);
      if (method && ts.isGetAccessor(method)) return this.#results(method);
      if (method) return [{ kind: 'function', node: method, owner }];
      const field = owner.fields.get(name);
      if (field) return this.#field(field);
    }
    return undefined;
  }

  #field({ sources, annotation }: Field): readonly Thing[] {
    return this.#given(sources.length > MAX_ORIGINS ? [] : sources, annotation);
  }

  /** The class and the classes of this file that it extends. */
  #lineage(info: ClassInfo): readonly ClassInfo[] {
    const classes = [info];
    for (let i = 0; i < classes.length && i < MAX_BASES; i++) {
      const { base } = classes[i]!;
      for (const thing of base ? this.denote(base) : NOTHING) {
        if (thing.kind === 'class' && !classes.includes(thing.info)) classes.push(thing.info);
      }
    }
    return classes;
  }

  /** The first base, of the class or of its local bases, that was imported. */
  #importedBase(info: ClassInfo): string | undefined {
    for (const { base } of this.#lineage(info)) {
      for (const thing of base ? this.denote(base) : NOTHING)
        if (thing.kind === 'symbol' && thing.resolved) return calledName(thing);
    }
    return undefined;
  }

  // -------------------------------------------------------------- calls

  #called(things: readonly Thing[], call: TS.CallExpression): readonly Thing[] {
    const made = things.flatMap(thing => this.#call(thing, call));
    // Something made from the environment, such as a validated copy of it, still has its names.
    const fromEnvironment =
      call.arguments.length <= MAX_ORIGINS && call.arguments.some(argument => this.#isEnvironment(argument));
    return fromEnvironment ? [...made, { kind: 'env', loose: true }] : made;
  }

  #isEnvironment(argument: TS.Node): boolean {
    const here = bare(argument);
    return (
      (ts.isPropertyAccessExpression(here) || ts.isIdentifier(here)) &&
      this.denote(here).some(thing => thing.kind === 'env')
    );
  }

  #call(thing: Thing, call: TS.CallExpression): readonly Thing[] {
    switch (thing.kind) {
      case 'symbol':
        return this.#callSymbol(thing, call);
      case 'made':
        return constructed(thing);
      case 'class':
        return [{ kind: 'instance', info: thing.info }];
      case 'function': {
        const results = this.#results(thing.node);
        const name = results.length > 0 ? undefined : functionName(thing);
        return name === undefined ? results : [{ kind: 'made', by: name, resolved: false, path: '' }];
      }
      case 'env':
        return [thing];
      default:
        return NOTHING;
    }
  }

  #results(node: TS.FunctionLikeDeclaration): readonly Thing[] {
    const results = this.#context.module.results.get(node) ?? [];
    const things = results.length > 2 * MAX_ORIGINS ? NOTHING : this.#all(...results);
    return things.length > 0 || !node.type ? things : this.#annotated(node.type);
  }

  #callSymbol(thing: Thing & { kind: 'symbol' }, call: TS.CallExpression): readonly Thing[] {
    const [first] = call.arguments;
    if (first) {
      if (PASSES_ON.has(thing.name)) return this.denote(first);
      const last = thing.name.slice(thing.name.lastIndexOf('.') + 1);
      const callback = KEEPS_FUNCTION.has(last) || last === 'useMemo' ? this.denote(first) : NOTHING;
      const functions = callback.filter(one => one.kind === 'function');
      if (functions.length > 0)
        return last === 'useMemo' ? functions.flatMap(one => this.#results(one.node)) : functions;
    }
    return constructed(thing);
  }
}

/** The calls of the functions that the file gives a name. */
function callsByFunction({ module }: Context): Map<TS.Node, TS.CallExpression[]> {
  const calls = new Map<TS.Node, TS.CallExpression[]>();
  for (const node of module.calls) {
    if (!ts.isIdentifier(node.expression)) continue;
    const binding = bindingOf(module, node.expression);
    const only =
      binding?.kind === 'variable' && binding.sources.length === 1 ? binding.sources[0]?.value : binding?.node;
    const called = only && bare(only);
    if (!called || !isFunction(called)) continue;
    const known = calls.get(called);
    if (known) known.push(node);
    else calls.set(called, [node]);
  }
  return calls;
}

/** Calls that give back what they are given. */
const PASSES_ON = new Set(['Object.freeze', 'Object.seal', 'Promise.resolve', 'Promise.all', 'structuredClone']);
/** Wrappers whose result is called like the function they are given. */
const KEEPS_FUNCTION = new Set(['cache', 'memoize', 'memoizeOne', 'once', 'lazy', 'useCallback']);
const TRANSPARENT_TYPES = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Required',
  'Partial',
  'NonNullable',
]);
const OF_VALUES = new Set(['InstanceType', 'ReturnType']);

function isProcess({ name }: Thing & { kind: 'symbol' }): boolean {
  return /^(?:(?:globalThis|window|global|self)\.)?process$|^(?:node:)?process(?:\.default)?$|^import\.meta$|^Bun$|^Deno$/.test(
    name,
  );
}

/** The sources of a member that the file assigns from outside; nothing when it never does. */
export function assignedTo(context: Context, step: TS.Node): readonly Source[] | undefined {
  if (!ts.isPropertyAccessExpression(step)) return undefined;
  const { root, path } = memberPath(step) ?? {};
  if (!root || path === undefined) return undefined;
  const binding = bindingOf(context.module, root);
  const members = binding ? binding.members : context.module.globals.get(ts.idText(root));
  if (!members || members.size === 0) return undefined;
  const sources = members.get(path);
  return sources && sources.length <= MAX_ORIGINS ? sources : undefined;
}
