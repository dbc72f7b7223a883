/** How close the other side comes: shares of workloads and of ties. */
import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { Report } from '../../../model/report.ts';
import { FIDELITIES, type Fidelity } from '../../../model/rule.ts';
import { tally } from '../../figures.ts';
import { recommendedOf } from '../../story/names.ts';
import { FIDELITY_MEANINGS } from '../../words.ts';
import { html, type Markup } from '../markup.ts';
import { frame, round } from './frame.ts';

const WIDTH = 720;
const LABELS = 100;
const ROW = 34;
const LEGEND = 34;

type Shares = Readonly<Partial<Record<Fidelity, number>>>;

export function fidelityBars(report: Report): Markup | undefined {
  const workloads: Partial<Record<Fidelity, number>> = {};
  for (const workload of report.workloads) {
    const fate = recommendedOf(workload)?.fidelity ?? 'unknown';
    workloads[fate] = (workloads[fate] ?? 0) + 1;
  }
  const bars = [
    { name: 'Workloads', shares: workloads as Shares },
    { name: 'Ties', shares: report.summary.byFidelity as Shares },
  ].filter(({ shares }) => FIDELITIES.some(fidelity => (shares[fidelity] ?? 0) > 0));
  if (bars.length === 0) return undefined;
  const height = bars.length * ROW + LEGEND;
  return frame(
    {
      name: 'fidelity',
      title: 'How close the other side comes',
      description: bars.map(({ name, shares }) => `${name}: ${tally(FIDELITIES, shares)}`).join('. '),
      width: WIDTH,
      height,
    },
    html`${bars.map((bar, i) => row(bar, 2 + i * ROW))}${legend(height - 12)}`,
  );
}

function row({ name, shares }: { name: string; shares: Shares }, top: number): Markup {
  const total = FIDELITIES.reduce((sum, fidelity) => sum + (shares[fidelity] ?? 0), 0);
  const x = scaleLinear([0, total], [LABELS, WIDTH - 4]);
  const layers = stack<Shares, Fidelity>()
    .keys(FIDELITIES)
    .value((entry, fidelity) => entry[fidelity] ?? 0)([shares]);
  return html`<text class="label" x="${LABELS - 10}" y="${top + 17}" text-anchor="end">${name}</text> ${layers.map(
      layer => {
        const [from = 0, to = 0] = layer[0] ?? [];
        const count = to - from;
        if (count === 0) return '';
        const width = x(to) - x(from);
        return html`<g
          ><title>${name}, ${layer.key}: ${count} of ${total}</title
          ><rect
            class="fidelity-${layer.key}"
            x="${round(x(from))}"
            y="${top}"
            width="${round(Math.max(1, width - 1.5))}"
            height="24"
            rx="3"
          ></rect
          >${
            width > 22
              ? html`<text
                  class="fidelity-text-${layer.key}"
                  x="${round(x(from) + width / 2)}"
                  y="${top + 17}"
                  text-anchor="middle"
                  >${count}</text
                >`
              : ''
          }</g
        > `;
      },
    )}`;
}

function legend(y: number): Markup {
  const step = (WIDTH - LABELS) / FIDELITIES.length;
  return html`${FIDELITIES.map(
    (fidelity, i) =>
      html`<g
        ><title>${FIDELITY_MEANINGS[fidelity]}</title
        ><rect
          class="fidelity-${fidelity}"
          x="${round(LABELS + i * step)}"
          y="${y - 10}"
          width="12"
          height="12"
          rx="2"
        ></rect
        ><text class="axis" x="${round(LABELS + i * step + 18)}" y="${y}">${fidelity}</text></g
      > `,
  )}`;
}
