/** Pages that are not reports (a rule, the list of rules), in the formats they have. */
import type { RenderOptions } from '../report/options.ts';
import { colorOf, widthOf, type Io } from './io.ts';
import { outputsOf, writeOutput } from './outputs.ts';
import type { Options } from './program.ts';

export interface Page {
  readonly terminal: (options: RenderOptions) => string;
  readonly json: () => string;
}

export async function view(options: Options, io: Io, page: Page): Promise<void> {
  for (const { format, file } of outputsOf(options.format, ['terminal', 'json'], io.cwd)) {
    const toTerminal = file === undefined;
    const text = page[format]({
      width: toTerminal ? widthOf(io) : 80,
      color: colorOf(io, options.color, toTerminal ? io.stdout : undefined),
      verbose: options.verbose ?? false,
    });
    if (toTerminal) await io.out(text);
    else writeOutput(file, text, io.cwd);
  }
}
