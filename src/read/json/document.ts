/** A JSON file being read: its tree, and where the nodes stand. */
import { LineIndex } from '../../base/lines.ts';
import type { LiteralValue, Value } from '../../model/fact.ts';
import type { Diagnostic, Source } from '../../model/source.ts';
import type { Span } from '../../model/span.ts';
import { dollarHoles, interpolated, literal, spansWithin } from '../settings.ts';
import type { JsonEntry, JsonScalar, JsonTree } from './tree.ts';

/** `${NAME}` and `${NAME=default}`: filled in from the environment before the file is used. */
const PLACEHOLDERS = [dollarHoles({ bare: 'no', parens: 'no' })];
/** Text this long is a document in a string; its holes are its own business. */
const MAX_INTERPOLATED = 20_000;

export class JsonDocument {
  readonly path: string;
  readonly text: string;
  readonly tree: JsonTree;
  readonly #lines: LineIndex;
  /** The line asked for last, and the offsets between which it is the answer. */
  #line = 1;
  #from = 0;
  #to = 0;

  constructor(source: Source, tree: JsonTree) {
    this.path = source.path;
    this.text = source.text;
    this.tree = tree;
    this.#lines = new LineIndex(source.text);
  }

  /** Nodes are asked for in order, so the line is mostly the one before or the next. */
  span(start: number, end: number): Span {
    this.#moveTo(start);
    const line = this.#line;
    const column = start - this.#from + 1;
    this.#moveTo(end);
    return { line, column, endLine: this.#line, endColumn: end - this.#from + 1 };
  }

  #moveTo(offset: number): void {
    if (offset >= this.#from && offset < this.#to) return;
    const { line } = this.#lines.at(offset);
    this.#line = line;
    this.#from = this.#lines.startOf(line);
    this.#to = line < this.#lines.lineCount ? this.#lines.startOf(line + 1) : Infinity;
  }

  spanOf(node: { readonly start: number; readonly end: number }): Span {
    return this.span(node.start, node.end);
  }

  /** The key, quotes included. */
  keySpan(entry: JsonEntry): Span {
    return this.span(entry.keyStart, entry.keyEnd);
  }

  /** Key through value. */
  entrySpan(entry: JsonEntry): Span {
    return this.span(entry.keyStart, entry.value.end);
  }

  /** A scalar as a value; placeholders in strings are holes. */
  scalar(node: JsonScalar): Value {
    const span = this.spanOf(node);
    const { text } = node;
    if (node.type !== 'string' || text.length > MAX_INTERPOLATED || !text.includes('${'))
      return this.literal(node, span);
    const at = spansWithin(this.#lines, this.text, node.start + 1, node.end - 1, text, span);
    return interpolated({ text, span, at }, PLACEHOLDERS);
  }

  literal(node: JsonScalar, span: Span = this.spanOf(node)): LiteralValue {
    return literal(node.text, span, node.type);
  }

  diagnostics(): Diagnostic[] {
    return this.tree.problems.map(({ code, offset, message }) => {
      const { line } = this.#lines.at(offset);
      return { code, path: this.path, line, message };
    });
  }
}
