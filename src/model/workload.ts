/**
 * What runs today and what it becomes: workloads with their clients, call sites and plans, the strategies compared over
 * the whole report, the roadmap and the score. Part of the report's contract (docs/report.md).
 */
import type { Confidence, Dimension, Fidelity, Source } from './rule.ts';
import type { Place } from './place.ts';

export interface Effort {
  /** Points, never days (docs/effort.md). */
  readonly low: number;
  readonly high: number;
}

/** Ways to land on the target; every workload is planned under each that can work for it. */
export const STRATEGIES = ['openai-on-bedrock', 'bedrock-native', 'gateway'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** API surfaces a workload can use. */
export const APIS = [
  'chat',
  'responses',
  'completions',
  'embeddings',
  'assistants',
  'batch',
  'realtime',
  'images',
  'audio',
  'video',
  'fine-tuning',
  'files',
  'on-your-data',
  'agents',
  'unknown',
] as const;
export type Api = (typeof APIS)[number];

/** What a call relies on; each matters to what the target can do. */
export const FEATURES = [
  'streaming',
  'tools',
  'structured-output',
  'json-mode',
  'vision',
  'file-input',
  'audio-input',
  'dimensions',
  'logprobs',
  'n',
  'seed',
  'sampling',
  'penalties',
  'logit-bias',
  'stop',
  'max-tokens',
  'max-completion-tokens',
  'reasoning-effort',
  'prediction',
  'store',
  'previous-response',
  'background',
  'file-search',
  'code-interpreter',
  'web-search',
  'computer-use',
  'mcp',
  'on-your-data',
  'content-filter-handling',
  'retry-headers',
] as const;
export type Feature = (typeof FEATURES)[number];

/** What a client is given for its endpoint, credential or version. */
export interface ClientInput {
  /** The value where the text says it, secrets masked; holes of a template as `*`. */
  readonly value?: string;
  /** Names of the settings it is read from, nearest first. */
  readonly settings: readonly string[];
  /** Places the value passes through on its way to the client. */
  readonly from: readonly Place[];
  readonly confidence: Confidence;
}

/** One place that makes a client, configures a module as one, or declares one (a prompt file, a binding). */
export interface Client extends Place {
  /** Canonical class, factory or format: `openai.AzureOpenAI`, `prompty`. */
  readonly name: string;
  readonly language: string;
  readonly component: string;
  /** False for a branch that reaches another provider: shown because calls may go there, and no tie. */
  readonly tie: boolean;
  /** False when no call of it was found. */
  readonly used: boolean;
  /** The condition under which it is made, as written, where a branch decides. */
  readonly condition?: string;
  readonly endpoint?: ClientInput;
  readonly credential?: ClientInput & { readonly kind: 'key' | 'token' | 'unknown' };
  readonly version?: ClientInput;
  readonly deployment?: ClientInput;
}

export interface CallSite extends Place {
  /** Null where the call was found and its client was not. */
  readonly client: Place | null;
  readonly api: Api;
  /** The operation as the code calls it: `chat.completions.create`. */
  readonly call: string;
  /** `api` calls the service; `wrapper` calls a function of this code base that does. */
  readonly level: 'api' | 'wrapper';
  readonly features: readonly Feature[];
  /** Places between the call and its client, in order. */
  readonly hops: readonly Place[];
  /** The condition under which this client is the one called, as written. */
  readonly condition?: string;
  readonly confidence: Confidence;
}

/** Where a model's name comes from; `hint` is a guess from a name and is labelled so wherever it is shown. */
export type ModelBasis = 'infrastructure' | 'settings' | 'code' | 'config' | 'inventory' | 'hint';

export interface WorkloadModel {
  readonly name: string;
  readonly version?: string;
  readonly from: readonly Place[];
  readonly basis: ModelBasis;
  readonly confidence: Confidence;
  /** Announced end on the source side, with the date of that knowledge. */
  readonly retires?: { readonly date: string; readonly source: Source };
}

export interface Price {
  /** Per million tokens unless `unit` says otherwise. */
  readonly input?: number;
  readonly output?: number;
  readonly unit: string;
  readonly currency: string;
  readonly basis?: string;
  readonly source: Source;
}

export type Relation =
  | 'same-model'
  | 'same-vendor-newer'
  | 'same-vendor-older'
  | 'same-vendor-open-weights'
  | 'different-vendor'
  | 'different-service';

/** One model that could serve a workload on the target, best first. */
export interface TargetModel {
  /** Key in `rules/models.yaml`. */
  readonly key: string;
  readonly name: string;
  readonly vendor: string;
  /** The exact id in the exact form for the plan's endpoint; null while no source confirms one. */
  readonly id: string | null;
  readonly form: 'bare' | 'profile';
  readonly relation: Relation;
  /** Regions it is documented for at this endpoint; empty when none is confirmed. */
  readonly regions: readonly string[];
  readonly context?: number;
  readonly maxOutput?: number;
  readonly prices: readonly Price[];
  /** What the workload uses and this model or endpoint is not confirmed to serve. */
  readonly unmet: readonly Feature[];
  /** Only with a catalog of the account. */
  readonly availability?: 'available' | 'needs-entitlement' | 'not-in-region' | 'unknown';
  readonly caveats: readonly string[];
  readonly sources: readonly Source[];
}

export interface EffortReason {
  readonly what: string;
  readonly low: number;
  readonly high: number;
  /** Points for one place and how many places, where the part repeats: `each × (1 + log2(places))`. */
  readonly each?: Effort;
  readonly places?: number;
}

/** A before and after in the user's own names. */
export interface CodeExample {
  readonly language: string;
  readonly before: string;
  readonly after: string;
}

export interface Plan {
  readonly strategy: Strategy;
  readonly recommended: boolean;
  /** Why this one, or why not, in a sentence. */
  readonly reason: string;
  readonly fidelity: Fidelity;
  /** How sure the plan is: no surer than the model it is for and the facts it rests on. */
  readonly confidence: Confidence;
  /** What has to be true for the plan to hold, where that is not known. */
  readonly assumes?: string;
  readonly effort: Effort;
  /** What the effort is made of; adds up to it. */
  readonly reasons: readonly EffortReason[];
  readonly target: {
    /** `bedrock-runtime`, `bedrock-mantle` or another documented endpoint. */
    readonly endpoint: string;
    readonly baseUrl?: string;
    readonly api: string;
    /** Confirmed ids only, best first, in the form this endpoint takes. */
    readonly modelIds: readonly string[];
    readonly models: readonly TargetModel[];
  };
  readonly changes: readonly string[];
  readonly risks: readonly string[];
  readonly caveats: readonly string[];
  readonly sources: readonly Source[];
  readonly code: readonly CodeExample[];
  readonly newLockIn?: string;
  readonly portable?: string;
}

export interface Workload {
  /** Stable over runs while component, model and API stay. */
  readonly id: string;
  readonly component: string;
  readonly owners: readonly string[];
  readonly api: Api;
  readonly model: WorkloadModel | null;
  readonly clients: readonly Place[];
  readonly callSites: readonly CallSite[];
  readonly features: readonly Feature[];
  /** Names of its deployments. */
  readonly deployments: readonly string[];
  readonly endpoint?: string;
  readonly credential?: 'key' | 'token' | 'both';
  readonly region?: string;
  /** Plans that can work, recommended first; empty where none can and `openQuestions` says why. */
  readonly plans: readonly Plan[];
  /** Strategies that cannot carry it, and why. */
  readonly ruledOut: readonly { readonly strategy: Strategy; readonly reason: string }[];
}

/** One strategy over the whole report. */
export interface StrategySummary {
  readonly strategy: Strategy;
  readonly recommended: boolean;
  readonly reason: string;
  /** How many workloads it can carry, and how many there are. */
  readonly carries: number;
  readonly of: number;
  readonly byFidelity: Readonly<Partial<Record<Fidelity, number>>>;
  readonly effort: Effort;
  readonly newLockIn: readonly string[];
}

export interface Wave {
  readonly number: number;
  readonly title: string;
  readonly why: string;
  /** Ids of workloads; empty for a wave that only prepares. */
  readonly workloads: readonly string[];
  readonly prerequisites: readonly string[];
  /** How to tell that it is done. */
  readonly exitTest: string;
  readonly effort: Effort;
}

export interface ScorePart {
  readonly name: string;
  /** What holds the code: weights of its ties and workloads, added up. */
  readonly load: number;
  /** Points lost of 100: its share of the load. */
  readonly lost: number;
  readonly detail: string;
}

/** 0 to 100, the higher the easier to move (docs/score.md): `100 × 25 / (25 + load)`. */
export interface Score {
  readonly value: number;
  readonly load: number;
  readonly parts: readonly ScorePart[];
  readonly byComponent: readonly { readonly component: string; readonly value: number; readonly load: number }[];
  readonly byDimension: readonly { readonly dimension: Dimension; readonly value: number; readonly load: number }[];
}
