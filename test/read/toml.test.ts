import { expect, test } from 'vitest';
import { createReader } from '../../src/read/toml/index.ts';
import { shown } from './shown.ts';

const read = await shown(createReader);
const facts = (text: string): readonly string[] => read('config.toml', text).facts;

test('tables, dotted keys, inline tables, types', () => {
  expect(
    facts(
      'title = "x" # c\n[llm.azure]\n"api key" = \'v\'\nn = 1_000\non = true\nday = 2024-10-21\na.b = "c"\nq = { r = 1, s = { t = "u" } }\n',
    ),
  ).toEqual([
    '1:1-6 title = "x" @1:9-12',
    '2:2-11 llm.azure = {api key: "v", n: number 1_000, on: boolean true, day: "2024-10-21", a.b: "c"} @2:1-8:31',
    '3:1-10 llm.azure.api key = "v" @3:13-16',
    '4:1-2 llm.azure.n = number 1_000 @4:5-10',
    '5:1-3 llm.azure.on = boolean true @5:6-10',
    '6:1-4 llm.azure.day = "2024-10-21" @6:7-17',
    '7:1-4 llm.azure.a.b = "c" @7:7-10',
    '8:1-2 llm.azure.q = {r: number 1} @8:5-31',
    '8:7-8 llm.azure.q.r = number 1 @8:11-12',
    '8:14-15 llm.azure.q.s = {t: "u"} @8:18-29',
    '8:20-21 llm.azure.q.s.t = "u" @8:24-27',
  ]);
});

test('positions in lists are left out of the path', () => {
  expect(facts('[[models]]\nname = "a"\n[[models]]\nname = "b"\nhosts = [\n  "h1",\n  { x = "y" },\n]\n')).toEqual([
    '1:3-9 models = {name: "a"} @1:1-2:11',
    '2:1-5 models.name = "a" @2:8-11',
    '3:3-9 models = {name: "b"} @3:1-8:2',
    '4:1-5 models.name = "b" @4:8-11',
    '5:1-6 models.hosts = ["h1"] @5:9-8:2',
    '6:3-7 models.hosts = "h1" @6:3-7',
    '7:5-6 models.hosts.x = "y" @7:9-12',
  ]);
});

test('variables in strings', () => {
  expect(facts('a = "${KEY}"\nb = "https://$HOST_1/x"\nc = "$ref"\n')).toEqual([
    '1:1-2 a = ${KEY} @1:5-13',
    '2:1-2 b = "https://*/x"(${HOST_1}) @2:5-24',
    '3:1-2 c = "$ref" @3:5-11',
  ]);
});

test('a faulty line is reported and read by itself, the others are parsed', () => {
  const { facts: found, diagnostics } = read('config.toml', '[a]\nx = "1"\ny = oops it is\nz = "2"\n');
  expect(found).toContain('4:1-2 a.z = "2" @4:5-8');
  expect(found).toContain('3:1-2 text a.y = "oops it is" @3:5-15');
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatch(/^3 syntax-error: /);
});

test('a key given twice keeps both', () => {
  expect(facts('a = "1"\na = "2"\n')).toEqual(['1:1-2 a = "1" @1:5-8', '2:1-2 text a = "2" @2:5-8']);
});

test('nesting that overflows the parser is reported, and the rest read by line', () => {
  const { facts: found, diagnostics } = read('x.toml', `a = ${'['.repeat(100_000)}${']'.repeat(100_000)}\nb = "c"\n`);
  expect(found.at(-1)).toBe('2:1-2 text b = "c" @2:5-8');
  expect(diagnostics).toHaveLength(1);
});

test('Windows line ends keep the columns', () => {
  expect(facts('# ü\r\na = "ä"\r\nb = """x\r\ny"""\r\n')).toEqual([
    '2:1-2 a = "ä" @2:5-8',
    '3:1-2 b = "x\\ny" @3:5-4:5',
  ]);
});
