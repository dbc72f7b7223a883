/** Terraform's JSON form (`.tf.json`): the same blocks as objects, expressions inside `${…}`. */
import type { Named, ObjectValue, Value } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import type { Tree } from 'web-tree-sitter';
import { JsonDocument } from '../json/document.ts';
import { parseJson, valueAt, type JsonEntry, type JsonNode, type JsonObject, type JsonScalar } from '../json/tree.ts';
import { grammar } from '../tree-sitter.ts';
import type { Block } from './blocks.ts';
import { Definitions } from './definitions.ts';
import { Expressions, forEachBindings, NO_BINDINGS, type Bindings } from './expressions.ts';
import { factsOfBlock } from './facts.ts';
import { copySyntax, preorder } from './syntax.ts';
import { append } from '../append.ts';

type Parse = (text: string) => Tree;

export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-terraform');
  return source => readJson(source, parse);
}

/** How many labels the blocks of a kind have; the rest have none, or one for providers. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
};

function readJson(source: Source, parse: Parse): ReadResult {
  const document = new JsonDocument(source, parseJson(source.text));
  const diagnostics = document.diagnostics();
  const [root] = document.tree.roots;
  if (root?.type !== 'object') return { facts: [], diagnostics };
  const values = new JsonValues(document, parse);
  for (const entry of entriesOf(valueAt(root, 'locals'))) values.define(`local.${entry.key}`, entry.value);
  for (const entry of entriesOf(valueAt(root, 'variable'))) {
    const given = valueAt(entry.value, 'default');
    if (given) values.define(`var.${entry.key}`, given);
  }
  const facts = root.entries.flatMap(entry => blocksOf(entry, LABELS[entry.key] ?? 0, values)).flatMap(factsOfBlock);
  return { facts, diagnostics };
}

/** The blocks of one kind: objects under as many keys as the kind has labels; several where a list stands. */
function blocksOf(kind: JsonEntry, labels: number, values: JsonValues): Block[] {
  let level: { labels: readonly string[]; entry: JsonEntry; node: JsonNode }[] = [
    { labels: [], entry: kind, node: kind.value },
  ];
  for (let i = 0; i < labels; i++) {
    level = level.flatMap(each =>
      objectsIn(each.node).flatMap(node =>
        node.entries
          .filter(entry => entry.key !== '//')
          .map(entry => ({ labels: [...each.labels, entry.key], entry, node: entry.value })),
      ),
    );
  }
  return level.flatMap(each => objectsIn(each.node).map(node => values.block(kind.key, each.labels, each.entry, node)));
}

function objectsIn(node: JsonNode): readonly JsonObject[] {
  if (node.type === 'object') return [node];
  return node.type === 'array' ? node.items.filter(item => item.type === 'object') : [];
}

function entriesOf(node: JsonNode | undefined): readonly JsonEntry[] {
  return node ? objectsIn(node).flatMap(object => object.entries) : [];
}

class JsonValues {
  readonly #document: JsonDocument;
  readonly #parse: Parse;
  readonly #definitions = new Definitions();

  constructor(document: JsonDocument, parse: Parse) {
    this.#document = document;
    this.#parse = parse;
  }

  define(name: string, node: JsonNode): void {
    this.#definitions.add(name, () => this.#value(node, NO_BINDINGS));
  }

  block(type: string, labels: readonly string[], entry: JsonEntry, node: JsonObject): Block {
    const over = valueAt(node, 'for_each');
    const bindings = over ? new Map(forEachBindings('each', this.#value(over, NO_BINDINGS))) : NO_BINDINGS;
    const repeated: Named[] = [];
    const body = this.#object(node, bindings, repeated);
    return {
      type,
      labels,
      header: this.#document.keySpan(entry),
      extent: this.#document.entrySpan(entry),
      body,
      repeated,
    };
  }

  #value(node: JsonNode, bindings: Bindings): Value {
    switch (node.type) {
      case 'object':
        return this.#object(node, bindings, []);
      case 'array':
        return {
          kind: 'list',
          items: node.items.map(item => this.#value(item, bindings)),
          span: this.#document.spanOf(node),
        };
      case 'string':
        return this.#string(node, bindings);
      default:
        return this.#document.literal(node);
    }
  }

  #object(node: JsonObject, bindings: Bindings, repeated: Named[]): ObjectValue {
    const entries: Named[] = [];
    for (const entry of node.entries) {
      if (entry.key === '//') continue;
      if (entry.key === 'dynamic') append(entries, this.#dynamic(entry, bindings, repeated));
      else
        entries.push({
          name: entry.key,
          span: this.#document.keySpan(entry),
          value: this.#value(entry.value, bindings),
        });
    }
    return { kind: 'object', entries, span: this.#document.spanOf(node) };
  }

  /** `"dynamic": { "x": { "for_each": …, "content": … } }` makes blocks named x. */
  #dynamic(dynamic: JsonEntry, bindings: Bindings, repeated: Named[]): Named[] {
    return entriesOf(dynamic.value).flatMap(entry =>
      objectsIn(entry.value).flatMap(node => {
        const content = valueAt(node, 'content');
        const forEach = valueAt(node, 'for_each');
        const over = forEach && this.#value(forEach, bindings);
        const span = this.#document.keySpan(entry);
        if (over) repeated.push({ name: entry.key, span, value: over });
        const inner = over ? new Map([...bindings, ...forEachBindings(entry.key, over)]) : bindings;
        return content ? [{ name: entry.key, span, value: this.#value(content, inner) }] : [];
      }),
    );
  }

  /** A string with `${…}` is a template of the language around it. */
  #string(node: JsonScalar, bindings: Bindings): Value {
    if (!/[$%]\{/.test(node.text)) return this.#document.literal(node);
    const raw = this.#document.text.slice(node.start, node.end);
    // With escapes the text inside the holes is not what is written; then only the whole string has a place.
    const exact = !raw.includes('\\') && raw.startsWith('"');
    const text = exact ? raw : `"${node.text.replaceAll('\r', ' ').replaceAll('\n', ' ')}"`;
    const whole = this.#document.spanOf(node);
    const prefix = 'x = ';
    const base = node.start - prefix.length;
    const place = (start: number, end: number) => (exact ? this.#document.span(base + start, base + end) : whole);
    const expressions = new Expressions(prefix + text, place, this.#definitions);
    const syntax = copySyntax(this.#parse(prefix + text));
    for (const part of syntax.error === undefined ? preorder(syntax.root) : []) {
      if (part.type === 'expression') return expressions.value(part, bindings);
    }
    return this.#document.literal(node);
  }
}
