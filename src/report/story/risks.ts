/** What can go wrong, where data is processed today and tomorrow, and what becomes of roles, endpoints, capacity, alerts. */
import { compareText } from '../../base/text.ts';
import type { Report, Topic, Workload } from '../../model/report.ts';
import { PROVIDER, TARGET } from '../words.ts';
import {
  badge,
  code,
  joined,
  line,
  list,
  paragraph,
  section,
  sentence,
  table,
  titledList,
  type Block,
  type Line,
  type Section,
} from './blocks.ts';
import { modelName, recommendedOf, type Numbered } from './names.ts';
import { places } from './today.ts';

const RISKS = 20;
const ROWS = 50;

export function riskSection(report: Report, numbers: Numbered): Section[] {
  return section('Risks and residency', risks(report, numbers), [...section('Residency', residency(report, numbers))]);
}

function risks({ workloads }: Report, numbers: Numbered): Block[] {
  const byText = new Map<string, string[]>();
  const add = (text: string, workload: Workload): void => {
    byText.set(text, [...(byText.get(text) ?? []), numbers.of(workload.id) ?? '']);
  };
  const lockIn = new Map<string, string[]>();
  for (const workload of workloads) {
    const plan = recommendedOf(workload);
    for (const risk of plan?.risks ?? []) add(risk, workload);
    if (plan?.newLockIn !== undefined) {
      lockIn.set(plan.newLockIn, [...(lockIn.get(plan.newLockIn) ?? []), numbers.of(workload.id) ?? '']);
    }
  }
  const retiring = workloads.filter(({ model }) => model?.retires);
  const shown = (entries: Map<string, string[]>): Line[] =>
    [...entries.entries()]
      .sort(([a, x], [b, y]) => y.length - x.length || compareText(a, b))
      .slice(0, RISKS)
      .map(([text, holders]) => line`${sentence(text)} (${holders.join(', ')})`);
  const rest = Math.max(0, byText.size - RISKS) + Math.max(0, lockIn.size - RISKS);
  return [
    ...titledList('What can go wrong on the way:', shown(byText)),
    ...titledList('What the recommended plans tie the code to instead:', shown(lockIn)),
    ...table(
      `Announced ends on the side of ${PROVIDER}`,
      ['Workload', 'Model', 'Announced end', 'As of', 'Source'],
      retiring.flatMap(workload => {
        const retires = workload.model?.retires;
        if (!retires) return [];
        const { date, source } = retires;
        return [[numbers.of(workload.id) ?? '', code(modelName(workload)), date, source.asOf, source.status]];
      }),
      ROWS,
    ),
    ...(retiring.length > 0
      ? [
          paragraph(
            line`Announced dates have moved in both directions before; read the provider's page before relying on one.`,
          ),
        ]
      : []),
    ...(rest > 0 ? [paragraph(line`And ${rest} more in the JSON report.`)] : []),
  ];
}

function residency({ target, workloads, deployments, accounts }: Report, numbers: Numbered): Block[] {
  const asked = [
    ...(target.region === undefined ? [] : [line`region ${code(target.region)}`]),
    ...(target.residency === undefined ? [] : [line`residency ${code(target.residency)}`]),
  ];
  const rows = workloads.map(workload => {
    const own = deployments.filter(({ name }) => workload.deployments.includes(name));
    const regions = [
      ...new Set([
        ...(workload.region === undefined ? [] : [workload.region]),
        ...own.flatMap(({ region, account }) => region ?? accounts.find(({ name }) => name === account)?.region ?? []),
      ]),
    ];
    const skus = [...new Set(own.flatMap(({ sku }) => sku ?? []))];
    const plan = recommendedOf(workload);
    const model = plan?.target.models.find(({ id }) => id !== null && id === plan.target.modelIds[0]);
    return [
      numbers.of(workload.id) ?? '',
      regions.length === 0 ? 'not found' : regions.join(', '),
      skus.length === 0 ? 'not found' : skus.join(', '),
      model?.id === undefined || model.id === null ? 'no model id' : code(model.id),
      model === undefined || model.regions.length === 0 ? 'none confirmed' : model.regions.join(', '),
    ];
  });
  return [
    ...(asked.length > 0
      ? [paragraph(line`Planned for ${joined(asked, ' and ')}.`)]
      : workloads.length > 0
        ? [paragraph(line`No region or residency was asked for, so none was ruled out.`)]
        : []),
    ...table(
      'Where requests are processed, today and on the target',
      ['Workload', 'Region today', 'SKU today', `Model id on ${TARGET}`, 'Regions confirmed for it'],
      rows,
      ROWS,
    ),
  ];
}

const TOPIC_TITLES: Readonly<Record<Topic, string>> = {
  identity: 'Identity',
  network: 'Network',
  capacity: 'Capacity',
  observability: 'Observability',
};

const TOPIC_TABLES: Readonly<Record<Topic, readonly [caption: string, from: string, to: string]>> = {
  identity: ['Roles and credentials, and their IAM counterpart', 'Today', 'IAM'],
  network: ['Network parts, and their counterpart in a VPC', 'Today', 'VPC'],
  capacity: ['Capacity, and the tier or quota that takes its place', 'Today', 'Tier or quota'],
  observability: ['Metrics and logs, and their names in CloudWatch', 'Today', 'CloudWatch and CloudTrail'],
};

/** Identity, network, capacity, observability: what each part found becomes. */
export function translationSection({ translations = [] }: Report): Section[] {
  const topics = Object.keys(TOPIC_TITLES) as Topic[];
  return section(
    'Identity, network, capacity and observability',
    translations.length === 0 ? [] : [paragraph(line`Only what was found here, with the first place of each.`)],
    topics.flatMap(topic => {
      const own = translations.filter(entry => entry.topic === topic);
      const [caption, from, to] = TOPIC_TABLES[topic];
      return section(
        TOPIC_TITLES[topic],
        table(
          caption,
          [from, to, 'To know', 'Fidelity', 'Place'],
          own.map(entry => [
            sentence(entry.from),
            joined(entry.to.map(sentence), '; '),
            entry.detail === undefined ? '' : sentence(entry.detail),
            badge(entry.fidelity, entry.fidelity),
            places(entry.places),
          ]),
        ),
      );
    }),
  );
}

export function questionSection({ openQuestions }: Report): Section[] {
  return section('Open questions', [
    ...table(
      'Open questions and what closes them',
      ['Question', 'Closed by', 'Place'],
      openQuestions.map(({ question, closes, places: where }) => [sentence(question), sentence(closes), places(where)]),
      ROWS,
    ),
  ]);
}

/** Suppressions that should be looked at again. */
export function suppressionSection({ suppressions = [] }: Report): Section[] {
  return section('Suppressions to look at again', [
    ...list(
      suppressions.map(({ kind, rule, reason, until, problem, path, line: number }) => {
        const where = path === undefined || number === undefined ? [] : places([{ path, line: number }]);
        if (kind === 'invalid') return line`a comment ${sentence(problem ?? '')} ${where}`;
        const why = kind === 'expired' ? `expired${until === undefined ? '' : ` on ${until}`}` : 'excuses nothing';
        return line`${code(rule)} ${why}: ${sentence(reason)} ${where}`;
      }),
    ),
  ]);
}
