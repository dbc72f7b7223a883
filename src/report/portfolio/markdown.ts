/** The portfolio as Markdown. */
import type { Portfolio } from '../../model/portfolio.ts';
import { markdownOf } from '../markdown/index.ts';
import type { RenderOptions } from '../options.ts';
import { storyOf } from './story.ts';

export function render(portfolio: Portfolio, { verbose }: Pick<RenderOptions, 'verbose'>): string {
  return markdownOf(storyOf(portfolio, verbose), { links: () => undefined, tables: 0, special: () => [] });
}
