/** Leaving findings out on request, with every figure counted anew and the request written into the report. */
import { summarise } from '../advise/summary.ts';
import type { Report } from '../model/report.ts';
import { CONFIDENCES, SEVERITIES } from '../model/rule.ts';
import type { Options } from './program.ts';

export function narrow(report: Report, options: Options): Report {
  const { dimension: dimensions, minSeverity, minConfidence } = options;
  if (!dimensions && !minSeverity && !minConfidence) return report;
  const findings = report.findings.filter(
    finding =>
      (!dimensions || dimensions.includes(finding.dimension)) &&
      (!minSeverity || SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(minSeverity)) &&
      (!minConfidence || CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(minConfidence)),
  );
  const languages = Object.entries(report.coverage.languages).map(([name, language]) => [
    name,
    { ...language, findings: findings.filter(finding => finding.language === name).length },
  ]);
  return {
    ...report,
    ...summarise(findings, report.components),
    findings,
    narrowed: {
      ...report.narrowed,
      ...(dimensions ? { dimensions } : {}),
      ...(minSeverity ? { minSeverity } : {}),
      ...(minConfidence ? { minConfidence } : {}),
    },
    coverage: { ...report.coverage, languages: Object.fromEntries(languages) },
  };
}
