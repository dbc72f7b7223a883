/** Arguments and streams in, exit code out. The only place that catches. */
import { Exit, UntetherError, type ExitCode } from '../base/errors.ts';
import { visible } from '../report/escape.ts';
import { VERSION } from '../version.ts';
import { createIo, type Io, type Streams } from './io.ts';

/** What shells report for a process that Ctrl-C ended. */
export const INTERRUPTED = 130;

export async function main(argv: readonly string[], streams: Streams): Promise<ExitCode | typeof INTERRUPTED> {
  const io = createIo(streams);
  try {
    const { run } = await import('./program.ts');
    return await Promise.race([run(argv, io), interruption(streams.signal)]);
  } catch (error) {
    if (streams.signal?.aborted) {
      io.note('untether: interrupted, nothing was written');
      return INTERRUPTED;
    }
    return report(error, io);
  }
}

/** Settles only when the run is interrupted. */
function interruption(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('interrupted'));
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

function report(error: unknown, io: Io): ExitCode {
  if (error instanceof UntetherError) {
    io.note(`untether: ${lines(error.message)}`);
    io.note(`  ${lines(error.help)}`);
    return error.exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.note(`untether: internal error\n${stack.split('\n').map(visible).join('\n')}`);
  io.note(`  This is a bug in untether ${VERSION}, not in your code. Please report it with the lines above.`);
  return Exit.incomplete;
}

/** Messages quote what they are about, and that may hold anything. */
function lines(text: string): string {
  return text.split('\n').map(visible).join('\n  ');
}
