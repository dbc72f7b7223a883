/** Lists of patterns in the language of ignore files, asked about whole paths: what fits a folder fits all below it. */
import { compilePattern, type IgnoreRule } from './glob.ts';

/** The position of the last pattern that fits, or -1; after one that starts with `!` the answer is -1 again. */
export type PatternList = (path: string) => number;

export function compilePatterns(patterns: readonly string[]): PatternList {
  const rules = patterns.map(compilePattern);
  return path => {
    const steps = path.split('/');
    const folders = steps.slice(0, -1).map((_, i) => steps.slice(0, i + 1).join('/'));
    let fitting = -1;
    for (const [i, rule] of rules.entries()) {
      if (rule && fits(rule, path, folders)) fitting = rule.negated ? -1 : i;
    }
    return fitting;
  };
}

function fits(rule: IgnoreRule, path: string, folders: readonly string[]): boolean {
  return (!rule.directoryOnly && rule.matches(path)) || folders.some(folder => rule.matches(folder));
}
