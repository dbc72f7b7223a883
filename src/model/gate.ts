/** What a baseline or an earlier report adds to a report. Part of the report's contract (docs/report.md). */
import type { Place } from './place.ts';

/** A tie that is known from before and was not found again. */
export interface Gone {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly path: string;
  readonly count: number;
}

/** A tie that was not known before. */
export interface Arrival extends Place {
  readonly ruleId: string;
  readonly fingerprint: string;
}

/** Present when a baseline, a reference in git or an earlier report was compared with. */
export interface Comparison {
  readonly with: 'baseline' | 'since' | 'report';
  /** File or reference compared with, as given. */
  readonly name: string;
  /** How many findings are new. */
  readonly appeared: number;
  /** Which ones, where an earlier report was compared with; a gate marks the findings themselves as new. */
  readonly arrivals?: readonly Arrival[];
  readonly moved: readonly { readonly fingerprint: string; readonly from: string; readonly to: string }[];
  readonly gone: readonly Gone[];
  /** Known ties hidden from the gate. */
  readonly known: number;
  readonly score?: { readonly before: number; readonly after: number };
  /** The earlier report was made with other rules: part of the change may be theirs. */
  readonly rulesChanged?: boolean;
}

/** A suppression in code or config that should be looked at again. */
export interface SuppressionNotice extends Partial<Place> {
  /** `invalid`: it says nothing that could be followed, so it suppresses nothing. */
  readonly kind: 'expired' | 'unused' | 'invalid';
  readonly rule: string;
  readonly reason: string;
  readonly until?: string;
  /** What is wrong with one that is invalid. */
  readonly problem?: string;
}
