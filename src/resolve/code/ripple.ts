/** What to read next: files that use what is tied, and files that links lead to, neither of which holds a keyword. */
import { moduleName } from './modules.ts';
import { lastName } from './path.ts';
import type { Resolver } from './resolver.ts';
import type { ClientSite } from './things.ts';
import type { Wanted } from './types.ts';
import type { Call, Unit } from './unit.ts';

/** Shorter names occur everywhere. */
const MIN_NAME = 3;
/** Names of types are searched for in every file. */
const MIN_TYPE = 6;
/** Languages in which objects are commonly handed out by their type. */
const BY_TYPE = new Set(['csharp', 'java', 'kotlin']);

/** Languages in which a file names the module it uses; in the others a type's name is enough. */
const NAMED_MODULES = new Set(['python', 'notebook', 'typescript', 'javascript']);

export function wantedFiles(resolver: Resolver, sites: readonly ClientSite[], calls: readonly Call[]): Wanted {
  const tied = new Map<Unit, Set<string>>();
  const add = (unit: Unit, scope: string, written: string): void => {
    let names = tied.get(unit);
    if (!names) tied.set(unit, (names = new Set()));
    const name = scope === '' ? undefined : scope.split('.')[0];
    if (name !== undefined) names.add(name);
    else for (const one of topNames(unit, written)) names.add(one);
  };
  for (const site of sites) add(site.unit, site.call?.scope ?? '', site.call?.written ?? '');
  for (const call of calls) add(call.unit, call.scope, call.written);
  const uses = [...tied].map(([unit, names]) => ({
    names: [...names].filter(name => name.length >= MIN_NAME && name !== 'default').sort(),
    modules: NAMED_MODULES.has(unit.language)
      ? [moduleName(unit.path)].filter(name => name.length >= MIN_NAME - 1)
      : [],
  }));
  const asked = typesAskedFor(resolver, sites);
  if (asked.length > 0) uses.push({ names: [...asked], modules: [] });
  return { paths: resolver.missed, uses: uses.filter(({ names, modules }) => names.length + modules.length > 0) };
}

/** Types under which containers hand out what was added to them: whoever names one may be given the client. */
function typesAskedFor(resolver: Resolver, sites: readonly ClientSite[]): readonly string[] {
  const tables = new Set(
    sites.flatMap(({ kind, unit }) =>
      kind.adds || BY_TYPE.has(unit.language)
        ? [...kind.operations, ...kind.operations.flatMap(table => resolver.words.given(table))]
        : [],
    ),
  );
  const names = [...tables].flatMap(table => resolver.words.typesOf(table).map(lastName));
  return [...new Set(names)].filter(name => name.length >= MIN_TYPE && name !== 'Builder').sort();
}

/** Variables at the top of a file that hold what the call makes. */
function topNames(unit: Unit, written: string): readonly string[] {
  const names: string[] = [];
  for (const [name, definitions] of unit.definitions.get('') ?? []) {
    if (definitions.some(one => one.value?.kind === 'call' && lastName(one.value.callee) === lastName(written)))
      names.push(name);
  }
  return names;
}
