/** The kind of an account decides, whatever it is written in: each syntax must tell the same kinds apart the same way. */
import { beforeAll, describe, expect, test } from 'vitest';
import { findings } from '../../src/match/findings.ts';
import { Matcher } from '../../src/match/match.ts';
import type { RuleSet } from '../../src/model/rule.ts';
import { createDeclared } from '../../src/read/declared/index.ts';
import { readerFor } from '../../src/read/index.ts';
import { linkInfrastructure } from '../../src/resolve/infrastructure.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await loadBuiltinRules();
});

/** An account of a kind, without and with a model deployed on it. */
interface Syntax {
  readonly file: string;
  account(kind: string): string;
  deployed(kind: string): string;
}

const armAccount = (kind: string): string =>
  `{ "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2023-05-01", "name": "unit", "kind": "${kind}", "sku": { "name": "S0" } }`;
const arm = (...resources: string[]): string =>
  `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [${resources.join(', ')}] }`;
const bicepAccount = (kind: string): string =>
  `resource unit 'Microsoft.CognitiveServices/accounts@2023-05-01' = {\n  name: 'unit'\n  kind: '${kind}'\n}\n`;
const terraformAccount = (kind: string): string =>
  `resource "azurerm_cognitive_account" "unit" {\n  name = "unit"\n  kind = "${kind}"\n  sku_name = "S0"\n}\n`;
const azapiAccount = (kind: string): string =>
  `resource "azapi_resource" "unit" {\n  type = "Microsoft.CognitiveServices/accounts@2023-05-01"\n  name = "unit"\n  body = { kind = "${kind}" }\n}\n`;
const jsonAccount = (kind: string): string =>
  `"azurerm_cognitive_account": { "unit": { "name": "unit", "kind": "${kind}" } }`;
const native = "import * as cs from '@pulumi/azure-native/cognitiveservices';\n";
const go = (kind: string, more: string): string =>
  `package main\n\nimport (\n\t"github.com/pulumi/pulumi-azure-native-sdk/cognitiveservices/v2"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc program(ctx *pulumi.Context) error {\n\tunit, err := cognitiveservices.NewAccount(ctx, "unit", &cognitiveservices.AccountArgs{Kind: pulumi.String("${kind}")})\n${more}\treturn err\n}\n`;
const java = (kind: string, more: string): string =>
  `import com.pulumi.azurenative.cognitiveservices.*;\nclass App { static void stack() {\n  var unit = new com.pulumi.azurenative.cognitiveservices.Account("unit", AccountArgs.builder().kind("${kind}").build());\n${more}} }\n`;
const crossplane = (kind: string): string =>
  `apiVersion: cognitiveservices.azure.upbound.io/v1beta2\nkind: Account\nmetadata: { name: unit }\nspec:\n  forProvider:\n    kind: ${kind}\n`;
const operator = (kind: string): string =>
  `apiVersion: cognitiveservices.azure.com/v1api20250601\nkind: Account\nmetadata: { name: unit }\nspec:\n  kind: ${kind}\n`;
const ansible = (kind: string): string =>
  `- hosts: localhost\n  tasks:\n    - azure.azcollection.azure_rm_resource:\n        provider: CognitiveServices\n        resource_type: accounts\n        resource_name: unit\n        body:\n          kind: ${kind}\n`;
const yamlProgram = (kind: string): string =>
  `name: unit\nruntime: yaml\nresources:\n  unit:\n    type: azure-native:cognitiveservices:Account\n    properties:\n      kind: ${kind}\n`;

const SYNTAXES: Readonly<Record<string, Syntax>> = {
  Terraform: {
    file: 'main.tf',
    account: terraformAccount,
    deployed: kind =>
      `${terraformAccount(kind)}resource "azurerm_cognitive_deployment" "chat" {\n  name = "chat"\n  cognitive_account_id = azurerm_cognitive_account.unit.id\n  model {\n    format = "OpenAI"\n    name = "gpt-4o"\n  }\n}\n`,
  },
  'Terraform JSON': {
    file: 'main.tf.json',
    account: kind => `{ "resource": { ${jsonAccount(kind)} } }`,
    deployed: kind =>
      `{ "resource": { ${jsonAccount(kind)}, "azurerm_cognitive_deployment": { "chat": { "name": "chat", "cognitive_account_id": "\${azurerm_cognitive_account.unit.id}" } } } }`,
  },
  azapi: {
    file: 'main.tf',
    account: azapiAccount,
    deployed: kind =>
      `${azapiAccount(kind)}resource "azapi_resource" "chat" {\n  type = "Microsoft.CognitiveServices/accounts/deployments@2023-05-01"\n  parent_id = azapi_resource.unit.id\n  name = "chat"\n}\n`,
  },
  Bicep: {
    file: 'main.bicep',
    account: bicepAccount,
    deployed: kind =>
      `${bicepAccount(kind)}resource chat 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {\n  parent: unit\n  name: 'chat'\n}\n`,
  },
  ARM: {
    file: 'azuredeploy.json',
    account: kind => arm(armAccount(kind)),
    deployed: kind =>
      arm(
        armAccount(kind),
        `{ "type": "Microsoft.CognitiveServices/accounts/deployments", "apiVersion": "2023-05-01", "name": "unit/chat", "dependsOn": ["unit"] }`,
      ),
  },
  'Pulumi, TypeScript': {
    file: 'index.ts',
    account: kind => `${native}const unit = new cs.Account('unit', { kind: '${kind}' });\n`,
    deployed: kind =>
      `${native}const unit = new cs.Account('unit', { kind: '${kind}' });\nnew cs.Deployment('chat', { accountName: unit.name });\n`,
  },
  'Pulumi, Python': {
    file: '__main__.py',
    account: kind =>
      `import pulumi_azure_native as native\nunit = native.cognitiveservices.Account("unit", kind="${kind}")\n`,
    deployed: kind =>
      `import pulumi_azure_native as native\nunit = native.cognitiveservices.Account("unit", kind="${kind}")\nnative.cognitiveservices.Deployment("chat", account_name=unit.name)\n`,
  },
  'Pulumi classic, Python': {
    file: '__main__.py',
    account: kind =>
      `import pulumi_azure as azure\nunit = azure.cognitive.Account("unit", kind="${kind}", sku_name="S0")\n`,
    deployed: kind =>
      `import pulumi_azure as azure\nunit = azure.cognitive.Account("unit", kind="${kind}", sku_name="S0")\nazure.cognitive.Deployment("chat", cognitive_account_id=unit.id)\n`,
  },
  'Pulumi, C#': {
    file: 'Program.cs',
    account: kind =>
      `using Pulumi.AzureNative.CognitiveServices;\nvar unit = new Account("unit", new AccountArgs { Kind = "${kind}" });\n`,
    deployed: kind =>
      `using Pulumi.AzureNative.CognitiveServices;\nvar unit = new Account("unit", new() { Kind = "${kind}" });\nvar chat = new Deployment("chat", new() { AccountName = unit.Name });\n`,
  },
  'Pulumi, Go': {
    file: 'main.go',
    account: kind => go(kind, '\t_ = unit\n'),
    deployed: kind =>
      go(
        kind,
        '\t_, err = cognitiveservices.NewDeployment(ctx, "chat", &cognitiveservices.DeploymentArgs{AccountName: unit.Name})\n',
      ),
  },
  'Pulumi, Java': {
    file: 'App.java',
    account: kind => java(kind, ''),
    deployed: kind =>
      java(
        kind,
        '  new com.pulumi.azurenative.cognitiveservices.Deployment("chat", DeploymentArgs.builder().accountName(unit.name()).build());\n',
      ),
  },
  'Pulumi, YAML': {
    file: 'Pulumi.yaml',
    account: yamlProgram,
    deployed: kind =>
      `${yamlProgram(kind)}  chat:\n    type: azure-native:cognitiveservices:Deployment\n    properties:\n      accountName: \${unit.name}\n`,
  },
  'CDK for Terraform, TypeScript': {
    file: 'main.ts',
    account: kind =>
      `import { CognitiveAccount } from '@cdktf/provider-azurerm/lib/cognitive-account';\nconst unit = new CognitiveAccount(stack, 'unit', { kind: '${kind}', skuName: 'S0' });\n`,
    deployed: kind =>
      `import { CognitiveAccount } from '@cdktf/provider-azurerm/lib/cognitive-account';\nimport { CognitiveDeployment } from '@cdktf/provider-azurerm/lib/cognitive-deployment';\nconst unit = new CognitiveAccount(stack, 'unit', { kind: '${kind}', skuName: 'S0' });\nnew CognitiveDeployment(stack, 'chat', { cognitiveAccountId: unit.id });\n`,
  },
  'CDK for Terraform, Python': {
    file: 'main.py',
    account: kind =>
      `from cdktf_cdktf_provider_azurerm.cognitive_account import CognitiveAccount\nunit = CognitiveAccount(stack, "unit", kind="${kind}", sku_name="S0")\n`,
    deployed: kind =>
      `from cdktf_cdktf_provider_azurerm.cognitive_account import CognitiveAccount\nfrom cdktf_cdktf_provider_azurerm.cognitive_deployment import CognitiveDeployment\nunit = CognitiveAccount(stack, "unit", kind="${kind}", sku_name="S0")\nCognitiveDeployment(stack, "chat", cognitive_account_id=unit.id)\n`,
  },
  Crossplane: {
    file: 'account.yaml',
    account: crossplane,
    deployed: kind =>
      `${crossplane(kind)}---\napiVersion: cognitiveservices.azure.upbound.io/v1beta2\nkind: Deployment\nmetadata: { name: chat }\nspec:\n  forProvider:\n    cognitiveAccountIdRef: { name: unit }\n`,
  },
  'Azure Service Operator': {
    file: 'account.yaml',
    account: operator,
    deployed: kind =>
      `${operator(kind)}---\napiVersion: cognitiveservices.azure.com/v1api20250601\nkind: Deployment\nmetadata: { name: chat }\nspec:\n  owner: { name: unit }\n`,
  },
  Ansible: {
    file: 'playbook.yml',
    account: ansible,
    deployed: kind =>
      `${ansible(kind)}    - azure.azcollection.azure_rm_resource:\n        provider: CognitiveServices\n        resource_type: accounts\n        resource_name: unit\n        subresource:\n          - type: deployments\n            name: chat\n`,
  },
};

/** Places of the findings about accounts: `certain`, `possible`, or none. */
async function judged(file: string, text: string): Promise<readonly string[]> {
  const entry = readerFor(file);
  const facts = (await entry?.load())?.({ path: file, text }).facts ?? [];
  const matcher = new Matcher(rules);
  matcher.add(file, entry?.language ?? '', [...facts, ...createDeclared(rules.declarations ?? [])(facts)]);
  return findings(matcher.finish(linkInfrastructure)).flatMap(({ rule }) =>
    rule.tie && rule.dimension === 'delivery' ? [rule.confidence] : [],
  );
}

describe.each(Object.entries(SYNTAXES))('%s', (_, { file, account, deployed }) => {
  test('an account of the service is one, alone or with a deployment', async () => {
    expect(await judged(file, account('OpenAI'))).toEqual(['certain']);
    expect(await judged(file, deployed('OpenAI'))).toEqual(['certain']);
  });

  test.each(['SpeechServices', 'FormRecognizer', 'ComputerVision', 'TextAnalytics', 'CognitiveServices', 'Face'])(
    'an account of kind %s is none',
    async kind => {
      expect(await judged(file, account(kind))).toEqual([]);
    },
  );

  test('an AI services account is possible alone, certain once a model is deployed on it', async () => {
    expect(await judged(file, account('AIServices'))).toEqual(['possible']);
    expect(await judged(file, deployed('AIServices'))).toEqual(['certain']);
  });
});

describe('commands', () => {
  const command = (kind: string): string =>
    `az cognitiveservices account create --name unit -g rg --kind ${kind} --sku S0\n`;
  const cmdlet = (kind: string): string =>
    `New-AzCognitiveServicesAccount -ResourceGroupName rg -Name unit -Type ${kind} -SkuName S0 -Location eastus\n`;

  test.each([
    ['run.sh', command],
    ['run.ps1', cmdlet],
  ])('%s', async (file, line) => {
    expect(await judged(file, line('OpenAI'))).toEqual(['certain']);
    for (const kind of ['SpeechServices', 'FormRecognizer', 'ComputerVision', 'TextAnalytics'])
      expect(await judged(file, line(kind)), kind).toEqual([]);
    expect(await judged(file, line('AIServices'))).toEqual(['possible']);
  });

  test('a deployment beside it settles what the account is', async () => {
    const text = `${command('AIServices')}az cognitiveservices account deployment create --name unit -g rg --deployment-name chat --model-name gpt-4o --model-format OpenAI\n`;
    expect(await judged('run.sh', text)).toEqual(['certain']);
  });
});
