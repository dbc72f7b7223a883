/** `untether [scan] [paths…]`: look, and write down what was seen. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { Report } from '../../model/report.ts';
import { compareReports, type Earlier } from '../compare.ts';
import { commandLine } from '../command-line.ts';
import { deliver } from '../deliver.ts';
import { linksWork, type Io } from '../io.ts';
import { narrow } from '../narrow.ts';
import { snapshotsOf } from '../snapshots.ts';
import type { Options } from '../program.ts';
import { scanFor } from '../scanning.ts';
import { outputsFor, settingsFor, showConfig } from '../settings.ts';

const COMMANDS = ['scan', 'check', 'baseline', 'init', 'report', 'explain', 'rules', 'inventory', 'catalog', 'help'];

export async function scanCommand(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  for (const path of paths) checkPath(path, io.cwd);
  const config = await settingsFor(paths, options, io);
  if (options.printConfig) {
    await showConfig(paths, config, options, io);
    return Exit.clean;
  }
  const outputs = outputsFor(config, options, io);
  const earlier = await earlierReport(options, io);
  const hyperlinks = linksWork(io) ? linkBase(paths, io.cwd) : undefined;
  const snapshots = await snapshotsOf(options, io.cwd);
  const { report } = await scanFor(paths, config, options, io, snapshots);
  const shown = narrow(report, options);
  const compared = earlier ? compareReports(shown, narrow(earlier, options), trendOf(paths, options, io)) : shown;
  const command = commandLine(['untether', ...paths], options);
  return deliver(compared, { outputs, options, command, ...(hyperlinks ? { hyperlinks } : {}) }, io);
}

/** Read before the scan: a wrong file is said at once. */
async function earlierReport({ compare }: Options, io: Io): Promise<Report | undefined> {
  if (compare === undefined) return undefined;
  const { readReport } = await import('./report.ts');
  return readReport(compare, io);
}

/** A file of which the earlier report told is looked for on the disk: a fixed one is no moved one. */
function trendOf(paths: readonly string[], { compare = '' }: Options, io: Io): Earlier {
  if (paths.length > 1) return { name: compare };
  const root = resolve(io.cwd, paths[0] ?? '.');
  return { name: compare, exists: path => exists(resolve(root, path)) };
}

/** A mistyped command would be taken for a path. */
export function checkPath(path: string, cwd: string): void {
  if (path === '') throw new UntetherError('a path is empty', { help: 'Leave it out to scan this folder.' });
  if (exists(resolve(cwd, path))) return;
  const command = /^[a-z]+$/i.test(path) ? nearest(path, COMMANDS) : undefined;
  throw new UntetherError(`no such file or folder: ${path}`, {
    help:
      command === undefined
        ? 'Give the folder of a checkout, e.g. "untether ./my-service".'
        : `Did you mean the command "${command}"?`,
  });
}

/** A path that may not be looked at does exist: the scan says what is wrong with it. */
function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** Places of several folders share no address to stand below. */
function linkBase(paths: readonly string[], cwd: string): string | undefined {
  if (paths.length > 1) return undefined;
  const path = resolve(cwd, paths[0] ?? '.');
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  return `${pathToFileURL(folder).href.replace(/\/$/, '')}/`;
}
