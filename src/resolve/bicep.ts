/** Parameters of Bicep modules whose value stands in the file that calls the module. */
import { joinPath, dirOf } from '../base/paths.ts';
import type { Fact, Value } from '../model/fact.ts';
import type { FactFile } from './infrastructure.ts';

/** A module called from many places has many values; more than this are no longer listed. */
const MAX_CALLERS = 4;

/** What a name means in a Bicep file, where only its callers know. */
export class BicepScopes {
  readonly #passed = new Map<string, Map<string, Value[]>>();
  readonly #params = new Map<string, ReadonlySet<string>>();

  constructor(files: readonly FactFile[]) {
    for (const { path, facts } of files) {
      if (!path.endsWith('.bicep')) continue;
      this.#params.set(path, new Set(paramsOf(facts)));
      for (const fact of facts) {
        if (fact.kind !== 'resource' || fact.mode !== 'module' || !fact.type.endsWith('.bicep')) continue;
        const target = joinPath(dirOf(path), fact.type);
        for (const entry of fact.props.entries) {
          if (entry.name !== 'params' || entry.value.kind !== 'object') continue;
          for (const param of entry.value.entries) this.#add(target, param.name, param.value);
        }
      }
    }
  }

  #add(file: string, name: string, value: Value): void {
    // Names of the caller mean nothing here; only what is known is handed on.
    if (value.kind !== 'literal' && value.kind !== 'template') return;
    const names = this.#passed.get(file) ?? new Map<string, Value[]>();
    this.#passed.set(file, names);
    const values = names.get(name) ?? [];
    if (values.length < MAX_CALLERS) names.set(name, [...values, value]);
  }

  /** The value callers pass for a parameter of this file; `undefined` when it is none or nobody passes one. */
  value(file: string, name: string): Value | undefined {
    if (!this.#params.get(file)?.has(name)) return undefined;
    const values = this.#passed.get(file)?.get(name);
    const [first, ...more] = values ?? [];
    if (!first) return undefined;
    return more.length === 0 ? first : { kind: 'choice', options: values ?? [], span: first.span };
  }
}

function* paramsOf(facts: readonly Fact[]): Generator<string> {
  for (const fact of facts) if (fact.kind === 'definition' && fact.role === 'param') yield fact.name;
}
