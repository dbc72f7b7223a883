/** Small questions about TOML nodes that several manifests ask. */
import type { AST } from 'toml-eslint-parser';
import type { TomlEntry } from '../toml/entries.ts';

/** A string node with the offset its text starts at. */
export function stringAt(node: AST.TOMLNode, text: string): { text: string; start: number; end: number } | undefined {
  if (node.type !== 'TOMLValue' || node.kind !== 'string') return undefined;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  const found = written.indexOf(node.value);
  return found < 0
    ? { text: node.value, start, end }
    : { text: node.value, start: start + found, end: start + found + node.value.length };
}

/** Offsets of a key without its quotes. */
export function keyOffsets(range: AST.Range, text: string): { start: number; end: number } {
  const quoted = /["']/.test(text[range[0]] ?? '') ? 1 : 0;
  return { start: range[0] + quoted, end: range[1] - quoted };
}

/** String fields of a table or inline table; a plain string stands under the empty name, `a.b = "x"` under `a.b`. */
export function tableFields(value: TomlEntry['value'], text: string): Map<string, string> {
  const fields = new Map<string, string>();
  const plain = stringAt(value, text);
  if (plain) fields.set('', plain.text);
  for (const [name, node] of fieldNodes(value)) {
    const string = stringAt(node, text);
    if (string) fields.set(name, string.text);
  }
  return fields;
}

/** The fields of a table, those of a table inside it under dotted names. */
export function* fieldNodes(value: TomlEntry['value']): Generator<[string, AST.TOMLContentNode]> {
  if (value.type !== 'TOMLInlineTable' && value.type !== 'TOMLTable') return;
  for (const node of value.body) {
    const name = node.key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value)).join('.');
    yield [name, node.value];
    if (node.value.type !== 'TOMLInlineTable') continue;
    for (const inner of node.value.body) {
      const part = inner.key.keys.map(key => (key.type === 'TOMLBare' ? key.name : key.value)).join('.');
      yield [`${name}.${part}`, inner.value];
    }
  }
}
