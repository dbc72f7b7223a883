import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Value } from '../../src/model/fact.ts';
import type { Span } from '../../src/model/span.ts';
import type { ReadResult, Reader } from '../../src/model/source.ts';
import { readerFor } from '../../src/read/index.ts';
import { createReader } from '../../src/read/go/index.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

const reading = (text: string): ReadResult => read({ path: 'desk.go', text });

function of<K extends FactKind>(text: string, kind: K): FactOf<K>[] {
  return reading(text).facts.filter((fact: Fact): fact is FactOf<K> => fact.kind === kind);
}

const at = ({ line, column, endLine, endColumn }: Span): string =>
  line === endLine ? `${line}:${column}-${endColumn}` : `${line}:${column}-${endLine}:${endColumn}`;

/** A value in one line: `"text"`, `$ENV|default`, `@reference`, `callee(…)`; `name→` in front of what was followed. */
function show(value: Value | undefined): string {
  if (!value) return '';
  const via = value.via === undefined ? '' : `${value.via}→`;
  switch (value.kind) {
    case 'literal':
      return via + (value.type === 'string' ? JSON.stringify(value.text) : value.text);
    case 'template':
      return `${via}\`${value.text}\``;
    case 'env':
      return `${via}$${value.name}${value.default ? `|${show(value.default)}` : ''}`;
    case 'reference':
      return `${via}@${value.name}`;
    case 'call':
      return `${via}${value.callee}(${[...value.args.map(show), ...value.named.map(n => `${n.name}=${show(n.value)}`)].join(', ')})`;
    case 'list':
      return `${via}[${value.items.map(show).join(', ')}]`;
    case 'object':
      return `${via}{${value.entries.map(n => `${n.name}: ${show(n.value)}`).join(', ')}}`;
    case 'choice':
      return value.options.map(show).join(' or ');
    default:
      return '?';
  }
}

const calls = (text: string): string[] =>
  of(text, 'call').map(
    call =>
      `${at(call.span)} ${call.form} ${call.callee}(${[...call.args.map(show), ...call.named.map(n => `${n.name}@${at(n.span)}=${show(n.value)}`)].join(', ')})${call.receiver === undefined ? '' : ` on ${call.receiver}.${call.method}`}`,
  );
const reads = (text: string): string[] =>
  of(text, 'envRead').map(
    fact => `${at(fact.span)} ${fact.access} ${fact.name}${fact.default ? `|${show(fact.default)}` : ''}`,
  );
const entries = (text: string): string[] =>
  of(text, 'entry').map(fact => `${at(fact.span)} ${[...fact.path, fact.name].join('/')}=${show(fact.value)}`);
const strings = (text: string): string[] =>
  of(text, 'string').map(fact => `${at(fact.span)} ${fact.role} ${fact.into ?? '-'} ${fact.text}`);
const definitions = (text: string): string[] =>
  of(text, 'definition').map(fact => `${at(fact.span)} ${fact.role} ${fact.name}=${show(fact.value)}`);

const PACKAGE = 'package desk\n';

test('takes Go files', () => {
  expect(readerFor('cmd/main.go')?.language).toBe('go');
});

test('imports: plain, named, with a version at the end', () => {
  const text = `${PACKAGE}import (\n\t"os"\n\tai "github.com/a/go-b"\n\t"github.com/c/d-go/v3"\n)`;
  expect(of(text, 'import').map(f => `${at(f.span)} ${f.module} ${f.local ?? '-'}`)).toEqual([
    '3:2-6 os os',
    '4:5-24 github.com/a/go-b ai',
    '5:2-24 github.com/c/d-go/v3 d',
  ]);
});

describe('calls', () => {
  const head = `${PACKAGE}import (\n\t"github.com/c/d-go/v3"\n\t"github.com/c/d-go/v3/azure"\n)\n`;

  test('are canonical through imports and know what they are called on', () => {
    const text = `${head}func f(u string) {
	d, err := d.NewClient(azure.WithEndpoint(u, "v"))
	d.Chat.New(err)
	azure := other{}
	azure.Do()
}`;
    expect(calls(text)).toEqual([
      '7:12-23 call github.com/c/d-go/v3.NewClient(github.com/c/d-go/v3/azure.WithEndpoint(@u, "v"))',
      '7:24-42 call github.com/c/d-go/v3/azure.WithEndpoint(@u, "v")',
      '8:2-12 call d.Chat.New(@err) on github.com/c/d-go/v3.NewClient.Chat.New',
      '9:11-16 new other()',
      '10:2-10 call azure.Do() on other.Do',
    ]);
  });

  test('fields of structs of the file have a type', () => {
    const text = `${head}type r struct { model d.Client }\nfunc (x *r) f() { x.model.Chat.New(1) }`;
    expect(calls(text)).toEqual(['7:19-35 call x.model.Chat.New(1) on github.com/c/d-go/v3.Client.Chat.New']);
  });

  test('a struct literal is a construction with its fields', () => {
    const text = `${head}var c = &d.Config{ByAzure: true, Model: "m"}`;
    expect(calls(text)).toEqual(['6:10-18 new github.com/c/d-go/v3.Config(ByAzure@6:19-26=true, Model@6:34-39="m")']);
    expect(of(text, 'entry')).toEqual([]);
  });
});

describe('reads of the environment and of configuration', () => {
  test('of the runtime, of viper, through a helper of the file, by a name that says it', () => {
    const text = `${PACKAGE}import (\n\t"os"\n\t"cmp"\n\t"github.com/spf13/viper"\n)
func env(name, fallback string) string { return os.Getenv(name) }
func f() {
	a, _ := os.LookupEnv("A")
	b := viper.GetString("b.c")
	c := env("C", "c")
	d := util.GetEnvOrDefault("D", "d")
	e := cmp.Or(os.Getenv("E"), "e")
	os.Setenv("F", "f")
	g := viper.GetString(names.G)
	h := headers.Get("H")
}`;
    expect(reads(text)).toEqual([
      '9:23-26 read A',
      '10:23-28 read b.c',
      '11:11-14 read C|"c"',
      '12:28-31 read D|"d"',
      '13:24-27 read E|"e"',
      '14:12-15 write F',
      '15:23-30 read names.G',
    ]);
  });

  test('tags of fields; other tags name no variable', () => {
    const text = `${PACKAGE}type Config struct {\n\tA string \`env:"A_URL,required" envDefault:"x"\`\n\tB string \`json:"b"\`\n}`;
    expect(reads(text)).toEqual(['3:17-22 read A_URL|"x"']);
    expect(definitions(text)).toEqual(['2:6-12 class Config=', '3:2-3 field A=', '4:2-3 field B=']);
    expect(of(text, 'definition')[1]?.scope).toBe('Config');
    expect(of(text, 'string')).toEqual([]);
  });
});

test('entries: literal maps, headers, items', () => {
  const text = `${PACKAGE}var m = map[string]string{"a": "b"}
func f() {
	req.Header.Set("api-key", key)
	q.Add("api-version", "v")
	m["c"] = "d"
}`;
  expect(entries(text)).toEqual([
    '2:27-30 m/a="b"',
    '4:17-26 req.Header/api-key=@key',
    '5:8-21 q/api-version="v"',
    '6:4-7 m/c="d"',
  ]);
});

test('texts: put together, formatted, raw, compared', () => {
  const text = `${PACKAGE}import "fmt"
const base = "https://x"
func f(d string) {
	g(base + "/d/" + d)
	g(fmt.Sprintf("%s/e/%s", base, d))
	r := \`one\\n\`
	if d == "azure" { }
	switch d { case "b": }
}`;
  expect(strings(text)).toEqual([
    '3:14-25 value base https://x',
    '5:4-20 argument g https://x/d/*',
    '6:16-25 argument g https://x/e/*',
    '7:7-14 value r one\\n',
    '8:10-17 compare d azure',
    '9:18-21 compare - b',
  ]);
});

test('definitions follow constants; several results give only the first name a value', () => {
  const text = `${PACKAGE}const a, b = "x", "y"
func f(p string) {
	c, err := g(a)
	config.APIVersion = b
}`;
  expect(definitions(text)).toEqual([
    '2:7-8 variable a="x"',
    '2:10-11 variable b="y"',
    '3:6-7 function f=',
    '3:8-9 parameter p=',
    '4:2-3 variable c=g(a→"x")',
    '4:5-8 variable err=',
    '5:2-19 attribute config.APIVersion=b→"y"',
  ]);
});

test('members: fields and items, not what is called or written', () => {
  const text = `${PACKAGE}func f() {\n\tg(resp.Choices[0].Results)\n\tx.Y = z["k"]\n\tx.Do()\n}`;
  expect(of(text, 'member').map(f => `${at(f.span)} ${f.name} ${f.path}`)).toEqual([
    '3:4-27 Results resp.Choices[0].Results',
    '4:8-14 k z["k"]',
  ]);
});

test('comments say nothing', () => {
  expect(reading(`${PACKAGE}// os.Getenv("X")\n/* "x" */\n`).facts).toEqual([]);
});

test('positions are exact after non-ASCII text and CRLF', () => {
  expect(reads('package a\r\nfunc f() {\r\n\tg("🙂é", os.Getenv("X"))\r\n}')).toEqual(['3:21-24 read X']);
});

test('a mistake is one diagnostic and the rest is read', () => {
  const { facts, diagnostics } = reading(`${PACKAGE}func f( {\n}\nfunc g() { os.Getenv("X") }\n`);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.code).toBe('syntax-error');
  expect(facts.some(fact => fact.kind === 'envRead')).toBe(true);
});

test('deep nesting and long sums come to an end', () => {
  expect(reading(`${PACKAGE}var a = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`).diagnostics).toHaveLength(1);
  expect(reading(`${PACKAGE}var s = "x"${' + y'.repeat(5000)}`).diagnostics).toHaveLength(0);
});

test('new of a value, younger than the grammar, is a call like any other', () => {
  const { facts, diagnostics } = reading(`${PACKAGE}var a = f(new("x"), new(T))\n`);
  expect(diagnostics).toEqual([]);
  expect(facts.filter(fact => fact.kind === 'call').map(fact => fact.callee)).toEqual(['f', 'new', 'new']);
});
