/** What a scan is asked to do. */
import type { LoadedConfig } from '../config/index.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Catalog, Inventory } from '../model/snapshot.ts';

export interface ScanOptions {
  /** Files or folders; one report covers them all. */
  readonly roots: readonly string[];
  readonly cwd: string;
  /** What `untether.yaml` says; nothing when absent. */
  readonly config?: LoadedConfig;
  readonly rulesPaths?: readonly string[];
  readonly dimensions?: readonly string[];
  readonly onProgress?: (progress: { files: number; read: number }) => void;
  readonly timestamp?: string;
  readonly signal?: AbortSignal;
  /** Deployment name → model, where the code base does not say it. */
  readonly models?: Readonly<Record<string, string>>;
  /** What is really deployed on the source side. */
  readonly inventory?: Inventory;
  /** What the account and region really have on the target side. */
  readonly catalog?: Catalog;
  /** Names of the files the two came from, for the report. */
  readonly snapshotFiles?: { readonly inventory: readonly string[]; readonly catalog: readonly string[] };
  /** For tests: rules already loaded. */
  readonly ruleSet?: RuleSet;
}
