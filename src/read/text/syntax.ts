/** How each language writes comments, texts and names: all that token scanning needs to know of it. */

/** What stands between the marks of a text and is not text. */
export interface Quoting {
  readonly open: RegExp;
  /** The end; a function where the beginning decides it (`r#"…"#`, heredocs). */
  readonly close: string | ((open: RegExpExecArray) => string | RegExp);
  /** `backslash` escapes, or the closing mark written twice; `none` for raw texts. */
  readonly escape: 'backslash' | 'double' | 'none';
  /** A hole begins here; its bracket is closed by counting. */
  readonly hole?: RegExp;
  readonly lines?: true;
}

export interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  readonly quotings: readonly Quoting[];
  /** Sticky: a name with the dots, colons or arrows in it. */
  readonly word: RegExp;
  /** Characters in quotes, lifetimes, character names: passed over. */
  readonly passed?: RegExp;
  /** A pattern between slashes, where a value may begin: passed over, its quotes are no texts. */
  readonly pattern?: RegExp;
  /** `:name` is a value. */
  readonly symbols?: true;
  /** Code stands between these marks, everything else is text of another kind. */
  readonly island?: readonly [open: RegExp, close: string];
  /** Calls are lists whose first item is the name. */
  readonly lists?: true;
  /** `=` compares; only in brackets it gives a value to a name. */
  readonly compares?: true;
  /** Brackets open the arguments of a name even after a blank. */
  readonly spaced?: true;
}

const BRACE_HOLE = /\{(?:[A-Za-z_][\w.]*|\d*)(?:[:,][^{}"\s]*)?\}/y;
const DOLLAR_HOLE = /\$\{|\$[A-Za-z_]\w*/y;
const HASH_HOLE = /#\{/y;
const PHP_HOLE = /\{\$|\$\{|\$[A-Za-z_]\w*(?:->\w+|\[[^\]\r\n]*\])?/y;

const quoted = (mark: string, escape: Quoting['escape'], more: Partial<Quoting> = {}): Quoting => ({
  open: new RegExp(mark.replace(/[$*+?.()[\]{}|\\]/g, '\\$&'), 'y'),
  close: mark,
  escape,
  ...more,
});
const lines = { lines: true } as const;

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const pair = (open: string): string => PAIRS[open] ?? open;

/** `<<~NAME … NAME`: the lines up to the one that is only the name. */
const heredoc = (open: RegExp, more: Partial<Quoting>): Quoting => ({
  open,
  close: found => new RegExp(`^[ \\t]*${found[1] ?? ''}\\b`, 'my'),
  escape: 'none',
  lines: true,
  ...more,
});

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';
const names = (joint: string, options: { lead?: string; end?: string } = {}): RegExp => {
  const lead = options.lead ?? '';
  const end = options.end ?? '';
  return new RegExp(`(?:${joint})?${lead}${NAME}${end}(?:(?:${joint})${NAME}${end})*`, 'uy');
};
const DOTTED = names('\\?\\.|!!\\.|\\.|::');

const C_COMMENTS = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;
const PATTERN = /\/(?![ =])(?:\\.|[^/\\\r\n]){1,400}\/[a-z]*/y;
const CHARACTER = /'(?:\\(?:u\{?[\da-fA-F]+\}?|.)|[^'\\\r\n])'|'[A-Za-z_]\w*(?!')/y;

export const SYNTAXES = {
  ruby: {
    lineComments: ['#'],
    blockComments: [['\n=begin', '\n=end']],
    quotings: [
      heredoc(/<<[~-]?(?:"([A-Z_]\w*)"|([A-Z_]\w*))[^\r\n]*\r?\n/y, {
        hole: HASH_HOLE,
        close: found => new RegExp(`^[ \\t]*${found[1] ?? found[2] ?? ''}\\b`, 'my'),
      }),
      heredoc(/<<[~-]?'([A-Z_]\w*)'[^\r\n]*\r?\n/y, {}),
      {
        open: /%[qQ]?([([{<|])/y,
        close: found => pair(found[1] ?? ''),
        escape: 'backslash',
        hole: HASH_HOLE,
        ...lines,
      },
      quoted('"', 'backslash', { hole: HASH_HOLE, ...lines }),
      quoted("'", 'backslash', lines),
      quoted('`', 'backslash', { hole: HASH_HOLE, ...lines }),
    ],
    word: names('&\\.|\\.|::', { lead: '(?:@@?|\\$)?', end: '[?!]?' }),
    pattern: PATTERN,
    symbols: true,
  },
  php: {
    lineComments: ['//', '#'],
    blockComments: [['/*', '*/']],
    quotings: [
      heredoc(/<<<[ \t]*"?([A-Za-z_]\w*)"?\r?\n/y, { hole: PHP_HOLE }),
      heredoc(/<<<[ \t]*'([A-Za-z_]\w*)'\r?\n/y, {}),
      quoted('"', 'backslash', { hole: PHP_HOLE, ...lines }),
      quoted("'", 'backslash', lines),
    ],
    word: names('\\?->|->|::|\\\\', { lead: '\\$?' }),
    island: [/<\?(?:php\b|=)/gi, '?>'],
  },
  rust: {
    ...C_COMMENTS,
    quotings: [
      { open: /b?r(#*)"/y, close: found => `"${found[1] ?? ''}`, escape: 'none', hole: BRACE_HOLE, ...lines },
      { open: /[bc]?"/y, close: '"', escape: 'backslash', hole: BRACE_HOLE, ...lines },
    ],
    word: names('\\.|::', { end: '(?:!(?=[([{]))?' }),
    passed: CHARACTER,
  },
  swift: {
    ...C_COMMENTS,
    quotings: [
      { open: /(#*)"""/y, close: found => `"""${found[1] ?? ''}`, escape: 'backslash', hole: /\\\(/y, ...lines },
      { open: /(#*)"/y, close: found => `"${found[1] ?? ''}`, escape: 'backslash', hole: /\\\(/y },
    ],
    word: names('\\?\\.|!\\.|\\.'),
  },
  r: {
    lineComments: ['#'],
    blockComments: [],
    quotings: [
      { open: /[rR]["'](-*)([([{])/y, close: rawEnd, escape: 'none', ...lines },
      quoted('"', 'backslash', { hole: BRACE_HOLE, ...lines }),
      quoted("'", 'backslash', { hole: BRACE_HOLE, ...lines }),
    ],
    word: names(':::?|\\.|\\$'),
  },
  elixir: {
    lineComments: ['#'],
    blockComments: [],
    quotings: [
      quoted('"""', 'backslash', { hole: HASH_HOLE, ...lines }),
      quoted("'''", 'backslash', { hole: HASH_HOLE, ...lines }),
      {
        open: /~[a-zA-Z]("""|[([{<|/"'])/y,
        close: found => pair(found[1] ?? ''),
        escape: 'backslash',
        hole: HASH_HOLE,
        ...lines,
      },
      quoted('"', 'backslash', { hole: HASH_HOLE, ...lines }),
      quoted("'", 'backslash', { hole: HASH_HOLE }),
    ],
    word: names('\\.', { lead: '@?', end: '[?!]?' }),
    symbols: true,
  },
  dart: {
    ...C_COMMENTS,
    quotings: [
      { open: /r("""|'''|"|')/y, close: found => found[1] ?? '', escape: 'none', ...lines },
      quoted('"""', 'backslash', { hole: DOLLAR_HOLE, ...lines }),
      quoted("'''", 'backslash', { hole: DOLLAR_HOLE, ...lines }),
      quoted('"', 'backslash', { hole: DOLLAR_HOLE }),
      quoted("'", 'backslash', { hole: DOLLAR_HOLE }),
    ],
    word: names('\\?\\.|!\\.|\\.\\.|\\.'),
  },
  scala: {
    ...C_COMMENTS,
    quotings: [
      { open: /[a-z]*"""/y, close: '"""', escape: 'none', hole: DOLLAR_HOLE, ...lines },
      { open: /(?:s|f|raw|uri|url|q)?"/y, close: '"', escape: 'backslash', hole: DOLLAR_HOLE },
    ],
    word: DOTTED,
    passed: CHARACTER,
  },
  kotlin: {
    ...C_COMMENTS,
    quotings: [quoted('"""', 'none', { hole: DOLLAR_HOLE, ...lines }), quoted('"', 'backslash', { hole: DOLLAR_HOLE })],
    word: DOTTED,
    passed: CHARACTER,
  },
  groovy: {
    ...C_COMMENTS,
    quotings: [
      quoted('"""', 'backslash', { hole: DOLLAR_HOLE, ...lines }),
      quoted("'''", 'backslash', lines),
      quoted('"', 'backslash', { hole: DOLLAR_HOLE }),
      quoted("'", 'backslash'),
    ],
    pattern: PATTERN,
    word: DOTTED,
  },
  clojure: {
    lineComments: [';'],
    blockComments: [],
    quotings: [{ open: /#?"/y, close: '"', escape: 'backslash', ...lines }],
    word: /[\p{L}_*+!<>=?&$.-][\p{L}\p{N}_*+!<>=?&$'./-]*/uy,
    passed: /\\(?:newline|space|tab|return|u[\da-fA-F]{4}|.)/y,
    symbols: true,
    lists: true,
  },
  fsharp: {
    lineComments: ['//'],
    blockComments: [['(*', '*)']],
    quotings: [
      { open: /\$"""/y, close: '"""', escape: 'none', hole: /\{/y, ...lines },
      quoted('"""', 'none', lines),
      { open: /(?:\$@|@\$)"/y, close: '"', escape: 'double', hole: /\{(?!\{)/y, ...lines },
      { open: /@"/y, close: '"', escape: 'double', ...lines },
      { open: /\$"/y, close: '"', escape: 'backslash', hole: /\{(?!\{)/y },
      quoted('"', 'backslash', lines),
    ],
    word: DOTTED,
    passed: CHARACTER,
    spaced: true,
  },
  vb: {
    lineComments: ["'"],
    blockComments: [],
    quotings: [{ open: /\$"/y, close: '"', escape: 'double', hole: /\{(?!\{)/y }, quoted('"', 'double')],
    word: names('\\?\\.|\\.'),
  },
  lua: {
    lineComments: ['--'],
    blockComments: [
      ['--[[', ']]'],
      ['--[=[', ']=]'],
    ],
    quotings: [
      { open: /\[(=*)\[/y, close: found => `]${found[1] ?? ''}]`, escape: 'none', ...lines },
      quoted('"', 'backslash'),
      quoted("'", 'backslash'),
    ],
    word: names('\\.|:'),
  },
  sql: {
    lineComments: ['--'],
    blockComments: [['/*', '*/']],
    quotings: [
      { open: /[NnEe]?'/y, close: "'", escape: 'double', ...lines },
      // A bracketed name that is no identifier says something itself: `[https://host/]`.
      { open: /\[(?=[^\]\r\n]{0,200}[^\w\]\r\n ])/y, close: ']', escape: 'none' },
    ],
    word: /(?:[@#]*[\p{L}_][\p{L}\p{N}_@#$]*|"[^"\r\n]{1,200}"|`[^`\r\n]{1,200}`|\[[\w ]{1,200}\])(?:\.(?:[\p{L}_][\p{L}\p{N}_@#$]*|"[^"\r\n]{1,200}"|`[^`\r\n]{1,200}`|\[[\w ]{1,200}\]))*/uy,
    passed: /\$[A-Za-z_]*\$/y,
    compares: true,
    spaced: true,
  },
  kql: {
    lineComments: ['//'],
    blockComments: [],
    quotings: [
      quoted('```', 'none', lines),
      { open: /[hH]?@(["'])/y, close: found => found[1] ?? '', escape: 'double' },
      { open: /[hH]?(["'])/y, close: found => found[1] ?? '', escape: 'backslash' },
    ],
    word: names('\\.'),
    spaced: true,
  },
} as const satisfies Readonly<Record<string, Syntax>>;

export type TextLanguage = keyof typeof SYNTAXES;

function rawEnd(open: RegExpExecArray): string {
  return `${pair(open[2] ?? '')}${open[1] ?? ''}${open[0].charAt(1)}`;
}

/** The language of a file, by the end of its name. */
export function languageOf(path: string): TextLanguage | undefined {
  return BY_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}

const BY_EXTENSION: Readonly<Record<string, TextLanguage>> = {
  rb: 'ruby',
  php: 'php',
  rs: 'rust',
  swift: 'swift',
  r: 'r',
  ex: 'elixir',
  exs: 'elixir',
  dart: 'dart',
  scala: 'scala',
  clj: 'clojure',
  groovy: 'groovy',
  kt: 'kotlin',
  kts: 'kotlin',
  fs: 'fsharp',
  vb: 'vb',
  lua: 'lua',
  sql: 'sql',
  kql: 'kql',
  csl: 'kql',
};
