/** Reads of the environment, and of configuration sources keyed by the same kind of names. */
import { ts, type TS } from './compiler.ts';
import type { Context, EnvAccess, Thing } from './context.ts';
import { constantKey } from './objects.ts';
import { bindingOf, type Imported } from './scopes.ts';
import { bare, dressed, isAssignment, isEitherOr, NodeMap } from './tree.ts';
import { lastName } from './written.ts';

/** Names that variables of an environment have. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
/** Things that hold settings, by their names. */
const HOLDER = /(?:config|settings?|env|environment)(?:service)?$/i;
const GETTERS = new Set(['get', 'getOrThrow', 'getString', 'require']);
/** Functions that get a variable, by their names. */
const HELPER =
  /^(?:get|require|must|mustGet|read|load|fetch|expect|ensure|assert|need)?(?:optional|required|mandatory)?_?env(?:ironment)?_?(?:var(?:iable)?|value|string|secret)?(?:_?or_?(?:throw|fail|default|undefined))?$/i;
const STATIC_MODULE = /^\$env\/static\/(?:private|public)$/;
const ENVIRONMENT_MODULE = /^(?:\$env\/dynamic\/(?:private|public)|(?:node:)?process|cloudflare:workers)$/;
const LIKELY_MODULE = /(?:^|[/._-])env(?:\.[cm]?[jt]s)?$/;

/** The environment that an imported name stands for: the process's own, or (`loose`) a module's checked copy of it. */
export function importedEnvironment({ module, name }: Imported, local: string): (Thing & { kind: 'env' }) | undefined {
  const exported = name.slice(module.length + 1);
  if (exported === 'env' && ENVIRONMENT_MODULE.test(module)) return { kind: 'env', loose: false };
  const named = exported === 'env' || (exported === 'default' && local === 'env');
  return named && LIKELY_MODULE.test(module) ? { kind: 'env', loose: true } : undefined;
}

/** The variable that an imported name is: `import { KEY } from '$env/static/private'`. */
export function importedVariable({ module, name }: Imported): string | undefined {
  return STATIC_MODULE.test(module) && name !== module ? name.slice(module.length + 1) : undefined;
}

/** Builds the look-up of environment accesses for one module. */
export function createAccess(context: Context): (node: TS.Node) => EnvAccess | undefined {
  const known = new NodeMap<EnvAccess | null>(context.nodes);
  const getters = lazily(() => environmentGetters(context));
  const seek = (node: TS.Node): EnvAccess | undefined => {
    if (ts.isPropertyAccessExpression(node)) return byMember(context, node, node.name, ts.idText(node.name));
    if (ts.isElementAccessExpression(node))
      return byMember(context, node, node.argumentExpression, constantKey(context, node.argumentExpression));
    if (ts.isCallExpression(node)) return byCall(context, node, getters);
    return ts.isBinaryExpression(node) ? byTest(context, node) : undefined;
  };
  return node => {
    let found = known.get(node);
    if (found === undefined) known.set(node, (found = seek(node) ?? null));
    return found ?? undefined;
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

// ---------------------------------------------------------------- members

function byMember(
  context: Context,
  node: TS.PropertyAccessExpression | TS.ElementAccessExpression,
  key: TS.Node,
  name: string | undefined,
): EnvAccess | undefined {
  if (name === undefined || name === '' || name.startsWith('[') || !isEnvironment(context, node.expression, name))
    return undefined;
  const outer = dressed(node);
  const { parent } = outer;
  if (ts.isCallExpression(parent) && parent.expression === outer && !VARIABLE.test(name)) return undefined;
  const written = (isAssignment(parent) && parent.left === outer) || ts.isDeleteExpression(parent);
  return { name, key, default: undefined, access: written ? 'write' : 'read' };
}

/** Is the object an environment, as far as a variable of this name is concerned? */
function isEnvironment(context: Context, object: TS.Node, name: string): boolean {
  const here = bare(object);
  const things = context.denote(here);
  const env = things.find(thing => thing.kind === 'env');
  if (env) return !env.loose || VARIABLE.test(name);
  if (!VARIABLE.test(name) || name.length < 2) return false;
  // An `env` that is handed in (`context.env`, a parameter) unless the file says that it is something else.
  const called = ts.isPropertyAccessExpression(here)
    ? ts.idText(here.name)
    : ts.isIdentifier(here)
      ? ts.idText(here)
      : '';
  return called === 'env' && !things.some(isOwn);
}

function isOwn(thing: Thing): boolean {
  return thing.kind !== 'symbol' && thing.kind !== 'made' && thing.kind !== 'env';
}

/** `'X' in process.env`. */
function byTest(context: Context, node: TS.BinaryExpression): EnvAccess | undefined {
  if (node.operatorToken.kind !== ts.SyntaxKind.InKeyword) return undefined;
  const name = constantKey(context, node.left);
  if (name === undefined || !isEnvironment(context, node.right, name)) return undefined;
  return { name, key: node.left, default: undefined, access: 'test' };
}

// ---------------------------------------------------------------- calls

function byCall(
  context: Context,
  node: TS.CallExpression,
  getters: () => ReadonlyMap<TS.Node, number>,
): EnvAccess | undefined {
  const [first, second] = node.arguments;
  if (!first) return undefined;
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const access = METHODS[ts.idText(callee.name)];
    const found = access && byMethod(context, callee.expression, first, second, access);
    if (found) return found;
  }
  const last = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(last)) return undefined;
  if (HELPER.test(ts.idText(last))) {
    const name = constantKey(context, first);
    if (name !== undefined && VARIABLE.test(name))
      return { name, key: first, default: fallbackOf(second), access: 'read' };
  }
  return byGetter(context, node, getters());
}

const METHODS: Readonly<Record<string, EnvAccess['access'] | undefined>> = Object.assign(Object.create(null), {
  ...Object.fromEntries([...GETTERS].map(name => [name, 'read'])),
  has: 'test',
  set: 'write',
  delete: 'write',
});

function byMethod(
  context: Context,
  object: TS.Node,
  first: TS.Node,
  second: TS.Node | undefined,
  access: EnvAccess['access'],
): EnvAccess | undefined {
  const here = bare(object);
  const last = ts.isPropertyAccessExpression(here)
    ? ts.idText(here.name)
    : ts.isIdentifier(here)
      ? ts.idText(here)
      : '';
  const things = context.denote(here);
  const strict = last === 'env' && things.some(thing => thing.kind === 'env' && !thing.loose);
  if (!strict && (access !== 'read' || !(HOLDER.test(last) || things.some(isHolder)))) return undefined;
  const name = constantKey(context, first);
  if (name === undefined || name.startsWith('[') || (!strict && !VARIABLE.test(name))) return undefined;
  return { name, key: first, default: access === 'read' ? fallbackOf(second) : undefined, access };
}

/** Something whose type or constructor is called a holder of settings. */
function isHolder(thing: Thing): boolean {
  return thing.kind === 'made' && thing.path === '' && HOLDER.test(lastName(thing.by));
}

/** A second argument that is a default, and not options. */
function fallbackOf(second: TS.Node | undefined): TS.Node | undefined {
  return second && !ts.isObjectLiteralExpression(bare(second)) ? second : undefined;
}

function byGetter(
  context: Context,
  node: TS.CallExpression,
  getters: ReadonlyMap<TS.Node, number>,
): EnvAccess | undefined {
  if (getters.size === 0) return undefined;
  for (const thing of context.denote(node.expression)) {
    const index = thing.kind === 'function' ? getters.get(thing.node) : undefined;
    const key = index === undefined ? undefined : node.arguments[index];
    const name = key && constantKey(context, key);
    if (key && index !== undefined && name !== undefined) {
      return { name, key, default: fallbackOf(node.arguments[index + 1]), access: 'read' };
    }
  }
  return undefined;
}

/** The file's own functions that read the variable a parameter names, with the number of that parameter. */
function environmentGetters(context: Context): Map<TS.Node, number> {
  const getters = new Map<TS.Node, number>();
  for (const node of context.module.subscripts) {
    if (!ts.isIdentifier(node.argumentExpression)) continue;
    const binding = bindingOf(context.module, node.argumentExpression);
    if (binding?.kind !== 'parameter' || binding.path?.length !== 0 || !ts.isParameter(binding.node)) continue;
    if (!context.denote(node.expression).some(thing => thing.kind === 'env' && !thing.loose)) continue;
    getters.set(binding.node.parent, binding.node.parent.parameters.indexOf(binding.node));
  }
  return getters;
}

/** What is used in place of a variable that is not set: the right side of `x ?? y` and `x || y`. */
export function alternativeOf(node: TS.Node): TS.Node | undefined {
  const outer = dressed(node);
  const { parent } = outer;
  if (!isEitherOr(parent)) return undefined;
  return parent.left === outer ? parent.right : alternativeOf(parent);
}
