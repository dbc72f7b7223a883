/** What each workload becomes, and the strategies side by side. */
import type { Report, Workload } from '../../model/report.ts';
import type { Plan, TargetModel } from '../../model/workload.ts';
import { FIDELITIES } from '../../model/rule.ts';
import { pointRange, points, tally } from '../figures.ts';
import { TARGET } from '../words.ts';
import {
  badge,
  code,
  joined,
  line,
  paragraph,
  section,
  sentence,
  strong,
  table,
  titledList,
  url,
  type Block,
  type Line,
  type Section,
} from './blocks.ts';
import { apiTitle, modelName, recommendedOf, STRATEGY_TITLES, type Numbered } from './names.ts';
import { range } from './verdict.ts';

const ROWS = 50;
const MODELS = 3;
const CAVEATS = 20;

export function targetSection(report: Report, numbers: Numbered): Section[] {
  const { workloads } = report;
  if (workloads.length === 0) return [];
  return section(`What it becomes on ${TARGET}`, [
    paragraph(
      line`The recommended plan of each workload. Model ids are printed only where a source confirms them, in the form the endpoint takes.`,
    ),
    ...table(
      'Recommended plan of each workload',
      ['No.', 'From', 'Recommended model id', 'Endpoint and API', 'Strategy', 'Fidelity', '!Points'],
      workloads.map(workload => planRow(workload, numbers)),
      ROWS,
    ),
    ...caveats(workloads, numbers),
  ]);
}

function planRow(workload: Workload, numbers: Numbered): (Line | string)[] {
  const plan = recommendedOf(workload);
  const from = line`${modelName(workload)}, ${apiTitle(workload.api)}`;
  const link = line`${numbers.ref(workload.id)}`;
  if (!plan) return [link, from, 'no plan: see the open questions', '', '', line`${badge('unknown', 'unknown')}`, ''];
  const [model] = plan.target.modelIds;
  return [
    link,
    from,
    model === undefined ? 'no model id' : line`${code(model)}`,
    line`${code(plan.target.endpoint)}, ${plan.target.api}`,
    STRATEGY_TITLES[plan.strategy],
    line`${badge(plan.fidelity, plan.fidelity)}`,
    pointRange(plan.effort),
  ];
}

/** Said once, with the workloads it holds for. */
function caveats(workloads: readonly Workload[], numbers: Numbered): Block[] {
  const byText = new Map<string, string[]>();
  for (const workload of workloads) {
    for (const caveat of recommendedOf(workload)?.caveats ?? []) {
      const holders = byText.get(caveat) ?? [];
      holders.push(numbers.of(workload.id) ?? '');
      byText.set(caveat, holders);
    }
  }
  const entries = [...byText.entries()].sort(([, a], [, b]) => b.length - a.length);
  const rest = entries.length - CAVEATS;
  return [
    ...titledList(
      'To know before deciding:',
      entries.slice(0, CAVEATS).map(([caveat, holders]) => line`${sentence(caveat)} (${holders.join(', ')})`),
    ),
    ...(rest > 0 ? [paragraph(line`And ${rest} more with the plans below and in the JSON report.`)] : []),
  ];
}

export function strategySection({ strategies }: Report): Section[] {
  if (strategies.length === 0) return [];
  return section('Strategies compared', [
    ...table(
      'Strategies over all workloads',
      ['Strategy', '!Carries', 'Fidelity of its plans', '!Points', 'New lock-in', 'Why'],
      strategies.map(({ strategy, recommended, carries, of, byFidelity, effort, newLockIn, reason }) => [
        recommended ? line`${strong(STRATEGY_TITLES[strategy])} (recommended)` : STRATEGY_TITLES[strategy],
        `${carries} of ${of}`,
        tally(FIDELITIES, byFidelity),
        pointRange(effort),
        newLockIn.length === 0 ? 'none named' : joined(newLockIn.map(sentence), ' '),
        sentence(reason),
      ]),
    ),
  ]);
}

/** The plans in full, hardest first: what an engineer checks line by line. */
export function planDetails(report: Report, numbers: Numbered): Section[] {
  const shown = report.workloads.filter(({ id }) => numbers.detailed.has(id));
  const rest = report.workloads.length - shown.length;
  return section(
    'Plans in detail',
    rest > 0
      ? [
          paragraph(
            line`The ${shown.length} workloads of most effort; the other ${rest} are in the JSON report in the same detail.`,
          ),
        ]
      : [],
    shown.flatMap(workload => details(workload, numbers.of(workload.id) ?? '', report)),
  );
}

function details(workload: Workload, number: string, report: Report): Section[] {
  const i = report.workloads.indexOf(workload);
  const plan = recommendedOf(workload);
  const index = plan ? workload.plans.indexOf(plan) : -1;
  return section(`Workload ${number}`, [
    paragraph(
      line`${strong(`${modelName(workload)}, ${apiTitle(workload.api)}`)} in ${code(workload.component)}${workload.owners.length > 0 ? `, owned by ${workload.owners.join(', ')}` : ''}; ${workload.callSites.length} ${workload.callSites.length === 1 ? 'call site' : 'call sites'}${workload.features.length > 0 ? `, relying on ${workload.features.join(', ')}` : ''}.`,
    ),
    ...(plan
      ? planBlocks(plan, `/workloads/${i}/plans/${index}`)
      : [paragraph(line`No plan: the open questions say what is missing.`)]),
    ...table(
      'Other ways',
      ['Strategy', 'Fidelity', '!Points', 'API', 'Why not first'],
      workload.plans
        .filter(other => other !== plan)
        .map(other => [
          STRATEGY_TITLES[other.strategy],
          badge(other.fidelity, other.fidelity),
          pointRange(other.effort),
          other.target.api,
          sentence(other.reason),
        ]),
    ),
  ]);
}

function planBlocks(plan: Plan, path: string): Block[] {
  return [
    paragraph(
      line`Recommended: ${STRATEGY_TITLES[plan.strategy]}, ${plan.target.api} at ${code(plan.target.baseUrl ?? plan.target.endpoint)} (${badge(plan.fidelity, plan.fidelity)}, ${range(plan.effort, `${path}/effort`)}). ${sentence(plan.reason)}`,
    ),
    ...table(
      'Models that could serve it, best first',
      ['Model', 'Id', 'Relation', 'Regions', 'Not confirmed to serve', 'Price'],
      plan.target.models.map(model => [
        model.name,
        model.id === null ? 'not confirmed' : code(model.id),
        model.relation.replaceAll('-', ' '),
        model.regions.length === 0 ? 'none confirmed' : model.regions.join(', '),
        model.unmet.length === 0 ? 'nothing it uses' : model.unmet.join(', '),
        price(model),
      ]),
      MODELS,
    ),
    ...titledList(
      'What changes:',
      plan.changes.map(change => line`${sentence(change)}`),
    ),
    ...plan.code.flatMap((example): Block[] => [
      { kind: 'code', language: example.language, text: example.before, label: 'Today' },
      { kind: 'code', language: example.language, text: example.after, label: `On ${TARGET}` },
    ]),
    ...titledList(
      'Caveats:',
      plan.caveats.map(caveat => line`${sentence(caveat)}`),
    ),
    ...titledList(
      'What the effort is made of:',
      plan.reasons.map(reason => line`${sentence(reason.what)}: ${points(reason)}`),
    ),
    ...(plan.newLockIn === undefined ? [] : [paragraph(line`New lock-in: ${sentence(plan.newLockIn)}`)]),
    ...(plan.portable === undefined ? [] : [paragraph(line`Portable alternative: ${sentence(plan.portable)}`)]),
    ...sources(plan.sources),
  ];
}

function price({ prices }: TargetModel): string {
  const [first] = prices;
  if (!first || (first.input === undefined && first.output === undefined)) return 'not known';
  const ends = [first.input, first.output].map(value => (value === undefined ? '?' : `${value}`)).join(' / ');
  return `${ends} ${first.currency} per ${first.unit} (${first.source.asOf}, ${first.source.status})`;
}

export function sources(list: Plan['sources']): Block[] {
  return titledList(
    'Sources:',
    list.map(({ url: address, asOf, status }) => line`${url(address)} (${asOf}, ${status})`),
  );
}
