/** How old a report's facts are: the dates of every source its advice and its plans name. */
import { compareText } from '../base/text.ts';
import type { Finding, Report } from '../model/report.ts';
import type { Source } from '../model/rule.ts';
import type { Workload } from '../model/workload.ts';

/** A fact older than this is said to be. */
export const OLD_AFTER_DAYS = 45;

/**
 * Absent where nothing is advised. Ages in days only against a given time: without one the same scan would tell
 * another age every day.
 */
export function factsOf(
  findings: readonly Finding[],
  workloads: readonly Workload[],
  timestamp: string | undefined,
): NonNullable<Report['facts']> | undefined {
  const sources = new Map<string, Source>();
  const add = (source: Source): void => void sources.set(`${source.url}\0${source.asOf}`, source);
  for (const { tie, advice } of findings) if (tie) advice.sources.forEach(add);
  // Announced ends stand beside their own dates: what has retired long ago does not make the advice old.
  for (const { plans } of workloads) for (const plan of plans) plan.sources.forEach(add);
  const dates = [...sources.values()].map(({ asOf }) => asOf).sort(compareText);
  const [oldest] = dates;
  const newest = dates.at(-1);
  if (oldest === undefined || newest === undefined) return undefined;
  return {
    oldest,
    newest,
    sources: dates.length,
    notConfirmed: [...sources.values()].filter(({ status }) => status !== 'confirmed').length,
    ...(timestamp === undefined ? {} : { age: ageOf(dates, oldest, timestamp) }),
  };
}

function ageOf(
  dates: readonly string[],
  oldest: string,
  timestamp: string,
): { days: number; old: number; after: number } {
  const days = (date: string): number =>
    Math.max(0, Math.floor((Date.parse(timestamp) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000));
  return { days: days(oldest), old: dates.filter(date => days(date) > OLD_AFTER_DAYS).length, after: OLD_AFTER_DAYS };
}
