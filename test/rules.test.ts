import { describe, expect, test } from 'vitest';
import { placesOf } from '../src/rule-tests.ts';
import { loadBuiltinRules } from '../src/rules/load.ts';
import { Prefilter } from '../src/walk/prefilter.ts';

const ruleSet = await loadBuiltinRules();

describe.each(ruleSet.rules.map(rule => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples.hit.map((example, i) => [i + 1, example] as const))('hit %i', async (_number, example) => {
    const wanted = [...(typeof example.at === 'string' ? [example.at] : (example.at ?? []))].sort();
    expect((await placesOf(ruleSet, rule, example)).sort(), example.code).toEqual(wanted);
  });
  test.each(rule.examples.miss.map((example, i) => [i + 1, example] as const))('miss %i', async (_number, example) => {
    expect(await placesOf(ruleSet, rule, example), `${example.why ?? ''}\n${example.code}`).toEqual([]);
  });
});

describe('keywords', () => {
  const union = new Prefilter(ruleSet.rules.flatMap(rule => rule.keywords));

  test.each(ruleSet.rules.map(rule => [rule.id, rule] as const))('%s opens every file that shows it', (_, rule) => {
    const own = new Prefilter(rule.keywords);
    for (const example of rule.examples.hit) {
      expect(own.hits(Buffer.from(example.code)), example.code).toBe(true);
      expect(union.hits(Buffer.from(example.code))).toBe(true);
    }
  });
});

test('every rule has an equivalent with a dated source', () => {
  const keys = new Map(ruleSet.equivalents.map(entry => [entry.key, entry]));
  for (const rule of ruleSet.rules) {
    const equivalent = keys.get(rule.equivalent);
    expect(equivalent, rule.id).toBeDefined();
    expect(equivalent?.sources.length, rule.id).toBeGreaterThan(0);
    for (const source of equivalent?.sources ?? []) expect(source.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});
