import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/json/index.ts';
import { parseExpression } from '../../src/read/arm/expression.ts';
import { Read } from './infrastructure.ts';
import { millisecondsFor, TOO_LONG } from './shown.ts';

const reader = createReader();
const read = (text: string, path = 'azuredeploy.json'): Read => new Read(reader, path, text);

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
/** A template around some parts, all on the lines they are given on. */
const template = (parts: string): string => `{ "$schema": "${SCHEMA}", "contentVersion": "1.0.0.0",\n${parts}\n}`;

const ACCOUNT = template(`"parameters": {
  "accountName": { "type": "string", "defaultValue": "desk", "metadata": { "description": "Its name" } },
  "workspace": { "type": "string" }
},
"variables": {
  "accountId": "[resourceId('Contoso.Models/accounts', parameters('accountName'))]",
  "host": "[format('https://{0}.models.example/', parameters('accountName'))]"
},
"resources": [
  {
    "type": "Contoso.Models/accounts",
    "apiVersion": "2023-05-01",
    "name": "[parameters('accountName')]",
    "kind": "Chat",
    "resources": [
      { "type": "deployments", "apiVersion": "2023-05-01", "name": "chat35", "properties": { "model": "small" } }
    ]
  },
  {
    "type": "Contoso.Models/accounts/deployments", "apiVersion": "2023-05-01",
    "name": "[concat(parameters('accountName'), '/chat4')]",
    "condition": "[parameters('on')]",
    "copy": { "name": "loop", "count": 2 }
  },
  {
    "type": "Contoso.Models/accounts/providers/logSettings", "apiVersion": "2021-05-01",
    "name": "[concat(parameters('accountName'), '/Contoso.Logs/to-logs')]",
    "properties": { "workspace": "[parameters('workspace')]" }
  },
  {
    "type": "Contoso.Vault/vaults/secrets", "apiVersion": "2022-07-01", "name": "vault/key",
    "properties": { "value": "[listKeys(variables('accountId'), '2022-12-01').key1]" }
  }
],
"outputs": {
  "endpoint": { "type": "string", "value": "[reference(variables('accountId')).endpoint]" }
}`);

describe('resources', () => {
  test('span on the type, address the name’s expression, children with the type and address around them', () => {
    expect(read(ACCOUNT).lines('resource')).toEqual([
      "12:5-38 resource Contoso.Models/accounts@2023-05-01 parameters('accountName')",
      "17:9-30 resource Contoso.Models/accounts/deployments@2023-05-01 chat35 in parameters('accountName')",
      "21:5-50 resource Contoso.Models/accounts/deployments@2023-05-01 concat(parameters('accountName'), '/chat4') in parameters('accountName') loop conditional",
      "27:5-60 resource Contoso.Models/accounts/providers/logSettings@2021-05-01 concat(parameters('accountName'), '/Contoso.Logs/to-logs') in parameters('accountName')",
      '32:5-43 resource Contoso.Vault/vaults/secrets@2022-07-01 vault/key',
    ]);
  });

  test('the extent is the object', () => {
    expect(read(ACCOUNT).resource('chat35').extent).toEqual({ line: 17, column: 7, endLine: 17, endColumn: 114 });
  });

  test('properties keep their places; parameters stand for their defaults', () => {
    expect(read(ACCOUNT).properties("parameters('accountName')")).toEqual([
      'name @14:5-11 = "desk" via parameters(\'accountName\')',
      'kind @15:5-11 = "Chat"',
    ]);
    expect(
      read(ACCOUNT).property("concat(parameters('accountName'), '/Contoso.Logs/to-logs')", 'properties.workspace'),
    ).toBe("<parameters('workspace')>");
  });

  test('a value inside an expression stands where it is written', () => {
    const [name] = read(ACCOUNT).resource("concat(parameters('accountName'), '/chat4')").props.entries;
    expect(name?.value).toMatchObject({
      kind: 'template',
      text: 'desk/chat4',
      holes: [{ kind: 'literal', text: 'desk', span: { line: 22, column: 22, endLine: 22, endColumn: 47 } }],
    });
  });

  test('resources under names of their own', () => {
    const result = read(
      template(`"languageVersion": "2.0",
"resources": {
  "account": { "existing": true, "type": "Contoso.Models/accounts", "apiVersion": "2023-05-01", "name": "desk" },
  "chat": {
    "type": "Contoso.Models/accounts/deployments", "apiVersion": "2023-05-01",
    "name": "[format('{0}/{1}', 'desk', 'chat')]"
  }
},
"outputs": { "host": { "type": "string", "value": "[reference('account').endpoint]" } }`),
    );
    expect(result.lines('resource')).toEqual([
      '4:34-67 existing Contoso.Models/accounts@2023-05-01 account',
      '6:5-50 resource Contoso.Models/accounts/deployments@2023-05-01 chat in account',
    ]);
    const output = result.result.facts.find(fact => fact.kind === 'definition' && fact.role === 'output');
    expect(output).toMatchObject({
      value: {
        kind: 'call',
        callee: "reference('account').endpoint",
        named: [{ value: { kind: 'reference', name: 'account.id' } }],
      },
    });
  });

  test('two resources of one name keep two addresses', () => {
    const result = read(
      template(`"resources": [
  { "type": "Contoso.Web/plans", "apiVersion": "2023-01-01", "name": "[variables('n')]" },
  { "type": "Contoso.Web/sites", "apiVersion": "2023-01-01", "name": "[variables('n')]" }
]`),
    );
    expect(result.result.facts.map(fact => (fact.kind === 'resource' ? fact.address : ''))).toEqual([
      "variables('n')",
      "variables('n') (Contoso.Web/sites)",
    ]);
  });

  test('lists that copy make are lists of their input', () => {
    const result = read(
      template(`"parameters": { "models": { "type": "array", "defaultValue": [{ "name": "a" }, { "name": "b" }] } },
"resources": [
  { "type": "Contoso.Web/sites", "apiVersion": "2023-01-01", "name": "x",
    "properties": { "copy": [{ "name": "models", "count": 2, "input": { "n": "[parameters('models')[copyIndex('models')].name]" } }] } }
]`),
    );
    const via = "via parameters('models')[copyIndex('models')].name";
    expect(result.property('x', 'properties.models')).toBe(`[{n: "a" ${via} | "b" ${via} ${via}}]`);
  });
});

describe('deployments in deployments', () => {
  const nested = (scope: string): string =>
    template(`"parameters": { "kind": { "type": "string", "defaultValue": "Outer" } },
"resources": [
  { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner-one",
    "properties": {
      "expressionEvaluationOptions": { "scope": "${scope}" },
      "parameters": { "kind": { "value": "Passed" } },
      "template": { "contentVersion": "1.0.0.0",
        "parameters": { "kind": { "type": "string", "defaultValue": "Inner" } },
        "resources": [ { "type": "Contoso.Models/accounts", "apiVersion": "2023-05-01", "name": "a", "kind": "[parameters('kind')]" } ] } } }
]`);

  test('the template inside is read, and is no property of the deployment', () => {
    const result = read(nested('inner'));
    expect(result.lines('resource')).toEqual([
      '4:5-46 resource Microsoft.Resources/deployments@2022-09-01 inner-one',
      '10:26-59 resource Contoso.Models/accounts@2023-05-01 inner-one::a',
    ]);
    expect(result.resource('inner-one::a').scope).toBe('inner-one');
    expect(result.properties('inner-one').join()).not.toContain('template');
  });

  test('its parameters are those passed to it, or those around it', () => {
    expect(read(nested('inner')).property('inner-one::a', 'kind')).toBe('"Passed" via parameters(\'kind\')');
    expect(read(nested('outer')).property('inner-one::a', 'kind')).toBe('"Outer" via parameters(\'kind\')');
  });

  test('a linked template is a module', () => {
    const result = read(
      template(`"resources": [
  { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d",
    "properties": { "templateLink": { "uri": "[concat('https://x.example/', 'openai.json')]" } } }
]`),
    );
    expect(result.lines('resource')).toEqual(['3:5-46 module https://x.example/openai.json@2022-09-01 d']);
  });
});

describe('parameters, variables, outputs', () => {
  test('definitions on their keys, defaults as entries and texts', () => {
    expect(read(ACCOUNT).lines('definition', 'entry', 'string')).toEqual([
      '3:3-16 param accountName = "desk"',
      '3:54-60 string "desk" value into accountName',
      '3:38-52 entry accountName.defaultValue = "desk"',
      '4:3-14 param workspace',
      '7:3-14 variable accountId = resourceId("Contoso.Models/accounts", "desk" via parameters(\'accountName\'))',
      '7:29-54 string "Contoso.Models/accounts" value into accountId',
      '8:3-9 variable host = "https://desk.models.example/"("desk" via parameters(\'accountName\'))',
      '8:13-77 string "https://desk.models.example/" value into host',
      expect.stringMatching(/^37:3-13 output endpoint = reference\(/),
    ]);
    const [definition] = read(ACCOUNT).result.facts;
    expect(definition).toMatchObject({ description: 'Its name', extent: { line: 3, endLine: 3 } });
  });

  test('what is read from a call is named by all that is written, variables spelled out', () => {
    const id = "resourceId('Contoso.Models/accounts', parameters('accountName'))";
    const secret = read(ACCOUNT).resource('vault/key').props.entries.at(-1)?.value;
    expect(secret).toMatchObject({
      entries: [{ value: { kind: 'call', callee: `listKeys(${id}, '2022-12-01').key1` } }],
    });
    expect(read(ACCOUNT).lines('definition').at(-1)).toContain(`reference(${id}).endpoint(`);
  });

  test('a call that names a resource of the template refers to it', () => {
    const variable = read(ACCOUNT).result.facts.find(fact => fact.kind === 'definition' && fact.name === 'accountId');
    expect(variable).toMatchObject({
      value: { named: [{ name: 'resource', value: { kind: 'reference', name: "parameters('accountName').id" } }] },
    });
  });

  test('calls that ask the cloud are facts of their own', () => {
    const id = `resourceId("Contoso.Models/accounts", "desk" via parameters('accountName'))`;
    expect(read(ACCOUNT).lines('call')).toEqual([
      `7:18-28 call resourceId("Contoso.Models/accounts", "desk" via parameters('accountName'))`,
      `33:32-40 call listKeys(${id} via variables('accountId'), "2022-12-01")`,
      `37:46-55 call reference(${id} via variables('accountId'))`,
    ]);
  });

  test.each([
    ["[if(equals(parameters('p'), 'x'), 'a', 'b')]", '"a" | "b"'],
    ["[coalesce(parameters('p'), 'b')]", `<parameters('p')> | "b"`],
    ["[toLower('ABC')]", '"abc"'],
    ["[createObject('k', 'v', 'n', 1)]", '{k: "v", n: number 1}'],
    ["[union(createObject('a', 'x'), createObject('a', 'y', 'b', 'z'))]", '{a: "y", b: "z"}'],
    ["[concat(createArray('a'), createArray('b'))]", '["a", "b"]'],
    ["[format('{0}-{1}-{{x}}', 'a', parameters('p'))]", `"a-*-{x}"(<parameters('p')>)`],
    ['[[not an expression]', '"[not an expression]"'],
    ['[also not', '"[also not"'],
    ['[resourceGroup().location]', 'resourceGroup().location()'],
    ["['it''s']", '"it\'s"'],
    ["[variables('loop')]", "<variables('loop')> via variables('loop')"],
  ])('%s', (expression, value) => {
    const text = template(`"variables": { "loop": "[variables('loop')]", "x": ${JSON.stringify(expression)} }`);
    const found = read(text).lines('definition').at(-1);
    expect(found?.slice(found.indexOf('= ') + 2)).toBe(value);
  });
});

describe('settings handed to programs', () => {
  test('name and value items, and keys named like variables', () => {
    const result = read(
      template(`"resources": [
  { "type": "Contoso.Web/sites", "apiVersion": "2023-01-01", "name": "web", "properties": {
      "env": [{ "name": "AOAI_KEY", "secretRef": "aoai-key" }],
      "appSettings": { "AOAI_ENDPOINT": "[parameters('host')]", "plain": "x" } } }
]`),
    );
    expect(result.lines('setting')).toEqual([
      '4:25-35 arm properties.env.AOAI_KEY = <aoai-key>',
      "5:24-39 arm properties.appSettings.AOAI_ENDPOINT = <parameters('host')>",
    ]);
    expect(result.result.facts.find(fact => fact.kind === 'setting')).toMatchObject({ scope: 'web' });
  });
});

describe('what is a template', () => {
  test('compiled templates say so', () => {
    const text = `{ "contentVersion": "1", "resources": [], "metadata": { "_generator": { "name": "bicep", "version": "0.30" } } }`;
    expect(read(text).diagnostics).toEqual(['1 compiled-template: compiled from bicep; the source says the same']);
  });

  test('resources in other documents are found; what surrounds them is settings', () => {
    const result = read(
      `{ "rule": { "name": "p", "deploy": [
  { "type": "Contoso.Models/accounts", "apiVersion": "2023-05-01", "name": "a", "kind": "Chat" }
] } }`,
      'policy.json',
    );
    expect(result.lines()).toEqual([
      '1:3-9 json rule = {name: "p"}',
      '1:13-19 json rule.name = "p"',
      '1:26-34 json rule.deploy = []',
      '2:5-38 resource Contoso.Models/accounts@2023-05-01 a',
    ]);
  });

  test.each([
    ['a Kubernetes secret', '{"type": "kubernetes.io/tls", "apiVersion": "v1", "kind": "Secret"}'],
    ['a package', '{"type": "module", "resources": []}'],
    ['a type without a version', '{"type": "Contoso.Models/accounts", "name": "a"}'],
  ])('%s is none', (_, text) => {
    expect(read(text, 'x.json').result.facts.every(fact => fact.kind === 'setting')).toBe(true);
  });

  test('strings over several lines', () => {
    const result = read(template(`"variables": {\n  "x": "[concat('a',\n    'b')]",\n  "y": 1 }`));
    expect(result.diagnostics).toEqual([]);
    expect(result.lines('definition')).toEqual(['3:3-6 variable x = "ab"', '5:3-6 variable y = number 1']);
  });
});

describe('parameter files', () => {
  test('a setting per parameter, placeholders read from the environment, structures looked into', () => {
    const text = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "name": { "value": "\${AOAI_NAME=desk}" },
    "host": { "value": "https://\${AOAI_NAME}.example" },
    "models": { "value": [{ "name": "chat", "sku": { "capacity": 20 } }] },
    "key": { "reference": { "secretName": "aoai-key" } }
  }
}`;
    const result = read(text, 'prod.json');
    expect(result.lines()).toEqual([
      '5:5-11 arm-parameters name = ${AOAI_NAME="desk"}',
      '6:5-11 arm-parameters host = "https://*.example"(${AOAI_NAME})',
      '7:5-13 arm-parameters models = []',
      '7:29-35 arm-parameters models.name = "chat"',
      '7:45-50 arm-parameters models.sku = {capacity: number 20}',
      '7:54-64 arm-parameters models.sku.capacity = number 20',
      '8:5-10 arm-parameters key = {}',
      '8:14-25 arm-parameters key.reference = {secretName: "aoai-key"}',
      '8:29-41 arm-parameters key.reference.secretName = "aoai-key"',
    ]);
    expect(result.result.facts[0]).toMatchObject({ extent: { line: 5, column: 5, endLine: 5, endColumn: 45 } });
  });

  test('known by their file name too', () => {
    const text = '{ "parameters": { "a": { "value": 1 } } }';
    expect(read(text, 'infra/main.parameters.prod.json').lines()).toEqual(['1:19-22 arm-parameters a = number 1']);
    expect(read(text, 'infra/other.json').lines()[0]).toBe('1:3-15 json parameters = {}');
  });
});

describe('bounds', () => {
  test('an expression nested without end is no expression', () => {
    expect(parseExpression(`${'f('.repeat(10_000)}1${')'.repeat(10_000)}`)).toBeUndefined();
  });

  test.each([
    [
      'variables that double',
      Array.from({ length: 3000 }, (_, i) => `"v${i + 1}": "[concat(variables('v${i}'), variables('v${i}'))]"`),
    ],
    [
      'variables that list',
      Array.from({ length: 3000 }, (_, i) => `"v${i + 1}": ["[variables('v${i}')]", "[variables('v${i}')]"]`),
    ],
  ])('%s', (_, lines) => {
    const text = template(`"variables": { "v0": "x", ${lines.join(',\n')} }`);
    expect(millisecondsFor(reader, 'azuredeploy.json', text)).toBeLessThan(TOO_LONG);
  });
});
