import type { Rule } from '../model/rule.ts';

/**
 * The keywords that decide which files are opened at all. A rule that asks for evidence in the same file adds none: the
 * rule that gives the evidence has its own keyword in that file, so the file is opened for that.
 */
export function openingKeywords(rules: readonly Rule[]): string[] {
  return rules.filter(rule => !asksSameFile(rule)).flatMap(rule => rule.keywords);
}

const asksSameFile = (rule: Rule): boolean =>
  rule.requires?.some(requirement => requirement.scope === 'file' && requirement.any !== undefined) ?? false;
