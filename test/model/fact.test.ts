import { expect, test } from 'vitest';
import { lookup, possibilities, textOf, walkValue, type Value } from '../../src/model/fact.ts';
import {
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
} from '../match/support.ts';

const words = (values: Iterable<Value>): string[] =>
  [...values].map(
    value => textOf(value) ?? (value.kind === 'env' || value.kind === 'reference' ? value.name : value.kind),
  );

test('the text of literals and templates, and of nothing else', () => {
  expect(textOf(literal(''))).toBe('');
  expect(textOf(number('3'))).toBe('3');
  expect(textOf(template('a*', unknown))).toBe('a*');
  expect(textOf(reference('x'))).toBeUndefined();
  expect(textOf(undefined)).toBeUndefined();
});

test('possibilities in the order they are written', () => {
  const value = choice(literal('a'), choice(env('B', choice(literal('c'), literal('d'))), literal('e')), literal('f'));
  expect(words(possibilities(value))).toEqual(['a', 'B', 'c', 'd', 'e', 'f']);
  expect(words(possibilities(literal('a')))).toEqual(['a']);
});

test('everything inside a value, in reading order', () => {
  const value = object({
    one: list(literal('a'), template('b*', reference('c'))),
    two: call('f', [literal('d')], [named('k', env('E', literal('g')))]),
    three: choice(literal('h'), unknown),
  });
  expect(words(walkValue(value))).toEqual([
    'object',
    'list',
    'a',
    'b*',
    'c',
    'call',
    'd',
    'E',
    'g',
    'choice',
    'h',
    'unknown',
  ]);
});

test('a value nested a hundred thousand deep is walked', () => {
  let lists = literal('bottom');
  let choices = literal('bottom');
  for (let i = 0; i < 100_000; i++) {
    lists = list(lists);
    choices = choice(choices, literal('x'));
  }
  let count = 0;
  for (const _ of walkValue(lists)) count += 1;
  expect(count).toBe(100_001);
  expect([...possibilities(choices)]).toHaveLength(100_001);
});

test('lookup by path: casing does not count, lists and repeated blocks are looked into, a star is any name', () => {
  const value = object({
    Sku: object({ name: literal('S0') }),
    rule: [object({ port: number('1') }), object({ port: number('2') })],
    either: choice(object({ x: literal('left') }), object({ x: literal('right') })),
    items: list(object({ x: literal('first') }), literal('odd'), object({ x: literal('second') })),
  });
  expect(words(lookup(value, 'sku.NAME'))).toEqual(['S0']);
  expect(words(lookup(value, 'rule.port'))).toEqual(['1', '2']);
  expect(words(lookup(value, 'either.x'))).toEqual(['left', 'right']);
  expect(words(lookup(value, 'items.x'))).toEqual(['first', 'second']);
  expect(words(lookup(value, '*.x'))).toEqual(['left', 'right', 'first', 'second']);
  expect(lookup(value, 'sku.name.deeper')).toEqual([]);
  expect(lookup(value, 'nothing')).toEqual([]);
  expect(lookup(literal('x'), 'x')).toEqual([]);
});
