/** The score as a half circle. */
import { scaleLinear } from 'd3-scale';
import { arc } from 'd3-shape';
import type { Score } from '../../../model/report.ts';
import { html, type Markup } from '../markup.ts';
import { frame } from './frame.ts';

const WIDTH = 220;
const HEIGHT = 128;
const RADIUS = 96;

/** Words beside the figure, so that nobody has to know the scale. */
export function grade(value: number): string {
  return value >= 75 ? 'easy to move' : value >= 50 ? 'work to move' : value >= 25 ? 'hard to move' : 'held fast';
}

export function gauge({ value }: Score): Markup {
  const angle = scaleLinear([0, 100], [-Math.PI / 2, Math.PI / 2]).clamp(true);
  const segment = arc<{ from: number; to: number }>()
    .innerRadius(RADIUS - 18)
    .outerRadius(RADIUS)
    .cornerRadius(4)
    .startAngle(({ from }) => angle(from))
    .endAngle(({ to }) => angle(to))
    .digits(2);
  const tone = value >= 75 ? 'good' : value >= 50 ? 'medium' : value >= 25 ? 'high' : 'blocker';
  return frame(
    {
      name: 'score',
      title: 'Portability score',
      description: `${value} of 100: ${grade(value)}`,
      width: WIDTH,
      height: HEIGHT,
    },
    html`<g transform="translate(${WIDTH / 2} ${RADIUS + 8})">
      <path class="track" d="${segment({ from: 0, to: 100 }) ?? ''}"></path>
      <path class="fill tone-${tone}" d="${segment({ from: 0, to: Math.max(value, 1) }) ?? ''}"></path>
      <text class="value" text-anchor="middle" y="-14">${value}</text>
      <text class="unit" text-anchor="middle" y="8">of 100, ${grade(value)}</text>
    </g> `,
  );
}
