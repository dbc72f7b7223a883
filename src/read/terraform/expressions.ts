/** From HCL expressions to values, followed as far as the file itself says. */
import type { Named, ObjectValue, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { choice, follow, itemsOf, joined, standing, type Step } from '../known.ts';
import type { Definitions } from './definitions.ts';
import { functionValue } from './functions.ts';
import { partsOf } from './strings.ts';
import { childOf, type SyntaxNode } from './syntax.ts';
import { append } from '../append.ts';

/** Names that a loop gives: `each.value`, `sku.key`, `d`, each with all it may hold. */
export type Bindings = ReadonlyMap<string, readonly Value[]>;
export const NO_BINDINGS: Bindings = new Map();

/** Deeper nesting is not looked into. */
const MAX_DEPTH = 80;

export class Expressions {
  readonly text: string;
  readonly place: (start: number, end: number) => Span;
  readonly #definitions: Definitions;
  #depth = 0;

  constructor(text: string, place: (start: number, end: number) => Span, definitions: Definitions) {
    this.text = text;
    this.place = place;
    this.#definitions = definitions;
  }

  span(node: SyntaxNode): Span {
    return this.place(node.start, node.end);
  }

  word(node: SyntaxNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** The value of an `expression` node. */
  value(node: SyntaxNode, bindings: Bindings = NO_BINDINGS): Value {
    if (this.#depth >= MAX_DEPTH) return this.#unknown(node);
    this.#depth += 1;
    const value = this.#chain(node, bindings);
    this.#depth -= 1;
    return value;
  }

  #unknown(node: SyntaxNode): Value {
    return { kind: 'unknown', span: this.span(node) };
  }

  /** A term and what is read from it: `contoso_x.this[0].id`. */
  #chain(node: SyntaxNode, bindings: Bindings): Value {
    const [base, ...rest] = node.children;
    if (!base) return this.#unknown(node);
    if (base.type === 'variable_expr') return this.#named(node, base, rest, bindings);
    const value = this.#term(base, bindings);
    if (rest.length === 0) return value;
    const { text, steps } = this.#steps(rest, bindings);
    const found = follow(value, steps);
    if (found.length > 0) return choice(found, this.span(node));
    const span = this.span(node);
    if (value.kind === 'reference') return { kind: 'reference', name: value.name + text, span };
    if (value.kind !== 'call') return this.#unknown(node);
    return { ...value, callee: this.word(node).replace(/\s+/g, ' '), span };
  }

  #named(node: SyntaxNode, base: SyntaxNode, rest: readonly SyntaxNode[], bindings: Bindings): Value {
    const { text, steps } = this.#steps(rest, bindings);
    const root = this.word(base);
    const name = root + text;
    const span = this.span(node);
    const [first, ...after] = steps;
    const owner = first !== undefined && first !== 'any' && 'key' in first ? `${root}.${first.key}` : undefined;
    const held = owner === undefined ? undefined : this.#held(owner, bindings);
    const found = held
      ? held.flatMap(value => follow(value, after))
      : (bindings.get(root)?.flatMap(value => follow(value, steps)) ?? []);
    return standing(found, name, span) ?? { kind: 'reference', name, span };
  }

  #held(name: string, bindings: Bindings): readonly Value[] | undefined {
    const bound = bindings.get(name);
    if (bound) return bound;
    const defined = this.#definitions.get(name);
    return defined && [defined];
  }

  #steps(nodes: readonly SyntaxNode[], bindings: Bindings): { text: string; steps: Step[] } {
    let text = '';
    const steps: Step[] = [];
    for (const node of nodes) {
      if (node.type === 'splat') {
        text += '[*]';
        steps.push('any');
        const inner = this.#steps(node.children[0]?.children ?? [], bindings);
        text += inner.text;
        append(steps, inner.steps);
      } else if (node.type === 'get_attr') {
        const name = childOf(node, 'identifier');
        const key = name ? this.word(name) : '';
        text += `.${key}`;
        steps.push({ key });
      } else {
        const { shown, step } = this.#index(node.children[0] ?? node, bindings);
        text += `[${shown}]`;
        steps.push(step);
      }
    }
    return { text, steps };
  }

  #index(node: SyntaxNode, bindings: Bindings): { shown: string; step: Step } {
    if (node.type === 'legacy_index') {
      const shown = this.word(node).slice(1).trim();
      return { shown, step: { position: Number(shown) } };
    }
    const expression = childOf(node, 'expression');
    const value = expression && this.value(expression, bindings);
    if (value?.kind === 'literal' && value.via === undefined) {
      if (value.type === 'number') return { shown: value.text, step: { position: Number(value.text) } };
      return { shown: `"${value.text}"`, step: { key: value.text } };
    }
    const shown = value?.via ?? (value?.kind === 'reference' ? value.name : '');
    return { shown, step: 'any' };
  }

  #term(node: SyntaxNode, bindings: Bindings): Value {
    const [inner] = node.children;
    switch (node.type) {
      case 'expression':
        return this.value(node, bindings);
      case 'literal_value':
        return inner ? this.#literal(inner) : this.#unknown(node);
      case 'template_expr':
        return inner ? this.template(inner, bindings) : this.#unknown(node);
      case 'collection_value':
        return inner?.type === 'tuple'
          ? this.#tuple(inner, bindings)
          : inner
            ? this.object(inner, bindings)
            : this.#unknown(node);
      case 'conditional':
        return this.#conditional(node, bindings);
      case 'function_call':
        return this.#call(node, bindings);
      case 'for_expr':
        return inner ? this.#for(inner, bindings) : this.#unknown(node);
      case 'operation':
        return this.#operation(node);
      default:
        return this.#unknown(node);
    }
  }

  #literal(node: SyntaxNode): Value {
    if (node.type === 'string_lit') return this.template(node, NO_BINDINGS);
    const span = this.span(node);
    const type = node.type === 'numeric_lit' ? 'number' : node.type === 'bool_lit' ? 'boolean' : 'null';
    return { kind: 'literal', text: this.word(node), type, span };
  }

  /** A quoted text or heredoc; one that is a hole and nothing else is what is in the hole. */
  template(node: SyntaxNode, bindings: Bindings): Value {
    // After an error the parser may make a heredoc up.
    if (node.type === 'heredoc_template' && !this.text.startsWith('<<', node.start)) return this.#unknown(node);
    const parts = partsOf(this.text, node).map(part => (typeof part === 'string' ? part : this.#hole(part, bindings)));
    const holes = parts.filter(part => typeof part !== 'string');
    const [only] = holes;
    const span = this.span(node);
    if (only && holes.length === 1 && parts.every(part => part === only || part === '')) return { ...only, span };
    return joined(parts, span);
  }

  #hole(node: SyntaxNode, bindings: Bindings): Value {
    const expression = childOf(node, 'expression');
    return expression ? this.value(expression, bindings) : this.#unknown(node);
  }

  #tuple(node: SyntaxNode, bindings: Bindings): Value {
    const items = node.children.filter(child => child.type === 'expression').map(child => this.value(child, bindings));
    return { kind: 'list', items, span: this.span(node) };
  }

  object(node: SyntaxNode, bindings: Bindings): ObjectValue {
    const entries: Named[] = [];
    for (const element of node.children) {
      const [key, value] = element.type === 'object_elem' ? element.children : [];
      if (!key || !value) continue;
      entries.push({ name: this.#key(key, bindings), span: this.span(key), value: this.value(value, bindings) });
    }
    return { kind: 'object', entries, span: this.span(node) };
  }

  /** A bare word is its own text; what is in brackets or quotes is evaluated. */
  #key(node: SyntaxNode, bindings: Bindings): string {
    const [base, ...rest] = node.children;
    if (base?.type === 'variable_expr' && rest.length === 0) return this.word(base);
    const value = this.value(node, bindings);
    if (value.kind === 'literal' || value.kind === 'template') return value.text;
    return value.kind === 'reference' ? value.name : '*';
  }

  #conditional(node: SyntaxNode, bindings: Bindings): Value {
    const [, yes, no] = node.children;
    if (!yes || !no) return this.#unknown(node);
    return choice([this.value(yes, bindings), this.value(no, bindings)], this.span(node));
  }

  #call(node: SyntaxNode, bindings: Bindings): Value {
    const [name, given] = node.children;
    if (!name) return this.#unknown(node);
    const args = (given?.children ?? [])
      .filter(child => child.type === 'expression')
      .map(child => this.value(child, bindings));
    const callee = this.word(name);
    const span = this.span(node);
    return functionValue(callee, args, span) ?? { kind: 'call', callee, args, named: [], span };
  }

  /** A loop is one of what it makes, with its names standing for all they may hold. */
  #for(node: SyntaxNode, bindings: Bindings): Value {
    const intro = childOf(node, 'for_intro');
    const over = intro && childOf(intro, 'expression');
    const names = intro?.children.filter(child => child.type === 'identifier').map(child => this.word(child)) ?? [];
    const results = node.children.filter(child => child.type === 'expression');
    if (!over) return this.#unknown(node);
    const inner = new Map([...bindings, ...loopBindings(names, this.value(over, bindings))]);
    const [key, value] = results;
    const span = this.span(node);
    if (node.type === 'for_tuple_expr') return { kind: 'list', items: key ? [this.value(key, inner)] : [], span };
    if (!key || !value) return this.#unknown(node);
    return {
      kind: 'object',
      entries: [{ name: this.#loopKey(key, inner), span: this.span(key), value: this.value(value, inner) }],
      span,
    };
  }

  /** In a loop a bare word is a name, not a text. */
  #loopKey(node: SyntaxNode, bindings: Bindings): string {
    const value = this.value(node, bindings);
    return value.kind === 'literal' || value.kind === 'template' ? value.text : '*';
  }

  /** Only a sign before a number leaves a value that is known. */
  #operation(node: SyntaxNode): Value {
    const [operation] = node.children;
    const [term, ...rest] = operation?.children ?? [];
    const number = term?.type === 'literal_value' && rest.length === 0 ? childOf(term, 'numeric_lit') : undefined;
    if (operation?.type !== 'unary_operation' || !number || !this.word(operation).startsWith('-'))
      return this.#unknown(node);
    return { kind: 'literal', text: `-${this.word(number)}`, type: 'number', span: this.span(operation) };
  }
}

/** `for v in …` and `for k, v in …`. */
function loopBindings(names: readonly string[], over: Value): [string, readonly Value[]][] {
  const [first, second] = names;
  const values = options(over);
  if (first === undefined || values === undefined) return [];
  if (second === undefined) return [[first, values]];
  return [
    [first, keysOf(over)],
    [second, values],
  ];
}

/** What `each.value` or the items of a loop may be. */
function options(over: Value): readonly Value[] | undefined {
  if (over.kind !== 'choice') return itemsOf(over);
  const all = over.options.flatMap(option => itemsOf(option) ?? []);
  return all.length > 0 ? all : undefined;
}

function keysOf(over: Value): readonly Value[] {
  if (over.kind === 'choice') return over.options.flatMap(keysOf);
  if (over.kind !== 'object') return [];
  return over.entries.map(entry => ({ kind: 'literal', text: entry.name, type: 'string', span: entry.span }));
}

/** The names that `for_each` gives under a prefix: `each.key` and `each.value`. */
export function forEachBindings(prefix: string, over: Value): [string, readonly Value[]][] {
  const values = options(over);
  if (values === undefined) return [];
  const keys = keysOf(over);
  return [
    [`${prefix}.key`, keys.length > 0 ? keys : values],
    [`${prefix}.value`, values],
  ];
}
