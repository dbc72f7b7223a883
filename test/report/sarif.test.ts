import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { MAX_RESULTS, render } from '../../src/report/sarif.ts';
import { cleanReport, findingOf, largeReport, reportFixture } from '../support/report.ts';

const schema = JSON.parse(readFileSync(new URL('../support/sarif-schema-2.1.0.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);
const plain = { verbose: false };

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region: Record<string, number> };
  }[];
  relatedLocations?: unknown[];
  partialFingerprints: Record<string, string>;
}
interface Run {
  tool: {
    driver: { rules: { id: string; properties: { tags: string[] }; help: { text: string; markdown: string } }[] };
  };
  results: Result[];
  invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
}
const runOf = (text: string): Run => (JSON.parse(text) as { runs: [Run] }).runs[0];

test('what code scanning gets', async () => {
  await expect(render(reportFixture(), plain)).toMatchFileSnapshot('snapshots/report.sarif.snap');
});

test.each([
  ['small', render(reportFixture(), plain)],
  ['verbose', render(reportFixture(), { verbose: true })],
  ['clean', render(cleanReport(), plain)],
  ['large', render(largeReport(3000), plain)],
])('is valid by the official schema: %s', (_, text) => {
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
});

test('the schema check can fail', () => {
  const log = JSON.parse(render(reportFixture(), plain)) as { runs: [Run] };
  const [result] = log.runs[0].results;
  if (result) result.level = 'terrible';
  expect(validate(log)).toBe(false);
});

test('every result names its rule by index and stands at a place of the repository', () => {
  const { tool, results } = runOf(render(reportFixture(), plain));
  expect(results).toHaveLength(14);
  for (const result of results) {
    expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(Object.keys(result.partialFingerprints)).toEqual(['untether/v1']);
    for (const { physicalLocation } of result.locations) {
      expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w.%/-]+$/);
      expect(physicalLocation.artifactLocation.uriBaseId).toBeUndefined();
      expect(physicalLocation.region['startLine']).toBeGreaterThan(0);
    }
  }
  for (const rule of tool.driver.rules) expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
});

test('paths start at the top of the repository, wherever the scan did', () => {
  const report = reportFixture();
  const moved = { ...report, git: { ...report.git, prefix: 'products/chat app/' } };
  const uris = runOf(render(moved, plain)).results.map(
    result => result.locations[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(uris).toContain('products/chat%20app/infra/openai.tf');
  expect(uris.every(uri => uri?.startsWith('products/chat%20app/'))).toBe(true);
});

test('levels follow severity; context is left out, or a note', () => {
  const levels = (verbose: boolean): Record<string, string> =>
    Object.fromEntries(
      runOf(render(reportFixture(), { verbose })).results.map(result => [result.ruleId, result.level]),
    );
  expect(levels(false)).toMatchObject({
    'sdk/azure-client': 'error',
    'endpoint/host-literal': 'error',
    'sdk/package': 'warning',
    'safety/content-filter-result': 'note',
  });
  expect(levels(false)).not.toHaveProperty('sdk/plain-client');
  expect(levels(true)).toHaveProperty('sdk/plain-client', 'note');
});

test('what is excused or known opens no alert', () => {
  const findings = reportFixture().findings.map((finding, i) => ({
    ...finding,
    status: i % 3 === 0 ? ('new' as const) : i % 3 === 1 ? ('baseline' as const) : ('suppressed' as const),
  }));
  const expected = findings.filter(finding => finding.status === 'new' && finding.tie).length;
  expect(runOf(render(reportFixture({ findings }), plain)).results).toHaveLength(expected);
});

test('past the limit the worst stay, and how many were cut is said', () => {
  const one = {
    rule: 'sdk/x',
    title: 'X',
    snippet: 'x',
    advice: 'sdk/openai-client',
    component: '.',
    language: 'python',
  } as const;
  const findings = Array.from({ length: MAX_RESULTS + 7 }, (_, i) =>
    findingOf({ ...one, severity: i < 3 ? 'blocker' : 'low', at: `z${i}.py:1:1` }),
  );
  const { results, invocations } = runOf(render({ ...cleanReport(), findings }, plain));
  expect(results).toHaveLength(MAX_RESULTS);
  expect(results.slice(0, 3).map(result => result.level)).toEqual(['error', 'error', 'error']);
  expect(invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain('7 of 25007 results were left out');
});

test('what could not be read is a notification', () => {
  const messages = runOf(render(reportFixture(), plain)).invocations[0]?.toolExecutionNotifications.map(
    one => one.message.text,
  );
  expect(messages).toHaveLength(3);
  expect(messages?.[0]).toContain("'}' expected");
});

test('scanned text makes no link and hides nothing', () => {
  const text = render(reportFixture(), plain);
  expect(text).not.toMatch(/\\u00(?:1b|9b)|\\u202e/);
  const hostile = runOf(text).results.find(result => result.ruleId === 'endpoint/setting-endpoint');
  expect(hostile?.message.text).not.toMatch(/(?<!\\)\[x\]\(/);
});

test('several scanned folders: each path from the top of the repository', () => {
  const report = reportFixture();
  const prefixes = { 'infra/': 'products/chat/infra/', 'infra/modules/': 'shared/modules/' };
  const { prefix: _, ...git } = report.git;
  const uris = runOf(render({ ...report, git: { ...git, prefixes } }, plain)).results.map(
    result => result.locations[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(uris).toContain('products/chat/infra/openai.tf');
  expect(uris.every(uri => !uri?.startsWith('infra/'))).toBe(true);
});

test('for other viewers known and suppressed ties too, marked so, the new ones first', () => {
  const findings = reportFixture().findings.map((finding, i) =>
    i % 3 === 0
      ? finding
      : i % 3 === 1
        ? { ...finding, status: 'baseline' as const }
        : {
            ...finding,
            status: 'suppressed' as const,
            suppression: { kind: 'code' as const, reason: 'stays', until: '2027-03-31' },
          },
  );
  const report = {
    ...reportFixture({ findings }),
    comparison: { with: 'baseline' as const, name: 'untether.baseline', appeared: 1, moved: [], gone: [], known: 1 },
  };
  const text = render(report, { ...plain, sarifSuppressed: true });
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
  const results = runOf(text).results as (Result & { baselineState: string; suppressions: unknown[] })[];
  expect(results).toHaveLength(findings.filter(finding => finding.tie).length);
  const states = results.map(result => result.baselineState);
  expect(states.lastIndexOf('new')).toBeLessThan(states.indexOf('unchanged'));
  expect(results.filter(result => result.suppressions.length > 0).map(result => result.suppressions[0])).toContainEqual(
    {
      kind: 'inSource',
      justification: 'stays',
      properties: { until: '2027-03-31' },
    },
  );
});
