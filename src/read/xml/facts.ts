/** Elements as facts, and the settings among them. */
import type { ElementFact, LiteralValue, Named, SettingFact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { ScannedAttribute, ScannedElement } from './scanner.ts';

export type Place = (start: number, end: number) => Span;

/** Longer texts say nothing that a rule looks for; code and documents are among them. */
const SHORT = 500;

/** One fact for each element; `prefix` is the scope of the thing it is written in. */
export function elementFact(element: ScannedElement, place: Place, prefix?: string): ElementFact {
  const above = scopeOf(element, prefix);
  return {
    kind: 'element',
    name: element.name,
    path: element.path,
    attributes: element.attributes.map(attribute => named(attribute, place)),
    span: place(element.nameStart, element.nameStart + element.name.length),
    extent: place(element.start, element.end),
    ...(element.text !== '' && element.text.length <= SHORT ? { text: element.text } : {}),
    ...(above === '' ? {} : { scope: above }),
  };
}

function scopeOf(element: ScannedElement, prefix: string | undefined): string {
  return [...(prefix === undefined ? [] : [prefix]), ...element.path.slice(0, -1)].join('.');
}

function named(attribute: ScannedAttribute, place: Place): Named {
  return {
    name: attribute.name,
    span: place(attribute.nameStart, attribute.nameStart + attribute.name.length),
    value: literal(attribute, place),
  };
}

const literal = ({ value, start, end }: ScannedAttribute, place: Place): LiteralValue => {
  return { kind: 'literal', text: value, type: 'string', span: place(start, end) };
};

/** Sections of a configuration file whose items are a key and a value, with the attributes these stand in. */
const SECTIONS: Readonly<Record<string, readonly [item: string, key: string, value: string]>> = {
  appsettings: ['add', 'key', 'value'],
  connectionstrings: ['add', 'name', 'connectionString'],
  environmentvariables: ['environmentvariable', 'name', 'value'],
};

/** `<add key="…" value="…"/>` of an application's settings. */
export function settingFact(element: ScannedElement, place: Place): SettingFact | undefined {
  const section = element.parent?.name ?? '';
  const shape = SECTIONS[section.toLowerCase()];
  if (!shape || element.name.toLowerCase() !== shape[0]) return undefined;
  const key = element.attributes.find(attribute => attribute.name === shape[1]);
  const value = element.attributes.find(attribute => attribute.name === shape[2]);
  if (!key || !value) return undefined;
  return {
    kind: 'setting',
    name: key.value,
    path: [...element.path.slice(0, -1), key.value],
    value: literal(value, place),
    format: 'xml',
    span: place(key.start + 1, key.end - 1),
    extent: place(element.start, element.end),
    scope: section,
  };
}
