/** The real SDK over real HTTP against a management API on loopback; bodies are shaped after its public description. */
import { afterEach, describe, expect, test } from 'vitest';
import { takeInventory, type InventoryOptions } from '../../src/live/azure.ts';
import { inventorySchema } from '../../src/live/schema.ts';
import { safeParse } from 'valibot';
import { json, serve, type Answer, type Server } from './server.ts';

const SUBSCRIPTION = '0b1f6471-1bf0-4dda-aec3-cb9272f09590';
const OTHER = '6f1c0a52-6d4b-4c7e-9d0a-0e8f4f1d2b11';
const account = (name: string, more: object = {}, group = 'rg-chat'): object => ({
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`,
  name,
  type: 'Microsoft.CognitiveServices/accounts',
  kind: 'OpenAI',
  location: 'swedencentral',
  sku: { name: 'S0' },
  properties: {
    endpoint: `https://${name}.openai.azure.com/`,
    publicNetworkAccess: 'Disabled',
    disableLocalAuth: true,
    networkAcls: { defaultAction: 'Deny' },
    privateEndpointConnections: [
      {
        name: 'pe.1',
        properties: {
          privateEndpoint: {
            id: '/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/privateEndpoints/pe-aoai',
          },
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      },
    ],
    encryption: { keySource: 'Microsoft.KeyVault' },
  },
  ...more,
});
const deployment = (name: string, more: object = {}): object => ({
  name,
  sku: { name: 'GlobalStandard', capacity: 120 },
  properties: {
    model: { format: 'OpenAI', name: 'gpt-4o', version: '2024-08-06' },
    raiPolicyName: 'strict',
    versionUpgradeOption: 'NoAutoUpgrade',
    provisioningState: 'Succeeded',
    ...more,
  },
});

/** What the API answers when nothing goes wrong; `null` for paths it does not know. */
function usual(url: string, base: string): unknown {
  const path = url.replace(/\?.*$/, '');
  if (/\/providers\/Microsoft\.CognitiveServices\/accounts$/.test(path)) {
    return url.includes('page=2')
      ? { value: [account('aoai-two', { kind: 'AIServices' }), account('speech', { kind: 'SpeechServices' })] }
      : { value: [account('aoai-one')], nextLink: `${base}${path}?api-version=2025-09-01&page=2` };
  }
  if (path.endsWith('/aoai-one/deployments')) {
    return url.includes('page=2')
      ? { value: [deployment('embed', { model: { format: 'OpenAI', name: 'text-embedding-3-large', version: '1' } })] }
      : { value: [deployment('prod-chat')], nextLink: `${base}${path}?api-version=2025-09-01&page=2` };
  }
  if (path.endsWith('/aoai-one/raiPolicies')) {
    return {
      value: [
        {
          name: 'strict',
          properties: {
            mode: 'Blocking',
            basePolicyName: 'Microsoft.DefaultV2',
            contentFilters: [
              { name: 'hate', enabled: true, blocking: true, severityThreshold: 'Low', source: 'Prompt' },
              { name: 'violence', enabled: false, source: 'Completion' },
            ],
            customBlocklists: [{ blocklistName: 'names', blocking: true, source: 'Prompt' }],
          },
        },
      ],
    };
  }
  if (path.endsWith('/aoai-one/raiBlocklists')) return { value: [{ name: 'names' }] };
  if (path.endsWith('/aoai-one/commitmentPlans')) {
    return {
      value: [
        {
          name: 'yearly',
          properties: { planType: 'PTU', autoRenew: true, current: { tier: 'T1', count: 2, endDate: '2027-03-31' } },
        },
      ],
    };
  }
  if (path.endsWith('/aoai-two/projects')) return { value: [{ name: 'aoai-two/agents' }] };
  if (path.endsWith('/aoai-two/connections')) {
    return {
      value: [
        {
          name: 'search',
          properties: { authType: 'ApiKey', category: 'CognitiveSearch', target: 'https://s.example' },
        },
      ],
    };
  }
  if (path.endsWith('/locations/swedencentral/models')) {
    return {
      value: [
        {
          kind: 'OpenAI',
          model: {
            format: 'OpenAI',
            name: 'gpt-4o',
            version: '2024-08-06',
            deprecation: { inference: '2026-10-01T00:00:00Z' },
          },
        },
      ],
    };
  }
  if (path.endsWith('/locations/swedencentral/usages')) {
    return {
      value: [
        { name: { value: 'OpenAI.GlobalStandard.gpt-4o' }, currentValue: 120, limit: 450 },
        { name: { value: 'OpenAI.Standard.gpt-4' }, currentValue: 0, limit: 20 },
      ],
    };
  }
  return { value: [] };
}

let server: Server;
afterEach(() => server.close());

async function start(change: Answer = () => undefined): Promise<void> {
  server = await serve((asked, response, count) => {
    change(asked, response, count);
    if (response.writableEnded || response.destroyed || response.headersSent) return;
    json(response, usual(asked.url, server.url));
  });
}

const take = (more: Partial<InventoryOptions> = {}): ReturnType<typeof takeInventory> =>
  takeInventory({
    subscriptions: [SUBSCRIPTION],
    credential: { getToken: () => Promise.resolve({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    endpoint: server.url,
    timeoutMs: 5000,
    takenAt: '2026-11-28T09:00:00.000Z',
    ...more,
  });

describe('what is asked and kept', () => {
  test('every page of every list, sorted; accounts that hold no deployments left out', async () => {
    await start();
    const { snapshot, failed } = await take();
    expect(failed).toBe(0);
    expect(snapshot.gaps).toEqual([]);
    expect(snapshot.accounts.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'aoai-one OpenAI',
      'aoai-two AIServices',
    ]);
    expect(snapshot.accounts[0]).toEqual({
      subscription: SUBSCRIPTION,
      resourceGroup: 'rg-chat',
      name: 'aoai-one',
      kind: 'OpenAI',
      location: 'swedencentral',
      sku: 'S0',
      endpoint: 'https://aoai-one.openai.azure.com/',
      publicNetworkAccess: 'Disabled',
      networkDefault: 'Deny',
      privateEndpoints: ['pe-aoai'],
      localAuthDisabled: true,
      customerManagedKey: true,
      deployments: [
        {
          name: 'embed',
          model: 'text-embedding-3-large',
          version: '1',
          format: 'OpenAI',
          sku: 'GlobalStandard',
          capacity: 120,
          upgradeOption: 'NoAutoUpgrade',
          policy: 'strict',
          state: 'Succeeded',
        },
        {
          name: 'prod-chat',
          model: 'gpt-4o',
          version: '2024-08-06',
          format: 'OpenAI',
          sku: 'GlobalStandard',
          capacity: 120,
          upgradeOption: 'NoAutoUpgrade',
          policy: 'strict',
          state: 'Succeeded',
          retires: '2026-10-01',
        },
      ],
      policies: [
        {
          name: 'strict',
          mode: 'Blocking',
          base: 'Microsoft.DefaultV2',
          filters: ['hate/Prompt: blocking at Low'],
          blocklists: ['names'],
        },
      ],
      blocklists: ['names'],
      projects: [],
      connections: [],
      commitments: [{ name: 'yearly', planType: 'PTU', tier: 'T1', count: 2, until: '2027-03-31', autoRenew: true }],
    });
    expect(snapshot.accounts[1]?.connections).toEqual(['search (CognitiveSearch, ApiKey)']);
    expect(snapshot.accounts[1]?.projects).toEqual(['aoai-two/agents']);
    expect(snapshot.quotas).toEqual([
      {
        subscription: SUBSCRIPTION,
        location: 'swedencentral',
        name: 'OpenAI.GlobalStandard.gpt-4o',
        used: 120,
        limit: 450,
      },
    ]);
    expect(safeParse(inventorySchema, snapshot).success).toBe(true);
  });

  test('nothing but reading: no key is listed, no request but GET', async () => {
    await start();
    await take();
    expect(server.asked.length).toBeGreaterThan(10);
    expect(server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(server.asked.filter(({ url }) => /keys/i.test(url))).toEqual([]);
    expect(new Set(server.asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer a-token']));
  });

  test('only the resource groups that were named', async () => {
    await start();
    await take({ resourceGroups: ['rg-chat'] });
    expect(server.asked[0]?.url).toContain('/resourceGroups/rg-chat/providers/Microsoft.CognitiveServices/accounts?');
  });
});

describe('trouble', () => {
  test('throttling is waited out as the service asks', async () => {
    await start(({ url }, response, count) => {
      if (url.includes('/deployments') && count === 1) json(response, {}, 429, { 'retry-after': '0' });
    });
    const { snapshot, failed } = await take();
    expect(failed).toBe(0);
    expect(snapshot.accounts[0]?.deployments).toHaveLength(2);
  });

  test('one that asks for an hour is left alone, named, and the rest kept', async () => {
    await start(({ url }, response) => {
      if (url.includes('/aoai-one/deployments')) json(response, {}, 429, { 'retry-after': '3600' });
    });
    const { snapshot, failed } = await take();
    expect(failed).toBe(1);
    expect(snapshot.gaps).toEqual([
      {
        scope: 'account aoai-one',
        what: 'deployments',
        reason: 'too many requests, also after several tries',
        remedy: 'Wait a few minutes and run it again, or ask for fewer accounts or regions at once.',
      },
    ]);
    expect(snapshot.accounts[0]?.policies).toHaveLength(1);
  });

  test('a permission that is missing is named with its action, and the rest kept', async () => {
    await start(({ url }, response) => {
      if (url.includes('/raiPolicies')) {
        json(
          response,
          { error: { code: 'AuthorizationFailed', message: 'The client does not have authorization.' } },
          403,
        );
      }
    });
    const { snapshot, failed } = await take();
    expect(failed).toBe(2);
    expect(snapshot.gaps.map(({ scope, what, reason }) => `${scope}: ${what}: ${reason}`)).toEqual([
      'account aoai-one: content policies: no permission for Microsoft.CognitiveServices/accounts/raiPolicies/read',
      'account aoai-two: content policies: no permission for Microsoft.CognitiveServices/accounts/raiPolicies/read',
    ]);
    expect(snapshot.accounts[0]?.deployments).toHaveLength(2);
  });

  test('one subscription of two that is not there', async () => {
    await start(({ url }, response) => {
      if (url.includes(OTHER)) {
        json(
          response,
          { error: { code: 'SubscriptionNotFound', message: `The subscription '${OTHER}' could not be found.` } },
          404,
        );
      }
    });
    const { snapshot, failed } = await take({ subscriptions: [OTHER, SUBSCRIPTION] });
    expect(failed).toBe(1);
    expect(snapshot.accounts).toHaveLength(2);
    expect(snapshot.gaps[0]?.reason).toContain(`'${OTHER}' could not be found`);
  });

  test('an expired sign-in ends it at once, with what to do', async () => {
    await start((_, response) => {
      json(
        response,
        { error: { code: 'ExpiredAuthenticationToken', message: 'The access token expiry time is past.' } },
        401,
      );
    });
    await expect(take()).rejects.toMatchObject({
      message: `subscription ${SUBSCRIPTION}: the sign-in was refused or has expired (ExpiredAuthenticationToken)`,
      help: expect.stringContaining('az login') as string,
      exit: 4,
    });
    expect(server.asked).toHaveLength(1);
  });

  test('no credentials', async () => {
    await start();
    const failing = Object.assign(new Error('Please run az login.'), { name: 'CredentialUnavailableError' });
    await expect(take({ credential: { getToken: () => Promise.reject(failing) } })).rejects.toMatchObject({
      message: expect.stringContaining('no usable credentials') as string,
      exit: 4,
    });
  });

  test('an answer that is cut off, and one that never ends', async () => {
    await start(({ url }, response) => {
      if (url.includes('/raiBlocklists')) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"value": [');
        response.destroy();
      }
      if (url.includes('/commitmentPlans')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"value": [');
      }
    });
    const { snapshot, failed } = await take({ timeoutMs: 1500 });
    expect(failed).toBe(4);
    expect(snapshot.gaps.map(({ what, reason }) => `${what}: ${reason}`)).toEqual(
      expect.arrayContaining(['commitment plans: no complete answer in time']) as string[],
    );
    expect(snapshot.gaps.filter(({ what }) => what === 'blocklists')).toHaveLength(2);
    expect(snapshot.accounts[0]?.deployments).toHaveLength(2);
  });

  test('something that is no JSON', async () => {
    await start(({ url }, response) => {
      if (url.includes('/projects')) {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Please sign in to the proxy</html>');
      }
    });
    const { snapshot } = await take();
    expect(snapshot.gaps.map(({ what }) => what)).toEqual(['projects']);
  });

  test('a server that is not there', async () => {
    await start();
    const { url } = server;
    await server.close();
    await expect(take({ endpoint: url })).rejects.toMatchObject({
      message: expect.stringMatching(/the connection was refused \(ECONNREFUSED\)/) as string,
      exit: 4,
    });
  });

  test('a token does not leave in the clear', async () => {
    await start();
    await expect(take({ endpoint: 'http://management.example' })).rejects.toMatchObject({
      message: expect.stringContaining('only go over https') as string,
    });
  });

  test('an interruption ends it', async () => {
    const stop = new AbortController();
    await start(({ url }) => {
      if (url.includes('/deployments')) stop.abort();
    });
    await expect(take({ signal: stop.signal })).rejects.toMatchObject({ message: 'interrupted' });
  });
});
