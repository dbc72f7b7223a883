/**
 * What makes a tie the same tie tomorrow: the thing itself, where it is enclosed, and nothing of its place, its layout or
 * its neighbours. The rule enters by its dimension only: which of several rules of one dimension speaks about a line can
 * depend on evidence elsewhere, and an untouched line must not become new for that.
 */
import { createHash } from 'node:crypto';
import { textOf, type Named, type ObjectValue, type Value } from '../model/fact.ts';
import { redact, redactValue } from '../model/redact.ts';
import type { Rule, Where } from '../model/rule.ts';
import type { Subject } from './subject.ts';

/** Digits of an identity that say what the tie is; the others say where it is enclosed. */
const TIE_DIGITS = 12;
const SCOPE_DIGITS = 8;

/**
 * Equal for equal ties of one file, whatever their order: the part of a fingerprint before the ordinal. Its first twelve
 * digits are the tie, the last eight the enclosing symbol, so that a symbol that got another name can be told.
 */
export function identityOf(rule: Rule, subject: Subject): string {
  const parts = [rule.dimension, subject.kind, normal(tieOf(subject)), ...detailsOf(rule, subject)];
  return digest(parts.join('\0')).slice(0, TIE_DIGITS) + digest(subject.scope ?? '').slice(0, SCOPE_DIGITS);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `HASH` for the first of equals, `HASH.1` for the next. */
export function fingerprintOf(identity: string, ordinal: number): string {
  return ordinal === 0 ? identity : `${identity}.${ordinal}`;
}

/** Formatters move white space and drop `this.`; neither makes another tie. */
function normal(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/^(?:this|self)\./, '');
}

/**
 * The tie itself: symbol, deployment, endpoint, resource. Not the matched text, not its place, not its neighbours.
 * Secrets enter masked.
 */
export function tieOf(subject: Subject): string {
  const shown = (value: Value | undefined): string => (value ? whole(value) : '');
  switch (subject.kind) {
    case 'dependency':
      return `${subject.ecosystem}:${subject.name}`;
    case 'import':
      return subject.name;
    case 'call':
      return subject.receiver === undefined ? subject.callee : `${subject.receiver}.${subject.method ?? ''}`;
    case 'argument':
      return `${subject.callee}(${subject.name}=${redactValue(subject.name, shown(subject.value))})`;
    case 'entry':
      return `${subject.name}:${redactValue(subject.name, shown(subject.value))}`;
    case 'member':
      return subject.path;
    case 'string':
      return redact(subject.text);
    case 'setting':
      return `${subject.path.join('.')}=${redactValue(subject.name, shown(subject.value))}`;
    case 'envRead':
      return subject.default === undefined
        ? subject.name
        : `${subject.name}?${redactValue(subject.name, shown(subject.default))}`;
    case 'definition':
      return `${subject.name}=${redactValue(subject.name, shown(subject.value))}`;
    case 'resource':
      return `${subject.type}#${subject.address}`;
    case 'property':
      return `${subject.path}=${redactValue(subject.name, shown(subject.value))}`;
    case 'command':
      return `${subject.program} ${subject.words.map(describe).join(' ')}`;
    case 'element':
      return subject.path.join('/');
    default:
      return '';
  }
}

/** As {@link describe}, with what a default or an argument says: an address may stand nowhere else. */
function whole(value: Value): string {
  switch (value.kind) {
    case 'env':
      return value.default === undefined ? describe(value) : `${describe(value)}?${whole(value.default)}`;
    case 'call': {
      const given = [...value.args, ...value.named.map(named => named.value)].flatMap(arg => textOf(arg) ?? []);
      return `${value.callee}(${given.map(text => redact(text)).join(',')})`;
    }
    case 'choice':
      return value.options.map(whole).join('|');
    default:
      return describe(value);
  }
}

/** A value in one short line: its text, `env:NAME`, a reference, a callee; structures by their kind. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'env':
      return `env:${value.name}`;
    case 'reference':
      return value.name;
    case 'call':
      return `${value.callee}()`;
    case 'choice':
      return value.options.map(describe).join('|');
    case 'object':
      return '{…}';
    case 'list':
      return '[…]';
    default:
      return textOf(value) ?? '?';
  }
}

/** Names under which constructs say which thing they are or run, in any casing, with or without separators. */
const NAMING =
  /^(?:(?:properties|params)\.)?(?:name|kind|model|model\.name|model(?:name|id)|deployment(?:name|id)?|engine|customsubdomain(?:name)?|endpoint|baseurl|url|host|backendid)$/;

/**
 * What a construct holds that makes it another one when it changes: the names it gives, and the values its rule asked
 * for. Versions, sizes and tuning are no names. A call shows its own through findings of other dimensions, so only what its
 * rule asked for counts.
 */
function detailsOf(rule: Rule, subject: Subject): string[] {
  const asked = askedFor(rule);
  const wanted = (name: string): boolean => {
    const plain = name.toLowerCase().replace(/[-_]/g, '');
    if (/version/.test(plain)) return false;
    return asked.has(plain) || (subject.kind !== 'call' && NAMING.test(plain));
  };
  const found: string[] = [];
  const take = (name: string, value: Value): void => {
    if (value.kind === 'object' || value.kind === 'list' || value.kind === 'unknown' || !wanted(name)) return;
    found.push(normal(`${name}=${redactValue(name, describe(value))}`));
  };
  for (const [name, value] of valuesOf(subject)) take(name, value);
  return found.sort();
}

function valuesOf(subject: Subject): (readonly [string, Value])[] {
  const named = (list: readonly Named[]): (readonly [string, Value])[] =>
    list.filter(entry => entry.spread !== true).map(entry => [entry.name.replace(/^-+/, ''), entry.value]);
  switch (subject.kind) {
    case 'call':
      return [...named(subject.named), ...subject.args.map((value, i) => [String(i), value] as const)];
    case 'command':
      return named(subject.named);
    case 'element':
      return named(subject.attributes);
    case 'resource':
      return propertiesNamed(subject.props);
    // What gives an entry of a list its name stands for the whole entry, with the model that stands beside it.
    case 'property':
    case 'entry':
      return subject.name === 'name' && 'within' in subject ? propertiesNamed(subject.within as ObjectValue) : [];
    default:
      return [];
  }
}

/** Two levels are enough for `model.name` and `properties.model.name`. */
function propertiesNamed(props: ObjectValue): (readonly [string, Value])[] {
  const found: (readonly [string, Value])[] = [];
  const visit = (value: Value, path: string, depth: number): void => {
    if (value.kind !== 'object' || value.via !== undefined) return;
    for (const entry of value.entries) {
      const own = path === '' ? entry.name : `${path}.${entry.name}`;
      found.push([own, entry.value]);
      if (depth > 0) visit(entry.value, own, depth - 1);
    }
  };
  visit(props, '', 2);
  return found;
}

const asked = new WeakMap<Rule, ReadonlySet<string>>();

function askedFor(rule: Rule): ReadonlySet<string> {
  const known = asked.get(rule);
  if (known) return known;
  const names = new Set<string>();
  const visit = (where: Where): void => {
    for (const name of Object.keys(where.args ?? {})) names.add(name.toLowerCase().replace(/[-_]/g, ''));
    for (const part of [...(where.all ?? []), ...(where.any ?? []), ...(where.not ? [where.not] : [])]) visit(part);
  };
  visit(rule.where);
  asked.set(rule, names);
  return names;
}
