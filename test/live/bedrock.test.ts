/** The real SDK over real HTTP against a control plane on loopback; bodies are shaped after its public description. */
import { safeParse } from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { takeCatalog, type CatalogOptions } from '../../src/live/bedrock.ts';
import { catalogSchema } from '../../src/live/schema.ts';
import { json, serve, type Answer, type Server } from './server.ts';

const arn = (what: string, region = 'us-east-1', account = ''): string =>
  `arn:aws:bedrock:${region}:${account}:${what}`;

function usual(url: string): unknown {
  const path = url.replace(/\?.*$/, '');
  if (path === '/foundation-models') {
    return {
      modelSummaries: [
        {
          modelArn: arn('foundation-model/openai.gpt-oss-120b-1:0'),
          modelId: 'openai.gpt-oss-120b-1:0',
          modelName: 'gpt-oss-120b',
          providerName: 'OpenAI',
          inputModalities: ['TEXT'],
          outputModalities: ['TEXT'],
          responseStreamingSupported: true,
          inferenceTypesSupported: ['ON_DEMAND'],
          modelLifecycle: { status: 'ACTIVE' },
        },
        {
          modelArn: arn('foundation-model/cohere.embed-v4:0'),
          modelId: 'cohere.embed-v4:0',
          modelName: 'Embed v4',
          providerName: 'Cohere',
          inputModalities: ['TEXT', 'IMAGE'],
          outputModalities: ['EMBEDDING'],
          inferenceTypesSupported: ['ON_DEMAND', 'INFERENCE_PROFILE'],
          modelLifecycle: { status: 'LEGACY', endOfLifeTime: '2026-05-28T00:00:00Z' },
        },
      ],
    };
  }
  if (path === '/inference-profiles') {
    if (url.includes('type=APPLICATION')) {
      return {
        inferenceProfileSummaries: [
          {
            inferenceProfileName: 'team-chat',
            inferenceProfileArn: arn('application-inference-profile/abcdefghijkl', 'us-east-1', '111122223333'),
            inferenceProfileId: 'abcdefghijkl',
            models: [{ modelArn: arn('foundation-model/openai.gpt-oss-120b-1:0', 'us-east-1') }],
            status: 'ACTIVE',
            type: 'APPLICATION',
          },
        ],
      };
    }
    const profile = (id: string): object => ({
      inferenceProfileName: `Profile ${id}`,
      inferenceProfileArn: arn(`inference-profile/${id}`, 'us-east-1', '111122223333'),
      inferenceProfileId: id,
      models: [
        { modelArn: arn('foundation-model/openai.gpt-5.6-sol', 'us-west-2') },
        { modelArn: arn('foundation-model/openai.gpt-5.6-sol') },
      ],
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    });
    return url.includes('nextToken=more')
      ? { inferenceProfileSummaries: [profile('global.openai.gpt-5.6-sol')] }
      : { inferenceProfileSummaries: [profile('us.openai.gpt-5.6-sol')], nextToken: 'more' };
  }
  if (path.startsWith('/foundation-model-availability/')) {
    return {
      modelId: decodeURIComponent(path.split('/').at(-1) ?? ''),
      agreementAvailability: { status: 'AVAILABLE' },
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: 'NOT_AVAILABLE',
      regionAvailability: 'AVAILABLE',
    };
  }
  if (path === '/guardrails') {
    return {
      guardrails: [
        {
          id: 'g1',
          arn: arn('guardrail/g1'),
          name: 'pii',
          status: 'READY',
          version: '1',
          createdAt: '2026-01-02T03:04:05Z',
          updatedAt: '2026-01-02T03:04:05Z',
        },
      ],
    };
  }
  if (path === '/provisioned-model-throughputs') {
    return {
      provisionedModelSummaries: [
        {
          provisionedModelName: 'steady',
          provisionedModelArn: arn('provisioned-model/p1'),
          modelArn: arn('foundation-model/cohere.embed-v4:0'),
          desiredModelArn: arn('foundation-model/cohere.embed-v4:0'),
          foundationModelArn: arn('foundation-model/cohere.embed-v4:0'),
          modelUnits: 2,
          desiredModelUnits: 2,
          status: 'InService',
          commitmentDuration: 'SixMonths',
          commitmentExpirationTime: '2027-02-03T00:00:00Z',
          creationTime: '2026-08-03T00:00:00Z',
          lastModifiedTime: '2026-08-03T00:00:00Z',
        },
      ],
    };
  }
  if (path === '/logging/modelinvocations') {
    return {
      loggingConfig: {
        cloudWatchConfig: { logGroupName: 'bedrock', roleArn: 'arn:aws:iam::111122223333:role/log' },
        textDataDeliveryEnabled: true,
      },
    };
  }
  if (path === '/openai/v1/models') return { object: 'list', data: [{ id: 'openai.gpt-5.5', object: 'model' }] };
  if (path === '/v1/models') return { object: 'list', data: [{ id: 'openai.gpt-oss-120b', object: 'model' }] };
  return {};
}

let server: Server;
afterEach(() => server.close());

async function start(change: Answer = () => undefined): Promise<void> {
  server = await serve((asked, response, count) => {
    change(asked, response, count);
    if (response.writableEnded || response.destroyed || response.headersSent) return;
    json(response, usual(asked.url));
  });
}

const take = (more: Partial<CatalogOptions> = {}): ReturnType<typeof takeCatalog> =>
  takeCatalog({
    regions: ['us-east-1'],
    modelIds: ['openai.gpt-oss-120b-1:0', 'not.listed-here'],
    endpoint: server.url,
    openAiEndpoint: server.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    timeoutMs: 5000,
    takenAt: '2026-11-28T09:00:00.000Z',
    ...more,
  });

const fault = (name: string, message = 'no') => [{ message }, { 'x-amzn-errortype': name }] as const;

describe('what is asked and kept', () => {
  test('models, profiles page by page, entitlements of what is listed, and the rest', async () => {
    await start();
    const { snapshot, failed } = await take();
    expect(failed).toBe(0);
    expect(snapshot.regions).toEqual([
      {
        region: 'us-east-1',
        models: [
          {
            id: 'cohere.embed-v4:0',
            name: 'Embed v4',
            provider: 'Cohere',
            input: ['IMAGE', 'TEXT'],
            output: ['EMBEDDING'],
            inferenceTypes: ['INFERENCE_PROFILE', 'ON_DEMAND'],
            lifecycle: 'LEGACY',
            endOfLife: '2026-05-28',
          },
          {
            id: 'openai.gpt-oss-120b-1:0',
            name: 'gpt-oss-120b',
            provider: 'OpenAI',
            input: ['TEXT'],
            output: ['TEXT'],
            inferenceTypes: ['ON_DEMAND'],
            streaming: true,
            lifecycle: 'ACTIVE',
          },
        ],
        profiles: [
          {
            id: 'team-chat',
            name: 'team-chat',
            type: 'APPLICATION',
            status: 'ACTIVE',
            models: ['us-east-1/openai.gpt-oss-120b-1:0'],
          },
          {
            id: 'global.openai.gpt-5.6-sol',
            name: 'Profile global.openai.gpt-5.6-sol',
            type: 'SYSTEM_DEFINED',
            status: 'ACTIVE',
            models: ['us-east-1/openai.gpt-5.6-sol', 'us-west-2/openai.gpt-5.6-sol'],
          },
          {
            id: 'us.openai.gpt-5.6-sol',
            name: 'Profile us.openai.gpt-5.6-sol',
            type: 'SYSTEM_DEFINED',
            status: 'ACTIVE',
            models: ['us-east-1/openai.gpt-5.6-sol', 'us-west-2/openai.gpt-5.6-sol'],
          },
        ],
        availability: [
          {
            modelId: 'openai.gpt-oss-120b-1:0',
            agreement: 'AVAILABLE',
            authorization: 'AUTHORIZED',
            entitlement: 'NOT_AVAILABLE',
            region: 'AVAILABLE',
          },
        ],
        guardrails: ['pii'],
        provisioned: [
          {
            name: 'steady',
            model: 'cohere.embed-v4:0',
            units: 2,
            status: 'InService',
            commitment: 'SixMonths',
            until: '2027-02-03',
          },
        ],
        invocationLogging: { cloudWatch: true, s3: false, text: true, image: false, embedding: false },
      },
    ]);
    expect(JSON.stringify(snapshot)).not.toContain('111122223333');
    expect(safeParse(catalogSchema, snapshot).success).toBe(true);
    expect(server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('without an API key it says what the control plane cannot list', async () => {
    await start();
    const { snapshot, failed } = await take();
    expect(failed).toBe(0);
    expect(snapshot.regions[0]).not.toHaveProperty('openAiModels');
    expect(snapshot.gaps).toEqual([
      {
        scope: 'region us-east-1',
        what: 'models served only by the OpenAI-shaped endpoint',
        reason: 'the control plane does not list them',
        remedy: 'Set AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key, and its models list is asked too.',
      },
    ]);
    expect(server.asked.some(({ url }) => url.endsWith('/v1/models'))).toBe(false);
  });

  test('with one, both prefixes of the other endpoint are asked', async () => {
    await start();
    const { snapshot } = await take({ bearerKey: 'a-key' });
    expect(snapshot.regions[0]?.openAiModels).toEqual(['openai.gpt-5.5', 'openai.gpt-oss-120b']);
    expect(snapshot.gaps).toEqual([]);
    expect(
      server.asked.filter(({ url }) => url.endsWith('/models')).map(({ authorization }) => authorization),
    ).toContain('Bearer a-key');
  });

  test('logging that is off is known to be off', async () => {
    await start(({ url }, response) => {
      if (url === '/logging/modelinvocations') json(response, {});
    });
    const { snapshot } = await take();
    expect(snapshot.regions[0]?.invocationLogging).toBeNull();
  });
});

describe('trouble', () => {
  test('throttling is tried again, a bounded number of times', async () => {
    await start(({ url }, response, count) => {
      if (url === '/foundation-models' && count === 1)
        json(response, ...([{ message: 'slow down' }, 429, { 'x-amzn-errortype': 'ThrottlingException' }] as const));
      if (url === '/guardrails')
        json(response, { message: 'slow down' }, 429, { 'x-amzn-errortype': 'ThrottlingException' });
    });
    const { snapshot, failed } = await take({ timeoutMs: 25_000 });
    expect(failed).toBe(1);
    expect(snapshot.regions[0]?.models).toHaveLength(2);
    expect(snapshot.gaps.find(({ what }) => what === 'guardrails')?.reason).toBe(
      'too many requests, also after several tries',
    );
    expect(server.asked.filter(({ url }) => url === '/guardrails')).toHaveLength(4);
  });

  test('a permission that is missing is named with its action, and the rest kept', async () => {
    const [body, headers] = fault(
      'AccessDeniedException',
      'User is not authorized to perform bedrock:ListInferenceProfiles',
    );
    await start(({ url }, response) => {
      if (url.startsWith('/inference-profiles')) json(response, body, 403, headers);
    });
    const { snapshot, failed } = await take();
    expect(failed).toBe(2);
    expect(snapshot.gaps.map(({ reason }) => reason)).toContain('no permission for bedrock:ListInferenceProfiles');
    expect(snapshot.regions[0]?.models).toHaveLength(2);
  });

  test('an expired sign-in ends it at once', async () => {
    const [body, headers] = fault('ExpiredTokenException', 'The security token included in the request is expired');
    await start((_, response) => json(response, body, 403, headers));
    await expect(take()).rejects.toMatchObject({
      message: 'region us-east-1: the sign-in was refused or has expired (ExpiredTokenException)',
      help: expect.stringContaining('aws sso login') as string,
      exit: 4,
    });
  });

  test('no credentials', async () => {
    await start();
    const failing = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    await expect(take({ credentials: () => Promise.reject(failing) })).rejects.toMatchObject({
      message: 'region us-east-1: no usable credentials: Could not load credentials from any providers',
      exit: 4,
    });
  });

  test('an answer that does not come', async () => {
    await start(({ url }, response) => {
      if (url === '/guardrails') response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    const { snapshot, failed } = await take({ timeoutMs: 700 });
    expect(failed).toBe(1);
    expect(snapshot.gaps.find(({ what }) => what === 'guardrails')?.reason).toBe('no complete answer in time');
  });

  test('an answer that is cut off, and one that is no JSON', async () => {
    await start(({ url }, response) => {
      if (url === '/guardrails') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"guardrails": [');
        response.destroy();
      }
      if (url === '/provisioned-model-throughputs') {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Please sign in</html>');
      }
    });
    const { snapshot, failed } = await take();
    expect(failed).toBe(2);
    expect(snapshot.gaps.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['guardrails', 'provisioned throughput']) as string[],
    );
    expect(snapshot.regions[0]?.models).toHaveLength(2);
  });

  test('a server that is not there', async () => {
    await start();
    const { url } = server;
    await server.close();
    await expect(take({ endpoint: url })).rejects.toMatchObject({
      message: expect.stringMatching(/ECONNREFUSED/) as string,
      exit: 4,
    });
  });
});
