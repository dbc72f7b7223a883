/** From a report to its outputs and the exit code: the same for a fresh scan and a saved one. */
import { Exit, type ExitCode } from '../base/errors.ts';
import { plural } from '../base/text.ts';
import type { Finding, Report } from '../model/report.ts';
import { SEVERITIES, type Severity } from '../model/rule.ts';
import { visible } from '../report/escape.ts';
import { tiesOf, unreadOf, verdict } from '../report/figures.ts';
import { loadReporter, type Format, type RenderOptions } from '../report/index.ts';
import { colorOf, widthOf, type Io } from './io.ts';
import { writeOutput, type Output } from './outputs.ts';
import type { Options } from './program.ts';

export interface Delivery {
  readonly outputs: readonly Output<Format>[];
  readonly options: Options;
  /** The command line so far, for the commands the report suggests. */
  readonly command: string;
  readonly hyperlinks?: string;
}

export async function deliver(report: Report, delivery: Delivery, io: Io): Promise<ExitCode> {
  const { outputs, options } = delivery;
  const notes = await renderAll(report, delivery, io);
  if (!outputs.some(output => output.file === undefined)) notes.unshift(`${verdict(report, visible(report.root))}.`);
  const { code, why } = outcome(report, options);
  if (why !== undefined) notes.push(why);
  if (!options.quiet) for (const note of notes) io.note(note);
  return code;
}

/** Write every output; gives what to say about the files. */
export async function renderAll(
  report: Report,
  { outputs, options, command, hyperlinks }: Delivery,
  io: Io,
): Promise<string[]> {
  const notes: string[] = [];
  for (const { format, file } of outputs) {
    const render = await loadReporter(format);
    const toTerminal = file === undefined;
    const text = render(report, {
      width: toTerminal ? widthOf(io) : 80,
      color: colorOf(io, options.color, toTerminal ? io.stdout : undefined),
      verbose: options.verbose ?? false,
      command,
      ...(options.linkBase === undefined ? {} : { linkBase: options.linkBase }),
      ...(options.sarifSuppressed ? { sarifSuppressed: true } : {}),
      ...(toTerminal && hyperlinks !== undefined ? { hyperlinks } : {}),
    } satisfies RenderOptions);
    if (toTerminal) await io.out(text);
    else {
      writeOutput(file, text, io.cwd);
      notes.push(`wrote ${visible(file)} (${format})`);
    }
  }
  return notes;
}

/** A tie that fails the build fails it whatever else could not be read. */
function outcome(report: Report, { failOn, strict }: Options): { code: ExitCode; why?: string } {
  const { coverage } = report;
  if (coverage.walked === 0) {
    return { code: Exit.incomplete, why: 'untether: there was no file to scan' };
  }
  const failing = failingTies(report, failOn);
  if (failing.length > 0) return { code: Exit.gate, why: `untether: ${failingWords(failing.length, failOn)}` };
  if (coverage.readable > 0 && coverage.read + coverage.clean === 0) {
    return { code: Exit.incomplete, why: 'untether: no file could be read' };
  }
  if (strict && isIncomplete(report)) {
    return { code: Exit.incomplete, why: 'untether: not everything could be read (--strict); the report names what' };
  }
  return { code: Exit.clean };
}

/** New ties that reach the limit; none without a limit. */
export function failingTies(report: Report, failOn: Severity | undefined): Finding[] {
  return failOn === undefined
    ? []
    : tiesOf(report).filter(tie => tie.status === 'new' && reaches(tie.severity, failOn));
}

export function failingWords(count: number, failOn: Severity | undefined): string {
  return `${plural(count, 'tie')} of severity ${failOn}${failOn === 'blocker' ? '' : ' or worse'} (--fail-on)`;
}

function reaches(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}

export function isIncomplete(report: Report): boolean {
  return unreadOf(report) > 0 || report.diagnostics.length > 0;
}
