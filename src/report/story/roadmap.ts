/** Waves in the order to move. */
import { pointRange } from '../figures.ts';
import type { Report } from '../../model/report.ts';
import {
  chart,
  joined,
  line,
  paragraph,
  section,
  sentence,
  strong,
  table,
  titledList,
  type Line,
  type Section,
} from './blocks.ts';
import type { Numbered } from './names.ts';
import { range } from './verdict.ts';

const NAMED = 12;

export function roadmapSection({ roadmap }: Report, numbers: Numbered): Section[] {
  if (roadmap.length === 0) return [];
  const workloads = (ids: readonly string[]): Line => {
    if (ids.length === 0) return line`none, it prepares`;
    const rest = ids.length - NAMED;
    return line`${joined(ids.slice(0, NAMED).map(numbers.ref))}${rest > 0 ? ` and ${rest} more` : ''}`;
  };
  return section('Roadmap', [
    chart('waves'),
    ...table(
      'Waves in the order to move them',
      ['!Wave', 'What', 'Workloads', '!Points', 'Done when'],
      roadmap.map(({ number, title, workloads: ids, effort, exitTest }) => [
        `${number}`,
        { kind: 'sentence', text: title } as const,
        workloads(ids),
        pointRange(effort),
        sentence(exitTest),
      ]),
    ),
    ...roadmap.flatMap(({ number, title, why, prerequisites, effort }, i) => [
      paragraph(
        line`${strong(`Wave ${number}: ${title}.`)} ${sentence(why)} ${range(effort, `/roadmap/${i}/effort`)}.`,
      ),
      ...titledList(
        'Before it starts:',
        prerequisites.map(item => line`${sentence(item)}`),
      ),
    ]),
  ]);
}
