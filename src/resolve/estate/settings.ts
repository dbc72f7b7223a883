/** The settings that carry a value of the service: their reads, definitions, what they feed and the value that wins. */
import { compareText } from '../../base/text.ts';
import type { Fact } from '../../model/fact.ts';
import type { Setting } from '../../model/estate.ts';
import type { Place } from '../../model/place.ts';
import { redactValue } from '../../model/redact.ts';
import { textOfKnown } from './known.ts';
import { keyOf, shownName } from './names.ts';
import { distinctPlaces, placeOf } from './places.ts';
import type { Sites } from './sites.ts';
import type { Tracer } from './trace.ts';
import type { EstateInput, EstateUses } from './types.ts';

type Feeds = Setting['feeds'];

interface Group {
  readonly names: Set<string>;
  readonly reads: Place[];
  readonly definitions: Place[];
  feeds: Feeds | undefined;
}

/** What a client does with a setting, unless it only builds an address with it and the name says what it is. */
const fed = (used: Feeds | undefined, named: Feeds | undefined): Feeds | undefined =>
  used === 'endpoint' && (named === 'deployment' || named === 'version' || named === 'model') ? named : (used ?? named);

const surest = (known: Feeds | undefined, byName: Feeds | undefined, byTie: Feeds | undefined): Feeds | undefined =>
  known ?? byName ?? byTie;

const ownName = (fact: Fact): string | undefined => ('name' in fact ? fact.name : undefined);

/** All settings of the report, sorted by name. */
export function settingsOf(input: EstateInput, sites: Sites, tracer: Tracer, uses: EstateUses): Setting[] {
  const used = new Map<string, { name: string; feeds: Feeds; places: Place[] }>();
  const use = (name: string, feeds: Feeds, at: Place): void => {
    const key = sites.keyOf(name);
    const entry = used.get(key) ?? { name, feeds, places: [] };
    used.set(key, entry);
    entry.places.push(at);
  };
  for (const { name, feeds, at } of uses.reads) use(name, feeds, at);
  for (const client of uses.clients) {
    if (!client.tie) continue;
    const at = { path: client.path, line: client.line };
    for (const [feeds, given] of [
      ['endpoint', client.endpoint],
      ['key', client.credential],
      ['version', client.version],
      ['deployment', client.deployment],
    ] as const) {
      for (const name of given?.settings ?? []) use(name, feeds, at);
    }
  }
  const keys = new Set<string>([...sites.definitions.keys(), ...sites.reads.keys(), ...used.keys()]);
  const settings: Setting[] = [];
  for (const key of keys) {
    const definitions = sites.definitions.get(key) ?? [];
    const reads = sites.reads.get(key) ?? [];
    const code = used.get(key);
    const group: Group = { names: new Set(), reads: [], definitions: [], feeds: undefined };
    let tied = code !== undefined;
    for (const site of [...definitions, ...reads]) {
      group.names.add(site.name);
      const byName = input.feeds(site.name, site.at.path);
      const byTie = input.ties.get(site.fact);
      group.feeds = surest(group.feeds, byName, byTie);
      // A parameter of the service may be filled from a variable that is not.
      tied ||= byTie !== undefined && (byName !== undefined || ownName(site.fact) === site.name);
    }
    if (!tied) continue;
    group.feeds = fed(code?.feeds, group.feeds);
    if (code) group.names.add(code.name);
    group.definitions.push(...definitions.map(({ at }) => at));
    group.reads.push(...reads.map(({ at }) => at));
    // The client that takes it is where it is read, unless the same file says so itself.
    for (const at of code?.places ?? []) if (!reads.some(read => read.at.path === at.path)) group.reads.push(at);
    const name = shownName(group.names);
    const value = winner(sites, tracer, key, name, input);
    settings.push({
      name,
      feeds: group.feeds ?? 'other',
      reads: distinctPlaces(group.reads),
      definitions: distinctPlaces(group.definitions),
      ...(value === undefined ? {} : { value: redactValue(name, value) }),
    });
  }
  settings.push(...columnsOf(input));
  return settings.sort((a, b) => compareText(a.name, b.name));
}

/** What the definitions nearest to the running program lead to, when they agree. */
function winner(sites: Sites, tracer: Tracer, key: string, name: string, input: EstateInput): string | undefined {
  const [first] = sites.definitions.get(key) ?? [];
  if (!first) return undefined;
  const ends = tracer.setting(name, first.at);
  const top = Math.max(...ends.map(({ rank }) => rank ?? 0));
  const texts = new Set(ends.filter(({ rank }) => (rank ?? 0) === top).map(({ known }) => textOfKnown(known)));
  const [only] = texts;
  if (texts.size !== 1 || only === undefined || only.replaceAll('*', '') === '') return undefined;
  return input.isPlaceholder(only) ? undefined : only;
}

/** Values of the service that users type in are kept in columns of a database. */
function columnsOf(input: EstateInput): Setting[] {
  const columns = new Map<string, { column: string; feeds: Feeds; definitions: Place[] }>();
  const isColumn = (fact: Fact): fact is Fact & { kind: 'definition' } =>
    fact.kind === 'definition' && fact.role === 'field' && fact.scope !== undefined && input.ties.has(fact);
  for (const { path, language, facts } of input.files) {
    if (language !== 'sql') continue;
    for (const fact of facts) {
      if (!isColumn(fact)) continue;
      const feeds = input.feeds(fact.name, path);
      if (feeds === undefined) continue;
      const name = `${fact.scope}.${fact.name}`;
      const entry = columns.get(name) ?? { column: fact.name, feeds, definitions: [] };
      columns.set(name, entry);
      entry.definitions.push(placeOf(path, fact.span));
    }
  }
  if (columns.size === 0) return [];
  const reads = new Map<string, Place[]>();
  for (const { path, language, facts } of input.files) {
    if (language === 'sql') continue;
    for (const fact of facts) {
      if (fact.kind !== 'member') continue;
      const list = reads.get(fact.name);
      if (list) list.push(placeOf(path, fact.span));
      else reads.set(fact.name, [placeOf(path, fact.span)]);
    }
  }
  return [...columns].map(([name, { column, feeds, definitions }]) => ({
    name,
    feeds,
    reads: distinctPlaces(reads.get(column) ?? []),
    definitions: distinctPlaces(definitions),
  }));
}

export const sameSetting = (a: string, b: string): boolean => keyOf(a) === keyOf(b);
