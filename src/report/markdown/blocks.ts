/** Blocks of the story as GitHub-flavoured Markdown. */
import { visible } from '../escape.ts';
import type { Links } from '../links.ts';
import type { Block, Section, Table } from '../story/blocks.ts';
import { inline } from './inline.ts';

export interface Page {
  readonly links: Links;
  /** Tables so far: captions are numbered. */
  tables: number;
  /** Blocks Markdown needs the report for. */
  readonly special: (block: Extract<Block, { kind: 'findings' | 'chart' }>, page: Page) => string[];
}

export function sectionLines(section: Section, level: number, page: Page): string[] {
  return [
    `${'#'.repeat(level)} ${inline([{ kind: 'text', text: section.title }], { links: page.links, cell: false })}`,
    '',
    ...section.blocks.flatMap(block => blockLines(block, page)),
    ...section.sections.flatMap(inner => sectionLines(inner, level + 1, page)),
  ];
}

export function blockLines(block: Block, page: Page): string[] {
  const prose = { links: page.links, cell: false };
  switch (block.kind) {
    case 'paragraph':
      return [inline(block.line, prose), ''];
    case 'list':
      return [...block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${inline(item, prose)}`), ''];
    case 'table':
      return tableLines(block, page);
    case 'code':
      return [`${block.label}:`, '', ...fenced(block.language, block.text), ''];
    case 'chart':
    case 'findings':
      return page.special(block, page);
  }
}

/** A caption, for Markdown has none of its own, and the table. */
export function tableLines({ caption, columns, rows, rest }: Table, page: Page): string[] {
  page.tables += 1;
  const cell = { links: page.links, cell: true };
  const row = (cells: readonly string[]): string => `| ${cells.map(text => (text === '' ? ' ' : text)).join(' | ')} |`;
  return [
    `**Table ${page.tables}. ${inline([{ kind: 'text', text: caption }], cell)}**`,
    '',
    row(columns.map(({ title }) => inline([{ kind: 'text', text: title }], cell))),
    row(columns.map(({ right }) => (right ? '--:' : '---'))),
    ...rows.map(cells => row(cells.map(content => inline(content, cell)))),
    '',
    ...(rest === undefined ? [] : [`And ${rest} more in the JSON report.`, '']),
  ];
}

/** Code of several lines; the fence is longer than any run of backticks in it. */
export function fenced(language: string, text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(visibleCode);
  const longest = Math.max(2, ...lines.flatMap(line => (line.match(/`+/g) ?? []).map(run => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${/^[a-z0-9+#-]+$/.test(language) ? language : ''}`, ...lines, fence];
}

/** Indentation is part of code: tabs become two blanks, everything else hidden is spelled out. */
function visibleCode(line: string): string {
  return visible(line.replaceAll('\t', '  '));
}
