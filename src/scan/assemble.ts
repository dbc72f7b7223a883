/** From matches and links to the report. */
import { adviceFor } from '../advise/advice.ts';
import { ownersOf, type ComponentInfo } from '../advise/components.ts';
import { summarise } from '../advise/summary.ts';
import { translate } from '../advise/translate.ts';
import { compareText } from '../base/text.ts';
import type { Policy } from '../model/config.ts';
import type { Match } from '../match/findings.ts';
import type { Finding, Report } from '../model/report.ts';
import type { RuleSet } from '../model/rule.ts';
import { VERSION } from '../version.ts';
import { attach } from '../resolve/workloads.ts';
import { nameOf, type Root } from '../walk/roots.ts';
import { gitState } from './git-state.ts';
import type { Resolved } from './links.ts';
import { liveOf } from './live.ts';
import type { ScanOptions } from './options.ts';
import { planned } from './plan.ts';
import type { Walked } from './read.ts';

export interface Parts {
  readonly ruleSet: RuleSet;
  readonly roots: readonly Root[];
  readonly matches: readonly Match[];
  readonly walked: Walked;
  readonly components: readonly ComponentInfo[];
  readonly belongs: (path: string) => string;
  readonly policy: Policy;
  readonly options: ScanOptions;
  readonly resolved: Resolved;
}

export function assemble(parts: Parts): Report {
  const { ruleSet, roots, matches, walked, components, belongs, policy, options, resolved } = parts;
  const advice = adviceFor(ruleSet.equivalents);
  const owners = ownersOf(walked.codeowners);
  const all = matches.map((match): Finding => {
    const language = walked.coverage.languages[match.language];
    if (language) (language as { findings: number }).findings += 1;
    const at = (span: Match['span']): Finding['location'] => ({
      path: match.path,
      startLine: span.line,
      startColumn: span.column,
      endLine: span.endLine,
      endColumn: span.endColumn,
      ...(span.cell === undefined ? {} : { cell: span.cell }),
    });
    const tie = match.rule.tie && !walked.compiled.has(match.path);
    const parts = tie ? match.parts.filter(part => part.rule.tie) : [];
    return {
      ruleId: match.rule.id,
      title: match.rule.title,
      message: match.message,
      dimension: match.rule.dimension,
      tie,
      severity: match.rule.severity,
      confidence: match.confidence,
      location: at(match.span),
      ...(match.related.length === 0 ? {} : { related: match.related.map(at) }),
      ...walked.snippet(match.path, match.span),
      fingerprint: match.fingerprint,
      ...(parts.length === 0
        ? {}
        : {
            parts: parts.map(({ rule, span, confidence, fingerprint }) => ({
              ruleId: rule.id,
              fingerprint,
              line: span.line,
              severity: rule.severity,
              confidence,
            })),
          }),
      component: belongs(match.path),
      owners: policy.ownersAt(match.path) ?? owners(match.path),
      status: 'new',
      language: match.language,
      level: match.level,
      advice: advice(match.rule.equivalent),
    };
  });
  const { findings: told, notices } = walked.comments.apply(all, policy, options.today);
  const findings = attach(told, resolved.workloads);
  const diagnostics = [...walked.diagnostics].sort(
    (a, b) => compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0),
  );
  const live = liveOf(options, resolved.deployments);
  return {
    schemaVersion: 1,
    tool: { name: 'untether', version: VERSION },
    ruleset: { version: ruleSet.version, digest: ruleSet.digest, factsAsOf: ruleSet.factsAsOf },
    target: { provider: 'bedrock', strategy: 'best', ...options.config?.target },
    root: roots.map(nameOf).join(', '),
    git: gitState(roots),
    ...(options.config?.dimensions ? { narrowed: { dimensions: options.config.dimensions } } : {}),
    ...(options.timestamp === undefined ? {} : { timestamp: options.timestamp }),
    ...summarise(findings, components),
    findings,
    ...resolved,
    ...planned({ ...resolved, findings }, options),
    translations: translate(ruleSet.translations ?? [], {
      findings,
      accounts: resolved.accounts,
      deployments: resolved.deployments,
    }),
    ...(live ? { live } : {}),
    ...(notices.length === 0 ? {} : { suppressions: notices }),
    diagnostics,
    coverage: walked.coverage,
  };
}
