/** Where settings of `untether.yaml` take hold in a scan: which files are read, which rules speak and how loudly. */
import type { Candidate } from '../match/match.ts';
import type { Policy } from '../model/config.ts';
import type { Rule } from '../model/rule.ts';
import type { Tree } from './tree.ts';

/** The tree without what the configuration leaves out, which is counted. */
export function readableTree(tree: Tree, policy: Policy): Tree {
  const files = tree.files.filter(file => policy.readsFile(file.path));
  const excluded = tree.files.length - files.length;
  if (excluded === 0) return tree;
  return { ...tree, files, skipped: { ...tree.skipped, excluded: (tree.skipped['excluded'] ?? 0) + excluded } };
}

/**
 * Candidates of rules that are on, with the severity set for them. A rule that is off still gave its evidence to others.
 */
export function configured(candidates: readonly Candidate[], policy: Policy): Candidate[] {
  const changed = new Map<string, Rule>();
  return candidates.flatMap(candidate => {
    const { rule } = candidate;
    const setting = policy.ruleAt(candidate.path, rule.id);
    if (setting === undefined || setting === 'on' || setting === rule.severity) return [candidate];
    if (setting === 'off') return [];
    const key = `${rule.id}\0${setting}`;
    const other = changed.get(key) ?? { ...rule, severity: setting };
    changed.set(key, other);
    return [{ ...candidate, rule: other }];
  });
}
