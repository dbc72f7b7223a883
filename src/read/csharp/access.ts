/**
 * Reads of environment variables and of configuration keys: the runtime's own calls, indexes into a configuration,
 * sections with the keys below them, and the file's own helpers around them.
 */
import { textOf } from '../../model/fact.ts';
import { word, type Access, type Context } from './context.ts';
import { below, givenArguments, indexKey, methodName, writtenName } from './names.ts';
import { lookUp, ownType, type Binding } from './scopes.ts';
import { bare, isWrapper, preorder, type SyntaxNode } from './syntax.ts';

const SECTION = new Set(['GetSection', 'GetRequiredSection']);
/** Names people give to helpers that read one variable. */
const HELPER_NAME = /^(?:Try)?(?:Get|Read|Require|Load|Fetch)\w*Env(?:ironment)?(?:Variable|Var|Setting)?(?:Or\w+)?$/;
const CONFIGURATION_TYPES = /(?:^|\.)(?:I?Configuration(?:Root|Section|Manager|Builder)?|IConfigurationBuilder)$/;
const CONFIGURATION_NAME = /(?:^|[._\]])(?:\w*config(?:uration)?s?(?:Root|Section)?|AppSettings)$/i;
const MAX_CLIMB = 16;
const MAX_SECTIONS = 8;

/** What a call or index asks for, before its key is known. */
interface Request {
  readonly key: SyntaxNode;
  /** What the key is looked up in, where that may add a section in front. */
  readonly source: SyntaxNode | undefined;
  readonly prefix: string;
  readonly default: SyntaxNode | undefined;
  readonly write: boolean;
}

/** Builds the look-up of accesses for one file. */
export function createAccess(context: Context): (node: SyntaxNode) => Access | undefined {
  return new Accesses(context).access;
}

class Accesses {
  readonly #context: Context;
  readonly #known = new Map<SyntaxNode, Access | undefined>();
  #helpers: Map<Binding, number> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  readonly access = (node: SyntaxNode): Access | undefined => {
    if (!ACCESSES.has(node.type)) return undefined;
    if (this.#known.has(node)) return this.#known.get(node);
    this.#known.set(node, undefined);
    const found = this.#seek(node, 0);
    this.#known.set(node, found);
    return found;
  };

  #seek(node: SyntaxNode, depth: number): Access | undefined {
    const request = this.#request(node) ?? this.#throughHelper(node);
    const name = request && this.#keyName(request.key);
    if (!request || name === undefined) return undefined;
    const section = request.source && depth < MAX_SECTIONS ? this.#sectionOf(request.source, depth) : undefined;
    return {
      name: `${section === undefined ? request.prefix : `${section}:`}${name}`,
      key: request.key,
      default: request.default ?? fallback(node),
      access: request.write || isTarget(node) ? 'write' : this.#isTest(node) ? 'test' : 'read',
    };
  }

  #request(node: SyntaxNode): Request | undefined {
    return node.type === 'invocation_expression' ? this.#call(node) : this.#index(node);
  }

  #call(call: SyntaxNode): Request | undefined {
    const method = methodName(this.#context, call);
    if (!CALLS.test(method)) return undefined;
    const args = givenArguments(this.#context, call);
    const key = args[0]?.value;
    if (!key) return undefined;
    const callee = call.get('function');
    const source = callee && below(callee);
    const plain = { key, source: undefined, prefix: '', default: undefined, write: false };
    if (/^[GS]etEnvironmentVariable$/.test(method)) {
      const runtime = callee && /(?:^|\.)Environment\.\w+$/.test(writtenName(this.#context, callee));
      return runtime ? { ...plain, write: method.startsWith('S') } : undefined;
    }
    if (method === 'GetConnectionString') return { ...plain, prefix: 'ConnectionStrings:' };
    if (method === 'BindConfiguration') return plain;
    if (SECTION.has(method)) return { ...plain, source };
    if (!source || !this.#isConfiguration(source)) return undefined;
    return { ...plain, source, default: method === 'GetValue' ? args[1]?.value : undefined };
  }

  #index(node: SyntaxNode): Request | undefined {
    const key = indexKey(node.type === 'conditional_access_expression' ? (node.children[1] ?? node) : node);
    const source = node.type === 'conditional_access_expression' ? node.children[0] : node.get('expression');
    if (!key || !source || !this.#isConfiguration(source)) return undefined;
    return { key, source, prefix: '', default: undefined, write: false };
  }

  /** A call of a method of the file that hands its parameter on as the name, or of one whose name says so. */
  #throughHelper(node: SyntaxNode): Request | undefined {
    if (node.type !== 'invocation_expression') return undefined;
    const args = givenArguments(this.#context, node);
    if (args.length === 0) return undefined;
    const method = methodName(this.#context, node);
    const binding = this.#ownMethod(node, method);
    const position = binding ? this.#helperTable().get(binding) : HELPER_NAME.test(method) ? 0 : undefined;
    const key = position === undefined ? undefined : args[position]?.value;
    return key && { key, source: undefined, prefix: '', default: undefined, write: false };
  }

  #ownMethod(call: SyntaxNode, method: string): Binding | undefined {
    const callee = call.get('function');
    if (!callee || !call.scope) return undefined;
    if (callee.type === 'identifier' || callee.type === 'generic_name') {
      const binding = lookUp(call.scope, method);
      return binding?.role === 'method' ? binding : undefined;
    }
    if (callee.type !== 'member_access_expression') return undefined;
    const object = callee.get('expression');
    const type = object ? this.#context.file.types.get(word(this.#context, object)) : ownType(call.scope);
    const binding = type?.names.get(method);
    return binding?.role === 'method' ? binding : undefined;
  }

  /** Which parameter of which method ends up as the name of a variable. */
  #helperTable(): Map<Binding, number> {
    if (this.#helpers) return this.#helpers;
    this.#helpers = new Map();
    for (const node of preorder(this.#context.file.scope.node)) {
      const key = ACCESSES.has(node.type) ? this.#request(node)?.key : undefined;
      if (key?.type === 'identifier') this.#noteHelper(key);
    }
    return this.#helpers;
  }

  #noteHelper(key: SyntaxNode): void {
    const parameter = key.scope && lookUp(key.scope, word(this.#context, key));
    const declaration = parameter?.role === 'parameter' ? parameter.node.parent : undefined;
    const list = declaration?.parent;
    const method = list?.parent;
    const name = method?.get('name');
    if (!declaration || !list || !name || !method?.scope) return;
    const binding = lookUp(method.scope, word(this.#context, name));
    if (binding?.role === 'method')
      this.#helpers?.set(binding, list.children.filter(child => child.type === 'parameter').indexOf(declaration));
  }

  // ---------------------------------------------------------------- keys and sources

  /** The key as text; a constant of another file by its name. */
  #keyName(key: SyntaxNode): string | undefined {
    const value = this.#context.evaluate(key);
    const text = textOf(value);
    if (text !== undefined) {
      const named = value.kind === 'template' || (value.kind === 'literal' && value.type === 'string');
      return named && /\w/.test(text) ? text : undefined;
    }
    if (value.kind !== 'reference' || !/^[A-Z]\w*(?:\.\w+)+$/.test(value.name)) return undefined;
    return value.name;
  }

  /** The section in front of the key, where the source is one. */
  #sectionOf(source: SyntaxNode, depth: number): string | undefined {
    const here = this.#origin(source);
    if (here?.type !== 'invocation_expression' || !SECTION.has(methodName(this.#context, here))) return undefined;
    return this.#seek(here, depth + 1)?.name;
  }

  /** What a name was given; anything else is its own origin. */
  #origin(source: SyntaxNode): SyntaxNode | undefined {
    const here = bare(source);
    if (here.type !== 'identifier') return here;
    const binding = here.scope && lookUp(here.scope, word(this.#context, here));
    const [only, ...rest] = binding?.values ?? [];
    return only && rest.length === 0 ? bare(only) : here;
  }

  #isConfiguration(source: SyntaxNode): boolean {
    const here = bare(source);
    const made = this.#context.made(here);
    if (made && CONFIGURATION_TYPES.test(made.by) && !/(?:^|\.)Get\b/.test(made.path)) return true;
    const origin = this.#origin(here);
    if (origin?.type === 'invocation_expression') {
      const method = methodName(this.#context, origin);
      if (SECTION.has(method) || method === 'GetEnvironmentVariables') return true;
    }
    if (here.type === 'invocation_expression') return false;
    if (!CONFIGURATION_NAME.test(writtenName(this.#context, here))) return false;
    // A dictionary that happens to be called so is none.
    return !made || CONFIGURATION_TYPES.test(made.by) || !/Dictionary$|^List$|Client$/.test(made.by);
  }

  // ---------------------------------------------------------------- use

  /** Is only asked whether it is there? */
  #isTest(node: SyntaxNode): boolean {
    const parent = user(node);
    if (parent?.type === 'is_pattern_expression')
      return /\bis\s+(?:not\s+)?(?:null|\{\s*\})/.test(word(this.#context, parent));
    if (parent?.type === 'binary_expression') {
      const compared = parent.operator === '==' || parent.operator === '!=';
      return compared && parent.children.some(side => side.type === 'null_literal');
    }
    const call = parent?.type === 'argument' ? parent.parent?.parent : undefined;
    return call?.type === 'invocation_expression' && /^IsNullOr/.test(methodName(this.#context, call));
  }
}

const ACCESSES = new Set(['invocation_expression', 'element_access_expression', 'conditional_access_expression']);
const CALLS =
  /^(?:[GS]etEnvironmentVariable|GetConnectionString|BindConfiguration|Get(?:Required)?Section|GetValue|Bind|GetRequiredValue)$/;

/** What the expression is handed to, wrappers left out. */
function user(node: SyntaxNode): SyntaxNode | undefined {
  let here = node.parent;
  for (let steps = 0; here && isWrapper(here) && steps < MAX_CLIMB; steps++) here = here.parent;
  return here;
}

/** `x ?? default`; throwing is none. */
function fallback(node: SyntaxNode): SyntaxNode | undefined {
  const parent = user(node);
  if (parent?.type !== 'binary_expression' || parent.operator !== '??') return undefined;
  const left = parent.get('left');
  const right = parent.get('right');
  return left && right && bare(left) === node && right.type !== 'throw_expression' ? right : undefined;
}

function isTarget(node: SyntaxNode): boolean {
  return node.parent?.type === 'assignment_expression' && node.field === 'left' && node.parent.operator === '=';
}
