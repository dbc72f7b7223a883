import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Value } from '../../src/model/fact.ts';
import type { Reader } from '../../src/model/source.ts';
import { createReader } from '../../src/read/kotlin/index.ts';
import { readerFor } from '../../src/read/index.ts';
import { valueShown } from './shown.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

function of<K extends FactKind>(text: string, kind: K): FactOf<K>[] {
  return read({ path: 'Desk.kt', text }).facts.filter((fact: Fact): fact is FactOf<K> => fact.kind === kind);
}
const shown = (value: Value | undefined): string => (value ? valueShown(value) : '');
const calls = (text: string): string[] =>
  of(text, 'call').map(
    ({ span, form, callee, args, named, receiver, method }) =>
      `${span.line}:${span.column} ${form} ${callee}(${[...args.map(shown), ...named.map(n => `${n.name}=${shown(n.value)}`)].join(', ')})${receiver === undefined ? '' : ` on ${receiver}.${method}`}`,
  );
const definitions = (text: string): string[] =>
  of(text, 'definition').map(
    ({ span, name, role, value }) => `${span.line}:${span.column} ${role} ${name} = ${shown(value)}`,
  );
const strings = (text: string): string[] =>
  of(text, 'string').map(fact => `${fact.span.line}:${fact.span.column} ${fact.role} ${fact.into ?? '-'} ${fact.text}`);
const reads = (text: string): string[] =>
  of(text, 'envRead').map(
    fact =>
      `${fact.span.line}:${fact.span.column} ${fact.access} ${fact.name}${fact.default ? `|${shown(fact.default)}` : ''}`,
  );
const entries = (text: string): string[] =>
  of(text, 'entry').map(
    fact => `${fact.span.line}:${fact.span.column} ${[...fact.path, fact.name].join('/')}=${shown(fact.value)}`,
  );

test('sources, scripts and build files are read here', () => {
  expect(['A.kt', 'tool.main.kts', 'build.gradle.kts'].map(name => readerFor(name)?.language)).toEqual([
    'kotlin',
    'kotlin',
    'kotlin',
  ]);
});

describe('names', () => {
  test('imports, also under another name and of everything', () => {
    expect(
      of('import a.b.Desk\nimport a.b.Chair as Seat\nimport a.c.*\n', 'import').map(
        ({ span, name, local }) => `${span.line}:${span.column} ${name} ${local ?? '*'}`,
      ),
    ).toEqual(['1:8 a.b.Desk Desk', '2:8 a.b.Chair Seat', '3:8 a.c *']);
  });

  test('a call of a capital name is a construction, under its full name', () => {
    expect(
      calls(
        'import a.b.Chair as Seat\nval s = Seat(1)\nval t = a.b.c.Table()\nval u = Outer.Inner("x")\nval v = seat(2)\n',
      ),
    ).toEqual([
      '2:9 new a.b.Chair(number 1)',
      '3:9 new a.b.c.Table()',
      '4:9 new Outer.Inner("x")',
      '5:9 call seat(number 2)',
    ]);
  });

  test('a receiver is known by what it was made as, through !! and ?. and apply', () => {
    expect(
      calls(
        'import a.b.Desk\nclass Room { private val desk: Desk? = null\n fun go() { desk!!.open(); desk?.leg()?.saw(1); Desk().apply { }.close() } }\n',
      ).filter(line => line.includes(' on ')),
    ).toEqual([
      '3:13 call desk.open() on a.b.Desk.open',
      '3:41 call desk.leg().saw(number 1) on a.b.Desk.leg.saw',
      '3:28 call desk.leg() on a.b.Desk.leg',
      '3:66 call a.b.Desk.apply().close() on a.b.Desk.close',
      '3:56 call a.b.Desk.apply(?) on a.b.Desk.apply',
    ]);
  });
});

describe('calls', () => {
  test('arguments by name, and what the lambda after a call sets', () => {
    expect(
      calls('val d = Desk(legs = 4, "oak")\nval s = Shelf().apply { wood = "ash"; boards(3) }\ndesk { height = 70 }\n'),
    ).toEqual([
      '1:9 new Desk("oak", legs=number 4)',
      '2:17 call Shelf.apply(?, wood="ash") on Shelf.apply',
      '2:9 new Shelf(wood="ash")',
      '2:39 call boards(number 3)',
      '3:1 call desk(?, height=number 70)',
    ]);
  });

  test('a builder chain is one construction', () => {
    expect(
      calls(
        'import a.b.DeskBuilder\nval d = DeskBuilder().legs(4).wood("oak").build()\nval e = Shelf.builder()\n  .boards(3)\n  .build()\n',
      ),
    ).toEqual(['2:9 builder a.b.DeskBuilder(legs=number 4, wood="oak")', '3:9 builder Shelf(boards=number 3)']);
  });

  test('annotations, on classes, parameters and with lists', () => {
    expect(calls('@Service\n@Tagged(["a", "b"], kind = "x")\nclass Desk(@Named("oak") val wood: String)\n')).toEqual([
      '1:2 decorator Service()',
      '2:2 decorator Tagged(["a", "b"], kind="x")',
      '3:13 decorator Named("oak")',
    ]);
  });
});

describe('values', () => {
  test('templates: known names filled in, others holes; an escaped sign is text', () => {
    const text =
      'const val V = "2"\nfun f(a: A) {\n val u = "${a.b}/x/$V/y/${g(1)}?v=$V\\n"\n val w = "\\${not.a.hole} $a"\n}\n';
    expect(strings(text)).toEqual(['1:15 value V 2', '3:10 value u */x/2/y/*?v=2\n', '4:10 value w ${not.a.hole} *']);
  });

  test('raw strings keep their backslashes; trimming leaves them what they are', () => {
    expect(definitions('val r = """a\\n\n  $b""".trimIndent()\n')).toEqual(['1:5 field r = "a\\\\n\\n  *"(<b>)']);
  });

  test('companion constants, lazy values, getters, either side of ?: and if', () => {
    expect(
      definitions(
        'class A {\n companion object { const val K = "k" }\n val l by lazy { use(K) }\n val g get() = K\n val e = x ?: "d"\n val i = if (b) "one" else { "two" }\n val w = when (b) { 1 -> "p"; else -> "q" }\n}\n',
      ).slice(1),
    ).toEqual([
      '2:31 field K = "k"',
      '3:6 field l = use("k" via K)',
      '4:6 field g = "k" via K',
      '5:6 field e = <x> | "d"',
      '6:6 field i = "one" | "two"',
      '7:6 field w = "p" | "q"',
    ]);
  });

  test('maps and lists', () => {
    const text = 'val h = mapOf("api-key" to key, "x" to listOf("a"))\nfun f() { headers["api-key"] = key }\n';
    expect(definitions(text)[0]).toBe('1:5 field h = {api-key: <key>, x: ["a"]}');
    expect(entries(text)).toEqual(['1:15 h/api-key=<key>', '1:33 h/x=["a"]', '2:19 headers/api-key=<key>']);
  });

  test('headers set in the lambda of a request', () => {
    expect(
      entries('suspend fun f() = http.post(url) { header("api-key", key); headers { append("x", "y") } }\n'),
    ).toEqual(['1:43 header/api-key=<key>', '1:77 append/x="y"']);
  });

  test('parameters keep their defaults, fields of a class too', () => {
    expect(definitions('data class C(val e: String = "u", n: Int)\nfun f(a: String = "v") = a\n')).toEqual([
      '1:12 class C = ',
      '1:18 field e = "u"',
      '1:35 field n = ',
      '2:5 function f = ',
      '2:7 parameter a = "v"',
    ]);
  });
});

describe('settings read', () => {
  test('the environment, with its default', () => {
    expect(
      reads(
        'val a = System.getenv("A") ?: "x"\nval b = System.getenv()["B"]\nval c = System.getenv("C") ?: throw E()\nval d = dotenv["D"] ?: "y"\n',
      ),
    ).toEqual(['1:23 read A|"x"', '2:25 read B', '3:23 read C', '4:16 read D|"y"']);
  });

  test('annotations of Spring: the dollar sign is escaped in Kotlin', () => {
    expect(
      reads(
        'class A(@Value("\\${model.url:none}") val u: String)\n@ConfigurationProperties(prefix = "model") class B\n',
      ),
    ).toEqual(['1:16 read model.url|"none"', '2:35 read model']);
  });

  test('configuration of Ktor', () => {
    expect(reads('val k = environment.config.property("model.key").getString()\n')).toEqual(['1:37 read model.key']);
  });

  test('Gradle: what a task hands on, and providers', () => {
    const text = 'tasks.named("run") { environment("A", "u") }\nval k = providers.environmentVariable("B").orNull\n';
    expect(reads(text)).toEqual(['1:34 write A', '2:39 read B']);
    expect(definitions(text)).toEqual(['2:5 field k = ${B}']);
  });

  test('an index that is no setting is none', () => {
    expect(reads('val a = map["A"]\nval b = System.currentTimeMillis()\n')).toEqual([]);
  });
});

test('a Gradle script declares dependencies and is a program', async () => {
  const gradle = await readerFor('build.gradle.kts')?.load();
  const text = 'dependencies { implementation("a.b:c:1") }\nval u = System.getenv("U")\n';
  expect(gradle?.({ path: 'build.gradle.kts', text }).facts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'dependency', name: 'a.b:c' }),
      expect.objectContaining({ kind: 'envRead', name: 'U' }),
    ]),
  );
});

describe('what the grammar trips over', () => {
  const clean = (text: string): unknown => read({ path: 'a.kt', text }).diagnostics;

  test('a constructor, a catch and an else on a line of their own, a comma after the last type', () => {
    expect(clean('class A {\n class B\n private constructor(val x: Int) {\n  val y = 1\n }\n}\n')).toEqual([]);
    expect(clean('fun f() = flow {\n try { a() }\n catch (e: E) { b() }\n}\n')).toEqual([]);
    expect(clean('val a = mutableMapOf<\n Long,\n Int,\n>()\n')).toEqual([]);
  });

  test('places stay true after it', () => {
    expect(calls('class A {\n class B\n private constructor() {\n  val y = g(1)\n }\n}\n')).toEqual([
      '4:11 call g(number 1)',
    ]);
  });

  test('broken text is a diagnostic, and the rest is read', () => {
    const { facts, diagnostics } = read({ path: 'a.kt', text: 'import a.b.C\nval = = (\nval x = C("u")\n' });
    expect(diagnostics).toMatchObject([{ code: 'syntax-error' }]);
    expect(facts.some(fact => fact.kind === 'import' && fact.name === 'a.b.C')).toBe(true);
  });

  test('deep and long text is read in one piece', () => {
    const chain = `val x = a${'.b()'.repeat(5000)}\n`;
    expect(of(chain, 'call').length).toBe(5000);
    expect(definitions(`val y = ${'"a" + '.repeat(5000)}"b"\n`).length).toBe(1);
    expect(read({ path: 'a.kt', text: `fun f() { ${'if (a) { '.repeat(3000)}` }).diagnostics.length).toBe(1);
  });
});
