/** The report on a terminal: the verdict first, then where, then what to do next. */
import { plural } from '../../base/text.ts';
import type { Report } from '../../model/report.ts';
import { prose, visible } from '../escape.ts';
import {
  confidenceTally,
  contextOf,
  coverageSentence,
  fidelityTally,
  points,
  severityTally,
  tiesOf,
  verdict,
  worstPlaces,
} from '../figures.ts';
import { clip, wrap } from '../layout.ts';
import type { RenderOptions } from '../options.ts';
import { STRATEGY_TITLES } from '../story/names.ts';
import { skipReason, TARGET } from '../words.ts';
import { briefLines, findingLines } from './findings.ts';
import { inkOf, type Ink } from './ink.ts';
import { bareTable, matrixTable, tableLines } from './table.ts';
import { workloadLines } from './workloads.ts';

const TOP = 10;
const FEW = 5;
const NARROWEST = 30;

export function render(report: Report, asked: RenderOptions): string {
  const options = { ...asked, width: Math.max(NARROWEST, asked.width) };
  const ink = inkOf(options.color);
  const sections = [
    head(report, ink, options),
    ...(report.summary.tied
      ? [workloads(report, ink, options), places(report, ink, options), matrix(report, ink, options)]
      : []),
    context(report, ink, options),
    questions(report, ink, options),
    coverage(report, ink, options),
    next(report, ink, options),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n').trimEnd()}\n`)
    .join('\n')}`;
}

function heading(text: string, ink: Ink): string {
  return ink.bold(text);
}

/** A paragraph, or an item with its text hanging from the mark. */
function paragraph(text: string, width: number, mark = ''): string[] {
  return wrap(text, width - mark.length).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line);
}

function head(report: Report, ink: Ink, { width }: RenderOptions): string[] {
  const { summary } = report;
  const sentence = paragraph(`${verdict(report, visible(report.root))}.`, width);
  if (!summary.tied) {
    const silent = report.coverage.read + report.coverage.clean === 0;
    return [
      ...sentence.map(silent ? ink.bold : ink.good),
      ...(silent ? paragraph('But no file was of a kind untether reads, so this says nothing.', width) : []),
    ];
  }
  return [
    ...sentence.map(ink.bad),
    ...paragraph(`How bad: ${severityTally(report)}.`, width),
    ...paragraph(`How sure: ${confidenceTally(report)}.`, width),
    ...paragraph(theWay(report), width),
    ...(summary.byStatus.baseline > 0 || summary.byStatus.suppressed > 0
      ? paragraph(
          `Known already: ${summary.byStatus.baseline} in the baseline, ${summary.byStatus.suppressed} suppressed.`,
          width,
        )
      : []),
  ];
}

/** Score, effort and strategy; the whole roadmap where there is one, for ties alone say less. */
function theWay({ summary, score, roadmap, strategies }: Report): string {
  const whole = roadmap.reduce((sum, { effort }) => ({ low: sum.low + effort.low, high: sum.high + effort.high }), {
    low: 0,
    high: 0,
  });
  const rated = score === null ? '' : `portability score ${score.value} of 100; `;
  const best = strategies.find(strategy => strategy.recommended);
  const by =
    best === undefined
      ? ''
      : `; best by ${STRATEGY_TITLES[best.strategy]}, which carries ${best.carries} of ${best.of} workloads`;
  const effort = roadmap.length === 0 ? summary.effort : whole;
  return `The way to ${TARGET}: ${rated}${points(effort)} of effort (ties: ${fidelityTally({ summary })})${by}.`;
}

function workloads(report: Report, ink: Ink, options: RenderOptions): string[] {
  if (report.workloads.length === 0) return [];
  const { lines, rest } = workloadLines(report, ink, options);
  return [heading(`Workloads: ${report.workloads.length}, most to do first`, ink), ...lines, ...more(rest, ink)];
}

function matrix(report: Report, ink: Ink, { width }: RenderOptions): string[] {
  return [heading('What ties you, worst first', ink), ...matrixTable(report, ink, width)];
}

function places(report: Report, ink: Ink, options: RenderOptions): string[] {
  const ties = tiesOf(report);
  const shown = options.verbose ? ties : worstPlaces(ties, TOP);
  const all = shown.length === ties.length;
  return [
    heading(all ? `Where: ${plural(ties.length, 'tie')}` : `Where: the ${shown.length} worst of ${ties.length}`, ink),
    '',
    ...findingLines(shown, ink, options),
  ];
}

function context(report: Report, ink: Ink, { width, verbose }: RenderOptions): string[] {
  const found = contextOf(report);
  if (found.length === 0) return [];
  const shown = verbose ? found : found.slice(0, FEW);
  return [
    ink.dim(clip(`Context, not ties: ${plural(found.length, 'place')} to know of`, width)),
    ...briefLines(shown, ink, width - 2).map(line => `  ${line}`),
    ...more(found.length - shown.length, ink),
  ];
}

function more(count: number, ink: Ink): string[] {
  return count > 0 ? [ink.dim(`  and ${count} more (--verbose shows all)`)] : [];
}

function questions(report: Report, ink: Ink, { width, verbose }: RenderOptions): string[] {
  const { openQuestions } = report;
  if (openQuestions.length === 0) return [];
  const shown = verbose ? openQuestions : openQuestions.slice(0, FEW);
  return [
    heading(`Open questions: ${openQuestions.length}`, ink),
    ...shown.flatMap(({ question, closes, places: [first, ...others] }) => {
      const where = first
        ? ` (${visible(first.path)}:${first.line}${others.length > 0 ? ` and ${others.length} more` : ''})`
        : '';
      return [
        ...paragraph(`${prose(question)}${where}`, width, '  ? '),
        ...paragraph(`closed by ${prose(closes)}`, width, '    ').map(ink.dim),
      ];
    }),
    ...more(openQuestions.length - shown.length, ink),
  ];
}

function coverage(report: Report, ink: Ink, { width, verbose }: RenderOptions): string[] {
  const { diagnostics, ruleset } = report;
  const shown = verbose ? diagnostics : diagnostics.slice(0, FEW);
  const skipped = Object.entries(report.coverage.skipped)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${count} ${visible(skipReason(reason))}`);
  return [
    heading('What was read', ink),
    ...paragraph(`${coverageSentence(report)}.`, width),
    ...(skipped.length > 0 ? paragraph(`Passed over: ${skipped.join(', ')}.`, width) : []),
    ...shown.flatMap(({ path, line, message }) =>
      paragraph(`${visible(path)}${line === undefined ? '' : `:${line}`}  ${prose(message)}`, width, '  ! '),
    ),
    ...more(diagnostics.length - shown.length, ink),
    ...paragraph(
      `Rules ${visible(ruleset.version)}; facts about ${TARGET} as of ${visible(ruleset.factsAsOf)}.`,
      width,
    ).map(ink.dim),
  ];
}

/** Three steps with exact commands: what is printed here can be pasted. */
function next(report: Report, ink: Ink, options: RenderOptions): string[] {
  const command = options.command ?? 'untether';
  const [worst] = worstPlaces(tiesOf(report), 1);
  const steps: [string, string][] = worst
    ? [
        [`${command} --format html=report.html`, 'the report to hand on'],
        [`untether explain ${visible(worst.ruleId)}`, 'what replaces the worst tie'],
        thirdStep(command),
      ]
    : [];
  if (steps.length === 0) return [];
  const longest = Math.max(...steps.map(([step]) => step.length));
  if (longest + 30 > options.width) {
    return [heading('Next', ink), ...steps.flatMap(([step, what]) => [ink.dim(`  ${what}:`), `  ${step}`])];
  }
  const table = bareTable([longest, options.width - longest - 4], [false, false]);
  for (const [step, what] of steps) table.push([step, ink.dim(what)]);
  return [heading('Next', ink), ...tableLines(table).map(line => `  ${line}`)];
}

/** After a scan, hold the line; after a saved report, there is no tree to hold it for. */
function thirdStep(command: string): [string, string] {
  if (/^untether report\b/.test(command)) return [`${command} --verbose`, 'every tie'];
  const paths = command.slice('untether'.length).split(/ (?=--)/)[0] ?? '';
  return [`untether baseline${paths}`, 'so that CI fails on new ties only'];
}
