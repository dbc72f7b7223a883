/**
 * Patterns in the language of ignore files and CODEOWNERS: `*`, `**`, `?`, `[…]`, leading and trailing slashes, `!`.
 * Matched by hand and not by a regular expression: a hostile pattern must not take for ever.
 */

export interface IgnoreRule {
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** Asked with a path relative to the file that holds the pattern, forward slashes. */
  matches(path: string): boolean;
}

/** Compile one line; `undefined` for blank lines, comments and what no path can match. */
export function compilePattern(line: string): IgnoreRule | undefined {
  let pattern = line.replace(/(?<!\\)\s+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  let negated = false;
  if (pattern.startsWith('!')) {
    negated = true;
    pattern = pattern.slice(1);
  }
  const directoryOnly = pattern.endsWith('/');
  if (directoryOnly) pattern = pattern.replace(/\/+$/, '');
  const anchored = pattern.includes('/');
  pattern = pattern.replace(/^\//, '');
  if (pattern === '') return undefined;
  const steps = compileSteps(anchored ? pattern : `**/${pattern}`);
  return steps && { negated, directoryOnly, matches: path => matchSteps(steps, path.split('/')) };
}

/** One step of a path: any number of steps (`**`), a plain name, or a pattern of characters. */
type Step = typeof ANY_STEPS | string | readonly Token[];
const ANY_STEPS = Symbol('**');

type Token = typeof STAR | ((char: string) => boolean);
const STAR = Symbol('*');
const anyChar = (): boolean => true;

function compileSteps(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const text of splitSteps(pattern)) {
    if (text === '**') {
      if (steps.at(-1) !== ANY_STEPS) steps.push(ANY_STEPS);
      continue;
    }
    const step = compileStep(text);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  // `a/**` is everything below a, not a itself.
  if (steps.at(-1) === ANY_STEPS) steps.push([STAR]);
  return steps;
}

/** At slashes; one inside brackets belongs to them (and no name matches it). */
function splitSteps(pattern: string): string[] {
  const steps: string[] = [];
  let from = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i += 1;
    else if (char === '[') i = Math.max(i, endOfClass(pattern, i));
    else if (char === '/') {
      steps.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...steps, pattern.slice(from)];
}

function compileStep(text: string): Step | undefined {
  if (!/[*?[\\]/.test(text)) return text;
  const tokens: Token[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (char === '?') tokens.push(anyChar);
    else if (char === '[') {
      const end = endOfClass(text, i);
      if (end < 0) return undefined;
      tokens.push(compileClass(text.slice(i + 1, end)));
      i = end;
    } else {
      const literal = char === '\\' ? (text[++i] ?? '\\') : char;
      tokens.push(other => other === literal);
    }
  }
  return tokens;
}

/** Index of the `]` that closes the class opened at `open`, or -1. A `]` right at its start is a member. */
function endOfClass(text: string, open: number): number {
  let i = open + 1;
  if (text[i] === '!' || text[i] === '^') i += 1;
  if (text[i] === ']') i += 1;
  for (; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '[' && text[i + 1] === ':') {
      const end = text.indexOf(':]', i + 2);
      if (end >= 0) i = end + 1;
    } else if (text[i] === ']') return i;
  }
  return -1;
}

const NAMED_CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /^[A-Za-z0-9]$/,
  alpha: /^[A-Za-z]$/,
  blank: /^[ \t]$/,
  digit: /^\d$/,
  lower: /^[a-z]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^\s$/,
  upper: /^[A-Z]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

function compileClass(body: string): (char: string) => boolean {
  const inverted = body.startsWith('!') || body.startsWith('^');
  const members: ((char: string) => boolean)[] = [];
  let i = inverted ? 1 : 0;
  const one = (): string => {
    if (body[i] === '\\' && i + 1 < body.length) i += 1;
    return body[i++] ?? '';
  };
  while (i < body.length) {
    const named = /^\[:(\w+):\]/.exec(body.slice(i, i + 12));
    if (named) {
      const pattern = NAMED_CLASSES[named[1] ?? ''];
      if (pattern) members.push(char => pattern.test(char));
      i += named[0].length;
      continue;
    }
    const from = one();
    if (body[i] === '-' && i + 1 < body.length) {
      i += 1;
      const to = one();
      members.push(char => char >= from && char <= to);
    } else members.push(char => char === from);
  }
  return char => members.some(member => member(char)) !== inverted;
}

/** Only the last `**` is ever stepped back to, which is enough and keeps this quadratic. */
function matchSteps(steps: readonly Step[], names: readonly string[]): boolean {
  return matchGreedy(steps, names, ANY_STEPS, (step, name) =>
    typeof step === 'string' ? step === name : typeof step === 'object' && matchTokens(step, name),
  );
}

function matchTokens(tokens: readonly Token[], name: string): boolean {
  return matchGreedy(tokens, [...name], STAR, (token, char) => typeof token === 'function' && token(char));
}

function matchGreedy<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  many: P & symbol,
  fits: (part: P, item: T) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let lastMany = -1;
  let resume = 0;
  while (item < items.length) {
    const current = pattern[part];
    if (current !== undefined && current === many) {
      lastMany = part++;
      resume = item;
    } else if (current !== undefined && fits(current, items[item] as T)) {
      part += 1;
      item += 1;
    } else if (lastMany >= 0) {
      part = lastMany + 1;
      item = ++resume;
    } else return false;
  }
  while (part < pattern.length && pattern[part] === many) part += 1;
  return part === pattern.length;
}
