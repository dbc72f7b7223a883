/** Catalogue and suggested code from disk: files of their own, read only when there is something to plan or to explain. */
import { readFileSync } from 'node:fs';
import { assetPath } from '../base/assets.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { CodeBook } from '../model/code.ts';

let loaded: Catalogue | undefined;

/** The catalogue that ships with untether. */
export function loadCatalogue(): Catalogue {
  loaded ??= JSON.parse(readFileSync(assetPath('catalogue.json'), 'utf8')) as Catalogue;
  return loaded;
}

let book: CodeBook | undefined;

/** The suggested code that ships with untether. */
export function loadCode(): CodeBook {
  book ??= JSON.parse(readFileSync(assetPath('code.json'), 'utf8')) as CodeBook;
  return book;
}
