/** Many reports as one: what an organisation decides from. A public contract like the report (docs/reports.md). */
import type { Confidence, Dimension, Fidelity, Severity } from './rule.ts';
import type { Effort, Strategy } from './workload.ts';

type Counts<K extends string> = Readonly<Partial<Record<K, number>>>;

export interface Repository {
  /** `owner/name` where the report knows its remote, else the name of the scanned folder; told apart by a number. */
  readonly name: string;
  readonly remote?: string;
  readonly commit?: string;
  readonly ties: number;
  readonly files: number;
  readonly workloads: number;
  readonly openQuestions: number;
  /** Null where nothing ties the code. */
  readonly score: number | null;
  /** Of the roadmap where there is one, else of all ties. */
  readonly effort: Effort;
  readonly bySeverity: Counts<Severity>;
  readonly byDimension: Counts<Dimension>;
  readonly byFidelity: Counts<Fidelity>;
  readonly byConfidence: Counts<Confidence>;
  readonly strategy?: Strategy;
  readonly factsAsOf: string;
}

export interface PortfolioModel {
  /** `not found` for workloads whose model is not known. */
  readonly name: string;
  readonly workloads: number;
  readonly callSites: number;
  readonly repositories: number;
  /** First model id of each recommended plan, most frequent first. */
  readonly targets: readonly string[];
  readonly byFidelity: Counts<Fidelity>;
}

export interface PortfolioDimension {
  readonly dimension: Dimension;
  readonly ties: number;
  readonly repositories: number;
}

export interface PortfolioOwner {
  readonly owner: string;
  readonly ties: number;
  readonly workloads: number;
  readonly repositories: number;
}

/** Something that more than one repository names: it moves once, and for all of them. */
export interface Shared {
  readonly kind: 'gateway' | 'account' | 'endpoint';
  readonly name: string;
  readonly repositories: readonly string[];
}

export interface PortfolioWave {
  readonly title: string;
  readonly repositories: number;
  readonly workloads: number;
  readonly effort: Effort;
}

export interface Portfolio {
  readonly schemaVersion: 1;
  readonly kind: 'portfolio';
  readonly tool: { readonly name: 'untether'; readonly version: string };
  /** Rule sets the reports were made with; more than one means figures were counted by different rules. */
  readonly rulesets: readonly { readonly version: string; readonly digest: string; readonly repositories: number }[];
  /** Date of the oldest facts in any of them. */
  readonly factsAsOf: string;
  readonly summary: {
    readonly repositories: number;
    readonly tied: number;
    readonly ties: number;
    readonly files: number;
    readonly workloads: number;
    readonly openQuestions: number;
    readonly effort: Effort;
    readonly bySeverity: Counts<Severity>;
    readonly byFidelity: Counts<Fidelity>;
  };
  /** Most to do first. */
  readonly repositories: readonly Repository[];
  readonly models: readonly PortfolioModel[];
  readonly dimensions: readonly PortfolioDimension[];
  readonly owners: readonly PortfolioOwner[];
  readonly shared: readonly Shared[];
  readonly waves: readonly PortfolioWave[];
}
