/** PowerShell scripts, modules and data files. */
import { LineIndex } from '../../base/lines.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { placeAt } from '../shell/excerpt.ts';
import { readScript } from './script.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readPowerShell);
}

export function readPowerShell(source: Source): ReadResult {
  const { facts, problems } = readScript(placeAt(source.text, new LineIndex(source.text)));
  const diagnostics = problems
    .slice(0, 3)
    .map(({ message, line }) => ({ path: source.path, line, code: 'syntax-error', message }));
  return { facts, diagnostics };
}
