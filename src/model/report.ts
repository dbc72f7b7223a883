/**
 * The report: the one object every output is rendered from. A public, versioned contract (docs/report.md,
 * schemas/report.schema.json). Same input, same bytes: no clock, no absolute path, no random order.
 */
import type { EffortProfile } from './catalogue.ts';
import type { Cell } from './span.ts';
import type { Account, Deployment, OpenQuestion, Setting } from './estate.ts';
import type { Comparison, SuppressionNotice } from './gate.ts';
import type { Live } from './live.ts';
import type { Confidence, Dimension, Fidelity, Severity, Source } from './rule.ts';
import type { Translation } from './translation.ts';
import type { Client, Score, Strategy, StrategySummary, Wave, Workload } from './workload.ts';

export type { Account, AccountPart, Deployment, OpenQuestion, Setting } from './estate.ts';
export type { Arrival, Comparison, SuppressionNotice } from './gate.ts';
export type { Commitment, Drift, Live, Retirement } from './live.ts';
export type { Place } from './place.ts';
export type { Topic, Translation } from './translation.ts';
export type { CallSite, Client, Plan, Score, Strategy, StrategySummary, Wave, Workload } from './workload.ts';

export interface Location {
  /** Relative to the scanned root, forward slashes. */
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell?: Cell;
}

export interface Advice {
  /** Key into the equivalents, `identity/entra-token-provider`. */
  readonly equivalent: string;
  readonly title: string;
  readonly fidelity: Fidelity;
  /** Points for one such place. */
  readonly effort: { readonly low: number; readonly high: number };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly portable?: string;
  readonly newLockIn?: string;
  readonly caveats: readonly string[];
  readonly sources: readonly Source[];
}

export interface FindingPart {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly line: number;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Excused by itself, by a comment on its own line. */
  readonly suppressed?: boolean;
}

export interface Finding {
  readonly ruleId: string;
  readonly title: string;
  readonly message: string;
  readonly dimension: Dimension;
  /** False for context that never fails a build. */
  readonly tie: boolean;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly location: Location;
  /** What inside this construct belongs to it: same dimension, no findings of their own. */
  readonly related?: readonly Location[];
  /** The line it stands on, trimmed, secrets redacted. */
  readonly snippet: string;
  /** Column in the file at which the snippet starts, so that a reader can mark the place in it. */
  readonly snippetColumn?: number;
  readonly fingerprint: string;
  /** Id of the component it belongs to. */
  /** Ties of its dimension that stand inside it: no findings of their own, but known to the gate one by one. */
  readonly parts?: readonly FindingPart[];
  readonly component: string;
  readonly owners: readonly string[];
  readonly status: 'new' | 'baseline' | 'suppressed';
  readonly suppression?: { readonly kind: 'code' | 'config'; readonly reason: string; readonly until?: string };
  readonly language: string;
  readonly level: 'parsed' | 'text';
  readonly advice: Advice;
  readonly workload?: string;
}

export interface Component {
  /** Path of its folder; `.` for the root. */
  readonly id: string;
  readonly name: string;
  /** What makes it a component: `package.json`, `pyproject.toml`, `terraform`, `bicep`, `root` … */
  readonly kind: string;
  readonly owners: readonly string[];
  readonly findings: number;
  readonly ties: number;
  readonly byDimension: Readonly<Partial<Record<Dimension, number>>>;
}

export interface ReportDiagnostic {
  readonly path: string;
  readonly line?: number;
  readonly code: string;
  readonly message: string;
}

export interface Coverage {
  /** Files met by the walk, ignored ones not counted. */
  readonly walked: number;
  /** Files of a kind some reader takes. */
  readonly readable: number;
  /** Files a reader opened because a keyword occurred in them. */
  readonly read: number;
  /** Files of a readable kind without any keyword: looked through, nothing to parse. */
  readonly clean: number;
  /** Not read, by reason: `too-large`, `binary`, `unreadable`, `no-reader`, `excluded` … */
  readonly skipped: Readonly<Record<string, number>>;
  readonly languages: Readonly<
    Record<string, { readonly files: number; readonly level: 'parsed' | 'text'; readonly findings: number }>
  >;
}

export interface Summary {
  readonly tied: boolean;
  readonly findings: number;
  readonly ties: number;
  readonly context: number;
  readonly files: number;
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
  readonly byDimension: Readonly<Partial<Record<Dimension, number>>>;
  readonly byFidelity: Readonly<Partial<Record<Fidelity, number>>>;
  readonly byConfidence: Readonly<Partial<Record<Confidence, number>>>;
  readonly byStatus: Readonly<Record<'new' | 'baseline' | 'suppressed', number>>;
  /** Points over all ties, repeats of one tie counted sub-linearly (docs/effort.md). */
  readonly effort: { readonly low: number; readonly high: number };
}

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'untether'; readonly version: string };
  readonly ruleset: { readonly version: string; readonly digest: string; readonly factsAsOf: string };
  readonly target: {
    readonly provider: 'bedrock';
    readonly region?: string;
    readonly residency?: string;
    readonly prefer?: 'openai' | 'any';
    readonly strategy: Strategy | 'best';
  };
  /** Name of the scanned folder, never its absolute path. */
  readonly root: string;
  readonly git: {
    readonly commit?: string;
    readonly branch?: string;
    readonly dirty?: boolean;
    /** Path of the scanned root inside its repository, `services/rag/`; absent at the top. */
    readonly prefix?: string;
    /** With several scanned folders: what their paths begin with here → in the repository. */
    readonly prefixes?: Readonly<Record<string, string>>;
    /** Web address of the repository, `https://host/owner/name`, no credentials in it. */
    readonly remote?: string;
  };
  /** Present when findings were left out on request: what the report was narrowed to. */
  readonly narrowed?: {
    readonly dimensions?: readonly Dimension[];
    readonly minSeverity?: Severity;
    readonly minConfidence?: Confidence;
  };
  /** Only with `--timestamp`. */
  readonly timestamp?: string;
  /** Dates of the sources that advice and plans name; absent where nothing is advised. */
  readonly facts?: {
    readonly oldest: string;
    readonly newest: string;
    /** How many sources, and how many of them no vendor confirms. */
    readonly sources: number;
    readonly notConfirmed: number;
    /** Only with `--timestamp`: age of the oldest, and how many are older than `after` days. */
    readonly age?: { readonly days: number; readonly old: number; readonly after: number };
  };
  /** From points to days, for whoever wants days; absent where there is no effort. */
  readonly effortProfile?: EffortProfile;
  readonly summary: Summary;
  /** Null where nothing ties the code. */
  readonly score: Score | null;
  readonly findings: readonly Finding[];
  readonly workloads: readonly Workload[];
  /** Every client found, used or not; workloads name theirs by place. */
  readonly clients: readonly Client[];
  readonly strategies: readonly StrategySummary[];
  readonly roadmap: readonly Wave[];
  readonly components: readonly Component[];
  readonly deployments: readonly Deployment[];
  readonly settings: readonly Setting[];
  readonly accounts: readonly Account[];
  readonly openQuestions: readonly OpenQuestion[];
  /** What roles, endpoints, capacity units and metrics become; absent in reports of earlier versions. */
  readonly translations?: readonly Translation[];
  /** Only with live snapshots. */
  readonly live?: Live;
  /** Only when something was compared with. */
  readonly comparison?: Comparison;
  /** Suppressions that expired or excuse nothing; absent when there are none. */
  readonly suppressions?: readonly SuppressionNotice[];
  readonly diagnostics: readonly ReportDiagnostic[];
  readonly coverage: Coverage;
}
