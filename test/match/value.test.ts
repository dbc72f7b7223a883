import { expect, test } from 'vitest';
import { compileValue, textsInside } from '../../src/match/value.ts';
import { noReferences } from '../../src/match/references.ts';
import type { Value } from '../../src/model/fact.ts';
import type { ValueTest } from '../../src/model/rule.ts';
import {
  boolean,
  call,
  choice,
  env,
  list,
  literal,
  named,
  number,
  object,
  reference,
  template,
  unknown,
  via,
} from './support.ts';

const passes = (spec: ValueTest, value: Value | undefined): boolean => compileValue(spec, {})(value, noReferences);

test.each<[ValueTest, string, Value | undefined, boolean]>([
  ['azure', 'its text', literal('Azure'), true],
  ['azure', 'another text', literal('azurite'), false],
  [['azure', 'azure_ad'], 'one of a list', literal('azure_ad'), true],
  ['azure', 'no argument', undefined, false],
  [{ text: { prefix: 'https://*.' } }, 'a hole is a star', template('https://*.example/', reference('host')), true],
  [{ text: 'x' }, 'a reference has no text', reference('x'), false],
  [{ text: '3' }, 'numbers have text', number('3'), true],
  [{ kind: 'string' }, 'a template is a string', template('a*', unknown), true],
  [{ kind: 'string' }, 'a number is none', number('3'), false],
  [{ kind: 'literal' }, 'a number is a literal', number('3'), true],
  [{ kind: 'number' }, 'number', number('3'), true],
  [{ kind: 'number' }, 'string that looks like one', literal('3'), false],
  [{ kind: 'boolean' }, 'boolean', boolean('true'), true],
  [{ kind: ['env', 'reference'] }, 'one of two kinds', reference('x'), true],
  [{ kind: ['env', 'reference'] }, 'neither', literal('x'), false],
  [{ kind: 'absent' }, 'nothing there', undefined, true],
  [{ kind: 'absent' }, 'something there', literal('x'), false],
  [{ kind: ['absent', 'literal'] }, 'either, absent', undefined, true],
  [{ kind: ['absent', 'literal'] }, 'either, literal', literal('x'), true],
  [{ kind: ['absent', 'literal'] }, 'either, reference', reference('x'), false],
  [{ env: { suffix: '_ENDPOINT' } }, 'the variable read', env('OPENAI_ENDPOINT'), true],
  [{ env: { suffix: '_ENDPOINT' } }, 'a literal is none', literal('OPENAI_ENDPOINT'), false],
  [{ reference: 'settings.key' }, 'a name', reference('settings.key'), true],
  [{ reference: 'KEY' }, 'the name a value came through', via('KEY', literal('abc')), true],
  [{ callee: { suffix: 'get_token' } }, 'a call', call('auth.get_token'), true],
  [{ callee: { suffix: 'get_token' } }, 'another call', call('auth.login'), false],
  [{ direct: true }, 'on the spot', literal('x'), true],
  [{ direct: true }, 'through a name', via('X', literal('x')), false],
  [{ direct: false }, 'through a name', via('X', literal('x')), true],
  [{ direct: true }, 'nothing', undefined, false],
  [{ not: 'x' }, 'another text', literal('y'), true],
  [{ not: 'x' }, 'that text', literal('x'), false],
  [{ not: 'x' }, 'nothing there is not x', undefined, true],
  [{ all: [{ kind: 'string' }, { text: { prefix: 'a' } }] }, 'both', literal('ab'), true],
  [{ all: [{ kind: 'string' }, { text: { prefix: 'a' } }] }, 'one only', literal('b'), false],
  [{ any: [{ kind: 'env' }, 'b'] }, 'one of two', literal('b'), true],
  [{ any: [{ kind: 'env' }, 'b'] }, 'none of two', literal('c'), false],
])('%j: %s', (spec, _, value, expected) => {
  expect(passes(spec, value)).toBe(expected);
});

test('every possibility counts: options of a choice, the default of an environment read', () => {
  expect(passes('azure', choice(literal('openai'), literal('azure')))).toBe(true);
  expect(passes('azure', env('KIND', literal('azure')))).toBe(true);
  expect(passes('azure', choice(literal('openai'), env('KIND', literal('azure'))))).toBe(true);
  expect(passes('azure', choice(literal('openai'), literal('other')))).toBe(false);
});

test('one and the same possibility has to fulfil all conditions', () => {
  const either = choice(env('A_KEY', literal('x')), literal('y'));
  expect(passes({ kind: 'literal', text: 'x' }, either)).toBe(true);
  expect(passes({ kind: 'env', text: 'x' }, either)).toBe(false);
});

test('contains looks at every depth: texts, names, callees, keys', () => {
  const deep = object({
    outer: list(
      call('make', [template('a*c', reference('hole'))], [named('flag', env('FROM_ENV', literal('fallback')))]),
    ),
  });
  for (const inside of ['outer', 'make', 'a*c', 'hole', 'flag', 'FROM_ENV', 'fallback'])
    expect(passes({ contains: inside }, deep), inside).toBe(true);
  expect(passes({ contains: 'elsewhere' }, deep)).toBe(false);
  expect(passes({ contains: 'outer' }, undefined)).toBe(false);
});

test('contains also knows the name a value came through', () => {
  expect([...textsInside(via('ENDPOINT', literal('x')))]).toEqual(['x', 'ENDPOINT']);
});

test('refersTo is asked with the wanted canonical type', () => {
  const asked: string[] = [];
  const predicate = compileValue({ refersTo: 'cognitive.account/openai' }, {});
  const references = {
    refersTo: (value: Value, canonical: string) => {
      asked.push(canonical);
      return value.kind === 'reference';
    },
  };
  expect(predicate(reference('account.id'), references)).toBe(true);
  expect(predicate(literal('account.id'), references)).toBe(false);
  expect(asked).toEqual(['cognitive.account/openai', 'cognitive.account/openai']);
});

test('a test without a condition is refused', () => {
  expect(() => compileValue({}, {})).toThrow('matches everything');
});
