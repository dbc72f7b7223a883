/**
 * SARIF 2.1.0 as GitHub code scanning reads it: paths from the top of the repository, no excused results (it would open
 * alerts for them), sorted before anything is cut at its limits.
 */
import type { Advice, Finding, Location, Report, ReportDiagnostic } from '../model/report.ts';
import type { Confidence, Severity } from '../model/rule.ts';
import { jsonText, markdownSentence, markdownText, prose, uriPath, visible } from './escape.ts';
import { compareFindings, groupBy, points, replacementOf } from './figures.ts';
import type { RenderOptions } from './options.ts';
import { TARGET } from './words.ts';

/** GitHub takes this many results of a run and 1,000 places of a result. */
export const MAX_RESULTS = 25_000;
const MAX_RELATED = 100;
const MAX_NOTIFICATIONS = 1_000;
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type Level = 'error' | 'warning' | 'note';
const LEVELS: Readonly<Record<Severity, Level>> = {
  blocker: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
const PROBLEM: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };
const PRECISION: Readonly<Record<Confidence, string>> = { certain: 'very-high', likely: 'high', possible: 'medium' };

export function render(report: Report, { verbose }: Pick<RenderOptions, 'verbose'>): string {
  const wanted = report.findings
    .filter(finding => finding.status === 'new' && (finding.tie || verbose))
    .sort(compareFindings);
  const shown = wanted.slice(0, MAX_RESULTS);
  const byRule = [...groupBy(shown, finding => finding.ruleId).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const indexes = new Map(byRule.map(([id], i) => [id, i]));
  const prefix = report.git.prefix ?? '';
  return `${jsonText(
    {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: visible(report.tool.name),
              version: visible(report.tool.version),
              rules: byRule.flatMap(([id, [first]]) => (first ? [ruleOf(id, first)] : [])),
              properties: { ruleset: report.ruleset },
            },
          },
          columnKind: 'utf16CodeUnits',
          invocations: [
            { executionSuccessful: true, toolExecutionNotifications: notifications(report, prefix, wanted.length) },
          ],
          results: shown.map(finding => resultOf(finding, prefix, indexes.get(finding.ruleId) ?? 0)),
        },
      ],
    },
    2,
  )}\n`;
}

function levelOf(finding: Finding): Level {
  return finding.tie ? LEVELS[finding.severity] : 'note';
}

function ruleOf(id: string, { title, dimension, severity, confidence, tie, advice }: Finding): object {
  const level = tie ? LEVELS[severity] : 'note';
  return {
    id: visible(id),
    name: pascal(id),
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(`${title}. On ${TARGET}: ${advice.summary}`) },
    help: { text: helpText(advice), markdown: helpMarkdown(advice) },
    defaultConfiguration: { level },
    properties: {
      tags: [...new Set([dimension, `fidelity/${advice.fidelity}`, 'portability'])],
      dimension,
      fidelity: advice.fidelity,
      precision: PRECISION[confidence],
      'problem.severity': PROBLEM[level],
    },
  };
}

/** `identity/entra-token-provider` as SARIF wants names: `IdentityEntraTokenProvider`. */
function pascal(id: string): string {
  return id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}

function helpText(advice: Advice): string {
  return [
    `${advice.title} (${advice.fidelity}, ${points(advice.effort)} for one place)`,
    advice.summary,
    ...advice.changes.map(change => `- ${change}`),
    ...advice.caveats.map(caveat => `Note: ${caveat}`),
    ...advice.sources.map(source => `${source.url} (${source.asOf}, ${source.status})`),
  ]
    .map(prose)
    .join('\n');
}

function helpMarkdown(advice: Advice): string {
  return [
    `**${markdownText(advice.title)}** (${advice.fidelity}, ${points(advice.effort)} for one place)`,
    '',
    markdownSentence(advice.summary),
    '',
    ...advice.changes.map(change => `- ${markdownSentence(change)}`),
    ...(advice.caveats.length > 0 ? ['', 'To know:', ''] : []),
    ...advice.caveats.map(caveat => `- ${markdownSentence(caveat)}`),
    ...(advice.sources.length > 0 ? ['', 'Sources:', ''] : []),
    ...advice.sources.map(({ url, asOf, status }) => `- ${markdownText(url)} (${asOf}, ${status})`),
  ].join('\n');
}

/** Plain SARIF text still makes links of `[words](target)`: scanned text must not. */
function plain(text: string): string {
  return prose(text).replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

function resultOf(finding: Finding, prefix: string, ruleIndex: number): object {
  const related = (finding.related ?? []).slice(0, MAX_RELATED);
  return {
    ruleId: visible(finding.ruleId),
    ruleIndex,
    level: levelOf(finding),
    message: { text: plain(`${finding.message}. On ${TARGET}: ${replacementOf(finding.advice)}.`) },
    locations: [{ physicalLocation: physical(finding.location, prefix, finding.snippet) }],
    ...(related.length > 0
      ? { relatedLocations: related.map((location, id) => ({ id, physicalLocation: physical(location, prefix) })) }
      : {}),
    partialFingerprints: { 'untether/v1': finding.fingerprint },
    properties: {
      component: visible(finding.component),
      confidence: finding.confidence,
      dimension: finding.dimension,
      severity: finding.severity,
      tie: finding.tie,
      ...(finding.location.cell ? { cell: finding.location.cell } : {}),
    },
  };
}

function physical(location: Location, prefix: string, snippet?: string): object {
  return {
    artifactLocation: { uri: uriPath(prefix + location.path) },
    region: {
      startLine: location.startLine,
      startColumn: location.startColumn,
      endLine: location.endLine,
      endColumn: location.endColumn,
      ...(snippet ? { snippet: { text: visible(snippet) } } : {}),
    },
  };
}

function notifications(report: Report, prefix: string, found: number): object[] {
  const shown = report.diagnostics.slice(0, MAX_NOTIFICATIONS).map(diagnostic => notification(diagnostic, prefix));
  const unsaid = report.diagnostics.length - shown.length;
  return [
    ...(found > MAX_RESULTS
      ? [remark(`${found - MAX_RESULTS} of ${found} results were left out: the limit is ${MAX_RESULTS}, worst first`)]
      : []),
    ...shown,
    ...(unsaid > 0 ? [remark(`${unsaid} further files could not be read whole; the JSON report names them`)] : []),
  ];
}

function notification({ path, line, code, message }: ReportDiagnostic, prefix: string): object {
  return {
    level: 'warning',
    descriptor: { id: visible(code) },
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriPath(prefix + path) },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
      },
    ],
  };
}

function remark(text: string): object {
  return { level: 'warning', message: { text } };
}
