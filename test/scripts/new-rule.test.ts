import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { testRules } from '../../src/rule-tests.ts';

const script = fileURLToPath(new URL('../../scripts/new-rule.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'new-rule-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [script, '--rules', folder, ...args], { encoding: 'utf8' });

test('the rule it writes is valid and passes its own examples', async () => {
  expect(run('identity/foo-bar')).toMatchObject({ status: 0, stderr: '' });
  const path = join(folder, 'identity', 'foo-bar.yaml');
  expect(readFileSync(path, 'utf8')).toMatch(/^id: identity\/foo-bar\n/);
  expect(await testRules([path])).toEqual({ rules: 1, passed: 2, failed: [] });
});

test('a rule that exists is left alone', () => {
  run('model/twice');
  const path = join(folder, 'model', 'twice.yaml');
  const before = readFileSync(path, 'utf8');
  const { status, stderr } = run('model/twice');
  expect(status).toBe(2);
  expect(stderr).toMatch(/model\/twice exists already/);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test.each([
  [['Identity/Foo'], /"Identity\/Foo" is not a rule id/],
  [['foo'], /"foo" is not a rule id/],
  [['../out/foo'], /is not a rule id/],
  [['colour/foo'], /no area "colour"; the areas are agents, api/],
  [[], /one rule id is needed/],
  [['model/a', 'model/b'], /one rule id is needed/],
])('%j is refused', (args, message) => {
  const { status, stderr, stdout } = run(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(existsSync(join(folder, 'colour'))).toBe(false);
});
