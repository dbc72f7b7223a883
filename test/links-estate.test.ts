/** Every folder below `fixtures/links/` with an `estate.txt`: names, settings, defaults, deployments, accounts, open questions. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { estateIn, estateLines } from './support/estate-lines.ts';

const root = new URL('../fixtures/links/', import.meta.url).pathname;
const cases = readdirSync(root).filter(name => existsSync(join(root, name, 'estate.txt')));

test.for(cases)('%s', async name => {
  const folder = join(root, name);
  await expect(estateLines(await estateIn(folder))).toMatchFileSnapshot(join(folder, 'estate.txt'));
});
