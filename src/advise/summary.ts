/** The figures of a report, all derived from its findings and nothing else. */
import type { Component, Finding, Summary } from '../model/report.ts';
import { repeated, sum } from './effort.ts';
import type { ComponentInfo } from './components.ts';

export function summarise(
  findings: readonly Finding[],
  components: readonly ComponentInfo[],
): { summary: Summary; components: Component[] } {
  const ties = findings.filter(finding => finding.tie);
  return {
    summary: {
      tied: ties.length > 0,
      findings: findings.length,
      ties: ties.length,
      context: findings.length - ties.length,
      files: new Set(ties.map(finding => finding.location.path)).size,
      bySeverity: count(ties, finding => finding.severity),
      byDimension: count(ties, finding => finding.dimension),
      byFidelity: count(ties, finding => finding.advice.fidelity),
      byConfidence: count(ties, finding => finding.confidence),
      byStatus: { new: 0, baseline: 0, suppressed: 0, ...count(findings, finding => finding.status) },
      effort: effortOf(ties),
    },
    components: components
      .map(component => {
        const own = findings.filter(finding => finding.component === component.id);
        const ownTies = own.filter(finding => finding.tie);
        return {
          ...component,
          owners: [...new Set(own.flatMap(finding => finding.owners))].sort(),
          findings: own.length,
          ties: ownTies.length,
          byDimension: count(ownTies, finding => finding.dimension),
        };
      })
      .filter(component => component.findings > 0),
  };
}

/** One tie repeated in one component is one group: its repeats count sub-linearly. */
function effortOf(ties: readonly Finding[]): { low: number; high: number } {
  const groups = new Map<string, Finding[]>();
  for (const tie of ties) {
    const key = `${tie.component}\0${tie.ruleId}`;
    const group = groups.get(key);
    if (group) group.push(tie);
    else groups.set(key, [tie]);
  }
  return sum([...groups.values()].map(group => repeated(group[0]?.advice.effort ?? { low: 0, high: 0 }, group.length)));
}

function count<K extends string>(
  findings: readonly Finding[],
  key: (finding: Finding) => K,
): Partial<Record<K, number>> {
  const counts = new Map<K, number>();
  for (const finding of findings) counts.set(key(finding), (counts.get(key(finding)) ?? 0) + 1);
  return Object.fromEntries([...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) as Partial<Record<K, number>>;
}
