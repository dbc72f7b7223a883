/** Python: `.py`, `.pyi`, `.pyw`. */
import { LineIndex } from '../../base/lines.ts';
import type { Diagnostic, Reader } from '../../model/source.ts';
import { grammar } from '../tree-sitter.ts';
import { readModule } from './module.ts';

/** The reader for Python modules. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-python');
  return source => {
    const text = withoutLoneReturns(source.text);
    const lines = new LineIndex(text);
    const { facts, firstError } = readModule(parse, text, [{ text, offset: 0 }], (start, end) =>
      lines.span(start, end),
    );
    return {
      facts,
      diagnostics: firstError === undefined ? [] : [syntaxError(source.path, lines.at(firstError).line)],
    };
  };
}

/** Python ends lines at a lone CR too, the grammar does not. Offsets stay as they are. */
export function withoutLoneReturns(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** The one diagnostic a file with syntax errors gets. */
export function syntaxError(path: string, line: number): Diagnostic {
  return { code: 'syntax-error', path, line, message: 'not valid Python from here; the rest of the file was read' };
}
