/** Snapshot files a scan is given: read and checked before the work begins. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UntetherError } from '../base/errors.ts';
import type { ScanOptions } from '../scan/options.ts';

/**
 * What `--inventory` and `--catalog` name.
 * @throws UntetherError for a file that is not there, not JSON, or of another kind.
 */
export async function snapshotsOf(
  { inventory, catalog }: { readonly inventory?: readonly string[]; readonly catalog?: readonly string[] },
  cwd: string,
): Promise<Pick<ScanOptions, 'inventory' | 'catalog' | 'snapshotFiles'>> {
  if (!inventory && !catalog) return {};
  const { readCatalog, readInventory } = await import('../live/files.ts');
  const files = (names: readonly string[]): { name: string; text: string }[] =>
    names.map(name => ({ name, text: textOf(name, cwd) }));
  return {
    ...(inventory ? { inventory: readInventory(files(inventory)) } : {}),
    ...(catalog ? { catalog: readCatalog(files(catalog)) } : {}),
    snapshotFiles: {
      inventory: (inventory ?? []).map(name => basename(name)),
      catalog: (catalog ?? []).map(name => basename(name)),
    },
  };
}

function textOf(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? `no such file: ${name}`
        : code === 'EISDIR'
          ? `${name} is a folder`
          : `cannot read ${name} (${code})`;
    throw new UntetherError(why, {
      help: 'Take a snapshot with "untether inventory azure --out FILE" or "untether catalog bedrock --out FILE".',
      cause: error,
    });
  }
}
