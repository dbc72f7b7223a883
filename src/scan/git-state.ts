/** Which commit was scanned. */
import { remoteOf } from '../git/remote.ts';
import { git } from '../git/run.ts';
import type { Report } from '../model/report.ts';
import type { Root } from '../walk/roots.ts';

const STATUS = ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all', '--', '.'];

/** Nothing where there is no commit yet, or several folders lie in different repositories. */
export function gitState(roots: readonly Root[]): Report['git'] {
  const [first] = roots;
  if (!first) return {};
  const commit = say(first, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (!commit) return {};
  const tops = new Set(roots.map(root => (roots.length === 1 ? '' : say(root, ['rev-parse', '--show-toplevel']))));
  if (tops.size > 1) return {};
  const branch = say(first, ['symbolic-ref', '--short', '--quiet', 'HEAD']);
  const changes = roots.map(root => git(root.absolute, STATUS));
  const places = roots.map(root => [root.prefix, prefixOf(root)] as const);
  const prefix = roots.length === 1 ? places[0]?.[1] : undefined;
  const remote = remoteOf(first.absolute);
  return {
    commit,
    ...(branch ? { branch } : {}),
    ...(changes.every(change => change) ? { dirty: changes.some(change => change && change.length > 0) } : {}),
    ...(prefix ? { prefix } : {}),
    ...(roots.length > 1 ? { prefixes: Object.fromEntries(places) } : {}),
    ...(remote ? { remote } : {}),
  };
}

function say({ absolute }: Root, args: readonly string[]): string | undefined {
  return git(absolute, args)?.toString().trim();
}

function prefixOf({ absolute }: Root): string {
  return git(absolute, ['rev-parse', '--show-prefix'])?.toString().replace(/\n$/, '') ?? '';
}
