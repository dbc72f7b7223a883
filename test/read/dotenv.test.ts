import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/dotenv/index.ts';
import { millisecondsFor, shown, TOO_LONG } from './shown.ts';

const read = await shown(createReader);
const facts = (text: string, path = '.env'): readonly string[] => read(path, text).facts;

describe('assignments', () => {
  test('key and value stand where a person sees them', () => {
    expect(facts('AZURE_URL=https://x.example.com/\n  export  KEY = v\n')).toEqual([
      '1:1-10 AZURE_URL = "https://x.example.com/" @1:11-33',
      '2:11-14 KEY = "v" @2:17-18',
    ]);
  });

  test('the colon spelling counts, an address in a value does not split', () => {
    expect(facts('A: b\nB=http://c\nC:d\n')).toEqual(['1:1-2 A = "b" @1:4-5', '2:1-2 B = "http://c" @2:3-11']);
  });

  test('an empty value is a literal without text', () => {
    expect(facts('A=\nB=""\nC= # later\n')).toEqual([
      '1:1-2 A = "" @1:3-3',
      '2:1-2 B = "" @2:3-5',
      '3:1-2 C = "" @3:4-4',
    ]);
  });

  test('commented lines, bare names and prose give nothing', () => {
    expect(facts('# A=b\n  #B=c\nexport C\nsome words\n=x\n1A=b\n')).toEqual([]);
  });

  test('a comment needs a blank before it', () => {
    expect(facts('A=b#c\nB=d # e\n')).toEqual(['1:1-2 A = "b#c" @1:3-6', '2:1-2 B = "d" @2:3-4']);
  });

  test('line ends of Windows and characters beyond ASCII keep the columns', () => {
    expect(facts('# größe 😀\r\nA="ä😀" # x\r\nB=c\r\n')).toEqual(['2:1-2 A = "ä😀" @2:3-8', '3:1-2 B = "c" @3:3-4']);
  });

  test('a key that begins like the keyword is no keyword', () => {
    expect(facts('exporter=1\nexport export=2\n')).toEqual([
      '1:1-9 exporter = "1" @1:10-11',
      '2:8-14 export = "2" @2:15-16',
    ]);
  });
});

describe('quotes', () => {
  test('escapes are resolved in double quotes only', () => {
    expect(facts('A="a\\nb\\"c"\nB=\'a\\nb\'\nC=`x"y`\n')).toEqual([
      '1:1-2 A = "a\\nb\\"c" @1:3-12',
      '2:1-2 B = "a\\\\nb" @2:3-9',
      '3:1-2 C = "x\\"y" @3:3-8',
    ]);
  });

  test('a quoted value goes on over lines', () => {
    expect(facts('A="one\ntwo" # c\nB=c\n')).toEqual(['1:1-2 A = "one\\ntwo" @1:3-2:5', '3:1-2 B = "c" @3:3-4']);
  });

  test('a quote left open is reported and costs one line, not the file', () => {
    const { facts: found, diagnostics } = read('.env', 'A="abc\nB="def"\nC=x\n');
    expect(found).toEqual(['1:1-2 A = "abc" @1:3-7', '2:1-2 B = "def" @2:3-8', '3:1-2 C = "x" @3:3-4']);
    expect(diagnostics).toEqual(['1 syntax-error: the quoted value of A has no closing quote']);
  });

  test('an apostrophe inside a word is no quote', () => {
    expect(read('.env', "A=it's\nB='a' 'b'\n")).toEqual({
      facts: ['1:1-2 A = "it\'s" @1:3-7', "2:1-2 B = \"'a' 'b'\" @2:3-10"],
      diagnostics: [],
    });
  });
});

describe('interpolation', () => {
  test('a variable alone, with a default, and inside a text', () => {
    expect(facts('A=${X}\nB=${X:-y}\nC="https://${X}.example.com/$Y"\n')).toEqual([
      '1:1-2 A = ${X} @1:3-7',
      '2:1-2 B = ${X="y"} @2:3-10',
      '3:1-2 C = "https://*.example.com/*"(${X}, ${Y}) @3:3-32',
    ]);
  });

  test('single quotes and a backslash keep the dollar sign', () => {
    expect(facts('A=\'${X}\'\nB="a\\${X}"\n')).toEqual(['1:1-2 A = "${X}" @1:3-9', '2:1-2 B = "a${X}" @2:3-11']);
  });

  test('defaults inside defaults', () => {
    expect(facts('A=${X:-${Y:-z}}\n')).toEqual(['1:1-2 A = ${X=${Y="z"}} @1:3-16']);
  });

  test('holes stand at their own place, behind escapes too', async () => {
    const reader = await createReader();
    const [fact] = reader({ path: '.env', text: 'A="a\\t${X}"' }).facts;
    const value = fact?.kind === 'setting' ? fact.value : undefined;
    expect(value?.kind === 'template' && value.holes[0]?.span).toEqual({
      line: 1,
      column: 7,
      endLine: 1,
      endColumn: 11,
    });
  });
});

describe('.envrc', () => {
  test('assignments are read, the rest of the shell is skipped', () => {
    const text =
      'use flake\nexport A=b # c\nif [ "$X" = y ]; then\n  B="z"\nfi\nsource_env ../x\nKEY: v\nC="$(cat f)"\n';
    expect(facts(text, 'app/.envrc')).toEqual([
      '2:8-9 A = "b" @2:10-11',
      '4:3-4 B = "z" @4:5-8',
      '8:1-2 C = ? @8:3-13',
    ]);
  });
});

test.for([
  'A="x\n'.repeat(100_000),
  `A=${'${'.repeat(300_000)}`,
  `A="${'\\"'.repeat(300_000)}`,
  `A${' '.repeat(300_000)}`,
])('hostile text %# takes linear time', async text => {
  expect(millisecondsFor(await createReader(), '.env', text)).toBeLessThan(TOO_LONG);
});
