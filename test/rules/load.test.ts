import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadBuiltinRules, loadRules, ruleFiles } from '../../src/rules/load.ts';
import { folder } from '../walk/support.ts';

const MINE = `id: mine/gateway
title: Our gateway
message: '\${name} is set'
dimension: network
severity: low
confidence: likely
on: setting
where:
  name: GATEWAY_URL
keywords: [gateway_url]
equivalent: sdk/provider-switch
since: 0.1.0
examples:
  hit:
    - { lang: dotenv, at: '1:1', code: 'GATEWAY_URL=x' }
  miss:
    - { lang: dotenv, why: another name, code: 'GATEWAY=x' }
`;

test('without paths the built-in rules, read once', async () => {
  expect(await loadRules()).toBe(await loadBuiltinRules());
  expect(await loadRules([])).toBe(await loadBuiltinRules());
});

test("users' rules stand beside the built-in ones, from files and folders at any depth", async () => {
  const builtin = await loadBuiltinRules();
  const root = folder({
    'rules/network/mine.yaml': MINE,
    'rules/notes.txt': 'no rule',
    'other.yml': MINE.replace('mine/gateway', 'mine/second'),
  });
  const both = await loadRules([join(root, 'rules'), join(root, 'other.yml')]);
  expect(both.rules.length).toBe(builtin.rules.length + 2);
  expect(both.rules.map(rule => rule.id)).toEqual(both.rules.map(rule => rule.id).toSorted());
  expect(both.digest).not.toBe(builtin.digest);
  expect(both.version).toBe(builtin.version);
});

test('a path that is wrong is told', async () => {
  const root = folder({ 'empty/readme.md': '', 'bad.yaml': MINE.replace('on: setting', 'on: settings') });
  await expect(loadRules([join(root, 'gone')])).rejects.toMatchObject({
    exit: 2,
    message: `no such rule file or folder: ${root}/gone`,
    help: expect.stringContaining('--rules'),
  });
  await expect(loadRules([join(root, 'empty')])).rejects.toMatchObject({
    exit: 2,
    message: `no rules in ${root}/empty`,
  });
  await expect(loadRules([join(root, 'bad.yaml')])).rejects.toMatchObject({
    exit: 2,
    message: expect.stringMatching(/bad\.yaml:7: on: invalid/),
  });
});

test('a rule file that cannot be read is told, not thrown as a bug', () => {
  const root = folder({ 'rules/a.yaml': MINE });
  chmodSync(join(root, 'rules/a.yaml'), 0o000);
  if (process.getuid?.() === 0) expect(ruleFiles([join(root, 'rules')])).toHaveLength(1);
  else expect(() => ruleFiles([join(root, 'rules')])).toThrow('cannot read');
});
