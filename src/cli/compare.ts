/** What changed since an earlier report: a trend for people. It hides nothing and fails nothing; the gate does that. */
import { compareTies, type Known } from '../gate/compare.ts';
import { tiesOf, type Tie } from '../gate/ties.ts';
import type { Arrival, Report } from '../model/report.ts';

export interface Earlier {
  /** As it is shown: the file that was given. */
  readonly name: string;
  /** Is a file that held ties still there? Without a disk to look at: where it still holds some. */
  readonly exists?: (path: string) => boolean;
}

/** The report with a comparison in it; statuses of findings stay what they are. */
export function compareReports(report: Report, earlier: Report, { name, exists }: Earlier): Report {
  const ties = ownTies(report);
  const here = new Set(ties.map(tie => tie.path));
  const compared = compareTies(ties, knownOf(earlier), { exists: exists ?? (path => here.has(path)) });
  const arrivals = new Map<unknown, Arrival>();
  for (const { finding } of compared.appeared) {
    arrivals.set(finding, {
      ruleId: finding.ruleId,
      fingerprint: finding.fingerprint,
      path: finding.location.path,
      line: finding.location.startLine,
    });
  }
  const moved = new Map(
    compared.moved.map(({ tie, from }) => [
      `${from}\0${tie.path}\0${tie.fingerprint}`,
      { fingerprint: tie.fingerprint, from, to: tie.path },
    ]),
  );
  return {
    ...report,
    comparison: {
      with: 'report',
      name,
      appeared: arrivals.size,
      arrivals: [...arrivals.values()],
      moved: [...moved.values()],
      gone: compared.gone,
      known: compared.known.length,
      ...(earlier.ruleset.digest === report.ruleset.digest ? {} : { rulesChanged: true }),
      ...(report.score && earlier.score ? { score: { before: earlier.score.value, after: report.score.value } } : {}),
    },
  };
}

function knownOf(earlier: Report): Known[] {
  const known = new Map<string, Known>();
  for (const { group, ruleId, path } of ownTies(earlier)) {
    const key = `${path}\0${group}`;
    known.set(key, { group, ruleId, path, count: (known.get(key)?.count ?? 0) + 1 });
  }
  return [...known.values()];
}

/** A reader counts findings: what stands inside one is no tie of its own here. */
function ownTies(report: Report): Tie[] {
  return tiesOf(report).filter(tie => tie.fingerprint === tie.finding.fingerprint);
}
