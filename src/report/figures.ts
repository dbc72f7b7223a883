/** What every reporter counts and sorts the same way. */
import { compareText, plural } from '../base/text.ts';
import type { Advice, Component, Finding, Report } from '../model/report.ts';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES, type Dimension, type Severity } from '../model/rule.ts';
import { PROVIDER } from './words.ts';

/** The ties a report argues from: what somebody has excused is counted apart. */
export function tiesOf(report: Report): Finding[] {
  return report.findings.filter(finding => finding.tie && finding.status !== 'suppressed');
}

export function contextOf(report: Report): Finding[] {
  return report.findings.filter(finding => !finding.tie && finding.status !== 'suppressed');
}

export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Worst first; among equals the surest, then by place. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
    comparePlaces(a, b)
  );
}

export function comparePlaces(a: Finding, b: Finding): number {
  return (
    compareText(a.location.path, b.location.path) ||
    a.location.startLine - b.location.startLine ||
    a.location.startColumn - b.location.startColumn ||
    compareText(a.ruleId, b.ruleId)
  );
}

/** Groups in the order of their first members. */
export function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** The worst places, one of each rule before the second of any: ten times the same tie tells nobody anything. */
export function worstPlaces(ties: readonly Finding[], count: number): Finding[] {
  const turns = new Map<Finding, number>();
  for (const group of groupBy([...ties].sort(compareFindings), tie => `${tie.severity}\0${tie.ruleId}`).values()) {
    for (const [turn, tie] of group.entries()) turns.set(tie, turn);
  }
  return [...ties]
    .sort(
      (a, b) =>
        severityRank(a.severity) - severityRank(b.severity) ||
        (turns.get(a) ?? 0) - (turns.get(b) ?? 0) ||
        compareFindings(a, b),
    )
    .slice(0, count);
}

export interface MatrixRow {
  readonly dimension: Dimension;
  readonly worst: Severity;
  readonly total: number;
  /** By component id. */
  readonly cells: ReadonlyMap<string, number>;
}

export interface MatrixColumn {
  readonly id: string;
  /** Short where that is enough to tell it from the others. */
  readonly label: string;
  readonly total: number;
}

/** Ties per dimension and component, worst first both ways. */
export function matrixOf(report: Report): { rows: MatrixRow[]; columns: MatrixColumn[] } {
  const ties = tiesOf(report);
  const rows = [...groupBy(ties, tie => tie.dimension).entries()].map(([dimension, group]) => ({
    dimension,
    worst: worstOf(group),
    total: group.length,
    cells: countBy(group, tie => tie.component),
  }));
  const columns = [...groupBy(ties, tie => tie.component).entries()].map(([id, group]) => ({
    id,
    label: componentLabel(report.components, id),
    total: group.length,
    worst: worstOf(group),
  }));
  return {
    rows: rows.sort(
      (a, b) =>
        severityRank(a.worst) - severityRank(b.worst) ||
        b.total - a.total ||
        DIMENSIONS.indexOf(a.dimension) - DIMENSIONS.indexOf(b.dimension),
    ),
    columns: columns
      .sort((a, b) => severityRank(a.worst) - severityRank(b.worst) || b.total - a.total || compareText(a.id, b.id))
      .map(({ id, label, total }) => ({ id, label, total })),
  };
}

function worstOf(findings: readonly Finding[]): Severity {
  return SEVERITIES[Math.min(...findings.map(finding => severityRank(finding.severity)))] ?? 'info';
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function componentLabel(components: readonly Component[], id: string): string {
  const name = components.find(component => component.id === id)?.name ?? id;
  return components.filter(component => component.name === name).length > 1 ? id : name;
}

/** `a, b and c`. */
export function enumeration(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** `2 blockers, 10 high`: what there is of each, in the order of the scale. */
export function tally<K extends string>(
  scale: readonly K[],
  counts: Readonly<Partial<Record<K, number>>>,
  word?: (key: K, count: number) => string,
): string {
  return tallied(scale, counts, word).join(', ');
}

export function tallied<K extends string>(
  scale: readonly K[],
  counts: Readonly<Partial<Record<K, number>>>,
  word: (key: K, count: number) => string = (key, count) => `${count} ${key}`,
): string[] {
  return scale.flatMap(key => {
    const count = counts[key] ?? 0;
    return count > 0 ? [word(key, count)] : [];
  });
}

export function severityTally(report: Report): string {
  return tally(SEVERITIES, report.summary.bySeverity, (key, count) =>
    key === 'blocker' ? plural(count, 'blocker') : `${count} ${key}`,
  );
}

export function confidenceTally(report: Report): string {
  return tally(CONFIDENCES, report.summary.byConfidence);
}

export function fidelityTally(report: Pick<Report, 'summary'>): string {
  return tally(FIDELITIES, report.summary.byFidelity);
}

/** What stands on the other side, without what it replaces: titles read `this → that`. */
export function replacementOf({ title }: Advice): string {
  const arrow = title.lastIndexOf(' → ');
  return arrow < 0 ? title : title.slice(arrow + 3);
}

/** `1–3 points`. */
export function points(effort: { readonly low: number; readonly high: number }): string {
  const range = pointRange(effort);
  return `${range} ${range === '1' ? 'point' : 'points'}`;
}

export function pointRange(effort: { readonly low: number; readonly high: number }): string {
  return effort.low === effort.high ? `${effort.low}` : `${effort.low}–${effort.high}`;
}

/** The answer in one line; `root` is the name of the scanned folder, made safe for the format. */
export function verdict(report: Report, root: string): string {
  const { summary } = report;
  const asked = narrowing(report);
  if (!summary.tied) {
    return asked === undefined
      ? `Nothing ties ${root} to ${PROVIDER}`
      : `No tie of ${root} to ${PROVIDER} has ${asked}`;
  }
  const sure = (summary.byConfidence.certain ?? 0) + (summary.byConfidence.likely ?? 0) > 0;
  const figures = `${plural(summary.ties, 'tie')} in ${plural(summary.files, 'file')}`;
  return `${root} ${sure ? 'is' : 'may be'} tied to ${PROVIDER}: ${figures}${asked === undefined ? '' : ` with ${asked}`}`;
}

/** What a narrowed report still shows, so that nobody takes a part for the whole. */
export function narrowing({ narrowed }: Report): string | undefined {
  if (!narrowed) return undefined;
  const { dimensions, minSeverity, minConfidence } = narrowed;
  const parts = [
    ...(dimensions ? [`dimension ${dimensions.join(' or ')}`] : []),
    ...(minSeverity ? [`severity ${minSeverity}${minSeverity === 'blocker' ? '' : ' or worse'}`] : []),
    ...(minConfidence ? [`confidence ${minConfidence}${minConfidence === 'certain' ? '' : ' or surer'}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

/** How much of what was met was really looked through. */
export function coverageSentence(report: Report): string {
  const { walked, read, clean } = report.coverage;
  const unread = unreadOf(report);
  const looked = `Looked through ${read + clean} of ${plural(walked, 'file')} (${read} parsed, ${clean} without any trace)`;
  return unread === 0 ? looked : `${looked}; ${unread} could not be read`;
}

/** Files that should have been read and were not. A picture or a file no reader takes is not one of them. */
const EXPECTED_GAPS: ReadonlySet<string> = new Set([
  'binary',
  'no-reader',
  'excluded',
  'ignored',
  'vendored',
  'generated',
  'minified',
  'symlink',
  'special-file',
]);

export function unreadOf(report: Report): number {
  return Object.entries(report.coverage.skipped)
    .filter(([reason]) => !EXPECTED_GAPS.has(reason))
    .reduce((total, [, count]) => total + count, 0);
}
