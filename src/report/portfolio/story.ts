/** The portfolio as a document: the verdict, who has most to do, what is shared, in which waves. */
import { plural } from '../../base/text.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import { FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { pointRange, tally } from '../figures.ts';
import {
  chart,
  code,
  figure,
  joined,
  line,
  paragraph,
  section,
  sentence,
  table,
  url,
  type Line,
  type Story,
} from '../story/blocks.ts';
import { STRATEGY_TITLES } from '../story/names.ts';
import { range } from '../story/verdict.ts';
import { DIMENSION_TITLES, PROVIDER, TARGET } from '../words.ts';

const ROWS = 100;
const NAMES = 5;

export function storyOf(portfolio: Portfolio, all: boolean): Story {
  const { summary, repositories, models, dimensions, owners, shared, waves } = portfolio;
  const most = all ? Number.POSITIVE_INFINITY : ROWS;
  return {
    title: `${PROVIDER} ties of ${plural(summary.repositories, 'repository', 'repositories')}`,
    sections: [
      ...section('Verdict', [
        paragraph(
          line`${figure(summary.tied, '/summary/tied')} of ${figure(summary.repositories, '/summary/repositories')} repositories are tied to ${PROVIDER}: ${figure(summary.ties, '/summary/ties')} ties in ${figure(summary.files, '/summary/files')} files, ${figure(summary.workloads, '/summary/workloads')} workloads. Moving them all to ${TARGET} is put at ${range(summary.effort, '/summary/effort')}${heaviest(portfolio)}. ${figure(summary.openQuestions, '/summary/openQuestions')} open questions could still change the picture, and ${figure(shared.length, '/shared')} names are shared by several repositories.`,
        ),
        ...table(
          'Figures of this portfolio',
          ['Figure', '!Value'],
          [
            ['Repositories', `${summary.repositories}`],
            ['Repositories with ties', `${summary.tied}`],
            ['Ties', `${summary.ties}`],
            ['Ties by severity', tally(SEVERITIES, summary.bySeverity) || 'none'],
            ['Ties by fidelity', tally(FIDELITIES, summary.byFidelity) || 'none'],
            ['Workloads', `${summary.workloads}`],
            ['Effort', `${pointRange(summary.effort)} points`],
          ],
        ),
      ]),
      ...section('Ranking', [
        paragraph(
          line`Most to do first: by the high estimate of the whole roadmap, then by score, the lower the harder to move.`,
        ),
        chart('ranking'),
        ...table(
          'Repositories, most to do first',
          [
            '!Rank',
            'Repository',
            '!Score',
            '!Points',
            '!Ties',
            '!Workloads',
            'Fidelity of the ties',
            'Strategy',
            '!Open questions',
          ],
          repositories.map((repository, i) => [
            `${i + 1}`,
            repository.remote === undefined ? code(repository.name) : url(repository.remote, repository.name),
            repository.score === null ? (repository.ties > 0 ? 'none' : 'not tied') : `${repository.score}`,
            pointRange(repository.effort),
            `${repository.ties}`,
            `${repository.workloads}`,
            tally(FIDELITIES, repository.byFidelity) || 'none',
            repository.strategy === undefined ? '' : STRATEGY_TITLES[repository.strategy],
            `${repository.openQuestions}`,
          ]),
          most,
        ),
      ]),
      ...section(
        'Models',
        table(
          'Models in use, and what they become',
          ['Model', '!Workloads', '!Call sites', '!Repositories', 'Recommended model ids', 'Fidelity of the plans'],
          models.map(({ name, workloads, callSites, repositories: count, targets, byFidelity }) => [
            name === 'not found' ? name : code(name),
            `${workloads}`,
            `${callSites}`,
            `${count}`,
            some(targets),
            tally(FIDELITIES, byFidelity),
          ]),
          most,
        ),
      ),
      ...section(
        'Dimensions',
        table(
          'Ties by dimension',
          ['Dimension', '!Ties', '!Repositories'],
          dimensions.map(({ dimension, ties, repositories: count }) => [
            DIMENSION_TITLES[dimension],
            `${ties}`,
            `${count}`,
          ]),
        ),
      ),
      ...section(
        'Owners',
        table(
          'Ties by owner',
          ['Owner', '!Ties', '!Workloads', '!Repositories'],
          owners.map(({ owner, ties, workloads, repositories: count }) => [
            owner,
            `${ties}`,
            `${workloads}`,
            `${count}`,
          ]),
          most,
        ),
      ),
      ...section('Shared parts', [
        paragraph(
          shared.length === 0
            ? line`No gateway, account or address is named by more than one repository.`
            : line`What several repositories name moves once, and for all of them.`,
        ),
        ...table(
          'Gateways, accounts and addresses of several repositories',
          ['Kind', 'Name', '!Repositories', 'Named by'],
          shared.map(({ kind, name, repositories: by }) => [kind, code(name), `${by.length}`, some(by)]),
          most,
        ),
      ]),
      ...section(
        'Common waves',
        table(
          'Waves over all repositories',
          ['Wave', '!Repositories', '!Workloads', '!Points'],
          waves.map(({ title, repositories: count, workloads, effort }) => [
            sentence(title),
            `${count}`,
            `${workloads}`,
            pointRange(effort),
          ]),
        ),
      ),
      ...section('Method', [
        paragraph(
          line`Each repository was scanned on its own; this document adds up their reports. Facts as of ${portfolio.factsAsOf}, the oldest of any report.${rulesets(portfolio)}`,
        ),
        ...table(
          'Rule sets of the reports',
          ['Version', 'Digest', '!Repositories'],
          portfolio.rulesets.map(({ version, digest, repositories: count }) => [version, code(digest), `${count}`]),
        ),
      ]),
    ],
  };
}

function heaviest({ repositories, summary }: Portfolio): Line {
  const [first] = repositories;
  if (!first || summary.tied < 2) return [];
  return line`; the most is to be done in ${code(first.name)} (${range(first.effort, '/repositories/0/effort')})`;
}

function rulesets({ rulesets: list }: Portfolio): Line {
  return list.length < 2
    ? []
    : line` The reports were made with ${figure(list.length, '/rulesets')} rule sets: their figures were not counted alike, so scan again before comparing them closely.`;
}

function some(names: readonly string[]): Line {
  if (names.length === 0) return line`none`;
  const rest = names.length - NAMES;
  return line`${joined(names.slice(0, NAMES).map(code))}${rest > 0 ? ` and ${rest} more` : ''}`;
}
