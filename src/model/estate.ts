/**
 * What the code base says of the service it uses: deployments, settings, accounts, and what it leaves open. Part of the
 * report's contract (docs/report.md).
 */
import type { Place } from './place.ts';
import type { Confidence } from './rule.ts';
import type { ModelBasis } from './workload.ts';

export interface Deployment {
  readonly name: string;
  readonly model?: string;
  readonly version?: string;
  /** Where the model's name comes from. */
  readonly basis?: ModelBasis;
  readonly sku?: string;
  readonly capacity?: number;
  /** Content policy it names. */
  readonly policy?: string;
  readonly account?: string;
  readonly region?: string;
  readonly defined?: Place;
  readonly usedBy: readonly Place[];
  /** Names of the settings it travels through. */
  readonly via: readonly string[];
  readonly confidence: Confidence;
}

export const FEEDS = ['endpoint', 'key', 'deployment', 'version', 'model', 'other'] as const;

export interface Setting {
  readonly name: string;
  readonly feeds: (typeof FEEDS)[number];
  readonly reads: readonly Place[];
  readonly definitions: readonly Place[];
  /** The value that wins where the text says it, secrets masked. */
  readonly value?: string;
}

/** What stands around an account in infrastructure code. */
export const ACCOUNT_PARTS = [
  'role',
  'private-endpoint',
  'dns-zone',
  'network-rule',
  'diagnostics',
  'alert',
  'customer-key',
  'gateway',
  'content-policy',
  'project',
  'commitment',
] as const;

export interface AccountPart extends Place {
  readonly kind: (typeof ACCOUNT_PARTS)[number];
  readonly name?: string;
  readonly confidence: Confidence;
}

export interface Account {
  readonly name: string;
  readonly kind?: string;
  readonly region?: string;
  readonly sku?: string;
  readonly defined: Place;
  readonly deployments: readonly string[];
  readonly parts: readonly AccountPart[];
  readonly confidence: Confidence;
}

export interface OpenQuestion {
  /** Stable identifier of its sort: `deployment-undefined`, `client-unknown`, `model-unknown` … */
  readonly code: string;
  readonly question: string;
  /** What would answer it. */
  readonly closes: string;
  readonly places: readonly Place[];
}
