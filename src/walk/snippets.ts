/** The lines findings stand on, as they are shown: trimmed, cut around the place, secrets masked. */
import { excerpt } from '../model/redact.ts';
import type { Span } from '../model/span.ts';

export interface Snippet {
  readonly snippet: string;
  /** Column of the file at which the snippet starts; absent when a masked secret shifts what is to be marked. */
  readonly snippetColumn?: number;
}

const MAX_SHOWN = 240;
/** A place further right than this is shown with less before it. */
const FAR = 160;
const BEFORE = 60;
/** Secrets are looked for this far around what is shown: a line may be a whole file. */
const AROUND = 2000;

/** Files whose bare values may be secrets. A notebook has magic lines. */
const SETTINGS = /(?:^|\/)[^/]*env[^/]*$|\.(?:ya?ml|json|jsonc|toml|properties|ini|cfg|conf|tfvars|ipynb)$/i;

/** Texts of files with facts; split into lines only where a finding asks for one, and then dropped. */
export class Snippets {
  readonly #texts = new Map<string, string>();
  #path: string | undefined;
  #lines: readonly string[] = [];

  keep(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  /** Findings come sorted by path, so one split text at a time is enough. */
  at(path: string, span: Span): Snippet {
    if (path !== this.#path) {
      this.#path = path;
      this.#lines = (this.#texts.get(path) ?? '').split(/\r\n|\n|\r/);
      this.#texts.delete(path);
    }
    return snippetOf(this.#lines[span.line - 1] ?? '', span, SETTINGS.test(path));
  }
}

export function snippetOf(line: string, span: Span, settings: boolean): Snippet {
  const last = line.trimEnd().length;
  const first = line.length - line.trimStart().length;
  const place = span.column - 1;
  const long = last - first > MAX_SHOWN;
  const from = !long || place - first <= FAR ? Math.min(first, last) : boundary(line, Math.min(place, last) - BEFORE);
  const to = long ? boundary(line, Math.min(last, from + MAX_SHOWN - 2)) : last;
  const offset = Math.max(0, from - AROUND);
  const masked = excerpt(line.slice(offset, to + AROUND), from - offset, to - offset, { settings });
  const cutBefore = from > first;
  const markedTo = span.endLine === span.line ? Math.min(span.endColumn - 1, to) : to;
  return {
    snippet: `${cutBefore ? '…' : ''}${masked.text}${to < last ? '…' : ''}`,
    ...(masked.exactTo + offset >= markedTo ? { snippetColumn: from + 1 - (cutBefore ? 1 : 0) } : {}),
  };
}

/** Not between the two halves of a character. */
function boundary(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
