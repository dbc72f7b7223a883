/**
 * Which files a scan looks at: what git lists where there is git, else an own walk that honours .gitignore. Links are
 * never followed, and what lies outside the root is never reached.
 */
import { lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
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

const MAX_DEPTH = 400;

/** `listed` is git's answer (NUL-separated paths), when there is one. */
export function listFiles(root: string, listed: Buffer | undefined): Listing {
  return listed === undefined ? walk(root) : fromGit(listed);
}

function fromGit(listed: Buffer): Listing {
  const files = new Set<string>();
  const skipped: Record<string, number> = {};
  for (const path of listed.toString('utf8').split('\0')) {
    if (path === '') continue;
    if (isForeign(path)) skipped['vendored'] = (skipped['vendored'] ?? 0) + 1;
    else files.add(path);
  }
  return { files: [...files].sort(compareText), diagnostics: [], skipped };
}

function isForeign(path: string): boolean {
  const steps = path.split('/');
  steps.pop();
  return steps.some(step => FOREIGN.has(step));
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
        if (!ignored(path, false, ignores)) files.push(path);
      } else if (entry.isSymbolicLink()) skipped['symlink'] = (skipped['symlink'] ?? 0) + 1;
      else skipped['special-file'] = (skipped['special-file'] ?? 0) + 1;
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
