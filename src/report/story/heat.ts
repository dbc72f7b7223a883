/** Where the ties are: components down, dimensions across, at most twelve of those. */
import type { Report } from '../../model/report.ts';
import { matrixOf } from '../figures.ts';
import { DIMENSION_TITLES } from '../words.ts';
import { chart, code, line, paragraph, section, table, type Section } from './blocks.ts';

const COMPONENTS = 30;

export function heatSection(report: Report): Section[] {
  const { rows, columns } = matrixOf(report);
  if (columns.length === 0) return [];
  const shown = columns.slice(0, COMPONENTS);
  const rest = columns.slice(COMPONENTS);
  const sum = (list: typeof columns, row: (typeof rows)[number]): string => {
    const total = list.reduce((count, column) => count + (row.cells.get(column.id) ?? 0), 0);
    return total === 0 ? '' : `${total}`;
  };
  const total = (list: typeof columns): string => `${list.reduce((count, column) => count + column.total, 0)}`;
  return section('Where the ties are', [
    paragraph(line`Ties by component and dimension, worst first both ways.`),
    chart('heat'),
    ...table(
      'Ties by component and dimension',
      ['Component', '!All', ...rows.map(row => `!${DIMENSION_TITLES[row.dimension]}`)],
      [
        ...shown.map(column => [
          code(column.id === '.' ? column.label : column.id),
          total([column]),
          ...rows.map(row => sum([column], row)),
        ]),
        ...(rest.length > 0
          ? [[`${rest.length} more components`, total(rest), ...rows.map(row => sum(rest, row))]]
          : []),
        ['All', total(columns), ...rows.map(row => `${row.total}`)],
      ],
    ),
  ]);
}
