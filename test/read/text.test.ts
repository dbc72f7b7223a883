import { describe, expect, test } from 'vitest';
import type { Fact, Value } from '../../src/model/fact.ts';
import { readerFor } from '../../src/read/index.ts';
import { readText } from '../../src/read/text/index.ts';

const shown = (value: Value | undefined): string => {
  if (!value) return '-';
  if (value.kind === 'literal' || value.kind === 'template') return `"${value.text}"`;
  if (value.kind === 'env') return value.default ? `env ${value.name} or ${shown(value.default)}` : `env ${value.name}`;
  if (value.kind === 'reference') return value.name;
  return value.kind === 'call' ? `${value.callee}()` : value.kind;
};
const said = (fact: Fact): string => {
  const at = `${fact.span.line}:${fact.span.column}-${fact.span.endColumn} ${fact.kind}`;
  switch (fact.kind) {
    case 'string':
      return `${at} ${fact.text}`;
    case 'envRead':
      return `${at} ${fact.name}`;
    case 'call': {
      const given = [...fact.args.map(shown), ...fact.named.map(each => `${each.name}=${shown(each.value)}`)];
      return `${at} ${fact.callee}(${given.join(', ')})`;
    }
    case 'definition':
    case 'entry':
      return `${at} ${fact.name} = ${shown(fact.value)}`;
    case 'import':
      return `${at} ${fact.name}`;
    default:
      return at;
  }
};
const read = (path: string, lines: readonly string[], end = '\n'): string[] =>
  readText({ path, text: lines.join(end) }).facts.map(said);
const of = (kind: Fact['kind'], path: string, lines: readonly string[], end = '\n'): string[] =>
  read(path, lines, end).filter(line => line.split(' ')[1] === kind);

describe('the environment', () => {
  test.each([
    ['a.rb', `k = ENV['LLM_KEY']`, '1:9-18'],
    ['a.rb', `k = ENV.fetch("LLM_KEY")`, '1:15-24'],
    ['a.php', `<?php $k = getenv('LLM_KEY');`, '1:19-28'],
    ['a.php', `<?php $k = $_ENV['LLM_KEY'];`, '1:18-27'],
    ['a.rs', `let k = std::env::var("LLM_KEY")?;`, '1:23-32'],
    ['a.R', `k <- Sys.getenv("LLM_KEY")`, '1:17-26'],
    ['a.exs', `k = System.get_env("LLM_KEY")`, '1:20-29'],
    ['a.kt', `val k = System.getenv("LLM_KEY")`, '1:23-32'],
    ['a.swift', `let k = ProcessInfo.processInfo.environment["LLM_KEY"]`, '1:45-54'],
    ['a.dart', `final k = Platform.environment['LLM_KEY'];`, '1:32-41'],
    ['a.lua', `local k = os.getenv("LLM_KEY")`, '1:21-30'],
    ['a.clj', `(def k (System/getenv "LLM_KEY"))`, '1:23-32'],
    ['a.scala', `val k = sys.env("LLM_KEY")`, '1:17-26'],
    ['a.groovy', `def k = System.getenv('LLM_KEY')`, '1:23-32'],
    ['a.fs', `let k = Environment.GetEnvironmentVariable "LLM_KEY"`, '1:44-53'],
    ['a.vb', `Dim k = Environment.GetEnvironmentVariable("LLM_KEY")`, '1:44-53'],
    ['a.http', `GET {{host}}/x?k={{$dotenv LLM_KEY}}`, '1:28-35'],
  ])('%s: %s', (path, line, at) => {
    expect(of('envRead', path, [line])).toEqual([`${at} envRead LLM_KEY`]);
    expect(read(path, [line]).filter(fact => / (?:call|string) LLM_KEY/.test(fact))).toEqual([]);
  });

  test('a default is kept', () => {
    expect(of('definition', 'a.rb', [`u = ENV.fetch('U', 'x')`, `v = ENV['V'] || 'y'`])).toEqual([
      '1:1-2 definition u = env U or "x"',
      '2:1-2 definition v = env V or "y"',
    ]);
    expect(of('definition', 'a.rs', [`let u = env::var("U").unwrap_or("x".to_string());`])).toEqual([
      '1:5-6 definition u = env U or "x"',
    ]);
  });

  test('other tables and calls are not the environment', () => {
    expect(of('envRead', 'a.rb', [`a = settings['LLM_KEY']`, `b = fetch("LLM_KEY")`])).toEqual([]);
    expect(of('envRead', 'a.swift', [`let a = env("LLM_KEY")`])).toEqual([]);
  });
});

describe('comments and documentation', () => {
  test.each([
    ['a.rb', ['# "no"', '=begin', 'x = "no"', '=end', 'y = "yes"']],
    ['a.php', ['"no"', '<?php // "no"', '# "no"', '/* "no" */ $y = "yes"; ?> "no"']],
    ['a.rs', ['// "no"', '/* "no" */ let y = "yes";']],
    ['a.ex', ['# "no"', '@moduledoc """', 'no', '"""', 'y = "yes"']],
    ['a.clj', ['; "no"', '(def y "yes")']],
    ['a.fs', ['// "no"', '(* "no" *)', 'let y = "yes"']],
    ['a.vb', [`' "no"`, 'y = "yes"']],
    ['a.lua', ['-- "no"', '--[[ "no"', ']] y = "yes"']],
    ['a.sql', ["-- 'no'", "/* 'no' */ SELECT 'yes'"]],
  ])('%s', (path, lines) => {
    expect(of('string', path, lines).map(line => line.split(' ').at(-1))).toEqual(['yes']);
  });

  test('a comment mark inside a text is text', () => {
    expect(of('string', 'a.kt', ['val u = "https://host/x"'])).toEqual(['1:9-25 string https://host/x']);
    expect(of('string', 'a.rb', ["u = 'a#b'"])).toEqual(['1:5-10 string a#b']);
  });
});

describe('texts', () => {
  test.each([
    ['a.rb', 'u = "https://#{r}.host/#{h["k"]}"', '1:5-34 string https://*.host/*'],
    ['a.php', '<?php $u = "https://{$r->x}.host/$y";', '1:12-37 string https://*.host/*'],
    ['a.rs', 'let u = format!("{}/x/{name}", b);', '1:17-30 string */x/*'],
    ['a.rs', 'let u = r#"a "b" c"#;', '1:9-21 string a "b" c'],
    ['a.swift', String.raw`let u = "https://\(r.x(1)).host"`, '1:9-33 string https://*.host'],
    ['a.dart', "final u = 'https://$r.host/${a.b}';", '1:11-35 string https://*.host/*'],
    ['a.scala', 'val u = s"https://$r.host"', '1:9-27 string https://*.host'],
    ['a.fs', 'let u = $"https://{r}.host"', '1:9-28 string https://*.host'],
    ['a.lua', 'u = [[a "b"]]', '1:5-14 string a "b"'],
    ['a.sql', "SELECT N'it''s'", "1:8-16 string it's"],
  ])('%s: %s', (path, line, wanted) => {
    expect(of('string', path, [line])).toEqual([wanted]);
  });

  test('a heredoc is one text over its lines', () => {
    const { facts } = readText({ path: 'a.rb', text: 'U = <<~TXT\n  https://#{r}.host\nTXT\nV = "after"' });
    expect(facts.map(said)).toContain('4:1-2 definition V = "after"');
    expect(facts.find(fact => fact.kind === 'string')).toMatchObject({
      text: '  https://*.host\n',
      template: true,
      span: { line: 1, column: 5, endLine: 3, endColumn: 4 },
    });
  });

  test('positions hold with CRLF and characters beyond ASCII', () => {
    expect(of('string', 'a.kt', ['val ä = "é😀"', 'val b = "x"'], '\r\n')).toEqual([
      '1:9-14 string é😀',
      '2:9-12 string x',
    ]);
  });

  test('quotes in a pattern are no texts; a division is no pattern', () => {
    expect(of('string', 'a.rb', [`r = /it's "x/`, 'y = "yes"'])).toEqual(['2:5-10 string yes']);
    expect(of('string', 'a.rb', ['r = a / b + "c" / 2'])).toEqual(['1:13-16 string c']);
  });

  test('an apostrophe does not swallow the file', () => {
    expect(of('string', 'a.rs', [`fn f<'a>(x: &'a str) {}`, `let y = "yes";`])).toEqual(['2:9-14 string yes']);
    expect(of('string', 'a.kt', [`val q = "open`, `val y = "yes"`])).toEqual(['2:9-14 string yes']);
  });
});

describe('calls', () => {
  test('keyword arguments and symbols of Ruby', () => {
    expect(of('call', 'a.rb', ['c = Llm::Client.new(', '  type: :azure,', '  base: "u"', ')'])).toEqual([
      '1:5-20 call Llm::Client.new(type="azure", base="u")',
    ]);
  });

  test('a chain is named from its beginning', () => {
    expect(of('call', 'a.php', ['<?php $c = Llm::factory()', "  ->withHeader('api-key', $k)", '  ->make();'])).toEqual([
      '1:12-24 call Llm::factory()',
      '2:5-15 call Llm::factory->withHeader("api-key", $k)',
      '3:5-9 call Llm::factory->withHeader->make()',
    ]);
  });

  test('declarations and control words are no calls', () => {
    expect(of('call', 'a.kt', ['fun go(x: String) {', '  if (x == "a") { run(x) }', '}'])).toEqual([
      '2:19-22 call run(x)',
    ]);
  });

  test('constructions, and the scope they stand in', () => {
    const { facts } = readText({ path: 'a.groovy', text: 'class Bot {\n  def ask() {\n    new Client("x")\n  }\n}' });
    expect(facts.find(fact => fact.kind === 'call')).toMatchObject({
      callee: 'Client',
      form: 'new',
      resolved: false,
      level: 'text',
      scope: 'Bot.ask',
    });
  });

  test('lists of Clojure', () => {
    expect(of('call', 'a.clj', ['(chat/create {:model "d"} {:impl :azure})'])).toEqual([
      '1:2-13 call chat/create(object, object)',
    ]);
    expect(of('entry', 'a.clj', ['(chat/create {:model "d"} {:impl :azure})'])).toEqual([
      '1:16-21 entry model = "d"',
      '1:29-33 entry impl = "azure"',
    ]);
  });
});

test('entries with the keys around them', () => {
  const { facts } = readText({ path: 'a.dart', text: "f(headers: {'api-key': k, 'v': '1'});" });
  expect(facts.filter(fact => fact.kind === 'entry')).toMatchObject([
    { name: 'api-key', path: ['headers'], callee: 'f', span: { column: 13 } },
    { name: 'v', path: ['headers'], callee: 'f', span: { column: 27 } },
  ]);
  expect(of('entry', 'a.kt', ['class A {', '  val url: String', '}'])).toEqual([]);
});

test('imports', () => {
  expect(of('import', 'a.rb', ['require "llm"'])).toEqual(['1:9-14 import llm']);
  expect(of('import', 'a.kt', ['import com.x.Client as C'])).toEqual(['1:8-20 import com.x.Client']);
  expect(of('import', 'a.R', ['library(ellmer)'])).toEqual(['1:9-15 import ellmer']);
  expect(of('import', 'a.php', ['<?php', 'use Llm\\Client;'])).toEqual(['2:5-15 import Llm\\Client']);
});

describe('queries', () => {
  test('columns that come into being', () => {
    const lines = ['CREATE TABLE tenant (', '  id uuid PRIMARY KEY,', '  llm_key varchar(20),', '  UNIQUE (id)', ');'];
    expect(of('definition', 'a.sql', lines)).toEqual(['2:3-5 definition id = -', '3:3-10 definition llm_key = -']);
    expect(of('definition', 'a.sql', ['ALTER TABLE t ADD COLUMN IF NOT EXISTS "llm_url" text;'])).toEqual([
      '1:41-48 definition llm_url = -',
    ]);
  });

  test('a comparison defines nothing', () => {
    expect(of('definition', 'a.sql', ["SELECT 1 FROM t WHERE name = 'x';"])).toEqual([]);
  });

  test('procedures and statements with options are calls', () => {
    expect(of('call', 'a.sql', ["EXEC dbo.send @url = N'https://host/x', @method = 'POST';"])).toEqual([
      '1:6-14 call dbo.send(@url="https://host/x", @method="POST")',
    ]);
    expect(of('call', 'a.sql', ["CREATE EXTERNAL MODEL m WITH (LOCATION = 'https://h', API_FORMAT = 'F');"])).toEqual([
      '1:1-22 call CREATE EXTERNAL MODEL(LOCATION="https://h", API_FORMAT="F")',
    ]);
  });

  test('a query is one text, without its comments', () => {
    expect(of('string', 'a.kql', ['Logs', '| where a == 1', '// no', '| take 2', '', 'Other | take 1'])).toEqual([
      '1:1-5 string Logs\n| where a == 1\n\n| take 2',
      '6:1-6 string Other | take 1',
    ]);
  });
});

describe('requests', () => {
  test('the request line, headers and body of .http', () => {
    const lines = [
      '@base = https://host',
      '### one',
      'POST {{base}}/x?v=1 HTTP/1.1',
      'api-key: {{key}}',
      '',
      '{ "model": "m" }',
    ];
    expect(read('a.http', lines)).toEqual([
      '1:2-6 definition base = "https://host"',
      '1:9-21 string https://host',
      '3:6-20 string https://host/x?v=1',
      '4:1-8 entry api-key = key',
      '6:4-9 entry model = "m"',
    ]);
  });

  test('blocks of .bru; scripts say nothing', () => {
    const lines = [
      'post {',
      '  url: https://host/x',
      '}',
      'headers {',
      '  api-key: {{key}}',
      '}',
      'docs {',
      '  url: https://no',
      '}',
    ];
    expect(read('a.bru', lines)).toEqual(['2:8-22 string https://host/x', '5:3-10 entry api-key = key']);
  });
});

test('deep nesting, unclosed marks and long lines are read in time', () => {
  const deep = [
    '(['.repeat(10_000),
    '{"'.repeat(10_000),
    `${'f(a,'.repeat(10_000)}x`,
    '('.repeat(50_000) + ']'.repeat(50_000),
  ];
  for (const end of ['rb', 'php', 'rs', 'clj', 'sql', 'kt', 'http']) {
    for (const text of deep) expect(readText({ path: `a.${end}`, text }).diagnostics).toEqual([]);
  }
});

test('every fact says that it comes from text, and the registry says it too', () => {
  for (const path of ['a.rb', 'A.R', 'a.csl', 'a.rest', 'a.fs']) expect(readerFor(path)?.level, path).toBe('text');
  const { facts } = readText({ path: 'a.rb', text: 'require "x"\nu = f("a", ENV["B"], {"c" => d.e})' });
  expect(new Set(facts.map(fact => fact.level))).toEqual(new Set(['text']));
});
