/** Where the code is to land: flags and config, checked before a scan. */
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { folderOf, run, TIED } from '../support/cli.ts';

const tied = folderOf(TIED);

test.each([
  [['--region', 'us-est-1'], 'unknown region "us-est-1"', 'Did you mean "us-east-1"? Known: us-east-1, '],
  [['--residency', 'europe'], 'unknown residency "europe"', 'eu (European Union)'],
  [
    ['--region', 'us-east-1', '--residency', 'eu'],
    'the region us-east-1 is outside the residency eu',
    'Regions of eu: eu-central-1',
  ],
  [['--strategy', 'bedrok-native'], '--strategy: unknown value "bedrok-native"', 'Did you mean "bedrock-native"?'],
  [['--prefer', 'opnai'], '--prefer: unknown value "opnai"', 'Did you mean "openai"?'],
])('%j', async (flags, message, help) => {
  const { code, stdout, stderr } = await run([tied, ...flags]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr.replace(/\s+/g, ' ')).toContain(help);
});

test('a wrong region in the config is told the same way', async () => {
  const folder = folderOf({ ...TIED, 'untether.yaml': 'target:\n  region: eu-centrl-1\n' });
  const { code, stderr } = await run(['.'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('unknown region "eu-centrl-1"');
});

test('the report says what was asked for, how old its facts are, and how points become days', async () => {
  const report = async (...flags: string[]): Promise<Report> =>
    JSON.parse((await run([tied, '--format', 'json', ...flags])).stdout) as Report;
  const plain = await report('--region', 'eu-central-1', '--residency', 'eu', '--prefer', 'any');
  expect(plain.target).toMatchObject({ region: 'eu-central-1', residency: 'eu', prefer: 'any', strategy: 'best' });
  expect(plain.facts?.oldest).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(plain.facts).not.toHaveProperty('age');
  expect(plain.effortProfile).toMatchObject({ name: 'planning', calibrated: false });
  expect(plain.score?.value).toBeLessThan(100);
  const timed = JSON.parse(
    (await run([tied, '--format', 'json', '--timestamp'], { now: () => new Date('2027-06-01T00:00:00Z') })).stdout,
  ) as Report;
  expect(timed.facts?.age?.days).toBeGreaterThan(180);
  expect(timed.facts?.age?.old).toBe(timed.facts?.sources);
});

test('a profile of the team takes the place of the assumption', async () => {
  const folder = folderOf({
    ...TIED,
    'untether.yaml': 'effort:\n  name: team\n  daysPerPoint: { low: 0.3, high: 0.6 }\nscore:\n  weights: { sdk: 0 }\n',
  });
  const { effortProfile, score } = JSON.parse((await run(['.', '--format', 'json'], { cwd: folder })).stdout) as Report;
  expect(effortProfile).toEqual({ name: 'team', calibrated: true, daysPerPoint: { low: 0.3, high: 0.6 } });
  expect(score?.parts.find(({ name }) => name === 'sdk')?.lost).toBe(0);
});
