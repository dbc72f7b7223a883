/**
 * What expressions hold: literals, strings with holes, environment reads with defaults, constructions, calls, and
 * names followed to the place that gave them their value.
 */
import { textOf, type LiteralValue, type Named, type Value } from '../../model/fact.ts';
import type { Binding } from '../code-scope.ts';
import type { CodeNode } from '../code-tree.ts';
import { choice, joined, standing } from '../known.ts';
import { calleeOf, methodOf } from './access.ts';
import { chainOf, type Chain } from './chains.ts';
import { spanOf, word, type Context } from './context.ts';
import { argumentsOf, asType, bare, positional, typeName, writtenName } from './names.ts';
import { ownType } from './scopes.ts';
import { literalText } from './strings.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 500;
const MAX_OPTIONS = 6;
/** Calls that leave a text what it is. */
const TIDYING =
  /^(?:trim(?:Indent|Margin|End|Start)?|strip|toLowerCase|toUpperCase|lowercase|uppercase|toString|intern)$/;
/** Calls that hand their first argument on. */
const HANDED_ON =
  /(?:^|\.)(?:Objects\.requireNonNull(?:Else)?|Optional\.of(?:Nullable)?|URI\.create|String\.valueOf|requireNonNull)$/;
const LISTS =
  /(?:^|\.)(?:(?:List|Set)\.of|Arrays\.asList|Stream\.of|Collections\.singletonList)$|^(?:(?:mutable|array)?(?:List|Set)Of(?:NotNull)?|listOf(?:NotNull)?|setOf|arrayOf|sequenceOf)$/i;
const MAPS = /(?:^|\.)(?:Map\.of|Collections\.singletonMap|ImmutableMap\.of)$/;
const PAIRS = /(?:^|\.)(?:(?:(?:mutable|hash|linked|sorted)?MapOf)|parametersOf|headersOf)$/i;
const MAP_ENTRIES = /(?:^|\.)Map\.ofEntries$/;
const MAP_ENTRY = /(?:^|\.)(?:Map\.)?entry$/;
const FORMATS = /(?:^|\.)(?:String\.format|MessageFormat\.format)$/;
const FOLLOWED = new Set<Binding['role']>(['variable', 'field']);

/** Builds the evaluator for one file. */
export function createEvaluate(context: Context): Context['evaluate'] {
  return new Values(context).evaluate;
}

class Values {
  readonly #context: Context;
  readonly #followed = new Map<CodeNode, (Value | undefined)[]>();
  readonly #following = new Set<CodeNode>();

  constructor(context: Context) {
    this.#context = context;
  }

  readonly evaluate = (node: CodeNode, depth = 0): Value => {
    const here = bare(node);
    return depth > MAX_DEPTH ? this.#unknown(here) : this.#evaluate(here, depth);
  };

  #evaluate(node: CodeNode, depth: number): Value {
    switch (node.type) {
      case 'string_literal':
      case 'character_literal':
        return this.#literal(node, literalText(word(this.#context, node)), 'string');
      case 'raw_string_literal':
        return this.#literal(node, word(this.#context, node).slice(3, -3), 'string');
      case 'interpolated_string':
        return this.#interpolated(node, depth);
      case 'switch_expression':
        return this.#switched(node, depth);
      case 'decimal_integer_literal':
      case 'hex_integer_literal':
      case 'decimal_floating_point_literal':
        return this.#literal(node, word(this.#context, node), 'number');
      case 'true':
      case 'false':
        return this.#literal(node, node.type, 'boolean');
      case 'null_literal':
        return this.#literal(node, 'null', 'null');
      case 'binary_expression':
        return node.operator === '+' ? this.#sum(node, depth) : this.#unknown(node);
      case 'ternary_expression':
        return this.#either(node, depth);
      case 'array_initializer':
        return this.#list(node, node.children, depth);
      case 'array_creation_expression':
        return this.#list(node, node.get('value')?.children ?? [], depth);
      case 'object_creation_expression':
        return this.#creation(node, depth);
      case 'identifier':
        return this.#name(node, node.scope?.find(word(this.#context, node)), depth);
      case 'field_access':
        return this.#field(node, depth);
      case 'method_invocation':
        return this.#call(node, depth);
      case 'this':
      case 'method_reference':
      case 'class_literal':
        return this.#reference(node);
      default:
        return this.#unknown(node);
    }
  }

  #unknown(node: CodeNode): Value {
    return { kind: 'unknown', span: spanOf(this.#context, node) };
  }

  #literal(node: CodeNode, text: string, type: LiteralValue['type']): Value {
    return { kind: 'literal', text, type, span: spanOf(this.#context, node) };
  }

  #reference(node: CodeNode): Value {
    const name = writtenName(this.#context, node);
    return name === '' ? this.#unknown(node) : { kind: 'reference', name, span: spanOf(this.#context, node) };
  }

  #list(node: CodeNode, items: readonly CodeNode[], depth: number): Value {
    const values = items.slice(0, MAX_ITEMS).map(item => this.evaluate(item, depth + 1));
    return { kind: 'list', items: values, span: spanOf(this.#context, node) };
  }

  /** Texts put together; sums of anything else are not told. */
  #sum(node: CodeNode, depth: number): Value {
    const values = summands(node).map(part => this.evaluate(part, depth + 1));
    const text = values.some(
      value => value.kind === 'template' || (value.kind === 'literal' && value.type === 'string'),
    );
    return text ? joined(values, spanOf(this.#context, node)) : this.#unknown(node);
  }

  #interpolated(node: CodeNode, depth: number): Value {
    const pieces = node.children.map((piece): string | Value => {
      if (piece.type === 'raw_fragment') return word(this.#context, piece);
      return piece.type === 'string_fragment'
        ? literalText(`"${word(this.#context, piece)}"`)
        : this.evaluate(piece, depth + 1);
    });
    return joined(pieces, spanOf(this.#context, node));
  }

  /** A `switch` or `when` whose ways are values. */
  #switched(node: CodeNode, depth: number): Value {
    const values = node.all('result').map(result => this.evaluate(result, depth + 1));
    return values.length === 0 || values.length > MAX_OPTIONS
      ? this.#unknown(node)
      : choice(values, spanOf(this.#context, node));
  }

  /** `x != null ? x : default` keeps the default with the variable. */
  #either(node: CodeNode, depth: number): Value {
    const sides = [node.get('consequence'), node.get('alternative')].filter(side => side !== undefined);
    const values = sides.map(side => this.evaluate(side, depth + 1));
    const env = values.find(value => value.kind === 'env');
    const other = values.find(value => value.kind !== 'env');
    if (env?.kind === 'env' && other && env.default === undefined && other.kind !== 'unknown')
      return { ...env, default: other };
    // The read has taken the other side for its default already.
    if (this.#context.language === 'kotlin' && env?.kind === 'env' && env.default !== undefined) return env;
    return values.length === 0 ? this.#unknown(node) : choice(values, spanOf(this.#context, node));
  }

  #creation(node: CodeNode, depth: number): Value {
    const type = node.get('type');
    const callee = type ? typeName(this.#context, type) : '';
    const args = positional(node)
      .slice(0, MAX_ITEMS)
      .map(argument => this.evaluate(argument, depth + 1));
    const [first] = args;
    if (first && /(?:^|\.)(?:URI|URL|String)$/.test(callee) && args.length === 1) return first;
    return {
      kind: 'call',
      callee,
      args,
      named: namedOf(this.#context, node, depth + 1),
      span: spanOf(this.#context, node),
    };
  }

  // -------------------------------------------------------------- names

  #name(node: CodeNode, binding: Binding | undefined, depth: number): Value {
    const own = this.#reference(node);
    if (!binding || !FOLLOWED.has(binding.role) || binding.open) return own;
    const { values } = binding;
    if (values.length === 0 || values.length > MAX_OPTIONS || depth >= MAX_DEPTH) return own;
    if (values.some(value => this.#following.has(value))) return own;
    const told = values.map(value => this.#follow(value, depth + 1));
    const known = told.filter(value => value.kind !== 'unknown');
    if (known.length === 0) return own;
    return standing(known.length < told.length ? [...known, own] : known, written(own), own.span) ?? own;
  }

  /** Each depth is kept apart: a value cut short deep inside must not be handed out at the top. */
  #follow(node: CodeNode, depth: number): Value {
    let kept = this.#followed.get(node);
    if (!kept) this.#followed.set(node, (kept = []));
    const known = kept[depth];
    if (known) return known;
    this.#following.add(node);
    const value = this.evaluate(node, depth);
    this.#following.delete(node);
    kept[depth] = value;
    return value;
  }

  /** `this.name`, `Constants.NAME` of the file's own types. */
  #field(node: CodeNode, depth: number): Value {
    const object = node.get('object');
    const field = node.get('field');
    if (!object || !field) return this.#reference(node);
    // A provider of Gradle: `providers.environmentVariable("NAME").orNull`.
    if (object.type === 'method_invocation' && word(this.#context, field) === 'orNull') {
      const inner = this.evaluate(object, depth + 1);
      if (inner.kind === 'env') return inner;
    }
    const scope = object.type === 'this' ? ownType(node) : this.#context.types.get(word(this.#context, object));
    return this.#name(node, scope?.names.get(word(this.#context, field)), depth);
  }

  // -------------------------------------------------------------- calls

  #call(node: CodeNode, depth: number): Value {
    const access = this.#context.access(node);
    if (access) {
      const given = access.default && this.evaluate(access.default, depth + 1);
      const span = spanOf(this.#context, node);
      return { kind: 'env', name: access.name, ...(given && { default: given }), span };
    }
    const callee = calleeOf(this.#context, node);
    const args = positional(node);
    const [first] = args;
    const object = node.get('object');
    const method = methodOf(this.#context, node);
    if (object && TIDYING.test(method) && args.length === 0) return this.evaluate(object, depth + 1);
    if (object && /^(?:orElse|orElseGet|orElseThrow|get)$/.test(method)) {
      const inner = this.evaluate(object, depth + 1);
      if (inner.kind === 'env') return inner;
    }
    if (first && HANDED_ON.test(callee)) return this.evaluate(first, depth + 1);
    if (first && FORMATS.test(callee)) return this.#formatted(node, args, depth);
    if (object && method === 'formatted') return this.#formatted(node, [object, ...args], depth);
    if (LISTS.test(callee)) return this.#list(node, args, depth);
    if (MAPS.test(callee) || MAP_ENTRIES.test(callee) || PAIRS.test(callee)) {
      const entries = mapEntries(this.#context, node).map(({ key, name, value }): Named => ({
        name,
        span: spanOf(this.#context, key),
        value: this.evaluate(value, depth + 1),
      }));
      return { kind: 'object', entries, span: spanOf(this.#context, node) };
    }
    const chain = chainOf(this.#context, node);
    const span = spanOf(this.#context, node);
    if (chain?.whole === node)
      return { kind: 'call', callee: chain.type, args: [], named: chainNamed(this.#context, chain, depth + 1), span };
    const values = args.slice(0, MAX_ITEMS).map(argument => this.evaluate(argument, depth + 1));
    return { kind: 'call', callee, args: values, named: namedOf(this.#context, node, depth + 1), span };
  }

  /** `String.format("…%s…", a)`. */
  #formatted(node: CodeNode, args: readonly CodeNode[], depth: number): Value {
    const values = args.slice(0, MAX_ITEMS).map(argument => this.evaluate(argument, depth + 1));
    const at = values.findIndex(value => textOf(value) !== undefined);
    const format = values[at];
    const text = format && textOf(format);
    if (text === undefined || at > 1) return this.#unknown(node);
    const rest = values.slice(at + 1);
    let next = 0;
    const pieces = text.split(/(%(?:\d+\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z%])/).map((piece, i): string | Value => {
      if (i % 2 === 0) return piece;
      if (piece === '%%') return '%';
      if (piece === '%n') return '\n';
      const position = /^%(\d+)\$/.exec(piece)?.[1];
      return rest[position === undefined ? next++ : Number(position) - 1] ?? this.#unknown(node);
    });
    return joined(pieces, spanOf(this.#context, node));
  }
}

function written(value: Value): string {
  return value.kind === 'reference' ? value.name : '';
}

/** The parts of `a + b + c`, in order. */
export function summands(node: CodeNode): readonly CodeNode[] {
  const parts: CodeNode[] = [];
  let here: CodeNode | undefined = node;
  while (here?.type === 'binary_expression' && here.operator === '+') {
    const right = here.get('right');
    if (right) parts.push(right);
    const left: CodeNode | undefined = here.get('left');
    here = left && bare(left);
  }
  if (here) parts.push(here);
  return parts.toReversed();
}

/** What a call is given by name, and in Kotlin what the lambda after it sets (`Settings().apply { key = value }`). */
export function namedOf(context: Context, node: CodeNode, depth = 0): readonly Named[] {
  const given = argumentsOf(node).flatMap((argument): Named[] => {
    const key = argument.type === 'named_argument' ? argument.get('key') : undefined;
    const value = argument.get('value');
    return key && value
      ? [{ name: word(context, key), span: spanOf(context, key), value: context.evaluate(value, depth) }]
      : [];
  });
  const set = settingLambda(context, node)?.children.flatMap((statement): Named[] => {
    const left = statement.type === 'assignment_expression' ? statement.get('left') : undefined;
    const right = statement.get('right');
    const key = left?.type === 'field_access' ? left.get('field') : left?.type === 'identifier' ? left : undefined;
    return key && right && statement.operator === '='
      ? [{ name: word(context, key), span: spanOf(context, key), value: context.evaluate(right, depth) }]
      : [];
  });
  return [...given, ...(set ?? [])].slice(0, MAX_ITEMS);
}

/** The lambda a call ends with, or that an `apply` after it is given. */
function settingLambda(context: Context, node: CodeNode): CodeNode | undefined {
  if (context.language !== 'kotlin') return undefined;
  const last = (call: CodeNode): CodeNode | undefined => {
    const lambda = argumentsOf(call).at(-1);
    return lambda?.type === 'lambda_expression' ? lambda : undefined;
  };
  const next = node.parent;
  const name = next?.type === 'method_invocation' && node.field === 'object' ? next.get('name') : undefined;
  if (next && name && /^(?:apply|also)$/.test(word(context, name))) return last(next);
  return last(node);
}

/** What the calls of a chain are given, under their names. */
export function chainNamed(context: Context, chain: Chain, depth: number): readonly Named[] {
  return chain.setters.slice(0, MAX_ITEMS).flatMap(setter => {
    const name = setter.get('name');
    const args = argumentsOf(setter);
    const [first] = args;
    if (!name || !first) return [];
    const value: Value =
      args.length === 1
        ? context.evaluate(first, depth)
        : { kind: 'list', items: args.map(each => context.evaluate(each, depth)), span: spanOf(context, setter) };
    return [{ name: word(context, name), span: spanOf(context, name), value }];
  });
}

/** A key with its value in a literal map. */
export interface MapEntry {
  readonly key: CodeNode;
  readonly name: string;
  readonly value: CodeNode;
}

/** The entries of `Map.of(k, v, …)` and `Map.ofEntries(entry(k, v), …)`. */
export function mapEntries(context: Context, call: CodeNode): readonly MapEntry[] {
  const callee = calleeOf(context, call);
  const args = argumentsOf(call).slice(0, MAX_ITEMS);
  const pairs = PAIRS.test(callee)
    ? args.map(entry => (entry.type === 'pair' ? entry.children : []))
    : MAP_ENTRIES.test(callee)
      ? args.map(entry =>
          entry.type === 'method_invocation' && MAP_ENTRY.test(calleeOf(context, entry)) ? argumentsOf(entry) : [],
        )
      : MAPS.test(callee)
        ? args.flatMap((_, i) => (i % 2 === 0 ? [args.slice(i, i + 2)] : []))
        : [];
  return pairs.flatMap(([key, value]) => {
    const name = key && keyText(context, key);
    return key && value && name !== undefined ? [{ key, name, value }] : [];
  });
}

/** A key as text; a constant of another file by its name. */
export function keyText(context: Context, key: CodeNode): string | undefined {
  const value = context.evaluate(key);
  return textOf(value) ?? (value.kind === 'reference' && asType(context, key) === undefined ? value.name : undefined);
}
