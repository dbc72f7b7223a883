/** Every folder below `fixtures/links/` is scanned for its links: clients, and which calls reach them; one per line. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../src/scan/index.ts';
import { linkLines } from './support/links.ts';

const root = new URL('../fixtures/links/', import.meta.url).pathname;
const cases = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory());

test.for(cases.map(({ name }) => name).sort())('%s', async name => {
  const folder = join(root, name);
  const report = await scan({ roots: [folder], cwd: folder });
  await expect(linkLines(report)).toMatchFileSnapshot(join(folder, 'links.txt'));
});
