/** Texts taken out of a file, rewritten a little, that still know where every part of them stands. */
import type { LineIndex } from '../../base/lines.ts';
import type { Span } from '../../model/span.ts';

/** A text and how to say where a part of it stands in the file a person opens. */
export interface Place {
  readonly text: string;
  span(start: number, end: number): Span;
}

/** A whole file, or the part of it that starts at `offset`. */
export function placeAt(text: string, lines: LineIndex, offset = 0): Place {
  return { text, span: (start, end) => lines.span(offset + start, offset + end) };
}

interface Piece {
  /** Where it starts in the new text, and how long it is there. */
  readonly start: number;
  readonly shown: number;
  /** Where it starts in the old text, and how long it is there. */
  readonly origin: number;
  readonly length: number;
}

/** Puts a text together from pieces of a file. A piece may be rewritten: its end then stands where the next begins. */
export class Excerpt {
  readonly #pieces: Piece[] = [];
  readonly #texts: string[] = [];
  #length = 0;

  /** Text that replaces `[origin, origin + length)` of the file; the same text by default. */
  add(text: string, origin: number, length = text.length): void {
    if (text === '') return;
    this.#pieces.push({ start: this.#length, shown: text.length, origin, length });
    this.#texts.push(text);
    this.#length += text.length;
  }

  /** `origin` says where the offsets stand that the pieces were added with. */
  place(origin: Pick<Place, 'span'>): Place {
    const text = this.#texts.join('');
    return {
      text,
      span: (start, end) => {
        const from = this.#origin(start);
        return origin.span(from, end > start ? this.#end(end) : from);
      },
    };
  }

  #origin(offset: number): number {
    const piece = this.#pieceAt(offset);
    return piece ? piece.origin + Math.min(offset - piece.start, Math.max(piece.length - 1, 0)) : 0;
  }

  /** Where a part ends that ends here; a rewritten piece ends with all it replaces. */
  #end(offset: number): number {
    const piece = this.#pieceAt(offset - 1);
    if (!piece) return 0;
    const whole = offset - piece.start >= piece.shown;
    return piece.origin + (whole ? piece.length : Math.min(offset - piece.start, piece.length));
  }

  #pieceAt(offset: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }
}

/** The same text with every line ending in LF alone. */
export function withoutReturns(place: Place): Place {
  const { text } = place;
  if (!text.includes('\r')) return place;
  const excerpt = new Excerpt();
  let from = 0;
  for (const { index } of text.matchAll(/\r(?=\n)/g)) {
    excerpt.add(text.slice(from, index), from);
    from = index + 1;
  }
  excerpt.add(text.slice(from), from);
  return excerpt.place(place);
}
