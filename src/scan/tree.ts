/** Which files a scan looks at, over all its roots. */
import { git } from '../git/run.ts';
import type { ReportDiagnostic } from '../model/report.ts';
import { FileBytes, type ReadOutcome } from '../walk/bytes.ts';
import { listFiles } from '../walk/files.ts';
import { fileOf, type Root } from '../walk/roots.ts';

export interface TreeFile {
  readonly path: string;
  readonly absolute: string;
  readonly root: Root;
  /** Where its content comes from when not from the disk: an older state of the repository, or what is staged. */
  readonly content?: (maxBytes: number) => ReadOutcome;
}

/** Reads files of a tree, wherever their content lies. The bytes given back are valid until the next call. */
export class TreeBytes {
  readonly #disk = new FileBytes();

  read(file: TreeFile, maxBytes: number): ReadOutcome {
    return file.content?.(maxBytes) ?? this.#disk.read(file.absolute, maxBytes);
  }
}

export interface Tree {
  readonly files: readonly TreeFile[];
  readonly diagnostics: ReportDiagnostic[];
  readonly skipped: Record<string, number>;
}

export function listTree(roots: readonly Root[]): Tree {
  const files: TreeFile[] = [];
  const diagnostics: ReportDiagnostic[] = [];
  const skipped: Record<string, number> = {};
  const seen = new Set<string>();
  for (const root of roots) {
    const listing =
      root.only === undefined
        ? listFiles(root.absolute, git(root.absolute, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']))
        : { files: root.only, diagnostics: [], skipped: {} };
    for (const name of listing.files) {
      const absolute = fileOf(root, name);
      // A root may lie inside another one.
      if (seen.has(absolute)) continue;
      seen.add(absolute);
      files.push({ path: root.prefix + name, absolute, root });
    }
    diagnostics.push(...listing.diagnostics.map(entry => ({ ...entry, path: root.prefix + entry.path })));
    for (const [reason, count] of Object.entries(listing.skipped)) skipped[reason] = (skipped[reason] ?? 0) + count;
  }
  return { files, diagnostics, skipped };
}
