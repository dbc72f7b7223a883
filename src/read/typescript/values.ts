/**
 * What expressions hold: literals, strings with holes, environment reads with defaults, calls, and names followed to
 * the places that gave them their value.
 */
import type { EnvValue, LiteralValue, Named, ReferenceValue, Value } from '../../model/fact.ts';
import { argumentValues, calleeName, namedArguments, type Call } from './calls.ts';
import { byKind, ts, type TS } from './compiler.ts';
import { spanOf, type Context } from './context.ts';
import { importedVariable } from './environment.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { assignedTo } from './names.ts';
import { constantKey, objectParts, propertiesOf } from './objects.ts';
import { bindingOf, type Binding, type ClassInfo, type Field, type Source } from './scopes.ts';
import { concatenation, interpolated, joined, type Piece } from './templates.ts';
import {
  bare,
  below,
  isAssignment,
  isConcatenation,
  isEitherOr,
  isLast,
  NodeMap,
  plainName,
  requiredModule,
  summands,
} from './tree.ts';
import { isTelling, optionsOf, partOf, pathText, withAlternative, withoutRepeats } from './value-parts.ts';
import { knownName, writtenName } from './written.ts';

const MAX_DEPTH = 10;
const MAX_ITEMS = 1000;
const MAX_OPTIONS = 16;
/** Steps per node of the file. Code takes less than one; names that lead to each other in every way would take thousands. */
const MAX_STEPS = 2;

/** Builds the evaluator for one module. */
export function createEvaluate(context: Context): (node: TS.Node, depth?: number) => Value {
  return new Values(context).evaluate;
}

class Values {
  readonly context: Context;
  /** Values that are known to the bottom. */
  readonly #whole: NodeMap<Value>;
  /** Values of names that were cut short, by the depth they were asked for at. */
  readonly #followed = new Map<TS.Node, (Value | undefined)[]>();
  readonly #following = new Set<TS.Node>();
  /** Whether what is known to the bottom says more than the name that leads to it. */
  readonly #told: NodeMap<boolean>;
  /** How often something was cut short so far. */
  #cuts = 0;
  #steps: number;

  constructor(context: Context) {
    this.context = context;
    this.#whole = new NodeMap(context.nodes);
    this.#told = new NodeMap(context.nodes);
    this.#steps = MAX_STEPS * context.nodes.length;
  }

  readonly evaluate = (node: TS.Node, depth = 0): Value => {
    const here = bare(node);
    const evaluator = EVALUATORS(here);
    if (!evaluator) return this.unknown(here);
    const known = this.#whole.get(here);
    if (known) return known;
    if (depth > MAX_DEPTH) {
      this.#cuts++;
      return this.unknown(here);
    }
    this.#steps--;
    const cuts = this.#cuts;
    const value = evaluator(this, here, depth);
    if (cuts === this.#cuts) this.#whole.set(here, value);
    return value;
  };

  unknown(node: TS.Node): Value {
    return { kind: 'unknown', span: spanOf(this.context, node) };
  }

  literal(node: TS.Node, text: string, type: LiteralValue['type']): Value {
    return { kind: 'literal', text, type, span: spanOf(this.context, node) };
  }

  reference(node: TS.Node): ReferenceValue {
    return { kind: 'reference', name: knownName(this.context, node), span: spanOf(this.context, node) };
  }

  // -------------------------------------------------------------- operators

  signed(node: TS.PrefixUnaryExpression): Value {
    const { operator, operand } = node;
    if (!ts.isNumericLiteral(operand)) return this.unknown(node);
    if (operator === ts.SyntaxKind.MinusToken) return this.literal(node, `-${operand.text}`, 'number');
    return operator === ts.SyntaxKind.PlusToken ? this.literal(node, operand.text, 'number') : this.unknown(node);
  }

  binary(node: TS.BinaryExpression, depth: number): Value {
    if (isConcatenation(node)) return concatenation(this.context, node, summands(node), depth) ?? this.unknown(node);
    if (isEitherOr(node)) return this.#either(node, depth);
    const { kind } = node.operatorToken;
    if (isAssignment(node) ? kind !== ts.SyntaxKind.PlusEqualsToken : isLast(node.operatorToken)) {
      return this.evaluate(node.right, depth + 1);
    }
    return this.unknown(node);
  }

  /** `env || default` keeps the default with the variable; every other choice stays one. */
  #either(node: TS.BinaryExpression, depth: number): Value {
    const operands = alternatives(node);
    const [first, ...rest] = operands.map(operand => this.evaluate(operand, depth + 1));
    if (!first) return this.unknown(node);
    const span = spanOf(this.context, node);
    const combined = rest.reduceRight<Value | undefined>(
      (after, value) => withAlternative(value, after, value.span),
      undefined,
    );
    return combined ? withAlternative(first, combined, span) : first;
  }

  choice(node: TS.Node, sides: readonly TS.Node[], depth: number): Value {
    const options = sides.flatMap(side => optionsOf(this.evaluate(side, depth + 1)));
    return { kind: 'choice', options, span: spanOf(this.context, node) };
  }

  // -------------------------------------------------------------- collections

  list(node: TS.ArrayLiteralExpression, depth: number): Value {
    const items: Value[] = [];
    for (const element of node.elements.slice(0, MAX_ITEMS)) {
      const spread = ts.isSpreadElement(element);
      const value = this.evaluate(spread ? element.expression : element, depth + 1);
      if (spread && value.kind === 'list') for (const item of value.items) items.push(item);
      else items.push(spread ? this.unknown(element) : value);
    }
    return { kind: 'list', items: items.slice(0, MAX_ITEMS), span: spanOf(this.context, node) };
  }

  object(node: TS.ObjectLiteralExpression, depth: number): Value {
    const entries = objectParts(this.context, node).map(({ name, key, value, spread }): Named => ({
      name,
      span: spanOf(this.context, key),
      value: this.evaluate(value, depth + 1),
      ...(spread && { spread: true as const }),
    }));
    return { kind: 'object', entries, span: spanOf(this.context, node) };
  }

  // -------------------------------------------------------------- names

  identifier(node: TS.Identifier, depth: number): Value {
    const name = ts.idText(node);
    const binding = bindingOf(this.context.module, node);
    if (!binding) return name === 'undefined' ? this.literal(node, name, 'null') : this.reference(node);
    const variable = binding.imported && importedVariable(binding.imported);
    if (variable !== undefined) return { kind: 'env', name: variable, via: name, span: spanOf(this.context, node) };
    if (binding.kind !== 'variable') return this.reference(node);
    return this.#arrived(node, name, this.#given(binding, node, depth + 1));
  }

  #given(binding: Binding, use: TS.Node, depth: number): (Value | undefined)[] {
    return seenFrom(binding.sources, use).map(source => this.#source(source, depth));
  }

  #source({ value, path, fallback }: Source, depth: number): Value | undefined {
    if (!value || depth > MAX_DEPTH) {
      if (value) this.#cuts++;
      return undefined;
    }
    if (path.length === 0) return this.#follow(value, depth);
    const part = this.#part(value, path, depth);
    if (!fallback || !part) return part;
    return withAlternative(part, this.evaluate(fallback, depth + 1), part.span);
  }

  /** What destructuring takes from a value. */
  #part(value: TS.Node, path: readonly string[], depth: number): Value | undefined {
    const span = spanOf(this.context, value);
    const [first] = path;
    if (path.length === 1 && first !== undefined && this.context.denote(value).some(thing => thing.kind === 'env')) {
      return { kind: 'env', name: first, span };
    }
    let whole = this.#follow(value, depth);
    for (const [index, name] of path.entries()) {
      const inner = whole && partOf(whole, name);
      if (!inner)
        return isNameable(value)
          ? { kind: 'reference', name: pathText(this.#nameOf(whole, value, index, path), path.slice(index)), span }
          : undefined;
      whole = inner;
    }
    return whole;
  }

  #nameOf(whole: Value | undefined, value: TS.Node, index: number, path: readonly string[]): string {
    return whole?.kind === 'reference' ? whole.name : pathText(knownName(this.context, value), path.slice(0, index));
  }

  /** Evaluates what a name was given. */
  #follow(node: TS.Node, depth: number): Value | undefined {
    const here = bare(node);
    const known = this.#whole.get(here);
    if (known) return this.#toldOf(here, known);
    if (depth > MAX_DEPTH || this.#steps < 0 || this.#following.has(here)) {
      this.#cuts++;
      return undefined;
    }
    // What was cut short is kept by depth: a value cut deep inside must not be handed out at the top.
    let kept = this.#followed.get(here);
    if (kept && depth in kept) {
      this.#cuts++;
      return kept[depth];
    }
    const cuts = this.#cuts;
    this.#following.add(here);
    const value = this.evaluate(here, depth);
    this.#following.delete(here);
    if (cuts === this.#cuts) return this.#toldOf(here, value);
    if (!kept) this.#followed.set(here, (kept = []));
    return (kept[depth] = isTelling(value) ? value : undefined);
  }

  #toldOf(node: TS.Node, value: Value): Value | undefined {
    let told = this.#told.get(node);
    if (told === undefined) this.#told.set(node, (told = isTelling(value)));
    return told ? value : undefined;
  }

  /** Puts followed values where the name stands; with nothing to show for it, the name itself is the value. */
  #arrived(node: TS.Node, via: string, values: readonly (Value | undefined)[]): Value {
    const known = values.filter(value => value !== undefined);
    if (known.length === 0) return this.reference(node);
    const span = spanOf(this.context, node);
    const rest: Value[] = known.length < values.length ? [this.reference(node)] : [];
    const options = withoutRepeats(
      [...known, ...rest].flatMap(value => (value.kind === 'choice' ? value.options : [value])),
    );
    const [first] = options;
    if (options.length === 1 && first) return { ...first, via, span };
    return {
      kind: 'choice',
      options: options.slice(0, MAX_OPTIONS).map(option => ({ ...option, via, span })),
      via,
      span,
    };
  }

  member(node: TS.PropertyAccessExpression | TS.ElementAccessExpression, depth: number): Value {
    const env = this.#environment(node, depth);
    if (env) return env;
    const values = this.#memberValues(node, depth + 1);
    return values ? this.#arrived(node, writtenName(this.context, node), values) : this.reference(node);
  }

  /** What the file itself says about `this.x`, `Config.X`, `settings.x`, `Kind.A`. */
  #memberValues(
    node: TS.PropertyAccessExpression | TS.ElementAccessExpression,
    depth: number,
  ): (Value | undefined)[] | undefined {
    const assigned = assignedTo(this.context, node);
    if (assigned) return assigned.map(source => this.#source(source, depth));
    const name = ts.isPropertyAccessExpression(node)
      ? ts.idText(node.name)
      : constantKey(this.context, node.argumentExpression);
    if (name === undefined) return undefined;
    for (const thing of this.context.denote(node.expression)) {
      switch (thing.kind) {
        case 'object': {
          const found = propertiesOf(this.context, thing.node).get(name);
          if (found) return found.map(value => this.#follow(value, depth));
          break;
        }
        case 'list': {
          const index = /^\[(\d+)\]$/.exec(name)?.[1];
          const item = index === undefined ? undefined : thing.node.elements[Number(index)];
          if (item) return [this.#follow(item, depth)];
          break;
        }
        case 'enum': {
          const member = enumMembers(thing.node).get(name);
          if (member) return [this.#follow(member, depth)];
          break;
        }
        case 'class':
        case 'instance': {
          const field = this.#field(thing.info, name);
          if (field)
            return field.sources.length > MAX_ORIGINS ? [] : field.sources.map(source => this.#source(source, depth));
          break;
        }
        default:
          break;
      }
    }
    return undefined;
  }

  #field(info: ClassInfo, name: string): Field | undefined {
    const own = info.fields.get(name);
    if (own || !info.base) return own;
    for (const thing of this.context.denote(info.base))
      if (thing.kind === 'class' && thing.info !== info) return thing.info.fields.get(name);
    return undefined;
  }

  // -------------------------------------------------------------- calls

  #environment(node: TS.Node, depth: number): EnvValue | undefined {
    const access = this.context.access(node);
    if (!access || access.access !== 'read') return undefined;
    const fallback = access.default && this.evaluate(access.default, depth + 1);
    return { kind: 'env', name: access.name, span: spanOf(this.context, node), ...(fallback && { default: fallback }) };
  }

  call(node: Call, depth: number): Value {
    if (ts.isCallExpression(node)) {
      const value =
        this.#environment(node, depth) ?? this.#throughMethod(node, depth) ?? this.#throughFunction(node, depth);
      if (value) return value;
      const required = requiredModule(node);
      if (required) return { kind: 'reference', name: required.text, span: spanOf(this.context, node) };
    }
    return {
      kind: 'call',
      callee: calleeName(this.context, node),
      args: argumentValues(this.context, node, depth),
      named: namedArguments(this.context, node, depth),
      span: spanOf(this.context, node),
    };
  }

  /** `"a".concat(b)`, `[a, b].join("/")`, and methods that leave a variable what it is: `process.env.X.trim()`. */
  #throughMethod(node: TS.CallExpression, depth: number): Value | undefined {
    if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
    const name = ts.idText(node.expression.name);
    const object = bare(node.expression.expression);
    if (name === 'concat' && isText(this.evaluate(object, depth + 1))) {
      return concatenation(this.context, node, [object, ...node.arguments], depth);
    }
    if (name === 'join' && ts.isArrayLiteralExpression(object)) return this.#join(node, object, depth);
    if (!TIDYING.has(name)) return undefined;
    const value = this.evaluate(object, depth + 1);
    return value.kind === 'env' ? { ...value, span: spanOf(this.context, node) } : undefined;
  }

  #join(node: TS.CallExpression, list: TS.ArrayLiteralExpression, depth: number): Value | undefined {
    const [separator] = node.arguments;
    const between = separator ? constantKey(this.context, separator) : ',';
    if (
      between === undefined ||
      list.elements.length > MAX_ITEMS ||
      list.elements.some(element => ts.isSpreadElement(element))
    )
      return undefined;
    const pieces: Piece[] = [];
    for (const element of list.elements) {
      if (pieces.length > 0) pieces.push(between);
      pieces.push(this.evaluate(element, depth + 1));
    }
    return joined(this.context, node, pieces);
  }

  /** `String(x)`, `Object.freeze(x)`, and functions of the file that only hand out a constant or a variable. */
  #throughFunction(node: TS.CallExpression, depth: number): Value | undefined {
    const callee = bare(node.expression);
    const [only] = node.arguments;
    if (ts.isIdentifier(callee) && CASTS.has(ts.idText(callee)) && only && node.arguments.length <= 2) {
      const value = this.evaluate(only, depth + 1);
      if (SIMPLE.has(value.kind) && value.kind !== 'choice') return { ...value, span: spanOf(this.context, node) };
    }
    if (only && node.arguments.length === 1 && isFreeze(callee)) return this.evaluate(only, depth + 1);
    if (!ts.isIdentifier(callee) && !ts.isPropertyAccessExpression(callee)) return undefined;
    for (const thing of this.context.denote(callee)) {
      const results = thing.kind === 'function' ? this.context.module.results.get(thing.node) : undefined;
      if (!results || results.length > MAX_ORIGINS) continue;
      const values = results.map(result => this.#follow(result, depth + 1));
      if (values.every(value => value && SIMPLE.has(value.kind)))
        return this.#arrived(node, writtenName(this.context, callee), values);
    }
    return undefined;
  }
}

type Evaluator = (values: Values, node: TS.Node, depth: number) => Value;
const evaluator =
  <T extends TS.Node>(evaluate: (values: Values, node: T, depth: number) => Value): Evaluator =>
  (values, node, depth) =>
    evaluate(values, node as T, depth);

const text = evaluator<TS.LiteralLikeNode>((values, node) => values.literal(node, node.text, 'string'));
const number = evaluator<TS.LiteralLikeNode>((values, node) =>
  values.literal(node, node.getText(values.context.root), 'number'),
);
const member = evaluator<TS.PropertyAccessExpression>((values, node, depth) => values.member(node, depth));
const call = evaluator<TS.CallExpression>((values, node, depth) => values.call(node, depth));

/** Everything else holds nothing that can be told. */
const EVALUATORS = byKind<Evaluator>({
  StringLiteral: text,
  NoSubstitutionTemplateLiteral: text,
  NumericLiteral: number,
  BigIntLiteral: number,
  TrueKeyword: evaluator((values, node) => values.literal(node, 'true', 'boolean')),
  FalseKeyword: evaluator((values, node) => values.literal(node, 'false', 'boolean')),
  NullKeyword: evaluator((values, node) => values.literal(node, 'null', 'null')),
  TemplateExpression: evaluator<TS.TemplateExpression>((values, node, depth) =>
    interpolated(values.context, node, depth),
  ),
  PrefixUnaryExpression: evaluator<TS.PrefixUnaryExpression>((values, node) => values.signed(node)),
  BinaryExpression: evaluator<TS.BinaryExpression>((values, node, depth) => values.binary(node, depth)),
  ConditionalExpression: evaluator<TS.ConditionalExpression>((values, node, depth) =>
    values.choice(node, [node.whenTrue, node.whenFalse], depth),
  ),
  ArrayLiteralExpression: evaluator<TS.ArrayLiteralExpression>((values, node, depth) => values.list(node, depth)),
  ObjectLiteralExpression: evaluator<TS.ObjectLiteralExpression>((values, node, depth) => values.object(node, depth)),
  Identifier: evaluator<TS.Identifier>((values, node, depth) => values.identifier(node, depth)),
  ThisKeyword: evaluator((values, node) => values.reference(node)),
  PropertyAccessExpression: member,
  ElementAccessExpression: member,
  CallExpression: call,
  NewExpression: call,
  JsxExpression: evaluator<TS.JsxExpression>((values, node, depth) =>
    node.expression ? values.evaluate(node.expression, depth) : values.unknown(node),
  ),
});

const TIDYING = new Set([
  'trim',
  'trimEnd',
  'trimStart',
  'toLowerCase',
  'toUpperCase',
  'toString',
  'replace',
  'replaceAll',
  'slice',
]);
function isText(value: Value): boolean {
  return value.kind === 'template' || (value.kind === 'literal' && value.type === 'string');
}

const CASTS = new Set(['String', 'Number', 'Boolean', 'parseInt', 'parseFloat']);
const SIMPLE = new Set<Value['kind']>(['literal', 'template', 'env', 'choice']);

function isFreeze(callee: TS.Node): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  return ts.idText(callee.expression) === 'Object' && /^(?:freeze|seal)$/.test(ts.idText(callee.name));
}

/** The operands of `a ?? b ?? c`, left to right, however many. */
function alternatives(node: TS.BinaryExpression): TS.Node[] {
  const operands: TS.Node[] = [];
  let here: TS.Node = node;
  while (isEitherOr(here) && operands.length < MAX_ITEMS) {
    operands.push(here.right);
    here = bare(here.left);
  }
  operands.push(here);
  return operands.reverse();
}

/** Does the expression have a name, so that its parts have one too? */
function isNameable(node: TS.Node): boolean {
  const here = bare(node);
  return below(here) !== undefined || ts.isIdentifier(here) || here.kind === ts.SyntaxKind.ThisKeyword;
}

const members = new WeakMap<TS.Node, Map<string, TS.Node>>();

function enumMembers(node: TS.EnumDeclaration): ReadonlyMap<string, TS.Node> {
  let known = members.get(node);
  if (!known) {
    members.set(node, (known = new Map()));
    for (const { name, initializer } of node.members) {
      const key = plainName(name);
      if (key !== undefined && initializer) known.set(key, initializer);
    }
  }
  return known;
}
