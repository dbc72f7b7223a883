/** Components down, dimensions across, the more ties the darker. */
import { scaleBand, scaleQuantize } from 'd3-scale';
import { plural } from '../../../base/text.ts';
import type { Report } from '../../../model/report.ts';
import { matrixOf } from '../../figures.ts';
import { DIMENSION_TITLES } from '../../words.ts';
import { html, type Markup } from '../markup.ts';
import { fittedEnd, frame, round } from './frame.ts';

const COMPONENTS = 24;
const LABELS = 190;
const CELL = { width: 52, height: 26 };
const HEAD = 128;
/** What the last slanted label needs to the right. */
const SLANT = 110;
const STEPS = 5;

export function heatMap(report: Report): Markup | undefined {
  const { rows, columns } = matrixOf(report);
  const shown = columns.slice(0, COMPONENTS);
  const [worst] = shown;
  if (!worst) return undefined;
  const across = scaleBand(
    rows.map(row => row.dimension),
    [LABELS, LABELS + rows.length * CELL.width],
  ).paddingInner(0.06);
  const down = scaleBand(
    shown.map(column => column.id),
    [HEAD, HEAD + shown.length * CELL.height],
  ).paddingInner(0.1);
  // A single tie is pale even where no cell holds more.
  const most = Math.max(STEPS, ...rows.flatMap(row => shown.map(column => row.cells.get(column.id) ?? 0)));
  // By the root: one cell with a hundred ties does not make all others look alike.
  const shade = scaleQuantize(
    [0, Math.sqrt(most)],
    Array.from({ length: STEPS }, (_, i) => i + 1),
  );
  const width = LABELS + rows.length * CELL.width + SLANT;
  const cells = shown.flatMap(column =>
    rows.map(row => {
      const count = row.cells.get(column.id) ?? 0;
      const [x, y] = [across(row.dimension) ?? 0, down(column.id) ?? 0];
      const level = count === 0 ? 0 : shade(Math.sqrt(count));
      return html`<g
        ><title>${column.id}, ${DIMENSION_TITLES[row.dimension]}: ${plural(count, 'tie')}</title
        ><rect
          class="heat-${level}"
          x="${round(x)}"
          y="${round(y)}"
          width="${round(across.bandwidth())}"
          height="${round(down.bandwidth())}"
          rx="3"
        ></rect
        >${
          count === 0
            ? ''
            : html`<text
                class="heat-text-${level}"
                x="${round(x + across.bandwidth() / 2)}"
                y="${round(y + down.bandwidth() / 2 + 4)}"
                text-anchor="middle"
                >${count}</text
              >`
        }</g
      > `;
    }),
  );
  return frame(
    {
      name: 'heat',
      title: `Ties by component and dimension${columns.length > shown.length ? `, the ${shown.length} worst components of ${columns.length}` : ''}`,
      description: `Most ties are in ${worst.label} (${worst.total}); the gravest dimension is ${rows[0] ? DIMENSION_TITLES[rows[0].dimension] : ''}.`,
      width,
      height: HEAD + shown.length * CELL.height + 6,
    },
    html`${rows.map(row => {
      const x = (across(row.dimension) ?? 0) + across.bandwidth() / 2 + 4;
      return html`<text class="label" transform="translate(${round(x)} ${HEAD - 8}) rotate(-38)"
        >${DIMENSION_TITLES[row.dimension]}</text
      > `;
    })}${shown.map(
      column =>
        html`<text
          class="label"
          x="${LABELS - 10}"
          y="${round((down(column.id) ?? 0) + down.bandwidth() / 2 + 4)}"
          text-anchor="end"
          ><title>${column.id}</title>${fittedEnd(column.id === '.' ? column.label : column.id, LABELS - 16)}</text
        > `,
    )}${cells}`,
  );
}
