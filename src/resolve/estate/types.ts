/** What the estate is built from and what it answers: the contract with the linking of code and with the scan. */
import type { Fact, ResourceFact, Value } from '../../model/fact.ts';
import type { Account, Deployment, OpenQuestion, Setting } from '../../model/estate.ts';
import type { Place } from '../../model/place.ts';
import type { Program } from '../../model/program.ts';
import type { CanonicalResource, Confidence } from '../../model/rule.ts';
import type { Client, ModelBasis } from '../../model/workload.ts';

/** One file that was read. */
export interface EstateFile {
  readonly path: string;
  /** Language of its reader. */
  readonly language: string;
  readonly facts: readonly Fact[];
  /** Infrastructure code once more, not yet evaluated. */
  readonly program?: Program;
}

/** A deployment that a snapshot of the live service knows. */
export interface InventoryDeployment {
  readonly name: string;
  readonly model: string;
  readonly version?: string;
  readonly sku?: string;
  readonly capacity?: number;
  readonly policy?: string;
  readonly account?: string;
  readonly region?: string;
}

export interface EstateInput {
  /** Every file that was read, in the order of the tree; infrastructure facts linked within their modules. */
  readonly files: readonly EstateFile[];
  /** Canonical names of a resource, as rules use them: `cognitive.account`, `cognitive.account/openai`. */
  readonly canonical: (fact: ResourceFact) => readonly string[];
  /** What a setting of this name feeds when the name says that it belongs to the service; else `undefined`. */
  readonly feeds: (name: string, path: string) => Setting['feeds'] | undefined;
  /** Facts that rules took for ties, with what they feed: such settings carry a value of the service, whatever their name. */
  readonly ties: ReadonlyMap<Fact, Setting['feeds']>;
  /** Canonical types of infrastructure. */
  readonly resources: readonly CanonicalResource[];
  /** Whether a name in infrastructure code says that it belongs to the service. */
  readonly isServiceWord: (name: string) => boolean;
  /** Whether a text only says where to put the real value. */
  readonly isPlaceholder: (text: string) => boolean;
  /** Whether a text is the name of a model of the service. */
  readonly isModel: (text: string) => boolean;
  /** What the user says of deployments, by name, for the files below a path. */
  readonly models?: (path: string) => Readonly<Record<string, { readonly name: string; readonly version?: string }>>;
  readonly inventory?: readonly InventoryDeployment[];
}

/** What a value given for a deployment may mean. */
export interface DeploymentCandidate {
  /** Unknown parts are `*`. */
  readonly name: string;
  readonly model?: string;
  readonly version?: string;
  readonly basis?: ModelBasis;
  readonly sku?: string;
  readonly capacity?: number;
  readonly policy?: string;
  readonly account?: string;
  readonly region?: string;
  /** Where it is deployed; absent when the name is known and nothing here deploys it. */
  readonly defined?: Place;
  /** Names of the settings travelled, nearest to the code first. */
  readonly via: readonly string[];
  /** Places that lead to it, in order. */
  readonly from: readonly Place[];
  readonly confidence: Confidence;
}

/** One value a setting may have. */
export interface SettingValue {
  /** Unknown parts are `*`; absent for what is no text. */
  readonly text?: string;
  /** Where it is written. */
  readonly at: Place;
  /** Names of the settings travelled, nearest to the code first. */
  readonly via: readonly string[];
  readonly from: readonly Place[];
}

/** What the linking of code found out about names. */
export interface EstateUses {
  readonly clients: readonly Client[];
  /** One per place where a deployment is named to the service. */
  readonly deployments: readonly {
    readonly at: Place;
    readonly value: Value;
    readonly candidates: readonly DeploymentCandidate[];
  }[];
  /** Reads that are no read of an environment variable: a bound options class, a property of a configuration record. */
  readonly reads: readonly { readonly name: string; readonly at: Place; readonly feeds: Setting['feeds'] }[];
}

/** The part of the report that the estate gives. */
export interface EstateReport {
  readonly deployments: readonly Deployment[];
  readonly settings: readonly Setting[];
  readonly accounts: readonly Account[];
  readonly openQuestions: readonly OpenQuestion[];
}

export interface Estate {
  /** Which deployments a value given at a place may mean, best first; empty when nothing at all is known. */
  resolveDeployment(value: Value, at: Place): readonly DeploymentCandidate[];
  /** The values a setting may have at a place, the one that wins first. Secrets are not masked. */
  settingValues(name: string, at: Place): readonly SettingValue[];
  /** Names of settings that carry a value of the service and do not say so. */
  keywords(): readonly string[];
  /** Called once, when the links of code are known. */
  finish(uses: EstateUses): EstateReport;
}
