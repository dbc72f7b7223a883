/** Today's models: a name as code, settings or infrastructure write it → its entry of the catalogue. */
import type { Catalogue, Retirement, SourceModel } from '../model/catalogue.ts';
import type { WorkloadModel } from '../model/workload.ts';

export interface KnownModel {
  readonly entry: SourceModel;
  /** True for a fine-tuned variant of it. */
  readonly tuned: boolean;
}

/**
 * Look a model's name up, whatever its casing; a version at its end and the mark of a fine-tuned variant are understood.
 * `undefined` for names the catalogue does not know: never guessed from a likeness.
 */
export function knownModel(catalogue: Catalogue, name: string): KnownModel | undefined {
  const index = indexOf(catalogue);
  const lower = name.trim().toLowerCase();
  const direct = index.get(lower);
  if (direct) return { entry: direct, tuned: false };
  const base = /^(.+?)\.ft-/.exec(lower)?.[1] ?? /^ft:([^:]+)/.exec(lower)?.[1];
  const tuned = base !== undefined;
  for (const candidate of [base ?? lower, withoutVersion(base ?? lower)]) {
    const entry = index.get(candidate);
    if (entry) return { entry, tuned };
  }
  return undefined;
}

/** `gpt-4o-2024-08-06` → `gpt-4o`, `gpt-4-0613` → `gpt-4`. */
function withoutVersion(name: string): string {
  return name.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{4})$/, '');
}

const indexes = new WeakMap<Catalogue, ReadonlyMap<string, SourceModel>>();

function indexOf(catalogue: Catalogue): ReadonlyMap<string, SourceModel> {
  let index = indexes.get(catalogue);
  if (!index) {
    index = new Map(
      catalogue.sourceModels.flatMap(entry => entry.names.map(name => [name.toLowerCase(), entry] as const)),
    );
    indexes.set(catalogue, index);
  }
  return index;
}

/**
 * When it retires by the published schedule. Without a version, or with one the schedule does not name: the last date of
 * any version, since none of them is known to be earlier for this deployment.
 */
export function retirementOf(
  catalogue: Catalogue,
  { entry }: KnownModel,
  version: string | undefined,
): WorkloadModel['retires'] {
  const named = version === undefined ? [] : entry.retirement.filter(({ version: text }) => names(text, version));
  const dates = (named.length > 0 ? named : entry.retirement).toSorted(byDate);
  const last = dates.at(-1);
  const source = last && catalogue.sources[last.source];
  if (!last || !source) return undefined;
  return { date: last.date, source: { url: source.url, asOf: source.asOf, status: source.status } };
}

function names(listed: string, version: string): boolean {
  return listed.split(/[,\s]+/).some(part => part.toLowerCase() === version.toLowerCase());
}

function byDate(a: Retirement, b: Retirement): number {
  return a.date < b.date ? -1 : a.date > b.date ? 1 : 0;
}
