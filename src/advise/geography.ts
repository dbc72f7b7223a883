/** Regions, geographies and residency: which ids of a model may be used where. */
import type { Catalogue, ModelId } from '../model/catalogue.ts';
import type { TargetOptions } from '../model/planning.ts';

/** Geography a region of the target lies in. */
export function geographyOf(catalogue: Catalogue, region: string): string | undefined {
  return Object.entries(catalogue.geographies).find(([, place]) => place.regions.includes(region))?.[0];
}

/** Geography a region of the source cloud lies in, however it is written (`West Europe`, `westeurope`). */
export function geographyToday(catalogue: Catalogue, region: string | undefined): string | undefined {
  return region === undefined ? undefined : catalogue.sourceRegions[region.toLowerCase().replaceAll(/[\s_-]/g, '')];
}

/** Every region of the target. */
export function regionsOf(catalogue: Catalogue): string[] {
  return Object.values(catalogue.geographies).flatMap(place => place.regions);
}

export interface ChosenId {
  readonly id: ModelId;
  /** False where nothing confirms that it is offered in the region or geography asked for. */
  readonly confirmed: boolean;
}

/**
 * The id to use for a target, best first: one that keeps to the geography asked for, then the wider ones. Never one
 * that leaves the residency or cannot be called from the region.
 * @param hint geography the workload runs in today; it only decides between ids that are all allowed.
 */
export function idsFor(
  catalogue: Catalogue,
  ids: readonly ModelId[],
  target: TargetOptions,
  hint: string | undefined,
): ChosenId[] {
  const home = target.region === undefined ? undefined : geographyOf(catalogue, target.region);
  const wanted = target.residency ?? home ?? hint;
  const callable = Object.values(catalogue.geographies)
    .filter(place => target.region !== undefined && place.callers?.includes(target.region))
    .flatMap(place => place.profile ?? []);
  return ids
    .flatMap((id, order) => {
      const confirmed = fits(catalogue, id, target);
      return confirmed === undefined
        ? []
        : [{ id, confirmed, order, rank: callable.includes(id.scope) ? 1 : rankOf(catalogue, id, wanted) }];
    })
    .sort((a, b) => Number(b.confirmed) - Number(a.confirmed) || a.rank - b.rank || a.order - b.order)
    .map(({ id, confirmed }) => ({ id, confirmed }));
}

/** Undefined: not allowed. False: allowed, and nothing confirms that it is there. */
function fits(
  catalogue: Catalogue,
  { scope, regions, seen = [] }: ModelId,
  target: TargetOptions,
): boolean | undefined {
  const { region, residency } = target;
  if (region !== undefined && regions !== undefined && !regions.includes(region)) return undefined;
  const zone = residency === undefined ? undefined : catalogue.geographies[residency];
  if (scope === 'global') return residency === undefined ? true : undefined;
  if (scope === 'in-region') {
    if (region !== undefined) return regions !== undefined || seen.includes(region);
    if (!zone) return true;
    if (regions === undefined) return zone.regions.some(place => seen.includes(place));
    return zone.regions.some(place => regions.includes(place)) ? true : undefined;
  }
  const geography = Object.entries(catalogue.geographies).find(([, place]) => place.profile === scope);
  if (!geography) return undefined;
  const [name, place] = geography;
  if (residency !== undefined && residency !== name) return undefined;
  if (region !== undefined && ![...place.regions, ...(place.callers ?? [])].includes(region)) return undefined;
  return true;
}

/**
 * Profile of the geography wanted, then in-region, then global, then other geographies. Without a wish as they are listed,
 * ids that hold for a few regions only after those that hold for many.
 */
function rankOf(catalogue: Catalogue, { scope, regions }: ModelId, wanted: string | undefined): number {
  const place = wanted === undefined ? undefined : catalogue.geographies[wanted];
  if (!place) return scope === 'global' ? 2 : scope === 'in-region' && regions !== undefined ? 3 : 1;
  if (scope === place.profile) return 0;
  if (scope === 'in-region') return regions && !regions.some(region => place.regions.includes(region)) ? 4 : 1;
  return scope === 'global' ? 2 : 5;
}
