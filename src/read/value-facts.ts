/**
 * Facts that follow from a value as it is written in infrastructure code: settings handed to a program
 * (`app_settings = { KEY = … }`, `env { name = "KEY" … }`), and string literals.
 */
import type { Named, ObjectValue, SettingFact, StringFact, Value } from '../model/fact.ts';
import type { Span } from '../model/span.ts';
import { setting, through } from './settings.ts';

/** Where the value stands: what every fact from it says about itself. */
export interface Standing {
  readonly format: string;
  /** Enclosing named thing, dotted. */
  readonly scope?: string;
}

/** Names as programs have them for their environment: at least one capital and one underscore. */
const ENVIRONMENT_NAME = /^(?=.*[A-Z])(?=.*_)[A-Za-z][A-Za-z0-9_]*$/;
/** How an item says what its variable holds. */
const VALUE_KEYS = ['value', 'secret_name', 'secretname', 'secretref', 'value_from', 'valuefrom'];
const SECRET_KEYS = new Set(['secret_name', 'secretname', 'secretref']);

/**
 * Settings inside a value: entries named like environment variables, and objects with a `name` and a `value`.
 * What only arrived here by name or spread stands elsewhere and is left out.
 */
export function settingsInside(value: Value, path: readonly string[], standing: Standing): SettingFact[] {
  const found: SettingFact[] = [];
  const visit = (here: Value, at: readonly string[]): void => {
    if (here.via !== undefined) return;
    if (here.kind === 'object') visitObject(here, at);
    else for (const part of inside(here)) visit(part, at);
  };
  const visitObject = (object: ObjectValue, at: readonly string[]): void => {
    const pair = namedPair(object);
    if (pair)
      found.push(
        scoped(setting(standing.format, [...at, pair.name], pair.span, pair.value, { extent: object.span }), standing),
      );
    for (const entry of object.entries) {
      if (entry.spread) continue;
      const own = [...at, entry.name];
      if (isEnvironmentName(entry.name) && entry.value.kind !== 'object' && entry.value.kind !== 'list') {
        const extent = extentOf(entry.span, entry.value);
        found.push(scoped(setting(standing.format, own, entry.span, entry.value, { extent }), standing));
      }
      visit(entry.value, own);
    }
  };
  visit(value, path);
  return found;
}

/** The settings inside the entries of a value, without taking the value itself for a `name`/`value` item. */
export function settingsOfEntries(object: ObjectValue, path: readonly string[], standing: Standing): SettingFact[] {
  return object.entries.flatMap(entry =>
    entry.spread ? [] : settingsInside(entry.value, [...path, entry.name], standing),
  );
}

/** A value given to a variable or parameter: a setting of that name, and one for every key inside it. */
export function assignmentSettings(named: Named, path: readonly string[], format: string): SettingFact[] {
  const found: SettingFact[] = [];
  const assigned = ({ name, span, value, spread }: Named, above: readonly string[]): void => {
    if (spread) return;
    const own = [...above, name];
    found.push(setting(format, own, span, shallow(value), { extent: extentOf(span, value) }));
    visit(value, own);
  };
  const visit = (here: Value, own: readonly string[]): void => {
    if (here.via !== undefined) return;
    if (here.kind === 'object') {
      const pair = namedPair(here);
      if (pair) found.push(setting(format, [...own, pair.name], pair.span, pair.value, { extent: here.span }));
      for (const entry of here.entries) assigned(entry, own);
    } else for (const part of inside(here)) visit(part, own);
  };
  assigned(named, path);
  return found;
}

/** A section shows the plain values that stand directly in it; its sections are settings of their own. */
function shallow(value: Value): Value {
  const plain = (part: Value): boolean => part.kind !== 'object' && part.kind !== 'list';
  if (value.kind === 'object') return { ...value, entries: value.entries.filter(entry => plain(entry.value)) };
  return value.kind === 'list' ? { ...value, items: value.items.filter(plain) } : value;
}

function inside(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'choice':
      return value.options;
    case 'call':
      return [...value.args, ...value.named.map(named => named.value)];
    default:
      return [];
  }
}

function scoped(fact: SettingFact, { scope }: Standing): SettingFact {
  const { scope: _, ...rest } = fact;
  return scope === undefined ? rest : { ...rest, scope };
}

function isEnvironmentName(name: string): boolean {
  return ENVIRONMENT_NAME.test(name);
}

interface Pair {
  readonly name: string;
  readonly span: Span;
  readonly value: Value;
}

/** `{ name: 'KEY', value: … }`: the setting it makes. */
export function namedPair(object: ObjectValue): Pair | undefined {
  const field = (wanted: string) => object.entries.find(entry => entry.name.toLowerCase() === wanted);
  const key = field('name') ?? field('key');
  const name = key?.value;
  // A name that stands elsewhere, or is one of several, makes its settings there.
  if (name?.kind !== 'literal' || name.type !== 'string' || name.via !== undefined) return undefined;
  if (!/^\S.{0,200}$/.test(name.text)) return undefined;
  for (const wanted of VALUE_KEYS) {
    const given = field(wanted);
    if (given)
      return { name: name.text, span: name.span, value: SECRET_KEYS.has(wanted) ? secret(given.value) : given.value };
  }
  return undefined;
}

/** A secret's name is where the value comes from, not the value. */
function secret(value: Value): Value {
  return value.kind === 'literal' ? { kind: 'reference', name: value.text, span: value.span } : value;
}

/** From a key to the end of its value; what stands elsewhere ends with the key. */
export function extentOf(key: Span, value: Value): Span {
  const { span } = value;
  const after = span.endLine > key.endLine || (span.endLine === key.endLine && span.endColumn >= key.endColumn);
  return after ? through(key, span) : key;
}

/** String literals and templates inside a value, as they stand there. */
export function stringsInside(value: Value, into: string, scope: string | undefined): StringFact[] {
  const found: StringFact[] = [];
  const visit = (here: Value, name: string): void => {
    if (here.via !== undefined) return;
    if (here.kind === 'template' || (here.kind === 'literal' && here.type === 'string')) {
      found.push({
        kind: 'string',
        text: here.text,
        role: 'value',
        into: name,
        span: here.span,
        ...(here.kind === 'template' ? { template: true } : {}),
        ...(scope === undefined ? {} : { scope }),
      });
    }
    if (here.kind === 'object') {
      for (const entry of here.entries) if (!entry.spread) visit(entry.value, entry.name);
    } else for (const part of inside(here)) visit(part, name);
  };
  visit(value, into);
  return found;
}
