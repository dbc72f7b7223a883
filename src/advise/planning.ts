/** From workloads to plans, strategies, roadmap, score and questions. Pure: what it knows of the target is in the catalogue. */
import { byPlace, subjectOf, type Subject } from './plan-subject.ts';
import { questionsOf } from './questions.ts';
import { plansOf, strategiesOf } from './recommend.ts';
import { roadmapOf } from './roadmap.ts';
import { scoreOf } from './score.ts';
import { retirementOf } from './source-models.ts';
import type { Planning, PlanningInput } from '../model/planning.ts';
import type { Workload } from '../model/workload.ts';

export function planWorkloads(input: PlanningInput): Planning {
  const { catalogue, target, findings } = input;
  const clients = byPlace(input.clients);
  const subjects = inOnePlace(
    input.workloads.map(workload => subjectOf(workload, catalogue, clients, input.deployments)),
  );
  const workloads = subjects.map((subject): Workload => {
    const { workload, known } = subject;
    const retires = known && workload.model ? retirementOf(catalogue, known, workload.model.version) : undefined;
    return {
      ...workload,
      model: workload.model && { ...workload.model, ...(retires ? { retires } : {}) },
      ...plansOf(subject, catalogue, target, input),
    };
  });
  return {
    workloads,
    strategies: strategiesOf(workloads, target),
    roadmap: roadmapOf(workloads, findings, catalogue, target),
    score: scoreOf(findings, workloads, input.weights),
    openQuestions: questionsOf(subjects, workloads, input.openQuestions, catalogue, target),
  };
}

/** Where everything that is known to run somewhere runs in one geography, the rest is taken to run there too. */
function inOnePlace(subjects: readonly Subject[]): Subject[] {
  const known = new Set(subjects.flatMap(({ geography }) => geography ?? []));
  const [only] = known;
  if (known.size !== 1 || only === undefined) return [...subjects];
  return subjects.map(subject => ({ ...subject, near: subject.near ?? only }));
}
