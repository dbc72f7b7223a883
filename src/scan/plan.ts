/** Hands what was found and resolved to planning. The catalogue is read only when there is something to plan. */
import { availabilityIn } from '../advise/availability.ts';
import { factsOf } from '../advise/facts.ts';
import { planWorkloads } from '../advise/planning.ts';
import { checkTarget } from '../advise/target.ts';
import type { Catalogue, EffortProfile } from '../model/catalogue.ts';
import type { PlanningInput, TargetOptions } from '../model/planning.ts';
import type { Report } from '../model/report.ts';
import { loadCatalogue, loadCode } from '../rules/load-catalogue.ts';
import type { ScanOptions } from './options.ts';

/** Where the code is to land, by flags and config. */
export function targetOf(options: ScanOptions): TargetOptions {
  return { strategy: 'best', ...options.config?.target };
}

/**
 * Before anything is read: a wrong region should not cost a scan.
 * @throws UntetherError for an unknown region or residency.
 */
export function checkTargetOf(options: ScanOptions): void {
  const target = targetOf(options);
  if (target.region !== undefined || target.residency !== undefined) checkTarget(loadCatalogue(), target);
}

export type Planned = Pick<
  Report,
  'workloads' | 'strategies' | 'roadmap' | 'score' | 'openQuestions' | 'facts' | 'effortProfile'
>;

/** Plans, strategies, roadmap and score; open questions are those of resolve and those of planning. */
export function planned(
  resolved: Pick<PlanningInput, 'workloads' | 'findings' | 'clients' | 'deployments' | 'openQuestions'>,
  options: ScanOptions,
): Planned {
  const { workloads, findings, openQuestions } = resolved;
  if (workloads.length === 0 && !findings.some(finding => finding.tie))
    return { workloads: [], strategies: [], roadmap: [], score: null, openQuestions };
  const weights = options.config?.score.weights;
  const catalogue = loadCatalogue();
  const planning = planWorkloads({
    ...resolved,
    catalogue,
    target: targetOf(options),
    ...(workloads.length === 0 ? {} : { code: loadCode() }),
    ...(weights === undefined ? {} : { weights }),
    ...(options.catalog === undefined ? {} : { availability: availabilityIn(options.catalog) }),
  });
  const facts = factsOf(findings, planning.workloads, options.timestamp);
  return {
    ...planning,
    openQuestions: [...openQuestions, ...planning.openQuestions],
    ...(facts === undefined ? {} : { facts }),
    effortProfile: profileOf(options, catalogue),
  };
}

/** The team's own profile, or the built-in assumption, which says that it is one. */
function profileOf(options: ScanOptions, catalogue: Catalogue): EffortProfile {
  const own = options.config?.effort;
  return own ? { name: own.name, calibrated: true, daysPerPoint: own.daysPerPoint } : catalogue.effort.profile;
}
