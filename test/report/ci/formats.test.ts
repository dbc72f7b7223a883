import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { markdownProblems } from '../../../scripts/check-report.mjs';
import { render as gitlab } from '../../../src/report/ci/gitlab.ts';
import { render as junit } from '../../../src/report/ci/junit.ts';
import { MAX_BYTES, render as summary } from '../../../src/report/ci/summary.ts';
import { FORMATS, loadReporter } from '../../../src/report/index.ts';
import { PLAIN } from '../../../src/report/options.ts';
import type { Report } from '../../../src/model/report.ts';
import { estateReport, hostileReport } from '../../support/estate.ts';
import { cleanReport, largeReport } from '../../support/report.ts';

test('the summary of a job', async () => {
  await expect(summary(estateReport(), {})).toMatchFileSnapshot('../snapshots/github-summary.snap');
});

test.each([
  ['estate', estateReport()],
  ['clean', cleanReport()],
  ['large', largeReport(5000)],
  ['hostile', hostileReport()],
])('the summary is sound and says how much it leaves out: %s', (_, report) => {
  const text = summary(report, {});
  expect(markdownProblems(text, report)).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  const ties = report.findings.filter(finding => finding.tie).length;
  if (ties > 50) expect(text).toContain(`and ${ties - 50} more`);
});

test.each([10, 100_000, 2_000_000])('never over the limit, whatever a path or a name weighs: %i', length => {
  const long = 'ä'.repeat(length);
  const base = largeReport(200);
  const report: Report = {
    ...base,
    root: long,
    findings: base.findings.map(finding => ({
      ...finding,
      message: long,
      title: long,
      location: { ...finding.location, path: long },
    })),
  };
  expect(Buffer.byteLength(summary(report, {}))).toBeLessThanOrEqual(MAX_BYTES);
  expect(MAX_BYTES).toBeLessThan(1024 * 1024);
});

interface Issue {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}

test('GitLab: an issue for each new tie, each with an identity of its own that does not hang on the line', () => {
  const report = largeReport(400);
  const issues = JSON.parse(gitlab(report)) as Issue[];
  expect(issues).toHaveLength(report.findings.filter(finding => finding.tie).length);
  expect(new Set(issues.map(issue => issue.fingerprint)).size).toBe(issues.length);
  const moved = {
    ...report,
    findings: report.findings.map(finding => ({
      ...finding,
      location: {
        ...finding.location,
        startLine: finding.location.startLine + 7,
        endLine: finding.location.endLine + 7,
      },
    })),
  };
  const fingerprints = (text: string): string[] => (JSON.parse(text) as Issue[]).map(issue => issue.fingerprint).sort();
  expect(fingerprints(gitlab(moved))).toEqual(fingerprints(gitlab(report)));
  for (const { severity } of issues) expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
});

test('JUnit: counts that add up, known ties skipped, a passing case where nothing is found', async () => {
  const report = estateReport();
  const findings = report.findings.map((finding, i) => ({
    ...finding,
    status: i < 3 ? ('baseline' as const) : finding.status,
  }));
  const text = junit({ ...report, findings });
  await expect(text).toMatchFileSnapshot('../snapshots/junit.xml');
  const ties = findings.filter(finding => finding.tie);
  expect(text).toContain(`tests="${ties.length}" failures="${ties.filter(tie => tie.status === 'new').length}"`);
  expect(text.match(/<testcase /g)).toHaveLength(ties.length);
  expect(junit(cleanReport())).toContain('<testcase classname="untether" name="nothing ties this code"/>');
});

test('JUnit of a hostile report holds no markup but its own', () => {
  const names = new Set<string>();
  const visit = (node: { nodeName: string; childNodes?: unknown[] }): void => {
    names.add(node.nodeName);
    for (const child of node.childNodes ?? []) visit(child as { nodeName: string });
  };
  visit(parseFragment(junit(hostileReport()).replace(/^<\?xml[^>]*>/, '')) as never);
  expect([...names].sort()).toEqual(['#document-fragment', '#text', 'failure', 'testcase', 'testsuite', 'testsuites']);
});

test.each(FORMATS)(
  '%s: the same report gives the same bytes, and commands of build servers are never written',
  async format => {
    const render = await loadReporter(format);
    const evil = '##vso[task.setvariable variable=x]y ::set-output name=x::y ##[group]';
    const base = estateReport();
    const report: Report = {
      ...base,
      root: evil,
      findings: base.findings.map(finding => ({
        ...finding,
        message: evil,
        snippet: evil,
        location: { ...finding.location, path: evil },
      })),
    };
    const text = render(report, PLAIN);
    expect(render(report, PLAIN)).toBe(text);
    expect(text.replace(/^##vso\[task\.logissue /gm, '')).not.toMatch(/##(?:vso)?\[/);
    expect(text).not.toMatch(/::set-output/);
  },
);
