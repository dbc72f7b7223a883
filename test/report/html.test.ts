import { expect, test } from 'vitest';
import { htmlProblems } from '../../scripts/check-report.mjs';
import { render } from '../../src/report/html/index.ts';
import { highlighted } from '../../src/report/html/highlight.ts';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport, largeReport, reportFixture } from '../support/report.ts';

const plain = { verbose: false };

test.each([
  ['small', reportFixture()],
  ['clean', cleanReport()],
  ['large', largeReport(1500)],
  ['estate', estateReport()],
  ['hostile', hostileReport()],
])('passes the check of a careful reader: %s', (_, report) => {
  expect(htmlProblems(render(report, plain), report)).toEqual([]);
});

test('the careful reader sees what is wrong', () => {
  const report = estateReport();
  const page = render(report, plain);
  const wrong = (from: string | RegExp, to: string): string => {
    const changed = page.replace(from, to);
    expect(changed).not.toBe(page);
    return htmlProblems(changed, report).join('\n');
  };
  expect(wrong('id="roadmap"', 'id="verdict"')).toContain('id "verdict" stands twice');
  expect(wrong('href="#roadmap"', 'href="#nowhere"')).toContain('"#nowhere" leads nowhere');
  expect(wrong(/<caption>\s*Workloads\s*<\/caption>/, '')).toContain('a table without a caption');
  expect(wrong('value="41" data-figure', 'value="42" data-figure')).toContain('42');
  expect(wrong(/<tr id="finding=[^]*?<\/tr>/, '')).toContain('"Findings of this report" has 17 rows');
  expect(wrong('<main', '<img src="https://evil.example/x.png"><main')).toContain('must not fetch anything');
  expect(wrong('<main', '<main onclick="x()"')).toContain('onclick');
  expect(wrong('<h2 id="method-title">', '<h4 id="method-title">')).toMatch(/skips a level|not well-formed/);
  expect(wrong('</section>', '')).toContain('is never closed');
});

test('same report, same bytes; the policy names the digests of what stands in the page', () => {
  const page = render(estateReport(), plain);
  expect(render(estateReport(), plain)).toBe(page);
  expect(page).toMatch(
    /script-src 'sha256-[\w+/=]{44}' 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'"/,
  );
  expect(page).not.toContain('unsafe-inline');
  expect(page.match(/<script/g)).toHaveLength(2);
});

test('code in colours, the place marked across them', () => {
  const code = 'client = AzureOpenAI(key="a<b")';
  const { text } = highlighted(code, 'python', { start: 9, end: 20 });
  expect(text).toContain('<mark>AzureOpenAI</mark>');
  expect(text).toContain('&lt;b');
  const across = highlighted('key="secret" + other', 'python', { start: 2, end: 8 }).text;
  expect(across.replace(/<[^>]*>/g, '')).toBe('key=&quot;secret&quot; + other');
  expect(/<mark>(.*)<\/mark>/.exec(across)?.[1]?.replace(/<[^>]*>/g, '')).toBe('y=&quot;sec');
  expect((across.match(/<span/g) ?? []).length).toBe((across.match(/<\/span>/g) ?? []).length);
});

test('languages without a grammar stay plain, and nothing hidden stays hidden', () => {
  expect(highlighted('a <b> \u202ec', 'brainfuck').text).toBe('a &lt;b&gt; \\u{202e}c');
});
