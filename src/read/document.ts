/** A data file that infrastructure code loads, whole, as a formula: JSON or YAML, `${name}` in it a name of the loader. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { LineIndex } from '../base/lines.ts';
import type { EntryFormula, Formula, Program } from '../model/program.ts';
import type { Source } from '../model/source.ts';
import type { Span } from '../model/span.ts';

const MAX_DEPTH = 60;

/** JSON is YAML too, so one parser does for both. `undefined` for what is neither. */
export function readDocument({ text }: Source): Program | undefined {
  const lines = new LineIndex(text);
  const document = parseDocument(text, { uniqueKeys: false, strict: false, prettyErrors: false, logLevel: 'silent' });
  const { contents } = document;
  if (!contents || document.errors.length > 0) return undefined;
  const spanOf = (node: Node): Span => {
    const [start = 0, end = 0] = node.range ?? [];
    return lines.span(start, end);
  };
  const formula = (node: unknown, depth: number): Formula => {
    const resolved = isAlias(node) ? node.resolve(document) : (node as Node | null | undefined);
    const span = resolved ? spanOf(resolved) : lines.span(0, 0);
    if (!resolved || depth > MAX_DEPTH) return { kind: 'unknown', span };
    if (isSeq(resolved)) return { kind: 'list', items: resolved.items.map(item => formula(item, depth + 1)), span };
    if (isMap(resolved)) {
      const entries = resolved.items.flatMap(({ key, value }): EntryFormula[] => {
        if (!isScalar(key)) return [];
        return [{ key: String(key.value), value: formula(value, depth + 1), span: spanOf(key) }];
      });
      return { kind: 'object', entries, span };
    }
    if (!isScalar(resolved)) return { kind: 'unknown', span };
    const { value } = resolved;
    if (typeof value === 'string') return { kind: 'text', parts: partsOf(value, span), span };
    if (value === null) return { kind: 'null', text: 'null', span };
    // Versions look like numbers: what is written counts.
    return {
      kind: typeof value === 'boolean' ? 'boolean' : 'number',
      text: typeof value === 'boolean' ? String(value) : (resolved.source ?? String(value)),
      span,
    };
  };
  return { syntax: 'data', declarations: [], document: formula(contents, 0) };
}

function partsOf(text: string, span: Span): (string | Formula)[] {
  const parts: (string | Formula)[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\{\s*([A-Za-z_]\w*)\s*\}/g)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push({ kind: 'name', name: match[1] ?? '', span });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
