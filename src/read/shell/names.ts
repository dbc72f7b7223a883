/** Names that a script assigns, and what they hold where that can be told. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';

/** A name with more values than this is a loop or a switch over many things. */
const MAX_VALUES = 4;
/** A chain of names longer than this is not followed. */
const MAX_CHAIN = 8;
/** Longer texts are not filled in where their name stands. */
const MAX_TEXT = 2000;

export class Names {
  readonly #assigned = new Map<string, (() => Value | undefined)[]>();
  readonly #known = new Map<string, Value | undefined>();
  readonly #within = new Set<string>();
  #depth = 0;

  /** The name is assigned somewhere; `value` says what, when it is asked for. */
  assign(name: string, value: () => Value | undefined = () => undefined): void {
    const values = this.#assigned.get(name);
    if (values) values.push(value);
    else this.#assigned.set(name, [value]);
  }

  has(name: string): boolean {
    return this.#assigned.has(name);
  }

  /** Read a value that is assigned to a name: there the name still is what it was outside. */
  inside(name: string, read: () => Value): Value {
    const nested = this.#within.has(name);
    this.#within.add(name);
    const value = read();
    if (!nested) this.#within.delete(name);
    return value;
  }

  /** What stands where `$name` stands. */
  standing(name: string, span: Span): Value {
    if (!this.has(name) || this.#within.has(name)) return { kind: 'env', name, span };
    const value = this.#value(name);
    return value ? moved(value, span, name) : { kind: 'reference', name, span };
  }

  #value(name: string): Value | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    if (this.#depth >= MAX_CHAIN) return undefined;
    // Asked for again on the way: the name is assigned from itself.
    this.#known.set(name, undefined);
    this.#depth += 1;
    const value = this.#oneOf(this.#assigned.get(name) ?? []);
    this.#depth -= 1;
    this.#known.set(name, value);
    return value;
  }

  #oneOf(assigned: readonly (() => Value | undefined)[]): Value | undefined {
    if (assigned.length > MAX_VALUES) return undefined;
    const options = assigned.flatMap(value => value() ?? []).filter(isTelling);
    const [first] = options;
    if (!first || options.length === 1) return first;
    return { kind: 'choice', options, span: first.span };
  }
}

function isTelling(value: Value): boolean {
  if (value.kind === 'literal' || value.kind === 'template') return value.text !== '' && value.text.length <= MAX_TEXT;
  return value.kind === 'env' || value.kind === 'call';
}

function moved(value: Value, span: Span, via: string): Value {
  if (value.kind === 'choice')
    return { ...value, options: value.options.map(option => ({ ...option, span, via })), span, via };
  return { ...value, span, via };
}
