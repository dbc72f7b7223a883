import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factsOf } from '../../src/advise/facts.ts';
import { catalogue, planned } from './workloads.ts';

interface Fact {
  readonly kind: string;
  readonly asOf: string;
  readonly url: string;
  readonly of: readonly string[];
  readonly age?: number;
}

const script = (await import(new URL('../../scripts/facts.mjs', import.meta.url).href)) as {
  limits(page?: string): Record<string, { list: number | null; refuse: number | null }>;
  facts(): Fact[];
  past(which: 'list' | 'refuse', date: string, all?: readonly Fact[]): Fact[];
};

test('a report tells the dates its plans rest on, and an age only against a time', () => {
  const workloads = [planned({ model: 'gpt-4o' })];
  const dates = workloads
    .flatMap(({ plans }) => plans.flatMap(({ sources }) => sources.map(({ asOf }) => asOf)))
    .sort();
  const without = factsOf([], workloads, undefined);
  expect(without).toMatchObject({ oldest: dates[0], newest: dates.at(-1) });
  expect(without).not.toHaveProperty('age');
  expect(without?.notConfirmed).toBe(0);
  const speech = [planned({ api: 'realtime', model: 'gpt-realtime' })];
  expect(factsOf([], speech, undefined)?.notConfirmed).toBeGreaterThan(0);
  const day = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString();
  expect(factsOf([], workloads, day(dates[0] ?? '', 46))?.age).toMatchObject({ days: 46, after: 45 });
  expect(factsOf([], workloads, day(dates.at(-1) ?? '', 46))?.age?.old).toBe(without?.sources);
  expect(factsOf([], [], undefined)).toBeUndefined();
});

test('docs/facts.md sets a limit for every kind of fact, and the script keeps to it', () => {
  const all = script.facts();
  const kinds = [...new Set(all.map(({ kind }) => kind))].sort();
  expect(kinds).toEqual(Object.keys(script.limits()).sort());
  for (const source of Object.values(catalogue.sources))
    expect(all.some(fact => fact.url === source.url && fact.asOf === source.asOf)).toBe(true);
  const fact = (kind: string): Fact => ({ kind, asOf: '2026-01-01', url: 'https://example.com/', of: ['x'] });
  const many = ['model', 'lifecycle', 'history'].map(fact);
  expect(script.past('list', '2026-02-15', many)).toEqual([]);
  expect(script.past('list', '2026-02-16', many).map(({ kind, age }) => [kind, age])).toEqual([
    ['model', 46],
    ['lifecycle', 46],
  ]);
  expect(script.past('refuse', '2026-05-02', many).map(({ kind }) => kind)).toEqual(['model']);
  expect(script.past('refuse', '2026-06-30', many).map(({ kind }) => kind)).toEqual(['model']);
  expect(script.past('refuse', '2026-07-01', many).map(({ kind }) => kind)).toEqual(['model', 'lifecycle']);
  expect(() => script.past('list', '2026-02-16', [fact('rumour')])).toThrow('docs/facts.md sets no limit');
});

test('docs/effort.md prints the table that plans are counted with', () => {
  const page = readFileSync(new URL('../../docs/effort.md', import.meta.url), 'utf8');
  const rows = page
    .slice(page.indexOf('## Plans'), page.indexOf('## Days'))
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(2, -1)
        .map(cell => cell.trim()),
    );
  const { effort } = catalogue;
  const range = ({ low, high }: { low: number; high: number }): string => (low === high ? `${low}` : `${low}–${high}`);
  const strategies = ['openai-on-bedrock', 'bedrock-native', 'gateway'] as const;
  const told = [effort.client, effort.call, effort.wrapper].map(part => strategies.map(name => range(part[name])));
  const all = (part: { low: number; high: number }): string[] => [range(part), range(part), range(part)];
  const { model } = effort;
  expect(rows).toEqual([
    ...told,
    [range(effort.configuration), '', ''],
    ['', '', range(effort.connector)],
    ['', '', range(effort.gateway)],
    ...[
      model['same-model'],
      model['same-vendor-newer'],
      model['same-vendor-older'],
      model['same-vendor-open-weights'],
      model['different-vendor'],
      model['different-service'],
      model.unknown,
      effort.dimensions,
    ].map(all),
  ]);
  const { daysPerPoint, calibrated, note } = effort.profile;
  expect(page).toContain(`takes ${daysPerPoint.low} to ${daysPerPoint.high} days for a point`);
  expect([calibrated, note]).toEqual([false, expect.stringContaining('uncalibrated planning assumption')]);
});

test('the effort of a plan recomputed by hand from its JSON', () => {
  const found = JSON.parse(
    JSON.stringify(planned({ api: 'responses', model: 'o3', features: ['tools', 'background', 'file-search'] })),
  ) as ReturnType<typeof planned>;
  const half = (value: number): number => Math.round(value * 2) / 2;
  for (const { effort, reasons } of found.plans) {
    for (const { low, high, each, places } of reasons) {
      if (each === undefined || places === undefined) continue;
      const factor = 1 + Math.log2(places);
      expect([low, high]).toEqual([half(each.low * factor), half(each.high * factor)]);
    }
    expect(reasons.map(({ low }) => low).reduce((a, b) => a + b)).toBe(effort.low);
    expect(reasons.map(({ high }) => high).reduce((a, b) => a + b)).toBe(effort.high);
  }
});
