/** Builds the estate from what a scan has read; supplies what only the rules know. */
import type { Candidate } from '../match/match.ts';
import type { Matcher } from '../match/match.ts';
import { compileText } from '../match/text.ts';
import type { Policy } from '../model/config.ts';
import type { Setting } from '../model/estate.ts';
import type { Fact } from '../model/fact.ts';
import type { Dimension, Patterns, RuleSet } from '../model/rule.ts';
import type { Inventory } from '../model/snapshot.ts';
import { buildEstate, type Estate, type EstateFile, type InventoryDeployment } from '../resolve/estate/index.ts';
import type { ScanOptions } from './options.ts';

export interface EstateParts {
  readonly ruleSet: RuleSet;
  readonly matcher: Matcher;
  readonly candidates: readonly Candidate[];
  readonly files: readonly EstateFile[];
  /** Templates whose source stands beside them. */
  readonly compiled: ReadonlySet<string>;
  readonly policy: Pick<Policy, 'models'>;
  readonly options: ScanOptions;
}

export function estateOf({ ruleSet, matcher, candidates, files, compiled, policy, options }: EstateParts): Estate {
  return buildEstate({
    files: files.filter(({ path }) => !compiled.has(path)),
    canonical: fact => matcher.infrastructure.canonical(fact),
    feeds: feedsOf(ruleSet),
    ties: factsOf(candidates),
    resources: ruleSet.resources,
    isServiceWord: named('openai-word', ruleSet.patterns),
    isPlaceholder: named('placeholder-text', ruleSet.patterns),
    isModel: named('openai-model', ruleSet.patterns),
    models: path => policy.models(path),
    ...(options.inventory === undefined ? {} : { inventory: deployedIn(options.inventory) }),
  });
}

/** A pattern of the vocabulary; a rule set without it recognises nothing by it. */
function named(name: string, patterns: Patterns): (text: string) => boolean {
  return Object.hasOwn(patterns, name) ? compileText({ is: name }, patterns) : () => false;
}

/** Deployments of a snapshot, each with the account it is in. */
function deployedIn(inventory: Inventory): InventoryDeployment[] {
  return inventory.accounts.flatMap(account =>
    account.deployments.flatMap(({ name, model, version, sku, capacity, policy }) =>
      model === undefined
        ? []
        : [
            {
              name,
              model,
              account: account.name,
              region: account.location,
              ...(version === undefined ? {} : { version }),
              ...(sku === undefined ? {} : { sku }),
              ...(capacity === undefined ? {} : { capacity }),
              ...(policy === undefined ? {} : { policy }),
            },
          ],
    ),
  );
}

/** What a tie in a setting feeds where its name does not say it. */
const FED: Readonly<Partial<Record<Dimension, Setting['feeds']>>> = {
  endpoint: 'endpoint',
  identity: 'key',
  model: 'deployment',
};

/** Facts that a rule took for a tie of the client's inputs. */
function factsOf(candidates: readonly Candidate[]): ReadonlyMap<Fact, Setting['feeds']> {
  const facts = new Map<Fact, Setting['feeds']>();
  for (const { rule, subject } of candidates) {
    if (rule.evidence === true || !rule.tie || subject.kind === 'argument' || subject.kind === 'property') continue;
    const feeds = FED[rule.dimension];
    if (feeds !== undefined) facts.set(subject, feeds);
  }
  return facts;
}

/** What a name feeds, by how it ends. */
function feedsOf({ patterns }: RuleSet): (name: string) => Setting['feeds'] | undefined {
  const is = (pattern: string) => named(pattern, patterns);
  const [version, endpoint, key, model] = [
    is('names-api-version'),
    is('names-endpoint'),
    is('names-key'),
    is('names-model'),
  ];
  return name => {
    if (version(name)) return 'version';
    // Of a model or its deployment.
    if (/(?:model|deployment|gpt|embed|embeddings?)[-_.]?version$/i.test(name)) return 'model';
    if (key(name)) return 'key';
    if (model(name)) return /deploy|engine/i.test(name) ? 'deployment' : 'model';
    if (endpoint(name)) return 'endpoint';
    return undefined;
  };
}
