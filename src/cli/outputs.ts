/** `--format NAME[=FILE]`: what goes where. Files are checked before the work and replaced only by whole ones. */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Exit, UntetherError } from '../base/errors.ts';
import { unknownWord } from './arguments.ts';

export interface Output<F extends string> {
  readonly format: F;
  /** As the user wrote it; standard output when absent. */
  readonly file?: string;
}

/**
 * Read the values of `--format`.
 * @throws UntetherError for an unknown name, two formats for one place, or a file that cannot be written.
 */
export function outputsOf<const F extends string>(
  values: readonly string[] | undefined,
  known: readonly F[],
  cwd: string,
): Output<F>[] {
  const first = known[0];
  if (values === undefined || values.length === 0) return first === undefined ? [] : [{ format: first }];
  const outputs = values.map(value => outputOf(value, known));
  const toStdout = outputs.filter(output => output.file === undefined);
  if (toStdout.length > 1) {
    throw new UntetherError(
      `only one format can go to standard output, not ${toStdout.map(output => output.format).join(' and ')}`,
      {
        help: `Give the others a file: --format ${toStdout[1]?.format ?? 'json'}=FILE.`,
      },
    );
  }
  const taken = new Map<string, F>();
  for (const { format, file } of outputs) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    if (taken.has(path)) {
      throw new UntetherError(`${file} is asked to hold both ${taken.get(path) ?? ''} and ${format}`, {
        help: 'Give each format its own file.',
      });
    }
    taken.set(path, format);
    checkWritable(path, file);
  }
  return outputs;
}

function outputOf<F extends string>(value: string, known: readonly F[]): Output<F> {
  const equals = value.indexOf('=');
  const name = (equals < 0 ? value : value.slice(0, equals)).trim();
  const file = equals < 0 ? '-' : value.slice(equals + 1);
  const format = known.find(candidate => candidate === name.toLowerCase());
  if (format === undefined) throw unknownWord(`unknown format "${name}"`, name, known);
  if (file === '')
    throw new UntetherError(`--format ${value}: the file name is missing`, { help: `Write --format ${name}=FILE.` });
  return file === '-' ? { format } : { format, file };
}

function checkWritable(path: string, shown: string): void {
  const there = stat(path);
  if (there?.isDirectory()) throw cannotWrite(shown, 'it is a folder');
  try {
    if (there) accessSync(path, constants.W_OK);
    if (there && !there.isFile()) return;
    const folder = stat(dirname(target(path)));
    if (!folder) throw cannotWrite(shown, `there is no folder ${dirname(shown)}`);
    if (!folder.isDirectory()) throw cannotWrite(shown, `${dirname(shown)} is not a folder`);
    // Trying says more than asking: read-only file systems and quotas answer only then.
    const probe = temporary(path);
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
  } catch (error) {
    throw error instanceof UntetherError ? error : cannotWrite(shown, reason(error));
  }
}

/** Write a whole file or none: beside it first, then in its place. Devices and pipes take the text directly. */
export function writeOutput(file: string, text: string, cwd: string): void {
  const path = resolve(cwd, file);
  const there = stat(path);
  try {
    if (there && !there.isFile()) {
      writeFileSync(path, text);
      return;
    }
    const beside = temporary(path);
    try {
      writeFileSync(beside, text, { flag: 'wx', ...(there ? { mode: there.mode } : {}) });
      renameSync(beside, target(path));
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw cannotWrite(file, reason(error), Exit.incomplete);
  }
}

/** Where a link points, so that the file is replaced and the link stays. */
function target(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function temporary(path: string): string {
  const whole = target(path);
  return join(dirname(whole), `.${basename(whole)}.${process.pid}.tmp`);
}

/** Nothing, where there is nothing or no way to it. */
function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function cannotWrite(file: string, why: string, exit: 2 | 3 = Exit.usage): UntetherError {
  return new UntetherError(`cannot write ${file}: ${why}`, {
    help: 'Give a file in a folder that exists and can be written to.',
    exit,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  ENOTDIR: 'a part of its path is not a folder',
  ENOENT: 'there is no such folder',
  ENAMETOOLONG: 'the name is too long',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
