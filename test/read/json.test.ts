import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/json/index.ts';
import { parseJson } from '../../src/read/json/tree.ts';
import { Read } from './infrastructure.ts';
import { millisecondsFor, TOO_LONG } from './shown.ts';

const reader = createReader();
const read = (text: string, path = 'settings.json'): Read => new Read(reader, path, text);

describe('settings', () => {
  test('every scalar, and the section it stands in with the scalars next to it', () => {
    const text = `{
  // which account
  "AzureOpenAI": {
    "Endpoint": "https://desk.openai.azure.com/", /* chat */
    "Retries": 3,
    "Nested": { "On": true, "Key": null },
  },
}`;
    expect(read(text).lines()).toEqual([
      '3:3-16 json AzureOpenAI = {Endpoint: "https://desk.openai.azure.com/", Retries: number 3}',
      '4:5-15 json AzureOpenAI.Endpoint = "https://desk.openai.azure.com/"',
      '5:5-14 json AzureOpenAI.Retries = number 3',
      '6:5-13 json AzureOpenAI.Nested = {On: boolean true, Key: null null}',
      '6:17-21 json AzureOpenAI.Nested.On = boolean true',
      '6:29-34 json AzureOpenAI.Nested.Key = null null',
    ]);
    expect(read(text).diagnostics).toEqual([]);
  });

  test('key, value and extent have their own places; the scope is the path above', () => {
    const [fact] = read('{"a": {"b": "x"}}').result.facts.slice(1);
    expect(fact).toMatchObject({
      name: 'b',
      scope: 'a',
      span: { line: 1, column: 8, endLine: 1, endColumn: 11 },
      extent: { line: 1, column: 8, endLine: 1, endColumn: 16 },
      value: { span: { line: 1, column: 13, endLine: 1, endColumn: 16 } },
    });
  });

  test('list positions are no part of the path; a plain item is a setting of the list’s name', () => {
    expect(read('{"models": ["gpt-4o", {"name": "x"}, ["y"]]}').lines()).toEqual([
      '1:2-10 json models = ["gpt-4o"]',
      '1:13-21 json models = "gpt-4o"',
      '1:24-30 json models.name = "x"',
      '1:39-42 json models = "y"',
    ]);
  });

  test('items with a name and a value are settings of that name too', () => {
    expect(read('{"env": [{"name": "AOAI_KEY", "value": "k", "slot": true}, {"name": "lonely"}]}').lines()).toEqual([
      '1:2-7 json env = []',
      '1:19-29 json env.AOAI_KEY = "k"',
      '1:11-17 json env.name = "AOAI_KEY"',
      '1:31-38 json env.value = "k"',
      '1:45-51 json env.slot = boolean true',
      '1:61-67 json env.name = "lonely"',
    ]);
  });

  test('placeholders are read from the environment', () => {
    expect(
      read('{"a": "${AOAI_HOST}", "b": "${AOAI_NAME:-desk}", "c": "https://${AOAI_NAME}.example/"}').lines(),
    ).toEqual([
      '1:2-5 json a = ${AOAI_HOST}',
      '1:23-26 json b = ${AOAI_NAME="desk"}',
      '1:50-53 json c = "https://*.example/"(${AOAI_NAME})',
    ]);
  });

  test('CRLF, letters outside ASCII and escapes keep exact places', () => {
    const text = '{\r\n  "größe": "süß\\n",\r\n  "😀": 1\r\n}\r\n';
    expect(read(text).lines()).toEqual(['2:3-10 json größe = "süß\\n"', '3:3-7 json 😀 = number 1']);
  });

  test('JSON5: single quotes, bare keys, signs', () => {
    expect(read("{ unquoted: 'it\\'s', 'b': +1, c: .5, d: Infinity }", 'x.json5').lines()).toEqual([
      '1:3-11 json unquoted = "it\'s"',
      '1:22-25 json b = number +1',
      '1:31-32 json c = number .5',
      '1:38-39 json d = number Infinity',
    ]);
  });

  test('values line by line', () => {
    expect(read('{"a": 1}\n{"a": 2}\n').lines()).toEqual(['1:2-5 json a = number 1', '2:2-5 json a = number 2']);
  });

  test('tfvars in JSON', () => {
    expect(read('{"chat_capacity": 20}', 'prod.tfvars.json').lines()).toEqual([
      '1:2-17 tfvars chat_capacity = number 20',
    ]);
  });
});

describe('what is broken', () => {
  test('an error is said once, with its line; the rest is read', () => {
    const result = read('{\n  "a": 1,\n  "b": oops,\n  "c": {"d": 2},,\n  "e": ]\n}');
    expect(result.diagnostics).toEqual(['3 syntax-error: unexpected "oops"']);
    expect(result.lines()).toContain('4:9-12 json c.d = number 2');
  });

  test('a forgotten quote ends with its line', () => {
    const result = read('{\n  "a": "open,\n  "b": "shut"\n}');
    expect(result.diagnostics).toEqual(['2 syntax-error: this string is never closed']);
    expect(result.lines()).toContain('3:3-6 json b = "shut"');
  });

  test('a bracket that is never closed', () => {
    const result = read('{"a": {"b": [1, 2');
    expect(result.diagnostics).toEqual(['1 syntax-error: this bracket is never closed']);
    expect(result.lines('setting').at(-1)).toBe('1:17-18 json a.b = number 2');
  });

  test('nothing at all', () => {
    expect(read('').lines()).toEqual([]);
    expect(read('// only a note').diagnostics).toEqual([]);
  });
});

describe('bounds', () => {
  test('reading stops where a file is data', () => {
    const result = read(`[${'1,'.repeat(200_001)}1]`);
    expect(result.diagnostics).toEqual([
      '1 too-many-values: more than 200000 values; the rest of the file was not read',
    ]);
    expect(result.result.facts).toHaveLength(200_000);
  });

  test('nesting is cut, not followed into the ground', () => {
    const result = read(`{"a": ${'['.repeat(50_000)}"deep"${']'.repeat(50_000)}, "b": 1}`);
    expect(result.diagnostics.join()).toContain('too-deep');
    expect(result.lines()).toContain('1:100015-100018 json b = number 1');
  });

  test.each([
    ['quotes', "'".repeat(400_000)],
    ['brackets that do not match', `${'{'.repeat(50_000)}${'['.repeat(50_000)}${'}'.repeat(100_000)}`],
    ['one long line', `{${Array.from({ length: 60_000 }, (_, i) => `"key${i}": "value ${i}"`).join(',')}}`],
    ['a long string of holes', `{"a": "${'${A}'.repeat(500_000)}"}`],
    ['slashes', `{"a": 1 ${'/ '.repeat(300_000)}}`],
  ])('%s take time in proportion', (_, text) => {
    expect(millisecondsFor(reader, 'x.json', text)).toBeLessThan(TOO_LONG);
  });
});

describe('the tree', () => {
  test('offsets are those of the text', () => {
    const { roots } = parseJson('{"a": [1]}');
    expect(roots).toEqual([
      {
        type: 'object',
        start: 0,
        end: 10,
        entries: [
          {
            key: 'a',
            keyStart: 1,
            keyEnd: 4,
            value: { type: 'array', start: 6, end: 9, items: [{ type: 'number', text: '1', start: 7, end: 8 }] },
          },
        ],
      },
    ]);
  });

  test('strings run over lines only where that is allowed', () => {
    const text = '{"a": "one\ntwo", "b": 1}';
    expect(parseJson(text, { multiline: true }).problems).toEqual([]);
    expect(parseJson(text).problems).toHaveLength(1);
  });
});

test('command lines of a development container and of tasks', () => {
  const { facts } = read('{ "postCreateCommand": "make \\"a b\\" --fast x", "title": "make nothing" }').result;
  expect(
    facts.flatMap(fact =>
      fact.kind === 'command'
        ? [`${fact.span.line}:${fact.span.column} ${fact.program} ${fact.named.map(flag => flag.name).join()}`]
        : [],
    ),
  ).toEqual(['1:25 make --fast']);
});
