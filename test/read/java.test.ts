import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Value } from '../../src/model/fact.ts';
import type { Span } from '../../src/model/span.ts';
import type { ReadResult, Reader } from '../../src/model/source.ts';
import { readerFor } from '../../src/read/index.ts';
import { createReader } from '../../src/read/java/index.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

const reading = (text: string): ReadResult => read({ path: 'Desk.java', text });

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

test('takes Java files', () => {
  expect(readerFor('src/main/java/Desk.java')?.language).toBe('java');
});

test('imports: a type, a static member, a whole package', () => {
  const text = 'import a.b.Client;\nimport static a.b.Keys.MAIN;\nimport a.c.*;\n';
  expect(of(text, 'import').map(f => `${at(f.span)} ${f.module} ${f.name} ${f.local ?? '-'}`)).toEqual([
    '1:8-18 a.b a.b.Client Client',
    '2:15-28 a.b.Keys a.b.Keys.MAIN MAIN',
    '3:8-11 a.c a.c -',
  ]);
});

describe('builder chains', () => {
  test('a chain is one construction, from its type to the call that builds', () => {
    const text = `import a.b.ChatModel;
class Desk {
  Object m = ChatModel.builder()
      .endpoint(System.getenv("URL"))
      .deploymentName("desk")
      .retry(3, true)
      .build();
}`;
    expect(calls(text)[0]).toBe(
      '3:14-23 builder a.b.ChatModel(endpoint@4:8-16=$URL, deploymentName@5:8-22="desk", retry@6:8-13=[3, true])',
    );
    const [chain] = of(text, 'call');
    expect(chain?.extent && at(chain.extent)).toBe('3:14-7:15');
    expect(chain?.resolved).toBe(true);
    expect(of(text, 'call').filter(call => call.form !== 'call')).toHaveLength(1);
  });

  test('a builder that is constructed, and what is called on the built thing', () => {
    const text = `import a.b.ClientBuilder;
class Desk {
  void go() {
    new ClientBuilder().endpoint("x").buildClient().ask("q");
  }
}`;
    expect(calls(text)).toEqual([
      '4:53-56 call a.b.ClientBuilder.endpoint().buildClient().ask("q") on a.b.ClientBuilder.ask',
      '4:9-22 builder a.b.ClientBuilder(endpoint@4:25-33="x")',
    ]);
  });

  test('setters on a variable know their builder; text builders are none', () => {
    const text = `import a.b.ClientBuilder;
class Desk {
  void go() {
    ClientBuilder b = new ClientBuilder();
    b.endpoint("x");
    new StringBuilder().append("y").toString();
  }
}`;
    expect(calls(text)).toContain('5:5-15 call b.endpoint("x") on a.b.ClientBuilder.endpoint');
    expect(of(text, 'call').some(call => call.form === 'builder')).toBe(false);
  });
});

test('calls know what their receiver was made as: a field, a parameter, a construction behind an interface', () => {
  const text = `import a.b.*;
import a.c.Client;
class Desk {
  private final Client client;
  void go(Client other) {
    client.chat().create("m");
    other.close();
    Model m = new Client("k");
    m.ask();
  }
}`;
  expect(calls(text)).toEqual([
    '6:19-25 call client.chat().create("m") on a.c.Client.chat.create',
    '6:5-16 call client.chat() on a.c.Client.chat',
    '7:5-16 call other.close() on a.c.Client.close',
    '8:19-25 new a.c.Client("k")',
    '9:5-10 call m.ask() on a.c.Client.ask',
  ]);
});

describe('reads of the environment and of configuration', () => {
  test.each([
    ['System.getenv("X")', 'X'],
    ['System.getenv().getOrDefault("X", "d")', 'X|"d"'],
    ['System.getProperty("x.y", "d")', 'x.y|"d"'],
    ['Optional.ofNullable(System.getenv("X")).orElse("d")', 'X|"d"'],
    ['environment.getProperty("x.y")', 'x.y'],
    ['Dotenv.load().get("X")', 'X'],
    ['Configuration.getGlobalConfiguration().get("X")', 'X'],
  ])('%s', (code, expected) => {
    const column = 22 + code.search(/"x/i);
    const name = expected.split('|')[0] ?? '';
    expect(reads(`class A { Object v = ${code}; }`)).toEqual([
      `1:${column}-${column + name.length + 2} read ${expected}`,
    ]);
  });

  test('a map of the program is no configuration', () => {
    expect(reads('class A { void f(Map<String, String> env) { env.get("X"); } }')).toEqual([]);
  });

  test('through a helper of the file, and a constant', () => {
    const text = `class A {
  static final String NAME = "X";
  static String read(String fallback, String key) { return System.getenv(key); }
  String v = read("d", NAME);
}`;
    expect(reads(text)).toEqual(['4:24-28 read X']);
  });

  test('annotations', () => {
    const text = `class A {
  @Value("\${a.b:desk}") String one;
  @ConfigProperty(name = "c.d", defaultValue = "e") String two;
  @ConditionalOnProperty(prefix = "f", name = "g") String three;
  @Value("plain") String four;
}`;
    expect(reads(text)).toEqual(['2:10-23 read a.b|"desk"', '3:26-31 read c.d|"e"', '4:47-50 test f.g']);
  });
});

test('entries: literal maps, headers, maps that are filled', () => {
  const text = `class A {
  Map<String, String> h = Map.of("api-key", "k", "b", "c");
  void f() {
    request.setHeader("api-key", key);
    h.put("d", "e");
    Http.newBuilder().header("f", "g").build();
  }
}`;
  expect(entries(text)).toEqual([
    '2:34-43 h/api-key="k"',
    '2:50-53 h/b="c"',
    '4:23-32 request/api-key=@key',
    '5:11-14 h/d="e"',
    '6:30-33 header/f="g"',
  ]);
});

test('texts: put together, formatted, compared, in blocks', () => {
  const text = `class A {
  static final String BASE = "https://x";
  void f(String d) {
    g(BASE + "/d/" + d);
    g(String.format("%s/e/%s", BASE, d));
    if ("azure".equals(d)) {}
    String b = """
        one
          two
        """;
  }
}`;
  expect(strings(text)).toEqual([
    '2:30-41 value BASE https://x',
    '4:7-23 argument g https://x/d/*',
    '5:21-30 argument g https://x/e/*',
    '6:9-16 compare - azure',
    '7:16-10:12 value b one\n  two\n',
  ]);
});

test('definitions: fields, locals, assignments, constants of an enumeration', () => {
  const text = `class A extends B {
  final String model = "m";
  A() { this.name = "n"; other.kind = 1; }
}
enum C { ONE("one"), TWO }`;
  expect(definitions(text)).toEqual([
    '1:7-8 class A=[@B]',
    '2:16-21 field model="m"',
    '3:9-18 attribute this.name="n"',
    '3:26-36 attribute other.kind=1',
    '5:6-7 type C=',
    '5:10-13 enumMember ONE="one"',
    '5:22-25 enumMember TWO=',
  ]);
});

test('members: constants of types, canonical through imports; not what is called', () => {
  const text = 'import a.Version;\nclass A { Object v = Version.V1; Object w = x.y.z(); }';
  expect(of(text, 'member').map(f => `${at(f.span)} ${f.path}`)).toEqual(['2:22-32 a.Version.V1', '2:45-48 x.y']);
});

test('comments say nothing', () => {
  expect(reading('// System.getenv("X")\n/** new A("x") */\n').facts).toEqual([]);
});

test('positions are exact after non-ASCII text and CRLF', () => {
  expect(reads('class A {\r\n  String ü = "🙂" + System.getenv("X");\r\n}')).toEqual(['2:35-38 read X']);
});

test('a mistake is one diagnostic and the rest is read', () => {
  const { facts, diagnostics } = reading('class A {\n  void f( { }\n  void g() { System.getenv("X"); }\n}');
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.code).toBe('syntax-error');
  expect(facts.some(fact => fact.kind === 'envRead')).toBe(true);
});

test('deep nesting and long chains come to an end', () => {
  const deep = `class A { Object o = ${'('.repeat(10_000)}1${')'.repeat(10_000)}; }`;
  expect(reading(deep).diagnostics).toHaveLength(1);
  const long = `class A { Object o = X.builder()${'.a(1)'.repeat(250)}.build(); String s = "x"${' + y'.repeat(5000)}; }`;
  expect(reading(long).diagnostics).toHaveLength(0);
});
