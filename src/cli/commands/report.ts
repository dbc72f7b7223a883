/** `untether report FILE`: a saved report, rendered again. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import type { Report } from '../../model/report.ts';
import { FORMATS } from '../../report/index.ts';
import { commandLine } from '../command-line.ts';
import { deliver } from '../deliver.ts';
import type { Io } from '../io.ts';
import { narrow } from '../narrow.ts';
import { outputsOf } from '../outputs.ts';
import type { Options } from '../program.ts';

export async function reportCommand(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const [file = '', ...more] = files;
  if (more.length > 0) {
    throw new UntetherError(`report takes one file at a time, not ${files.length}`, {
      help: `Run it once for each: untether report ${file}`,
    });
  }
  const outputs = outputsOf(options.format, FORMATS, io.cwd);
  const report = await parseReport(file, await textOf(file, io));
  const command = commandLine(['untether', 'report', file], options);
  return deliver(narrow(report, options), { outputs, options, command }, io);
}

async function textOf(file: string, io: Io): Promise<string> {
  if (file === '-' && io.stdin) {
    const parts: Uint8Array[] = [];
    for await (const part of io.stdin()) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
    return decoded(Buffer.concat(parts));
  }
  try {
    return decoded(readFileSync(resolve(io.cwd, file)));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? `no such file: ${file}`
        : code === 'EISDIR'
          ? `${file} is a folder, not a report`
          : `cannot read ${file} (${code})`;
    throw new UntetherError(why, { help: 'Give a report written with "untether --format json=FILE".' });
  }
}

/** PowerShell redirects to UTF-16. */
function decoded(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** @throws UntetherError naming the file and what is wrong in it. */
async function parseReport(file: string, text: string): Promise<Report> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`${file} is not JSON: ${(error as Error).message}`, error);
  }
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version === undefined) throw wrong(`${file} is not an untether report: it has no "schemaVersion"`);
  if (version !== 1) {
    throw new UntetherError(`${file} has schemaVersion ${JSON.stringify(version)}; this untether reads 1`, {
      help: 'Use the version of untether that wrote it, or scan again.',
      exit: Exit.usage,
    });
  }
  const [{ getDotPath, safeParse }, { reportSchema }] = await Promise.all([
    import('valibot'),
    import('../../report/schema/index.ts'),
  ]);
  const result = safeParse(reportSchema, value);
  if (result.success) return value as Report;
  const [issue] = result.issues;
  const more = result.issues.length > 1 ? ` (and ${result.issues.length - 1} more)` : '';
  throw wrong(
    `${file}: ${getDotPath(issue) ?? 'the whole'}: expected ${issue.expected ?? 'something else'}, found ${issue.received}${more}`,
  );
}

function wrong(message: string, cause?: unknown): UntetherError {
  return new UntetherError(message, {
    help: 'Give a report written with "untether --format json=FILE".',
    exit: Exit.usage,
    cause,
  });
}
