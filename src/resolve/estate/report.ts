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

export function deploymentsOf(input: EstateInput, deployed: readonly Deployed[], uses: EstateUses): Deployment[] {
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
  for (const { at, candidates } of uses.deployments) {
    for (const { via, from: _, ...base } of candidates) {
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
