/** How far the work is, on stderr, for people only: nothing for work that is over before one could read it. */
import type { OutputStream } from './io.ts';

export interface Progress {
  /** What is being done now, in one line. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
}

const PATIENCE_MS = 300;

export function showProgress(stream: OutputStream, wanted: boolean, signal?: AbortSignal): Progress {
  if (!wanted || stream.isTTY !== true) return { say: () => undefined, stop: () => undefined };
  const begin = performance.now();
  let spinner: { text: string; stop(): unknown } | undefined;
  let state: 'waiting' | 'loading' | 'stopped' = 'waiting';
  let text = '';
  const load = async (): Promise<void> => {
    state = 'loading';
    const { default: ora } = await import('ora');
    if (state === 'loading') {
      spinner = ora({ text, stream: stream as NodeJS.WritableStream, discardStdin: false }).start();
    }
  };
  const stop = (): void => {
    state = 'stopped';
    spinner?.stop();
  };
  // Before the message that the scan was interrupted, or that would stand in the spinner's line.
  signal?.addEventListener('abort', stop, { once: true });
  return {
    say: now => {
      text = now;
      if (spinner) spinner.text = text;
      else if (state === 'waiting' && performance.now() - begin > PATIENCE_MS) void load();
    },
    stop,
  };
}
