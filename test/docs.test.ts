/** Pages that are written by scripts say what the sources say today. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const script = async <T>(path: string): Promise<T> => (await import(new URL(path, root).href)) as T;

test('docs/what-it-finds.md is what the rules say (run "npm run docs")', async () => {
  const { whatItFinds, readRuleSet } = await script<{ whatItFinds(ruleSet: unknown): string; readRuleSet(): unknown }>(
    'scripts/docs.mjs',
  );
  const [now, page] = [whatItFinds(readRuleSet()).split('\n'), text('docs/what-it-finds.md').split('\n')];
  const different = now.findIndex((line, i) => line !== page[i]);
  expect(different < 0 ? undefined : { line: different + 1, is: page[different], now: now[different] }).toBeUndefined();
  expect(page.length).toBe(now.length);
});

test('names are read out of expressions, or not at all', async () => {
  const { namesOf } = await script<{ namesOf(source: string): string[] | undefined }>('scripts/expand.mjs');
  expect(namesOf('^azure\\.ai\\.(?:projects|agents)$')).toEqual(['azure.ai.projects', 'azure.ai.agents']);
  expect(namesOf('(?:^|\\.)AzureOpenAI$')).toEqual(['AzureOpenAI', '*.AzureOpenAI']);
  expect(namesOf('open[-_.]?ai(?!x)')).toEqual(['*open_ai*']);
  expect(namesOf('^use_?azure')).toEqual(['use_azure*']);
  expect(namesOf('^Azure\\w+Client$')).toEqual(['Azure*Client']);
  expect(namesOf('^[a-z]+$')).toBeUndefined();
  expect(namesOf('(')).toBeUndefined();
  expect(namesOf('(?:a|b|c|d|e|f|g|h)(?:a|b|c|d|e|f|g|h)name')).toBeUndefined();
});

test('THIRD-PARTY-NOTICES.md names all that is in the bundle (run "npm run notices")', async () => {
  const { notices } = await script<{ notices(): Promise<string> }>('scripts/notices.mjs');
  const now = await notices();
  const table = (page: string): string[] => page.split('\n').filter(line => line.startsWith('|'));
  const page = text('THIRD-PARTY-NOTICES.md');
  expect(table(page)).toEqual(table(now));
  expect(page).toBe(now);
});
