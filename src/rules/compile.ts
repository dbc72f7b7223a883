/** From YAML files to one checked rule set. Used at build for our own rules and at run time for users'. */
import { createHash } from 'node:crypto';
import type * as v from 'valibot';
import { compareText } from '../base/text.ts';
import type { Declaration } from '../model/declaration.ts';
import type { CanonicalResource, Equivalent, Patterns, Rule, RuleSet } from '../model/rule.ts';
import type { TranslationEntry } from '../model/translation.ts';
import { checkPatterns, checkRule, resourceNames, type Known, type Mistake } from './check.ts';
import {
  declarationsFile,
  equivalentsFile,
  patternsFile,
  resourcesFile,
  ruleFile,
  translationsFile,
} from './schema.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { vocabularyFile } from './vocabulary-schema.ts';
import { checkVocabulary, joinVocabulary, type VocabularyPart } from './vocabulary.ts';
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
  /** Line of a part of the rule (`['where', 'name']`). */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const typed = <T>(schema: v.GenericSchema): v.GenericSchema<unknown, T> => schema as v.GenericSchema<unknown, T>;

/** Read the rules of one file (a single rule, or a list of them). */
export function readRules(file: RuleFile): LoadedRule[] {
  const { value, lineOf } = readYaml<Rule | Rule[]>(file.path, file.content, typed(ruleFile));
  const list = Array.isArray(value) ? value : [value];
  return list.map((rule, i) => {
    const top = Array.isArray(value) ? [i] : [];
    const line = lineOf(top);
    checkKeywords(rule, file.path, lineOf([...top, 'keywords']));
    return { rule, file: file.path, line, lineOf: path => lineOf([...top, ...path]) };
  });
}

/** The prefilter would never open a file that shows the tie without one of its rule's keywords. */
function checkKeywords(rule: Rule, file: string, line: number | undefined): void {
  const keywords = rule.keywords.map(keyword => keyword.toLowerCase());
  for (const example of rule.examples.hit) {
    const code = example.code.toLowerCase();
    if (!keywords.some(keyword => code.includes(keyword))) {
      throw new RuleFileError(
        file,
        line,
        `${rule.id}: a hit example holds none of the rule's keywords (${rule.keywords.join(', ')})`,
      );
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
  const origins = new Map(equivalents.map(({ key }) => [key, 'the built-in equivalents']));
  let patterns: Patterns = base?.patterns ?? {};
  const resources: CanonicalResource[] = [...(base?.resources ?? [])];
  const declarations: Declaration[] = [...(base?.declarations ?? [])];
  const translations: TranslationEntry[] = [...(base?.translations ?? [])];
  const patternFiles: { file: string; names: Set<string>; lineOf: LoadedRule['lineOf'] }[] = [];
  const parts: VocabularyPart[] = [];
  for (const file of sorted) {
    if (/(?:^|\/)equivalents\/[^/]+$/.test(file.path)) {
      const { value, lineOf } = readYaml<Equivalent[]>(file.path, file.content, typed(equivalentsFile));
      for (const [i, equivalent] of value.entries()) {
        const first = origins.get(equivalent.key);
        if (first !== undefined) {
          const message = `equivalent "${equivalent.key}" is already defined in ${first}`;
          throw new RuleFileError(file.path, lineOf([i]), message);
        }
        origins.set(equivalent.key, file.path);
        equivalents.push(equivalent);
      }
    } else if (/(?:^|\/)vocabulary\/patterns[^/]*$/.test(file.path)) {
      const read = readYaml<Patterns>(file.path, file.content, typed(patternsFile));
      patterns = { ...patterns, ...read.value };
      patternFiles.push({ file: file.path, names: new Set(Object.keys(read.value)), lineOf: read.lineOf });
    } else if (/(?:^|\/)vocabulary\/resources[^/]*$/.test(file.path)) {
      resources.push(...readYaml<CanonicalResource[]>(file.path, file.content, typed(resourcesFile)).value);
    } else if (/(?:^|\/)vocabulary\/declarations[^/]*$/.test(file.path)) {
      declarations.push(...readYaml<Declaration[]>(file.path, file.content, typed(declarationsFile)).value);
    } else if (/(?:^|\/)translations\/[^/]+$/.test(file.path)) {
      translations.push(...readYaml<TranslationEntry[]>(file.path, file.content, typed(translationsFile)).value);
    } else if (/(?:^|\/)vocabulary\/(?:clients|functions|operations|features)[^/]*$/.test(file.path)) {
      parts.push({ file: file.path, ...readYaml<Vocabulary>(file.path, file.content, vocabularyFile) });
    } else loaded.push(...readRules(file));
  }
  for (const { file, names, lineOf } of patternFiles) {
    for (const mistake of checkPatterns(patterns)) {
      if (names.has(String(mistake.path[0]))) refuse(mistake, file, lineOf);
    }
  }
  const vocabulary = joinVocabulary(parts, base?.vocabulary);
  for (const mistake of checkVocabulary(parts, vocabulary, patterns, base?.vocabulary)) {
    refuse(mistake, mistake.part.file, mistake.part.lineOf);
  }
  const seen = new Map<string, string>((base?.rules ?? []).map(rule => [rule.id, 'the built-in rules']));
  for (const { rule, file, line } of loaded) {
    const first = seen.get(rule.id);
    if (first !== undefined) throw new RuleFileError(file, line, `rule "${rule.id}" is already defined in ${first}`);
    seen.set(rule.id, file);
  }
  const known: Known = {
    patterns,
    resources: resourceNames(resources),
    equivalents: new Set(equivalents.map(equivalent => equivalent.key)),
    tags: new Set([...(base?.rules ?? []), ...loaded.map(entry => entry.rule)].flatMap(rule => rule.gives ?? [])),
  };
  for (const { rule, file, lineOf } of loaded) {
    for (const mistake of checkRule(rule, known)) refuse(mistake, file, lineOf, `${rule.id}: `);
  }
  const rules = [...(base?.rules ?? []), ...loaded.map(entry => entry.rule)].sort((a, b) => compareText(a.id, b.id));
  equivalents.sort((a, b) => compareText(a.key, b.key));
  const body = { rules, equivalents, translations, patterns, resources, declarations, vocabulary };
  return {
    version,
    digest: createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16),
    factsAsOf: oldestFact(equivalents),
    ...body,
  };
}

function refuse({ path, message }: Mistake, file: string, lineOf: LoadedRule['lineOf'], prefix = ''): never {
  throw new RuleFileError(file, lineOf(path), prefix + message);
}

/** Advice is as old as the oldest fact it may rest on. */
function oldestFact(equivalents: readonly Equivalent[]): string {
  return (
    equivalents.flatMap(equivalent => equivalent.sources.map(source => source.asOf)).sort(compareText)[0] ?? 'unknown'
  );
}
