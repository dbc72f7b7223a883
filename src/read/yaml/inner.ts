/**
 * Files inside YAML: a patch of Kustomize, a file in a config map, values of a chart in a release. A text block under
 * such a key is read as the file it is, with its places in the YAML around it.
 */
import { isScalar, type Scalar } from 'yaml';
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader } from '../../model/source.ts';
import { relocated } from '../relocate.ts';
import { scriptText } from '../shell/embedded.ts';

/** A text block, and the name its content goes by. */
export interface InnerFile {
  readonly node: Scalar;
  readonly name: string;
}

/** Keys whose text is YAML whatever they are called. */
const YAML_KEYS = /^(?:patch|patchesStrategicMerge|patchesJson6902|values|valuesYaml|valuesContent)$/;
/** Keys of config maps and the like are names of files. */
const FILE_NAMES = /\.(?:ya?ml|json|properties|env)$|^\.env/i;
/** Files inside files inside files are nobody's configuration. */
const MAX_NESTING = 2;
const MAX_LENGTH = 500_000;

/** The file a key's text block is, if it is one. */
export function innerFile(key: string, node: unknown): InnerFile | undefined {
  if (!isScalar(node) || (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED')) return undefined;
  if (YAML_KEYS.test(key)) return { node, name: `${key}.yaml` };
  return FILE_NAMES.test(key) ? { node, name: key } : undefined;
}

/** Facts of the files inside a text. `readers` are asked by the end of the name. */
export function innerFacts(
  files: readonly InnerFile[],
  source: string,
  lines: LineIndex,
  nesting: number,
  readerOf: (name: string) => Reader | undefined,
): Fact[] {
  if (nesting >= MAX_NESTING) return [];
  return files.flatMap(({ node, name }) => {
    const [start = 0, end = 0] = node.range ?? [];
    const reader = end - start > MAX_LENGTH ? undefined : readerOf(name);
    if (!reader) return [];
    const place = scriptText(source, start, end, 'block').place(lines);
    const inner = new LineIndex(place.text);
    const offset = (line: number, column: number): number => inner.startOf(line) + column - 1;
    const { facts } = reader({ path: name, text: place.text });
    return relocated(facts, span => place.span(offset(span.line, span.column), offset(span.endLine, span.endColumn)));
  });
}
