/** The command a user typed, as far as another run needs it again. */
import { isAbsolute, relative, resolve } from 'node:path';
import type { Options } from './program.ts';

export function commandLine(words: readonly string[], options: Options): string {
  return [
    ...words,
    ...(typeof options.config === 'string' ? ['--config', options.config] : []),
    ...(options.config === false ? ['--no-config'] : []),
    ...(options.rules ?? []).flatMap(path => ['--rules', path]),
    ...(options.dimension ?? []).flatMap(name => ['--dimension', name]),
    ...(options.minSeverity ? ['--min-severity', options.minSeverity] : []),
    ...(options.minConfidence ? ['--min-confidence', options.minConfidence] : []),
  ]
    .map(quoted)
    .join(' ');
}

/** As a shell takes it; plain words stay plain. */
function quoted(word: string): string {
  return /^[\w./@%+=:,~-]+$/.test(word) && !word.startsWith('~') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Paths as the user named them, so that messages do too; they are opened from the process's own folder. */
export function fromHere(paths: readonly string[], cwd: string): string[] {
  return paths.map(path => (isAbsolute(path) ? path : relative('', resolve(cwd, path)) || '.'));
}
