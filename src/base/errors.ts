/** Exit codes are a public contract. Never derive one from a count: 256 findings would read as success. */
export const Exit = { clean: 0, gate: 1, usage: 2, incomplete: 3, live: 4 } as const;
export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** Something the user can act on. Anything else that is thrown is our bug and keeps its stack trace. */
export class UntetherError extends Error {
  override readonly name: string = 'UntetherError';
  /** What to do about it, one sentence. */
  readonly help: string;
  readonly exit: ExitCode;
  constructor(message: string, options: { help: string; exit?: ExitCode; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.help = options.help;
    this.exit = options.exit ?? Exit.usage;
  }
}

/** For the `default` of a switch over a union: adding a member breaks the build here. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
