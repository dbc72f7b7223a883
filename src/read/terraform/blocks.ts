/** From the blocks of an HCL file to blocks with evaluated bodies, the form that facts are made from. */
import type { Named, ObjectValue, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { forEachBindings, NO_BINDINGS, type Bindings, type Expressions } from './expressions.ts';
import { partsOf } from './strings.ts';
import { childOf, type SyntaxNode } from './syntax.ts';

/** A top-level block, whichever syntax it was written in. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  /** The keyword and the labels. */
  readonly header: Span;
  readonly extent: Span;
  readonly body: ObjectValue;
  /** What `dynamic` blocks repeat over: maps that may hold settings. */
  readonly repeated: readonly Named[];
}

export function readBlock(node: SyntaxNode, expressions: Expressions): Block {
  const { type, labels, end } = header(node, expressions);
  const reader = new BodyReader(expressions);
  return {
    type,
    labels,
    header: expressions.place(node.start, end),
    extent: expressions.span(node),
    body: reader.top(node),
    repeated: reader.repeated,
  };
}

/** The keyword of a block, its labels, and where they end. */
export function header(
  node: SyntaxNode,
  { text }: { readonly text: string },
): { type: string; labels: string[]; end: number } {
  let type = '';
  const labels: string[] = [];
  let end = node.start;
  for (const child of node.children) {
    if (child.type !== 'identifier' && child.type !== 'string_lit') break;
    const word = child.type === 'identifier' ? text.slice(child.start, child.end) : partsOf(text, child).join('');
    if (end === node.start && child.type === 'identifier') type = word;
    else labels.push(word);
    end = child.end;
  }
  return { type, labels, end };
}

/** Deeper nesting is not looked into. */
const MAX_DEPTH = 40;

class BodyReader {
  readonly repeated: Named[] = [];
  readonly #expressions: Expressions;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
  }

  top(node: SyntaxNode): ObjectValue {
    const forEach = this.#attribute(node, 'for_each');
    const over = forEach && this.#expressions.value(forEach);
    return this.#body(node, over ? new Map(forEachBindings('each', over)) : NO_BINDINGS, 0);
  }

  #attribute(block: SyntaxNode, name: string): SyntaxNode | undefined {
    for (const attribute of childOf(block, 'body')?.children ?? []) {
      const [key, value] = attribute.type === 'attribute' ? attribute.children : [];
      if (key && value && this.#expressions.word(key) === name) return value;
    }
    return undefined;
  }

  #body(block: SyntaxNode, bindings: Bindings, depth: number): ObjectValue {
    const entries: Named[] = [];
    const span = this.#expressions.span(block);
    if (depth > MAX_DEPTH) return { kind: 'object', entries, span };
    for (const child of childOf(block, 'body')?.children ?? []) {
      const entry =
        child.type === 'attribute'
          ? this.#named(child, bindings)
          : child.type === 'block'
            ? this.#nested(child, bindings, depth)
            : undefined;
      if (entry) entries.push(entry);
    }
    return { kind: 'object', entries, span };
  }

  #named(node: SyntaxNode, bindings: Bindings): Named | undefined {
    const [name, value] = node.children;
    if (!name || !value) return undefined;
    return {
      name: this.#expressions.word(name),
      span: this.#expressions.span(name),
      value: this.#expressions.value(value, bindings),
    };
  }

  #nested(node: SyntaxNode, bindings: Bindings, depth: number): Named {
    const { type, labels, end } = header(node, this.#expressions);
    const [label] = labels;
    const span = this.#expressions.place(node.start, end);
    if (type !== 'dynamic' || label === undefined) {
      // `provisioner "local-exec" {}`: the label tells the blocks of one kind apart.
      const inner = this.#body(node, bindings, depth + 1);
      const value: Value = label === undefined ? inner : { ...inner, entries: [{ name: label, span, value: inner }] };
      return { name: type, span, value };
    }
    return { name: label, span, value: this.#dynamic(node, label, span, bindings, depth) };
  }

  /** `dynamic "x" { for_each = …  content { … } }` makes blocks named x. */
  #dynamic(node: SyntaxNode, label: string, span: Span, bindings: Bindings, depth: number): ObjectValue {
    const blocks = childOf(node, 'body')?.children ?? [];
    const content = blocks.find(child => child.type === 'block' && header(child, this.#expressions).type === 'content');
    const forEach = this.#attribute(node, 'for_each');
    const over = forEach && this.#expressions.value(forEach, bindings);
    if (over) this.repeated.push({ name: label, span, value: over });
    if (!content) return { kind: 'object', entries: [], span: this.#expressions.span(node) };
    const iterator = this.#attribute(node, 'iterator');
    const prefix = iterator ? this.#expressions.word(iterator).trim() : label;
    const inner = over ? new Map([...bindings, ...forEachBindings(prefix, over)]) : bindings;
    return this.#body(content, inner, depth + 1);
  }
}
