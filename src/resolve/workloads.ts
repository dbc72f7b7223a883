/** From linked calls to workloads: one component, one model, one API surface. */
import { compareText } from '../base/text.ts';
import type { Value } from '../model/fact.ts';
import type { Place } from '../model/place.ts';
import type { UnplannedWorkload } from '../model/planning.ts';
import type { Finding } from '../model/report.ts';
import { FEATURES, type Api, type CallSite, type Feature, type WorkloadModel } from '../model/workload.ts';
import type { CodeLinks, LinkedCall, LinkedClient } from './code/index.ts';
import type { DeploymentCandidate, Estate, EstateUses } from './estate/index.ts';

export interface Grouped {
  readonly workloads: readonly UnplannedWorkload[];
  /** Where deployments are named to the service. */
  readonly uses: EstateUses['deployments'];
}

interface Use {
  readonly at: Place;
  readonly value: Value;
  readonly candidates: readonly DeploymentCandidate[];
}

/** Groups the calls; `estate` says what the values that name a deployment mean. */
export function workloadsOf(links: CodeLinks, estate: Estate, ownersOf: (path: string) => readonly string[]): Grouped {
  const uses = new Map<string, Use>();
  const resolve = (value: Value, at: Place): readonly DeploymentCandidate[] => {
    const key = `${at.path}:${at.line} ${value.span.line}:${value.span.column} ${JSON.stringify(value)}`;
    let use = uses.get(key);
    if (!use) uses.set(key, (use = { at, value, candidates: estate.resolveDeployment(value, at) }));
    return use.candidates;
  };
  const groups = new Map<string, Group>();
  for (const call of links.calls) {
    const candidates = candidatesOf(call, resolve);
    const best = candidates.find(one => one.model !== undefined);
    const model = best?.model;
    const key = `${call.component}\0${call.site.api}\0${model?.toLowerCase() ?? ''}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = new Group(call.component, call.site.api, best)));
    group.add(call, candidates);
  }
  const workloads = [...groups.values()].map(group => group.workload(ownersOf)).sort((a, b) => compareText(a.id, b.id));
  return { workloads, uses: [...uses.values()] };
}

/** What may name the deployment: the call itself, else what the client is bound to, else a deployment in its address. */
function candidatesOf(
  call: LinkedCall,
  resolve: (value: Value, at: Place) => readonly DeploymentCandidate[],
): readonly DeploymentCandidate[] {
  const found = call.model.flatMap(({ value, at }) => resolve(value, at));
  if (found.length > 0 || !call.client) return found;
  const { client, deployment, endpoint } = call.client;
  const at: Place = { path: client.path, line: client.line };
  const bound = deployment.flatMap(value => resolve(value, at));
  return bound.length > 0 ? bound : endpoint.filter(namesDeployment).flatMap(value => resolve(value, at));
}

function namesDeployment(value: Value): boolean {
  return (value.kind === 'literal' || value.kind === 'template') && value.text.includes('/deployments/');
}

class Group {
  readonly #component: string;
  readonly #api: Api;
  readonly #best: DeploymentCandidate | undefined;
  readonly #sites: CallSite[] = [];
  readonly #clients = new Map<string, LinkedClient>();
  readonly #deployments = new Map<string, DeploymentCandidate>();

  constructor(component: string, api: Api, best: DeploymentCandidate | undefined) {
    this.#component = component;
    this.#api = api;
    this.#best = best;
  }

  add(call: LinkedCall, candidates: readonly DeploymentCandidate[]): void {
    this.#sites.push(call.site);
    if (call.client) this.#clients.set(keyOf(call.client.client), call.client);
    for (const one of candidates) if (one.name !== '*') this.#deployments.set(one.name, one);
  }

  workload(ownersOf: (path: string) => readonly string[]): UnplannedWorkload {
    const clients = [...this.#clients.values()].map(({ client }) => client).sort(byPlace);
    const sites = [...this.#sites].sort(byPlace);
    const tied = clients.filter(client => client.tie);
    const model = this.#best && modelOf(this.#best);
    const credentials = new Set(
      tied.flatMap(({ credential }) => (credential && credential.kind !== 'unknown' ? [credential.kind] : [])),
    );
    const endpoint = tied.map(({ endpoint: one }) => one?.value ?? one?.settings[0]).find(one => one !== undefined);
    const region = [...this.#deployments.values()].map(one => one.region).find(one => one !== undefined);
    const [first] = sites;
    return {
      id: `${this.#component}|${model?.name.toLowerCase() ?? 'unresolved'}|${this.#api}`,
      component: this.#component,
      owners: first ? ownersOf(first.path) : [],
      api: this.#api,
      model: model ?? null,
      clients: clients.map(({ path, line }) => ({ path, line })),
      callSites: sites,
      features: featuresOf(sites),
      deployments: [...this.#deployments.keys()].sort(compareText),
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials.size > 0 && { credential: credentials.size > 1 ? 'both' : ([...credentials][0] ?? 'key') }),
      ...(region !== undefined && { region }),
    };
  }
}

function modelOf(one: DeploymentCandidate): WorkloadModel | undefined {
  if (one.model === undefined) return undefined;
  return {
    name: one.model,
    ...(one.version !== undefined && { version: one.version }),
    from: [...one.from],
    basis: one.basis ?? 'hint',
    confidence: one.confidence,
  };
}

function featuresOf(sites: readonly CallSite[]): Feature[] {
  const all = new Set(sites.flatMap(({ features }) => features));
  return FEATURES.filter(feature => all.has(feature));
}

/** Gives findings the workload they belong to: that of the client or call they stand in, else the one of their component. */
export function attach(findings: readonly Finding[], workloads: readonly UnplannedWorkload[]): Finding[] {
  const places = new Map<string, string>();
  for (const { id, clients, callSites } of workloads) {
    for (const place of [...clients, ...callSites, ...callSites.flatMap(({ hops }) => hops)]) {
      const key = keyOf(place);
      if (!places.has(key)) places.set(key, id);
    }
  }
  return findings.map(finding => {
    const { path, startLine, endLine } = finding.location;
    for (let line = startLine; line <= Math.min(endLine, startLine + 40); line++) {
      const workload = places.get(keyOf({ path, line }));
      if (workload !== undefined) return { ...finding, workload };
    }
    return finding;
  });
}

const keyOf = (place: Place): string => `${place.path}:${place.line}`;

function byPlace(a: Place, b: Place): number {
  return compareText(a.path, b.path) || a.line - b.line;
}
