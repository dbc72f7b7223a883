/** A linear walk over JSON text (comments and trailing commas allowed) that knows where each key stands. */
import { createScanner } from 'jsonc-parser';

export interface JsonKey {
  /** The key; `*` for a position in an array. */
  readonly name: string;
  /** Offsets of the text between the quotes; of the item for a position in an array. */
  readonly start: number;
  readonly end: number;
}

export interface JsonScalar {
  readonly text: string;
  readonly isString: boolean;
  readonly start: number;
  readonly end: number;
}

/** The scanner's token kinds; its own names are a const enum, which separate compilation cannot see. */
const Kind = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  unknown: 16,
  end: 17,
} as const;

interface Frame {
  readonly isArray: boolean;
  /** In an object: the key was read and its value is due. */
  valueDue: boolean;
  /** A comma is due before the next key or item. */
  commaDue: boolean;
}

/**
 * Visit every key and array item: `path` ends with it and is reused between visits; `value` is `undefined` for an
 * object or array. Returns the offset of the first mistake, if there is one.
 */
export function walkJson(
  text: string,
  visit: (path: readonly JsonKey[], value: JsonScalar | undefined) => void,
): number | undefined {
  const scanner = createScanner(text, true);
  const frames: Frame[] = [];
  const path: JsonKey[] = [];
  let problem: number | undefined;
  const wrong = (offset: number): void => {
    problem ??= offset;
  };
  for (let kind: number = scanner.scan(); kind !== Kind.end; kind = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    const frame = frames[frames.length - 1];
    if (scanner.getTokenError() !== 0) wrong(start);
    if (kind === Kind.comma) {
      if (!frame || frame.valueDue) wrong(start);
      if (frame) frame.commaDue = frame.valueDue = false;
    } else if (kind === Kind.colon) {
      if (!frame?.valueDue) wrong(start);
    } else if (kind === Kind.closeBrace || kind === Kind.closeBracket) {
      if (!frame || frame.valueDue || frame.isArray !== (kind === Kind.closeBracket)) wrong(start);
      if (!frame) continue;
      frames.pop();
      path.length = Math.max(0, frames.length - 1);
    } else if (kind === Kind.unknown) wrong(start);
    else {
      if (frame?.commaDue) wrong(start);
      const raw = kind === Kind.string;
      if (frame && !frame.isArray && !frame.valueDue) {
        if (!raw) {
          wrong(start);
          if (kind !== Kind.openBrace && kind !== Kind.openBracket) continue;
        }
        path[frames.length - 1] = { name: raw ? scanner.getTokenValue() : '', start: start + 1, end: end - 1 };
        path.length = frames.length;
        frame.valueDue = raw;
        if (raw) continue;
      }
      if (frame?.isArray) {
        path[frames.length - 1] = { name: '*', start, end };
        path.length = frames.length;
      }
      if (frame) {
        frame.valueDue = false;
        frame.commaDue = true;
      }
      const opens = kind === Kind.openBrace || kind === Kind.openBracket;
      if (frame) visit(path, opens ? undefined : { text: scanner.getTokenValue(), isString: raw, start, end });
      if (opens) frames.push({ isArray: kind === Kind.openBracket, valueDue: false, commaDue: false });
    }
  }
  if (frames.length > 0) wrong(text.length);
  return problem;
}
