/** The portfolio on a terminal: the verdict, the first of the ranking, what is shared. */
import { plural } from '../../base/text.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { visible } from '../escape.ts';
import { pointRange, points } from '../figures.ts';
import { clip, clipStart, pad, wrap } from '../layout.ts';
import type { RenderOptions } from '../options.ts';
import { inkOf } from '../terminal/ink.ts';
import { PROVIDER, TARGET } from '../words.ts';

const TOP = 15;
const NARROWEST = 30;
const COLUMNS = { score: 8, points: 11, ties: 6 };

export function render(portfolio: Portfolio, { width: asked, color, verbose }: RenderOptions): string {
  const ink = inkOf(color);
  const width = Math.max(NARROWEST, asked);
  const { summary, repositories, models, shared, waves } = portfolio;
  const shown = verbose ? repositories : repositories.slice(0, TOP);
  const room = width - COLUMNS.score - COLUMNS.points - COLUMNS.ties;
  const right = (text: string, columns: number): string => pad('', columns - text.length) + text;
  const rows = shown.map(
    ({ name, score, effort, ties }) =>
      pad(clipStart(visible(name), room), room) +
      right(score === null ? '-' : `${score}`, COLUMNS.score) +
      right(pointRange(effort), COLUMNS.points) +
      right(`${ties}`, COLUMNS.ties),
  );
  const rest = (count: number): string[] => (count > 0 ? [ink.dim(`and ${count} more (--verbose shows all)`)] : []);
  const list = (items: readonly string[]): string[] => [
    ...(verbose ? items : items.slice(0, TOP)).map(item => clip(`  ${item}`, width)),
    ...rest(verbose ? 0 : items.length - TOP),
  ];
  const blocks = [
    [
      ...wrap(
        `${summary.tied} of ${plural(summary.repositories, 'repository', 'repositories')} tied to ${PROVIDER}: ${plural(summary.ties, 'tie')}, ${plural(summary.workloads, 'workload')}.`,
        width,
      ).map(summary.tied > 0 ? ink.bad : ink.good),
      ...wrap(`The way to ${TARGET}: ${points(summary.effort)}.`, width),
    ],
    [
      ink.bold('Most to do first'),
      ink.dim(
        `${pad('repository', room)}${right('score', COLUMNS.score)}${right('points', COLUMNS.points)}${right('ties', COLUMNS.ties)}`,
      ),
      ...rows,
      ...rest(repositories.length - shown.length),
    ],
    models.length === 0
      ? []
      : [
          ink.bold('Models'),
          ...list(
            models.map(
              ({ name, workloads, repositories: count }) =>
                `${visible(name)}: ${plural(workloads, 'workload')} in ${plural(count, 'repository', 'repositories')}`,
            ),
          ),
        ],
    shared.length === 0
      ? []
      : [
          ink.bold('Shared'),
          ...list(
            shared.map(({ kind, name, repositories: by }) => `${kind} ${visible(name)}: ${by.length} repositories`),
          ),
        ],
    waves.length === 0
      ? []
      : [
          ink.bold('Waves'),
          ...list(
            waves.map(
              ({ title, workloads, effort }) =>
                `${visible(title)}: ${plural(workloads, 'workload')}, ${points(effort)}`,
            ),
          ),
        ],
  ];
  return blocks
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n');
}
