/** Formats without a parser that gives comments: their texts and comments are told apart token by token. */
import { SYNTAXES, type Syntax } from '../text/syntax.ts';
import { tokensOf } from '../text/tokens.ts';
import type { FindComments, Stretch } from './index.ts';

const lines = { lines: true } as const;
const WORD = /[\p{L}_][\p{L}\p{N}_-]*/uy;

/** A comment begins with `#` where a word could begin. */
const SHELL: Syntax = {
  lineComments: ['#'],
  blockComments: [],
  quotings: [
    {
      open: /<<[-~]?\s*(["']?)([A-Za-z_]\w*)\1[^\r\n]*\r?\n/y,
      close: found => new RegExp(`^[ \\t]*${found[2] ?? ''}\\b`, 'my'),
      escape: 'none',
      ...lines,
    },
    { open: /\$?"/y, close: '"', escape: 'backslash', ...lines },
    { open: /'/y, close: "'", escape: 'none', ...lines },
    { open: /\$'/y, close: "'", escape: 'backslash', ...lines },
  ],
  // Whatever sticks to a sign belongs to its word, so that `$#`, `${#x}` and `a#b` hold no comment.
  word: /[^\s"'`;&|()<>#]+(?:#[^\s"'`;&|()<>]*)*|(?<=[^\s;&|()])#[^\s"'`;&|()<>]*/uy,
};

const POWERSHELL: Syntax = {
  lineComments: ['#'],
  blockComments: [['<#', '#>']],
  quotings: [
    { open: /@"[^\S\r\n]*\r?\n/y, close: () => /^"@/my, escape: 'none', ...lines },
    { open: /@'[^\S\r\n]*\r?\n/y, close: () => /^'@/my, escape: 'none', ...lines },
    { open: /"(?:`[^]|""|[^"`])*(?=")/y, close: '"', escape: 'none', ...lines },
    { open: /'/y, close: "'", escape: 'double', ...lines },
  ],
  word: /[^\s"'();{}|,#<@]+(?:#[^\s"'();{}|,]*)*/uy,
};

const BICEP: Syntax = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  quotings: [
    { open: /'''/y, close: "'''", escape: 'none', ...lines },
    { open: /'/y, close: "'", escape: 'backslash', hole: /\$\{/y },
  ],
  word: WORD,
};

const TOKENS: Readonly<Record<string, Syntax>> = {
  ...SYNTAXES,
  shell: SHELL,
  powershell: POWERSHELL,
  bicep: BICEP,
  'go.mod': { lineComments: ['//'], blockComments: [['/*', '*/']], quotings: [], word: WORD },
};

/** Formats in which a comment has a line of its own. */
const OWN_LINE: Readonly<Record<string, RegExp>> = {
  properties: /^[^\S\r\n]*[#!]/,
  ini: /^[^\S\r\n]*[#;]/,
  dockerfile: /^[^\S\r\n]*#/,
  'hash-lines': /^[^\S\r\n]*#/,
  http: /^[^\S\r\n]*(?:#|\/\/)/,
};

export function tokenFinder(language: string): FindComments | undefined {
  if (language === 'xml') return findInMarkup;
  if (language === 'dotenv') return findInDotenv;
  const own = OWN_LINE[language];
  if (own) return text => commentLines(text, own, language === 'properties');
  if (language === 'shell') return text => shellComments(text);
  const syntax = TOKENS[language];
  return syntax && (text => comments(text, syntax));
}

function comments(text: string, syntax: Syntax): Stretch[] {
  const found: Stretch[] = [];
  tokensOf(text, syntax, (start, end) => found.push([start, end]));
  return found;
}

export function shellComments(text: string): Stretch[] {
  return comments(text, SHELL);
}

/** A line that continues the one before is no comment, whatever it begins with. */
function commentLines(text: string, mark: RegExp, continued: boolean): Stretch[] {
  const found: Stretch[] = [];
  let goesOn = false;
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    const line = match[0].trimEnd();
    if (!goesOn && mark.test(line)) {
      const start = match.index + line.search(/\S/);
      found.push([start, match.index + line.length]);
      goesOn = false;
    } else goesOn = continued && /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
  }
  return found;
}

/** `KEY="…"` may go over several lines; behind an unquoted value a comment needs a blank before it. */
function findInDotenv(text: string): Stretch[] {
  const found: Stretch[] = [];
  const entry = /[^\S\r\n]*(?:export\s+)?[\w.-]+[^\S\r\n]*[=:][^\S\r\n]*("(?:[^"\\]|\\[^])*"|'[^']*'|`[^`]*`)?/y;
  for (let at = 0; at < text.length;) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const first = line.search(/\S/);
    if (first >= 0 && line[first] === '#') found.push([at + first, end]);
    else {
      entry.lastIndex = at;
      const whole = entry.exec(text);
      const from = whole && whole[1] !== undefined ? entry.lastIndex : at;
      const rest = text.slice(from, endOfLine(text, from));
      const hash = whole && whole[1] !== undefined ? rest.search(/#/) : rest.search(/(?<=\s)#/);
      if (hash >= 0) found.push([from + hash, from + rest.length]);
      at = from;
    }
    at = endOfLine(text, at);
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
}

/** `<!-- … -->`, outside of tags, CDATA and processing instructions. */
export function findInMarkup(text: string): Stretch[] {
  const found: Stretch[] = [];
  const part = /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<[^\s<>](?:"[^"]*"|'[^']*'|[^'">])*>/g;
  for (const match of text.matchAll(part)) {
    if (match[0].startsWith('<!--')) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}
