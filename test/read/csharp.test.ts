import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Value } from '../../src/model/fact.ts';
import type { Span } from '../../src/model/span.ts';
import type { ReadResult, Reader } from '../../src/model/source.ts';
import { createReader } from '../../src/read/csharp/index.ts';
import { readerFor } from '../../src/read/index.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

const reading = (text: string, path = 'Program.cs'): ReadResult => read({ path, text });
const factsIn = (text: string, path?: string): Fact[] => reading(text, path).facts;

function of<K extends FactKind>(text: string, kind: K, path?: string): FactOf<K>[] {
  return factsIn(text, path).filter((fact): fact is FactOf<K> => fact.kind === kind);
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
      return `${via}{${value.entries.map(e => `${e.name}: ${show(e.value)}`).join(', ')}}`;
    case 'choice':
      return `${via}(${value.options.map(show).join(' / ')})`;
    case 'unknown':
      return `${via}?`;
  }
}

const calls = (text: string, path?: string): string[] =>
  of(text, 'call', path).map(call => {
    const from = call.receiver === undefined ? '' : ` <${call.receiver}>${call.method ?? ''}`;
    const given = [...call.args.map(show), ...call.named.map(n => `${n.name}=${show(n.value)}`)].join(', ');
    return `${at(call.span)} ${call.form} ${call.callee}${call.resolved ? '!' : ''}${from}(${given})`;
  });
const envs = (text: string, path?: string): string[] =>
  of(text, 'envRead', path).map(env => `${at(env.span)} ${env.access} ${env.name} ${show(env.default)}`.trim());
const entries = (text: string): string[] =>
  of(text, 'entry').map(
    entry =>
      `${at(entry.span)} ${[...entry.path, entry.name].join('.')} = ${show(entry.value)}${entry.callee ? ` in ${entry.callee}` : ''}`,
  );
const members = (text: string): string[] =>
  of(text, 'member').map(member => `${at(member.span)} ${member.path} (${member.name})`);
const strings = (text: string): string[] =>
  of(text, 'string').map(
    string => `${at(string.span)} ${string.role} ${string.into ?? '-'} ${JSON.stringify(string.text)}`,
  );
const definitions = (text: string, path?: string): string[] =>
  of(text, 'definition', path).map(one => `${at(one.span)} ${one.role} ${one.name} ${show(one.value)}`.trim());
/** What the variable is given in the end. */
const held = (text: string, name: string): string =>
  show(of(text, 'definition').findLast(one => one.name === name)?.value);

test('takes the files of the language and the pages with code in them', () => {
  const languages = ['A.cs', 'run.csx', 'Page.razor', 'Index.cshtml'].map(path => readerFor(path)?.language);
  expect(languages).toEqual(['csharp', 'csharp', 'csharp', 'csharp']);
  expect(readerFor('A.cs')?.level).toBe('parsed');
});

describe('usings', () => {
  test('name a namespace, a type or an alias', () => {
    const code =
      'global using Azure.Desk;\nusing static System.Math;\nusing AO = Azure.Desk.Client;\nusing (var x = y) { }\n';
    const found = of(code, 'import').map(one => `${at(one.span)} ${one.module} | ${one.name} | ${one.local ?? ''}`);
    expect(found).toEqual([
      '1:14-24 Azure.Desk | Azure.Desk | ',
      '2:14-25 System.Math | System.Math | ',
      '3:12-29 Azure.Desk | Azure.Desk.Client | AO',
    ]);
  });

  test('packages of scripts and single-file programs', () => {
    const code = '#!/usr/bin/env dotnet\n#:package Azure.Desk@2.1.0\n#r "nuget: Serilog, 3.0.0"\nvar a = new B();\n';
    const found = of(code, 'dependency', 'run.csx').map(
      one => `${at(one.span)} ${one.ecosystem} ${one.name} ${one.version}`,
    );
    expect(found).toEqual(['2:11-21 nuget Azure.Desk 2.1.0', '3:12-19 nuget Serilog 3.0.0']);
    expect(reading(code, 'run.csx').diagnostics).toEqual([]);
    expect(calls(code, 'run.csx')).toEqual(['4:13-14 new B()']);
  });
});

describe('constructions and calls', () => {
  test('types by the name written, qualified, aliased or given by the target', () => {
    const code = `using AO = Azure.Desk.Client;
class Bot(Settings s) : Base("x") {
    readonly Client _a = new(new Uri("https://a"), key) { Retries = 2 };
    Client Make() => new("m");
    async Task<Client> Later() { return new("l"); }
    void F() {
        var b = new AO(name: "n");
        global::Azure.Desk.Client c = new Azure.Desk.Client();
        Client[] d = { new("q") };
        _a = new("z");
    }
}`;
    expect(calls(code)).toEqual([
      '2:25-29 new Base("x")',
      '3:26-29 new Client(Uri("https://a"), @key, Retries=2)',
      '3:34-37 new Uri("https://a")',
      '4:22-25 new Client("m")',
      '5:41-44 new Client("l")',
      '7:21-23 new Azure.Desk.Client!(name="n")',
      '8:43-60 new Azure.Desk.Client!()',
      '9:24-27 new Client("q")',
      '10:14-17 new Client("z")',
    ]);
  });

  test('chains are told call by call, each where its own name stands', () => {
    const code = `builder.Services.AddModel("a", where: url);
var memory = new Memory()
    .WithText(text)
    .Build<Serverless>();
`;
    expect(calls(code)).toEqual([
      '1:1-26 call builder.Services.AddModel("a", where=@url)',
      '4:6-11 call Memory.WithText.Build <Memory>WithText.Build(<T>=@Serverless)',
      '3:6-14 call Memory.WithText <Memory>WithText(@text)',
      '2:18-24 new Memory()',
    ]);
  });

  test('receivers: variables, fields, parameters, services asked for by type, own methods', () => {
    const code = `class Bot(Desk desk) {
    Client _c = new AzureClient("x");
    Desk Open() => Shop.Make();
    void F(IServiceProvider p) {
        var chat = _c.GetChat("d");
        chat.Ask("q");
        desk.Ask("q");
        this._c.Ping();
        p.GetRequiredService<Client>().GetChat("d");
        Open().Ask();
        Other().Ask();
        var unknown = Shop.Make();
        unknown.Ask();
    }
}`;
    const receivers = of(code, 'call')
      .filter(call => call.form === 'call')
      .map(call => `${call.span.line} ${call.callee} <${call.receiver ?? ''}>${call.method ?? ''}`);
    expect(receivers).toEqual([
      '3 Shop.Make <>',
      '5 _c.GetChat <AzureClient>GetChat',
      '6 chat.Ask <AzureClient>GetChat.Ask',
      '7 desk.Ask <Desk>Ask',
      '8 _c.Ping <AzureClient>Ping',
      '9 p.GetRequiredService.GetChat <Client>GetChat',
      '9 p.GetRequiredService <IServiceProvider>GetRequiredService',
      '10 Open.Ask <Desk>Ask',
      '10 Open <>',
      '11 Other.Ask <>',
      '11 Other <>',
      '12 Shop.Make <>',
      '13 unknown.Ask <>',
    ]);
  });

  test('attributes are decorators', () => {
    expect(calls('[Ask("who", Model = "%M%")] class A { [Key] string B; }')).toEqual([
      '1:2-5 decorator Ask("who", Model="%M%")',
      '1:40-43 decorator Key()',
    ]);
  });
});

describe('the environment and configuration', () => {
  test('reads with defaults, writes, tests', () => {
    const code = `var a = Environment.GetEnvironmentVariable("A") ?? "d";
var b = System.Environment.GetEnvironmentVariable("B") ?? throw new Exception();
Environment.SetEnvironmentVariable("C", "v");
if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("D"))) return;
if (config["E"] is null || config["F"] != null) return;
config["G:H"] = "v";
`;
    expect(envs(code)).toEqual([
      '1:44-47 read A "d"',
      '2:51-54 read B',
      '3:36-39 write C',
      '4:61-64 test D',
      '5:12-15 test E',
      '5:35-38 test F',
      '6:8-13 write G:H',
    ]);
    expect(held(code, 'a')).toBe('$A|"d"');
    expect(held(code, 'b')).toBe('$B');
  });

  test('sections stand in front of their keys, also through a variable', () => {
    const code = `class A(IConfiguration settings) {
    const string Section = "Desk";
    void F(WebApplicationBuilder builder) {
        var a = settings["A:B"];
        var b = builder.Configuration.GetSection("S").GetValue<string>("K", "d");
        var section = settings.GetSection($"{Section}:Chat");
        var c = section["Name"];
        var d = settings.GetConnectionString("db");
        services.AddOptions<O>().BindConfiguration(Section);
        var e = settings[Names.Key];
        var f = settings[key];
    }
}`;
    expect(envs(code)).toEqual([
      '4:26-31 read A:B',
      '5:72-75 read S:K "d"',
      '6:43-60 read Desk:Chat',
      '7:25-31 read Desk:Chat:Name',
      '8:46-50 read ConnectionStrings:db',
      '9:52-59 read Desk',
      '10:26-35 read Names.Key',
    ]);
    expect(held(code, 'c')).toBe('$Desk:Chat:Name');
  });

  test('helpers of the file that hand a name on', () => {
    const code = `static class Env {
    static string Need(string area, string name) => Environment.GetEnvironmentVariable(name) ?? throw new E(area);
    public static string Url => Need("x", "DESK_URL");
}
class B { string u = Other.GetRequiredEnvironmentVariable("DESK_KEY"); string v = Lookup("NOT_ONE"); }
`;
    expect(envs(code)).toEqual(['3:43-53 read DESK_URL', '5:59-69 read DESK_KEY']);
  });

  test('dictionaries and headers are no configuration', () => {
    const code = `var configs = new Dictionary<string, string>();
var a = configs["A"]; var b = headers["api-key"]; var c = row.GetValue("B"); var d = Foo.GetEnvironmentVariable;
`;
    expect(envs(code)).toEqual([]);
    expect(members(code)).toEqual([
      '2:9-21 configs["A"] (A)',
      '2:31-49 headers["api-key"] (api-key)',
      '2:86-112 Foo.GetEnvironmentVariable (GetEnvironmentVariable)',
    ]);
  });
});

describe('values', () => {
  test('literals of every spelling', () => {
    const code = String.raw`var a = "x\t\u00e9\x41"; var b = @"c:\d""e"""; var c = 'q'; var d = """r"s"""; var e = "u"u8; var f = -1; var g = true; var h = default;`;
    expect(definitions(code).map(one => one.replace(/^\S+ variable /, ''))).toEqual([
      'a "x\\té' + 'A"',
      'b "c:\\\\d\\"e\\""',
      'c "q"',
      'd "r\\"s"',
      'e "u"',
      'f -1',
      'g true',
      'h null',
    ]);
    expect(held('var a = """\n    {"k": 1}\n      x\n    """;', 'a')).toBe(JSON.stringify('{"k": 1}\n  x'));
  });

  test('strings put together, constants filled in, the rest as holes', () => {
    const code = `class A {
    const string Host = "x." + "com";
    static readonly string Path = $"https://{Host}/{{v}}";
    string B(string id) => $"{Path}/{id:N}?q={Count()}";
    string C = string.Format("{0}/a/{1,5}", Host, Count());
    string D = $@"say ""{Host}""";
    string E = $$"""{"h": "{{Host}}"}""";
    string F = $"";
}`;
    const texts = of(code, 'string').map(one => `${one.span.line} ${one.text}`);
    expect(texts).toEqual([
      '2 x.com',
      '3 https://x.com/{v}',
      '4 https://x.com/{v}/*?q=*',
      '5 x.com/a/*',
      '6 say "x.com"',
      '7 {"h": "x.com"}',
    ]);
  });

  test('names are followed to one value, several, or stay names', () => {
    const code = `class A {
    const string Dep = "prod";
    string _url; readonly string _key = Kinds.Main;
    public string Open { get; set; } = "o";
    A(string url, string dep = "p") { _url = url; this.Late = "l"; }
    string Late;
    void F(bool b) {
        var one = b ? Dep : "test";
        string two; if (b) two = "x"; else two = "y";
        var three = "a"; three += "b";
        Use(Dep, one, two, three, _url, Late, Open, Dep.Trim());
        (var p, var q) = Pair();
        var (r, s) = ("r", 2);
        Use(p, r, nameof(Kinds.Main), b switch { true => "t", _ => throw new E() });
    }
}`;
    expect(calls(code).filter(call => call.includes(' Use('))).toEqual([
      '11:9-12 call Use(Dep→"prod", one→(one→"prod" / one→"test"), two→(two→"x" / two→"y"), three→(three→"a" / @three), _url→@url, Late→"l", Open→(Open→"o" / @Open), Dep.Trim())',
      '14:9-12 call Use(@p, r→"r", "Main", "t")',
    ]);
  });

  test('initialisers: objects, dictionaries, lists, nested', () => {
    const code = `var a = new Dictionary<string, object> { { "k", 1 }, ["j"] = "v" };
Ask(new Options { Name = "n", Inner = { Deep = "d" }, List = ["x", .. rest] }, with: new { Url = "u", key });
headers["api-key"] = secret;
var b = a with { Model = "m" };
Options c = new() { Name = "c" };
`;
    expect(entries(code)).toEqual([
      '1:44-47 a.k = 1',
      '1:55-58 a.j = "v"',
      '2:19-23 Name = "n" in Options',
      '2:31-36 Inner = {Deep: "d"} in Options',
      '2:55-59 List = ["x", ?] in Options',
      '2:41-45 Inner.Deep = "d" in Options',
      '2:92-95 with.Url = "u" in Ask',
      '3:9-18 headers.api-key = @secret',
      '4:18-23 b.Model = "m"',
      '5:21-25 c.Name = "c" in Options',
    ]);
    expect(held(code, 'a')).toBe('{k: 1, j: "v"}');
  });
});

test('definitions of every kind, with their scope', () => {
  const code = `namespace N;
public record Settings(string Url = "u", int N);
enum Kind { A = 1, [X] B }
interface I { }
class C : Base, I {
    string f = "x", g;
    string P { get; } = "p";
    string Q { get { return "q"; } }
    void M(string a = "d") { client.Options.Name = "z"; void L() { } }
}`;
  expect(definitions(code)).toEqual([
    '2:15-23 class Settings',
    '2:31-34 field Url "u"',
    '2:46-47 field N',
    '3:6-10 type Kind',
    '3:13-14 enumMember A 1',
    '3:24-25 enumMember B',
    '4:11-12 class I',
    '5:7-8 class C [@Base, @I]',
    '6:12-13 field f "x"',
    '6:21-22 field g',
    '7:12-13 field P "p"',
    '8:12-13 field Q "q"',
    '9:10-11 function M',
    '9:19-20 parameter a "d"',
    '9:30-49 attribute client.Options.Name "z"',
    '9:62-63 function L',
  ]);
  const scopes = of(code, 'definition').map(one => one.scope ?? '');
  expect(scopes.slice(-4)).toEqual(['C', 'C.M', 'C.M', 'C.M']);
});

test('members: the longest chain, not what is called, assigned or a type', () => {
  const code = `var a = result.Value.Filter?.Hate; Desk.Kind.Azure.Go(); b.C = D.E; foreach (My.Type t in x.Items) { }
switch (k) { case Kind.Azure: break; } var z = list[0].Name;`;
  expect(members(code)).toEqual([
    '1:9-34 result.Value.Filter.Hate (Hate)',
    '1:64-67 D.E (E)',
    '1:91-98 x.Items (Items)',
    '2:19-29 Kind.Azure (Azure)',
    '2:48-60 list[0].Name (Name)',
  ]);
});

test('strings know what they are for', () => {
  const code = `if (a == "eq" || b.Equals("call") || c is "one" or "two") { }
switch (d) { case "three": break; case string x when x.Equals("four", Ordinal): break; }
var e = f switch { "five" => "six", _ => "seven" };
Run("arg", name: "named"); map["key"].Go(); throw new E("why");
class Z { [Tag("t")] string P => "body"; string M() => "result"; }`;
  expect(strings(code)).toEqual([
    '1:10-14 compare a "eq"',
    '1:27-33 compare b.Equals "call"',
    '1:43-48 compare - "one"',
    '1:52-57 compare - "two"',
    '2:19-26 compare - "three"',
    '2:63-69 compare x.Equals "four"',
    '3:20-26 compare - "five"',
    '3:30-35 value e "six"',
    '3:42-49 value e "seven"',
    '4:5-10 argument Run "arg"',
    '4:18-25 argument name "named"',
    '4:32-37 key - "key"',
    '4:57-62 argument E "why"',
    '5:16-19 argument Tag "t"',
    '5:34-40 value P "body"',
    '5:56-64 value M "result"',
  ]);
});

describe('what is no code', () => {
  test('comments, documentation and directives give nothing', () => {
    const code = `// new A("x")
/* B("y") */
/// <summary>new C("z")</summary>
#region D("w")
#pragma warning disable
#if DEBUG
class E { }
#else
class F { }
#endif
#endregion
`;
    expect(factsIn(code).map(fact => (fact.kind === 'definition' ? fact.name : fact.kind))).toEqual(['E', 'F']);
    expect(reading(code).diagnostics).toEqual([]);
  });

  test('directives inside a call and conditions inside a chain', () => {
    const code = `Add(
#pragma warning disable
    "a");
builder
#if !WINDOWS
    .UseMaps("m")
#else
    .UseOther("o")
#endif
    .Build();
`;
    expect(calls(code)).toEqual([
      '1:1-4 call Add("a")',
      '10:6-11 call builder.UseMaps.Build()',
      '6:6-13 call builder.UseMaps("m")',
    ]);
    expect(reading(code).diagnostics).toEqual([]);
  });

  test('a mistake is told once, and the rest is read', () => {
    const code = 'class A {\n  void F() { var x = ; Go("a") }\n  void G() { Go("b"); }\n}\n';
    const { diagnostics } = reading(code);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'syntax-error', path: 'Program.cs', line: 2 });
    expect(strings(code)).toContain('3:17-20 argument Go "b"');
  });
});

test('places hold with CRLF, lone CR and letters outside ASCII', () => {
  expect(calls('// é𝄞\r\nvar s = "é𝄞"; Go("a");\r\nGo("b");\r\n')).toEqual([
    '2:16-18 call Go("a")',
    '3:1-3 call Go("b")',
  ]);
  expect(calls('// a\rGo("b");\r')).toEqual(['2:1-3 call Go("b")']);
});

describe('pages', () => {
  test('the code of a Razor component, and nothing else', () => {
    const code = `@page "/x"
@using Azure.Desk
@inject Client Desk
@* @using Not.This *@
<p title="new A()">me@code.com {x} @(new B())</p>
@{ var y = Configuration["A:B"]; }
<b>é</b>
@code {
    [Parameter] public string Name { get; set; } = "n}";
    void Go() { /* } */ Desk.GetChat("d"); }
}
<i>var z = 1;</i>
@functions{ string Z = "z"; }
`;
    expect(of(code, 'import', 'P.razor').map(one => `${at(one.span)} ${one.name}`)).toEqual(['2:8-18 Azure.Desk']);
    expect(envs(code, 'P.razor')).toEqual(['6:26-31 read A:B']);
    expect(calls(code, 'P.razor')).toEqual([
      '9:6-15 decorator Parameter()',
      '10:25-37 call Desk.GetChat <Client>GetChat("d")',
    ]);
    expect(definitions(code, 'P.razor')).toEqual([
      '3:16-20 variable Desk',
      '6:8-9 variable y $A:B',
      '9:31-35 field Name "n}"',
      '10:10-12 function Go',
      '13:20-21 field Z "z"',
    ]);
  });

  test('markup inside code is no mistake', () => {
    const code = '@{\n  foreach (var x in y) {\n    <li>@x</li>\n  }\n}\n';
    expect(reading(code, 'Index.cshtml').diagnostics).toEqual([]);
  });
});

describe('hostile input', () => {
  test.each([
    ['nested brackets', `var x = ${'('.repeat(10_000)}1${')'.repeat(10_000)};`],
    ['nested calls', `var x = ${'f('.repeat(10_000)}${')'.repeat(10_000)};`],
    ['broken and nested', ')]}{{((;"'.repeat(5000)],
    ['nested types', 'A<'.repeat(20_000)],
    ['unclosed blocks', `class A { void F() { ${'if (x) { '.repeat(5000)}`],
    ['a long chain', `a${'.B(1)'.repeat(5000)};`],
    ['a long sum', `var x = "a"${' + "b"'.repeat(5000)};`],
    ['a name that feeds itself', `string s; ${'s = s + "x"; '.repeat(2000)}`],
  ])('%s', (_, code) => {
    expect(() => reading(code)).not.toThrow();
    // The parser is still sound after it.
    expect(calls('Go("a");')).toEqual(['1:1-3 call Go("a")']);
  });

  test('a list of many strings costs what its length costs', () => {
    const list = (items: number): string => `var a = new[] { ${'"abcdef", '.repeat(items)} };`;
    expect(of(list(40_000), 'string')).toHaveLength(40_000);
  });
});
