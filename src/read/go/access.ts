/**
 * Reads of environment variables and of configuration keys: the runtime's own calls, the lookups of common
 * configuration libraries, and the file's own helpers around them.
 */
import { textOf } from '../../model/fact.ts';
import type { Binding } from '../code-scope.ts';
import { above, preorder, type CodeNode } from '../code-tree.ts';
import { word, type Access, type Context } from './context.ts';
import { argumentsOf, calleeOf, methodOf, plainName } from './names.ts';

const RUNTIME = /^(?:os|syscall)\.(?:Getenv|LookupEnv|Setenv)$/;
const LIBRARY = /(?:^|\/)viper\.(?:Get\w*|Set|IsSet|InConfig|UnmarshalKey)$|(?:^|\/)env\.(?:Get\w*|Must\w*|String)$/;
const WRITES = /\.(?:Setenv|Set)$/;
const HELPER_NAME =
  /^(?:get|must|read|lookup|require|load|fetch)?(?:Get)?Env(?:ironment)?(?:Var(?:iable)?|String|Str)?(?:With\w+|Or\w*|Default|Must)?$/i;
const FUNCTIONS: ReadonlySet<string> = new Set(['function_declaration']);
const CHOOSES = /^cmp\.Or$/;

/** Builds the look-up of accesses for one file. */
export function createAccess(context: Context): (node: CodeNode) => Access | undefined {
  const known = new Map<CodeNode, Access | undefined>();
  let helpers: Map<Binding, number> | undefined;
  return node => {
    if (node.type !== 'call_expression') return undefined;
    if (known.has(node)) return known.get(node);
    known.set(node, undefined);
    helpers ??= helpersOf(context);
    const found = seek(context, node, helpers);
    known.set(node, found);
    return found;
  };
}

function seek(context: Context, call: CodeNode, helpers: ReadonlyMap<Binding, number>): Access | undefined {
  const callee = calleeOf(context, call);
  const own = RUNTIME.test(callee) || isLibrary(context, call, callee);
  const position = own ? 0 : byHelper(context, call, helpers);
  const args = argumentsOf(call);
  const key = position === undefined ? undefined : args[position];
  const name = key && keyName(context, key);
  if (!key || position === undefined || name === undefined) return undefined;
  const given = own ? undefined : args[position + 1];
  const access = own && WRITES.test(callee) ? 'write' : 'read';
  return { name, key, default: given ?? fallback(context, call), access };
}

/** `viper.GetString("a.b")`, also on an instance of it. */
function isLibrary(context: Context, call: CodeNode, callee: string): boolean {
  if (LIBRARY.test(callee)) return true;
  const operand = call.get('function')?.get('operand');
  const made = operand && context.made(operand);
  return (
    made !== undefined &&
    /(?:^|\/)viper\.(?:New|Viper|Sub|GetViper)$/.test(made) &&
    /^(?:Get\w*|IsSet)$/.test(methodOf(context, call))
  );
}

/** A function of the file that hands its parameter on as the name, or one whose name says so. */
function byHelper(context: Context, call: CodeNode, helpers: ReadonlyMap<Binding, number>): number | undefined {
  const callee = call.get('function');
  const binding = callee?.type === 'identifier' ? callee.scope?.find(word(context, callee)) : undefined;
  if (binding?.role === 'function' && helpers.has(binding)) return helpers.get(binding);
  return HELPER_NAME.test(methodOf(context, call)) ? 0 : undefined;
}

/** Which parameter of which function ends up as the name of a variable. */
function helpersOf(context: Context): Map<Binding, number> {
  const found = new Map<Binding, number>();
  for (const node of preorder(context.root)) {
    if (node.type !== 'call_expression' || !RUNTIME.test(calleeOf(context, node))) continue;
    const [key] = argumentsOf(node);
    const owner = key?.type === 'identifier' ? above(node, FUNCTIONS) : undefined;
    const name = owner?.get('name');
    if (!key || !owner || !name) continue;
    const parameters = owner.get('parameters')?.children.flatMap(parameter => parameter.all('name')) ?? [];
    const position = parameters.findIndex(parameter => word(context, parameter) === word(context, key));
    const binding = owner.scope?.find(word(context, name));
    if (position >= 0 && binding?.role === 'function') found.set(binding, position);
  }
  return found;
}

/** The key as text; a constant of another file by its name. */
function keyName(context: Context, key: CodeNode): string | undefined {
  const value = context.evaluate(key);
  const text = textOf(value);
  if (text !== undefined) return /\w/.test(text) ? text : undefined;
  const name = plainName(context, key);
  return value.kind === 'reference' && /(?:^|\.)[A-Z]\w*$/.test(name) ? name : undefined;
}

/** `cmp.Or(read, default)`. */
function fallback(context: Context, call: CodeNode): CodeNode | undefined {
  const around = call.parent?.type === 'argument_list' ? call.parent.parent : undefined;
  if (around?.type !== 'call_expression' || !CHOOSES.test(calleeOf(context, around))) return undefined;
  const args = argumentsOf(around);
  return args[args.indexOf(call) + 1];
}
