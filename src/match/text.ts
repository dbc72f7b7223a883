/** Text tests of the rule language, compiled once into predicates. */
import type { Patterns, TextTest } from '../model/rule.ts';

export type TextPredicate = (text: string) => boolean;

let lastText = '';
let lastFolded = '';

/** Many tests in a row look at the same text: fold it once. */
function folded(text: string): string {
  if (text !== lastText) {
    lastText = text;
    lastFolded = text.toLowerCase();
  }
  return lastFolded;
}

const asList = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const compiled = new WeakMap<Patterns, Map<string, TextPredicate>>();

/** A pattern is compiled once for all rules that name it, and remembers its last answer: they ask about the same text in a row. */
function namedPattern(name: string, patterns: Patterns, seen: readonly string[]): TextPredicate {
  const pattern = patterns[name];
  if (pattern === undefined) throw new Error(`unknown pattern "${name}"`);
  if (seen.includes(name)) throw new Error(`pattern "${name}" refers to itself`);
  let known = compiled.get(patterns);
  if (!known) {
    known = new Map();
    compiled.set(patterns, known);
  }
  let predicate = known.get(name);
  if (!predicate) {
    const test = compileText(pattern, patterns, [...seen, name]);
    let asked: string | undefined;
    let answer = false;
    predicate = text => {
      if (text !== asked) {
        answer = test(text);
        asked = text;
      }
      return answer;
    };
    known.set(name, predicate);
  }
  return predicate;
}

/**
 * Compile a text test. Named patterns (`is:`) are looked up in `patterns`.
 * @throws Error when a pattern is unknown or a regular expression does not compile: rule loading turns it into a message with a place.
 */
export function compileText(test: TextTest, patterns: Patterns, seen: readonly string[] = []): TextPredicate {
  if (typeof test === 'string' || Array.isArray(test)) {
    return compileText({ equals: test as string | readonly string[] }, patterns, seen);
  }
  const spec = test as Exclude<TextTest, string | readonly string[]>;
  const fold = spec.case === true ? (text: string) => text : folded;
  const words = (list: string | readonly string[]): readonly string[] => asList(list).map(fold);
  const checks: TextPredicate[] = [];

  if (spec.equals !== undefined) {
    const set = new Set(words(spec.equals));
    checks.push(text => set.has(fold(text)));
  }
  if (spec.includes !== undefined) {
    const list = words(spec.includes);
    checks.push(text => list.some(word => fold(text).includes(word)));
  }
  if (spec.prefix !== undefined) {
    const list = words(spec.prefix);
    checks.push(text => list.some(word => fold(text).startsWith(word)));
  }
  if (spec.suffix !== undefined) {
    const list = words(spec.suffix);
    checks.push(text => list.some(word => fold(text).endsWith(word)));
  }
  if (spec.regex !== undefined) {
    const regex = new RegExp(spec.regex, spec.case === true ? '' : 'i');
    checks.push(text => regex.test(text));
  }
  if (spec.is !== undefined) {
    const named = asList(spec.is).map(name => namedPattern(name, patterns, seen));
    checks.push(text => named.some(check => check(text)));
  }
  if (spec.not !== undefined) {
    const inner = compileText(spec.not, patterns, seen);
    checks.push(text => !inner(text));
  }
  if (spec.all !== undefined) {
    for (const part of spec.all) checks.push(compileText(part, patterns, seen));
  }
  if (spec.any !== undefined) {
    const parts = spec.any.map(part => compileText(part, patterns, seen));
    checks.push(text => parts.some(check => check(text)));
  }
  if (checks.length === 0) throw new Error('a text test without a condition matches everything');
  const [only] = checks;
  if (checks.length === 1 && only) return only;
  return text => checks.every(check => check(text));
}
