/** Paths of a report, of the disk and of a baseline file, and which of them a scan covers. */
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

export interface ScopeRoot {
  readonly absolute: string;
  /** Put before every path of this root in the report. */
  readonly prefix: string;
  /** Names of single files, where not the whole folder was scanned. */
  readonly only?: readonly string[];
}

export class Scope {
  readonly #roots: readonly ScopeRoot[];

  constructor(roots: readonly ScopeRoot[]) {
    this.#roots = roots;
  }

  toAbsolute(reportPath: string): string {
    const root = this.#roots.find(({ prefix }) => prefix !== '' && reportPath.startsWith(prefix)) ?? this.#roots[0];
    return root ? join(root.absolute, reportPath.slice(root.prefix.length)) : reportPath;
  }

  /** `undefined` for what was not scanned. */
  toReport(absolute: string): string | undefined {
    for (const { absolute: folder, prefix, only } of this.#roots) {
      const way = below(folder, absolute);
      if (way !== undefined && (!only || only.includes(way))) return prefix + way;
    }
    return undefined;
  }
}

/** As a baseline holds them: relative to its own folder, forward slashes. */
export function fromBaseline(file: string, path: string): string {
  return join(dirname(file), path);
}

export function toBaseline(file: string, absolute: string): string {
  return relative(dirname(file), absolute).split(sep).join('/');
}

function below(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  const outside = way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return outside ? undefined : way.split(sep).join('/');
}
