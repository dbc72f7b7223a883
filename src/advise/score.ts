/**
 * Portability from 0 to 100, with its formula in one place (docs/score.md):
 *
 *     weight of a tie      = severity × fidelity × confidence, repeats in a component counted once
 *     weight of a workload = 10 × fidelity of its recommended plan (none without one)
 *     load                 = the sum of the weights, each times the weight the config gives its part
 *     value                = 100 × 25 / (25 + load), to a whole number
 *     lost by a part       = what is lost, in tenths, by its share of the load
 *
 * A tie removed never lowers it, a tie added never raises it, and no repository is more portable than its components.
 */
import { compareText, plural } from '../base/text.ts';
import type { Finding } from '../model/report.ts';
import {
  CONFIDENCES,
  DIMENSIONS,
  type Confidence,
  type Dimension,
  type Fidelity,
  type Severity,
} from '../model/rule.ts';
import type { Score, ScorePart, Workload } from '../model/workload.ts';

export const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = {
  blocker: 4,
  high: 3,
  medium: 2,
  low: 1,
  info: 0.5,
};
export const FIDELITY_WEIGHT: Readonly<Record<Fidelity, number>> = {
  'drop-in': 0.1,
  adapt: 0.4,
  redesign: 0.8,
  unknown: 0.8,
  none: 1,
};
export const CONFIDENCE_WEIGHT: Readonly<Record<Confidence, number>> = { certain: 1, likely: 0.75, possible: 0.5 };
export const WORKLOAD_WEIGHT = 10;
export const HALF = 25;

/** One rule in one component, however often it is found there. */
interface Tie {
  readonly component: string;
  readonly dimension: Dimension;
  readonly name: string;
  readonly weight: number;
}

/** Null where nothing ties the code: that is no score of 100. */
export function scoreOf(
  findings: readonly Finding[],
  workloads: readonly Workload[],
  factors: Readonly<Record<string, number>> = {},
): Score | null {
  const ties = tiesOf(findings, factors);
  const moving = workloads.map(workload => ({
    component: workload.component,
    weight: workloadWeight(workload, factors),
    workload,
  }));
  if (ties.length === 0) return null;
  const load = add([...ties, ...moving]);
  const parts = DIMENSIONS.flatMap((dimension): Omit<ScorePart, 'lost'>[] => {
    const own = ties.filter(tie => tie.dimension === dimension);
    return own.length === 0
      ? []
      : [{ name: dimension, load: add(own), detail: `${plural(own.length, 'tie')}: ${largest(own)}` }];
  });
  if (moving.length > 0) {
    const list = moving.map(({ workload, weight }) => ({
      name: `${workload.id} (${recommendedFidelity(workload)})`,
      weight,
    }));
    parts.push({
      name: 'workloads',
      load: add(moving),
      detail: `${plural(list.length, 'workload')}: ${largest(list)}`,
    });
  }
  return {
    value: valueOf(load),
    load: hundredths(load),
    parts: withLosses(parts, tenths(100 - exact(load)), load),
    byComponent: [...new Set([...ties, ...moving].map(({ component }) => component))]
      .sort(compareText)
      .map(component => {
        const own = add([...ties, ...moving].filter(one => one.component === component));
        return { component, value: valueOf(own), load: hundredths(own) };
      }),
    byDimension: DIMENSIONS.flatMap(dimension => {
      const own = ties.filter(tie => tie.dimension === dimension);
      const sum = add(own);
      return own.length === 0 ? [] : [{ dimension, value: valueOf(sum), load: hundredths(sum) }];
    }),
  };
}

function tiesOf(findings: readonly Finding[], factors: Readonly<Record<string, number>>): Tie[] {
  const groups = new Map<string, { finding: Finding; confidence: Confidence }>();
  for (const finding of findings) {
    if (!finding.tie) continue;
    const key = `${finding.component}\0${finding.ruleId}`;
    const known = groups.get(key);
    const surer = !known || CONFIDENCES.indexOf(finding.confidence) < CONFIDENCES.indexOf(known.confidence);
    if (surer) groups.set(key, { finding: known?.finding ?? finding, confidence: finding.confidence });
  }
  return [...groups.values()].map(({ finding, confidence }) => ({
    component: finding.component,
    dimension: finding.dimension,
    name: `${finding.ruleId} in ${finding.component}`,
    weight:
      SEVERITY_WEIGHT[finding.severity] *
      FIDELITY_WEIGHT[finding.advice.fidelity] *
      CONFIDENCE_WEIGHT[confidence] *
      (factors[finding.dimension] ?? 1),
  }));
}

function recommendedFidelity({ plans }: Workload): Fidelity {
  return plans.find(plan => plan.recommended)?.fidelity ?? 'none';
}

function workloadWeight(workload: Workload, factors: Readonly<Record<string, number>>): number {
  return WORKLOAD_WEIGHT * FIDELITY_WEIGHT[recommendedFidelity(workload)] * (factors['workloads'] ?? 1);
}

const add = (list: readonly { readonly weight: number }[]): number =>
  list.reduce((total, { weight }) => total + weight, 0);
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const tenths = (value: number): number => Math.round(value * 10) / 10;
const exact = (load: number): number => (100 * HALF) / (HALF + load);
const valueOf = (load: number): number => Math.round(exact(load));

/** How many contributions a part names; the rest is told as one sum. */
const NAMED = 5;

function largest(list: readonly { readonly name: string; readonly weight: number }[]): string {
  const sorted = list.toSorted((a, b) => b.weight - a.weight || compareText(a.name, b.name));
  const named = sorted.slice(0, NAMED).map(({ name, weight }) => `${name} ${hundredths(weight)}`);
  const rest = sorted.slice(NAMED);
  return [...named, ...(rest.length > 0 ? [`${rest.length} more ${hundredths(add(rest))}`] : [])].join(', ');
}

/** Shares of the loss in tenths that add up to it: what rounding leaves goes to the largest part. */
function withLosses(parts: readonly Omit<ScorePart, 'lost'>[], loss: number, load: number): ScorePart[] {
  const shares = parts.map(part => tenths(load === 0 ? 0 : (loss * part.load) / load));
  const left = tenths(loss - shares.reduce((total, share) => total + share, 0));
  const biggest = parts.reduce((best, part, i) => (part.load > (parts[best]?.load ?? 0) ? i : best), 0);
  return parts.map((part, i) => ({
    ...part,
    load: hundredths(part.load),
    lost: tenths((shares[i] ?? 0) + (i === biggest ? left : 0)),
  }));
}
