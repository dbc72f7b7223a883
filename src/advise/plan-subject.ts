/** A workload seen with everything planning has to know of it: its clients, its deployments, its model's entry, how it lands. */
import { geographyToday } from './geography.ts';
import { knownModel, type KnownModel } from './source-models.ts';
import type { Catalogue, KnownClients, Landing, TierEntry } from '../model/catalogue.ts';
import type { Deployment } from '../model/estate.ts';
import type { Place } from '../model/place.ts';
import type { UnplannedWorkload } from '../model/planning.ts';
import type { Confidence } from '../model/rule.ts';
import type { Api, Client } from '../model/workload.ts';

export interface Subject {
  readonly workload: UnplannedWorkload;
  /** How its API lands, after what the kind of its model says. */
  readonly landing: Landing;
  readonly known: KnownModel | undefined;
  /** Candidates in the order of the catalogue. */
  readonly entries: readonly TierEntry[];
  readonly clients: readonly Client[];
  readonly deployments: readonly Deployment[];
  /** Distinct places. */
  readonly places: { readonly clients: number; readonly calls: number; readonly wrappers: number };
  /** Address, key and model come from settings and the client's class reaches any compatible server. */
  readonly configurable: boolean;
  /** The framework all its clients are connectors of. */
  readonly framework: KnownClients['frameworks'][number] | undefined;
  /** Where it runs today. */
  readonly geography: string | undefined;
  /** Where it is taken to run: there, or where everything else does. */
  readonly near: string | undefined;
  readonly confidence: Confidence;
  /** What its plans take for granted. */
  readonly assumes: string | undefined;
  readonly caveats: readonly string[];
}

const at = ({ path, line }: Place): string => `${path}\0${line}`;

export function subjectOf(
  workload: UnplannedWorkload,
  catalogue: Catalogue,
  clients: ReadonlyMap<string, readonly Client[]>,
  deployments: readonly Deployment[],
): Subject {
  const named = workload.model === null ? undefined : knownModel(catalogue, workload.model.name);
  const landing = landingOf(catalogue, workload.api, named?.entry.kind);
  const own = workload.clients.flatMap(place => clients.get(at(place)) ?? []).filter(client => client.tie);
  const calls = (level: 'api' | 'wrapper'): number =>
    new Set(workload.callSites.filter(call => call.level === level).map(at)).size;
  const mine = deployments.filter(one => workload.deployments.includes(one.name));
  const region = workload.region ?? mine.find(one => one.region !== undefined)?.region;
  return {
    workload,
    landing,
    known: named,
    entries: entriesOf(catalogue, landing, named, workload),
    clients: own,
    deployments: mine,
    places: { clients: new Set(workload.clients.map(at)).size, calls: calls('api'), wrappers: calls('wrapper') },
    configurable: own.length > 0 && own.every(client => isConfigured(client, catalogue.clients)),
    framework: frameworkOf(own, catalogue.clients),
    geography: geographyToday(catalogue, region),
    near: geographyToday(catalogue, region),
    confidence: !landing.models
      ? 'certain'
      : named
        ? workload.model?.basis === 'hint'
          ? 'possible'
          : (workload.model?.confidence ?? 'possible')
        : 'possible',
    assumes: landing.models && !named ? assumption(workload, landing) : undefined,
    caveats: named?.entry.note === undefined ? [] : [named.entry.note],
  };
}

/** Index of clients by place. */
export function byPlace(clients: readonly Client[]): ReadonlyMap<string, readonly Client[]> {
  const found = new Map<string, Client[]>();
  for (const client of clients) {
    const list = found.get(at(client));
    if (list) list.push(client);
    else found.set(at(client), [client]);
  }
  return found;
}

function landingOf(catalogue: Catalogue, api: Api, kind: string | undefined): Landing {
  const direct = catalogue.landings.find(landing => landing.api === api);
  const as = direct?.as === undefined ? direct : catalogue.landings.find(landing => landing.api === direct.as);
  const other = kind === undefined ? undefined : as?.byKind[kind];
  const found = other === undefined ? as : catalogue.landings.find(landing => landing.api === other);
  if (!found) throw new Error(`no landing for the API "${api}"`);
  return found;
}

/** The same model, then its tier; for a model nobody named, the tiers of the API. */
function entriesOf(
  catalogue: Catalogue,
  landing: Landing,
  known: KnownModel | undefined,
  { callSites }: UnplannedWorkload,
): readonly TierEntry[] {
  const tier = known?.entry.tier;
  const told = landing.byCall.filter(
    ({ includes }) => callSites.length > 0 && callSites.every(({ call }) => call.toLowerCase().includes(includes)),
  );
  const tiers =
    known && !landing.own
      ? tier === undefined
        ? []
        : [tier]
      : told.length > 0
        ? told.flatMap(one => one.tiers)
        : landing.tiers;
  const same = known?.entry.same;
  const list: TierEntry[] = [
    ...(same === undefined || landing.own || known?.tuned
      ? []
      : [{ model: same, relation: 'same-model' as const, why: 'it is the same model' }]),
    ...tiers.flatMap(name => catalogue.tiers[name] ?? []),
  ];
  const seen = new Set<string>();
  return list
    .filter(entry => !seen.has(entry.model) && seen.add(entry.model))
    .map(entry => (same === undefined ? entry : { ...entry, relation: relationTo(catalogue, entry, same) }));
}

/** A tier calls models newer than those it was made for; beside a model that is on the target itself the dates decide. */
function relationTo(catalogue: Catalogue, { model, relation }: TierEntry, same: string): TierEntry['relation'] {
  if (relation !== 'same-vendor-newer') return relation;
  const launched = (key: string): string | undefined => catalogue.models.find(one => one.key === key)?.launched;
  const [theirs, ours] = [launched(model), launched(same)];
  return theirs !== undefined && ours !== undefined && theirs <= ours ? 'same-vendor-older' : relation;
}

function isConfigured(client: Client, { plain }: KnownClients): boolean {
  const fromSettings = (input: Client['endpoint']): boolean => input !== undefined && input.settings.length > 0;
  return (
    plain.includes(client.name) &&
    fromSettings(client.endpoint) &&
    fromSettings(client.credential) &&
    (client.deployment === undefined || fromSettings(client.deployment))
  );
}

function frameworkOf(clients: readonly Client[], { frameworks }: KnownClients): Subject['framework'] {
  const [first, ...rest] = clients.map(client =>
    frameworks.find(({ prefixes }) => prefixes.some(prefix => client.name.startsWith(prefix))),
  );
  return first && rest.every(one => one === first) ? first : undefined;
}

function assumption({ model, deployments }: UnplannedWorkload, { api }: Landing): string {
  const behind = deployments.length === 0 ? '' : ` behind ${deployments.map(name => `"${name}"`).join(', ')}`;
  return model === null
    ? `The model${behind} is not known: the candidates are what fits the API (${api}) and the features in use, and change with the answer.`
    : `"${model.name}" is not in the table of models: the candidates are what fits the API (${api}) and the features in use.`;
}
