/** The baseline on the disk, and what git has to know about it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { UntetherError } from '../base/errors.ts';
import { git } from '../git/run.ts';
import { readBaseline, type Baseline } from './baseline.ts';

/** `undefined` where there is none. @throws UntetherError for one that cannot be read or is damaged. */
export function loadBaseline(path: string, shown: string): Baseline | undefined {
  if (!existsSync(path)) return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UntetherError(
      code === 'EISDIR' ? `${shown} is a folder, not a baseline` : `cannot read ${shown} (${code ?? 'error'})`,
      {
        help: 'Check the path given to --baseline, or "baseline" in the config.',
        cause: error,
      },
    );
  }
  return readBaseline(text, shown);
}

/**
 * The line for `.gitattributes` beside the baseline that lets two branches which both changed it merge; `undefined` where
 * git knows already or there is no git.
 */
export function mergeAttribute(path: string): string | undefined {
  const folder = dirname(path);
  const answer = git(folder, ['check-attr', '-z', 'merge', '--', basename(path)])?.toString();
  if (answer === undefined || answer.split('\0')[2] === 'union') return undefined;
  const name = basename(path).replace(/[\\*?[\]"\s]/g, '?');
  return `${name} merge=union`;
}
