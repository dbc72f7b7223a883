/**
 * The summary of a job on GitHub: totals, workloads, the worst ties. GitHub drops a summary of more than one mebibyte
 * whole, so this one is cut until it fits.
 */
import type { Report } from '../../model/report.ts';
import { tiesOf, worstPlaces } from '../figures.ts';
import { linksOf } from '../links.ts';
import { markdownOf } from '../markdown/index.ts';
import type { RenderOptions } from '../options.ts';
import { at, badge, code, line, paragraph, section, sentence, table, type Section } from '../story/blocks.ts';
import { apiTitle, modelName, recommendedOf } from '../story/names.ts';
import { trendSection } from '../story/trend.ts';
import { verdictSection } from '../story/verdict.ts';
import { PROVIDER } from '../words.ts';

/** GitHub's limit is 1,048,576 bytes for a step; other steps of the job have their own. */
export const MAX_BYTES = 1_000_000;
const SIZES = [50, 20, 5, 0];
/** No cell is worth more than this. */
const LONGEST = 300;

export function render(report: Report, { linkBase }: Pick<RenderOptions, 'linkBase'>): string {
  const links = linksOf(report, linkBase);
  let text = '';
  for (const size of SIZES) {
    const story = { title: `${PROVIDER} ties of ${short(report.root)}`, sections: sections(report, size) };
    text = markdownOf(story, { links, tables: 0, special: () => [] });
    if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  }
  const { ties, files } = report.summary;
  return `# ${PROVIDER} ties\n\n${ties} ties in ${files} files; the report itself is too large for a summary.\n`;
}

function sections(report: Report, size: number): Section[] {
  return [
    ...verdictSection({ ...report, root: short(report.root) }),
    ...(size === 0 ? [] : trendSection(report)),
    ...worst(report, size),
    ...workloads(report, size),
  ];
}

function worst(report: Report, size: number): Section[] {
  const fresh = tiesOf(report).filter(tie => tie.status === 'new');
  const shown = worstPlaces(fresh, size);
  return section('Worst ties', [
    ...table(
      'The worst ties, one of each rule first',
      ['Severity', 'What', 'Place', 'Fidelity'],
      shown.map(tie => [
        badge(tie.severity, tie.severity),
        sentence(short(tie.message)),
        at({ path: short(tie.location.path), line: tie.location.startLine }),
        tie.advice.fidelity,
      ]),
    ),
    ...(fresh.length > shown.length
      ? [
          paragraph(
            line`${shown.length > 0 ? 'and' : 'There are'} ${fresh.length - shown.length} more in the JSON report.`,
          ),
        ]
      : []),
  ]);
}

function workloads(report: Report, size: number): Section[] {
  return section(
    'Workloads',
    table(
      'Workloads and what they become',
      ['Component', 'Model', 'API', '!Call sites', 'Becomes', 'Fidelity'],
      report.workloads.slice(0, size).map(workload => {
        const plan = recommendedOf(workload);
        return [
          code(short(workload.component)),
          short(modelName(workload)),
          apiTitle(workload.api),
          `${workload.callSites.length}`,
          plan === undefined ? 'no plan yet' : code(plan.target.modelIds[0] ?? plan.target.api),
          plan?.fidelity ?? 'unknown',
        ];
      }),
    ),
  );
}

function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
