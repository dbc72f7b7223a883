/** The dependency map: five columns, a band for each connection, as thick as the calls that pass through it. */
import { scalePoint, scaleSqrt } from 'd3-scale';
import { linkHorizontal } from 'd3-shape';
import type { Report } from '../../../model/report.ts';
import { MAP_COLUMNS, mapOf, type MapEdge, type MapNode } from '../../map.ts';
import { html, type Markup } from '../markup.ts';
import { fitted, fittedEnd, frame, round } from './frame.ts';

const NODE = { width: 186, height: 30, gap: 12 };
const STEP = 248;
const HEAD = 30;
const SWEEPS = 4;

interface Placed extends MapNode {
  readonly x: number;
  readonly y: number;
}

export function dependencyMap(report: Report): Markup | undefined {
  const { nodes, edges, undrawn } = mapOf(report);
  if (nodes.length === 0) return undefined;
  const columns = ordered(nodes, edges);
  const tallest = Math.max(...columns.map(column => column.length));
  const height = HEAD + tallest * (NODE.height + NODE.gap);
  const x = scalePoint(
    MAP_COLUMNS.map((_, i) => i),
    [1, 1 + STEP * (MAP_COLUMNS.length - 1)],
  );
  const placed = new Map<string, Placed>();
  for (const [i, column] of columns.entries()) {
    const room = (height - HEAD) / Math.max(1, column.length);
    for (const [j, node] of column.entries()) {
      placed.set(node.id, { ...node, x: x(i) ?? 0, y: HEAD + room * (j + 0.5) - NODE.height / 2 });
    }
  }
  const thickness = scaleSqrt([1, Math.max(2, ...edges.map(edge => edge.weight))], [1.5, 9]);
  const curve = linkHorizontal<unknown, [number, number]>()
    .x(([value]) => value)
    .y(([, value]) => value)
    .digits(1);
  const width = STEP * (MAP_COLUMNS.length - 1) + NODE.width + 2;
  return frame(
    {
      name: 'map',
      title: `From component to client, deployment, model and target${undrawn > 0 ? `; ${undrawn} workloads with fewer call sites are not drawn` : ''}`,
      description: columns
        .map((column, i) => `${MAP_COLUMNS[i] ?? ''}: ${column.map(node => node.label).join(', ')}`)
        .join('. '),
      width,
      height,
    },
    html`${MAP_COLUMNS.map(
      (title, i) => html`<text class="head" x="${round((x(i) ?? 0) + 2)}" y="16">${title}</text> `,
    )}${edges.map(edge => {
      const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
      if (!from || !to) return '';
      const d = curve({
        source: [from.x + NODE.width, from.y + NODE.height / 2],
        target: [to.x, to.y + NODE.height / 2],
      });
      return html`<path class="link" d="${d ?? ''}" stroke-width="${round(thickness(Math.max(1, edge.weight)))}"
        ><title>${from.label} to ${to.label}</title></path
      > `;
    })}${[...placed.values()].map(
      node =>
        html`<g
          ><title>${MAP_COLUMNS[node.column] ?? ''}: ${node.label}</title
          ><rect
            class="node column-${node.column}${node.open ? ' open' : ''}"
            x="${round(node.x)}"
            y="${round(node.y)}"
            width="${NODE.width}"
            height="${NODE.height}"
            rx="5"
          ></rect
          ><text class="node-label" x="${round(node.x + 9)}" y="${round(node.y + NODE.height / 2 + 4)}"
            >${node.column === 0 ? fittedEnd(node.label, NODE.width - 16) : fitted(node.label, NODE.width - 16)}</text
          ></g
        > `,
    )}`,
  );
}

/** Each column in the order of the middle of its neighbours, swept to and fro: fewer bands cross. */
function ordered(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapNode[][] {
  const columns = MAP_COLUMNS.map((_, i) => nodes.filter(node => node.column === i));
  const rank = new Map<string, number>();
  const settle = (column: readonly MapNode[]): void => {
    for (const [i, node] of column.entries()) rank.set(node.id, (i + 0.5) / column.length);
  };
  for (const column of columns) settle(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse()) {
      const middle = new Map(
        column.map(node => {
          const beside = edges.flatMap(edge =>
            forward ? (edge.to === node.id ? [edge.from] : []) : edge.from === node.id ? [edge.to] : [],
          );
          const ranks = beside.map(id => rank.get(id) ?? 0);
          const own = rank.get(node.id) ?? 0;
          return [node.id, ranks.length === 0 ? own : ranks.reduce((sum, value) => sum + value, 0) / ranks.length];
        }),
      );
      column.sort((a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0));
      settle(column);
    }
  }
  return columns;
}
