/** Findings by file, each with its line, its mark and what it becomes. */
import type { Advice, Finding } from '../../model/report.ts';
import type { Severity } from '../../model/rule.ts';
import { prose, uriPath, visible } from '../escape.ts';
import { compareFindings, comparePlaces, groupBy, points, replacementOf } from '../figures.ts';
import { clip, displayWidth, excerpt, wrap } from '../layout.ts';
import type { RenderOptions } from '../options.ts';
import { TARGET } from '../words.ts';
import type { Ink } from './ink.ts';

const INDENT = 4;

/** Worst file first; in a file from top to bottom. */
export function findingLines(findings: readonly Finding[], ink: Ink, options: RenderOptions): string[] {
  const files = [...groupBy([...findings].sort(compareFindings), finding => finding.location.path)];
  return files.flatMap(([path, group]) => [
    ...pathLines(path, ink, options),
    ...group
      .sort(comparePlaces)
      .flatMap((finding, i) => [...(i > 0 ? [''] : []), ...oneFinding(finding, ink, options)]),
    '',
  ]);
}

function pathLines(path: string, ink: Ink, options: RenderOptions): string[] {
  const lines = wrap(visible(path), options.width).map(ink.path);
  return options.hyperlinks === undefined
    ? lines
    : lines.map(line => hyperlink(line, options.hyperlinks + uriPath(path)));
}

/** OSC 8: terminals that know it make a link, the others show the text. */
function hyperlink(text: string, address: string): string {
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

function oneFinding(finding: Finding, ink: Ink, options: RenderOptions): string[] {
  const { startLine, startColumn, cell } = finding.location;
  const doubt = finding.confidence === 'certain' ? '' : `, ${finding.confidence}`;
  const place = `${startLine}:${startColumn}${cell ? ` (cell ${cell.number}, line ${cell.line})` : ''}`;
  const width = options.width - INDENT;
  return [
    ...headLines(`${place}  `, finding.severity, doubt, visible(finding.ruleId), ink, options.width),
    ...[...wrap(prose(finding.message), width), ...frame(finding, ink, width), ...adviceLines(finding, ink, width)].map(
      line => ' '.repeat(INDENT) + line,
    ),
  ];
}

/** The rule goes to a line of its own where the first is too short for it. */
function headLines(place: string, severity: Severity, doubt: string, rule: string, ink: Ink, width: number): string[] {
  const front = `  ${place}${ink.severity(severity, severity)}${doubt}`;
  const fits = 2 + place.length + severity.length + doubt.length + 2 + displayWidth(rule) <= width;
  if (fits) return [`${front}  ${ink.dim(rule)}`];
  return [front, ...wrap(rule, width - INDENT).map(line => ' '.repeat(INDENT) + ink.dim(line))];
}

function frame(finding: Finding, ink: Ink, width: number): string[] {
  if (finding.snippet === '') return [];
  const gutter = `${finding.location.startLine}`;
  const room = width - gutter.length - 3;
  const { text, mark } = marked(finding, room);
  const bar = ink.dim('│');
  const lines = [`${ink.dim(gutter)} ${bar} ${text}`];
  if (mark) {
    const blank = ' '.repeat(gutter.length);
    lines.push(`${blank} ${bar} ${' '.repeat(mark.start)}${ink.mark('^'.repeat(mark.end - mark.start))}`);
  }
  return lines;
}

/** The part of the snippet that fits, and where the finding stands in it, if that is known. */
function marked(finding: Finding, room: number): ReturnType<typeof excerpt> {
  const { snippet, snippetColumn, location } = finding;
  const text = visible(snippet);
  if (snippetColumn === undefined) return excerpt(text, undefined, room);
  const start = location.startColumn - snippetColumn;
  const end = location.endLine === location.startLine ? location.endColumn - snippetColumn : snippet.length;
  // A masked secret before the place has moved it.
  const moved = snippet.slice(0, Math.max(0, end)).includes('[redacted');
  if (moved || start < 0 || start >= snippet.length) return excerpt(text, undefined, room);
  const from = visible(snippet.slice(0, start)).length;
  const to = visible(snippet.slice(0, Math.max(start + 1, end))).length;
  return excerpt(text, { start: from, end: to }, room);
}

function adviceLines(finding: Finding, ink: Ink, width: number): string[] {
  if (!finding.tie) return [];
  const { fidelity, effort } = finding.advice;
  const [first = '', ...more] = wrap(`→ ${replacement(finding.advice)} (${fidelity}, ${points(effort)})`, width - 2);
  return [ink.advice(first), ...more.map(line => `  ${ink.advice(line)}`)];
}

function replacement(advice: Advice): string {
  const short = TARGET.slice(TARGET.lastIndexOf(' ') + 1);
  const text = prose(replacementOf(advice));
  return text.startsWith(short) ? text : `${short}: ${text}`;
}

const ROOMY = 60;

/** One line each, for what is told in passing; two where one could not hold both halves. */
export function briefLines(findings: readonly Finding[], ink: Ink, width: number): string[] {
  return findings.flatMap(({ location, message }) => {
    const place = `${visible(location.path)}:${location.startLine}`;
    const lines = width < ROOMY ? [place, `  ${prose(message)}`] : [`${place}  ${prose(message)}`];
    return lines.map(line => ink.dim(clip(line, width)));
  });
}
