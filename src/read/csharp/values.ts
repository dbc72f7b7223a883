/**
 * What expressions hold: literals, strings with holes, environment reads with defaults, constructions, calls, and
 * names followed to the place that gave them their value.
 */
import { textOf, walkValue, type LiteralValue, type Named, type Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { choice, joined } from '../known.ts';
import { spanOf, word, type Context } from './context.ts';
import { initialEntries } from './initialisers.ts';
import {
  below,
  ofThis,
  givenArguments,
  indexKey,
  methodName,
  simpleName,
  typeArguments,
  typeName,
  writtenName,
} from './names.ts';
import { lookUp, ownType, results, type Binding, type Scope } from './scopes.ts';
import { literalText, unescape } from './strings.ts';
import { bare, isWrapper, type SyntaxNode } from './syntax.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 1000;
const MAX_OPTIONS = 6;
/** A name that leads to more than this is better left as a name. */
const MAX_FOLLOWED_SIZE = 400;

/** Builds the evaluator for one file. */
export function createEvaluate(context: Context): (node: SyntaxNode, depth?: number) => Value {
  return new Values(context).evaluate;
}

/** Methods that leave a variable what it is: `Environment.GetEnvironmentVariable("X")!.TrimEnd('/')`. */
const TIDYING = /^(?:Trim(?:End|Start)?|ToLower(?:Invariant)?|ToUpper(?:Invariant)?|ToString|Clone)$/;
const SIMPLE = new Set<Value['kind']>(['literal', 'template', 'env', 'choice']);

class Values {
  readonly #context: Context;
  readonly #followed = new Map<SyntaxNode, (Value | undefined)[]>();
  readonly #following = new Set<SyntaxNode>();

  constructor(context: Context) {
    this.#context = context;
  }

  readonly evaluate = (node: SyntaxNode, depth = 0): Value => {
    const here = bare(node);
    return depth > MAX_DEPTH ? this.#unknown(here) : this.#evaluate(here, depth);
  };

  #evaluate(node: SyntaxNode, depth: number): Value {
    switch (node.type) {
      case 'string_literal':
      case 'verbatim_string_literal':
      case 'raw_string_literal':
      case 'character_literal':
        return this.#literal(node, literalText(word(this.#context, node)), 'string');
      case 'integer_literal':
      case 'real_literal':
        return this.#literal(node, word(this.#context, node), 'number');
      case 'boolean_literal':
        return this.#literal(node, word(this.#context, node), 'boolean');
      case 'null_literal':
      case 'default_expression':
        return this.#literal(node, 'null', 'null');
      case 'interpolated_string_expression':
        return this.#interpolated(node, depth);
      case 'prefix_unary_expression':
        return this.#signed(node);
      case 'binary_expression':
        return this.#binary(node, depth);
      case 'conditional_expression':
        return this.#choice(node, [node.get('consequence'), node.get('alternative')], depth);
      case 'switch_expression':
        return this.#choice(
          node,
          node.children.filter(child => child.type === 'switch_expression_arm').map(arm => arm.children.at(-1)),
          depth,
        );
      case 'collection_expression':
      case 'tuple_expression':
        return this.#list(node, node.children, depth);
      case 'array_creation_expression':
      case 'implicit_array_creation_expression':
      case 'stackalloc_expression':
        return this.#list(node, node.firstOf('initializer_expression')?.children ?? [], depth);
      case 'initializer_expression':
      case 'anonymous_object_creation_expression':
      case 'with_expression':
        return this.#initialiser(node, depth);
      case 'object_creation_expression':
      case 'implicit_object_creation_expression':
        return this.#creation(node, depth);
      case 'identifier':
        return this.#identifier(node, depth);
      case 'typeof_expression': {
        const type = node.get('type');
        return type ? this.#reference(node, typeName(this.#context, type)) : this.#unknown(node);
      }
      case 'member_access_expression':
        return this.#member(node, depth);
      case 'conditional_access_expression':
      case 'element_access_expression':
        return this.#environment(node, depth) ?? this.#item(node, depth) ?? this.#reference(node);
      case 'invocation_expression':
        return this.#call(node, depth);
      case 'qualified_name':
      case 'alias_qualified_name':
      case 'generic_name':
        return this.#reference(node);
      case 'argument':
      case 'return_statement':
        return /^(?:return\s+)?this\b/.test(word(this.#context, node))
          ? this.#reference(node, 'this')
          : this.#unknown(node);
      default:
        return this.#unknown(node);
    }
  }

  #unknown(node: SyntaxNode): Value {
    return { kind: 'unknown', span: spanOf(this.#context, node) };
  }

  #literal(node: SyntaxNode, text: string, type: LiteralValue['type']): Value {
    return { kind: 'literal', text, type, span: spanOf(this.#context, node) };
  }

  #reference(node: SyntaxNode, name = this.#name(node)): Value {
    return name === '' ? this.#unknown(node) : { kind: 'reference', name, span: spanOf(this.#context, node) };
  }

  /** As written; what belongs to the object itself says so, since a parameter may have the same name. */
  #name(node: SyntaxNode): string {
    const name = writtenName(this.#context, node);
    return name !== '' && ofThis(this.#context, node) ? `this.${name}` : name;
  }

  // -------------------------------------------------------------- strings

  #interpolated(node: SyntaxNode, depth: number): Value {
    const start = /^[$@]+("*)/.exec(this.#context.text.slice(node.start, node.start + 16));
    const raw = (start?.[1]?.length ?? 0) >= 3;
    const verbatim = start?.[0].includes('@') === true;
    const pieces: (string | Value)[] = [];
    for (const child of node.children.slice(0, MAX_ITEMS)) {
      if (child.type === 'interpolation') {
        const inner = child.children.find(part => !part.type.startsWith('interpolation_'));
        const value = inner ? this.evaluate(inner, depth + 1) : this.#unknown(child);
        pieces.push(filled(value) ?? value);
      } else pieces.push(pieceText(word(this.#context, child), child.type, raw, verbatim));
    }
    return joined(pieces, spanOf(this.#context, node));
  }

  #sum(node: SyntaxNode, depth: number): Value {
    const values = summands(node).map(operand => this.evaluate(operand, depth + 1));
    if (!values.some(value => value.kind === 'template' || (value.kind === 'literal' && value.type === 'string')))
      return this.#unknown(node);
    return joined(
      values.map(value => filled(value) ?? value),
      spanOf(this.#context, node),
    );
  }

  /** `string.Format("…{0}…", a)`. */
  #formatted(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    if (!callee || !/^(?:System\.)?[Ss]tring\.(?:Format|Concat)$/.test(writtenName(this.#context, callee)))
      return undefined;
    const values = givenArguments(this.#context, node).map(({ value }) => this.evaluate(value, depth + 1));
    const pieces = values.map(value => filled(value) ?? value);
    if (methodName(this.#context, node) === 'Concat') return joined(pieces, spanOf(this.#context, node));
    const format = values[0] && textOf(values[0]);
    if (format === undefined) return undefined;
    const parts = format.split(/\{(\d{1,3})(?:[,:][^}]*)?\}/);
    const filledIn = parts.map((part, i): string | Value =>
      i % 2 === 0 ? part : (pieces[Number(part) + 1] ?? this.#unknown(node)),
    );
    return joined(filledIn, spanOf(this.#context, node));
  }

  // -------------------------------------------------------------- operators

  #signed(node: SyntaxNode): Value {
    const operand = node.children[0];
    const number = node.operator === '-' && (operand?.type === 'integer_literal' || operand?.type === 'real_literal');
    return number ? this.#literal(node, word(this.#context, node).replace(/\s+/g, ''), 'number') : this.#unknown(node);
  }

  /** `env ?? default` keeps the default with the variable; every other choice stays one. */
  #binary(node: SyntaxNode, depth: number): Value {
    if (node.operator === '+') return this.#sum(node, depth);
    const left = node.get('left');
    const right = node.get('right');
    if (node.operator !== '??' || !left || !right) return this.#unknown(node);
    const first = this.evaluate(left, depth + 1);
    if (right.type === 'throw_expression') return first;
    if (first.kind === 'env' && !first.via)
      return { ...first, default: first.default ?? this.evaluate(right, depth + 1) };
    return choice([first, this.evaluate(right, depth + 1)], spanOf(this.#context, node));
  }

  #choice(node: SyntaxNode, sides: readonly (SyntaxNode | undefined)[], depth: number): Value {
    const options: Value[] = [];
    for (const side of sides.slice(0, MAX_ITEMS)) {
      if (side && side.type !== 'throw_expression') options.push(this.evaluate(side, depth + 1));
    }
    return options.length === 0 ? this.#unknown(node) : choice(options, spanOf(this.#context, node));
  }

  // -------------------------------------------------------------- collections and creations

  #list(node: SyntaxNode, children: readonly SyntaxNode[], depth: number): Value {
    const items: Value[] = [];
    for (const child of children.slice(0, MAX_ITEMS)) {
      const element =
        child.type === 'collection_element'
          ? child.children[0]
          : child.type === 'argument'
            ? child.children.at(-1)
            : child;
      if (!element) continue;
      const spread = element.type === 'spread_element' ? element.children[0] : undefined;
      const value = this.evaluate(spread ?? element, depth + 1);
      if (spread && value.kind === 'list') items.push(...value.items);
      else items.push(spread ? this.#unknown(child) : value);
    }
    return { kind: 'list', items, span: spanOf(this.#context, node) };
  }

  /** `{ A = 1 }`, `{ { "k", v } }` are objects, `{ a, b }` is a list. */
  #initialiser(node: SyntaxNode, depth: number): Value {
    const entries = this.#entries(node, depth);
    if (entries.length === 0 && node.type === 'initializer_expression' && node.children.length > 0)
      return this.#list(node, node.children, depth);
    return { kind: 'object', entries, span: spanOf(this.#context, node) };
  }

  #entries(node: SyntaxNode, depth: number): Named[] {
    return initialEntries(this.#context, node)
      .slice(0, MAX_ITEMS)
      .map(({ name, key, value }) => ({
        name,
        span: spanOf(this.#context, key),
        value: this.evaluate(value, depth + 1),
      }));
  }

  #creation(node: SyntaxNode, depth: number): Value {
    const type = this.#context.made(node)?.by ?? '';
    const initialiser = node.firstOf('initializer_expression');
    const collection = COLLECTIONS.exec(type);
    if (initialiser && collection) {
      return collection[1]
        ? { kind: 'object', entries: this.#entries(initialiser, depth), span: spanOf(this.#context, node) }
        : this.#list(node, initialiser.children, depth);
    }
    const { args, named } = callArguments(this.#context, node, depth);
    return { kind: 'call', callee: type, args, named, span: spanOf(this.#context, node) };
  }

  // -------------------------------------------------------------- names

  #identifier(node: SyntaxNode, depth: number): Value {
    const name = word(this.#context, node);
    const binding = node.scope && lookUp(node.scope, name);
    if (!binding || binding.role === 'method') return this.#reference(node);
    return this.#bound(binding, node, name, depth);
  }

  /** What a name was given, or the name itself where that cannot be told. */
  #bound(binding: Binding, use: SyntaxNode, via: string, depth: number): Value {
    const span = spanOf(this.#context, use);
    const own = this.#reference(use);
    if (
      binding.role === 'parameter' ||
      binding.role === 'opaque' ||
      binding.values.length === 0 ||
      binding.values.length > MAX_OPTIONS
    )
      return own;
    const known = binding.values.map(value => this.#follow(value, depth + 1));
    const told = known.filter(value => value !== undefined);
    if (told.length === 0) return own;
    const options = withoutRepeats(told.map(value => moved(value, via, span)));
    if (binding.open || told.length < known.length) options.push(own);
    const [first] = options;
    return options.length === 1 && first ? first : { kind: 'choice', options, via, span };
  }

  /** Evaluates what a name was given. Each depth is kept apart: a value cut short deep inside must not be handed out at the top. */
  #follow(node: SyntaxNode, depth: number): Value | undefined {
    if (depth > MAX_DEPTH || this.#following.has(node)) return undefined;
    let kept = this.#followed.get(node);
    if (!kept) this.#followed.set(node, (kept = []));
    if (depth in kept) return kept[depth];
    this.#following.add(node);
    const value = this.evaluate(node, depth);
    this.#following.delete(node);
    const told = value.kind === 'unknown' || tooLarge(value) ? undefined : value;
    kept[depth] = told;
    return told;
  }

  /** `this.Name`, `Constants.Name`, `settings.Name` of the file's own types; `string.Empty`. */
  #member(node: SyntaxNode, depth: number): Value {
    const name = node.get('name');
    const object = node.get('expression');
    if (!name || !node.scope) return this.#reference(node);
    const text = simpleName(this.#context, name);
    if (object?.type === 'predefined_type' && text === 'Empty') return this.#literal(node, '', 'string');
    const owner = object ? this.#ownerOf(object) : ownType(node.scope);
    const binding = owner?.names.get(text);
    if (!binding || binding.role === 'method' || owner?.node.type === 'enum_declaration') return this.#reference(node);
    return this.#bound(binding, node, this.#name(node), depth);
  }

  #ownerOf(object: SyntaxNode): Scope | undefined {
    const here = bare(object);
    if (here.type === 'member_access_expression')
      return this.#context.file.types.get(simpleName(this.#context, here.get('name') ?? here));
    if (here.type !== 'identifier' || !here.scope) return undefined;
    const name = word(this.#context, here);
    const type = this.#context.file.types.get(name);
    if (type && !lookUp(here.scope, name)) return type;
    const made = this.#context.made(here);
    return made?.path === '' ? this.#context.file.types.get(made.by) : undefined;
  }

  /** `names["key"]` and `names[0]`, where the name stands for one literal. */
  #item(node: SyntaxNode, depth: number): Value | undefined {
    const object = node.type === 'element_access_expression' ? node.get('expression') : undefined;
    const key = indexKey(node);
    if (object?.type !== 'identifier' || !key || depth >= MAX_DEPTH) return undefined;
    const held = this.#identifier(object, depth + 1);
    if (held.kind !== 'object' && held.kind !== 'list') return undefined;
    const index = textOf(this.evaluate(key, depth + 1));
    if (index === undefined) return undefined;
    const found =
      held.kind === 'list' ? held.items[Number(index)] : held.entries.findLast(entry => entry.name === index)?.value;
    return found && moved(found, writtenName(this.#context, node), spanOf(this.#context, node));
  }

  // -------------------------------------------------------------- calls

  #environment(node: SyntaxNode, depth: number): Value | undefined {
    const access = this.#context.access(node);
    if (!access || access.access === 'write') return undefined;
    // A default behind `??` belongs to the larger expression and is added there.
    const inside =
      access.default && encloses(node, access.default) ? this.evaluate(access.default, depth + 1) : undefined;
    return { kind: 'env', name: access.name, span: spanOf(this.#context, node), ...(inside && { default: inside }) };
  }

  #call(node: SyntaxNode, depth: number): Value {
    const value =
      this.#environment(node, depth) ??
      this.#special(node, depth) ??
      this.#throughMethod(node, depth) ??
      this.#throughFunction(node, depth);
    if (value) return value;
    const callee = node.get('function');
    const { args, named } = callArguments(this.#context, node, depth);
    return {
      kind: 'call',
      callee: callee ? writtenName(this.#context, callee) : '',
      args,
      named,
      span: spanOf(this.#context, node),
    };
  }

  #special(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    if (callee?.type === 'identifier' && word(this.#context, callee) === 'nameof') {
      const [only] = givenArguments(this.#context, node);
      const name = only ? writtenName(this.#context, only.value) : '';
      return name === '' ? undefined : this.#literal(node, name.slice(name.lastIndexOf('.') + 1), 'string');
    }
    return this.#formatted(node, depth);
  }

  #throughMethod(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    const object = callee && below(callee);
    if (!object || !TIDYING.test(methodName(this.#context, node))) return undefined;
    const value = this.evaluate(object, depth + 1);
    return value.kind === 'env' ? { ...value, span: spanOf(this.#context, node) } : undefined;
  }

  /** Methods of the file that only hand out a constant or a variable. */
  #throughFunction(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    if (callee?.type !== 'identifier' || !node.scope) return undefined;
    const name = word(this.#context, callee);
    const binding = lookUp(node.scope, name);
    const method = binding?.role === 'method' && !binding.open ? binding.node.parent : undefined;
    const given = method ? results(method) : [];
    if (given.length === 0 || given.length > MAX_OPTIONS) return undefined;
    const values = given.map(value => this.#follow(value, depth + 1));
    if (!values.every(value => value !== undefined && SIMPLE.has(value.kind))) return undefined;
    return choice(
      values.flatMap(value => (value ? [moved(value, name, spanOf(this.#context, node))] : [])),
      spanOf(this.#context, node),
    );
  }
}

/** Types whose initialiser holds items; the first group: items with keys. */
const COLLECTIONS =
  /(?:^|\.)(?:((?:I|Concurrent|Sorted|Frozen|Immutable|ReadOnly)*Dictionary|NameValueCollection|Hashtable|SortedList)|I?List|HashSet|Collection|ObservableCollection|Queue|Stack|I?Enumerable|I?ReadOnlyList)$/;

/** What a call or creation is given: by position, by name, through its initialiser, and its type arguments as `<T>`. */
export function callArguments(context: Context, node: SyntaxNode, depth: number): { args: Value[]; named: Named[] } {
  const args: Value[] = [];
  const named: Named[] = [];
  for (const { name, value } of givenArguments(context, node).slice(0, MAX_ITEMS)) {
    const held = context.evaluate(value, depth + 1);
    if (name) named.push({ name: word(context, name), span: spanOf(context, name), value: held });
    else args.push(held);
  }
  for (const type of typeArguments(typed(node)).slice(0, 4)) {
    const span = spanOf(context, type);
    named.push({ name: '<T>', span, value: { kind: 'reference', name: typeName(context, type), span } });
  }
  const initialiser = node.firstOf('initializer_expression');
  if (initialiser && depth < MAX_DEPTH) {
    for (const { name, key, value } of initialEntries(context, initialiser).slice(0, MAX_ITEMS)) {
      named.push({ name, span: spanOf(context, key), value: context.evaluate(value, depth + 1) });
    }
  }
  return { args, named };
}

function typed(node: SyntaxNode): SyntaxNode {
  const callee = node.get('function') ?? node.get('type') ?? node;
  return callee.type === 'conditional_access_expression' ? (callee.children[1] ?? callee) : callee;
}

function pieceText(text: string, type: string, raw: boolean, verbatim: boolean): string {
  if (type === 'escape_sequence') return unescape(text);
  if (raw) return text;
  const braces = text.replaceAll('{{', '{').replaceAll('}}', '}');
  return verbatim ? braces.replaceAll('""', '"') : braces;
}

/** Constants followed through a name fill the hole they stand in. */
function filled(value: Value): string | undefined {
  return value.kind === 'literal' && value.type !== 'null' ? value.text : undefined;
}

/** The operands of `a + b + c`, left to right, however many. */
export function summands(node: SyntaxNode): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let here: SyntaxNode | undefined = node;
  while (here?.type === 'binary_expression' && here.operator === '+' && operands.length < MAX_ITEMS) {
    const right = here.get('right');
    if (right) operands.push(right);
    const left: SyntaxNode | undefined = here.get('left');
    here = left && isWrapper(left) ? bare(left) : left;
  }
  if (here) operands.push(here);
  return operands.reverse();
}

function encloses(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function tooLarge(value: Value): boolean {
  let size = 0;
  for (const _ of walkValue(value)) if (++size > MAX_FOLLOWED_SIZE) return true;
  return false;
}

/** The value as it stands at a name: its place is the name's, and so is that of everything it may be. */
function moved(value: Value, via: string, span: Span): Value {
  switch (value.kind) {
    case 'choice':
      return { ...value, options: value.options.map(option => moved(option, via, span)), via, span };
    case 'env':
      return { ...value, ...(value.default && { default: moved(value.default, via, span) }), via, span };
    default:
      return { ...value, via, span };
  }
}

function withoutRepeats(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter(value => {
    if (value.kind !== 'literal' && value.kind !== 'env') return true;
    const key = `${value.kind} ${value.kind === 'env' ? value.name : value.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
