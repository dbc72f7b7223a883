import { describe, expect, test } from 'vitest';
import { checkRules, readBaseline, writeBaseline } from '../../src/gate/baseline.ts';
import type { UntetherError } from '../../src/base/errors.ts';

const entry = (path: string, i = 0, count = 1): { group: string; ruleId: string; path: string; count: number } => ({
  group: String(i).padStart(20, '0'),
  ruleId: 'sdk/x',
  path,
  count,
});
const problemOf = (read: () => unknown): { message: string; help: string; exit: number } => {
  try {
    read();
  } catch (error) {
    const { message, help, exit } = error as UntetherError;
    return { message, help, exit };
  }
  throw new Error('no problem was found');
};

describe('writing', () => {
  test('what is written is read again, in any order the same bytes', () => {
    const known = [entry('b.py', 2), entry('a.py', 1, 3), entry('with space.py', 3), entry('new\nline "quoted".py', 4)];
    const text = writeBaseline(known, '0.1.0');
    expect(writeBaseline(known.toReversed(), '0.1.0')).toBe(text);
    expect(readBaseline(text, 'f').known).toHaveLength(4);
    expect(new Set(readBaseline(text, 'f').known.map(({ path }) => path))).toEqual(
      new Set(known.map(({ path }) => path)),
    );
    expect(writeBaseline(readBaseline(text, 'f').known, '0.1.0')).toBe(text);
  });

  test('one line for each, no line number, no time', () => {
    expect(
      writeBaseline([entry('a.py', 1, 3)], '0.1.0')
        .split('\n')
        .slice(2),
    ).toEqual(['untether-baseline 1', 'rules 0.1.0', '00000000000000000001 3 sdk/x a.py', '']);
  });
});

describe('reading', () => {
  test('the lines of both sides of a merge: repeats do no harm, the larger count holds', () => {
    const text = `${writeBaseline([entry('a.py', 1, 2)], '0.1.0')}rules 0.1.3\n00000000000000000001 3 sdk/x a.py\n00000000000000000001 2 sdk/x a.py\n`;
    expect(readBaseline(text, 'f')).toEqual({ rules: ['0.1.0', '0.1.3'], known: [entry('a.py', 1, 3)] });
  });

  test('line ends of other systems', () => {
    const text = writeBaseline([entry('a.py', 1)], '0.1.0');
    expect(readBaseline(text.replaceAll('\n', '\r\n'), 'f')).toEqual(readBaseline(text, 'f'));
  });

  test.each([
    ['', 'f:1: this is no baseline'],
    ['{"version": 1}\n', 'f:1: this is no baseline of untether, or it is damaged: "{"version": 1}"'],
    ['untether-baseline 1\n', 'f: this is no baseline'],
    ['untether-baseline 1\nrules 0.1.0\nxyz 1 sdk/x a.py\n', 'f:3: this is no baseline'],
    ['untether-baseline 1\nrules 0.1.0\n00000000000000000001 0 sdk/x a.py\n', 'f:3: this is no baseline'],
    ['untether-baseline 1\nrules 0.1.0\n00000000000000000001 1 sdk/x "a\n', 'f:3: this is no baseline'],
    ['untether-baseline 1\nrules 0.1.0\n<<<<<<< HEAD\n', 'f:3: the conflict of a merge is not resolved'],
    [
      'untether-baseline 2\nrules 0.1.0\nwhatever comes then\n',
      'f was written by a later version of untether: its format is 2',
    ],
  ])('damaged: %j', (text, message) => {
    const problem = problemOf(() => readBaseline(text, 'f'));
    expect(problem.message).toContain(message);
    expect(problem.help).not.toBe('');
    expect(problem.exit).toBe(2);
  });
});

describe('rules of another version', () => {
  const rules = (...versions: string[]): { rules: string[]; known: [] } => ({ rules: versions, known: [] });

  test('a patch is the same set', () => {
    expect(() => checkRules(rules('0.1.0', '0.1.7'), '0.1.4', 'f')).not.toThrow();
  });

  test('an older set is refused, with the remedy', () => {
    const { message, help, exit } = problemOf(() => checkRules(rules('0.1.0'), '0.2.0', 'f'));
    expect(message).toBe('f was written with rules 0.1.0; these are 0.2.0 and find other things');
    expect(help).toContain('Run "untether baseline"');
    expect(exit).toBe(2);
  });

  test.each([['0.3.0'], ['1.0.0']])('a baseline from the future: %s', version => {
    const { message, help, exit } = problemOf(() => checkRules(rules('0.2.0', version), '0.2.0', 'f'));
    expect(message).toContain('f was written by a later version of untether');
    expect(help).toContain('Upgrade untether');
    expect(exit).toBe(2);
  });
});
