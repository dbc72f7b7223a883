/** What stands on the other side, said once per equivalent: findings refer to it by its number. */
import type { Advice, Finding, Report } from '../../model/report.ts';
import type { Fidelity } from '../../model/rule.ts';
import { compareText } from '../../base/text.ts';
import { markdownCellCode, markdownSentence, markdownText } from '../escape.ts';
import { groupBy, pointRange, tiesOf } from '../figures.ts';
import { FIDELITY_MEANINGS, TARGET } from '../words.ts';
import { table } from './table.ts';

export interface NumberedAdvice {
  /** `E3`. */
  readonly number: string;
  readonly advice: Advice;
  readonly ties: readonly Finding[];
}

/** Hardest first: what nothing corresponds to is decided on before what only needs an edit. */
const HARDNESS: readonly Fidelity[] = ['none', 'unknown', 'redesign', 'adapt', 'drop-in'];

export function numberedAdvice(report: Report): NumberedAdvice[] {
  const groups = [...groupBy(tiesOf(report), tie => tie.advice.equivalent).values()];
  return groups
    .flatMap(ties => (ties[0] ? [{ advice: ties[0].advice, ties }] : []))
    .sort(
      (a, b) =>
        HARDNESS.indexOf(a.advice.fidelity) - HARDNESS.indexOf(b.advice.fidelity) ||
        b.ties.length - a.ties.length ||
        compareText(a.advice.equivalent, b.advice.equivalent),
    )
    .map((entry, i) => ({ ...entry, number: `E${i + 1}` }));
}

export function equivalentsSection(entries: readonly NumberedAdvice[]): string[] {
  return [
    `## What each tie becomes on ${TARGET}`,
    '',
    'Hardest first; the section Equivalents in detail says what changes. Points are those of one place: repeats of one tie cost less than their number.',
    '',
    ...table(
      ['No.', 'Equivalent', 'Fidelity', 'Places', 'Points each'],
      entries.map(({ number, advice, ties }) => [
        number,
        markdownSentence(advice.title, markdownCellCode),
        advice.fidelity,
        `${ties.length}`,
        pointRange(advice.effort),
      ]),
      [3, 4],
    ),
  ];
}

export function equivalentDetails(entries: readonly NumberedAdvice[]): string[] {
  return entries.length === 0 ? [] : ['## Equivalents in detail', '', ...entries.flatMap(details)];
}

function details({ number, advice }: NumberedAdvice): string[] {
  return [
    `### ${number} ${markdownSentence(advice.title)}`,
    '',
    `${markdownSentence(advice.summary)} Fidelity: ${advice.fidelity} (${FIDELITY_MEANINGS[advice.fidelity]}).`,
    '',
    ...list(
      'What changes:',
      advice.changes.map(change => markdownSentence(change)),
    ),
    ...list(
      'Caveats:',
      advice.caveats.map(caveat => markdownSentence(caveat)),
    ),
    ...(advice.portable === undefined ? [] : [`Portable alternative: ${markdownSentence(advice.portable)}`, '']),
    ...(advice.newLockIn === undefined ? [] : [`New lock-in: ${markdownSentence(advice.newLockIn)}`, '']),
    ...list(
      'Sources:',
      advice.sources.map(({ url, asOf, status }) => `${address(url)} (${markdownText(asOf)}, ${status})`),
    ),
  ];
}

/** Sources are ours, not scanned; anything that is not plainly a web address stays text all the same. */
function address(url: string): string {
  return /^https:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(url) ? `<${url}>` : markdownText(url);
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [title, '', ...items.map(item => `- ${item}`), ''];
}
