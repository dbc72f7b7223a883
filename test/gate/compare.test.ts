import { describe, expect, test } from 'vitest';
import { compareTies, type Known, type Surroundings } from '../../src/gate/compare.ts';
import { knownOf } from '../../src/gate/baseline.ts';
import { tiesOf, type Tie } from '../../src/gate/ties.ts';
import { reportFixture } from '../support/report.ts';

const [sample] = tiesOf(reportFixture());
const tie = (path: string, line: number, group: string, ruleId = 'sdk/x'): Tie => {
  if (!sample) throw new Error('the sample report has no tie');
  return { ...sample, path, line, group, fingerprint: group, ruleId };
};
const STAYS: Surroundings = { exists: () => true };
const places = (ties: readonly Tie[]): string[] => ties.map(({ path, line }) => `${path}:${line}`);

describe('the same file first', () => {
  test('what is known is known wherever it stands in its file', () => {
    const compared = compareTies([tie('a', 9, 'x')], knownOf([tie('a', 1, 'x')]), STAYS);
    expect(compared).toMatchObject({ appeared: [], moved: [], gone: [] });
    expect(places(compared.known)).toEqual(['a:9']);
  });

  test('one more of the same is one that is new', () => {
    const known = knownOf([tie('a', 1, 'x'), tie('a', 2, 'x')]);
    const now = [tie('a', 1, 'x'), tie('a', 2, 'x'), tie('a', 3, 'x')];
    expect(places(compareTies(now, known, STAYS).appeared)).toEqual(['a:3']);
  });

  test('where the added lines are known, the added one is the new one', () => {
    const known = knownOf([tie('a', 1, 'x'), tie('a', 2, 'x')]);
    const now = [tie('a', 1, 'x'), tie('a', 2, 'x'), tie('a', 3, 'x')];
    const added = (_: string, line: number): boolean => line === 2;
    expect(places(compareTies(now, known, { ...STAYS, added }).appeared)).toEqual(['a:2']);
  });

  test('one less is gone, and nothing is new', () => {
    const known = knownOf([tie('a', 1, 'x'), tie('a', 2, 'x')]);
    const compared = compareTies([tie('a', 2, 'x')], known, STAYS);
    expect(compared.appeared).toEqual([]);
    expect(compared.gone).toEqual([{ path: 'a', ruleId: 'sdk/x', fingerprint: 'x', count: 1 }]);
  });
});

describe('then files that took the place of one that is gone', () => {
  const gone = (...paths: string[]): Surroundings => ({ exists: path => !paths.includes(path) });

  test('a moved file takes its ties along', () => {
    const compared = compareTies(
      [tie('b', 1, 'x'), tie('b', 2, 'y')],
      knownOf([tie('a', 1, 'x'), tie('a', 2, 'y')]),
      gone('a'),
    );
    expect(compared.appeared).toEqual([]);
    expect(compared.moved.map(({ from, tie: { path, group } }) => `${from}>${path} ${group}`)).toEqual([
      'a>b x',
      'a>b y',
    ]);
  });

  test('a tie fixed in a file that still exists vouches for none elsewhere', () => {
    const compared = compareTies([tie('b', 1, 'x')], knownOf([tie('a', 1, 'x')]), STAYS);
    expect(places(compared.appeared)).toEqual(['b:1']);
    expect(compared.gone).toHaveLength(1);
  });

  test('each known tie vouches for one', () => {
    const compared = compareTies([tie('b', 1, 'x'), tie('c', 1, 'x')], knownOf([tie('a', 1, 'x')]), gone('a'));
    expect(places(compared.appeared)).toEqual(['c:1']);
  });

  test('the file that shares most, then the one of the same name', () => {
    const known: Known[] = knownOf([tie('old/m', 1, 'x'), tie('old/m', 2, 'y')]);
    const most = compareTies([tie('a/n', 1, 'x'), tie('z/n', 1, 'x'), tie('z/n', 2, 'y')], known, gone('old/m'));
    expect(places(most.appeared)).toEqual(['a/n:1']);
    const name = compareTies([tie('a/n', 1, 'x'), tie('z/m', 1, 'x')], knownOf([tie('old/m', 1, 'x')]), gone('old/m'));
    expect(places(name.appeared)).toEqual(['a/n:1']);
  });

  test('what git calls a rename goes before all', () => {
    const around = { ...gone('old/m'), renamed: new Map([['old/m', 'a/n']]) };
    const compared = compareTies([tie('a/n', 1, 'x'), tie('z/m', 1, 'x')], knownOf([tie('old/m', 1, 'x')]), around);
    expect(places(compared.appeared)).toEqual(['z/m:1']);
  });

  test('a new tie in a moved file is new', () => {
    const compared = compareTies([tie('b', 1, 'x'), tie('b', 2, 'new')], knownOf([tie('a', 1, 'x')]), gone('a'));
    expect(places(compared.appeared)).toEqual(['b:2']);
  });
});

describe('under a symbol that got another name', () => {
  /** Twelve digits of the tie, eight of the symbol. */
  const group = (what: string, symbol: string): string => what.padEnd(12, '0') + symbol.padEnd(8, '0');
  const inOld = ['x', 'y'].map((what, i) => tie('a', i + 1, group(what, 'a1')));
  const inNew = ['x', 'y'].map((what, i) => tie('a', i + 1, group(what, 'b2')));

  test('all ties of a renamed class are the ones they were', () => {
    expect(compareTies(inNew, knownOf(inOld), STAYS)).toMatchObject({ appeared: [], gone: [] });
  });

  test('not where one of them is another tie', () => {
    const now = [inNew[0] as Tie, tie('a', 2, group('z', 'b2'))];
    expect(places(compareTies(now, knownOf(inOld), STAYS).appeared)).toEqual(['a:1', 'a:2']);
  });

  test('not where the old symbol still has some', () => {
    const now = [...inNew, inOld[0] as Tie];
    expect(places(compareTies(now, knownOf(inOld), STAYS).appeared)).toEqual(['a:1', 'a:2']);
  });

  test('not in another file that exists', () => {
    const elsewhere = inNew.map(each => ({ ...each, path: 'b' }));
    expect(compareTies(elsewhere, knownOf(inOld), STAYS).appeared).toHaveLength(2);
  });

  test('where lines are known: a line that nobody touched has the tie it had', () => {
    const added = (_: string, line: number): boolean => line === 2;
    expect(places(compareTies(inNew, knownOf(inOld), { ...STAYS, added }).appeared)).toEqual(['a:2']);
  });

  test('a moved file may rename its class', () => {
    const moved = inNew.map(each => ({ ...each, path: 'b' }));
    const compared = compareTies(moved, knownOf(inOld), { exists: path => path !== 'a' });
    expect(compared.appeared).toEqual([]);
    expect(compared.moved).toHaveLength(2);
  });

  test('but less than half of a file that is gone is no move', () => {
    const held = ['x', 'y', 'z'].map((what, i) => tie('a', i + 1, group(what, 'a1')));
    const one = tie('b', 1, group('x', 'b2'));
    expect(places(compareTies([one], knownOf(held), { exists: path => path !== 'a' }).appeared)).toEqual(['b:1']);
  });
});

test('the order of the ties decides nothing but the order of the answer', () => {
  const ties = ['a', 'b', 'c', 'd'].flatMap(path => ['x', 'y'].map((group, i) => tie(path, i + 1, group)));
  const known = knownOf([tie('a', 1, 'x'), tie('gone1', 1, 'x'), tie('gone2', 1, 'y'), tie('gone2', 2, 'x')]);
  const around: Surroundings = { exists: path => !path.startsWith('gone') };
  const sorted = (list: readonly Tie[]): string[] => places(list).sort();
  const one = compareTies(ties, known, around);
  const other = compareTies(ties.toReversed(), known.toReversed(), around);
  expect(sorted(other.appeared)).toEqual(sorted(one.appeared));
  expect(other.gone).toEqual(one.gone);
});
