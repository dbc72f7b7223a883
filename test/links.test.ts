/**
 * Every folder below `fixtures/links/` is scanned for its links: clients, and which calls reach them; one per line.
 * Each case holds a link and a near-miss that must not be one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../src/scan/index.ts';
import { listTree } from '../src/scan/tree.ts';
import type { Root } from '../src/walk/roots.ts';
import { linkLines } from './support/links.ts';

const root = new URL('../fixtures/links/', import.meta.url).pathname;
const cases = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The tree as a walk in the other direction would list it. */
function reversed(roots: readonly Root[]): ReturnType<typeof listTree> {
  const listed = listTree(roots);
  return { ...listed, files: listed.files.toReversed() };
}

test.for(cases)('%s', async name => {
  const folder = join(root, name);
  const report = await scan({ roots: [folder], cwd: folder });
  await expect(linkLines(report)).toMatchFileSnapshot(join(folder, 'links.txt'));
  const again = await scan({ roots: [folder], cwd: folder, tree: reversed });
  expect(linkLines(again), 'in the reverse order of files').toBe(linkLines(report));
  const places = report.workloads.flatMap(({ callSites }) => callSites.flatMap(site => [site, ...site.hops]));
  for (const { path, line } of [...places, ...report.clients]) {
    const text = readFileSync(join(folder, path), 'utf8').split('\n');
    expect(text[line - 1]?.trim(), `${path}:${line}`).not.toBe('');
  }
});
