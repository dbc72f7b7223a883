/** Which of a workload's plans is recommended, and why in a sentence; and each strategy over the whole report. */
import { draftPlan, unique, worst, type Draft } from './plan.ts';
import { sum } from './effort.ts';
import { codeOf } from './plan-code.ts';
import type { Subject } from './plan-subject.ts';
import { plural } from '../base/text.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { PlanningInput, TargetOptions } from '../model/planning.ts';
import { CONFIDENCES, FIDELITIES, type Fidelity } from '../model/rule.ts';
import {
  STRATEGIES,
  type Effort,
  type Plan,
  type Strategy,
  type StrategySummary,
  type Workload,
} from '../model/workload.ts';

/** Least new lock-in first: decides between equals. */
const MOST_PORTABLE: readonly Strategy[] = ['openai-on-bedrock', 'gateway', 'bedrock-native'];

/** All plans of a workload, the recommended one first, and what cannot carry it. */
export function plansOf(
  subject: Subject,
  catalogue: Catalogue,
  target: TargetOptions,
  { availability, code: book }: Pick<PlanningInput, 'availability' | 'code'> = {},
): Pick<Workload, 'plans' | 'ruledOut'> {
  const drafts: Draft[] = [];
  const ruledOut: { strategy: Strategy; reason: string }[] = [];
  for (const strategy of STRATEGIES) {
    const result = draftPlan(subject, strategy, catalogue, target, availability);
    if ('draft' in result) drafts.push(result.draft);
    else ruledOut.push({ strategy, reason: result.ruledOut });
  }
  const asked = target.strategy;
  drafts.sort((a, b) => Number(b.strategy === asked) - Number(a.strategy === asked) || compareDrafts(a, b));
  const [best] = drafts;
  const plans = drafts.map((draft): Plan => {
    const { because, gaps, route, first, ...plan } = draft;
    const recommended = draft === best;
    void because;
    void gaps;
    return {
      ...plan,
      recommended,
      reason: recommended ? whyThis(draft, drafts[1], target, ruledOut) : whyNot(draft, best ?? draft, target),
      code: book ? codeOf({ book, subject, plan, route, first, target }) : [],
    };
  });
  return { plans, ruledOut };
}

const FIDELITY_ORDER: readonly Fidelity[] = ['drop-in', 'adapt', 'redesign', 'unknown', 'none'];
const middle = ({ low, high }: Effort): number => (low + high) / 2;

function compareDrafts(a: Draft, b: Draft): number {
  return (
    FIDELITY_ORDER.indexOf(a.fidelity) - FIDELITY_ORDER.indexOf(b.fidelity) ||
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
    a.gaps.no - b.gaps.no ||
    middle(a.effort) - middle(b.effort) ||
    MOST_PORTABLE.indexOf(a.strategy) - MOST_PORTABLE.indexOf(b.strategy)
  );
}

const CLOSENESS: Readonly<Record<Fidelity, string>> = {
  'drop-in': 'by configuration alone',
  adapt: 'with edits in place',
  redesign: 'by a redesign',
  none: 'without a counterpart',
  unknown: 'in a way a person has to judge',
};

export function range({ low, high }: Effort): string {
  return low === high ? `${low}` : `${low}–${high}`;
}

function whyThis(
  draft: Draft,
  next: Draft | undefined,
  { strategy }: TargetOptions,
  ruledOut: readonly { strategy: Strategy; reason: string }[],
): string {
  const [model] = draft.target.models;
  const lead = model
    ? `It lands on ${model.name} ${CLOSENESS[draft.fidelity]}${draft.because === '' ? '' : ` (${draft.because})`}`
    : `It lands ${CLOSENESS[draft.fidelity]}`;
  const asked =
    strategy === 'best'
      ? ''
      : strategy === draft.strategy
        ? 'Asked for. '
        : `${strategy} was asked for and cannot carry it. `;
  if (!next) {
    const others = ruledOut.map(one => one.strategy).join(' and ');
    return `${asked}${lead}; ${others === '' ? 'nothing else was asked' : `${others} cannot carry it`}.`;
  }
  return `${asked}${lead}; ${compared(draft, next)}.`;
}

function whyNot(draft: Draft, best: Draft, { strategy }: TargetOptions): string {
  if (strategy === best.strategy && compareDrafts(draft, best) < 0)
    return `Without --strategy it would be the recommended one: ${compared(draft, best)}.`;
  return `${capital(compared(draft, best))}${draft.newLockIn === undefined || best.newLockIn !== undefined ? '' : '; it brings new lock-in'}.`;
}

/** What sets a plan apart from another, the weightiest difference only. */
function compared(a: Draft, b: Draft): string {
  if (a.fidelity !== b.fidelity) return `${CLOSENESS[a.fidelity]}, where ${b.strategy} goes ${CLOSENESS[b.fidelity]}`;
  if (a.confidence !== b.confidence)
    return CONFIDENCES.indexOf(a.confidence) < CONFIDENCES.indexOf(b.confidence)
      ? `it rests on surer facts than ${b.strategy}`
      : `it rests on less certain facts than ${b.strategy}`;
  if (a.gaps.no !== b.gaps.no)
    return `${replaced(a.gaps.no)} in use, ${b.strategy} ${b.gaps.no === 0 ? 'none' : b.gaps.no}`;
  if (middle(a.effort) !== middle(b.effort))
    return `it takes ${range(a.effort)} points, ${b.strategy} ${range(b.effort)}`;
  return MOST_PORTABLE.indexOf(a.strategy) < MOST_PORTABLE.indexOf(b.strategy)
    ? `it takes as much as ${b.strategy} and ties the code to less`
    : `it takes as much as ${b.strategy} and ties the code to more`;
}

function replaced(count: number): string {
  return count === 0 ? 'it replaces no feature' : `it replaces ${plural(count, 'feature')}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Each strategy over all workloads, the recommended one first. */
export function strategiesOf(workloads: readonly Workload[], target: TargetOptions): StrategySummary[] {
  if (workloads.length === 0) return [];
  const summaries = STRATEGIES.map((strategy, order) => {
    const plans = workloads.flatMap(workload => workload.plans.filter(plan => plan.strategy === strategy));
    const byFidelity: Partial<Record<Fidelity, number>> = {};
    for (const fidelity of FIDELITIES) {
      const count = plans.filter(plan => plan.fidelity === fidelity).length;
      if (count > 0) byFidelity[fidelity] = count;
    }
    return {
      strategy,
      order,
      carries: plans.length,
      of: workloads.length,
      byFidelity,
      recommendedBy: plans.filter(plan => plan.recommended).length,
      effort: sum(plans.map(plan => plan.effort)),
      newLockIn: unique(plans.flatMap(plan => plan.newLockIn ?? [])),
      worst: worst(plans.map(plan => plan.fidelity)),
    };
  }).sort(
    (a, b) =>
      Number(b.strategy === target.strategy) - Number(a.strategy === target.strategy) ||
      b.recommendedBy - a.recommendedBy ||
      b.carries - a.carries ||
      middle(a.effort) - middle(b.effort) ||
      MOST_PORTABLE.indexOf(a.strategy) - MOST_PORTABLE.indexOf(b.strategy),
  );
  return summaries.map(({ strategy, carries, of, byFidelity, effort, newLockIn, recommendedBy }, i) => ({
    strategy,
    recommended: i === 0 && carries > 0,
    reason: strategyReason(strategy, carries, of, recommendedBy, effort, i === 0, target),
    carries,
    of,
    byFidelity,
    effort,
    newLockIn,
  }));
}

function strategyReason(
  strategy: Strategy,
  carries: number,
  of: number,
  best: number,
  effort: Effort,
  first: boolean,
  target: TargetOptions,
): string {
  if (carries === 0) return 'Carries none of the workloads.';
  const asked = first && target.strategy === strategy ? 'Asked for; carries' : 'Carries';
  const rest = of - carries;
  return `${asked} ${carries} of ${plural(of, 'workload')} for ${range(effort)} points, and is the recommended plan of ${best}${
    rest > 0 ? `; the other ${rest} ${rest === 1 ? 'needs' : 'need'} another strategy or a decision` : ''
  }.`;
}
