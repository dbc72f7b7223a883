import { parseToml } from '../toml/parse.ts';
import type { Stretch } from './index.ts';

/** Comments of a TOML file; of what could be parsed of it. */
export function findInToml(text: string): Stretch[] {
  return (parseToml(text).program?.comments ?? []).map(({ range }) => [range[0], range[1]] as const);
}
