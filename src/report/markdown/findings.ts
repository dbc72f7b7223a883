/** The ties by dimension and rule, the worst places of each. */
import { plural } from '../../base/text.ts';
import type { Finding, Report } from '../../model/report.ts';
import { markdownCellCode, markdownSentence, visible } from '../escape.ts';
import { compareFindings, contextOf, groupBy, matrixOf, replacementOf, severityRank, tiesOf } from '../figures.ts';
import { clip } from '../layout.ts';
import { DIMENSION_TITLES } from '../words.ts';
import type { NumberedAdvice } from './equivalents.ts';
import { table } from './table.ts';

const PLACES = 10;
const CONTEXT = 20;
const SNIPPET = 100;
const PATH = 160;

export function findingsSection(report: Report, equivalents: readonly NumberedAdvice[], verbose: boolean): string[] {
  const numbers = new Map(equivalents.map(({ number, advice }) => [advice.equivalent, number]));
  const ties = groupBy(tiesOf(report), tie => tie.dimension);
  return [
    '## Findings',
    '',
    ...matrixOf(report).rows.flatMap(({ dimension, total }) => [
      `### ${DIMENSION_TITLES[dimension]}: ${plural(total, 'tie')}`,
      '',
      ...rulesOf(ties.get(dimension) ?? []).flatMap(group => ruleSection(group, numbers, verbose)),
    ]),
    ...contextSection(report, verbose),
  ];
}

/** Worst rule first, then the most frequent. */
function rulesOf(ties: readonly Finding[]): Finding[][] {
  const groups = [...groupBy([...ties].sort(compareFindings), tie => tie.ruleId).values()];
  const rank = (group: Finding[]): number => (group[0] ? severityRank(group[0].severity) : 0);
  return groups.sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

function ruleSection(group: readonly Finding[], numbers: ReadonlyMap<string, string>, verbose: boolean): string[] {
  const [first] = group;
  if (!first) return [];
  const files = new Set(group.map(finding => finding.location.path)).size;
  return [
    `#### ${markdownSentence(first.title)}`,
    '',
    `Rule ${code(first.ruleId)}, ${first.severity}; ${plural(group.length, 'place')} in ${plural(files, 'file')}. ` +
      `Becomes ${numbers.get(first.advice.equivalent) ?? ''} ${markdownSentence(replacementOf(first.advice))} (${first.advice.fidelity}): ` +
      markdownSentence(first.advice.summary),
    '',
    ...placeTable(group, verbose ? group.length : PLACES),
  ];
}

function code(text: string): string {
  return markdownCellCode(text);
}

function placeTable(group: readonly Finding[], count: number): string[] {
  const rest = group.length - count;
  return [
    ...table(
      ['Place', 'What it says', 'Line'],
      group
        .slice(0, count)
        .map(finding => [
          code(place(finding)),
          markdownSentence(finding.message, markdownCellCode) +
            (finding.confidence === 'certain' ? '' : ` (${finding.confidence})`),
          finding.snippet === '' ? '' : code(clip(visible(finding.snippet), SNIPPET)),
        ]),
    ),
    ...(rest > 0 ? [`And ${rest} more in the JSON report.`, ''] : []),
  ];
}

function place({ location }: Finding): string {
  const cell = location.cell ? ` (cell ${location.cell.number})` : '';
  return `${clip(visible(location.path), PATH)}:${location.startLine}${cell}`;
}

function contextSection(report: Report, verbose: boolean): string[] {
  const context = contextOf(report);
  if (context.length === 0) return [];
  return [
    `### Context: ${plural(context.length, 'place')} to know of`,
    '',
    'These tie nothing by themselves and fail no build.',
    '',
    ...placeTable(context, verbose ? context.length : CONTEXT),
  ];
}
