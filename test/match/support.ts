/** Short ways to write facts and rules in tests: what a test does not say has a plain default. */
import { NO_VOCABULARY } from '../../src/model/vocabulary.ts';
import type {
  CallFact,
  DefinitionFact,
  EntryFact,
  Fact,
  Named,
  ObjectValue,
  ResourceFact,
  SettingFact,
  StringFact,
  Value,
} from '../../src/model/fact.ts';
import type { Equivalent, Rule, RuleSet } from '../../src/model/rule.ts';
import type { Span } from '../../src/model/span.ts';

/** `at(3, 5)` is one character at 3:5; `at(3, 5, 9)` ends on the same line, `at(3, 5, 6, 2)` on another. */
export function at(line: number, column: number, third?: number, fourth?: number): Span {
  if (third === undefined) return { line, column, endLine: line, endColumn: column + 1 };
  if (fourth === undefined) return { line, column, endLine: line, endColumn: third };
  return { line, column, endLine: third, endColumn: fourth };
}

const here = at(1, 1);

export const literal = (text: string, span: Span = here): Value => ({ kind: 'literal', text, type: 'string', span });
export const number = (text: string): Value => ({ kind: 'literal', text, type: 'number', span: here });
export const boolean = (text: string): Value => ({ kind: 'literal', text, type: 'boolean', span: here });
export const template = (text: string, ...holes: Value[]): Value => ({ kind: 'template', text, holes, span: here });
export const env = (name: string, fallback?: Value): Value =>
  fallback ? { kind: 'env', name, default: fallback, span: here } : { kind: 'env', name, span: here };
export const reference = (name: string, span: Span = here): Value => ({ kind: 'reference', name, span });
export const list = (...items: Value[]): Value => ({ kind: 'list', items, span: here });
export const choice = (...options: Value[]): Value => ({ kind: 'choice', options, span: here });
export const unknown: Value = { kind: 'unknown', span: here };
export const call = (callee: string, args: Value[] = [], named: Named[] = []): Value => ({
  kind: 'call',
  callee,
  args,
  named,
  span: here,
});
export const named = (name: string, value: Value, span: Span = here): Named => ({ name, value, span });
export const object = (entries: Record<string, Value | Value[]>): ObjectValue => ({
  kind: 'object',
  span: here,
  entries: Object.entries(entries).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(one => named(name, one, one.span)),
  ),
});
/** The value as it looks when it was followed through a name. */
export const via = (name: string, value: Value): Value => ({ ...value, via: name });

export const callFact = (callee: string, more: Partial<CallFact> = {}): CallFact => ({
  kind: 'call',
  callee,
  resolved: true,
  form: 'call',
  args: [],
  named: [],
  span: here,
  ...more,
});
export const stringFact = (text: string, more: Partial<StringFact> = {}): StringFact => ({
  kind: 'string',
  text,
  role: 'value',
  span: here,
  ...more,
});
export const settingFact = (name: string, value: Value, more: Partial<SettingFact> = {}): SettingFact => ({
  kind: 'setting',
  name,
  path: [name],
  value,
  format: 'dotenv',
  span: here,
  ...more,
});
export const entryFact = (name: string, value: Value, more: Partial<EntryFact> = {}): EntryFact => ({
  kind: 'entry',
  name,
  value,
  path: [],
  span: here,
  ...more,
});
export const definitionFact = (name: string, more: Partial<DefinitionFact> = {}): DefinitionFact => ({
  kind: 'definition',
  name,
  role: 'variable',
  span: here,
  ...more,
});
export const resourceFact = (
  type: string,
  address: string,
  props: Record<string, Value | Value[]> = {},
  more: Partial<ResourceFact> = {},
): ResourceFact => ({
  kind: 'resource',
  provider: 'terraform',
  mode: 'resource',
  type,
  address,
  props: object(props),
  span: here,
  ...more,
});

export const EQUIVALENT: Equivalent = {
  key: 'sdk/other',
  title: 'The other side',
  fidelity: 'adapt',
  effort: { low: 1, high: 2 },
  summary: 'Use the other side.',
  changes: ['change the import'],
  caveats: [],
  sources: [{ url: 'https://example.com/', asOf: '2026-01-01', status: 'confirmed' }],
};

export function makeRule(spec: Pick<Rule, 'id' | 'on' | 'where'> & Partial<Rule>): Rule {
  return {
    title: spec.id,
    message: 'found',
    dimension: 'sdk',
    tie: true,
    severity: 'medium',
    confidence: 'certain',
    keywords: ['word'],
    equivalent: EQUIVALENT.key,
    since: '0.1.0',
    examples: { hit: [], miss: [] },
    ...spec,
  };
}

export function makeRuleSet(rules: readonly Rule[], more: Partial<RuleSet> = {}): RuleSet {
  return {
    version: '0',
    digest: '0',
    factsAsOf: '2026-01-01',
    rules,
    equivalents: [EQUIVALENT],
    patterns: {},
    vocabulary: NO_VOCABULARY,
    resources: [],
    ...more,
  };
}

export type { Fact };
