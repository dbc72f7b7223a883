/** From a report and what is known to the report with every status set, and to the verdict. */
import { summarise } from '../advise/summary.ts';
import type { FailSettings, Policy } from '../model/config.ts';
import type { Comparison, Finding, Report } from '../model/report.ts';
import { CONFIDENCES, SEVERITIES } from '../model/rule.ts';
import { compareTies, type Known, type Surroundings } from './compare.ts';
import { tiesOf, type Tie } from './ties.ts';

/** A finding that is new, with the ties that make it so: itself, or something new inside what was known. */
export interface NewFinding {
  readonly finding: Finding;
  readonly ties: readonly Tie[];
  /** Reaches the limit for its place. */
  readonly fails: boolean;
  /** How many equal ties of the file were known. */
  readonly knownEquals: number;
  /** Files in which an equal known tie went away. */
  readonly goneFrom: readonly string[];
}

export interface Judged {
  readonly report: Report;
  readonly appeared: readonly NewFinding[];
}

export interface Against {
  readonly with: Comparison['with'];
  /** File or reference, as shown. */
  readonly name: string;
  readonly known: readonly Known[];
  readonly around: Surroundings;
}

/** Suppressed ties stay suppressed; what they are equal to in the baseline does not count as gone. */
export function judge(report: Report, against: Against, failAt: Policy['failAt']): Judged {
  const ties = tiesOf(report);
  const excused = ties.filter(tie => tie.suppressed);
  const compared = compareTies(
    ties.filter(tie => !tie.suppressed),
    against.known,
    against.around,
  );
  // Those that stand beside their suppression are still there.
  const rest = compareTies(
    excused,
    compared.gone.map(({ fingerprint, ...gone }) => ({ ...gone, group: fingerprint })),
    against.around,
  );
  const newTies = new Map<Finding, Tie[]>();
  for (const tie of compared.appeared) {
    const list = newTies.get(tie.finding);
    if (list) list.push(tie);
    else newTies.set(tie.finding, [tie]);
  }
  const findings = report.findings.map((finding): Finding =>
    finding.status === 'suppressed' || !finding.tie || newTies.has(finding)
      ? finding
      : { ...finding, status: 'baseline' },
  );
  const movedTies = new Map(
    compared.moved.map(({ tie, from }) => [
      `${from}\0${tie.path}\0${tie.fingerprint}`,
      { fingerprint: tie.fingerprint, from, to: tie.path },
    ]),
  );
  const comparison: Comparison = {
    with: against.with,
    name: against.name,
    appeared: newTies.size,
    moved: [...movedTies.values()],
    gone: rest.gone,
    known: findings.filter(finding => finding.status === 'baseline').length,
  };
  const counts = new Map(against.known.map(({ path, group, count }) => [`${path}\0${group}`, count]));
  return {
    report: { ...report, ...summarise(findings, report.components), findings, comparison },
    appeared: [...newTies].map(([finding, own]) => ({
      finding,
      ties: own,
      fails: own.some(tie => reaches(tie, failAt(tie.path))),
      knownEquals: Math.max(...own.map(tie => counts.get(`${tie.path}\0${tie.group}`) ?? 0)),
      goneFrom: [
        ...new Set(own.flatMap(tie => rest.gone.filter(gone => gone.fingerprint === tie.group).map(gone => gone.path))),
      ],
    })),
  };
}

export function reaches(
  { severity, confidence }: Pick<Tie, 'severity' | 'confidence'>,
  limit: Required<FailSettings>,
): boolean {
  return (
    SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit.severity) &&
    CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(limit.confidence)
  );
}
