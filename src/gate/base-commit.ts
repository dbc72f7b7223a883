/** The commit to compare with: where this branch left the one that was named. Every way it can fail has its remedy. */
import { UntetherError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { git } from '../git/run.ts';

/** @throws UntetherError saying what is missing and the command that brings it. */
export function baseCommit(folder: string, reference: string): string {
  requireRepository(folder, '--since');
  if (reference === '' || reference.startsWith('-')) {
    throw new UntetherError(`--since: "${reference}" is no commit`, {
      help: 'Give a branch, a tag or a commit: --since origin/main',
    });
  }
  const head = commitOf(folder, 'HEAD');
  if (head === undefined) {
    throw new UntetherError('there is no commit here yet', {
      help: 'Commit something first, or use "untether check --staged".',
    });
  }
  const named = commitOf(folder, reference);
  if (named === undefined) throw unknownReference(folder, reference);
  const base = say(folder, ['merge-base', named, head]);
  if (base !== undefined) return base;
  if (isShallow(folder)) {
    throw new UntetherError(`a shallow clone: the commit where this branch left ${reference} is not in it`, {
      help: `Fetch the history: git fetch --no-tags --unshallow ${remoteOf(folder, reference)}\nIn a GitHub workflow: "fetch-depth: 0" for actions/checkout.`,
    });
  }
  throw new UntetherError(`HEAD and ${reference} have no commit in common`, {
    help: 'Name a commit of this history, or compare with a baseline: "untether baseline".',
  });
}

/** @throws UntetherError without git, or outside of a repository. */
export function requireRepository(folder: string, option: string): void {
  if (say(folder, ['rev-parse', '--git-dir']) !== undefined) return;
  if (git(folder, ['--version']) === undefined) {
    throw new UntetherError(`${option} needs git, and there is none on the PATH`, {
      help: 'Install git, or compare with a baseline file: "untether baseline", then "untether check".',
    });
  }
  throw new UntetherError(`${option}: this is no git repository`, {
    help: 'Run it in a clone, or compare with a baseline file: "untether baseline", then "untether check".',
  });
}

/** The full id of a commit, if there is one of that name. */
export function commitOf(folder: string, reference: string): string | undefined {
  return say(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`]);
}

function unknownReference(folder: string, reference: string): UntetherError {
  const detached = say(folder, ['symbolic-ref', '--quiet', 'HEAD']) === undefined;
  if (/@\{(?:u|upstream|push)\}/i.test(reference)) {
    return new UntetherError(
      detached
        ? `HEAD is detached, so it has no upstream (${reference})`
        : `this branch has no upstream (${reference})`,
      { help: 'Name the branch to compare with: untether check --since origin/main' },
    );
  }
  const branches = (
    say(folder, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags']) ?? ''
  ).split('\n');
  const remotes = remotesOf(folder);
  const near =
    branches.find(branch => remotes.some(remote => branch === `${remote}/${reference}`)) ??
    nearest(reference, branches);
  const remote = remotes.find(name => reference.startsWith(`${name}/`));
  if (remote !== undefined || isShallow(folder)) {
    return new UntetherError(`there is no ${reference} in this clone`, {
      help: fetchCommand(folder, reference, remote),
    });
  }
  return new UntetherError(`there is no commit, branch or tag "${reference}"`, {
    help:
      near !== undefined && near !== ''
        ? `Did you mean "${near}"?`
        : 'Give a branch, a tag or a commit: --since origin/main',
  });
}

function fetchCommand(folder: string, reference: string, remote: string | undefined): string {
  const deepen = isShallow(folder) ? ' --unshallow' : '';
  const workflow = deepen === '' ? '' : '\nIn a GitHub workflow: "fetch-depth: 0" for actions/checkout.';
  if (remote === undefined) return `Fetch the history: git fetch${deepen} ${remoteOf(folder, reference)}${workflow}`;
  const branch = reference.slice(remote.length + 1).replace(/[~^@].*$/, '');
  return `Fetch it: git fetch --no-tags${deepen} ${remote} +refs/heads/${branch}:refs/remotes/${remote}/${branch}${workflow}`;
}

function remoteOf(folder: string, reference: string): string {
  const remotes = remotesOf(folder);
  return remotes.find(name => reference.startsWith(`${name}/`)) ?? remotes[0] ?? 'origin';
}

function remotesOf(folder: string): string[] {
  return (say(folder, ['remote']) ?? '').split('\n').filter(name => name !== '');
}

function isShallow(folder: string): boolean {
  return say(folder, ['rev-parse', '--is-shallow-repository']) === 'true';
}

/** `undefined` for an empty answer too. */
function say(folder: string, args: readonly string[]): string | undefined {
  const answer = git(folder, args)?.toString().trim();
  return answer === '' ? undefined : answer;
}
