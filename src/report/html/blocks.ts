/** Blocks of the story as HTML. */
import type { Links } from '../links.ts';
import type { Block, Section, Table } from '../story/blocks.ts';
import { highlighted } from './highlight.ts';
import { inline } from './inline.ts';
import { html, together, type Markup } from './markup.ts';

export interface Page {
  readonly links: Links;
  /** What needs the report and not only the story. */
  readonly special: (block: Extract<Block, { kind: 'findings' | 'chart' }>) => Markup | undefined;
}

export function sectionMarkup(section: Section, level: 2 | 3 | 4, page: Page): Markup {
  const inner = level === 2 ? 3 : 4;
  const heading = together([html`<h`, level, html` id="${section.id}-title">${section.title}</h`, level, html`>`]);
  return html`<section id="${section.id}" aria-labelledby="${section.id}-title">
    ${heading} ${blocks(section.blocks, page)}${section.sections.map(each => sectionMarkup(each, inner, page))}
  </section> `;
}

/** A table that only repeats the chart before it is folded away where it is large. */
function blocks(list: readonly Block[], page: Page): Markup {
  return together(
    list.map((block, i) => {
      const before = list[i - 1];
      const repeats = block.kind === 'table' && before?.kind === 'chart' && before.chart === 'heat';
      const markup = blockMarkup(block, page);
      return repeats
        ? html`<details>
            <summary>The same as a table</summary>
            ${markup}
          </details> `
        : markup;
    }),
  );
}

function blockMarkup(block: Block, page: Page): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${inline(block.line, page.links)}</p> `;
    case 'list': {
      const items = block.items.map(item => html`<li>${inline(item, page.links)}</li> `);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol> `
        : html`<ul>
            ${items}
          </ul> `;
    }
    case 'table':
      return tableMarkup(block, page.links);
    case 'code':
      return html`<figure class="code">
        <figcaption>${block.label}</figcaption>
        <pre><code>${highlighted(block.text, block.language)}</code></pre>
      </figure> `;
    case 'chart':
    case 'findings':
      return page.special(block) ?? html``;
  }
}

export function tableMarkup({ caption, columns, rows, rest }: Table, links: Links): Markup {
  const head = columns.map(
    ({ title, right }) => html`<th scope="col" ${right ? html` class="right"` : ''}>${title}</th>`,
  );
  return html`<div class="table">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            cells =>
              html`<tr>
                ${cells.map((cell, i) => html`<td${columns[i]?.right ? html` class="right"` : ''}>${inline(cell, links)}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${rest === undefined ? '' : html`<p class="rest">And ${rest} more in the JSON report.</p> `}`;
}
