/**
 * Scanned text is somebody else's: it may hold escape sequences, text direction marks, markup. Every reporter takes
 * it through one of these on its way out, so that it is shown and never obeyed.
 */

/** Controls, direction marks, invisible characters, odd line ends, halves of surrogate pairs. */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]|[\u{e0000}-\u{e007f}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

function spelledOut(character: string): string {
  if (character === '\t') return ' ';
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * What build servers take for commands when it stands in a log: `##vso[…]` and `##[…]` anywhere in a line, `::name::` at
 * its start, which may be anywhere once a text is broken into lines.
 */
const COMMAND =
  /##(?=(?:vso)?\[)|::(?=(?:set-output|set-env|save-state|add-path|add-mask|add-matcher|remove-matcher|stop-commands|debug|notice|warning|error|group|endgroup|echo)\b)/gi;

/**
 * One line of plain text with nothing hidden in it: `\x1b` instead of the escape character, one space for a tab. Commands
 * of build servers lose their second character to its number: shown, and never obeyed.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, spelledOut).replace(COMMAND, mark => (mark === '##' ? '#\\x23' : ':\\x3a'));
}

/** Text that was written as prose, folded to one line. */
export function prose(text: string): string {
  return visible(text.trim().replace(/\s*\n\s*/g, ' '));
}

/** Text in Markdown: no markup, no HTML, no link of its own. Safe inside table cells too. */
export function markdownText(text: string): string {
  return prose(text)
    .replace(/[\\`*_[\]<>|~$&]/g, character =>
      character === '&' ? '&amp;' : character === '<' ? '&lt;' : `\\${character}`,
    )
    .replace(/:\/\//g, ':\\//')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\\.`)
    .replace(/^(?:[#+=-]|\d+[.)](?=\s|$))/, match => `${match.slice(0, -1)}\\${match.slice(-1)}`);
}

/** Text in a code span, outside tables. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return '` `';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Text in a code span inside a table, where a pipe ends the cell even in code. */
export function markdownCellCode(text: string): string {
  return markdownCode(text).replaceAll('|', '\\|');
}

/** A sentence of a rule: its own `code` stays code, everything else is plain. */
export function markdownSentence(text: string, code: (text: string) => string = markdownCode): string {
  return prose(text)
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? code(part) : part.trim() === '' ? part : spaced(part)))
    .join('');
}

/** Escape, but keep the blanks at both ends: they part the text from the code beside it. */
function spaced(part: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) ?? [];
  return before + markdownText(inner) + after;
}

/** JSON that is the same value, with nothing hidden in its text. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent)
    .replace(HIDDEN, character => (character === '\n' ? character : unit(character)))
    .replace(COMMAND, mark => mark.slice(0, 1) + unit(mark.slice(1)));
}

/** Every code unit as JSON spells it: `\u202e`. */
function unit(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** A relative path as the path of a URI. */
export function uriPath(path: string): string {
  return path
    .split('/')
    .map(step => encodeURIComponent(step.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, percent))
    .join('/');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
