/** Findings and workloads as CSV (RFC 4180), for spreadsheets: what looks like a formula is text. */
import type { Report } from '../model/report.ts';
import { visible } from './escape.ts';
import { linksOf } from './links.ts';
import type { RenderOptions } from './options.ts';
import { numbersOf, recommendedOf } from './story/names.ts';

/** One row for each finding, ties and context, in the order of the report. */
export function renderFindings(report: Report, { linkBase }: Pick<RenderOptions, 'linkBase'>): string {
  const links = linksOf(report, linkBase);
  return csv(
    [
      'severity',
      'tie',
      'confidence',
      'status',
      'dimension',
      'rule',
      'message',
      'path',
      'line',
      'column',
      'component',
      'owners',
      'equivalent',
      'fidelity',
      'points_low',
      'points_high',
      'workload',
      'fingerprint',
      'snippet',
      'link',
    ],
    report.findings.map(finding => [
      finding.severity,
      finding.tie ? 'yes' : 'no',
      finding.confidence,
      finding.status,
      finding.dimension,
      finding.ruleId,
      finding.message,
      finding.location.path,
      finding.location.startLine,
      finding.location.startColumn,
      finding.component,
      finding.owners.join(' '),
      finding.advice.title,
      finding.advice.fidelity,
      finding.advice.effort.low,
      finding.advice.effort.high,
      finding.workload ?? '',
      finding.fingerprint,
      finding.snippet,
      links({ path: finding.location.path, line: finding.location.startLine }) ?? '',
    ]),
  );
}

/** One row for each workload with its recommended plan. */
export function renderWorkloads(report: Report): string {
  const numbers = numbersOf(report, 0);
  return csv(
    [
      'number',
      'id',
      'component',
      'owners',
      'api',
      'model',
      'model_version',
      'model_basis',
      'deployments',
      'endpoint',
      'region',
      'call_sites',
      'features',
      'strategy',
      'target_endpoint',
      'target_api',
      'target_model_id',
      'fidelity',
      'points_low',
      'points_high',
      'wave',
    ],
    report.workloads.map(workload => {
      const plan = recommendedOf(workload);
      return [
        numbers.of(workload.id) ?? '',
        workload.id,
        workload.component,
        workload.owners.join(' '),
        workload.api,
        workload.model?.name ?? '',
        workload.model?.version ?? '',
        workload.model?.basis ?? '',
        workload.deployments.join(' '),
        workload.endpoint ?? '',
        workload.region ?? '',
        workload.callSites.length,
        workload.features.join(' '),
        plan?.strategy ?? '',
        plan?.target.endpoint ?? '',
        plan?.target.api ?? '',
        plan?.target.modelIds[0] ?? '',
        plan?.fidelity ?? 'unknown',
        plan?.effort.low ?? '',
        plan?.effort.high ?? '',
        report.roadmap.find(wave => wave.workloads.includes(workload.id))?.number ?? '',
      ];
    }),
  );
}

type Cell = string | number;

/** Any table as CSV; lines end as the standard says. */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * Spreadsheets run what begins with one of these, also behind blanks and quotes; a leading apostrophe makes it text. A
 * figure is a figure and stays one.
 */
function cell(value: Cell): string {
  if (typeof value === 'number') return `${value}`;
  const shown = visible(value);
  const safe = /^\s*['"]?\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
