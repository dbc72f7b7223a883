/**
 * The one flow: walk → prefilter → read → match → resolve → advise → report. Composes the stages, decides nothing that
 * one of them could decide.
 */
import { componentOf, findComponents } from '../advise/components.ts';
import { findings as toFindings } from '../match/findings.ts';
import { Matcher } from '../match/match.ts';
import type { Policy } from '../model/config.ts';
import type { Fact } from '../model/fact.ts';
import type { Report } from '../model/report.ts';
import { linkInfrastructure } from '../resolve/infrastructure.ts';
import { loadRules } from '../rules/load.ts';
import { findRoots, type Root } from '../walk/roots.ts';
import { plainPolicy } from '../config/index.ts';
import { assemble } from './assemble.ts';
import { configured, readableTree } from './configured.ts';
import { withDocuments } from './documents.ts';
import { estateOf } from './estate.ts';
import { resolveAll } from './links.ts';
import type { ScanOptions } from './options.ts';
import { checkTargetOf } from './plan.ts';
import { readTree } from './read.ts';
import { listTree } from './tree.ts';

export type { ScanOptions, SharedRead } from './options.ts';

/** A scan with what the gate needs beside its report. */
export interface Examined {
  readonly report: Report;
  readonly policy: Policy;
  readonly roots: readonly Root[];
  /** Every file of the tree, read or not. */
  readonly paths: readonly string[];
}

/**
 * Scan folders or files.
 * @throws UntetherError for a wrong path, a bad rule file, or when nothing could be scanned.
 */
export async function scan(options: ScanOptions): Promise<Report> {
  return (await examine(options)).report;
}

/** As {@link scan}. */
export async function examine(options: ScanOptions): Promise<Examined> {
  checkTargetOf(options);
  const matched = await matchTree(options);
  const { ruleSet, roots, paths, tree, policy, components, belongs, matcher, walked, candidates, linked } = matched;
  const estateNow = async () => {
    const files = (await withDocuments(walked.files, tree)).map(file => ({
      ...file,
      facts: linked.get(file.path) ?? file.facts,
    }));
    return estateOf({ ruleSet, matcher, candidates, files, compiled: walked.compiled, policy, options });
  };
  const resolved = await resolveAll({ ruleSet, matcher, walked, paths, belongs }, estateNow);
  const { matches } = matched;
  const report = assemble({ ruleSet, roots, matches, walked, components, belongs, policy, options, resolved });
  return { report, policy, roots, paths };
}

/** Only which ties there are, of another state of the files: what the gate compares with. */
export async function tiesIn(options: ScanOptions): Promise<KnownTie[]> {
  const { matches, walked } = await matchTree(options);
  return matches
    .filter(({ rule, path }) => rule.tie && !walked.compiled.has(path))
    .flatMap(({ path, rule, fingerprint, parts }) =>
      [{ rule, fingerprint }, ...parts.filter(part => part.rule.tie)].map(tie => ({
        path,
        ruleId: tie.rule.id,
        fingerprint: tie.fingerprint,
      })),
    );
}

export interface KnownTie {
  readonly path: string;
  readonly ruleId: string;
  readonly fingerprint: string;
}

/** From the files to what the rules say about them. */
async function matchTree(options: ScanOptions) {
  const ruleSet = options.ruleSet ?? (await loadRules(options.rulesPaths));
  const roots = findRoots(options.roots, options.cwd);
  const listed = options.tree?.(roots) ?? listTree(roots);
  const paths = listed.files.map(file => file.path);
  const ruleIds = ruleSet.rules.map(rule => rule.id);
  const policy = options.policy ?? (await options.config?.policy(roots, paths, ruleIds)) ?? plainPolicy(roots);
  const tree = readableTree(listed, policy);
  const components = findComponents(paths);
  const belongs = componentOf(components);
  const matcher = new Matcher(ruleSet, { componentOf: belongs });
  const walked = await readTree(tree, ruleSet, matcher, options);
  const linked = new Map<string, readonly Fact[]>();
  const candidates = matcher.finish(files => {
    const facts = linkInfrastructure(files);
    files.forEach((file, i) => linked.set(file.path, facts[i] ?? file.facts));
    return facts;
  });
  const matches = toFindings(configured(candidates, policy)).filter(match => {
    const wanted = options.dimensions ?? policy.dimensionsAt(match.path);
    return !wanted || wanted.includes(match.rule.dimension);
  });
  return { ruleSet, roots, paths, tree, policy, components, belongs, matcher, walked, candidates, linked, matches };
}
