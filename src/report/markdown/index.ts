/**
 * The architect's report: what ties the code, what each tie becomes, what is still open, what was not read. Grouped so
 * that it stays a document on thousands of findings; the JSON report has every one of them.
 */
import { plural } from '../../base/text.ts';
import type { Report } from '../../model/report.ts';
import { CONFIDENCES, FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { markdownCellCode, markdownCode, markdownSentence, markdownText } from '../escape.ts';
import { coverageSentence, enumeration, matrixOf, points, tallied, verdict } from '../figures.ts';
import type { RenderOptions } from '../options.ts';
import {
  CONFIDENCE_MEANINGS,
  fidelityPhrase,
  DIMENSION_TITLES,
  FIDELITY_MEANINGS,
  PROVIDER,
  SEVERITY_MEANINGS,
  skipReason,
  TARGET,
} from '../words.ts';
import { equivalentDetails, equivalentsSection, numberedAdvice } from './equivalents.ts';
import { findingsSection } from './findings.ts';
import { table } from './table.ts';

const COMPONENTS = 30;
const ROWS = 50;

export function render(report: Report, { verbose }: Pick<RenderOptions, 'verbose'>): string {
  const equivalents = numberedAdvice(report);
  const lines = [
    `# ${PROVIDER} ties of ${markdownText(report.root)}`,
    '',
    ...summary(report),
    ...(report.summary.tied ? [...matrix(report), ...deployments(report), ...equivalentsSection(equivalents)] : []),
    ...(report.summary.findings > 0 ? findingsSection(report, equivalents, verbose) : []),
    ...questions(report),
    ...notRead(report),
    ...equivalentDetails(equivalents),
    ...method(report),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function summary(report: Report): string[] {
  const sentences = report.summary.tied ? tiedSentences(report) : freeSentences(report);
  return ['## Summary', '', sentences.join(' '), '', ...(report.summary.tied ? figures(report) : [])];
}

function tiedSentences(report: Report): string[] {
  const { summary: figure, openQuestions } = report;
  const columns = matrixOf(report).columns;
  const [first] = columns;
  const components =
    first && columns.length > 1 ? ` of ${columns.length} components, the worst being ${markdownCode(first.label)}` : '';
  const open =
    openQuestions.length > 0 ? `; ${plural(openQuestions.length, 'open question')} could still change the picture` : '';
  const fidelities = enumeration(tallied(FIDELITIES, figure.byFidelity, fidelityPhrase));
  const confidences = enumeration(
    tallied(
      CONFIDENCES,
      figure.byConfidence,
      (confidence, count) => `${count} ${count === 1 ? 'is' : 'are'} ${confidence}`,
    ),
  );
  return [
    `${verdict(report, markdownCode(report.root))}${components}.`,
    `Moving them to ${TARGET} is put at ${points(figure.effort)} of effort: ${fidelities}.`,
    `Of the ties, ${confidences}${open}.`,
  ];
}

function freeSentences(report: Report): string[] {
  const { coverage, summary: figure } = report;
  const silent = coverage.read + coverage.clean === 0;
  return [
    `${verdict(report, markdownCode(report.root))}.`,
    `${coverageSentence(report)}.`,
    silent
      ? 'No file was of a kind untether reads, so this says nothing.'
      : figure.context === 0
        ? 'There is no context to know of either.'
        : `${plural(figure.context, 'place')} of context ${figure.context === 1 ? 'is' : 'are'} listed below.`,
  ];
}

function figures({ summary: figure }: Report): string[] {
  return table(
    ['Figure', 'Value'],
    [
      ['Ties', `${figure.ties}`],
      ['Files with ties', `${figure.files}`],
      ...SEVERITIES.flatMap(severity => {
        const count = figure.bySeverity[severity] ?? 0;
        return count > 0 ? [[`Ties of severity ${severity}`, `${count}`]] : [];
      }),
      ['Effort', points(figure.effort)],
      ['Context findings', `${figure.context}`],
      ...(figure.byStatus.baseline > 0 ? [['In the baseline', `${figure.byStatus.baseline}`]] : []),
      ...(figure.byStatus.suppressed > 0 ? [['Suppressed', `${figure.byStatus.suppressed}`]] : []),
    ],
    [1],
  );
}

/** Components down, dimensions across: there are at most twelve of those. */
function matrix(report: Report): string[] {
  const { rows, columns } = matrixOf(report);
  const shown = columns.slice(0, COMPONENTS);
  const rest = columns.slice(COMPONENTS);
  const sum = (list: typeof columns, row: (typeof rows)[number]): string => {
    const total = list.reduce((count, column) => count + (row.cells.get(column.id) ?? 0), 0);
    return total === 0 ? '' : `${total}`;
  };
  const total = (list: typeof columns): string => `${list.reduce((count, column) => count + column.total, 0)}`;
  return [
    '## Where the ties are',
    '',
    'Ties by component and dimension, worst first both ways.',
    '',
    ...table(
      ['Component', 'All', ...rows.map(row => DIMENSION_TITLES[row.dimension])],
      [
        ...shown.map(column => [
          markdownCellCode(column.id === '.' ? column.label : column.id),
          total([column]),
          ...rows.map(row => sum([column], row)),
        ]),
        ...(rest.length > 0
          ? [[`${rest.length} more components`, total(rest), ...rows.map(row => sum(rest, row))]]
          : []),
        ['All', total(columns), ...rows.map(row => `${row.total}`)],
      ],
      rows.map((_, i) => i + 2).concat(1),
    ),
  ];
}

function deployments({ deployments: list }: Report): string[] {
  if (list.length === 0) return [];
  const rest = list.length - ROWS;
  return [
    '## Deployments in use today',
    '',
    ...table(
      ['Deployment', 'Model', 'Version', 'SKU', 'Capacity', 'Defined', 'Used in', 'How sure'],
      list
        .slice(0, ROWS)
        .map(({ name, model, version, sku, capacity, defined, usedBy, confidence }) => [
          markdownCellCode(name),
          ...[model, version, sku].map(text => (text === undefined ? 'not found' : markdownText(text))),
          capacity === undefined ? 'not found' : `${capacity}`,
          defined ? markdownCellCode(`${defined.path}:${defined.line}`) : 'not found',
          plural(usedBy.length, 'place'),
          confidence,
        ]),
    ),
    ...(rest > 0 ? [`And ${rest} more in the JSON report.`, ''] : []),
  ];
}

function questions({ openQuestions }: Report): string[] {
  if (openQuestions.length === 0) return [];
  const rest = openQuestions.length - ROWS;
  return [
    '## Open questions',
    '',
    ...table(
      ['Question', 'Closed by', 'Place'],
      openQuestions.slice(0, ROWS).map(({ question, closes, places }) => {
        const [first] = places;
        const where = first ? markdownCellCode(`${first.path}:${first.line}`) : '';
        return [
          markdownSentence(question, markdownCellCode),
          markdownSentence(closes, markdownCellCode),
          places.length > 1 ? `${where} and ${places.length - 1} more` : where,
        ];
      }),
    ),
    ...(rest > 0 ? [`And ${rest} more in the JSON report.`, ''] : []),
  ];
}

function notRead(report: Report): string[] {
  const { coverage, diagnostics } = report;
  const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
  const skipped = Object.entries(coverage.skipped)
    .sort(byName)
    .filter(([, count]) => count > 0);
  const languages = Object.entries(coverage.languages).sort(byName);
  const rest = diagnostics.length - ROWS;
  return [
    '## What was read and what was not',
    '',
    `${coverageSentence(report)}.`,
    '',
    ...table(
      ['Language or format', 'Files parsed', 'Level', 'Findings'],
      languages.map(([language, { files, level, findings }]) => [
        markdownText(language),
        `${files}`,
        level,
        `${findings}`,
      ]),
      [1, 3],
    ),
    ...table(
      ['Files passed over', 'Number'],
      skipped.map(([reason, count]) => [markdownText(skipReason(reason)), `${count}`]),
      [1],
    ),
    ...table(
      ['Not read whole', 'Why'],
      diagnostics
        .slice(0, ROWS)
        .map(({ path, line, message }) => [
          markdownCellCode(line === undefined ? path : `${path}:${line}`),
          markdownText(message),
        ]),
    ),
    ...(rest > 0 ? [`And ${rest} more in the JSON report.`, ''] : []),
  ];
}

function method({ tool, ruleset, git, target, timestamp }: Report): string[] {
  const at =
    git.commit === undefined
      ? ''
      : ` at commit ${markdownCode(git.commit)}${git.dirty ? ' with uncommitted changes' : ''}`;
  const region = target.region === undefined ? '' : ` in ${markdownText(target.region)}`;
  const meanings = <K extends string>(
    name: string,
    scale: readonly K[],
    words: Readonly<Record<K, string>>,
  ): string[] =>
    table(
      [name, 'Meaning'],
      scale.map(key => [key, words[key]]),
    );
  return [
    '## Method',
    '',
    `${markdownText(tool.name)} ${markdownText(tool.version)} read the sources${at} without running them${timestamp === undefined ? '' : ` (${markdownText(timestamp)})`}. ` +
      `Rules ${markdownText(ruleset.version)}, digest ${markdownCode(ruleset.digest)}; facts about ${TARGET}${region} as of ${markdownText(ruleset.factsAsOf)}.`,
    '',
    'A tie is one construct that binds the code to the provider. Effort is counted in points from a published table: the ' +
      'points of one place by its equivalent, and each repeat of one tie in one component counts less than the one before. ' +
      'Points are not days: what a point costs is for the team to decide.',
    '',
    ...meanings('Severity', SEVERITIES, SEVERITY_MEANINGS),
    ...meanings('Confidence', CONFIDENCES, CONFIDENCE_MEANINGS),
    ...meanings('Fidelity', FIDELITIES, FIDELITY_MEANINGS),
  ];
}
