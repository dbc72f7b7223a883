/**
 * Records of options: a section of the configuration is bound to a type or an object, and code reads its properties.
 * What such a property holds is the key of the section with the name of the property behind it.
 */
import { textOf, type Value } from '../../model/fact.ts';
import type { SectionKind } from '../../model/vocabulary.ts';
import { lastName } from './path.ts';
import type { Resolver } from './resolver.ts';
import type { Located } from './things.ts';
import type { Call, Unit } from './unit.ts';

/** `section.Get<T>()`, `.Bind(x)`, `services.Configure<T>(section)`. */
const BINDS = /^(?:Get|Bind|BindSection|Configure|BindConfiguration|ConfigureOptions)$/;
const SECTION = /^Get(?:Required)?Section$/;
/** What stands between an object and its options: `options.Value.Key`. */
const HANDLES = new Set(['Value', 'CurrentValue']);
/** Annotations that bind a class: `@ConfigurationProperties(prefix = "azure.openai")`. */
const BOUND = /(?:^|\.)(?:ConfigurationProperties|ConfigMapping)$/;
const MAX_STEPS = 4;

export class Options {
  readonly #resolver: Resolver;
  /** Type → sections bound to it. */
  readonly #types = new Map<string, Set<string>>();
  /** File, scope and name of a variable → sections bound to it. */
  readonly #variables = new Map<string, Set<string>>();
  /** Calls that give what a section was bound to. */
  readonly #calls = new Map<Call, string>();
  readonly #kinds: readonly SectionKind[];

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#kinds = resolver.words.vocabulary.sections;
    for (const unit of resolver.units.values()) {
      if (unit.language === 'csharp') for (const call of unit.calls) this.#bound(unit, call);
      if (unit.language === 'java' || unit.language === 'kotlin') {
        for (const call of unit.calls)
          if (call.first.form === 'decorator' && BOUND.test(call.first.callee)) this.#annotated(unit, call);
      }
    }
  }

  #bound(unit: Unit, call: Call): void {
    const name = lastName(call.written);
    const special = this.#kinds.find(one => one.callee.some(each => lastName(each) === name));
    if (!special && !BINDS.test(name)) return;
    const section = special ? this.#special(special, call) : this.#sectionOf(unit, call);
    if (section === undefined) return;
    this.#calls.set(call, section);
    for (const type of typesOf(call)) add(this.#types, type, section);
    // `services.AddOptions<T>().Bind(…)`: the type stands further left.
    for (const step of innerCalls(unit, call)) {
      if (lastName(step.written) === 'AddOptions') for (const type of typesOf(step)) add(this.#types, type, section);
    }
    for (const value of call.first.args) {
      const target = value.via ?? (value.kind === 'reference' ? value.name : undefined);
      if (target !== undefined && /^(?:this\.)?\w+$/.test(target))
        add(this.#variables, keyOf(unit, call.scope, target), section);
    }
    // What the call gives is bound as well, under whatever name.
    for (const names of unit.definitions.get(call.scope)?.values() ?? []) {
      for (const one of names) {
        if (one.value && unit.callAt(one.value.span) === call)
          add(this.#variables, keyOf(unit, call.scope, one.name), section);
      }
    }
  }

  /** `GetServiceConfig<T>("Name")`: the last text is the end of the section. */
  #special({ section }: SectionKind, call: Call): string | undefined {
    const text = call.first.args.map(textOf).findLast(one => one !== undefined);
    return text === undefined ? undefined : section.replace('*', text);
  }

  /** The section a call binds: the keys of the sections in front of it, or the one it is given. */
  #sectionOf(unit: Unit, call: Call): string | undefined {
    const keys = innerCalls(unit, call).flatMap(step =>
      SECTION.test(lastName(step.written)) ? (textOf(step.first.args[0]) ?? []) : [],
    );
    if (keys.length > 0) return keys.join(':');
    const [first] = call.first.args;
    if (first?.kind === 'env') return first.name;
    const given = first && unit.callAt(first.span);
    if (given && SECTION.test(lastName(given.written))) {
      const own = textOf(given.first.args[0]);
      const above = innerCalls(unit, given).flatMap(step =>
        SECTION.test(lastName(step.written)) ? (textOf(step.first.args[0]) ?? []) : [],
      );
      return own === undefined ? undefined : [...above, own].join(':');
    }
    return textOf(first);
  }

  #annotated(unit: Unit, call: Call): void {
    const prefix = textOf(
      call.first.named.find(one => one.name === 'prefix' || one.name === 'value')?.value ?? call.first.args[0],
    );
    const name = lastName(call.scope);
    if (prefix !== undefined && unit.classes.has(call.scope)) add(this.#types, name, prefix);
  }

  /** The settings that a property of a record of options holds; nothing where it is none. */
  settings(at: Located): readonly Value[] {
    const { value, unit, scope } = at;
    const java = unit.language === 'java' || unit.language === 'kotlin';
    const name =
      java && value.kind === 'call' && value.args.length === 0
        ? value.callee
        : value.kind === 'reference'
          ? value.name
          : undefined;
    if (name === undefined) return [];
    const parts = name.replace(/\(\)/g, '').split('.');
    for (let length = parts.length - 1; length >= 1 && parts.length - length <= MAX_STEPS; length--) {
      const properties = parts.slice(length).filter(part => !HANDLES.has(part));
      if (properties.length === 0) continue;
      const sections = this.#sectionsFor(parts.slice(0, length), unit, scope);
      if (sections.length === 0 || sections.length > 3) continue;
      const separator = java ? '.' : ':';
      const path = properties.map(part => (java ? getter(part) : part)).join(separator);
      return sections.map((section): Value => ({
        kind: 'env',
        name: `${section}${separator}${path}`,
        span: value.span,
      }));
    }
    return [];
  }

  /** The setting behind a property of a record that a call is given whole. */
  ofArgument(at: Located, property: string): readonly Value[] {
    const { value, unit } = at;
    const call = value.via === undefined ? unit.callAt(value.span) : undefined;
    const section = call && this.#calls.get(call);
    if (section !== undefined) return [{ kind: 'env', name: `${section}:${property}`, span: value.span }];
    const name = value.via ?? (value.kind === 'reference' ? value.name : undefined);
    return name === undefined
      ? []
      : this.settings({ ...at, value: { kind: 'reference', name: `${name}.${property}`, span: value.span } });
  }

  #sectionsFor(parts: readonly string[], unit: Unit, scope: string): readonly string[] {
    const own = parts.join('.');
    for (let here = scope; ; here = here.slice(0, Math.max(0, here.lastIndexOf('.')))) {
      const bound = this.#variables.get(keyOf(unit, here, own));
      if (bound) return [...bound];
      if (here === '') break;
    }
    const type = this.#resolver.typeOfPath(parts, unit, scope);
    return type === undefined ? [] : [...(this.#types.get(lastName(type)) ?? [])];
  }
}

const keyOf = (unit: Unit, scope: string, name: string): string =>
  `${unit.path} ${scope} ${name.replace(/^this\./, '')}`;

/** `getEndpoint` → `endpoint`. */
function getter(name: string): string {
  const bare = /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1];
  return bare === undefined ? name : bare.charAt(0).toLowerCase() + bare.slice(1);
}

function typesOf(call: Call): string[] {
  return call.first.named.flatMap(({ name, value }) =>
    name === '<T>' && value.kind === 'reference' ? [lastName(value.name)] : [],
  );
}

/** The calls a chain goes through before the last, first one first. */
function innerCalls(unit: Unit, call: Call): readonly Call[] {
  const inner: Call[] = [];
  for (let at = call.written.indexOf('()'); at >= 0; at = call.written.indexOf('()', at + 2)) {
    const step = unit.callFrom(call.extent, call.written.slice(0, at));
    if (step) inner.push(step);
  }
  return inner;
}

function add(table: Map<string, Set<string>>, key: string, section: string): void {
  const known = table.get(key);
  if (known) known.add(section);
  else table.set(key, new Set([section]));
}
