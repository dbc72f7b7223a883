/** The portfolio as one HTML file. */
import type { Portfolio } from '../../model/portfolio.ts';
import { FIDELITIES } from '../../model/rule.ts';
import { pointRange, tally } from '../figures.ts';
import { rangeChart } from '../html/charts/waves.ts';
import { pageOf, tilesOf } from '../html/index.ts';
import { html } from '../html/markup.ts';
import type { RenderOptions } from '../options.ts';
import { TARGET } from '../words.ts';
import { storyOf } from './story.ts';

const BARS = 25;

export function render(portfolio: Portfolio, { verbose }: Pick<RenderOptions, 'verbose'>): string {
  const { summary, repositories, tool, factsAsOf } = portfolio;
  return pageOf(storyOf(portfolio, verbose), {
    lead: tilesOf([
      [`${summary.repositories}`, 'repositories', `${summary.tied} with ties`],
      [`${summary.ties}`, 'ties', tally(FIDELITIES, summary.byFidelity) || 'none'],
      [`${summary.workloads}`, 'workloads', `on ${portfolio.models.length} models`],
      [pointRange(summary.effort), 'points', `to move to ${TARGET}`],
      [`${portfolio.shared.length}`, 'shared parts', 'named by several repositories'],
    ]),
    foot: html`${tool.name} ${tool.version}, facts as of ${factsAsOf}`,
    page: {
      links: () => undefined,
      special: block => {
        const tied = repositories.filter(repository => repository.ties > 0);
        if (block.kind !== 'chart' || block.chart !== 'ranking' || tied.length === 0) return undefined;
        return rangeChart({
          name: 'ranking',
          title: `Effort by repository, low to high estimate, in points${tied.length > BARS ? `, the first ${BARS} of ${tied.length}` : ''}`,
          keep: 'end',
          bars: tied.slice(0, BARS).map(({ name, effort }) => ({ label: name, effort })),
        });
      },
    },
  });
}
