/**
 * Facts in, candidates out: every rule is asked only about facts of its kind in its languages, and cost grows with
 * matches, not with rules × facts. Rules that need evidence from elsewhere wait until all files are read.
 */
import { dirOf } from '../base/paths.ts';
import type { Fact } from '../model/fact.ts';
import type { MatchKind, Rule, RuleSet } from '../model/rule.ts';
import { Infrastructure } from './infrastructure.ts';
import { argumentsOf, entriesOf, propertiesOf, type Subject } from './subject.ts';
import { compileWhere, type Predicate } from './where.ts';

export interface Candidate {
  readonly rule: Rule;
  readonly subject: Subject;
  readonly path: string;
  readonly language: string;
  /** Shown in a document, not run. */
  readonly quoted?: true;
}

/** What is known about a file beside its facts. */
export interface About {
  /** Keywords that occur in it, in lower case; rules none of whose keywords does are not asked. */
  readonly present?: ReadonlySet<string>;
  /** The facts are of code shown in a document of this language. */
  readonly quotedIn?: string;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly where: Predicate;
}

/** Names a rule's `languages:` may use for several at once. */
export const LANGUAGE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  code: [
    'python',
    'notebook',
    'typescript',
    'javascript',
    'csharp',
    'java',
    'kotlin',
    'go',
    'shell',
    'powershell',
    'ruby',
    'php',
    'rust',
    'swift',
    'r',
    'elixir',
    'dart',
    'scala',
    'clojure',
    'groovy',
    'fsharp',
    'vb',
    'lua',
    'sql',
    'kql',
    'http',
  ],
  python: ['python', 'notebook'],
  javascript: ['javascript', 'typescript'],
  java: ['java', 'kotlin'],
  iac: ['terraform', 'bicep', 'json', 'yaml'],
  settings: ['dotenv', 'yaml', 'json', 'toml', 'properties', 'ini', 'xml'],
};

/** Languages whose facts wait for the whole tree: what they mean depends on other files of their module. */
const DEFERRED = new Set(['terraform', 'bicep']);

/** Languages whose parameters and variables hold structures that rules look into. */
const INFRASTRUCTURE = new Set(['terraform', 'bicep', 'json']);

export interface MatchOptions {
  /** Component of a file, for evidence asked for on that scope. */
  componentOf?(path: string): string;
}

/**
 * Collects the facts of a tree file by file and gives all candidates at the end.
 * Call {@link add} for each file, then {@link finish} once.
 */
export class Matcher {
  readonly #byKind = new Map<MatchKind, CompiledRule[]>();
  readonly #forLanguage = new Map<string, Map<MatchKind, readonly CompiledRule[]>>();
  readonly #infrastructure: Infrastructure;
  readonly #candidates: Candidate[] = [];
  readonly #waiting: Candidate[] = [];
  readonly #deferred: { path: string; language: string; facts: readonly Fact[]; about: About }[] = [];
  readonly #tags = new Map<string, Set<string>>();
  readonly #componentOf: (path: string) => string;

  constructor(ruleSet: RuleSet, options: MatchOptions = {}) {
    this.#componentOf = options.componentOf ?? (() => '');
    this.#infrastructure = new Infrastructure(ruleSet.resources, ruleSet.patterns);
    for (const rule of ruleSet.rules) {
      const compiled = { rule, where: compileWhere(rule.where, ruleSet.patterns) };
      for (const kind of typeof rule.on === 'string' ? [rule.on] : rule.on) {
        const list = this.#byKind.get(kind);
        if (list) list.push(compiled);
        else this.#byKind.set(kind, [compiled]);
      }
    }
  }

  /**
   * One file, or one piece of code shown in a document. Without the keywords of the file every rule is asked.
   */
  add(path: string, language: string, facts: readonly Fact[], about: About = {}): void {
    const resources = facts.some(fact => fact.kind === 'resource');
    if (DEFERRED.has(language) || resources) this.#deferred.push({ path, language, facts, about });
    else this.#match(path, language, facts, about);
  }

  /** All candidates, evidence checked. `link` may rewrite the facts of infrastructure files once all are known. */
  finish(
    link: (files: readonly { path: string; facts: readonly Fact[] }[]) => readonly (readonly Fact[])[] = same,
  ): Candidate[] {
    const linked = link(this.#deferred);
    this.#deferred.forEach((file, i) =>
      this.#infrastructure.add(homeOf(file.path, file.about), linked[i] ?? file.facts),
    );
    for (const [i, { path, language, facts, about }] of this.#deferred.entries()) {
      const { present: _, ...rest } = about;
      this.#match(path, language, linked[i] ?? facts, rest);
    }
    this.#deferred.length = 0;
    this.#settle();
    return this.#candidates;
  }

  get infrastructure(): Infrastructure {
    return this.#infrastructure;
  }

  #match(path: string, language: string, facts: readonly Fact[], about: About): void {
    const rules = withKeyword(this.#rulesFor(language), about.present);
    const around = this.#infrastructure.surroundings(homeOf(path, about));
    const ask = (subject: Subject): void => {
      for (const { rule, where } of rules.get(subject.kind) ?? []) {
        if (!where(subject, around)) continue;
        const candidate: Candidate = {
          rule,
          subject,
          path,
          language: about.quotedIn ?? language,
          ...(about.quotedIn !== undefined && { quoted: true }),
        };
        if (rule.requires && rule.requires.length > 0) this.#waiting.push(candidate);
        else this.#accept(candidate);
      }
    };
    for (const fact of facts) {
      if (fact.kind === 'dependency' && fact.lock) continue;
      if (fact.kind === 'resource' && fact.linkOnly) continue;
      ask(fact);
      if ((fact.kind === 'call' || fact.kind === 'command') && rules.has('argument')) argumentsOf(fact).forEach(ask);
      if (fact.kind === 'resource' && rules.has('property')) propertiesOf(fact).forEach(ask);
      if (fact.kind === 'definition' && INFRASTRUCTURE.has(language)) entriesOf(fact).forEach(ask);
    }
  }

  #rulesFor(language: string): Map<MatchKind, readonly CompiledRule[]> {
    const known = this.#forLanguage.get(language);
    if (known) return known;
    const chosen = new Map<MatchKind, readonly CompiledRule[]>();
    for (const [kind, rules] of this.#byKind) {
      const fitting = rules.filter(({ rule }) => appliesTo(rule, language));
      if (fitting.length > 0) chosen.set(kind, fitting);
    }
    this.#forLanguage.set(language, chosen);
    return chosen;
  }

  #accept(candidate: Candidate): void {
    this.#candidates.push(candidate);
    for (const tag of candidate.rule.gives ?? []) {
      // What a document shows tells nothing about the code around it.
      const places = this.#places(candidate.path).slice(0, candidate.quoted ? 1 : undefined);
      for (const place of places) {
        const tags = this.#tags.get(place);
        if (tags) tags.add(tag);
        else this.#tags.set(place, new Set([tag]));
      }
    }
  }

  #places(path: string): readonly string[] {
    return [`file:${path}`, `folder:${dirOf(path)}`, `component:${this.#componentOf(path)}`, 'repository:'];
  }

  /**
   * Evidence may rest on evidence (`requires` of a rule whose tag comes from another such rule), so the positive part is
   * asked until nothing new is accepted; what must be absent can only be judged after that, and all at once, or the
   * order of files would decide.
   */
  #settle(): void {
    const open = this.#prove(this.#waiting.filter(candidate => !asksForAbsence(candidate.rule)));
    const absent = this.#waiting.filter(candidate => asksForAbsence(candidate.rule) && this.#evidence(candidate));
    for (const candidate of absent) this.#accept(candidate);
    // What was proven by absence may in turn be somebody's evidence.
    if (absent.length > 0) this.#prove(open);
    this.#waiting.length = 0;
  }

  /** Accept what has its evidence until nothing new comes; what is left still waits. */
  #prove(waiting: readonly Candidate[]): readonly Candidate[] {
    let open = waiting;
    let before: number;
    do {
      before = open.length;
      open = open.filter(candidate => {
        const proven = this.#evidence(candidate);
        if (proven) this.#accept(candidate);
        return !proven;
      });
    } while (open.length > 0 && open.length < before);
    return open;
  }

  #evidence(candidate: Candidate): boolean {
    const [file, dir, component, repository] = this.#places(candidate.path);
    const place = { file, folder: dir, component, repository };
    return (candidate.rule.requires ?? []).every(requirement => {
      const tags = this.#tags.get(place[requirement.scope] ?? '');
      if (requirement.any && !requirement.any.some(tag => tags?.has(tag))) return false;
      return !requirement.none?.some(tag => tags?.has(tag));
    });
  }
}

/** Where names of a piece of infrastructure are looked for: what a document shows shares none with the code beside it. */
const homeOf = (path: string, { quotedIn }: About): string => (quotedIn === undefined ? path : `${path}/${quotedIn}`);

/** The rules one of whose keywords occurs in the file. */
function withKeyword(
  rules: Map<MatchKind, readonly CompiledRule[]>,
  present: ReadonlySet<string> | undefined,
): Map<MatchKind, readonly CompiledRule[]> {
  if (!present) return rules;
  const chosen = new Map<MatchKind, readonly CompiledRule[]>();
  for (const [kind, list] of rules) {
    const fitting = list.filter(({ rule }) => rule.keywords.some(keyword => present.has(keyword.toLowerCase())));
    if (fitting.length > 0) chosen.set(kind, fitting);
  }
  return chosen;
}

const same = (files: readonly { facts: readonly Fact[] }[]): readonly (readonly Fact[])[] =>
  files.map(file => file.facts);

const asksForAbsence = (rule: Rule): boolean =>
  rule.requires?.some(requirement => requirement.none !== undefined) ?? false;

function appliesTo(rule: Rule, language: string): boolean {
  if (!rule.languages) return true;
  return rule.languages.some(name => name === language || LANGUAGE_GROUPS[name]?.includes(language));
}
