import { describe, expect, test } from 'vitest';
import { createReader } from '../../src/read/bicep/index.ts';
import { Read } from './infrastructure.ts';
import { millisecondsFor, TOO_LONG } from './shown.ts';

const reader = createReader();
const read = (text: string, path = 'main.bicep'): Read => new Read(reader, path, text);

describe('resources', () => {
  const text = `@description('The account')
resource account 'Contoso.Models/accounts@2025-06-01' = if (on) {
  name: name // below
  kind: 'Chat'
  properties: {
    subDomain: toLower(name)
  }

  resource chat 'deployments' = {
    name: 'chat'
    resource filter 'filters@2024-01-01' = [for f in filters: {
      name: f.name
    }]
  }
}

resource old 'Contoso.Models/accounts@2023-05-01' existing = {
  name: 'old'
  scope: resourceGroup('rg')
}

@batchSize(1)
resource deployments 'Contoso.Models/accounts/deployments@2025-06-01' = [
  for (d, i) in models: if (d.on) {
    parent: account
    name: d.name
  }
]

resource named 'Contoso.Models/accounts/deployments@2025-06-01' = {
  name: '\${old.name}/extra'
}

module search './modules/search.bicep' = {
  name: 'search'
  params: { account: account.id }
}
`;

  test('the header is the span; short types are joined, parents are known by nesting, parent: and name', () => {
    expect(read(text).diagnostics).toEqual([]);
    expect(read(text).lines('resource')).toEqual([
      '2:1-54 resource Contoso.Models/accounts@2025-06-01 account conditional',
      '9:3-30 resource Contoso.Models/accounts/deployments@2025-06-01 account::chat in account conditional',
      '11:5-41 resource Contoso.Models/accounts/deployments/filters@2024-01-01 account::chat::filter in account::chat loop conditional',
      '17:1-50 existing Contoso.Models/accounts@2023-05-01 old',
      '23:1-70 resource Contoso.Models/accounts/deployments@2025-06-01 deployments in account loop conditional',
      '30:1-64 resource Contoso.Models/accounts/deployments@2025-06-01 named in old',
      '34:1-39 module ./modules/search.bicep search',
    ]);
  });

  test('extent and scope', () => {
    expect(read(text).resource('account').extent).toEqual({ line: 2, column: 1, endLine: 15, endColumn: 2 });
    expect(read(text).resource('account::chat').scope).toBe('account');
  });

  test('a name with slashes finds its parent by how it is written', () => {
    const found = read(`param n string
resource a 'Contoso.Models/accounts@2025-06-01' = { name: '\${n}-x' }
resource b 'Contoso.Models/accounts@2025-06-01' = { name: n }
resource c 'Contoso.Models/accounts/deployments@2025-06-01' = { name: '\${n}-x/chat' }
resource d 'Contoso.Models/accounts/deployments@2025-06-01' = { name: '\${n}/chat' }
resource e 'Contoso.Models/accounts/deployments@2025-06-01' = { name: 'other/chat' }
`);
    expect(['c', 'd', 'e'].map(address => found.resource(address).parent)).toEqual(['a', 'b', undefined]);
  });

  test('properties keep their places', () => {
    expect(read(text).properties('account')).toEqual([
      'name @3:3-7 = <name>',
      'kind @4:3-7 = "Chat"',
      'properties @5:3-13 = {subDomain: toLower(<name>)}',
      'properties.subDomain @6:5-14 = toLower(<name>)',
    ]);
    expect(read(text).property('search', 'params.account')).toBe('<account.id>');
  });

  test('types in parameters and annotations are no resources', () => {
    const found = read(`param storage resource 'Contoso.Store/accounts@2023-01-01'
param rules resourceInput<'Contoso.Models/accounts@2023-05-01'>.properties.rules
var resource = 'resource x'
`);
    expect(found.lines('resource')).toEqual([]);
    expect(found.diagnostics).toEqual([]);
  });
});

describe('definitions', () => {
  test('parameters, variables and outputs on their names, with description, value and extent', () => {
    const found = read(`targetScope = 'subscription'
metadata info = { name: 'x' }
@description('Where it runs')
@allowed([
  'swc'
  'weu'
])
param location string = 'swc'
@secure()
param key string
@metadata({ description: 'Its host' })
var host = 'https://\${location}.example/'
@sys.description('''Long''')
output HOST string = host
`);
    expect(found.lines()).toEqual([
      '8:7-15 param location = "swc"',
      '8:25-30 string "swc" value into location',
      '10:7-10 param key',
      '12:5-9 variable host = "https://swc.example/"("swc" via location)',
      '12:12-42 string "https://swc.example/" value into host',
      '14:8-12 output HOST = "https://swc.example/"("swc" via location) via host',
    ]);
    const descriptions = found.result.facts.map(fact => (fact.kind === 'definition' ? fact.description : undefined));
    expect(descriptions.filter(Boolean)).toEqual(['Where it runs', 'Its host', 'Long']);
    expect(found.result.facts[0]).toMatchObject({ extent: { line: 8, column: 1, endLine: 8, endColumn: 30 } });
  });

  test('what a name stands for says so, at the place of the name', () => {
    const found = read(`param kind string = 'Chat'
var models = { chat: { name: 'small', caps: [1, 2] } }
resource a 'Contoso.Models/accounts@2025-06-01' = {
  name: models.chat.name
  kind: kind
  cap: models['chat'].caps[1]
  none: models.other.name
}
`);
    expect(found.properties('a')).toEqual([
      'name @4:3-7 = "small" via models.chat.name',
      'kind @5:3-7 = "Chat" via kind',
      'cap @6:3-6 = number 2 via models["chat"].caps[1]',
      'none @7:3-7 = <models.other.name>',
    ]);
    expect(found.resource('a').props.entries[1]?.value.span).toEqual({ line: 5, column: 9, endLine: 5, endColumn: 13 });
  });

  test('an item of a loop may be any of what is looped over, and hides what is named like it', () => {
    const found = read(`var d = 'hidden'
param models array = [{ name: 'a' }, { name: 'b' }]
resource r 'Contoso.Models/accounts@2025-06-01' = [for d in models: { name: d.name, i: models[i].name }]
resource s 'Contoso.Models/accounts@2025-06-01' = [for d in unknown: { name: d }]
`);
    expect(found.property('r', 'name')).toBe('"a" via d.name | "b" via d.name via d.name');
    expect(found.property('r', 'i')).toBe('"a" via models[i].name | "b" via models[i].name via models[i].name');
    expect(found.property('s', 'name')).toBe('<d>');
  });

  test('names that lead back to themselves', () => {
    const found = read("var a = b\nvar b = a\nvar c = [c]\nvar d = '${d}x'\n");
    expect(found.lines('definition')).toHaveLength(4);
  });

  test.each([
    ["on ? 'a' : 'b'", '"a" | "b"'],
    ["on\n  ? 'a'\n  : 'b'", '"a" | "b"'],
    ["x ?? 'b'", '<x> | "b"'],
    ['x.?y.z!', '<x.y.z>'],
    ['x[?0]', '<x[0]>'],
    ["x['key']", '<x["key"]>'],
    ['[for i in range(0, 2): i]', '[<i>]'],
    ["[\n  'a', 'b'\n  'c'\n]", '["a", "b", "c"]'],
    ["{ a: 1, 'b-c': true\n  d: null }", '{a: number 1, b-c: boolean true, d: null null}'],
    ['{ ...m, b: 2 }', '{...a: number 1 via m, b: number 2}'],
    ['union(m, { b: 2 })', '{...a: number 1 via m, b: number 2}'],
    ['union({ a: 1 }, on ? { b: 2 } : {})', '{a: number 1, b: number 2}'],
    ["concat('a', x)", '"a*"(<x>)'],
    ['concat([1], on ? [2] : [])', '[number 1, number 2]'],
    ["format('{0}-{1}', 'a', x)", '"a-*"(<x>)'],
    ["'it\\'s \\${no} \\u{1F600}'", '"it\'s ${no} 😀"'],
    ["'a${'b${x}'}c'", '"ab*c"(<x>)'],
    ["'a.${on ? 'x' : 'y'}.c'", '"a.x.c" | "a.y.c"'],
    ["'a.${on ? 'x' : z}.c'", '"a.*.c"("x" | <z>)'],
    ["'''\n  raw ${x}\n'''", '"  raw ${x}\\n"'],
    ["$'''raw ${x}'''", '"raw *"(<x>)'],
    ["loadTextContent('a.json')", 'loadTextContent("a.json")'],
    ['map(xs, x => x.name)', 'map(<xs>, ?)'],
    ['filter(xs, (x, i) => i > 0)', 'filter(<xs>, ?)'],
    ['-1', 'number -1'],
    ["!on && (x == 'a' ||\n  y != 2)", '?'],
    ['resourceGroup().location', 'resourceGroup().location()'],
    ['az.resourceGroup().location', 'az.resourceGroup().location()'],
    ['(x)', '<x>'],
    ['parentRes::child.id', '<parentRes::child.id>'],
  ])('%s', (expression, value) => {
    const found = read(`var m = { a: 1 }\nvar v = ${expression}\nvar after = 1\n`);
    expect(found.diagnostics).toEqual([]);
    const line = found.lines('definition')[1];
    expect(line?.slice(line.indexOf('= ') + 2)).toBe(value);
    expect(found.lines('definition')).toHaveLength(3);
  });

  test('texts that are compared, passed on or used as a key say so', () => {
    expect(read("var v = kind == 'Chat' ? f('arg') : m['key']\n").lines('string')).toEqual([
      '1:17-23 string "Chat" compare into v',
      '1:28-33 string "arg" argument into v',
      '1:39-44 string "key" key into v',
    ]);
  });

  test('texts in resources and comments give no fact', () => {
    const found = read(`/* var a = 'x' */
// param b string = 'y'
#disable-next-line no-hardcoded-env-urls
resource r 'Contoso.Models/accounts@2025-06-01' = { name: 'x' }
`);
    expect(found.lines('string', 'definition')).toEqual([]);
  });
});

describe('calls', () => {
  const text = `resource account 'Contoso.Models/accounts@2025-06-01' existing = { name: n }
var id = resourceId('Contoso.Models/accounts', n)
output one string = account.listKeys().key1
output two string = listKeys(account.id, '2023-05-01').key1
output three object = account.listKeys('2023-05-01')
`;

  test('what is read from a call on a resource is a name; from a function, a call named as written', () => {
    expect(read(text).lines('definition')).toEqual([
      '2:5-7 variable id = resourceId("Contoso.Models/accounts", <n>)',
      '3:8-11 output one = <account.listKeys().key1>',
      '4:8-11 output two = listKeys(account.id, \'2023-05-01\').key1(<account.id>, "2023-05-01")',
      '5:8-13 output three = account.listKeys("2023-05-01")',
    ]);
  });

  test('a resource that is named by type and name is referred to', () => {
    const [id] = read(text).result.facts;
    expect(id).toMatchObject({
      value: { named: [{ name: 'resource', value: { kind: 'reference', name: 'account.id' } }] },
    });
  });

  test('every call is a fact, named as written', () => {
    expect(read(text).lines('call')).toEqual([
      '2:10-20 call resourceId("Contoso.Models/accounts", <n>)',
      '3:21-37 call account.listKeys()',
      '4:21-29 call listKeys(<account.id>, "2023-05-01")',
      '5:23-39 call account.listKeys("2023-05-01")',
    ]);
  });

  test('calls in conditions and nested calls too', () => {
    const found = read(
      "resource r 'A.B/c@2024-01-01' = if (contains(x, 'y')) {\n  name: guid(f().g, concat('a', 'b'))\n}\n",
    );
    expect(found.lines('call').map(line => line.slice(0, line.indexOf('(')))).toEqual([
      '1:37-45 call contains',
      '2:9-13 call guid',
      '2:14-15 call f',
      '2:21-27 call concat',
    ]);
  });
});

describe('settings', () => {
  test('name and value items, secrets by reference, keys named like variables', () => {
    const found = read(`resource app 'Contoso.App/apps@2024-03-01' = {
  name: 'app'
  properties: {
    env: [
      {
        name: 'App__Endpoint'
        value: endpoint
      }
      { name: 'AOAI_KEY', secretRef: 'aoai-key' }
      { name: 'only' }
    ]
    appSettings: union(shared, {
      AOAI_MODEL: 'small'
      plain: 'x'
    })
  }
}
`);
    expect(found.lines('setting')).toEqual([
      '6:15-30 bicep properties.env.App__Endpoint = <endpoint>',
      '9:15-25 bicep properties.env.AOAI_KEY = <aoai-key>',
      '13:7-17 bicep properties.appSettings.AOAI_MODEL = "small"',
    ]);
    const [endpoint] = found.result.facts.filter(fact => fact.kind === 'setting');
    expect(endpoint).toMatchObject({ scope: 'app', extent: { line: 5, column: 7, endLine: 8, endColumn: 8 } });
  });

  test('entries of a spread that stand on the spot are settings too', () => {
    const found = read("var s = { ...(on ? { AOAI_KEY: 'k' } : {}), plain: 1 }\n");
    expect(found.lines('setting')).toEqual(['1:22-30 bicep s.AOAI_KEY = "k"']);
  });

  test('what arrived by name is a setting where it stands only', () => {
    const found = read(`var shared = { AOAI_MODEL: 'small' }
resource app 'Contoso.App/apps@2024-03-01' = {
  name: 'app'
  settings: shared
  more: { ...shared }
}
`);
    expect(found.lines('setting')).toEqual(['1:16-26 bicep shared.AOAI_MODEL = "small"']);
  });
});

describe('parameter files', () => {
  test('assignments are settings and definitions, structures looked into, the environment read', () => {
    const found = read(
      `using './main.bicep'
param location = 'swc'
param host = readEnvironmentVariable('AOAI_HOST', 'desk')
param models = [
  { name: 'chat', sku: { capacity: 20 } }
]
`,
      'main.bicepparam',
    );
    expect(found.diagnostics).toEqual([]);
    expect(found.lines('setting', 'definition', 'envRead')).toEqual([
      '2:7-15 param location = "swc"',
      '2:7-15 bicepparam location = "swc"',
      '3:7-11 param host = ${AOAI_HOST="desk"}',
      '3:7-11 bicepparam host = ${AOAI_HOST="desk"}',
      '3:38-49 envRead AOAI_HOST = "desk"',
      '4:7-13 param models = [{name: "chat", sku: {capacity: number 20}}]',
      '4:7-13 bicepparam models = []',
      '5:5-9 bicepparam models.name = "chat"',
      '5:19-22 bicepparam models.sku = {capacity: number 20}',
      '5:26-34 bicepparam models.sku.capacity = number 20',
    ]);
    expect(found.lines('string')).toEqual([
      '2:18-23 string "swc" value into location',
      '3:51-57 string "desk" argument into host',
      '5:11-17 string "chat" value into name',
    ]);
  });
});

describe('what the wild has', () => {
  test('declarations without facts are stepped over', () => {
    const found = read(`import { a, b } from 'x.bicep'
import * as ns from './ns.bicep'
extension kubernetes with {
  namespace: 'default'
} as k8s
@export()
type sku = {
  @description('d')
  name: 'S0' | 'S1'
  capacity: int?
  *: string
}
type union =
  | 'a'
  | 'b'
type tuple = [int, string]
@export()
func host(name string, parts string[]) string =>
  'https://\${name}/'
param typed sku = { name: 'S0' }
param either 'a' | 'b' = 'a'
param many ('x' | 'y')[] = [
  'x'
]
param maybe string?
var counted int = 1
assert ok = either == 'a'
output typedOut { name: string } = typed
`);
    expect(found.diagnostics).toEqual([]);
    expect(found.lines('definition').map(line => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '20:7-12 param typed',
      '21:7-13 param either',
      '22:7-11 param many',
      '25:7-12 param maybe',
      '26:5-12 variable counted',
      '28:8-16 output typedOut',
    ]);
  });

  test('CRLF and letters outside ASCII keep exact places', () => {
    expect(
      read("// ü\r\nvar a = 'x'\r\nvar b = 'süß 😀 ${c}'\r\nvar d = 'e'\r\n").lines('definition', 'string'),
    ).toEqual([
      '2:5-6 variable a = "x"',
      '2:9-12 string "x" value into a',
      '3:5-6 variable b = "süß 😀 *"(<c>)',
      '3:9-22 string "süß 😀 *" value into b',
      '4:5-6 variable d = "e"',
      '4:9-12 string "e" value into d',
    ]);
  });
});

describe('what is broken, and bounds', () => {
  test.each([
    ['a string that is never closed', "var a = 'open\nvar b = 'x'\n", 1],
    ['a hole that is never closed', "var a = 'open ${x\nvar b = 'x'\n", 1],
    ['a bracket that is never closed', "var a = [\n  1\n  2\nvar b = 'x'\n", 1],
    ['a brace that is never closed', "resource r 'A.B/c@2024-01-01' = {\n  name: 'r'\n  p: {\nvar b = 'x'\n", 1],
    ['a stray sign', "var a = = 1\nvar b = 'x'\n", 1],
    ['words without sense', "what is this\nvar b = 'x'\n", 1],
    ['half an expression', "var a = x +\nvar b = 'x'\n", 1],
  ])('%s is said, and what follows is read', (_, text, line) => {
    const found = read(text);
    expect(found.diagnostics).toHaveLength(1);
    expect(found.diagnostics[0]).toMatch(new RegExp(`^${line} syntax-error: `));
    expect(found.lines('definition').at(-1)).toMatch(/variable b = "x"$/);
  });

  test.each([
    ['lists', `var a = ${'['.repeat(50_000)}`],
    ['brackets', `var a = ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['objects', `var a = ${'{ a: '.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['calls', `var a = ${'f('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['holes', `var a = '${"${'".repeat(50_000)}`],
    ['choices', `var a = ${'c ? 1 : '.repeat(50_000)}2`],
    ['nots', `var a = ${'!'.repeat(100_000)}x`],
    ['sums', `var a = ${'1 + 2 - '.repeat(100_000)}1`],
    ['members', `var a = x${'.b'.repeat(100_000)}`],
    ['calls in a row', `var a = x${'.b()'.repeat(20_000)}`],
    ['variables that list', Array.from({ length: 5000 }, (_, i) => `var v${i + 1} = [v${i}, v${i}]`).join('\n')],
    [
      'variables that double',
      Array.from({ length: 5000 }, (_, i) => `var v${i + 1} = '\${v${i}}\${v${i}}'`).join('\n') + "\nvar v0 = 'x'",
    ],
    [
      'loops in loops',
      `var a = ${Array.from({ length: 60 }, (_, i) => `[for x${i} in [1, 2]: `).join('')}1${']'.repeat(60)}`,
    ],
    [
      'names with slashes',
      Array.from(
        { length: 3000 },
        (_, i) =>
          `resource r${i} 'A.B/c@2024-01-01' = { name: 'n${i}' }\nresource s${i} 'A.B/c/d@2024-01-01' = { name: 'n${i}/x' }`,
      ).join('\n'),
    ],
    ['one long line', `var a = [${Array.from({ length: 100_000 }, (_, i) => `'item ${i}'`).join(', ')}]`],
  ])('%s without end', (_, text) => {
    expect(millisecondsFor(reader, 'main.bicep', text)).toBeLessThan(TOO_LONG);
  });
});
