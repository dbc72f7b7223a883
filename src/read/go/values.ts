/**
 * What expressions hold: literals, strings with holes, environment reads with defaults, structs, calls, and names
 * followed to the place that gave them their value.
 */
import { textOf, type LiteralValue, type Named, type Value } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { joined, standing } from '../known.ts';
import { spanOf, word, type Context } from './context.ts';
import { argumentsOf, bare, calleeOf, isResolved, plainName, typeName, writtenName } from './names.ts';
import { literalText } from './strings.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 500;
const MAX_OPTIONS = 6;
/** Calls that hand their first argument on: conversions, pointers to a value, tidied texts. */
const HANDED_ON =
  /^(?:string|cmp\.Or|strings\.(?:Trim\w*|ToLower|ToUpper)|net\/url\.Parse)$|\/[^/]*\.(?:F|String|Ptr|StringPtr|Opt|NewOpt|Of)$/;
const FORMATS = /^fmt\.Sprintf$/;
const JOINS = /^(?:path|net\/url)\.Join(?:Path)?$/;

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
      case 'interpreted_string_literal':
      case 'raw_string_literal':
      case 'rune_literal':
        return this.#literal(node, literalText(word(this.#context, node)), 'string');
      case 'int_literal':
      case 'float_literal':
        return this.#literal(node, word(this.#context, node), 'number');
      case 'true':
      case 'false':
        return this.#literal(node, node.type, 'boolean');
      case 'nil':
        return this.#literal(node, 'nil', 'null');
      case 'binary_expression':
        return node.operator === '+' ? this.#sum(node, depth) : this.#unknown(node);
      case 'composite_literal':
        return this.#composite(node, depth);
      case 'literal_value':
        return this.#body(node, node, depth);
      case 'identifier':
        return this.#name(node, depth);
      case 'selector_expression':
      case 'index_expression':
        return this.#reference(node);
      case 'call_expression':
        return this.#call(node, depth);
      case 'type_conversion_expression': {
        const operand = node.get('operand');
        return operand ? this.evaluate(operand, depth + 1) : this.#unknown(node);
      }
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

  /** Texts put together; sums of anything else are not told. */
  #sum(node: CodeNode, depth: number): Value {
    const values = summands(node).map(part => this.evaluate(part, depth + 1));
    const text = values.some(
      value => value.kind === 'template' || (value.kind === 'literal' && value.type === 'string'),
    );
    return text ? joined(values, spanOf(this.#context, node)) : this.#unknown(node);
  }

  // -------------------------------------------------------------- literals with parts

  #composite(node: CodeNode, depth: number): Value {
    const type = node.get('type');
    const body = node.get('body');
    if (!type || !body) return this.#unknown(node);
    if (!isStruct(type)) return this.#body(node, body, depth);
    const span = spanOf(this.#context, node);
    return { kind: 'call', callee: typeName(this.#context, type), ...this.parts(body, depth + 1), span };
  }

  /** What a struct is given: by field name, or in order. */
  parts(body: CodeNode, depth: number): { args: readonly Value[]; named: readonly Named[] } {
    const entries = elementsOf(body);
    const args = entries.filter(({ key }) => !key).map(({ value }) => this.evaluate(value, depth));
    return { args, named: this.#entries(body, depth) };
  }

  #entries(body: CodeNode, depth: number): readonly Named[] {
    return elementsOf(body).flatMap(({ key, value }) => {
      const name = key && keyText(this.#context, key);
      if (!key || name === undefined) return [];
      return [{ name, span: spanOf(this.#context, key), value: this.evaluate(value, depth) }];
    });
  }

  /** A map is an object, a slice a list. */
  #body(node: CodeNode, body: CodeNode, depth: number): Value {
    const span = spanOf(this.#context, node);
    const elements = elementsOf(body);
    if (elements.some(({ key }) => key) || node.get('type')?.type === 'map_type')
      return { kind: 'object', entries: this.#entries(body, depth + 1), span };
    return { kind: 'list', items: elements.map(({ value }) => this.evaluate(value, depth + 1)), span };
  }

  // -------------------------------------------------------------- names

  #name(node: CodeNode, depth: number): Value {
    const own = this.#reference(node);
    const name = word(this.#context, node);
    const binding = node.scope?.find(name);
    if (binding?.role !== 'variable' || binding.open || depth >= MAX_DEPTH) return own;
    const { values } = binding;
    if (values.length === 0 || values.length > MAX_OPTIONS || values.some(value => this.#following.has(value)))
      return own;
    const told = values.map(value => this.#follow(value, depth + 1));
    const known = told.filter(value => value.kind !== 'unknown');
    if (known.length === 0) return own;
    return standing(known.length < told.length ? [...known, own] : known, name, own.span) ?? own;
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

  // -------------------------------------------------------------- calls

  #call(node: CodeNode, depth: number): Value {
    const span = spanOf(this.#context, node);
    const access = this.#context.access(node);
    if (access) {
      const given = access.default && this.evaluate(access.default, depth + 1);
      return { kind: 'env', name: access.name, ...(given && { default: given }), span };
    }
    const callee = calleeOf(this.#context, node);
    const args = argumentsOf(node);
    const [first] = args;
    if (first && HANDED_ON.test(callee)) return this.evaluate(first, depth + 1);
    if (FORMATS.test(callee)) return this.#formatted(node, args, depth);
    const values = args.slice(0, MAX_ITEMS).map(argument => this.evaluate(argument, depth + 1));
    if (JOINS.test(callee))
      return joined(
        values.flatMap((value, i) => (i === 0 ? [value] : ['/', value])),
        span,
      );
    return { kind: 'call', callee, args: values, named: [], span };
  }

  /** `fmt.Sprintf("…%s…", a)`. */
  #formatted(node: CodeNode, args: readonly CodeNode[], depth: number): Value {
    const [format, ...rest] = args.slice(0, MAX_ITEMS).map(argument => this.evaluate(argument, depth + 1));
    const text = format && textOf(format);
    if (text === undefined) return this.#unknown(node);
    let next = 0;
    const pieces = text
      .split(/(%(?:\[\d+\])?[-#+ 0]*\d*(?:\.\d+)?(?:\[\d+\])?[a-zA-Z%])/)
      .map((piece, i): string | Value => {
        if (i % 2 === 0) return piece;
        if (piece === '%%') return '%';
        const position = /\[(\d+)\]/.exec(piece)?.[1];
        return rest[position === undefined ? next++ : Number(position) - 1] ?? this.#unknown(node);
      });
    return joined(pieces, spanOf(this.#context, node));
  }
}

/** Is a literal of this type one of a named type, and not a map or slice? */
export function isStruct(type: CodeNode): boolean {
  return type.type === 'type_identifier' || type.type === 'qualified_type' || type.type === 'generic_type';
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

/** One element of a literal. */
export interface Element {
  readonly key: CodeNode | undefined;
  readonly value: CodeNode;
}

/** What stands between the braces of a literal. */
export function elementsOf(body: CodeNode): readonly Element[] {
  return body.children.slice(0, MAX_ITEMS).flatMap((child): Element[] => {
    if (child.type !== 'keyed_element') return [{ key: undefined, value: bare(child) }];
    const [key, value] = child.children;
    return key && value ? [{ key: bare(key), value: bare(value) }] : [];
  });
}

/** A key as text: a field name, a text, the name of a constant of another file. */
export function keyText(context: Context, key: CodeNode): string | undefined {
  const here = bare(key);
  if (here.type === 'field_identifier') return word(context, here);
  if (here.type === 'identifier' && !here.scope?.find(word(context, here))) return word(context, here);
  const value = context.evaluate(here);
  const text = textOf(value);
  if (text !== undefined) return text;
  return here.type === 'identifier' || (here.type === 'selector_expression' && isResolved(context, here))
    ? plainName(context, here)
    : undefined;
}
