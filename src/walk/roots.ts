/** What a person asked to scan: folders and files, as roots whose paths do not clash in one report. */
import { realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Exit, UntetherError } from '../base/errors.ts';

export interface Root {
  /** The folder. */
  readonly absolute: string;
  /** Put before every path of this root; empty when it is the only one. */
  readonly prefix: string;
  /** Names of single files, where not the whole folder was asked for. */
  readonly only?: readonly string[];
}

/**
 * Folders stay what they are, files of one folder share a root.
 * @throws UntetherError for a path that is not there, or is neither file nor folder.
 */
export function findRoots(given: readonly string[], cwd: string): Root[] {
  const folders = new Map<string, Set<string> | undefined>();
  for (const path of given.length === 0 ? ['.'] : given) {
    const absolute = resolve(cwd, path);
    if (statOf(absolute, path).isDirectory()) folders.set(absolute, undefined);
    else {
      const folder = dirname(absolute);
      if (!folders.has(folder)) folders.set(folder, new Set());
      folders.get(folder)?.add(basename(absolute));
    }
  }
  const labels = shortestDistinct([...folders.keys()]);
  return [...folders].map(([absolute, only], i) => ({
    absolute,
    prefix: folders.size === 1 || labels[i] === '' ? '' : `${labels[i] ?? ''}/`,
    ...(only ? { only: [...only] } : {}),
  }));
}

/** What a report calls it: never an absolute path. */
export function nameOf(root: Root): string {
  return root.only ? root.only.join(', ') : basename(root.absolute) || '/';
}

/** The file itself, also where the path given for it is a link: who names a link means what it leads to. */
export function fileOf(root: Root, name: string): string {
  const path = join(root.absolute, name);
  try {
    return root.only ? realpathSync(path) : path;
  } catch {
    return path;
  }
}

function statOf(absolute: string, given: string): Stats {
  const help = 'Give the folder of a checkout, e.g. "untether scan ./my-service".';
  let stat: Stats;
  try {
    stat = statSync(absolute);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    const message =
      reason === 'EACCES'
        ? `no permission to read ${given}`
        : reason === 'ELOOP'
          ? `a link that leads back to itself: ${given}`
          : `no such file or folder: ${given}`;
    throw new UntetherError(message, { help, exit: Exit.usage, cause: error });
  }
  if (!stat.isDirectory() && !stat.isFile())
    throw new UntetherError(`neither a file nor a folder: ${given}`, { help, exit: Exit.usage });
  return stat;
}

/** As many last steps of each path as make all of them different. */
function shortestDistinct(paths: readonly string[]): string[] {
  const steps = paths.map(path => path.split(/[\\/]/).filter(step => step !== ''));
  const longest = Math.max(1, ...steps.map(list => list.length));
  for (let count = 1; count < longest; count++) {
    const labels = steps.map(list => list.slice(-count).join('/'));
    if (new Set(labels).size === labels.length) return labels;
  }
  return steps.map(list => list.join('/'));
}
