/** The waves in which workloads move: what comes first because others wait for it, and within a wave what pays most for its effort. */
import { repeated, sum } from './effort.ts';
import { plural, compareText } from '../base/text.ts';
import type { Catalogue, WaveKind } from '../model/catalogue.ts';
import type { TargetOptions } from '../model/planning.ts';
import type { Finding } from '../model/report.ts';
import type { Effort, Plan, Wave, Workload } from '../model/workload.ts';

/** Languages in which a finding is configuration or infrastructure, not code of a workload. */
const NOT_CODE = new Set([
  'terraform',
  'bicep',
  'arm',
  'yaml',
  'json',
  'xml',
  'toml',
  'ini',
  'properties',
  'dotenv',
  'shell',
  'powershell',
  'dockerfile',
]);

export function roadmapOf(
  workloads: readonly Workload[],
  findings: readonly Finding[],
  catalogue: Catalogue,
  target: TargetOptions,
): Wave[] {
  const ties = findings.filter(finding => finding.tie);
  if (ties.length === 0 && workloads.length === 0) return [];
  const planned = workloads.map(workload => ({
    workload,
    plan: workload.plans.find(plan => plan.recommended),
  }));
  const kindOf = new Map(planned.map(({ workload, plan }) => [workload.id, waveOf(catalogue.waves, workload, plan)]));
  const prepared = new Set<Finding>();
  const moving = new Set(workloads.map(workload => workload.component));
  const waves: Omit<Wave, 'number'>[] = [];
  for (const kind of catalogue.waves) {
    const own = planned.filter(({ workload }) => kindOf.get(workload.id) === kind).sort(byBenefit);
    const preparing = ties.filter(tie => !prepared.has(tie) && belongsTo(kind, tie, moving));
    for (const tie of preparing) prepared.add(tie);
    if (own.length === 0 && preparing.length === 0 && !kind.prepares && !kind.closes) continue;
    waves.push({
      title: kind.title,
      why: kind.why,
      workloads: own.map(({ workload }) => workload.id),
      prerequisites: [
        ...kind.prerequisites.map(text => fill(text, planned, target)),
        ...own.flatMap(({ workload }) => waitsFor(workload, workloads, kindOf, kind, catalogue.waves)),
      ],
      exitTest: fill(kind.exitTest, planned, target),
      effort: sum([...own.flatMap(({ plan }) => plan?.effort ?? []), groupsOf(preparing)]),
    });
  }
  return waves.map((wave, i) => ({ number: i + 1, ...wave }));
}

/** Ties that no plan of a workload counts. */
function belongsTo({ prepares, unclaimed, closes }: WaveKind, tie: Finding, moving: ReadonlySet<string>): boolean {
  if (isCode(tie)) return unclaimed === true && !moving.has(tie.component);
  return (prepares?.includes(tie.dimension) ?? false) || closes === true;
}

function isCode(finding: Finding): boolean {
  return !NOT_CODE.has(finding.language);
}

function waveOf(waves: readonly WaveKind[], { api }: Workload, plan: Plan | undefined): WaveKind | undefined {
  return waves.find(({ when }) => {
    if (!when) return false;
    if (when.noPlan) return plan === undefined;
    if (!plan) return false;
    if (when.fidelity && !when.fidelity.includes(plan.fidelity)) return false;
    return when.api === undefined || when.api.includes(api);
  });
}

interface Planned {
  readonly workload: Workload;
  readonly plan: Plan | undefined;
}

/** Least effort for each call site first. */
function byBenefit(a: Planned, b: Planned): number {
  return price(a) - price(b) || compareText(a.workload.id, b.workload.id);
}

function price({ workload, plan }: Planned): number {
  const effort = plan ? (plan.effort.low + plan.effort.high) / 2 : 0;
  return effort / (1 + Math.log2(1 + workload.callSites.length));
}

/** Points of ties by component and rule, repeats sub-linearly, as in the summary. */
function groupsOf(ties: readonly Finding[]): Effort {
  const groups = new Map<string, Finding[]>();
  for (const tie of ties) {
    const key = `${tie.component}\0${tie.ruleId}`;
    const group = groups.get(key);
    if (group) group.push(tie);
    else groups.set(key, [tie]);
  }
  return sum([...groups.values()].map(group => repeated(group[0]?.advice.effort ?? { low: 0, high: 0 }, group.length)));
}

/** What reads vectors waits for the index built with the new ones; they share a component. */
function waitsFor(
  workload: Workload,
  all: readonly Workload[],
  kindOf: ReadonlyMap<string, WaveKind | undefined>,
  kind: WaveKind,
  order: readonly WaveKind[],
): string[] {
  if (workload.api === 'embeddings') return [];
  return all
    .filter(other => other.api === 'embeddings' && other.component === workload.component)
    .filter(other => {
      const theirs = kindOf.get(other.id);
      return theirs !== undefined && order.indexOf(theirs) < order.indexOf(kind);
    })
    .map(other => `The new index of ${other.id}, for ${workload.id} in the same component.`);
}

function fill(text: string, planned: readonly Planned[], target: TargetOptions): string {
  const plans = planned.flatMap(({ plan }) => plan ?? []);
  const list = (items: readonly string[], none: string): string =>
    items.length === 0 ? none : [...new Set(items)].sort(compareText).join(', ');
  const values: Readonly<Record<string, string>> = {
    endpoints: list(
      plans.map(plan => plan.target.endpoint),
      'the endpoints in use',
    ),
    models: list(
      plans.flatMap(plan => plan.target.modelIds.slice(0, 1)),
      'the models chosen',
    ),
    regions: target.region ?? 'the region chosen',
    workloads: plural(planned.length, 'workload'),
  };
  return text.replace(/\{(endpoints|models|regions|workloads)\}/g, (_, name: string) => values[name] ?? '');
}
