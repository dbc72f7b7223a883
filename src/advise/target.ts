/** The target that was asked for, checked against what is known of regions before anything is read. */
import { geographyOf, regionsOf } from './geography.ts';
import { UntetherError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { TargetOptions } from '../model/planning.ts';

/**
 * @throws UntetherError for a region or residency nobody knows, with the nearest one that is, and for a region outside
 * the residency.
 */
export function checkTarget(catalogue: Catalogue, { region, residency }: TargetOptions): void {
  const geographies = Object.keys(catalogue.geographies);
  if (residency !== undefined && !geographies.includes(residency)) {
    throw new UntetherError(`unknown residency "${residency}"`, {
      help: `${meant(residency, geographies)}Known: ${Object.entries(catalogue.geographies)
        .map(([name, place]) => `${name} (${place.name})`)
        .join(', ')}.`,
    });
  }
  if (region === undefined) return;
  const regions = regionsOf(catalogue);
  if (!regions.includes(region)) {
    throw new UntetherError(`unknown region "${region}"`, {
      help: `${meant(region, regions)}Known: ${regions.join(', ')}.`,
    });
  }
  if (residency !== undefined && geographyOf(catalogue, region) !== residency) {
    const place = catalogue.geographies[residency];
    throw new UntetherError(`the region ${region} is outside the residency ${residency}`, {
      help: `Regions of ${residency}: ${place?.regions.join(', ') ?? 'none'}.`,
    });
  }
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `Did you mean "${near}"? `;
}
