/** What stays open, each with what would answer it: names nothing defines, models nothing tells, values that go nowhere. */
import { compareText, plural } from '../../base/text.ts';
import type { Deployment, OpenQuestion, Setting } from '../../model/estate.ts';
import type { Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Deployed } from './deployments.ts';
import type { Found } from './found.ts';
import { distinctPlaces } from './places.ts';
import type { EstateInput, EstateUses } from './types.ts';

export interface Questioned {
  readonly input: EstateInput;
  readonly found: Found;
  readonly deployed: readonly Deployed[];
  readonly uses: EstateUses;
  readonly deployments: readonly Deployment[];
  readonly settings: readonly Setting[];
}

export function questionsOf(asked: Questioned): OpenQuestion[] {
  return [
    ...undefinedDeployments(asked),
    ...unknownModels(asked),
    ...severalModels(asked),
    ...unknownDeployments(asked),
    ...undefinedSettings(asked),
    ...emptyLists(asked),
    ...ignoredParameters(asked),
  ].sort((a, b) => compareText(a.code, b.code) || compareText(a.question, b.question));
}

const SAY = (name: string): string =>
  `\`models: { ${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}: MODEL }\` in the configuration`;
const INVENTORY = '`--inventory` with a snapshot of the live accounts';

/** A name is used, and nothing in the code base deploys it. */
function undefinedDeployments({ deployments }: Questioned): OpenQuestion[] {
  return deployments
    .filter(
      ({ defined, basis, usedBy }) =>
        defined === undefined && (basis === undefined || basis === 'hint') && usedBy.length > 0,
    )
    .map(({ name, usedBy, basis, via }) => ({
      code: 'deployment-undefined',
      question:
        `Deployment \`${name}\` is used in ${plural(usedBy.length, 'place')}${through(via)}, and nothing here deploys it; its model is unknown.` +
        (basis === 'hint' ? ' It is called like a model, which proves nothing.' : ''),
      closes: `${SAY(name)}, ${INVENTORY}, or the infrastructure code that deploys it.`,
      places: usedBy,
    }));
}

const through = (via: readonly string[]): string =>
  via.length === 0 ? '' : ` (given by ${via.map(name => `\`${name}\``).join(', ')})`;

/** A deployment whose model comes from a value that nothing gives. */
function unknownModels({ deployed, input }: Questioned): OpenQuestion[] {
  const byPlace = new Map<string, { each: Deployed; places: Place[] }>();
  for (const each of deployed) {
    if (each.model !== undefined || input.models?.(each.defined.path)[each.name] !== undefined) continue;
    if (input.inventory?.some(({ name }) => name === each.name)) continue;
    const key = `${each.name} ${each.unknown ?? ''}`;
    const entry = byPlace.get(key) ?? { each, places: [] };
    byPlace.set(key, entry);
    entry.places.push(each.defined);
  }
  return [...byPlace.values()].map(({ each: { name, unknown }, places }) => {
    const source =
      unknown === undefined || unknown === 'model' ? 'a value that only a deployment tells' : `\`${unknown}\``;
    const named =
      name.replaceAll('*', '').length < 2 ? 'A deployment whose name is not known here' : `Deployment \`${name}\``;
    return {
      code: 'model-unknown',
      question: `${named} takes its model from ${source}, which nothing here gives a value.`,
      closes: `A parameter file with the value, ${name.includes('*') ? '' : `${SAY(name)}, `}or ${INVENTORY}.`,
      places: distinctPlaces(places),
    };
  });
}

/** One name, several models: by environment, or by account. */
function severalModels({ deployments }: Questioned): OpenQuestion[] {
  const byName = new Map<string, Deployment[]>();
  for (const each of deployments)
    if (each.model !== undefined && each.defined && !each.name.includes('*'))
      byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  return [...byName.values()]
    .filter(list => new Set(list.map(({ model }) => model)).size > 1 && list.some(({ usedBy }) => usedBy.length > 0))
    .map(list => {
      const [{ name }] = list as [Deployment];
      const models = [...new Set(list.map(({ model }) => `\`${model}\``))].sort(compareText).join(', ');
      return {
        code: 'deployment-ambiguous',
        question: `Deployment \`${name}\` is made with different models (${models}), by account or environment.`,
        closes: `${SAY(name)}, or a scan of the environment that counts.`,
        places: distinctPlaces(list.flatMap(({ defined }) => (defined ? [defined] : []))),
      };
    });
}

/** A call whose deployment could not be followed to any name. */
function unknownDeployments({ uses }: Questioned): OpenQuestion[] {
  const bySource = new Map<string, { names: readonly string[]; places: Place[] }>();
  for (const { value, at, candidates } of uses.deployments) {
    if (candidates.length > 0) continue;
    const names = [...namesIn(value)].sort(compareText);
    const key = names.join('\0');
    const entry = bySource.get(key) ?? { names, places: [] };
    bySource.set(key, entry);
    entry.places.push(at);
  }
  return [...bySource.values()].map(({ names, places }) => {
    const listed = names.map(name => `\`${name}\``).join(', ');
    return names.length > 0
      ? {
          code: 'deployment-unknown',
          question: `The deployment comes from ${listed}, and nothing here gives ${names.length === 1 ? 'it' : 'them'} a value.`,
          closes: `A file of the code base that sets ${listed}, or ${INVENTORY} and the name in the configuration.`,
          places: distinctPlaces(places),
        }
      : {
          code: 'deployment-unknown',
          question: 'The deployment is chosen while the program runs; the text does not tell which.',
          closes: `${INVENTORY} shows which deployments there are; the code that chooses tells among which.`,
          places: distinctPlaces(places),
        };
  });
}

/** Settings a value is read from. */
function* namesIn(value: Value): Generator<string> {
  if (value.kind === 'env') {
    yield value.name;
    if (value.default) yield* namesIn(value.default);
  } else if (value.kind === 'choice') for (const option of value.options) yield* namesIn(option);
  else if (value.kind === 'template') for (const hole of value.holes) yield* namesIn(hole);
}

/** A setting that is read for the service and set nowhere; its deployment is asked for elsewhere. */
function undefinedSettings({ settings, uses }: Questioned): OpenQuestion[] {
  const used = new Set(uses.clients.filter(({ tie }) => tie).flatMap(client => [...(client.endpoint?.settings ?? [])]));
  return settings
    .filter(({ name, definitions, feeds }) => feeds === 'endpoint' && definitions.length === 0 && used.has(name))
    .map(({ name, reads }) => ({
      code: 'setting-undefined',
      question: `\`${name}\` gives a client its endpoint, and nothing here sets it: the account and its region are unknown.`,
      closes: `A file of the code base that sets \`${name}\`, or ${INVENTORY}.`,
      places: reads,
    }));
}

/** Deployments made from a list that is empty unless somebody hands one in. */
function emptyLists({ found }: Questioned): OpenQuestion[] {
  return found.empty.map(({ at, from }) => ({
    code: 'deployments-handed-in',
    question: `Deployments are made here from ${from === undefined ? 'a list' : `\`${from}\``}, which is empty unless a value is handed in.`,
    closes: `A parameter file with the value, or ${INVENTORY}.`,
    places: [at],
  }));
}

/** A parameter file gives a value that its template does not declare: it is ignored. */
function ignoredParameters({ found, input }: Questioned): OpenQuestion[] {
  return found.evaluator.units.undeclared
    .filter(({ name, at }) => input.isServiceWord(name) || input.feeds(name, at.path) === 'deployment')
    .map(({ name, at, template }) => ({
      code: 'parameter-ignored',
      question: `\`${name}\` is given here, and \`${template}\` declares no such parameter: the value has no effect.`,
      closes: 'The name the template really uses, or removing the line.',
      places: [at],
    }));
}
