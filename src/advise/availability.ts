/** Whether an account and region really have a model, by a snapshot of them. */
import type { Catalog, CatalogRegion } from '../model/snapshot.ts';
import type { TargetModel } from '../model/workload.ts';

export type Availability = NonNullable<TargetModel['availability']>;

/** Asked for an id in the form its endpoint takes; without a region, for the best of those in the snapshot. */
export type AvailabilityOf = (modelId: string, endpoint: string, region?: string) => Availability;

/** Best first: what can be had, what may be, what must be asked for, what is not there. */
export const AVAILABILITIES: readonly Availability[] = ['available', 'unknown', 'needs-entitlement', 'not-in-region'];

/** Geography or `global` in front of a model id: an inference profile of the service. */
const PROFILE = /^(?:us|eu|in|jp|au|ca|apac|us-gov|global)\./;

/** The model behind an id: without the geography of an inference profile. */
export function withoutProfile(modelId: string): string {
  return modelId.replace(PROFILE, '');
}

/** Answers from a snapshot; what it could not see is `unknown`, never "not there". */
export function availabilityIn(catalog: Catalog): AvailabilityOf {
  return (modelId, endpoint, region) => {
    const regions = catalog.regions.filter(candidate => region === undefined || candidate.region === region);
    const answers = regions.map(candidate =>
      // The OpenAI-shaped endpoint has models that no list of the control plane names.
      endpoint.endsWith('mantle') ? served(candidate, modelId) : listed(catalog, candidate, modelId),
    );
    return AVAILABILITIES.find(availability => answers.includes(availability)) ?? 'unknown';
  };
}

function served({ openAiModels }: CatalogRegion, modelId: string): Availability {
  if (openAiModels === undefined) return 'unknown';
  return openAiModels.includes(modelId) ? 'available' : 'not-in-region';
}

function listed(catalog: Catalog, here: CatalogRegion, modelId: string): Availability {
  const profile = PROFILE.test(modelId);
  const found = profile
    ? here.profiles.some(({ id, status }) => id === modelId && (status === undefined || status === 'ACTIVE'))
    : here.models.some(({ id, inferenceTypes }) => id === modelId && inferenceTypes.includes('ON_DEMAND'));
  if (!found) {
    const list = profile ? 'system inference profiles' : 'foundation models';
    const blind = catalog.gaps.some(({ scope, what }) => scope === `region ${here.region}` && what === list);
    // An export may hold one of the two lists only.
    const empty = profile ? here.profiles.length === 0 : here.models.length === 0;
    return blind || empty ? 'unknown' : 'not-in-region';
  }
  const base = withoutProfile(modelId);
  const entitlement = here.availability.find(entry => entry.modelId === base);
  if (!entitlement) return 'available';
  if (entitlement.region === 'NOT_AVAILABLE') return 'not-in-region';
  const granted =
    (entitlement.authorization ?? 'AUTHORIZED') === 'AUTHORIZED' &&
    (entitlement.entitlement ?? 'AVAILABLE') === 'AVAILABLE' &&
    (entitlement.agreement ?? 'AVAILABLE') === 'AVAILABLE';
  return granted ? 'available' : 'needs-entitlement';
}
