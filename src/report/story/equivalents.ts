/** What stands on the other side, said once per equivalent: findings refer to it by its number. */
import { compareText } from '../../base/text.ts';
import type { Advice, Finding, Report } from '../../model/report.ts';
import type { Fidelity } from '../../model/rule.ts';
import { groupBy, pointRange, tiesOf } from '../figures.ts';
import { FIDELITY_MEANINGS, TARGET } from '../words.ts';
import { badge, line, paragraph, ref, section, sentence, strong, table, titledList, type Section } from './blocks.ts';
import { sources } from './target.ts';

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

export const equivalentId = (number: string): string => `equivalent-${number.toLowerCase()}`;

export function equivalentsSection(entries: readonly NumberedAdvice[]): Section[] {
  if (entries.length === 0) return [];
  return section('What each tie becomes', [
    paragraph(
      line`The equivalents on ${TARGET}, hardest first. Points are those of one place: repeats of one tie cost less than their number.`,
    ),
    ...table(
      'Equivalents of the ties',
      ['No.', 'Equivalent', 'Fidelity', '!Places', '!Points each'],
      entries.map(({ number, advice, ties }) => [
        ref(equivalentId(number), number),
        sentence(advice.title),
        badge(advice.fidelity, advice.fidelity),
        `${ties.length}`,
        pointRange(advice.effort),
      ]),
    ),
  ]);
}

export function equivalentDetails(entries: readonly NumberedAdvice[]): Section[] {
  return section(
    'Equivalents in detail',
    [],
    entries.flatMap(({ number, advice }) =>
      section(`Equivalent ${number}`, [
        paragraph(
          line`${strong(advice.title)} (${badge(advice.fidelity, advice.fidelity)}: ${FIDELITY_MEANINGS[advice.fidelity]}). ${sentence(advice.summary)}`,
        ),
        ...titledList(
          'What changes:',
          advice.changes.map(change => line`${sentence(change)}`),
        ),
        ...titledList(
          'Caveats:',
          advice.caveats.map(caveat => line`${sentence(caveat)}`),
        ),
        ...(advice.portable === undefined ? [] : [paragraph(line`Portable alternative: ${sentence(advice.portable)}`)]),
        ...(advice.newLockIn === undefined ? [] : [paragraph(line`New lock-in: ${sentence(advice.newLockIn)}`)]),
        ...sources(advice.sources),
      ]),
    ),
  );
}
