/** Where an import leads: from a specifier to files of the tree, read or not. */
import { compareText } from '../../base/text.ts';
import { GoPackages } from './go-packages.ts';

const SCRIPTS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

export class Modules {
  readonly #paths: ReadonlySet<string>;
  /** Last segment without its ending → paths, for specifiers that are looked for by their end. */
  readonly #byName = new Map<string, string[]>();
  readonly #packages: GoPackages;
  readonly #known = new Map<string, string | undefined>();

  constructor(paths: readonly string[], goModules?: ReadonlyMap<string, string>) {
    this.#paths = new Set(paths);
    this.#packages = new GoPackages(paths, goModules);
    for (const path of [...paths].sort(compareText)) {
      if (!/\.(?:[cm]?[jt]sx?|vue|svelte|pyi?|ipynb)$/.test(path)) continue;
      const name = moduleName(path);
      const list = this.#byName.get(name);
      if (list) list.push(path);
      else this.#byName.set(name, [path]);
    }
  }

  /** Every file of the package that a Go import names. */
  packageFiles(from: string, specifier: string): readonly string[] {
    return this.#packages.files(from, specifier);
  }

  /** The file a module specifier of a file leads to, where that is one of the tree's. */
  resolve(from: string, specifier: string, language: string): string | undefined {
    const key = `${language} ${folderOf(from)} ${specifier}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const found =
      language === 'python' || language === 'notebook'
        ? this.#python(from, specifier)
        : language === 'typescript' || language === 'javascript'
          ? this.#script(from, specifier)
          : language === 'go'
            ? this.#packages.files(from, specifier)[0]
            : undefined;
    this.#known.set(key, found);
    return found;
  }

  #script(from: string, specifier: string): string | undefined {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return this.#scriptFile(join(folderOf(from), specifier));
    // `@/lib/x`, `~/lib/x`, `#lib/x`, `$lib/x`, `src/lib/x`: an alias of some folder above the file.
    const alias = /^(?:[@~#]\/|~|#|\$)?([\w@-][^:]*)$/.exec(specifier);
    const aliased = /^(?:[@~]\/|~|#|\$)/.test(specifier);
    const rest = alias?.[1];
    if (rest === undefined || (!aliased && !specifier.includes('/'))) return undefined;
    for (const folder of foldersAbove(folderOf(from))) {
      for (const inside of ['', 'src']) {
        const found = this.#scriptFile(join(join(folder, inside), rest));
        if (found !== undefined) return found;
      }
    }
    return aliased ? this.#bySuffix(rest, from) : undefined;
  }

  #scriptFile(base: string): string | undefined {
    const bare = base.replace(/\.[cm]?jsx?$/, '');
    const tried = [base, ...SCRIPTS.map(end => bare + end), ...SCRIPTS.map(end => base + end)];
    return [...tried, ...SCRIPTS.map(end => join(base, `index${end}`))].find(
      path => SCRIPT.test(path) && this.#paths.has(path),
    );
  }

  #python(from: string, specifier: string): string | undefined {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const rest = specifier.slice(dots).replaceAll('.', '/');
    if (dots > 0) {
      let folder = folderOf(from);
      for (let i = 1; i < dots; i++) folder = folderOf(folder);
      return this.#pythonFile(join(folder, rest));
    }
    for (const folder of foldersAbove(folderOf(from))) {
      const found = this.#pythonFile(join(folder, rest)) ?? this.#pythonFile(join(join(folder, 'src'), rest));
      if (found !== undefined) return found;
    }
    return rest.includes('/') ? this.#bySuffix(rest, from) : undefined;
  }

  #pythonFile(base: string): string | undefined {
    if (base === '') return undefined;
    return [`${base}.py`, `${base}/__init__.py`, `${base}.pyi`].find(path => this.#paths.has(path));
  }

  /** The one file whose path ends so, nearest to where it is asked for. */
  #bySuffix(rest: string, from: string): string | undefined {
    const name = rest.slice(rest.lastIndexOf('/') + 1);
    const ends = this.#byName.get(name)?.filter(path => withoutEnding(path).endsWith(`/${rest}`)) ?? [];
    const [best, ...more] = [...ends].sort(
      (a, b) => shared(b, from) - shared(a, from) || a.length - b.length || compareText(a, b),
    );
    return best !== undefined && (more[0] === undefined || shared(more[0], from) < shared(best, from))
      ? best
      : undefined;
  }
}

/** What an import of the file would name: the file without its ending, or its folder where it stands for that. */
export function moduleName(path: string): string {
  const bare = withoutEnding(path);
  return bare.slice(bare.lastIndexOf('/') + 1);
}

function withoutEnding(path: string): string {
  return path.replace(/\.\w+$/, '').replace(/\/(?:index|__init__)$/, '');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function* foldersAbove(folder: string): Generator<string> {
  for (let here = folder; ; here = folderOf(here)) {
    yield here;
    if (here === '') return;
  }
}

function join(folder: string, rest: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function shared(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let i = 0;
  while (i < left.length && left[i] === right[i]) i++;
  return i;
}
