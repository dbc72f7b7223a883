import { expect, test } from 'vitest';
import { csv, renderFindings, renderWorkloads } from '../../src/report/csv.ts';
import { estateReport, hostileReport } from '../support/estate.ts';
import { cleanReport } from '../support/report.ts';

/** A reader of RFC 4180, written from the standard and not from the writer. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted) {
      if (character === '"' && text.charAt(i + 1) === '"') field += text.charAt(i++);
      else if (character === '"') quoted = false;
      else field += character;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      row.push(field);
      field = '';
    } else if (character === '\r' && text.charAt(i + 1) === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
      i++;
    } else field += character;
  }
  expect([row, field, quoted]).toEqual([[], '', false]);
  return rows;
}

test('a row for each finding, every cell where its head says', () => {
  const report = estateReport();
  const [head = [], ...rows] = parse(renderFindings(report, {}));
  expect(rows).toHaveLength(report.findings.length);
  const cell = (row: string[] | undefined, name: string): string => row?.[head.indexOf(name)] ?? '';
  for (const [i, row] of rows.entries()) {
    expect(row).toHaveLength(head.length);
    expect(cell(row, 'rule')).toBe(report.findings[i]?.ruleId);
    expect(cell(row, 'line')).toBe(`${report.findings[i]?.location.startLine}`);
  }
  const client = rows.find(row => cell(row, 'rule') === 'sdk/azure-client');
  expect(cell(client, 'snippet')).toContain('api_version="2024-10-21"');
  expect(cell(client, 'link')).toMatch(/^https:\/\/github\.com\/contoso\/support-chat\/blob\/.*client\.py#L15$/);
});

test('a row for each workload with its recommended plan and its wave', async () => {
  const rows = parse(renderWorkloads(estateReport()));
  expect(rows).toHaveLength(9);
  await expect(renderWorkloads(estateReport())).toMatchFileSnapshot('snapshots/workloads.csv');
});

test('nothing found is a head without rows', () => {
  expect(parse(renderFindings(cleanReport(), {}))).toHaveLength(1);
  expect(parse(renderWorkloads(cleanReport()))).toHaveLength(1);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '"=1', "'=1", '\t=1', '|cmd', '%x', '\uff1d1'])(
  'what a spreadsheet would run is text: %j',
  text => {
    const [, [first = ''] = []] = parse(csv(['x'], [[text]]));
    expect(first.startsWith("'")).toBe(true);
  },
);

test('figures stay figures, words stay words', () => {
  expect(csv(['a', 'b'], [[-1, 'gpt-4o']])).toBe('a,b\r\n-1,gpt-4o\r\n');
});

test('no cell of a hostile report begins a formula, no line of it is broken', () => {
  const report = hostileReport();
  for (const text of [renderFindings(report, {}), renderWorkloads(report)]) {
    const [head = [], ...rows] = parse(text);
    for (const row of rows) {
      expect(row).toHaveLength(head.length);
      for (const cell of row) expect(cell).not.toMatch(/^\s*"?\s*[=+@|%]|[\u0000-\u001f\u202e]/);
    }
  }
});
