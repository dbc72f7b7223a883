/**
 * The report as one HTML file: no network, no second file, readable without script, printable. The page allows itself
 * its own style and script by their digests and nothing else.
 */
import { createHash } from 'node:crypto';
import type { Report } from '../../model/report.ts';
import { fidelityTally, pointRange } from '../figures.ts';
import { linksOf } from '../links.ts';
import type { RenderOptions } from '../options.ts';
import type { Story } from '../story/blocks.ts';
import { storyOf } from '../story/index.ts';
import { TARGET } from '../words.ts';
import { sectionMarkup, type Page } from './blocks.ts';
import { fidelityBars } from './charts/fidelity.ts';
import { gauge } from './charts/gauge.ts';
import { heatMap } from './charts/heat.ts';
import { dependencyMap } from './charts/map.ts';
import { waveChart } from './charts/waves.ts';
import script from './client.js?raw';
import early from './early.js?raw';
import { findingsTable } from './findings.ts';
import { html, together, trusted, type Markup } from './markup.ts';
import style from './page.css?raw';

/** Workloads in detail: a page that can be searched holds more than a document. */
const DETAILS = 60;

export function render(report: Report, { verbose, linkBase }: Pick<RenderOptions, 'verbose' | 'linkBase'>): string {
  const story = storyOf(report, verbose ? Number.POSITIVE_INFINITY : DETAILS);
  const links = linksOf(report, linkBase);
  return pageOf(story, {
    lead: tiles(report),
    foot: html`${report.tool.name} ${report.tool.version}, rule set ${report.ruleset.version}, facts as of
    ${report.ruleset.factsAsOf}`,
    page: {
      links,
      special: block => {
        if (block.kind === 'findings') return findingsTable(report, story.equivalents, links);
        switch (block.chart) {
          case 'score':
            return report.score === null ? undefined : gauge(report.score);
          case 'heat':
            return heatMap(report);
          case 'waves':
            return waveChart(report);
          case 'map':
            return dependencyMap(report);
          case 'fidelity':
            return fidelityBars(report);
          case 'ranking':
            return undefined;
        }
      },
    },
  });
}

function tiles(report: Report): Markup | undefined {
  const { summary, workloads, openQuestions, roadmap } = report;
  if (!summary.tied) return undefined;
  const whole = {
    low: roadmap.reduce((sum, { effort }) => sum + effort.low, 0),
    high: roadmap.reduce((sum, { effort }) => sum + effort.high, 0),
  };
  const effort = roadmap.length > 0 ? whole : summary.effort;
  const list: [string, string, string][] = [
    ...(report.score === null
      ? []
      : ([[`${report.score.value}`, 'of 100', 'portability score']] as [string, string, string][])),
    [`${summary.ties}`, 'ties', fidelityTally(report)],
    ...(workloads.length > 0
      ? ([
          [`${workloads.length}`, 'workloads', `on ${new Set(workloads.map(w => w.model?.name ?? '?')).size} models`],
        ] as [string, string, string][])
      : []),
    [pointRange(effort), 'points', `to move to ${TARGET}`],
    [
      `${openQuestions.length}`,
      openQuestions.length === 1 ? 'open question' : 'open questions',
      'could change the picture',
    ],
  ];
  return tilesOf(list);
}

export function tilesOf(list: readonly (readonly [string, string, string])[]): Markup {
  return html`<ul class="tiles">
    ${list.map(([value, unit, note]) => html`<li><strong>${value}</strong> <span>${unit}</span> <small>${note}</small></li>`)}
  </ul>`;
}

export interface Frame {
  /** What stands between the title and the first section. */
  readonly lead?: Markup | undefined;
  readonly foot: Markup;
  readonly page: Page;
}

/** Any story as a page. */
export function pageOf(story: Story, { lead, foot, page }: Frame): string {
  const policy = [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    `script-src ${digestOf(early)} ${digestOf(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const nav = story.sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const sections = together(
    story.sections.map(section => sectionMarkup(section, 2, page)),
    '\n',
  );
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <meta name="color-scheme" content="light dark" />
    <title>${story.title}</title>`;
  const body = html`<a class="skip" href="#main">Skip to the report</a>
    <header class="top">
      <h1>${story.title}</h1>
      <button type="button" id="theme" hidden>Dark or light</button>
      ${lead}
    </header>
    <div class="columns">
      <nav aria-label="Sections">
        <ul>
          ${nav}
        </ul>
      </nav>
      <main id="main" tabindex="-1">${sections}</main>
    </div>
    <footer>${foot}</footer>`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    head.text,
    `<script>${early}</script>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    body.text,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A source of the policy: exactly this text may run. */
function digestOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
