import { expect, test } from 'vitest';
import { createReader } from '../../src/read/ini/index.ts';
import { shown } from './shown.ts';

const read = await shown(createReader);
const facts = (text: string): readonly string[] => read('app.ini', text).facts;

test('sections, both separators, comments', () => {
  expect(facts('top = 1\n[open ai] ; c\nkey = v ; c\nurl: https://x/#frag\n# a = b\n; c = d\n')).toEqual([
    '1:1-4 top = "1" @1:7-8',
    '3:1-4 open ai.key = "v" @3:7-8',
    '4:1-4 open ai.url = "https://x/#frag" @4:6-21',
  ]);
});

test('deeper lines continue a value, keys that are all indented do not', () => {
  expect(facts('[a]\nlist =\n  one ; c\n  two\nnext = x\n')).toEqual([
    '2:1-5 a.list = "one\\ntwo" @3:3-4:6',
    '5:1-5 a.next = "x" @5:8-9',
  ]);
  expect(facts('[user]\n\tname = x\n\tmail = y\n[remote "origin"]\n\turl = z\n')).toEqual([
    '2:2-6 user.name = "x" @2:9-10',
    '3:2-6 user.mail = "y" @3:9-10',
    '5:2-5 remote.origin.url = "z" @5:8-9',
  ]);
});

test('an empty value, quotes and a semicolon inside a value', () => {
  expect(facts('a =\nb = "x"\nc = Endpoint=x;Key=y\n')).toEqual([
    '1:1-2 a = "" @1:4-4',
    '2:1-2 b = "x" @2:5-8',
    '3:1-2 c = "Endpoint=x;Key=y" @3:5-21',
  ]);
});

test('variables: of the file, of supervisord, of the environment', () => {
  expect(facts('a = %(root)s/x\nb = %(ENV_KEY)s\nc = ${KEY:-d}\n')).toEqual([
    '1:1-2 a = "*/x"(<root>) @1:5-15',
    '2:1-2 b = ${KEY} @2:5-16',
    '3:1-2 c = ${KEY="d"} @3:5-14',
  ]);
});

test('a list of variables gives each of them', () => {
  expect(facts('[program:web]\nenvironment=A="x",B=%(ENV_B)s\n').slice(1)).toEqual([
    '2:13-14 program:web.environment.A = "x" @2:15-18',
    '2:19-20 program:web.environment.B = ${B} @2:21-30',
  ]);
});

test('files of blocks are another language: nothing, and no complaint', () => {
  const nginx = 'server {\n  listen 80;\n  set $x = y;\n  location / {\n    proxy_pass http://a:1;\n  }\n}\n';
  expect(read('nginx.conf', nginx)).toEqual({ facts: [], diagnostics: [] });
});

test('Windows line ends keep the columns', () => {
  expect(facts('[ä]\r\nk = ü\r\n  ö\r\nz = 1\r\n')).toEqual(['2:1-2 ä.k = "ü\\nö" @2:5-3:4', '4:1-2 ä.z = "1" @4:5-6']);
});
