/**
 * What users set down in `untether.yaml`. A file speaks for its folder and everything below; nearer files win, and some
 * settings are one for the whole report (`target`, `score`, `effort`, `reports`, `baseline`).
 */
import type { Confidence, Dimension, Severity } from './rule.ts';
import type { Strategy } from './workload.ts';

/** A rule's setting: `off`, `on` (as the rule is), or another severity. */
export type RuleSetting = 'on' | 'off' | Severity;

export interface TargetSettings {
  readonly region?: string;
  readonly residency?: string;
  readonly strategy?: Strategy | 'best';
  readonly prefer?: 'openai' | 'any';
}

export interface FailSettings {
  /** A new tie of this severity or worse fails the gate. */
  readonly severity?: Severity;
  /** And only when it is at least this sure. */
  readonly confidence?: Confidence;
  /** Fail, with its own exit code, when something could not be read. */
  readonly incomplete?: boolean;
}

/** Days for a point, from to: a planning assumption of whoever set it. */
export interface EffortProfile {
  readonly name: string;
  readonly daysPerPoint: { readonly low: number; readonly high: number };
}

export interface SuppressSetting {
  readonly rule: string | readonly string[];
  /** Patterns as in an ignore file, relative to the config's folder; everywhere when absent. */
  readonly paths?: readonly string[];
  readonly reason: string;
  /** Last day on which it holds, `2027-03-31`. */
  readonly until?: string;
}

export type ModelSetting = string | { readonly name: string; readonly version?: string };

/** One `untether.yaml`, as written. */
export interface Settings {
  /** Do not look for further files above this one. */
  readonly root?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** By rule id, or `area/*`. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Rule files or folders of your own, relative to the config's folder. */
  readonly customRules?: readonly string[];
  readonly dimensions?: readonly Dimension[];
  readonly target?: TargetSettings;
  /** Which model a deployment runs, where no infrastructure says so. */
  readonly models?: Readonly<Record<string, ModelSetting>>;
  /** Pattern → owners; wins over CODEOWNERS. */
  readonly owners?: Readonly<Record<string, string | readonly string[]>>;
  readonly fail?: FailSettings;
  readonly suppress?: readonly SuppressSetting[];
  readonly baseline?: string;
  readonly score?: { readonly weights?: Readonly<Record<string, number>> };
  readonly effort?: EffortProfile;
  /** As `--format` takes them, each with a file below the config's folder: `markdown=docs/plan.md`. */
  readonly reports?: readonly string[];
}

/** What a scan and a gate need to know of all config files together. Paths are those of the report. */
export interface Config {
  readonly target: TargetSettings;
  /** Deployment → model; a name set differently in two folders is told apart by {@link Policy.models}. */
  readonly models: Readonly<Record<string, { readonly name: string; readonly version?: string }>>;
  readonly score: { readonly weights: Readonly<Record<string, number>> };
  readonly effort?: EffortProfile;
}

/** A suppression of a config file, with its own place for notices. */
export interface ConfigSuppression {
  readonly rule: string;
  readonly reason: string;
  readonly until?: string;
  /** The config file, relative to the scanned root, and the line. */
  readonly file: string;
  readonly line?: number;
  /** Everything it speaks for was scanned. */
  readonly seenWhole: boolean;
  /** Identity, so that several matches of one entry count as its use. */
  readonly id: string;
}

/** Settings that differ by place. Paths are those of the report: relative to the scanned root. */
export interface Policy {
  /** False for what `exclude` names, what `include` leaves out, and untether's own files. */
  readsFile(path: string): boolean;
  /** What is set for a rule there; `undefined` when nothing is. */
  ruleAt(path: string, ruleId: string): RuleSetting | undefined;
  dimensionsAt(path: string): readonly Dimension[] | undefined;
  ownersAt(path: string): readonly string[] | undefined;
  failAt(path: string): Required<FailSettings>;
  models(path: string): Readonly<Record<string, { readonly name: string; readonly version?: string }>>;
  suppressionsAt(path: string): readonly (ConfigSuppression & { readonly covers: (ruleId: string) => boolean })[];
  /** Every suppression there is, used or not. */
  readonly suppressions: readonly ConfigSuppression[];
}

export const DEFAULT_FAIL: Required<FailSettings> = { severity: 'high', confidence: 'likely', incomplete: false };
export const DEFAULT_BASELINE = 'untether.baseline';
/** One spelling: `untether.yml` is what people call their workflow. */
export const CONFIG_NAME = 'untether.yaml';
