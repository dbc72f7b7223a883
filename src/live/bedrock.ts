/**
 * The target side as an account and a region really have it: models, inference profiles, entitlements, guardrails,
 * provisioned throughput and logging, read only.
 * API: https://docs.aws.amazon.com/bedrock/latest/APIReference/ (control plane).
 */
import {
  BedrockClient,
  GetFoundationModelAvailabilityCommand,
  GetModelInvocationLoggingConfigurationCommand,
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListInferenceProfilesCommand,
  ListProvisionedModelThroughputsCommand,
  type BedrockClientConfig,
} from '@aws-sdk/client-bedrock';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { Exit, UntetherError } from '../base/errors.ts';
import { redact } from '../model/redact.ts';
import type { Catalog, CatalogAvailability, CatalogProfile, CatalogRegion } from '../model/snapshot.ts';
import { known, sortedBy } from './order.ts';
import { Attempts, type Taken, type Words } from './trouble.ts';

export interface CatalogOptions {
  readonly regions: readonly string[];
  /** Models a plan may suggest: the account's entitlement to each is asked. Others only where they belong to them. */
  readonly modelIds: readonly string[];
  /** Address of the control plane instead of the region's own. */
  readonly endpoint?: string;
  /** Address of the OpenAI-shaped endpoint instead of the region's own; asked only with a key. */
  readonly openAiEndpoint?: string;
  /** A Bedrock API key, for the models list that the control plane does not have. */
  readonly bearerKey?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly takenAt?: string;
  readonly onProgress?: (what: string) => void;
  /** For tests; the default chain of the SDK if absent. */
  readonly credentials?: NonNullable<BedrockClientConfig['credentials']>;
}

const TRIES = 4;

const WORDS: Words = {
  signIn:
    'Sign in ("aws sso login"), set AWS_PROFILE, or set AWS_ACCESS_KEY_ID with its secret; a stale AWS_BEARER_TOKEN_BEDROCK wins over them, so unset it.',
  grant: ask => `Allow ${ask.action} in an IAM policy of this identity (docs/live.md has the whole policy).`,
};

/**
 * Take the catalog of some regions.
 * @throws UntetherError (exit 4) without usable credentials, when interrupted, or when nothing at all could be read.
 */
export async function takeCatalog(options: CatalogOptions): Promise<Taken<Catalog>> {
  const attempts = new Attempts(WORDS, options.timeoutMs, options.signal);
  const regions: CatalogRegion[] = [];
  for (const region of options.regions) {
    options.onProgress?.(`region ${region}`);
    const seen = attempts.succeeded;
    const read = await readRegion(region, attempts, options);
    if (attempts.succeeded > seen) regions.push(read);
  }
  if (attempts.succeeded === 0) {
    const [gap] = attempts.gaps;
    throw new UntetherError(`nothing could be read: ${gap?.scope ?? ''}: ${gap?.reason ?? 'no region was given'}`, {
      help: gap?.remedy ?? 'Name at least one with --region REGION.',
      exit: Exit.live,
    });
  }
  const snapshot: Catalog = {
    kind: 'bedrock-catalog',
    schemaVersion: 1,
    ...(options.takenAt === undefined ? {} : { takenAt: options.takenAt }),
    regions: sortedBy(regions, region => region.region),
    gaps: sortedBy(attempts.gaps, gap => `${gap.scope}/${gap.what}`),
  };
  return { snapshot, failed: attempts.failed };
}

async function readRegion(region: string, attempts: Attempts, options: CatalogOptions): Promise<CatalogRegion> {
  const client = clientFor(region, options);
  const scope = `region ${region}`;
  const ask = <T>(
    what: string,
    action: string,
    request: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> => attempts.ask({ scope, what, action }, request);
  try {
    const models = await ask('foundation models', 'bedrock:ListFoundationModels', abortSignal =>
      client.send(new ListFoundationModelsCommand({}), { abortSignal }).then(answer => answer.modelSummaries ?? []),
    );
    const profiles: CatalogProfile[] = [];
    for (const type of ['SYSTEM_DEFINED', 'APPLICATION'] as const) {
      const found = await ask(
        `${type === 'APPLICATION' ? 'application' : 'system'} inference profiles`,
        'bedrock:ListInferenceProfiles',
        abortSignal =>
          pages(async nextToken => {
            const answer = await client.send(
              new ListInferenceProfilesCommand({ typeEquals: type, ...(nextToken ? { nextToken } : {}) }),
              {
                abortSignal,
              },
            );
            return { items: answer.inferenceProfileSummaries ?? [], next: answer.nextToken };
          }),
      );
      profiles.push(
        ...(found ?? []).map(profile =>
          known({
            // An application profile is named by its ARN, which carries the account's number: its name will do.
            id: type === 'APPLICATION' ? (profile.inferenceProfileName ?? '') : (profile.inferenceProfileId ?? ''),
            name: profile.inferenceProfileName,
            type,
            status: profile.status,
            models: (profile.models ?? []).map(model => placeOf(model.modelArn ?? '')).sort(),
          }),
        ),
      );
    }
    const availability: CatalogAvailability[] = [];
    const here = new Set((models ?? []).map(model => model.modelId));
    for (const modelId of [...new Set(options.modelIds)].sort()) {
      if (models !== undefined && !here.has(modelId)) continue;
      const answer = await ask(`entitlement to ${modelId}`, 'bedrock:GetFoundationModelAvailability', abortSignal =>
        client.send(new GetFoundationModelAvailabilityCommand({ modelId }), { abortSignal }),
      );
      if (!answer) continue;
      availability.push(
        known({
          modelId,
          agreement: answer.agreementAvailability?.status,
          authorization: answer.authorizationStatus,
          entitlement: answer.entitlementAvailability,
          region: answer.regionAvailability,
        }),
      );
    }
    const guardrails = await ask('guardrails', 'bedrock:ListGuardrails', abortSignal =>
      pages(async nextToken => {
        const answer = await client.send(new ListGuardrailsCommand(nextToken ? { nextToken } : {}), { abortSignal });
        return { items: answer.guardrails ?? [], next: answer.nextToken };
      }),
    );
    const provisioned = await ask('provisioned throughput', 'bedrock:ListProvisionedModelThroughputs', abortSignal =>
      pages(async nextToken => {
        const answer = await client.send(new ListProvisionedModelThroughputsCommand(nextToken ? { nextToken } : {}), {
          abortSignal,
        });
        return { items: answer.provisionedModelSummaries ?? [], next: answer.nextToken };
      }),
    );
    const logging = await ask('invocation logging', 'bedrock:GetModelInvocationLoggingConfiguration', abortSignal =>
      client.send(new GetModelInvocationLoggingConfigurationCommand({}), { abortSignal }),
    );
    const openAiModels = await openAiModelsOf(region, attempts, options);
    const set = logging?.loggingConfig;
    return known({
      region,
      models: sortedBy(
        (models ?? []).map(model =>
          known({
            id: model.modelId ?? '',
            name: model.modelName,
            provider: model.providerName,
            input: [...(model.inputModalities ?? [])].sort(),
            output: [...(model.outputModalities ?? [])].sort(),
            inferenceTypes: [...(model.inferenceTypesSupported ?? [])].sort(),
            streaming: model.responseStreamingSupported,
            lifecycle: model.modelLifecycle?.status,
            endOfLife: dayOf(model.modelLifecycle?.endOfLifeTime),
          }),
        ),
        model => model.id,
      ),
      profiles: sortedBy(profiles, profile => `${profile.type}/${profile.id}`),
      availability,
      guardrails: (guardrails ?? []).map(guardrail => guardrail.name ?? '').sort(),
      provisioned: sortedBy(
        (provisioned ?? []).map(entry =>
          known({
            name: entry.provisionedModelName ?? '',
            model: (entry.foundationModelArn ?? entry.modelArn ?? '').split('/').at(-1) ?? '',
            units: entry.modelUnits ?? 0,
            status: entry.status,
            commitment: entry.commitmentDuration,
            until: dayOf(entry.commitmentExpirationTime),
          }),
        ),
        entry => entry.name,
      ),
      invocationLogging:
        logging === undefined
          ? undefined
          : set === undefined
            ? null
            : {
                cloudWatch: set.cloudWatchConfig !== undefined,
                s3: set.s3Config !== undefined,
                text: set.textDataDeliveryEnabled === true,
                image: set.imageDataDeliveryEnabled === true,
                embedding: set.embeddingDataDeliveryEnabled === true,
              },
      openAiModels,
    });
  } finally {
    client.destroy();
  }
}

/**
 * The models of the OpenAI-shaped endpoint are on no list of the control plane. Its own list is asked with an API key;
 * without one the snapshot says what it does not know.
 */
async function openAiModelsOf(
  region: string,
  attempts: Attempts,
  options: CatalogOptions,
): Promise<string[] | undefined> {
  const scope = `region ${region}`;
  const what = 'models served only by the OpenAI-shaped endpoint';
  if (options.bearerKey === undefined) {
    attempts.gaps.push({
      scope,
      what,
      reason: 'the control plane does not list them',
      remedy: 'Set AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key, and its models list is asked too.',
    });
    return undefined;
  }
  const host = options.openAiEndpoint ?? `https://bedrock-mantle.${region}.api.aws`;
  const ids = new Set<string>();
  let answered = false;
  // The same host serves the vendor's own models and all others below two prefixes.
  for (const prefix of ['/openai/v1', '/v1']) {
    const list = await attempts.ask(
      { scope, what: `${what} (${prefix}/models)`, action: 'bedrock-mantle:ListModels' },
      abortSignal => fetchModels(`${host}${prefix}/models`, options, abortSignal),
    );
    if (list === undefined) continue;
    answered = true;
    for (const id of list) ids.add(id);
  }
  return answered ? [...ids].sort() : undefined;
}

async function fetchModels(url: string, options: CatalogOptions, signal: AbortSignal): Promise<string[]> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${options.bearerKey ?? ''}`, accept: 'application/json' },
    signal,
    redirect: 'error',
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw Object.assign(new Error(`HTTP ${response.status}`), { statusCode: response.status });
  }
  const body = (await response.json()) as { data?: readonly { id?: unknown }[] };
  if (!Array.isArray(body.data)) throw new Error('the answer is no list of models');
  return body.data.flatMap(({ id }) => (typeof id === 'string' ? [redact(id)] : []));
}

function clientFor(region: string, options: CatalogOptions): BedrockClient {
  const address = options.endpoint ?? `https://bedrock.${region}.amazonaws.com`;
  // The SDK does not look at the proxy variables by itself.
  const proxy = getProxyForUrl(address);
  return new BedrockClient({
    region,
    maxAttempts: TRIES,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    requestHandler: {
      connectionTimeout: Math.min(options.timeoutMs, 10_000),
      requestTimeout: options.timeoutMs,
      throwOnRequestTimeout: true,
      ...(proxy === '' ? {} : { httpsAgent: new HttpsProxyAgent(proxy) }),
    },
  });
}

async function pages<T>(
  get: (nextToken: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await get(token);
    all.push(...page.items);
    // A service that gives the same token for ever must not keep us for ever.
    if (page.next !== undefined && page.next === token) break;
    token = page.next;
  } while (token !== undefined && token !== '');
  return all;
}

/** `arn:aws:bedrock:us-east-1::foundation-model/x.y` → `us-east-1/x.y`. */
function placeOf(arn: string): string {
  const [, , , region = '', , resource = ''] = arn.split(':');
  return `${region === '' ? '*' : region}/${arn.slice(arn.indexOf(resource)).replace(/^[^/]*\//, '')}`;
}

const dayOf = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 10);
