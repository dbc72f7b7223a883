/** Schemas of clients, workloads, plans, strategies, roadmap and score (model/workload.ts). */
import * as v from 'valibot';
import { APIS, FEATURES, STRATEGIES } from '../../model/workload.ts';
import {
  confidence,
  counts,
  count,
  described,
  dimension,
  fidelity,
  place,
  placed,
  points,
  source,
  text,
  texts,
} from './parts.ts';
import { FIDELITIES } from '../../model/rule.ts';

export const strategy = v.picklist(STRATEGIES);
const api = v.picklist(APIS);
const features = v.array(v.picklist(FEATURES));
const places = v.array(place);

const inputParts = {
  value: v.exactOptional(described('Where the text says it, secrets masked.')),
  settings: texts,
  from: places,
  confidence,
};
const input = v.object(inputParts);

export const client = v.object({
  ...placed,
  name: described('Canonical class, factory or format.'),
  language: text,
  component: text,
  tie: v.pipe(v.boolean(), v.description('False for a branch that reaches another provider.')),
  used: v.boolean(),
  condition: v.exactOptional(text),
  endpoint: v.exactOptional(input),
  credential: v.exactOptional(v.object({ ...inputParts, kind: v.picklist(['key', 'token', 'unknown']) })),
  version: v.exactOptional(input),
  deployment: v.exactOptional(input),
});

const callSite = v.object({
  ...placed,
  client: v.nullable(place),
  api,
  call: described('The operation as the code calls it.'),
  level: v.pipe(
    v.picklist(['api', 'wrapper']),
    v.description('A call of the service, or of a function that makes one.'),
  ),
  features,
  hops: v.pipe(places, v.description('Places between the call and its client.')),
  condition: v.exactOptional(text),
  confidence,
});

export const modelBasis = v.picklist(['infrastructure', 'settings', 'code', 'config', 'inventory', 'hint']);

const price = v.object({
  input: v.exactOptional(v.number()),
  output: v.exactOptional(v.number()),
  unit: text,
  currency: text,
  basis: v.exactOptional(text),
  source,
});

const targetModel = v.object({
  key: text,
  name: text,
  vendor: text,
  id: v.pipe(v.nullable(text), v.description('Null while no source confirms one.')),
  form: v.picklist(['bare', 'profile']),
  relation: v.picklist([
    'same-model',
    'same-vendor-newer',
    'same-vendor-older',
    'same-vendor-open-weights',
    'different-vendor',
    'different-service',
  ]),
  regions: texts,
  context: v.exactOptional(v.number()),
  maxOutput: v.exactOptional(v.number()),
  prices: v.array(price),
  unmet: features,
  availability: v.exactOptional(v.picklist(['available', 'needs-entitlement', 'not-in-region', 'unknown'])),
  caveats: texts,
  sources: v.array(source),
});

const plan = v.object({
  strategy,
  recommended: v.boolean(),
  reason: text,
  fidelity,
  confidence,
  assumes: v.exactOptional(described('What has to be true for the plan to hold.')),
  effort: points,
  reasons: v.array(
    v.object({
      what: text,
      low: v.number(),
      high: v.number(),
      each: v.exactOptional(points),
      places: v.exactOptional(count),
    }),
  ),
  target: v.object({
    endpoint: text,
    baseUrl: v.exactOptional(text),
    api: text,
    modelIds: v.pipe(texts, v.description('Confirmed ids only, in the form this endpoint takes.')),
    models: v.array(targetModel),
  }),
  changes: texts,
  risks: texts,
  caveats: texts,
  sources: v.array(source),
  code: v.array(v.object({ language: text, before: text, after: text })),
  newLockIn: v.exactOptional(text),
  portable: v.exactOptional(text),
});

export const workload = v.object({
  id: text,
  component: text,
  owners: texts,
  api,
  model: v.nullable(
    v.object({
      name: text,
      version: v.exactOptional(text),
      from: places,
      basis: modelBasis,
      confidence,
      retires: v.exactOptional(v.object({ date: text, source })),
    }),
  ),
  clients: places,
  callSites: v.array(callSite),
  features,
  deployments: texts,
  endpoint: v.exactOptional(text),
  credential: v.exactOptional(v.picklist(['key', 'token', 'both'])),
  region: v.exactOptional(text),
  plans: v.array(plan),
  ruledOut: v.pipe(
    v.array(v.object({ strategy, reason: text })),
    v.description('Strategies that cannot carry it, and why.'),
  ),
});

export const strategySummary = v.object({
  strategy,
  recommended: v.boolean(),
  reason: text,
  carries: count,
  of: count,
  byFidelity: counts(FIDELITIES),
  effort: points,
  newLockIn: texts,
});

export const wave = v.object({
  number: count,
  title: text,
  why: text,
  workloads: texts,
  prerequisites: texts,
  exitTest: text,
  effort: points,
});

export const score = v.object({
  value: v.number(),
  load: v.number(),
  parts: v.array(v.object({ name: text, load: v.number(), lost: v.number(), detail: text })),
  byComponent: v.array(v.object({ component: text, value: v.number(), load: v.number() })),
  byDimension: v.array(v.object({ dimension, value: v.number(), load: v.number() })),
});
