/**
 * The source side as it really is: accounts, deployments, policies, quotas and commitments of subscriptions, read only,
 * by way of the management API. Keys are never asked for.
 * API: https://learn.microsoft.com/rest/api/aiservices/accountmanagement (version 2025-09-01).
 */
import { CognitiveServicesManagementClient, type Account, type Deployment } from '@azure/arm-cognitiveservices';
import type { TokenCredential } from '@azure/core-auth';
import { retryPolicy, type PipelinePolicy, type RetryStrategy } from '@azure/core-rest-pipeline';
import { Exit, UntetherError } from '../base/errors.ts';
import { redact } from '../model/redact.ts';
import type {
  Inventory,
  InventoryAccount,
  InventoryCommitment,
  InventoryDeployment,
  InventoryPolicy,
  InventoryQuota,
} from '../model/snapshot.ts';
import { known, sortedBy } from './order.ts';
import { Attempts, type Ask, type Taken, type Words } from './trouble.ts';

export interface InventoryOptions {
  readonly subscriptions: readonly string[];
  /** Only these; all of a subscription if empty. */
  readonly resourceGroups?: readonly string[];
  readonly credential: TokenCredential;
  /** Address of the management API; the public cloud's if absent. */
  readonly endpoint?: string;
  /** Longest wait for the whole answer to one question, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly takenAt?: string;
  readonly onProgress?: (what: string) => void;
}

/** Kinds of account that can hold model deployments. */
const KINDS = new Set(['OpenAI', 'AIServices']);
/** Longest pause between tries; a service that asks for more is left alone and named. */
const LONGEST_PAUSE_MS = 20_000;
const TRIES = 4;
const AT_ONCE = 4;

const WORDS: Words = {
  signIn:
    'Run "az login" (or set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate of an application), or give a token you already have in UNTETHER_AZURE_TOKEN.',
  grant: ask =>
    `Give the identity the built-in role Reader on ${ask.scope}, or a role of your own that allows ${ask.action} (docs/live.md has one).`,
};

/**
 * Take the inventory of some subscriptions.
 * @throws UntetherError (exit 4) without usable credentials, when interrupted, or when nothing at all could be read.
 */
export async function takeInventory(options: InventoryOptions): Promise<Taken<Inventory>> {
  const attempts = new Attempts(WORDS, options.timeoutMs, options.signal);
  const accounts: InventoryAccount[] = [];
  const quotas: InventoryQuota[] = [];
  for (const subscription of options.subscriptions) {
    options.onProgress?.(`subscription ${subscription}`);
    const source = new Subscription(subscription, attempts, options);
    const found = await source.accounts();
    accounts.push(...(await inParallel(found, AT_ONCE, account => source.read(account))));
    quotas.push(...(await source.quotas()));
  }
  if (attempts.succeeded === 0) {
    const [gap] = attempts.gaps;
    throw new UntetherError(
      `nothing could be read: ${gap?.scope ?? ''}: ${gap?.reason ?? 'no subscription was given'}`,
      {
        help: gap?.remedy ?? 'Name at least one with --subscription ID.',
        exit: Exit.live,
      },
    );
  }
  const snapshot: Inventory = {
    kind: 'azure-inventory',
    schemaVersion: 1,
    ...(options.takenAt === undefined ? {} : { takenAt: options.takenAt }),
    accounts: sortedBy(accounts, account => `${account.subscription}/${account.resourceGroup}/${account.name}`),
    quotas: sortedBy(quotas, quota => `${quota.subscription}/${quota.location}/${quota.name}`),
    gaps: sortedBy(attempts.gaps, gap => `${gap.scope}/${gap.what}`),
  };
  return { snapshot, failed: attempts.failed };
}

/** One subscription: its client, and the dates on which models of its regions end. */
class Subscription {
  readonly #id: string;
  readonly #attempts: Attempts;
  readonly #options: InventoryOptions;
  readonly #client: CognitiveServicesManagementClient;
  readonly #retirements = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(id: string, attempts: Attempts, options: InventoryOptions) {
    this.#id = id;
    this.#attempts = attempts;
    this.#options = options;
    this.#client = clientFor(id, options);
  }

  /** The accounts that can hold deployments. */
  async accounts(): Promise<Account[]> {
    const groups = this.#options.resourceGroups ?? [];
    const ask = { what: 'accounts', action: 'Microsoft.CognitiveServices/accounts/read' };
    const lists =
      groups.length === 0
        ? [
            await this.#list({ ...ask, scope: `subscription ${this.#id}` }, abortSignal =>
              this.#client.accounts.list({ abortSignal }),
            ),
          ]
        : await Promise.all(
            groups.map(group =>
              this.#list({ ...ask, scope: `resource group ${group}` }, abortSignal =>
                this.#client.accounts.listByResourceGroup(group, { abortSignal }),
              ),
            ),
          );
    return lists.flatMap(list => list ?? []).filter(account => KINDS.has(account.kind ?? ''));
  }

  async read(account: Account): Promise<InventoryAccount> {
    const name = account.name ?? '';
    const group = /\/resourceGroups\/([^/]+)/i.exec(account.id ?? '')?.[1] ?? '';
    const location = account.location ?? '';
    this.#options.onProgress?.(`account ${name}`);
    const from = <T>(
      what: string,
      action: string,
      list: (abortSignal: AbortSignal) => AsyncIterable<T>,
    ): Promise<T[]> =>
      this.#list(
        { scope: `account ${name}`, what, action: `Microsoft.CognitiveServices/accounts/${action}/read` },
        list,
      ).then(found => found ?? []);
    const client = this.#client;
    const deployments = await from('deployments', 'deployments', abortSignal =>
      client.deployments.list(group, name, { abortSignal }),
    );
    const policies = await from('content policies', 'raiPolicies', abortSignal =>
      client.raiPolicies.list(group, name, { abortSignal }),
    );
    const blocklists = await from('blocklists', 'raiBlocklists', abortSignal =>
      client.raiBlocklists.list(group, name, { abortSignal }),
    );
    const commitments = await from('commitment plans', 'commitmentPlans', abortSignal =>
      client.commitmentPlans.list(group, name, { abortSignal }),
    );
    // Only this kind has projects; asking another is an error there.
    const projects =
      account.kind === 'AIServices'
        ? await from('projects', 'projects', abortSignal => client.projects.list(group, name, { abortSignal }))
        : [];
    const connections =
      account.kind === 'AIServices'
        ? await from('connections', 'connections', abortSignal =>
            client.accountConnections.list(group, name, { abortSignal }),
          )
        : [];
    const retirements = deployments.length === 0 ? new Map<string, string>() : await this.#retirementsIn(location);
    const properties = account.properties ?? {};
    return known({
      subscription: this.#id,
      resourceGroup: group,
      name,
      kind: account.kind ?? '',
      location,
      sku: account.sku?.name,
      endpoint: properties.endpoint,
      publicNetworkAccess: properties.publicNetworkAccess,
      networkDefault: properties.networkAcls?.defaultAction,
      privateEndpoints: (properties.privateEndpointConnections ?? [])
        .map(
          connection => (connection.properties?.privateEndpoint?.id ?? connection.name ?? '').split('/').at(-1) ?? '',
        )
        .filter(text => text !== '')
        .sort(),
      localAuthDisabled: properties.disableLocalAuth,
      customerManagedKey: /keyvault/i.test(properties.encryption?.keySource ?? ''),
      identity: account.identity?.type,
      deployments: sortedBy(
        deployments.map(deployment => deploymentOf(deployment, retirements)),
        deployment => deployment.name,
      ),
      policies: sortedBy(
        policies.map(({ name: policy, properties: set }): InventoryPolicy =>
          known({
            name: policy ?? '',
            mode: set?.mode,
            base: set?.basePolicyName,
            filters: (set?.contentFilters ?? [])
              .filter(filter => filter.enabled !== false)
              .map(
                filter =>
                  `${filter.name ?? '?'}/${filter.source ?? '?'}: ${filter.blocking === false ? 'annotating' : 'blocking'}${filter.severityThreshold ? ` at ${filter.severityThreshold}` : ''}`,
              )
              .sort(),
            blocklists: (set?.customBlocklists ?? []).map(list => list.blocklistName ?? '').sort(),
          }),
        ),
        policy => policy.name,
      ),
      blocklists: blocklists.map(list => list.name ?? '').sort(),
      projects: projects.map(project => project.name ?? '').sort(),
      connections: connections
        .map(({ name: connection, properties: set }) =>
          redact(
            `${connection ?? ''} (${set?.category ?? 'unknown kind'}, ${set?.authType ?? 'unknown authentication'})`,
          ),
        )
        .sort(),
      commitments: sortedBy(
        commitments.map(({ name: plan, properties: set }): InventoryCommitment =>
          known({
            name: plan ?? '',
            planType: set?.planType,
            tier: set?.current?.tier,
            count: set?.current?.count,
            until: set?.current?.endDate,
            autoRenew: set?.autoRenew,
          }),
        ),
        plan => plan.name,
      ),
    });
  }

  async quotas(): Promise<InventoryQuota[]> {
    const quotas: InventoryQuota[] = [];
    for (const location of [...this.#retirements.keys()].sort()) {
      const usages = await this.#list(
        {
          scope: `subscription ${this.#id}, ${location}`,
          what: 'quotas',
          action: 'Microsoft.CognitiveServices/locations/usages/read',
        },
        abortSignal => this.#client.usages.list(location, { abortSignal }),
      );
      for (const usage of usages ?? []) {
        const name = usage.name?.value;
        // Quotas that nothing uses are the regional defaults, some hundreds of them.
        if (name === undefined || (usage.currentValue ?? 0) === 0) continue;
        quotas.push({ subscription: this.#id, location, name, used: usage.currentValue ?? 0, limit: usage.limit ?? 0 });
      }
    }
    return quotas;
  }

  /** `model/version` → ISO date of the end of inference, for one region; asked once. */
  #retirementsIn(location: string): Promise<ReadonlyMap<string, string>> {
    const asked = this.#retirements.get(location);
    if (asked) return asked;
    const asking = this.#list(
      {
        scope: `subscription ${this.#id}, ${location}`,
        what: 'retirement dates of models',
        action: 'Microsoft.CognitiveServices/locations/models/read',
      },
      abortSignal => this.#client.models.list(location, { abortSignal }),
    ).then(
      models =>
        new Map(
          (models ?? []).flatMap(({ model }) => {
            const end = model?.deprecation?.inference;
            return model?.name && end ? [[`${model.name}/${model.version ?? ''}`, end.slice(0, 10)] as const] : [];
          }),
        ),
    );
    this.#retirements.set(location, asking);
    return asking;
  }

  /** Every page of a list, within one time limit. */
  #list<T>(ask: Ask, list: (abortSignal: AbortSignal) => AsyncIterable<T>): Promise<T[] | undefined> {
    return this.#attempts.ask(ask, async abortSignal => {
      const items: T[] = [];
      for await (const item of list(abortSignal)) items.push(item);
      return items;
    });
  }
}

function deploymentOf(deployment: Deployment, retirements: ReadonlyMap<string, string>): InventoryDeployment {
  const { name, sku, properties } = deployment;
  const model = properties?.model;
  return known({
    name: name ?? '',
    model: model?.name,
    version: model?.version,
    format: model?.format,
    sku: sku?.name ?? properties?.scaleSettings?.scaleType,
    capacity: properties?.currentCapacity ?? sku?.capacity ?? properties?.scaleSettings?.capacity,
    upgradeOption: properties?.versionUpgradeOption,
    policy: properties?.raiPolicyName,
    spilloverTo: properties?.spilloverDeploymentName,
    state: properties?.provisioningState,
    retires: retirements.get(`${model?.name ?? ''}/${model?.version ?? ''}`),
  });
}

function clientFor(subscription: string, options: InventoryOptions): CognitiveServicesManagementClient {
  const endpoint = (options.endpoint ?? 'https://management.azure.com').replace(/\/+$/, '');
  const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/.test(endpoint);
  if (!endpoint.startsWith('https://') && !loopback) {
    throw new UntetherError(`--endpoint ${endpoint}: a token may only go over https`, {
      help: 'Give an https address; plain http is allowed to this machine only.',
    });
  }
  const client = new CognitiveServicesManagementClient(options.credential, subscription, {
    endpoint,
    $host: endpoint,
    allowInsecureConnection: loopback,
  });
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy(retryPolicy([patience], { maxRetries: TRIES }), { phase: 'Retry' });
  client.pipeline.addPolicy(jsonOnly, { afterPhase: 'Deserialize' });
  if (loopback) {
    // The SDK refuses to send a token without TLS, to this machine too.
    client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
    client.pipeline.addPolicy(bearer(options.credential, endpoint));
  }
  return client;
}

/** The SDK takes a page of a proxy that wants a sign-in for an empty list. */
const jsonOnly: PipelinePolicy = {
  name: 'jsonOnly',
  async sendRequest(request, next) {
    const response = await next(request);
    const type = response.headers.get('content-type') ?? '';
    if (response.status === 200 && !/\bjson\b/i.test(type)) {
      throw new Error(`an answer of type "${type}" instead of JSON`);
    }
    return response;
  },
};

function bearer(credential: TokenCredential, endpoint: string): PipelinePolicy {
  return {
    name: 'bearerOnLoopback',
    async sendRequest(request, next) {
      const token = await credential.getToken(`${endpoint}/.default`);
      request.headers.set('Authorization', `Bearer ${token?.token ?? ''}`);
      return next(request);
    },
  };
}

/** A connection that broke may hold the next time; one that is refused, unknown or not trusted will not. */
const CUT = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'REQUEST_SEND_ERROR']);

/** Wait as long as the service asks, but not for ever; else back off. Only what may be asked again is. */
const patience: RetryStrategy = {
  name: 'patience',
  retry({ retryCount, response, responseError }) {
    const status = response?.status;
    const again =
      status === undefined
        ? CUT.has(responseError?.code ?? '')
        : status === 408 || status === 429 || (status >= 500 && status !== 501);
    if (!again || retryCount >= TRIES) return { skipStrategy: true };
    const told = response?.headers.get('retry-after-ms') ?? undefined;
    const asked = told === undefined ? secondsOf(response?.headers.get('retry-after')) * 1000 : Number(told);
    const pause = Number.isFinite(asked) ? asked : Math.min(500 * 2 ** retryCount, 8000);
    return pause > LONGEST_PAUSE_MS ? { skipStrategy: true } : { retryAfterInMs: pause };
  },
};

const secondsOf = (text: string | undefined): number =>
  text === undefined || !/^\d+$/.test(text) ? NaN : Number(text);

/** Some at a time, results in the order of the items. */
async function inParallel<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
