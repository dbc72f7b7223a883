/**
 * What makes a client in code, what may be called on it, and what such a call relies on. Data of `rules/vocabulary/`,
 * compiled into the rule set; the linking of code (resolve) follows it without knowing a product's name.
 */
import type { MatchKind, Where } from './rule.ts';
import type { Api, Feature } from './workload.ts';

/** What a client is given, in the words of the report. */
export const CLIENT_INPUTS = ['endpoint', 'key', 'token', 'version', 'deployment'] as const;
export type ClientInputName = (typeof CLIENT_INPUTS)[number];

/** Where a value comes from. The first that is there counts; `env` only where nothing was passed. */
export interface InputSource {
  /** Argument names, positions (`0`), or paths into an object argument (`azure.endpoint`). */
  readonly args?: readonly string[];
  /** Inside any argument: an argument of a call of this canonical callee (`azure.WithEndpoint` with `arg: '0'`). */
  readonly calls?: readonly { readonly callee: readonly string[]; readonly arg: string }[];
  /** Attributes assigned to the module (`openai.api_base`) or to a variable that is passed on (`APIVersion`). */
  readonly attributes?: readonly string[];
  /** Type of a record of options that carries it, with the property: `AzureOpenAIConfig` with `Deployment`. */
  readonly options?: readonly { readonly type: readonly string[]; readonly property: string }[];
  /** Environment variables or settings the library reads by itself, first one first. */
  readonly env?: readonly string[];
}
export type ClientInputs = Readonly<Partial<Record<ClientInputName, InputSource>>>;

/**
 * One way to come by a client. Names are canonical, as readers give them; where a language's files do not say which
 * namespace a name is from (C#, `import x.*` in Java), the last part alone matches too. `*.Name` stands for a call of
 * that last name on anything (extension methods).
 */
export interface ClientKind {
  readonly id: string;
  readonly languages: readonly string[];
  /** Callees that make one. */
  readonly construct?: readonly string[];
  /** Names that are one without being made: `@ai-sdk/azure.azure`. */
  readonly instances?: readonly string[];
  /** A module that is one, once its attributes are set: `openai` before 1.0. */
  readonly module?: string;
  /** A string that is one, by its prefix, where an operation or function asks for a model: `azure:`. */
  readonly prefix?: readonly string[];
  readonly service: 'azure' | 'public' | 'depends';
  /** With `depends`: it reaches Azure when this holds on the call; where neither holds it is undecided. */
  readonly azureWhen?: Where;
  /** With `depends` or `azure`: it reaches the public service when this holds on the call. */
  readonly publicWhen?: Where;
  readonly inputs?: ClientInputs;
  /** Declared types a variable holding it may have. */
  readonly types?: readonly string[];
  /**
   * True when the call adds the client to what it is called on (builder, kernel, service collection): whatever comes
   * from there, or is injected, and has a type of one of its tables reaches it.
   */
  readonly adds?: boolean;
  /** Tables of what can be called on it, or on what it was added to. */
  readonly operations: readonly string[];
}

/** A feature, when the test on the call holds; always where there is none. */
export interface FeatureTest {
  readonly feature: Feature;
  readonly when?: Where;
}

export interface Operation {
  /** Paths after the client: `chat.completions.create`; `''` is a call of the client itself; several are alternatives. */
  readonly method: readonly string[];
  /** Only with one of these as type argument (`GetRequiredService<IChatCompletionService>`). */
  readonly typeArgument?: readonly string[];
  /** Only when this holds on the call. */
  readonly when?: Where;
  /** The API it calls. Absent where it only gives something. */
  readonly api?: Api;
  /** What it gives is used by this table, and is still the same client. */
  readonly gives?: string;
  /** Where the client is handed over with the call, whatever it is called on: `function.Invoke(kernel)`. */
  readonly client?: InputSource;
  /** Which argument carries the deployment (for good, when it gives something). */
  readonly model?: InputSource;
  /** Single tests, and names of feature sets. */
  readonly features?: readonly (string | FeatureTest)[];
}

/** What can be called on something. */
export interface OperationTable {
  /** Declared types whose values have these operations. */
  readonly types?: readonly string[];
  /** Tables of foreign things that were built from it by calls nobody listed: `Store.from(texts, it)`. */
  readonly carried?: readonly string[];
  readonly calls: readonly Operation[];
}

/**
 * A library function that calls the service: through a client handed to it, through one set for the whole program, or
 * as its own client (`litellm.completion`).
 */
export interface FunctionKind {
  readonly id: string;
  readonly languages: readonly string[];
  readonly callee: readonly string[];
  /** Where the client is handed in; absent where the function is its own client. */
  readonly client?: InputSource;
  /** Name of a program-wide holder it puts the client in (`sets`) or takes it from when none is handed in (`uses`). */
  readonly sets?: string;
  readonly uses?: string;
  /** It adds the client to what it is called on, as {@link ClientKind.adds}, to be asked what `gives` says … */
  readonly adds?: boolean;
  /** … and leaves to other clients of the kind only what this table says. */
  readonly leaves?: string;
  readonly service?: 'azure' | 'depends';
  readonly azureWhen?: Where;
  readonly inputs?: ClientInputs;
  /** A plain request: there is no client. */
  readonly request?: true;
  readonly api?: Api;
  /** What it gives is used by this table. */
  readonly gives?: string;
  readonly model?: InputSource;
  readonly features?: readonly (string | FeatureTest)[];
}

/** A feature read from what stands around a call and not in it. */
export interface Signal {
  readonly feature: Feature;
  readonly on: readonly MatchKind[];
  readonly where: Where;
  readonly languages?: readonly string[];
  /** How near to the call it has to stand. */
  readonly near: 'function' | 'class' | 'file';
}

/**
 * A file that is a client, and perhaps the call too, without code: its settings are the arguments of a construction,
 * for which there is a {@link ClientKind}.
 */
export interface Declaration {
  readonly id: string;
  /** The language whose code may use it, or one of its own. */
  readonly language: string;
  /** Path of the file: a regular expression, case ignored. */
  readonly file: string;
  /** The settings below this key are the arguments, keys below it with dots. */
  readonly root?: string;
  /** The root is a list: each item is one. */
  readonly each?: boolean;
  /** Arguments it must have, with their possible texts; `*` is any, `azure/*` a beginning. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
  /** Callee of the construction. */
  readonly construct: string;
  /** The file is the call as well. */
  readonly call?: {
    readonly method: string;
    /** Another method when these arguments have these texts. */
    readonly methods?: readonly {
      readonly method: string;
      readonly when: Readonly<Record<string, readonly string[]>>;
    }[];
    /** Arguments of the call, where not all are. */
    readonly root?: string;
  };
  /** Packages that stand for it where no file says more. */
  readonly dependencies?: readonly string[];
}

/** A call that binds a section of the configuration to its type argument or to what it gives. */
export interface SectionKind {
  readonly callee: readonly string[];
  /** The section, with the last text among the arguments in place of `*`. */
  readonly section: string;
}

export interface Vocabulary {
  readonly clients: readonly ClientKind[];
  readonly functions: readonly FunctionKind[];
  readonly operations: Readonly<Record<string, OperationTable>>;
  readonly features: Readonly<Record<string, readonly FeatureTest[]>>;
  readonly signals: readonly Signal[];
  readonly declarations: readonly Declaration[];
  readonly sections: readonly SectionKind[];
}

export const NO_VOCABULARY: Vocabulary = {
  clients: [],
  functions: [],
  operations: {},
  features: {},
  signals: [],
  declarations: [],
  sections: [],
};
