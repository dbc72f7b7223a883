import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { render } from '../../src/report/json.ts';
import { cleanReport, HOSTILE, largeReport, reportFixture } from '../support/report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(`${root}schemas/report.schema.json`, 'utf8')),
);

test('the report, complete and in a fixed order', async () => {
  const text = render(reportFixture());
  expect(JSON.parse(text)).toEqual(reportFixture());
  await expect(text).toMatchFileSnapshot('snapshots/report.json.snap');
});

test.each([
  ['small', reportFixture()],
  ['clean', cleanReport()],
  ['large', largeReport(200)],
  [
    'narrowed',
    { ...reportFixture(), narrowed: { minSeverity: 'high' as const }, timestamp: '2026-11-21T00:00:00.000Z' },
  ],
])('is what the published schema says: %s', (_, report) => {
  validate(JSON.parse(render(report)));
  expect(validate.errors).toBeNull();
});

test('the schema refuses what is not in the contract', () => {
  for (const change of [{ extra: 1 }, { schemaVersion: 2 }, { summary: undefined }]) {
    expect(validate(JSON.parse(JSON.stringify({ ...reportFixture(), ...change })))).toBe(false);
  }
  const [finding] = reportFixture().findings;
  expect(validate({ ...reportFixture(), findings: [{ ...finding, severity: 'terrible' }] })).toBe(false);
  expect(validate({ ...reportFixture(), findings: [{ ...finding, note: 'new key' }] })).toBe(false);
});

test('equal reports are equal bytes, whatever the order of their keys', () => {
  const report = reportFixture();
  const turned = Object.fromEntries(Object.entries(report).reverse()) as typeof report;
  expect(render(turned)).toBe(render(report));
});

test('hostile strings come back whole, with nothing hidden in the text', () => {
  const text = render(reportFixture());
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u2028\u202e]/);
  expect(JSON.stringify(JSON.parse(text))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
});
