/** One workload under one strategy: the route, the models, what changes, what it takes, what stays uncertain. */
import type { Candidate, Wish } from './candidates.ts';
import { candidatesOf, grade, sourceOf } from './candidates.ts';
import { repeated, sum } from './effort.ts';
import type { Subject } from './plan-subject.ts';
import type { Catalogue, CatalogueModel, PlanCondition, Route, StrategyLanding, Work } from '../model/catalogue.ts';
import type { PlanningInput, TargetOptions } from '../model/planning.ts';
import { CONFIDENCES, type Confidence, type Fidelity } from '../model/rule.ts';
import type { EffortReason, Plan, Strategy } from '../model/workload.ts';

/** A plan before plans are compared. */
export type Draft = Omit<Plan, 'recommended' | 'reason' | 'code'> & {
  /** Why the first model, in the words of the catalogue. */
  readonly because: string;
  /** API of the route and the first model, for the code that is shown. */
  readonly route: string;
  readonly first: CatalogueModel | undefined;
  /** Things in use that the target does not serve, or is not known to. */
  readonly gaps: { readonly no: number; readonly unverified: number };
};

export type Drafted = { readonly draft: Draft } | { readonly ruledOut: string };

/** Worst last; `unknown` may be anything. */
const ORDER: readonly Fidelity[] = ['drop-in', 'adapt', 'redesign', 'unknown', 'none'];

export function worst(list: readonly (Fidelity | undefined)[]): Fidelity {
  return list.reduce<Fidelity>((a, b) => (b !== undefined && ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'drop-in');
}

/**
 * Plan a workload under a strategy, or say why it cannot be.
 */
export function draftPlan(
  subject: Subject,
  strategy: Strategy,
  catalogue: Catalogue,
  target: TargetOptions,
  availability?: PlanningInput['availability'],
): Drafted {
  const { landing } = subject;
  const way = landing.strategies[strategy];
  if (!way) return { ruledOut: landing.without[strategy] ?? 'There is no confirmed way.' };
  const wish: Wish = {
    catalogue,
    strategy,
    features: subject.workload.features,
    target,
    hint: subject.near,
    context: subject.known?.entry.context,
    availability,
  };
  const options = way.routes
    .filter(route => reachable(catalogue, route, target))
    .map((route, order) => ({
      route,
      order,
      candidates: landing.models ? candidatesOf(wish, route, subject.entries) : [],
    }))
    .filter(({ candidates }) => !landing.models || candidates.length > 0)
    .sort((a, b) => compareRoutes(a.candidates[0], b.candidates[0], target.prefer === 'any') || a.order - b.order);
  const best = options[0];
  if (!best) return { ruledOut: nothingFits(wish, target) };
  return { draft: draftOf(subject, strategy, catalogue, target, way, best.route, best.candidates) };
}

/** An endpoint with documented hosts has to have one in the region or geography asked for. */
function reachable(catalogue: Catalogue, route: Route, { region, residency }: TargetOptions): boolean {
  const regions = catalogue.endpoints[route.endpoint]?.regions ?? [];
  if (regions.length === 0) return true;
  if (region !== undefined) return regions.includes(region);
  const zone = residency === undefined ? undefined : catalogue.geographies[residency];
  return !zone || zone.regions.some(place => regions.includes(place));
}

const RELATIONS = ['same-model', 'same-vendor-newer', 'same-vendor-open-weights', 'different-vendor'];

/** The route whose first model is surest, nearest to today's (unless any vendor will do), and leaves the fewest gaps. */
function compareRoutes(a: Candidate | undefined, b: Candidate | undefined, anyVendor: boolean): number {
  if (!a || !b) return 0;
  const distance = ({ entry }: Candidate): number =>
    anyVendor
      ? Number(entry.relation !== 'same-model')
      : RELATIONS.indexOf(entry.relation === 'different-service' ? 'different-vendor' : entry.relation);
  return (
    grade(a) - grade(b) ||
    distance(a) - distance(b) ||
    gapsOf(a).no - gapsOf(b).no ||
    gapsOf(a).unverified - gapsOf(b).unverified
  );
}

function gapsOf(candidate: Candidate | undefined): { no: number; unverified: number } {
  const count = (serves: string): number =>
    (candidate?.features ?? []).filter(([, known]) => known.serves === serves).length;
  return { no: count('no'), unverified: count('unverified') };
}

function nothingFits({ features, catalogue }: Wish, { region, residency }: TargetOptions): string {
  const needs = features.flatMap(feature => catalogue.features.find(known => known.feature === feature)?.needs ?? []);
  const limits = [
    ...(needs.length > 0 ? [`takes ${[...new Set(needs)].join(' and ')} input`] : []),
    ...(region === undefined ? [] : [`may be called from ${region}`]),
    ...(residency === undefined ? [] : [`keeps data in ${catalogue.geographies[residency]?.name ?? residency}`]),
  ];
  return limits.length === 0
    ? 'No equivalent of its model is served this way.'
    : `No equivalent of its model that ${limits.join(', ')} is served this way.`;
}

function draftOf(
  subject: Subject,
  strategy: Strategy,
  catalogue: Catalogue,
  target: TargetOptions,
  way: StrategyLanding,
  route: Route,
  candidates: readonly Candidate[],
): Draft {
  const { workload, known } = subject;
  const first = candidates[0];
  const conditions = catalogue.conditions.filter(({ when }) => holds(when, subject, route));
  const sameModel = first?.entry.relation === 'same-model';
  const features = first?.features ?? featuresWithoutModel(subject, strategy, catalogue, route);
  const configurationOnly =
    sameModel &&
    subject.configurable &&
    strategy === 'openai-on-bedrock' &&
    features.every(([, one]) => one.serves === 'yes');
  const fidelity = worst([
    configurationOnly ? 'drop-in' : 'adapt',
    way.fidelity,
    route.fidelity,
    first?.entry.fidelity,
    ...features.map(([, one]) => one.fidelity),
    ...conditions.map(one => one.fidelity),
  ]);
  const connector = strategy === 'gateway' ? subject.framework : undefined;
  const dimension = dimensionsOf(subject, first);
  const reasons = [
    ...edits(subject, strategy, catalogue, fidelity === 'drop-in', connector !== undefined),
    ...works([way.work, route.work]),
    ...(first ? [modelWork(catalogue, first, known === undefined)] : []),
    ...features.flatMap(([feature, { work }]) => (work ? [{ what: `feature ${feature}`, ...work }] : [])),
    ...(dimension ? [{ what: dimension.what, ...catalogue.effort.dimensions }] : []),
    ...works(conditions.map(one => one.work)),
  ];
  const fill = filler(catalogue, target, route, first, workload.model?.name);
  const keys = new Set([
    ...way.sources,
    ...(connector?.sources ?? []),
    ...features.flatMap(([, one]) => one.sources),
    ...conditions.flatMap(one => one.sources),
  ]);
  const lockIns = [
    way.newLockIn,
    ...features.map(([, one]) => one.lockIn),
    ...conditions.map(one => one.lockIn),
  ].flatMap(text => (text === undefined ? [] : fill(text)));
  const portables = [
    way.portable,
    ...features.map(([, one]) => one.portable),
    ...conditions.map(one => one.portable),
  ].flatMap(text => (text === undefined ? [] : fill(text)));
  const confidence = lowered(subject, first);
  return {
    strategy,
    fidelity,
    confidence,
    ...(subject.assumes === undefined ? {} : { assumes: subject.assumes }),
    effort: sum(reasons),
    reasons,
    because: first?.entry.why ?? '',
    route: route.api,
    first: first?.model,
    gaps: {
      no: features.filter(([, one]) => one.serves === 'no').length,
      unverified: features.filter(([, one]) => one.serves === 'unverified').length,
    },
    target: {
      endpoint: route.endpoint,
      ...baseUrlOf(catalogue, target, route, first),
      api: route.label ?? route.api,
      modelIds: unique(candidates.flatMap(({ shown }) => shown.id ?? [])),
      models: candidates.map(({ shown }) => shown),
    },
    changes: unique(
      [
        ...(connector ? [connector.change] : way.changes),
        ...(route.change === undefined ? [] : [route.change]),
        ...(connector && way.work ? way.changes.slice(1) : []),
        ...features.flatMap(([, one]) => one.change ?? []),
        ...conditions.flatMap(one => one.change ?? []),
      ].map(fill),
    ),
    risks: unique([
      ...(connector ? [] : way.risks.map(fill)),
      ...(first && !sameModel && first.model.kind === 'chat'
        ? [
            `Another model answers differently: evaluate the prompts of this workload with ${first.model.name} before it goes live.`,
          ]
        : []),
      ...(dimension ? [dimension.risk] : []),
      ...features.flatMap(([, one]) => one.risk ?? []),
      ...conditions.flatMap(one => one.risk ?? []),
    ]),
    caveats: unique([...way.caveats.map(fill), ...(first?.shown.caveats ?? []), ...subject.caveats]),
    sources: unique([
      ...[...keys].flatMap(key => sourceOf(catalogue, key) ?? []),
      ...(first?.shown.sources ?? []),
      ...(first?.shown.prices.map(price => price.source) ?? []),
    ]),
    ...(lockIns.length === 0 ? {} : { newLockIn: unique(lockIns).join(' ') }),
    ...(portables.length === 0 ? {} : { portable: unique(portables).join(' ') }),
  };
}

/** What is said of features where no model is involved. */
function featuresWithoutModel(
  subject: Subject,
  strategy: Strategy,
  catalogue: Catalogue,
  route: Route,
): Candidate['features'] {
  if (subject.landing.models) return [];
  return subject.workload.features.flatMap(feature => {
    const known = catalogue.features
      .find(landing => landing.feature === feature)
      ?.cases.find(
        one =>
          (one.strategy ?? strategy) === strategy &&
          (one.endpoint ?? route.endpoint) === route.endpoint &&
          (one.api ?? route.api) === route.api &&
          one.family === undefined &&
          one.sameModel === undefined,
      );
    return known ? [[feature, known] as const] : [];
  });
}

function holds(when: PlanCondition['when'], subject: Subject, route: Route): boolean {
  const { endpoint, sku, policy, tuned, credential } = when;
  if (endpoint !== undefined && endpoint !== route.endpoint) return false;
  if (sku !== undefined && !subject.deployments.some(one => new RegExp(sku, 'i').test(one.sku ?? ''))) return false;
  if (policy && !subject.deployments.some(one => one.policy !== undefined)) return false;
  if (tuned && subject.known?.tuned !== true) return false;
  const today = subject.workload.credential;
  return credential === undefined || (today !== undefined && credential.includes(today));
}

/** What is done at clients and calls. A wrapper's callers are tested, not edited. */
function edits(
  subject: Subject,
  strategy: Strategy,
  catalogue: Catalogue,
  dropIn: boolean,
  connector: boolean,
): EffortReason[] {
  const { effort } = catalogue;
  if (dropIn) return [{ what: 'settings are changed and the workload is tested; no code', ...effort.configuration }];
  const parts: EffortReason[] = [];
  const add = (what: string, each: { low: number; high: number }, places: number): void => {
    if (places > 0) parts.push({ what, ...repeated(each, places), each, places });
  };
  const { clients, calls, wrappers } = subject.places;
  // A call whose client was not found still has one somewhere.
  add(
    clients > 0 ? 'clients are built anew' : 'the client, which was not found, is built anew',
    connector ? effort.connector : effort.client[strategy],
    Math.max(1, clients),
  );
  add('calls are edited or checked', connector ? { low: 0, high: 0.5 } : effort.call[strategy], calls);
  if (strategy === 'gateway' && !connector) parts.push({ what: 'the gateway is configured for it', ...effort.gateway });
  add('callers of wrappers are tested, not edited', effort.wrapper[strategy], wrappers);
  return parts;
}

function works(list: readonly (Work | undefined)[]): EffortReason[] {
  return list.flatMap(work => (work ? [{ what: work.what, low: work.low, high: work.high }] : []));
}

/** What is compared when a model changes. */
const EVALUATED: Readonly<Record<string, string>> = { chat: 'prompts and outputs are', embedding: 'retrieval is' };

function modelWork(catalogue: Catalogue, { entry, model }: Candidate, unknown: boolean): EffortReason {
  const points = unknown ? catalogue.effort.model.unknown : catalogue.effort.model[entry.relation];
  if (unknown)
    return { what: `the model is unknown: from a test of the same one to an evaluation of ${model.name}`, ...points };
  return entry.relation === 'same-model'
    ? { what: `${model.name} is tested in its new place`, ...points }
    : { what: `${EVALUATED[model.kind] ?? 'outputs are'} evaluated with ${model.name}`, ...points };
}

/** A new width of vectors changes the schema of the index, not only its content. */
function dimensionsOf(subject: Subject, first: Candidate | undefined): { what: string; risk: string } | undefined {
  const today = subject.known?.entry.dimensions;
  const offered = first?.model.dimensions;
  if (!offered || offered.length === 0) return undefined;
  if (today && offered.includes(today.default) && !subject.workload.features.includes('dimensions')) return undefined;
  const widths = offered.join(', ');
  if (!today)
    return {
      what: 'the width of vectors may change',
      risk: `The width of the vectors is unknown; ${first.model.name} offers ${widths}.`,
    };
  return {
    what: 'the width of vectors changes, or has to be checked',
    risk: `Vectors have ${today.default} dimensions by default today; ${first.model.name} offers ${widths}. Where the width differs the index schema changes too.`,
  };
}

function baseUrlOf(
  catalogue: Catalogue,
  target: TargetOptions,
  route: Route,
  first: Candidate | undefined,
): { baseUrl?: string } {
  const endpoint = catalogue.endpoints[route.endpoint];
  if (!endpoint) return {};
  // Only OpenAI-shaped APIs lie below a path; the others are addressed by the host alone.
  const shaped = ['chat-completions', 'responses'].includes(route.api);
  const path = shaped ? (first?.path ?? '') : '';
  const url = endpoint.baseUrl.replace('{path}', path);
  return { baseUrl: target.region === undefined ? url : url.replace('{region}', target.region) };
}

/** Fills the placeholders of the catalogue's texts. */
function filler(
  catalogue: Catalogue,
  target: TargetOptions,
  route: Route,
  first: Candidate | undefined,
  today: string | undefined,
): (text: string) => string {
  const values: Readonly<Record<string, string>> = {
    source: today ?? 'the model of today',
    target: first?.model.name ?? 'the target',
    id: first?.shown.id ?? first?.model.name ?? 'the model',
    baseUrl: baseUrlOf(catalogue, target, route, first).baseUrl ?? '',
    ...(target.region === undefined ? {} : { region: target.region }),
  };
  return text => text.replace(/\{(source|target|id|baseUrl)\}/g, (_, name: string) => values[name] ?? '');
}

/** No surer than the model it is for, and than the facts of its first candidate. */
function lowered(subject: Subject, first: Candidate | undefined): Confidence {
  const step = first === undefined || first.sure ? 0 : 1;
  const at = Math.max(CONFIDENCES.indexOf(subject.confidence), step);
  return CONFIDENCES[Math.min(at, CONFIDENCES.length - 1)] ?? 'possible';
}

export function unique<T>(list: readonly T[]): T[] {
  const seen = new Set<string>();
  return list.filter(item => {
    const key = typeof item === 'string' ? item : JSON.stringify(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
