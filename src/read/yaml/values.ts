/** Scalars of a YAML document as values: types, template expressions, environment holes, aliases. */
import { isAlias, isMap, isScalar, type Alias, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { LineIndex } from '../../base/lines.ts';
import type { Named, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import {
  dollarHoles,
  env,
  interpolated,
  literal,
  spansFrom,
  spansWithin,
  type HoleFinder,
  type SpanAt,
} from '../settings.ts';
import { blockText } from './blocks.ts';
import { expressionValue } from './expressions.ts';
import { placeholderIn, unmask, type Masked } from './mask.ts';

export type Node = Scalar | Alias | YAMLMap | YAMLSeq;

/** Merged entries a document may take over through `<<`; an alias bomb stops here. */
const MAX_MERGED = 10_000;

const ENVIRON = /^os\.environ\/([A-Za-z_]\w*)$/;
const DOLLARS = dollarHoles({ bare: 'upper', parens: 'reference' });

export class Values {
  readonly #source: string;
  readonly #masked: Masked;
  readonly #lines: LineIndex;
  readonly #finders: readonly HoleFinder[];
  readonly #anchors = new Map<string, Node>();
  readonly #shallow = new Map<YAMLMap, Named[]>();
  readonly #items = new Map<YAMLSeq, Value[]>();
  #merged = 0;

  constructor(source: string, masked: Masked, lines: LineIndex) {
    this.#source = source;
    this.#masked = masked;
    this.#lines = lines;
    this.#finders = masked.expressions.length > 0 ? [this.#expressions, DOLLARS] : [DOLLARS];
  }

  /** Anchors of a document; aliases before their anchor are an error and simply not followed. */
  collectAnchors(root: unknown): void {
    this.#anchors.clear();
    const stack: unknown[] = [root];
    while (stack.length > 0) {
      const node = stack.pop();
      if (isScalar(node)) this.#anchor(node);
      else if (isMap(node)) {
        this.#anchor(node);
        for (const pair of node.items) stack.push(pair.value);
      } else if (node !== null && typeof node === 'object' && 'items' in node && Array.isArray(node.items)) {
        this.#anchor(node as YAMLSeq);
        for (const item of node.items) stack.push(item);
      }
    }
  }

  #anchor(node: Scalar | YAMLMap | YAMLSeq): void {
    if (node.anchor !== undefined && !this.#anchors.has(node.anchor)) this.#anchors.set(node.anchor, node);
  }

  span(node: { range?: readonly [number, number, number] | null | undefined } | null | undefined): Span {
    const range = node?.range;
    if (!range) return this.#lines.span(0, 0);
    return this.#lines.span(range[0], this.#trimmedEnd(range[0], range[1]));
  }

  /** Collections end where their last line ends, line end included: that is not part of what a person sees. */
  #trimmedEnd(start: number, end: number): number {
    let at = end;
    while (at > start && /\s/.test(this.#source[at - 1] ?? '')) at -= 1;
    return at;
  }

  /** Text of a key or name with the expressions of templates as they were written. */
  plainText(node: unknown): string | undefined {
    if (!isScalar(node)) return undefined;
    const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value ?? ''));
    return unmask(text, this.#masked, this.#source);
  }

  /** The node an alias stands for. */
  resolved(node: unknown): unknown {
    return isAlias(node) ? this.#anchors.get(node.source) : node;
  }

  /** Value of a scalar or of an alias of one; `undefined` for collections. */
  scalar(node: unknown, shell = false): Value | undefined {
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (!target) return { kind: 'reference', name: node.source, span: this.span(node) };
      const value = isScalar(target) ? this.scalar(target, shell) : undefined;
      return value && { ...value, span: this.span(node), via: node.source };
    }
    return isScalar(node) ? this.#scalar(node as Scalar, shell) : undefined;
  }

  #scalar(node: Scalar, shell: boolean): Value {
    const span = this.span(node);
    const { value } = node;
    if (value === null) return literal(node.source ?? '', span, 'null');
    if (typeof value === 'number' || typeof value === 'bigint')
      return literal(node.source ?? `${value}`, span, 'number');
    if (typeof value === 'boolean') return literal(node.source ?? String(value), span, 'boolean');
    const text = String(value);
    const [start = 0, end = 0] = node.range ?? [];
    if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') {
      const whole = this.#block(text, start, end);
      // Scripts, prompts and whole files: others know their language.
      if (/\s/.test(whole.trim())) return literal(whole, span);
      return this.interpolate(whole.trim(), start, end, span);
    }
    if (shell) return literal(unmask(text, this.#masked, this.#source), span);
    if (/^!env(?:_var)?$/i.test(node.tag ?? '') && /^\w+$/.test(text)) return env(text, span);
    return this.interpolate(text, start, end, span);
  }

  /** A block as the file has it: masking may have taken lines out of the parsed text. */
  #block(text: string, start: number, end: number): string {
    const source = this.#source.slice(start, end);
    return source === this.#masked.text.slice(start, end) ? text : blockText(source);
  }

  /** Value of a text that is written at `[start, end)`. */
  interpolate(text: string, start: number, end: number, span: Span): Value {
    const environ = ENVIRON.exec(text);
    if (environ) return env(environ[1] ?? '', span);
    const at = spansWithin(this.#lines, this.#masked.text, start, end, text, span);
    return this.interpolateAt(text, span, at);
  }

  interpolateAt(text: string, span: Span, at: SpanAt): Value {
    return interpolated({ text, span, at }, this.#finders, plain => unmask(plain, this.#masked, this.#source));
  }

  /** Places inside a scalar's text. */
  spansIn(node: Scalar): SpanAt {
    const [start = 0, end = 0] = node.range ?? [];
    return spansWithin(this.#lines, this.#masked.text, start, end, String(node.value), this.span(node));
  }

  readonly #expressions: HoleFinder = (text, from) => {
    const found = placeholderIn(text, from);
    const expression = found && this.#masked.expressions[found.index];
    if (!expression) return undefined;
    return {
      start: found.start,
      end: found.end,
      value: () => {
        const value = expressionValue(expression, spansFrom(this.#lines, expression.innerStart));
        return { ...value, span: this.#lines.span(expression.start, expression.end) };
      },
    };
  };

  /** A collection by its scalars; what is nested deeper has settings of its own. */
  container(node: unknown): Value | undefined {
    const target = this.resolved(node);
    const via = isAlias(node) ? { via: node.source } : {};
    const span = this.span(node as Node);
    if (isMap(target)) return { kind: 'object', entries: this.scalarsOf(target), span, ...via };
    if (target === null || typeof target !== 'object' || !('items' in target)) return undefined;
    return { kind: 'list', items: this.#itemsOf(target as YAMLSeq), span, ...via };
  }

  #itemsOf(list: YAMLSeq): Value[] {
    const known = this.#items.get(list);
    if (known) return known;
    const items = list.items.flatMap(item => this.scalar(item) ?? []);
    this.#items.set(list, items);
    return items;
  }

  /** The scalar entries of a map, those merged in with `<<` behind its own. */
  scalarsOf(map: YAMLMap): Named[] {
    const known = this.#shallow.get(map);
    if (known) return known;
    const entries: Named[] = [];
    this.#shallow.set(map, entries);
    for (const { key, value } of map.items) {
      const name = this.plainText(key);
      if (name === undefined) continue;
      if (name === '<<') this.#merge(value, entries);
      else {
        const scalar =
          this.scalar(value ?? null) ?? (value === null ? literal('', this.span(key as Node), 'null') : undefined);
        if (scalar) entries.push({ name, span: this.span(key as Node), value: scalar });
      }
    }
    return entries;
  }

  #merge(value: unknown, into: Named[]): void {
    const sources = isMap(value) || isAlias(value) ? [value] : ((value as YAMLSeq | null)?.items ?? []);
    for (const source of Array.isArray(sources) ? sources : []) {
      const map = this.resolved(source);
      if (!isMap(map)) continue;
      for (const entry of this.scalarsOf(map)) {
        this.#merged += 1;
        if (this.#merged > MAX_MERGED) return;
        into.push({ ...entry, spread: true });
      }
    }
  }
}
