/** A text cut into names, texts, numbers and signs; comments and blanks are gone. */
import type { Quoting, Syntax } from './syntax.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'symbol' | 'number' | 'sign' | 'line';
  /** Texts without their quotes, holes as `*`; everything else as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A text with holes. */
  readonly template?: boolean;
}

const NUMBER = /\d[\w.]*/y;
const SYMBOL = /:(?:[A-Za-z_][\w?!./-]*)/y;
const SIGN = /===|!==|==|!=|<=|>=|=>|->|<-|\|\||&&|\?\?=?|\?:|\|>|<>|\.\.|\+\+|:=|=~|\|\|=|::|[^\s]/uy;

/** All tokens, in order; linear in the length of the text. Comments are only told, with their offsets. */
export function tokensOf(text: string, syntax: Syntax, onComment?: (start: number, end: number) => void): Token[] {
  const tokens: Token[] = [];
  const unclosed = new Set<string>();
  let pos = syntax.island ? islandAt(text, 0, syntax.island[0]) : 0;
  while (pos < text.length) {
    const char = text.charCodeAt(pos);
    if (char === 10 || char === 13) {
      if (char === 10 || text.charCodeAt(pos + 1) !== 10)
        tokens.push({ kind: 'line', text: '\n', start: pos, end: pos + 1 });
      pos += 1;
    } else if (char <= 32 || char === 160) pos += 1;
    else if (syntax.island && text.startsWith(syntax.island[1], pos)) {
      tokens.push({ kind: 'line', text: '\n', start: pos, end: pos + 2 });
      pos = islandAt(text, pos, syntax.island[0]);
    } else {
      const past = afterComment(text, pos, syntax);
      if (past !== undefined) {
        onComment?.(pos, past);
        pos = past;
      } else {
        const token = tokenAt(text, pos, syntax, unclosed, tokens.at(-1));
        if (token.kind !== 'sign' || token.text !== '') tokens.push(token);
        pos = Math.max(token.end, pos + 1);
      }
    }
  }
  return tokens;
}

function islandAt(text: string, from: number, open: RegExp): number {
  open.lastIndex = from;
  const found = open.exec(text);
  return found ? open.lastIndex : text.length;
}

function afterComment(text: string, pos: number, syntax: Syntax): number | undefined {
  for (const [open, close] of syntax.blockComments) {
    const lead = open.startsWith('\n') ? 1 : 0;
    if (lead === 1 && pos > 0 && text[pos - 1] !== '\n') continue;
    if (!text.startsWith(open.slice(lead), pos) || (open === '(*' && text[pos + 2] === ')')) continue;
    const end = text.indexOf(close, pos + open.length - lead);
    return end < 0 ? text.length : end + close.length;
  }
  if (!syntax.lineComments.some(mark => text.startsWith(mark, pos))) return undefined;
  // An attribute, not a comment.
  if (text.startsWith('#[', pos) && syntax.island) return undefined;
  let end = pos;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') {
    if (syntax.island && text.startsWith(syntax.island[1], end)) break;
    end += 1;
  }
  return end;
}

function tokenAt(text: string, pos: number, syntax: Syntax, unclosed: Set<string>, before: Token | undefined): Token {
  for (const quoting of syntax.quotings) {
    const open = at(quoting.open, text, pos);
    if (!open) continue;
    const close = typeof quoting.close === 'string' ? quoting.close : quoting.close(open);
    // Searched to the end of the text once: what is not closed is not looked for again.
    const mark = `${open[0].slice(0, 20)} ${String(close)}`;
    if (unclosed.has(mark) || unclosed.size > MAX_UNCLOSED) continue;
    const token = textAt(text, pos, open, close, quoting);
    if (token) return token;
    if (quoting.lines) unclosed.add(mark);
  }
  const passed =
    (syntax.passed && at(syntax.passed, text, pos)) ??
    (syntax.pattern && beginsValue(before) ? at(syntax.pattern, text, pos) : undefined);
  if (passed) return { kind: 'sign', text: '', start: pos, end: pos + passed[0].length };
  if (syntax.symbols && !(before?.kind === 'word' && before.end === pos)) {
    const symbol = at(SYMBOL, text, pos);
    if (symbol) return { kind: 'symbol', text: symbol[0].slice(1), start: pos, end: pos + symbol[0].length };
  }
  for (const [kind, pattern] of [
    ['number', NUMBER],
    ['word', syntax.word],
    ['sign', SIGN],
  ] as const) {
    const found = at(pattern, text, pos);
    if (found) return { kind, text: found[0], start: pos, end: pos + found[0].length };
  }
  return { kind: 'sign', text: '', start: pos, end: pos + 1 };
}

/** After these a value begins, so a slash does not divide. */
function beginsValue(before: Token | undefined): boolean {
  if (!before || before.kind === 'line') return true;
  return before.kind === 'sign' ? !/[)\]}]/.test(before.text) : /^(?:if|when|unless|and|or|in)$/.test(before.text);
}

function at(pattern: RegExp, text: string, pos: number): RegExpExecArray | null {
  pattern.lastIndex = pos;
  return pattern.exec(text);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** A text with more of them is not what its name says. */
const MAX_UNCLOSED = 40;

function textAt(
  text: string,
  start: number,
  open: RegExpExecArray,
  close: string | RegExp,
  quoting: Quoting,
): Token | undefined {
  const parts: string[] = [];
  let template = false;
  let pos = start + open[0].length;
  let from = pos;
  const flush = (): void => {
    parts.push(text.slice(from, pos));
  };
  while (pos < text.length) {
    const end = endAt(text, pos, close);
    const hole = quoting.hole && at(quoting.hole, text, pos);
    const char = text.charAt(pos);
    if (end > 0 && quoting.escape === 'double' && typeof close === 'string' && text.startsWith(close, pos + end)) {
      flush();
      parts.push(close);
      pos += end * 2;
      from = pos;
    } else if (end > 0 || (end === 0 && typeof close !== 'string')) {
      flush();
      return {
        kind: 'text',
        text: parts.join(''),
        start,
        end: pos + Math.max(end, 0),
        ...(template ? { template } : {}),
      };
    } else if (hole) {
      flush();
      parts.push('*');
      template = true;
      pos = afterHole(text, pos, hole[0]);
      from = pos;
    } else if (char === '\\' && quoting.escape === 'backslash') {
      flush();
      const escaped = text.charAt(pos + 1);
      parts.push(ESCAPES[escaped] ?? escaped);
      pos += 2;
      from = pos;
    } else if ((char === '\n' || char === '\r') && !quoting.lines) return undefined;
    else pos += 1;
  }
  return undefined;
}

/** Length of the end mark when it stands here, else -1. */
function endAt(text: string, pos: number, close: string | RegExp): number {
  if (typeof close === 'string') return text.startsWith(close, pos) ? close.length : -1;
  if (pos > 0 && text[pos - 1] !== '\n') return -1;
  return at(close, text, pos)?.[0].length ?? -1;
}

/** A hole longer than this is broken code, not an expression. */
const MAX_HOLE = 300;

function afterHole(text: string, pos: number, hole: string): number {
  const last = hole.at(-1) ?? '';
  const bracket = last === '{' || last === '(' ? last : hole.startsWith('{$') ? '{' : '';
  if (bracket === '') return pos + hole.length;
  const close = bracket === '{' ? '}' : ')';
  let depth = 1;
  for (let i = pos + hole.length; i < Math.min(text.length, pos + MAX_HOLE); i++) {
    if (text[i] === bracket) depth += 1;
    else if (text[i] === close) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return pos + hole.length;
}
