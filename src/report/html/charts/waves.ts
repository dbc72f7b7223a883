/** Effort by wave, or by whatever else has some: from the low to the high estimate. */
import { scaleBand, scaleLinear } from 'd3-scale';
import type { Report } from '../../../model/report.ts';
import type { Effort } from '../../../model/workload.ts';
import { pointRange } from '../../figures.ts';
import { prose } from '../../escape.ts';
import { html, type Markup } from '../markup.ts';
import { fitted, fittedEnd, frame, round } from './frame.ts';

const WIDTH = 720;
const LABELS = 220;
const ROW = 34;
const FOOT = 26;

export function waveChart({ roadmap }: Report): Markup | undefined {
  return rangeChart({
    name: 'waves',
    title: 'Effort by wave, low to high estimate, in points',
    keep: 'start',
    bars: roadmap.map(({ number, title, effort }) => ({ label: `${number}. ${prose(title)}`, effort })),
  });
}

export interface Bars {
  readonly name: string;
  readonly title: string;
  /** Which end of a long label tells more. */
  readonly keep: 'start' | 'end';
  readonly bars: readonly { readonly label: string; readonly effort: Effort }[];
}

/** A bar from nothing to the high estimate, darker up to the low one, for each label. */
export function rangeChart({ name, title, keep, bars }: Bars): Markup | undefined {
  if (bars.length === 0) return undefined;
  const highest = Math.max(1, ...bars.map(({ effort }) => effort.high));
  const x = scaleLinear([0, highest], [LABELS, WIDTH - 70]).nice(5);
  const y = scaleBand(
    bars.map((_, i) => i),
    [4, 4 + bars.length * ROW],
  ).padding(0.22);
  const bottom = 4 + bars.length * ROW;
  const heaviest = [...bars].sort((a, b) => b.effort.high - a.effort.high)[0];
  return frame(
    {
      name,
      title,
      description: heaviest ? `${heaviest.label} weighs most: ${pointRange(heaviest.effort)} points.` : '',
      width: WIDTH,
      height: bottom + FOOT,
    },
    html`${x
      .ticks(5)
      .map(
        tick =>
          html`<line class="grid" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="4" y2="${bottom}"></line
            ><text class="axis" x="${round(x(tick))}" y="${bottom + 17}" text-anchor="middle">${tick}</text> `,
      )}${bars.map(({ label, effort }, i) => {
      const top = y(i) ?? 0;
      const middle = round(top + y.bandwidth() / 2 + 4);
      return html`<g
        ><title>${label}: ${pointRange(effort)} points</title
        ><text class="label" x="${LABELS - 12}" y="${middle}" text-anchor="end"
          >${(keep === 'end' ? fittedEnd : fitted)(label, LABELS - 20)}</text
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
        ><text class="axis" x="${round(x(effort.high) + 6)}" y="${middle}">${pointRange(effort)}</text></g
      > `;
    })}`,
  );
}
