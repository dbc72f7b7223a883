/**
 * Facts: what a text says, in words no language owns. Readers produce them, rules match them, and nothing
 * else crosses that border. A fact states what is written; whether that is a tie is a rule's business.
 */
import type { Span } from './span.ts';

// ---------------------------------------------------------------- values

interface At {
  readonly span: Span;
}
interface ValueBase extends At {
  /**
   * Set when the value did not stand here but was followed through a local name (constant propagation):
   * the name that stands here. A value without `via` is written on the spot.
   */
  readonly via?: string;
}
export interface LiteralValue extends ValueBase {
  readonly kind: 'literal';
  /** The text of the value: strings unquoted and unescaped, numbers and booleans as written. */
  readonly text: string;
  readonly type: 'string' | 'number' | 'boolean' | 'null';
}
/** A string with known parts and holes: f-string, template literal, concatenation, IaC interpolation. */
export interface TemplateValue extends ValueBase {
  readonly kind: 'template';
  /** Known parts joined, each hole that stays unknown written as `*`. Known holes are filled in. */
  readonly text: string;
  /** What stands in the holes, in order. */
  readonly holes: readonly Value[];
}
/** Read from the environment (or a configuration source keyed by name), with the default if one is given. */
export interface EnvValue extends ValueBase {
  readonly kind: 'env';
  readonly name: string;
  readonly default?: Value;
}
/** A name that was not followed to a value: `settings.azure_openai.key`, `azurerm_cognitive_account.this.id`, `aoai::properties.endpoint`. */
export interface ReferenceValue extends ValueBase {
  readonly kind: 'reference';
  /** Dotted, canonical through imports where possible; an index is written `[0]` or `["key"]`. */
  readonly name: string;
}
export interface CallValue extends ValueBase {
  readonly kind: 'call';
  readonly callee: string;
  readonly args: readonly Value[];
  readonly named: readonly Named[];
}
export interface ListValue extends ValueBase {
  readonly kind: 'list';
  readonly items: readonly Value[];
}
export interface ObjectValue extends ValueBase {
  readonly kind: 'object';
  readonly entries: readonly Named[];
}
/** One of several: a ternary, `a or b`, `a ?? b` where both sides are possible at run time. */
export interface ChoiceValue extends ValueBase {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}
export interface UnknownValue extends ValueBase {
  readonly kind: 'unknown';
}
export type Value =
  | LiteralValue
  | TemplateValue
  | EnvValue
  | ReferenceValue
  | CallValue
  | ListValue
  | ObjectValue
  | ChoiceValue
  | UnknownValue;

/** A name with a value: keyword argument, object property, IaC property, nested block. */
export interface Named {
  readonly name: string;
  /** Where the name stands. */
  readonly span: Span;
  readonly value: Value;
  /** True when it arrived through a spread (`**conn`, `...options`) and does not stand in the construct itself. */
  readonly spread?: true;
}

// ---------------------------------------------------------------- facts

/** One way a program may take: the part of an `if`, a `switch`, a `try` or a conditional expression. */
export interface Branch {
  /** When it is taken, as written, on one line; what remains after the others says `otherwise`. */
  readonly condition: string;
  /** What runs only then. */
  readonly span: Span;
  /** The whole statement: branches of one statement share it, and only one of them is taken. */
  readonly statement: Span;
  /** The branch all of it stands in, within the same function. */
  readonly outer?: Branch;
}

export interface FactBase {
  /** The head of the construct: the class or function name of a call, the header of a resource, the key of a setting. What a finding points at. */
  readonly span: Span;
  /** The whole construct, where it is more than its head. */
  readonly extent?: Span;
  /** Enclosing named thing, dotted: `SupportBot.answer`, `module.openai`. For fingerprints; never a line number. */
  readonly scope?: string;
  /** `text` when it comes from text scanning and not from a parse: confidence is then capped at `likely`. */
  readonly level?: 'text';
  /** The innermost branch of the enclosing function it stands in. Given for calls and definitions only. */
  readonly branch?: Branch;
}

/** A package named in a manifest or lock file. */
export interface DependencyFact extends FactBase {
  readonly kind: 'dependency';
  readonly ecosystem:
    | 'npm'
    | 'pypi'
    | 'nuget'
    | 'maven'
    | 'go'
    | 'gem'
    | 'composer'
    | 'cargo'
    | 'conda'
    | 'pub'
    | 'hex'
    | 'swift'
    | 'cran';
  /** npm and NuGet as written; PyPI normalised (lower case, `-`); Maven `group:artifact`; Go module path. */
  readonly name: string;
  readonly version?: string;
  readonly extras?: readonly string[];
  readonly dev?: boolean;
  readonly lock?: boolean;
}

/** One imported name (or one whole module). A statement that imports three names gives three facts. */
export interface ImportFact extends FactBase {
  readonly kind: 'import';
  /** `openai`, `azure.identity.aio`, `@azure/openai`. */
  readonly module: string;
  /** Canonical name of what is imported: `openai.AzureOpenAI`; the module itself for a whole-module import. */
  readonly name: string;
  /** The name it has in this file. */
  readonly local?: string;
  readonly typeOnly?: boolean;
  /** The name under which this file hands it on (`export { a as b } from './m'`); `*` for everything it exports. */
  readonly exported?: string;
}

/** A function or constructor call, a builder chain, a decorator or attribute. */
export interface CallFact extends FactBase {
  readonly kind: 'call';
  /** Canonical through imports (`openai.AzureOpenAI`), else as written (`client.beta.threads.create`). */
  readonly callee: string;
  /** Whether `callee` starts at an import that was found. */
  readonly resolved: boolean;
  readonly form: 'call' | 'new' | 'decorator' | 'builder';
  /** Canonical callee of the construction the receiver came from, when it was found in this file: `openai.AzureOpenAI`. */
  readonly receiver?: string;
  /** The path after the receiver: `beta.threads.create`. */
  readonly method?: string;
  /**
   * The callee as written, no name followed: `self.client.chat.completions.create`, `make().with`. A call on the way is
   * `()`, an index `["key"]`, `[0]` or `[]`; `await`, casts, `?.` and parentheses are left out; `*` where it starts at
   * something without a name.
   */
  readonly written?: string;
  /** What `written` starts at where it starts with `*`: `(a | b).run()` gives `a | b`. */
  readonly on?: Value;
  /** What is spread into the arguments (`**options`, `...options`) and was not unfolded into `named`. */
  readonly spreads?: readonly Value[];
  readonly args: readonly Value[];
  /** Keyword arguments; for languages without them, the entries of a trailing or sole object argument. */
  readonly named: readonly Named[];
}

/** An entry of an object or dictionary literal in code: `"api-key": key`, `defaultQuery: {...}`. */
export interface EntryFact extends FactBase {
  readonly kind: 'entry';
  /** Key as written, unquoted; canonical where it is a computed member (`VALID_ENV_KEYS.AZURE_OPENAI_API_KEY`). */
  readonly name: string;
  readonly value: Value;
  /** Names of the enclosing keys, outermost first, starting with the variable or argument the literal goes to where known. */
  readonly path: readonly string[];
  /** Canonical callee, when the literal is (part of) an argument of a call. */
  readonly callee?: string;
}

/** A property read: `choice.content_filter_results`, `Service.AzureOpenAI`, `d["prompt_filter_results"]`. Not the callee of a call. */
export interface MemberFact extends FactBase {
  readonly kind: 'member';
  /** Last name: `content_filter_results`. */
  readonly name: string;
  /** The whole path as written, canonical through imports: `choice.content_filter_results`. */
  readonly path: string;
  readonly resolved: boolean;
}

/** A string literal or template in code. Not: docstrings, comments, import specifiers, and strings already given as a fact of another kind's own key. */
export interface StringFact extends FactBase {
  readonly kind: 'string';
  /** Holes as `*`, as in {@link TemplateValue}. */
  readonly text: string;
  readonly template?: boolean;
  /** What it is used for, where plain: `compare` (==, in, switch case), `key` (subscript), `argument`, `value`, `type` (a literal type). */
  readonly role: 'value' | 'argument' | 'compare' | 'key' | 'type';
  /** The variable, key, keyword or callee it goes to, where known. */
  readonly into?: string;
}

/** A key with a value in a settings file, an environment block, an app-settings list. */
export interface SettingFact extends FactBase {
  readonly kind: 'setting';
  /** Last key: `AZURE_OPENAI_ENDPOINT`. */
  readonly name: string;
  /** All keys from the top: `['services', 'web', 'environment', 'AZURE_OPENAI_ENDPOINT']`; list positions are left out. */
  readonly path: readonly string[];
  readonly value: Value;
  /** `dotenv`, `yaml`, `json`, `toml`, `properties`, `ini`, `xml`, `tfvars` … */
  readonly format: string;
}

/** A read of an environment variable or of a configuration key by name. */
export interface EnvReadFact extends FactBase {
  readonly kind: 'envRead';
  readonly name: string;
  readonly default?: Value;
  /** `write` for `os.environ["X"] = …`, `process.env.X = …`, `export X=…` in code; `test` for presence tests. */
  readonly access: 'read' | 'write' | 'test';
}

/** A name that comes into being: variable, constant, parameter, field, enum member, IaC parameter, variable, output or local; also an assignment to an attribute (`openai.api_type = …`), and what a module hands on under another name (`export`: `export default x`). */
export interface DefinitionFact extends FactBase {
  readonly kind: 'definition';
  /** The name; an attribute assignment is canonical and dotted: `openai.api_type`. */
  readonly name: string;
  readonly role:
    | 'variable'
    | 'parameter'
    | 'field'
    | 'enumMember'
    | 'attribute'
    | 'class'
    | 'function'
    | 'type'
    | 'export'
    | 'param'
    | 'output'
    | 'local';
  /** The value or default given, or what an output hands out. */
  readonly value?: Value;
  /** Free text beside an IaC parameter or a field (description), never a tie by itself. */
  readonly description?: string;
  /**
   * Declared type of a variable or field, result type of a function: canonical through imports, without type
   * arguments, and what is inside a wrapper such as `Optional[X]`, `X | None`, `Promise<X>`, `Task<X>`, `X?`.
   */
  readonly type?: string;
  /** What a function takes, in order; of a class, what its constructor takes. Also for a variable that holds a function. */
  readonly parameters?: readonly Parameter[];
  /** What a function hands back: results of `return` and `yield`, the body of an expression function. */
  readonly returns?: readonly Result[];
  /** A function that is read like a field: a getter, a property. */
  readonly accessor?: true;
}

/** Name of a function without a name that stands as an argument; its extent is that of the argument's value. */
export const LAMBDA = '=>';

export interface Parameter {
  readonly name: string;
  readonly span: Span;
  /** As in {@link DefinitionFact.type}. */
  readonly type?: string;
  readonly default?: Value;
  /** Which argument fills it, from 0; the object a method runs on is not counted. */
  readonly position: number;
  /** What it takes out of that argument, where the argument is an object taken apart: `function f({ client })`. */
  readonly key?: string;
  /** `*args`, `**kwargs`, `...rest`. */
  readonly rest?: true;
  /** The object the function is called on: `this` of an extension method, the receiver of a Go method. Its position is -1. */
  readonly object?: true;
  /** It also becomes a field of the class: `constructor(private client: X)`, a primary constructor. */
  readonly field?: true;
}

export interface Result {
  readonly value: Value;
  readonly branch?: Branch;
}

/** An infrastructure resource, module call, data source or reference to an existing resource. */
export interface ResourceFact extends FactBase {
  readonly kind: 'resource';
  readonly provider: 'terraform' | 'bicep' | 'arm' | 'pulumi' | 'cdktf' | 'kubernetes' | 'ansible' | 'cli' | 'other';
  readonly mode: 'resource' | 'data' | 'existing' | 'module';
  /**
   * Terraform type (`azurerm_cognitive_account`; for a typed generic resource such as azapi, the type it names),
   * ARM/Bicep full type without version in its written casing (`Microsoft.CognitiveServices/accounts/deployments`); for a module, its source.
   */
  readonly type: string;
  readonly apiVersion?: string;
  /** `azurerm_cognitive_account.this`, Bicep symbolic name, ARM name expression; unique in its module. */
  readonly address: string;
  /** Address of the parent resource, where written (`parent:`, nesting, `cognitive_account_id`). */
  readonly parent?: string;
  /** Property tree. Nested blocks are objects (a repeated block gives several entries of that name). */
  readonly props: ObjectValue;
  /** Declared by something that has rules of its own (a command): no rule about resources looks at it. */
  readonly linkOnly?: true;
  /** True when it stands in a loop (`for_each`, `count`, `[for …]`, `copy`). */
  readonly loop?: boolean;
  /** True when a condition decides whether it exists. */
  readonly conditional?: boolean;
}

/** A command line: program, words and flags. */
export interface CommandFact extends FactBase {
  readonly kind: 'command';
  readonly program: string;
  /** Words before the first flag, after the program: `['cognitiveservices', 'account', 'create']`. */
  readonly words: readonly Value[];
  /** Flags with their values: `--kind OpenAI`. */
  readonly named: readonly Named[];
  /** Words that are not flags and come after one. */
  readonly args: readonly Value[];
}

/** An XML element with its attributes. */
export interface ElementFact extends FactBase {
  readonly kind: 'element';
  readonly name: string;
  readonly path: readonly string[];
  readonly attributes: readonly Named[];
  readonly text?: string;
}

export type Fact =
  | DependencyFact
  | ImportFact
  | CallFact
  | EntryFact
  | MemberFact
  | StringFact
  | SettingFact
  | EnvReadFact
  | DefinitionFact
  | ResourceFact
  | CommandFact
  | ElementFact;
export type FactKind = Fact['kind'];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

// ---------------------------------------------------------------- helpers on values

/** The text of a literal or template, holes as `*`; `undefined` for everything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value && (value.kind === 'literal' || value.kind === 'template') ? value.text : undefined;
}

/** Every value that may stand at this place: unfolds choices and environment defaults. */
export function* possibilities(value: Value): Generator<Value> {
  const open = [value];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'choice') open.push(...next.options.toReversed());
    else {
      yield next;
      if (next.kind === 'env' && next.default) open.push(next.default);
    }
  }
}

/** The value and everything inside it, in reading order; values may be nested to any depth. */
export function* walkValue(value: Value): Generator<Value> {
  const open = [value];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    const inside = partsOf(next);
    for (let i = inside.length - 1; i >= 0; i--) open.push(inside[i] as Value);
  }
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'template':
      return value.holes;
    case 'env':
      return value.default ? [value.default] : [];
    case 'call':
      return [...value.args, ...value.named.map(named => named.value)];
    case 'list':
      return value.items;
    case 'object':
      return value.entries.map(entry => entry.value);
    case 'choice':
      return value.options;
    default:
      return [];
  }
}

/** Look a dotted path up in a property tree; a repeated block gives several values, list items are looked into. */
export function lookup(value: Value, path: string): Value[] {
  let here: Value[] = [value];
  for (const step of path.split('.')) {
    const next: Value[] = [];
    for (const at of here) {
      for (const candidate of at.kind === 'list' ? at.items : [at]) {
        for (const real of possibilities(candidate)) {
          if (real.kind !== 'object') continue;
          for (const entry of real.entries) {
            if (step === '*' || entry.name.toLowerCase() === step.toLowerCase()) next.push(entry.value);
          }
        }
      }
    }
    here = next;
  }
  return here;
}
