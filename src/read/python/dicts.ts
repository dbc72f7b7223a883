/** Dictionaries: literals, `dict(…)`, and what is put into them afterwards, as one list of keys with values. */
import { constantText, word, type Context } from './context.ts';
import { MAX_ORIGINS, seenFrom } from './flow.ts';
import { memberOf } from './names.ts';
import type { Binding, Fill, Scope } from './scopes.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { chainOf, knownNames } from './written.ts';

export interface DictPart {
  readonly name: string;
  /** Where the key stands. */
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
  /** True when it arrived through another dictionary. */
  readonly spread: boolean;
}

const MAX_PARTS = 1000;
const MAX_HOPS = 6;

/** The keys and values an expression brings, where it is a dictionary written in this file. */
export function dictParts(context: Context, node: SyntaxNode): DictPart[] {
  const parts: DictPart[] = [];
  new Collector(context, parts).add(node, false, 0);
  return parts;
}

class Collector {
  readonly #context: Context;
  readonly #parts: DictPart[];

  constructor(context: Context, parts: DictPart[]) {
    this.#context = context;
    this.#parts = parts;
  }

  add(node: SyntaxNode, spread: boolean, hops: number): void {
    if (hops > MAX_HOPS || this.#parts.length >= MAX_PARTS) return;
    const here = bare(node);
    switch (here.type) {
      case 'dictionary':
        return this.#literal(here, spread, hops);
      case 'call':
        return this.#call(here, spread, hops);
      case 'identifier':
        return this.#named(here, hops);
      case 'attribute':
        return this.#attribute(here, hops);
      case 'binary_operator':
        if (here.operators?.[0] !== '|') return;
        for (const side of here.children) this.add(side, spread, hops + 1);
        return;
      case 'boolean_operator':
        for (const side of here.children) this.add(side, spread, hops + 1);
        return;
      case 'conditional_expression': {
        const [then, , otherwise] = here.children;
        for (const side of [then, otherwise]) if (side) this.add(side, spread, hops + 1);
        return;
      }
      default:
        return;
    }
  }

  #put(name: string | undefined, key: SyntaxNode, value: SyntaxNode, spread: boolean): void {
    if (name !== undefined && this.#parts.length < MAX_PARTS) this.#parts.push({ name, key, value, spread });
  }

  #literal(node: SyntaxNode, spread: boolean, hops: number): void {
    for (const child of node.children) {
      if (child.type === 'dictionary_splat' && child.children[0]) this.add(child.children[0], true, hops + 1);
      const key = child.type === 'pair' ? child.get('key') : undefined;
      const value = key && child.get('value');
      if (key && value) this.#put(keyName(this.#context, key), key, value, spread);
    }
  }

  #call(node: SyntaxNode, spread: boolean, hops: number): void {
    if (isDictCall(this.#context, node)) return this.#arguments(node, spread, hops);
    const callee = node.get('function');
    if (!callee) return;
    for (const thing of this.#context.denote(callee)) {
      if (thing.kind !== 'function' || thing.info.results.length > MAX_ORIGINS) continue;
      for (const result of thing.info.results) this.add(result, true, hops + 1);
    }
  }

  /** The arguments of `dict(…)` and of `update(…)`. */
  #arguments(node: SyntaxNode, spread: boolean, hops: number): void {
    for (const argument of node.get('arguments')?.children ?? []) {
      if (argument.type === 'keyword_argument') {
        const key = argument.get('name');
        const value = argument.get('value');
        if (key && value) this.#put(word(this.#context, key), key, value, spread);
      } else {
        const inner = argument.type === 'dictionary_splat' ? argument.children[0] : argument;
        if (inner) this.add(inner, argument.type === 'dictionary_splat' || spread, hops + 1);
      }
    }
  }

  #named(node: SyntaxNode, hops: number): void {
    const name = word(this.#context, node);
    const { bindings, scope } = seenFrom(node, name);
    let from = Number.POSITIVE_INFINITY;
    for (const binding of bindings) {
      if (binding.kind !== 'value' || !binding.value) continue;
      from = Math.min(from, binding.at);
      this.add(binding.value, true, hops + 1);
    }
    for (const fill of fillsOf(node, name, scope, from)) this.#fill(fill, hops);
  }

  #fill(fill: Fill, hops: number): void {
    if (fill.kind === 'update') this.#arguments(fill.call, true, hops + 1);
    else if (fill.kind === 'key') this.#put(keyName(this.#context, fill.key), fill.key, fill.value, true);
  }

  #attribute(node: SyntaxNode, hops: number): void {
    const object = node.get('object');
    const attribute = node.get('attribute');
    if (!object || !attribute) return;
    for (const thing of this.#context.denote(object)) {
      if (thing.kind !== 'instance' && thing.kind !== 'class') continue;
      for (const member of memberOf(this.#context, thing.info, word(this.#context, attribute)) ?? []) {
        const value = 'kind' in member ? bindingValue(member) : member.node;
        if (value) this.add(value, true, hops + 1);
      }
    }
  }
}

function bindingValue(binding: Binding): SyntaxNode | undefined {
  return binding.kind === 'value' ? binding.value : undefined;
}

/** What is put into the dictionary or list `name` between its making and the use at `node`. */
export function fillsOf(node: SyntaxNode, name: string, home: Scope | undefined, from: number): Fill[] {
  const fills: Fill[] = [];
  let deferred = false;
  for (let scope = node.scope; scope; scope = scope.parent) {
    const list = scope.fills.get(name) ?? [];
    for (const fill of list.length > MAX_PARTS ? [] : list) {
      if (fill.at > from && (deferred || fill.at <= node.start)) fills.push(fill);
    }
    if (scope === home) break;
    deferred ||= scope.kind === 'function' || scope.kind === 'lambda';
  }
  return fills;
}

/** Is the call `dict(…)`, the built-in one? */
export function isDictCall(context: Context, call: SyntaxNode): boolean {
  const callee = call.get('function');
  return callee?.type === 'identifier' && word(context, callee) === 'dict' && !seenFrom(callee, 'dict').scope;
}

const CONSTANT_CASE = /^[A-Z][A-Z0-9_]*$/;

/** What a dictionary key says: its text; the canonical name where it is a member or an unfollowed constant. */
export function keyName(context: Context, key: SyntaxNode): string | undefined {
  const node = bare(key);
  switch (node.type) {
    case 'string':
    case 'concatenated_string':
    case 'binary_operator': {
      const value = context.evaluate(node);
      return value.kind === 'template' || (value.kind === 'literal' && value.type === 'string')
        ? value.text
        : undefined;
    }
    case 'attribute': {
      const { root } = chainOf(node);
      return root.type === 'identifier' ? knownNames(context, node).names[0] : undefined;
    }
    case 'identifier': {
      const text = constantText(context, node);
      if (text !== undefined) return text;
      const { names, resolved } = knownNames(context, node);
      return resolved || CONSTANT_CASE.test(names[0] ?? '') ? names[0] : undefined;
    }
    default:
      return undefined;
  }
}
