import { expect, test } from 'vitest';
import { compileText } from '../../src/match/text.ts';
import type { TextTest } from '../../src/model/rule.ts';

const passes = (spec: TextTest, text: string, patterns: Record<string, TextTest> = {}): boolean =>
  compileText(spec, patterns)(text);

test.each<[TextTest, string, boolean]>([
  ['Kind', 'kind', true],
  ['kind', 'kinds', false],
  [['a', 'b'], 'B', true],
  [['a', 'b'], 'c', false],
  [{ equals: ['OpenAI', 'AIServices'] }, 'openai', true],
  [{ includes: '.openai.' }, 'https://x.OPENAI.azure', true],
  [{ includes: ['left', 'right'] }, 'straight on', false],
  [{ prefix: ['azure/', 'azure_'] }, 'Azure/gpt', true],
  [{ prefix: 'azure/' }, 'x-azure/gpt', false],
  [{ suffix: '_KEY' }, 'openai_key', true],
  [{ suffix: '_KEY' }, 'openai_key_2', false],
  [{ regex: 'v\\d+' }, 'API V12', true],
  [{ regex: '^v\\d+$' }, 'API V12', false],
  [{ not: 'x' }, 'y', true],
  [{ not: { prefix: 'x' } }, 'xy', false],
  [{ prefix: 'a', suffix: 'z' }, 'a-z', true],
  [{ prefix: 'a', suffix: 'z' }, 'a-y', false],
  [{ all: [{ prefix: 'a' }, { suffix: 'z' }] }, 'az', true],
  [{ all: [{ prefix: 'a' }, { suffix: 'z' }] }, 'ab', false],
  [{ any: ['one', { prefix: 'two' }] }, 'twofold', true],
  [{ any: ['one', { prefix: 'two' }] }, 'three', false],
  [{ prefix: 'a', not: { suffix: 'b' } }, 'ab', false],
  [{ equals: 'Key', case: true }, 'key', false],
  [{ equals: 'Key', case: true }, 'Key', true],
  [{ regex: 'Key', case: true }, 'key', false],
])('%j on %j is %j', (spec, text, expected) => {
  expect(passes(spec, text)).toBe(expected);
});

test('a regular expression keeps no state between texts', () => {
  const predicate = compileText({ regex: 'a' }, {});
  expect([predicate('a'), predicate('a'), predicate('a')]).toEqual([true, true, true]);
});

test('named patterns, one of which must pass, and patterns made of patterns', () => {
  const patterns: Record<string, TextTest> = {
    host: { suffix: '.example' },
    path: { prefix: '/v1' },
    place: { any: [{ is: 'host' }, { is: 'path' }] },
  };
  expect(passes({ is: 'host' }, 'A.EXAMPLE', patterns)).toBe(true);
  expect(passes({ is: ['host', 'path'] }, '/v1/x', patterns)).toBe(true);
  expect(passes({ is: 'place' }, '/v1/x', patterns)).toBe(true);
  expect(passes({ is: 'place', not: { includes: 'x' } }, '/v1/x', patterns)).toBe(false);
});

test('what cannot be compiled is refused', () => {
  expect(() => compileText({ is: 'nobody' }, {})).toThrow('unknown pattern "nobody"');
  expect(() => compileText({ is: 'a' }, { a: { is: 'b' }, b: { is: 'a' } })).toThrow('refers to itself');
  expect(() => compileText({ regex: '(' }, {})).toThrow(/regular expression/i);
  expect(() => compileText({}, {})).toThrow('matches everything');
  expect(() => compileText({ case: true }, {})).toThrow('matches everything');
});
