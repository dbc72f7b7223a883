/** From a JSON tree to settings: every key, every list item, and `name`/`value` items under their own name. */
import type { Named, SettingFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { namedPair } from '../value-facts.ts';
import type { JsonDocument } from './document.ts';
import type { JsonNode, JsonObject, JsonScalar } from './tree.ts';

/** The text under these keys is a command line. */
const COMMANDS = /^(?:(?:initialize|onCreate|updateContent|postCreate|postStart|postAttach)Command|command)$/;

/** A section shows this many of its scalars; the rest are settings of their own anyway. */
const MAX_SHOWN = 100;

/** Where in the document the walk is. */
interface Here {
  readonly path: readonly string[];
  /** The path in words, and that of the section around it. */
  readonly scope: string;
  readonly above: string;
  /** The scalars that the section here shows; filled while it is walked. */
  readonly entries: Named[];
  readonly items: Value[];
}

const TOP = (): Here => ({ path: [], scope: '', above: '', entries: [], items: [] });

export class SettingsWalker {
  readonly facts: SettingFact[] = [];
  /** Values that are command lines: of a development container, of a task. */
  readonly commands: JsonScalar[] = [];
  readonly #document: JsonDocument;
  readonly #format: string;
  readonly #skip: (node: JsonObject) => boolean;

  /** `skip` is asked before an object is entered; true when someone else reads it. */
  constructor(document: JsonDocument, format: string, skip: (node: JsonObject) => boolean = () => false) {
    this.#document = document;
    this.#format = format;
    this.#skip = skip;
  }

  /** Everything in a document. */
  root(node: JsonNode): void {
    this.#inside(node, TOP());
  }

  /** A key at the top, what it stands for, and everything inside that. */
  keyed(key: string, span: Span, extent: Span, node: JsonNode): void {
    this.#keyed(key, span, extent, node, TOP());
  }

  #keyed(key: string, span: Span, extent: Span, node: JsonNode, here: Here): void {
    const path = [...here.path, key];
    if (node.type !== 'object' && node.type !== 'array') {
      const value = this.#document.scalar(node);
      if (node.type === 'string' && COMMANDS.test(key)) this.commands.push(node);
      this.#add(key, path, here.scope, span, value, extent);
      if (here.entries.length < MAX_SHOWN) here.entries.push({ name: key, span, value });
      return;
    }
    const scope = here.scope === '' ? key : `${here.scope}.${key}`;
    const inner: Here = { path, scope, above: here.scope, entries: [], items: [] };
    const place = this.#document.spanOf(node);
    const value: Value =
      node.type === 'array'
        ? { kind: 'list', items: inner.items, span: place }
        : { kind: 'object', entries: inner.entries, span: place };
    this.#add(key, path, here.scope, span, value, extent);
    this.#inside(node, inner);
  }

  #inside(node: JsonNode, here: Here): void {
    if (node.type === 'object') this.#object(node, here);
    else if (node.type !== 'array') this.#item(node, here);
    else {
      for (const item of node.items) {
        // What stands deeper in a list is under the list's name, but the list does not show it.
        if (item.type === 'object' || item.type === 'array') this.#inside(item, { ...here, entries: [], items: [] });
        else this.#item(item, here);
      }
    }
  }

  #object(node: JsonObject, here: Here): void {
    if (this.#skip(node)) return;
    this.#pair(node, here);
    for (const entry of node.entries) {
      this.#keyed(entry.key, this.#document.keySpan(entry), this.#document.entrySpan(entry), entry.value, here);
    }
  }

  /** An item of a list is a setting of the list's name. */
  #item(node: JsonScalar, here: Here): void {
    const value = this.#document.scalar(node);
    this.#add(here.path.at(-1) ?? '', here.path, here.above, value.span, value, value.span);
    if (here.items.length < MAX_SHOWN) here.items.push(value);
  }

  /** `{ "name": "KEY", "value": … }`: a setting of that name, on top of its parts. */
  #pair(node: JsonObject, here: Here): void {
    if (node.entries.length < 2 || node.entries.length > MAX_SHOWN) return;
    if (!node.entries.some(({ key }) => /^(?:name|key)$/i.test(key))) return;
    const document = this.#document;
    const extent = document.spanOf(node);
    const entries = node.entries.map(entry => ({
      name: entry.key,
      span: document.keySpan(entry),
      value: shallow(document, entry.value),
    }));
    const pair = namedPair({ kind: 'object', entries, span: extent });
    if (pair) this.#add(pair.name, [...here.path, pair.name], here.scope, pair.span, pair.value, extent);
  }

  #add(name: string, path: readonly string[], scope: string, span: Span, value: Value, extent: Span): void {
    const format = this.#format;
    this.facts.push(
      scope === ''
        ? { kind: 'setting', name, path, value, format, span, extent }
        : { kind: 'setting', name, path, value, format, span, extent, scope },
    );
  }
}

/** A section in a `name`/`value` item, without what is in it. */
function shallow(document: JsonDocument, node: JsonNode): Value {
  if (node.type !== 'object' && node.type !== 'array') return document.scalar(node);
  const span = document.spanOf(node);
  return node.type === 'array' ? { kind: 'list', items: [], span } : { kind: 'object', entries: [], span };
}
