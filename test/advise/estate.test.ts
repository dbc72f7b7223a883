/** The example estate, from its files to its plans: what the parts of the report say of each other. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { scan } from '../../src/scan/index.ts';
import { catalogue } from './workloads.ts';

const root = fileURLToPath(new URL('../../fixtures/estate', import.meta.url));
const report = JSON.parse(JSON.stringify(await scan({ roots: [root], cwd: root }))) as Report;
const recommended = report.workloads.flatMap(({ plans }) => plans.filter(plan => plan.recommended));

test('every workload is planned or asked about', () => {
  expect(report.workloads.length).toBeGreaterThan(8);
  for (const { id, plans, ruledOut, model } of report.workloads) {
    expect([id, plans.length + ruledOut.length]).toEqual([id, 3]);
    expect(plans.filter(plan => plan.recommended)).toHaveLength(plans.length === 0 ? 0 : 1);
    if (model === null)
      for (const plan of plans) expect(plan.confidence === 'certain').toBe(plan.target.models.length === 0);
  }
});

test('ids are those of the catalogue, in the form of their endpoint', () => {
  const ids = new Map(
    catalogue.models.flatMap(({ endpoints }) =>
      Object.entries(endpoints).flatMap(([endpoint, at]) => at.ids.map(({ id }) => [`${endpoint} ${id}`, id] as const)),
    ),
  );
  for (const { plans } of report.workloads) {
    for (const { target } of plans) {
      const served = target.endpoint === 'bedrock-mantle' ? ['bedrock-mantle'] : ['bedrock-runtime'];
      for (const id of target.modelIds)
        expect(
          served.some(endpoint => ids.has(`${endpoint} ${id}`)),
          id,
        ).toBe(true);
      if (target.endpoint === 'bedrock-mantle')
        for (const id of target.modelIds) expect(id).not.toMatch(/^(?:us|eu|global)\./);
    }
  }
});

test('the roadmap holds every workload once, and its effort is that of the plans and of the ties outside them', () => {
  expect(report.roadmap.flatMap(wave => wave.workloads).sort()).toEqual(report.workloads.map(({ id }) => id).sort());
  const half = (value: number): number => Math.round(value * 2) / 2;
  const moving = new Set(report.workloads.map(({ component }) => component));
  const code =
    /^(?:manifest|python|notebook|typescript|javascript|csharp|java|kotlin|go|ruby|php|rust|swift|sql|kql|http)$/;
  const foundation = new Set(['identity', 'network', 'capacity', 'observability', 'delivery', 'data']);
  const groups = new Map<string, { points: { low: number; high: number }; places: number }>();
  for (const tie of report.findings.filter(finding => finding.tie)) {
    if (code.test(tie.language) && moving.has(tie.component)) continue;
    const wave = code.test(tie.language) ? 'code' : foundation.has(tie.dimension) ? 'foundation' : 'end';
    const key = `${wave} ${tie.component} ${tie.ruleId}`;
    const group = groups.get(key) ?? { points: tie.advice.effort, places: 0 };
    group.places += 1;
    groups.set(key, group);
  }
  for (const pick of ['low', 'high'] as const) {
    const outside = [...groups.values()].reduce(
      (total, { points, places }) => total + half(points[pick] * (1 + Math.log2(places))),
      0,
    );
    const plans = recommended.reduce((total, { effort }) => total + effort[pick], 0);
    expect(report.roadmap.reduce((total, { effort }) => total + effort[pick], 0)).toBe(plans + outside);
  }
});

test('the score is the formula of docs/score.md over the report', () => {
  const severity = { blocker: 4, high: 3, medium: 2, low: 1, info: 0.5 };
  const fidelity = { 'drop-in': 0.1, adapt: 0.4, redesign: 0.8, unknown: 0.8, none: 1 };
  const confidence = { certain: 1, likely: 0.75, possible: 0.5 };
  const weights = new Map<string, number>();
  for (const tie of report.findings.filter(finding => finding.tie)) {
    const key = `${tie.component} ${tie.ruleId}`;
    const weight = severity[tie.severity] * fidelity[tie.advice.fidelity] * confidence[tie.confidence];
    weights.set(key, Math.max(weights.get(key) ?? 0, weight));
  }
  const ties = [...weights.values()].reduce((total, weight) => total + weight, 0);
  const moves = report.workloads.reduce(
    (total, { plans }) => total + 10 * fidelity[plans.find(plan => plan.recommended)?.fidelity ?? 'none'],
    0,
  );
  expect(report.score?.load).toBeCloseTo(ties + moves, 1);
  expect(report.score?.value).toBe(Math.round(2500 / (25 + ties + moves)));
});

test('what runs in one geography is planned for it, and code is shown for what is recommended', () => {
  const chat = report.workloads.find(({ model, api }) => model?.name === 'gpt-4o' && api === 'chat');
  expect(chat?.plans[0]?.target.modelIds[0]).toBe('global.openai.gpt-5.6-terra');
  expect(recommended.some(({ code }) => code.length > 0)).toBe(true);
  expect(report.openQuestions.map(({ code }) => code)).toContain('residency-undecided');
});
