/** The portfolio for programs and spreadsheets. */
import type { Portfolio } from '../../model/portfolio.ts';
import { DIMENSIONS, FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { csv } from '../csv.ts';
import { jsonText } from '../escape.ts';

export function renderJson(portfolio: Portfolio): string {
  return `${jsonText(portfolio, 2)}\n`;
}

/** One row for each repository. */
export function renderCsv({ repositories }: Portfolio): string {
  return csv(
    [
      'rank',
      'repository',
      'remote',
      'commit',
      'score',
      'points_low',
      'points_high',
      'ties',
      'files',
      'workloads',
      'open_questions',
      'strategy',
      ...SEVERITIES,
      ...FIDELITIES.map(fidelity => `fidelity_${fidelity}`),
      ...DIMENSIONS,
      'facts_as_of',
    ],
    repositories.map((repository, i) => [
      i + 1,
      repository.name,
      repository.remote ?? '',
      repository.commit ?? '',
      repository.score ?? '',
      repository.effort.low,
      repository.effort.high,
      repository.ties,
      repository.files,
      repository.workloads,
      repository.openQuestions,
      repository.strategy ?? '',
      ...SEVERITIES.map(severity => repository.bySeverity[severity] ?? 0),
      ...FIDELITIES.map(fidelity => repository.byFidelity[fidelity] ?? 0),
      ...DIMENSIONS.map(dimension => repository.byDimension[dimension] ?? 0),
      repository.factsAsOf,
    ]),
  );
}
