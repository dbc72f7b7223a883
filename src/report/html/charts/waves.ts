/** Effort by wave: from the low to the high estimate. */
import { scaleBand, scaleLinear } from 'd3-scale';
import type { Report } from '../../../model/report.ts';
import { pointRange } from '../../figures.ts';
import { prose } from '../../escape.ts';
import { html, type Markup } from '../markup.ts';
import { fitted, frame, round } from './frame.ts';

const WIDTH = 720;
const LABELS = 220;
const ROW = 34;
const FOOT = 26;

export function waveChart({ roadmap }: Report): Markup | undefined {
  if (roadmap.length === 0) return undefined;
  const highest = Math.max(1, ...roadmap.map(({ effort }) => effort.high));
  const x = scaleLinear([0, highest], [LABELS, WIDTH - 70]).nice(5);
  const y = scaleBand(
    roadmap.map(({ number }) => `${number}`),
    [4, 4 + roadmap.length * ROW],
  ).padding(0.22);
  const bottom = 4 + roadmap.length * ROW;
  const heaviest = [...roadmap].sort((a, b) => b.effort.high - a.effort.high)[0];
  return frame(
    {
      name: 'waves',
      title: 'Effort by wave, low to high estimate, in points',
      description: heaviest ? `Wave ${heaviest.number} weighs most: ${pointRange(heaviest.effort)} points.` : '',
      width: WIDTH,
      height: bottom + FOOT,
    },
    html`${x
      .ticks(5)
      .map(
        tick =>
          html`<line class="grid" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="4" y2="${bottom}"></line
            ><text class="axis" x="${round(x(tick))}" y="${bottom + 17}" text-anchor="middle">${tick}</text> `,
      )}${roadmap.map(({ number, title, effort }) => {
      const top = y(`${number}`) ?? 0;
      const name = `${number}. ${prose(title)}`;
      return html`<g
        ><title>${name}: ${pointRange(effort)} points</title
        ><text class="label" x="${LABELS - 12}" y="${round(top + y.bandwidth() / 2 + 4)}" text-anchor="end"
          >${fitted(name, LABELS - 20)}</text
        ><rect
          class="bar-low"
          x="${LABELS}"
          y="${round(top)}"
          width="${round(x(effort.low) - LABELS)}"
          height="${round(y.bandwidth())}"
        ></rect
        ><rect
          class="bar-high"
          x="${round(x(effort.low))}"
          y="${round(top)}"
          width="${round(Math.max(1, x(effort.high) - x(effort.low)))}"
          height="${round(y.bandwidth())}"
        ></rect
        ><text class="axis" x="${round(x(effort.high) + 6)}" y="${round(top + y.bandwidth() / 2 + 4)}"
          >${pointRange(effort)}</text
        ></g
      > `;
    })}`,
  );
}
