/** What runs today: workloads, deployments, accounts, and the map of how they hang together. */
import type { Place } from '../../model/place.ts';
import type { Deployment, Report, Workload } from '../../model/report.ts';
import { PROVIDER } from '../words.ts';
import {
  at,
  badge,
  chart,
  code,
  joined,
  line,
  paragraph,
  section,
  sentence,
  table,
  type Block,
  type Line,
  type Section,
} from './blocks.ts';
import { apiTitle, modelName, type Numbered } from './names.ts';

const ROWS = 50;
const NAMES = 3;

export function todaySection(report: Report, numbers: Numbered): Section[] {
  const { workloads, deployments, accounts, clients } = report;
  const unused = clients.filter(client => client.tie && !client.used).length;
  return section(
    'What runs today',
    [
      ...(workloads.length > 0
        ? [
            paragraph(
              line`A workload is one component with one model and one API. Call sites through a function of this code base count as the calls they are.`,
            ),
            chart('map'),
          ]
        : deployments.length + accounts.length > 0 && report.summary.tied
          ? [paragraph(line`No call of ${PROVIDER} could be tied to a model, so there is no workload to list.`)]
          : []),
      ...table(
        'Workloads',
        ['No.', 'Component', 'Model', 'API', 'Deployment', 'Where from', '!Call sites'],
        workloads.map(workload => [
          numbers.ref(workload.id),
          code(workload.component),
          model(workload),
          apiTitle(workload.api),
          some(workload.deployments.map(code)),
          from(workload),
          `${workload.callSites.length}`,
        ]),
        ROWS,
      ),
      ...(unused > 0
        ? [
            paragraph(
              line`${unused} ${unused === 1 ? 'client is' : 'clients are'} made without a call that could be followed.`,
            ),
          ]
        : []),
    ],
    [
      ...section('Deployments', deploymentTable(deployments)),
      ...section('Accounts', [
        ...table(
          'Accounts in infrastructure code',
          ['Account', 'Kind', 'Region', 'SKU', 'Deployments', 'Around it', 'Defined'],
          accounts.map(account => [
            code(account.name),
            account.kind ?? 'not found',
            account.region ?? 'not found',
            account.sku ?? 'not found',
            some(account.deployments.map(code)),
            parts(account.parts.map(part => part.kind)),
            at(account.defined),
          ]),
          ROWS,
        ),
      ]),
    ],
  );
}

/** A guess from a name is not shown as knowledge. */
function model(workload: Workload): Line {
  const { model: known } = workload;
  if (known === null) return line`${badge('not found', 'unknown')}`;
  const doubt =
    known.basis === 'hint' ? ' (a guess from a name)' : known.confidence === 'certain' ? '' : ` (${known.confidence})`;
  return line`${code(modelName(workload))}${doubt}`;
}

function from({ model: known, clients }: Workload): Line {
  const [first, ...more] = known?.from ?? [];
  if (!first) return clients[0] ? line`client at ${at(clients[0])}` : line`not found`;
  return line`${at(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

function some(items: readonly ReturnType<typeof code>[]): Line {
  if (items.length === 0) return line`none`;
  const rest = items.length - NAMES;
  return line`${joined(items.slice(0, NAMES))}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function parts(kinds: readonly string[]): Line {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts.entries()].map(
    ([kind, count]) => `${kind.replaceAll('-', ' ')}${count > 1 ? ` (${count})` : ''}`,
  );
  return line`${words.length === 0 ? 'nothing found' : words.join(', ')}`;
}

function deploymentTable(deployments: readonly Deployment[]): Block[] {
  return table(
    'Deployments and what uses them',
    ['Deployment', 'Model', 'Version', 'SKU', '!Capacity', 'Account', 'Defined', 'Used in', 'How sure'],
    deployments.map(({ name, model: known, version, basis, sku, capacity, account, defined, usedBy, confidence }) => [
      code(name),
      known === undefined ? 'not found' : line`${code(known)}${basis === 'hint' ? ' (a guess)' : ''}`,
      version ?? 'not found',
      sku ?? 'not found',
      capacity === undefined ? 'not found' : `${capacity}`,
      account === undefined ? 'not found' : code(account),
      defined ? at(defined) : 'not found',
      places(usedBy),
      badge(confidence, confidence),
    ]),
    ROWS,
  );
}

export function places(list: readonly Place[]): Line {
  const [first, ...more] = list;
  if (!first) return line`nowhere found`;
  return line`${at(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

/** Differences between the text and what is deployed, and what is bound by a promise. */
export function liveSection({ live }: Report): Section[] {
  if (!live) return [];
  return section('What is deployed in truth', [
    ...table(
      'Snapshots',
      ['File', 'Kind', 'Taken at', 'Not seen'],
      live.snapshots.map(({ file, kind, takenAt, gaps }) => [
        code(file),
        kind.replaceAll('-', ' '),
        takenAt ?? 'not said',
        gaps.length === 0 ? 'nothing' : joined(gaps.map(sentence), '; '),
      ]),
    ),
    ...table(
      'Differences between text and deployment',
      ['Deployment', 'What', 'Declared', 'Deployed', 'Advice', 'Place'],
      live.drift.map(({ deployment, kind, field, declared, actual, advice, places: where }) => [
        code(deployment),
        kind === 'differs'
          ? `${field ?? 'a property'} differs`
          : kind === 'unused'
            ? 'deployed, used by nothing'
            : 'used, deployed nowhere',
        declared ?? '',
        actual ?? '',
        sentence(advice),
        where[0] ? at(where[0]) : '',
      ]),
      ROWS,
    ),
    ...table(
      'Commitments',
      ['Name', 'Kind', 'Amount', 'Until', 'Advice'],
      live.commitments.map(({ name, kind, amount, until, advice }) => [
        code(name),
        kind.replaceAll('-', ' '),
        amount ?? 'not said',
        until ?? 'not said',
        sentence(advice),
      ]),
      ROWS,
    ),
    ...table(
      'Ends of deployed model versions, as announced when the snapshot was taken',
      ['Deployment', 'Account', 'Model', 'Version', 'End'],
      live.retirements.map(({ deployment, account, model: name, version, date }) => [
        code(deployment),
        code(account),
        code(name),
        version ?? 'not said',
        date,
      ]),
      ROWS,
    ),
  ]);
}
