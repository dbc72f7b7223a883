/**
 * Which ties are new: matched with known ones first in the same file, then in files that took the place of one that is
 * gone. A tie that is fixed in a file that still exists never vouches for an equal one elsewhere.
 */
import { compareText } from '../base/text.ts';
import type { Gone } from '../model/gate.ts';
import type { Tie } from './ties.ts';

/** Equal ties of one file that are known. */
export interface Known {
  readonly group: string;
  readonly ruleId: string;
  readonly path: string;
  readonly count: number;
}

export interface Surroundings {
  /** Does a file that held known ties still exist? */
  readonly exists: (path: string) => boolean;
  /** Old path → new path, where git says so. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Was this line added? Tells which of several equals is the new one; the last ones where nothing is known. */
  readonly added?: (path: string, line: number) => boolean;
}

export interface Moved {
  readonly tie: Tie;
  readonly from: string;
}

export interface Compared {
  readonly appeared: readonly Tie[];
  readonly known: readonly Tie[];
  readonly moved: readonly Moved[];
  readonly gone: readonly Gone[];
}

/** Ties and known ones in any order; the answer follows the order of the ties. */
export function compareTies(ties: readonly Tie[], known: readonly Known[], around: Surroundings): Compared {
  const left = new Ledger(known);
  const matched = new Set<Tie>();
  for (const equals of groupEquals(ties)) {
    const [{ path, group }] = equals as [Tie, ...Tie[]];
    const taken = left.take(path, group, equals.length);
    for (const tie of oldest(equals, around).slice(0, taken)) matched.add(tie);
  }
  const moved = matchMoved(
    ties.filter(tie => !matched.has(tie)),
    left,
    around,
  );
  const from = new Map(moved.map(entry => [entry.tie, entry]));
  return {
    appeared: ties.filter(tie => !matched.has(tie) && !from.has(tie)),
    known: ties.filter(tie => matched.has(tie)),
    moved: ties.flatMap(tie => from.get(tie) ?? []),
    gone: left.rest(),
  };
}

/** Of equals, those that were there before come first. */
function oldest(equals: readonly Tie[], { added }: Surroundings): readonly Tie[] {
  if (!added) return equals;
  const isAdded = new Map(equals.map(tie => [tie, added(tie.path, tie.line) ? 1 : 0]));
  return [...equals].sort((a, b) => (isAdded.get(a) ?? 0) - (isAdded.get(b) ?? 0));
}

function groupEquals(ties: readonly Tie[]): Tie[][] {
  const groups = new Map<string, Tie[]>();
  for (const tie of ties) {
    const key = `${tie.path}\0${tie.group}`;
    const list = groups.get(key);
    if (list) list.push(tie);
    else groups.set(key, [tie]);
  }
  return [...groups.values()];
}

/**
 * A file that no longer exists may have become another one. Pairs are made of what git calls a rename first, then of the
 * files that share most ties, so that one move is told as one.
 */
function matchMoved(ties: readonly Tie[], left: Ledger, { exists, renamed }: Surroundings): Moved[] {
  const gonePaths = left.paths().filter(path => renamed?.has(path) === true || !exists(path));
  if (gonePaths.length === 0 || ties.length === 0) return [];
  const byPath = new Map<string, Tie[]>();
  for (const tie of ties) {
    const list = byPath.get(tie.path);
    if (list) list.push(tie);
    else byPath.set(tie.path, [tie]);
  }
  const pairs = gonePaths.flatMap(from =>
    [...byPath.keys()].map(to => ({ from, to, rank: rankOf(from, to, left, byPath.get(to) ?? [], renamed) })),
  );
  pairs.sort((a, b) => compareRanks(a.rank, b.rank) || compareText(a.from, b.from) || compareText(a.to, b.to));
  const moved = new Map<Tie, Moved>();
  for (const { from, to, rank } of pairs) {
    if (rank.shared === 0) continue;
    for (const tie of byPath.get(to) ?? []) {
      if (!moved.has(tie) && left.take(from, tie.group, 1) === 1) moved.set(tie, { tie, from });
    }
  }
  return [...moved.values()];
}

interface Rank {
  readonly rename: boolean;
  readonly shared: number;
  readonly sameName: boolean;
}

function rankOf(from: string, to: string, left: Ledger, ties: readonly Tie[], renamed: Surroundings['renamed']): Rank {
  const target = renamed?.get(from);
  const shared = target !== undefined && target !== to ? 0 : left.shared(from, ties);
  return { rename: target === to, shared, sameName: nameOf(from) === nameOf(to) };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function compareRanks(a: Rank, b: Rank): number {
  return Number(b.rename) - Number(a.rename) || b.shared - a.shared || Number(b.sameName) - Number(a.sameName);
}

/** Known ties that are not matched yet. */
class Ledger {
  readonly #left = new Map<string, Map<string, { ruleId: string; count: number }>>();

  constructor(known: readonly Known[]) {
    for (const { path, group, ruleId, count } of known) {
      let groups = this.#left.get(path);
      if (!groups) this.#left.set(path, (groups = new Map()));
      const before = groups.get(group);
      groups.set(group, { ruleId, count: (before?.count ?? 0) + count });
    }
  }

  /** Take up to `wanted` of these; gives how many there were. */
  take(path: string, group: string, wanted: number): number {
    const entry = this.#left.get(path)?.get(group);
    if (!entry) return 0;
    const taken = Math.min(entry.count, wanted);
    entry.count -= taken;
    return taken;
  }

  shared(path: string, ties: readonly Tie[]): number {
    const groups = this.#left.get(path);
    return ties.filter(({ group }) => (groups?.get(group)?.count ?? 0) > 0).length;
  }

  /** Files with something left, sorted. */
  paths(): string[] {
    return [...this.#left.keys()].filter(path => this.#restOf(path).length > 0).sort(compareText);
  }

  rest(): Gone[] {
    return this.paths().flatMap(path => this.#restOf(path));
  }

  #restOf(path: string): Gone[] {
    return [...(this.#left.get(path) ?? [])]
      .filter(([, { count }]) => count > 0)
      .map(([fingerprint, { ruleId, count }]) => ({ ruleId, fingerprint, path, count }))
      .sort((a, b) => compareText(a.ruleId, b.ruleId) || compareText(a.fingerprint, b.fingerprint));
  }
}
