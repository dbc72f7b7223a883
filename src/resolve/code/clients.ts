/** Clients: which constructions reach the service, and what they are given. */
import type { CallFact, Named, Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import { redact } from '../../model/redact.ts';
import type { ClientInputName, ClientKind, InputSource } from '../../model/vocabulary.ts';
import type { Client, ClientInput } from '../../model/workload.ts';
import { walkValue } from '../../model/fact.ts';
import { placeOf, type Resolver } from './resolver.ts';
import type { ClientSite, Located } from './things.ts';
import type { CodeInput } from './types.ts';
import type { Call } from './unit.ts';

export type Service = 'azure' | 'public' | 'undecided';

/** The call with what its arguments come down to in place of their names. */
export function resolvedFact(resolver: Resolver, call: Call): CallFact {
  const { first, unit, scope } = call;
  const known = (value: Value): Value => {
    if (value.kind === 'literal' || value.kind === 'env') return value;
    const values = resolver.values({ value, unit, scope, frame: undefined });
    const [only] = values;
    if (!only || (values.length === 1 && only === value)) return value;
    return { kind: 'choice', options: [value, ...values], span: value.span };
  };
  const named = first.named.map((one): Named => ({ ...one, value: known(one.value) }));
  for (const spread of first.spreads ?? []) {
    for (const { thing } of resolver.evaluate({ value: spread, unit, scope, frame: undefined })) {
      if (thing.kind === 'object') named.push(...thing.value.entries);
    }
  }
  return { ...first, args: first.args.map(known), named };
}

export class Clients {
  readonly #input: CodeInput;
  readonly #resolver: Resolver;
  readonly #services = new Map<ClientSite, Service>();
  /** Attributes that configure a module as a client, by the site that stands for it. */
  readonly modules = new Map<ClientSite, CallFact>();

  constructor(input: CodeInput, resolver: Resolver) {
    this.#input = input;
    this.#resolver = resolver;
  }

  /** Where the client's requests go. */
  service(site: ClientSite): Service {
    let service = this.#services.get(site);
    if (service === undefined) this.#services.set(site, (service = this.#decide(site)));
    return service;
  }

  #decide(site: ClientSite): Service {
    const { kind, unit, call } = site;
    const facts = call ? call.facts : [this.modules.get(site)].filter(fact => fact !== undefined);
    const [first] = facts;
    if (!first) return kind.service === 'azure' ? 'azure' : 'undecided';
    const said = this.#said(kind, first, unit.path);
    if (said !== 'undecided') return said;
    const resolved = call ? resolvedFact(this.#resolver, call) : first;
    const then = call ? this.#said(kind, resolved, unit.path) : said;
    if (then !== 'undecided') return then;
    const names = this.#input.tiedSettings;
    if (names && [...resolved.args, ...resolved.named.map(one => one.value)].some(value => readsOneOf(value, names)))
      return 'azure';
    return 'undecided';
  }

  #said(kind: ClientKind, fact: CallFact, path: string): Service {
    if (kind.publicWhen && this.#input.holds(kind.publicWhen, fact, path)) {
      if (!kind.azureWhen || !this.#input.holds(kind.azureWhen, fact, path)) return 'public';
    }
    if (kind.service !== 'depends') return kind.service === 'public' ? 'public' : 'azure';
    if (kind.azureWhen && this.#input.holds(kind.azureWhen, fact, path)) return 'azure';
    return 'undecided';
  }

  /** What the client is given under one of its inputs. */
  given(site: ClientSite, name: ClientInputName): readonly Located[] {
    const source = site.kind.inputs?.[name];
    if (!source) return [];
    const { call, unit } = site;
    if (!call) {
      const fact = this.modules.get(site);
      const named =
        fact?.named.filter(one => source.attributes?.some(attribute => attribute.endsWith(`.${one.name}`))) ?? [];
      return named.map(({ value }) => ({ value, unit, scope: fact?.scope ?? '', frame: undefined }));
    }
    const passed = this.#resolver.source(call, source.args ?? [], undefined);
    const options = passed.length > 0 ? [] : this.#ofOptions(call, source);
    if (options.length > 0) return options;
    if (passed.length > 0 && !source.calls) return passed;
    const inside = this.#inside(call, source);
    return inside.length > 0 ? inside : passed;
  }

  /** Properties of a record of options that is handed over whole. */
  #ofOptions(call: Call, source: InputSource): readonly Located[] {
    const { first, unit, scope } = call;
    const values = [...first.args, ...first.named.map(one => one.value)];
    for (const { property } of source.options ?? []) {
      const found = values.flatMap(value =>
        this.#resolver.options
          .ofArgument({ value, unit, scope, frame: undefined }, property)
          .map((one): Located => ({ value: one, unit, scope, frame: undefined })),
      );
      if (found.length > 0) return found;
    }
    return [];
  }

  /** Arguments of calls inside the arguments: `new Configuration({ basePath })`, `azure.WithEndpoint(x)`. */
  #inside(call: Call, source: InputSource): readonly Located[] {
    const results: Located[] = [];
    const values = [...call.first.args, ...call.first.named.map(one => one.value)];
    for (const { callee, arg } of source.calls ?? []) {
      for (const value of values) {
        for (const part of walkValue(value)) {
          if (part.kind !== 'call' || !callee.some(name => part.callee === name || part.callee.endsWith(`.${name}`)))
            continue;
          const found = argumentOf(part, arg);
          if (found) results.push({ value: found, unit: call.unit, scope: call.scope, frame: undefined });
        }
      }
    }
    return results;
  }

  /** The input as the report tells it. */
  input(site: ClientSite, name: ClientInputName): ClientInput | undefined {
    const source = site.kind.inputs?.[name];
    const given = this.given(site, name);
    if (given.length === 0) {
      const settings = source?.env ?? [];
      return settings.length > 0 ? { settings: [...settings], from: [], confidence: 'likely' } : undefined;
    }
    const values = given.flatMap(at => this.#resolver.values(at));
    const settings = [...new Set(values.flatMap(settingsIn))];
    const texts = [
      ...new Set(values.flatMap(value => (value.kind === 'literal' || value.kind === 'template' ? [value.text] : []))),
    ];
    const from = placesOf(given);
    return {
      ...(texts.length > 0 && texts[0] !== undefined && { value: name === 'key' ? '***' : redact(texts[0]) }),
      settings,
      from,
      confidence:
        values.length > 0 && values.every(value => value.kind !== 'reference' && value.kind !== 'unknown')
          ? 'certain'
          : 'likely',
    };
  }

  /** Values that may name the deployment the client is bound to. */
  values(site: ClientSite, name: ClientInputName): readonly Value[] {
    const given = this.given(site, name);
    if (given.length > 0) return given.flatMap(at => this.#resolver.values(at));
    const span = site.call?.first.span ?? { line: site.place.line, column: 1, endLine: site.place.line, endColumn: 1 };
    return (site.kind.inputs?.[name]?.env ?? []).map((env): Value => ({ kind: 'env', name: env, span }));
  }

  report(site: ClientSite, used: boolean): Client {
    const endpoint = this.input(site, 'endpoint');
    const key = this.input(site, 'key');
    const token = this.input(site, 'token');
    const version = this.input(site, 'version');
    const deployment = this.input(site, 'deployment');
    const passedKey = this.given(site, 'key').length > 0;
    const passedToken = this.given(site, 'token').length > 0;
    const credential = passedToken && !passedKey ? token : (key ?? token);
    const kind =
      passedToken && !passedKey
        ? 'token'
        : passedKey && !passedToken
          ? 'key'
          : passedToken
            ? 'unknown'
            : key
              ? 'key'
              : 'unknown';
    return {
      ...site.place,
      name: site.name,
      language: site.unit.language,
      component: this.#input.componentOf(site.unit.path),
      tie: this.service(site) === 'azure',
      used,
      ...(site.condition !== undefined && { condition: site.condition }),
      ...(endpoint && { endpoint }),
      ...(credential && { credential: { ...credential, kind } }),
      ...(version && { version }),
      ...(deployment && { deployment }),
    };
  }
}

function argumentOf(call: Value & { kind: 'call' }, arg: string): Value | undefined {
  const [head = '', ...inside] = arg.split('.');
  let value: Value | undefined = /^\d+$/.test(head)
    ? call.args[Number(head)]
    : (call.named.findLast(one => one.name === head)?.value ??
      call.args.flatMap(one => (one.kind === 'object' ? one.entries : [])).findLast(one => one.name === head)?.value);
  for (const key of inside) {
    value = value?.kind === 'object' ? value.entries.findLast(one => one.name === key)?.value : undefined;
  }
  return value;
}

function readsOneOf(value: Value, names: ReadonlySet<string>): boolean {
  for (const part of walkValue(value)) if (part.kind === 'env' && names.has(part.name)) return true;
  return false;
}

/** Names of the settings a value is read from. */
export function settingsIn(value: Value): string[] {
  const names: string[] = [];
  for (const part of walkValue(value)) if (part.kind === 'env') names.push(part.name);
  return names;
}

function placesOf(given: readonly Located[]): Place[] {
  const places: Place[] = [];
  for (const { unit, value } of given) {
    const place = placeOf(unit, value.span);
    if (!places.some(one => one.path === place.path && one.line === place.line)) places.push(place);
  }
  return places;
}
