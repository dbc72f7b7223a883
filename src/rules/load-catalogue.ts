/** The catalogue from disk: a file of its own, read only when there is something to plan. */
import { readFileSync } from 'node:fs';
import { assetPath } from '../base/assets.ts';
import type { Catalogue } from '../model/catalogue.ts';

let loaded: Catalogue | undefined;

/** The catalogue that ships with untether. */
export function loadCatalogue(): Catalogue {
  loaded ??= JSON.parse(readFileSync(assetPath('catalogue.json'), 'utf8')) as Catalogue;
  return loaded;
}
