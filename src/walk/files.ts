/**
 * Which files a scan looks at: what git lists where there is git, else an own walk that honours .gitignore. Links are
 * never followed, and what lies outside the root is never reached.
 */
import { lstatSync, readdirSync, readFileSync, realpathSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import { compilePattern, type IgnoreRule } from '../base/glob.ts';
import { compareText } from '../base/text.ts';
import type { Diagnostic } from '../model/source.ts';

export interface Listing {
  /** Paths relative to the root, forward slashes, sorted. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files passed over by their place, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Folders that hold other people's code or what tools made, whatever an ignore file says. */
const FOREIGN = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.terraform',
  '.terragrunt-cache',
  'cdktf.out',
  'cdk.out',
  '.git',
  '.hg',
  '.svn',
  '.next',
  '.nuxt',
  '.yarn',
  'jspm_packages',
]);

/**
 * Samples of environment files: `.env*` in an ignore file covers them by accident, and git tracks them all the same. Where
 * git lists the files it knows; here they are kept.
 */
const SAMPLE =
  /^\.?[\w.-]*env[\w.-]*[._-](?:sample|example|template|dist|defaults?)$|^(?:sample|example|template)[._-]\.?env$/i;

const MAX_DEPTH = 400;

/**
 * `listed` is git's answer (NUL-separated paths), when there is one. An empty answer counts as none: the root may itself
 * be ignored by the repository around it, and who names it wants it scanned.
 */
export function listFiles(root: string, listed: Buffer | undefined): Listing {
  return listed === undefined || listed.length === 0 ? walk(root) : fromGit(root, listed);
}

function fromGit(root: string, listed: Buffer): Listing {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const skipped: Record<string, number> = {};
  const skip = (reason: string): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  const real = new RealFolders(root);
  for (const path of listed.toString('utf8').split('\0')) {
    if (path === '') continue;
    const steps = path.split('/');
    // The list comes from the repository's own index, which anyone may have written.
    if (path.startsWith('/') || steps.includes('..')) skip('outside');
    else if (isForeign(steps)) skip('vendored');
    else if (!real.has(steps.slice(0, -1))) skip('symlink');
    else {
      const kind = kindOf(root, path);
      if (kind === 'nested-repository') diagnostics.push(aboutNested(path));
      if (kind === 'symlink') diagnostics.push(...aboutLink(root, path));
      if (kind === 'file') files.add(path);
      else skip(kind);
    }
  }
  return { files: [...files].sort(compareText), diagnostics, skipped };
}

/** Which folders below the root are no links, so that no path through them leads out of it. */
class RealFolders {
  readonly #root: string;
  readonly #known = new Map<string, boolean>([['', true]]);

  constructor(root: string) {
    this.#root = root;
  }

  has(steps: readonly string[]): boolean {
    const folder = steps.join('/');
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const real = this.has(steps.slice(0, -1)) && !isLink(join(this.#root, folder));
    this.#known.set(folder, real);
    return real;
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * git names a folder in its list only where another repository begins. Names that look like files are believed until
 * they are opened.
 */
function kindOf(root: string, path: string): 'file' | 'symlink' | 'nested-repository' {
  if (path.endsWith('/')) return 'nested-repository';
  if (path.slice(path.lastIndexOf('/') + 1).includes('.')) return 'file';
  try {
    const stat = lstatSync(join(root, path));
    return stat.isDirectory() ? 'nested-repository' : stat.isSymbolicLink() ? 'symlink' : 'file';
  } catch {
    return 'file';
  }
}

export function aboutNested(path: string): Diagnostic {
  return {
    path: path.replace(/\/$/, ''),
    code: 'nested-repository',
    message: 'a repository of its own (a submodule, perhaps); give its path to scan it as well',
  };
}

/**
 * A link is not followed. One that leads to a file of the tree costs nothing, since that is read under its own name;
 * about any other a person should know.
 */
export function aboutLink(root: string, path: string): Diagnostic[] {
  try {
    const target = realpathSync(join(root, path));
    const top = realpathSync(root);
    if (target === top || target.startsWith(top.endsWith(sep) ? top : top + sep)) return [];
    return [
      { path, code: 'symlink', message: 'a link that leads out of the scanned folder; give its target to scan it' },
    ];
  } catch (error) {
    // One that leads nowhere hides nothing.
    if (code(error) !== 'ELOOP') return [];
    return [{ path, code: 'symlink', message: 'a link that leads back to itself; nothing to scan' }];
  }
}

const isForeign = (steps: readonly string[]): boolean => steps.slice(0, -1).some(step => FOREIGN.has(step));

/** Does this path lie in a folder of other people's code, or lead out of the root? Then no scan looks at it. */
export function isPassedOver(path: string): boolean {
  const steps = path.split('/');
  return path.startsWith('/') || steps.includes('..') || isForeign(steps);
}

interface Frame {
  readonly path: string;
  readonly depth: number;
  readonly ignores: readonly { readonly base: string; readonly rules: readonly IgnoreRule[] }[];
}

function walk(root: string): Listing {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const skipped: Record<string, number> = {};
  const stack: Frame[] = [{ path: '', depth: 0, ignores: [] }];
  for (let frame = stack.pop(); frame; frame = stack.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, frame.path), { withFileTypes: true });
    } catch (error) {
      diagnostics.push({
        path: frame.path || '.',
        code: 'unreadable',
        message: `cannot list this folder (${code(error)})`,
      });
      skipped['unreadable'] = (skipped['unreadable'] ?? 0) + 1;
      continue;
    }
    const ignores = entries.some(entry => entry.name === '.gitignore')
      ? [...frame.ignores, { base: frame.path, rules: readIgnore(join(root, frame.path, '.gitignore')) }]
      : frame.ignores;
    for (const entry of entries) {
      const path = frame.path === '' ? entry.name : `${frame.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (FOREIGN.has(entry.name) || ignored(path, true, ignores)) continue;
        if (frame.depth >= MAX_DEPTH) {
          diagnostics.push({
            path,
            code: 'too-deep',
            message: `folders nested deeper than ${MAX_DEPTH} are not entered`,
          });
          continue;
        }
        stack.push({ path, depth: frame.depth + 1, ignores });
      } else if (entry.isFile()) {
        if (!ignored(path, false, ignores) || SAMPLE.test(entry.name)) files.push(path);
      } else if (entry.isSymbolicLink()) {
        if (FOREIGN.has(entry.name) || ignored(path, false, ignores)) continue;
        skipped['symlink'] = (skipped['symlink'] ?? 0) + 1;
        diagnostics.push(...aboutLink(root, path));
      } else skipped['special-file'] = (skipped['special-file'] ?? 0) + 1;
    }
  }
  return { files: files.sort(compareText), diagnostics, skipped };
}

function readIgnore(path: string): IgnoreRule[] {
  try {
    if (!lstatSync(path).isFile()) return [];
    return readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .map(compilePattern)
      .filter(rule => rule !== undefined);
  } catch {
    return [];
  }
}

function ignored(path: string, directory: boolean, ignores: Frame['ignores']): boolean {
  let verdict = false;
  for (const { base, rules } of ignores) {
    const relative = base === '' ? path : path.slice(base.length + 1);
    for (const rule of rules) {
      if (rule.directoryOnly && !directory) continue;
      if (rule.matches(relative)) verdict = !rule.negated;
    }
  }
  return verdict;
}

const code = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';
