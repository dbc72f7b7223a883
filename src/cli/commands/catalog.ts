/** `untether catalog bedrock`: which models and profiles this account really has, as a snapshot. */
import { UntetherError, type ExitCode } from '../../base/errors.ts';
import { withoutProfile } from '../../advise/availability.ts';
import { plural } from '../../base/text.ts';
import { loadCatalogue } from '../../rules/load-catalogue.ts';
import type { Io } from '../io.ts';
import { checkOut, deliverSnapshot, timeoutMs, type LiveOptions } from '../live.ts';
import { showProgress } from '../progress.ts';

export interface CatalogCommandOptions extends LiveOptions {
  readonly region?: readonly string[];
  readonly model?: readonly string[];
}

/** Models a plan may suggest: whether the account is entitled to them is what the snapshot is for. */
function suggested(): string[] {
  return loadCatalogue().models.flatMap(({ endpoints }) =>
    Object.values(endpoints).flatMap(({ ids }) => ids.map(({ id }) => withoutProfile(id))),
  );
}

export async function catalogCommand(options: CatalogCommandOptions, io: Io): Promise<ExitCode> {
  const regions = [...new Set(options.region ?? [])];
  const wrong = regions.find(region => !/^[a-z]{2,6}(?:-[a-z]+)+-\d+$/.test(region));
  if (wrong !== undefined) {
    throw new UntetherError(`--region ${wrong}: that is no region`, {
      help: 'Give one like us-east-1 or eu-central-1.',
    });
  }
  checkOut(options.out, io);
  const timeout = timeoutMs(options.timeout);
  const { takeCatalog } = await import('../../live/bedrock.ts');
  const progress = showProgress(io.stderr, !options.quiet, io.signal);
  const bearerKey = io.env['AWS_BEARER_TOKEN_BEDROCK'];
  const openAiEndpoint = io.env['UNTETHER_OPENAI_ENDPOINT'];
  let taken;
  try {
    taken = await takeCatalog({
      regions,
      modelIds: [...suggested(), ...(options.model ?? [])],
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(bearerKey === undefined || bearerKey === '' ? {} : { bearerKey }),
      ...(openAiEndpoint === undefined ? {} : { openAiEndpoint }),
      timeoutMs: timeout,
      ...(io.signal ? { signal: io.signal } : {}),
      takenAt: (io.now?.() ?? new Date()).toISOString(),
      onProgress: what => progress.say(`Asking about ${what}`),
    });
  } finally {
    progress.stop();
  }
  const models = new Set(taken.snapshot.regions.flatMap(region => region.models.map(model => model.id)));
  const profiles = new Set(taken.snapshot.regions.flatMap(region => region.profiles.map(profile => profile.id)));
  return deliverSnapshot(
    taken,
    `${plural(taken.snapshot.regions.length, 'region')}, ${plural(models.size, 'model')}, ${plural(profiles.size, 'inference profile')}`,
    options,
    io,
  );
}
