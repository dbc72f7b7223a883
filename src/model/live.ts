/**
 * What live snapshots add to a report: where code, infrastructure code and reality differ, and what is at stake. Part of
 * the report's contract (docs/report.md). Present only when a snapshot was given.
 */
import type { Place } from './place.ts';

/** One difference between the text and what is deployed. */
export interface Drift {
  /** `unused`: deployed and used by no code; `missing`: used and deployed nowhere; `differs`: declared otherwise than deployed. */
  readonly kind: 'unused' | 'missing' | 'differs';
  /** Name of the deployment. */
  readonly deployment: string;
  readonly account?: string;
  /** `model`, `version`, `sku`, `capacity` … for `differs`. */
  readonly field?: string;
  readonly declared?: string;
  readonly actual?: string;
  readonly places: readonly Place[];
  /** What to do about it. */
  readonly advice: string;
}

/** Money bound by a promise: provisioned throughput, commitments. */
export interface Commitment {
  readonly kind: 'provisioned-throughput' | 'commitment-plan' | 'reservation';
  readonly name: string;
  readonly account?: string;
  readonly amount?: string;
  readonly until?: string;
  readonly advice: string;
}

/** A deployed model version whose end is announced. */
export interface Retirement {
  readonly deployment: string;
  readonly account: string;
  readonly model: string;
  readonly version?: string;
  /** ISO date, as the snapshot had it. */
  readonly date: string;
}

export interface Live {
  /** Snapshots given, by file name, with the time each was taken. */
  readonly snapshots: readonly {
    readonly file: string;
    readonly kind: 'azure-inventory' | 'bedrock-catalog';
    readonly takenAt?: string;
    /** What the snapshot could not see. */
    readonly gaps: readonly string[];
  }[];
  readonly drift: readonly Drift[];
  readonly commitments: readonly Commitment[];
  readonly retirements: readonly Retirement[];
}
