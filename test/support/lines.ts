import type { Report } from '../../src/model/report.ts';

/** One finding per line: place, rule, dimension, confidence; context in parentheses. */
export function lines(report: Report): string {
  const rows = report.findings
    .filter(finding => !finding.location.path.endsWith('expected.txt'))
    .map(({ location, ruleId, dimension, confidence, tie }) => {
      const cell = location.cell ? ` (cell ${location.cell.number}:${location.cell.line})` : '';
      const row = `${location.path}:${location.startLine}:${location.startColumn}${cell}  ${ruleId}  ${dimension}  ${confidence}`;
      return tie ? row : `(${row})`;
    });
  return rows.length === 0 ? 'nothing\n' : `${rows.join('\n')}\n`;
}
