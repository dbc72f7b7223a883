/**
 * JSON, with comments, trailing commas, single quotes and bare keys, as a tree of plain objects with offsets.
 * Built without recursion, so no nesting overflows the stack; what is broken is stepped over and said once.
 */
import { JsonTokens } from './tokens.ts';

export interface JsonScalar {
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  /** Strings unquoted and unescaped, everything else as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
export interface JsonArray {
  readonly type: 'array';
  readonly items: readonly JsonNode[];
  readonly start: number;
  readonly end: number;
}
export interface JsonEntry {
  readonly key: string;
  /** The key as written, quotes included. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}
export interface JsonObject {
  readonly type: 'object';
  readonly entries: readonly JsonEntry[];
  readonly start: number;
  readonly end: number;
}
export type JsonNode = JsonScalar | JsonArray | JsonObject;

export interface JsonProblem {
  readonly code: 'syntax-error' | 'too-many-values' | 'too-deep';
  readonly offset: number;
  readonly message: string;
}
export interface JsonTree {
  /** One for a document, several where values follow each other line by line. */
  readonly roots: readonly JsonNode[];
  readonly problems: readonly JsonProblem[];
}

/** A file with more values than this is data; reading stops there. */
const MAX_SCALARS = 200_000;
/** Brackets without values cost too. */
const MAX_CONTAINERS = 400_000;
/** What stands deeper is left out, so that whoever walks the tree may recurse. */
const MAX_DEPTH = 128;

export interface ParseOptions {
  /** Strings may run over several lines, as deployment templates allow. */
  readonly multiline?: boolean;
}

export function parseJson(text: string, options: ParseOptions = {}): JsonTree {
  return new TreeBuilder(text, options.multiline === true).build();
}

/** The first entry with this key, whatever its casing. */
export function entryOf(node: JsonNode | undefined, key: string): JsonEntry | undefined {
  if (node?.type !== 'object') return undefined;
  const wanted = key.toLowerCase();
  return node.entries.find(entry => entry.key.length === wanted.length && entry.key.toLowerCase() === wanted);
}

/** The value at a path of keys. */
export function valueAt(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  let here = node;
  for (const key of keys) here = entryOf(here, key)?.value;
  return here;
}

/** The text of a string at a path of keys. */
export function textAt(node: JsonNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = valueAt(node, ...keys);
  return found?.type === 'string' ? found.text : undefined;
}

interface Open {
  readonly node: { start: number; end: number } & (
    { type: 'array'; items: JsonNode[] } | { type: 'object'; entries: JsonEntry[] }
  );
  /** A key that waits for its value. */
  key: { text: string; start: number; end: number } | undefined;
  colon: boolean;
  /** Too deep to be kept. */
  readonly dropped: boolean;
}

class TreeBuilder {
  readonly #text: string;
  readonly #tokens: JsonTokens;
  readonly #roots: JsonNode[] = [];
  readonly #open: Open[] = [];
  readonly #problems: JsonProblem[] = [];
  /** Open brackets of each kind: a stray closing one must not search the whole stack. */
  readonly #count = { array: 0, object: 0 };
  #scalars = 0;
  #containers = 0;

  constructor(text: string, multiline: boolean) {
    this.#text = text;
    this.#tokens = new JsonTokens(text, multiline);
  }

  build(): JsonTree {
    while (this.#tokens.next()) if (!this.#take()) break;
    const unclosed = this.#open[0];
    if (unclosed && !this.#problems.some(problem => problem.code === 'too-many-values')) {
      this.#problem('syntax-error', unclosed.node.start, 'this bracket is never closed');
    }
    for (const { node } of this.#open) node.end = this.#text.length;
    return { roots: this.#roots, problems: this.#problems };
  }

  /** False when enough has been read. */
  #take(): boolean {
    const { kind, start } = this.#tokens;
    switch (kind) {
      case '{':
        return this.#opening({ type: 'object', entries: [], start, end: start });
      case '[':
        return this.#opening({ type: 'array', items: [], start, end: start });
      case '}':
        this.#closing('object');
        return true;
      case ']':
        this.#closing('array');
        return true;
      case ',':
        this.#forgetKey();
        return true;
      case ':':
        this.#colon();
        return true;
      default:
        return this.#scalar();
    }
  }

  #opening(node: Open['node']): boolean {
    if (++this.#containers > MAX_CONTAINERS) return this.#tooMany(node.start);
    const dropped = this.#open.length >= MAX_DEPTH;
    if (dropped)
      this.#problem('too-deep', node.start, `nested more than ${MAX_DEPTH} levels deep; what is inside was not read`);
    this.#place(node);
    this.#open.push({ node, key: undefined, colon: false, dropped });
    this.#count[node.type] += 1;
    return true;
  }

  #closing(wanted: 'object' | 'array'): void {
    const { start, end } = this.#tokens;
    if (this.#open.at(-1)?.node.type !== wanted) {
      this.#problem('syntax-error', start, `unexpected "${this.#text.slice(start, end)}"`);
      if (this.#count[wanted] === 0) return;
    }
    for (let closed; closed?.node.type !== wanted;) {
      this.#forgetKey();
      closed = this.#open.pop();
      if (!closed) return;
      closed.node.end = end;
      this.#count[closed.node.type] -= 1;
    }
  }

  #forgetKey(): void {
    const open = this.#open.at(-1);
    if (!open?.key) return;
    this.#problem('syntax-error', open.key.start, 'this key has no value');
    open.key = undefined;
    open.colon = false;
  }

  #colon(): void {
    const open = this.#open.at(-1);
    if (open?.key && !open.colon) open.colon = true;
    else this.#problem('syntax-error', this.#tokens.start, 'unexpected ":"');
  }

  #scalar(): boolean {
    const { kind, text, start, end, unclosed } = this.#tokens;
    if (unclosed) this.#problem('syntax-error', start, 'this string is never closed');
    const open = this.#open.at(-1);
    if (open?.node.type === 'object' && !open.colon && kind !== 'bad') {
      this.#forgetKey();
      open.key = { text: kind === 'string' ? text : this.#text.slice(start, end), start, end };
      return true;
    }
    if (kind === 'word' || kind === 'bad') {
      this.#problem('syntax-error', start, `unexpected "${shortened(text)}"`);
      return true;
    }
    if (++this.#scalars > MAX_SCALARS) return this.#tooMany(start);
    const type = kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'null';
    this.#place({ type, text: type === 'string' ? text : this.#text.slice(start, end), start, end });
    return true;
  }

  #place(node: JsonNode): void {
    const open = this.#open.at(-1);
    if (!open) this.#roots.push(node);
    else if (open.node.type === 'array') {
      if (!open.dropped) open.node.items.push(node);
    } else if (open.key && open.colon) {
      const { text: key, start: keyStart, end: keyEnd } = open.key;
      if (!open.dropped) open.node.entries.push({ key, keyStart, keyEnd, value: node });
      open.key = undefined;
      open.colon = false;
    } else {
      this.#problem('syntax-error', node.start, 'a value without a key');
      open.key = undefined;
    }
  }

  #tooMany(offset: number): false {
    this.#problem('too-many-values', offset, `more than ${MAX_SCALARS} values; the rest of the file was not read`);
    return false;
  }

  /** The first of each kind: what follows an error is often only its echo. */
  #problem(code: JsonProblem['code'], offset: number, message: string): void {
    if (!this.#problems.some(problem => problem.code === code)) this.#problems.push({ code, offset, message });
  }
}

function shortened(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
