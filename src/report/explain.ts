/** One rule in words: what it finds, how much hangs on it, what stands on the other side, and what it looks like. */
import type { Equivalent, Example, Rule } from '../model/rule.ts';
import type { CodeExample } from '../model/workload.ts';
import { prose, visible } from './escape.ts';
import { points } from './figures.ts';
import { clip, wrap } from './layout.ts';
import type { RenderOptions } from './options.ts';
import { inkOf, type Ink } from './terminal/ink.ts';
import { CONFIDENCE_MEANINGS, DIMENSION_TITLES, FIDELITY_MEANINGS, SEVERITY_MEANINGS, TARGET } from './words.ts';

/** Enough to see the idea; `verbose` shows them all. */
const EXAMPLES = 2;

export function explanation(
  rule: Rule,
  equivalent: Equivalent | undefined,
  code: readonly CodeExample[],
  options: RenderOptions,
): string {
  const ink = inkOf(options.color);
  const width = Math.max(30, options.width);
  const blocks = [
    [...wrap(prose(rule.title), width).map(ink.bold), ink.dim(visible(rule.id))],
    facts(rule, ink, width),
    ...(equivalent ? equivalentBlocks(equivalent, ink, width) : []),
    ...codeBlocks(code, ink, width),
    ...exampleBlocks(rule, ink, options.verbose, width),
    ...((rule.links ?? []).length > 0
      ? [[ink.bold('Read more'), ...(rule.links ?? []).map(link => `  ${visible(link)}`)]]
      : []),
  ];
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function facts(rule: Rule, ink: Ink, width: number): string[] {
  const { dimension, severity, confidence, tie } = rule;
  return [
    ...hanging('Finds       ', message(rule), width),
    ...hanging('Dimension   ', `${dimension} (${DIMENSION_TITLES[dimension]})`, width),
    ...hanging(
      'Severity    ',
      tie ? `${severity}: ${SEVERITY_MEANINGS[severity]}` : 'context: no tie, fails no build',
      width,
    ).map(line => (tie ? line.replace(severity, word => ink.severity(severity, word)) : line)),
    ...hanging('Confidence  ', `${confidence}: ${CONFIDENCE_MEANINGS[confidence]}`, width),
  ];
}

/** Captures stand for what is found: `${name}` reads as `<name>`. */
function message(rule: Rule): string {
  return prose(rule.message).replace(/\$\{([^}]*)\}/g, '<$1>');
}

function equivalentBlocks(equivalent: Equivalent, ink: Ink, width: number): string[][] {
  const { title, fidelity, effort, summary, changes, caveats, portable, newLockIn, sources } = equivalent;
  return [
    [
      ink.bold(`On ${TARGET}`),
      ...indented(prose(title), width, ink.advice),
      ...indented(`${fidelity}: ${FIDELITY_MEANINGS[fidelity]}; ${points(effort)} for one place`, width),
      '',
      ...indented(prose(summary), width),
    ],
    ...block('What changes', changes, ink, width),
    ...block('Caveats', caveats, ink, width),
    ...block('Portable alternative', portable === undefined ? [] : [portable], ink, width),
    ...block('New lock-in', newLockIn === undefined ? [] : [newLockIn], ink, width),
    ...block(
      'Sources',
      sources.map(source => `${source.url} (${source.asOf}, ${source.status})`),
      ink,
      width,
    ),
  ];
}

function block(title: string, items: readonly string[], ink: Ink, width: number): string[][] {
  return items.length === 0 ? [] : [[ink.bold(title), ...items.flatMap(item => hanging('  - ', prose(item), width))]];
}

/** Before and after, in the languages asked for. */
function codeBlocks(list: readonly CodeExample[], ink: Ink, width: number): string[][] {
  return list.map(({ language, before, after }) => [
    `${ink.bold('Today')} ${ink.dim(`(${language})`)}`,
    ...lines(before, width),
    ink.bold(`On ${TARGET}`),
    ...lines(after, width),
  ]);
}

function exampleBlocks(rule: Rule, ink: Ink, all: boolean, width: number): string[][] {
  const { hit, miss } = rule.examples;
  const shown = (list: readonly Example[]): readonly Example[] => (all ? list : list.slice(0, EXAMPLES));
  return [
    ...shown(hit).map(example => [
      `${ink.bold('Found')} ${ink.dim(`(${visible(example.lang)}, at ${[example.at ?? []].flat().join(', ')})`)}`,
      ...code(example, width),
    ]),
    ...shown(miss).map(example => [
      `${ink.bold('Not found')} ${ink.dim(`(${visible(example.lang)}${example.why === undefined ? '' : `: ${prose(example.why)}`})`)}`,
      ...code(example, width),
    ]),
  ];
}

function code(example: Example, width: number): string[] {
  return lines(example.code, width);
}

function lines(text: string, width: number): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map(line => `  │ ${clip(visible(line), width - 4)}`);
}

function indented(text: string, width: number, paint: (text: string) => string = line => line): string[] {
  return wrap(text, width - 2).map(line => `  ${paint(line)}`);
}

function hanging(mark: string, text: string, width: number): string[] {
  return wrap(text, width - mark.length).map((line, i) => (i === 0 ? mark : ' '.repeat(mark.length)) + line);
}
