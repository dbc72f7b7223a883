/** What planning is given and what it gives: workloads in, plans, strategies, roadmap and score out. */
import type { Catalogue } from './catalogue.ts';
import type { CodeBook } from './code.ts';
import type { Deployment, OpenQuestion } from './estate.ts';
import type { Finding } from './report.ts';
import type { Client, Score, Strategy, StrategySummary, TargetModel, Wave, Workload } from './workload.ts';

/** A workload as resolve makes it. */
export type UnplannedWorkload = Omit<Workload, 'plans' | 'ruledOut'>;

/** Where and how the code is to land. */
export interface TargetOptions {
  /** Region of the target; without one, ids and addresses keep a hole. */
  readonly region?: string;
  /** Geography that data must not leave. */
  readonly residency?: string;
  /** `openai` (the default): the same vendor first; `any`: by what fits and what it costs. */
  readonly prefer?: 'openai' | 'any';
  readonly strategy: Strategy | 'best';
}

export interface PlanningInput {
  readonly workloads: readonly UnplannedWorkload[];
  readonly findings: readonly Finding[];
  /** Workloads name theirs by place. */
  readonly clients: readonly Client[];
  readonly deployments: readonly Deployment[];
  /** What resolve already asks; not asked twice. */
  readonly openQuestions: readonly OpenQuestion[];
  readonly catalogue: Catalogue;
  readonly target: TargetOptions;
  /** Suggested code; plans show none without it. */
  readonly code?: CodeBook;
  /** What a catalogue of the account says of an id at an endpoint. */
  readonly availability?: (
    modelId: string,
    endpoint: string,
    region?: string,
  ) => NonNullable<TargetModel['availability']>;
  /** Part of the score → weight, of the config. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface Planning {
  /** In the order of the input. */
  readonly workloads: readonly Workload[];
  readonly strategies: readonly StrategySummary[];
  readonly roadmap: readonly Wave[];
  readonly score: Score | null;
  /** To be appended to those of resolve. */
  readonly openQuestions: readonly OpenQuestion[];
}
