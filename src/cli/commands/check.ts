/** `untether check [paths…]`: fails on new ties and on nothing else. */
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import { shownAs } from '../../config/find.ts';
import { FORMATS, type Format } from '../../report/index.ts';
import { checkAgainstBaseline, type Checked } from '../check/against-baseline.ts';
import { verdictText } from '../check/verdict.ts';
import { commandLine } from '../command-line.ts';
import { isIncomplete, renderAll } from '../deliver.ts';
import { widthOf, type Io } from '../io.ts';
import { outputsOf, type Output } from '../outputs.ts';
import type { Options } from '../program.ts';
import { settingsFor, showConfig } from '../settings.ts';
import { checkPath } from './scan.ts';

export async function checkCommand(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  for (const path of paths) checkPath(path, io.cwd);
  if (options.since !== undefined && options.staged) {
    throw new UntetherError('--since and --staged cannot be asked for together', {
      help: 'Use --staged in a pre-commit hook, --since in a pipeline.',
    });
  }
  const config = await settingsFor(paths, options, io);
  if (options.printConfig) {
    await showConfig(paths, config, options, io);
    return Exit.clean;
  }
  const wanted = options.format ?? config.reports.map(({ format, file }) => `${format}=${file}`);
  const outputs: Output<Format>[] = wanted.length === 0 ? [] : outputsOf(wanted, FORMATS, io.cwd);
  const checked = await compared(paths, options, io, config);
  const { report, appeared, policy } = checked;
  const command = commandLine(['untether', 'check', ...paths], options);
  const notes = await renderAll(report, { outputs, options, command }, io);
  const text = verdictText(report, appeared, policy, {
    width: Math.min(120, widthOf(io)),
    showBaselined: options.showBaselined ?? false,
    verbose: options.verbose ?? false,
    baselineName: shownAs(config.baseline, io.cwd),
  });
  const { code, why } = outcome(checked);
  // A report on standard output is for a program; what a person should read goes beside it.
  if (outputs.some(output => output.file === undefined)) io.note(text.trimEnd());
  else await io.out(text);
  if (why !== undefined) io.note(why);
  if (!options.quiet) for (const note of notes) io.note(note);
  return code;
}

async function compared(
  paths: readonly string[],
  options: Options,
  io: Io,
  config: Awaited<ReturnType<typeof settingsFor>>,
): Promise<Checked> {
  if (options.since === undefined && !options.staged) return checkAgainstBaseline(paths, config, options, io);
  const { checkAgainstCommit } = await import('../check/against-commit.ts');
  return checkAgainstCommit(paths, config, options, io);
}

/** A tie that fails the check fails it whatever else could not be read. */
function outcome({ report, appeared, policy }: Checked): { code: ExitCode; why?: string } {
  if (appeared.some(entry => entry.fails)) return { code: Exit.gate };
  if (report.coverage.walked === 0) return { code: Exit.incomplete, why: 'untether: there was no file to check' };
  if (report.coverage.readable > 0 && report.coverage.read + report.coverage.clean === 0) {
    return { code: Exit.incomplete, why: 'untether: no file could be read' };
  }
  if (policy.failAt('').incomplete && isIncomplete(report)) {
    return {
      code: Exit.incomplete,
      why: 'untether: not everything could be read (--strict, or fail.incomplete); the report names what',
    };
  }
  return { code: Exit.clean };
}
