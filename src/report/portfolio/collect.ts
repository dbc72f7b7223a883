/**
 * Adding up reports one at a time: nothing of a report is kept but its figures and names, so that memory grows with the
 * number of repositories and not with what was found in them.
 */
import { compareText } from '../../base/text.ts';
import type {
  Portfolio,
  PortfolioDimension,
  PortfolioModel,
  PortfolioOwner,
  PortfolioWave,
  Repository,
  Shared,
} from '../../model/portfolio.ts';
import type { Report } from '../../model/report.ts';
import { DIMENSIONS, FIDELITIES, SEVERITIES, type Dimension, type Fidelity } from '../../model/rule.ts';
import type { Effort } from '../../model/workload.ts';
import { tiesOf } from '../figures.ts';
import { recommendedOf } from '../story/names.ts';

export interface Collector {
  add(report: Report): void;
  /** All that was added, ranked and added up. */
  finish(tool: Portfolio['tool']): Portfolio;
}

interface ModelSum {
  workloads: number;
  callSites: number;
  repositories: number;
  targets: Map<string, number>;
  byFidelity: Partial<Record<Fidelity, number>>;
}

const none = (): Effort => ({ low: 0, high: 0 });
const plus = (a: Effort, b: Effort): Effort => ({ low: a.low + b.low, high: a.high + b.high });

export function collector(): Collector {
  const repositories: Repository[] = [];
  const names = new Map<string, number>();
  const rulesets = new Map<string, { version: string; digest: string; repositories: number }>();
  const models = new Map<string, ModelSum>();
  const dimensions = new Map<Dimension, { ties: number; repositories: number }>();
  const owners = new Map<string, { ties: number; workloads: number; repositories: number }>();
  const shared = new Map<string, { kind: Shared['kind']; name: string; by: Set<number> }>();
  const waves = new Map<string, { first: number; repositories: number; workloads: number; effort: Effort }>();

  return {
    add(report) {
      const index = repositories.length;
      repositories.push(repositoryOf(report, uniqueName(nameOf(report), names)));
      const { version, digest } = report.ruleset;
      const ruleset = entry(rulesets, digest, () => ({ version, digest, repositories: 0 }));
      ruleset.repositories += 1;
      addModels(report, models);
      for (const dimension of DIMENSIONS) {
        const ties = report.summary.byDimension[dimension] ?? 0;
        if (ties === 0) continue;
        const sum = entry(dimensions, dimension, () => ({ ties: 0, repositories: 0 }));
        sum.ties += ties;
        sum.repositories += 1;
      }
      addOwners(report, owners);
      for (const { kind, name } of namesShared(report)) {
        entry(shared, `${kind}\0${name.toLowerCase()}`, () => ({ kind, name, by: new Set<number>() })).by.add(index);
      }
      for (const wave of report.roadmap) {
        const sum = entry(waves, wave.title, () => ({
          first: wave.number,
          repositories: 0,
          workloads: 0,
          effort: none(),
        }));
        sum.first = Math.min(sum.first, wave.number);
        sum.repositories += 1;
        sum.workloads += wave.workloads.length;
        sum.effort = plus(sum.effort, wave.effort);
      }
    },
    finish: tool => ({
      schemaVersion: 1,
      kind: 'portfolio',
      tool,
      rulesets: [...rulesets.values()].sort((a, b) => compareText(a.digest, b.digest)),
      factsAsOf: repositories.map(({ factsAsOf }) => factsAsOf).sort(compareText)[0] ?? 'unknown',
      summary: summaryOf(repositories),
      repositories: [...repositories].sort(byWork),
      models: [...models]
        .map(([name, sum]): PortfolioModel => modelOf(name, sum))
        .sort((a, b) => b.workloads - a.workloads || compareText(a.name, b.name)),
      dimensions: [...dimensions]
        .map(([dimension, sum]): PortfolioDimension => ({ dimension, ...sum }))
        .sort((a, b) => b.ties - a.ties || DIMENSIONS.indexOf(a.dimension) - DIMENSIONS.indexOf(b.dimension)),
      owners: [...owners]
        .map(([owner, sum]): PortfolioOwner => ({ owner, ...sum }))
        .sort((a, b) => b.ties - a.ties || compareText(a.owner, b.owner)),
      shared: [...shared.values()]
        .filter(({ by }) => by.size > 1)
        .map(({ kind, name, by }) => ({
          kind,
          name,
          repositories: [...by].map(index => repositories[index]?.name ?? '').sort(compareText),
        }))
        .sort(
          (a, b) =>
            b.repositories.length - a.repositories.length || compareText(a.kind, b.kind) || compareText(a.name, b.name),
        ),
      waves: [...waves]
        .sort(([a, x], [b, y]) => x.first - y.first || compareText(a, b))
        .map(([title, { repositories: count, workloads, effort }]): PortfolioWave => ({
          title,
          repositories: count,
          workloads,
          effort,
        })),
    }),
  };
}

function entry<K, V>(map: Map<K, V>, key: K, fresh: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = fresh()));
  return value;
}

function nameOf({ root, git }: Report): string {
  const path = git.remote === undefined ? undefined : /^https?:\/\/[^/]+\/(.+)$/.exec(git.remote)?.[1];
  return path === undefined ? root : `${path}${git.prefix === undefined ? '' : `/${git.prefix.replace(/\/$/, '')}`}`;
}

/** `chat`, `chat (2)`. */
function uniqueName(name: string, names: Map<string, number>): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

function repositoryOf(report: Report, name: string): Repository {
  const { summary, git, roadmap, strategies, score } = report;
  const strategy = strategies.find(each => each.recommended)?.strategy;
  return {
    name,
    ...(git.remote === undefined ? {} : { remote: git.remote }),
    ...(git.commit === undefined ? {} : { commit: git.commit }),
    ties: summary.ties,
    files: summary.files,
    workloads: report.workloads.length,
    openQuestions: report.openQuestions.length,
    score: score?.value ?? null,
    effort: roadmap.length === 0 ? summary.effort : roadmap.map(wave => wave.effort).reduce(plus, none()),
    bySeverity: summary.bySeverity,
    byDimension: summary.byDimension,
    byFidelity: summary.byFidelity,
    byConfidence: summary.byConfidence,
    ...(strategy === undefined ? {} : { strategy }),
    factsAsOf: report.ruleset.factsAsOf,
  };
}

function addModels({ workloads }: Report, models: Map<string, ModelSum>): void {
  const here = new Set<string>();
  for (const workload of workloads) {
    const name = workload.model?.name ?? 'not found';
    const sum = entry(models, name, (): ModelSum => ({
      workloads: 0,
      callSites: 0,
      repositories: 0,
      targets: new Map<string, number>(),
      byFidelity: {},
    }));
    sum.workloads += 1;
    sum.callSites += workload.callSites.length;
    if (!here.has(name)) sum.repositories += 1;
    here.add(name);
    const plan = recommendedOf(workload);
    const fidelity = plan?.fidelity ?? 'unknown';
    sum.byFidelity[fidelity] = (sum.byFidelity[fidelity] ?? 0) + 1;
    const target = plan?.target.modelIds[0];
    if (target !== undefined) sum.targets.set(target, (sum.targets.get(target) ?? 0) + 1);
  }
}

function modelOf(name: string, { targets, byFidelity, ...sum }: ModelSum): PortfolioModel {
  return {
    name,
    ...sum,
    targets: [...targets].sort(([a, x], [b, y]) => y - x || compareText(a, b)).map(([id]) => id),
    byFidelity: ordered(byFidelity),
  };
}

function ordered(counts: Readonly<Partial<Record<Fidelity, number>>>): Partial<Record<Fidelity, number>> {
  return Object.fromEntries(FIDELITIES.flatMap(key => (counts[key] === undefined ? [] : [[key, counts[key]]])));
}

function addOwners(
  report: Report,
  owners: Map<string, { ties: number; workloads: number; repositories: number }>,
): void {
  const ties = new Map<string, number>();
  for (const { owners: names } of tiesOf(report)) {
    for (const name of names.length > 0 ? names : ['nobody named']) ties.set(name, (ties.get(name) ?? 0) + 1);
  }
  const workloads = new Map<string, number>();
  for (const { owners: names } of report.workloads) {
    for (const name of names.length > 0 ? names : ['nobody named']) workloads.set(name, (workloads.get(name) ?? 0) + 1);
  }
  for (const name of new Set([...ties.keys(), ...workloads.keys()])) {
    const sum = entry(owners, name, () => ({ ties: 0, workloads: 0, repositories: 0 }));
    sum.ties += ties.get(name) ?? 0;
    sum.workloads += workloads.get(name) ?? 0;
    sum.repositories += 1;
  }
}

/** Names that another repository may use as well. */
function namesShared({ accounts, clients, workloads, settings }: Report): { kind: Shared['kind']; name: string }[] {
  const addresses = [
    ...workloads.map(workload => workload.endpoint),
    ...clients.map(client => client.endpoint?.value),
    ...settings.filter(setting => setting.feeds === 'endpoint').map(setting => setting.value),
  ];
  return [
    ...accounts.map(account => ({ kind: 'account' as const, name: account.name })),
    ...accounts.flatMap(({ parts }) =>
      parts.flatMap(part =>
        part.kind === 'gateway' && part.name !== undefined ? [{ kind: 'gateway' as const, name: part.name }] : [],
      ),
    ),
    ...addresses.flatMap(address => {
      const host = hostOf(address);
      return host === undefined ? [] : [{ kind: 'endpoint' as const, name: host }];
    }),
  ];
}

/** A host with a hole in it, or one that stands for any, is shared by nobody. */
function hostOf(address: string | undefined): string | undefined {
  if (address === undefined || /[*<>{}$]/.test(address)) return undefined;
  try {
    const { protocol, host } = new URL(address);
    const placeholder = /^(?:your|my|example|test|xxx|localhost|resource|name)\b|your|example|placeholder/i.test(host);
    return protocol.startsWith('http') && host.includes('.') && !placeholder ? host : undefined;
  } catch {
    return undefined;
  }
}

/** Most to do first; among equals the one that is harder to move. */
function byWork(a: Repository, b: Repository): number {
  return (
    b.effort.high - a.effort.high ||
    (a.score ?? Infinity) - (b.score ?? Infinity) ||
    b.ties - a.ties ||
    compareText(a.name, b.name)
  );
}

function summaryOf(repositories: readonly Repository[]): Portfolio['summary'] {
  const sum = (value: (repository: Repository) => number): number =>
    repositories.reduce((total, repository) => total + value(repository), 0);
  const counts = <K extends string>(keys: readonly K[], of: (repository: Repository) => Partial<Record<K, number>>) =>
    Object.fromEntries(
      keys.flatMap(key => {
        const count = sum(repository => of(repository)[key] ?? 0);
        return count > 0 ? [[key, count]] : [];
      }),
    ) as Partial<Record<K, number>>;
  return {
    repositories: repositories.length,
    tied: repositories.filter(repository => repository.ties > 0).length,
    ties: sum(repository => repository.ties),
    files: sum(repository => repository.files),
    workloads: sum(repository => repository.workloads),
    openQuestions: sum(repository => repository.openQuestions),
    effort: { low: sum(repository => repository.effort.low), high: sum(repository => repository.effort.high) },
    bySeverity: counts(SEVERITIES, repository => repository.bySeverity),
    byFidelity: counts(FIDELITIES, repository => repository.byFidelity),
  };
}
