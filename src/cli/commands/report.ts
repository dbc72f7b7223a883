/** `untether report FILE…`: a saved report, rendered again; several of them as one portfolio. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import type { Report } from '../../model/report.ts';
import { visible } from '../../report/escape.ts';
import { FORMATS } from '../../report/index.ts';
import { collector, loadPortfolioReporter, PORTFOLIO_FORMATS } from '../../report/portfolio/index.ts';
import { VERSION } from '../../version.ts';
import { commandLine } from '../command-line.ts';
import { compareReports } from '../compare.ts';
import { deliver, failingTies, failingWords } from '../deliver.ts';
import { colorOf, widthOf, type Io } from '../io.ts';
import { narrow } from '../narrow.ts';
import { outputsOf, writeOutput } from '../outputs.ts';
import type { Options } from '../program.ts';

export async function reportCommand(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const [file = '', ...more] = files;
  if (more.length > 0) return portfolioCommand(files, options, io);
  const outputs = outputsOf(options.format, FORMATS, io.cwd);
  const report = narrow(await readReport(file, io), options);
  const compared =
    options.compare === undefined
      ? report
      : compareReports(report, narrow(await readReport(options.compare, io), options), { name: options.compare });
  const command = commandLine(['untether', 'report', file], options);
  return deliver(compared, { outputs, options, command }, io);
}

/** Many reports as one. Each is read, added up and let go before the next, so that any number of them fits. */
async function portfolioCommand(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  if (options.compare !== undefined) {
    throw new UntetherError('--compare takes one report, not several', {
      help: `Run it once for each: untether report ${files[0] ?? 'FILE'} --compare EARLIER`,
    });
  }
  const outputs = outputsOf(options.format, PORTFOLIO_FORMATS, io.cwd);
  const sum = collector();
  let failing = 0;
  for (const file of files) {
    const report = narrow(await readReport(file, io), options);
    sum.add(report);
    failing += failingTies(report, options.failOn).length;
  }
  const portfolio = sum.finish({ name: 'untether', version: VERSION });
  for (const { format, file } of outputs) {
    const render = await loadPortfolioReporter(format);
    const text = render(portfolio, {
      width: file === undefined ? widthOf(io) : 80,
      color: colorOf(io, options.color, file === undefined ? io.stdout : undefined),
      verbose: options.verbose ?? false,
    });
    if (file === undefined) await io.out(text);
    else {
      writeOutput(file, text, io.cwd);
      if (!options.quiet) io.note(`wrote ${visible(file)} (${format})`);
    }
  }
  if (failing === 0) return Exit.clean;
  if (!options.quiet) io.note(`untether: ${failingWords(failing, options.failOn)}`);
  return Exit.gate;
}

/**
 * A saved report, checked against the schema.
 * @throws UntetherError naming the file and what is wrong in it.
 */
export async function readReport(file: string, io: Io): Promise<Report> {
  return parseReport(file, await textOf(file, io));
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
