/**
 * What expressions stand for: names are followed through imports, aliases, constructions, attributes of `self`,
 * `with … as`, annotations and the results of the file's own functions.
 */
import { constantText, word, type Context, type Thing } from './context.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import {
  selfClass,
  type AttributeValue,
  type Binding,
  type ClassInfo,
  type FunctionInfo,
  type Scope,
} from './scopes.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { below, isIndex } from './written.ts';

const NOTHING: readonly Thing[] = [];
/** How many steps of one chain, and how many names after another, are followed. */
const MAX_CHAIN = 64;
const MAX_HOPS = 24;
const MAX_BASES = 8;

/** Builds the look-up for one module; results are kept, so the whole module costs what its nodes cost. */
export function createDenote(context: Context): (node: SyntaxNode) => readonly Thing[] {
  return new Names(context).denote;
}

class Names {
  readonly #context: Context;
  readonly #known = new Map<SyntaxNode, readonly Thing[]>();
  readonly #busy = new Set<SyntaxNode>();
  #hops = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  readonly denote = (node: SyntaxNode): readonly Thing[] => {
    const spine: SyntaxNode[] = [];
    let here = bare(node);
    let things = this.#known.get(here);
    while (!things) {
      const next = below(here);
      if (!next) break;
      if (spine.push(here) > MAX_CHAIN) return NOTHING;
      here = bare(next);
      things = this.#known.get(here);
    }
    things ??= this.#guarded(here, () => this.#root(here));
    for (let step = spine.pop(); step; step = spine.pop()) {
      const from = things;
      const at = step;
      things = this.#guarded(at, () => this.#step(from, at));
    }
    return things;
  };

  /** Remembers the answer, and gives none while it is being sought: names may be defined in circles. */
  #guarded(node: SyntaxNode, seek: () => readonly Thing[]): readonly Thing[] {
    const known = this.#known.get(node);
    if (known) return known;
    if (this.#busy.has(node) || this.#hops >= MAX_HOPS) return NOTHING;
    this.#busy.add(node);
    this.#hops++;
    const found = distinct(seek());
    this.#hops--;
    this.#busy.delete(node);
    this.#known.set(node, found);
    return found;
  }

  #root(node: SyntaxNode): readonly Thing[] {
    switch (node.type) {
      case 'identifier':
        return this.#identifier(node);
      case 'conditional_expression': {
        const [then, , otherwise] = node.children;
        return this.#either(then, otherwise);
      }
      case 'boolean_operator':
        return this.#either(node.get('left'), node.get('right'));
      case 'lambda': {
        const info = this.#context.module.functions.get(node);
        return info ? [{ kind: 'function', info, bound: false }] : NOTHING;
      }
      default:
        return NOTHING;
    }
  }

  #either(one: SyntaxNode | undefined, other: SyntaxNode | undefined): readonly Thing[] {
    return [...(one ? this.denote(one) : NOTHING), ...(other ? this.denote(other) : NOTHING)];
  }

  // -------------------------------------------------------------- names

  #identifier(node: SyntaxNode): readonly Thing[] {
    const name = word(this.#context, node);
    const seen = seenFrom(node, name);
    if (!seen.scope) return [{ kind: 'symbol', name, resolved: false }];
    return seen.bindings.flatMap(binding => this.#binding(binding, name));
  }

  #binding(binding: Binding, name: string): readonly Thing[] {
    switch (binding.kind) {
      case 'import':
        return binding.imported ? [{ kind: 'symbol', name: binding.imported.stands, resolved: true }] : NOTHING;
      case 'class':
        return binding.class ? [{ kind: 'class', info: binding.class }] : NOTHING;
      case 'function':
        return binding.function ? [{ kind: 'function', info: binding.function, bound: false }] : NOTHING;
      case 'value':
        return this.#value(binding.value, binding.annotation);
      case 'part':
        return this.#part(binding);
      case 'parameter':
        return this.#parameter(binding, name);
      default:
        return NOTHING;
    }
  }

  #value(value: SyntaxNode | undefined, annotation: SyntaxNode | undefined): readonly Thing[] {
    const things = value ? this.denote(value) : NOTHING;
    return things.length > 0 || !annotation ? things : this.#annotated(annotation);
  }

  #parameter(binding: Binding, name: string): readonly Thing[] {
    const home = binding.node.scope;
    const owner = home && selfClass(home, name);
    if (owner && home?.function?.parameters[0]?.name === name) {
      const info = owner;
      return [home.function.decorators.includes('classmethod') ? { kind: 'class', info } : { kind: 'instance', info }];
    }
    const annotated = binding.annotation ? this.#annotated(binding.annotation) : NOTHING;
    if (annotated.length > 0) return annotated;
    const byDefault = binding.value ? this.denote(binding.value) : NOTHING;
    const info = home?.function;
    const given = info ? this.#context.given(info, name) : [];
    return [...byDefault, ...given.flatMap(argument => this.denote(argument))];
  }

  /** `client, key = setup()`: the part of what the function returns that stands at the same place. */
  #part(binding: Binding): readonly Thing[] {
    const call = binding.value && bare(binding.value);
    const callee = call?.type === 'call' ? call.get('function') : undefined;
    const { part } = binding;
    if (!callee || part === undefined) return NOTHING;
    return this.denote(callee).flatMap(thing => {
      if (thing.kind !== 'function' || thing.info.results.length > MAX_ORIGINS) return NOTHING;
      return thing.info.results.flatMap(result => {
        const list = bare(result);
        const item =
          list.type === 'tuple' || list.type === 'expression_list' || list.type === 'list'
            ? list.children[part]
            : undefined;
        return item ? this.denote(item) : NOTHING;
      });
    });
  }

  /** What has the type: `X`, `m.X`, `Optional[X]`, `X | None`, `Annotated[X, …]`, `"X"`. */
  #annotated(type: SyntaxNode, depth = 0): readonly Thing[] {
    const inner = type.type === 'type' ? type.children[0] : type;
    if (!inner || depth > MAX_BASES) return NOTHING;
    switch (inner.type) {
      case 'identifier':
      case 'attribute':
        return this.denote(inner).flatMap(instanceOf);
      case 'string':
        return this.#quotedType(inner);
      case 'union_type':
      case 'binary_operator':
        return inner.children.flatMap(child => this.#annotated(child, depth + 1));
      case 'generic_type': {
        const wrapper = inner.children[0];
        const first = inner.firstOf('type_parameter')?.children[0];
        return wrapper && first && TRANSPARENT_TYPES.test(word(this.#context, wrapper))
          ? this.#annotated(first, depth + 1)
          : NOTHING;
      }
      default:
        return NOTHING;
    }
  }

  #quotedType(node: SyntaxNode): readonly Thing[] {
    const name = constantText(this.#context, node);
    if (!name || !/^\w+$/.test(name)) return NOTHING;
    return seenFrom(node, name).bindings.flatMap(binding =>
      binding.kind === 'value' ? NOTHING : this.#binding(binding, name).flatMap(instanceOf),
    );
  }

  // -------------------------------------------------------------- steps

  #step(things: readonly Thing[], step: SyntaxNode): readonly Thing[] {
    if (step.type === 'call') return things.flatMap(thing => this.#call(thing, step));
    const assigned =
      this.#context.assigned(step) ?? (step.type === 'subscript' ? this.#context.items(step) : undefined);
    if (assigned) return assigned.flatMap(value => this.denote(value));
    if (step.type === 'attribute') {
      const attribute = step.get('attribute');
      return attribute ? this.#attribute(things, word(this.#context, attribute)) : NOTHING;
    }
    const key = step.get('subscript');
    if (!key) return NOTHING;
    const text = constantText(this.#context, key);
    const index = text !== undefined ? `["${text}"]` : isIndex(key) ? `[${word(this.#context, key)}]` : '[]';
    return things.flatMap(thing => extended(thing, index));
  }

  #attribute(things: readonly Thing[], name: string): readonly Thing[] {
    return things.flatMap(thing => {
      if (thing.kind === 'class' || thing.kind === 'instance')
        return this.#member(thing.info, name, thing.kind === 'instance');
      return extended(thing, `.${name}`);
    });
  }

  #member(info: ClassInfo, name: string, bound: boolean): readonly Thing[] {
    const found = memberOf(this.#context, info, name);
    if (found) return found.flatMap(member => this.#memberThings(member, name, bound));
    const base = bound ? this.#importedBase(info) : undefined;
    if (base) return [{ kind: 'made', by: base, resolved: true, path: name }];
    if (bound) return [{ kind: 'made', by: info.name, resolved: false, path: name }];
    return [{ kind: 'symbol', name: `${info.name}.${name}`, resolved: false }];
  }

  #memberThings(member: Binding | AttributeValue, name: string, bound: boolean): readonly Thing[] {
    if (!('kind' in member)) return this.#value(member.node, member.annotation);
    if (member.kind !== 'function' || !member.function) return this.#binding(member, name);
    const thing: Thing = { kind: 'function', info: member.function, bound };
    return member.function.decorators.some(decorator => /(?:^|\.)(?:cached_)?property$/.test(decorator))
      ? this.#results(thing.info)
      : [thing];
  }

  /** The first base, of the class or of its local bases, that was imported. */
  #importedBase(info: ClassInfo): string | undefined {
    const classes = [info];
    for (let i = 0; i < classes.length && i < MAX_BASES; i++) {
      for (const thing of classes[i]!.bases.flatMap(base => this.denote(base))) {
        if (thing.kind === 'symbol' && thing.resolved) return thing.name;
        if (thing.kind === 'class' && !classes.includes(thing.info)) classes.push(thing.info);
      }
    }
    return undefined;
  }

  // -------------------------------------------------------------- calls

  #call(thing: Thing, call: SyntaxNode): readonly Thing[] {
    switch (thing.kind) {
      case 'symbol':
        return this.#callSymbol(thing, call);
      case 'made':
        return thing.by.length > MAX_NAME
          ? NOTHING
          : [{ kind: 'made', by: madeName(thing), resolved: thing.resolved, path: '' }];
      case 'class':
        return [{ kind: 'instance', info: thing.info }];
      case 'instance':
        return NOTHING;
      case 'function': {
        const results = this.#results(thing.info);
        return results.length > 0 || !thing.info.name
          ? results
          : [{ kind: 'made', by: thing.info.name, resolved: false, path: '' }];
      }
    }
  }

  #results(info: FunctionInfo): readonly Thing[] {
    return info.results.length > 2 * MAX_ORIGINS ? NOTHING : info.results.flatMap(result => this.denote(result));
  }

  #callSymbol(thing: Thing & { kind: 'symbol' }, call: SyntaxNode): readonly Thing[] {
    const [first, second] = call.get('arguments')?.children ?? [];
    const passed = PASSES_ON[thing.name];
    if (passed !== undefined) {
      const argument = passed === 0 ? first : second;
      if (argument && argument.type !== 'keyword_argument') return this.denote(argument);
    }
    switch (thing.name) {
      case 'importlib.import_module':
      case '__import__': {
        const module = first && constantText(this.#context, first);
        if (module) return [{ kind: 'symbol', name: module, resolved: true }];
        break;
      }
      case 'fastapi.Depends':
        if (first) return this.denote(first).flatMap(dependency => this.#call(dependency, call));
        break;
      case 'getattr': {
        const name = second && constantText(this.#context, second);
        if (first && name) return this.#attribute(this.denote(first), name);
        break;
      }
      case 'super':
        return this.#bases(call.scope);
      default:
        break;
    }
    return [{ kind: 'made', by: thing.name, resolved: thing.resolved, path: '' }];
  }

  #bases(scope: Scope | undefined): readonly Thing[] {
    let here = scope;
    while (here && !here.owner) here = here.parent;
    return (here?.owner?.bases ?? []).flatMap(base => this.denote(base).flatMap(instanceOf));
  }
}

const PASSES_ON: Readonly<Record<string, number>> = {
  'functools.partial': 0,
  'typing.cast': 1,
  'copy.copy': 0,
  'copy.deepcopy': 0,
  'asyncio.run': 0,
  next: 0,
};
const TRANSPARENT_TYPES = /(?:^|\.)(?:Optional|Annotated|Union|ClassVar|Final|Required|NotRequired)$/;

/** What a member of a class is: bindings of its body and values given to `self`, those of local bases where it has none. */
export function memberOf(context: Context, info: ClassInfo, name: string): (Binding | AttributeValue)[] | undefined {
  const seen = new Set<ClassInfo>();
  const queue = [info];
  for (let here = queue.shift(); here && seen.size < MAX_BASES; here = queue.shift()) {
    if (seen.has(here)) continue;
    seen.add(here);
    const found = [...(here.scope.bindings.get(name) ?? []), ...(here.attributes.get(name) ?? [])];
    if (found.length > 0) return found.length <= MAX_ORIGINS ? found : [];
    for (const base of here.bases) {
      for (const thing of context.denote(base)) if (thing.kind === 'class') queue.push(thing.info);
    }
  }
  return undefined;
}

function instanceOf(thing: Thing): Thing[] {
  if (thing.kind === 'class') return [{ kind: 'instance', info: thing.info }];
  if (thing.kind === 'symbol' && thing.resolved) return [{ kind: 'made', by: thing.name, resolved: true, path: '' }];
  return [];
}

/** Names longer than this are built by loops of assignments, not by people. */
const MAX_NAME = 400;

function extended(thing: Thing, step: string): Thing[] {
  switch (thing.kind) {
    case 'symbol':
      if (thing.name.length > MAX_NAME) return [];
      return [{ kind: 'symbol', name: thing.name + step, resolved: thing.resolved }];
    case 'made':
      if (thing.path.length > MAX_NAME) return [];
      return [
        {
          kind: 'made',
          by: thing.by,
          resolved: thing.resolved,
          path: thing.path || !step.startsWith('.') ? thing.path + step : step.slice(1),
        },
      ];
    case 'function':
      return thing.info.name ? [{ kind: 'symbol', name: thing.info.name + step, resolved: false }] : [];
    default:
      return [];
  }
}

/** Qualified name of the call that something made would be called with: `Client.with_options`. */
export function madeName(thing: Thing & { kind: 'made' }): string {
  if (!thing.path) return `${thing.by}()`;
  return thing.path.startsWith('[') ? thing.by + thing.path : `${thing.by}.${thing.path}`;
}

function distinct(things: readonly Thing[]): readonly Thing[] {
  if (things.length < 2) return things;
  const unique = new Map<unknown, Thing>();
  for (const thing of things) unique.set(keyOf(thing), thing);
  return unique.size > MAX_ORIGINS ? [] : [...unique.values()];
}

function keyOf(thing: Thing): unknown {
  switch (thing.kind) {
    case 'symbol':
      return `s ${thing.name}`;
    case 'made':
      return `m ${thing.by} ${thing.path}`;
    case 'class':
      return thing.info;
    case 'instance':
      return thing.info.node;
    case 'function':
      return thing.info;
  }
}
