/** From `rules/models/*.yaml` and `rules/plans/*.yaml` to one checked catalogue. Runs at build; a mistake is told with file and line. */
import { createHash } from 'node:crypto';
import type * as v from 'valibot';
import { nearest, compareText } from '../base/text.ts';
import type {
  Catalogue,
  CatalogueModel,
  CatalogueSource,
  EffortTable,
  FeatureLanding,
  KnownClients,
  Landing,
  PlanCondition,
  SourceModel,
  TierEntry,
  WaveKind,
} from '../model/catalogue.ts';
import { APIS, FEATURES } from '../model/workload.ts';
import {
  clientsFile,
  conditionsFile,
  effortFile,
  featuresFile,
  landingsFile,
  modelsFile,
  placesFile,
  sourceModelsFile,
  sourcesFile,
  tiersFile,
  wavesFile,
} from './catalogue-schema.ts';
import type { RuleFile } from './compile.ts';
import { readYaml, RuleFileError, type Located } from './yaml.ts';

const typed = <T>(schema: v.GenericSchema): v.GenericSchema<unknown, T> => schema as v.GenericSchema<unknown, T>;
const HELP = 'See docs/facts.md for what stands in these files.';

/** True for the files of the catalogue; every other YAML file below `rules/` belongs to the rule set. */
export function isCatalogueFile(path: string): boolean {
  return /^rules\/(?:models|plans)\//.test(path);
}

interface Places {
  readonly endpoints: Catalogue['endpoints'];
  readonly geographies: Catalogue['geographies'];
  readonly azureRegions: Readonly<Record<string, readonly string[]>>;
}

type Path = readonly (string | number)[];
type Refuse = (path: Path, message: string) => never;

/**
 * Compile the catalogue.
 * @throws RuleFileError on the first problem, with file and line.
 */
export function compileCatalogue(files: readonly RuleFile[]): Catalogue {
  const parts = new Map(files.map(file => [file.path, file]));
  const read = <T>(path: string, schema: v.GenericSchema): Located<T> & { readonly refuse: Refuse } => {
    const file = parts.get(path);
    if (!file) throw new RuleFileError(path, undefined, 'this file is missing', HELP);
    const located = readYaml<T>(file.path, file.content, typed<T>(schema), HELP);
    return {
      ...located,
      refuse: (at, message) => {
        throw new RuleFileError(path, located.lineOf(at), message, HELP);
      },
    };
  };
  const sources = read<Record<string, Omit<CatalogueSource, 'key'>>>('rules/models/sources.yaml', sourcesFile).value;
  const places = read<Places>('rules/models/places.yaml', placesFile);
  const modelFiles = [...parts.keys()]
    .filter(path => /^rules\/models\/(?:openai|others)[a-z0-9-]*\.yaml$/.test(path))
    .sort(compareText)
    .map(path => read<CatalogueModel[]>(path, modelsFile));
  const models = new Map<string, CatalogueModel>();
  for (const file of modelFiles) {
    for (const [i, model] of file.value.entries()) {
      if (models.has(model.key)) file.refuse([i, 'key'], `model "${model.key}" is defined twice`);
      checkModel(model, i, file.refuse, sources, places.value);
      models.set(model.key, model);
    }
  }
  const tiers = read<Record<string, TierEntry[]>>('rules/models/tiers.yaml', tiersFile);
  for (const [name, entries] of Object.entries(tiers.value)) {
    for (const [i, entry] of entries.entries()) {
      const model = models.get(entry.model);
      if (!model) tiers.refuse([name, i, 'model'], unknown('model', entry.model, models.keys()));
      else if (model.status !== 'active')
        tiers.refuse([name, i, 'model'], `"${entry.model}" is ${model.status}: it is no equivalent`);
    }
  }
  const azure = read<SourceModel[]>('rules/models/azure.yaml', sourceModelsFile);
  checkSourceModels(azure.value, azure.refuse, models, tiers.value, sources);
  const landings = read<Landing[]>('rules/plans/landings.yaml', landingsFile);
  checkLandings(landings.value, landings.refuse, sources, places.value, tiers.value, models);
  const features = read<FeatureLanding[]>('rules/plans/features.yaml', featuresFile);
  checkFeatures(features.value, features.refuse, sources, models);
  const effort = read<EffortTable>('rules/plans/effort.yaml', effortFile).value;
  const conditions = read<PlanCondition[]>('rules/plans/conditions.yaml', conditionsFile);
  for (const [i, condition] of conditions.value.entries())
    checkSources(condition.sources, [i, 'sources'], conditions.refuse, sources);
  const clients = read<KnownClients>('rules/plans/clients.yaml', clientsFile);
  for (const [i, framework] of clients.value.frameworks.entries())
    checkSources(framework.sources, ['frameworks', i, 'sources'], clients.refuse, sources);
  const waves = read<WaveKind[]>('rules/plans/roadmap.yaml', wavesFile).value;
  const dates = Object.values(sources)
    .map(source => source.asOf)
    .sort(compareText);
  const body = {
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, { key: name, ...source }])),
    models: [...models.values()],
    sourceModels: azure.value,
    tiers: tiers.value,
    endpoints: places.value.endpoints,
    geographies: places.value.geographies,
    sourceRegions: Object.fromEntries(
      Object.entries(places.value.azureRegions).flatMap(([name, regions]) => regions.map(region => [region, name])),
    ),
    landings: landings.value,
    features: features.value,
    conditions: conditions.value,
    clients: clients.value,
    effort,
    waves,
  };
  return {
    oldest: dates[0] ?? '',
    youngest: dates.at(-1) ?? '',
    digest: createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16),
    ...body,
  };
}

function unknown(what: string, name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return `unknown ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

type Sources = Readonly<Record<string, unknown>>;

function checkSources(keys: readonly string[], path: Path, refuse: Refuse, sources: Sources): void {
  for (const [i, name] of keys.entries()) {
    if (!(name in sources)) refuse([...path, i], unknown('source', name, Object.keys(sources)));
  }
}

function checkModel(model: CatalogueModel, i: number, refuse: Refuse, sources: Sources, places: Places): void {
  checkSources(model.sources, [i, 'sources'], refuse, sources);
  const profiles = Object.values(places.geographies).flatMap(place => place.profile ?? []);
  const scopes = ['in-region', 'global', ...profiles];
  const regions = new Set(Object.values(places.geographies).flatMap(place => place.regions));
  for (const [name, at] of Object.entries(model.endpoints)) {
    if (!(name in places.endpoints))
      refuse([i, 'endpoints', name], unknown('endpoint', name, Object.keys(places.endpoints)));
    for (const [n, { id, scope, status, regions: listed }] of at.ids.entries()) {
      const here = [i, 'endpoints', name, 'ids', n];
      if (!scopes.includes(scope)) refuse([...here, 'scope'], unknown('scope', scope, scopes));
      const prefix = scopes.find(other => id.startsWith(`${other}.`));
      if ((prefix ?? 'in-region') !== scope)
        refuse(
          [...here, 'id'],
          `"${id}" ${prefix ? `is a profile of ${prefix}` : 'has no profile prefix'}, not ${scope}`,
        );
      if (status === 'unconfirmed')
        refuse([...here, 'status'], 'an unconfirmed id is not written down: leave it out and say so in a caveat');
      for (const [r, region] of (listed ?? []).entries()) {
        if (!regions.has(region)) refuse([...here, 'regions', r], unknown('region', region, regions));
      }
    }
  }
  for (const [n, price] of model.prices.entries()) {
    if (!(price.source in sources))
      refuse([i, 'prices', n, 'source'], unknown('source', price.source, Object.keys(sources)));
    for (const [s, scope] of price.scopes.entries()) {
      if (scope !== 'geo' && !scopes.includes(scope))
        refuse([i, 'prices', n, 'scopes', s], unknown('scope', scope, scopes));
    }
  }
}

function checkSourceModels(
  list: readonly SourceModel[],
  refuse: Refuse,
  models: ReadonlyMap<string, CatalogueModel>,
  tiers: Readonly<Record<string, unknown>>,
  sources: Sources,
): void {
  const seen = new Set<string>();
  for (const [i, model] of list.entries()) {
    for (const [n, name] of model.names.entries()) {
      if (seen.has(name.toLowerCase())) refuse([i, 'names', n], `"${name}" is listed twice`);
      seen.add(name.toLowerCase());
    }
    if (model.same !== undefined && !models.has(model.same))
      refuse([i, 'same'], unknown('model', model.same, models.keys()));
    if (model.tier !== undefined && !(model.tier in tiers))
      refuse([i, 'tier'], unknown('tier', model.tier, Object.keys(tiers)));
    for (const [n, { source }] of model.retirement.entries()) {
      if (!(source in sources)) refuse([i, 'retirement', n, 'source'], unknown('source', source, Object.keys(sources)));
    }
  }
}

function checkLandings(
  list: readonly Landing[],
  refuse: Refuse,
  sources: Sources,
  places: Places,
  tiers: Readonly<Record<string, unknown>>,
  models: ReadonlyMap<string, CatalogueModel>,
): void {
  const families = new Set([...models.values()].map(model => model.family));
  for (const api of APIS) {
    if (!list.some(landing => landing.api === api)) refuse([], `no landing for the API "${api}"`);
  }
  for (const [i, landing] of list.entries()) {
    for (const [n, tier] of [...landing.tiers, ...landing.byCall.flatMap(one => one.tiers)].entries()) {
      if (!(tier in tiers)) refuse([i, 'tiers', n], unknown('tier', tier, Object.keys(tiers)));
    }
    for (const [name, strategy] of Object.entries(landing.strategies)) {
      checkSources(strategy.sources, [i, 'strategies', name, 'sources'], refuse, sources);
      for (const [n, route] of strategy.routes.entries()) {
        const here = [i, 'strategies', name, 'routes', n];
        for (const part of ['endpoint', 'endpointOf'] as const) {
          const endpoint = route[part];
          if (endpoint !== undefined && !(endpoint in places.endpoints))
            refuse([...here, part], unknown('endpoint', endpoint, Object.keys(places.endpoints)));
        }
        for (const [f, family] of (route.families ?? []).entries()) {
          if (!families.has(family)) refuse([...here, 'families', f], unknown('family', family, families));
        }
      }
    }
  }
}

function checkFeatures(
  list: readonly FeatureLanding[],
  refuse: Refuse,
  sources: Sources,
  models: ReadonlyMap<string, CatalogueModel>,
): void {
  const families = new Set([...models.values()].map(model => model.family));
  for (const feature of FEATURES) {
    if (!list.some(entry => entry.feature === feature)) refuse([], `nothing is said of the feature "${feature}"`);
  }
  for (const [i, { cases }] of list.entries()) {
    for (const [n, entry] of cases.entries()) {
      checkSources(entry.sources, [i, 'cases', n, 'sources'], refuse, sources);
      if (entry.family !== undefined && !families.has(entry.family))
        refuse([i, 'cases', n, 'family'], unknown('family', entry.family, families));
      const rest = ['strategy', 'endpoint', 'api', 'family', 'sameModel'].every(key => !(key in entry));
      if (rest !== (n === cases.length - 1))
        refuse([i, 'cases', n], 'the last case, and only the last, has no conditions');
    }
  }
}
