/** Lines of the story as Markdown. Table cells differ from prose: a pipe ends a cell even in code. */
import type { Place } from '../../model/place.ts';
import { markdownCellCode, markdownCode, markdownSentence, markdownText, visible } from '../escape.ts';
import { clip } from '../layout.ts';
import type { Links } from '../links.ts';
import type { Inline, Line } from '../story/blocks.ts';

const PATH = 160;

export interface Writing {
  readonly links: Links;
  readonly cell: boolean;
}

export function inline(line: Line, writing: Writing): string {
  return line.map(part => one(part, writing)).join('');
}

function one(part: Inline, { links, cell }: Writing): string {
  const code = cell ? markdownCellCode : markdownCode;
  switch (part.kind) {
    case 'text':
      return plain(part.text);
    case 'sentence':
      return markdownSentence(part.text, code);
    case 'code':
      return code(part.text);
    case 'strong':
      return `**${plain(part.text)}**`;
    case 'figure':
      return `${part.value}`;
    case 'place':
      return place(part.place, part.cell, links);
    case 'ref':
      return `[${plain(part.text)}](#${part.id})`;
    case 'url':
      return part.text === undefined ? address(part.url) : `[${plain(part.text)}](${part.url})`;
    case 'badge':
      return plain(part.text);
  }
}

/** Blanks at both ends part a text from its neighbours and stay. */
function plain(text: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return (before === '' ? '' : ' ') + markdownText(inner) + (after === '' ? '' : ' ');
}

/** `path:line`, a link where the report knows where its repository lives. */
export function place({ path, line }: Place, cellNumber: number | undefined, links: Links): string {
  const shown = `${clip(visible(path), PATH)}:${line}${cellNumber === undefined ? '' : ` (cell ${cellNumber})`}`;
  const address = links({ path, line });
  const text = markdownCellCode(shown);
  return address === undefined ? text : `[${text.replaceAll(/[[\]]/g, '\\$&')}](${destination(address)})`;
}

/** Inside the brackets of a link, what would end it is spelled in percent. */
function destination(address: string): string {
  return address.replace(/[\s()<>|\\`]/g, character => encodeURIComponent(character).replace(/[()]/g, percent));
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Sources are ours, not scanned; anything that is not plainly a web address stays text all the same. */
export function address(url: string): string {
  return /^https:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(url) ? `<${url}>` : markdownText(url);
}
