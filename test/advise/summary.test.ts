import { expect, test } from 'vitest';
import { adviceFor } from '../../src/advise/advice.ts';
import { summarise } from '../../src/advise/summary.ts';
import type { Finding } from '../../src/model/report.ts';
import { EQUIVALENT } from '../match/support.ts';

const advice = adviceFor([EQUIVALENT])(EQUIVALENT.key);
const finding = (more: Partial<Finding> & { path?: string } = {}): Finding => ({
  ruleId: 'sdk/client',
  title: 'A client',
  message: 'found',
  dimension: 'sdk',
  tie: true,
  severity: 'high',
  confidence: 'certain',
  location: { path: more.path ?? 'a/x.py', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  snippet: '',
  fingerprint: '0',
  component: 'a',
  owners: [],
  status: 'new',
  language: 'python',
  level: 'parsed',
  advice,
  ...more,
});
const components = [
  { id: '.', name: 'root', kind: 'root' },
  { id: 'a', name: 'a', kind: 'npm package' },
  { id: 'b', name: 'b', kind: 'npm package' },
];

test('nothing found is not tied', () => {
  const { summary, components: rows } = summarise([], components);
  expect(summary).toEqual({
    tied: false,
    findings: 0,
    ties: 0,
    context: 0,
    files: 0,
    bySeverity: {},
    byDimension: {},
    byFidelity: {},
    byConfidence: {},
    byStatus: { new: 0, baseline: 0, suppressed: 0 },
    effort: { low: 0, high: 0 },
  });
  expect(rows).toEqual([]);
});

test('context counts among findings and nowhere else', () => {
  const { summary } = summarise([finding({ tie: false, severity: 'info' })], components);
  expect(summary).toMatchObject({
    tied: false,
    findings: 1,
    ties: 0,
    context: 1,
    files: 0,
    bySeverity: {},
    effort: { low: 0, high: 0 },
  });
});

test('counts by every axis, files once', () => {
  const { summary } = summarise(
    [
      finding(),
      finding({ dimension: 'endpoint', severity: 'low', confidence: 'likely' }),
      finding({ path: 'b/y.py', component: 'b', status: 'baseline' }),
      finding({ tie: false }),
    ],
    components,
  );
  expect(summary).toMatchObject({
    tied: true,
    findings: 4,
    ties: 3,
    context: 1,
    files: 2,
    bySeverity: { high: 2, low: 1 },
    byDimension: { endpoint: 1, sdk: 2 },
    byFidelity: { adapt: 3 },
    byConfidence: { certain: 2, likely: 1 },
    byStatus: { new: 3, baseline: 1, suppressed: 0 },
  });
});

test('effort: repeats of one rule in one component count sub-linearly, components and rules for themselves', () => {
  const effort = (...findings: Finding[]): unknown => summarise(findings, components).summary.effort;
  expect(effort(finding())).toEqual({ low: 1, high: 2 });
  expect(effort(finding(), finding())).toEqual({ low: 2, high: 4 });
  expect(effort(finding(), finding(), finding(), finding())).toEqual({ low: 3, high: 6 });
  expect(effort(finding(), finding({ component: 'b' }))).toEqual({ low: 2, high: 4 });
  expect(effort(finding(), finding(), finding({ ruleId: 'sdk/other' }))).toEqual({ low: 3, high: 6 });
});

test('rows of components with findings, with their owners sorted and once', () => {
  const { components: rows } = summarise(
    [finding({ owners: ['@b', '@a'] }), finding({ owners: ['@a'], tie: false, dimension: 'endpoint' })],
    components,
  );
  expect(rows).toEqual([
    { id: 'a', name: 'a', kind: 'npm package', owners: ['@a', '@b'], findings: 2, ties: 1, byDimension: { sdk: 1 } },
  ]);
});

test('advice is the equivalent as it is printed; an unknown key is a bug', () => {
  expect(advice).toMatchObject({ equivalent: 'sdk/other', fidelity: 'adapt', effort: { low: 1, high: 2 } });
  expect(advice).not.toHaveProperty('portable');
  expect(() => adviceFor([])('sdk/none')).toThrow('no equivalent "sdk/none"');
});
