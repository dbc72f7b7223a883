/** Notebooks: each Python cell is a sheet of its own. */
import { findCells, isPython } from '../notebook/cells.ts';
import { takeOutMagics } from '../notebook/magics.ts';
import { SourceMap } from '../notebook/source-map.ts';
import { grammarFinder } from './grammars.ts';
import { sheetOf, type Sheet } from './index.ts';

export async function notebookSheets(text: string): Promise<Sheet[]> {
  const find = await grammarFinder('python');
  const notebook = findCells(text);
  const cells = notebook.cells.filter(cell => isPython(cell.language ?? notebook.language ?? 'python'));
  const map = new SourceMap(text, cells);
  const sheets: Sheet[] = [];
  for (const { number, start, end } of map.cells) {
    const source = map.text.slice(start, end);
    if (!find || !source.includes('#')) continue;
    sheets.push(sheetOf(source, await find(takeOutMagics(source).python, 'cell.py'), number));
  }
  return sheets;
}
