/** One file's facts by the questions linking asks of them. */
import { LAMBDA } from '../../model/fact.ts';
import type {
  Branch,
  CallFact,
  DefinitionFact,
  EntryFact,
  EnvReadFact,
  Fact,
  ImportFact,
  Parameter,
} from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { lastName } from './path.ts';
import type { CodeFile } from './types.ts';

/** A call as it stands in the text, under every name its callee may have. */
export interface Call {
  readonly unit: Unit;
  readonly facts: readonly CallFact[];
  readonly first: CallFact;
  readonly scope: string;
  readonly written: string;
  readonly extent: Span;
}

/** Methods that put what they are given into what they are called on. */
const ADDING = /^(?:add|register|set|use|with|bind|attach|plug)(?:[A-Z_]|$)/;

const keyOf = (span: Span): string => `${span.line}:${span.column}-${span.endLine}:${span.endColumn}`;
const startOf = (span: Span, written: string): string => `${span.line}:${span.column} ${written}`;

export class Unit {
  readonly path: string;
  readonly language: string;
  readonly calls: Call[] = [];
  readonly imports: ImportFact[] = [];
  /** Scope → name → definitions in reading order. */
  readonly definitions = new Map<string, Map<string, DefinitionFact[]>>();
  /** Class → attribute → what is assigned to it through the object itself (`self.x = …`). */
  readonly attributes = new Map<string, Map<string, DefinitionFact[]>>();
  /** What is put on something from outside: `app.state.client = …`, by canonical path. */
  readonly outside = new Map<string, (DefinitionFact | EntryFact)[]>();
  /** Qualified name → function, or variable that holds one. */
  readonly functions = new Map<string, DefinitionFact>();
  readonly classes = new Map<string, DefinitionFact>();
  readonly reads = new Map<number, EnvReadFact[]>();
  /** Calls that put something into what they are called on, by the path of that: `self.kernel` of `self.kernel.add_service(x)`. */
  readonly additions = new Map<string, Call[]>();
  /** Assignments to attributes, by name: `openai.api_type`. */
  readonly moduleAttributes: DefinitionFact[] = [];
  readonly facts: readonly Fact[];
  #branched: Map<string, Call[]> | undefined;
  #scoped: Map<string, Call[]> | undefined;
  readonly #made = new Map<string, Call>();
  readonly #lambdas = new Map<string, DefinitionFact>();
  readonly #scopes = new Set<string>();
  readonly #byExtent = new Map<string, Call>();
  readonly #byStart = new Map<string, Call>();

  constructor(file: CodeFile) {
    this.path = file.path;
    this.language = file.language;
    this.facts = file.facts;
    const grouped = new Map<string, CallFact[]>();
    for (const fact of file.facts) {
      switch (fact.kind) {
        case 'import':
          this.imports.push(fact);
          break;
        case 'definition':
          this.#define(fact);
          break;
        case 'entry':
          this.#entry(fact);
          break;
        case 'envRead':
          push(this.reads, fact.span.line, fact);
          break;
        case 'call': {
          const written = fact.written ?? fact.callee;
          push(grouped, `${fact.form} ${keyOf(fact.extent ?? fact.span)} ${written}`, fact);
          break;
        }
        default:
      }
    }
    for (const facts of grouped.values()) this.#call(facts);
  }

  #call(facts: readonly CallFact[]): void {
    const [first] = facts;
    if (!first) return;
    const extent = first.extent ?? first.span;
    const written = first.written ?? first.callee;
    const call: Call = { unit: this, facts, first, scope: first.scope ?? '', written, extent };
    this.calls.push(call);
    this.#scopes.add(call.scope);
    if (first.form === 'decorator') return;
    if (first.form === 'new') this.#made.set(`${extent.line}:${extent.column}`, call);
    const dot = written.lastIndexOf('.');
    if (dot > 0 && first.args.length + first.named.length > 0 && ADDING.test(written.slice(dot + 1)))
      push(this.additions, written.slice(0, dot), call);
    const key = keyOf(extent);
    if (!this.#byExtent.has(key)) this.#byExtent.set(key, call);
    this.#byStart.set(startOf(extent, written), call);
  }

  #define(fact: DefinitionFact): void {
    const scope = fact.scope ?? '';
    const qualified = scope === '' ? fact.name : `${scope}.${fact.name}`;
    if (fact.role === 'class') this.classes.set(qualified, fact);
    if (fact.name === LAMBDA && fact.extent) {
      this.#lambdas.set(keyOf(fact.extent), fact);
      return;
    }
    if (fact.role === 'parameter' || fact.role === 'enumMember') return;
    if (fact.role === 'function' || fact.parameters || fact.returns) {
      if (fact.role !== 'class' && !this.functions.has(qualified)) this.functions.set(qualified, fact);
    }
    if (fact.role === 'attribute') return this.#attribute(fact, scope);
    put(this.definitions, scope, fact.name, fact);
  }

  #attribute(fact: DefinitionFact, scope: string): void {
    const own = this.#own(fact.name, scope);
    if (own === undefined) {
      this.moduleAttributes.push(fact);
      push(this.outside, fact.name, fact);
      return;
    }
    put(this.attributes, this.language === 'go' ? outerScope(scope) : (this.classAround(scope) ?? scope), own, fact);
  }

  /** The field of the object itself that is assigned: `self.x`, of Go through the name the receiver has. */
  #own(name: string, scope: string): string | undefined {
    const [object = '', field, ...more] = name.split('.');
    if (field === undefined || more.length > 0 || !/^[\w$#]+$/.test(field)) return undefined;
    if (this.language !== 'go') return /^(?:self|this|cls|base|super)$/.test(object) ? field : undefined;
    const receiver = this.functions.get(scope)?.parameters?.find(one => one.object);
    return receiver?.name === object ? field : undefined;
  }

  #entry(fact: EntryFact): void {
    if (fact.callee !== undefined || fact.path.length === 0) return;
    const [root = '', ...keys] = fact.path;
    const path = root + [...keys, fact.name].map(key => `["${key}"]`).join('');
    if (root.includes('.') || root.includes('/')) push(this.outside, path, fact);
  }

  /** The class whose body, or whose method, the scope is. */
  classAround(scope: string): string | undefined {
    for (let here = scope; here !== ''; here = outerScope(here)) if (this.classes.has(here)) return here;
    return undefined;
  }

  /** The function whose body the scope is. */
  functionAround(scope: string): string | undefined {
    for (let here = scope; here !== ''; here = outerScope(here)) if (this.functions.has(here)) return here;
    return undefined;
  }

  /** The function without a name that takes up exactly this place. */
  lambdaAt(span: Span): DefinitionFact | undefined {
    return this.#lambdas.get(keyOf(span));
  }

  /** A parameter of a function without a name that the place stands in. */
  lambdaParameter(name: string, span: Span): Parameter | undefined {
    let best: DefinitionFact | undefined;
    for (const lambda of this.#lambdas.values()) {
      if (!lambda.extent || !within(span, lambda.extent) || !lambda.parameters?.some(one => one.name === name))
        continue;
      if (!best?.extent || within(lambda.extent, best.extent)) best = lambda;
    }
    return best?.parameters?.find(one => one.name === name);
  }

  /** The construction that begins where a chain begins. */
  madeAt(span: Span): Call | undefined {
    return this.#made.get(`${span.line}:${span.column}`);
  }

  /** The calls directly in a scope. */
  callsIn(scope: string): readonly Call[] {
    if (!this.#scoped) {
      this.#scoped = new Map();
      for (const call of this.calls) push(this.#scoped, call.scope, call);
    }
    return this.#scoped.get(scope) ?? [];
  }

  /** Is anything called in the scope? */
  hasScope(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  /** The call that takes up exactly this place. */
  callAt(span: Span): Call | undefined {
    return this.#byExtent.get(keyOf(span));
  }

  /** The call of `written` that starts where a longer chain starts. */
  callFrom(span: Span, written: string): Call | undefined {
    return this.#byStart.get(startOf(span, written));
  }

  /** The branch of the innermost call around a place of a scope. */
  branchAt(scope: string, span: Span): Branch | undefined {
    if (!this.#branched) {
      this.#branched = new Map();
      for (const call of this.calls) if (call.first.branch) push(this.#branched, call.scope, call);
    }
    let best: Call | undefined;
    for (const call of this.#branched.get(scope) ?? []) {
      if (within(span, call.extent) && (!best || within(call.extent, best.extent))) best = call;
    }
    if (best) return best.first.branch;
    // Not inside a call that stands in a branch: perhaps beside one.
    for (const call of this.#branched.get(scope) ?? []) {
      for (let branch = call.first.branch; branch; branch = branch.outer) if (within(span, branch.span)) return branch;
    }
    return undefined;
  }

  named(scope: string, name: string): readonly DefinitionFact[] {
    return this.definitions.get(scope)?.get(name) ?? [];
  }
}

/** `a.b.c` → `a.b`; `''` at the top. */
export function outerScope(scope: string): string {
  const dot = scope.lastIndexOf('.');
  return dot < 0 ? '' : scope.slice(0, dot);
}

function put<T>(table: Map<string, Map<string, T[]>>, scope: string, name: string, entry: T): void {
  let names = table.get(scope);
  if (!names) table.set(scope, (names = new Map()));
  push(names, name, entry);
}

export function push<K, T>(table: Map<K, T[]>, key: K, entry: T): void {
  const list = table.get(key);
  if (list) list.push(entry);
  else table.set(key, [entry]);
}

const before = (a: Span, b: Span): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);
const within = (inner: Span, outer: Span): boolean =>
  !before(inner, outer) &&
  (inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn));
const same = (a: Span, b: Span): boolean =>
  a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;

/** Is only one of the two ever run, because they stand in different branches of one statement? */
export function excludes(a: Branch | undefined, b: Branch | undefined): boolean {
  for (let one = a; one; one = one.outer) {
    for (let other = b; other; other = other.outer) {
      if (same(one.statement, other.statement) && !same(one.span, other.span)) return true;
    }
  }
  return false;
}

/** The definitions that a use in the same function may see; all of them where it stands before the first. */
export function reaching<T extends { readonly span: Span; readonly extent?: Span; readonly branch?: Branch }>(
  definitions: readonly T[],
  use: Span,
  branch: Branch | undefined,
): readonly T[] {
  const possible = definitions.filter(one => !excludes(one.branch, branch));
  const earlier = possible.filter(one => before(one.span, use) && !(one.extent && within(use, one.extent)));
  if (earlier.length === 0) return possible.filter(one => !(one.extent && within(use, one.extent)));
  const seen: T[] = [];
  for (const one of earlier.toReversed()) {
    seen.push(one);
    if (!one.branch || within(use, one.branch.span)) break;
  }
  return seen.toReversed();
}

/** Every definition that may hold once the scope has run to its end. */
export function lasting<T extends { readonly branch?: Branch }>(definitions: readonly T[]): readonly T[] {
  const seen: T[] = [];
  for (const one of definitions.toReversed()) {
    seen.push(one);
    if (!one.branch) break;
  }
  return seen.toReversed();
}

/** Last names a call may be known by. */
export function calledNames(call: Call): ReadonlySet<string> {
  return new Set([lastName(call.written), ...call.facts.map(fact => lastName(fact.callee))]);
}

/** Does one place stand inside the other? */
export function contains(outer: Span, inner: Span): boolean {
  return within(inner, outer);
}
