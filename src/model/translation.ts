/**
 * What single parts of the platform become on the other side: a role, a private endpoint, a capacity unit, a metric. The
 * knowledge is data (`rules/translations/`); a report holds the entries that apply to it. Part of the report's contract.
 */
import type { ACCOUNT_PARTS } from './estate.ts';
import type { Place } from './place.ts';
import type { Dimension, Fidelity, Source } from './rule.ts';

export const TOPICS = ['identity', 'network', 'capacity', 'observability'] as const;
export type Topic = (typeof TOPICS)[number];

/** One entry of `rules/translations/`. Within a topic the first entry that applies to a piece of evidence takes it. */
export interface TranslationEntry {
  readonly topic: Topic;
  /** `code` in backticks, as in all sentences of rules. */
  readonly from: string;
  readonly to: readonly string[];
  readonly detail?: string;
  readonly fidelity: Fidelity;
  readonly when: {
    /** Ids of rules, `*` for any run of characters. */
    readonly rules?: readonly string[];
    /** Findings of this dimension. */
    readonly dimension?: Dimension;
    /** Parts of accounts. */
    readonly parts?: readonly (typeof ACCOUNT_PARTS)[number][];
    /** SKUs of deployments. */
    readonly skus?: boolean;
    /** A pattern, any casing, that the evidence's own words must hold. */
    readonly text?: string;
  };
  readonly sources: readonly Source[];
}

/** An entry that applies, with the places it applies to. */
export interface Translation {
  readonly topic: Topic;
  readonly from: string;
  readonly to: readonly string[];
  readonly detail?: string;
  readonly fidelity: Fidelity;
  readonly places: readonly Place[];
  readonly sources: readonly Source[];
}
