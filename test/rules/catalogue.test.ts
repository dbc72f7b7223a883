import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileCatalogue, isCatalogueFile } from '../../src/rules/catalogue.ts';
import { loadCatalogue } from '../../src/rules/load-catalogue.ts';
import type { RuleFile } from '../../src/rules/compile.ts';

const root = new URL('../../rules/', import.meta.url);
const files: readonly RuleFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(name => `rules/${name.replaceAll('\\', '/')}`)
  .filter(path => path.endsWith('.yaml') && isCatalogueFile(path))
  .map(path => ({ path, content: readFileSync(new URL(path.slice('rules/'.length), root), 'utf8') }));

/** The catalogue with one text of one file replaced. */
function broken(path: string, from: string, to: string): () => unknown {
  const file = files.find(one => one.path === path);
  if (!file?.content.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return () =>
    compileCatalogue(files.map(one => (one === file ? { path, content: file.content.replace(from, to) } : one)));
}

test('the files compile to what is shipped', () => {
  expect(compileCatalogue(files)).toEqual(loadCatalogue());
  expect(loadCatalogue().models.length).toBeGreaterThan(30);
  expect(loadCatalogue().sourceModels.flatMap(({ names }) => names).length).toBeGreaterThan(80);
});

test.for([
  [
    'rules/models/openai.yaml',
    '  vendor: openai',
    '  vendro: openai',
    /^rules\/models\/openai\.yaml:\d+: unknown key "vendro"; did you mean "vendor"\?$/,
  ],
  [
    'rules/models/openai.yaml',
    'id: us.openai.gpt-5.6-sol, scope: us',
    'id: openai.gpt-5.6-sol, scope: us',
    /openai\.yaml:\d+: "openai\.gpt-5\.6-sol" has no profile prefix, not us$/,
  ],
  [
    'rules/models/openai.yaml',
    'id: openai.gpt-5.4, scope: in-region',
    'id: us.openai.gpt-5.4, scope: in-region',
    /"us\.openai\.gpt-5\.4" is a profile of us, not in-region$/,
  ],
  [
    'rules/models/openai.yaml',
    'scope: us, status: secondary',
    'scope: us, status: unconfirmed',
    /:\d+: an unconfirmed id is not written down/,
  ],
  [
    'rules/models/openai.yaml',
    'regions: [us-east-1, us-east-2]',
    'regions: [us-east-1, us-est-2]',
    /:\d+: unknown region "us-est-2"; did you mean "us-east-2"\?$/,
  ],
  [
    'rules/models/openai.yaml',
    'sources: [card_55,',
    'sources: [card_5,',
    /:\d+: unknown source "card_5"; did you mean "card_5[45]"\?$/,
  ],
  ['rules/models/openai.yaml', 'status: gated', 'status: gone', /:\d+: .*status: invalid type/],
  [
    'rules/models/tiers.yaml',
    'model: gpt-5.6-terra',
    'model: gpt-5.6-tera',
    /tiers\.yaml:\d+: unknown model "gpt-5\.6-tera"; did you mean "gpt-5\.6-terra"\?$/,
  ],
  [
    'rules/models/tiers.yaml',
    'model: gpt-5.6-terra',
    'model: gpt-5.6-cyber',
    /"gpt-5\.6-cyber" is gated: it is no equivalent$/,
  ],
  ['rules/models/azure.yaml', 'names: [gpt-4]', 'names: [GPT-4o]', /azure\.yaml:\d+: "gpt-4o" is listed twice$/],
  [
    'rules/models/azure.yaml',
    'tier: flagship',
    'tier: flagshop',
    /unknown tier "flagshop"; did you mean "flagship"\?$/,
  ],
  ['rules/models/sources.yaml', "asOf: '2026-11-09'", "asOf: '2026-11'", /sources\.yaml:\d+: .*asOf: invalid date/],
  ['rules/plans/landings.yaml', '- api: video', '- api: videos', /landings\.yaml:\d+: /],
  [
    'rules/plans/landings.yaml',
    'endpoint: bedrock-mantle',
    'endpoint: bedrock-mantel',
    /unknown endpoint "bedrock-mantel"; did you mean "bedrock-mantle"\?$/,
  ],
  ['rules/plans/features.yaml', '- feature: seed', '- feature: sead', /features\.yaml:\d+: /],
  [
    'rules/plans/features.yaml',
    'family: deepseek',
    'family: deepsee',
    /unknown family "deepsee"; did you mean "deepseek"\?$/,
  ],
  ['rules/plans/conditions.yaml', 'sources: [fine_tuning]', 'sources: []', /conditions\.yaml:\d+: /],
] as const)('%s: %s → %s', ([path, from, to, message]) => {
  expect(broken(path, from, to)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(message) as string }) as Error,
  );
});

test('a missing file is said', () => {
  expect(() => compileCatalogue(files.slice(1))).toThrow(/this file is missing/);
});

test('every model of today has somewhere to go, or is said to have nowhere', () => {
  const { sourceModels } = loadCatalogue();
  const nowhere = sourceModels.filter(({ same, tier }) => same === undefined && tier === undefined);
  expect(nowhere.map(({ names }) => names[0])).toEqual(['sora']);
});

test('an id stands in the form its endpoint takes', () => {
  for (const { endpoints, family, key } of loadCatalogue().models) {
    for (const { id, scope } of endpoints['bedrock-mantle']?.ids ?? []) {
      expect([key, scope]).toEqual([key, 'in-region']);
      expect(id).not.toMatch(/^(?:us|eu|in|jp|au|global)\./);
    }
    if (family !== 'openai-gpt') continue;
    for (const { id } of endpoints['bedrock-runtime']?.ids ?? []) expect(id).toMatch(/^(?:us|in|global)\.openai\./);
  }
});
