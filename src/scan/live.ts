/** What snapshots of both sides add to a report. */
import type { Deployment, Live } from '../model/report.ts';
import { commitmentsOf, driftOf, retirementsOf } from '../resolve/drift.ts';
import type { ScanOptions } from './options.ts';

/** The live part of a report; absent when no snapshot was given. */
export function liveOf(options: ScanOptions, deployments: readonly Deployment[]): Live | undefined {
  const { inventory, catalog, snapshotFiles } = options;
  if (!inventory && !catalog) return undefined;
  const snapshot = (
    given: typeof inventory | typeof catalog,
    files: readonly string[] | undefined,
  ): Live['snapshots'][number][] =>
    given
      ? [
          {
            file: files?.join(', ') ?? '',
            kind: given.kind,
            ...(given.takenAt === undefined ? {} : { takenAt: given.takenAt }),
            gaps: given.gaps.map(gap => `${gap.scope}: ${gap.what}: ${gap.reason}`),
          },
        ]
      : [];
  return {
    snapshots: [...snapshot(inventory, snapshotFiles?.inventory), ...snapshot(catalog, snapshotFiles?.catalog)],
    drift: inventory ? driftOf(deployments, inventory) : [],
    commitments: inventory ? commitmentsOf(inventory) : [],
    retirements: inventory ? retirementsOf(inventory) : [],
  };
}
