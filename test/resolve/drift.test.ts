import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/model/estate.ts';
import type { Inventory, InventoryAccount, InventoryDeployment } from '../../src/model/snapshot.ts';
import { commitmentsOf, driftOf, retirementsOf } from '../../src/resolve/drift.ts';

const account = (name: string, deployments: readonly InventoryDeployment[]): InventoryAccount => ({
  subscription: 's',
  resourceGroup: 'rg',
  name,
  kind: 'OpenAI',
  location: 'westeurope',
  privateEndpoints: [],
  customerManagedKey: false,
  deployments,
  policies: [],
  blocklists: [],
  projects: [],
  connections: [],
  commitments: [],
});
const inventory = (accounts: readonly InventoryAccount[], gaps: Inventory['gaps'] = []): Inventory => ({
  kind: 'azure-inventory',
  schemaVersion: 1,
  accounts,
  quotas: [],
  gaps,
});
const used = (name: string, more: Partial<Deployment> = {}): Deployment => ({
  name,
  usedBy: [{ path: 'app.py', line: 3 }],
  via: [],
  confidence: 'certain',
  ...more,
});
const CHAT = { name: 'prod-chat', model: 'gpt-4o', version: '2024-08-06', sku: 'GlobalStandard', capacity: 120 };

describe('drift', () => {
  test('deployed and used by no code; a target of spillover is used', () => {
    const drift = driftOf(
      [used('prod-chat')],
      inventory([
        account('a', [
          { ...CHAT, spilloverTo: 'spare' },
          { name: 'spare' },
          { name: 'old', model: 'gpt-4', sku: 'Standard', capacity: 10 },
        ]),
      ]),
    );
    expect(drift).toMatchObject([{ kind: 'unused', deployment: 'old', account: 'a', actual: 'gpt-4, Standard 10' }]);
  });

  test('used and deployed nowhere, names compared as the service does', () => {
    expect(driftOf([used('Prod-Chat'), used('gone')], inventory([account('a', [CHAT])]))).toMatchObject([
      { kind: 'missing', deployment: 'gone', places: [{ path: 'app.py', line: 3 }] },
    ]);
  });

  test('a snapshot that could not see everything proves nothing missing', () => {
    const gaps = [{ scope: 'account b', what: 'deployments', reason: 'no permission', remedy: 'ask' }];
    expect(driftOf([used('gone')], inventory([account('a', [])], gaps))).toEqual([]);
  });

  test('an account outside the snapshot proves nothing missing, one that was read does', () => {
    const gaps = [{ scope: 'exports', what: 'accounts', reason: 'an export', remedy: 'take a snapshot' }];
    const elsewhere = [used('gone', { account: 'b' }), used('also-gone', { account: 'a' }), used('unplaced')];
    expect(driftOf(elsewhere, inventory([account('a', [])], gaps)).map(({ deployment }) => deployment)).toEqual([
      'also-gone',
    ]);
    expect(driftOf(elsewhere, inventory([account('a', [])])).map(({ deployment }) => deployment)).toEqual([
      'also-gone',
      'unplaced',
    ]);
  });

  test('declared otherwise than deployed, field by field', () => {
    const declared = used('prod-chat', {
      model: 'gpt-4',
      version: '2024-08-06',
      sku: 'Standard',
      capacity: 120,
      defined: { path: 'main.tf', line: 9 },
      basis: 'infrastructure',
    });
    expect(
      driftOf([declared], inventory([account('a', [CHAT])])).map(({ kind, field, declared: text, actual }) => [
        kind,
        field,
        text,
        actual,
      ]),
    ).toEqual([
      ['differs', 'model', 'gpt-4', 'gpt-4o'],
      ['differs', 'sku', 'Standard', 'GlobalStandard'],
    ]);
  });

  test('two accounts with one name each cannot be told apart, unless the text names one', () => {
    const declared = used('prod-chat', {
      model: 'gpt-4',
      defined: { path: 'main.tf', line: 9 },
      basis: 'infrastructure',
    });
    const both = inventory([account('a', [CHAT]), account('b', [CHAT])]);
    expect(driftOf([declared], both)).toEqual([]);
    expect(driftOf([{ ...declared, account: 'b' }], both)).toMatchObject([{ kind: 'differs', account: 'b' }]);
  });

  test('a model that only the inventory told is no difference from it', () => {
    const known = used('prod-chat', { model: 'gpt-4', defined: { path: 'app.env', line: 1 }, basis: 'hint' });
    expect(driftOf([known], inventory([account('a', [CHAT])]))).toEqual([]);
  });
});

test('what is paid for whatever happens', () => {
  const provisioned = { ...CHAT, sku: 'GlobalProvisionedManaged', capacity: 300 };
  const plan = { name: 'yearly', tier: 'T1', count: 2, until: '2027-03-31', autoRenew: true };
  expect(
    commitmentsOf(inventory([{ ...account('a', [provisioned, { name: 'b', sku: 'Standard' }]), commitments: [plan] }])),
  ).toMatchObject([
    { kind: 'provisioned-throughput', name: 'prod-chat', amount: '300 units of GlobalProvisionedManaged' },
    { kind: 'commitment-plan', name: 'yearly', amount: '2 × T1', until: '2027-03-31' },
  ]);
});

test('ends that are announced, soonest first', () => {
  const dated = (name: string, retires: string): InventoryDeployment => ({ ...CHAT, name, retires });
  expect(
    retirementsOf(inventory([account('a', [dated('late', '2027-04-01'), dated('soon', '2026-12-01'), CHAT])])).map(
      ({ deployment }) => deployment,
    ),
  ).toEqual(['soon', 'late']);
});
