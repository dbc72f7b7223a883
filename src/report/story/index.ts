/**
 * The story a report tells, the same in Markdown and in HTML: verdict, score, what runs today, what it becomes, what it
 * costs, what is still open, what was not read; then the details a reader checks line by line.
 */
import type { Report } from '../../model/report.ts';
import { PROVIDER } from '../words.ts';
import type { Section, Story } from './blocks.ts';
import { coverageSection, methodSection } from './ending.ts';
import { equivalentDetails, equivalentsSection, numberedAdvice, type NumberedAdvice } from './equivalents.ts';
import { heatSection } from './heat.ts';
import { numbersOf } from './names.ts';
import { questionSection, riskSection, suppressionSection, translationSection } from './risks.ts';
import { roadmapSection } from './roadmap.ts';
import { scoreSection } from './score.ts';
import { planDetails, strategySection, targetSection } from './target.ts';
import { liveSection, todaySection } from './today.ts';
import { trendSection } from './trend.ts';
import { verdictSection } from './verdict.ts';

export interface Told extends Story {
  readonly equivalents: readonly NumberedAdvice[];
}

/** The `most` workloads of most effort are told in detail. */
export function storyOf(report: Report, most: number): Told {
  const numbers = numbersOf(report, most);
  const equivalents = numberedAdvice(report);
  const { tied, findings } = report.summary;
  const main = tied
    ? [
        ...scoreSection(report),
        ...trendSection(report),
        ...todaySection(report, numbers),
        ...targetSection(report, numbers),
        ...strategySection(report),
        ...roadmapSection(report, numbers),
        ...heatSection(report),
        ...riskSection(report, numbers),
        ...translationSection(report),
        ...equivalentsSection(equivalents),
      ]
    : trendSection(report);
  const appendix: Section[] = [
    ...(tied ? planDetails(report, numbers) : []),
    ...(findings > 0
      ? [{ id: 'findings', title: 'Findings', blocks: [{ kind: 'findings' } as const], sections: [] }]
      : []),
    ...equivalentDetails(equivalents),
  ];
  return {
    title: `${PROVIDER} ties of ${report.root}`,
    sections: [
      ...verdictSection(report),
      ...main,
      ...liveSection(report),
      ...questionSection(report),
      ...suppressionSection(report),
      ...coverageSection(report),
      ...methodSection(report),
      ...appendix,
    ],
    equivalents,
  };
}
