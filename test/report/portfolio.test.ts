import { expect, test } from 'vitest';
import { htmlProblems, markdownProblems } from '../../scripts/check-report.mjs';
import type { Portfolio } from '../../src/model/portfolio.ts';
import type { Report } from '../../src/model/report.ts';
import { displayWidth } from '../../src/report/layout.ts';
import { PLAIN } from '../../src/report/options.ts';
import { collector, loadPortfolioReporter, PORTFOLIO_FORMATS } from '../../src/report/portfolio/index.ts';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport, largeReport, reportFixture } from '../support/report.ts';

const TOOL = { name: 'untether', version: '0.1.0' } as const;

function portfolioOf(reports: readonly Report[]): Portfolio {
  const sum = collector();
  for (const report of reports) sum.add(report);
  return sum.finish(TOOL);
}

/** Another repository of the same organisation: it uses the same gateway and address. */
const sibling: Report = {
  ...estateReport(),
  root: 'billing',
  git: { remote: 'https://github.com/contoso/billing', commit: 'a'.repeat(40) },
};
const SEVERAL = [estateReport(), sibling, cleanReport(), largeReport(50), largeReport(70)];

test('figures add up, whoever has most to do comes first', () => {
  const portfolio = portfolioOf(SEVERAL);
  const { summary, repositories } = portfolio;
  expect(summary.repositories).toBe(5);
  expect(summary.tied).toBe(4);
  expect(summary.ties).toBe(SEVERAL.reduce((sum, report) => sum + report.summary.ties, 0));
  expect(summary.workloads).toBe(16);
  expect(Object.values(summary.bySeverity).reduce((sum, count) => sum + count, 0)).toBe(summary.ties);
  expect(repositories.map(repository => repository.name)).toEqual([
    'support-chat (3)',
    'support-chat (2)',
    'contoso/billing',
    'contoso/support-chat',
    'support-chat',
  ]);
  const highs = repositories.map(repository => repository.effort.high);
  expect(highs).toEqual([...highs].sort((a, b) => b - a));
  expect(portfolio.dimensions.reduce((sum, { ties }) => sum + ties, 0)).toBe(summary.ties);
});

test('models, owners, waves over all repositories', () => {
  const portfolio = portfolioOf([estateReport(), sibling]);
  expect(portfolio.models[0]).toEqual({
    name: 'gpt-4o',
    workloads: 6,
    callSites: 24,
    repositories: 2,
    targets: ['us.openai.gpt-5.6-terra'],
    byFidelity: { adapt: 4, redesign: 2 },
  });
  expect(portfolio.owners.map(owner => owner.owner)).toContain('nobody named');
  expect(portfolio.waves.map(({ title, repositories, effort }) => [title, repositories, effort.low])).toEqual([
    ['Prepare', 2, 6],
    ['Chat', 2, 24],
    ['Embeddings and audio', 2, 26],
    ['Agents and what is open', 2, 48],
  ]);
});

test('what several repositories name is shared, what one names is not', () => {
  const shared = portfolioOf([estateReport(), sibling, reportFixture()]).shared;
  expect(shared.map(({ kind, name, repositories }) => `${kind} ${name} ${repositories.length}`)).toEqual([
    'account openai 3',
    'account shared-ai 2',
    'endpoint contoso-chat.openai.azure.com 2',
    'gateway apim-contoso 2',
  ]);
  expect(portfolioOf([estateReport(), cleanReport()]).shared).toEqual([]);
});

test('placeholders are shared by nobody', () => {
  const settings = [
    'https://your-resource.openai.azure.com',
    'https://<name>.openai.azure.com',
    'https://*.openai.azure.com',
  ].map(value => ({ name: 'X', feeds: 'endpoint' as const, reads: [], definitions: [], value }));
  const report = { ...cleanReport(), settings };
  expect(portfolioOf([report, report]).shared).toEqual([]);
});

test('the order of the files changes nothing but the numbers of equals', () => {
  const [one, two] = [portfolioOf([estateReport(), sibling]), portfolioOf([sibling, estateReport()])];
  expect(two).toEqual(one);
});

test.each(['markdown', 'html', 'terminal', 'csv'] as const)('reads well: %s', async format => {
  const render = await loadPortfolioReporter(format);
  const text = render(portfolioOf(SEVERAL), PLAIN);
  if (format !== 'html') await expect(text).toMatchFileSnapshot(`snapshots/portfolio-${format}.snap`);
  expect(render(portfolioOf(SEVERAL), PLAIN)).toBe(text);
});

test('passes the check of a careful reader', async () => {
  const [markdown, html] = [await loadPortfolioReporter('markdown'), await loadPortfolioReporter('html')];
  for (const reports of [SEVERAL, [cleanReport(), cleanReport()], [hostileReport(), hostileReport(sibling)]]) {
    const portfolio = portfolioOf(reports);
    expect(markdownProblems(markdown(portfolio, PLAIN), portfolio)).toEqual([]);
    expect(htmlProblems(html(portfolio, PLAIN), portfolio)).toEqual([]);
  }
});

test.each([40, 80, 200])('nothing is wider than the terminal: %i columns', async width => {
  const render = await loadPortfolioReporter('terminal');
  for (const reports of [SEVERAL, [hostileReport(), sibling]]) {
    for (const verbose of [false, true]) {
      const lines = render(portfolioOf(reports), { ...PLAIN, width, verbose }).split('\n');
      expect(lines.filter(line => displayWidth(line) > width)).toEqual([]);
    }
  }
});

test('a thousand repositories keep nothing of their findings', async () => {
  const sum = collector();
  const report = largeReport(1000);
  for (let i = 0; i < 1000; i++) sum.add({ ...report, root: `service-${i}` });
  const portfolio = sum.finish(TOOL);
  expect(portfolio.summary.ties).toBe(report.summary.ties * 1000);
  for (const format of PORTFOLIO_FORMATS) {
    const text = (await loadPortfolioReporter(format))(portfolio, PLAIN);
    expect(text.length).toBeLessThan(1_500_000);
  }
});
