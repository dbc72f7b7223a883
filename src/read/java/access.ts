/**
 * Reads of environment variables, system properties and configuration keys: the runtime's own calls, the lookups of
 * common configuration libraries, and the file's own helpers around them.
 */
import { textOf } from '../../model/fact.ts';
import type { Binding } from '../code-scope.ts';
import { above, preorder, type CodeNode } from '../code-tree.ts';
import { word, type Access, type Context } from './context.ts';
import { argumentsOf, bare, writtenName } from './names.ts';

const RUNTIME = /(?:^|\.)System\.(?:getenv|getProperty|setProperty|getenv\(\)\.get(?:OrDefault)?)$/;
const CONFIGURATION =
  /^(?:get(?:Required|OptionalValue|String|Value)?|getProperty|getRequiredProperty|getOrDefault|getOptional|property(?:OrNull)?|environmentVariable)$/;
/** What a lookup of a configuration library is asked of. */
const SOURCE_TYPE = /(?:^|\.)(?:Environment|ConfigurableEnvironment|Dotenv|Configuration|Config|Properties)$/;
const SOURCE_NAME =
  /(?:^|\.)(?:dotenv|env|environment|(?:application|environment)\.config|providers|getGlobalConfiguration\(\)|ConfigProvider\.getConfig\(\)|Dotenv\.load\(\))$/i;
const HELPER_NAME = /^(?:get|read|require|load)?Env(?:ironment)?(?:Variable|Var)?(?:Or\w+)?$/i;
const FUNCTIONS: ReadonlySet<string> = new Set(['method_declaration']);
const WRAPPED = new Set(['Optional.ofNullable', 'java.util.Optional.ofNullable']);
const DEFAULTED = /^(?:orElse|orElseGet|or)$/;

/** Builds the look-up of accesses for one file. */
export function createAccess(context: Context): (node: CodeNode) => Access | undefined {
  const known = new Map<CodeNode, Access | undefined>();
  let helpers: Map<Binding, number> | undefined;
  return node => {
    if (node.type === 'array_access') return byIndex(context, node);
    if (node.type !== 'method_invocation') return undefined;
    if (known.has(node)) return known.get(node);
    known.set(node, undefined);
    helpers ??= helpersOf(context);
    const found = seek(context, node, helpers);
    known.set(node, found);
    return found;
  };
}

/** `System.getenv()["NAME"]`, `dotenv["NAME"]`; on the left of an assignment it is no read. */
function byIndex(context: Context, node: CodeNode): Access | undefined {
  const array = node.get('array');
  const key = node.get('index');
  if (!array || !key || (node.parent?.type === 'assignment_expression' && node.field === 'left')) return undefined;
  const made = context.made(array);
  const source = made === undefined ? SOURCE_NAME.test(writtenName(context, array)) : SOURCE_TYPE.test(made);
  if (!source && !/(?:^|\.)System\.getenv\(\)$/.test(writtenName(context, array))) return undefined;
  const name = keyName(context, key);
  const next = node.parent;
  const given =
    next?.type === 'ternary_expression' && node.field === 'consequence' ? valueOf(next.get('alternative')) : undefined;
  return name === undefined ? undefined : { name, key, default: given, access: 'read' };
}

function seek(context: Context, call: CodeNode, helpers: ReadonlyMap<Binding, number>): Access | undefined {
  const args = argumentsOf(call);
  const position = direct(context, call) ? 0 : byHelper(context, call, helpers);
  const key = position === undefined ? undefined : args[position];
  const name = key && keyName(context, key);
  if (!key || position === undefined || name === undefined) return undefined;
  const write = methodOf(context, call) === 'setProperty' || handsOn(context, call);
  const given = args[position + 1];
  const ownDefault = given && given.type !== 'class_literal' && !write ? given : undefined;
  return { name, key, default: ownDefault ?? fallback(context, call), access: write ? 'write' : 'read' };
}

/** A Gradle task gives its program a variable: `environment("NAME", value)`. */
function handsOn(context: Context, call: CodeNode): boolean {
  return (
    context.language === 'kotlin' &&
    /^(?:environment|systemProperty)$/.test(methodOf(context, call)) &&
    argumentsOf(call).length === 2
  );
}

/** Is the call itself a lookup by name? */
function direct(context: Context, call: CodeNode): boolean {
  const callee = calleeOf(context, call);
  if (RUNTIME.test(callee) || handsOn(context, call)) return true;
  const object = call.get('object');
  if (!object || !CONFIGURATION.test(methodOf(context, call))) return false;
  const made = context.made(object);
  if (made !== undefined && !/\.Dotenv$|^Dotenv$/.test(made)) return SOURCE_TYPE.test(made);
  return made !== undefined || SOURCE_NAME.test(writtenName(context, object));
}

/** A method of the file that hands its parameter on as the name, or one whose name says so. */
function byHelper(context: Context, call: CodeNode, helpers: ReadonlyMap<Binding, number>): number | undefined {
  const object = call.get('object');
  const name = methodOf(context, call);
  const own = object === undefined || object.type === 'this' || context.types.has(word(context, object));
  if (!own) return undefined;
  const scope = object && object.type !== 'this' ? context.types.get(word(context, object)) : call.scope;
  const binding = scope?.find(name);
  if (binding?.role === 'function') return helpers.get(binding);
  return HELPER_NAME.test(name) ? 0 : undefined;
}

/** Which parameter of which method ends up as the name of a variable. */
function helpersOf(context: Context): Map<Binding, number> {
  const found = new Map<Binding, number>();
  for (const node of preorder(context.root)) {
    if (node.type !== 'method_invocation' || !RUNTIME.test(calleeOf(context, node))) continue;
    const [key] = argumentsOf(node);
    const method = key?.type === 'identifier' ? above(node, FUNCTIONS) : undefined;
    const name = method?.get('name');
    if (!key || !method || !name) continue;
    const parameters = method.get('parameters')?.children.filter(child => child.type === 'formal_parameter') ?? [];
    const position = parameters.findIndex(parameter => {
      const own = parameter.get('name');
      return own !== undefined && word(context, own) === word(context, key);
    });
    const binding = method.scope?.find(word(context, name));
    if (position >= 0 && binding?.role === 'function') found.set(binding, position);
  }
  return found;
}

/** The key as text; a constant of another file by its name. */
function keyName(context: Context, key: CodeNode): string | undefined {
  const value = context.evaluate(key);
  const text = textOf(value);
  if (text !== undefined) return /\w/.test(text) ? text : undefined;
  return value.kind === 'reference' && /(?:^|\.)[A-Z]\w*$/.test(value.name) ? value.name : undefined;
}

/** `Optional.ofNullable(read).orElse(default)`, `read.orElse(default)`. */
function fallback(context: Context, call: CodeNode): CodeNode | undefined {
  let here = call;
  const list = here.parent;
  const wrapper = list?.type === 'argument_list' ? list.parent : undefined;
  if (wrapper?.type === 'method_invocation' && WRAPPED.has(calleeOf(context, wrapper))) here = wrapper;
  const next = here.parent;
  // Kotlin: `System.getenv("NAME") ?: default`.
  if (context.language === 'kotlin' && next?.type === 'ternary_expression' && here.field === 'consequence')
    return next.get('condition') ? undefined : valueOf(next.get('alternative'));
  if (next?.type !== 'method_invocation' || here.field !== 'object') return undefined;
  if (!DEFAULTED.test(methodOf(context, next))) return undefined;
  const [given] = argumentsOf(next);
  return given?.type === 'lambda_expression' ? given.get('body') : given;
}

/** `?: throw …` and `?: return` give nothing. */
function valueOf(node: CodeNode | undefined): CodeNode | undefined {
  return node && /^(?:throw|return)_statement$/.test(node.type) ? undefined : node;
}

/** The name of the method that is called. */
export function methodOf(context: Context, call: CodeNode): string {
  const name = call.get('name');
  return name ? word(context, name) : '';
}

/** Dotted name of what is called, without the brackets at its end. */
export function calleeOf(context: Context, call: CodeNode): string {
  return writtenName(context, bare(call)).replace(/\(\)$/, '');
}
