/** What evaluating infrastructure code gives: values, as far as the text tells, each with the places it came through. */
import type { Place } from '../../model/place.ts';
import type { Declared, Instance } from './units.ts';

interface KnownBase {
  /** Where the value itself is written. */
  readonly at: Place;
  /** Names it passed through, nearest to the asker first. */
  readonly through: readonly Place[];
  /** Outer settings of the deploying tool it passed through. */
  readonly settings: readonly string[];
}
/** A text with known parts and parts that only a deployment tells. */
export interface TextKnown extends KnownBase {
  readonly kind: 'text';
  readonly parts: readonly (string | Known)[];
}
export interface ScalarKnown extends KnownBase {
  readonly kind: 'number' | 'boolean' | 'null';
  readonly text: string;
}
export interface ListKnown extends KnownBase {
  readonly kind: 'list';
  readonly items: readonly Known[];
  /** There may be more items than these. */
  readonly open?: boolean;
}
export interface ObjectKnown extends KnownBase {
  readonly kind: 'object';
  readonly entries: readonly KnownEntry[];
  readonly open?: boolean;
}
export interface KnownEntry {
  readonly key: string;
  readonly at: Place;
  readonly value: Known;
}
/** A resource or module, or something of it that is known only once it exists. */
export interface ResourceKnown extends KnownBase {
  readonly kind: 'resource';
  readonly instance: Instance;
  readonly declared: Declared;
  /** Which one of a repeated resource. */
  readonly index?: Known;
  readonly path: readonly string[];
}
/** Read from the environment of the deploying tool. */
export interface EnvKnown extends KnownBase {
  readonly kind: 'env';
  readonly name: string;
  readonly default?: Known;
}
export interface ChoiceKnown extends KnownBase {
  readonly kind: 'choice';
  readonly options: readonly Known[];
}
export interface UnknownKnown extends KnownBase {
  readonly kind: 'unknown';
  /** What it is called, where two of the same name are the same value: a parameter nobody gives. */
  readonly name?: string;
}
export type Known =
  TextKnown | ScalarKnown | ListKnown | ObjectKnown | ResourceKnown | EnvKnown | ChoiceKnown | UnknownKnown;

/** Values with the same identity are the same value, known or not; `undefined` when nothing is known at all. */
export function identityOf(value: Known, depth = 0): string | undefined {
  if (depth > 12) return undefined;
  switch (value.kind) {
    case 'text': {
      const parts = value.parts.map(part => (typeof part === 'string' ? part : braced(identityOf(part, depth + 1))));
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    case 'env':
      return `env ${value.name}`;
    case 'resource':
      return `${value.instance.id} ${value.declared.name}.${value.path.join('.')}`;
    case 'unknown':
      return value.name;
    case 'number':
    case 'boolean':
    case 'null':
      return value.text;
    default:
      return undefined;
  }
}

const braced = (text: string | undefined): string | undefined => (text === undefined ? undefined : `{${text}}`);

/** Every single value it may be: choices unfolded. */
export function optionsOf(value: Known): readonly Known[] {
  return value.kind === 'choice' ? value.options.flatMap(optionsOf) : [value];
}

/** The text with unknown parts as `*`; a default counts as known. `undefined` for what is no text. */
export function textOfKnown(value: Known | undefined): string | undefined {
  switch (value?.kind) {
    case 'text':
      return value.parts.map(part => (typeof part === 'string' ? part : (textOfKnown(part) ?? '*'))).join('');
    case 'number':
    case 'boolean':
      return value.text;
    case 'env':
      return textOfKnown(value.default);
    default:
      return undefined;
  }
}

/** What is really written, without unknown parts. */
export function plainText(value: Known | undefined): string | undefined {
  const text = textOfKnown(value);
  return text === undefined || text.includes('*') || text === '' ? undefined : text;
}

export function isEmpty(value: Known): boolean {
  if (value.kind === 'null') return true;
  if (value.kind === 'text') return value.parts.length === 0 || value.parts.every(part => part === '');
  if (value.kind === 'env') return value.default !== undefined && isEmpty(value.default);
  if (value.kind === 'list') return value.items.length === 0 && value.open !== true;
  return value.kind === 'object' && value.entries.length === 0 && value.open !== true;
}

/** One of several; what is empty only stands in for the others. */
export function oneOf(options: readonly Known[], at: Place): Known {
  const flat = options.flatMap(optionsOf);
  const filled = flat.filter(option => !isEmpty(option));
  const kept = filled.length > 0 ? filled : flat;
  const seen = new Set<string>();
  const distinct = kept.filter(option => {
    const identity = identityOf(option);
    if (identity === undefined) return true;
    const fresh = !seen.has(identity);
    seen.add(identity);
    return fresh;
  });
  const [first] = distinct;
  if (!first) return { kind: 'unknown', at, through: [], settings: [] };
  return distinct.length === 1
    ? first
    : { kind: 'choice', options: distinct.slice(0, 8), at, through: [], settings: [] };
}

/** The places a value came through, then where it is written. */
export const placesOf = (value: Known): Place[] => [...value.through, value.at];
