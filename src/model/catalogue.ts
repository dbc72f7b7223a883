/**
 * What is known of models, endpoints and landings: `rules/models/*.yaml` and `rules/plans/*.yaml`, compiled into
 * `dist/catalogue.json`. Every fact carries its source; what no source confirms is absent or marked.
 */
import type { Fidelity, Source } from './rule.ts';
import type { Api, Effort, Feature, Relation, Strategy } from './workload.ts';

export type FactStatus = Source['status'];

/** What a source speaks of decides how fast it ages (docs/facts.md). */
export const FACT_KINDS = ['model', 'price', 'lifecycle', 'limits', 'advice', 'history'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export interface CatalogueSource extends Source {
  readonly key: string;
  readonly kind: FactKind;
}

export interface KnownNumber {
  readonly tokens: number;
  readonly status: FactStatus;
}

/** One id of a model at one endpoint, in the exact form that endpoint takes. */
export interface ModelId {
  readonly id: string;
  /** `in-region`, `global`, or the geography whose profile it is. */
  readonly scope: string;
  readonly status: FactStatus;
  /** All regions it is documented for; absent where no source lists them. */
  readonly regions?: readonly string[];
  /** Regions it is known in, where no source lists all. */
  readonly seen?: readonly string[];
}

export interface ModelAtEndpoint {
  /** Path of the OpenAI-shaped API below the host. */
  readonly path?: string;
  readonly ids: readonly ModelId[];
  readonly apis: Readonly<Record<string, FactStatus>>;
}

export interface KnownPrice {
  readonly input?: number;
  readonly output?: number;
  /** `1M tokens` unless it says otherwise. */
  readonly unit?: string;
  readonly basis: string;
  /** Scopes of ids it holds for; `geo` stands for every geography. */
  readonly scopes: readonly string[];
  readonly source: string;
  readonly asOf: string;
  readonly status: FactStatus;
}

/** A model, or a service that takes the place of one, on the target. */
export interface CatalogueModel {
  readonly key: string;
  readonly name: string;
  readonly vendor: string;
  /** Models that behave alike; `rules/plans/features.yaml` speaks of families. */
  readonly family: string;
  readonly kind: string;
  readonly status: 'active' | 'gated' | 'legacy' | 'ended';
  readonly launched?: string;
  readonly noEndBefore?: string;
  readonly portable?: boolean;
  readonly openWeights?: boolean;
  readonly fineTunable?: boolean;
  /** APIs it is known not to be offered for. */
  readonly lacks?: readonly string[];
  readonly context?: KnownNumber;
  readonly maxOutput?: KnownNumber;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly dimensions?: readonly number[];
  readonly endpoints: Readonly<Record<string, ModelAtEndpoint>>;
  readonly prices: readonly KnownPrice[];
  readonly caveats: readonly string[];
  /** Keys of sources. */
  readonly sources: readonly string[];
}

export interface Retirement {
  readonly version: string;
  readonly date: string;
  readonly lifecycle: string;
  readonly source: string;
}

/** A model as deployments name it today. */
export interface SourceModel {
  readonly names: readonly string[];
  readonly kind: string;
  /** Key of the same model on the target. */
  readonly same?: string;
  readonly tier?: string;
  readonly context?: number;
  readonly maxOutput?: number;
  readonly dimensions?: { readonly default: number; readonly shortenable: boolean };
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly apis: readonly Api[];
  readonly retirement: readonly Retirement[];
  readonly note?: string;
}

export interface TierEntry {
  readonly model: string;
  readonly relation: Relation;
  readonly fidelity?: Fidelity;
  /** The target's own documentation maps so. */
  readonly documented?: boolean;
  readonly why: string;
}

export interface EndpointPlace {
  readonly host: string;
  readonly baseUrl: string;
  /** Regions with a documented host; empty: wherever the service is. */
  readonly regions: readonly string[];
  readonly source: string;
}

export interface Geography {
  readonly name: string;
  /** Prefix of the profiles that stay inside it. */
  readonly profile?: string;
  readonly regions: readonly string[];
  /** Regions outside it that may call its profiles. */
  readonly callers?: readonly string[];
}

export interface Work {
  readonly what: string;
  readonly low: number;
  readonly high: number;
}

export interface Route {
  /** Where requests go. */
  readonly endpoint: string;
  readonly api: string;
  /** Where and under which APIs a model has to be listed for this route; the route's own by default. */
  readonly endpointOf?: string;
  readonly apiOf?: readonly string[];
  /** APIs of a model that make this one likely, not certain. */
  readonly assumedFrom?: readonly string[];
  readonly families?: readonly string[];
  /** Only models that can be tuned. */
  readonly tunable?: boolean;
  /** What the report calls the API. */
  readonly label?: string;
  readonly fidelity?: Fidelity;
  readonly work?: Work;
  readonly change?: string;
}

export interface StrategyLanding {
  readonly routes: readonly Route[];
  readonly fidelity?: Fidelity;
  readonly work?: Work;
  readonly changes: readonly string[];
  readonly risks: readonly string[];
  readonly caveats: readonly string[];
  readonly newLockIn?: string;
  readonly portable?: string;
  readonly sources: readonly string[];
}

export interface Landing {
  readonly api: Api;
  /** Planned as another API is. */
  readonly as?: Api;
  /** Kind of today's model → API it is planned as. */
  readonly byKind: Readonly<Record<string, Api>>;
  /** Tiers whose models are candidates while the model is unknown. */
  readonly tiers: readonly string[];
  /** What the name of the operation says of the tiers, for an unknown model. */
  readonly byCall: readonly { readonly includes: string; readonly tiers: readonly string[] }[];
  /** The tiers hold whatever the model is today. */
  readonly own?: boolean;
  /** False where no model is involved. */
  readonly models: boolean;
  readonly strategies: Readonly<Partial<Record<Strategy, StrategyLanding>>>;
  readonly without: Readonly<Partial<Record<Strategy, string>>>;
}

export interface FeatureCase {
  readonly strategy?: Strategy;
  readonly endpoint?: string;
  readonly api?: string;
  readonly family?: string;
  readonly sameModel?: boolean;
  readonly serves: 'yes' | 'unverified' | 'no';
  readonly fidelity?: Fidelity;
  readonly work?: Effort;
  readonly change?: string;
  readonly risk?: string;
  readonly lockIn?: string;
  readonly portable?: string;
  readonly sources: readonly string[];
}

export interface FeatureLanding {
  readonly feature: Feature;
  /** Input a model must take to be a candidate at all. */
  readonly needs?: string;
  readonly cases: readonly FeatureCase[];
}

/** How many days a point takes, in one team's experience or as an assumption. */
export interface EffortProfile {
  readonly name: string;
  readonly calibrated: boolean;
  readonly daysPerPoint: Effort;
  readonly note?: string;
}

export interface EffortTable {
  readonly configuration: Effort;
  readonly connector: Effort;
  readonly gateway: Effort;
  readonly client: Readonly<Record<Strategy, Effort>>;
  readonly call: Readonly<Record<Strategy, Effort>>;
  readonly wrapper: Readonly<Record<Strategy, Effort>>;
  readonly model: Readonly<Record<Relation | 'unknown', Effort>>;
  readonly dimensions: Effort;
  readonly profile: EffortProfile;
}

/** What a plan says besides, where its conditions hold. */
export interface PlanCondition {
  readonly when: {
    readonly endpoint?: string;
    /** Regular expression on the SKU of a deployment. */
    readonly sku?: string;
    readonly policy?: true;
    readonly tuned?: true;
    readonly credential?: readonly ('key' | 'token' | 'both')[];
  };
  /** Data stays in a zone today: whether it has to is asked. */
  readonly resident?: boolean;
  readonly change?: string;
  readonly risk?: string;
  readonly lockIn?: string;
  readonly portable?: string;
  readonly fidelity?: Fidelity;
  readonly work?: Work;
  readonly sources: readonly string[];
}

export interface KnownClients {
  /** Classes that reach any compatible server by configuration alone. */
  readonly plain: readonly string[];
  readonly frameworks: readonly {
    readonly name: string;
    readonly prefixes: readonly string[];
    readonly change: string;
    readonly sources: readonly string[];
  }[];
}

export interface WaveKind {
  readonly key: string;
  readonly title: string;
  readonly why: string;
  readonly when?: {
    readonly api?: readonly Api[];
    readonly fidelity?: readonly Fidelity[];
    readonly noPlan?: boolean;
  };
  /** Dimensions whose ties in infrastructure and settings it works off. */
  readonly prepares?: readonly string[];
  /** Ties in code of components that no workload belongs to. */
  readonly unclaimed?: boolean;
  /** The last one: everything that is left. */
  readonly closes?: boolean;
  readonly prerequisites: readonly string[];
  readonly exitTest: string;
}

export interface Catalogue {
  /** Of the oldest and the youngest source. */
  readonly oldest: string;
  readonly youngest: string;
  readonly digest: string;
  readonly sources: Readonly<Record<string, CatalogueSource>>;
  readonly models: readonly CatalogueModel[];
  readonly sourceModels: readonly SourceModel[];
  readonly tiers: Readonly<Record<string, readonly TierEntry[]>>;
  readonly endpoints: Readonly<Record<string, EndpointPlace>>;
  readonly geographies: Readonly<Record<string, Geography>>;
  /** Region of the source cloud → geography. */
  readonly sourceRegions: Readonly<Record<string, string>>;
  readonly landings: readonly Landing[];
  readonly features: readonly FeatureLanding[];
  readonly conditions: readonly PlanCondition[];
  readonly clients: KnownClients;
  readonly effort: EffortTable;
  readonly waves: readonly WaveKind[];
}
