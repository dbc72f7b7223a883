/**
 * What names and expressions stand for, across files: variables, fields, parameters through their callers, results of
 * functions, what modules hand on. Works on facts alone and knows no language but for the few traits below.
 */
import {
  possibilities,
  type DefinitionFact,
  type ImportFact,
  type Named,
  type Parameter,
  type Value,
} from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Span } from '../../model/span.ts';
import type { ClientKind, FunctionKind } from '../../model/vocabulary.ts';
import { Containers, Extensions } from './containers.ts';
import { Modules } from './modules.ts';
import { Options } from './options.ts';
import { lastName, parsePath, type Step } from './path.ts';
import {
  found,
  through,
  type ClientSite,
  type ClientThing,
  type Found,
  type Frame,
  type InstanceThing,
  type Located,
  type Thing,
} from './things.ts';
import { calledNames, lasting, outerScope, push, reaching, Unit, type Call } from './unit.ts';
import type { CodeFile } from './types.ts';
import type { Words } from './words.ts';

/** Longer ways are not followed. */
const MAX_DEPTH = 40;
/** A question that costs more than this is about code that leads everywhere. */
const MAX_STEPS = 20_000;
/** All questions together take no more steps than this; what is asked after that stays open, and the report says so. */
const MAX_TOTAL = 400_000;
const MAX_FRAMES = 4;
/** A function with more callers tells nothing about what it is given. */
const MAX_CALLERS = 48;
/** More possible origins than this tell nothing. */
const MAX_FOUND = 24;
const MAX_BASES = 6;

/** Languages in which a field is named without the object it belongs to. */
const BARE_FIELDS = new Set(['csharp', 'java', 'kotlin']);
/** Languages whose files see each other's types (and, of one folder, functions) without an import. */
export const SHARED_TYPES: ReadonlySet<string> = new Set(['csharp', 'java', 'kotlin', 'go']);
const SHARED_FUNCTIONS = new Set(['go']);
const SELF = new Set(['self', 'this', 'cls']);
const CONSTRUCTORS = new Set(['__init__', 'constructor', '.ctor', '__new__']);

const NOTHING: readonly Found[] = [];

export class Resolver {
  readonly units = new Map<string, Unit>();
  readonly words: Words;
  readonly modules: Modules;
  /** Files of the tree that a name led to and that were not read. */
  readonly missed = new Set<string>();
  readonly #sites = new Map<string, ClientSite>();
  readonly #callers = new Map<string, Call[]>();
  readonly #types = new Map<string, { unit: Unit; fact: DefinitionFact; qualified: string }[]>();
  /** Last name of a base → last names of classes that name it as one. */
  readonly #derived = new Map<string, string[]>();
  readonly #folders = new Map<string, Unit[]>();
  readonly #outside = new Map<string, { unit: Unit; fact: { value?: Value; scope?: string; span: Span } }[]>();
  readonly #memo = new Map<string, readonly Found[]>();
  /** Answers that hold for the question at hand, with the level of the key they lead back to. */
  readonly #passing = new Map<string, { readonly found: readonly Found[]; readonly lowest: number }>();
  /** Keys of such answers, by that level. */
  readonly #resting = new Map<number, string[]>();
  /** Keys that are being followed, with their level. */
  readonly #active = new Map<string, number>();
  /** The lowest level that what is being followed leads back to. */
  #lowest = Infinity;
  #depth = 0;
  /** What one question from outside has cost so far. */
  #steps = 0;
  #total = 0;

  readonly #componentOf: (path: string) => string;
  readonly #methods = new Map<string, Set<string>>();
  #containers: Containers | undefined;
  #options: Options | undefined;
  #extensions: Extensions | undefined;

  constructor(
    files: readonly CodeFile[],
    paths: readonly string[],
    words: Words,
    componentOf: (path: string) => string = () => '',
    goModules?: ReadonlyMap<string, string>,
  ) {
    this.#componentOf = componentOf;
    this.words = words;
    this.modules = new Modules(paths, goModules);
    for (const file of files) this.#add(new Unit(file));
  }

  #add(unit: Unit): void {
    this.units.set(this.units.has(unit.path) ? `${unit.path} ${unit.language}` : unit.path, unit);
    for (const call of unit.calls) for (const name of calledNames(call)) push(this.#callers, name, call);
    for (const [qualified, fact] of unit.classes) {
      push(this.#types, lastName(qualified), { unit, fact, qualified });
      const bases = fact.value?.kind === 'list' ? fact.value.items : [];
      for (const base of bases)
        if (base.kind === 'reference') push(this.#derived, lastName(base.name), lastName(qualified));
    }
    const slash = unit.path.lastIndexOf('/');
    push(this.#folders, `${unit.language} ${slash < 0 ? '' : unit.path.slice(0, slash)}`, unit);
    for (const [path, facts] of unit.outside) {
      for (const fact of facts) push(this.#outside, tail(path), { unit, fact });
    }
  }

  /** Every call that may be known by the last name. */
  callsNamed(name: string): readonly Call[] {
    return this.#callers.get(name) ?? [];
  }

  /** What containers and builders hand out by type. */
  get containers(): Containers {
    return (this.#containers ??= new Containers(this));
  }

  get extensions(): Extensions {
    return (this.#extensions ??= new Extensions(this.units.values()));
  }

  component(unit: Unit): string {
    return this.#componentOf(unit.path);
  }

  /** Names of the methods of a type, wherever in its package they stand; those with a body only. */
  methodsOf(unit: Unit, qualified: string): ReadonlySet<string> {
    const key = `${unit.path} ${qualified}`;
    let names = this.#methods.get(key);
    if (!names) {
      names = new Set();
      for (const one of this.#siblings(unit)) {
        for (const [name, facts] of one.definitions.get(qualified) ?? []) {
          if (facts.some(fact => fact.role === 'function' && fact.parameters?.some(each => each.object)))
            names.add(name);
        }
      }
      this.#methods.set(key, names);
    }
    return names;
  }

  /** Something of a declared type, as it stands in a file. */
  ofType(type: string, unit: Unit): readonly Found[] {
    return this.#typed(type, unit);
  }

  /** What a function gives when it is called by something unseen. */
  resultsOf(fact: DefinitionFact, unit: Unit, qualified: string): readonly Found[] {
    return this.#returns(fact, unit, qualified, {});
  }

  /** Functions of the code base that a call enters. */
  functionsCalled(call: Call): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] {
    return this.path(call.written, call.unit, call.scope, call.extent, undefined).flatMap(({ thing }) =>
      thing.kind === 'function' ? [thing] : [],
    );
  }

  /** The declared type of what a value names. */
  declaredType(value: Value | undefined, unit: Unit, scope: string): string | undefined {
    const name = value?.via ?? (value?.kind === 'reference' ? value.name : undefined);
    if (name === undefined || /[.[(]/.test(name)) return undefined;
    for (let here = scope; ; here = outerScope(here)) {
      const declared = unit.named(here, name).find(one => one.type !== undefined)?.type;
      const parameter = this.#parameterNamed(unit, here, name)?.type;
      if (declared !== undefined || parameter !== undefined) return declared ?? parameter;
      if (here === '') return undefined;
    }
  }

  // -------------------------------------------------------------- values

  /** What a value may be, with its names looked up where it stands. */
  evaluate(at: Located): readonly Found[] {
    if (this.#isTooFar()) return NOTHING;
    this.#depth++;
    try {
      return this.#evaluate(at);
    } finally {
      this.#depth--;
    }
  }

  /** True when some questions were left open because following them took too long. */
  get exhausted(): boolean {
    return this.#total > MAX_TOTAL;
  }

  #isTooFar(): boolean {
    this.#steps++;
    this.#total++;
    if (this.#depth <= MAX_DEPTH && this.#steps <= MAX_STEPS && this.#total <= MAX_TOTAL) return false;
    this.#lowest = 0;
    return true;
  }

  /**
   * Follows what the key stands for, unless that is being done already. An answer that leads back to a key that is
   * still being followed holds until that is done; whole ones are kept.
   */
  #once(key: string, kept: boolean, follow: () => readonly Found[]): readonly Found[] {
    const level = this.#active.size;
    if (level === 0) {
      this.#passing.clear();
      this.#steps = 0;
    }
    const known = this.#memo.get(key);
    if (known) return known;
    const passing = this.#passing.get(key);
    if (passing) {
      this.#lowest = Math.min(this.#lowest, passing.lowest);
      return passing.found;
    }
    const under = this.#active.get(key);
    if (under !== undefined) {
      this.#lowest = Math.min(this.#lowest, under);
      return NOTHING;
    }
    if (this.#isTooFar()) return NOTHING;
    const outer = this.#lowest;
    this.#lowest = Infinity;
    this.#active.set(key, level);
    this.#depth++;
    const result = limited(follow());
    this.#depth--;
    this.#active.delete(key);
    const lowest = this.#lowest >= level ? Infinity : this.#lowest;
    for (const resting of this.#resting.get(level) ?? []) this.#passing.delete(resting);
    this.#resting.delete(level);
    if (kept && lowest === Infinity) this.#memo.set(key, result);
    else {
      this.#passing.set(key, { found: result, lowest });
      if (lowest !== Infinity) push(this.#resting, lowest, key);
    }
    this.#lowest = Math.min(outer, lowest);
    return result;
  }

  #evaluate(at: Located): readonly Found[] {
    const { value, unit, scope, frame } = at;
    const call = value.kind === 'call' || value.via !== undefined ? unit.callAt(value.span) : undefined;
    if (call) {
      const made = this.call(call, frame);
      if (made.length > 0) return made;
    }
    if (value.via !== undefined) {
      const named = this.path(value.via, unit, scope, value.span, frame);
      const useful = named.filter(one => one.thing.kind !== 'symbol' || value.kind === 'reference');
      if (useful.length > 0) return useful;
    }
    switch (value.kind) {
      case 'choice':
        return limited(value.options.flatMap(option => this.evaluate({ ...at, value: option })));
      case 'reference': {
        const variable = ENVIRONMENT.exec(value.name)
          ?.slice(1)
          .find(name => name !== undefined);
        if (variable === undefined) return this.reference(value.name, unit, scope, value.span, frame);
        return [found({ kind: 'value', at: { ...at, value: { kind: 'env', name: variable, span: value.span } } })];
      }
      case 'object':
        return [found({ kind: 'object', value, at })];
      case 'list':
        return [found({ kind: 'list', items: value.items, at })];
      case 'call':
        return call ? NOTHING : this.#carried([...value.args, ...value.named.map(one => one.value)], at);
      case 'literal':
        return value.type === 'null' ? NOTHING : [found({ kind: 'value', at })];
      case 'template':
      case 'env':
        return [found({ kind: 'value', at })];
      case 'unknown': {
        const lambda = unit.lambdaAt(value.span);
        return lambda ? [found({ kind: 'function', unit, fact: lambda, qualified: scope, self: undefined })] : NOTHING;
      }
      default:
        return NOTHING;
    }
  }

  /** Clients in a value, at any depth. */
  clientsIn(at: Located): readonly Found<ClientThing>[] {
    return unique(this.#clientsIn(at.value, at, 0));
  }

  /** The client that a call of a library function is by itself. */
  ownSite(call: Call, kind: FunctionKind): ClientSite {
    const own: ClientKind = {
      id: kind.id,
      languages: kind.languages,
      service: kind.service ?? 'azure',
      ...(kind.azureWhen && { azureWhen: kind.azureWhen }),
      ...(kind.inputs && { inputs: kind.inputs }),
      operations: kind.gives === undefined ? [] : [kind.gives],
    };
    return this.#site(own, call, call.first.callee);
  }

  /** Clients among the values, carried on by something foreign that was given them. */
  #carried(values: readonly Value[], at: Located): readonly Found[] {
    const clients = values.flatMap(value => this.#clientsIn(value, at, 0));
    return clients.length > 0 ? [found({ kind: 'carrier', clients: unique(clients), path: [] })] : NOTHING;
  }

  #clientsIn(value: Value, at: Located, depth: number): readonly Found<ClientThing>[] {
    if (depth > 3 || value.kind === 'literal' || value.kind === 'env' || value.kind === 'template') return [];
    if (value.via === undefined && value.kind === 'object')
      return value.entries.flatMap(entry => this.#clientsIn(entry.value, at, depth + 1));
    if (value.via === undefined && value.kind === 'list')
      return value.items.slice(0, 32).flatMap(item => this.#clientsIn(item, at, depth + 1));
    return this.evaluate({ ...at, value }).flatMap(one => this.#carriedBy(one, depth));
  }

  #carriedBy(one: Found, depth: number): readonly Found<ClientThing>[] {
    const { thing } = one;
    switch (thing.kind) {
      case 'client':
        return [{ ...one, thing }];
      case 'carrier':
        return thing.clients.map(inner => ({
          ...inner,
          hops: [...one.hops, ...inner.hops],
          doubt: one.doubt + inner.doubt,
        }));
      case 'object':
        return thing.value.entries.flatMap(entry => this.#clientsIn(entry.value, thing.at, depth + 1));
      case 'list':
        return thing.items.slice(0, 32).flatMap(item => this.#clientsIn(item, thing.at, depth + 1));
      default:
        return [];
    }
  }

  // -------------------------------------------------------------- names

  /** A canonical name: through the import it starts with, else as it stands. */
  reference(name: string, unit: Unit, scope: string, span: Span, frame: Frame | undefined): readonly Found[] {
    let best: ImportFact | undefined;
    for (const one of unit.imports) {
      if (name.startsWith(one.name) && /^(?:$|[.[(])/.test(name.slice(one.name.length))) {
        if (!best || one.name.length > best.name.length) best = one;
      }
    }
    const whole = best && /[./]/.test(best.name) ? best : undefined;
    if (!whole) return this.path(name, unit, scope, span, frame);
    const { steps } = parsePath(`x${name.slice(whole.name.length)}`);
    return this.#walk(this.#imported(unit, whole), steps, unit, span, frame);
  }

  /** What the callee of a call may be. */
  callee(call: Call, frame: Frame | undefined): readonly Found[] {
    const { unit, scope, written, extent } = call;
    const { on } = call.first;
    if (!written.startsWith('*') || !on) return this.path(written, unit, scope, extent, frame);
    return this.#walk(
      this.evaluate({ value: on, unit, scope, frame }),
      parsePath(written.slice(1)).steps,
      unit,
      extent,
      frame,
    );
  }

  /** A path as written at a place. */
  path(text: string, unit: Unit, scope: string, span: Span, frame: Frame | undefined): readonly Found[] {
    if (text === '' || text.length > 400) return NOTHING;
    const key = `path ${unit.path} ${scope} ${text} ${placeKey(span)} ${frameKey(frame)}`;
    return this.#once(key, !frame, () => this.#follow(text, unit, scope, span, frame));
  }

  #follow(text: string, unit: Unit, scope: string, span: Span, frame: Frame | undefined): readonly Found[] {
    const { root, steps } = parsePath(text);
    const start = root === '*' ? this.#constructedAt(unit, span, frame) : this.#root(root, unit, scope, span, frame);
    let result = this.#walk(start, steps, unit, span, frame);
    if (result.length === 0 && steps.length > 0) result = this.#fromInside(steps, unit, span, frame);
    if (leadsSomewhere(result)) return result;
    const filled = this.#filledWith(root, steps, unit, scope, span);
    if (filled.length > 0) return filled;
    const stored = steps.length > 1 ? this.#stored(text) : NOTHING;
    if (stored.length > 0) return stored;
    return result.length > 0 || steps.length === 0 ? result : this.#lastGiven(steps, unit, span, frame);
  }

  /** Something foreign that clients were put into after it was made: `kernel.add_service(client)`. */
  #filledWith(root: string, steps: readonly Step[], unit: Unit, scope: string, span: Span): readonly Found[] {
    if (unit.additions.size === 0) return NOTHING;
    let path = root;
    for (let i = 0; i <= steps.length; i++) {
      const added = (unit.additions.get(path) ?? []).filter(call => sameHolder(unit, path, scope, call.scope));
      const values = added.slice(0, 8).flatMap(call => {
        const at: Located = { value: UNKNOWN, unit, scope: call.scope, frame: undefined };
        return this.#carried([...call.first.args, ...call.first.named.map(one => one.value)], at);
      });
      if (values.length > 0) return this.#walk(limited(values), steps.slice(i), unit, span, undefined);
      const step = steps[i];
      if (step?.kind !== 'name') return NOTHING;
      path += `.${step.name}`;
    }
    return NOTHING;
  }

  /** A chain whose beginning says nothing, from the last call in it that does: `x.GetService<T>().y`, `x.AddClient(…).y`. */
  #fromInside(steps: readonly Step[], unit: Unit, span: Span, frame: Frame | undefined): readonly Found[] {
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i];
      if (step?.kind !== 'call') continue;
      const inner = unit.callFrom(span, step.written);
      if (!inner || (this.containers.asked(inner) === undefined && this.sitesOf(inner).length === 0)) continue;
      return this.#walk(this.call(inner, frame), steps.slice(i + 1), unit, span, frame);
    }
    return NOTHING;
  }

  /** `new X(…).y`: what is made where the chain begins. */
  #constructedAt(unit: Unit, span: Span, frame: Frame | undefined): readonly Found[] {
    const made = unit.madeAt(span);
    return made ? this.call(made, frame) : NOTHING;
  }

  #root(name: string, unit: Unit, scope: string, span: Span, frame: Frame | undefined): readonly Found[] {
    if (SELF.has(name)) {
      const self = this.#self(unit, scope, frame);
      if (self) return [found(self)];
    }
    if (name === 'super' || name === 'base') {
      const self = this.#self(unit, scope, frame);
      return self ? this.#bases(self).map(base => found({ ...base, frame: self.frame })) : NOTHING;
    }
    return this.name(name, unit, scope, span, frame);
  }

  #self(unit: Unit, scope: string, frame: Frame | undefined): InstanceThing | undefined {
    const qualified = unit.classAround(scope);
    const fact = qualified === undefined ? undefined : unit.classes.get(qualified);
    if (qualified === undefined || !fact) return undefined;
    for (let here = frame; here; here = here.outer) {
      if (here.target === fact) return { kind: 'instance', unit, fact, qualified, frame: here };
      if (here.self && (here.self.fact === fact || this.#bases(here.self).some(base => base.fact === fact)))
        return here.self;
    }
    return { kind: 'instance', unit, fact, qualified, frame: undefined };
  }

  /** A plain name, from the innermost scope outwards. */
  name(name: string, unit: Unit, scope: string, span: Span, frame: Frame | undefined): readonly Found[] {
    const lambda = unit.lambdaParameter(name, span);
    if (lambda?.type !== undefined) return this.#typed(lambda.type, unit);
    const use = branchAt(unit, scope, span);
    let inner = true;
    for (let here = scope; ; here = outerScope(here)) {
      const result = this.#inScope(name, unit, here, span, inner ? use : undefined, inner, frame);
      if (result) return result;
      if (here === '') break;
      if (unit.functions.has(here) || unit.classes.has(here)) inner = false;
    }
    return this.#top(name, unit, span);
  }

  #inScope(
    name: string,
    unit: Unit,
    scope: string,
    span: Span,
    branch: ReturnType<typeof branchAt>,
    inner: boolean,
    frame: Frame | undefined,
  ): readonly Found[] | undefined {
    const isClass = unit.classes.has(scope);
    if (isClass) {
      if (!BARE_FIELDS.has(unit.language)) return undefined;
      const self = this.#self(unit, scope, frame);
      const field = self && this.#member(self, name);
      return field && field.length > 0 ? field : undefined;
    }
    const definitions = unit.named(scope, name).filter(one => one.role !== 'field');
    const parameter = this.#parameterNamed(unit, scope, name);
    if (definitions.length === 0 && !parameter) return undefined;
    const added = SHARED_TYPES.has(unit.language) ? this.containers.addedTo(unit, scope, name) : NOTHING;
    if (added.length > 0) return added;
    const seen = inner ? reaching(definitions, span, branch) : lasting(definitions);
    const results = seen.flatMap(one => this.#definition(one, unit, frame));
    const certain = seen.some(one => !one.branch);
    if (parameter && !certain) results.push(...this.#parameter(unit, scope, parameter, frame));
    if (results.length === 0 && (scope === '' || !inner)) return this.#assignedElsewhere(name, unit, scope, frame);
    return limited(results);
  }

  /** What functions inside assign to a variable of an outer scope. */
  #assignedElsewhere(name: string, unit: Unit, scope: string, frame: Frame | undefined): readonly Found[] {
    const prefix = scope === '' ? '' : `${scope}.`;
    const results: Found[] = [];
    for (const [inside, names] of unit.definitions) {
      if (inside === scope || !inside.startsWith(prefix) || !unit.functions.has(inside)) continue;
      for (const one of names.get(name) ?? []) {
        if (one.role === 'variable') results.push(...through(this.#definition(one, unit, frame), { doubt: 0 }));
      }
    }
    return limited(results);
  }

  #parameterNamed(unit: Unit, scope: string, name: string): Parameter | undefined {
    const own = unit.functions.get(scope)?.parameters?.find(one => one.name === name);
    if (own) return own;
    // The body of a constructor that is no function of its own.
    const last = lastName(scope);
    const owner = outerScope(scope);
    const holder = CONSTRUCTORS.has(last) || lastName(owner) === last ? unit.classes.get(owner) : undefined;
    return holder?.parameters?.find(one => one.name === name);
  }

  #definition(fact: DefinitionFact, unit: Unit, frame: Frame | undefined): readonly Found[] {
    const scope = fact.scope ?? '';
    const qualified = scope === '' ? fact.name : `${scope}.${fact.name}`;
    if (fact.role === 'class') return [found({ kind: 'class', unit, fact, qualified })];
    if (fact.role === 'function' || ((fact.parameters || fact.returns) && !isPlainValue(fact.value)))
      return [found({ kind: 'function', unit, fact, qualified, self: undefined })];
    const results = fact.value ? this.evaluate({ value: fact.value, unit, scope, frame }) : NOTHING;
    const place = placeOf(unit, fact.span);
    if (results.length > 0) return through(results, { hop: place, condition: fact.branch?.condition });
    // `var client *Client` of a package, filled by a function of it.
    if (!fact.value && scope === '' && fact.role === 'variable') {
      const given = this.#siblings(unit).flatMap(one => this.#assignedElsewhere(fact.name, one, '', frame));
      if (given.length > 0) return given;
    }
    return this.#madeElsewhere(fact.value, unit, scope) ? NOTHING : this.#declared(fact, unit);
  }

  /** Is the value made by a type or function of some library? Its declared type is then no reason to take another object of that type for it. */
  #madeElsewhere(value: Value | undefined, unit: Unit, scope: string): boolean {
    if (value?.kind === 'literal' && value.type === 'null') return true;
    if (!SHARED_TYPES.has(unit.language) || value?.kind !== 'call' || value.via !== undefined) return false;
    const call = unit.callAt(value.span);
    if (!call) return false;
    if (call.first.form !== 'call') return this.#classNamed(call.written, unit).length === 0;
    const { root } = parsePath(call.written);
    if (!/^[A-Z]/.test(root) || this.containers.asked(call) !== undefined) return false;
    return this.path(root, unit, scope, call.extent, undefined).every(({ thing }) => thing.kind === 'symbol');
  }

  /** What is known of a name of which only the declaration says something. */
  #declared(fact: DefinitionFact, unit: Unit): readonly Found[] {
    const [read] = unit.reads.get(fact.span.line) ?? [];
    if (read && fact.role === 'field') {
      const value: Value = {
        kind: 'env',
        name: read.name,
        span: fact.span,
        ...(read.default && { default: read.default }),
      };
      return [found({ kind: 'value', at: { value, unit, scope: fact.scope ?? '', frame: undefined } })];
    }
    return fact.type === undefined ? NOTHING : through(this.#typed(fact.type, unit), { hop: placeOf(unit, fact.span) });
  }

  /** Something of a declared type. */
  #typed(type: string, unit: Unit): readonly Found[] {
    const injected = SHARED_TYPES.has(unit.language);
    const classes = this.#classNamed(type, unit);
    if (classes.length > 0) {
      const provided = injected
        ? this.containers.provided(type, unit).filter(one => one.thing.kind !== 'value')
        : NOTHING;
      if (provided.length > 0 && provided.every(one => one.thing.kind !== 'typed')) return provided;
      return classes
        .flatMap(one => (injected ? this.containers.implementations(one.fact, one.unit, one.qualified) : [one]))
        .map(({ unit: home, fact, qualified }) =>
          found({ kind: 'instance' as const, unit: home, fact, qualified, frame: undefined }),
        );
    }
    const provided = injected ? this.containers.provided(type, unit).filter(isUseful) : NOTHING;
    if (provided.length > 0) return provided;
    // An alias of a type may say what is injected for it.
    const alias =
      /[./]/.test(type) || unit.named('', type).length > 0
        ? this.reference(type, unit, '', ORIGIN, undefined)
        : NOTHING;
    const known = alias.filter(
      ({ thing }) => thing.kind === 'instance' || thing.kind === 'client' || thing.kind === 'carrier',
    );
    return known.length > 0 ? known : [found({ kind: 'typed', type, unit })];
  }

  #classNamed(type: string, unit: Unit): readonly { unit: Unit; fact: DefinitionFact; qualified: string }[] {
    const own = unit.classes.get(type);
    if (own) return [{ unit, fact: own, qualified: type }];
    const imported = unit.imports.find(one => one.name === type || one.local === type);
    if (imported) {
      return this.#imported(unit, imported).flatMap(({ thing }) =>
        thing.kind === 'class' ? [{ unit: thing.unit, fact: thing.fact, qualified: thing.qualified }] : [],
      );
    }
    if (!SHARED_TYPES.has(unit.language)) return [];
    const all = this.#types.get(lastName(type))?.filter(one => one.unit.language === unit.language) ?? [];
    return all.length > 3 ? [] : all;
  }

  /** What the top of a file does not say itself. */
  #top(name: string, unit: Unit, span: Span): readonly Found[] {
    const imports = unit.imports.filter(one => one.local === name && one.exported === undefined);
    if (imports.length > 0) {
      const best = imports.length === 1 ? imports : imports.filter(one => one.span.line <= span.line).slice(-2);
      return limited((best.length > 0 ? best : imports).flatMap(one => this.#importedAs(unit, one, name)));
    }
    for (const one of unit.imports) {
      if (!one.name.endsWith('*')) continue;
      const target = this.#unitOf(unit, one.module);
      const result = target ? this.#exported(target, name, new Set([unit])) : NOTHING;
      if (result.length > 0) return result;
    }
    if (SHARED_TYPES.has(unit.language)) {
      const classes = this.#classNamed(name, unit);
      if (classes.length > 0) return classes.map(one => found({ kind: 'class' as const, ...one }));
    }
    if (SHARED_FUNCTIONS.has(unit.language)) {
      const slash = unit.path.lastIndexOf('/');
      for (const other of this.#folders.get(`${unit.language} ${slash < 0 ? '' : unit.path.slice(0, slash)}`) ?? []) {
        if (other === unit) continue;
        const result = lasting(other.named('', name)).flatMap(fact => this.#definition(fact, other, undefined));
        if (result.length > 0) return result;
      }
    }
    return NOTHING;
  }

  // -------------------------------------------------------------- modules

  #importedAs(unit: Unit, fact: ImportFact, local: string): readonly Found[] {
    // `import a.b.c` brings in `a`.
    if (fact.name === fact.module && fact.name.startsWith(`${local}.`) && !fact.name.startsWith('.')) {
      return this.#moduleOrSymbol(unit, local);
    }
    return this.#imported(unit, fact);
  }

  #imported(unit: Unit, fact: ImportFact): readonly Found[] {
    const target = this.#unitOf(unit, fact.module);
    const whole = fact.name === fact.module;
    if (whole)
      return target ? [found({ kind: 'module', unit: target })] : [found({ kind: 'symbol', name: fact.name, unit })];
    const name = fact.name.slice(fact.module.length + (fact.module.endsWith('.') ? 0 : 1));
    if (target) {
      const result = this.#exported(target, name, new Set([unit]));
      if (result.length > 0) return through(result, { hop: undefined });
    }
    const inside = this.#unitOf(unit, fact.module.endsWith('.') ? fact.module + name : `${fact.module}.${name}`);
    if (inside && (unit.language === 'python' || unit.language === 'notebook'))
      return [found({ kind: 'module', unit: inside })];
    return [found({ kind: 'symbol', name: fact.name, unit })];
  }

  #moduleOrSymbol(unit: Unit, name: string): readonly Found[] {
    const target = this.#unitOf(unit, name);
    return [found(target ? { kind: 'module', unit: target } : { kind: 'symbol', name, unit })];
  }

  #unitOf(from: Unit, specifier: string): Unit | undefined {
    const path = this.modules.resolve(from.path, specifier, from.language);
    if (path === undefined) return undefined;
    if (from.language === 'go') return this.#packageUnit(from, specifier);
    const unit = this.units.get(path);
    if (!unit) this.missed.add(path);
    return unit;
  }

  /** Any file of a Go package stands for it; those that were not read are wanted. */
  #packageUnit(from: Unit, specifier: string): Unit | undefined {
    const files = this.modules.packageFiles(from.path, specifier);
    const read = files.flatMap(file => this.units.get(file) ?? []);
    for (const file of files) if (!this.units.has(file)) this.missed.add(file);
    return read[0];
  }

  /** The files of a type or name: of Go, all of the package. */
  #siblings(unit: Unit): readonly Unit[] {
    if (unit.language !== 'go') return [unit];
    const slash = unit.path.lastIndexOf('/');
    return this.#folders.get(`go ${slash < 0 ? '' : unit.path.slice(0, slash)}`) ?? [unit];
  }

  /** What a module has under a name. */
  #exported(unit: Unit, name: string, seen: ReadonlySet<Unit>): readonly Found[] {
    if (seen.has(unit) || seen.size > 12) return NOTHING;
    const passed = new Set([...seen, unit]);
    if (unit.language === 'go') {
      return limited(
        this.#siblings(unit).flatMap(one => {
          const results = lasting(one.named('', name)).flatMap(fact => this.#definition(fact, one, undefined));
          return results.length > 0 || one.named('', name).length === 0
            ? results
            : this.#assignedElsewhere(name, one, '', undefined);
        }),
      );
    }
    const own = lasting(unit.named('', name));
    if (own.length > 0) {
      const results = own.flatMap(one => this.#definition(one, unit, undefined));
      return results.length > 0 ? limited(results) : this.#assignedElsewhere(name, unit, '', undefined);
    }
    const direct =
      unit.imports.find(one => one.exported === name) ??
      unit.imports.find(one => one.local === name && one.scope === undefined);
    if (direct) {
      const target = this.#unitOf(unit, direct.module);
      const inner = direct.name.slice(direct.module.length + (direct.module.endsWith('.') ? 0 : 1));
      if (target && inner !== '') {
        const result = this.#exported(target, inner, passed);
        if (result.length > 0) return result;
      }
      return this.#imported(unit, direct);
    }
    for (const path of [`module.exports.${name}`, `exports.${name}`]) {
      const results = (unit.outside.get(path) ?? []).flatMap(one =>
        one.kind === 'definition' ? this.#definition(one, unit, undefined) : NOTHING,
      );
      if (results.length > 0) return limited(results);
    }
    const whole = (unit.outside.get('module.exports') ?? []).flatMap(one =>
      one.value ? this.evaluate({ value: one.value, unit, scope: one.scope ?? '', frame: undefined }) : NOTHING,
    );
    if (whole.length > 0)
      return name === 'default' ? whole : this.#walk(whole, [{ kind: 'name', name }], unit, ORIGIN, undefined);
    for (const one of unit.imports) {
      if (one.exported !== '*' && !one.name.endsWith('.*')) continue;
      const target = this.#unitOf(unit, one.module);
      const result = target ? this.#exported(target, name, passed) : NOTHING;
      if (result.length > 0) return result;
    }
    return NOTHING;
  }

  // -------------------------------------------------------------- steps

  #walk(
    start: readonly Found[],
    steps: readonly Step[],
    unit: Unit,
    span: Span,
    frame: Frame | undefined,
  ): readonly Found[] {
    let here = start;
    for (const step of steps) {
      if (here.length === 0) return NOTHING;
      here = limited(here.flatMap(one => this.#step(one.thing, step, unit, span, frame).map(next => join(one, next))));
    }
    return here;
  }

  #step(thing: Thing, step: Step, unit: Unit, span: Span, frame: Frame | undefined): readonly Found[] {
    switch (step.kind) {
      case 'name':
        return this.#named(thing, step.name);
      case 'index':
        return this.#indexed(thing, step.key);
      case 'call':
        return this.#called(thing, unit.callFrom(span, step.written), frame);
    }
  }

  #named(thing: Thing, name: string): readonly Found[] {
    switch (thing.kind) {
      case 'client':
        return this.#onClient(thing, name);
      case 'carrier': {
        const types = thing.clients.flatMap(one => one.thing.tables.flatMap(table => this.words.typesOf(table)));
        const own = thing.path.length > 0 || types.length === 0 ? NOTHING : this.#extended(name, types);
        return own.length > 0 ? own : [found({ ...thing, path: [...thing.path, name] })];
      }
      case 'instance': {
        const own = this.#member(thing, name);
        return own.length > 0 ? own : this.#extended(name, this.#typesOf(thing));
      }
      case 'class':
        return this.#static(thing, name);
      case 'module': {
        const result = this.#exported(thing.unit, name, new Set());
        return result.length > 0 ? result : this.#moduleInside(thing.unit, name);
      }
      case 'object':
        return this.#entry(thing.value.entries, name, thing.at);
      case 'symbol': {
        const full = `${thing.name}.${name}`;
        const target = this.#unitOf(thing.unit, full);
        return [found(target ? { kind: 'module', unit: target } : { kind: 'symbol', name: full, unit: thing.unit })];
      }
      case 'typed': {
        const own = this.#extended(name, thing.type.includes('#') ? ['#'] : [thing.type]);
        return own.length > 0 ? own : [found({ kind: 'typed', type: `${thing.type}#${name}`, unit: thing.unit })];
      }
      case 'function':
        // `f.method`, `f.bind`: still the function.
        return ['bind', 'call', 'apply', 'delay', 'remote'].includes(name) ? [found(thing)] : NOTHING;
      default:
        return NOTHING;
    }
  }

  /** A member of a client: an operation, or a method that the code base adds to its type. */
  #onClient(thing: ClientThing, name: string): readonly Found[] {
    const path = [...thing.path, name];
    const known = this.words.operations(thing.tables, path).length > 0;
    const types =
      thing.path.length > 0
        ? []
        : [...thing.tables.flatMap(table => this.words.typesOf(table)), ...(thing.site.kind.types ?? [])];
    const extended = known || types.length === 0 ? NOTHING : this.#extended(name, types);
    return extended.length > 0 ? extended : [found({ ...thing, path })];
  }

  #extended(name: string, types: readonly string[]): readonly Found[] {
    return this.extensions.named(name, types).map(one => found({ kind: 'function' as const, ...one, self: undefined }));
  }

  /** The type of an object and those it derives from. */
  #typesOf(thing: InstanceThing): readonly string[] {
    const bases = thing.fact.value?.kind === 'list' ? thing.fact.value.items : [];
    return [thing.qualified, ...bases.flatMap(one => (one.kind === 'reference' ? [one.name] : []))];
  }

  #moduleInside(unit: Unit, name: string): readonly Found[] {
    const target = this.#unitOf(unit, `.${name}`);
    return target ? [found({ kind: 'module', unit: target })] : NOTHING;
  }

  #entry(entries: readonly Named[], name: string, at: Located): readonly Found[] {
    const entry = entries.findLast(one => one.name === name);
    if (!entry) return NOTHING;
    const results = this.evaluate({ ...at, value: entry.value });
    if (results.length > 0) return results;
    // A function in an object literal is a scope of its own.
    return NOTHING;
  }

  #indexed(thing: Thing, key: string | undefined): readonly Found[] {
    if (thing.kind === 'object') {
      return key !== undefined
        ? this.#entry(thing.value.entries, key, thing.at)
        : limited(thing.value.entries.flatMap(one => this.evaluate({ ...thing.at, value: one.value })));
    }
    if (thing.kind === 'list') {
      const items =
        key !== undefined && /^\d+$/.test(key) ? thing.items.slice(Number(key), Number(key) + 1) : thing.items;
      return limited(items.slice(0, 16).flatMap(value => this.evaluate({ ...thing.at, value })));
    }
    if (thing.kind === 'carrier') return [found(thing)];
    return key === undefined ? NOTHING : this.#named(thing, key);
  }

  // -------------------------------------------------------------- objects

  #member(self: InstanceThing, name: string): readonly Found[] {
    const key = `member ${self.unit.path} ${self.qualified}.${name} ${frameKey(self.frame)}`;
    return this.#once(key, !self.frame, () => this.#memberOf(self, name, 0));
  }

  #memberOf(self: InstanceThing, name: string, depth: number): readonly Found[] {
    const { unit, fact, qualified, frame } = self;
    const results: Found[] = [];
    const assigned = [
      ...(unit.attributes.get(qualified)?.get(name) ?? []),
      ...(BARE_FIELDS.has(unit.language) ? this.#bareAssignments(unit, qualified, name) : []),
    ];
    for (const one of assigned) results.push(...this.#fieldValue(one, unit, frame));
    const declared = unit.named(qualified, name);
    for (const home of this.#siblings(unit)) {
      if (home === unit) continue;
      for (const one of home.attributes.get(qualified)?.get(name) ?? [])
        results.push(...this.#fieldValue(one, home, frame));
      for (const one of home.named(qualified, name)) {
        if (one.role === 'function') {
          results.push(found({ kind: 'function', unit: home, fact: one, qualified: `${qualified}.${name}`, self }));
        }
      }
    }
    for (const one of declared) {
      if (one.role === 'function' || (one.parameters && !one.value) || (one.returns && !isPlainValue(one.value))) {
        if (one.accessor) results.push(...this.#returns(one, unit, `${qualified}.${name}`, { self }));
        else results.push(found({ kind: 'function', unit, fact: one, qualified: `${qualified}.${name}`, self }));
      } else if (one.value) results.push(...this.#fieldValue(one, unit, frame));
    }
    const taken = fact.parameters?.find(one => one.field === true && one.name === name);
    if (taken && results.length === 0) results.push(...this.#constructed(self, taken));
    if (results.length === 0) results.push(...this.#givenByName(self, name));
    if (results.length > 0) return results;
    for (const base of depth < MAX_BASES ? this.#bases(self) : []) {
      const inherited = this.#memberOf({ ...base, frame: self.frame ?? base.frame }, name, depth + 1);
      if (inherited.length > 0) return inherited;
    }
    const made = [...assigned, ...declared].filter(one => one.value?.kind !== 'literal');
    if (made.some(one => this.#madeElsewhere(one.value, unit, one.scope ?? ''))) return NOTHING;
    const type = [...declared, ...assigned].find(one => one.type !== undefined);
    if (type) return this.#declared(type, unit);
    return NOTHING;
  }

  /** `_client = client` in a method of the class, where fields are named without their object. */
  #bareAssignments(unit: Unit, qualified: string, name: string): readonly DefinitionFact[] {
    if (!unit.named(qualified, name).some(one => one.role === 'field' || one.role === 'variable')) return [];
    const all: DefinitionFact[] = [];
    for (const [scope, names] of unit.definitions) {
      if (scope.startsWith(`${qualified}.`))
        all.push(...(names.get(name)?.filter(one => one.role === 'variable') ?? []));
    }
    return all;
  }

  #fieldValue(fact: DefinitionFact, unit: Unit, frame: Frame | undefined): readonly Found[] {
    if (!fact.value) return NOTHING;
    const results = this.evaluate({ value: fact.value, unit, scope: fact.scope ?? '', frame });
    return through(results, { hop: placeOf(unit, fact.span), condition: fact.branch?.condition });
  }

  /** A field that the constructor takes over by name: a primary constructor, a record, a data class. */
  #constructed(self: InstanceThing, parameter: Parameter): readonly Found[] {
    const results = self.frame
      ? this.#argument(self.frame.call, parameter, self.frame.outer)
      : this.#fromCallers(self.unit, self.fact, self.qualified, parameter);
    if (results.length > 0) return results;
    return parameter.type === undefined ? NOTHING : this.#typed(parameter.type, self.unit);
  }

  /** `Deps(client=x)` of a class without a constructor gives its field `client`. */
  #givenByName(self: InstanceThing, name: string): readonly Found[] {
    const { unit, qualified, fact } = self;
    const fields = [...(unit.definitions.get(qualified)?.values() ?? [])].flat().filter(one => one.role === 'field');
    const position = fields.findIndex(one => one.name === name);
    const field = fields[position];
    if (!field || fact.parameters || unit.functions.has(`${qualified}.__init__`)) return NOTHING;
    const parameter: Parameter = { name, span: field.span, position };
    return self.frame
      ? this.#argument(self.frame.call, parameter, self.frame.outer)
      : this.#fromCallers(unit, fact, qualified, parameter);
  }

  #bases(self: InstanceThing): readonly InstanceThing[] {
    const { value } = self.fact;
    const items = value?.kind === 'list' ? value.items : [];
    return items.flatMap(item =>
      this.evaluate({ value: item, unit: self.unit, scope: outerScope(self.qualified), frame: undefined }).flatMap(
        ({ thing }) =>
          thing.kind === 'class'
            ? [
                {
                  kind: 'instance' as const,
                  unit: thing.unit,
                  fact: thing.fact,
                  qualified: thing.qualified,
                  frame: undefined,
                },
              ]
            : [],
      ),
    );
  }

  /** Does the class derive from the other, with no constructor of its own on the way? */
  #derives(self: InstanceThing, target: DefinitionFact, depth: number): boolean {
    return this.#bases(self).some(base => {
      if (base.fact === target) return true;
      const own = base.fact.parameters !== undefined || base.unit.functions.has(`${base.qualified}.__init__`);
      return !own && depth < MAX_BASES && this.#derives(base, target, depth + 1);
    });
  }

  #static(thing: Thing & { kind: 'class' }, name: string): readonly Found[] {
    const { unit, qualified } = thing;
    const nested = unit.classes.get(`${qualified}.${name}`);
    if (nested) return [found({ kind: 'class', unit, fact: nested, qualified: `${qualified}.${name}` })];
    return this.#member({ kind: 'instance', unit, fact: thing.fact, qualified, frame: undefined }, name);
  }

  // -------------------------------------------------------------- calls

  /** What a call gives. */
  call(call: Call, frame: Frame | undefined): readonly Found[] {
    const key = `call ${call.unit.path} ${placeKey(call.extent)} ${call.written} ${frameKey(frame)}`;
    return this.#once(key, !frame, () => this.#made(call, frame));
  }

  #made(call: Call, frame: Frame | undefined): readonly Found[] {
    const sites = this.sitesOf(call);
    if (sites.length > 0)
      return [...sites.map(site => found(clientThing(site))), ...this.#addedBefore(call, sites, frame)];
    const given = this.#givenByFunction(call, frame);
    if (given.length > 0) return given;
    const asked = this.containers.asked(call);
    if (asked !== undefined) {
      const holder = this.path(call.written, call.unit, call.scope, call.extent, frame).flatMap(one =>
        one.thing.kind === 'client' ? this.#called(one.thing, call, frame).map(next => join(one, next)) : NOTHING,
      );
      if (holder.some(one => one.thing.kind === 'client')) return holder;
      const keyed =
        asked.key === undefined ? NOTHING : this.containers.provided(asked.type, call.unit, asked.key).filter(isUseful);
      return keyed.length > 0 ? keyed : this.#typed(asked.type, call.unit);
    }
    const callees = this.callee(call, frame);
    const results = callees.flatMap(one => this.#called(one.thing, call, frame).map(next => join(one, next)));
    if (results.length > 0) return results;
    const last = callees.length === 0 || callees.some(one => one.thing.kind === 'symbol' || one.thing.kind === 'typed');
    return last ? this.#foreign(call, frame) : NOTHING;
  }

  /** What a chain comes to that starts at something unknown: the last of its calls that is given clients. */
  #lastGiven(steps: readonly Step[], unit: Unit, span: Span, frame: Frame | undefined): readonly Found[] {
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i];
      const call = step?.kind === 'call' ? unit.callFrom(span, step.written) : undefined;
      const given = call ? this.#foreign(call, frame) : NOTHING;
      if (given.length > 0) return this.#walk(given, steps.slice(i + 1), unit, span, frame);
    }
    return NOTHING;
  }

  /** `builder.AddA(…).AddB(…)` holds both. */
  #addedBefore(call: Call, sites: readonly ClientSite[], frame: Frame | undefined): readonly Found[] {
    const before = beforeLast(call.written);
    if (before === '' || !sites.some(site => site.kind.adds)) return NOTHING;
    return this.path(before, call.unit, call.scope, call.extent, frame).filter(({ thing }) => thing.kind === 'client');
  }

  /** What a library function gives that the vocabulary knows. */
  #givenByFunction(call: Call, frame: Frame | undefined): readonly Found[] {
    const results: Found[] = [];
    for (const kind of new Set(
      call.facts.flatMap(fact => this.words.functionOf(fact.callee, call.unit.language, fact.form)),
    )) {
      const { gives } = kind;
      if (gives === undefined) continue;
      if (!kind.client && kind.uses === undefined) {
        if (kind.service !== undefined) results.push(found(clientThing(this.ownSite(call, kind))));
        continue;
      }
      const bound = kind.model ? this.source(call, kind.model.args ?? [], frame) : [];
      for (const name of kind.client?.args ?? []) {
        const values = this.source(call, [name], frame);
        const clients = values.flatMap(at => this.clientsIn(at));
        for (const one of clients) {
          results.push({
            ...one,
            thing: {
              ...one.thing,
              tables: [gives],
              path: [],
              bound: bound.length > 0 ? bound : one.thing.bound,
              features: kind.features ? [...one.thing.features, [call, kind.features]] : one.thing.features,
            },
          });
        }
        if (clients.length > 0) break;
      }
    }
    return results;
  }

  /** What something foreign gives that was given clients. */
  #foreign(call: Call, frame: Frame | undefined): readonly Found[] {
    const name = lastName(call.first.callee);
    if (INJECTORS.test(name) || PASSING.has(name)) {
      const handed = [...call.first.args, ...call.first.named.map(one => one.value)].flatMap(value =>
        this.evaluate({ value, unit: call.unit, scope: call.scope, frame }),
      );
      const given = INJECTORS.test(name)
        ? handed.flatMap(one =>
            one.thing.kind === 'function' || one.thing.kind === 'class'
              ? this.#called(one.thing, undefined, undefined).map(next => join(one, next))
              : NOTHING,
          )
        : handed.filter(one => one.thing.kind !== 'value' && one.thing.kind !== 'symbol' && one.thing.kind !== 'class');
      if (given.length > 0) return given;
    }
    const at: Located = { value: UNKNOWN, unit: call.unit, scope: call.scope, frame };
    return this.#carried([...call.first.args, ...call.first.named.map(one => one.value)], at);
  }

  #called(thing: Thing, call: Call | undefined, frame: Frame | undefined): readonly Found[] {
    if (call) {
      const sites = this.sitesOf(call);
      if (sites.length > 0) return sites.map(site => found(clientThing(site)));
    }
    switch (thing.kind) {
      case 'function':
        return this.#returns(
          thing.fact,
          thing.unit,
          thing.qualified,
          call ? this.#entered(thing, call, frame) : { self: thing.self },
        );
      case 'class':
        return [found(this.#instance(thing, call, frame))];
      case 'client':
        return this.#operated(thing, call, frame);
      case 'carrier':
        return [found(thing)];
      case 'symbol':
      case 'typed':
        return call ? this.#foreign(call, frame) : NOTHING;
      case 'instance': {
        const called = this.#member(thing, '__call__');
        return called.flatMap(one => (one.thing.kind === 'function' ? this.#called(one.thing, call, frame) : NOTHING));
      }
      default:
        return NOTHING;
    }
  }

  #instance(thing: Thing & { kind: 'class' }, call: Call | undefined, frame: Frame | undefined): InstanceThing {
    const { unit, fact, qualified } = thing;
    const depth = (frame?.depth ?? 0) + 1;
    const entered: Frame | undefined =
      call && depth <= MAX_FRAMES ? { target: fact, call, outer: frame, self: undefined, depth } : undefined;
    return { kind: 'instance', unit, fact, qualified, frame: entered };
  }

  #entered(
    thing: Thing & { kind: 'function' },
    call: Call,
    frame: Frame | undefined,
  ): { self: InstanceThing | undefined; frame?: Frame } {
    const depth = (frame?.depth ?? 0) + 1;
    if (depth > MAX_FRAMES) return { self: thing.self };
    return { self: thing.self, frame: { target: thing.fact, call, outer: frame, self: thing.self, depth } };
  }

  #returns(
    fact: DefinitionFact,
    unit: Unit,
    qualified: string,
    { self, frame }: { self?: InstanceThing | undefined; frame?: Frame | undefined },
  ): readonly Found[] {
    const inside: Frame | undefined =
      frame ?? (self?.frame ? { ...self.frame, self, depth: self.frame.depth } : undefined);
    const results = (fact.returns ?? []).flatMap(one =>
      through(this.evaluate({ value: one.value, unit, scope: qualified, frame: inside }), {
        condition: one.branch?.condition,
      }),
    );
    const useful = results.filter(one => one.thing.kind !== 'value');
    const chosen = useful.length > 0 ? useful : results;
    if (chosen.length > 0) return through(chosen, { hop: placeOf(unit, fact.span) });
    return fact.type === undefined ? NOTHING : through(this.#typed(fact.type, unit), { hop: placeOf(unit, fact.span) });
  }

  /** What calling something of a client gives: the same client for another use, or something that still leads to it. */
  #operated(thing: ClientThing, call: Call | undefined, frame: Frame | undefined): readonly Found[] {
    const given = this.give(thing, call, frame);
    if (given) return given;
    if (this.words.operations(thing.tables, thing.path).some(one => one.api !== undefined)) return NOTHING;
    if (thing.path.length === 0) return NOTHING;
    return [found({ kind: 'carrier', clients: [found({ ...thing, path: [] })], path: [] })];
  }

  /** The client under the table that the operation gives. */
  give(
    thing: ClientThing,
    call: Call | undefined,
    frame: Frame | undefined,
  ): readonly Found<ClientThing>[] | undefined {
    const matched = this.words.giving(thing.tables, thing.path, call);
    if (matched?.operation.gives === undefined) return undefined;
    const { operation, rest } = matched;
    const bound = call && operation.model ? this.source(call, operation.model.args ?? [], frame) : [];
    return [
      found({
        ...thing,
        tables: [operation.gives as string],
        path: rest,
        bound: bound.length > 0 ? bound : thing.bound,
        features: call && operation.features ? [...thing.features, [call, operation.features]] : thing.features,
      }),
    ];
  }

  // -------------------------------------------------------------- parameters

  #parameter(unit: Unit, scope: string, parameter: Parameter, frame: Frame | undefined): readonly Found[] {
    const last = lastName(scope);
    const isConstructor = CONSTRUCTORS.has(last) || lastName(outerScope(scope)) === last;
    const owner = isConstructor ? unit.classes.get(outerScope(scope)) : undefined;
    const own = unit.functions.get(scope);
    let results: readonly Found[] = NOTHING;
    let entered = false;
    for (let here = frame; here && !entered; here = here.outer) {
      if (here.target !== own && here.target !== owner) continue;
      entered = true;
      const given = this.argument(here.call, parameter, here.outer);
      if (given.length > 0 && given.every(({ value }) => value.kind === 'literal' && value.type === 'null'))
        return NOTHING;
      results = given.flatMap(at => this.evaluate(at));
    }
    if (!entered) {
      const target = owner ?? own;
      if (target) results = this.#fromCallers(unit, target, owner ? outerScope(scope) : scope, parameter);
    }
    if (parameter.default) {
      const fallback = this.evaluate({ value: parameter.default, unit, scope: outerScope(scope), frame: undefined });
      results = [...results, ...fallback.filter(one => results.length === 0 || one.thing.kind !== 'value')];
    }
    if (results.length > 0) return limited(results);
    return parameter.type === undefined ? NOTHING : this.#typed(parameter.type, unit);
  }

  #fromCallers(unit: Unit, target: DefinitionFact, qualified: string, parameter: Parameter): readonly Found[] {
    const key = `callers ${unit.path} ${qualified} ${parameter.name} ${parameter.key ?? ''}`;
    return this.#once(key, true, () =>
      this.callers(unit, target, qualified).flatMap(call =>
        through(this.#argument(call, parameter, undefined), { hop: placeOf(call.unit, call.first.span) }),
      ),
    );
  }

  /** The calls of a function, or the constructions of a class. */
  callers(unit: Unit, target: DefinitionFact, qualified: string): readonly Call[] {
    const names = new Set([target.name, lastName(qualified)]);
    const named = unit.named('', 'default');
    if (named.some(one => one.role === 'export' && one.value?.kind === 'reference' && one.value.name === target.name))
      names.add('default');
    if (target.role === 'export') names.add('default');
    if (target.role === 'class') for (const name of ['super', '__init__', 'base', 'this']) names.add(name);
    if (target.role === 'class') for (const name of this.#madeBy(target.name)) names.add(name);
    const all: Call[] = [];
    const seen = new Set<Call>();
    for (const name of names) {
      for (const call of this.#callers.get(name) ?? []) {
        if (seen.has(call) || call.first.form === 'decorator') continue;
        seen.add(call);
        if (this.#reaches(call, target)) all.push(call);
        if (all.length > MAX_CALLERS) return [];
      }
    }
    return all;
  }

  /** Names of classes that derive from one of the name, at any remove. */
  #madeBy(name: string): ReadonlySet<string> {
    const names = new Set<string>();
    const open = [name];
    for (let next = open.pop(); next !== undefined && names.size < 64; next = open.pop()) {
      for (const one of this.#derived.get(next) ?? []) {
        if (names.has(one)) continue;
        names.add(one);
        open.push(one);
      }
    }
    return names;
  }

  #reaches(call: Call, target: DefinitionFact): boolean {
    const { written } = call;
    if (/^super(?:\(\))?(?:\.__init__)?$/.test(written) || written === 'base') {
      if (target.role !== 'class') return false;
      const self = this.#self(call.unit, call.scope, undefined);
      return self !== undefined && this.#bases(self).some(base => base.fact === target);
    }
    return this.path(written, call.unit, call.scope, call.extent, undefined).some(({ thing }) => {
      if (thing.kind === 'function') return thing.fact === target;
      if (thing.kind !== 'class') return false;
      if (thing.fact === target) return true;
      // A class without a constructor of its own is made by that of its base.
      const own = thing.fact.parameters !== undefined || thing.unit.functions.has(`${thing.qualified}.__init__`);
      return (
        target.role === 'class' && !own && this.#derives({ ...thing, kind: 'instance', frame: undefined }, target, 0)
      );
    });
  }

  #argument(call: Call, parameter: Parameter, frame: Frame | undefined): readonly Found[] {
    return this.argument(call, parameter, frame).flatMap(at => this.evaluate(at));
  }

  /** What a call gives to a parameter, as a value where it stands. */
  argument(call: Call, parameter: Parameter, frame: Frame | undefined, depth = 0): readonly Located[] {
    if (parameter.rest) return [];
    const { first, unit, scope } = call;
    const here = (value: Value): Located[] => [{ value, unit, scope, frame }];
    if (parameter.object) {
      const object = beforeLast(call.written);
      return object === '' ? [] : here({ kind: 'reference', name: object, span: call.extent });
    }
    if (parameter.key !== undefined) {
      const given = first.args[parameter.position];
      const entry = first.named.findLast(one => one.name === parameter.key);
      if (entry) return here(entry.value);
      if (!given) return [];
      return this.evaluate({ value: given, unit, scope, frame }).flatMap(({ thing }) => {
        const inner =
          thing.kind === 'object' ? thing.value.entries.findLast(one => one.name === parameter.key) : undefined;
        return inner && thing.kind === 'object' ? [{ ...thing.at, value: inner.value }] : [];
      });
    }
    const named = first.named.findLast(one => one.name === parameter.name);
    const positional = first.args[parameter.position];
    const scripted = unit.language === 'typescript' || unit.language === 'javascript';
    if (named && !(scripted && positional)) return here(named.value);
    if (positional) return here(positional);
    return this.spread(call, parameter.name, frame, depth);
  }

  /** What something spread into the arguments brings under a name. */
  spread(call: Call, name: string, frame: Frame | undefined, depth = 0): readonly Located[] {
    if (depth > 3) return [];
    const { unit, scope } = call;
    return (call.first.spreads ?? []).flatMap(value => {
      const objects = this.evaluate({ value, unit, scope, frame }).flatMap(({ thing }) => {
        const entry = thing.kind === 'object' ? thing.value.entries.findLast(one => one.name === name) : undefined;
        return entry && thing.kind === 'object' ? [{ ...thing.at, value: entry.value }] : [];
      });
      if (objects.length > 0 || value.kind !== 'reference') return objects;
      return this.#rest(unit, scope, value.name, name, frame, depth);
    });
  }

  /** `**kwargs` handed on: what the callers put in under the name. */
  #rest(
    unit: Unit,
    scope: string,
    rest: string,
    name: string,
    frame: Frame | undefined,
    depth: number,
  ): readonly Located[] {
    const own = unit.functionAround(scope);
    const fact = own === undefined ? undefined : unit.functions.get(own);
    if (own === undefined || !fact?.parameters?.some(one => one.name === rest && one.rest)) return [];
    const wanted: Parameter = { name, span: fact.span, position: -1 };
    for (let here = frame; here; here = here.outer) {
      if (here.target === fact) return this.argument(here.call, wanted, here.outer, depth + 1);
    }
    return this.callers(unit, fact, own).flatMap(call => this.argument(call, wanted, undefined, depth + 1));
  }

  /** The values of the first source that a call has. */
  source(call: Call, names: readonly string[], frame: Frame | undefined): readonly Located[] {
    for (const name of names) {
      const [head = '', ...inside] = name.split('.');
      const position = /^\d+$/.test(head) ? Number(head) : -1;
      const parameter: Parameter = { name: position < 0 ? head : '', span: call.extent, position };
      let values: readonly Located[] =
        position < 0 ? this.#namedArgument(call, head, frame) : this.argument(call, parameter, frame);
      for (const key of inside) {
        values = values.flatMap(at => {
          // Options made on the spot: `new Options { Model = … }`, `Options.builder().model(…)`, `Request{Model: …}`.
          const own = [...possibilities(at.value)].flatMap(one => {
            const entry = one.kind === 'call' ? one.named.findLast(each => each.name === key) : undefined;
            return entry ? [{ ...at, value: entry.value }] : [];
          });
          if (own.length > 0) return own;
          return this.evaluate(at).flatMap(({ thing }) => {
            const entry = thing.kind === 'object' ? thing.value.entries.findLast(one => one.name === key) : undefined;
            return entry && thing.kind === 'object' ? [{ ...thing.at, value: entry.value }] : [];
          });
        });
      }
      if (values.length > 0) return values;
    }
    return [];
  }

  #namedArgument(call: Call, name: string, frame: Frame | undefined): readonly Located[] {
    const { first, unit, scope } = call;
    const named = first.named.findLast(one => one.name === name);
    if (named) return [{ value: named.value, unit, scope, frame }];
    const inside = first.args.flatMap(value =>
      value.kind === 'literal' || value.kind === 'env' || value.kind === 'template'
        ? []
        : this.evaluate({ value, unit, scope, frame }).flatMap(({ thing }) => {
            const entry = thing.kind === 'object' ? thing.value.entries.findLast(one => one.name === name) : undefined;
            return entry && thing.kind === 'object' ? [{ ...thing.at, value: entry.value }] : [];
          }),
    );
    return inside.length > 0 ? inside : this.spread(call, name, frame);
  }

  /** Properties of options that a section of the configuration was bound to. */
  get options(): Options {
    return (this.#options ??= new Options(this));
  }

  /** The declared type of the object that a path of names leads to. */
  typeOfPath(parts: readonly string[], unit: Unit, scope: string): string | undefined {
    const [first = '', ...rest] = parts[0] === 'this' ? parts.slice(1) : parts;
    let type = this.#typeOfName(first, unit, scope);
    let home = unit;
    for (const part of rest) {
      if (type === undefined) return undefined;
      if (part === 'Value' || part === 'CurrentValue') continue;
      const [owner] = this.#classNamed(type, home);
      if (!owner) return undefined;
      const { qualified } = owner;
      home = owner.unit;
      type =
        home.named(qualified, part).find(one => one.type !== undefined)?.type ??
        owner.fact.parameters?.find(one => one.name === part)?.type;
    }
    return type;
  }

  #typeOfName(name: string, unit: Unit, scope: string): string | undefined {
    for (let here = scope; ; here = outerScope(here)) {
      for (const one of unit.named(here, name)) {
        if (one.type !== undefined) return one.type;
        // `_options = options.Value`: as the parameter it was given.
        const from = one.value?.kind === 'reference' ? one.value.name.split('.') : [];
        const given = from.length > 0 && from[0] !== name ? this.typeOfPath(from, unit, one.scope ?? here) : undefined;
        if (given !== undefined) return given;
      }
      const parameter = this.#parameterNamed(unit, here, name)?.type;
      if (parameter !== undefined) return parameter;
      const field = unit.classes.get(here)?.parameters?.find(one => one.name === name)?.type;
      if (field !== undefined) return field;
      if (here === '') return undefined;
    }
  }

  /** What a value comes down to: literals, templates, environment reads; the value itself where that leads nowhere. */
  values(at: Located): readonly Value[] {
    const { value } = at;
    if (value.kind === 'env' || (value.kind === 'literal' && value.type !== 'null')) return [value];
    if (value.kind === 'template') return [this.#filled(value, at)];
    if (value.kind === 'choice') return value.options.flatMap(option => this.values({ ...at, value: option }));
    const bound = SHARED_TYPES.has(at.unit.language) ? this.options.settings(at) : [];
    if (bound.length > 0) return bound;
    const known = this.evaluate(at).flatMap(({ thing }) => (thing.kind === 'value' ? [thing.at] : []));
    const distinct = known.flatMap(one =>
      one.value.kind === 'template' ? [this.#filled(one.value, one)] : [one.value],
    );
    return distinct.length > 0
      ? distinct.slice(0, 8)
      : value.kind === 'unknown' || value.kind === 'literal'
        ? []
        : [value];
  }

  #filled(value: Value & { kind: 'template' }, at: Located): Value {
    const holes = value.holes.map(hole => this.values({ ...at, value: hole })[0] ?? hole);
    if (holes.every((hole, i) => hole === value.holes[i])) return value;
    let i = 0;
    const text = value.text.replaceAll('*', star => {
      const hole = holes[i++];
      return hole?.kind === 'literal' ? hole.text : star;
    });
    return { ...value, text, holes: holes.filter(hole => hole.kind !== 'literal') };
  }

  // -------------------------------------------------------------- clients

  /** The clients that a call makes. */
  sitesOf(call: Call): readonly ClientSite[] {
    const kinds = new Map<ClientKind, string>();
    for (const fact of call.facts) {
      if (fact.form === 'decorator') continue;
      for (const kind of this.words.construct(fact.callee, call.unit.language, fact.form)) {
        if (!kinds.has(kind)) kinds.set(kind, fact.callee);
      }
    }
    return [...kinds].map(([kind, name]) => this.#site(kind, call, name));
  }

  #site(kind: ClientKind, call: Call, name: string): ClientSite {
    const key = `${call.unit.path} ${call.first.span.line}:${call.first.span.column} ${kind.id}`;
    let site = this.#sites.get(key);
    if (!site) {
      const condition = call.first.branch?.condition;
      site = { kind, unit: call.unit, place: placeOf(call.unit, call.first.span), call, name, condition };
      this.#sites.set(key, site);
    }
    return site;
  }

  /** `request.state.client`: what the function that frames the life of the program yields under the name. */
  #yielded(steps: readonly Step[]): { unit: Unit; fact: { value?: Value; scope?: string; span: Span } }[] {
    const [holder, name] = steps;
    if (holder?.kind !== 'name' || holder.name !== 'state' || name?.kind !== 'name') return [];
    const all: { unit: Unit; fact: { value?: Value; scope?: string; span: Span } }[] = [];
    for (const unit of this.units.values()) {
      for (const [qualified, fact] of unit.functions) {
        if (!/lifespan/i.test(fact.name)) continue;
        for (const { value } of fact.returns ?? []) {
          const named = value.kind === 'object' ? value.entries : value.kind === 'call' ? value.named : [];
          const entry = named.findLast(one => one.name === name.name);
          if (entry) all.push({ unit, fact: { value: entry.value, scope: qualified, span: entry.span } });
        }
      }
    }
    return all;
  }

  /** What the program puts on something it does not make itself: `app.state.client = …`. */
  #stored(text: string): readonly Found[] {
    const parts = parsePath(text);
    for (let length = parts.steps.length; length >= 2; length--) {
      const steps = parts.steps.slice(length - 2, length);
      const key = steps.map(stepText).join('');
      const stored = this.#outside.get(key) ?? this.#yielded(steps);
      if (stored.length === 0 || stored.length > 4) continue;
      const start = stored.flatMap(({ unit, fact }) =>
        fact.value
          ? through(this.evaluate({ value: fact.value, unit, scope: fact.scope ?? '', frame: undefined }), {
              hop: placeOf(unit, fact.span),
              doubt: 1,
            })
          : NOTHING,
      );
      const things = start.filter(one => one.thing.kind !== 'value');
      if (things.length === 0) continue;
      const rest = parts.steps.slice(length);
      const unit = stored[0]?.unit;
      return unit ? this.#walk(things, rest, unit, ORIGIN, undefined) : NOTHING;
    }
    return NOTHING;
  }
}

/** A read of the environment that a reader left as a name. */
const ENVIRONMENT = /^os\.environ\["([^"]+)"\]$|^process\.env\.(\w+)$|^process\.env\["([^"]+)"\]$/;

/** Functions of frameworks that call what they are given and hand on what that gives. */
const INJECTORS = /^(?:Depends|Security|Provide)$/;
/** They hand on one of their arguments as it is. */
const PASSING = new Set(['cast', 'assert_type', 'copy', 'deepcopy', 'markRaw', 'shallowRef', 'useRef', 'ref']);

/** Is there more than names of foreign things? */
function leadsSomewhere(things: readonly Found[]): boolean {
  return things.some(({ thing }) => thing.kind !== 'symbol' && thing.kind !== 'typed');
}

/** Do both scopes mean the same thing by the path: the same class for a field, the same function for a variable? */
function sameHolder(unit: Unit, path: string, a: string, b: string): boolean {
  if (SELF.has(path.split('.', 1)[0] ?? '')) return unit.classAround(a) === unit.classAround(b);
  return unit.functionAround(b) === undefined || unit.functionAround(a) === unit.functionAround(b);
}

const placeKey = (span: Span): string => `${span.line}:${span.column}`;

/** Which calls are being followed: what a parameter means depends on all of them. */
function frameKey(frame: Frame | undefined): string {
  let key = '';
  for (let here = frame; here; here = here.outer) key += ` ${here.call.unit.path}:${placeKey(here.call.extent)}`;
  return key;
}

const UNKNOWN: Value = { kind: 'unknown', span: { line: 0, column: 0, endLine: 0, endColumn: 0 } };
const ORIGIN: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

export function clientThing(site: ClientSite): ClientThing {
  return { kind: 'client', site, tables: site.kind.operations, path: [], bound: [], features: [] };
}

export function placeOf(unit: Unit, span: Span): Place {
  return { path: unit.path, line: span.line };
}

/** Is more known of it than a declared type? */
const isUseful = ({ thing }: Found): boolean => thing.kind !== 'value' && thing.kind !== 'typed';

/** `a.b().c` → `a.b()`. */
function beforeLast(written: string): string {
  const dot = written.lastIndexOf('.');
  return dot < 0 ? '' : written.slice(0, dot);
}

function isPlainValue(value: Value | undefined): boolean {
  return value !== undefined && value.kind !== 'unknown' && value.kind !== 'call';
}

function join(one: Found, next: Found): Found {
  return {
    thing: next.thing,
    hops: [...one.hops, ...next.hops],
    conditions: [...one.conditions, ...next.conditions],
    doubt: one.doubt + next.doubt,
  };
}

/** The branch a use stands in: that of the innermost call or definition around it. */
function branchAt(unit: Unit, scope: string, span: Span): Call['first']['branch'] {
  return unit.callAt(span)?.first.branch ?? unit.branchAt(scope, span);
}

function stepText(step: Step): string {
  if (step.kind === 'call') return '()';
  return step.kind === 'name' ? `.${step.name}` : `["${step.key ?? ''}"]`;
}

/** The last two steps of a path: what is the same from wherever it is reached. */
function tail(path: string): string {
  return parsePath(path).steps.slice(-2).map(stepText).join('');
}

function limited(things: readonly Found[]): readonly Found[] {
  if (things.length < 2) return things;
  const all = unique(things);
  return all.length > MAX_FOUND ? all.slice(0, MAX_FOUND) : all;
}

function unique<T extends Thing>(things: readonly Found<T>[]): readonly Found<T>[] {
  const seen = new Map<unknown, Found<T>>();
  for (const one of things) {
    const key = identity(one.thing);
    const known = seen.get(key);
    if (!known || one.doubt < known.doubt) seen.set(key, one);
  }
  return [...seen.values()];
}

/** How something came to be: the calls that led to it. */
function wayOf(frame: Frame | undefined): string {
  let way = '';
  for (let here = frame; here; here = here.outer)
    way += `${here.call.unit.path}:${here.call.extent.line}:${here.call.extent.column} `;
  return way;
}

function identity(thing: Thing): unknown {
  switch (thing.kind) {
    case 'client':
      return `client ${thing.site.place.path}:${thing.site.place.line}:${thing.site.call?.first.span.column ?? 0} ${thing.site.kind.id} ${thing.tables.join()} ${thing.path.join('.')}`;
    case 'carrier':
      return `carrier ${thing.clients.map(one => String(identity(one.thing))).join()} ${thing.path.join('.')}`;
    case 'function':
      return thing.self?.frame
        ? `function ${thing.unit.path} ${thing.qualified} ${thing.self.frame.call.extent.line}`
        : thing.fact;
    case 'class':
      return thing.fact;
    case 'instance':
      return `instance ${thing.unit.path} ${thing.qualified} ${wayOf(thing.frame)}`;
    case 'module':
      return thing.unit;
    case 'symbol':
      return `symbol ${thing.name}`;
    case 'typed':
      return `typed ${thing.type}`;
    case 'object':
      return thing.value;
    case 'list':
      return thing.items;
    case 'value':
      return thing.at.value;
  }
}
