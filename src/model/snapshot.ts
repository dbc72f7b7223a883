/**
 * Snapshots of what really is: accounts and deployments of the source side (inventory), models and profiles of the
 * target side (catalog). Taken by the live commands, given to a scan as files, so that a scan stays offline and
 * repeatable. Versioned, sorted, without secrets.
 */

/** What a snapshot could not see, and what would let it. */
export interface SnapshotGap {
  /** Subscription, account or region it is about. */
  readonly scope: string;
  /** What is missing: `accounts`, `deployments`, `inference profiles` … */
  readonly what: string;
  readonly reason: string;
  readonly remedy: string;
}

export interface InventoryDeployment {
  readonly name: string;
  readonly model?: string;
  readonly version?: string;
  readonly format?: string;
  readonly sku?: string;
  /** Units of the SKU: thousands of tokens per minute, or provisioned throughput units. */
  readonly capacity?: number;
  readonly upgradeOption?: string;
  readonly policy?: string;
  readonly spilloverTo?: string;
  readonly state?: string;
  /** ISO date on which the service announces the end of inference for this model version. */
  readonly retires?: string;
}

export interface InventoryPolicy {
  readonly name: string;
  readonly mode?: string;
  readonly base?: string;
  /** `hate/Prompt: blocking at Medium`, one entry per filter that is switched on. */
  readonly filters: readonly string[];
  readonly blocklists: readonly string[];
}

export interface InventoryCommitment {
  readonly name: string;
  readonly planType?: string;
  readonly tier?: string;
  readonly count?: number;
  readonly until?: string;
  readonly autoRenew?: boolean;
}

export interface InventoryAccount {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly kind: string;
  readonly location: string;
  readonly sku?: string;
  readonly endpoint?: string;
  readonly publicNetworkAccess?: string;
  readonly networkDefault?: string;
  readonly privateEndpoints: readonly string[];
  /** True when keys are switched off. */
  readonly localAuthDisabled?: boolean;
  readonly customerManagedKey: boolean;
  readonly identity?: string;
  readonly deployments: readonly InventoryDeployment[];
  readonly policies: readonly InventoryPolicy[];
  readonly blocklists: readonly string[];
  readonly projects: readonly string[];
  /** `name (category, authentication)`; never a target with a credential in it. */
  readonly connections: readonly string[];
  readonly commitments: readonly InventoryCommitment[];
}

export interface InventoryQuota {
  readonly subscription: string;
  readonly location: string;
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

export interface Inventory {
  readonly kind: 'azure-inventory';
  readonly schemaVersion: 1;
  readonly takenAt?: string;
  readonly accounts: readonly InventoryAccount[];
  readonly quotas: readonly InventoryQuota[];
  readonly gaps: readonly SnapshotGap[];
}

export interface CatalogModel {
  readonly id: string;
  readonly name?: string;
  readonly provider?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** `ON_DEMAND`, `INFERENCE_PROFILE`, `PROVISIONED` as the service names them. */
  readonly inferenceTypes: readonly string[];
  readonly streaming?: boolean;
  readonly lifecycle?: string;
  readonly endOfLife?: string;
}

export interface CatalogProfile {
  readonly id: string;
  readonly name?: string;
  readonly type: 'SYSTEM_DEFINED' | 'APPLICATION';
  readonly status?: string;
  /** `region/model-id` of each model behind it. */
  readonly models: readonly string[];
}

export interface CatalogAvailability {
  readonly modelId: string;
  readonly agreement?: string;
  readonly authorization?: string;
  readonly entitlement?: string;
  readonly region?: string;
}

export interface CatalogRegion {
  readonly region: string;
  readonly models: readonly CatalogModel[];
  readonly profiles: readonly CatalogProfile[];
  readonly availability: readonly CatalogAvailability[];
  readonly guardrails: readonly string[];
  readonly provisioned: readonly {
    readonly name: string;
    readonly model: string;
    readonly units: number;
    readonly status?: string;
    readonly commitment?: string;
    readonly until?: string;
  }[];
  /** Where invocations are logged; null when logging is off. Absent when it could not be asked. */
  readonly invocationLogging?: {
    readonly cloudWatch: boolean;
    readonly s3: boolean;
    readonly text: boolean;
    readonly image: boolean;
    readonly embedding: boolean;
  } | null;
  /** Ids that the OpenAI-shaped models endpoint lists; absent when it was not asked. */
  readonly openAiModels?: readonly string[];
}

export interface Catalog {
  readonly kind: 'bedrock-catalog';
  readonly schemaVersion: 1;
  readonly takenAt?: string;
  readonly regions: readonly CatalogRegion[];
  readonly gaps: readonly SnapshotGap[];
}
