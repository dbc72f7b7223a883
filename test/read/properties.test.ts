import { expect, test } from 'vitest';
import { createReader } from '../../src/read/properties/index.ts';
import { shown } from './shown.ts';

const read = await shown(createReader);
const facts = (text: string): readonly string[] => read('application.properties', text).facts;

test('the name is the whole key, the path its parts', async () => {
  const reader = await createReader();
  const [fact] = reader({ path: 'a.properties', text: '# c\nspring.ai.models[0].api-key=abc\n' }).facts;
  expect(fact).toMatchObject({
    kind: 'setting',
    name: 'spring.ai.models[0].api-key',
    path: ['spring', 'ai', 'models', 'api-key'],
    format: 'properties',
    scope: 'spring.ai.models',
    span: { line: 2, column: 1, endLine: 2, endColumn: 28 },
    extent: { line: 2, column: 1, endLine: 2, endColumn: 32 },
    value: { kind: 'literal', text: 'abc', span: { line: 2, column: 29, endLine: 2, endColumn: 32 } },
  });
});

test('separators, blanks and comments', () => {
  expect(facts('! c\na = b\nc: d \n  e f\ng\n# h=i\n')).toEqual([
    '2:1-2 a = "b" @2:5-6',
    '3:1-2 c = "d" @3:4-5',
    '4:3-4 e = "f" @4:5-6',
    '5:1-2 g = "" @5:2-2',
  ]);
});

test('variables of the environment with and without default, and names of other properties', () => {
  expect(
    facts('a=${KEY}\nb=${KEY:}\nc=https://${HOST:x}.example.com\nd=${other.key}\ne=${other.key:z}\nf=#{spel}\n'),
  ).toEqual([
    '1:1-2 a = ${KEY} @1:3-9',
    '2:1-2 b = ${KEY=""} @2:3-10',
    '3:1-2 c = "https://*.example.com"(${HOST="x"}) @3:3-32',
    '4:1-2 d = <other.key> @4:3-15',
    '5:1-2 e = <other.key> | "z" @5:3-17',
    '6:1-2 f = "#{spel}" @6:3-10',
  ]);
});

test('values over several lines, escapes and Windows line ends', () => {
  expect(facts('a=one \\\r\n  two\r\nb=\\u00e4 ${X}\r\n')).toEqual([
    '1:1-2 a = "one two" @1:3-2:6',
    '3:1-2 b = "ä *"(${X}) @3:3-14',
  ]);
});
