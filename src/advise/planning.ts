/** From workloads to plans, strategies, roadmap, score and questions. Pure: what it knows of the target is in the catalogue. */
import { byPlace, subjectOf } from './plan-subject.ts';
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
  const subjects = input.workloads.map(workload => subjectOf(workload, catalogue, clients, input.deployments));
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
