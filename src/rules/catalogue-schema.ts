/** The shapes of `rules/models/*.yaml` and `rules/plans/*.yaml`, strict so that a slip of the hand is an error with a place. */
import * as v from 'valibot';
import { FACT_KINDS } from '../model/catalogue.ts';
import { FIDELITIES } from '../model/rule.ts';
import { APIS, FEATURES, STRATEGIES } from '../model/workload.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
const key = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'a key is lower case, with dots, dashes or underscores'),
);
const date = v.pipe(v.string(), v.isoDate());
const status = v.picklist(['confirmed', 'secondary', 'unconfirmed']);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const points = v.pipe(v.number(), v.minValue(0));
const effort = v.strictObject({ low: points, high: points });
const fidelity = v.picklist(FIDELITIES);
const api = v.picklist(APIS);
const strategy = v.picklist(STRATEGIES);
const modality = v.picklist(['text', 'image', 'audio', 'video', 'embedding']);
const relation = v.picklist([
  'same-model',
  'same-vendor-newer',
  'same-vendor-older',
  'same-vendor-open-weights',
  'different-vendor',
  'different-service',
]);
const byStrategy = <T extends v.GenericSchema>(value: T) =>
  v.strictObject({ 'openai-on-bedrock': value, 'bedrock-native': value, gateway: value });

export const sourcesFile = v.record(
  key,
  v.strictObject({ url: v.pipe(v.string(), v.url()), asOf: date, status, kind: v.picklist(FACT_KINDS) }),
);

export const modelsFile = v.array(
  v.strictObject({
    key,
    name: text,
    vendor: key,
    family: key,
    kind: key,
    status: v.picklist(['active', 'gated', 'legacy', 'ended']),
    launched: v.optional(date),
    noEndBefore: v.optional(date),
    portable: v.optional(v.boolean()),
    openWeights: v.optional(v.boolean()),
    fineTunable: v.optional(v.boolean()),
    lacks: v.optional(v.array(key)),
    context: v.optional(v.strictObject({ tokens: count, status })),
    maxOutput: v.optional(v.strictObject({ tokens: count, status })),
    input: v.optional(v.array(modality), []),
    output: v.optional(v.array(modality), []),
    dimensions: v.optional(v.array(count)),
    endpoints: v.record(
      key,
      v.strictObject({
        path: v.optional(v.pipe(v.string(), v.startsWith('/'))),
        ids: v.array(
          v.strictObject({ id: text, scope: key, status, regions: v.optional(texts), seen: v.optional(texts) }),
        ),
        apis: v.record(key, status),
      }),
    ),
    prices: v.optional(
      v.array(
        v.strictObject({
          input: v.optional(points),
          output: v.optional(points),
          unit: v.optional(text),
          basis: text,
          scopes: v.pipe(texts, v.minLength(1)),
          source: key,
          asOf: date,
          status,
        }),
      ),
      [],
    ),
    caveats: v.optional(texts, []),
    sources: v.pipe(v.array(key), v.minLength(1)),
  }),
);

export const sourceModelsFile = v.array(
  v.strictObject({
    names: v.pipe(texts, v.minLength(1)),
    kind: key,
    same: v.optional(key),
    tier: v.optional(key),
    context: v.optional(count),
    maxOutput: v.optional(count),
    dimensions: v.optional(v.strictObject({ default: count, shortenable: v.boolean() })),
    input: v.array(modality),
    output: v.array(modality),
    apis: v.array(api),
    retirement: v.optional(v.array(v.strictObject({ version: text, date, lifecycle: text, source: key })), []),
    note: v.optional(text),
  }),
);

export const tiersFile = v.record(
  key,
  v.array(
    v.strictObject({
      model: key,
      relation,
      fidelity: v.optional(fidelity),
      documented: v.optional(v.boolean()),
      why: text,
    }),
  ),
);

export const placesFile = v.strictObject({
  endpoints: v.record(key, v.strictObject({ host: text, baseUrl: text, regions: texts, source: key })),
  geographies: v.record(
    key,
    v.strictObject({ name: text, profile: v.optional(key), regions: texts, callers: v.optional(texts) }),
  ),
  azureRegions: v.record(key, texts),
});

const work = v.strictObject({ what: text, low: points, high: points });
const landing = v.strictObject({
  routes: v.pipe(
    v.array(
      v.strictObject({
        endpoint: key,
        api: key,
        endpointOf: v.optional(key),
        apiOf: v.optional(v.array(key)),
        assumedFrom: v.optional(v.array(key)),
        families: v.optional(v.array(key)),
        tunable: v.optional(v.boolean()),
        label: v.optional(text),
        fidelity: v.optional(fidelity),
        work: v.optional(work),
        change: v.optional(text),
      }),
    ),
    v.minLength(1),
  ),
  fidelity: v.optional(fidelity),
  work: v.optional(work),
  changes: texts,
  risks: v.optional(texts, []),
  caveats: v.optional(texts, []),
  newLockIn: v.optional(text),
  portable: v.optional(text),
  sources: v.pipe(v.array(key), v.minLength(1)),
});
export const landingsFile = v.array(
  v.strictObject({
    api,
    as: v.optional(api),
    byKind: v.optional(v.record(key, api), {}),
    own: v.optional(v.boolean()),
    byCall: v.optional(v.array(v.strictObject({ includes: text, tiers: v.array(key) })), []),
    tiers: v.optional(v.array(key), []),
    models: v.optional(v.boolean(), true),
    strategies: v.optional(v.record(strategy, landing), {}),
    without: v.optional(v.record(strategy, text), {}),
  }),
);

export const featuresFile = v.array(
  v.strictObject({
    feature: v.picklist(FEATURES),
    needs: v.optional(modality),
    cases: v.pipe(
      v.array(
        v.strictObject({
          strategy: v.optional(strategy),
          endpoint: v.optional(key),
          api: v.optional(key),
          family: v.optional(key),
          sameModel: v.optional(v.boolean()),
          serves: v.picklist(['yes', 'unverified', 'no']),
          fidelity: v.optional(fidelity),
          work: v.optional(effort),
          change: v.optional(text),
          risk: v.optional(text),
          lockIn: v.optional(text),
          portable: v.optional(text),
          sources: v.optional(v.array(key), []),
        }),
      ),
      v.minLength(1),
    ),
  }),
);

export const effortFile = v.strictObject({
  configuration: effort,
  connector: effort,
  gateway: effort,
  client: byStrategy(effort),
  call: byStrategy(effort),
  wrapper: byStrategy(effort),
  model: v.strictObject({
    'same-model': effort,
    'same-vendor-newer': effort,
    'same-vendor-older': effort,
    'same-vendor-open-weights': effort,
    'different-vendor': effort,
    'different-service': effort,
    unknown: effort,
  }),
  dimensions: effort,
  profile: v.strictObject({ name: key, calibrated: v.boolean(), daysPerPoint: effort, note: text }),
});

const condition = v.strictObject({
  endpoint: v.optional(key),
  sku: v.optional(text),
  policy: v.optional(v.literal(true)),
  tuned: v.optional(v.literal(true)),
  credential: v.optional(v.array(v.picklist(['key', 'token', 'both']))),
});
export const conditionsFile = v.array(
  v.strictObject({
    when: condition,
    resident: v.optional(v.boolean()),
    change: v.optional(text),
    risk: v.optional(text),
    lockIn: v.optional(text),
    portable: v.optional(text),
    fidelity: v.optional(fidelity),
    work: v.optional(work),
    sources: v.pipe(v.array(key), v.minLength(1)),
  }),
);

export const clientsFile = v.strictObject({
  plain: texts,
  frameworks: v.array(
    v.strictObject({ name: text, prefixes: texts, change: text, sources: v.pipe(v.array(key), v.minLength(1)) }),
  ),
});

export const wavesFile = v.array(
  v.strictObject({
    key,
    title: text,
    why: text,
    when: v.optional(
      v.strictObject({
        api: v.optional(v.array(api)),
        fidelity: v.optional(v.array(fidelity)),
        noPlan: v.optional(v.boolean()),
      }),
    ),
    prepares: v.optional(texts),
    unclaimed: v.optional(v.boolean()),
    closes: v.optional(v.boolean()),
    prerequisites: v.pipe(texts, v.minLength(1)),
    exitTest: text,
  }),
);
