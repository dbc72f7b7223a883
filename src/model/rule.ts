/**
 * A rule is data: which fact, with which properties, is which tie. The shapes here are the ones the YAML under
 * `rules/` is validated against (src/rules/schema.ts) and the JSON Schema in `schemas/` is generated from.
 */
import type { FactKind } from './fact.ts';
import type { Declaration } from './declaration.ts';
import type { TranslationEntry } from './translation.ts';
import type { Vocabulary } from './vocabulary.ts';

export const DIMENSIONS = [
  'sdk',
  'endpoint',
  'identity',
  'model',
  'api',
  'safety',
  'data',
  'agents',
  'network',
  'capacity',
  'observability',
  'delivery',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** How much breaks if Azure OpenAI goes away; worst first. */
export const SEVERITIES = ['blocker', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure a match is to be what the rule says; surest first. */
export const CONFIDENCES = ['certain', 'likely', 'possible'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const FIDELITIES = ['drop-in', 'adapt', 'redesign', 'none', 'unknown'] as const;
export type Fidelity = (typeof FIDELITIES)[number];

/**
 * A test on a text. A plain string means `equals`, a list means "equals one of".
 * Comparison ignores case everywhere except where `case: true` stands.
 */
export type TextTest =
  | string
  | readonly string[]
  | {
      readonly equals?: string | readonly string[];
      readonly includes?: string | readonly string[];
      readonly prefix?: string | readonly string[];
      readonly suffix?: string | readonly string[];
      /** Regular expression, unanchored. */
      readonly regex?: string;
      /** A named pattern or word list of `rules/vocabulary/`. */
      readonly is?: string | readonly string[];
      readonly not?: TextTest;
      readonly all?: readonly TextTest[];
      readonly any?: readonly TextTest[];
      readonly case?: boolean;
    };

/** A test on a value. A plain string or list tests the value's text. */
export type ValueTest =
  | string
  | readonly string[]
  | {
      /** `absent` is true when there is no such argument or property. */
      readonly kind?: ValueKindTest | readonly ValueKindTest[];
      /** Text of a literal or template (holes are `*`). */
      readonly text?: TextTest;
      /** Name of the environment variable read. */
      readonly env?: TextTest;
      /** Dotted name of a reference. */
      readonly reference?: TextTest;
      /** Callee of a call. */
      readonly callee?: TextTest;
      /** Any text, env name, reference or callee anywhere inside the value, one of which must pass. */
      readonly contains?: TextTest;
      /** Written on the spot (true) or followed through a name (false). */
      readonly direct?: boolean;
      /** For IaC: the value refers to a resource of this canonical type (see `rules/vocabulary/resources.yaml`) that passes the test. */
      readonly refersTo?: string;
      readonly not?: ValueTest;
      readonly any?: readonly ValueTest[];
      readonly all?: readonly ValueTest[];
    };
export type ValueKindTest =
  | 'literal'
  | 'template'
  | 'env'
  | 'reference'
  | 'call'
  | 'list'
  | 'object'
  | 'choice'
  | 'unknown'
  | 'absent'
  | 'string'
  | 'number'
  | 'boolean';

/** Conditions on one fact; all that are given must hold. */
export interface Where {
  /** dependency, entry, member (last name), setting (last key), envRead, definition, argument, property (last key), element. */
  readonly name?: TextTest;
  /** import: the module. */
  readonly module?: TextTest;
  /** import: canonical imported name. */
  readonly imported?: TextTest;
  /** call, argument, entry: canonical callee. */
  readonly callee?: TextTest;
  /** call: canonical constructor the receiver came from. */
  readonly receiver?: TextTest;
  /** call: path after the receiver. */
  readonly method?: TextTest;
  readonly form?: TextTest;
  readonly resolved?: boolean;
  /** setting, entry, member, property, element: the whole path joined with `.`. */
  readonly path?: TextTest;
  /** string: its text. element: its text. */
  readonly text?: TextTest;
  readonly role?: TextTest;
  /** string: what it flows into. */
  readonly into?: TextTest;
  /** definition: what is written beside it about it. */
  readonly description?: TextTest;
  readonly format?: TextTest;
  readonly ecosystem?: TextTest;
  readonly version?: TextTest;
  readonly access?: TextTest;
  /** setting, entry, envRead (default), definition, argument, property. */
  readonly value?: ValueTest;
  /** call: keyword arguments by name, positional ones by `0`, `1` …; `*` = any argument. resource, property: property paths of the resource. element: attributes. command: flags. */
  readonly args?: Readonly<Record<string, ValueTest>>;
  /** resource, property: written type. */
  readonly type?: TextTest;
  /** resource, property: canonical type of `rules/vocabulary/resources.yaml`. */
  readonly resource?: TextTest;
  readonly mode?: TextTest;
  readonly address?: TextTest;
  /** command. */
  readonly program?: TextTest;
  readonly words?: TextTest;
  /** Path of the file, relative to the root. */
  readonly file?: TextTest;
  /** Enclosing symbol. */
  readonly scope?: TextTest;
  readonly any?: readonly Where[];
  readonly all?: readonly Where[];
  readonly not?: Where;
}

/** Evidence that must (or must not) be found near the fact: tags given by other rules' matches. */
export interface Requirement {
  readonly scope: 'file' | 'folder' | 'component' | 'repository';
  /** At least one of these tags. */
  readonly any?: readonly string[];
  /** None of these tags. */
  readonly none?: readonly string[];
}

/** Fact kinds a rule can ask for: those readers give, and two that matching derives from calls and resources. */
export type MatchKind = FactKind | 'argument' | 'property';

/** Which conditions each kind can answer; anything else in a rule is a mistake and refused at load. */
const COMMON = ['file', 'scope', 'any', 'all', 'not'] as const;
export const KEYS_OF_KIND: Readonly<Record<MatchKind, readonly (keyof Where)[]>> = {
  dependency: [...COMMON, 'name', 'ecosystem', 'version'],
  import: [...COMMON, 'module', 'imported', 'name'],
  call: [...COMMON, 'callee', 'receiver', 'method', 'form', 'resolved', 'args'],
  argument: [...COMMON, 'name', 'callee', 'receiver', 'method', 'value'],
  entry: [...COMMON, 'name', 'path', 'callee', 'value'],
  member: [...COMMON, 'name', 'path', 'resolved'],
  string: [...COMMON, 'text', 'role', 'into'],
  setting: [...COMMON, 'name', 'path', 'value', 'format'],
  envRead: [...COMMON, 'name', 'access', 'value'],
  definition: [...COMMON, 'name', 'role', 'value', 'description'],
  resource: [...COMMON, 'type', 'resource', 'mode', 'address', 'args'],
  property: [...COMMON, 'name', 'path', 'type', 'resource', 'mode', 'address', 'value', 'args'],
  command: [...COMMON, 'program', 'words', 'args', 'resource'],
  element: [...COMMON, 'name', 'path', 'text', 'args'],
};

export interface Example {
  readonly lang: string;
  /** File name where it matters (`main.parameters.json`); a default per language otherwise. */
  readonly file?: string;
  readonly code: string;
  /** hit: `line:column` of each finding of this rule, one or several. */
  readonly at?: string | readonly string[];
  /** miss: why it is tempting. */
  readonly why?: string;
  /** Further files of the example, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  /** One sentence about the finding at hand; `${name}` captures (see docs/writing-rules.md). */
  readonly message: string;
  readonly dimension: Dimension;
  /** False: context only, never fails a build. */
  readonly tie: boolean;
  /** True: gives its tags and is never a finding itself. */
  readonly evidence?: boolean;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly on: MatchKind | readonly MatchKind[];
  /** Reader languages it applies to (`python`, `typescript`, …); all if absent. `code` stands for every programming language, `iac`, `settings` likewise. */
  readonly languages?: readonly string[];
  readonly where: Where;
  readonly requires?: readonly Requirement[];
  /** Tags this match gives to its file for other rules' `requires`. */
  readonly gives?: readonly string[];
  /** A file without any of these (case-insensitive) is never opened for this rule. */
  readonly keywords: readonly string[];
  /** Key into `rules/equivalents/`. */
  readonly equivalent: string;
  readonly links?: readonly string[];
  /** Catalogue entries it covers, for `docs/what-it-finds.md`. */
  readonly covers?: readonly string[];
  readonly since: string;
  readonly examples: { readonly hit: readonly Example[]; readonly miss: readonly Example[] };
}

export interface Source {
  readonly url: string;
  /** ISO date of the content. */
  readonly asOf: string;
  readonly status: 'confirmed' | 'secondary' | 'unconfirmed';
}

/** What stands on the other side: one entry of `rules/equivalents/`. */
export interface Equivalent {
  readonly key: string;
  readonly title: string;
  readonly fidelity: Fidelity;
  /** Points per distinct place. */
  readonly effort: { readonly low: number; readonly high: number };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly caveats: readonly string[];
  readonly portable?: string;
  readonly newLockIn?: string;
  readonly sources: readonly Source[];
}

/** `rules/vocabulary/patterns.yaml`: named text tests. */
export type Patterns = Readonly<Record<string, TextTest>>;

/** `rules/vocabulary/resources.yaml`: one canonical resource whatever the syntax it is written in. */
export interface CanonicalResource {
  readonly name: string;
  /** Written types, any casing. */
  readonly types: readonly string[];
  /** Canonical property → paths it has in the written forms. */
  readonly props?: Readonly<Record<string, readonly string[]>>;
  /** Canonical property → values that say that it belongs to the service, for certain or perhaps; any other says that it does not. */
  readonly values?: Readonly<
    Record<string, { readonly certain: readonly string[]; readonly possible?: readonly string[] }>
  >;
  /**
   * Finer kinds a rule can ask for as `name/class`. A resource has every class one of whose conditions holds.
   */
  readonly classes?: Readonly<Record<string, readonly ResourceClass[]>>;
}

export interface ResourceClass {
  readonly where?: Where;
  /** A resource of this canonical type belongs to it (its parent, or it refers to it). */
  readonly child?: string;
  /** It belongs to a resource of this canonical name (or name/class): its parent or a property refers to one. */
  readonly of?: string;
  /** A string, name or address anywhere in its module unit passes. */
  readonly unit?: TextTest;
}

/** Everything compiled into `dist/rules.json`. */
export interface RuleSet {
  readonly version: string;
  /** Digest over rules, vocabulary and equivalents. */
  readonly digest: string;
  /** Date of the youngest and oldest fact advice rests on. */
  readonly factsAsOf: string;
  readonly rules: readonly Rule[];
  readonly equivalents: readonly Equivalent[];
  /** What parts of the platform become (`rules/translations/`). */
  readonly translations?: readonly TranslationEntry[];
  readonly patterns: Patterns;
  readonly resources: readonly CanonicalResource[];
  /** What else declares resources (`rules/vocabulary/declarations*.yaml`). */
  readonly declarations?: readonly Declaration[];
  /** Clients in code and what is called on them. */
  readonly vocabulary: Vocabulary;
}
