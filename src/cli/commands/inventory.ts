/** `untether inventory azure`: what is really deployed, as a snapshot. */
import type { ExitCode } from '../../base/errors.ts';
import { UntetherError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import type { Io } from '../io.ts';
import { checkOut, deliverSnapshot, timeoutMs, type LiveOptions } from '../live.ts';
import { showProgress } from '../progress.ts';

export interface InventoryCommandOptions extends LiveOptions {
  readonly subscription?: readonly string[];
  readonly resourceGroup?: readonly string[];
}

const SUBSCRIPTION = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export async function inventoryCommand(options: InventoryCommandOptions, io: Io): Promise<ExitCode> {
  const subscriptions = options.subscription ?? [];
  const wrong = subscriptions.find(id => !SUBSCRIPTION.test(id));
  if (wrong !== undefined) {
    throw new UntetherError(`--subscription ${wrong}: that is no subscription id`, {
      help: 'Give the id, not the name: "az account list --output table" shows both.',
    });
  }
  checkOut(options.out, io);
  const timeout = timeoutMs(options.timeout);
  const { takeInventory } = await import('../../live/azure.ts');
  const { credentialFrom } = await import('../../live/credential.ts');
  const progress = showProgress(io.stderr, !options.quiet, io.signal);
  let taken;
  try {
    taken = await takeInventory({
      subscriptions: [...new Set(subscriptions.map(id => id.toLowerCase()))],
      resourceGroups: options.resourceGroup ?? [],
      credential: await credentialFrom(io.env),
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      timeoutMs: timeout,
      ...(io.signal ? { signal: io.signal } : {}),
      takenAt: (io.now?.() ?? new Date()).toISOString(),
      onProgress: what => progress.say(`Asking about ${what}`),
    });
  } finally {
    progress.stop();
  }
  const { accounts } = taken.snapshot;
  const deployments = accounts.reduce((total, account) => total + account.deployments.length, 0);
  return deliverSnapshot(
    taken,
    `${plural(accounts.length, 'account')}, ${plural(deployments, 'deployment')}`,
    options,
    io,
  );
}
