import { expect, test } from 'vitest';
import { translate } from '../../src/advise/translate.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';
import { findingOf } from '../support/report.ts';

const entries = (await loadBuiltinRules()).translations ?? [];

const finding = (rule: string, snippet: string, line: number) =>
  findingOf({
    rule,
    title: rule,
    severity: 'medium',
    at: `infra/main.bicep:${line}:1`,
    snippet,
    advice: 'identity/iam',
    component: 'infra',
    language: 'bicep',
  });

const fromOf = (translations: ReturnType<typeof translate>) =>
  translations.map(({ topic, from, places }) => `${topic}: ${from} (${places.map(place => place.line).join(', ')})`);

test('a role by name or id, and one that is not named', () => {
  const findings = [
    finding('identity/role-assignment-openai', "roleDefinitionIdOrName: 'Cognitive Services OpenAI User'", 3),
    finding('identity/role-assignment-openai', "id: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'", 9),
    finding('identity/role-assignment-openai', '"type": "Microsoft.Authorization/roleAssignments",', 20),
  ];
  expect(fromOf(translate(entries, { findings, accounts: [], deployments: [] }))).toEqual([
    'identity: Role `Cognitive Services OpenAI User` (3, 9)',
    'identity: Role assignment whose role this text does not name (20)',
  ]);
});

test('a part of an account names what a finding on its line leaves open', () => {
  const translations = translate(entries, {
    findings: [finding('identity/role-assignment-openai', 'resource role …', 5)],
    accounts: [
      {
        name: 'openai',
        defined: { path: 'infra/main.bicep', line: 1 },
        deployments: [],
        parts: [
          {
            kind: 'role',
            name: 'Cognitive Services OpenAI Contributor',
            path: 'infra/main.bicep',
            line: 5,
            confidence: 'certain',
          },
        ],
        confidence: 'certain',
      },
    ],
    deployments: [],
  });
  expect(fromOf(translations)).toEqual(['identity: Role `Cognitive Services OpenAI Contributor` (5)']);
});

test.each([
  ['GlobalStandard', 'SKU `GlobalStandard`'],
  ['DataZoneStandard', 'SKU `DataZoneStandard`'],
  ['Standard', 'SKU `Standard` (regional)'],
  ['GlobalBatch', 'Batch SKU: `GlobalBatch`, `DataZoneBatch`'],
  [
    'DataZoneProvisionedManaged',
    'Provisioned throughput (PTU): `ProvisionedManaged`, `GlobalProvisionedManaged`, `DataZoneProvisionedManaged`',
  ],
])('the SKU %s of a deployment', (sku, from) => {
  const deployments = [
    { name: 'chat', sku, defined: { path: 'a.tf', line: 2 }, usedBy: [], via: [], confidence: 'certain' as const },
  ];
  expect(translate(entries, { findings: [], accounts: [], deployments }).map(entry => entry.from)).toEqual([from]);
});

test('metrics by name', () => {
  const findings = [
    finding('observability/metric-alert', "metricName: 'ProcessedPromptTokens'", 1),
    finding('observability/metric-alert', "resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {", 7),
  ];
  expect(fromOf(translate(entries, { findings, accounts: [], deployments: [] }))).toEqual([
    'observability: `ProcessedPromptTokens`, `InputTokens` (1)',
    'observability: Alert on a metric this text does not name (7)',
  ]);
});

test('context translates nothing', () => {
  const context = { ...finding('network/private-endpoint', 'x', 1), tie: false };
  expect(translate(entries, { findings: [context], accounts: [], deployments: [] })).toEqual([]);
});
