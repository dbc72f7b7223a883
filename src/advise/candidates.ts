/**
 * Which models of the target could serve a workload on one route: those listed for its endpoint and API, allowed by
 * region and residency, and able to take what it sends. Best first.
 */
import type { Catalogue, CatalogueModel, FeatureCase, Route, TierEntry } from '../model/catalogue.ts';
import type { PlanningInput, TargetOptions } from '../model/planning.ts';
import type { Source } from '../model/rule.ts';
import type { Feature, Price, Strategy, TargetModel } from '../model/workload.ts';
import { idsFor } from './geography.ts';

export interface Wish {
  readonly catalogue: Catalogue;
  readonly strategy: Strategy;
  readonly features: readonly Feature[];
  readonly target: TargetOptions;
  /** Geography it runs in today. */
  readonly hint: string | undefined;
  /** Context window of today's model. */
  readonly context: number | undefined;
  readonly availability: PlanningInput['availability'];
}

export interface Candidate {
  readonly entry: TierEntry;
  readonly model: CatalogueModel;
  readonly shown: TargetModel;
  /** Path of the OpenAI-shaped API at this endpoint. */
  readonly path: string | undefined;
  /** What is said of each feature in use, for this model on this route. */
  readonly features: readonly (readonly [Feature, FeatureCase])[];
  /** Id, region and API are all confirmed or come from a secondary source that says so. */
  readonly sure: boolean;
  /** Its API at this endpoint is. */
  readonly served: boolean;
}

export function candidatesOf(wish: Wish, route: Route, entries: readonly TierEntry[]): Candidate[] {
  const found = entries.flatMap((entry, order) => {
    const candidate = candidateOf(wish, route, entry);
    return candidate ? [{ candidate, order }] : [];
  });
  const cheapFirst = wish.target.prefer === 'any';
  return found
    .sort(
      (a, b) =>
        availabilityRank(a.candidate) - availabilityRank(b.candidate) ||
        grade(a.candidate) - grade(b.candidate) ||
        Number(b.candidate.entry.relation === 'same-model') - Number(a.candidate.entry.relation === 'same-model') ||
        (cheapFirst ? compareFit(a.candidate, b.candidate) : 0) ||
        a.order - b.order,
    )
    .map(({ candidate }) => candidate);
}

function candidateOf(wish: Wish, route: Route, entry: TierEntry): Candidate | undefined {
  const { catalogue, features, target, hint } = wish;
  const model = catalogue.models.find(({ key }) => key === entry.model);
  const at = model?.endpoints[route.endpointOf ?? route.endpoint];
  if (!model || !at) return undefined;
  if (route.families && !route.families.includes(model.family)) return undefined;
  if (route.tunable === true && model.fineTunable !== true) return undefined;
  if (model.lacks?.includes(route.api)) return undefined;
  const served = [
    ...(route.apiOf ?? [route.api]).flatMap(api => at.apis[api] ?? []),
    ...(route.assumedFrom ?? []).flatMap(api => (at.apis[api] === undefined ? [] : ['unconfirmed' as const])),
  ];
  const untold = Object.keys(at.apis).length === 0;
  if (served.length === 0 && !untold) return undefined;
  const needs = features.flatMap(feature => catalogue.features.find(known => known.feature === feature)?.needs ?? []);
  if (needs.some(need => !model.input.includes(need))) return undefined;
  const ids = idsFor(catalogue, at.ids, target, hint);
  const chosen = ids[0];
  // A service has no ids; a model whose ids are all out of reach is no candidate, nor is one without ids where a place is asked for.
  if (!chosen && at.ids.length > 0) return undefined;
  if (untold && at.ids.length === 0 && (target.residency ?? target.region) !== undefined) return undefined;
  const cases = casesOf(wish, route, model, entry);
  const api = served.includes('confirmed') ? 'confirmed' : served.includes('secondary') ? 'secondary' : 'unconfirmed';
  return {
    entry,
    model,
    path: at.path,
    features: cases,
    served: api !== 'unconfirmed',
    sure: api !== 'unconfirmed' && (chosen?.confirmed ?? at.ids.length === 0),
    shown: {
      key: model.key,
      name: model.name,
      vendor: model.vendor,
      id: chosen?.id.id ?? null,
      form: chosen && chosen.id.scope !== 'in-region' ? 'profile' : 'bare',
      relation: entry.relation,
      regions: chosen?.id.regions ?? [],
      ...(model.context ? { context: model.context.tokens } : {}),
      ...(model.maxOutput ? { maxOutput: model.maxOutput.tokens } : {}),
      prices: pricesOf(catalogue, model, chosen?.id.scope ?? 'in-region'),
      ...(wish.availability && chosen
        ? { availability: wish.availability(chosen.id.id, route.endpointOf ?? route.endpoint, target.region) }
        : {}),
      unmet: cases.filter(([, { serves }]) => serves !== 'yes').map(([feature]) => feature),
      caveats: caveatsOf(wish, route, model, { api, chosen, others: ids.slice(1).map(({ id }) => id.id) }),
      sources: model.sources.flatMap(key => sourceOf(catalogue, key) ?? []),
    },
  };
}

const AVAILABILITY = ['available', undefined, 'unknown', 'needs-entitlement', 'not-in-region'];

function availabilityRank({ shown }: Candidate): number {
  return shown.availability === 'unknown' ? 1 : AVAILABILITY.indexOf(shown.availability);
}

/** For each feature in use the first case that fits this model on this route. */
function casesOf(wish: Wish, route: Route, model: CatalogueModel, entry: TierEntry): [Feature, FeatureCase][] {
  const { catalogue, strategy, features } = wish;
  return features.flatMap(feature => {
    const known = catalogue.features.find(landing => landing.feature === feature);
    const decides = known?.cases.find(
      one =>
        (one.strategy ?? strategy) === strategy &&
        (one.endpoint ?? route.endpoint) === route.endpoint &&
        (one.api ?? route.api) === route.api &&
        (one.family ?? model.family) === model.family &&
        (one.sameModel === undefined || one.sameModel === (entry.relation === 'same-model')),
    );
    return decides ? [[feature, decides] as [Feature, FeatureCase]] : [];
  });
}

/** Usable now, usable when a fact is looked up, not to be named by id. */
export function grade({ shown, sure, model, entry, served }: Candidate): number {
  if (shown.id === null && Object.values(model.endpoints).some(({ ids, apis }) => ids.length > 0 || !apis['own']))
    return 2;
  // The same model is worth a look-up of its region, not a guess about its API.
  return sure || (served && entry.relation === 'same-model') ? 0 : 1;
}

/** What the target's own documentation maps to, then fewer things it cannot do, then the lower price; unknown prices last. */
function compareFit(a: Candidate, b: Candidate): number {
  const documented = Number(b.entry.documented ?? false) - Number(a.entry.documented ?? false);
  return documented || a.shown.unmet.length - b.shown.unmet.length || costOf(a) - costOf(b);
}

/** Three parts of input to one of output, a usual mix of chat; it only orders, it is never shown. */
function costOf({ shown }: Candidate): number {
  const price = shown.prices[0];
  return price ? 3 * (price.input ?? 0) + (price.output ?? 0) : Number.MAX_SAFE_INTEGER;
}

function pricesOf(catalogue: Catalogue, model: CatalogueModel, scope: string): Price[] {
  const geo = scope !== 'in-region' && scope !== 'global';
  return model.prices
    .filter(({ scopes }) => scopes.includes(scope) || (geo && scopes.includes('geo')))
    .map(({ input, output, unit, basis, source, asOf, status }) => ({
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
      unit: unit ?? '1M tokens',
      currency: 'USD',
      basis,
      source: { url: catalogue.sources[source]?.url ?? '', asOf, status },
    }));
}

function caveatsOf(
  wish: Wish,
  route: Route,
  model: CatalogueModel,
  known: { api: string; chosen: ReturnType<typeof idsFor>[number] | undefined; others: readonly string[] },
): string[] {
  const { target, context } = wish;
  const { api, chosen, others } = known;
  const asOf = model.sources
    .flatMap(key => wish.catalogue.sources[key]?.asOf ?? [])
    .sort()
    .at(0);
  const dated = model.caveats.map(caveat => (asOf === undefined ? caveat : `${caveat} (as of ${asOf})`));
  const where = [target.region, target.residency === undefined ? undefined : `residency ${target.residency}`]
    .flatMap(part => part ?? [])
    .join(', ');
  return [
    ...(api === 'unconfirmed' ? [`That ${route.endpoint} serves ${route.api} for it is unconfirmed.`] : []),
    ...(api === 'secondary'
      ? [`That ${route.endpoint} serves ${route.api} for it comes from a secondary source.`]
      : []),
    ...(chosen?.id.status === 'secondary'
      ? [`The id ${chosen.id.id} comes from a secondary source; confirm it with a listing of the account.`]
      : []),
    ...(chosen && !chosen.confirmed
      ? [`That it is offered in ${where} is not confirmed; look it up in the account's own catalogue.`]
      : []),
    ...(others.length > 0 ? [`Other ids for this endpoint: ${others.join(', ')}.`] : []),
    ...(context !== undefined && model.context && model.context.tokens < context
      ? [
          `Its context window (${thousands(model.context.tokens)} tokens) is smaller than today's (${thousands(context)}); measure the longest prompts.`,
        ]
      : []),
    ...(model.context?.status === 'secondary' ? ['Its context window comes from a secondary source.'] : []),
    ...dated,
  ];
}

/** A source as reports show it. */
export function sourceOf(catalogue: Catalogue, key: string): Source | undefined {
  const source = catalogue.sources[key];
  return source && { url: source.url, asOf: source.asOf, status: source.status };
}

/** `272000` → `272,000`, whatever the locale. */
function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
