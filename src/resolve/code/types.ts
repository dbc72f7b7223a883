/** What linking of code takes and gives. */
import type { Fact, Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Where } from '../../model/rule.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { CallSite, Client } from '../../model/workload.ts';
import type { OpenQuestion } from '../../model/estate.ts';

export interface CodeFile {
  readonly path: string;
  readonly language: string;
  readonly facts: readonly Fact[];
}

export interface CodeInput {
  /** Files of code that were read, in any order. */
  readonly files: readonly CodeFile[];
  /** Files of settings and manifests that were read: some are clients themselves. */
  readonly others?: readonly CodeFile[];
  /** Every file of the tree, read or not: what an import may lead to. */
  readonly paths: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly componentOf: (path: string) => string;
  /** Does the condition hold on the call? Conditions are the rules' own. */
  readonly holds: (where: Where, fact: Fact, path: string) => boolean;
  /** Names of settings that are known to carry the service's endpoint, whatever they are called. */
  readonly tiedSettings?: ReadonlySet<string>;
}

/** A client with what it was made with, as values. */
export interface LinkedClient {
  readonly client: Client;
  readonly deployment: readonly Value[];
  readonly endpoint: readonly Value[];
}

/** A call with the value that names its model or deployment, and where that stands. */
export interface LinkedCall {
  readonly site: CallSite;
  /** Place of the client in `clients`; undefined where there is none. */
  readonly client: LinkedClient | undefined;
  readonly component: string;
  /** What may name the deployment; empty where nothing does. */
  readonly model: readonly { readonly value: Value; readonly at: Place }[];
}

/** Files that links lead to and that were not read. */
export interface Wanted {
  /** Files to read, by path. */
  readonly paths: ReadonlySet<string>;
  /** A file that holds one of `names` and one of `modules` (where there are any) uses what is tied. */
  readonly uses: readonly { readonly names: readonly string[]; readonly modules: readonly string[] }[];
}

export interface CodeLinks {
  readonly clients: readonly LinkedClient[];
  readonly calls: readonly LinkedCall[];
  readonly questions: readonly OpenQuestion[];
  readonly wanted: Wanted;
  /** True when following everything would have taken too long; what was left open is asked in `questions`. */
  readonly exhausted: boolean;
}
