/**
 * Template languages inside YAML: `{{ … }}` of Helm and Jinja, `${{ … }}` of pipelines, `{% … %}`. They break the
 * syntax around them, so each expression is replaced by a text of the same length that YAML takes for a word (an
 * expression that is a value or a part of one) or by line ends (a line that only steers the template). Offsets stay true.
 */

/** One expression of a template. */
export interface Expression {
  /** Offsets of the whole, delimiters included. */
  readonly start: number;
  readonly end: number;
  /** What stands between the delimiters, and where it starts. */
  readonly inner: string;
  readonly innerStart: number;
  readonly language: 'pipeline' | 'template' | 'statement';
}

export interface Masked {
  readonly text: string;
  /** The expressions that are a value or a part of one; a placeholder carries its index here. */
  readonly expressions: readonly Expression[];
  /** Whether lines were taken out: then this is the template of a YAML file rather than one. */
  readonly steered: boolean;
}

/** Private-use characters: a placeholder is one start, two digits of its index, then filler. */
const START = '\uE000';
const FILLER = '\uE001';
const DIGIT_BASE = 0xe100;
const RADIX = 4096;

/** What is written here comes out on lines of its own: no part of the value it seems to be. */
const BLOCK = /\bnindent\s+\d+(?:\s*\|\s*trim)?\s*$/;

const MAX_EXPRESSION = 8_000;

export function mask(source: string): Masked {
  if (!source.includes('{{') && !source.includes('{%')) return { text: source, expressions: [], steered: false };
  const expressions: Expression[] = [];
  const parts: string[] = [];
  let from = 0;
  let steered = false;
  for (const group of grouped(source)) {
    const line = steeringLine(source, group);
    if (line) {
      parts.push(source.slice(from, line.start), '\n'.repeat(line.end - line.start));
      from = line.end;
      steered = true;
      continue;
    }
    for (const expression of group) {
      const block =
        expression.language === 'template' && (BLOCK.test(expression.inner) || opensItem(source, expression));
      const filled = block
        ? ' '.repeat(expression.end - expression.start)
        : placeholder(expressions.length, expression);
      parts.push(source.slice(from, expression.start), filled);
      if (!block) expressions.push(expression);
      from = expression.end;
    }
  }
  parts.push(source.slice(from));
  return { text: parts.join(''), expressions, steered };
}

function placeholder(index: number, { start, end }: Expression): string {
  const digits =
    String.fromCharCode(DIGIT_BASE + Math.floor(index / RADIX)) + String.fromCharCode(DIGIT_BASE + (index % RADIX));
  return START + digits + FILLER.repeat(end - start - 3);
}

/** A placeholder found in a text. */
export interface Placeholder {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

/** The first placeholder at or after an offset. */
export function placeholderIn(text: string, from: number): Placeholder | undefined {
  const start = text.indexOf(START, from);
  if (start < 0) return undefined;
  const index = (text.charCodeAt(start + 1) - DIGIT_BASE) * RADIX + text.charCodeAt(start + 2) - DIGIT_BASE;
  let end = start + 3;
  while (text[end] === FILLER) end += 1;
  return { start, end, index };
}

/** A text with its placeholders replaced by what was written. */
export function unmask(text: string, masked: Masked, source: string): string {
  if (masked.expressions.length === 0 || !text.includes(START)) return text;
  let shown = '';
  let from = 0;
  for (let found = placeholderIn(text, 0); found; found = placeholderIn(text, found.end)) {
    const expression = masked.expressions[found.index];
    shown += text.slice(from, found.start) + (expression ? source.slice(expression.start, expression.end) : '');
    from = found.end;
  }
  return shown + text.slice(from);
}

const OPENING = /\{\{|\{%|\{#/g;
const CLOSING: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/** Finds the expressions in order; text without a closing delimiter is looked through once per kind at most. */
function* expressionsIn(source: string): Generator<Expression> {
  const exhausted = new Set<string>();
  OPENING.lastIndex = 0;
  let at = 0;
  for (;;) {
    OPENING.lastIndex = at;
    const match = OPENING.exec(source);
    if (!match) return;
    const opening = match[0];
    const close = exhausted.has(opening) ? -1 : source.indexOf(closingOf(source, match.index), match.index + 2);
    if (close < 0) exhausted.add(opening);
    at = match.index + 2;
    if (close < 0 || close - match.index > MAX_EXPRESSION) continue;
    const end = source.indexOf(CLOSING[opening] ?? '}}', close) + 2;
    const found = expression(source, match.index, end, opening);
    // `{{` inside means that the first one was never closed.
    if (found.inner.includes('{{')) continue;
    yield found;
    at = end;
  }
}

/** A comment may hold anything, `}}` too. */
function closingOf(source: string, start: number): string {
  const opening = source.slice(start, start + 2);
  return opening === '{{' && /^\{\{-?\s*\/\*/.test(source.slice(start, start + 12)) ? '*/' : (CLOSING[opening] ?? '}}');
}

function expression(source: string, start: number, end: number, opening: string): Expression {
  const pipeline = opening === '{{' && source[start - 1] === '$';
  const lead = source[start + 2] === '-' ? 3 : 2;
  const inner = source.slice(start + lead, end - 2).replace(/-$/, '');
  return {
    start: pipeline ? start - 1 : start,
    end,
    inner,
    innerStart: start + lead,
    language: opening !== '{{' ? 'statement' : pipeline ? 'pipeline' : 'template',
  };
}

/** Expressions with nothing but blanks between them on one line belong together. */
function* grouped(source: string): Generator<Expression[]> {
  let group: Expression[] = [];
  for (const next of expressionsIn(source)) {
    const last = group[group.length - 1];
    if (
      last &&
      /^[ \t]*$/.test(source.slice(last.end, Math.min(next.start, last.end + 200))) &&
      next.start < last.end + 200
    )
      group.push(next);
    else {
      if (last) yield group;
      group = [next];
    }
  }
  if (group.length > 0) yield group;
}

const STEERING =
  /^\s*(?:if|else|elif|elseif|end|endif|endfor|for|range|with|define|block|template|include|toYaml|tpl|fail|set|macro|import|\/\*|\$\w+\s*:?=)(?![\w.])|\bn?indent\s+\d+\s*$/;

/** The whole line(s) a group stands on, when nothing else stands there and it is no value. */
function steeringLine(source: string, group: readonly Expression[]): { start: number; end: number } | undefined {
  const first = group[0];
  const last = group[group.length - 1];
  if (!first || !last || first.language === 'pipeline') return undefined;
  let start = first.start;
  while (/[ \t]/.test(source[start - 1] ?? '')) start -= 1;
  let end = last.end;
  while (/[ \t]/.test(source[end] ?? '')) end += 1;
  if (source[end] === '#' && end > last.end) while (!isBreak(source[end])) end += 1;
  if (!isBreak(source[start - 1]) || !isBreak(source[end])) return undefined;
  if (group.length === 1 && first.language === 'template' && !STEERING.test(first.inner) && followsKey(source, start))
    return undefined;
  return { start, end };
}

/** `- {{ if … }}`: the item goes on in the next line. */
function opensItem(source: string, { start, end, inner }: Expression): boolean {
  if (!STEERING.test(inner) || !isBreak(source[end])) return false;
  const line = source.lastIndexOf('\n', start) + 1;
  return start - line < 200 && /^\s*(?:-\s+)+$/.test(source.slice(line, start));
}

const isBreak = (char: string | undefined): boolean => char === undefined || char === '\n' || char === '\r';

/** A line that stands alone under `key:` or inside a block of text is the value, not a directive. */
function followsKey(source: string, lineStart: number): boolean {
  let end = lineStart;
  while (/\s/.test(source[end - 1] ?? '')) end -= 1;
  return /[:|>+-]/.test(source[end - 1] ?? '');
}
