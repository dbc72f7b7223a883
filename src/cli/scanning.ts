/** A scan as every command that looks at code runs it. */
import type { LoadedConfig } from '../config/index.ts';
import type { Examined, ScanOptions } from '../scan/index.ts';
import type { Io } from './io.ts';
import { showProgress } from './progress.ts';
import type { Options } from './program.ts';
import { rulesPaths } from './settings.ts';

export async function scanFor(
  paths: readonly string[],
  config: LoadedConfig,
  options: Options,
  io: Io,
  more: Partial<ScanOptions> = {},
): Promise<Examined> {
  const { examine } = await import('../scan/index.ts');
  const progress = showProgress(io.stderr, !options.quiet, io.signal);
  try {
    return await examine({
      roots: paths,
      cwd: io.cwd,
      onProgress: ({ files, read }) => progress.say(`Looking through the files: ${files} so far, ${read} parsed`),
      config,
      today: today(io),
      rulesPaths: rulesPaths(config, options, io),
      ...(options.timestamp ? { timestamp: (io.now?.() ?? new Date()).toISOString() } : {}),
      ...(options.includeDocs ? { includeDocs: true } : {}),
      ...(io.signal ? { signal: io.signal } : {}),
      ...more,
    });
  } finally {
    progress.stop();
  }
}

/** The day a run takes place on, for suppressions that end: UTC, the same for everybody. */
export function today(io: Io): string {
  return (io.now?.() ?? new Date()).toISOString().slice(0, 10);
}
