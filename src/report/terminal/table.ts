/** Dimensions down, components across: as many components as the width holds, the others summed up. */
import Table from 'cli-table3';
import type { Report } from '../../model/report.ts';
import { visible } from '../escape.ts';
import { matrixOf } from '../figures.ts';
import { clip, clipStart, displayWidth } from '../layout.ts';
import { DIMENSION_TITLES } from '../words.ts';
import type { Ink } from './ink.ts';

const GAP = 2;
const COUNT = 5;
const WORST = 7;
const CELL = { min: 5, max: 16, narrow: 10 };

const BARE = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid'])
    .map(name => [name, '']),
);

/** A table without lines: columns apart, nothing else. */
export function bareTable(widths: readonly number[], right: readonly boolean[]): InstanceType<typeof Table> {
  return new Table({
    chars: { ...BARE, middle: ' '.repeat(GAP) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colWidths: [...widths],
    colAligns: right.map(isRight => (isRight ? 'right' : 'left')),
    wordWrap: false,
  });
}

/** cli-table3 fills the last column with blanks: nobody wants them when they copy a line. */
export function tableLines(table: InstanceType<typeof Table>): string[] {
  return table
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
}

export function matrixTable(report: Report, ink: Ink, width: number): string[] {
  const { rows, columns } = matrixOf(report);
  const longest = Math.max(...rows.map(row => displayWidth(DIMENSION_TITLES[row.dimension])));
  const labelWidth = Math.min(longest, Math.max(14, width - (WORST + COUNT + 2 * GAP)));
  const fixed = labelWidth + GAP + WORST + GAP + COUNT;
  const headers = columns.map(column => clipStart(visible(column.label), width < 120 ? CELL.narrow : CELL.max));
  const widths = headers.map(header => Math.max(CELL.min, displayWidth(header)));
  const shown = fitting(widths, width - fixed, columns.length);
  const rest = columns.slice(shown);
  const restWidth = rest.length > 0 && shown > 0 ? [Math.max(CELL.min, `+${rest.length} more`.length)] : [];
  const table = bareTable(
    [labelWidth, WORST, COUNT, ...widths.slice(0, shown), ...restWidth],
    [false, false, ...Array.from({ length: 1 + shown + restWidth.length }, () => true)],
  );
  table.push(
    ['', 'worst', 'ties', ...headers.slice(0, shown), ...(restWidth.length > 0 ? [`+${rest.length} more`] : [])].map(
      ink.dim,
    ),
  );
  for (const row of rows) {
    const others = rest.reduce((total, column) => total + (row.cells.get(column.id) ?? 0), 0);
    table.push([
      clip(DIMENSION_TITLES[row.dimension], labelWidth),
      ink.severity(row.worst, row.worst),
      ink.bold(`${row.total}`),
      ...columns.slice(0, shown).map(column => cell(row.cells.get(column.id), ink)),
      ...(restWidth.length > 0 ? [cell(others, ink)] : []),
    ]);
  }
  return tableLines(table);
}

function cell(count: number | undefined, ink: Ink): string {
  return count === undefined || count === 0 ? ink.dim('·') : `${count}`;
}

/** How many component columns fit, leaving room for the sum of the others. */
function fitting(widths: readonly number[], room: number, total: number): number {
  let used = 0;
  let shown = 0;
  for (const [i, width] of widths.entries()) {
    const others = i < total - 1 ? GAP + Math.max(CELL.min, `+${total - i - 1} more`.length) : 0;
    if (used + GAP + width + others > room) break;
    used += GAP + width;
    shown += 1;
  }
  return shown;
}
