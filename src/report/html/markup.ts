/** HTML by pieces: what is put into a template is escaped unless it is markup already. */
import { visible } from '../escape.ts';

/** Markup that was made here. Only {@link html}, {@link trusted} and {@link together} make it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML text or as the value of a quoted attribute; nothing hidden in it. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
}

/**
 * `` html`<p>${text}</p>` ``. Line breaks of a template are there for whoever reads this code: they and the indentation
 * behind them become one blank.
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let literals = LITERALS.get(strings);
  if (!literals) LITERALS.set(strings, (literals = strings.map(text => text.replace(/\s*\n\s*/g, ' '))));
  let text = literals[0] ?? '';
  for (const [i, piece] of pieces.entries()) text += shown(piece) + (literals[i + 1] ?? '');
  return new Markup(text);
}

const LITERALS = new WeakMap<TemplateStringsArray, readonly string[]>();

type Piece = Markup | string | number | undefined | readonly Piece[];

function shown(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return `${piece}`;
  return piece.map(shown).join('');
}

export function together(pieces: readonly Piece[], between = ''): Markup {
  return new Markup(pieces.map(shown).join(between));
}

/** For text that is markup by its making: the page's style, what the highlighter gives. */
export function trusted(text: string): Markup {
  return new Markup(text);
}
