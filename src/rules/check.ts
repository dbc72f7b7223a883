/** What a schema cannot see: conditions that can never hold, names nobody defines, expressions that do not compile. */
import { nearest } from '../base/text.ts';
import {
  KEYS_OF_KIND,
  type CanonicalResource,
  type Patterns,
  type Rule,
  type TextTest,
  type ValueTest,
  type Where,
} from '../model/rule.ts';

/** What rules may name. */
export interface Known {
  readonly patterns: Patterns;
  /** Canonical types and their classes. */
  readonly resources: ReadonlySet<string>;
  readonly equivalents: ReadonlySet<string>;
  /** Tags that some rule gives. */
  readonly tags: ReadonlySet<string>;
}

/** Where in the rule, and what. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What `resource:` may name: a canonical type, a class of it, or `module:TYPE` for a call of a local module that declares one. */
export function resourceNames(resources: readonly CanonicalResource[]): Set<string> {
  return new Set(
    resources.flatMap(({ name, classes }) => [
      name,
      `module:${name}`,
      ...Object.keys(classes ?? {}).map(each => `${name}/${each}`),
    ]),
  );
}

/** All mistakes of one rule. */
export function* checkRule(rule: Rule, known: Known): Generator<Mistake> {
  const kinds = typeof rule.on === 'string' ? [rule.on] : rule.on;
  const allowed = new Set(kinds.flatMap(kind => KEYS_OF_KIND[kind]));
  yield* checkWhere(rule.where, ['where'], { known, allowed, kinds });
  if (!known.equivalents.has(rule.equivalent)) {
    yield { path: ['equivalent'], message: unknown('equivalent', rule.equivalent, known.equivalents) };
  }
  for (const [i, { any = [], none = [] }] of (rule.requires ?? []).entries()) {
    for (const tag of [...any, ...none]) {
      if (!known.tags.has(tag)) {
        yield { path: ['requires', i], message: `${unknown('tag', tag, known.tags)} (no rule gives it)` };
      }
    }
  }
}

/** All mistakes of the named patterns. */
export function* checkPatterns(patterns: Patterns): Generator<Mistake> {
  for (const [name, test] of Object.entries(patterns)) {
    yield* checkText(test, [name], patterns);
    if (leadsTo(name, test, patterns, new Set())) {
      yield { path: [name], message: `pattern "${name}" refers to itself` };
    }
  }
}

function leadsTo(name: string, test: TextTest, patterns: Patterns, seen: Set<string>): boolean {
  if (typeof test === 'string' || Array.isArray(test)) return false;
  const spec = test as Exclude<TextTest, string | readonly string[]>;
  const named = asList(spec.is).some(next => {
    if (next === name) return true;
    const target = patterns[next];
    if (target === undefined || seen.has(next)) return false;
    seen.add(next);
    return leadsTo(name, target, patterns, seen);
  });
  const parts = [...(spec.all ?? []), ...(spec.any ?? []), ...(spec.not === undefined ? [] : [spec.not])];
  return named || parts.some(part => leadsTo(name, part, patterns, seen));
}

type Path = readonly (string | number)[];

export interface Scope {
  readonly known: Known;
  readonly allowed: ReadonlySet<keyof Where>;
  readonly kinds: readonly string[];
}

export function* checkWhere(where: Where, path: Path, scope: Scope): Generator<Mistake> {
  if (Object.keys(where).length === 0) yield { path, message: 'a condition without a test matches everything' };
  for (const [key, test] of Object.entries(where) as [keyof Where, unknown][]) {
    const here = [...path, key];
    if (!scope.allowed.has(key)) {
      yield {
        path: here,
        message: `"${key}" says nothing about ${scope.kinds.join(', ')}; it can be asked ${[...scope.allowed].join(', ')}`,
      };
    } else if (key === 'any' || key === 'all') {
      for (const [i, part] of (test as readonly Where[]).entries()) yield* checkWhere(part, [...here, i], scope);
    } else if (key === 'not') yield* checkWhere(test as Where, here, scope);
    else if (key === 'value') yield* checkValue(test as ValueTest, here, scope.known);
    else if (key === 'args') {
      for (const [name, value] of Object.entries(test as Readonly<Record<string, ValueTest>>)) {
        yield* checkValue(value, [...here, name], scope.known);
      }
    } else if (key !== 'resolved') {
      yield* checkText(test as TextTest, here, scope.known.patterns);
      if (key === 'resource') yield* checkNames(test as TextTest, here, scope.known.resources);
    }
  }
}

function* checkValue(test: ValueTest, path: Path, known: Known): Generator<Mistake> {
  if (typeof test === 'string' || Array.isArray(test)) return;
  const spec = test as Exclude<ValueTest, string | readonly string[]>;
  if (Object.keys(spec).length === 0) yield { path, message: 'a value test without a condition matches everything' };
  for (const key of ['text', 'env', 'reference', 'callee', 'contains'] as const) {
    const part = spec[key];
    if (part !== undefined) yield* checkText(part, [...path, key], known.patterns);
  }
  if (spec.refersTo !== undefined && !known.resources.has(spec.refersTo)) {
    yield { path: [...path, 'refersTo'], message: unknown('resource', spec.refersTo, known.resources) };
  }
  if (spec.not !== undefined) yield* checkValue(spec.not, [...path, 'not'], known);
  for (const key of ['any', 'all'] as const) {
    for (const [i, part] of (spec[key] ?? []).entries()) yield* checkValue(part, [...path, key, i], known);
  }
}

function* checkText(test: TextTest, path: Path, patterns: Patterns): Generator<Mistake> {
  if (typeof test === 'string' || Array.isArray(test)) return;
  const spec = test as Exclude<TextTest, string | readonly string[]>;
  if (Object.keys(spec).every(key => key === 'case')) {
    yield { path, message: 'a text test without a condition matches everything' };
  }
  for (const name of asList(spec.is)) {
    if (patterns[name] === undefined) {
      yield { path: [...path, 'is'], message: unknown('pattern', name, Object.keys(patterns)) };
    }
  }
  if (spec.regex !== undefined) {
    try {
      new RegExp(spec.regex);
    } catch (error) {
      yield { path: [...path, 'regex'], message: (error as Error).message.replace(/^Invalid/, 'invalid') };
    }
  }
  if (spec.not !== undefined) yield* checkText(spec.not, [...path, 'not'], patterns);
  for (const key of ['any', 'all'] as const) {
    for (const [i, part] of (spec[key] ?? []).entries()) yield* checkText(part, [...path, key, i], patterns);
  }
}

/** Where plain names are asked for, they have to be there. */
function* checkNames(test: TextTest, path: Path, names: ReadonlySet<string>): Generator<Mistake> {
  const plain = typeof test === 'string' || Array.isArray(test) ? (test as string | readonly string[]) : undefined;
  for (const name of asList(plain)) {
    if (!names.has(name)) yield { path, message: unknown('resource', name, names) };
  }
}

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

function unknown(what: string, name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return `unknown ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}
