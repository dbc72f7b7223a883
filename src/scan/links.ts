/** Links code to its clients from what a scan has read; supplies what only the rules know, and reads on where links lead. */
import type { Matcher } from '../match/match.ts';
import { compileWhere, type Predicate } from '../match/where.ts';
import type { Fact } from '../model/fact.ts';
import { ownersOf } from '../advise/components.ts';
import type { UnplannedWorkload } from '../model/planning.ts';
import type { RuleSet, Where } from '../model/rule.ts';
import type { Client } from '../model/workload.ts';
import type { Estate, EstateReport } from '../resolve/estate/index.ts';
import { workloadsOf } from '../resolve/workloads.ts';
import { linkCode, type CodeInput, type CodeLinks } from '../resolve/code/index.ts';
import { LINKED_CODE } from './further.ts';
import type { Walked } from './read.ts';

/** Languages of files that may be clients without code. */
const SETTINGS: ReadonlySet<string> = new Set(['yaml', 'json', 'properties', 'manifest']);

/** Links may lead to files whose links lead further; code a person follows does not go deeper. */
const MAX_ROUNDS = 6;

export interface LinkParts {
  readonly ruleSet: RuleSet;
  readonly matcher: Matcher;
  readonly walked: Walked;
  readonly paths: readonly string[];
  readonly belongs: (path: string) => string;
}

/** What linking found out. */
export interface Resolved extends EstateReport {
  readonly clients: readonly Client[];
  readonly workloads: readonly UnplannedWorkload[];
}

/** Links of code, workloads and the estate they use. `estate` is asked again when links led to more files. */
export async function resolveAll(parts: LinkParts, estate: () => Promise<Estate>): Promise<Resolved> {
  const { walked } = parts;
  const before = walked.files.length;
  // Names that settings and infrastructure give a value of the service lead to code that says nothing else.
  const first = await estate();
  const links = await follow(parts, first.keywords());
  const known = walked.files.length > before ? await estate() : first;
  const { workloads, uses } = workloadsOf(links, known, ownersOf(walked.codeowners));
  const clients = links.clients.map(({ client }) => client);
  const found = known.finish({ clients, deployments: uses, reads: [] });
  return { ...found, clients, workloads, openQuestions: [...found.openQuestions, ...links.questions] };
}

/** Reads what links lead to, until nothing new is found. `names` are settings that carry a value of the service. */
async function follow(parts: LinkParts, names: readonly string[]): Promise<CodeLinks> {
  const { walked } = parts;
  const tied = new Set(names);
  if (names.length > 0)
    await walked.more({ paths: new Set(), uses: names.map(name => ({ names: [name], modules: [] })) });
  let links = link(parts, tied);
  // What leads further is not to be believed once following was cut short.
  for (let round = 0; round < MAX_ROUNDS && !links.exhausted; round++) {
    if ((await walked.more(links.wanted)) === 0) return links;
    links = link(parts, tied);
  }
  return links;
}

function link({ ruleSet, matcher, walked, paths, belongs }: LinkParts, tiedSettings: ReadonlySet<string>): CodeLinks {
  return linkCode({
    files: walked.files.filter(({ language }) => LINKED_CODE.has(language)),
    others: walked.files.filter(({ language }) => SETTINGS.has(language)),
    paths,
    vocabulary: ruleSet.vocabulary,
    componentOf: belongs,
    holds: conditionsOf(ruleSet, matcher),
    tiedSettings,
  });
}

const compiled = new WeakMap<Where, Predicate>();

function conditionsOf({ patterns }: RuleSet, matcher: Matcher): CodeInput['holds'] {
  return (where: Where, fact: Fact, path: string) => {
    let predicate = compiled.get(where);
    if (!predicate) compiled.set(where, (predicate = compileWhere(where, patterns)));
    return predicate(fact, matcher.infrastructure.surroundings(path));
  };
}
