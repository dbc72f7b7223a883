/** Which config files there are: from a folder upwards to the top of its repository. */
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UntetherError } from '../base/errors.ts';
import { CONFIG_NAME } from '../model/config.ts';
import { ConfigError } from './error.ts';
import type { ReadSettings } from './read.ts';

export interface ConfigFile extends ReadSettings {
  /** The folder it speaks for. */
  readonly folder: string;
  /** As it is shown: relative to where the command runs. */
  readonly shown: string;
  readonly absolute: string;
}

/** The config files from `folder` up to the top of the repository (or of the disk), outermost first. */
export async function configsAbove(folder: string, cwd: string): Promise<ConfigFile[]> {
  const found: ConfigFile[] = [];
  for (let here = folder; ; here = dirname(here)) {
    const file = await configIn(here, cwd);
    if (file) found.unshift(file);
    if (file?.settings.root === true || isTop(here) || dirname(here) === here) return found;
  }
}

/** The top of the repository around a folder; the folder itself where there is none. */
export function topOf(folder: string): string {
  for (let here = folder; ; here = dirname(here)) {
    if (isTop(here)) return here;
    if (dirname(here) === here) return folder;
  }
}

/** In a worktree or submodule `.git` is a file. */
const isTop = (folder: string): boolean => existsSync(join(folder, '.git'));

/** The config file of one folder. @throws ConfigError for a bad one. */
export async function configIn(folder: string, cwd: string): Promise<ConfigFile | undefined> {
  const path = join(folder, CONFIG_NAME);
  return isFile(path) ? readConfig(path, cwd) : undefined;
}

/** @throws UntetherError when it cannot be read, ConfigError when it is wrong. */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  const absolute = resolve(cwd, path);
  const shown = shownAs(absolute, cwd);
  let text: string;
  try {
    text = readFileSync(absolute, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UntetherError(
      code === 'ENOENT' ? `no such config file: ${shown}` : `cannot read ${shown} (${code ?? 'error'})`,
      {
        help: 'Check the path given to --config; "untether init" writes a config file.',
        cause: error,
      },
    );
  }
  // The parser is loaded where there is something to parse.
  const { readSettings } = await import('./read.ts');
  return { ...readSettings(shown, text), folder: dirname(absolute), shown, absolute };
}

/** A link may lead to another file of the same repository, not out of it. */
function isFile(path: string): boolean {
  try {
    if (!lstatSync(path).isSymbolicLink()) return statSync(path).isFile();
    if (isBelow(real(topOf(dirname(path))), real(path))) return statSync(path).isFile();
  } catch {
    return false;
  }
  throw new UntetherError(`${basename(path)} is a link that leads out of the repository`, {
    help: 'Replace it by a file, or name the file it leads to with --config.',
  });
}

/** Relative where that is shorter than leading out of here. */
export function shownAs(absolute: string, cwd: string): string {
  const path = relative(cwd, absolute);
  return (path === '' ? '.' : path).replaceAll(sep, '/');
}

/**
 * A path a config names, as an absolute one. It comes with the repository, which may be hostile, so it has to stay below
 * `within`, links followed.
 * @throws ConfigError when it leads out.
 */
export function pathBelow(within: string, file: ConfigFile, path: string, key: readonly (string | number)[]): string {
  const absolute = resolve(file.folder, path);
  const leadsOut = isAbsolute(path) || !isBelow(within, absolute) || !isBelow(real(within), real(absolute));
  if (leadsOut || relative(within, absolute).split(sep).includes('.git')) {
    const help = 'A config file may only name paths inside its repository; give others on the command line.';
    throw new ConfigError(
      file.shown,
      file.lineOf(key),
      `${key.join('.')}: ${path} leads out of ${basename(within)}/`,
      help,
    );
  }
  return absolute;
}

/** Is it below the folder, links followed? */
export function pathIsBelow(folder: string, path: string): boolean {
  return isBelow(real(folder), real(path));
}

/** Of what is not there yet: its nearest existing folder, links followed, and the rest. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(real(above), basename(path));
  }
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way));
}
