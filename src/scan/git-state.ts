/** Which commit was scanned. */
import { remoteOf } from '../git/remote.ts';
import { git } from '../git/run.ts';
import type { Report } from '../model/report.ts';
import type { Root } from '../walk/roots.ts';

const STATUS = ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all', '--', '.'];

export function gitState(roots: readonly Root[]): Report['git'] {
  const [only, ...more] = roots;
  if (!only || more.length > 0) return {};
  const commit = git(only.absolute, ['rev-parse', '--verify', '--quiet', 'HEAD'])?.toString().trim();
  if (!commit) return {};
  const branch = git(only.absolute, ['symbolic-ref', '--short', '--quiet', 'HEAD'])?.toString().trim();
  const changes = git(only.absolute, STATUS);
  const prefix = git(only.absolute, ['rev-parse', '--show-prefix'])?.toString().replace(/\n$/, '');
  const remote = remoteOf(only.absolute);
  return {
    commit,
    ...(branch ? { branch } : {}),
    ...(changes ? { dirty: changes.length > 0 } : {}),
    ...(prefix ? { prefix } : {}),
    ...(remote ? { remote } : {}),
  };
}
