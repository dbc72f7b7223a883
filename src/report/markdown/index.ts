/**
 * The architect's report as Markdown. Grouped so that it stays a document on thousands of findings; the JSON report has
 * every one of them.
 */
import type { Report } from '../../model/report.ts';
import { linksOf } from '../links.ts';
import { mapOf } from '../map.ts';
import type { RenderOptions } from '../options.ts';
import type { Story } from '../story/blocks.ts';
import { storyOf } from '../story/index.ts';
import { sectionLines, type Page } from './blocks.ts';
import { findingSections } from './findings.ts';
import { inline } from './inline.ts';
import { mermaid } from './mermaid.ts';

/** Workloads in detail before the document gets too long to read. */
const DETAILS = 15;

export type Options = Pick<RenderOptions, 'verbose' | 'linkBase'>;

export function render(report: Report, { verbose, linkBase }: Options): string {
  const story = storyOf(report, verbose ? Number.POSITIVE_INFINITY : DETAILS);
  return markdownOf(story, {
    links: linksOf(report, linkBase),
    tables: 0,
    special: (block, page) =>
      block.kind === 'findings'
        ? findingSections(report, story.equivalents, verbose).flatMap(section => sectionLines(section, 3, page))
        : block.chart === 'map'
          ? mermaid(mapOf(report))
          : [],
  });
}

/** Any story as a document; charts that only repeat a table are left to formats that can draw. */
export function markdownOf(story: Story, page: Page): string {
  const text = { links: page.links, cell: false };
  const lines = [
    `# ${inline([{ kind: 'text', text: story.title }], text)}`,
    '',
    ...contents(story, page),
    ...story.sections.flatMap(section => sectionLines(section, 2, page)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Short documents are read without a table of contents. */
function contents({ sections }: Story, { links }: Page): string[] {
  if (sections.length < 6) return [];
  return [
    ...sections.map(({ id, title }) => `- ${inline([{ kind: 'ref', id, text: title }], { links, cell: false })}`),
    '',
  ];
}
