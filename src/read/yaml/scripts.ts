/** Scripts of pipeline steps and hooks: which values are one, and the facts of their commands. */
import { isMap, isScalar, type Scalar, type YAMLMap } from 'yaml';
import type { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import { commandsIn, dialectOf, scriptText } from '../shell/embedded.ts';

/** A value that is a program, and what stands beside it about its language. */
export interface ScriptValue {
  readonly node: Scalar;
  readonly said?: string;
}

/** The text under these keys is a program. */
const KEYS = /^(?:run|script|before_script|after_script|inlineScript|inline|bash|pwsh|powershell|cmds?)$/i;
const MAX_LENGTH = 200_000;

export function isScriptKey(name: string): boolean {
  return KEYS.test(name);
}

/** What a step says about the language of its script. */
export function languageSaid(key: string, map: unknown): string | undefined {
  if (/^(?:bash|pwsh|powershell)$/i.test(key)) return key;
  if (!isMap(map)) return undefined;
  for (const { key: name, value } of (map as YAMLMap).items)
    if (isScalar(name) && /^(?:shell|scriptType|pwsh)$/.test(String(name.value)) && isScalar(value)) {
      const text = String(value.value);
      return name.value === 'pwsh' ? 'pwsh' : text;
    }
  return undefined;
}

export function scriptFactsOf(scripts: readonly ScriptValue[], source: string, lines: LineIndex): Fact[] {
  return scripts.flatMap(({ node, said }) => {
    const [start = 0, end = 0] = node.range ?? [];
    const text = typeof node.value === 'string' ? node.value : '';
    if (text === '' || end - start > MAX_LENGTH) return [];
    const dialect = dialectOf(text, said);
    if (!dialect) return [];
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const double = node.type === 'QUOTE_DOUBLE';
    const inset = double || node.type === 'QUOTE_SINGLE' ? 1 : 0;
    const excerpt = scriptText(source, start + inset, end - inset, block ? 'block' : double ? 'quoted' : 'plain');
    const place = excerpt.place(lines);
    return commandsIn(place.text, place.span, dialect);
  });
}
