/**
 * What comments say to us:
 *
 *     untether-ignore-next-line RULE[, RULE] [until=2027-03-31] -- reason
 *     untether-ignore-line …     (at the end of the line it is about)
 *     untether-ignore-start … and, further down, untether-ignore-end
 *     untether-ignore-file …
 */
import { isDay } from '../base/text.ts';
import type { Comment, Sheet } from '../read/comments/index.ts';

/** Rules that are excused in a range of lines. */
export interface Directive {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  /** Where it stands; the line in its cell for a notebook. */
  readonly line: number;
  readonly cell?: number;
  /** Lines it is about, both included. */
  readonly from: number;
  readonly to: number;
}

/** A comment that means to say something to us and does not. */
export interface Mistake {
  readonly line: number;
  readonly cell?: number;
  readonly problem: string;
  readonly rule: string;
}

export interface Directives {
  readonly directives: readonly Directive[];
  readonly mistakes: readonly Mistake[];
}

/** Occurs in every file in which somebody speaks to us. */
export const MARK = 'untether-ignore';

const DIRECTIVE = /untether-ignore(?:-([a-z-]+))?(?![\w-])([^]*)/;

/** @param isRule knows ids, `area/*` and `*`. */
export function directivesIn(sheets: readonly Sheet[], isRule: (name: string) => boolean): Directives {
  const directives: Directive[] = [];
  const mistakes: Mistake[] = [];
  for (const sheet of sheets) {
    const cell = sheet.cell === undefined ? {} : { cell: sheet.cell };
    const open: { said: Said; comment: Comment }[] = [];
    const wrong = (line: number, problem: string, rule = ''): void => {
      mistakes.push({ line, ...cell, problem, rule });
    };
    for (const { comment, line, text } of linesOfComments(sheet)) {
      const match = DIRECTIVE.exec(text);
      if (!match) continue;
      const [, kind = 'line', rest = ''] = match;
      if (kind === 'end') {
        const start = open.pop();
        if (start)
          directives.push({ ...start.said, ...cell, line: start.comment.line, from: start.comment.line, to: line });
        else wrong(line, 'ends a block that was not begun');
        continue;
      }
      if (!['next-line', 'line', 'start', 'file'].includes(kind)) {
        wrong(line, `there is no untether-ignore-${kind}; known: -next-line, -line, -start, -end, -file`);
        continue;
      }
      const said = parse(rest, isRule);
      if (typeof said === 'string') {
        wrong(line, said, /^\s*(\S*)/.exec(rest)?.[1] ?? '');
        continue;
      }
      if (kind === 'start') open.push({ said, comment: { ...comment, line } });
      else directives.push({ ...said, ...cell, line, ...rangeOf(kind, comment, line, sheet) });
    }
    for (const { comment, said } of open)
      wrong(comment.line, 'begins a block that no untether-ignore-end ends', said.rules.join(', '));
  }
  return { directives, mistakes };
}

interface Said {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
}

/** The words after the directive; a text says what is wrong with them. */
function parse(rest: string, isRule: (name: string) => boolean): Said | string {
  const body = rest.replace(/(?:\*\/|-->|\*@|#>)\s*$/, '').trim();
  const [, before = '', reason = ''] = /^([^]*?)(?:(?:^|\s)(?:--|—)(?:\s+([^]*))?)?$/.exec(body) ?? [];
  const until = /(?:^|\s)until=(\S+)/.exec(before)?.[1];
  const rules = before
    .replace(/(?:^|\s)until=\S+/, '')
    .split(/[\s,]+/)
    .filter(word => word !== '');
  if (rules.length === 0) return 'names no rule (a rule id, area/* or *)';
  const unknown = rules.find(rule => !isRule(rule));
  if (unknown !== undefined) return `there is no rule "${unknown}"`;
  if (reason.trim() === '') return 'gives no reason; write it after --';
  if (until !== undefined && !isDay(until)) return `until=${until} is no day; write it as until=2027-03-31`;
  return { rules, reason: reason.trim().replace(/\s+/g, ' '), ...(until === undefined ? {} : { until }) };
}

/** Each line of each comment; a comment over several lines may hold one directive in each. */
function* linesOfComments({ comments }: Sheet): Generator<{ comment: Comment; line: number; text: string }> {
  for (const comment of comments) {
    if (!comment.text.includes(MARK)) continue;
    for (const [i, text] of comment.text.split(/\r\n|\n|\r/).entries()) {
      if (text.includes(MARK)) yield { comment, line: comment.line + i, text };
    }
  }
}

function rangeOf(kind: string, comment: Comment, line: number, sheet: Sheet): { from: number; to: number } {
  if (kind === 'file') return { from: 1, to: Number.MAX_SAFE_INTEGER };
  if (kind === 'line') return { from: line, to: line };
  const next = nextLine(comment.endLine, sheet);
  return { from: next, to: next };
}

/** The next line that says something: comments can be stacked, a blank line may stand between. */
function nextLine(after: number, { lines, comments }: Sheet): number {
  for (let line = after + 1; line <= lines.length; line++) {
    const text = lines[line - 1] ?? '';
    const trimmed = text.trim();
    const alone = comments.find(comment => comment.line <= line && line <= comment.endLine);
    if (trimmed === '' || (alone && isWhole(alone, line, trimmed))) continue;
    return line;
  }
  return after + 1;
}

/** Nothing but the comment stands on the line. */
function isWhole(comment: Comment, line: number, trimmed: string): boolean {
  const own = comment.text.split(/\r\n|\n|\r/)[line - comment.line]?.trim() ?? '';
  return trimmed === own || trimmed === `{${own}}`;
}
