/** What `untether rules test` says about users' own rules: which example, where it stands, what to do. */
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { testRules } from '../src/rule-tests.ts';
import { run } from './support/cli.ts';
import { folder } from './walk/support.ts';

const rule = (more: { at?: string; lang?: string; miss?: string } = {}): string => `id: our/desk
title: Desk of ours
message: a desk
dimension: sdk
severity: low
confidence: certain
on: call
where: { callee: ours.Desk }
keywords: [ours]
equivalent: sdk/azure-openai-package
since: 1.0.0
examples:
  hit:
    - lang: ${more.lang ?? 'python'}
      at: '${more.at ?? '2:1'}'
      code: |
        from ours import Desk
        Desk()
  miss:
    - lang: python
      why: another one of that name
      code: |
        ${more.miss ?? 'from theirs import Desk'}
        Desk()
`;

const told = async (text: string): Promise<unknown> => {
  const place = folder({ 'rules/desk.yaml': text });
  const { failed } = await testRules([join(place, 'rules')]);
  return failed.map(({ file, line, what, help }) => [file?.endsWith('/rules/desk.yaml'), line, what, help]);
};

test('a rule that holds says nothing', async () => {
  expect(await told(rule())).toEqual([]);
});

test('a hit elsewhere, a hit not found and a miss that matches stand where they are written, with a remedy', async () => {
  expect(await told(rule({ at: '1:1' }))).toEqual([
    [true, 14, 'expected at 1:1, found at 2:1', expect.stringContaining('write them into "at"')],
  ]);
  expect(await told(rule().replace('ours.Desk', 'ours.Chair'))).toEqual([
    [true, 14, 'expected at 2:1, found nothing', expect.stringContaining('written in full')],
  ]);
  expect(await told(rule({ miss: 'from ours import Desk' }))).toEqual([
    [true, 20, 'matches at 2:1', expect.stringContaining('Narrow the conditions')],
  ]);
});

test('a language nobody knows is told with the names there are', async () => {
  expect(await told(rule({ lang: 'pyton' }))).toEqual([
    [true, 14, 'an example in "pyton" needs a file name', expect.stringContaining('python, typescript')],
  ]);
});

test('the command prints file, line and remedy', async () => {
  const place = folder({ 'desk.yaml': rule({ at: '1:1' }) });
  const { code, stdout } = await run(['rules', 'test', 'desk.yaml'], { cwd: place });
  expect(code).toBe(2);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/desk\.yaml:14: our\/desk: hit 1 \(python\): expected at 1:1, found at 2:1$/),
    '  If the places found are right, write them into "at"; else change the conditions under "where".',
    '1 rule: 1 example as expected, 1 not',
  ]);
});
