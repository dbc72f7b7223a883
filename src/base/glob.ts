/** Patterns in the language of ignore files and CODEOWNERS: `*`, `**`, `?`, `[…]`, leading and trailing slashes, `!`. */

export interface IgnoreRule {
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** Tested against the path relative to the file that holds the pattern. */
  readonly regex: RegExp;
}

/** Compile one line; `undefined` for blank lines and comments. */
export function compilePattern(line: string): IgnoreRule | undefined {
  let pattern = line.replace(/(?<!\\)\s+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  let negated = false;
  if (pattern.startsWith('!')) {
    negated = true;
    pattern = pattern.slice(1);
  }
  pattern = pattern.replace(/^\\([#!])/, '$1');
  const directoryOnly = pattern.endsWith('/');
  if (directoryOnly) pattern = pattern.replace(/\/+$/, '');
  const anchored = pattern.includes('/');
  pattern = pattern.replace(/^\//, '');
  if (pattern === '') return undefined;
  try {
    return { negated, directoryOnly, regex: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${globSource(pattern)}$`) };
  } catch {
    return undefined;
  }
}

/** The body of a regular expression for a glob. `*` stops at slashes, `**` does not. */
export function globSource(glob: string): string {
  let source = '';
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? '';
    if (char === '*') {
      if (glob[i + 1] === '*') {
        const atStart = i === 0 || glob[i - 1] === '/';
        if (atStart && glob[i + 2] === '/') {
          source += '(?:[^/]+/)*';
          i += 2;
        } else {
          source += '.*';
          i += 1;
        }
      } else {
        while (glob[i + 1] === '*') i++;
        source += '[^/]*';
      }
    } else if (char === '?') source += '[^/]';
    else if (char === '[') {
      const end = glob.indexOf(']', i + 2);
      if (end < 0) source += '\\[';
      else {
        source += `[${glob
          .slice(i + 1, end)
          .replace(/^!/, '^')
          .replace(/\\/g, '\\\\')}]`;
        i = end;
      }
    } else if (char === '\\' && i + 1 < glob.length) {
      i += 1;
      source += escape(glob[i] ?? '');
    } else source += escape(char);
  }
  return source;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
