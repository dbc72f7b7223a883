import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scoreOf } from '../../src/advise/score.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { findingOf } from '../support/report.ts';
import { plan, planned, workload } from './workloads.ts';

const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
  ...findingOf({
    rule,
    title: rule,
    severity: 'medium',
    at: 'src/llm.ts:3:1',
    snippet: 'x',
    advice: 'sdk/openai-client',
    component: '.',
    language: 'typescript',
  }),
  ...more,
});

/** The formula of docs/score.md once more, from nothing but the JSON of a report. */
function byHand({ findings, workloads }: Pick<Report, 'findings' | 'workloads'>): { value: number; load: number } {
  const page = readFileSync(new URL('../../docs/score.md', import.meta.url), 'utf8');
  const weight = (word: string): number => {
    const found = new RegExp(`\\| \`?${word}\`? +\\| +([\\d.]+) `).exec(page)?.[1];
    if (found === undefined) throw new Error(`docs/score.md has no weight for ${word}`);
    return Number(found);
  };
  const surest = ['certain', 'likely', 'possible'];
  const groups: Record<string, Finding[]> = {};
  for (const one of findings) if (one.tie) (groups[`${one.component} ${one.ruleId}`] ??= []).push(one);
  let load = 0;
  for (const [first, ...more] of Object.values(groups)) {
    if (!first) continue;
    const confidence = surest.find(word => [first, ...more].some(one => one.confidence === word)) ?? 'possible';
    load += weight(first.severity) * weight(first.advice.fidelity) * weight(confidence);
  }
  for (const { plans } of workloads) load += 10 * weight(plans.find(one => one.recommended)?.fidelity ?? 'none');
  return { load, value: Math.round(2500 / (25 + load)) };
}

describe('score', () => {
  test('is null where nothing ties the code', () => {
    expect(scoreOf([], [])).toBeNull();
    expect(scoreOf([finding('sdk/plain', { tie: false })], [])).toBeNull();
  });

  test('a report recomputed by hand from its JSON', () => {
    const findings = [
      finding('sdk/client'),
      finding('sdk/client', { confidence: 'possible' }),
      finding('identity/key', { severity: 'high', confidence: 'likely' }),
      finding('api/assistants', { severity: 'blocker', component: 'jobs' }),
      finding('sdk/context', { tie: false }),
    ];
    const workloads = [
      planned({ model: 'gpt-4o' }),
      planned({ api: 'embeddings', model: 'text-embedding-ada-002' }),
      planned({ api: 'video', model: 'sora' }),
    ];
    const { score, ...report } = JSON.parse(
      JSON.stringify({ findings, workloads, score: scoreOf(findings, workloads) }),
    ) as Pick<Report, 'findings' | 'workloads' | 'score'>;
    const hand = byHand(report);
    expect(score?.load).toBeCloseTo(hand.load, 2);
    expect(score?.value).toBe(hand.value);
    const lost = (score?.parts ?? []).reduce((total, part) => total + part.lost, 0);
    expect(lost).toBeCloseTo(100 - 2500 / (25 + hand.load), 1);
    expect((score?.parts ?? []).reduce((total, part) => total + part.load, 0)).toBeCloseTo(hand.load, 2);
    for (const { component, value, load } of score?.byComponent ?? []) {
      const own = byHand({
        findings: report.findings.filter(one => one.component === component),
        workloads: report.workloads.filter(one => one.component === component),
      });
      expect({ value, load }).toEqual({ value: own.value, load: Math.round(own.load * 100) / 100 });
      expect(value).toBeGreaterThanOrEqual(score?.value ?? 100);
    }
    for (const { dimension, value } of score?.byDimension ?? []) {
      const own = { findings: report.findings.filter(one => one.dimension === dimension), workloads: [] };
      expect(value).toBe(byHand(own).value);
    }
  });

  test('a thousand repeats are one tie, and one tie less is never worse', () => {
    const one = scoreOf([finding('sdk/client')], []);
    const many = scoreOf(
      Array.from({ length: 1000 }, () => finding('sdk/client')),
      [],
    );
    expect(many).toEqual(one);
    const ties = ['sdk/a', 'identity/b', 'endpoint/c', 'network/d', 'model/e'].map(rule =>
      finding(rule, { component: rule.endsWith('e') ? 'jobs' : '.' }),
    );
    let before = -1;
    for (let left = ties.length; left > 0; left--) {
      const value = scoreOf(ties.slice(0, left), [])?.value ?? 100;
      expect(value).toBeGreaterThan(before);
      before = value;
    }
  });

  test('weights of the config multiply a part', () => {
    const ties = [finding('sdk/a'), finding('capacity/b')];
    const whole = scoreOf(ties, []);
    const light = scoreOf(ties, [], { capacity: 0 });
    expect(light?.load).toBe((whole?.load ?? 0) / 2);
    expect(light?.parts.map(({ name, lost }) => [name, lost > 0])).toEqual([
      ['sdk', true],
      ['capacity', false],
    ]);
    const heavy = scoreOf(ties, [planned({})], { workloads: 2 });
    expect(heavy?.parts.find(({ name }) => name === 'workloads')?.load).toBe(8);
  });
});

describe('roadmap', () => {
  const sketch = [
    workload({ model: 'gpt-4o', more: { id: 'chat' } }),
    workload({ api: 'embeddings', model: 'text-embedding-ada-002', more: { id: 'vectors' } }),
    workload({ api: 'agents', more: { id: 'agent' } }),
    workload({ api: 'batch', more: { id: 'batch' } }),
    workload({ api: 'video', model: 'sora', more: { id: 'video' } }),
  ];

  test('decide, foundation, embeddings before what reads them, agents last, then switch off', () => {
    const { roadmap } = plan(sketch, {}, { findings: [finding('network/dns', { language: 'terraform' })] });
    expect(roadmap.map(({ number, workloads }) => [number, workloads])).toEqual([
      [1, ['video']],
      [2, []],
      [3, ['vectors']],
      [4, ['chat']],
      [5, ['batch']],
      [6, ['agent']],
      [7, []],
    ]);
    expect(roadmap[1]?.prerequisites.join(' ')).toContain('interface endpoints for bedrock');
    expect(roadmap[1]?.exitTest).toContain('us.openai.gpt-5.6-terra');
    expect(roadmap[3]?.prerequisites).toContain('The new index of vectors, for chat in the same component.');
    for (const { exitTest, prerequisites, title } of roadmap) {
      expect(prerequisites.length).toBeGreaterThan(0);
      expect([title, exitTest, ...prerequisites].join(' ')).not.toMatch(/\{\w+\}/);
    }
  });

  test('every workload stands in one wave, every tie outside workloads in one, and the effort adds up', () => {
    const findings = [
      finding('network/dns', { language: 'terraform' }),
      finding('model/deployment', { language: 'bicep' }),
      finding('sdk/elsewhere', { component: 'tools' }),
      finding('sdk/client'),
    ];
    const { roadmap, workloads } = plan(sketch, {}, { findings });
    expect(roadmap.flatMap(wave => wave.workloads).sort()).toEqual(sketch.map(({ id }) => id).sort());
    const points = (pick: 'low' | 'high'): number => roadmap.reduce((total, { effort }) => total + effort[pick], 0);
    const plans = workloads.flatMap(({ plans: list }) => list.filter(one => one.recommended));
    // The client's own tie is part of its workload's plan.
    const outside = findings.slice(0, 3);
    for (const pick of ['low', 'high'] as const) {
      expect(points(pick)).toBe(
        plans.reduce((total, { effort }) => total + effort[pick], 0) +
          outside.reduce((total, { advice }) => total + advice.effort[pick], 0),
      );
    }
  });

  test('nothing to do, no roadmap', () => {
    expect(plan([]).roadmap).toEqual([]);
    expect(plan([]).score).toBeNull();
    expect(plan([]).strategies).toEqual([]);
  });
});

describe('strategies', () => {
  test('compared over all workloads, what none can carry counted', () => {
    const { strategies } = plan([
      workload({ model: 'gpt-4o', more: { id: 'a' } }),
      workload({ api: 'embeddings', model: 'text-embedding-ada-002', more: { id: 'b' } }),
    ]);
    expect(strategies.map(({ strategy, recommended, carries, of }) => [strategy, recommended, carries, of])).toEqual([
      ['bedrock-native', true, 2, 2],
      ['openai-on-bedrock', false, 1, 2],
      ['gateway', false, 2, 2],
    ]);
    for (const { byFidelity, carries, newLockIn } of strategies) {
      expect(Object.values(byFidelity).reduce((total, count) => total + count, 0)).toBe(carries);
      expect(new Set(newLockIn).size).toBe(newLockIn.length);
    }
  });
});
