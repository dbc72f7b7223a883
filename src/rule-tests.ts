/** Runs every rule's own examples: what must match, where, and what must not. */
import { Exit, UntetherError } from './base/errors.ts';
import { Matcher } from './match/match.ts';
import type { Example, Rule, RuleSet } from './model/rule.ts';
import { createDeclared } from './read/declared/index.ts';
import { readerFor } from './read/index.ts';
import { linkInfrastructure } from './resolve/infrastructure.ts';
import type { LoadedRule } from './rules/compile.ts';
import { loadBuiltinRules, loadRules, ruleFiles } from './rules/load.ts';

export interface RuleTestFailure {
  readonly ruleId: string;
  readonly example: string;
  readonly what: string;
  /** Where the example stands: the rule's file and a line in it. Unknown for the built-in rules, which are compiled. */
  readonly file?: string;
  readonly line?: number;
  /** What to do about it. */
  readonly help: string;
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
  const standing = await origins(paths);
  const failed: RuleTestFailure[] = [];
  let passed = 0;
  for (const rule of own) {
    for (const kind of ['hit', 'miss'] as const) {
      for (const [i, example] of rule.examples[kind].entries()) {
        const problem = await problemOf(all, rule, example, kind);
        if (!problem) {
          passed += 1;
          continue;
        }
        const why = kind === 'miss' ? `: ${example.why ?? ''}` : '';
        const name = `${kind} ${i + 1} (${example.lang})${why}`;
        failed.push({ ruleId: rule.id, example: name, ...problem, ...placeOf(standing.get(rule.id), kind, i) });
      }
    }
  }
  return { rules: own.length, passed, failed };
}

type Problem = Pick<RuleTestFailure, 'what' | 'help'>;

async function problemOf(
  all: RuleSet,
  rule: Rule,
  example: Example,
  kind: 'hit' | 'miss',
): Promise<Problem | undefined> {
  try {
    if (kind === 'hit') return await checkHit(all, rule, example);
    const places = await placesOf(all, rule, example);
    if (places.length === 0) return undefined;
    return {
      what: `matches at ${places.join(', ')}`,
      help: 'Narrow the conditions under "where" until this code is left alone, or make it a hit.',
    };
  } catch (error) {
    if (!(error instanceof UntetherError)) throw error;
    return { what: error.message, help: error.help };
  }
}

/** Where the rules of the given paths are written. */
async function origins(paths: readonly string[]): Promise<ReadonlyMap<string, LoadedRule>> {
  if (paths.length === 0) return new Map();
  const { readRules } = await import('./rules/compile.ts');
  const files = ruleFiles(paths).filter(
    ({ path }) => !/(?:^|\/)(?:equivalents|vocabulary|translations)\/[^/]+$/.test(path),
  );
  return new Map(files.flatMap(readRules).map(loaded => [loaded.rule.id, loaded]));
}

function placeOf(
  loaded: LoadedRule | undefined,
  kind: 'hit' | 'miss',
  i: number,
): Pick<RuleTestFailure, 'file' | 'line'> {
  if (!loaded) return {};
  const line = loaded.lineOf(['examples', kind, i]);
  return { file: loaded.file, ...(line !== undefined && { line }) };
}

async function checkHit(all: RuleSet, rule: Rule, example: Example): Promise<Problem | undefined> {
  const wanted = [...(typeof example.at === 'string' ? [example.at] : (example.at ?? []))].sort();
  const found = (await placesOf(all, rule, example)).sort();
  if (wanted.join() === found.join()) return undefined;
  const what = `expected at ${wanted.join(', ')}, found ${found.length === 0 ? 'nothing' : `at ${found.join(', ')}`}`;
  const help =
    found.length === 0
      ? 'See which facts "on" and "where" ask for; a name of an import must be written in full there.'
      : 'If the places found are right, write them into "at"; else change the conditions under "where".';
  return { what, help };
}

/** Where a rule matches in an example, as `line:column`. */
export async function placesOf(all: RuleSet, rule: Rule, example: Example): Promise<string[]> {
  const main = example.file ?? FILE_NAMES[example.lang];
  if (main === undefined) {
    throw new UntetherError(`an example in "${example.lang}" needs a file name`, {
      help: `Add "file:" to it, or use one of: ${Object.keys(FILE_NAMES).join(', ')}.`,
      exit: Exit.usage,
    });
  }
  const matcher = new Matcher(all);
  const declared = createDeclared(all.declarations ?? []);
  for (const [path, text] of [[main, example.code] as const, ...Object.entries(example.files ?? {})]) {
    const entry = readerFor(path);
    if (!entry) {
      throw new UntetherError(`no reader takes "${path}"`, {
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
