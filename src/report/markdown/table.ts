/** GitHub-flavoured tables. Cells arrive escaped. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  if (rows.length === 0) return [];
  return [line(headers), line(headers.map((_, i) => (right.includes(i) ? '--:' : '---'))), ...rows.map(line), ''];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell => (cell === '' ? ' ' : cell)).join(' | ')} |`;
}
