/**
 * Where code and infrastructure code say one thing and a snapshot of the account says another, and what money and dates
 * hang on it.
 */
import { compareText } from '../base/text.ts';
import type { Deployment } from '../model/estate.ts';
import type { Commitment, Drift, Retirement } from '../model/live.ts';
import type { Inventory, InventoryAccount, InventoryDeployment } from '../model/snapshot.ts';

interface Live {
  readonly account: InventoryAccount;
  readonly deployment: InventoryDeployment;
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Compare the deployments of a report with an inventory.
 * `missing` is only said where the inventory would show the deployment: in an account it has read, or, where the text names
 * none, when it has read all there are. A gap proves nothing.
 */
export function driftOf(deployments: readonly Deployment[], inventory: Inventory): Drift[] {
  const live: readonly Live[] = inventory.accounts.flatMap(account =>
    account.deployments.map(deployment => ({ account, deployment })),
  );
  const seesAll = !inventory.gaps.some(gap => gap.what === 'accounts' || gap.what === 'deployments');
  /** Whether a deployment would be in the snapshot if it were deployed. */
  const wouldShow = ({ account: name }: Deployment): boolean => {
    if (name === undefined) return seesAll;
    const seen = inventory.accounts.some(account => sameName(account.name, name));
    return seen && !inventory.gaps.some(gap => gap.what === 'deployments' && gap.scope === `account ${name}`);
  };
  const drift: Drift[] = [];
  for (const { account, deployment } of live) {
    const used = deployments.some(known => sameName(known.name, deployment.name) && known.usedBy.length > 0);
    const target = live.some(other => other.account === account && other.deployment.spilloverTo === deployment.name);
    if (used || target) continue;
    const declared = deployments.find(known => sameName(known.name, deployment.name));
    drift.push({
      kind: 'unused',
      deployment: deployment.name,
      account: account.name,
      actual: describe(deployment),
      places: declared?.defined ? [declared.defined] : [],
      advice:
        'No code that was scanned uses it. If no other repository does, delete it before the move instead of migrating it.',
    });
  }
  for (const known of deployments) {
    const matches = live.filter(({ deployment }) => sameName(deployment.name, known.name));
    if (matches.length === 0) {
      if (known.usedBy.length === 0 || !wouldShow(known)) continue;
      drift.push({
        kind: 'missing',
        deployment: known.name,
        places: known.usedBy,
        advice:
          'The code asks for it and the snapshot has none of this name: check the subscription, or whether this code still runs.',
      });
      continue;
    }
    // Only what the text itself declares can differ from what is there.
    if (!known.defined || (known.basis !== undefined && known.basis !== 'infrastructure')) continue;
    const [match] = narrowed(matches, known);
    if (match) drift.push(...differences(known, match));
  }
  return drift.sort(
    (a, b) =>
      compareText(a.kind, b.kind) ||
      compareText(a.deployment, b.deployment) ||
      compareText(a.account ?? '', b.account ?? '') ||
      compareText(a.field ?? '', b.field ?? ''),
  );
}

/** The account the text names, else the only one; several candidates cannot be told apart and say nothing. */
function narrowed(matches: readonly Live[], known: Deployment): readonly Live[] {
  const named = matches.filter(({ account }) => known.account !== undefined && sameName(account.name, known.account));
  return named.length > 0 ? named : matches.length === 1 ? matches : [];
}

function differences(known: Deployment, { account, deployment }: Live): Drift[] {
  const fields = [
    ['model', known.model, deployment.model],
    ['version', known.version, deployment.version],
    ['sku', known.sku, deployment.sku],
    ['capacity', known.capacity?.toString(), deployment.capacity?.toString()],
    ['content policy', known.policy, deployment.policy],
  ] as const;
  return fields.flatMap(([field, declared, actual]): Drift[] =>
    declared === undefined || actual === undefined || sameName(declared, actual)
      ? []
      : [
          {
            kind: 'differs',
            deployment: known.name,
            account: account.name,
            field,
            declared,
            actual,
            places: known.defined ? [known.defined] : [],
            advice:
              field === 'model' || field === 'version'
                ? 'Plan for what is deployed: prompts were tuned on it, whatever the template says.'
                : 'Size the target by what is deployed, and bring the template in line or drop it.',
          },
        ],
  );
}

const describe = ({ model, version, sku, capacity }: InventoryDeployment): string =>
  [[model, version].filter(Boolean).join(' '), [sku, capacity].filter(part => part !== undefined).join(' ')]
    .filter(part => part !== '')
    .join(', ');

/** SKUs that are paid whether they are used or not. */
const PROVISIONED = /provisioned/i;

/** Promises to pay that outlive a move. */
export function commitmentsOf(inventory: Inventory): Commitment[] {
  return inventory.accounts
    .flatMap((account): Commitment[] => [
      ...account.deployments
        .filter(deployment => PROVISIONED.test(deployment.sku ?? ''))
        .map((deployment): Commitment => ({
          kind: 'provisioned-throughput',
          name: deployment.name,
          account: account.name,
          ...(deployment.capacity === undefined
            ? {}
            : { amount: `${deployment.capacity} units of ${deployment.sku ?? ''}` }),
          advice:
            'Paid by the hour while it exists, and often under a reservation that a move does not end: look up its term before setting a date.',
        })),
      ...account.commitments.map((plan): Commitment => ({
        kind: 'commitment-plan',
        name: plan.name,
        account: account.name,
        ...(plan.tier === undefined
          ? {}
          : { amount: [plan.count, plan.tier].filter(part => part !== undefined).join(' × ') }),
        ...(plan.until === undefined ? {} : { until: plan.until }),
        advice:
          plan.autoRenew === true
            ? 'Renews by itself: switch that off before it binds another period.'
            : 'Runs to its end.',
      })),
    ])
    .sort((a, b) => compareText(a.account ?? '', b.account ?? '') || compareText(a.name, b.name));
}

/** Deployed model versions with an announced end, soonest first. */
export function retirementsOf(inventory: Inventory): Retirement[] {
  return inventory.accounts
    .flatMap(account =>
      account.deployments.flatMap((deployment): Retirement[] =>
        deployment.retires === undefined || deployment.model === undefined
          ? []
          : [
              {
                deployment: deployment.name,
                account: account.name,
                model: deployment.model,
                ...(deployment.version === undefined ? {} : { version: deployment.version }),
                date: deployment.retires,
              },
            ],
      ),
    )
    .sort(
      (a, b) =>
        compareText(a.date, b.date) || compareText(a.account, b.account) || compareText(a.deployment, b.deployment),
    );
}
