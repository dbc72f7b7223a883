/** What a scan is asked to do. */
import type { LoadedConfig } from '../config/index.ts';
import type { Policy } from '../model/config.ts';
import type { Fact } from '../model/fact.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Diagnostic } from '../model/source.ts';
import type { Catalog, Inventory } from '../model/snapshot.ts';
import type { Root } from '../walk/roots.ts';
import type { Tree } from './tree.ts';

/** A file that was looked through, or read. */
export type SharedRead =
  | { readonly kind: 'clean' }
  | {
      readonly kind: 'read';
      readonly facts: readonly Fact[];
      readonly present: ReadonlySet<string>;
      readonly diagnostics: readonly Diagnostic[];
    };

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
  /** Read the code blocks of documents too, for information. */
  readonly includeDocs?: boolean;
  readonly signal?: AbortSignal;
  /** What is really deployed on the source side. */
  readonly inventory?: Inventory;
  /** What the account and region really have on the target side. */
  readonly catalog?: Catalog;
  /** Names of the files the two came from, for the report. */
  readonly snapshotFiles?: { readonly inventory: readonly string[]; readonly catalog: readonly string[] };
  /** The day suppressions with an end are judged on, `2027-03-31`; without it none has ended. */
  readonly today?: string;
  /** Another state of the files than that of the disk: of a commit, of the index. */
  readonly tree?: (roots: readonly Root[]) => Tree;
  /** What reading gave, by absolute path, for another scan of files of the same content. */
  readonly shared?: Map<string, SharedRead>;
  /** Settings by place that are known already, so that two states are judged alike. */
  readonly policy?: Policy;
  /** Rules already loaded. */
  readonly ruleSet?: RuleSet;
}
