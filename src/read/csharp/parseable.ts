/** What is valid C# and what the grammar stumbles over, told in other text of the same length. */

/** `$""` holds nothing. */
const EMPTY = /\$""(?!")/g;
/** `$@"…{x}"""` ends in an escaped quote. */
const VERBATIM = /(?:\$@|@\$)"(?:[^"]|"")*"/g;

/** The text to parse; every place in it is the same place in the text to read. */
export function parseable(text: string): string {
  if (!text.includes('$')) return text;
  return text
    .replace(EMPTY, ' ""')
    .replace(VERBATIM, literal => (literal.endsWith('"""') ? `${literal.slice(0, -3)}  "` : literal));
}

const CONDITION = /^[ \t]*#[ \t]*(if|elif|else|endif)\b.*$/gm;

/**
 * The text with the first branch of every `#if` only: conditions may stand where the grammar knows none, in the middle
 * of an expression. Nothing where there are no conditions.
 */
export function firstBranches(text: string): string | undefined {
  const parts: string[] = [];
  // For each condition that is open: is its first branch over?
  const open: boolean[] = [];
  let done = 0;
  for (const match of text.matchAll(CONDITION)) {
    const before = text.slice(done, match.index);
    parts.push(open.includes(true) ? blank(before) : before, blank(match[0]));
    done = match.index + match[0].length;
    if (match[1] === 'if') open.push(false);
    else if (match[1] === 'endif') open.pop();
    else if (open.length > 0) open[open.length - 1] = true;
  }
  if (done === 0) return undefined;
  parts.push(text.slice(done));
  return parts.join('');
}

/** Everything but line ends as spaces. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
