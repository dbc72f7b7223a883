/** Every key of a TOML document with its full path, tables and inline tables included, in reading order. */
import type { AST } from 'toml-eslint-parser';

export interface TomlEntry {
  /** All keys from the top; positions in arrays are left out. */
  readonly path: readonly string[];
  /** `[start, end)` of the key as written; for `a.b` all of it. */
  readonly key: AST.Range;
  /** `[start, end)` of its last part. */
  readonly last: AST.Range;
  readonly value: AST.TOMLContentNode | AST.TOMLTable;
}

const MAX_DEPTH = 64;

export function* tomlEntries(program: AST.TOMLProgram): Generator<TomlEntry> {
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') yield* keyValue(node, [], 0);
    else {
      const table = entry(node.key, [], node);
      yield table;
      for (const inner of node.body) yield* keyValue(inner, table.path, 1);
    }
  }
}

/** The keys of one table or inline table, not looking into what they hold. */
export function directEntries(body: readonly AST.TOMLKeyValue[], above: readonly string[]): TomlEntry[] {
  return body.map(node => entry(node.key, above, node.value));
}

function* keyValue(node: AST.TOMLKeyValue, above: readonly string[], depth: number): Generator<TomlEntry> {
  const own = entry(node.key, above, node.value);
  yield own;
  if (depth < MAX_DEPTH) yield* inside(node.value, own.path, depth + 1);
}

function* inside(value: AST.TOMLContentNode, path: readonly string[], depth: number): Generator<TomlEntry> {
  if (value.type === 'TOMLInlineTable') for (const inner of value.body) yield* keyValue(inner, path, depth);
  else if (value.type === 'TOMLArray' && depth < MAX_DEPTH)
    for (const item of value.elements) if (item.type !== 'TOMLValue') yield* inside(item, path, depth + 1);
}

function entry(key: AST.TOMLKey, above: readonly string[], value: TomlEntry['value']): TomlEntry {
  const names = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
  const last = key.keys[key.keys.length - 1];
  return { path: [...above, ...names], key: keyRange(key), last: last?.range ?? key.range, value };
}

/** From the first part to the last: the node itself may take in blanks. */
function keyRange(key: AST.TOMLKey): AST.Range {
  return [key.keys[0]?.range[0] ?? key.range[0], key.keys[key.keys.length - 1]?.range[1] ?? key.range[1]];
}
