import { describe, expect, test } from 'vitest';
import { readCatalog, readInventory } from '../../src/live/files.ts';

const file = (name: string, value: unknown): { name: string; text: string } => ({ name, text: JSON.stringify(value) });
const ID =
  '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/aoai';

const ACCOUNTS = [
  {
    id: ID,
    name: 'aoai',
    kind: 'OpenAI',
    location: 'westeurope',
    sku: { name: 'S0' },
    properties: { disableLocalAuth: false, endpoint: 'https://aoai.openai.azure.com/' },
  },
];
const DEPLOYMENTS = [
  {
    id: `${ID}/deployments/prod-chat`,
    name: 'prod-chat',
    sku: { name: 'ProvisionedManaged', capacity: 300 },
    properties: {
      model: { format: 'OpenAI', name: 'gpt-4o', version: '2024-08-06' },
      raiPolicyName: 'strict',
      provisioningState: 'Succeeded',
    },
  },
];

describe('inventories', () => {
  test('exports of accounts and deployments are joined by their ids, in any order', () => {
    const accounts = file('accounts.json', ACCOUNTS);
    const deployments = file('deployments.json', DEPLOYMENTS);
    const inventory = readInventory([deployments, accounts]);
    expect(inventory).toEqual(readInventory([accounts, deployments]));
    expect(inventory.accounts).toHaveLength(1);
    expect(inventory.accounts[0]).toMatchObject({
      name: 'aoai',
      kind: 'OpenAI',
      location: 'westeurope',
      deployments: [
        {
          name: 'prod-chat',
          model: 'gpt-4o',
          version: '2024-08-06',
          sku: 'ProvisionedManaged',
          capacity: 300,
          policy: 'strict',
        },
      ],
    });
  });

  test('deployments alone tell their account', () => {
    expect(readInventory([file('d.json', DEPLOYMENTS)]).accounts[0]).toMatchObject({
      name: 'aoai',
      resourceGroup: 'rg',
    });
  });

  test('one of our own goes through unchanged', () => {
    const own = readInventory([file('a.json', ACCOUNTS), file('d.json', DEPLOYMENTS)]);
    expect(readInventory([file('own.json', own)])).toEqual(own);
  });

  test.each([
    ['not json', { name: 'x.json', text: '{' }, /x\.json is not JSON/],
    [
      'another document',
      file('package.json', { name: 'a', version: '1' }),
      /package\.json is no snapshot and no export known here/,
    ],
    [
      'a list of others',
      file('x.json', [{ id: '/subscriptions/1/resourceGroups/r/providers/Microsoft.Web/sites/a' }, {}]),
      /entry 1 has no account/,
    ],
    ['a later version', file('x.json', { kind: 'azure-inventory', schemaVersion: 2 }), /schemaVersion 2/],
    [
      'a damaged one',
      file('x.json', { kind: 'azure-inventory', schemaVersion: 1, accounts: [{ name: 1 }], quotas: [], gaps: [] }),
      /x\.json: accounts\.0\./,
    ],
    ['the other kind', file('x.json', { kind: 'bedrock-catalog' }), /other kind of snapshot/],
  ])('%s is refused by name', (_, given, expected) => {
    expect(() => readInventory([given])).toThrow(expected);
  });
});

describe('catalogs', () => {
  const MODELS = {
    modelSummaries: [
      {
        modelArn: 'arn:aws:bedrock:eu-central-1::foundation-model/cohere.embed-v4:0',
        modelId: 'cohere.embed-v4:0',
        inputModalities: ['TEXT'],
        outputModalities: ['EMBEDDING'],
        inferenceTypesSupported: ['ON_DEMAND'],
        modelLifecycle: { status: 'ACTIVE' },
      },
    ],
  };
  const PROFILES = {
    inferenceProfileSummaries: [
      {
        inferenceProfileName: 'EU Nova',
        inferenceProfileArn: 'arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0',
        inferenceProfileId: 'eu.amazon.nova-pro-v1:0',
        models: [{ modelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0' }],
        status: 'ACTIVE',
        type: 'SYSTEM_DEFINED',
      },
    ],
  };

  test('exports tell their region by their ARNs and are joined', () => {
    const catalog = readCatalog([file('models.json', MODELS), file('profiles.json', PROFILES)]);
    expect(catalog.regions.map(region => region.region)).toEqual(['eu-central-1']);
    expect(catalog.regions[0]?.models.map(model => model.id)).toEqual(['cohere.embed-v4:0']);
    expect(catalog.regions[0]?.profiles[0]).toMatchObject({
      id: 'eu.amazon.nova-pro-v1:0',
      models: ['eu-west-1/amazon.nova-pro-v1:0'],
    });
    expect(JSON.stringify(catalog)).not.toContain('111122223333');
    expect(readCatalog([file('own.json', catalog)])).toEqual(catalog);
  });

  test('an inventory is not one', () => {
    expect(() => readCatalog([file('x.json', { kind: 'azure-inventory' })])).toThrow(/other kind/);
  });
});
