import { expect, test } from 'vitest';
import { render } from '../../src/report/markdown/index.ts';
import { markdownProblems } from '../../scripts/check-report.mjs';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport, findingOf, largeReport, reportFixture } from '../support/report.ts';

const plain = { verbose: false };

test('the architect reads this', async () => {
  await expect(render(reportFixture(), plain)).toMatchFileSnapshot('snapshots/markdown.snap');
});

test('an estate with everything in it', async () => {
  await expect(render(estateReport(), plain)).toMatchFileSnapshot('snapshots/markdown-estate.snap');
});

test('nothing found is a report too', async () => {
  await expect(render(cleanReport(), plain)).toMatchFileSnapshot('snapshots/markdown-clean.snap');
});

/** Headings as [level, text], code spans and escapes left as they are. */
function headings(text: string): [number, string][] {
  return [...text.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', title = '']) => [marks.length, title]);
}

test.each([
  ['small', reportFixture()],
  ['clean', cleanReport()],
  ['large', largeReport(2000)],
  ['estate', estateReport()],
])('one h1 and no skipped level: %s', (_, report) => {
  const levels = headings(render(report, plain)).map(([level]) => level);
  expect(levels.filter(level => level === 1)).toHaveLength(1);
  expect(levels[0]).toBe(1);
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
});

/** Cells of a table row: pipes that a backslash escapes do not part. */
function cells(row: string): number {
  return row.replaceAll('\\|', '').split('|').length - 2;
}

test('every table row has as many cells as its head, whatever the text holds', () => {
  for (const report of [reportFixture(), largeReport(500), hostileReport()]) {
    const blocks = render(report, plain).split(/\n\n/);
    const tables = blocks.filter(block => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(10);
    for (const block of tables) {
      const [head = '', ...rows] = block.trimEnd().split('\n');
      for (const row of rows) expect(cells(row), row).toBe(cells(head));
    }
  }
});

/** What a Markdown reader takes for text: code spans, and characters that a backslash escapes, are left out. */
function outsideCode(text: string): string {
  let result = '';
  for (let i = 0; i < text.length;) {
    const run = /^`+/.exec(text.slice(i))?.[0] ?? '';
    const end = run === '' ? undefined : new RegExp(`[^\`]${run}(?!\`)`).exec(text.slice(i + run.length));
    if (end) i += run.length + end.index + 1 + run.length;
    else if (text.charAt(i) === '\\') i += 2;
    else result += text.charAt(i++);
  }
  return result;
}

/** The links a report makes itself: within the page, and to lines of its own repository. */
const OWN_LINK = /\]\((?:#[a-z0-9-]+|https:\/\/github\.com\/contoso\/[^\s()]+)\)/g;

test.each([
  ['small', reportFixture()],
  ['estate', hostileReport()],
])('hostile text is inert: outside code there is no tag, no link, no control character: %s', (_, report) => {
  const text = render(report, plain);
  expect(outsideCode(text)).not.toMatch(/<(?!https:)/);
  expect(outsideCode(text).replace(OWN_LINK, '')).not.toMatch(/\]\(/);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
});

test.each([
  ['small', reportFixture()],
  ['clean', cleanReport()],
  ['large', largeReport(2000)],
  ['estate', estateReport()],
  ['hostile', hostileReport()],
])('passes the check of a careful reader: %s', (_, report) => {
  expect(markdownProblems(render(report, plain), report)).toEqual([]);
  expect(markdownProblems(render(report, { verbose: true }), report)).toEqual([]);
});

test('the careful reader sees what is wrong', () => {
  const report = estateReport();
  const text = render(report, plain);
  const wrong = (change: (text: string) => string): string[] => {
    expect(change(text)).not.toBe(text);
    return markdownProblems(change(text), report);
  };
  expect(wrong(page => page.replace('17 ties in', '18 ties in'))[0]).toContain('the report says 17, not 18');
  expect(wrong(page => page.replace('## Method', '# Method'))).toContain('2 headings of level 1');
  expect(wrong(page => page.replace('## Method', '#### Method')).join()).toContain('skips a level');
  expect(wrong(page => page.replace('(#verdict)', '(#verdikt)'))).toContain('link to "#verdikt" leads nowhere');
  expect(wrong(page => page.replace(/^\*\*Table 3\..*$/m, '')).join()).toContain('a table without a caption');
  expect(wrong(page => page.replace('Points are not days', 'Points are simply not days')).join()).toContain('simply');
  expect(wrong(page => page.replace('without running them', 'on 28.11.2026')).join()).toContain('not ISO');
  expect(wrong(page => page.replace('| Ties | 17 |', '| Ties | 71 |'))).toContain('Ties: the report says 17, not 71');
  expect(wrong(page => page.replace(/^\| \[W8\].*\n/m, '')).join()).toContain('the report has 8');
  expect(wrong(page => page.replace('1 has no plan yet', '4711 have no plan yet')).join()).toContain('4711');
});

test('two thousand findings stay a document', () => {
  const report = largeReport(2000);
  const text = render(report, plain);
  expect(text.length).toBeLessThan(100_000);
  expect(text).toMatch(/And \d+ more in the JSON report\./);
  const rest = [...text.matchAll(/And (\d+) more in the JSON report/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  const rows = (text.match(/^\| `[^|]*services\/s\d+\/src/gm) ?? []).length;
  expect(rows + rest).toBe(report.summary.findings);
});

test('each equivalent is told once and every reference to one resolves', () => {
  const text = render(reportFixture(), plain);
  const told = headings(text).flatMap(([level, title]) =>
    level === 3 && title.startsWith('Equivalent ') ? [title.slice('Equivalent '.length)] : [],
  );
  const referred = [...text.matchAll(/Becomes \[(E\d+)\]\(#equivalent-(e\d+)\)/g)];
  expect(new Set(told).size).toBe(told.length);
  expect(referred.length).toBeGreaterThan(5);
  for (const [, number = '', id] of referred) {
    expect(told).toContain(number);
    expect(id).toBe(number.toLowerCase());
  }
});

test('the figures are those of the report', () => {
  const report = reportFixture();
  const text = render(report, plain);
  expect(text).toContain(`${report.summary.ties} ties in ${report.summary.files} files`);
  expect(text).toContain(`| Effort of all ties | ${report.summary.effort.low}–${report.summary.effort.high} points |`);
  const [all = ''] = text.match(/^\| All \| .*$/m) ?? [];
  const [total = 0, ...dimensions] = all.split('|').slice(2, -1).map(Number);
  expect(total).toBe(report.summary.ties);
  expect(dimensions.reduce((sum, count) => sum + count, 0)).toBe(report.summary.ties);
});

test('components that share a name are told apart', () => {
  const base = {
    rule: 'sdk/x',
    title: 'X',
    severity: 'high',
    snippet: 'x',
    advice: 'sdk/openai-client',
    language: 'python',
  } as const;
  const report = reportFixture({
    findings: [
      findingOf({ ...base, at: 'apps/web/a.py:1:1', component: 'apps/web' }),
      findingOf({ ...base, at: 'services/rag/a.py:1:1', component: 'services/rag' }),
    ],
  });
  const twins = { ...report, components: report.components.map(component => ({ ...component, name: 'app' })) };
  expect(render(twins, plain)).toMatch(/\| `apps\/web` \|[\s\S]*\| `services\/rag` \|/);
});
