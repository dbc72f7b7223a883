/** What changed since something earlier: a report, a baseline, a reference in git. */
import type { Comparison, Report } from '../../model/report.ts';
import { at, code, figure, line, paragraph, section, table, type Line, type Section } from './blocks.ts';

const ROWS = 30;

const AGAINST: Readonly<Record<Comparison['with'], string>> = {
  baseline: 'the baseline',
  since: 'the reference',
  report: 'the earlier report',
};

export function trendSection({ comparison }: Report): Section[] {
  if (!comparison) return [];
  const { appeared, arrivals = [], gone, moved, known, score } = comparison;
  const goneCount = gone.reduce((sum, { count }) => sum + count, 0);
  return section('What changed', [
    paragraph(
      line`Against ${AGAINST[comparison.with]} ${code(comparison.name)}: ${figure(appeared, '/comparison/appeared')} ${appeared === 1 ? 'tie' : 'ties'} appeared, ${goneCount} went, ${figure(moved.length, '/comparison/moved')} moved to another file, ${figure(known, '/comparison/known')} stayed.${scoreChange(score)}${comparison.rulesChanged ? ' The earlier report was made with other rules: part of the change may be theirs.' : ''}`,
    ),
    ...table(
      'Ties that appeared',
      ['Rule', 'Place'],
      arrivals.map(({ ruleId, path, line: number }) => [code(ruleId), at({ path, line: number })]),
      ROWS,
    ),
    ...table(
      'Ties that went',
      ['Rule', 'Where it was', '!Number'],
      gone.map(({ ruleId, path, count }) => [code(ruleId), code(path), `${count}`]),
      ROWS,
    ),
    ...table(
      'Ties that moved',
      ['From', 'To'],
      moved.map(({ from, to }) => [code(from), code(to)]),
      ROWS,
    ),
  ]);
}

function scoreChange(score: Comparison['score']): Line {
  if (!score) return [];
  const { before, after } = score;
  const values = line`from ${figure(before, '/comparison/score/before')} to ${figure(after, '/comparison/score/after')}`;
  if (before === after) return line` The score stayed at ${figure(after, '/comparison/score/after')}.`;
  return line` The score ${after > before ? 'rose' : 'fell'} ${values}.`;
}
