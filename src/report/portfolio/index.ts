/** Formats of a portfolio; each is loaded only when it is asked for. */
import type { Portfolio } from '../../model/portfolio.ts';
import type { RenderOptions } from '../options.ts';

export { collector, type Collector } from './collect.ts';
export type RenderPortfolio = (portfolio: Portfolio, options: RenderOptions) => string;

const REPORTERS = {
  terminal: () => import('./terminal.ts').then(module => module.render),
  markdown: () => import('./markdown.ts').then(module => module.render),
  html: () => import('./html.ts').then(module => module.render),
  json: () => import('./data.ts').then(module => module.renderJson),
  csv: () => import('./data.ts').then(module => module.renderCsv),
} as const satisfies Readonly<Record<string, () => Promise<RenderPortfolio>>>;

export type PortfolioFormat = keyof typeof REPORTERS;
export const PORTFOLIO_FORMATS = Object.keys(REPORTERS) as readonly PortfolioFormat[];

export function loadPortfolioReporter(format: PortfolioFormat): Promise<RenderPortfolio> {
  return REPORTERS[format]();
}
