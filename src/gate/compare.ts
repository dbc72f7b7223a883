/**
 * Which ties are new: matched with known ones first in the same file, there also under a symbol that got another name,
 * then in files that took the place of one that is gone. A tie that is fixed in a file that still exists never vouches for
 * an equal one elsewhere.
 */
import { createHash } from 'node:crypto';
import { compareText } from '../base/text.ts';
import type { Gone } from '../model/gate.ts';
import { scopePart, tiePart, type Tie } from './ties.ts';

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
  for (const tie of underAnotherName(
    ties.filter(each => !matched.has(each)),
    ties,
    known,
    left,
    around,
  )) {
    matched.add(tie);
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
 * A class or function that got another name takes its ties along. Where git knows the lines, a tie on a line that nobody
 * touched is the one it was. Where nothing is known of lines, all ties of the old symbol must be gone and stand, one for
 * one, in a symbol that had none.
 */
function underAnotherName(
  open: readonly Tie[],
  ties: readonly Tie[],
  known: readonly Known[],
  left: Ledger,
  { added }: Surroundings,
): Tie[] {
  if (added) return open.filter(tie => !added(tie.path, tie.line) && left.takeLike(tie.path, tie.group));
  const found: Tie[] = [];
  for (const [path, own] of byPathOf(open)) {
    const before = scopesOf<Known>(known.filter(each => each.path === path));
    const now = scopesOf(ties.filter(each => each.path === path));
    for (const [name, entries] of scopesOf(own)) {
      if (before.has(name) || (now.get(name)?.length ?? 0) !== entries.length) continue;
      const wanted = contentOf(entries);
      const old = [...before].find(
        ([scope, list]) => !now.has(scope) && contentOf(list) === wanted && list.every(each => left.has(path, each)),
      );
      if (!old) continue;
      before.delete(old[0]);
      for (const each of old[1]) left.take(path, each.group, each.count);
      found.push(...entries);
    }
  }
  return found;
}

/** By the symbol; what stands in none is in no symbol that could be renamed. */
function scopesOf<T extends { readonly group: string }>(list: readonly T[]): Map<string, T[]> {
  const scopes = new Map<string, T[]>();
  for (const each of list) {
    const scope = scopePart(each.group);
    if (scope === NO_SCOPE) continue;
    const own = scopes.get(scope);
    if (own) own.push(each);
    else scopes.set(scope, [each]);
  }
  return scopes;
}

/** The digits of no symbol at all. */
const NO_SCOPE = createHash('sha256').update('').digest('hex').slice(0, 8);

function contentOf(list: readonly { readonly group: string; readonly count?: number }[]): string {
  return list
    .flatMap(({ group, count = 1 }) => Array.from({ length: count }, () => tiePart(group)))
    .sort()
    .join(' ');
}

function byPathOf(ties: readonly Tie[]): Map<string, Tie[]> {
  const byPath = new Map<string, Tie[]>();
  for (const tie of ties) {
    const list = byPath.get(tie.path);
    if (list) list.push(tie);
    else byPath.set(tie.path, [tie]);
  }
  return byPath;
}

/**
 * A file that no longer exists may have become another one. Pairs are made of what git calls a rename first, then of the
 * files that share most ties, so that one move is told as one. Ties under another symbol move too (the class of a file often
 * bears its name), if at least half of what the file held arrives.
 */
function matchMoved(ties: readonly Tie[], left: Ledger, around: Surroundings): Moved[] {
  const { exists, renamed } = around;
  const gone = left.paths().filter(path => renamed?.has(path) === true || !exists(path));
  if (gone.length === 0 || ties.length === 0) return [];
  const moved = new Map<Tie, Moved>();
  const pair = (
    shared: (from: string, list: readonly Tie[]) => number,
    take: (from: string, tie: Tie) => boolean,
  ): void => {
    const byPath = byPathOf(ties.filter(tie => !moved.has(tie)));
    const pairs = gone.flatMap(from =>
      [...byPath].flatMap(([to, list]) => {
        const target = renamed?.get(from);
        const count = target !== undefined && target !== to ? 0 : shared(from, list);
        return count === 0
          ? []
          : [{ from, to, rank: { rename: target === to, shared: count, sameName: nameOf(from) === nameOf(to) } }];
      }),
    );
    pairs.sort((a, b) => compareRanks(a.rank, b.rank) || compareText(a.from, b.from) || compareText(a.to, b.to));
    for (const { from, to } of pairs) {
      for (const tie of byPath.get(to) ?? []) if (!moved.has(tie) && take(from, tie)) moved.set(tie, { tie, from });
    }
  };
  pair(
    (from, list) => left.shared(from, list),
    (from, tie) => left.take(from, tie.group, 1) === 1,
  );
  pair(
    (from, list) => {
      const count = left.sharedLike(from, list);
      return renamed?.has(from) === true || count * 2 >= left.total(from) ? count : 0;
    },
    (from, tie) => left.takeLike(from, tie.group),
  );
  return [...moved.values()];
}

interface Rank {
  readonly rename: boolean;
  readonly shared: number;
  readonly sameName: boolean;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function compareRanks(a: Rank, b: Rank): number {
  return Number(b.rename) - Number(a.rename) || b.shared - a.shared || Number(b.sameName) - Number(a.sameName);
}

/** Known ties that are not matched yet. */
class Ledger {
  readonly #left = new Map<string, Map<string, { ruleId: string; count: number }>>();
  readonly #totals = new Map<string, number>();

  constructor(known: readonly Known[]) {
    for (const { path, group, ruleId, count } of known) {
      let groups = this.#left.get(path);
      if (!groups) this.#left.set(path, (groups = new Map()));
      const before = groups.get(group);
      this.#totals.set(path, (this.#totals.get(path) ?? 0) + count);
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

  /** Take one of the same tie under another symbol. */
  takeLike(path: string, group: string): boolean {
    for (const [other, entry] of this.#left.get(path) ?? []) {
      if (entry.count === 0 || tiePart(other) !== tiePart(group)) continue;
      entry.count -= 1;
      return true;
    }
    return false;
  }

  has(path: string, { group, count }: Known): boolean {
    return (this.#left.get(path)?.get(group)?.count ?? 0) >= count;
  }

  /** How many there were before any was matched. */
  total(path: string): number {
    return this.#totals.get(path) ?? 0;
  }

  sharedLike(path: string, ties: readonly Tie[]): number {
    const counts = new Map<string, number>();
    for (const [group, { count }] of this.#left.get(path) ?? []) {
      counts.set(tiePart(group), (counts.get(tiePart(group)) ?? 0) + count);
    }
    return ties.filter(({ group }) => {
      const count = counts.get(tiePart(group)) ?? 0;
      counts.set(tiePart(group), count - 1);
      return count > 0;
    }).length;
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
