/**
 * Deployments that infrastructure code makes: resources of their own, entries handed to registry modules, commands. Each
 * with its model as far as it is told; nothing is concluded from a deployment's name.
 */
import { compareText } from '../../base/text.ts';
import { lookup, type Fact, type Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Confidence } from '../../model/rule.ts';
import { argumentsOf, type Iteration } from './evaluate.ts';
import type { Found, Standing } from './found.ts';
import { identityOf, optionsOf, plainText, textOfKnown, type Known } from './known.ts';
import type { Declared, Instance } from './units.ts';
import type { EstateFile, EstateInput } from './types.ts';

/** A deployment as the code base makes it. */
export interface Deployed {
  readonly name: string;
  /** What its name is identified by where the text does not tell it whole. */
  readonly identity?: string;
  readonly model?: string;
  readonly version?: string;
  readonly sku?: string;
  readonly capacity?: number;
  readonly policy?: string;
  readonly account?: string;
  readonly region?: string;
  readonly defined: Place;
  /** Places its name and model came through. */
  readonly from: readonly Place[];
  readonly confidence: Confidence;
  /** The resource, for whoever refers to it. */
  readonly standing?: Standing;
  /** What the model is called where its name is not known. */
  readonly unknown?: string;
  readonly accountOf?: Standing;
  /** The registry module that makes it, and with it the account. */
  readonly maker?: Maker;
}

export interface Maker {
  readonly declared: Declared;
  readonly instance: Instance;
  readonly iteration: Iteration;
}

export function deployedBy(
  input: EstateInput,
  found: Found,
  instances: readonly Instance[],
  read: ReadText,
): Deployed[] {
  const all = [
    ...found.standing
      .filter(({ what, declared }) => what === 'cognitive.deployment' && declared.kind === 'resource')
      .flatMap(each => ofResource(each, found)),
    ...instances.flatMap(instance => ofRegistryModules(instance, found, input)),
    ...input.files.flatMap(file => file.facts.flatMap(fact => ofFact(file, fact, input, found, read))),
  ];
  return distinct(all);
}

/** Repetitions and parameter sets that give the same deployment are one. */
function distinct(all: readonly Deployed[]): Deployed[] {
  const seen = new Map<string, Deployed>();
  for (const each of all) {
    const { name, identity, model, version, sku, capacity, defined, account } = each;
    const key = JSON.stringify([
      name,
      identity ?? '',
      model,
      version,
      sku,
      capacity,
      account,
      defined.path,
      defined.line,
    ]);
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()].sort(
    (a, b) =>
      compareText(a.defined.path, b.defined.path) || a.defined.line - b.defined.line || compareText(a.name, b.name),
  );
}

// ---------------------------------------------------------------- resources

function ofResource(standing: Standing, found: Found): Deployed[] {
  const property = (name: string): Known | undefined => found.property(standing, name);
  const names = property('name');
  const account = found.accountOf(standing);
  return made({
    name: names && lastSegment(names),
    model: property('model.name'),
    format: property('model.format'),
    version: property('model.version'),
    sku: property('sku.name'),
    capacity: property('sku.capacity'),
    policy: property('raiPolicy'),
    at: standing.at,
    standing,
    exists: standing.exists,
    ...(account ? { account } : {}),
    found,
  });
}

interface Making {
  readonly name: Known | undefined;
  readonly model: Known | undefined;
  readonly format?: Known | undefined;
  readonly version: Known | undefined;
  readonly sku: Known | undefined;
  readonly capacity: Known | undefined;
  readonly policy: Known | undefined;
  readonly at: Place;
  readonly standing?: Standing;
  readonly exists: boolean | undefined;
  readonly account?: Standing;
  readonly found: Found;
}

/** One deployment, or one for each pair of a name and a model where several are possible. */
function made({
  name,
  model,
  version,
  sku,
  capacity,
  policy,
  at,
  standing,
  exists,
  account,
  found,
}: Making): Deployed[] {
  const names = name ? optionsOf(name) : [undefined];
  const models = model ? optionsOf(model) : [undefined];
  // Names and models that are chosen together stay together.
  const pairs =
    names.length === models.length
      ? names.map((each, i) => [each, models[i]] as const)
      : names.flatMap(each => models.map(other => [each, other] as const));
  const known = pairs.filter(
    ([named, holds]) =>
      // What is switched off and has no name of its own is not there.
      exists !== false || (plainText(named) !== undefined && plainText(holds) !== undefined),
  );
  return known.slice(0, 12).map(([named, holds]) => {
    const text = (named && textOfKnown(named)) || '*';
    const holding = holds && plainText(holds);
    const identity = named && identityOf(named);
    const size = Number(plainText(capacity));
    const region = account && found.text(account, 'location');
    const owner = account && found.text(account, 'name');
    const places = [...(named ? [...named.through, named.at] : []), ...(holds ? [...holds.through, holds.at] : [])];
    const options = pairs.length > 1;
    return {
      name: text,
      ...(identity === undefined ? {} : { identity }),
      ...(holding === undefined ? {} : { model: holding }),
      ...(plainText(version) === undefined ? {} : { version: plainText(version) as string }),
      ...(plainText(sku) === undefined ? {} : { sku: plainText(sku) as string }),
      ...(capacity && Number.isFinite(size) && plainText(capacity) !== '' ? { capacity: size } : {}),
      ...(plainText(policy) === undefined ? {} : { policy: plainText(policy) as string }),
      ...(owner === undefined ? {} : { account: owner }),
      ...(region === undefined || region.includes('*') ? {} : { region }),
      defined: placeOfEntry(at, standing),
      from: places,
      confidence: exists === false ? 'possible' : options || throughEnvironment(holds) ? 'likely' : 'certain',
      ...(standing ? { standing } : {}),
      ...(account ? { accountOf: account } : {}),
      ...(holding === undefined ? { unknown: unknownName(holds) ?? 'model' } : {}),
    } satisfies Deployed;
  });
}

/** In a loop the entry that makes it is what a reader looks for. */
function placeOfEntry(at: Place, standing: Standing | undefined): Place {
  const { item, open } = standing?.iteration ?? {};
  return item && open !== true && item.kind !== 'number' && item.kind !== 'unknown' ? item.at : at;
}

const throughEnvironment = (value: Known | undefined): boolean =>
  value?.kind === 'env' || (value?.settings.length ?? 0) > 0;

function unknownName(value: Known | undefined): string | undefined {
  if (value?.kind === 'env') return value.name;
  return value?.kind === 'unknown' ? value.name?.replace(/^.* /, '') : undefined;
}

/** Of a name with those of the resources around it, the last. */
function lastSegment(name: Known): Known {
  if (name.kind !== 'text') return name;
  const at = name.parts.findLastIndex(part => typeof part === 'string' && part.includes('/'));
  const part = name.parts[at];
  if (at < 0 || typeof part !== 'string') return name;
  const rest = [part.slice(part.lastIndexOf('/') + 1), ...name.parts.slice(at + 1)].filter(each => each !== '');
  const [only] = rest;
  return rest.length === 1 && only !== undefined && typeof only !== 'string' ? only : { ...name, parts: rest };
}

// ---------------------------------------------------------------- modules that are not part of the tree

/** Arguments of a registry module that say a model inside say a deployment, whatever the argument is called. */
function ofRegistryModules(instance: Instance, found: Found, input: EstateInput): Deployed[] {
  const deployed: Deployed[] = [];
  for (const declared of instance.unit.things.values()) {
    if (declared.kind !== 'module' || declared.inner || found.evaluator.units.target(instance.unit, declared)) continue;
    for (const iteration of found.evaluator.iterations(declared, instance)) {
      const inputs = accountInputs({ declared, instance, iteration }, found);
      for (const entry of argumentsOf(declared)) {
        if (typeof entry.key !== 'string' || !/deploy|model/i.test(entry.key)) continue;
        const env = { instance, path: declared.path, bindings: iteration.bindings };
        const value = found.evaluator.evaluate(entry.value, env);
        const maker = { declared, instance, iteration };
        for (const each of entriesOf(value, found))
          if (isService(each, input))
            deployed.push(...made({ ...each, found }).map(one => ({ ...one, ...inputs, maker })));
      }
    }
  }
  return deployed;
}

/** Name and region of the account, as a registry module is given them. */
function accountInputs({ declared, instance, iteration }: Maker, found: Found): { account: string; region?: string } {
  const env = { instance, path: declared.path, bindings: iteration.bindings };
  const text = (wanted: RegExp): string | undefined => {
    const entry = argumentsOf(declared).find(({ key }) => typeof key === 'string' && wanted.test(key));
    return entry && textOfKnown(found.evaluator.evaluate(entry.value, env));
  };
  const account = text(/^(?:name|account_?name)$/i);
  const region = text(/^location$/i);
  return {
    account: account === undefined || account.replaceAll('*', '').length < 2 ? declared.name : account,
    ...(region === undefined || region.includes('*') || region === '' ? {} : { region }),
  };
}

interface Entry {
  readonly name: Known | undefined;
  readonly model: Known | undefined;
  readonly format: Known | undefined;
  readonly version: Known | undefined;
  readonly sku: Known | undefined;
  readonly capacity: Known | undefined;
  readonly policy: Known | undefined;
  readonly at: Place;
  readonly exists: undefined;
}

/** Others have deployments too; only here a model has a format, whoever made it. */
function isService({ format, model }: Entry, input: EstateInput): boolean {
  if (format) return true;
  const name = model && plainText(model);
  return name === undefined ? false : input.isModel(name);
}

/** Deployments in a list, in a map by name, or alone. */
function entriesOf(value: Known, found: Found): Entry[] {
  const inner = value.kind === 'env' && value.default ? value.default : value;
  if (inner.kind === 'choice') return inner.options.flatMap(option => entriesOf(option, found));
  if (inner.kind === 'list') return inner.items.flatMap(item => entriesOf(item, found));
  if (inner.kind !== 'object') return [];
  const own = entryOf(inner, undefined, found);
  if (own) return [own];
  return inner.entries.flatMap(entry => {
    const named: Known = { kind: 'text', parts: [entry.key], at: entry.at, through: [], settings: [] };
    const item = entry.value.kind === 'object' ? entryOf(entry.value, named, found) : undefined;
    return item ? [item] : [];
  });
}

function entryOf(value: Known & { kind: 'object' }, key: Known | undefined, found: Found): Entry | undefined {
  const get = (...paths: readonly string[]): Known | undefined => {
    for (const path of paths) {
      const got = path.split('.').reduce<Known | undefined>((here, step) => {
        const options = here && optionsOf(here).filter(option => option.kind === 'object');
        const [only] = options ?? [];
        return only && found.evaluator.read(only, step, only.at);
      }, value);
      if (got && got.kind !== 'null' && got.kind !== 'object') return got;
    }
    return undefined;
  };
  const model = get('model.name', 'model_name', 'modelName', 'model');
  const format = get('model.format', 'model_format', 'modelFormat');
  const version = get('model.version', 'model_version', 'modelVersion', 'version');
  if (!model || (!format && !version)) return undefined;
  const name = get('name', 'deployment_name', 'deploymentName') ?? key;
  return {
    name,
    model,
    format,
    version,
    sku: get('sku.name', 'scale.type', 'sku_name', 'skuName', 'scale_type', 'sku'),
    capacity: get('sku.capacity', 'scale.capacity', 'capacity', 'sku_capacity', 'skuCapacity'),
    policy: get('raiPolicyName', 'rai_policy_name', 'rai_policy'),
    at: value.at,
    exists: undefined,
  };
}

// ---------------------------------------------------------------- other syntaxes

/** Resources of syntaxes without a program: constructors in code, commands, documents for a cluster. */
function ofFact(
  { path, program }: EstateFile,
  fact: Fact,
  input: EstateInput,
  found: Found,
  read: ReadText,
): Deployed[] {
  if (fact.kind !== 'resource' || fact.mode !== 'resource' || program) return [];
  if (!input.canonical(fact).includes('cognitive.deployment')) return [];
  const at = { path, line: fact.span.line };
  const text = (property: string): string | undefined => propertyText(fact, property, found, value => read(value, at));
  const model = text('model.name');
  const capacity = Number(text('sku.capacity'));
  return [
    {
      name: text('name') ?? '*',
      ...pick('model', model),
      ...pick('version', text('model.version')),
      ...pick('sku', text('sku.name')),
      ...pick('policy', text('raiPolicy')),
      ...(Number.isFinite(capacity) ? { capacity } : {}),
      ...pick('account', text('account') ?? fact.parent),
      defined: at,
      from: [at],
      confidence: fact.level === 'text' || fact.conditional === true ? 'likely' : 'certain',
      ...(model === undefined ? { unknown: 'model' } : {}),
    },
  ];
}

/** The text of a value that stands at a place, followed to where it is written. */
export type ReadText = (value: Value, at: Place) => string | undefined;

/** A canonical property of a resource as its reader evaluated it. */
export function propertyText(
  fact: Fact & { kind: 'resource' },
  property: string,
  found: Found,
  read: (value: Value) => string | undefined,
): string | undefined {
  return found.vocabulary
    .pathsOf(fact.type, property)
    .flatMap(path => lookup(fact.props, path))
    .map(read)
    .find(text => text !== undefined && text !== '');
}

const pick = <K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> =>
  text === undefined || text.includes('*') ? {} : ({ [key]: text } as Partial<Record<K, string>>);
