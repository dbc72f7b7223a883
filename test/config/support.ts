import { loadConfig, type ConfigRequest, type LoadedConfig } from '../../src/config/index.ts';
import { folderOf } from '../support/cli.ts';

/** Load the config of a folder made of these files. */
export function configOf(
  files: Readonly<Record<string, string>>,
  request: Partial<ConfigRequest> = {},
): Promise<LoadedConfig> {
  return loadConfig({ roots: ['.'], cwd: folderOf({ '.git/HEAD': '', ...files }), ...request });
}
