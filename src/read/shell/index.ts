/** Shell scripts (sh, bash, zsh, ksh) and the recipes of Makefiles. */
import { LineIndex } from '../../base/lines.ts';
import type { Diagnostic, Reader, ReadResult, Source } from '../../model/source.ts';
import { placeAt } from './excerpt.ts';
import { recipes } from './makefile.ts';
import { scriptFacts } from './script.ts';

const MAX_DIAGNOSTICS = 3;

export function createReader(): Promise<Reader> {
  return Promise.resolve(readShell);
}

export function readShell(source: Source): ReadResult {
  const lines = new LineIndex(source.text);
  const make = /(?:^|\/)(?:GNU)?[Mm]akefile[^/]*$|\.(?:mk|make)$/.test(source.path);
  const { facts, problems } = scriptFacts(make ? recipes(source.text, lines) : placeAt(source.text, lines));
  // A Makefile is not a script: what does not parse there is the syntax of make.
  const shown = make ? [] : problems.slice(0, MAX_DIAGNOSTICS);
  const diagnostics = shown.map(({ message, span }): Diagnostic => ({
    path: source.path,
    line: span.line,
    code: 'syntax-error',
    message,
  }));
  return { facts, diagnostics };
}
