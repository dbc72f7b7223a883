import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from 'vitest';
import { render } from '../../src/report/cyclonedx.ts';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport } from '../support/report.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

interface Bom {
  serialNumber: string;
  components: { 'bom-ref': string; type: string; name: string; properties?: { name: string; value: string }[] }[];
  services: { 'bom-ref': string; endpoints?: string[]; data: { name: string; flow: string }[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

test.each([
  ['estate', estateReport()],
  ['clean', cleanReport()],
  ['hostile', hostileReport()],
  ['dated', estateReport({ timestamp: '2026-11-27T08:00:00.000Z' })],
])('holds against the official schema: %s', async (_, report) => {
  expect(await validator.validate(render(report))).toBeNull();
});

test('the official schema is really asked', async () => {
  const broken = render(estateReport()).replace('"flow": "bi-directional"', '"flow": "sideways"');
  expect(await validator.validate(broken)).not.toBeNull();
});

test('models, services and what flows, every reference resolved', () => {
  const bom = JSON.parse(render(estateReport())) as Bom;
  const models = bom.components.filter(component => component.type === 'machine-learning-model');
  expect(models.map(model => model.name)).toEqual([
    'gpt-4o',
    'text-embedding-3-large',
    'gpt-4o-mini',
    'whisper',
    'model not found',
    'dall-e-3',
  ]);
  expect(models[0]?.properties).toContainEqual({ name: 'untether:target:modelId', value: 'us.openai.gpt-5.6-terra' });
  expect(bom.services.map(service => service.endpoints)).toEqual([['https://contoso-chat.openai.azure.com/']]);
  expect(bom.services[0]?.data.map(data => data.name)).toContain('texts and their vectors');
  const refs = new Set(
    ['application', ...bom.components, ...bom.services].map(part =>
      typeof part === 'string' ? part : part['bom-ref'],
    ),
  );
  expect(refs.size).toBe(1 + bom.components.length + bom.services.length);
  for (const { ref, dependsOn } of bom.dependencies)
    for (const each of [ref, ...dependsOn]) expect(refs).toContain(each);
});

test('the same report has the same serial number, another has another', () => {
  const number = (text: string): string => (JSON.parse(text) as Bom).serialNumber;
  expect(number(render(estateReport()))).toBe(number(render(estateReport())));
  expect(number(render(estateReport()))).not.toBe(number(render(cleanReport())));
});
