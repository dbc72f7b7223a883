/** The answer in three sentences, and the figures it rests on. */
import { plural } from '../../base/text.ts';
import type { Report } from '../../model/report.ts';
import { CONFIDENCES, FIDELITIES, SEVERITIES, type Fidelity } from '../../model/rule.ts';
import { coverageSentence, narrowing, points, unreadOf } from '../figures.ts';
import { fidelityPhrase, PROVIDER, TARGET } from '../words.ts';
import {
  badge,
  chart,
  code,
  enumerated,
  figure,
  line,
  paragraph,
  section,
  table,
  type Block,
  type Line,
  type Section,
} from './blocks.ts';
import { recommendedOf, STRATEGY_TITLES } from './names.ts';

export function verdictSection(report: Report): Section[] {
  const sentences = report.summary.tied ? tied(report) : free(report);
  return section('Verdict', [
    paragraph(sentences.flatMap((part, i): Line => (i === 0 ? part : [...line` `, ...part]))),
    ...(report.summary.tied ? [chart('fidelity'), ...figures(report)] : []),
  ]);
}

function tied(report: Report): Line[] {
  return [what(report), whereTo(report), whatStands(report)];
}

function what(report: Report): Line {
  const { summary, workloads } = report;
  const sure = (summary.byConfidence.certain ?? 0) + (summary.byConfidence.likely ?? 0) > 0;
  const asked = narrowing(report);
  const components = report.components.filter(component => component.ties > 0).length;
  const places = [
    line`${figure(summary.ties, '/summary/ties')} ${summary.ties === 1 ? 'tie' : 'ties'} in ${figure(summary.files, '/summary/files')} ${summary.files === 1 ? 'file' : 'files'}`,
    ...(components > 1 ? [line`${components} components`] : []),
    ...(workloads.length > 0
      ? [line`${figure(workloads.length, '/workloads')} ${workloads.length === 1 ? 'workload' : 'workloads'}`]
      : []),
  ];
  return line`${code(report.root)} ${sure ? 'is' : 'may be'} tied to ${PROVIDER}: ${enumerated(places)}${asked === undefined ? '' : ` with ${asked}`}.`;
}

function whereTo(report: Report): Line {
  const { score, strategies, summary, roadmap } = report;
  const best = strategies.find(strategy => strategy.recommended);
  const rated = score === null ? [] : line`The portability score is ${figure(score.value, '/score/value')} of 100; `;
  if (!best) {
    return line`${rated}${score === null ? 'Moving' : 'moving'} the ties to ${TARGET} is put at ${range(summary.effort, '/summary/effort')} of effort.`;
  }
  const i = strategies.indexOf(best);
  const whole = {
    low: roadmap.reduce((sum, { effort }) => sum + effort.low, 0),
    high: roadmap.reduce((sum, { effort }) => sum + effort.high, 0),
  };
  const all = roadmap.length === 0 ? [] : line`, the whole roadmap at ${range(whole, '/roadmap/*/effort')}`;
  return line`${rated}${score === null ? 'The' : 'the'} recommended strategy, ${STRATEGY_TITLES[best.strategy]}, carries ${figure(best.carries, `/strategies/${i}/carries`)} of ${figure(best.of, `/strategies/${i}/of`)} workloads at ${range(best.effort, `/strategies/${i}/effort`)}${all}.`;
}

/** `4–8 points`, each end a figure of the report. */
export function range({ low, high }: { readonly low: number; readonly high: number }, path: string): Line {
  if (low === high) return line`${figure(low, `${path}/low`)} ${low === 1 ? 'point' : 'points'}`;
  return line`${figure(low, `${path}/low`)}–${figure(high, `${path}/high`)} points`;
}

const FATES: Readonly<Record<Fidelity, string>> = {
  'drop-in': 'with other configuration only',
  adapt: 'with edits in place',
  redesign: 'with a redesign',
  none: 'to nothing that corresponds',
  unknown: 'in a way a person must decide',
};

function whatStands(report: Report): Line {
  const { workloads, openQuestions, summary } = report;
  const open =
    openQuestions.length === 0
      ? []
      : line`; ${figure(openQuestions.length, '/openQuestions')} open ${openQuestions.length === 1 ? 'question' : 'questions'} could still change the picture`;
  if (workloads.length === 0) {
    const phrases = FIDELITIES.flatMap(fidelity => {
      const count = summary.byFidelity[fidelity] ?? 0;
      return count > 0 ? [line`${fidelityPhrase(fidelity, count)}`] : [];
    });
    return line`Of the ties, ${enumerated(phrases)}${open}.`;
  }
  const counts = new Map<Fidelity | 'no plan', number>();
  for (const workload of workloads) {
    const fate = recommendedOf(workload)?.fidelity ?? 'no plan';
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
  }
  const phrases = FIDELITIES.flatMap(fidelity => {
    const count = counts.get(fidelity) ?? 0;
    return count > 0 ? [line`${count} ${count === 1 ? 'moves' : 'move'} ${FATES[fidelity]}`] : [];
  });
  const without = counts.get('no plan') ?? 0;
  const planless = without === 0 ? [] : [line`${without} ${without === 1 ? 'has' : 'have'} no plan yet`];
  return line`Of the workloads, ${enumerated([...phrases, ...planless])}${open}.`;
}

function free(report: Report): Line[] {
  const { coverage, summary } = report;
  const asked = narrowing(report);
  const silent = coverage.read + coverage.clean === 0;
  return [
    asked === undefined
      ? line`Nothing ties ${code(report.root)} to ${PROVIDER}.`
      : line`No tie of ${code(report.root)} to ${PROVIDER} has ${asked}.`,
    line`${coverageSentence(report)}.`,
    silent
      ? line`No file was of a kind untether reads, so this says nothing.`
      : summary.context === 0
        ? line`There is no context to know of either.`
        : line`${plural(summary.context, 'place')} of context ${summary.context === 1 ? 'is' : 'are'} listed below.`,
  ];
}

function figures(report: Report): Block[] {
  const { summary: figure_ } = report;
  const unread = unreadOf(report);
  return table(
    'Figures of this report',
    ['Figure', '!Value'],
    [
      ['Ties', `${figure_.ties}`],
      ['Files with ties', `${figure_.files}`],
      ...SEVERITIES.flatMap(severity => {
        const count = figure_.bySeverity[severity] ?? 0;
        return count > 0 ? [[line`Ties of severity ${badge(severity, severity)}`, `${count}`]] : [];
      }),
      ...CONFIDENCES.flatMap(confidence => {
        const count = figure_.byConfidence[confidence] ?? 0;
        return count > 0 ? [[line`Ties that are ${badge(confidence, confidence)}`, `${count}`]] : [];
      }),
      ...FIDELITIES.flatMap(fidelity => {
        const count = figure_.byFidelity[fidelity] ?? 0;
        return count > 0 ? [[line`Ties whose equivalent is ${badge(fidelity, fidelity)}`, `${count}`]] : [];
      }),
      ['Effort of all ties', points(figure_.effort)],
      ['Context findings', `${figure_.context}`],
      ...(figure_.byStatus.baseline > 0 ? [['Known from the baseline', `${figure_.byStatus.baseline}`]] : []),
      ...(figure_.byStatus.suppressed > 0 ? [['Suppressed', `${figure_.byStatus.suppressed}`]] : []),
      ['Files that could not be read', `${unread}`],
    ],
  );
}
