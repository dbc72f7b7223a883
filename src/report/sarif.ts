/**
 * SARIF 2.1.0 as GitHub code scanning reads it: paths from the top of the repository, no excused results (it would open
 * alerts for them), sorted before anything is cut at its limits.
 */
import type { Advice, Finding, Location, Report, ReportDiagnostic } from '../model/report.ts';
import type { Confidence, Severity } from '../model/rule.ts';
import { jsonText, markdownSentence, markdownText, prose, uriPath, visible } from './escape.ts';
import { compareFindings, groupBy, points, replacementOf } from './figures.ts';
import type { RenderOptions } from './options.ts';
import { repositoryPath } from './repository-path.ts';
import { TARGET } from './words.ts';

/** GitHub takes this many results of a run and 1,000 places of a result. */
export const MAX_RESULTS = 25_000;
const MAX_RELATED = 100;
const MAX_NOTIFICATIONS = 1_000;
/** Of a rule. */
const MAX_TAGS = 20;
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type InRepository = (path: string) => string;
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

export function render(
  report: Report,
  { verbose, sarifSuppressed: all = false }: Pick<RenderOptions, 'verbose' | 'sarifSuppressed'>,
): string {
  const wanted = report.findings
    .filter(finding => (all || finding.status === 'new') && (finding.tie || verbose))
    .sort((a, b) => newFirst(a, b) || compareFindings(a, b));
  const shown = wanted.slice(0, MAX_RESULTS);
  const byRule = [...groupBy(shown, finding => finding.ruleId).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const indexes = new Map(byRule.map(([id], i) => [id, i]));
  const inRepository = repositoryPath(report);
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
            {
              executionSuccessful: true,
              toolExecutionNotifications: notifications(report, inRepository, wanted.length),
            },
          ],
          results: shown.map(finding => ({
            ...resultOf(finding, inRepository, indexes.get(finding.ruleId) ?? 0),
            ...(all ? standing(finding, report.comparison !== undefined) : {}),
          })),
        },
      ],
    },
    2,
  )}\n`;
}

const newFirst = (a: Finding, b: Finding): number => Number(b.status === 'new') - Number(a.status === 'new');

/** For viewers that know of suppressions and baselines; where one result has them all must. */
function standing({ status, suppression }: Finding, compared: boolean): object {
  return {
    ...(compared ? { baselineState: status === 'new' ? 'new' : 'unchanged' } : {}),
    suppressions: suppression
      ? [
          {
            kind: suppression.kind === 'code' ? 'inSource' : 'external',
            justification: visible(suppression.reason),
            ...(suppression.until === undefined ? {} : { properties: { until: suppression.until } }),
          },
        ]
      : [],
  };
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
      tags: [...new Set([dimension, `fidelity/${advice.fidelity}`, 'portability'])].slice(0, MAX_TAGS),
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

function resultOf(finding: Finding, inRepository: InRepository, ruleIndex: number): object {
  const related = (finding.related ?? []).slice(0, MAX_RELATED);
  return {
    ruleId: visible(finding.ruleId),
    ruleIndex,
    level: levelOf(finding),
    message: { text: plain(`${finding.message}. On ${TARGET}: ${replacementOf(finding.advice)}.`) },
    locations: [{ physicalLocation: physical(finding.location, inRepository, finding.snippet) }],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((location, id) => ({ id, physicalLocation: physical(location, inRepository) })),
        }
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

function physical(location: Location, inRepository: InRepository, snippet?: string): object {
  return {
    artifactLocation: { uri: uriPath(inRepository(location.path)) },
    region: {
      startLine: location.startLine,
      startColumn: location.startColumn,
      endLine: location.endLine,
      endColumn: location.endColumn,
      ...(snippet ? { snippet: { text: visible(snippet) } } : {}),
    },
  };
}

function notifications(report: Report, inRepository: InRepository, found: number): object[] {
  const shown = report.diagnostics
    .slice(0, MAX_NOTIFICATIONS)
    .map(diagnostic => notification(diagnostic, inRepository));
  const unsaid = report.diagnostics.length - shown.length;
  return [
    ...(found > MAX_RESULTS
      ? [remark(`${found - MAX_RESULTS} of ${found} results were left out: the limit is ${MAX_RESULTS}, worst first`)]
      : []),
    ...shown,
    ...(unsaid > 0 ? [remark(`${unsaid} further files could not be read whole; the JSON report names them`)] : []),
  ];
}

function notification({ path, line, code, message }: ReportDiagnostic, inRepository: InRepository): object {
  return {
    level: 'warning',
    descriptor: { id: visible(code) },
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriPath(inRepository(path)) },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
      },
    ],
  };
}

function remark(text: string): object {
  return { level: 'warning', message: { text } };
}
