/** The Bedrock side of a rule: its equivalent, as it is printed with each finding. */
import type { Equivalent } from '../model/rule.ts';
import type { Advice } from '../model/report.ts';

export function adviceFor(equivalents: readonly Equivalent[]): (key: string) => Advice {
  const byKey = new Map<string, Advice>();
  for (const entry of equivalents) {
    byKey.set(entry.key, {
      equivalent: entry.key,
      title: entry.title,
      fidelity: entry.fidelity,
      effort: entry.effort,
      summary: entry.summary.trim(),
      changes: entry.changes,
      ...(entry.portable === undefined ? {} : { portable: entry.portable.trim() }),
      ...(entry.newLockIn === undefined ? {} : { newLockIn: entry.newLockIn.trim() }),
      caveats: entry.caveats,
      sources: entry.sources,
    });
  }
  return key => {
    const advice = byKey.get(key);
    if (!advice) throw new Error(`no equivalent "${key}"`);
    return advice;
  };
}
