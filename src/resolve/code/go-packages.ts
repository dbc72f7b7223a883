/** Go packages of the tree: an import path ends in the folder of the package, below the folder of its go.mod. */
import { compareText } from '../../base/text.ts';

const MAX_FILES = 200;

export class GoPackages {
  /** Folder → files of the package, tests left out. */
  readonly #folders = new Map<string, string[]>();
  readonly #modules: readonly string[];
  readonly #names: ReadonlyMap<string, string>;

  /** `names`: folder of a go.mod → what the module calls itself, where that was read. */
  constructor(paths: readonly string[], names: ReadonlyMap<string, string> = new Map()) {
    this.#names = names;
    const modules: string[] = [];
    for (const path of [...paths].sort(compareText)) {
      const folder = folderOf(path);
      if (/(?:^|\/)go\.mod$/.test(path)) modules.push(folder);
      if (!path.endsWith('.go') || path.endsWith('_test.go')) continue;
      const files = this.#folders.get(folder);
      if (files) files.push(path);
      else this.#folders.set(folder, [path]);
    }
    this.#modules = modules;
  }

  /** The files of the package that an import of a file names, where it is one of the tree. */
  files(from: string, specifier: string): readonly string[] {
    // What has no dot in front and is not below the module's own name is of the standard library.
    const steps = specifier.split('/');
    const home = this.#moduleOf(from);
    const homes = home === undefined ? [''] : [home, ...this.#modules.filter(one => one !== home)];
    for (const folder of homes) {
      const found = this.#below(folder, steps);
      if (found) return found.slice(0, MAX_FILES);
    }
    return [];
  }

  /** A module's own name stands in front of the folder; it ends like the folder of the module or of the repository. */
  #below(module: string, steps: readonly string[]): readonly string[] | undefined {
    const name = this.#names.get(module);
    if (name !== undefined) {
      const specifier = steps.join('/');
      if (specifier !== name && !specifier.startsWith(`${name}/`)) return undefined;
      return this.#folders.get([module, specifier.slice(name.length + 1)].filter(part => part !== '').join('/'));
    }
    for (let own = 1; own < steps.length; own++) {
      const rest = steps.slice(own).join('/');
      const files = this.#folders.get(module === '' ? rest : `${module}/${rest}`);
      if (files && (own >= 3 || !steps[0]?.includes('.'))) return files;
    }
    return undefined;
  }

  #moduleOf(path: string): string | undefined {
    let best: string | undefined;
    for (const folder of this.#modules) {
      const holds = folder === '' || path.startsWith(`${folder}/`);
      if (holds && (best === undefined || folder.length > best.length)) best = folder;
    }
    return best;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
