/** Lines of the story as HTML. */
import type { Links } from '../links.ts';
import type { Inline, Line } from '../story/blocks.ts';
import { prose } from '../escape.ts';
import { html, together, type Markup } from './markup.ts';

export function inline(line: Line, links: Links): Markup {
  return together(line.map(part => one(part, links)));
}

function one(part: Inline, links: Links): Markup {
  switch (part.kind) {
    case 'text':
      return html`${folded(part.text)}`;
    case 'sentence':
      return together(
        prose(part.text)
          .split(/`([^`]+)`/)
          .map((text, i) => (i % 2 === 1 ? html`<code>${text}</code>` : html`${text}`)),
      );
    case 'code':
      return html`<code>${part.text}</code>`;
    case 'strong':
      return html`<strong>${part.text}</strong>`;
    case 'figure':
      return html`<data value="${part.value}" data-figure="${part.path}">${part.value}</data>`;
    case 'place': {
      const { path, line } = part.place;
      const address = links({ path, line });
      const text = html`<code class="place">${path}:${line}</code
        >${part.cell === undefined ? '' : ` (cell ${part.cell})`}`;
      return address === undefined ? text : html`<a href="${address}">${text}</a>`;
    }
    case 'ref':
      return html`<a href="#${part.id}">${part.text}</a>`;
    case 'url':
      return /^https?:\/\//.test(part.url)
        ? html`<a href="${part.url}" rel="noreferrer">${part.text ?? part.url}</a>`
        : html`${part.url}`;
    case 'badge':
      return html`<span class="badge tone-${part.tone}">${part.text}</span>`;
  }
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ');
}
