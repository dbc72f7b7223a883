/** Value tests of the rule language, compiled once into predicates. */
import { possibilities, textOf, walkValue, type Value } from '../model/fact.ts';
import type { Patterns, ValueKindTest, ValueTest } from '../model/rule.ts';
import { compileText, type TextPredicate } from './text.ts';
import type { References } from './references.ts';

/** Tests a value; `undefined` stands for "there is no such argument or property". */
export type ValuePredicate = (value: Value | undefined, references: References) => boolean;

type Spec = Exclude<ValueTest, string | readonly string[]>;

export function compileValue(test: ValueTest, patterns: Patterns): ValuePredicate {
  if (typeof test === 'string' || Array.isArray(test)) {
    return compileValue({ text: test as string | readonly string[] }, patterns);
  }
  const spec = test as Spec;
  const checks: ValuePredicate[] = [];
  const onCandidate = candidateTest(spec, patterns);
  if (onCandidate) {
    const wantsAbsent = kindsOf(spec).includes('absent');
    checks.push((value, references) => {
      if (value === undefined) return wantsAbsent;
      for (const candidate of possibilities(value)) if (onCandidate(candidate, references)) return true;
      return false;
    });
  }
  if (spec.contains !== undefined) {
    const contains = compileText(spec.contains, patterns);
    checks.push(value => value !== undefined && wordsOf(value).some(contains));
  }
  if (spec.direct !== undefined) {
    const wanted = spec.direct;
    checks.push(value => value !== undefined && (value.via === undefined) === wanted);
  }
  if (spec.not !== undefined) {
    const inner = compileValue(spec.not, patterns);
    checks.push((value, references) => !inner(value, references));
  }
  for (const part of spec.all ?? []) checks.push(compileValue(part, patterns));
  if (spec.any !== undefined) {
    const parts = spec.any.map(part => compileValue(part, patterns));
    checks.push((value, references) => parts.some(check => check(value, references)));
  }
  if (checks.length === 0) throw new Error('a value test without a condition matches everything');
  return (value, references) => checks.every(check => check(value, references));
}

const kindsOf = (spec: Spec): readonly ValueKindTest[] =>
  spec.kind === undefined ? [] : typeof spec.kind === 'string' ? [spec.kind] : spec.kind;

/** The conditions that one and the same possibility has to fulfil. */
function candidateTest(
  spec: Spec,
  patterns: Patterns,
): ((candidate: Value, references: References) => boolean) | undefined {
  const checks: ((candidate: Value, references: References) => boolean)[] = [];
  const kinds = kindsOf(spec);
  if (kinds.length > 0) checks.push(candidate => kinds.some(kind => isKind(candidate, kind)));
  if (spec.text !== undefined) {
    const text = compileText(spec.text, patterns);
    checks.push(candidate => {
      const own = textOf(candidate);
      return own !== undefined && text(own);
    });
  }
  const named = (test: Spec['env'], name: (candidate: Value) => string | undefined): void => {
    if (test === undefined) return;
    const check: TextPredicate = compileText(test, patterns);
    checks.push(candidate => {
      const own = name(candidate);
      return own !== undefined && check(own);
    });
  };
  named(spec.env, candidate => (candidate.kind === 'env' ? candidate.name : undefined));
  named(spec.reference, candidate => (candidate.kind === 'reference' ? candidate.name : candidate.via));
  named(spec.callee, candidate => (candidate.kind === 'call' ? candidate.callee : undefined));
  if (spec.refersTo !== undefined) {
    const wanted = spec.refersTo;
    checks.push((candidate, references) => references.refersTo(candidate, wanted));
  }
  if (checks.length === 0) return undefined;
  return (candidate, references) => checks.every(check => check(candidate, references));
}

function isKind(value: Value, kind: ValueKindTest): boolean {
  switch (kind) {
    case 'string':
      return value.kind === 'template' || (value.kind === 'literal' && value.type === 'string');
    case 'number':
    case 'boolean':
      return value.kind === 'literal' && value.type === kind;
    case 'absent':
      return false;
    default:
      return value.kind === kind;
  }
}

const wordsInside = new WeakMap<Value, readonly string[]>();

/** {@link textsInside}, gathered once per value: many rules ask about the same one. */
function wordsOf(value: Value): readonly string[] {
  let words = wordsInside.get(value);
  if (!words) {
    words = [...textsInside(value)];
    wordsInside.set(value, words);
  }
  return words;
}

/** Everything a value says in words: texts, names of variables, references, callees and keys, at any depth. */
export function* textsInside(value: Value): Generator<string> {
  for (const part of walkValue(value)) {
    const text = textOf(part);
    if (text !== undefined) yield text;
    if (part.via !== undefined) yield part.via;
    if (part.kind === 'env' || part.kind === 'reference') yield part.name;
    if (part.kind === 'call') {
      yield part.callee;
      for (const named of part.named) yield named.name;
    }
    if (part.kind === 'object') for (const entry of part.entries) yield entry.name;
  }
}
