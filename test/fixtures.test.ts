/** Every folder below `fixtures/` with an `expected.txt` is scanned; one finding per line, so that a diff reads like a review. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../src/scan/index.ts';
import { lines } from './support/lines.ts';

const root = new URL('../fixtures/', import.meta.url).pathname;
const cases = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('expected.txt'));

test.for(cases)('%s', async path => {
  const folder = dirname(join(root, path));
  const report = await scan({ roots: [folder], cwd: folder });
  await expect(lines(report)).toMatchFileSnapshot(join(root, path));
});
