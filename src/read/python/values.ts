/**
 * What expressions hold: literals, strings with holes, environment reads with defaults, calls, and names followed to
 * the place that gave them their value.
 */
import { textOf, walkValue, type LiteralValue, type Named, type ReferenceValue, type Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { argumentValues, calleeName, namedArguments, positional } from './calls.ts';
import { spanOf, word, type Context, type EnvAccess } from './context.ts';
import { dictParts, fillsOf, isDictCall } from './dicts.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { memberOf } from './names.ts';
import type { AttributeValue, Binding, ClassInfo, Fill } from './scopes.ts';
import { settingOf } from './settings.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { concatenation, formatted, interpolated, literalText } from './templates.ts';
import { knownNames, lastName, writtenName } from './written.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 1000;
/** A name that leads to more than this is better left as a name. */
const MAX_FOLLOWED_SIZE = 400;

/** Builds the evaluator for one module. */
export function createEvaluate(context: Context): (node: SyntaxNode, depth?: number) => Value {
  return new Values(context).evaluate;
}

class Values {
  readonly #context: Context;
  /** Values that names lead to, by the depth they were asked for at. */
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
      case 'string':
        return node.children.length > 0
          ? interpolated(this.#context, node, depth)
          : this.#literal(node, literalText(this.#context, node), 'string');
      case 'concatenated_string':
        return concatenation(this.#context, node, node.children, depth);
      case 'integer':
      case 'float':
        return this.#literal(node, word(this.#context, node), 'number');
      case 'true':
      case 'false':
        return this.#literal(node, word(this.#context, node), 'boolean');
      case 'none':
        return this.#literal(node, 'None', 'null');
      case 'unary_operator':
        return this.#signed(node);
      case 'binary_operator':
        return this.#binary(node, depth);
      case 'boolean_operator':
        return this.#boolean(node, depth);
      case 'conditional_expression':
        return this.#choice(node, [node.children[0], node.children[2]], depth);
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
        return this.#list(node, node.children, depth);
      case 'dictionary':
        return this.#object(node, depth);
      case 'identifier':
        return this.#identifier(node, depth);
      case 'attribute':
        return this.#attribute(node, depth);
      case 'subscript':
        return this.#subscript(node, depth);
      case 'call':
        return this.#call(node, depth);
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

  #reference(node: SyntaxNode): ReferenceValue {
    return {
      kind: 'reference',
      name: knownNames(this.#context, node).names[0] ?? '',
      span: spanOf(this.#context, node),
    };
  }

  // -------------------------------------------------------------- operators

  #signed(node: SyntaxNode): Value {
    const argument = node.get('argument');
    const number = argument?.type === 'integer' || argument?.type === 'float';
    return number ? this.#literal(node, word(this.#context, node).replace(/\s+/g, ''), 'number') : this.#unknown(node);
  }

  #binary(node: SyntaxNode, depth: number): Value {
    const operator = node.operators?.[0];
    if (operator === '+') return this.#sum(node, depth);
    if (operator === '|') return this.#merged(node, depth);
    const left = node.get('left');
    const right = node.get('right');
    if (operator !== '%' || !left || !right) return this.#unknown(node);
    return formatted(this.#context, node, left, right, depth) ?? this.#unknown(node);
  }

  #sum(node: SyntaxNode, depth: number): Value {
    const operands = summands(node);
    const value = concatenation(this.#context, node, operands, depth);
    if (value.kind !== 'unknown') return value;
    const lists = operands.map(operand => this.evaluate(operand, depth + 1));
    if (!lists.some(list => list.kind === 'list')) return this.#unknown(node);
    const items = lists.flatMap(list => (list.kind === 'list' ? list.items : [list]));
    return { kind: 'list', items: items.slice(0, MAX_ITEMS), span: spanOf(this.#context, node) };
  }

  #merged(node: SyntaxNode, depth: number): Value {
    const entries = this.#entries(node, depth);
    if (entries.length > 0) return { kind: 'object', entries, span: spanOf(this.#context, node) };
    // Not two dictionaries: what the operator makes of its sides is its own business.
    const args = operandsOf(node, '|').map(side => this.evaluate(side, depth + 1));
    return { kind: 'call', callee: 'operator.or_', args, named: [], span: spanOf(this.#context, node) };
  }

  /** `env or default` keeps the default with the variable; every other choice stays one. */
  #boolean(node: SyntaxNode, depth: number): Value {
    const operator = node.operators?.[0];
    const operands = operandsOf(node, operator);
    if (operator !== 'or') return this.#choice(node, operands, depth);
    const span = spanOf(this.#context, node);
    let value: Value | undefined;
    for (const operand of operands.slice(0, MAX_ITEMS).reverse()) {
      const left = this.evaluate(operand, depth + 1);
      if (!value) value = left;
      else if (left.kind === 'env' && !left.default && !left.via) value = { ...left, default: value, span };
      else
        value = {
          kind: 'choice',
          options: [left, ...(value.kind === 'choice' && !value.via ? value.options : [value])],
          span,
        };
    }
    return value ?? this.#unknown(node);
  }

  #choice(node: SyntaxNode, sides: readonly (SyntaxNode | undefined)[], depth: number): Value {
    const options: Value[] = [];
    for (const side of sides) {
      const value = side ? this.evaluate(side, depth + 1) : undefined;
      if (value?.kind === 'choice' && !value.via) options.push(...value.options);
      else if (value) options.push(value);
    }
    return { kind: 'choice', options, span: spanOf(this.#context, node) };
  }

  // -------------------------------------------------------------- collections

  #list(node: SyntaxNode, children: readonly SyntaxNode[], depth: number): Value {
    const items: Value[] = [];
    for (const child of children.slice(0, MAX_ITEMS)) {
      const spread = child.type === 'list_splat' ? child.children[0] : undefined;
      const value = this.evaluate(spread ?? child, depth + 1);
      if (spread && value.kind === 'list') items.push(...value.items);
      else items.push(spread ? this.#unknown(child) : value);
    }
    return { kind: 'list', items, span: spanOf(this.#context, node) };
  }

  #object(node: SyntaxNode, depth: number): Value {
    return { kind: 'object', entries: this.#entries(node, depth), span: spanOf(this.#context, node) };
  }

  #entries(node: SyntaxNode, depth: number): Named[] {
    return dictParts(this.#context, node).map(({ name, key, value, spread }) => ({
      name,
      span: spanOf(this.#context, key),
      value: this.evaluate(value, depth + 1),
      ...(spread && { spread: true as const }),
    }));
  }

  // -------------------------------------------------------------- names

  #identifier(node: SyntaxNode, depth: number): Value {
    const name = word(this.#context, node);
    const { bindings, scope } = seenFrom(node, name);
    const only = bindings.length === 1 ? bindings[0] : undefined;
    const fills = only?.kind === 'value' && depth < MAX_DEPTH ? fillsOf(node, name, scope, only.at) : [];
    const filled = only?.value && fills.length > 0 ? this.#filled(node, only.value, fills, depth) : undefined;
    if (filled) return moved(filled, name, filled.span);
    const values = bindings.map(binding => this.#bound(binding, node, depth + 1));
    return this.#arrived(node, name, values);
  }

  /** A dictionary or list together with what is put into it later. */
  #filled(node: SyntaxNode, literal: SyntaxNode, fills: readonly Fill[], depth: number): Value | undefined {
    const span = spanOf(this.#context, node);
    if (isDictionary(this.#context, literal)) {
      return {
        kind: 'object',
        entries: this.#entries(node, depth).map(({ name, span: at, value }) => ({ name, span: at, value })),
        span,
      };
    }
    if (bare(literal).type !== 'list') return undefined;
    const items = [...bare(literal).children];
    for (const fill of fills) {
      const added = fill.kind === 'append' || fill.kind === 'extend' ? positional(fill.call)[0] : undefined;
      const several = fill.kind === 'extend' && added?.type === 'list';
      if (added) items.push(...(several ? added.children : [added]));
    }
    const value = this.#list(node, items, depth);
    return tooLarge(value) ? undefined : value;
  }

  /** What a binding gives; nothing where only its name can be told. */
  #bound(binding: Binding, use: SyntaxNode, depth: number): Value | undefined {
    if (binding.kind === 'value' && binding.value) return this.#follow(binding.value, depth);
    if (binding.kind === 'augmented' && binding.value) return this.#augmented(binding.value, depth);
    return this.#reference(use);
  }

  #augmented(node: SyntaxNode, depth: number): Value | undefined {
    const left = node.get('left');
    const right = node.get('right');
    if (node.operators?.[0] !== '+=' || !left || !right || depth > MAX_DEPTH || this.#following.has(node))
      return undefined;
    this.#following.add(node);
    const value = concatenation(this.#context, node, [left, right], depth);
    this.#following.delete(node);
    return value.kind === 'unknown' ? undefined : value;
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

  /** Puts followed values where the name stands; with nothing to show for it, the name itself is the value. */
  #arrived(node: SyntaxNode, via: string, values: readonly (Value | undefined)[]): Value {
    const known = values.filter(value => value !== undefined);
    if (known.length === 0) return this.#reference(node);
    const span = spanOf(this.#context, node);
    const rest: Value[] = known.length < values.length ? [this.#reference(node)] : [];
    const options = withoutRepeats([...known, ...rest]);
    const [first] = options;
    if (options.length === 1 && first) return moved(first, via, span);
    return { kind: 'choice', options: options.map(option => moved(option, via, span)), via, span };
  }

  #attribute(node: SyntaxNode, depth: number): Value {
    const assigned = this.#context.assigned(node);
    if (assigned)
      return this.#arrived(
        node,
        writtenName(this.#context, node),
        assigned.map(value => this.#follow(value, depth + 1)),
      );
    const env = this.#environment(node, depth) ?? this.#variables(settingOf(this.#context, node), node, depth);
    if (env) return env;
    const members = this.#members(node);
    if (!members) return this.#reference(node);
    const values = members.map(member => this.#memberValue(member, node, depth + 1));
    return this.#arrived(node, writtenName(this.#context, node), values);
  }

  /** What the file's own classes say about `self.x`, `Config.X`, `settings.x`, `Kind.A.value`. */
  #members(node: SyntaxNode): (Binding | AttributeValue)[] | undefined {
    const object = node.get('object');
    const name = node.get('attribute');
    if (!object || !name) return undefined;
    const text = word(this.#context, name);
    if (text === 'value' && object.type === 'attribute') {
      const found = this.#membersOf(object.get('object'), object.get('attribute'), true);
      if (found) return found;
    }
    return this.#membersOf(object, name, false);
  }

  #membersOf(
    object: SyntaxNode | undefined,
    name: SyntaxNode | undefined,
    enums: boolean,
  ): (Binding | AttributeValue)[] | undefined {
    if (!object || !name) return undefined;
    for (const thing of this.#context.denote(object)) {
      if (thing.kind !== 'class' && thing.kind !== 'instance') continue;
      if (thing.kind === 'class' && isEnum(this.#context, thing.info) !== enums) continue;
      const found = memberOf(this.#context, thing.info, word(this.#context, name));
      if (found && found.length > 0) return found;
    }
    return undefined;
  }

  #memberValue(member: Binding | AttributeValue, use: SyntaxNode, depth: number): Value | undefined {
    if ('kind' in member)
      return member.kind === 'value' ? member.value && this.#follow(member.value, depth) : this.#reference(use);
    return member.node && this.#follow(member.node, depth);
  }

  #subscript(node: SyntaxNode, depth: number): Value {
    const env = this.#environment(node, depth);
    if (env) return env;
    const assigned = this.#context.assigned(node);
    const values = assigned ?? this.#context.items(node);
    if (!values) return this.#reference(node);
    return this.#arrived(
      node,
      writtenName(this.#context, node),
      values.map(value => this.#follow(value, depth + 1)),
    );
  }

  // -------------------------------------------------------------- calls

  #environment(node: SyntaxNode, depth: number): Value | undefined {
    const accesses = this.#context.accesses(node);
    return this.#variables(
      accesses.filter(access => access.access !== 'test'),
      node,
      depth,
    );
  }

  #variables(accesses: readonly EnvAccess[], node: SyntaxNode, depth: number): Value | undefined {
    const values = accesses.map(access => this.#variable(access, node, depth));
    if (values.length > 1) return { kind: 'choice', options: values, span: spanOf(this.#context, node) };
    return values[0];
  }

  #variable(access: EnvAccess, node: SyntaxNode, depth: number): Value {
    const fallback = access.default && this.evaluate(access.default, depth + 1);
    return {
      kind: 'env',
      name: access.name,
      span: spanOf(this.#context, node),
      ...(fallback && { default: fallback }),
    };
  }

  #call(node: SyntaxNode, depth: number): Value {
    const value =
      this.#environment(node, depth) ?? this.#throughMethod(node, depth) ?? this.#throughFunction(node, depth);
    if (value) return value;
    if (isDictCall(this.#context, node)) return this.#object(node, depth);
    return {
      kind: 'call',
      callee: calleeName(this.#context, node),
      args: argumentValues(this.#context, node, depth).slice(0, MAX_ITEMS),
      named: namedArguments(this.#context, node, depth),
      span: spanOf(this.#context, node),
    };
  }

  /** `"…".format(…)`, and methods that leave a variable what it is: `os.environ["X"].rstrip("/")`. */
  #throughMethod(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    const object = callee?.type === 'attribute' ? callee.get('object') : undefined;
    const method = callee?.get('attribute');
    if (!object || !method) return undefined;
    const name = word(this.#context, method);
    if (name === 'format') return formatted(this.#context, node, object, node.get('arguments'), depth);
    if (name === 'get') {
      const items = this.#context.items(node);
      return (
        items &&
        this.#arrived(
          node,
          writtenName(this.#context, node, 'dots'),
          items.map(item => this.#follow(item, depth + 1)),
        )
      );
    }
    if (!TIDYING.has(name)) return undefined;
    const value = this.evaluate(object, depth + 1);
    return value.kind === 'env' ? { ...value, span: spanOf(this.#context, node) } : undefined;
  }

  /** `str(x)`, `int(x)`, and functions of the file that only hand out a constant or a variable. */
  #throughFunction(node: SyntaxNode, depth: number): Value | undefined {
    const callee = node.get('function');
    if (!callee) return undefined;
    const args = positional(node);
    const [only] = args;
    if (callee.type === 'identifier' && CASTS.has(word(this.#context, callee)) && args.length === 1 && only) {
      const value = this.evaluate(only, depth + 1);
      if (value.kind === 'env' || (value.kind === 'literal' && value.type !== 'null') || value.kind === 'template') {
        return { ...value, span: spanOf(this.#context, node) };
      }
    }
    if (callee.type !== 'identifier' && callee.type !== 'attribute') return undefined;
    for (const thing of this.#context.denote(callee)) {
      if (thing.kind !== 'function' || thing.info.results.length === 0 || thing.info.results.length > MAX_ORIGINS)
        continue;
      const values = thing.info.results.map(result => this.#follow(result, depth + 1));
      if (values.every(value => value && SIMPLE.has(value.kind)))
        return this.#arrived(node, writtenName(this.#context, callee), values);
    }
    return undefined;
  }
}

const TIDYING = new Set([
  'strip',
  'rstrip',
  'lstrip',
  'lower',
  'upper',
  'removesuffix',
  'removeprefix',
  'encode',
  'decode',
]);
const CASTS = new Set(['str', 'int', 'float', 'bool']);
const SIMPLE = new Set<Value['kind']>(['literal', 'template', 'env', 'choice']);

/** The operands of `a + b + c`, left to right, however many. */
export function summands(node: SyntaxNode): SyntaxNode[] {
  return operandsOf(node, '+');
}

function operandsOf(node: SyntaxNode, operator: string | undefined): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let here: SyntaxNode | undefined = node;
  while (here?.type === node.type && here.operators?.[0] === operator) {
    const right = here.get('right');
    if (right) operands.push(right);
    const left: SyntaxNode | undefined = here.get('left');
    here = left && bare(left);
  }
  if (here) operands.push(here);
  return operands.reverse();
}

function isDictionary(context: Context, node: SyntaxNode): boolean {
  const here = bare(node);
  return here.type === 'dictionary' || (here.type === 'call' && isDictCall(context, here));
}

/** Does the class derive from one of the standard library's enumerations? */
export function isEnum(context: Context, info: ClassInfo): boolean {
  return info.bases.some(base => /(?:^|\.)\w*(?:Enum|Flag)$/.test(lastName(knownNames(context, base).names[0] ?? '')));
}

function tooLarge(value: Value): boolean {
  let size = 0;
  for (const _ of walkValue(value)) if (++size > MAX_FOLLOWED_SIZE) return true;
  return false;
}

/** The value as it stands at a name: its place is the name's, and so is that of everything it may be. */
function moved(value: Value, via: string, span: Span): Value {
  // A name that leads to nothing but itself was not followed.
  if (value.kind === 'reference' && (value.name === via || (!value.via && sameStart(value.span, span)))) {
    return { kind: 'reference', name: value.name, span };
  }
  switch (value.kind) {
    case 'choice':
      return { ...value, options: value.options.map(option => moved(option, via, span)), via, span };
    case 'env':
      return { ...value, ...(value.default && { default: moved(value.default, via, span) }), via, span };
    default:
      return { ...value, via, span };
  }
}

function sameStart(a: Span, b: Span): boolean {
  return a.line === b.line && a.column === b.column;
}

function withoutRepeats(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter(value => {
    const key =
      value.kind === 'call' || value.kind === 'object' || value.kind === 'list'
        ? undefined
        : `${value.kind} ${textOf(value) ?? ('name' in value ? value.name : '')}`;
    if (key === undefined || value.kind === 'choice') return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
