/** The score with its parts, so that a reader can add it up. */
import type { Report } from '../../model/report.ts';
import { DIMENSIONS } from '../../model/rule.ts';
import { DIMENSION_TITLES } from '../words.ts';
import { chart, code, figure, line, paragraph, section, table, type Section } from './blocks.ts';

const COMPONENTS = 30;

export function scoreSection({ score }: Report): Section[] {
  if (score === null) return [];
  const lowest = [...score.byComponent].sort((a, b) => a.value - b.value);
  return section('Portability score', [
    paragraph(
      line`${figure(score.value, '/score/value')} of 100: the higher, the easier to move. Every part below takes points away; what is left is the score, rounded to a whole number.`,
    ),
    chart('score'),
    ...table(
      'Parts of the score',
      ['What costs points', '!Points lost', 'How it comes about'],
      score.parts.map(({ name, lost, detail }) => [
        titleOf(name),
        `${lost}`,
        { kind: 'sentence', text: detail } as const,
      ]),
    ),
    ...table(
      'Score by component, lowest first',
      ['Component', '!Score'],
      lowest.map(({ component, value }) => [code(component), `${value}`]),
      COMPONENTS,
    ),
    ...table(
      'Score by dimension',
      ['Dimension', '!Score'],
      score.byDimension.map(({ dimension, value }) => [DIMENSION_TITLES[dimension], `${value}`]),
    ),
  ]);
}

/** Parts that are dimensions are called as everywhere else. */
function titleOf(name: string): string {
  const known = DIMENSIONS.find(dimension => dimension === name);
  return known === undefined ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : DIMENSION_TITLES[known];
}
