/** What the live commands share: where the snapshot goes, the time limit, the exit code. */
import { Exit, UntetherError, type ExitCode } from '../base/errors.ts';
import { plural } from '../base/text.ts';
import type { Catalog, Inventory } from '../model/snapshot.ts';
import { jsonText, visible } from '../report/escape.ts';
import type { Io } from './io.ts';
import { outputsOf, writeOutput } from './outputs.ts';

export interface LiveOptions {
  readonly out?: string;
  readonly timeout?: string;
  readonly endpoint?: string;
  readonly quiet?: boolean;
}

/** @throws UntetherError for a file that cannot be written, before any question is asked. */
export function checkOut(out: string | undefined, io: Io): void {
  if (out !== undefined && out !== '-') outputsOf([`json=${out}`], ['json'], io.cwd);
}

/** @throws UntetherError when it is no number of seconds. */
export function timeoutMs(text = '60'): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new UntetherError(`--timeout ${text} is no number of seconds`, { help: 'Give one from 1 to 3600, e.g. 60.' });
  }
  return seconds * 1000;
}

/** Write the snapshot, whole or not at all, and say what it holds and what it lacks. */
export async function deliverSnapshot(
  { snapshot, failed }: { readonly snapshot: Inventory | Catalog; readonly failed: number },
  summary: string,
  options: LiveOptions,
  io: Io,
): Promise<ExitCode> {
  const text = `${jsonText(snapshot, 2)}\n`;
  if (options.out === undefined || options.out === '-') await io.out(text);
  else writeOutput(options.out, text, io.cwd);
  if (!options.quiet) {
    io.note(options.out === undefined ? `${summary}.` : `wrote ${visible(options.out)}: ${summary}.`);
    for (const gap of snapshot.gaps) {
      io.note(`  not known: ${visible(`${gap.scope}: ${gap.what}: ${gap.reason}`)}`);
      io.note(`    ${visible(gap.remedy)}`);
    }
  }
  if (failed === 0) return Exit.clean;
  io.note(`untether: ${plural(failed, 'question')} went unanswered; what could be read was kept`);
  return Exit.live;
}
