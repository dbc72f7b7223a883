/**
 * Reads of the environment and of configuration sources that are keyed by name: the standard library, the common
 * settings packages, hosted notebooks' secret stores, and the file's own helpers around them.
 */
import { textOf, possibilities } from '../../model/fact.ts';
import { keyword, positional } from './calls.ts';
import { word, type Context, type EnvAccess, type Thing } from './context.ts';
import { dictParts } from './dicts.ts';
import { seenFrom } from './flow.ts';
import { madeName } from './names.ts';
import type { FunctionInfo } from './scopes.ts';
import { bare, preorder, type SyntaxNode } from './syntax.ts';

/** Where a function takes the variable's name and its default: position and keyword. */
interface Shape {
  readonly name: readonly [position: number, ...keywords: string[]];
  readonly default?: readonly [position: number, ...keywords: string[]];
  readonly access?: EnvAccess['access'];
}

const NAME_DEFAULT: Shape = { name: [0, 'key'], default: [1, 'default'] };
const OPTION: Shape = { name: [0, 'option', 'key'], default: [-1, 'default'] };
const AIRFLOW: Shape = { name: [0, 'key'], default: [1, 'default_var', 'default'] };

const FUNCTIONS: Readonly<Record<string, Shape>> = {
  'os.getenv': NAME_DEFAULT,
  'os.environ.get': NAME_DEFAULT,
  'os.environ.pop': NAME_DEFAULT,
  'os.environ.setdefault': { ...NAME_DEFAULT, access: 'write' },
  'os.environ.__getitem__': { name: [0] },
  'os.putenv': { ...NAME_DEFAULT, access: 'write' },
  'os.unsetenv': { name: [0], access: 'write' },
  'dotenv.get_key': { name: [1, 'key_to_get'] },
  'dotenv.set_key': { name: [1, 'key_to_set'], default: [2, 'value_to_set'], access: 'write' },
  'decouple.config': OPTION,
  'google.colab.userdata.get': { name: [0, 'key'] },
  'kaggle_secrets.UserSecretsClient.get_secret': { name: [0, 'label'] },
  'dbutils.secrets.get': { name: [1, 'key'] },
  'airflow.models.Variable.get': AIRFLOW,
  'airflow.models.variable.Variable.get': AIRFLOW,
  'airflow.sdk.Variable.get': AIRFLOW,
};

/** Objects that are called with a variable's name, or through a method per type. */
const READERS: Readonly<Record<string, Shape>> = {
  'environs.Env': NAME_DEFAULT,
  'environs.FileAwareEnv': NAME_DEFAULT,
  'environ.Env': NAME_DEFAULT,
  'environ.FileAwareEnv': NAME_DEFAULT,
  'starlette.config.Config': OPTION,
  'decouple.Config': OPTION,
  'decouple.AutoConfig': OPTION,
};
const TYPED_READ =
  /^(?:str|int|bool|float|decimal|list|tuple|dict|json|url|path|uuid|enum|date|datetime|time|timedelta|bytes|log_level|get_value|unicode|multiline|db|db_url|cache|cache_url|get)$/;

/** Mappings from variable names to values. */
const MAPPINGS = new Set(['os.environ', 'os.environ.copy()', 'dotenv.dotenv_values()', 'dotenv.main.dotenv_values()']);
/** A tree of settings: the path below it is the name. */
const SETTINGS_TREE = 'streamlit.secrets';

/** A function of the file that hands one of its parameters to the environment. */
interface Helper {
  readonly name: number;
  readonly default: number | undefined;
  readonly fixedDefault: SyntaxNode | undefined;
  readonly access: EnvAccess['access'];
}

/** How many helpers around helpers are looked through. */
const MAX_NESTING = 4;

/** Builds the look-up of environment accesses for one module. */
export function createAccesses(context: Context): (node: SyntaxNode) => readonly EnvAccess[] {
  return new Environment(context).accesses;
}

class Environment {
  readonly #context: Context;
  readonly #known = new Map<SyntaxNode, readonly EnvAccess[]>();
  readonly #helpers = new Map<FunctionInfo, Helper | undefined>();
  /** Whether the module can have settings trees at all: every attribute would have to be looked up. */
  readonly #hasTree: boolean;
  #nesting = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#hasTree = context.text.includes('streamlit');
  }

  readonly accesses = (node: SyntaxNode): readonly EnvAccess[] => {
    let found = this.#known.get(node);
    if (!found) {
      this.#known.set(node, NONE);
      found = this.#find(node);
      if (found.length > 0) this.#known.set(node, found);
      else if (node.type !== 'call') this.#known.delete(node);
    }
    return found;
  };

  #find(node: SyntaxNode): readonly EnvAccess[] {
    switch (node.type) {
      case 'call':
        return this.#call(node);
      case 'subscript':
        return this.#subscript(node);
      case 'attribute':
        return this.#treePath(node);
      case 'comparison_operator':
        return this.#membership(node);
      default:
        return NONE;
    }
  }

  // -------------------------------------------------------------- plain accesses

  #subscript(node: SyntaxNode): readonly EnvAccess[] {
    const object = node.get('value');
    const key = node.get('subscript');
    if (!object || !key) return NONE;
    if (!this.#isMapping(object)) return this.#treePath(node);
    return this.#named(key, writtenTo(node), accessOf(node));
  }

  #isMapping(node: SyntaxNode): boolean {
    return this.#context.denote(node).some(thing => MAPPINGS.has(nameOf(thing)));
  }

  /** `st.secrets.a["b"]`: the whole path is the name. */
  #treePath(node: SyntaxNode): readonly EnvAccess[] {
    if (!this.#hasTree || (node.parent?.type === 'call' && node.field === 'function')) return NONE;
    for (const thing of this.#context.denote(node)) {
      if (thing.kind !== 'symbol' || !thing.name.startsWith(SETTINGS_TREE)) continue;
      const path = thing.name.slice(SETTINGS_TREE.length).replace(/\["([^"]*)"\]/g, '.$1');
      if (!/^\.[\w.-]+$/.test(path)) continue;
      return [{ name: path.slice(1), key: lastKey(node), default: writtenTo(node), access: accessOf(node) }];
    }
    return NONE;
  }

  #membership(node: SyntaxNode): readonly EnvAccess[] {
    const [key, mapping] = node.children;
    const operator = node.operators?.[0];
    if (!key || !mapping || (operator !== 'in' && operator !== 'not in') || !this.#isMapping(mapping)) return NONE;
    return this.#named(key, undefined, 'test');
  }

  // -------------------------------------------------------------- calls

  #call(call: SyntaxNode): readonly EnvAccess[] {
    const callee = call.get('function');
    if (!callee) return NONE;
    for (const thing of this.#context.denote(callee)) {
      if (thing.kind === 'function') {
        const helper = this.#helper(thing.info);
        if (helper) return this.#throughHelper(call, thing, helper);
        continue;
      }
      const name = nameOf(thing);
      const update = name.endsWith('.update') && MAPPINGS.has(name.slice(0, -'.update'.length));
      if (update) return this.#updates(call);
      const tree = this.#treeGet(call, name);
      if (tree) return tree;
      const shape = shapeOf(thing, name);
      if (shape) return this.#shaped(call, name, shape);
    }
    return NONE;
  }

  #shaped(call: SyntaxNode, name: string, shape: Shape): readonly EnvAccess[] {
    const key = this.#argument(call, shape.name);
    const fallback = shape.default && this.#argument(call, shape.default);
    // A variable that is taken out and thrown away is removed, not read.
    const removed = name.endsWith('.pop') && call.parent?.type === 'expression_statement';
    return key ? this.#named(key, fallback, removed ? 'write' : (shape.access ?? 'read')) : NONE;
  }

  #argument(call: SyntaxNode, [position, ...keywords]: readonly [number, ...string[]]): SyntaxNode | undefined {
    const placed = position < 0 ? undefined : positional(call)[position];
    if (placed) return placed;
    for (const name of keywords) {
      const given = keyword(this.#context, call, name);
      if (given) return given;
    }
    return undefined;
  }

  #treeGet(call: SyntaxNode, name: string): readonly EnvAccess[] | undefined {
    if (!name.startsWith(SETTINGS_TREE) || !name.endsWith('.get')) return undefined;
    const [key, fallback] = positional(call);
    const path = name.slice(SETTINGS_TREE.length, -'.get'.length).replace(/\["([^"]*)"\]/g, '.$1');
    if (!key) return undefined;
    return this.#named(key, fallback, 'read').map(one => ({ ...one, name: `${path}.${one.name}`.slice(1) }));
  }

  #updates(call: SyntaxNode): readonly EnvAccess[] {
    const found: EnvAccess[] = [];
    for (const argument of call.get('arguments')?.children ?? []) {
      const key = argument.type === 'keyword_argument' ? argument.get('name') : undefined;
      if (key) found.push({ name: word(this.#context, key), key, default: argument.get('value'), access: 'write' });
      else if (bare(argument).type === 'dictionary') {
        for (const part of dictParts(this.#context, argument)) {
          if (!part.spread) found.push({ name: part.name, key: part.key, default: part.value, access: 'write' });
        }
      }
    }
    return found;
  }

  // -------------------------------------------------------------- helpers

  #throughHelper(
    call: SyntaxNode,
    { info, bound }: Thing & { kind: 'function' },
    helper: Helper,
  ): readonly EnvAccess[] {
    const taken = bound && !info.decorators.includes('staticmethod') ? 1 : 0;
    const at = (index: number): SyntaxNode | undefined =>
      this.#argument(call, [index - taken, info.parameters[index]?.name ?? '']);
    const key = at(helper.name);
    if (!key) return NONE;
    const fallback =
      helper.default === undefined
        ? helper.fixedDefault
        : (at(helper.default) ?? info.parameters[helper.default]?.default);
    return this.#named(key, fallback, helper.access);
  }

  #helper(info: FunctionInfo): Helper | undefined {
    if (this.#helpers.has(info)) return this.#helpers.get(info);
    if (info.parameters.length === 0 || this.#nesting >= MAX_NESTING) return undefined;
    // Set first: a helper may call itself.
    this.#helpers.set(info, undefined);
    this.#nesting++;
    const helper = this.#seekHelper(info);
    this.#nesting--;
    this.#helpers.set(info, helper);
    return helper;
  }

  #seekHelper(info: FunctionInfo): Helper | undefined {
    for (const node of preorder(info.node)) {
      if (node.type !== 'call' && node.type !== 'subscript') continue;
      const found = this.#parameterAccess(node, info);
      if (found) return found;
    }
    return undefined;
  }

  /** The access a node makes with one of the function's parameters as the name. */
  #parameterAccess(node: SyntaxNode, info: FunctionInfo): Helper | undefined {
    let key: SyntaxNode | undefined;
    let fallback: SyntaxNode | undefined;
    let access: EnvAccess['access'] = 'read';
    if (node.type === 'subscript') {
      const object = node.get('value');
      if (object && this.#isMapping(object)) key = node.get('subscript');
      access = accessOf(node);
    } else {
      const callee = node.get('function');
      for (const thing of callee ? this.#context.denote(callee) : []) {
        if (thing.kind === 'function') {
          const inner = thing.info === info ? undefined : this.#helper(thing.info);
          if (inner) key = positional(node)[inner.name - (thing.bound ? 1 : 0)];
          continue;
        }
        const shape = shapeOf(thing, nameOf(thing));
        if (!shape) continue;
        key = this.#argument(node, shape.name);
        fallback = shape.default && this.#argument(node, shape.default);
        access = shape.access ?? 'read';
      }
    }
    const name = key && this.#parameterIndex(key, info);
    if (name === undefined) return undefined;
    const defaultIndex = fallback && this.#parameterIndex(fallback, info);
    return { name, default: defaultIndex, fixedDefault: defaultIndex === undefined ? fallback : undefined, access };
  }

  #parameterIndex(node: SyntaxNode, info: FunctionInfo): number | undefined {
    const here = bare(node);
    if (here.type !== 'identifier') return undefined;
    const name = word(this.#context, here);
    const { bindings, scope } = seenFrom(here, name);
    if (scope !== info.scope || bindings.some(binding => binding.kind !== 'parameter')) return undefined;
    const index = info.parameters.findIndex(parameter => parameter.name === name);
    return index < 0 ? undefined : index;
  }

  // -------------------------------------------------------------- names

  /** One access per name the key may hold. */
  #named(key: SyntaxNode, fallback: SyntaxNode | undefined, access: EnvAccess['access']): readonly EnvAccess[] {
    const found: EnvAccess[] = [];
    for (const value of possibilities(this.#context.evaluate(key))) {
      const name = textOf(value);
      const usable =
        value.kind === 'template'
          ? (name?.replaceAll('*', '').length ?? 0) >= 3
          : value.kind === 'literal' && value.type === 'string';
      if (name && usable) found.push({ name, key, default: fallback, access });
    }
    return found;
  }
}

const NONE: readonly EnvAccess[] = [];

function nameOf(thing: Thing): string {
  if (thing.kind === 'symbol') return thing.name;
  return thing.kind === 'made' ? madeName(thing) : '';
}

function shapeOf(thing: Thing, name: string): Shape | undefined {
  const shape = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (shape) return shape;
  if (thing.kind !== 'made') return undefined;
  const reader = Object.hasOwn(READERS, thing.by) ? READERS[thing.by] : undefined;
  if (reader && (thing.path === '' || TYPED_READ.test(thing.path))) return reader;
  // `.get` of a mapping that a call gave.
  const from = name.endsWith('.get') ? name.slice(0, -'.get'.length) : '';
  return MAPPINGS.has(from) || MAPPINGS.has(`${from}()`) ? NAME_DEFAULT : undefined;
}

/** An assigned or deleted place is written, any other is read. */
function accessOf(node: SyntaxNode): EnvAccess['access'] {
  const parent = node.parent;
  const target = (parent?.type === 'assignment' || parent?.type === 'augmented_assignment') && node.field === 'left';
  return target || parent?.type === 'delete_statement' ? 'write' : 'read';
}

/** What is written to the place: the innermost value of `a = b = value`. */
function writtenTo(node: SyntaxNode): SyntaxNode | undefined {
  if (node.parent?.type !== 'assignment' || node.field !== 'left') return undefined;
  let value = node.parent.get('right');
  while (value?.type === 'assignment') value = value.get('right');
  return value;
}

function lastKey(node: SyntaxNode): SyntaxNode {
  return node.get('attribute') ?? node.get('subscript') ?? node;
}
