/** What about a checkout keeps the gate from judging it: parts that are not there, or not looked into. */
import { UntetherError } from '../base/errors.ts';
import { git } from '../git/run.ts';

/** Files that git keeps out of a sparse checkout, below a folder; relative to it. */
export function missingBySparse(folder: string): string[] {
  if (text(folder, ['config', '--bool', 'core.sparseCheckout']) !== 'true') return [];
  return fields(folder, ['ls-files', '-z', '-v', '--cached']).flatMap(line =>
    line.startsWith('S ') ? [line.slice(2)] : [],
  );
}

export interface Submodule {
  /** Relative to the folder asked about. */
  readonly path: string;
  readonly commit: string;
}

/** The submodules the index names below a folder. */
export function submodules(folder: string): Submodule[] {
  return fields(folder, ['ls-files', '-z', '--stage']).flatMap(line => {
    const match = /^160000 ([0-9a-f]+) \d\t([^]*)$/.exec(line);
    return match ? [{ commit: match[1] ?? '', path: match[2] ?? '' }] : [];
  });
}

/** @throws UntetherError: ties in files that are not there would count as fixed. */
export function refuseSparse(folder: string, reads: (path: string) => boolean): void {
  const missing = missingBySparse(folder).filter(reads);
  const [first] = missing;
  if (first === undefined) return;
  const more = missing.length === 1 ? first : `${first} and ${missing.length - 1} more`;
  throw new UntetherError(`a sparse checkout: ${more} ${missing.length === 1 ? 'is' : 'are'} not on the disk`, {
    help: 'Run "git sparse-checkout disable", give only the folders that are checked out, or exclude the others in untether.yaml.',
  });
}

/** @throws UntetherError: what a submodule holds would pass unseen. */
export function refuseSubmodules(found: readonly Submodule[], reads: (path: string) => boolean): void {
  const [first] = found.filter(({ path }) => reads(`${path}/any`));
  if (!first) return;
  throw new UntetherError(`${first.path} is a submodule, which is not looked into: its ties would pass unseen`, {
    help: `Leave it out in untether.yaml ("exclude: [${first.path}/]") and check it by itself: untether check ${first.path}`,
  });
}

function text(folder: string, args: readonly string[]): string | undefined {
  return git(folder, args)?.toString().trim();
}

function fields(folder: string, args: readonly string[]): string[] {
  return (
    git(folder, args)
      ?.toString()
      .split('\0')
      .filter(line => line !== '') ?? []
  );
}
