import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Value } from '../../src/model/fact.ts';
import type { Span } from '../../src/model/span.ts';
import type { Reader } from '../../src/model/source.ts';
import { createReader } from '../../src/read/python/index.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

const factsIn = (text: string): Fact[] => read({ path: 'x.py', text }).facts;

function of<K extends FactKind>(text: string, kind: K): FactOf<K>[] {
  return factsIn(text).filter((fact): fact is FactOf<K> => fact.kind === kind);
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

const calls = (text: string): string[] =>
  of(text, 'call').map(call => {
    const named = call.named.map(n => `${n.spread ? '**' : ''}${n.name}=${show(n.value)}`);
    const from = call.receiver === undefined ? '' : ` <${call.receiver}>${call.method ?? ''}`;
    return `${at(call.span)} ${call.callee}${call.resolved ? '!' : ''}${from}(${[...call.args.map(show), ...named].join(', ')})`;
  });
const envs = (text: string): string[] =>
  of(text, 'envRead').map(env => `${at(env.span)} ${env.access} ${env.name} ${show(env.default)}`.trim());
const entries = (text: string): string[] =>
  of(text, 'entry').map(entry => `${at(entry.span)} ${[...entry.path, entry.name].join('.')} = ${show(entry.value)}`);
const members = (text: string): string[] =>
  of(text, 'member').map(member => `${at(member.span)} ${member.path}${member.resolved ? '!' : ''} (${member.name})`);
const strings = (text: string): string[] =>
  of(text, 'string').map(string =>
    `${at(string.span)} ${JSON.stringify(string.text)} ${string.role} ${string.into ?? ''}`.trim(),
  );
const definitions = (text: string): string[] =>
  of(text, 'definition').map(one => `${at(one.span)} ${one.role} ${one.name} ${show(one.value)}`.trim());
const imports = (text: string): string[] =>
  of(text, 'import').map(one => `${at(one.span)} ${one.module} ${one.name} as ${one.local ?? '-'}`);

describe('imports', () => {
  test('modules, names, aliases, relative ones and stars', () => {
    const text = `import a.b
import a.b as x, c
from m.n import A as B, C
from .x import y
from . import z
from ..up import w
from m import *
`;
    expect(imports(text)).toEqual([
      '1:8-11 a.b a.b as a',
      '2:8-11 a.b a.b as x',
      '2:18-19 c c as c',
      '3:17-18 m.n m.n.A as B',
      '3:25-26 m.n m.n.C as C',
      '4:16-17 .x .x.y as y',
      '5:15-16 . .z as z',
      '6:18-19 ..up ..up.w as w',
      '7:15-16 m m.* as -',
    ]);
  });

  test('each name of a statement over several lines has its own place and the statement as extent', () => {
    const found = of('from sdk.aio import (\n    Credential,\n    provider as p,\n)\n', 'import');
    expect(found.map(one => [at(one.span), one.name, at(one.extent!)])).toEqual([
      ['2:5-15', 'sdk.aio.Credential', '1:1-4:2'],
      ['3:5-13', 'sdk.aio.provider', '1:1-4:2'],
    ]);
  });

  test('inside functions, try and type checking; by name at run time', () => {
    const text = `if TYPE_CHECKING:
    from sdk import T
def f():
    try:
        import late
    except ImportError:
        late = None
import importlib
mod = importlib.import_module("sdk.core")
__import__("other")
`;
    expect(of(text, 'import').map(one => [one.name, one.typeOnly ?? false, one.scope ?? '', at(one.span)])).toEqual([
      ['sdk.T', true, '', '2:21-22'],
      ['late', false, 'f', '5:16-20'],
      ['importlib', false, '', '8:8-17'],
      ['sdk.core', false, '', '9:31-41'],
      ['other', false, '', '10:12-19'],
    ]);
    expect(strings(text)).toEqual([]);
  });
});

describe('calls', () => {
  test('are canonical through aliases, modules and assigned classes', () => {
    const text = `from sdk import Client as C
import sdk.aio as aio, sdk
Other = C
C(key="k")
aio.Client(1, *[2, 3])
sdk.Client()
Other(x=1)
Unknown()
`;
    expect(calls(text)).toEqual([
      '4:1-2 sdk.Client!(key="k")',
      '5:1-11 sdk.aio.Client!(1, 2, 3)',
      '6:1-11 sdk.Client!()',
      '7:1-6 sdk.Client!(x=1)',
      '8:1-8 Unknown()',
    ]);
  });

  test('a name imported in two branches gives one fact per possible callee', () => {
    const text = `if kind == "a":
    from sdk import Hosted as Client
else:
    from sdk import Plain as Client
class Chat:
    def __init__(self):
        self.client = Client()
`;
    expect(calls(text)).toEqual(['7:23-29 sdk.Hosted!()', '7:23-29 sdk.Plain!()']);
  });

  test('the last binding counts, and code in a function sees what holds when it runs', () => {
    const text = `from sdk import A, B
Client = A
Client()
Client = B
Client()
def run():
    return Client()
`;
    expect(calls(text)).toEqual(['3:1-7 sdk.A!()', '5:1-7 sdk.B!()', '7:12-18 sdk.B!()']);
  });

  test('a local name hides an import', () => {
    const text = `from sdk import Client
def f(Client):
    Client()
def g():
    def Client(): pass
    Client()
`;
    expect(calls(text)).toEqual(['3:5-11 Client()', '6:5-11 Client()']);
  });

  test('keyword arguments stand where their names stand; the extent is the whole call', () => {
    const [call] = of('import sdk\nc = sdk.Client(\n    endpoint=e,\n    key="k",\n)\n', 'call');
    expect(call).toMatchObject({
      form: 'call',
      span: { line: 2, column: 5, endLine: 2, endColumn: 15 },
      extent: { line: 2, column: 5, endLine: 5, endColumn: 2 },
    });
    expect(call!.named.map(n => [n.name, at(n.span), at(n.value.span)])).toEqual([
      ['endpoint', '3:5-13', '3:14-15'],
      ['key', '4:5-8', '4:9-12'],
    ]);
  });

  test('decorators, with and without arguments', () => {
    const text = `import sdk.functions as func
app = func.App()
@app.route(arg="req", type="chat")
@func.mark
def f(): pass
`;
    expect(
      of(text, 'call')
        .filter(call => call.form === 'decorator')
        .map(call => [call.callee, call.receiver ?? '', call.method ?? '', at(call.span)]),
    ).toEqual([
      ['app.route', 'sdk.functions.App', 'route', '3:2-11'],
      ['sdk.functions.mark', '', '', '4:2-11'],
    ]);
  });

  test('each call of a chain over several lines is pointed at where its own name stands', () => {
    const text = `import sdk
x = (
    sdk.Builder()
    .endpoint("e")
    .build()
)
`;
    expect(calls(text)).toEqual([
      '5:6-11 sdk.Builder().endpoint().build! <sdk.Builder.endpoint>build()',
      '4:6-14 sdk.Builder().endpoint! <sdk.Builder>endpoint("e")',
      '3:5-16 sdk.Builder!()',
    ]);
  });
});

describe('receivers', () => {
  const receivers = (text: string): string[] =>
    of(text, 'call')
      .filter(call => call.receiver !== undefined)
      .map(call => `${call.span.line} ${call.callee} <${call.receiver}> ${call.method ?? ''}`.trimEnd());

  test('variables, with, walrus, await', () => {
    const text = `from sdk import Client
client = Client()
client.chat.create()
chat = client.chat
chat.create()
async def f():
    async with Client() as c:
        await c.images.make()
    if (w := Client()).ok(): w.go()
    d = await Client()
    d.go()
`;
    expect(receivers(text)).toEqual([
      '3 client.chat.create <sdk.Client> chat.create',
      '5 chat.create <sdk.Client> chat.create',
      '8 c.images.make <sdk.Client> images.make',
      '9 sdk.Client().ok <sdk.Client> ok',
      '9 w.go <sdk.Client> go',
      '11 d.go <sdk.Client> go',
    ]);
  });

  test('attributes of self in other methods, of instances, and of application objects', () => {
    const text = `from sdk import Client
class Bot:
    def __init__(self):
        self.client = Client()
    def ask(self):
        self.client.chat.create()
Bot().client.close()
app.state.client = Client()
def route():
    app.state.client.chat.create()
`;
    expect(receivers(text)).toEqual([
      '6 self.client.chat.create <sdk.Client> chat.create',
      '7 Bot().client.close <sdk.Client> close',
      '10 app.state.client.chat.create <sdk.Client> chat.create',
    ]);
  });

  test('what a function returns or yields, and what a method of a client gives', () => {
    const text = `from sdk import Client, Project
def get_client():
    c = Client()
    return c
get_client().completions.create()
project = Project(endpoint="e")
ai = project.get_client(version="v")
ai.chat.create()
def dep():
    yield Client()
next(dep()).run()
`;
    expect(receivers(text)).toEqual([
      '5 get_client().completions.create <sdk.Client> completions.create',
      '7 project.get_client <sdk.Project> get_client',
      '8 ai.chat.create <sdk.Project.get_client> chat.create',
      '11 next().run <sdk.Client> run',
    ]);
  });

  test('annotations, registries, partial, super and subclasses', () => {
    const text = `from functools import partial
from typing import Optional
from sdk import Client, Plain
def f(c: Optional[Client] = None, d: "Client" = None):
    c.go()
    d.go()
KINDS = {"a": Client, "b": Plain}
KINDS["a"](key=1).go()
make = partial(Client, version="v")
make().go()
class Mine(Client):
    def __init__(self):
        super().__init__(endpoint="e")
Mine().go()
`;
    expect(receivers(text)).toEqual([
      '5 c.go <sdk.Client> go',
      '6 d.go <sdk.Client> go',
      '8 KINDS["a"]().go <sdk.Client> go',
      '10 sdk.Client().go <sdk.Client> go',
      '13 super().__init__ <sdk.Client> __init__',
      '14 Mine().go <sdk.Client> go',
    ]);
  });

  test('what callers in the file hand to a parameter, and parts of a returned tuple', () => {
    const text = `from sdk import Client, Plain
def setup():
    client = Client()
    return client, 1
main, key = setup()
main.go()
key.go()
def ask(c, q, *, log=None):
    c.ask(q)
    log.write(q)
ask(main, "q")
ask(Plain(), "q", log=Client())
class Bot:
    def __init__(self, client):
        self.client = client
    def run(self):
        self.client.run()
Bot(client=main).run()
`;
    expect(receivers(text)).toEqual([
      '6 main.go <sdk.Client> go',
      '9 c.ask <sdk.Client> ask',
      '9 c.ask <sdk.Plain> ask',
      '10 log.write <sdk.Client> write',
      '17 self.client.run <sdk.Client> run',
      '18 Bot().run <Bot> run',
    ]);
  });

  test('near misses stay without a receiver', () => {
    const text = `from sdk import Client
def f(client, other):
    client.chat.create()
    for c in other:
        c.go()
    return [x.go() for x in other]
client = None
client.go()
`;
    expect(receivers(text)).toEqual([]);
  });
});

describe('dictionaries behind **', () => {
  test('literals, dict(), fills and nested spreads arrive as arguments, with the place of their keys', () => {
    const text = `from sdk import Client
base = dict(retries=2)
conn = {"endpoint": e, **base}
conn["version"] = "v1"
if a:
    conn.update({"key": k}, timeout=3)
c = Client(name="n", **conn)
`;
    expect(calls(text).at(-1)).toBe(
      '7:5-11 sdk.Client!(name="n", **endpoint=@e, **retries=2, **version="v1", **key=@k, **timeout=3)',
    );
    const call = of(text, 'call').at(-1)!;
    expect(call.named.map(n => [n.name, at(n.span)])).toEqual([
      ['name', '7:12-16'],
      ['endpoint', '3:9-19'],
      ['retries', '2:13-20'],
      ['version', '4:6-15'],
      ['key', '6:18-23'],
      ['timeout', '6:29-36'],
    ]);
  });

  test('a dictionary written in the call itself is no spread; one from a parameter is not followed', () => {
    expect(calls('f(**{"a": 1})\ndef g(**kw):\n    f(**kw)\n')).toEqual(['1:1-2 f(a=1)', '3:5-6 f()']);
  });

  test('what is put in after the call does not count', () => {
    expect(calls('d = {"a": 1}\nf(**d)\nd["b"] = 2\n')).toEqual(['2:1-2 f(**a=1)']);
  });
});

describe('entries', () => {
  test('know their path and the call they are an argument of', () => {
    const text = `client.create(model="m", extra_body={"data_sources": [{"type": "search", "parameters": {"key": k}}]})
headers = {"api-key": key, 'X': 1}
self.options["a"]["b"] = 2
dict(c=3)
items.append({"role": "user"})
`;
    expect(entries(text)).toEqual([
      '1:38-52 extra_body.data_sources = [{type: "search", parameters: {key: @k}}]',
      '1:56-62 extra_body.data_sources.type = "search"',
      '1:74-86 extra_body.data_sources.parameters = {key: @k}',
      '1:89-94 extra_body.data_sources.parameters.key = @k',
      '2:12-21 headers.api-key = @key',
      '2:28-31 headers.X = 1',
      '3:19-22 self.options.a.b = 2',
      '4:6-7 c = 3',
      '5:15-21 items.role = "user"',
    ]);
    expect(of(text, 'entry').map(entry => entry.callee ?? '')).toEqual([
      'client.create',
      'client.create',
      'client.create',
      'client.create',
      '',
      '',
      '',
      '',
      'items.append',
    ]);
  });

  test('keys that are constants: followed names, canonical members; unknown and comprehension keys are left out', () => {
    const text = `from conf import Keys, OTHER
HEADER = "api-key"
a = {HEADER: 1, Keys.TOKEN: 2, OTHER: 3, name: 4, 5: 6}
b = {k: v for k, v in pairs}
`;
    expect(entries(text)).toEqual([
      '3:6-12 a.api-key = 1',
      '3:17-27 a.conf.Keys.TOKEN = 2',
      '3:32-37 a.conf.OTHER = 3',
    ]);
  });

  test('keys are not strings of their own', () => {
    expect(strings('a = {"k": "v"}\na["x"] = "y"\n')).toEqual(['1:11-14 "v" value k', '2:10-13 "y" value a.x']);
  });
});

describe('members', () => {
  test('one fact for the longest chain, keys like attributes, callees left out', () => {
    const text = `import sdk
print(choice.content_filter["hate"].severity)
x = sdk.Kind.Hosted
y = config["api_base"]
z = response.get("prompt", {}).get("results")
client.chat.create(u.y)
w = resp.choices[0].message
`;
    expect(members(text)).toEqual([
      '2:7-45 choice.content_filter.hate.severity (severity)',
      '3:5-20 sdk.Kind.Hosted! (Hosted)',
      '4:5-23 config.api_base (api_base)',
      '5:5-46 response.prompt.results (results)',
      '6:20-23 u.y (y)',
      '7:5-28 resp.choices[0].message (message)',
    ]);
    expect(strings(text)).toEqual([]);
  });

  test('keys read on the way to a method, getattr and case patterns', () => {
    const text = `for a in event["results"].items(): pass
getattr(choice, "filter_results", None)
match kind:
    case Kind.HOSTED: pass
`;
    expect(members(text)).toEqual([
      '1:10-26 event.results (results)',
      '2:1-40 choice.filter_results (filter_results)',
      '4:10-21 Kind.HOSTED (HOSTED)',
    ]);
  });

  test('near misses: requests, assignments, imports, environment', () => {
    const text = `import requests, os
requests.get("status")
session.get("https://host/path")
a.b = 1
d["k"] = 2
del e["k"]
os.environ["X"]
`;
    expect(members(text)).toEqual([]);
  });
});

describe('strings', () => {
  test('roles and what they flow into', () => {
    const text = `import sdk
def f(kind="a"):
    """Docstring."""
    sdk.run("b", scope="c")
    if kind == "d" or kind in ("e", "f"): pass
    match kind:
        case "g" | "h": pass
    x: Literal["i"] = "j"
    return ["k"]
`;
    expect(strings(text)).toEqual([
      '2:12-15 "a" value kind',
      '4:13-16 "b" argument sdk.run',
      '4:24-27 "c" argument scope',
      '5:16-19 "d" compare kind',
      '5:32-35 "e" compare kind',
      '5:37-40 "f" compare kind',
      '7:14-17 "g" compare kind',
      '7:20-23 "h" compare kind',
      '8:16-19 "i" type x',
      '8:23-26 "j" value x',
      '9:13-16 "k" value',
    ]);
  });

  test('put together: implicit, +, f-strings, % and format, known holes filled', () => {
    const text = `HOST = "h.example"
a = "x" 'y'
b = "https://" + name + "." + HOST
c = f"https://{name}.{HOST}/{{id}}?v={v!r:>4}"
d = "https://%s/%(p)s" % HOST
e = "https://{}/{p}/{0.x}".format(HOST, p="q")
TEMPLATE = "{}/t"
f = TEMPLATE.format(HOST)
`;
    expect(strings(text)).toEqual([
      '1:8-19 "h.example" value HOST',
      '2:5-12 "xy" value a',
      '3:5-35 "https://*.h.example" value b',
      '4:5-47 "https://*.h.example/{id}?v=*" value c',
      '5:5-23 "https://h.example/*" value d',
      '6:5-27 "https://h.example/q/*" value e',
      '6:43-46 "q" argument p',
      '7:12-18 "{}/t" value TEMPLATE',
    ]);
    expect(definitions(text).at(-1)).toBe('8:1-2 variable f TEMPLATE→`h.example/t`');
  });

  test('escapes, raw strings and triple quotes are unquoted', () => {
    expect(
      strings('a = "a\\n\\x41\\u00e9\\\\"\nb = r"\\d"\nc = """l1\nl2"""\n').map(s => s.split(' value')[0]),
    ).toEqual(['1:5-22 "a\\nAé\\\\"', '2:5-10 "\\\\d"', '3:5-4:6 "l1\\nl2"']);
  });

  test('docstrings, notes and comments say nothing', () => {
    expect(
      strings(
        '"""module"""\n# "comment"\nclass A:\n    "doc"\n    def f(self):\n        \'doc\'\n        f"note {x}"\n',
      ),
    ).toEqual([]);
  });
});

describe('environment', () => {
  test('the standard ways to read, write and test', () => {
    const text = `import os
from os import environ as env, getenv
KEY = "A_KEY"
os.environ["A"]
os.environ.get("B", "b")
os.getenv(KEY)
env["C"]; getenv("D", default="d")
"E" in os.environ
os.environ["F"] = "f"
os.environ.setdefault("G", "g")
del os.environ["H"]
os.environ.update({"I": "i"}, J="j")
x = os.environ.pop("K")
os.getenv(f"L_{name}")
os.getenv(name)
`;
    expect(envs(text)).toEqual([
      '4:12-15 read A',
      '5:16-19 read B "b"',
      '6:11-14 read A_KEY',
      '7:5-8 read C',
      '7:18-21 read D "d"',
      '8:1-4 test E',
      '9:12-15 write F "f"',
      '10:23-26 write G "g"',
      '11:16-19 write H',
      '12:20-23 write I "i"',
      '12:31-32 write J "j"',
      '13:20-23 read K',
    ]);
    expect(strings(text).filter(s => /"[A-K]"/.test(s))).toEqual([]);
  });

  test('a name that is known in part is told with its hole', () => {
    expect(envs('import os\nos.getenv(f"SEARCH_{name}")\n')).toEqual(['2:11-27 read SEARCH_*']);
  });

  test('settings packages and secret stores', () => {
    const text = `import streamlit as st
from decouple import config
from environs import Env
from dotenv import dotenv_values
from google.colab import userdata
env = Env()
values = dotenv_values()
config("A", default="a")
env("B"); env.str("C", "c"); env.read_env()
values["D"]; values.get("E")
st.secrets["F"]; st.secrets["g"]["h"]; st.secrets.i.get("j")
userdata.get("K")
dbutils.secrets.get(scope="s", key="L")
`;
    expect(envs(text)).toEqual([
      '8:8-11 read A "a"',
      '9:5-8 read B',
      '9:19-22 read C "c"',
      '10:8-11 read D',
      '10:25-28 read E',
      '11:12-15 read F',
      '11:34-37 read g.h',
      '11:57-60 read i.j',
      '12:14-17 read K',
      '13:36-39 read L',
    ]);
  });

  test('helpers of the file that only wrap a read', () => {
    const text = `import os
def need(name, default=None):
    value = os.environ.get(name, default)
    if not value:
        raise ValueError(name)
    return value
class Conf:
    @staticmethod
    def get(key):
        return need(key)
    def own(self, *, key):
        return os.environ[key]
    def use(self):
        return self.own(key="C")
a = need("A", "x")
b = Conf.get("B")
other("D")
`;
    expect(envs(text)).toEqual(['14:29-32 read C', '15:10-13 read A "x"', '16:14-17 read B']);
    expect(definitions(text).slice(-2)).toEqual(['15:1-2 variable a $A|"x"', '16:1-2 variable b $B']);
  });

  test('near misses: dictionaries and functions of the same names', () => {
    const text = `environ = {}
environ["A"]
config = load()
config("B")
def getenv(x): return x
getenv("C")
settings.secrets["D"]
`;
    expect(envs(text)).toEqual([]);
  });

  test('settings classes read their fields under their prefix', () => {
    const text = `from typing import ClassVar, Optional
from pydantic import BaseModel, Field, AliasChoices
from pydantic_settings import BaseSettings, SettingsConfigDict
VERSION = "v1"
class Service(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SVC_", extra="ignore")
    resource: str
    version: str = VERSION
    key: Optional[str] = Field(default=None, description="the key")
    name: str = Field(alias="PLAIN_NAME")
    url: str = Field(..., validation_alias=AliasChoices("URL_A", "URL_B"))
    _private: str = ""
    kind: ClassVar[str] = "x"
    def host(self):
        return f"https://{self.resource}.example"
class Old(BaseSettings):
    token: str
    class Config:
        env_prefix = "OLD_"
class Child(Service):
    extra_key: str = ""
class Plain(BaseModel):
    model: str
`;
    expect(envs(text)).toEqual([
      '7:5-13 read SVC_RESOURCE',
      '8:5-12 read SVC_VERSION VERSION→"v1"',
      '9:5-8 read SVC_KEY None',
      '10:5-9 read PLAIN_NAME',
      '11:5-8 read URL_A',
      '11:5-8 read URL_B',
      '17:5-10 read OLD_TOKEN',
      '21:5-14 read SVC_EXTRA_KEY ""',
    ]);
    expect(of(text, 'envRead').map(env => env.scope)).toEqual([
      'Service',
      'Service',
      'Service',
      'Service',
      'Service',
      'Service',
      'Old',
      'Child',
    ]);
    const field = of(text, 'definition').find(one => one.name === 'key');
    expect(field).toMatchObject({ role: 'field', description: 'the key', scope: 'Service' });
    const [host] = of(text, 'string').filter(one => one.template);
    expect(host).toMatchObject({ text: 'https://*.example', scope: 'Service.host' });
  });
});

describe('definitions', () => {
  test('variables, fields, members, attributes, parameters, functions, classes', () => {
    const text = `import sdk
from enum import Enum
a, b = 1, "two"
c = d = None
sdk.api_type = "x"
class Kind(str, Enum):
    HOSTED = "hosted"
class Box(Base):
    size: int
    name = "n"
    async def open(self, how="w", *, deep: bool = True):
        self.how = how
with open_it() as f: pass
(n := 5)
setattr(sdk, "api_key", "k")
`;
    expect(definitions(text)).toEqual([
      '3:1-2 variable a 1',
      '3:4-5 variable b "two"',
      '4:1-2 variable c None',
      '4:5-6 variable d None',
      '5:1-13 attribute sdk.api_type "x"',
      '6:7-11 class Kind [@str, @enum.Enum]',
      '7:5-11 enumMember HOSTED "hosted"',
      '8:7-10 class Box [@Base]',
      '9:5-9 field size',
      '10:5-9 field name "n"',
      '11:15-19 function open',
      '11:26-29 parameter how "w"',
      '11:38-42 parameter deep True',
      '12:9-17 attribute self.how @how',
      '13:19-20 variable f open_it()',
      '14:2-3 variable n 5',
      '15:14-23 attribute sdk.api_key "k"',
    ]);
    expect(of(text, 'definition').map(one => one.scope ?? '')).toEqual([
      ...Array<string>(6).fill(''),
      'Kind',
      '',
      'Box',
      'Box',
      'Box',
      'Box.open',
      'Box.open',
      'Box.open',
      '',
      '',
      '',
    ]);
  });
});

describe('values', () => {
  const value = (text: string): string => show(of(text, 'definition').at(-1)?.value);

  test.each([
    ['x = -1.5', '-1.5'],
    ['x = (await f(1, k="v"))', 'f(1, k="v")'],
    ['x = [1, "a", None]', '[1, "a", None]'],
    ['x = a if c else "b"', '(@a / "b")'],
    ['x = a or b or "c"', '(@a / @b / "c")'],
    ['import os\nx = os.getenv("A") or os.getenv("B") or "c"', '$A|$B|"c"'],
    ['import os\nx = os.environ["A"].rstrip("/")', '$A'],
    ['import os\nx = int(os.getenv("A", "3"))', '$A|"3"'],
    ['A = "v"\ndef f():\n    x = A', 'A→"v"'],
    ['A = "v"\nB = A\nx = B', 'B→"v"'],
    ['A = "u"\nA += "/v"\nx = A', 'A→`u/v`'],
    ['if c:\n    a = 1\nelse:\n    a = 2\nx = a', 'a→(a→1 / a→2)'],
    ['a = 0\nif c:\n    a = 1\nx = a', 'a→(a→0 / a→1)'],
    ['a = 0\ntry:\n    a = 1\nexcept E:\n    raise\nx = a', 'a→1'],
    ['for i in y:\n    a = i\nx = a', 'a→@i'],
    ['def f(a="d"):\n    x = a', '@a'],
    ['class C:\n    K = "k"\nx = C.K', 'C.K→"k"'],
    ['class C:\n    def __init__(self):\n        self.k = "k"\n    def f(self):\n        x = self.k', 'self.k→"k"'],
    ['from enum import Enum\nclass C(Enum):\n    K = "k"\nx = C.K', '@C.K'],
    ['from enum import Enum\nclass C(Enum):\n    K = "k"\nx = C.K.value', 'C.K.value→"k"'],
    ['D = {"k": "v"}\nx = D["k"]', 'D["k"]→"v"'],
    ['L = ["a", "b"]\nx = L[1]', 'L[1]→"b"'],
    ['d = {"a": 1}\nd["b"] = 2\nx = d', 'd→{a: 1, b: 2}'],
    ['l = []\nl.append("a")\nx = l', 'l→["a"]'],
    ['def f():\n    return "r"\nx = f()', 'f→"r"'],
    ['import m.conf\nx = m.conf.settings.key[0]["k"]', '@m.conf.settings.key[0]["k"]'],
    ['x = [i for i in y]', '?'],
    ['x = y\ny = x', '@x'],
    ['global_one = unknown + 1\nx = global_one', '@global_one'],
  ])('%j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('more than four origins are as good as none', () => {
    const branches = ['a', 'b', 'c', 'd', 'e'].map(name => `if ${name}:\n    v = "${name}"\n`).join('');
    expect(value(`${branches}x = v`)).toBe('@v');
  });

  test('what is followed stands where its name stands, everything it may be included', () => {
    const found = of('if c:\n    a = "1"\nelse:\n    a = "2"\nf(k=a)\n', 'call')[0]!.named[0]!.value;
    expect(found).toMatchObject({ kind: 'choice', via: 'a', span: { line: 5, column: 5, endColumn: 6 } });
    expect(found.kind === 'choice' && found.options.map(option => [option.via, at(option.span)])).toEqual([
      ['a', '5:5-6'],
      ['a', '5:5-6'],
    ]);
  });

  test('a chain of growing lists does not grow without end', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `x${i + 1} = [x${i}, x${i}, x${i}]`).join('\n');
    const values = of(`x0 = [1]\n${lines}\n`, 'definition');
    expect(JSON.stringify(values.at(-1)).length).toBeLessThan(500_000);
  });
});

describe('positions', () => {
  test('CRLF, tabs and characters outside the basic plane', () => {
    const text = 'é = "😀"\r\nif x:\r\n\tf("é😀", k="v")\r\n';
    expect(strings(text)).toEqual(['1:5-9 "😀" value é', '3:4-9 "é😀" argument f', '3:13-16 "v" argument k']);
    expect(text.split('\r\n')[2]!.slice(12, 15)).toBe('"v"');
  });

  test('a lone CR ends a line', () => {
    expect(definitions('a = 1\rb = 2\r')).toEqual(['1:1-2 variable a 1', '2:1-2 variable b 2']);
  });
});

describe('broken and hostile input', () => {
  const problems = (text: string): string[] =>
    read({ path: 'x.py', text }).diagnostics.map(one => `${one.code} ${one.path}:${one.line ?? 0}`);

  test('a syntax error is told once, and what surrounds it is read', () => {
    const text = 'import sdk\na = 1\ndef f(:\n    pass\n)))\nc = sdk.Client(key="k")\n';
    expect(problems(text)).toEqual(['syntax-error x.py:3']);
    expect(calls(text)).toEqual(['6:5-15 sdk.Client!(key="k")']);
    expect(imports(text)).toEqual(['1:8-11 sdk sdk as sdk']);
  });

  test('Python 2 keeps the rest of the file', () => {
    const text = 'import sdk\nprint "key: %s" % key, x\ntry:\n    pass\nexcept E, e:\n    exec "code"\nsdk.Client()\n';
    expect(problems(text)).toEqual([]);
    expect(calls(text)).toEqual(['7:1-11 sdk.Client!()']);
    expect(strings(text)[0]).toBe('2:7-16 "key: *" argument print');
  });

  test('nothing, and nothing but a comment', () => {
    expect(read({ path: 'x.py', text: '' })).toEqual({ facts: [], diagnostics: [] });
    expect(read({ path: 'x.py', text: '# azure\n' })).toEqual({ facts: [], diagnostics: [] });
  });

  test('ten thousand nested brackets, calls, dictionaries and annotations', () => {
    const n = 10_000;
    for (const text of [
      `${'['.repeat(n)}${']'.repeat(n)}`,
      '('.repeat(n),
      `x = ${'f('.repeat(n)}1${')'.repeat(n)}`,
      `x = ${'{"a": '.repeat(n)}1${'}'.repeat(n)}`,
      `x: ${'Optional['.repeat(n)}A${']'.repeat(n)}\nx.f()`,
      `x = a${'.b()'.repeat(n)}`,
      `x = ${'("a" + '.repeat(n)}"b"${')'.repeat(n)}`,
    ]) {
      expect(read({ path: 'x.py', text: `${text}\nlast = 1\n` }).facts.length).toBeGreaterThanOrEqual(0);
    }
  });

  test('deeper indentation than the parser can take costs only those lines', () => {
    const deep = Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n');
    const text = `before = 1\n${deep}\n${' '.repeat(600)}inside = 2\nafter = 3\n`;
    expect(definitions(text)).toEqual(['1:1-7 variable before 1', '603:1-6 variable after 3']);
    expect(problems(text)).toEqual(['syntax-error x.py:252']);
    // The parser is shared: it must be as good as before.
    expect(definitions('a = 1\n')).toEqual(['1:1-2 variable a 1']);
  });

  test('twice the text takes about twice the time', () => {
    const time = (n: number): number => {
      const text = `x = [${'"abc", '.repeat(n)}]\n${'y = f(y)\n'.repeat(n / 10)}`;
      const start = performance.now();
      read({ path: 'x.py', text });
      return performance.now() - start;
    };
    time(2_000);
    const once = Math.min(time(20_000), time(20_000));
    expect(Math.min(time(40_000), time(40_000))).toBeLessThan(once * 5 + 50);
  });
});
