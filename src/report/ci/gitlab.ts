/** Code Quality of GitLab: a list of issues with a path, a line and an identity that survives the next commit. */
import { createHash } from 'node:crypto';
import type { Report } from '../../model/report.ts';
import type { Severity } from '../../model/rule.ts';
import { jsonText, prose, visible } from '../escape.ts';
import { repositoryPath } from '../repository-path.ts';
import { compareFindings, replacementOf, tiesOf } from '../figures.ts';
import { TARGET } from '../words.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  blocker: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

export function render(report: Report): string {
  const inRepository = repositoryPath(report);
  const seen = new Map<string, number>();
  const issues = tiesOf(report)
    .filter(tie => tie.status === 'new')
    .sort(compareFindings)
    .map(tie => {
      const path = inRepository(tie.location.path);
      // Equals in two files have one fingerprint; GitLab wants one of its own for each issue.
      const identity = `${tie.fingerprint}\0${path}`;
      const ordinal = seen.get(identity) ?? 0;
      seen.set(identity, ordinal + 1);
      return {
        description: `${prose(tie.message)}. On ${TARGET}: ${prose(replacementOf(tie.advice))} (${tie.advice.fidelity}).`,
        check_name: visible(tie.ruleId),
        fingerprint: createHash('sha256').update(`${identity}\0${ordinal}`).digest('hex'),
        severity: SEVERITIES[tie.severity],
        location: { path: visible(path), lines: { begin: tie.location.startLine, end: tie.location.endLine } },
      };
    });
  return `${jsonText(issues, 2)}\n`;
}
