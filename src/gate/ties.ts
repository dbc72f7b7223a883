/** The ties of a report as the gate counts them: every finding, and every tie that stands inside one. */
import type { Finding, FindingPart, Report } from '../model/report.ts';
import type { Confidence, Severity } from '../model/rule.ts';

export interface Tie {
  /** Equal for equal ties of a file: a fingerprint without its ordinal. */
  readonly group: string;
  readonly fingerprint: string;
  readonly path: string;
  readonly line: number;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Excused with a reason. */
  readonly suppressed: boolean;
  /** What it is shown as: itself, or the finding it stands in. */
  readonly finding: Finding;
}

/** In reading order; context is none. */
export function tiesOf({ findings }: Pick<Report, 'findings'>): Tie[] {
  return findings.filter(finding => finding.tie).flatMap(tiesOfFinding);
}

export function tiesOfFinding(finding: Finding): Tie[] {
  const { path, startLine } = finding.location;
  const { ruleId, severity, confidence, fingerprint, status } = finding;
  const own: FindingPart = { ruleId, severity, confidence, fingerprint, line: startLine };
  return [own, ...(finding.parts ?? [])].map(({ suppressed, ...part }) => ({
    ...part,
    group: groupOf(part.fingerprint),
    path,
    suppressed: status === 'suppressed' || suppressed === true,
    finding,
  }));
}

export function groupOf(fingerprint: string): string {
  const dot = fingerprint.indexOf('.');
  return dot < 0 ? fingerprint : fingerprint.slice(0, dot);
}

/** What the tie is, without the symbol it stands in. */
export function tiePart(group: string): string {
  return group.slice(0, 12);
}

/** The symbol it stands in. */
export function scopePart(group: string): string {
  return group.slice(12);
}
