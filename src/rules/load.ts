/** Rules from disk: our own from the compiled file, users' from YAML. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath } from '../base/assets.ts';
import { Exit, UntetherError } from '../base/errors.ts';
import type { RuleSet } from '../model/rule.ts';
import type { RuleFile } from './compile.ts';

let builtin: RuleSet | undefined;

/** The rule set that ships with untether. */
export function loadBuiltinRules(): Promise<RuleSet> {
  builtin ??= JSON.parse(readFileSync(assetPath('rules.json'), 'utf8')) as RuleSet;
  return Promise.resolve(builtin);
}

/**
 * The built-in rules together with users' own files or folders.
 * @throws UntetherError when a path does not exist or a rule is wrong, with file, line and remedy.
 */
export async function loadRules(paths: readonly string[] = []): Promise<RuleSet> {
  const base = await loadBuiltinRules();
  if (paths.length === 0) return base;
  const { compileRuleSet } = await import('./compile.ts');
  return compileRuleSet(ruleFiles(paths), base.version, base);
}

/** Rule files below the given paths, as {@link RuleFile}s named by those paths. */
export function ruleFiles(paths: readonly string[]): RuleFile[] {
  return paths.flatMap(path => {
    let folder: boolean;
    try {
      folder = statSync(path).isDirectory();
    } catch {
      throw new UntetherError(`no such rule file or folder: ${path}`, {
        help: 'Check the path given to --rules.',
        exit: Exit.usage,
      });
    }
    if (!folder) return [{ path, content: readRuleFile(path) }];
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.ya?ml$/.test(name))
      .map(name => join(path, name));
    if (files.length === 0) {
      throw new UntetherError(`no rules in ${path}`, { help: 'A rule folder holds .yaml files.', exit: Exit.usage });
    }
    return files.map(file => ({ path: file.replaceAll('\\', '/'), content: readRuleFile(file) }));
  });
}

function readRuleFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UntetherError(`cannot read the rule file ${path} (${(error as NodeJS.ErrnoException).code ?? 'error'})`, {
      help: 'Check the path given to --rules and who may read it.',
      exit: Exit.usage,
      cause: error,
    });
  }
}
