/** Which part of a list this process takes. The engine that starts many processes counts them; nothing here schedules. */
import { UntetherError } from '../base/errors.ts';

export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly total: number;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Engine {
  readonly name: string;
  readonly index: string;
  readonly total: string;
  /** What the engine counts from. */
  readonly first: number;
}

/** How engines tell a process its place; the first whose index is set decides. Our own names come first. */
const ENGINES: readonly Engine[] = [
  { name: 'untether', index: 'UNTETHER_SHARD_INDEX', total: 'UNTETHER_SHARD_TOTAL', first: 0 },
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', total: 'AWS_BATCH_JOB_ARRAY_SIZE', first: 0 },
  // The engine does not tell how many there are; the manifest does (docs/scale).
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', total: 'UNTETHER_SHARD_TOTAL', first: 0 },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  { name: 'GitLab', index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
];

/**
 * `3/16` (counted from 1), or `auto` for what the engine says.
 * @throws UntetherError when it is neither, or the engine says nothing usable.
 */
export function shardOf(text: string, env: Env): Shard {
  if (text === 'auto') return shardOfEngine(env);
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, total] = [Number(match?.[1]) - 1, Number(match?.[2])];
  if (!match || index < 0 || index >= total) {
    throw new UntetherError(`--shard ${text} is no part of a whole`, {
      help: 'Write 3/16 for the third of sixteen, or auto.',
    });
  }
  return { index, total };
}

function shardOfEngine(env: Env): Shard {
  const engine = ENGINES.find(candidate => isSet(env[candidate.index]));
  if (engine) return checked(engine.name, number(env[engine.index]) - engine.first, number(env[engine.total]), engine);
  if (isSet(env['SLURM_ARRAY_TASK_ID'])) {
    const [id, min, step] = [
      number(env['SLURM_ARRAY_TASK_ID']),
      number(env['SLURM_ARRAY_TASK_MIN'] ?? '0'),
      number(env['SLURM_ARRAY_TASK_STEP'] ?? '1'),
    ];
    return checked('Slurm', (id - min) / step, number(env['SLURM_ARRAY_TASK_COUNT']), {
      index: 'SLURM_ARRAY_TASK_ID',
      total: 'SLURM_ARRAY_TASK_COUNT',
    });
  }
  throw new UntetherError('--shard auto: no engine has told this process its place', {
    help: `Set UNTETHER_SHARD_INDEX (from 0) and UNTETHER_SHARD_TOTAL, or write --shard 1/4. Known are ${ENGINES.slice(
      1,
    )
      .map(({ name }) => name)
      .join(', ')} and Slurm.`,
  });
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';
const number = (text: string | undefined): number => (text !== undefined && /^\d+$/.test(text) ? Number(text) : NaN);

/** A wrong share would leave repositories out in silence. */
function checked(engine: string, index: number, total: number, names: { index: string; total: string }): Shard {
  if (Number.isInteger(index) && Number.isInteger(total) && index >= 0 && index < total) return { index, total };
  throw new UntetherError(`--shard auto: ${engine} says index ${index} of ${total}`, {
    help: `Both ${names.index} and ${names.total} have to be numbers, the first below the second.`,
  });
}

/** The entries of one shard: every `total`-th. The union of all shards is the list, and no entry is in two. */
export function shareOf<T>(items: readonly T[], { index, total }: Shard): T[] {
  return items.filter((_, i) => i % total === index);
}
