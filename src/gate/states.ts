/**
 * Two states of a folder to compare: the files of each, and which of them have the same content. Nothing is checked out:
 * older content comes from git's objects, equal content from the disk.
 */
import { UntetherError } from '../base/errors.ts';
import { git } from '../git/run.ts';
import { isPassedOver } from '../walk/files.ts';
import { Blobs, missing } from './blobs.ts';

export interface StateFile {
  /** Relative to the folder. */
  readonly path: string;
  /** Absent where the content is that of the disk. */
  readonly content?: () => Buffer;
}

export interface States {
  /** `undefined` where the disk lists its own files. */
  readonly now: readonly StateFile[] | undefined;
  readonly before: readonly StateFile[];
  /** Every path whose content differs, or that is only in one of the two. */
  readonly changed: ReadonlySet<string>;
  /** Old path → new path. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Submodules that point somewhere else, or are new. */
  readonly submodules: readonly string[];
}

interface Entry {
  readonly mode: string;
  readonly id: string;
}

interface Change {
  readonly status: string;
  readonly before: Entry;
  readonly now: Entry;
  readonly path: string;
  /** Where it came from, for a rename. */
  readonly from?: string;
}

/** The disk against a commit. */
export function sinceCommit(folder: string, commit: string, names: readonly string[] = ['.']): States {
  const changes = parseRaw(ask(folder, [...DIFF, commit, '--', ...literal(names)]));
  const untracked = lines(ask(folder, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...literal(names)]));
  const tree = treeOf(folder, commit, names);
  return {
    now: undefined,
    before: withContents(folder, tree, changedBefore(changes)),
    ...summary(changes, untracked),
  };
}

/** What is staged against the last commit; `undefined` for the commit where there is none yet. */
export function stagedState(folder: string, head: string | undefined, names: readonly string[] = ['.']): States {
  const index = indexOf(folder, names);
  const empty = git(folder, ['hash-object', '-t', 'tree', '--stdin'], '')?.toString().trim();
  const base = head ?? empty ?? '';
  const changes = parseRaw(ask(folder, [...DIFF, '--cached', base, '--', ...literal(names)]));
  const unstaged = new Set(
    lines(
      ask(folder, [
        'diff-files',
        '--name-only',
        '-z',
        '--relative',
        '--ignore-submodules=all',
        '--',
        ...literal(names),
      ]),
    ),
  );
  const tree = head === undefined ? new Map<string, Entry>() : treeOf(folder, head, names);
  const fromBlobs = new Set([...unstaged, ...changes.map(change => change.path)]);
  return {
    now: withContents(folder, index, fromBlobs),
    before: withContents(folder, tree, new Set([...changedBefore(changes), ...unstaged])),
    ...summary(changes, []),
  };
}

const DIFF = [
  'diff',
  '--raw',
  '-z',
  '--no-abbrev',
  '--find-renames',
  '--relative',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=dirty',
];

/** File names may hold characters that git takes for patterns. */
const literal = (names: readonly string[]): string[] => names.map(name => (name === '.' ? name : `:(literal)${name}`));

function ask(folder: string, args: readonly string[]): Buffer {
  const answer = git(folder, args);
  if (answer) return answer;
  // A rename is told by contents, which a partial clone may lack.
  const partial = git(folder, [
    'config',
    '--get-regexp',
    String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`,
  ]);
  if (partial) throw missing();
  throw new UntetherError(`git could not say what changed ("git ${args.slice(0, 2).join(' ')}" failed)`, {
    help: 'Run the command in this folder to see why; "git fsck" tells whether the repository is damaged.',
  });
}

function lines(answer: Buffer): string[] {
  return answer
    .toString('utf8')
    .split('\0')
    .filter(line => line !== '');
}

/** `:MODE MODE ID ID STATUS\0PATH\0` and, for a rename, the new path after the old one. */
function parseRaw(answer: Buffer): Change[] {
  const fields = lines(answer);
  const changes: Change[] = [];
  for (let i = 0; i < fields.length; i++) {
    const match = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[i] ?? '');
    if (!match) continue;
    const [, modeBefore = '', modeNow = '', idBefore = '', idNow = '', status = ''] = match;
    const first = fields[++i] ?? '';
    const second = status === 'R' || status === 'C' ? fields[++i] : undefined;
    changes.push({
      status,
      before: { mode: modeBefore, id: idBefore },
      now: { mode: modeNow, id: idNow },
      path: second ?? first,
      ...(second === undefined ? {} : { from: first }),
    });
  }
  return changes;
}

function treeOf(folder: string, commit: string, names: readonly string[]): Map<string, Entry> {
  const files = new Map<string, Entry>();
  for (const line of lines(ask(folder, ['ls-tree', '-r', '-z', commit, '--', ...names]))) {
    const match = /^(\d+) \w+ ([0-9a-f]+)\t([^]+)$/.exec(line);
    if (match) files.set(match[3] ?? '', { mode: match[1] ?? '', id: match[2] ?? '' });
  }
  return files;
}

function indexOf(folder: string, names: readonly string[]): Map<string, Entry> {
  const files = new Map<string, Entry>();
  for (const line of lines(ask(folder, ['ls-files', '-z', '--stage', '--', ...literal(names)]))) {
    const match = /^(\d+) ([0-9a-f]+) \d\t([^]+)$/.exec(line);
    if (match) files.set(match[3] ?? '', { mode: match[1] ?? '', id: match[2] ?? '' });
  }
  return files;
}

/** Links, submodules and other people's folders are no files of a scan, now or then. */
function withContents(folder: string, entries: ReadonlyMap<string, Entry>, stored: ReadonlySet<string>): StateFile[] {
  const files = [...entries].filter(([path, { mode }]) => mode.startsWith('100') && !isPassedOver(path));
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  const blobs = new Blobs(
    folder,
    files.filter(([path]) => stored.has(path)).map(([, { id }]) => id),
  );
  return files.map(([path, { id }]) => (stored.has(path) ? { path, content: () => blobs.read(id) } : { path }));
}

function changedBefore(changes: readonly Change[]): Set<string> {
  return new Set(changes.filter(({ status }) => status !== 'A').map(({ from, path }) => from ?? path));
}

function summary(
  changes: readonly Change[],
  untracked: readonly string[],
): Pick<States, 'changed' | 'renamed' | 'submodules'> {
  const isLink = (entry: Entry): boolean => entry.mode === '160000';
  return {
    changed: new Set([
      ...changes.flatMap(({ from, path }) => (from === undefined ? [path] : [from, path])),
      ...untracked,
    ]),
    renamed: new Map(
      changes.flatMap(({ status, from, path }) => (status === 'R' && from !== undefined ? [[from, path]] : [])),
    ),
    submodules: changes.filter(({ now }) => isLink(now)).map(({ path }) => path),
  };
}

/**
 * Lines a change added, by path: for telling which of several equal ties is the new one. `staged` compares the index.
 */
export function addedLines(
  folder: string,
  commit: string,
  path: string,
  staged: boolean,
): ((line: number) => boolean) | undefined {
  const answer = git(folder, [
    'diff',
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--find-renames',
    '--relative',
    ...(staged ? ['--cached'] : []),
    commit,
    '--',
    `:(literal)${path}`,
  ]);
  if (!answer || answer.length === 0) return undefined;
  const ranges = [...answer.toString('utf8').matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(match => {
    const from = Number(match[1]);
    return [from, from + Number(match[2] ?? '1')] as const;
  });
  return line => ranges.some(([from, to]) => line >= from && line < to);
}
