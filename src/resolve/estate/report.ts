/** Deployments as the report shows them: those the code base makes and those it only names, with who uses them. */
import { compareText } from '../../base/text.ts';
import type { Deployment } from '../../model/estate.ts';
import type { Place } from '../../model/place.ts';
import type { Deployed } from './deployments.ts';
import { distinctPlaces } from './places.ts';
import { shown } from './resolve.ts';
import type { DeploymentCandidate, EstateInput, EstateUses } from './types.ts';

interface Growing {
  readonly base: Omit<DeploymentCandidate, 'via' | 'from'>;
  readonly usedBy: Place[];
  readonly via: Set<string>;
}

/** A name that nothing here makes a deployment of. */
const isLoose = ({ defined, basis }: Pick<DeploymentCandidate, 'defined' | 'basis'>): boolean =>
  defined === undefined && (basis === undefined || basis === 'hint');

export function deploymentsOf(
  input: EstateInput,
  deployed: readonly Deployed[],
  uses: EstateUses,
  isTied: (name: string) => boolean,
): Deployment[] {
  const all = new Map<string, Growing>();
  const put = (base: Omit<DeploymentCandidate, 'via' | 'from'>): Growing => {
    const { name, model, version, sku, capacity, defined } = base;
    const key = JSON.stringify(
      defined ? [defined, name, model ?? '', version ?? '', sku ?? '', capacity ?? ''] : [name, model ?? ''],
    );
    const growing = all.get(key) ?? { base, usedBy: [], via: new Set<string>() };
    all.set(key, growing);
    return growing;
  };
  for (const each of deployed) put({ ...shown(each, input, undefined), confidence: each.confidence });
  const known = new Set(
    uses.deployments
      .filter(({ candidates }) => candidates.some(each => !isLoose(each)))
      .map(({ at }) => `${at.path}:${at.line}`),
  );
  for (const { at, candidates } of uses.deployments) {
    const certainHere = known.has(`${at.path}:${at.line}`);
    for (const { via, from: _, ...base } of candidates) {
      // Where one branch leads to a deployment of the service, names of the others are those of another provider.
      if (certainHere && isLoose(base) && !via.some(isTied)) continue;
      const growing = put(base);
      growing.usedBy.push(at);
      for (const name of via) growing.via.add(name);
    }
  }
  return [...all.values()]
    .map(({ base, usedBy, via }): Deployment => ({ ...base, usedBy: distinctPlaces(usedBy), via: [...via] }))
    .sort(
      (a, b) =>
        compareText(a.name, b.name) ||
        compareText(a.defined?.path ?? '', b.defined?.path ?? '') ||
        (a.defined?.line ?? 0) - (b.defined?.line ?? 0) ||
        compareText(a.model ?? '', b.model ?? ''),
    );
}
