import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Portfolio } from '../../src/model/portfolio.ts';
import type { Report } from '../../src/model/report.ts';
import { estateReport } from '../support/estate.ts';
import { cleanReport, findingOf, reportFixture } from '../support/report.ts';
import { folderOf, run, TIED } from '../support/cli.ts';

const files = (): string =>
  folderOf({ 'a.json': JSON.stringify(estateReport()), 'b.json': JSON.stringify(cleanReport()), 'bad.json': '{}' });

test('several reports are one portfolio, in its formats, to files and to standard output', async () => {
  const cwd = files();
  const argv = [
    'report',
    'a.json',
    'b.json',
    '--format',
    'json',
    '--format',
    'html=p.html',
    '--format',
    'markdown=p.md',
  ];
  const { code, stdout, stderr } = await run([...argv, '--format', 'csv=p.csv'], { cwd });
  expect([code, stderr]).toEqual([0, 'wrote p.html (html)\nwrote p.md (markdown)\nwrote p.csv (csv)\n']);
  const portfolio = JSON.parse(stdout) as Portfolio;
  expect(portfolio.kind).toBe('portfolio');
  expect(portfolio.summary).toMatchObject({ repositories: 2, tied: 1 });
  expect(readFileSync(join(cwd, 'p.html'), 'utf8')).toContain('<h1>Azure OpenAI ties of 2 repositories</h1>');
});

test('each report counts for --fail-on, and is narrowed like a single one', async () => {
  const cwd = files();
  const failing = await run(['report', 'b.json', 'a.json', '--fail-on', 'blocker'], { cwd });
  expect(failing.code).toBe(1);
  expect(failing.stderr).toContain('5 ties of severity blocker (--fail-on)');
  expect((await run(['report', 'b.json', 'b.json', '--fail-on', 'info'], { cwd })).code).toBe(0);
  const narrowed = await run(['report', 'a.json', 'b.json', '--dimension', 'api', '--format', 'json'], { cwd });
  expect((JSON.parse(narrowed.stdout) as Portfolio).summary.ties).toBe(2);
});

test('a wrong file among them is named, and no format it cannot have', async () => {
  const cwd = files();
  const wrong = await run(['report', 'a.json', 'bad.json'], { cwd });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('bad.json is not an untether report');
  expect((await run(['report', 'a.json', 'b.json', '--format', 'sarif'], { cwd })).stderr).toContain(
    'unknown format "sarif"',
  );
  expect((await run(['report', 'a.json', 'b.json', '--compare', 'a.json'], { cwd })).stderr).toContain(
    'takes one report',
  );
});

test('--compare: what appeared, what went, what moved, how the score changed', async () => {
  const base = estateReport();
  const extra = findingOf({
    rule: 'api/batch',
    title: 'Batch API',
    severity: 'high',
    at: 'jobs/batch.py:3:1',
    snippet: 'client.batches.create()',
    advice: 'unknown/look',
    component: 'jobs',
    language: 'python',
  });
  const client = 'services/rag/app/client.py';
  const now: Report = {
    ...base,
    score: base.score && { ...base.score, value: 55 },
    findings: [
      ...base.findings
        .filter(finding => finding.ruleId !== 'api/images')
        .map(finding =>
          finding.location.path === client
            ? { ...finding, location: { ...finding.location, path: 'services/rag/llm/client.py' } }
            : finding,
        ),
      extra,
    ],
  };
  const cwd = folderOf({ 'then.json': JSON.stringify(base), 'now.json': JSON.stringify(now) });
  const { code, stdout } = await run(['report', 'now.json', '--compare', 'then.json', '--format', 'json'], { cwd });
  expect(code).toBe(0);
  const { comparison } = JSON.parse(stdout) as Report;
  expect(comparison).toMatchObject({
    with: 'report',
    name: 'then.json',
    appeared: 1,
    score: { before: 41, after: 55 },
  });
  expect(comparison?.arrivals).toMatchObject([{ ruleId: 'api/batch', path: 'jobs/batch.py', line: 3 }]);
  expect(comparison?.gone).toMatchObject([{ ruleId: 'api/images', path: 'tools/draw.py', count: 1 }]);
  expect(comparison?.moved).toHaveLength(2);
  expect(comparison?.rulesChanged).toBeUndefined();
  const page = await run(['report', 'now.json', '--compare', 'then.json', '--format', 'markdown'], { cwd });
  expect(page.stdout).toContain(
    '1 tie appeared, 1 went, 2 moved to another file, 14 stayed. The score rose from 41 to 55.',
  );
});

test('--compare at a scan: a file that is fixed and still there gives nothing to another', async () => {
  const cwd = folderOf(TIED);
  await run(['--format', 'json=then.json', '--quiet'], { cwd });
  const text = TIED['app/client.py'];
  writeFileSync(join(cwd, 'app/client.py'), '# nothing here any more\n');
  writeFileSync(join(cwd, 'other.py'), text);
  const { stdout } = await run(['--format', 'json', '--compare', 'then.json'], { cwd });
  const { comparison, summary } = JSON.parse(stdout) as Report;
  expect(comparison?.appeared).toBe(summary.ties);
  expect(comparison?.gone.reduce((sum, { count }) => sum + count, 0)).toBe(summary.ties);
  expect(comparison?.moved).toEqual([]);
});

test('--compare with a report of other rules says so; a wrong file is said before the scan', async () => {
  const other = reportFixture({ ruleset: { version: '0.0.9', digest: 'sha256:0', factsAsOf: '2026-01-01' } });
  const cwd = folderOf({ ...TIED, 'then.json': JSON.stringify(other), 'bad.json': '[]' });
  const { stdout } = await run(['app', '--format', 'markdown', '--compare', 'then.json'], { cwd });
  expect(stdout).toContain('The earlier report was made with other rules: part of the change may be theirs.');
  const wrong = await run(['app', '--compare', 'bad.json'], { cwd });
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
});
