/** From YAML files to one checked rule set. Used at build for our own rules and at run time for users'. */
import { createHash } from 'node:crypto';
import type * as v from 'valibot';
import { compareText, nearest } from '../base/text.ts';
import type { CanonicalResource, Equivalent, Patterns, Rule, RuleSet } from '../model/rule.ts';
import { equivalentsFile, patternsFile, resourcesFile, ruleFile } from './schema.ts';
import { readYaml, RuleFileError } from './yaml.ts';

export interface RuleFile {
  /** As it is named in messages; below `rules/` for our own. */
  readonly path: string;
  readonly content: string;
}

export interface LoadedRule {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number | undefined;
}

const typed = <T>(schema: v.GenericSchema): v.GenericSchema<unknown, T> => schema as v.GenericSchema<unknown, T>;

/** Read the rules of one file (a single rule, or a list of them). */
export function readRules(file: RuleFile): LoadedRule[] {
  const { value, lineOf } = readYaml<Rule | Rule[]>(file.path, file.content, typed(ruleFile));
  const list = Array.isArray(value) ? value : [value];
  return list.map((rule, i) => {
    const line = lineOf(Array.isArray(value) ? [i] : []);
    checkKeywords(rule, file.path, line);
    return { rule, file: file.path, line };
  });
}

/** The prefilter would never open a file that shows the tie without one of its rule's keywords. */
function checkKeywords(rule: Rule, file: string, line: number | undefined): void {
  const keywords = rule.keywords.map(keyword => keyword.toLowerCase());
  for (const example of rule.examples.hit) {
    const code = example.code.toLowerCase();
    if (!keywords.some(keyword => code.includes(keyword))) {
      throw new RuleFileError(file, line, `${rule.id}: a hit example holds none of the rule's keywords (${rule.keywords.join(', ')})`);
    }
  }
}

/**
 * Compile a set of files (rules, equivalents, vocabulary) into a rule set.
 * @throws RuleFileError on the first problem, with file and line.
 */
export function compileRuleSet(files: readonly RuleFile[], version: string, base?: RuleSet): RuleSet {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  const loaded: LoadedRule[] = [];
  const equivalents: Equivalent[] = [...(base?.equivalents ?? [])];
  let patterns: Patterns = base?.patterns ?? {};
  const resources: CanonicalResource[] = [...(base?.resources ?? [])];
  for (const file of sorted) {
    if (/(?:^|\/)equivalents\/[^/]+$/.test(file.path)) equivalents.push(...readYaml<Equivalent[]>(file.path, file.content, typed(equivalentsFile)).value);
    else if (/(?:^|\/)vocabulary\/patterns[^/]*$/.test(file.path)) patterns = { ...patterns, ...readYaml<Patterns>(file.path, file.content, typed(patternsFile)).value };
    else if (/(?:^|\/)vocabulary\/resources[^/]*$/.test(file.path)) resources.push(...readYaml<CanonicalResource[]>(file.path, file.content, typed(resourcesFile)).value);
    else loaded.push(...readRules(file));
  }
  const known = new Set(equivalents.map(equivalent => equivalent.key));
  const seen = new Map<string, string>((base?.rules ?? []).map(rule => [rule.id, 'the built-in rules']));
  for (const { rule, file, line } of loaded) {
    const first = seen.get(rule.id);
    if (first !== undefined) throw new RuleFileError(file, line, `rule "${rule.id}" is already defined in ${first}`);
    seen.set(rule.id, file);
    if (!known.has(rule.equivalent)) {
      const near = nearest(rule.equivalent, known);
      throw new RuleFileError(file, line, `${rule.id}: unknown equivalent "${rule.equivalent}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
    }
  }
  const rules = [...(base?.rules ?? []), ...loaded.map(entry => entry.rule)].sort((a, b) => compareText(a.id, b.id));
  equivalents.sort((a, b) => compareText(a.key, b.key));
  const body = { rules, equivalents, patterns, resources };
  return {
    version,
    digest: createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16),
    factsAsOf: oldestFact(equivalents),
    ...body,
  };
}

/** Advice is as old as the oldest fact it may rest on. */
function oldestFact(equivalents: readonly Equivalent[]): string {
  return equivalents.flatMap(equivalent => equivalent.sources.map(source => source.asOf)).sort(compareText)[0] ?? 'unknown';
}
