/** `where:` conditions compiled into one predicate per rule. */
import { lookup, textOf, type Value } from '../model/fact.ts';
import type { Patterns, TextTest, ValueTest, Where } from '../model/rule.ts';
import type { References } from './references.ts';
import type { Subject } from './subject.ts';
import { compileText } from './text.ts';
import { compileValue } from './value.ts';

/** What surrounds the subject: known to the scan, not to the fact. */
export interface Surroundings {
  readonly path: string;
  readonly references: References;
  /** Canonical name of a resource type, and its classes (`cognitive.account`, `cognitive.account/openai`). */
  canonical(subject: Subject): readonly string[];
  /** Written paths of a canonical property. */
  propertyPaths(subject: Subject, property: string): readonly string[];
}
export type Predicate = (subject: Subject, around: Surroundings) => boolean;

type TextKey = Exclude<keyof Where, 'value' | 'args' | 'any' | 'all' | 'not' | 'resolved' | 'resource'>;

const TEXT_KEYS: readonly TextKey[] = [
  'name',
  'module',
  'imported',
  'callee',
  'receiver',
  'method',
  'form',
  'path',
  'text',
  'role',
  'into',
  'description',
  'format',
  'ecosystem',
  'version',
  'access',
  'type',
  'mode',
  'address',
  'program',
  'words',
  'file',
  'scope',
];

export function compileWhere(where: Where, patterns: Patterns): Predicate {
  const checks: Predicate[] = [];
  for (const key of TEXT_KEYS) {
    const test = where[key];
    if (test !== undefined) checks.push(textCheck(key, test, patterns));
  }
  if (where.resolved !== undefined) {
    const wanted = where.resolved;
    checks.push(subject => 'resolved' in subject && subject.resolved === wanted);
  }
  if (where.resource !== undefined) {
    const test = compileText(where.resource, patterns);
    checks.push((subject, around) => around.canonical(subject).some(test));
  }
  if (where.value !== undefined) {
    const test = compileValue(where.value, patterns);
    checks.push((subject, around) => test(valueOf(subject), around.references));
  }
  for (const [name, test] of Object.entries(where.args ?? {})) checks.push(argCheck(name, test, patterns));
  if (where.not !== undefined) {
    const inner = compileWhere(where.not, patterns);
    checks.push((subject, around) => !inner(subject, around));
  }
  for (const part of where.all ?? []) checks.push(compileWhere(part, patterns));
  if (where.any !== undefined) {
    const parts = where.any.map(part => compileWhere(part, patterns));
    checks.push((subject, around) => parts.some(check => check(subject, around)));
  }
  if (checks.length === 0) throw new Error('a condition without a test matches everything');
  return (subject, around) => checks.every(check => check(subject, around));
}

function textCheck(key: TextKey, test: TextTest, patterns: Patterns): Predicate {
  const predicate = compileText(test, patterns);
  if (key === 'file') return (_, around) => predicate(around.path);
  return subject => {
    const text = textField(subject, key);
    return text !== undefined && predicate(text);
  };
}

/** The text a condition looks at; `undefined` when this subject has none. */
export function textField(subject: Subject, key: TextKey): string | undefined {
  switch (key) {
    case 'imported':
      return subject.kind === 'import' ? subject.name : undefined;
    case 'name':
      if (subject.kind === 'import') return subject.name.slice(subject.name.lastIndexOf('.') + 1);
      return 'name' in subject ? subject.name : undefined;
    case 'path':
      if (subject.kind === 'setting' || subject.kind === 'element') return subject.path.join('.');
      if (subject.kind === 'entry') return [...subject.path, subject.name].join('.');
      return subject.kind === 'member' || subject.kind === 'property' ? subject.path : undefined;
    case 'words':
      return subject.kind === 'command' ? subject.words.map(word => textOf(word) ?? '*').join(' ') : undefined;
    case 'type':
      return subject.kind === 'resource' || subject.kind === 'property' ? subject.type : undefined;
    default: {
      const value = (subject as unknown as Record<string, unknown>)[key];
      return typeof value === 'string' ? value : undefined;
    }
  }
}

function valueOf(subject: Subject): Value | undefined {
  if (subject.kind === 'envRead') return subject.default;
  return 'value' in subject ? subject.value : undefined;
}

function argCheck(name: string, test: ValueTest, patterns: Patterns): Predicate {
  const predicate = compileValue(test, patterns);
  return (subject, around) => {
    const values = argValues(subject, name, around);
    if (values.length === 0) return predicate(undefined, around.references);
    return values.some(value => predicate(value, around.references));
  };
}

/** One-letter flags differ by case (`-p`, `-P`); longer ones do so in no shell that has both. */
function isFlag(written: string, name: string): boolean {
  return written === name || (name.length > 2 && written.toLowerCase() === name.toLowerCase());
}

/** The values of a named or positional argument, resource property, attribute or flag. */
function argValues(subject: Subject, name: string, around: Surroundings): readonly Value[] {
  switch (subject.kind) {
    case 'call': {
      if (name === '*') return [...subject.args, ...subject.named.map(named => named.value)];
      if (/^\d+$/.test(name)) {
        const value = subject.args[Number(name)];
        return value ? [value] : [];
      }
      const direct = subject.named.filter(named => named.name.toLowerCase() === name.toLowerCase());
      if (direct.length > 0) return direct.map(named => named.value);
      const dot = name.indexOf('.');
      if (dot < 0) return [];
      return subject.named
        .filter(named => named.name.toLowerCase() === name.slice(0, dot).toLowerCase())
        .flatMap(named => lookup(named.value, name.slice(dot + 1)));
    }
    case 'resource':
      return around
        .propertyPaths(subject, name)
        .flatMap(path => [...lookup(subject.props, path), ...lookup(subject.props, `body.${path}`)]);
    case 'property':
      // What stands beside it in its resource.
      return around
        .propertyPaths(subject, name)
        .flatMap(path => [...lookup(subject.owner.props, path), ...lookup(subject.owner.props, `body.${path}`)]);
    case 'command':
      if (name === '*') return [...subject.args, ...subject.words, ...subject.named.map(flag => flag.value)];
      return subject.named.filter(flag => isFlag(flag.name, name)).map(flag => flag.value);
    case 'element':
      return subject.attributes.filter(attribute => attribute.name === name).map(attribute => attribute.value);
    default:
      return [];
  }
}
