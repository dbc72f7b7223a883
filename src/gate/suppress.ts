/** Findings that somebody excused, in code or in the configuration, and the excuses that should be looked at again. */
import { compareText } from '../base/text.ts';
import type { ConfigSuppression, Policy } from '../model/config.ts';
import type { SuppressionNotice } from '../model/gate.ts';
import type { Finding, FindingPart } from '../model/report.ts';
import type { Directive, Mistake } from './directives.ts';

export interface Excuses {
  /** By path. */
  readonly inCode: ReadonlyMap<
    string,
    { readonly directives: readonly Directive[]; readonly mistakes: readonly Mistake[] }
  >;
  readonly policy: Policy;
  /** The day it is, `2026-11-28`; without it nothing has ended. */
  readonly today: string | undefined;
  /** Does a rule pattern of a directive cover a rule? */
  readonly covers: (pattern: string, ruleId: string) => boolean;
}

export interface Excused {
  readonly findings: Finding[];
  readonly notices: SuppressionNotice[];
}

/** Code speaks before the configuration: it stands nearer. */
export function excuse(findings: readonly Finding[], excuses: Excuses): Excused {
  const { inCode, policy, today, covers } = excuses;
  const used = new Set<Directive | string>();
  const holds = ({ until }: { until?: string }): boolean =>
    until === undefined || today === undefined || today <= until;
  const result = findings.map(finding => {
    const path = finding.location.path;
    const directives = (inCode.get(path)?.directives ?? []).filter(holds);
    const cell = finding.location.cell;
    const line = cell?.line ?? finding.location.startLine;
    const find = (ruleId: string, at: number): Directive | undefined =>
      directives.find(
        each =>
          each.cell === cell?.number &&
          each.from <= at &&
          at <= each.to &&
          each.rules.some(rule => covers(rule, ruleId)),
      );
    const own = find(finding.ruleId, line);
    if (own) used.add(own);
    const parts = finding.parts?.map((part): FindingPart => {
      const directive = cell === undefined ? find(part.ruleId, part.line) : undefined;
      if (!directive) return part;
      used.add(directive);
      return { ...part, suppressed: true };
    });
    const changed = parts?.some(part => part.suppressed) ? { ...finding, parts } : finding;
    if (own) return suppressed(changed, 'code', own);
    const config = policy.suppressionsAt(path).find(each => holds(each) && each.covers(finding.ruleId));
    if (!config) return changed;
    used.add(config.id);
    return suppressed(changed, 'config', config);
  });
  return { findings: result, notices: noticesOf(excuses, used) };
}

function suppressed(
  finding: Finding,
  kind: 'code' | 'config',
  { reason, until }: { readonly reason: string; readonly until?: string },
): Finding {
  return { ...finding, status: 'suppressed', suppression: { kind, reason, ...(until === undefined ? {} : { until }) } };
}

function noticesOf({ inCode, policy, today }: Excuses, used: ReadonlySet<Directive | string>): SuppressionNotice[] {
  const notices: SuppressionNotice[] = [];
  const judge = (
    subject: { readonly reason: string; readonly until?: string },
    rule: string,
    isUsed: boolean,
    at: { readonly path?: string; readonly line?: number },
  ): void => {
    const { reason, until } = subject;
    const ended = until !== undefined && today !== undefined && today > until;
    if (!ended && isUsed) return;
    notices.push({
      kind: ended ? 'expired' : 'unused',
      rule,
      reason,
      ...(until === undefined ? {} : { until }),
      ...at,
    });
  };
  for (const [path, { directives, mistakes }] of inCode) {
    for (const each of directives) judge(each, each.rules.join(', '), used.has(each), { path, line: each.line });
    for (const { line, rule, problem } of mistakes)
      notices.push({ kind: 'invalid', rule, reason: '', problem, path, line });
  }
  for (const each of policy.suppressions) {
    // Only what lies below the scanned folder can be known to excuse nothing.
    const isUsed = used.has(each.id) || !each.seenWhole;
    judge(each, each.rule, isUsed, placeOf(each));
  }
  return notices.sort(
    (a, b) => compareText(a.path ?? '', b.path ?? '') || (a.line ?? 0) - (b.line ?? 0) || compareText(a.rule, b.rule),
  );
}

const placeOf = ({ file, line }: ConfigSuppression): { path: string; line?: number } => ({
  path: file,
  ...(line === undefined ? {} : { line }),
});
