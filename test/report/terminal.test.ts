import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/layout.ts';
import { PLAIN } from '../../src/report/options.ts';
import { render } from '../../src/report/terminal/index.ts';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport, largeReport, reportFixture } from '../support/report.ts';

const hidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/;

describe.each([40, 80, 200])('%i columns', width => {
  test('reads well', async () => {
    await expect(render(reportFixture(), { ...PLAIN, width })).toMatchFileSnapshot(`snapshots/terminal-${width}.snap`);
  });

  test('an estate with everything in it', async () => {
    const text = render(estateReport(), { ...PLAIN, width });
    await expect(text).toMatchFileSnapshot(`snapshots/terminal-estate-${width}.snap`);
  });

  test('nothing is wider, but the commands to paste', () => {
    for (const report of [reportFixture(), cleanReport(), largeReport(300), estateReport(), hostileReport()]) {
      for (const verbose of [false, true]) {
        const wide = render(report, { ...PLAIN, width, verbose })
          .split('\n')
          .filter(line => displayWidth(line) > width && !line.startsWith('  untether '));
        expect(wide).toEqual([]);
      }
    }
  });
});

test('nothing found is said with what was looked through', async () => {
  await expect(render(cleanReport(), PLAIN)).toMatchFileSnapshot('snapshots/terminal-clean.snap');
});

test('silence over files nobody reads is no verdict', () => {
  const report = cleanReport();
  const silent = { ...report, coverage: { ...report.coverage, read: 0, clean: 0, readable: 0 } };
  expect(render(silent, PLAIN)).toContain('this says nothing');
});

test('plain text has no escape sequence, colour changes nothing but colour', () => {
  const plain = render(reportFixture(), PLAIN);
  expect(plain).not.toMatch(hidden);
  const coloured = render(reportFixture(), { ...PLAIN, color: 3 });
  expect(coloured).toContain('\u001b[');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('all findings only when asked: otherwise the worst, one of each rule first', () => {
  const report = largeReport(2000);
  const short = render(report, PLAIN);
  expect(short.split('\n').length).toBeLessThan(150);
  expect(short).toContain('the 10 worst of');
  const places = (text: string): string[] => text.match(/^ {2}\d+:\d+ {2}\w+/gm) ?? [];
  expect(places(short)).toHaveLength(10);
  expect(places(render(report, { ...PLAIN, verbose: true }))).toHaveLength(report.summary.ties);
});

test('the mark stands under the words', () => {
  const lines = render(reportFixture(), PLAIN).split('\n');
  const i = lines.findIndex(line => line.includes('token_provider = get_bearer'));
  const mark = lines[i + 1] ?? '';
  expect((lines[i] ?? '').slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('get_bearer_token_provider');
});

test('no mark where its column is not known or a masked secret has moved it', () => {
  const findings = reportFixture().findings.filter(finding => finding.ruleId === 'sdk/azure-client');
  const marksOf = (change: object): number =>
    (
      render(reportFixture({ findings: findings.map(finding => ({ ...finding, ...change })) }), PLAIN).match(/\^/g) ??
      []
    ).length;
  expect(marksOf({})).toBe(11);
  expect(marksOf({ snippetColumn: 4711 })).toBe(0);
  expect(marksOf({ snippet: 'k="abcd…[redacted 32 chars]"; AzureOpenAI(' })).toBe(0);
  expect(marksOf({ snippet: '' })).toBe(0);
});

test('places are links only where an address is given', () => {
  expect(render(reportFixture(), PLAIN)).not.toContain('\u001b]8');
  const linked = render(reportFixture(), { ...PLAIN, hyperlinks: 'file:///srv/chat/' });
  expect(linked).toContain('\u001b]8;;file:///srv/chat/infra/openai.tf\u001b\\infra/openai.tf\u001b]8;;\u001b\\');
});

test('suggested commands repeat what was asked', () => {
  expect(render(reportFixture(), { ...PLAIN, command: "untether 'my app'" })).toContain(
    "untether 'my app' --format html=report.html",
  );
  expect(render(reportFixture(), { ...PLAIN, command: "untether 'my app' src --dimension api" })).toMatch(
    /untether baseline 'my app' src(?: |$)/m,
  );
});

test('a narrowed report says so, above all when it is empty', () => {
  const narrowed = { minSeverity: 'high', dimensions: ['sdk', 'api'] } as const;
  const text = render({ ...reportFixture(), narrowed }, PLAIN).replace(/\s+/g, ' ');
  expect(text).toContain('with dimension sdk or api and severity high or worse.');
  const empty = render({ ...cleanReport(), narrowed }, PLAIN);
  expect(empty).not.toContain('Nothing ties');
  expect(empty).toContain('No tie of support-chat to Azure OpenAI has dimension sdk or api');
});

test('only possible ties make a possible verdict', () => {
  const findings = reportFixture().findings.filter(finding => finding.confidence === 'possible');
  expect(render(reportFixture({ findings }), PLAIN)).toMatch(/^support-chat may be tied/);
});
