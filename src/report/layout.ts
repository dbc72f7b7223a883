/** Fitting text into columns of a terminal. Works on text that `escape.ts` has made visible. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  if (/\p{M}/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** As much of the front of a text as fits. */
function head(text: string, width: number): string {
  let result = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    result += character;
  }
  return result;
}

/** Cut at the end: `services/ra…`. */
export function clip(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${head(text, width - 1)}…`;
}

/** Cut at the front, where the end tells more: `…dules/search`. */
export function clipStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let tail = text;
  while (displayWidth(tail) > width - 1) tail = tail.slice((tail.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
  return `…${tail}`;
}

/** Break into lines at blanks; a word longer than the line is broken where the line ends. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (displayWidth(line) > width) {
      const front = head(line, width);
      lines.push(front);
      line = line.slice(front.length);
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Fill up to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Part of a text around a place, and where the place is in it. */
export function excerpt(
  text: string,
  mark: { readonly start: number; readonly end: number } | undefined,
  width: number,
): { text: string; mark?: { start: number; end: number } } {
  const start = Math.min(mark?.start ?? 0, text.length);
  const end = Math.min(Math.max(mark?.end ?? 0, start), text.length);
  let from = 0;
  // Keep the marked words in sight; what leads to them is worth less than what follows.
  if (displayWidth(text) > width && displayWidth(text.slice(0, end)) > width - 1) {
    from = Math.min(start, Math.max(0, end - Math.floor(width / 2)));
    if (from > 0 && /[\udc00-\udfff]/.test(text.charAt(from))) from -= 1;
  }
  const front = from > 0 ? '…' : '';
  const shown = front + clip(text.slice(from), width - front.length);
  if (!mark) return { text: shown };
  const before = displayWidth(front + text.slice(from, start));
  const length = Math.max(1, displayWidth(text.slice(start, end)));
  const last = Math.min(before + length, displayWidth(shown));
  return before < last ? { text: shown, mark: { start: before, end: last } } : { text: shown };
}
