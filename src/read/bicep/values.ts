/** From Bicep expressions to values, followed as far as the file itself says. */
import type { Named, ObjectValue, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import {
  choice,
  concatenated,
  follow,
  itemsOf,
  joined,
  mayBe,
  merged,
  respelled,
  standing,
  type Step as ValueStep,
} from '../known.ts';
import type { Declared, Scope } from './scope.ts';
import type { ChainNode, Expression, ForNode, NameNode, ObjectNode, Placed, Step, StringNode } from './syntax.ts';
import { append } from '../append.ts';

/** Names that a loop gives, each with all it may hold. */
export type Bindings = ReadonlyMap<string, readonly Value[]>;
export const NO_BINDINGS: Bindings = new Map();

/** Variables that stand for variables that stand for variables: no further than this. */
const MAX_HOPS = 32;
/** Longer names are cut: nobody looks for them, and they would be kept many times. */
const MAX_SPELLED = 400;

export class Values {
  readonly text: string;
  readonly scope: Scope;
  readonly #place: (start: number, end: number) => Span;
  readonly #held = new Map<string, Value | undefined>();
  readonly #known = new Map<Bindings, Map<Expression, Value>>();
  readonly #loops = new Map<Bindings, Map<ForNode, Bindings>>();
  #hops = 0;
  #targets: ReadonlyMap<string, Declared | undefined> | undefined;

  constructor(text: string, scope: Scope, place: (start: number, end: number) => Span) {
    this.text = text;
    this.scope = scope;
    this.#place = place;
  }

  span(node: Placed): Span {
    return this.#place(node.start, node.end);
  }

  /** Each expression is evaluated once for what is bound around it, however many facts ask. */
  value(node: Expression, bindings: Bindings = NO_BINDINGS): Value {
    let known = this.#known.get(bindings);
    if (!known) this.#known.set(bindings, (known = new Map()));
    let value = known.get(node);
    if (!value) known.set(node, (value = this.#evaluate(node, bindings)));
    return value;
  }

  #evaluate(node: Expression, bindings: Bindings): Value {
    switch (node.kind) {
      case 'string':
        return this.#string(node, bindings);
      case 'literal':
        return { kind: 'literal', text: node.text, type: node.type, span: this.span(node) };
      case 'array':
        return { kind: 'list', items: node.items.flatMap(item => this.#item(item, bindings)), span: this.span(node) };
      case 'object':
        return this.object(node, bindings);
      case 'name':
        return this.#name(node, bindings);
      case 'chain':
        return this.#chain(node, bindings);
      case 'ternary':
        return choice([this.value(node.yes, bindings), this.value(node.no, bindings)], this.span(node));
      case 'binary':
        if (!node.operators.every(operator => operator === '??')) return this.#unknown(node);
        return choice(
          node.operands.map(operand => this.value(operand, bindings)),
          this.span(node),
        );
      case 'for':
        return { kind: 'list', items: [this.value(node.body, this.loop(node, bindings))], span: this.span(node) };
      case 'if':
        return this.value(node.body, bindings);
      default:
        return this.#unknown(node);
    }
  }

  #unknown(node: Placed): Value {
    return { kind: 'unknown', span: this.span(node) };
  }

  #string(node: StringNode, bindings: Bindings): Value {
    const holes = node.holes.map(hole => this.value(hole, bindings));
    const pieces = node.parts.flatMap((part, i) => {
      const hole = holes[i];
      return hole ? [part, hole] : [part];
    });
    return joined(pieces, this.span(node));
  }

  #item(node: Expression, bindings: Bindings): readonly Value[] {
    if (node.kind !== 'spread') return [this.value(node, bindings)];
    const value = this.value(node.value, bindings);
    return concatenated([value], value.span)?.items ?? [];
  }

  object(node: ObjectNode, bindings: Bindings): ObjectValue {
    const entries: Named[] = [];
    for (const property of node.properties) {
      if ('kind' in property) {
        append(entries, merged([this.value(property.value, bindings)], this.span(property)).entries);
        continue;
      }
      const { key } = property;
      const known = key.node ? this.#string(key.node, bindings) : undefined;
      const name = known && (known.kind === 'literal' || known.kind === 'template') ? known.text : key.text;
      entries.push({ name, span: this.span(key), value: this.value(property.value, bindings) });
    }
    return { kind: 'object', entries, span: this.span(node) };
  }

  /** The names a loop gives, beside those that were there. */
  loop(node: ForNode, bindings: Bindings): Bindings {
    let known = this.#loops.get(bindings);
    if (!known) this.#loops.set(bindings, (known = new Map()));
    let inner = known.get(node);
    if (!inner) known.set(node, (inner = this.#bind(node, bindings)));
    return inner;
  }

  #bind(node: ForNode, bindings: Bindings): Bindings {
    const over = this.value(node.over, bindings);
    const items = over.kind === 'choice' ? over.options.flatMap(option => itemsOf(option) ?? []) : itemsOf(over);
    const inner = new Map(bindings);
    // A loop's name hides a variable of the same name, known or not.
    inner.set(node.item, items ?? []);
    if (node.index !== undefined) inner.set(node.index, []);
    return inner;
  }

  // ---------------------------------------------------------------- names

  #name(node: NameNode, bindings: Bindings): Value {
    const span = this.span(node);
    const declared = bindings.has(node.name) ? undefined : this.scope.symbol(node.name);
    if (declared) return { kind: 'reference', name: declared.address, span };
    return standing(this.#heldBy(node.name, bindings), node.name, span) ?? { kind: 'reference', name: node.name, span };
  }

  #heldBy(name: string, bindings: Bindings): readonly Value[] {
    const bound = bindings.get(name);
    if (bound) return bound;
    if (!this.#held.has(name)) {
      const written = this.scope.valueOf(name);
      if (!written || this.#hops >= MAX_HOPS) return [];
      // A value that leads back to itself is not known while it is being found out.
      this.#held.set(name, undefined);
      this.#hops += 1;
      const value = this.value(written);
      this.#hops -= 1;
      this.#held.set(name, value);
    }
    const held = this.#held.get(name);
    return held ? [held] : [];
  }

  #chain(node: ChainNode, bindings: Bindings): Value {
    const span = this.span(node);
    const { root, steps } = node;
    const calls = steps.findLastIndex(step => step.step === 'call');
    if (root.kind === 'name' && calls < 0) return this.#path(root, steps, bindings, span);
    if (root.kind === 'name' && steps[0]?.step === 'call') return this.#function(node, root, bindings, span);
    if (root.kind === 'name' && isNamespace(root.name) && steps[1]?.step === 'call')
      return this.#function(node, root, bindings, span);
    if (root.kind === 'name') return this.#method(root, steps, calls, bindings, span);
    const value = this.value(root, bindings);
    const found = follow(value, valueSteps(steps));
    if (found.length > 0) return choice(found, span);
    const tail = steps.map(step => this.#spelledStep(step, bindings)).join('');
    return value.kind === 'reference' ? { kind: 'reference', name: value.name + tail, span } : this.#unknown(node);
  }

  /** `account.properties.endpoint`, `settings.chat.model`: the value where it is known, else the name. */
  #path(root: NameNode, steps: readonly Step[], bindings: Bindings, span: Span): Value {
    const name = this.#spelledRoot(root, bindings) + steps.map(step => this.#spelledStep(step, bindings)).join('');
    if (this.#symbolAt(root, bindings)) return { kind: 'reference', name, span };
    const path = valueSteps(steps);
    const found = this.#heldBy(root.name, bindings).flatMap(value => follow(value, path));
    return standing(found, name, span) ?? { kind: 'reference', name, span };
  }

  #symbolAt(root: NameNode, bindings: Bindings): Declared | undefined {
    return bindings.has(root.name) ? undefined : this.scope.symbol(root.name);
  }

  #spelledRoot(root: NameNode, bindings: Bindings): string {
    return this.#symbolAt(root, bindings)?.address ?? root.name;
  }

  #spelledStep(step: Step, bindings: Bindings): string {
    if (step.step === 'call') return '()';
    if (step.step === 'member') return `${step.nested ? '::' : '.'}${step.name}`;
    const { index } = step;
    if (index.kind === 'string' && index.holes.length === 0) return `["${index.parts[0] ?? ''}"]`;
    if (index.kind === 'literal') return `[${index.text}]`;
    return index.kind === 'name' || index.kind === 'chain' ? `[${this.#shortly(index, bindings)}]` : '[]';
  }

  #shortly(node: Expression, bindings: Bindings): string {
    const value = this.value(node, bindings);
    return value.via ?? (value.kind === 'reference' ? value.name : '');
  }

  /** `account.listKeys()` is a call, `account.listKeys().key1` a name that is read from what it gives. */
  #method(root: NameNode, steps: readonly Step[], last: number, bindings: Bindings, span: Span): Value {
    const spelled = (upTo: number): string =>
      this.#spelledRoot(root, bindings) +
      steps
        .slice(0, upTo)
        .map(step => this.#spelledStep(step, bindings))
        .join('');
    const call = steps[last];
    if (last < steps.length - 1 || call?.step !== 'call')
      return { kind: 'reference', name: spelled(steps.length), span };
    const args = call.args.map(argument => this.value(argument, bindings));
    return { kind: 'call', callee: spelled(last), args, named: [], span };
  }

  // ---------------------------------------------------------------- functions

  /** `listKeys(…)`, `az.listKeys(…)`, `listKeys(…).key1`: with members the callee is all that is written. */
  #function(node: ChainNode, root: NameNode, bindings: Bindings, span: Span): Value {
    const at = node.steps[0]?.step === 'call' ? 0 : 1;
    const owner = node.steps[0];
    const name = at === 0 || owner?.step !== 'member' ? root.name : owner.name;
    const call = node.steps[at];
    const given = call?.step === 'call' ? call.args : [];
    const args = given.map(argument => this.value(argument, bindings));
    const rest = node.steps.slice(at + 1);
    const whole = rest.length === 0 ? span : this.#place(node.start, call?.end ?? node.end);
    const known = builtin(name.toLowerCase(), args, whole);
    if (known && rest.length === 0) return known;
    const found = known ? follow(known, valueSteps(rest)) : [];
    if (found.length > 0) return choice(found, span);
    const callee = rest.length === 0 ? name : this.#written(node);
    return { kind: 'call', callee, args, named: this.#target(name, given, whole), span };
  }

  #written(node: Placed): string {
    return this.text.slice(node.start, Math.min(node.end, node.start + MAX_SPELLED)).replace(/\s+/g, ' ');
  }

  /** The resource of this file that `resourceId('type', name)` names, as a reference to its symbol. */
  #target(name: string, args: readonly Expression[], span: Span): Named[] {
    if (!/resourceid$/i.test(name)) return [];
    const [type, ...names] = args.slice(
      args.findIndex(each => each.kind === 'string' && /^[\w-]+(?:\.[\w-]+)+\//.test(each.parts[0] ?? '')),
    );
    if (type?.kind !== 'string') return [];
    const key = names.at(-1);
    const declared = key && this.#named().get(`${(type.parts[0] ?? '').toLowerCase()}\n${this.#written(key)}`);
    return declared
      ? [{ name: 'resource', span, value: { kind: 'reference', name: `${declared.address}.id`, span } }]
      : [];
  }

  /** Resources by type and by how their name is written, where there is one only. */
  #named(): ReadonlyMap<string, Declared | undefined> {
    if (this.#targets) return this.#targets;
    const targets = new Map<string, Declared | undefined>();
    for (const declared of this.scope.resources) {
      const name = this.nameOf(declared);
      if (!name) continue;
      const key = `${declared.type.toLowerCase()}\n${this.#written(name)}`;
      targets.set(key, targets.has(key) ? undefined : declared);
    }
    this.#targets = targets;
    return targets;
  }

  nameOf({ declaration }: Declared): Expression | undefined {
    return propertyOf(declaration.body, 'name');
  }
}

/** A property of a resource's body, behind its loops and conditions. */
export function propertyOf(body: Expression, name: string): Expression | undefined {
  let here = body;
  while (here.kind === 'for' || here.kind === 'if') here = here.body;
  if (here.kind !== 'object') return undefined;
  for (const property of here.properties)
    if (!('kind' in property) && property.key.text === name) return property.value;
  return undefined;
}

const isNamespace = (name: string): boolean => name === 'az' || name === 'sys';

function valueSteps(steps: readonly Step[]): ValueStep[] {
  return steps.map(step => {
    if (step.step === 'member') return { key: step.name };
    if (step.step !== 'index') return { key: '()' };
    const { index } = step;
    if (index.kind === 'string' && index.holes.length === 0) return { key: index.parts[0] ?? '' };
    return index.kind === 'literal' ? { position: Number(index.text) } : 'any';
  });
}

/** The functions whose result the file itself tells. */
function builtin(name: string, args: readonly Value[], span: Span): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'concat':
      return args.some(each => mayBe(each, 'list')) ? concatenated(args, span) : joined(args, span);
    case 'union':
      return args.some(each => mayBe(each, 'object')) ? merged(args, span) : concatenated(args, span);
    case 'format':
      return first?.kind === 'literal' ? joined(formatPieces(first.text, args.slice(1)), span) : undefined;
    case 'any':
    case 'string':
    case 'array':
    case 'items':
      return args.length === 1 && first?.kind === 'literal' ? first : undefined;
    case 'tolower':
      return respelled(first, text => text.toLowerCase());
    case 'toupper':
      return respelled(first, text => text.toUpperCase());
    case 'readenvironmentvariable':
      if (first?.kind !== 'literal') return undefined;
      return second
        ? { kind: 'env', name: first.text, span, default: second }
        : { kind: 'env', name: first.text, span };
    default:
      return undefined;
  }
}

/** `{0}-{1}` with its arguments in place. */
function formatPieces(pattern: string, args: readonly Value[]): (string | Value)[] {
  const pieces: (string | Value)[] = [];
  let from = 0;
  for (const match of pattern.matchAll(/\{(\d+)(?:[:,][^{}]*)?\}/g)) {
    pieces.push(pattern.slice(from, match.index), args[Number(match[1])] ?? match[0]);
    from = match.index + match[0].length;
  }
  pieces.push(pattern.slice(from));
  return pieces;
}
