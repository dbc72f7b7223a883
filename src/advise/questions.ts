/** What planning could not tell, and what would tell it. */
import type { Subject } from './plan-subject.ts';
import { plural } from '../base/text.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { OpenQuestion } from '../model/estate.ts';
import type { Place } from '../model/place.ts';
import type { TargetOptions } from '../model/planning.ts';
import type { Workload } from '../model/workload.ts';

/** What closes a question of the left closes those of the right too. */
const SAME_ANSWER = new Map([['model-unknown', ['model-unknown', 'deployment-undefined', 'deployment-unknown']]]);

const same = (a: Place, b: Place): boolean => a.path === b.path && a.line === b.line;

/** @param asked what resolve asks already: a question of the same code at one of the same places is not asked again. */
export function questionsOf(
  subjects: readonly Subject[],
  workloads: readonly Workload[],
  asked: readonly OpenQuestion[],
  catalogue: Catalogue,
  target: TargetOptions,
): OpenQuestion[] {
  const questions: OpenQuestion[] = [];
  const ask = (question: OpenQuestion, around: readonly Place[] = []): void => {
    const alike = SAME_ANSWER.get(question.code) ?? [question.code];
    const near = [...question.places, ...around];
    const known = asked.some(
      other => alike.includes(other.code) && other.places.some(place => near.some(own => same(own, place))),
    );
    if (!known) questions.push(question);
  };
  for (const [i, subject] of subjects.entries()) {
    const { workload, landing } = subject;
    const places = placesOf(workload);
    if (landing.models && workload.model === null) {
      ask(
        {
          code: 'model-unknown',
          question: `Which model serves the ${workload.api} calls of ${nameOf(workload)}${behind(workload)}? Its plans hold for whatever fits the API and the features in use.`,
          closes:
            'Name it in the config (models: DEPLOYMENT: MODEL), or scan together with the infrastructure or an inventory that defines the deployment.',
          places,
        },
        workload.clients,
      );
    } else if (landing.models && workload.model !== null && !subject.known) {
      ask({
        code: 'model-unlisted',
        question: `"${workload.model.name}" of ${nameOf(workload)} is not in the table of models: what is it, and what has to take its place?`,
        closes:
          'Map the deployment to a listed model in the config (models:), or tell us what is missing from the table.',
        places,
      });
    }
    if (workloads[i]?.plans.length === 0) {
      const why = workloads[i].ruledOut.map(({ strategy, reason }) => `${strategy}: ${reason}`).join(' ');
      ask({
        code: 'no-landing',
        question: `Nothing is confirmed to carry the ${workload.api} calls of ${nameOf(workload)}: keep them, drop them, or take another provider? ${why}`,
        closes: 'A decision of the owner, or a wider region or residency (--region, --residency).',
        places,
      });
    }
  }
  const undecided =
    target.region === undefined && target.residency === undefined
      ? subjects.filter(subject => isResident(subject, catalogue))
      : [];
  if (undecided.length > 0) {
    const where = [...new Set(undecided.flatMap(({ geography }) => geography ?? []))].sort();
    ask({
      code: 'residency-undecided',
      question: `${plural(undecided.length, 'workload runs', 'workloads run')} ${where.length > 0 ? `in ${where.join(', ')}` : 'in a data zone'} today: must the data stay there? Plans without an answer may route it elsewhere.`,
      closes: 'Give --residency (for example --residency eu) and --region, or target: in the config.',
      places: undecided.flatMap(({ workload }) => placesOf(workload).slice(0, 1)),
    });
  }
  return questions;
}

/** It runs where the target has a geography of its own other than its widest one, or in a zone. */
function isResident({ geography, deployments }: Subject, { conditions, geographies }: Catalogue): boolean {
  const [widest] = Object.keys(geographies);
  const zoned = conditions
    .filter(({ resident }) => resident)
    .some(
      ({ when: { sku } }) => sku !== undefined && deployments.some(one => new RegExp(sku, 'i').test(one.sku ?? '')),
    );
  return zoned || (geography !== undefined && geography !== widest);
}

function placesOf({ clients, callSites }: Pick<Workload, 'clients' | 'callSites'>): Place[] {
  const all = callSites.length > 0 ? callSites : clients;
  return all.map(({ path, line }) => ({ path, line }));
}

function nameOf({ component }: Pick<Workload, 'component'>): string {
  return component === '.' ? 'the root component' : component;
}

function behind({ deployments }: Pick<Workload, 'deployments'>): string {
  return deployments.length === 0 ? '' : ` behind ${deployments.map(name => `"${name}"`).join(', ')}`;
}
