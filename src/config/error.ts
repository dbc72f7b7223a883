import { UntetherError } from '../base/errors.ts';

/** Something in a config file, with its place. */
export class ConfigError extends UntetherError {
  override readonly name = 'ConfigError';
  constructor(file: string, line: number | undefined, message: string, help = 'See docs/config.md for all settings.') {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${message}`, { help });
  }
}
