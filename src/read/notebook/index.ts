/** Jupyter notebooks: the Python of their code cells as one module, positions in the raw `.ipynb` file. */
import type { Fact } from '../../model/fact.ts';
import type { Diagnostic, Reader, Source } from '../../model/source.ts';
import { withoutLoneReturns } from '../python/index.ts';
import { readModule } from '../python/module.ts';
import type { Part } from '../python/syntax.ts';
import { grammar } from '../tree-sitter.ts';
import { findCells, isPython, type CodeCell, type Notebook } from './cells.ts';
import { commandFacts } from './commands.ts';
import { takeOutMagics } from './magics.ts';
import { SourceMap } from './source-map.ts';

type Parse = Awaited<ReturnType<typeof grammar>>;

/** The reader for notebooks. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-python');
  return source => {
    const notebook = findCells(source.text);
    const cells = notebook.cells.filter(cell => isPython(cell.language ?? notebook.language ?? 'python'));
    const map = new SourceMap(source.text, cells);
    const { facts, errors } = readCells(parse, map);
    const diagnostics = [
      ...notebookProblems(source, notebook, cells, map),
      ...errors.map(line => cellProblem(source, line)),
    ];
    return { facts, diagnostics };
  };
}

/** Facts of all cells; the line of the first place that does not parse, if there is one. */
function readCells(parse: Parse, map: SourceMap): { facts: Fact[]; errors: number[] } {
  const facts: Fact[] = [];
  const pieces: string[] = [];
  const shared: Part[] = [];
  const apart: Part[] = [];
  let end = 0;
  for (const { start, end: stop } of map.cells) {
    const cell = takeOutMagics(withoutLoneReturns(map.text.slice(start, stop)));
    pieces.push(map.text.slice(end, start), cell.python);
    end = stop;
    (cell.apart ? apart : shared).push({ text: cell.python, offset: start });
    for (const line of cell.lines) {
      facts.push(...commandFacts(map, { ...line, start: line.start + start, end: line.end + start }));
    }
  }
  const text = pieces.join('') + map.text.slice(end);
  const place = (from: number, to: number): ReturnType<SourceMap['span']> => map.span(from, to);
  const readings = [shared, ...apart.map(part => [part])].map(parts => readModule(parse, text, parts, place));
  for (const reading of readings) for (const fact of reading.facts) facts.push(fact);
  const firstErrors = readings.flatMap(({ firstError }) => (firstError === undefined ? [] : [firstError]));
  return { facts, errors: firstErrors.length === 0 ? [] : [map.lineOf(Math.min(...firstErrors))] };
}

function notebookProblems(
  source: Source,
  notebook: Notebook,
  cells: readonly CodeCell[],
  map: SourceMap,
): Diagnostic[] {
  const { path } = source;
  if (notebook.brokenAt !== undefined) {
    const message = 'not valid JSON from here; the cells before it were read';
    return [{ code: 'syntax-error', path, line: map.rawLine(notebook.brokenAt), message }];
  }
  if (cells.length > 0 || notebook.cells.length === 0) return [];
  const language = notebook.cells[0]?.language ?? notebook.language ?? 'unknown';
  return [
    { code: 'unsupported-kernel', path, message: `its code cells are in ${language}; only Python cells are read` },
  ];
}

function cellProblem(source: Source, line: number): Diagnostic {
  const message = 'a code cell is not valid Python from here; the rest of the notebook was read';
  return { code: 'syntax-error', path: source.path, line, message };
}
