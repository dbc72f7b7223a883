/** The ties by dimension and rule, the worst places of each, as an appendix. */
import { plural } from '../../base/text.ts';
import type { Finding, Report } from '../../model/report.ts';
import { visible } from '../escape.ts';
import { compareFindings, contextOf, groupBy, matrixOf, replacementOf, severityRank, tiesOf } from '../figures.ts';
import { clip } from '../layout.ts';
import { code, line, paragraph, ref, sentence, table, type Block, type Line, type Section } from '../story/blocks.ts';
import { equivalentId, type NumberedAdvice } from '../story/equivalents.ts';
import { DIMENSION_TITLES } from '../words.ts';

/** Places of each rule: the more there is to tell, the fewer of each. */
const places = (ties: number): number => (ties > 500 ? 3 : ties > 150 ? 5 : 10);
const CONTEXT = 20;
const SNIPPET = 100;

export function findingSections(report: Report, equivalents: readonly NumberedAdvice[], all: boolean): Section[] {
  const numbers = new Map(equivalents.map(({ number, advice }) => [advice.equivalent, number]));
  const found = tiesOf(report);
  const ties = groupBy(found, tie => tie.dimension);
  const most = all ? Number.POSITIVE_INFINITY : places(found.length);
  return [
    ...matrixOf(report).rows.map(({ dimension, total }): Section => ({
      id: '',
      title: `${DIMENSION_TITLES[dimension]}: ${plural(total, 'tie')}`,
      blocks: [],
      sections: rulesOf(ties.get(dimension) ?? []).map(group => ruleSection(group, numbers, most)),
    })),
    ...contextSection(report, all),
  ];
}

/** Worst rule first, then the most frequent. */
function rulesOf(ties: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups = [...groupBy([...ties].sort(compareFindings), tie => tie.ruleId).values()] as [Finding, ...Finding[]][];
  return groups.sort((a, b) => severityRank(a[0].severity) - severityRank(b[0].severity) || b.length - a.length);
}

function ruleSection(
  group: readonly [Finding, ...Finding[]],
  numbers: ReadonlyMap<string, string>,
  most: number,
): Section {
  const [first] = group;
  const files = new Set(group.map(finding => finding.location.path)).size;
  const number = numbers.get(first.advice.equivalent) ?? '';
  return {
    id: '',
    title: first.title,
    blocks: [
      paragraph(
        line`Rule ${code(first.ruleId)}, ${first.severity}; ${plural(group.length, 'place')} in ${plural(files, 'file')}. Becomes ${ref(equivalentId(number), number)} ${sentence(replacementOf(first.advice))} (${first.advice.fidelity}).`,
      ),
      ...placeTable(`Places of ${first.ruleId}`, group, most),
    ],
    sections: [],
  };
}

function placeTable(caption: string, group: readonly Finding[], count: number): Block[] {
  return table(
    caption,
    ['Place', 'What it says', 'Line'],
    group.map(finding => [
      where(finding),
      line`${sentence(finding.message)}${finding.confidence === 'certain' ? '' : ` (${finding.confidence})`}`,
      finding.snippet === '' ? '' : code(clip(visible(finding.snippet), SNIPPET)),
    ]),
    count,
  );
}

function where({ location }: Finding): Line {
  return [
    {
      kind: 'place',
      place: { path: location.path, line: location.startLine },
      ...(location.cell ? { cell: location.cell.number } : {}),
    },
  ];
}

function contextSection(report: Report, all: boolean): Section[] {
  const context = contextOf(report);
  if (context.length === 0) return [];
  return [
    {
      id: '',
      title: `Context: ${plural(context.length, 'place')} to know of`,
      blocks: [
        paragraph(line`These tie nothing by themselves and fail no build.`),
        ...placeTable('Context', context, all ? context.length : CONTEXT),
      ],
      sections: [],
    },
  ];
}
