/** TypeScript and JavaScript: `.ts`, `.tsx`, `.mts`, `.cts`, `.js`, `.jsx`, `.mjs`, `.cjs`. */
import { LineIndex } from '../../base/lines.ts';
import type { Diagnostic, Reader } from '../../model/source.ts';
import { loadCompiler } from './compiler.ts';
import { readModule } from './module.ts';
import { Places } from './places.ts';
import { dialectOf, parse, type Problem } from './parse.ts';

/** The reader for TypeScript and JavaScript modules. */
export async function createReader(): Promise<Reader> {
  await loadCompiler();
  return ({ path, text }) => {
    const lines = new LineIndex(text);
    const { root, problem } = parse(text, dialectOf(path));
    return {
      facts: root ? readModule(root, new Places(lines).span) : [],
      diagnostics: problem ? [diagnostic(path, lines, problem)] : [],
    };
  };
}

const MESSAGES: Readonly<Record<Problem['code'], string>> = {
  'syntax-error': 'not valid TypeScript or JavaScript from here; the rest of the file was read',
  'too-deep': 'nested deeper than the parser can follow; what is inside was not read',
};

/** The one diagnostic a text gets that could not be read as a whole. */
export function diagnostic(path: string, lines: LineIndex, { code, offset }: Problem): Diagnostic {
  return { path, line: lines.at(offset).line, code, message: MESSAGES[code] };
}
