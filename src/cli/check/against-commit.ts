/** The ties of today against those of a commit, or of what is staged against those of the last commit. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { UntetherError } from '../../base/errors.ts';
import { shownAs } from '../../config/find.ts';
import type { LoadedConfig } from '../../config/index.ts';
import { baseCommit, commitOf, requireRepository } from '../../gate/base-commit.ts';
import { readBaseline } from '../../gate/baseline.ts';
import { refuseSparse } from '../../gate/checkout.ts';
import type { Known } from '../../gate/compare.ts';
import { judge } from '../../gate/judge.ts';
import { fromBaseline, Scope } from '../../gate/scope.ts';
import { addedLines, sinceCommit, stagedState, type StateFile, type States } from '../../gate/states.ts';
import { groupOf } from '../../gate/ties.ts';
import { git } from '../../git/run.ts';
import type { Examined, KnownTie, SharedRead } from '../../scan/index.ts';
import type { Tree } from '../../scan/tree.ts';
import type { ReadOutcome } from '../../walk/bytes.ts';
import { findRoots, type Root } from '../../walk/roots.ts';
import type { Io } from '../io.ts';
import type { Options } from '../program.ts';
import { scanFor } from '../scanning.ts';
import { rulesPaths } from '../settings.ts';
import type { Checked } from './against-baseline.ts';

/** One scanned folder with its two states and the commit before. */
interface Compared {
  readonly root: Root;
  readonly states: States;
  readonly commit: string | undefined;
}

export async function checkAgainstCommit(
  paths: readonly string[],
  config: LoadedConfig,
  options: Options,
  io: Io,
): Promise<Checked> {
  const staged = options.staged ?? false;
  const compared = findRoots(paths, io.cwd).map(root => statesOf(root, options));
  const shared = new Map<string, SharedRead>();
  const now = await scanFor(paths, config, options, io, {
    shared,
    ...(staged ? { tree: () => treeOf(compared, states => states.now ?? []) } : {}),
  });
  refuse(now, compared, options);
  const { tiesIn } = await import('../../scan/index.ts');
  const before = await tiesIn({
    roots: paths,
    cwd: io.cwd,
    config,
    rulesPaths: rulesPaths(config, options, io),
    shared,
    policy: now.policy,
    tree: () => treeOf(compared, states => states.before),
    ...(io.signal ? { signal: io.signal } : {}),
  });
  const existing = new Set(now.paths);
  const { renamed, added } = changesOf(compared, staged);
  const known = [...knownOf(before), ...acceptedSince(compared, config.baseline, new Scope(now.roots), io.cwd)];
  const judged = judge(
    now.report,
    {
      with: 'since',
      name: staged ? 'the last commit' : (options.since ?? ''),
      known,
      around: { exists: path => existing.has(path), renamed, added },
    },
    now.policy.failAt,
  );
  return { ...judged, policy: now.policy };
}

function statesOf(root: Root, { since, staged }: Options): Compared {
  const { absolute, only } = root;
  if (staged) {
    requireRepository(absolute, '--staged');
    const head = commitOf(absolute, 'HEAD');
    return { root, commit: head, states: stagedState(absolute, head, only) };
  }
  const commit = baseCommit(absolute, since ?? '');
  return { root, commit, states: sinceCommit(absolute, commit, only) };
}

/** @throws UntetherError for a checkout of which only a part can be seen. */
function refuse({ policy }: Examined, compared: readonly Compared[], { staged }: Options): void {
  for (const { root, states } of compared) {
    const reads = (path: string): boolean => policy.readsFile(root.prefix + path);
    // The index is whole, whatever is on the disk.
    if (!staged && !root.only) refuseSparse(root.absolute, reads);
    const [moved] = states.submodules.filter(path => reads(`${path}/any`));
    if (moved === undefined) continue;
    throw new UntetherError(`the submodule ${moved} points to another commit; what that brings would pass unseen`, {
      help: `Check it by itself ("untether check ${moved} --since COMMIT"), or leave it out in untether.yaml: exclude: [${moved}/]`,
    });
  }
}

function treeOf(compared: readonly Compared[], of: (states: States) => readonly StateFile[]): Tree {
  const files = compared.flatMap(({ root, states }) =>
    of(states).map(({ path, content }) => ({
      path: root.prefix + path,
      absolute: join(root.absolute, path),
      root,
      ...(content ? { content: (maxBytes: number): ReadOutcome => outcomeOf(content(), maxBytes) } : {}),
    })),
  );
  return { files, diagnostics: [], skipped: {} };
}

function outcomeOf(bytes: Buffer, maxBytes: number): ReadOutcome {
  if (bytes.length <= maxBytes) return { kind: 'bytes', bytes };
  return { kind: 'skipped', reason: 'too-large', detail: `${bytes.length} bytes, the limit is ${maxBytes}` };
}

function changesOf(
  compared: readonly Compared[],
  staged: boolean,
): { renamed: ReadonlyMap<string, string>; added: (path: string, line: number) => boolean } {
  const renamed = new Map<string, string>();
  for (const { root, states } of compared) {
    for (const [from, to] of states.renamed) renamed.set(root.prefix + from, root.prefix + to);
  }
  const byPath = new Map<string, ((line: number) => boolean) | undefined>();
  const added = (path: string, line: number): boolean => {
    if (!byPath.has(path)) {
      const of = compared.find(({ root }) => path.startsWith(root.prefix));
      const own = of && path.slice(of.root.prefix.length);
      const lines =
        of?.commit !== undefined && own !== undefined && of.states.changed.has(own)
          ? addedLines(of.root.absolute, of.commit, own, staged)
          : undefined;
      byPath.set(path, lines);
    }
    return byPath.get(path)?.(line) ?? false;
  };
  return { renamed, added };
}

function knownOf(ties: readonly KnownTie[]): Known[] {
  return ties.map(({ path, ruleId, fingerprint }) => ({ path, ruleId, group: groupOf(fingerprint), count: 1 }));
}

/** What this change itself writes into the baseline: accepted by whoever reviews it. Older entries vouch for nothing here. */
function acceptedSince(compared: readonly Compared[], file: string, scope: Scope, cwd: string): Known[] {
  const name = shownAs(file, cwd);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const [first] = compared;
  const old = first?.commit === undefined ? undefined : storedText(first, file);
  const counts = new Map(
    (old === undefined ? [] : readBaseline(old, name).known).map(({ path, group, count }) => [
      `${path}\0${group}`,
      count,
    ]),
  );
  return readBaseline(text, name).known.flatMap(known => {
    const more = known.count - (counts.get(`${known.path}\0${known.group}`) ?? 0);
    const path = scope.toReport(fromBaseline(file, known.path));
    return more > 0 && path !== undefined ? [{ ...known, path, count: more }] : [];
  });
}

function storedText({ root, commit }: Compared, file: string): string | undefined {
  const path = relative(root.absolute, file).split(sep).join('/');
  const shown = path.startsWith('..')
    ? undefined
    : git(root.absolute, ['cat-file', 'blob', `${commit ?? ''}:./${path}`]);
  if (shown) return shown.toString('utf8');
  // Above the scanned folder: asked from its own.
  return git(dirname(file), ['cat-file', 'blob', `${commit ?? ''}:./${relative(dirname(file), file)}`])?.toString(
    'utf8',
  );
}
