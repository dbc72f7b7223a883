/**
 * Shapes of the snapshots, to check a saved one against and to generate `schemas/inventory.schema.json` and
 * `schemas/catalog.schema.json` from. The types of model/snapshot.ts are the contract.
 */
import * as v from 'valibot';
import type { Catalog, Inventory } from '../model/snapshot.ts';

const text = v.string();
const texts = v.array(v.string());
const optional = v.exactOptional(v.string());
const whole = v.pipe(v.number(), v.minValue(0));

const gaps = v.pipe(
  v.array(v.object({ scope: text, what: text, reason: text, remedy: text })),
  v.description('What the snapshot could not see, and what would let it.'),
);
const takenAt = v.exactOptional(v.pipe(v.string(), v.description('ISO time at which it was taken.')));

const deployment = v.object({
  name: text,
  model: optional,
  version: optional,
  format: optional,
  sku: optional,
  capacity: v.exactOptional(whole),
  upgradeOption: optional,
  policy: optional,
  spilloverTo: optional,
  state: optional,
  retires: optional,
});

const account = v.object({
  subscription: text,
  resourceGroup: text,
  name: text,
  kind: text,
  location: text,
  sku: optional,
  endpoint: optional,
  publicNetworkAccess: optional,
  networkDefault: optional,
  privateEndpoints: texts,
  localAuthDisabled: v.exactOptional(v.boolean()),
  customerManagedKey: v.boolean(),
  identity: optional,
  deployments: v.array(deployment),
  policies: v.array(v.object({ name: text, mode: optional, base: optional, filters: texts, blocklists: texts })),
  blocklists: texts,
  projects: texts,
  connections: texts,
  commitments: v.array(
    v.object({
      name: text,
      planType: optional,
      tier: optional,
      count: v.exactOptional(whole),
      until: optional,
      autoRenew: v.exactOptional(v.boolean()),
    }),
  ),
});

export const inventorySchema = v.object({
  kind: v.literal('azure-inventory'),
  schemaVersion: v.literal(1),
  takenAt,
  accounts: v.array(account),
  quotas: v.array(v.object({ subscription: text, location: text, name: text, used: v.number(), limit: v.number() })),
  gaps,
});

const region = v.object({
  region: text,
  models: v.array(
    v.object({
      id: text,
      name: optional,
      provider: optional,
      input: texts,
      output: texts,
      inferenceTypes: texts,
      streaming: v.exactOptional(v.boolean()),
      lifecycle: optional,
      endOfLife: optional,
    }),
  ),
  profiles: v.array(
    v.object({
      id: text,
      name: optional,
      type: v.picklist(['SYSTEM_DEFINED', 'APPLICATION']),
      status: optional,
      models: texts,
    }),
  ),
  availability: v.array(
    v.object({ modelId: text, agreement: optional, authorization: optional, entitlement: optional, region: optional }),
  ),
  guardrails: texts,
  provisioned: v.array(
    v.object({ name: text, model: text, units: whole, status: optional, commitment: optional, until: optional }),
  ),
  invocationLogging: v.exactOptional(
    v.nullable(
      v.object({
        cloudWatch: v.boolean(),
        s3: v.boolean(),
        text: v.boolean(),
        image: v.boolean(),
        embedding: v.boolean(),
      }),
    ),
  ),
  openAiModels: v.exactOptional(texts),
});

export const catalogSchema = v.object({
  kind: v.literal('bedrock-catalog'),
  schemaVersion: v.literal(1),
  takenAt,
  regions: v.array(region),
  gaps,
});

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same: {
  inventory: Same<Writable<Inventory>, Writable<v.InferOutput<typeof inventorySchema>>>;
  catalog: Same<Writable<Catalog>, Writable<v.InferOutput<typeof catalogSchema>>>;
} = { inventory: true, catalog: true };
void same;
