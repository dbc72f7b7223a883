/** What all charts share: an image with a name and a description for those who do not see it. */
import { html, type Markup } from '../markup.ts';

export interface Frame {
  readonly name: string;
  readonly title: string;
  /** The message in words: what somebody who sees it would take from it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

export function frame({ name, title, description, width, height }: Frame, content: Markup): Markup {
  return html`<figure class="chart chart-${name}">
    <svg
      viewBox="0 0 ${round(width)} ${round(height)}"
      width="${round(width)}"
      height="${round(height)}"
      role="img"
      aria-labelledby="chart-${name}-title chart-${name}-text"
    >
      <title id="chart-${name}-title">${title}</title>
      <desc id="chart-${name}-text">${description}</desc>
      ${content}
    </svg>
    <figcaption>${title}</figcaption>
  </figure> `;
}

/** Tenths of a pixel are enough, and the same on every machine. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** As much of a label as fits, by the width of common letters; the whole stands in the tooltip. */
export function fitted(text: string, pixels: number, perCharacter = 7.2): string {
  const room = Math.max(1, Math.floor(pixels / perCharacter));
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

/** The same from the other end, where the end tells more: `…vices/rag`. */
export function fittedEnd(text: string, pixels: number, perCharacter = 7.2): string {
  const room = Math.max(1, Math.floor(pixels / perCharacter));
  return text.length <= room ? text : `…${text.slice(text.length - Math.max(1, room - 1))}`;
}
