/** Where output goes and how it may look there. Reports go to stdout, everything said to a person to stderr. */
import type { RenderOptions } from '../report/options.ts';

export interface OutputStream {
  write(text: string, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The surroundings of one run; tests give their own. */
export interface Streams {
  /** Opened only when it is asked for. */
  readonly stdin?: () => AsyncIterable<Uint8Array | string>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
}

export interface Io extends Streams {
  /** Write to stdout; done when the text has left. */
  out(text: string): Promise<void>;
  /** A line for the person at the terminal. */
  note(line: string): void;
}

const DEFAULT_WIDTH = 80;

export function createIo(streams: Streams): Io {
  return {
    ...streams,
    out: text =>
      new Promise((resolve, reject) => {
        streams.stdout.write(text, error => {
          if (error && !isClosed(error)) reject(error);
          else resolve();
        });
      }),
    note: line => {
      streams.stderr.write(`${line}\n`);
    },
  };
}

/** The reader of a pipe has gone: it has what it wanted. */
function isClosed(error: Error): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Columns of stdout; 80 where there is no terminal to ask. */
export function widthOf({ stdout, env }: Streams): number {
  const told = Number(env['COLUMNS']);
  if (stdout.columns !== undefined && stdout.columns > 0) return stdout.columns;
  return Number.isInteger(told) && told > 0 ? told : DEFAULT_WIDTH;
}

/**
 * Colour level for a stream: the flag, then FORCE_COLOR, then NO_COLOR, then what the terminal can do.
 * Files get no colour unless it was asked for by flag.
 */
export function colorOf(
  streams: Streams,
  flag: boolean | undefined,
  stream: OutputStream | undefined,
): RenderOptions['color'] {
  const { env } = streams;
  const able = capability(env);
  if (flag === false) return 0;
  if (flag === true) return able === 0 ? 1 : able;
  const forced = env['FORCE_COLOR'];
  if (!stream) return 0;
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0;
    if (forced === '1' || forced === '2' || forced === '3') return Number(forced) as 1 | 2 | 3;
    return able === 0 ? 1 : able;
  }
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 0;
  return stream.isTTY === true ? able : 0;
}

function capability(env: Streams['env']): RenderOptions['color'] {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return 0;
  if (/^(?:truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /256/.test(term) ? 2 : 1;
}

/** Terminals known to make links of OSC 8 sequences; others may print them as rubbish. */
export function linksWork({ stdout, env }: Streams): boolean {
  if (env['FORCE_HYPERLINK'] !== undefined) return env['FORCE_HYPERLINK'] !== '0';
  if (stdout.isTTY !== true || env['TERM'] === 'dumb' || env['TMUX'] !== undefined || env['CI'] !== undefined)
    return false;
  return (
    /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby)$/.test(env['TERM_PROGRAM'] ?? '') ||
    env['WT_SESSION'] !== undefined ||
    env['KITTY_WINDOW_ID'] !== undefined ||
    Number(env['VTE_VERSION'] ?? 0) >= 5000
  );
}
