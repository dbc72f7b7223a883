/**
 * From facts of code to links: which clients there are, which calls reach them, over which places, and what names the
 * model. What is a client and what calls the service is data (rules/vocabulary).
 */
import { compareText } from '../../base/text.ts';
import { textOf, type CallFact, type DefinitionFact, type Value } from '../../model/fact.ts';
import type { OpenQuestion } from '../../model/estate.ts';
import type { Place } from '../../model/place.ts';
import type { Confidence } from '../../model/rule.ts';
import type { FunctionKind, Operation } from '../../model/vocabulary.ts';
import type { Api, CallSite, Feature } from '../../model/workload.ts';
import { Clients, resolvedFact } from './clients.ts';
import { declaredCode } from './declared.ts';
import { Features, sorted } from './features.ts';
import { lastName } from './path.ts';
import { clientThing, placeOf, Resolver, SHARED_TYPES } from './resolver.ts';
import { found, samePlace, type ClientSite, type ClientThing, type Found, type Frame, type Located } from './things.ts';
import type { CodeFile, CodeInput, CodeLinks, LinkedCall, LinkedClient } from './types.ts';
import { calledNames, push, type Call, type Unit } from './unit.ts';
import { wantedFiles } from './ripple.ts';
import { Words } from './words.ts';

export type { CodeFile, CodeInput, CodeLinks, LinkedCall, LinkedClient, Wanted } from './types.ts';

/** A call with one client it may reach. */
interface Reach {
  readonly call: Call;
  /** Where the call stands: not its own head for a method that is handed on. */
  readonly place: Place;
  readonly written: string;
  readonly api: Api;
  readonly site: ClientSite | undefined;
  readonly hops: readonly Place[];
  readonly conditions: readonly string[];
  readonly doubt: number;
  readonly features: ReadonlySet<Feature>;
  readonly model: readonly Located[];
  readonly level: 'api' | 'wrapper';
  /** Its client was not found. */
  readonly lost?: true;
}

/** Links everything; the same for any order of the files. */
export function linkCode(input: CodeInput): CodeLinks {
  const declared = declaredCode(input.others ?? [], input.vocabulary.declarations);
  const files = [...input.files, ...declared].sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.language, b.language),
  );
  const resolver = new Resolver(
    files,
    input.paths,
    new Words(input.vocabulary),
    input.componentOf,
    goModules(input.others ?? []),
  );
  const links = new Linker(input, resolver).run();
  if (!resolver.exhausted) return { ...links, exhausted: false };
  const cut = {
    code: 'links-cut',
    question: 'Calls in this code base lead through so many places that not all were followed to their clients.',
    closes: 'Scan its components one by one: the links inside each are then followed to their end.',
    places: [],
  };
  return { ...links, questions: [...links.questions, cut], exhausted: true };
}

/** What the modules of Go in the tree call themselves, by the folder of their go.mod. */
function goModules(files: readonly CodeFile[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, facts } of files) {
    if (!/(?:^|\/)go\.mod$/.test(path)) continue;
    const own = facts.find(fact => fact.kind === 'setting' && fact.name === 'module');
    const name = own?.kind === 'setting' ? textOf(own.value) : undefined;
    if (name !== undefined) names.set(path.slice(0, Math.max(0, path.lastIndexOf('/'))), name);
  }
  return names;
}

class Linker {
  readonly #input: CodeInput;
  readonly #resolver: Resolver;
  readonly #words: Words;
  readonly #clients: Clients;
  readonly #features: Features;
  readonly #units: readonly Unit[];
  readonly #sites: ClientSite[] = [];
  readonly #moduleSites = new Map<string, ClientSite[]>();
  /** Clients put aside for the whole program, by name. */
  readonly #holders = new Map<string, Found<ClientThing>[]>();

  constructor(input: CodeInput, resolver: Resolver) {
    this.#input = input;
    this.#resolver = resolver;
    this.#words = resolver.words;
    this.#clients = new Clients(input, resolver);
    this.#features = new Features(input);
    this.#units = [...resolver.units.values()];
  }

  run(): Omit<CodeLinks, 'exhausted'> {
    for (const unit of this.#units) {
      for (const call of unit.calls) this.#sites.push(...this.#resolver.sitesOf(call));
      this.#configuredModules(unit);
    }
    for (const unit of this.#units) this.#hold(unit);
    const calls: Reach[] = [];
    for (const unit of this.#units) {
      for (const call of unit.calls) calls.push(...this.#calls(call));
    }
    const reached = onlyTied(calls, site => this.#clients.service(site) === 'azure');
    const wrappers = this.#wrappers(reached);
    return this.#report([...reached, ...wrappers]);
  }

  // -------------------------------------------------------------- clients without a constructor

  /** A module that is a client once its attributes are set: the first assignment stands for it. */
  #configuredModules(unit: Unit): void {
    for (const module of this.#words.modules) {
      const set = unit.moduleAttributes.filter(one => one.name.startsWith(`${module}.`));
      const [first] = set;
      const [kind] = this.#words.moduleClients(module, unit.language);
      if (!first || !kind) continue;
      const fact: CallFact = {
        kind: 'call',
        callee: module,
        resolved: true,
        form: 'call',
        args: [],
        named: set.flatMap(one => (one.value ? [{ name: lastName(one.name), span: one.span, value: one.value }] : [])),
        span: first.span,
        ...(first.scope !== undefined && { scope: first.scope }),
      };
      const known = kind.inputs ? Object.values(kind.inputs).flatMap(one => one.attributes ?? []) : [];
      if (!set.some(one => known.includes(one.name))) continue;
      const site: ClientSite = {
        kind,
        unit,
        place: placeOf(unit, first.span),
        call: undefined,
        name: module,
        condition: first.branch?.condition,
      };
      this.#clients.modules.set(site, fact);
      this.#sites.push(site);
      this.#moduleSites.set(`${unit.path} ${module}`, [site]);
    }
  }

  /** The configured module a file's calls of it reach: its own configuration, else the one of its component. */
  #moduleClient(unit: Unit, module: string): { site: ClientSite | undefined; doubt: number } {
    const [own] = this.#moduleSites.get(`${unit.path} ${module}`) ?? [];
    if (own) return { site: own, doubt: 0 };
    const component = this.#input.componentOf(unit.path);
    const others = [...this.#moduleSites]
      .filter(([key]) => key.endsWith(` ${module}`))
      .flatMap(([, sites]) => sites)
      .filter(site => this.#input.componentOf(site.unit.path) === component && site.unit.language === unit.language);
    return others.length === 1 ? { site: others[0], doubt: 1 } : { site: undefined, doubt: 1 };
  }

  #hold(unit: Unit): void {
    for (const call of unit.calls) {
      for (const fact of call.facts) {
        for (const kind of this.#words.functionOf(fact.callee, unit.language, fact.form)) {
          if (kind.sets !== undefined && kind.client)
            this.#put(kind.sets, this.#handed(call, kind.client.args ?? [], undefined));
        }
      }
    }
    for (const definition of unit.moduleAttributes) {
      for (const kind of this.#words.functionOf(definition.name, unit.language)) {
        if (kind.sets === undefined || !definition.value) continue;
        const at: Located = { value: definition.value, unit, scope: definition.scope ?? '', frame: undefined };
        this.#put(kind.sets, this.#resolver.clientsIn(at));
      }
    }
  }

  #put(holder: string, clients: readonly Found<ClientThing>[]): void {
    this.#holders.set(holder, [...(this.#holders.get(holder) ?? []), ...clients]);
  }

  /** Clients among the values of the arguments. */
  #handed(call: Call, names: readonly string[], frame: Frame | undefined): readonly Found<ClientThing>[] {
    for (const name of names) {
      const values = name === '*' ? allArguments(call, frame) : this.#resolver.source(call, [name], frame);
      const clients = values.flatMap(at => this.#resolver.clientsIn(at));
      if (clients.length > 0) return clients;
    }
    return [];
  }

  // -------------------------------------------------------------- calls of the service

  #calls(call: Call): readonly Reach[] {
    const reaches: Reach[] = [];
    if (call.first.form !== 'decorator') {
      reaches.push(...this.#operated(call, undefined));
      reaches.push(...this.#functions(call));
    }
    reaches.push(...this.#handedOn(call));
    return distinct(reaches);
  }

  /** A call of an operation on a client. */
  #operated(call: Call, frame: Frame | undefined): readonly Reach[] {
    const names = [...calledNames(call)];
    if (!names.some(name => this.#words.operationNames.has(name)) && !this.#mayCallClient(call)) return [];
    if (this.#resolver.sitesOf(call).length > 0) return [];
    const things = this.#resolver.callee(call, frame);
    const reaches: Reach[] = [];
    for (const one of things) {
      if (one.thing.kind === 'client')
        reaches.push(...this.#onClient(call, { ...one, thing: one.thing }, one.thing.path, frame));
      else if (one.thing.kind === 'carrier') {
        for (const client of one.thing.clients) {
          const joined = { ...client, hops: [...one.hops, ...client.hops], doubt: one.doubt + client.doubt };
          reaches.push(...this.#onCarrier(call, joined, one.thing.path, frame));
        }
      } else if (one.thing.kind === 'symbol') reaches.push(...this.#onModule(call, one.thing.name));
      else if (one.thing.kind === 'typed') reaches.push(...this.#onTyped(call, one.thing.type, one));
    }
    if (reaches.length === 0 && things.every(({ thing }) => thing.kind === 'symbol' || thing.kind === 'typed'))
      reaches.push(...this.#foreign(call, names, frame));
    if (reaches.length === 0) reaches.push(...this.#byReader(call, frame));
    const linked = reaches.filter(({ site }) => site !== undefined);
    return linked.length > 0 ? linked : reaches;
  }

  /** `Store.fromTexts(texts, embeddings)`: a foreign function does what such things do with the client it is handed. */
  #foreign(call: Call, names: readonly string[], frame: Frame | undefined): readonly Reach[] {
    const clients = allArguments(call, frame).flatMap(at => this.#resolver.clientsIn(at));
    return clients.flatMap(client => {
      const carried = client.thing.tables.flatMap(table => this.#input.vocabulary.operations[table]?.carried ?? []);
      const thing = { ...client.thing, tables: carried, path: [] };
      return names
        .flatMap(name => this.#onClient(call, { ...client, thing, doubt: client.doubt + 1 }, [name], frame))
        .slice(0, 1);
    });
  }

  /** `llm("…")`, `self.llm("…")`: a plain name that no function or class of the file has, and no import brings in. */
  #mayCallClient({ unit, written }: Call): boolean {
    if (!this.#words.operationNames.has('')) return false;
    const name = /^(?:(?:self|this|cls)\.)?(\w+)$/.exec(written)?.[1];
    if (name === undefined || BUILT_IN.has(name)) return false;
    return !unit.functions.has(name) && !unit.classes.has(name) && !unit.imports.some(one => one.local === name);
  }

  #onClient(
    call: Call,
    client: Found<ClientThing>,
    path: readonly string[],
    frame: Frame | undefined,
  ): readonly Reach[] {
    const { tables } = client.thing;
    const operations = this.#words.operations(tables, path).filter(one => this.#fits(one, call));
    const direct = operations.find(one => one.api !== undefined);
    if (direct) {
      const handed = direct.client ? this.#handed(call, direct.client.args ?? [], frame) : [];
      const through =
        handed.length > 0 ? handed.map(one => ({ ...one, hops: [...client.hops, ...one.hops] })) : [client];
      return through.map(one => this.#reach(call, direct, one, frame));
    }
    if (path.length === 0) return [];
    const given = this.#resolver.give({ ...client.thing, path }, call, frame) ?? [];
    return given.flatMap(next =>
      next.thing.path.length > 0 && next.thing.path.length < path.length
        ? this.#onClient(call, { ...client, thing: next.thing }, next.thing.path, frame)
        : [],
    );
  }

  /** What foreign things built from a client are asked: the client's own operations, and those of such things. */
  #onCarrier(
    call: Call,
    client: Found<ClientThing>,
    path: readonly string[],
    frame: Frame | undefined,
  ): readonly Reach[] {
    const own = this.#onClient(call, { ...client, doubt: client.doubt + 1 }, path, frame);
    if (own.length > 0) return own;
    const carried = client.thing.tables.flatMap(table => this.#input.vocabulary.operations[table]?.carried ?? []);
    const thing = { ...client.thing, tables: carried };
    return carried.length === 0 ? [] : this.#onClient(call, { ...client, thing, doubt: client.doubt + 1 }, path, frame);
  }

  #fits(operation: Operation, call: Call): boolean {
    return !operation.when || this.#input.holds(operation.when, call.first, call.unit.path);
  }

  #onModule(call: Call, name: string): readonly Reach[] {
    for (const module of this.#words.modules) {
      if (!name.startsWith(`${module}.`)) continue;
      const path = name.slice(module.length + 1).split('.');
      for (const kind of this.#words.moduleClients(module, call.unit.language)) {
        const [operation] = this.#words
          .operations(kind.operations, path)
          .filter(one => one.api !== undefined && this.#fits(one, call));
        if (!operation) continue;
        const { site, doubt } = this.#moduleClient(call.unit, module);
        if (!site) return [];
        return [this.#reach(call, operation, { ...found(clientThing(site)), doubt }, undefined)];
      }
    }
    return [];
  }

  /** Of what is called only the declared type is known: the one client of that type it can be. */
  #onTyped(call: Call, typed: string, one: Found): readonly Reach[] {
    const [type = '', ...path] = typed.split('#');
    const { unit } = call;
    const kinds = new Set(this.#words.clientsOfType(type, unit.language));
    const tables = [...this.#words.tablesOfType(type, unit.language), ...[...kinds].flatMap(kind => kind.operations)];
    const [operation] = this.#words
      .operations(tables, path)
      .filter(each => each.api !== undefined && this.#fits(each, call));
    if (!operation) return [];
    const component = this.#input.componentOf(unit.path);
    const all = this.#sites.filter(
      site =>
        (kinds.has(site.kind) || site.kind.operations.some(table => tables.includes(table))) &&
        site.kind.languages.includes(unit.language),
    );
    const near = all.filter(site => this.#input.componentOf(site.unit.path) === component);
    const named = [...kinds].some(kind => kind.service === 'azure');
    const shared = SHARED_TYPES.has(unit.language);
    const reachable = near.length > 0 || shared ? near : all;
    const candidates = reachable.filter(site => this.#clients.service(site) !== 'public');
    const [only] = candidates;
    if (only && candidates.length === 1 && !shared) {
      const client: Found<ClientThing> = {
        thing: clientThing(only),
        hops: one.hops,
        conditions: [],
        doubt: one.doubt + 1,
      };
      return [this.#reach(call, operation, client, undefined)];
    }
    const tied = named || candidates.some(site => this.#clients.service(site) === 'azure');
    return tied ? [this.#unlinked(call, operation)] : [];
  }

  /** What the reader of the file already knew: the construction the receiver came from. */
  #byReader(call: Call, frame: Frame | undefined): readonly Reach[] {
    const reaches: Reach[] = [];
    for (const fact of call.facts) {
      if (fact.receiver === undefined || fact.method === undefined) continue;
      const path = fact.method.split('.');
      const { receiver } = fact;
      if (this.#words.construct(receiver, call.unit.language).length === 0) continue;
      const sites = call.unit.calls
        .filter(other => other.facts.some(one => one.callee === receiver))
        .flatMap(other => this.#resolver.sitesOf(other));
      for (const site of sites) {
        const client: Found<ClientThing> = { ...found(clientThing(site)), doubt: 1 };
        reaches.push(...this.#onClient(call, client, path, frame));
      }
    }
    return reaches;
  }

  #reach(call: Call, operation: Operation, client: Found<ClientThing>, frame: Frame | undefined): Reach {
    const { thing } = client;
    const fact = operation.features || thing.features.length > 0 ? resolvedFact(this.#resolver, call) : call.first;
    const features = this.#features.of(fact, operation.features ?? [], call.unit.path);
    for (const [origin, told] of thing.features) {
      const before = this.#features.of(
        resolvedFact(this.#resolver, origin),
        told as readonly string[],
        origin.unit.path,
      );
      for (const feature of before) features.add(feature);
    }
    for (const feature of this.#features.around(call)) features.add(feature);
    const given = operation.model ? this.#resolver.source(call, operation.model.args ?? [], frame) : [];
    return {
      call,
      place: placeOf(call.unit, call.first.span),
      written: call.written,
      api: operation.api ?? 'unknown',
      site: thing.site,
      hops: client.hops,
      conditions: client.conditions,
      doubt: client.doubt,
      features,
      model: given.length > 0 ? given : thing.bound,
      level: 'api',
    };
  }

  #unlinked(call: Call, operation: Operation): Reach {
    const fact = resolvedFact(this.#resolver, call);
    const place = placeOf(call.unit, call.first.span);
    return {
      call,
      place,
      written: call.written,
      api: operation.api ?? 'unknown',
      site: undefined,
      hops: [],
      conditions: [],
      doubt: 2,
      features: this.#features.of(fact, operation.features ?? [], call.unit.path),
      model: operation.model ? this.#resolver.source(call, operation.model.args ?? [], undefined) : [],
      level: 'api',
      lost: true,
    };
  }

  // -------------------------------------------------------------- functions of libraries

  #functions(call: Call): readonly Reach[] {
    const reaches: Reach[] = [];
    const seen = new Set<FunctionKind>();
    for (const fact of call.facts) {
      for (const kind of this.#words.functionOf(fact.callee, call.unit.language, fact.form)) {
        if (kind.api === undefined || seen.has(kind)) continue;
        seen.add(kind);
        reaches.push(...this.#functionCall(call, kind));
      }
    }
    return reaches;
  }

  #functionCall(call: Call, kind: FunctionKind): readonly Reach[] {
    const operation: Operation = {
      method: [''],
      ...(kind.api !== undefined && { api: kind.api }),
      ...(kind.model && { model: kind.model }),
      ...(kind.features && { features: kind.features }),
    };
    if (!kind.client && kind.uses === undefined) {
      if (kind.service === undefined) return [];
      const fact = resolvedFact(this.#resolver, call);
      const tied =
        kind.service === 'azure' || (kind.azureWhen && this.#input.holds(kind.azureWhen, fact, call.unit.path));
      if (!tied) return [];
      if (kind.request) return [{ ...this.#plain(call, operation), doubt: 0 }];
      const site = this.#resolver.ownSite(call, kind);
      if (!this.#sites.includes(site)) this.#sites.push(site);
      return [this.#reach(call, operation, found(clientThing(site)), undefined)];
    }
    const handed = kind.client ? this.#handed(call, kind.client.args ?? [], undefined) : [];
    const clients = handed.length > 0 || kind.uses === undefined ? handed : (this.#holders.get(kind.uses) ?? []);
    return clients.map(client => this.#reach(call, operation, client, undefined));
  }

  /** A request without a client object. */
  #plain(call: Call, operation: Operation): Reach {
    const fact = resolvedFact(this.#resolver, call);
    return {
      call,
      place: placeOf(call.unit, call.first.span),
      written: call.written,
      api: operation.api ?? 'unknown',
      site: undefined,
      hops: [],
      conditions: [],
      doubt: 0,
      features: new Set([
        ...this.#features.of(fact, operation.features ?? [], call.unit.path),
        ...this.#features.around(call),
      ]),
      model: operation.model ? this.#resolver.source(call, operation.model.args ?? [], undefined) : [],
      level: 'api',
    };
  }

  // -------------------------------------------------------------- methods handed on

  /** `retry(client.chat.completions.create, …)`: the method is called by what it is given to. */
  #handedOn(call: Call): readonly Reach[] {
    const reaches: Reach[] = [];
    for (const value of [...call.first.args, ...call.first.named.map(one => one.value)]) {
      const name = value.via ?? (value.kind === 'reference' ? value.name : undefined);
      if (name === undefined || !name.includes('.') || !this.#words.operationNames.has(lastName(name))) continue;
      const things = this.#resolver.path(name, call.unit, call.scope, value.span, undefined);
      for (const one of things) {
        if (one.thing.kind !== 'client' || one.thing.path.length === 0) continue;
        const operation = this.#words.operations(one.thing.tables, one.thing.path).find(each => each.api !== undefined);
        if (!operation) continue;
        const reach = this.#reach(call, operation, { ...one, thing: one.thing }, undefined);
        reaches.push({ ...reach, place: placeOf(call.unit, value.span), written: name });
      }
    }
    return reaches;
  }

  // -------------------------------------------------------------- wrappers

  /** Who calls the functions that call the service, one level up. */
  #wrappers(reached: readonly Reach[]): readonly Reach[] {
    const byFunction = new Map<string, { unit: Unit; qualified: string; reaches: Reach[] }>();
    for (const reach of reached) {
      const { unit, scope } = reach.call;
      const qualified = unit.functionAround(scope);
      if (qualified === undefined) continue;
      const key = `${unit.path} ${qualified}`;
      const known = byFunction.get(key);
      if (known) known.reaches.push(reach);
      else byFunction.set(key, { unit, qualified, reaches: [reach] });
    }
    const taken = new Set(reached.map(({ place }) => `${place.path}:${place.line}`));
    const wrappers: Reach[] = [];
    for (const { unit, qualified, reaches } of byFunction.values()) {
      const fact = unit.functions.get(qualified);
      if (!fact) continue;
      for (const call of this.#resolver.callers(unit, fact, qualified)) {
        if (call.unit === unit && call.unit.functionAround(call.scope) === qualified) continue;
        const place = placeOf(call.unit, call.first.span);
        if (taken.has(`${place.path}:${place.line}`)) continue;
        for (const reach of this.#through(call, fact, reaches)) {
          wrappers.push({ ...reach, call, place, written: call.written, level: 'wrapper' });
        }
      }
    }
    return distinct(wrappers);
  }

  /** The clients a call of a wrapper reaches: where the wrapper is handed its client, the one this call hands over. */
  #through(call: Call, target: DefinitionFact, reaches: readonly Reach[]): readonly Reach[] {
    const frame: Frame = { target, call, outer: undefined, self: undefined, depth: 1 };
    return reaches.flatMap(reach => {
      const hop = [reach.place, ...reach.hops];
      if (reach.site === undefined) return [{ ...reach, hops: [reach.place] }];
      const own = this.#operated(reach.call, frame).map(one => one.site);
      if (own.length > 0 && !own.includes(reach.site)) return [];
      return [{ ...reach, hops: hop }];
    });
  }

  // -------------------------------------------------------------- report

  /** Clients that other clients are built on are used through them. */
  #withInner(used: ReadonlySet<ClientSite>): ReadonlySet<ClientSite> {
    const all = new Set(used);
    for (const site of all) {
      if (!site.call) continue;
      for (const at of allArguments(site.call, undefined)) {
        for (const { thing } of this.#resolver.clientsIn(at)) all.add(thing.site);
      }
    }
    return all;
  }

  #report(reaches: readonly Reach[]): Omit<CodeLinks, 'exhausted'> {
    const used = this.#withInner(new Set(reaches.flatMap(({ site }) => (site ? [site] : []))));
    const places = new Set([...used].map(site => `${site.place.path}:${site.place.line}`));
    const shown = this.#sites.filter(
      site =>
        used.has(site) ||
        // A starter makes several clients; those that nothing asks for are no news where another is used.
        (this.#clients.service(site) === 'azure' && !places.has(`${site.place.path}:${site.place.line}`)),
    );
    const clients = new Map<ClientSite, LinkedClient>();
    for (const site of shown) {
      clients.set(site, {
        client: this.#clients.report(site, used.has(site)),
        deployment: this.#clients.values(site, 'deployment'),
        endpoint: this.#clients.values(site, 'endpoint'),
      });
    }
    const several = new Map<string, Set<ClientSite | undefined>>();
    for (const reach of reaches) {
      const key = keyOf(reach);
      const sites = several.get(key);
      if (sites) sites.add(reach.site);
      else several.set(key, new Set([reach.site]));
    }
    const calls = reaches.map((reach): LinkedCall => {
      const client = reach.site && clients.get(reach.site);
      const chosen = (several.get(keyOf(reach))?.size ?? 1) > 1;
      const condition = chosen ? (reach.conditions[0] ?? reach.site?.condition) : undefined;
      const site: CallSite = {
        ...reach.place,
        client: reach.site ? reach.site.place : null,
        api: reach.api,
        call: reach.written,
        level: reach.level,
        features: sorted(reach.features),
        hops: hopsOf(reach),
        ...(condition !== undefined && { condition }),
        confidence: confidenceOf(reach.doubt),
      };
      const model = reach.model.flatMap(at =>
        this.#resolver.values(at).map((value: Value) => ({ value, at: placeOf(at.unit, at.value.span) })),
      );
      return { site, client, component: this.#input.componentOf(reach.call.unit.path), model };
    });
    return {
      clients: [...clients.values()].sort((a, b) => byPlace(a.client, b.client)),
      calls: calls.sort((a, b) => byPlace(a.site, b.site)),
      questions: questionsOf(reaches),
      wanted: wantedFiles(
        this.#resolver,
        this.#sites.filter(site => this.#clients.service(site) !== 'public'),
        reaches.map(one => one.call),
      ),
    };
  }
}

/** One question for each file with calls whose client was not found. */
function questionsOf(reaches: readonly Reach[]): OpenQuestion[] {
  const byFile = new Map<string, Reach[]>();
  for (const reach of reaches) {
    if (reach.lost && reach.level === 'api') push(byFile, reach.place.path, reach);
  }
  return [...byFile.values()].map(lost => ({
    code: 'client-unknown',
    question: askFor([...new Set(lost.map(({ written }) => `\`${written}\``))]),
    closes: 'It is handed over in a way that the text does not show: find where the object comes from.',
    places: lost.map(({ place }) => place),
  }));
}

/** Called everywhere, and never a client. */
const BUILT_IN = new Set(
  'str int float bool len print list dict set tuple range isinstance super open sorted enumerate zip getattr hasattr Exception ValueError Error Promise Date Array Object String Number Boolean Map Set require setTimeout fetch'.split(
    ' ',
  ),
);

function askFor(calls: readonly string[]): string {
  return `Which client ${calls.length === 1 ? 'does' : 'do'} ${calls.slice(0, 4).join(', ')} use?`;
}

function allArguments(call: Call, frame: Frame | undefined): readonly Located[] {
  const { unit, scope, first } = call;
  return [...first.args, ...first.named.map(one => one.value)].map(value => ({ value, unit, scope, frame }));
}

const keyOf = (reach: Reach): string =>
  `${reach.place.path}:${reach.place.line} ${reach.written} ${reach.api} ${reach.level}`;

/** One of each: the likeliest way to every client. */
function distinct(reaches: readonly Reach[]): readonly Reach[] {
  const best = new Map<string, Reach>();
  for (const reach of reaches) {
    const { site } = reach;
    const key = `${keyOf(reach)} ${site ? `${site.place.path}:${site.place.line} ${site.kind.id} ${site.call?.extent.column ?? ''}` : ''}`;
    const known = best.get(key);
    if (!known || reach.doubt < known.doubt || (reach.doubt === known.doubt && reach.hops.length < known.hops.length))
      best.set(key, reach);
  }
  return [...best.values()];
}

/** Calls that reach the service under some condition; other clients of such calls are kept beside it. */
function onlyTied(reaches: readonly Reach[], tied: (site: ClientSite) => boolean): readonly Reach[] {
  const keys = new Set(reaches.filter(({ site }) => !site || tied(site)).map(keyOf));
  const linked = new Set(reaches.filter(({ site }) => site).map(keyOf));
  // Where the way to a client was followed step by step, others that merely have the type are no candidates.
  const followed = new Set(reaches.filter(({ site, doubt }) => site && doubt === 0).map(keyOf));
  return reaches.filter(reach => {
    const key = keyOf(reach);
    if (!keys.has(key) || (!reach.site && linked.has(key))) return false;
    return reach.doubt === 0 || !followed.has(key);
  });
}

function hopsOf({ hops, place, site }: Reach): Place[] {
  const passed: Place[] = [];
  for (const hop of hops) {
    if (samePlace(hop, place) || samePlace(hop, site?.place) || passed.some(one => samePlace(one, hop))) continue;
    passed.push(hop);
  }
  return passed.slice(0, 12);
}

function confidenceOf(doubt: number): Confidence {
  return doubt === 0 ? 'certain' : doubt <= 2 ? 'likely' : 'possible';
}

function byPlace(a: Place, b: Place): number {
  return compareText(a.path, b.path) || a.line - b.line;
}
