import { describe, expect, test } from 'vitest';
import { directivesIn } from '../../src/gate/directives.ts';
import { sheetOf } from '../../src/read/comments/index.ts';
import type { Report } from '../../src/model/report.ts';
import { folderOf, run } from '../support/cli.ts';
import { clients, Work } from './support.ts';

const NOW = new Date('2026-11-28T12:00:00Z');
const scanned = async (files: Record<string, string>, now = NOW): Promise<Report> => {
  const { stdout, stderr, code } = await run(['--format', 'json'], {
    cwd: folderOf({ '.git/HEAD': '', ...files }),
    now: () => now,
  });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
};
/** `line rule` of what is suppressed. */
const suppressed = ({ findings }: Report): string[] =>
  findings
    .filter(({ status }) => status === 'suppressed')
    .map(({ location, ruleId }) => `${location.startLine} ${ruleId}`);
const open = ({ findings }: Report): string[] =>
  findings
    .filter(({ status, tie }) => tie && status === 'new')
    .map(({ location, ruleId }) => `${location.startLine} ${ruleId}`);
const notices = ({ suppressions = [] }: Report): string[] =>
  suppressions.map(({ kind, path, line, rule, problem }) => `${kind} ${path}:${line} ${problem ?? rule}`);

const HOST = 'x = "https://alpha.openai.azure.com"';

describe('in code', () => {
  test('the next line, comments stacked, blank lines between', async () => {
    const report = await scanned({
      'a.py': `# untether-ignore-next-line endpoint/host-literal -- stays for now\n# untether-ignore-next-line model/* -- another\n\n${HOST}\n${HOST.replace('x', 'y')}\n`,
    });
    expect(suppressed(report)).toEqual(['4 endpoint/host-literal']);
    expect(open(report)).toEqual(['5 endpoint/host-literal']);
    expect(report.findings.find(({ status }) => status === 'suppressed')?.suppression).toEqual({
      kind: 'code',
      reason: 'stays for now',
    });
    expect(notices(report)).toEqual(['unused a.py:2 model/*']);
    expect(report.summary.byStatus.suppressed).toBe(1);
  });

  test('the same line', async () => {
    const report = await scanned({
      'a.py': `${HOST}  # untether-ignore-line endpoint/* -- r\n${HOST.replace('x', 'y')}  # untether-ignore endpoint/* -- r\n${HOST.replace('x', 'z')}\n`,
    });
    expect(suppressed(report)).toEqual(['1 endpoint/host-literal', '2 endpoint/host-literal']);
    expect(open(report)).toEqual(['3 endpoint/host-literal']);
  });

  test('a block', async () => {
    const report = await scanned({
      'a.py': `# untether-ignore-start * -- demo\n${HOST}\n\n${HOST.replace('x', 'y')}\n# untether-ignore-end\n${HOST.replace('x', 'z')}\n`,
    });
    expect(suppressed(report)).toEqual(['2 endpoint/host-literal', '4 endpoint/host-literal']);
    expect(open(report)).toEqual(['6 endpoint/host-literal']);
  });

  test('a file', async () => {
    const report = await scanned({
      'a.py': `${HOST}\n# untether-ignore-file endpoint/host-literal -- generated\n`,
      'b.py': HOST,
    });
    expect(suppressed(report)).toEqual(['1 endpoint/host-literal']);
    expect(open(report)).toEqual(['1 endpoint/host-literal']);
  });

  test('other rules on that line go on', async () => {
    const report = await scanned({
      'a.py': clients('alpha').replace('    return', '    # untether-ignore-next-line endpoint/* -- r\n    return'),
    });
    expect(suppressed(report)).toEqual(['6 endpoint/host-literal']);
    expect(open(report).filter(place => place.startsWith('6 '))).not.toEqual([]);
  });

  test('a text that only looks like a comment suppresses nothing', async () => {
    const report = await scanned({ 'a.py': `t = "# untether-ignore-next-line * -- r"\n${HOST}\n` });
    expect(suppressed(report)).toEqual([]);
    expect(notices(report)).toEqual([]);
  });

  test('until holds to the end of its day, and then it is told', async () => {
    const files = { 'a.py': `# untether-ignore-next-line endpoint/* until=2027-03-31 -- r\n${HOST}\n` };
    const before = await scanned(files, new Date('2027-03-31T23:00:00Z'));
    expect(suppressed(before)).toHaveLength(1);
    expect(before.findings.find(({ status }) => status === 'suppressed')?.suppression).toEqual({
      kind: 'code',
      reason: 'r',
      until: '2027-03-31',
    });
    expect(notices(before)).toEqual([]);
    const after = await scanned(files, new Date('2027-04-01T00:00:00Z'));
    expect(suppressed(after)).toEqual([]);
    expect(open(after)).toHaveLength(1);
    expect(notices(after)).toEqual(['expired a.py:1 endpoint/*']);
  });

  test.each([
    ['untether-ignore-next-line endpoint/*', 'gives no reason'],
    ['untether-ignore-next-line endpoint/* -- ', 'gives no reason'],
    ['untether-ignore-next-line -- r', 'names no rule'],
    ['untether-ignore-next-line endpoint/nope -- r', 'there is no rule "endpoint/nope"'],
    ['untether-ignore-next-line endpoint/* until=soon -- r', 'until=soon is no day'],
    ['untether-ignore-next-line endpoint/* until=2027-02-30 -- r', 'until=2027-02-30 is no day'],
    ['untether-ignore-nextline endpoint/* -- r', 'there is no untether-ignore-nextline'],
    ['untether-ignore-end', 'ends a block that was not begun'],
    ['untether-ignore-start endpoint/* -- r', 'begins a block that no untether-ignore-end ends'],
  ])('%s suppresses nothing and is told', async (text, problem) => {
    const report = await scanned({ 'a.py': `# ${text}\n${HOST}\n` });
    expect(suppressed(report)).toEqual([]);
    expect(report.suppressions).toMatchObject([
      { kind: 'invalid', path: 'a.py', line: 1, problem: expect.stringContaining(problem) },
    ]);
  });

  test('one in a file without any tie is told as unused', async () => {
    expect(notices(await scanned({ 'a.go': 'package a\n\n// untether-ignore-file sdk/* -- r\n' }))).toEqual([
      'unused a.go:3 sdk/*',
    ]);
  });

  test('in a notebook cell', async () => {
    const cell = {
      cell_type: 'code',
      metadata: {},
      outputs: [],
      source: ['# untether-ignore-next-line endpoint/* -- r\n', HOST],
    };
    const other = { ...cell, source: [HOST.replace('x', 'y'), '\n', HOST] };
    const text = JSON.stringify(
      { cells: [cell, other], metadata: { kernelspec: { language: 'python' } }, nbformat: 4 },
      null,
      1,
    );
    const report = await scanned({ 'a.ipynb': text });
    expect(
      report.findings.filter(({ status }) => status === 'suppressed').map(({ location }) => location.cell),
    ).toEqual([{ number: 1, line: 2 }]);
    expect(open(report)).toHaveLength(2);
  });

  test('marks of comments are no part of the reason', () => {
    const text = '/* untether-ignore-file sdk/x -- because */\n';
    const { directives } = directivesIn([sheetOf(text, [[0, text.length - 1]])], () => true);
    expect(directives.map(({ reason }) => reason)).toEqual(['because']);
  });
});

describe('in the configuration', () => {
  const config = (more = ''): string =>
    `suppress:\n  - rule: endpoint/*\n    paths: [demo/]\n    reason: the demo stays${more}\n`;

  test('by path and rule', async () => {
    const report = await scanned({ 'untether.yaml': config(), 'demo/a.py': HOST, 'app/a.py': HOST });
    expect(report.findings.map(({ location, status }) => `${location.path} ${status}`)).toEqual([
      'app/a.py new',
      'demo/a.py suppressed',
    ]);
    expect(report.findings.find(({ status }) => status === 'suppressed')?.suppression).toEqual({
      kind: 'config',
      reason: 'the demo stays',
    });
    expect(report.suppressions).toBeUndefined();
  });

  test('unused and expired ones are told with their place', async () => {
    expect(notices(await scanned({ 'untether.yaml': config(), 'app/a.py': HOST }))).toEqual([
      'unused untether.yaml:2 endpoint/*',
    ]);
    const ended = await scanned({ 'untether.yaml': config('\n    until: 2026-11-27'), 'demo/a.py': HOST });
    expect(notices(ended)).toEqual(['expired untether.yaml:2 endpoint/*']);
    expect(suppressed(ended)).toEqual([]);
  });

  test('one of a folder above is not called unused by a scan of a part', async () => {
    const root = folderOf({ '.git/HEAD': '', 'untether.yaml': config(), 'app/a.py': HOST });
    const { stdout } = await run(['app', '--format', 'json'], { cwd: root, now: () => NOW });
    expect((JSON.parse(stdout) as Report).suppressions).toBeUndefined();
  });
});

describe('at the gate', () => {
  test('a suppressed tie is not new, and what is suppressed in a baseline is not gone', async () => {
    const work = new Work({ 'a.py': `${HOST}\n` });
    await work.baseline();
    work.put({
      'a.py': `# untether-ignore-next-line endpoint/* -- r\n${HOST}\n`,
      'b.py': `${HOST}  # untether-ignore-line endpoint/* -- r\n`,
    });
    const { code, stdout } = await work.check();
    expect(code).toBe(0);
    expect(stdout).toContain('2 ties suppressed with a reason.');
    expect(stdout).not.toContain('fixed');
    await work.baseline();
    expect((await work.put({ 'b.py': `${HOST}\n` }).check()).code).toBe(1);
  });

  test('of two equals one can be suppressed, and the other is still known', async () => {
    const work = new Work({ 'a.py': `${HOST}\n` });
    await work.baseline();
    expect(
      (await work.put({ 'a.py': `${HOST}\n${HOST}  # untether-ignore-line endpoint/* -- r\n` }).check()).code,
    ).toBe(0);
    expect((await work.put({ 'a.py': `${HOST}\n${HOST}\n` }).check()).code).toBe(1);
  });

  test('notices are said', async () => {
    const work = new Work({
      'a.py': `# untether-ignore-next-line endpoint/* -- r\n# untether-ignore-next-line sdk/*\nx = 1\n`,
    });
    await work.baseline();
    const { stdout } = await work.check();
    expect(stdout).toContain('a.py:1  endpoint/* suppresses nothing (r)');
    expect(stdout).toContain('a.py:2  suppresses nothing: it gives no reason; write it after --');
  });
});
