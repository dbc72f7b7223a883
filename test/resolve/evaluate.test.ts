/** Infrastructure code that leads back to itself, multiplies or gives nothing: evaluation ends, and says what it knows. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { estateIn } from '../support/estate-lines.ts';
import type { EstateReport } from '../../src/resolve/estate/index.ts';

const made: string[] = [];
afterAll(() => made.forEach(folder => rmSync(folder, { recursive: true, force: true })));

async function reportOf(files: Readonly<Record<string, string>>, models = {}): Promise<EstateReport> {
  const folder = mkdtempSync(join(tmpdir(), 'untether-estate-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { estate } = await estateIn(folder, { models });
  return estate.finish({ clients: [], deployments: [], reads: [] });
}

const DEPLOYMENT = "'Microsoft.CognitiveServices/accounts/deployments@2024-10-01'";
const account = "resource ai 'Microsoft.CognitiveServices/accounts@2024-10-01' = { name: 'teal', kind: 'OpenAI' }";

test('a module that calls itself, and parameters that lead back to themselves', async () => {
  const report = await reportOf({
    'main.bicep': `
param a string = b
param b string = a
${account}
resource d ${DEPLOYMENT} = { parent: ai, name: a, properties: { model: { format: 'OpenAI', name: 'gpt-4o' } } }
module again 'main.bicep' = { name: 'again', params: { a: b } }
`,
  });
  expect(report.deployments.map(({ name, model }) => [name, model])).toEqual([['*', 'gpt-4o']]);
});

test('loops in loops end, and long lists are cut', async () => {
  const report = await reportOf({
    'main.bicep': `
${account}
var many = [for i in range(0, 60): { name: 'd\${i}', all: [for j in range(0, 60): [for k in range(0, 60): '\${i}\${j}\${k}']] }]
resource d ${DEPLOYMENT} = [for each in many: {
  parent: ai
  name: each.name
  properties: { model: { format: 'OpenAI', name: 'gpt-4o-mini', version: each.all[0][0] } }
}]
`,
  });
  expect(report.deployments.length).toBe(60);
  expect(report.deployments[0]).toMatchObject({ name: 'd0', model: 'gpt-4o-mini', version: '000' });
});

test('what the user says of a deployment wins over the code, and closes the question', async () => {
  const files = {
    'main.tf': `
variable "model" {}
resource "azurerm_cognitive_account" "this" {
  name = "teal"
  kind = "OpenAI"
}
resource "azurerm_cognitive_deployment" "this" {
  name                 = "prod-chat"
  cognitive_account_id = azurerm_cognitive_account.this.id
  model {
    format = "OpenAI"
    name   = var.model
  }
}
`,
  };
  const open = await reportOf(files);
  expect(open.openQuestions.map(({ code }) => code)).toEqual(['model-unknown']);
  expect(open.deployments[0]?.model).toBe(undefined);
  const closed = await reportOf(files, { 'prod-chat': { name: 'gpt-4o', version: '2024-08-06' } });
  expect(closed.openQuestions).toEqual([]);
  expect(closed.deployments[0]).toMatchObject({
    name: 'prod-chat',
    model: 'gpt-4o',
    version: '2024-08-06',
    basis: 'config',
  });
});

test('a name alone tells no model', async () => {
  const report = await reportOf({
    'main.tf': `
variable "model" {}
resource "azurerm_cognitive_account" "this" {
  name = "teal"
  kind = "OpenAI"
}
resource "azurerm_cognitive_deployment" "this" {
  name                 = "gpt-4o"
  cognitive_account_id = azurerm_cognitive_account.this.id
  model {
    format = "OpenAI"
    name   = var.model
  }
}
`,
  });
  expect(report.deployments.map(({ name, model }) => [name, model])).toEqual([['gpt-4o', undefined]]);
});
