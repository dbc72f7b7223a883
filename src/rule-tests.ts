/** Runs every rule's own examples: what must match, where, and what must not. */
import { Exit, UntetherError } from './base/errors.ts';
import { Matcher } from './match/match.ts';
import type { Example, Rule, RuleSet } from './model/rule.ts';
import { createDeclared } from './read/declared/index.ts';
import { readerFor } from './read/index.ts';
import { linkInfrastructure } from './resolve/infrastructure.ts';
import { loadBuiltinRules, loadRules } from './rules/load.ts';

export interface RuleTestFailure {
  readonly ruleId: string;
  readonly example: string;
  readonly what: string;
}
export interface RuleTestResult {
  readonly rules: number;
  readonly passed: number;
  readonly failed: readonly RuleTestFailure[];
}

const FILE_NAMES: Readonly<Record<string, string>> = {
  python: 'example.py',
  typescript: 'example.ts',
  tsx: 'example.tsx',
  javascript: 'example.js',
  vue: 'example.vue',
  notebook: 'example.ipynb',
  csharp: 'Program.cs',
  java: 'Example.java',
  kotlin: 'Example.kt',
  go: 'example.go',
  shell: 'example.sh',
  powershell: 'example.ps1',
  dockerfile: 'Dockerfile',
  sql: 'example.sql',
  terraform: 'main.tf',
  tfvars: 'example.tfvars',
  bicep: 'main.bicep',
  bicepparam: 'main.bicepparam',
  arm: 'azuredeploy.json',
  json: 'settings.json',
  yaml: 'settings.yaml',
  toml: 'settings.toml',
  dotenv: '.env',
  properties: 'application.properties',
  ini: 'settings.ini',
  xml: 'policy.xml',
};

/** Test the built-in rules, or users' own beside them (then only theirs are tested). */
export async function testRules(paths: readonly string[] = []): Promise<RuleTestResult> {
  const builtin = await loadBuiltinRules();
  const all = await loadRules(paths);
  const own = paths.length === 0 ? all.rules : all.rules.filter(rule => !builtin.rules.includes(rule));
  const failed: RuleTestFailure[] = [];
  let passed = 0;
  for (const rule of own) {
    for (const [i, example] of rule.examples.hit.entries()) {
      const problem = await checkHit(all, rule, example);
      if (problem === undefined) passed += 1;
      else failed.push({ ruleId: rule.id, example: `hit ${i + 1} (${example.lang})`, what: problem });
    }
    for (const [i, example] of rule.examples.miss.entries()) {
      const places = await placesOf(all, rule, example);
      if (places.length === 0) passed += 1;
      else
        failed.push({
          ruleId: rule.id,
          example: `miss ${i + 1} (${example.lang}): ${example.why ?? ''}`,
          what: `matches at ${places.join(', ')}`,
        });
    }
  }
  return { rules: own.length, passed, failed };
}

async function checkHit(all: RuleSet, rule: Rule, example: Example): Promise<string | undefined> {
  const wanted = [...(typeof example.at === 'string' ? [example.at] : (example.at ?? []))].sort();
  const found = (await placesOf(all, rule, example)).sort();
  if (wanted.join() === found.join()) return undefined;
  return `expected at ${wanted.join(', ')}, found ${found.length === 0 ? 'nothing' : `at ${found.join(', ')}`}`;
}

/** Where a rule matches in an example, as `line:column`. */
export async function placesOf(all: RuleSet, rule: Rule, example: Example): Promise<string[]> {
  const main = example.file ?? FILE_NAMES[example.lang];
  if (main === undefined) {
    throw new UntetherError(`${rule.id}: an example in "${example.lang}" needs a file name`, {
      help: `Add "file:" to it, or use one of: ${Object.keys(FILE_NAMES).join(', ')}.`,
      exit: Exit.usage,
    });
  }
  const matcher = new Matcher(all);
  const declared = createDeclared(all.declarations ?? []);
  for (const [path, text] of [[main, example.code] as const, ...Object.entries(example.files ?? {})]) {
    const entry = readerFor(path);
    if (!entry) {
      throw new UntetherError(`${rule.id}: no reader takes "${path}"`, {
        help: 'Name the file as it would be named in a repository.',
        exit: Exit.usage,
      });
    }
    const reader = await entry.load();
    const { facts } = reader({ path, text });
    matcher.add(path, entry.language, [...facts, ...declared(facts)]);
  }
  const places = matcher
    .finish(linkInfrastructure)
    .filter(candidate => candidate.rule.id === rule.id && candidate.path === main)
    .map(({ subject }) => `${subject.span.line}:${subject.span.column}`);
  return [...new Set(places)];
}
