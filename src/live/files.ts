/**
 * Snapshots from files: our own, and exports people already have (`az cognitiveservices account list`, `… deployment
 * list`; `aws bedrock list-foundation-models`, `… list-inference-profiles`). Loads no cloud SDK and touches no network.
 */
import * as v from 'valibot';
import { UntetherError } from '../base/errors.ts';
import { redact } from '../model/redact.ts';
import type {
  Catalog,
  CatalogModel,
  CatalogProfile,
  CatalogRegion,
  Inventory,
  InventoryAccount,
  InventoryDeployment,
} from '../model/snapshot.ts';
import { known, sortedBy } from './order.ts';
import { catalogSchema, inventorySchema } from './schema.ts';

/** One file of the user: its name for messages, and its text. */
export interface SnapshotFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Inventories of several files as one. Accounts and deployments of exports are joined by their resource ids.
 * @throws UntetherError naming the file and what is wrong in it.
 */
export function readInventory(files: readonly SnapshotFile[]): Inventory {
  const own: Inventory[] = [];
  const exported = new Exported();
  for (const file of files) {
    const value = parse(file);
    if (kindOf(value) === 'azure-inventory') own.push(checked<Inventory>(inventorySchema, value, file));
    else if (kindOf(value) === 'bedrock-catalog') throw swapped(file, '--catalog');
    else exported.add(value, file);
  }
  const all = [...own.flatMap(inventory => inventory.accounts), ...exported.accounts()];
  const takenAt = own
    .map(inventory => inventory.takenAt)
    .filter(time => time !== undefined)
    .sort()[0];
  return {
    kind: 'azure-inventory',
    schemaVersion: 1,
    ...(takenAt === undefined ? {} : { takenAt }),
    accounts: sortedBy(all, account => `${account.subscription}/${account.resourceGroup}/${account.name}`),
    quotas: own.flatMap(inventory => inventory.quotas),
    gaps: [
      ...own.flatMap(inventory => inventory.gaps),
      ...(exported.accounts().length === 0
        ? []
        : [
            {
              scope: 'exports',
              what: 'accounts',
              reason: 'an export shows what was exported, not all there is',
              remedy: 'Take a snapshot with "untether inventory azure" to see every account of a subscription.',
            },
          ]),
    ],
  };
}

/**
 * Catalogs of several files as one, region by region.
 * @throws UntetherError naming the file and what is wrong in it.
 */
export function readCatalog(files: readonly SnapshotFile[]): Catalog {
  const regions = new Map<string, CatalogRegion>();
  const gaps = [];
  const times: string[] = [];
  for (const file of files) {
    const value = parse(file);
    if (kindOf(value) === 'azure-inventory') throw swapped(file, '--inventory');
    const catalog =
      kindOf(value) === 'bedrock-catalog' ? checked<Catalog>(catalogSchema, value, file) : fromAwsExport(value, file);
    if (catalog.takenAt !== undefined) times.push(catalog.takenAt);
    gaps.push(...catalog.gaps);
    for (const region of catalog.regions) regions.set(region.region, joined(regions.get(region.region), region));
  }
  const [takenAt] = times.sort();
  return {
    kind: 'bedrock-catalog',
    schemaVersion: 1,
    ...(takenAt === undefined ? {} : { takenAt }),
    regions: sortedBy([...regions.values()], region => region.region),
    gaps,
  };
}

function joined(a: CatalogRegion | undefined, b: CatalogRegion): CatalogRegion {
  if (!a) return b;
  const openAiModels = [...new Set([...(a.openAiModels ?? []), ...(b.openAiModels ?? [])])].sort();
  return {
    ...a,
    ...b,
    models: sortedBy(
      [...new Map([...a.models, ...b.models].map(model => [model.id, model])).values()],
      model => model.id,
    ),
    profiles: sortedBy(
      [...new Map([...a.profiles, ...b.profiles].map(profile => [`${profile.type}/${profile.id}`, profile])).values()],
      profile => `${profile.type}/${profile.id}`,
    ),
    availability: [...new Map([...a.availability, ...b.availability].map(entry => [entry.modelId, entry])).values()],
    guardrails: [...new Set([...a.guardrails, ...b.guardrails])].sort(),
    provisioned: [...a.provisioned, ...b.provisioned],
    ...(a.openAiModels || b.openAiModels ? { openAiModels } : {}),
  };
}

// ---------------------------------------------------------------- exports of the vendors' command lines

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? redact(value) : undefined;
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
const partOf = (value: unknown, name: string): Json => (isObject(value) && isObject(value[name]) ? value[name] : {});
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(item => textOf(item) ?? []).sort() : [];

interface Id {
  readonly subscription: string;
  readonly group: string;
  readonly account: string;
}

const ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.CognitiveServices\/accounts\/([^/]+)/i;

function idOf(value: unknown): Id | undefined {
  const match = typeof value === 'string' ? ID.exec(value) : null;
  return match ? { subscription: match[1] ?? '', group: match[2] ?? '', account: match[3] ?? '' } : undefined;
}

/** Accounts and deployments come in lists of their own; their resource ids say what belongs together. */
class Exported {
  readonly #accounts = new Map<string, InventoryAccount>();
  readonly #deployments = new Map<string, { id: Id; deployments: InventoryDeployment[] }>();

  add(value: unknown, file: SnapshotFile): void {
    const items = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value['value'])
        ? value['value']
        : [value];
    for (const [i, item] of items.entries()) {
      const id = isObject(item) ? idOf(item['id']) : undefined;
      if (!isObject(item) || !id)
        throw notOurs(file, items.length > 1 ? `entry ${i + 1} has no account in its "id"` : undefined);
      const key = `${id.subscription}/${id.group}/${id.account}`.toLowerCase();
      if (/\/deployments\/[^/]+$/i.test(String(item['id']))) {
        const known = this.#deployments.get(key) ?? { id, deployments: [] };
        known.deployments.push(deploymentOf(item));
        this.#deployments.set(key, known);
      } else this.#accounts.set(key, accountOf(item, id));
    }
  }

  accounts(): InventoryAccount[] {
    const keys = new Set([...this.#accounts.keys(), ...this.#deployments.keys()]);
    return [...keys].flatMap(key => {
      const deployments = this.#deployments.get(key);
      const account = this.#accounts.get(key) ?? (deployments && accountOf({}, deployments.id));
      if (!account) return [];
      return [{ ...account, deployments: sortedBy(deployments?.deployments ?? [], deployment => deployment.name) }];
    });
  }
}

function accountOf(item: Json, id: Id): InventoryAccount {
  const properties = partOf(item, 'properties');
  const connections = Array.isArray(properties['privateEndpointConnections'])
    ? properties['privateEndpointConnections']
    : [];
  return known({
    subscription: id.subscription,
    resourceGroup: id.group,
    name: textOf(item['name']) ?? id.account,
    kind: textOf(item['kind']) ?? 'OpenAI',
    location: textOf(item['location']) ?? '',
    sku: textOf(partOf(item, 'sku')['name']),
    endpoint: textOf(properties['endpoint']),
    publicNetworkAccess: textOf(properties['publicNetworkAccess']),
    networkDefault: textOf(partOf(properties, 'networkAcls')['defaultAction']),
    privateEndpoints: connections
      .flatMap(
        connection =>
          textOf(partOf(partOf(connection, 'properties'), 'privateEndpoint')['id'])
            ?.split('/')
            .at(-1) ?? [],
      )
      .sort(),
    localAuthDisabled: typeof properties['disableLocalAuth'] === 'boolean' ? properties['disableLocalAuth'] : undefined,
    customerManagedKey: /keyvault/i.test(textOf(partOf(properties, 'encryption')['keySource']) ?? ''),
    identity: textOf(partOf(item, 'identity')['type']),
    deployments: [],
    policies: [],
    blocklists: [],
    projects: [],
    connections: [],
    commitments: [],
  });
}

function deploymentOf(item: Json): InventoryDeployment {
  const properties = partOf(item, 'properties');
  const model = partOf(properties, 'model');
  const scale = partOf(properties, 'scaleSettings');
  const sku = partOf(item, 'sku');
  return known({
    name: textOf(item['name']) ?? '',
    model: textOf(model['name']),
    version: textOf(model['version']),
    format: textOf(model['format']),
    sku: textOf(sku['name']) ?? textOf(scale['scaleType']),
    capacity: numberOf(properties['currentCapacity']) ?? numberOf(sku['capacity']) ?? numberOf(scale['capacity']),
    upgradeOption: textOf(properties['versionUpgradeOption']),
    policy: textOf(properties['raiPolicyName']),
    spilloverTo: textOf(properties['spilloverDeploymentName']),
    state: textOf(properties['provisioningState']),
  });
}

function fromAwsExport(value: unknown, file: SnapshotFile): Catalog {
  const models = isObject(value) && Array.isArray(value['modelSummaries']) ? value['modelSummaries'] : undefined;
  const profiles =
    isObject(value) && Array.isArray(value['inferenceProfileSummaries'])
      ? value['inferenceProfileSummaries']
      : undefined;
  if (!models && !profiles) throw notOurs(file);
  const regions = new Map<string, { models: CatalogModel[]; profiles: CatalogProfile[] }>();
  const at = (arn: unknown): { models: CatalogModel[]; profiles: CatalogProfile[] } => {
    const region = /^arn:[\w-]+:bedrock:([\w-]+):/.exec(typeof arn === 'string' ? arn : '')?.[1];
    if (region === undefined) throw notOurs(file, 'an entry has no ARN that names its region');
    const there = regions.get(region) ?? { models: [], profiles: [] };
    regions.set(region, there);
    return there;
  };
  for (const model of models ?? []) {
    if (!isObject(model)) continue;
    at(model['modelArn']).models.push(
      known({
        id: textOf(model['modelId']) ?? '',
        name: textOf(model['modelName']),
        provider: textOf(model['providerName']),
        input: textsOf(model['inputModalities']),
        output: textsOf(model['outputModalities']),
        inferenceTypes: textsOf(model['inferenceTypesSupported']),
        streaming:
          typeof model['responseStreamingSupported'] === 'boolean' ? model['responseStreamingSupported'] : undefined,
        lifecycle: textOf(partOf(model, 'modelLifecycle')['status']),
        endOfLife: textOf(partOf(model, 'modelLifecycle')['endOfLifeTime'])?.slice(0, 10),
      }),
    );
  }
  for (const profile of profiles ?? []) {
    if (!isObject(profile)) continue;
    const application = profile['type'] === 'APPLICATION';
    at(profile['inferenceProfileArn']).profiles.push(
      known({
        id: textOf(application ? profile['inferenceProfileName'] : profile['inferenceProfileId']) ?? '',
        name: textOf(profile['inferenceProfileName']),
        type: application ? ('APPLICATION' as const) : ('SYSTEM_DEFINED' as const),
        status: textOf(profile['status']),
        models: (Array.isArray(profile['models']) ? profile['models'] : [])
          .flatMap(
            model =>
              textOf(isObject(model) ? model['modelArn'] : undefined)?.replace(
                /^arn:[\w-]+:bedrock:([\w-]*):\d*:[\w-]+\//,
                (_, region: string) => `${region === '' ? '*' : region}/`,
              ) ?? [],
          )
          .sort(),
      }),
    );
  }
  return {
    kind: 'bedrock-catalog',
    schemaVersion: 1,
    regions: [...regions].map(([region, there]) => ({
      region,
      models: sortedBy(there.models, model => model.id),
      profiles: sortedBy(there.profiles, profile => profile.id),
      availability: [],
      guardrails: [],
      provisioned: [],
    })),
    gaps: [],
  };
}

// ---------------------------------------------------------------- checks

function parse({ name, text }: SnapshotFile): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UntetherError(`${name} is not JSON: ${redact((error as Error).message)}`, {
      help: 'Give a snapshot written with --out, or an export of "az" or "aws" with --output json.',
      cause: error,
    });
  }
}

const kindOf = (value: unknown): unknown => (isObject(value) ? value['kind'] : undefined);

function checked<T>(schema: v.GenericSchema<unknown, unknown>, value: unknown, { name }: SnapshotFile): T {
  const version = isObject(value) ? value['schemaVersion'] : undefined;
  if (version !== 1) {
    throw new UntetherError(`${name} has schemaVersion ${JSON.stringify(version)}; this untether reads 1`, {
      help: 'Use the version of untether that wrote it, or take the snapshot again.',
    });
  }
  const result = v.safeParse(schema, value);
  if (result.success) return value as T;
  const [issue] = result.issues;
  throw new UntetherError(
    `${name}: ${v.getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'something else'}, found ${issue.received}`,
    { help: 'Take the snapshot again; it is not meant to be edited by hand.' },
  );
}

function swapped({ name }: SnapshotFile, option: string): UntetherError {
  return new UntetherError(`${name} is the other kind of snapshot`, { help: `Give it with ${option}.` });
}

function notOurs({ name }: SnapshotFile, detail?: string): UntetherError {
  return new UntetherError(
    `${name} is no snapshot and no export known here${detail === undefined ? '' : `: ${detail}`}`,
    {
      help: 'Known are snapshots of "untether inventory" and "untether catalog", "az cognitiveservices account list" and "account deployment list", "aws bedrock list-foundation-models" and "list-inference-profiles", all as JSON.',
    },
  );
}
