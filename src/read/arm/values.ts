/** From the JSON of a template to values: expressions are evaluated as far as the template itself says. */
import type { Named, ObjectValue, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { choice, concatenated, follow, joined, mayBe, merged, respelled, standing, type Step } from '../known.ts';
import type { JsonDocument } from '../json/document.ts';
import { entryOf, type JsonEntry, type JsonNode, type JsonObject, type JsonScalar } from '../json/tree.ts';
import { innerOf, parseExpression, type CallExpression, type Expression, type MemberStep } from './expression.ts';
import { writtenText, type Declared, type Scope } from './scope.ts';
import { append } from '../append.ts';

/** Parameters that stand for variables that stand for parameters: no further than this. */
const MAX_HOPS = 32;

/** An expression with the text it was parsed from and where that stands. */
interface Written {
  readonly text: string;
  at(expression: { readonly start: number; readonly end: number }): Span;
}

export class TemplateValues {
  readonly #document: JsonDocument;
  readonly #scope: Scope;
  readonly #held = new Map<string, Value | undefined>();
  #hops = 0;

  constructor(document: JsonDocument, scope: Scope) {
    this.#document = document;
    this.#scope = scope;
  }

  value(node: JsonNode): Value {
    switch (node.type) {
      case 'object':
        return this.object(node);
      case 'array':
        return { kind: 'list', items: node.items.map(item => this.value(item)), span: this.#document.spanOf(node) };
      case 'string':
        return this.#string(node);
      default:
        return this.#document.literal(node);
    }
  }

  /** An object, without the entries named in `leave`. `copy` lists become the lists they make. */
  object(node: JsonObject, leave: ReadonlySet<string> = NOTHING): ObjectValue {
    const entries: Named[] = [];
    for (const entry of node.entries) {
      if (leave.has(entry.key.toLowerCase())) continue;
      const copied = copiesIn(entry);
      if (copied)
        append(
          entries,
          copied.map(copy => this.#copied(copy)),
        );
      else entries.push(this.named(entry));
    }
    return { kind: 'object', entries, span: this.#document.spanOf(node) };
  }

  named(entry: JsonEntry): Named {
    return { name: entry.key, span: this.#document.keySpan(entry), value: this.value(entry.value) };
  }

  #copied({ name, node, input }: Copy): Named {
    const span = this.#document.spanOf(name);
    return {
      name: name.text,
      span,
      value: { kind: 'list', items: [this.value(input)], span: this.#document.spanOf(node) },
    };
  }

  // ---------------------------------------------------------------- expressions

  #string(node: JsonScalar): Value {
    const inner = innerOf(node.text);
    const expression = inner && parseExpression(inner.text);
    if (!inner || !expression) {
      const plain = node.text.startsWith('[[') ? { ...node, text: node.text.slice(1) } : node;
      return this.#document.literal(plain);
    }
    return this.#evaluate(expression, this.written(node, inner));
  }

  /** Exact places inside the string where it stands without escapes, else the whole string. */
  written(node: JsonScalar, inner: { readonly text: string; readonly offset: number }): Written {
    const document = this.#document;
    const exact = document.text.startsWith(node.text, node.start + 1);
    const base = node.start + 1 + inner.offset;
    const whole = document.spanOf(node);
    return { text: inner.text, at: ({ start, end }) => (exact ? document.span(base + start, base + end) : whole) };
  }

  argument(expression: Expression, written: Written): Value {
    return this.#evaluate(expression, written);
  }

  #evaluate(expression: Expression, written: Written): Value {
    const span = written.at(expression);
    if (expression.kind !== 'call') return { kind: 'literal', text: expression.text, type: expression.kind, span };
    const name = expression.name.toLowerCase();
    if (name === 'parameters' || name === 'variables') return this.#lookedUp(expression, name, written, span);
    const called = this.#called(
      expression,
      name,
      written,
      expression.steps.length === 0 ? span : written.at({ start: expression.start, end: expression.callEnd }),
    );
    if (expression.steps.length === 0) return called;
    const [found, ...more] = follow(called, this.#steps(expression.steps));
    if (found) return choice([found, ...more], span);
    const text = this.#scope.spelled(written.text.slice(expression.start, expression.end));
    const call = called.kind === 'call' ? called : { args: [called], named: [] };
    return { kind: 'call', callee: text, args: call.args, named: call.named, span };
  }

  #steps(steps: readonly MemberStep[]): Step[] {
    return steps.map(step => {
      if ('member' in step) return { key: step.member };
      if (step.index.kind === 'string') return { key: step.index.text };
      return step.index.kind === 'number' ? { position: Number(step.index.text) } : 'any';
    });
  }

  /** `parameters('x')` and `variables('x')`: what they hold, else the name. */
  #lookedUp(call: CallExpression, source: 'parameters' | 'variables', written: Written, span: Span): Value {
    const text = writtenText(written.text.slice(call.start, call.end));
    const [name] = call.args;
    const held = name?.kind === 'string' ? this.#heldBy(source, name.text) : undefined;
    const found = held && standing(follow(held, this.#steps(call.steps)), text, span);
    return found ?? { kind: 'reference', name: text, span };
  }

  #heldBy(source: 'parameters' | 'variables', name: string): Value | undefined {
    const key = `${source}:${name.toLowerCase()}`;
    if (this.#held.has(key)) return this.#held.get(key);
    if (this.#hops >= MAX_HOPS) return undefined;
    // A value that leads back to itself is not known while it is being found out.
    this.#held.set(key, undefined);
    this.#hops += 1;
    const passed = source === 'parameters' ? this.#scope.passed(name) : undefined;
    const node = source === 'parameters' ? this.#scope.defaultOf(name) : this.#scope.variable(name);
    const value = passed ?? (node && this.value(node));
    this.#hops -= 1;
    this.#held.set(key, value);
    return value;
  }

  #called(call: CallExpression, name: string, written: Written, span: Span): Value {
    const args = call.args.map(argument => this.#evaluate(argument, written));
    return (
      builtin(name, args, span) ?? {
        kind: 'call',
        callee: call.name,
        args,
        named: this.#target(call, name, written, span),
        span,
      }
    );
  }

  /** The resource of this template that a call names, as a reference to its address. */
  #target(call: CallExpression, name: string, written: Written, span: Span): Named[] {
    const declared = /resourceid$/.test(name)
      ? this.#byTypeAndName(call.args, written)
      : name === 'reference' || name.startsWith('list')
        ? this.#byName(call.args[0], written)
        : undefined;
    return declared
      ? [{ name: 'resource', span, value: { kind: 'reference', name: `${declared.address}.id`, span } }]
      : [];
  }

  #byTypeAndName(args: readonly Expression[], written: Written): Declared | undefined {
    const typeAt = args.findIndex(each => each.kind === 'string' && /^[\w-]+(?:\.[\w-]+)+\/[\w/.-]+$/.test(each.text));
    const type = args[typeAt];
    if (type?.kind !== 'string') return undefined;
    const key = args
      .slice(typeAt + 1)
      .map(part => this.#scope.keyOf(part, written.text))
      .join('/');
    return this.#scope.find(key, type.text);
  }

  #byName(name: Expression | undefined, written: Written): Declared | undefined {
    if (!name || (name.kind === 'call' && /resourceid$/i.test(name.name))) return undefined;
    const key = this.#scope.keyOf(name, written.text);
    return this.#scope.symbol(key) ?? this.#scope.find(key);
  }
}

const NOTHING: ReadonlySet<string> = new Set();

interface Copy {
  readonly name: JsonScalar;
  readonly node: JsonObject;
  readonly input: JsonNode;
}

/** `"copy": [{ "name": "x", "count": 2, "input": {…} }]`: each makes a list of that name. */
function copiesIn({ key, value }: JsonEntry): Copy[] | undefined {
  if (key.toLowerCase() !== 'copy' || value.type !== 'array') return undefined;
  const copies: Copy[] = [];
  for (const node of value.items) {
    const name = entryOf(node, 'name')?.value;
    const input = entryOf(node, 'input')?.value;
    if (node.type !== 'object' || name?.type !== 'string' || !input) return undefined;
    copies.push({ name, node, input });
  }
  return copies;
}

/** The functions whose result the template itself tells. */
function builtin(name: string, args: readonly Value[], span: Span): Value | undefined {
  const [first] = args;
  switch (name) {
    case 'concat':
      return args.some(each => mayBe(each, 'list')) ? concatenated(args, span) : joined(args, span);
    case 'format':
      return first?.kind === 'literal' ? joined(formatPieces(first.text, args.slice(1)), span) : undefined;
    case 'if':
      return args.length === 3 ? choice(args.slice(1), span) : undefined;
    case 'coalesce':
      return args.length > 0 ? choice(args, span) : undefined;
    case 'union':
      return args.some(each => mayBe(each, 'object')) ? merged(args, span) : concatenated(args, span);
    case 'createarray':
      return { kind: 'list', items: args, span };
    case 'createobject':
      return pairs(args, span);
    case 'string':
      return first?.kind === 'literal' ? { ...first, type: 'string' } : undefined;
    case 'tolower':
      return respelled(first, text => text.toLowerCase());
    case 'toupper':
      return respelled(first, text => text.toUpperCase());
    case 'true':
    case 'false':
      return { kind: 'literal', text: name, type: 'boolean', span };
    case 'null':
      return { kind: 'literal', text: 'null', type: 'null', span };
    default:
      return undefined;
  }
}

function pairs(args: readonly Value[], span: Span): ObjectValue {
  const entries: Named[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    const key = args[i];
    const value = args[i + 1];
    if (key?.kind === 'literal' && value) entries.push({ name: key.text, span: key.span, value });
  }
  return { kind: 'object', entries, span };
}

/** `{0}-{1}` with its arguments in place. */
export function formatPieces(pattern: string, args: readonly Value[]): (string | Value)[] {
  const pieces: (string | Value)[] = [];
  let from = 0;
  for (const match of pattern.matchAll(/\{\{|\}\}|\{(\d+)(?:[:,][^{}]*)?\}/g)) {
    pieces.push(pattern.slice(from, match.index));
    from = match.index + match[0].length;
    const argument = match[1] === undefined ? undefined : args[Number(match[1])];
    pieces.push(match[1] === undefined ? match[0].slice(1) : (argument ?? match[0]));
  }
  pieces.push(pattern.slice(from));
  return pieces;
}
