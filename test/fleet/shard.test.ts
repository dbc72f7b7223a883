import { describe, expect, test } from 'vitest';
import { shardOf, shareOf } from '../../src/fleet/shard.ts';

/** The environment that each engine gives the process at a place (from 0) of a total. */
const ENGINES: Readonly<Record<string, (index: number, total: number) => Record<string, string>>> = {
  'GitHub Actions matrix': (index, total) => ({ UNTETHER_SHARD_INDEX: `${index}`, UNTETHER_SHARD_TOTAL: `${total}` }),
  'GitLab parallel': (index, total) => ({ CI_NODE_INDEX: `${index + 1}`, CI_NODE_TOTAL: `${total}` }),
  'Kubernetes Indexed Job': (index, total) => ({ JOB_COMPLETION_INDEX: `${index}`, UNTETHER_SHARD_TOTAL: `${total}` }),
  'AWS Batch array job': (index, total) => ({
    AWS_BATCH_JOB_ARRAY_INDEX: `${index}`,
    AWS_BATCH_JOB_ARRAY_SIZE: `${total}`,
  }),
  CircleCI: (index, total) => ({ CIRCLE_NODE_INDEX: `${index}`, CIRCLE_NODE_TOTAL: `${total}` }),
  Buildkite: (index, total) => ({ BUILDKITE_PARALLEL_JOB: `${index}`, BUILDKITE_PARALLEL_JOB_COUNT: `${total}` }),
  'Slurm from 0': (index, total) => ({
    SLURM_ARRAY_TASK_ID: `${index}`,
    SLURM_ARRAY_TASK_MIN: '0',
    SLURM_ARRAY_TASK_COUNT: `${total}`,
  }),
  'Slurm 10-..:5': (index, total) => ({
    SLURM_ARRAY_TASK_ID: `${10 + 5 * index}`,
    SLURM_ARRAY_TASK_MIN: '10',
    SLURM_ARRAY_TASK_STEP: '5',
    SLURM_ARRAY_TASK_COUNT: `${total}`,
  }),
};

const LIST = Array.from({ length: 61 }, (_, i) => `repository-${i}`);

describe.each(Object.keys(ENGINES))('%s', engine => {
  test.each([1, 2, 7, 16, 100])('the union of %i shards is the list, and none is in two', total => {
    const shares = Array.from({ length: total }, (_, index) =>
      shareOf(LIST, shardOf('auto', ENGINES[engine]?.(index, total) ?? {})),
    );
    expect(shares.flat().sort()).toEqual([...LIST].sort());
    const sizes = shares.map(share => share.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

test('written out, counted from one', () => {
  expect(shardOf('3/16', {})).toEqual({ index: 2, total: 16 });
});

describe('a wrong share is refused, it would leave repositories out in silence', () => {
  test.each(['0/4', '5/4', '3', '1/0', 'a/b', '-1/4', ''])('--shard %s', text => {
    expect(() => shardOf(text, {})).toThrow(/is no part of a whole/);
  });
  test.each([
    [{}, /no engine has told/],
    [{ JOB_COMPLETION_INDEX: '3' }, /Kubernetes says index 3 of NaN/],
    [{ CI_NODE_INDEX: '0', CI_NODE_TOTAL: '4' }, /GitLab says index -1 of 4/],
    [{ CIRCLE_NODE_INDEX: '4', CIRCLE_NODE_TOTAL: '4' }, /CircleCI says index 4 of 4/],
  ])('%j', (env, expected) => {
    expect(() => shardOf('auto', env as Record<string, string>)).toThrow(expected);
  });
});
