/**
 * Objects that nobody hands over in the open: services registered in a container and asked for by their type, clients
 * added to a builder, and what implements an interface. What the calls are named is the languages' own convention.
 */
import { textOf, type DefinitionFact, type Value } from '../../model/fact.ts';
import { lastName, parsePath } from './path.ts';
import { clientThing, placeOf, type Resolver } from './resolver.ts';
import type { FunctionKind } from '../../model/vocabulary.ts';
import { found, through, type ClientSite, type ClientThing, type Found, type Located } from './things.ts';
import { contains, outerScope, push, type Call, type Unit } from './unit.ts';

/** `services.AddSingleton<A, B>()` and its kin. */
const REGISTERS = /^(?:Try)?Add(?:Keyed)?(?:Singleton|Scoped|Transient|HostedService)$/;
/** `provider.GetRequiredService<A>()`, `ActivatorUtilities.CreateInstance<A>()`. */
const ASKS = /^(?:Get(?:Required)?(?:Keyed)?Services?|CreateInstance|Resolve)$/;
/** Annotations on a method whose result is a service of its type. */
const PRODUCES = /(?:^|\.)(?:Bean|Produces|Provides|Singleton)$/;
/** A type with more providers or implementations than this tells nothing. */
const MAX_PROVIDERS = 12;
const MAX_DEPTH = 3;

/** A client that was added to something, and what it is asked there. */
interface Added {
  readonly site: ClientSite;
  readonly tables: readonly string[];
  /** What names its deployment for good. */
  readonly bound?: readonly Located[];
}

/** One registration: what gives the service. */
interface Provider {
  readonly call: Call | undefined;
  readonly unit: Unit;
  /** Named as implementation. */
  readonly type?: string;
  /** Given as a value, or as a function that makes it. */
  readonly value?: Value;
  readonly scope: string;
  readonly made?: DefinitionFact;
  /** Under which key, for services of one type told apart by it. */
  readonly key?: string;
}

/** What a call asks a container for. */
export interface Asked {
  readonly type: string;
  readonly key?: string;
}

export class Containers {
  readonly #resolver: Resolver;
  readonly #providers = new Map<string, Provider[]>();
  /** Registrations that do not name the type: told by what they give. */
  readonly #untyped: Provider[] = [];
  /** Clients that were added to something, by the file, scope and name of it. */
  readonly #added = new Map<string, ClientSite[]>();
  readonly #addedSites: ClientSite[] = [];
  /** Type → types of the code base that derive from it. */
  readonly #satisfied = new Map<
    string,
    readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] | undefined
  >();
  readonly #derived = new Map<string, { unit: Unit; fact: DefinitionFact; qualified: string }[]>();
  readonly #known = new Map<string, readonly Found[]>();
  readonly #asking = new Set<string>();
  #untypedRead = false;
  #all: readonly Added[] | undefined;
  /** Calls that add a client they are handed. */
  readonly #adding: { readonly call: Call; readonly kind: FunctionKind }[] = [];

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    for (const unit of resolver.units.values()) this.#read(unit);
  }

  #read(unit: Unit): void {
    for (const [qualified, fact] of unit.classes) {
      for (const base of fact.value?.kind === 'list' ? fact.value.items : []) {
        if (base.kind === 'reference') push(this.#derived, lastName(base.name), { unit, fact, qualified });
      }
    }
    for (const call of unit.calls) {
      const name = lastName(call.written);
      if (call.first.form === 'decorator') {
        if (PRODUCES.test(call.first.callee)) this.#produced(unit, call);
        continue;
      }
      if (REGISTERS.test(name)) this.#registered(unit, call);
      for (const site of this.#resolver.sitesOf(call)) if (site.kind.adds) this.#noteAdded(unit, call, site);
      for (const kind of this.#resolver.words.functionOf(call.first.callee, unit.language, call.first.form)) {
        if (kind.adds) this.#adding.push({ call, kind });
      }
    }
  }

  /** A method of a configuration class: its result type is the service. */
  #produced(unit: Unit, call: Call): void {
    const fact = unit.functions.get(call.scope);
    if (fact?.type === undefined) return;
    push(this.#providers, lastName(fact.type), { call, unit, scope: call.scope, made: fact });
  }

  #registered(unit: Unit, call: Call): void {
    const types = call.first.named.filter(one => one.name === '<T>').flatMap(one => typeOf(one.value));
    const keyed = /Keyed/.test(call.written);
    const given = call.first.args.slice(keyed ? 1 : 0).at(-1);
    const key = keyed ? textOf(call.first.args[0]) : undefined;
    const provider = { call, unit, scope: call.scope, ...(key !== undefined && { key }) };
    const [service, implementation] = types;
    if (service === undefined) {
      if (given) this.#untyped.push({ ...provider, value: given });
      return;
    }
    const made: Provider =
      implementation !== undefined
        ? { ...provider, type: implementation }
        : given
          ? { ...provider, value: given }
          : { ...provider, type: service };
    push(this.#providers, lastName(service), made);
  }

  #noteAdded(unit: Unit, call: Call, site: ClientSite): void {
    this.#addedSites.push(site);
    const { root, steps } = parsePath(call.written);
    if (root === '' || root === '*') return;
    // `this.builder.Add…`: the field.
    const first = steps[0];
    const name = root === 'this' && first?.kind === 'name' ? first.name : root;
    push(this.#added, `${unit.path} ${call.scope} ${name}`, site);
  }

  /** Clients that were added, in this scope, to what the name stands for. */
  addedTo(unit: Unit, scope: string, name: string): readonly Found[] {
    if (this.#addedSites.length === 0) return [];
    const own = this.#added.get(`${unit.path} ${scope} ${name}`) ?? [];
    const handed = own.length > 0 ? [] : this.#addedElsewhere(unit, scope, name, 0);
    return [...own, ...handed].map(site => ({
      ...found(clientThing(site)),
      conditions: site.condition === undefined ? [] : [site.condition],
    }));
  }

  /** A builder that is handed to a method which adds clients to its parameter. */
  #addedElsewhere(unit: Unit, scope: string, name: string, depth: number): readonly ClientSite[] {
    if (depth > MAX_DEPTH) return [];
    const guard = `added ${unit.path} ${scope} ${name}`;
    if (this.#asking.has(guard)) return [];
    this.#asking.add(guard);
    const sites: ClientSite[] = [];
    for (const call of unit.callsIn(scope)) {
      const position = call.first.args.findIndex(value => value.kind === 'reference' && value.name === name);
      const extended = parsePath(call.written).root === name && parsePath(call.written).steps.length === 1;
      if (position < 0 && !extended) continue;
      for (const { unit: home, fact, qualified } of this.#resolver.functionsCalled(call)) {
        const parameter = fact.parameters?.find(one => (extended ? one.object : one.position === position));
        if (!parameter) continue;
        const own = this.#added.get(`${home.path} ${qualified} ${parameter.name}`) ?? [];
        sites.push(...own, ...(own.length > 0 ? [] : this.#addedElsewhere(home, qualified, parameter.name, depth + 1)));
      }
    }
    this.#asking.delete(guard);
    return sites;
  }

  /** The type a call asks a container for. */
  asked(call: Call): Asked | undefined {
    if (!ASKS.test(lastName(call.written))) return undefined;
    const value = call.first.named.find(one => one.name === '<T>')?.value;
    const [type] = value ? typeOf(value) : [];
    const key = /Keyed/.test(call.written) ? textOf(call.first.args[0]) : undefined;
    return type === undefined ? undefined : { type, ...(key !== undefined && { key }) };
  }

  /** What is registered for a type: its own registrations, else every client added to some container that can be one. */
  provided(type: string, unit: Unit, under?: string): readonly Found[] {
    const name = lastName(type);
    const key = `${unit.language} ${name} ${this.#resolver.component(unit)} ${under ?? ''}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#asking.has(key)) return [];
    this.#asking.add(key);
    const registered = this.#byRegistration(name, unit, under);
    const added = registered.some(({ thing }) => thing.kind !== 'value' && thing.kind !== 'typed')
      ? []
      : this.#fromAdded(type, unit, this.#isRegistered(name, unit));
    const results = added.length > 0 ? added : registered;
    this.#asking.delete(key);
    this.#known.set(key, results);
    return results;
  }

  #byRegistration(name: string, unit: Unit, under: string | undefined): readonly Found[] {
    this.#readUntyped();
    const registered = (this.#providers.get(name) ?? []).filter(one => one.unit.language === unit.language);
    const keyed = registered.filter(one => one.key === under);
    const all = keyed.length > 0 ? keyed : registered;
    const component = this.#resolver.component(unit);
    const near = all.filter(one => this.#resolver.component(one.unit) === component);
    const providers = near.length > 0 ? near : all;
    if (providers.length > MAX_PROVIDERS) return [];
    return providers.flatMap(one => this.#given(one));
  }

  #given(provider: Provider): readonly Found[] {
    const { unit, scope, call } = provider;
    const hop = call && placeOf(unit, call.first.span);
    const condition = call?.first.branch?.condition;
    if (provider.type !== undefined) {
      return through(this.#resolver.ofType(provider.type, unit), { hop, condition });
    }
    if (provider.made) {
      const results = this.#resolver.resultsOf(provider.made, unit, scope);
      return through(results, { hop, condition });
    }
    if (!provider.value) return [];
    const values = this.#resolver.evaluate({ value: provider.value, unit, scope, frame: undefined });
    const results = values.flatMap(one =>
      one.thing.kind === 'function'
        ? this.#resolver.resultsOf(one.thing.fact, one.thing.unit, one.thing.qualified)
        : [one],
    );
    return through(results, { hop, condition });
  }

  /** `services.AddSingleton(sp => new A(…))` registers an A. */
  #readUntyped(): void {
    if (this.#untypedRead) return;
    this.#untypedRead = true;
    for (const provider of this.#untyped) {
      const declared = this.#resolver.declaredType(provider.value, provider.unit, provider.scope);
      const types = declared === undefined ? this.#typesGiven(provider) : [declared];
      for (const type of types) push(this.#providers, lastName(type), provider);
    }
  }

  #typesGiven(provider: Provider): readonly string[] {
    const types = new Set<string>();
    for (const { thing } of this.#given(provider)) {
      if (thing.kind === 'instance') types.add(thing.qualified);
      else if (thing.kind === 'client') {
        for (const table of thing.tables) for (const type of this.#resolver.words.typesOf(table)) types.add(type);
        for (const type of thing.path.length === 0 ? (thing.site.kind.types ?? []) : []) types.add(type);
      } else if (thing.kind === 'typed' && !thing.type.includes('#')) types.add(thing.type);
    }
    return [...types];
  }

  /** Clients that calls added to a builder, kernel or container and that can be asked for by this type. */
  #fromAdded(type: string, unit: Unit, registered: boolean): readonly Found[] {
    const { words } = this.#resolver;
    const tables = new Set(words.tablesOfType(type, unit.language));
    const kinds = new Set(words.clientsOfType(type, unit.language));
    // A kernel that someone built for himself is nobody else's, unless something of its type is registered.
    const open = this.#everyAdded().filter(({ site }) => registered || isInContainer(site));
    const able = open.filter(
      ({ site, tables: own }) =>
        (own === site.kind.operations && kinds.has(site.kind)) || own.some(table => tables.has(table)),
    );
    return this.#nearest(able, unit)
      .slice(0, MAX_PROVIDERS)
      .map(({ site, tables: all, bound }): Found<ClientThing> => {
        const own = all.filter(table => tables.has(table));
        return {
          thing: { ...clientThing(site), tables: own.length > 0 ? own : all, bound: bound ?? [] },
          hops: [],
          conditions: site.condition === undefined ? [] : [site.condition],
          doubt: 1,
        };
      });
  }

  #isRegistered(name: string, unit: Unit): boolean {
    this.#readUntyped();
    return this.#providers.get(name)?.some(one => one.unit.language === unit.language) ?? false;
  }

  /** Those of the same component; else those of the one component that is nearest in the tree. */
  #nearest(added: readonly Added[], unit: Unit): readonly Added[] {
    const component = this.#resolver.component(unit);
    const near = added.filter(({ site }) => this.#resolver.component(site.unit) === component);
    if (near.length > 0) return near;
    const distance = (one: Added): number => sharedFolders(one.site.unit.path, unit.path);
    const best = Math.max(0, ...added.map(distance));
    const closest = added.filter(one => distance(one) === best);
    return new Set(closest.map(({ site }) => this.#resolver.component(site.unit))).size === 1 ? closest : [];
  }

  /** Clients added by the call that makes them, or handed to a call that adds them for some use and leaves the rest to others. */
  #everyAdded(): readonly Added[] {
    if (this.#all) return this.#all;
    this.#all = this.#addedSites.map(site => ({ site, tables: site.kind.operations }));
    const handed: Added[] = [];
    const left = new Map<string, readonly string[]>();
    for (const { call, kind } of this.#adding) {
      const { unit, scope, first } = call;
      const [value] = kind.client?.args?.flatMap(name => first.args[Number(name)] ?? []) ?? [];
      if (!value || kind.gives === undefined) continue;
      const at = { value, unit, scope, frame: undefined };
      const clients = this.#resolver
        .evaluate(at)
        .flatMap(one =>
          one.thing.kind === 'function'
            ? this.#resolver.resultsOf(one.thing.fact, one.thing.unit, one.thing.qualified)
            : [one],
        )
        .flatMap(({ thing }) => (thing.kind === 'client' ? [thing] : []));
      const onto = clients.length > 0 ? clients : this.#addedOnto(call);
      const things = onto.length > 0 ? onto : this.#madeWith(call, value).map(clientThing);
      for (const { site, bound } of things) {
        handed.push({ site, tables: [kind.gives], bound });
        if (kind.leaves !== undefined) for (const table of site.kind.operations) left.set(table, [kind.leaves]);
      }
    }
    // What was handed on for one use only is no client of the others.
    const taken = new Set(handed.filter(({ bound }) => (bound ?? []).length === 0).map(({ site }) => site));
    const rest = this.#all
      .filter(({ site }) => !taken.has(site))
      .map(one => ({ ...one, tables: one.tables.flatMap(table => left.get(table) ?? [table]) }));
    this.#all = [...rest, ...handed];
    return this.#all;
  }

  /** `builder.AddAzureClient(…).AddChatClient("deployment")`: the client that was added just before. */
  #addedOnto(call: Call): readonly ClientThing[] {
    const dot = call.written.lastIndexOf('.');
    if (dot < 0) return [];
    const { unit, scope } = call;
    return this.#resolver.path(call.written, unit, scope, call.extent, undefined).flatMap(one => {
      if (one.thing.kind !== 'client') return [];
      return (this.#resolver.give(one.thing, call, undefined) ?? []).map(({ thing }) => thing);
    });
  }

  /** Clients that the statement which gives the value adds to something on the way. */
  #madeWith({ unit, scope }: Call, value: Value): readonly ClientSite[] {
    const name = value.via ?? (value.kind === 'reference' ? value.name : undefined);
    const extents = name === undefined ? [value.span] : unit.named(scope, name).flatMap(one => one.extent ?? []);
    return this.#addedSites.filter(
      site => site.unit === unit && site.call && extents.some(extent => contains(extent, site.call?.extent ?? extent)),
    );
  }

  /** Go: types that have every method of the interface. */
  #satisfying(
    unit: Unit,
    qualified: string,
  ): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] | undefined {
    const key = `${unit.path}\0${qualified}`;
    // Every value of the interface's type asks, and the answer takes a look at every type there is.
    if (!this.#satisfied.has(key)) this.#satisfied.set(key, this.#typesWith(unit, qualified));
    return this.#satisfied.get(key);
  }

  #typesWith(
    unit: Unit,
    qualified: string,
  ): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] | undefined {
    const wanted = methodsOf(unit, qualified);
    const [first] = wanted;
    if (first === undefined) return undefined;
    const all: { unit: Unit; fact: DefinitionFact; qualified: string }[] = [];
    for (const one of this.#resolver.units.values()) {
      if (one.language !== 'go') continue;
      for (const [type, fact] of one.classes) {
        if (one === unit && type === qualified) continue;
        const methods = this.#resolver.methodsOf(one, type);
        if (methods.has(first) && wanted.every(name => methods.has(name)))
          all.push({ unit: one, fact, qualified: type });
      }
    }
    return all.length > 0 && all.length <= MAX_PROVIDERS ? all : undefined;
  }

  /** What derives from a type and is made by someone or registered; the type itself where nothing does. */
  implementations(
    fact: DefinitionFact,
    unit: Unit,
    qualified: string,
  ): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] {
    const own = { unit, fact, qualified };
    if (!isAbstract(unit, qualified)) return [own];
    if (unit.language === 'go') return this.#satisfying(unit, qualified) ?? [own];
    const all: { unit: Unit; fact: DefinitionFact; qualified: string }[] = [];
    const open = [lastName(qualified)];
    const seen = new Set(open);
    for (let depth = 0; depth < MAX_DEPTH && open.length > 0; depth++) {
      const next = open.splice(0).flatMap(name => this.#derived.get(name) ?? []);
      for (const one of next) {
        const name = lastName(one.qualified);
        if (one.unit.language !== unit.language || seen.has(name)) continue;
        seen.add(name);
        open.push(name);
        if (!isAbstract(one.unit, one.qualified)) all.push(one);
      }
    }
    return all.length > 0 && all.length <= MAX_PROVIDERS ? all : [own];
  }
}

/** Was the client added to a container of services, and not to a builder of one object? */
function isInContainer({ call, unit }: ClientSite): boolean {
  if (!call) return true;
  if (call.first.form !== 'call') return true;
  if (/^(?:this\.)?\w*services\w*\.|\.AddKernel\(\)/i.test(call.written)) return true;
  const { root } = parsePath(call.written);
  for (let here = call.scope; ; here = outerScope(here)) {
    const types = [
      ...unit.named(here, root).flatMap(one => [one.type, one.value?.kind === 'call' ? one.value.callee : undefined]),
      unit.functions.get(here)?.parameters?.find(one => one.name === root)?.type,
    ];
    if (types.some(type => type !== undefined && CONTAINERS.test(type))) return true;
    if (here === '') return false;
  }
}
const CONTAINERS =
  /(?:^|\.)(?:IServiceCollection|ServiceCollection|I?HostApplicationBuilder|WebApplicationBuilder|I?HostBuilder|WebApplication\.Create\w*Builder|Host\.Create\w*Builder|WebAssemblyHostBuilder\.\w+|FunctionsApplication\.CreateBuilder)$/;

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let i = 0;
  while (i < left.length - 1 && i < right.length - 1 && left[i] === right[i]) i++;
  return i;
}

/** Has the type methods and none with a body? */
function isAbstract(unit: Unit, qualified: string): boolean {
  const members = [...(unit.definitions.get(qualified)?.values() ?? [])].flat();
  const methods = members.filter(one => one.role === 'function');
  return (
    methods.length > 0 &&
    methods.every(one => one.returns === undefined && !unit.hasScope(`${qualified}.${one.name}`)) &&
    unit.classes.get(qualified)?.parameters === undefined
  );
}

function typeOf(value: Value): string[] {
  return value.kind === 'reference' ? [value.name] : [];
}

function methodsOf(unit: Unit, qualified: string): readonly string[] {
  return [...(unit.definitions.get(qualified) ?? [])].flatMap(([name, facts]) =>
    facts.some(one => one.role === 'function') ? [name] : [],
  );
}

/** Functions of the code base that extend a foreign type under a name. */
export class Extensions {
  readonly #byName = new Map<string, { unit: Unit; fact: DefinitionFact; qualified: string }[]>();

  constructor(units: Iterable<Unit>) {
    for (const unit of units) {
      if (unit.language === 'go') continue;
      for (const [scope, names] of unit.definitions) {
        for (const facts of names.values()) {
          for (const fact of facts) {
            if (fact.role !== 'function' || !fact.parameters?.some(one => one.object)) continue;
            const qualified = scope === '' ? fact.name : `${scope}.${fact.name}`;
            push(this.#byName, fact.name, { unit, fact, qualified });
          }
        }
      }
    }
  }

  /** Those that may be called on something of one of the types; of all types where none is known. */
  named(name: string, types: readonly string[]): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] {
    const all = this.#byName.get(name) ?? [];
    const lasts = new Set(types.map(lastName));
    const fitting = all.filter(({ fact }) => {
      const type = fact.parameters?.find(one => one.object)?.type;
      return lasts.size === 0 || type === undefined || lasts.has(lastName(type));
    });
    return fitting;
  }
}
