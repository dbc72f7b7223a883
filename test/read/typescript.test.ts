import { beforeAll, describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf, Named, Value } from '../../src/model/fact.ts';
import type { Diagnostic, Reader } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';
import { createReader } from '../../src/read/typescript/index.ts';

let read: Reader;
beforeAll(async () => {
  read = await createReader();
});

function factsOf<K extends FactKind>(kind: K, code: string, path = 'app.ts'): FactOf<K>[] {
  return read({ path, text: code }).facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}

/** `2:5-12`, or `2:5-3:1` over several lines. */
function at({ line, column, endLine, endColumn }: Span): string {
  return `${line}:${column}-${endLine === line ? '' : `${endLine}:`}${endColumn}`;
}

/** A value in one line; `<name>` after what was followed through a name. */
function show(value: Value | undefined): string {
  if (!value) return '';
  return inner(value) + (value.via === undefined ? '' : `<${value.via}>`);
}

function inner(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return value.type === 'string' ? JSON.stringify(value.text) : value.text;
    case 'template':
      return `\`${value.text}\`(${value.holes.map(show).join(', ')})`;
    case 'env':
      return `$${value.name}${value.default ? `=${show(value.default)}` : ''}`;
    case 'reference':
      return value.name;
    case 'call':
      return `${value.callee}(${value.args.map(show).join(', ')})`;
    case 'list':
      return `[${value.items.map(show).join(', ')}]`;
    case 'object':
      return `{ ${named(value.entries)} }`;
    case 'choice':
      return value.options.map(show).join(' | ');
    default:
      return '?';
  }
}

function named(entries: readonly Named[]): string {
  return entries.map(entry => `${entry.spread ? '...' : ''}${entry.name}: ${show(entry.value)}`).join(', ');
}

const imports = (code: string): string[] =>
  factsOf('import', code).map(
    fact =>
      `${at(fact.span)} ${fact.name}${fact.local === undefined ? '' : ` as ${fact.local}`}${fact.typeOnly ? ' (type)' : ''}`,
  );
const calls = (code: string, path?: string): string[] =>
  factsOf('call', code, path).map(fact => {
    const from = fact.receiver === undefined ? '' : ` <- ${fact.receiver} . ${fact.method}`;
    return `${at(fact.span)} ${fact.form} ${fact.callee}${fact.resolved ? '' : '?'}${from}`;
  });
const entries = (code: string, path?: string): string[] =>
  factsOf('entry', code, path).map(
    fact =>
      `${at(fact.span)} ${[...fact.path, fact.name].join('/')} = ${show(fact.value)}${fact.callee === undefined ? '' : ` in ${fact.callee}`}`,
  );
const members = (code: string): string[] =>
  factsOf('member', code).map(fact => `${at(fact.span)} ${fact.path}${fact.resolved ? '' : '?'} .${fact.name}`);
const strings = (code: string, path?: string): string[] =>
  factsOf('string', code, path).map(
    fact => `${at(fact.span)} ${fact.template ? '`' : ''}${fact.text} ${fact.role} ${fact.into ?? '-'}`,
  );
const variables = (code: string): string[] =>
  factsOf('envRead', code).map(
    fact => `${at(fact.span)} ${fact.access} ${fact.name}${fact.default ? ` = ${show(fact.default)}` : ''}`,
  );
const definitions = (code: string, path?: string): string[] =>
  factsOf('definition', code, path).map(
    fact => `${at(fact.span)} ${fact.role} ${fact.name}${fact.value ? ` = ${show(fact.value)}` : ''}`,
  );
/** What the last call of the code is given. */
const given = (code: string): string => {
  const call = factsOf('call', code).at(-1);
  return call ? call.args.map(show).join('; ') : '';
};
const scopes = (facts: readonly Fact[]): (string | undefined)[] => facts.map(fact => fact.scope);

describe('imports', () => {
  test('every form, one fact per name, pointed at the name', () => {
    expect(
      imports(
        [
          `import Def, { Azure as Az, type Opts } from 'ai-kit';`,
          `import * as kit from 'ai-kit/sub';`,
          `import type { Model } from 'ai-kit';`,
          `import 'ai-kit/types';`,
          `import legacy = require('legacy');`,
          `export { Client, Other as Mine } from 'ai-kit';`,
          `export * from './local';`,
          `type T = import('ai-kit').Thing;`,
        ].join('\n'),
      ),
    ).toEqual([
      '1:8-11 ai-kit.default as Def',
      '1:15-20 ai-kit.Azure as Az',
      '1:33-37 ai-kit.Opts as Opts (type)',
      '2:22-34 ai-kit/sub as kit',
      '3:15-20 ai-kit.Model as Model (type)',
      '4:8-22 ai-kit/types',
      '5:25-33 legacy as legacy',
      '6:10-16 ai-kit.Client',
      '6:18-23 ai-kit.Other',
      '7:15-24 ./local',
      '8:27-32 ai-kit.Thing (type)',
    ]);
  });

  test('require and dynamic import, with what is taken from them on the spot', () => {
    expect(
      imports(
        [
          `const whole = require('kit');`,
          `const { Client: C, Key } = require('kit');`,
          `const Chat = require('kit').Chat;`,
          `const mod = await import('kit');`,
          `const { Lazy } = await import('kit');`,
          `import('kit').then(({ Later }) => new Later());`,
          `require('side-effect');`,
        ].join('\n'),
      ),
    ).toEqual([
      '1:23-28 kit as whole',
      '2:9-15 kit.Client as C',
      '2:20-23 kit.Key as Key',
      '3:29-33 kit.Chat as Chat',
      '4:26-31 kit as mod',
      '5:9-13 kit.Lazy as Lazy',
      '6:23-28 kit.Later as Later',
      '7:9-22 side-effect',
    ]);
  });

  test('an import is told once: no call, no string, no definition, no member beside it', () => {
    const { facts } = read({
      path: 'a.js',
      text: `const { Client } = require('kit');\nconst C = require('kit').Client;\nimport 'kit';`,
    });
    expect(facts.map(fact => fact.kind)).toEqual(['import', 'import', 'import']);
  });

  test('a name computed at run time is no module', () => {
    expect(imports('const x = require(name); const y = await import(`./${name}`);')).toEqual([]);
  });
});

describe('calls', () => {
  test('callees are canonical through aliases, namespaces and defaults', () => {
    expect(
      calls(
        [
          `import Kit, { Azure as Az } from 'kit';`,
          `import * as ns from '@scope/kit';`,
          `new Az({});`,
          `new Kit();`,
          `Kit.create();`,
          `new ns.Client(url);`,
          `const A = ns.Other; new A();`,
          `const { Inner } = ns; new Inner();`,
          `const whole = require('kit'); new whole(); new whole.Azure();`,
        ].join('\n'),
      ),
    ).toEqual([
      '3:5-7 new kit.Azure',
      '4:5-8 new kit.default',
      '5:1-11 call kit.default.create',
      '6:5-14 new @scope/kit.Client',
      '7:25-26 new @scope/kit.Other',
      '8:27-32 new @scope/kit.Inner',
      '9:35-40 new kit.default',
      '9:48-59 new kit.Azure',
    ]);
  });

  test('a choice of classes gives one fact each', () => {
    const code = `import Pub, { Azure } from 'kit';\nconst Cls = flag ? Azure : Pub;\nconst c = new Cls({});\nc.chat.create({});`;
    expect(calls(code)).toEqual([
      '3:15-18 new kit.Azure',
      '3:15-18 new kit.default',
      '4:1-14 call c.chat.create? <- kit.Azure . chat.create',
      '4:1-14 call c.chat.create? <- kit.default . chat.create',
    ]);
  });

  test('a local name hides an import', () => {
    const code = `import { Azure } from 'kit';\nfunction f(Azure) { new Azure(); }\n{ class Azure {} new Azure(); }\nnew Azure();`;
    expect(calls(code)).toEqual(['2:25-30 new Azure?', '3:22-27 new Azure?', '4:5-10 new kit.Azure']);
  });

  test('what the receiver came from', () => {
    const code = [
      `import { Azure, createAzure } from 'kit';`,
      `import Rest from '@scope/rest';`,
      `const a = new Azure();`,
      `a.chat.completions.create({ model: 'm' });`,
      `a?.chat!.completions['create']();`,
      `createAzure({ name: 'r' })('dep');`,
      `const azure = createAzure({}); azure('d'); azure.chat('d');`,
      `(await (a as any)).files.list();`,
      `const rest = Rest(url); await rest.path('/chat').post({});`,
      `const { chat } = a; chat.create();`,
      `const clients = { main: new Azure() }; clients.main.ask();`,
      `function make() { return new Azure(); } make().ask();`,
      `const lazy = async () => { const c = new Azure(); return c; }; (await lazy()).ask();`,
      `unknown.ask();`,
    ].join('\n');
    expect(calls(code).filter(line => !line.includes(' new '))).toEqual([
      '4:1-26 call a.chat.completions.create? <- kit.Azure . chat.completions.create',
      '5:1-31 call a.chat.completions["create"]? <- kit.Azure . chat.completions.create',
      '6:1-27 call kit.createAzure() <- kit.createAzure . ',
      '6:1-12 call kit.createAzure',
      '7:15-26 call kit.createAzure',
      '7:32-37 call azure? <- kit.createAzure . ',
      '7:44-54 call azure.chat? <- kit.createAzure . chat',
      '8:1-30 call a.files.list? <- kit.Azure . files.list',
      '9:14-18 call @scope/rest.default',
      '9:50-54 call rest.path().post? <- @scope/rest.default.path . post',
      '9:31-40 call rest.path? <- @scope/rest.default . path',
      '10:21-32 call chat.create? <- kit.Azure . chat.create',
      '11:40-56 call clients.main.ask? <- kit.Azure . ask',
      '12:48-51 call make().ask? <- kit.Azure . ask',
      '12:41-45 call make?',
      '13:79-82 call lazy().ask? <- kit.Azure . ask',
      '13:71-75 call lazy?',
      '14:1-12 call unknown.ask?',
    ]);
  });

  test('fields, parameter properties, getters and typed parameters', () => {
    const code = [
      `import { Azure, Search } from 'kit';`,
      `import type { Config } from 'conf';`,
      `class Bot {`,
      `  private client: Azure;`,
      `  #search = new Search();`,
      `  constructor(private readonly config: Config) { this.client = new Azure({}); }`,
      `  get lazy() { return this.client; }`,
      `  ask() {`,
      `    this.client.chat.create();`,
      `    this.#search.find();`,
      `    this.config.load();`,
      `    this.lazy.chat.create();`,
      `    this.helper();`,
      `  }`,
      `  helper() {}`,
      `}`,
      `function use(one: Azure | undefined, two: Promise<Search>, three: Unknown) { one.a(); two.b(); three.c(); }`,
      `const bot = new Bot(x); bot.ask(); bot.client.go();`,
    ].join('\n');
    expect(calls(code).filter(line => !line.includes(' new '))).toEqual([
      '9:5-28 call this.client.chat.create? <- kit.Azure . chat.create',
      '10:5-22 call this.#search.find? <- kit.Search . find',
      '11:5-21 call this.config.load? <- conf.Config . load',
      '12:5-26 call this.lazy.chat.create? <- kit.Azure . chat.create',
      '13:5-16 call this.helper?',
      '17:78-83 call one.a? <- kit.Azure . a',
      '17:87-92 call two.b? <- kit.Search . b',
      '17:96-103 call three.c?',
      '18:25-32 call bot.ask? <- Bot . ask',
      '18:36-49 call bot.client.go? <- kit.Azure . go',
    ]);
  });

  test('a class that extends an import: super is a construction, instances are receivers', () => {
    const code = `import { Azure } from 'kit';\nclass Mine extends Azure {\n  constructor() { super({ endpoint: 'e' }); }\n}\nnew Mine().chat.create();`;
    expect(calls(code)).toEqual([
      '3:19-24 new kit.Azure',
      '5:12-23 call Mine().chat.create? <- kit.Azure . chat.create',
      '5:5-9 new Mine?',
    ]);
  });

  test('what the file itself passes to an untyped parameter', () => {
    const code = `import { Azure } from 'kit';\nfunction ask(client) { client.go(); }\nask(new Azure());`;
    expect(calls(code)[0]).toBe('2:24-33 call client.go? <- kit.Azure . go');
  });

  test('a singleton that is filled later', () => {
    const code = `import { Azure } from 'kit';\nlet client;\nfunction get() { client ??= new Azure(); return client; }\nget().go();\napp.locals.ai = new Azure();\napp.locals.ai.go();`;
    expect(calls(code).filter(line => line.includes('go'))).toEqual([
      '4:7-9 call get().go? <- kit.Azure . go',
      '6:1-17 call app.locals.ai.go? <- kit.Azure . go',
    ]);
  });

  test('this in a method of an object literal is that object', () => {
    const code = `import { Azure } from 'kit';\nconst svc = { ai: new Azure(), ask() { this.ai.go(); } };`;
    expect(calls(code)).toEqual(['2:23-28 new kit.Azure', '2:40-50 call this.ai.go? <- kit.Azure . go']);
  });

  test('decorators, with and without arguments', () => {
    const code = `import { Injectable, Inject } from '@nest/common';\n@Injectable()\nclass A { @Inject dep: B; }`;
    expect(calls(code)).toEqual(['2:2-12 decorator @nest/common.Injectable', '3:12-18 decorator @nest/common.Inject']);
  });

  test('extent is the whole call, and new belongs to it', () => {
    const [fact] = factsOf('call', `x = new a.B(\n  1,\n);`);
    expect([at(fact!.span), at(fact!.extent!)]).toEqual(['1:9-12', '1:5-3:2']);
  });

  test('positional and named arguments, spreads of what the file wrote before', () => {
    const code = [
      `const common = { version: 'v1', key: 'k' };`,
      `const options = { ...common, key: 'mine' };`,
      `call('a', { model: 'm', ...common, ...rest, ...(flag && { extra: 1 }) }, cb);`,
      `call(options);`,
      `call(unknown);`,
    ].join('\n');
    const [first, second, third] = factsOf('call', code);
    expect(first!.args.map(show)).toEqual(['"a"', '{ model: "m", ...version: "v1", ...key: "k", extra: 1 }', 'cb']);
    expect(named(first!.named)).toBe('model: "m", ...version: "v1", ...key: "k", extra: 1');
    expect(first!.named.map(entry => at(entry.span))).toEqual(['3:13-18', '1:18-25', '1:33-36', '3:59-64']);
    expect(named(second!.named)).toBe('...version: "v1", ...key: "mine"');
    expect(third!.named).toEqual([]);
  });
});

describe('entries', () => {
  test('path from the variable, the argument or nothing', () => {
    const code = [
      `const cfg = { headers: { 'api-key': key, "x": 1 }, list: [{ name: 'n' }] };`,
      `new Azure({ query: { 'api-version': '1' } });`,
      `cfg.more = { a: 1 };`,
      `class C { opts = { b: 2 }; }`,
      `return { c: 3 };`,
      `export default { d() {} };`,
    ].join('\n');
    expect(entries(code)).toEqual([
      '1:15-22 cfg/headers = { api-key: key, x: 1 }',
      '1:26-35 cfg/headers/api-key = key',
      '1:42-45 cfg/headers/x = 1',
      '1:52-56 cfg/list = [{ name: "n" }]',
      '1:61-65 cfg/list/name = "n"',
      '2:13-18 query = { api-version: "1" } in Azure',
      '2:22-35 query/api-version = "1" in Azure',
      '3:14-15 cfg.more/a = 1',
      '4:20-21 opts/b = 2',
      '5:10-11 c = 3',
      '6:18-19 d = ?',
    ]);
  });

  test('computed and shorthand keys', () => {
    const code = [
      `import { KEYS } from './keys';`,
      `const NAME = 'api-key'; const apiKey = 'k';`,
      `use({ [NAME]: 1, [KEYS.AZURE]: 2, [\`x\${y}\`]: 3, apiKey });`,
    ].join('\n');
    expect(entries(code)).toEqual([
      '3:7-13 api-key = 1 in use',
      '3:18-30 ./keys.KEYS.AZURE = 2 in use',
      '3:49-55 apiKey = "k"<apiKey> in use',
    ]);
  });

  test('item assignments and JSX attributes', () => {
    expect(entries(`headers['api-key'] = key; grid[0] = 1;`)).toEqual(['1:9-18 headers/api-key = key']);
    expect(entries(`const x = <ui.Input placeholder="https://x" value={v} on />;`, 'a.tsx')).toEqual([
      '1:21-32 ui.Input/placeholder = "https://x"',
      '1:45-50 ui.Input/value = v',
      '1:55-57 ui.Input/on = true',
    ]);
  });

  test('taking an object apart writes no entries', () => {
    expect(entries('({ a, b: c } = value); const { d: e } = value; function f({ g: h }) {}')).toEqual([]);
  });
});

describe('members', () => {
  test('the longest chain, once; not callees, not targets', () => {
    const code = [
      `import { Service } from 'kit';`,
      `use(choice.content_filter_results.hate?.filtered);`,
      `if (provider === Service.Azure) go();`,
      `read(r['prompt_filter_results']?.[0]);`,
      `a.b.c();`,
      `a.b = 1; delete a.c;`,
      `tag.text\`x\`;`,
      `const n = (await load()).usage.total;`,
    ].join('\n');
    expect(members(code)).toEqual([
      '2:5-49 choice.content_filter_results.hate.filtered? .filtered',
      '3:18-31 kit.Service.Azure .Azure',
      '4:6-37 r.prompt_filter_results? .prompt_filter_results',
      '8:26-37 load().usage.total? .total',
    ]);
  });

  test('destructured names are reads as well', () => {
    const code = [
      `const { content_filter_results, message: { content }, ...rest } = choice;`,
      `for (const { delta } of event.choices) {}`,
      `function f({ a: renamed, plain }) {}`,
      `const [first] = list;`,
    ].join('\n');
    expect(members(code)).toEqual([
      '1:9-31 choice.content_filter_results? .content_filter_results',
      '1:44-51 choice.message.content? .content',
      '2:14-19 event.choices[].delta? .delta',
      '2:25-38 event.choices? .choices',
      '3:14-15 *.a? .a',
    ]);
  });

  test('the environment and imports are told as such', () => {
    expect(
      members(
        `const k = process.env.KEY; const e = process.env; f({ ...process.env }); const C = require('kit').Client;`,
      ),
    ).toEqual([]);
  });
});

describe('strings', () => {
  test('what they are used for', () => {
    const code = [
      `'use strict';`,
      `const a = 'value';`,
      `call('argument', { key: 'entry' });`,
      `if (p === 'compare' || 'in' in o) {}`,
      `switch (kind.of) { case 'label': }`,
      `['one', 'two'].includes(p);`,
      `type K = 'A' | 'B'; interface I { 'api-key': 'lit' }`,
      `x.y = flag ? 'yes' : other;`,
      `function f(p = 'default') { return 'returned'; }`,
      `enum E { M = 'member' }`,
      `map[\`key-\${id}\`];`,
      `'only a statement';`,
    ].join('\n');
    expect(strings(code)).toEqual([
      '2:11-18 value value a',
      '3:6-16 argument argument call',
      '3:25-32 entry value key',
      '4:11-20 compare compare p',
      '4:24-28 in compare o',
      '5:25-32 label compare kind.of',
      '6:2-7 one compare p',
      '6:9-14 two compare p',
      '7:10-13 A type K',
      '7:16-19 B type K',
      '7:46-51 lit type api-key',
      '8:14-19 yes value x.y',
      '9:16-25 default value p',
      '9:36-46 returned value -',
      '10:14-22 member value M',
      '11:5-16 `key-* key map',
    ]);
  });

  test('templates and concatenations are one string, known holes filled', () => {
    const code = [
      `const V = '2024-10-21';`,
      `const u = \`\${base}/openai?api-version=\${V}\`;`,
      `const w = 'https://' + host + '.example.com' + \`/v\${1}\`;`,
      `const j = [root, 'a', V].join('/');`,
      `const c = ''.concat(root, '/x').concat(y);`,
      `const nothing = \`\${a}\${b}\`;`,
      `const sum = a + b;`,
    ].join('\n');
    expect(strings(code)).toEqual([
      '1:11-23 2024-10-21 value V',
      '2:11-44 `*/openai?api-version=2024-10-21 value u',
      '3:11-56 `https://*.example.com/v1 value w',
      '4:11-35 `*/a/2024-10-21 value j',
      '5:11-42 `*/x* value c',
    ]);
  });

  test('JSX: attributes are strings, text between tags is prose', () => {
    expect(strings('const x = <p title="https://a">https://b {cond && "shown"}</p>;', 'a.jsx')).toEqual([
      '1:20-31 https://a value title',
      '1:51-58 shown value -',
    ]);
  });

  test('comments say nothing', () => {
    const { facts } = read({
      path: 'a.ts',
      text: `// import { A } from 'kit'\n/** process.env.X "y" */\n/* f('z') */\n<!-- no -->`,
    });
    expect(facts).toEqual([]);
  });
});

describe('environment', () => {
  test('reads in all their forms, pointed at the name', () => {
    const code = [
      `const KEY = 'VIA_CONST';`,
      `f(process.env.PLAIN, process.env['QUOTED'], process.env[KEY], process.env[dynamic]);`,
      `const { A, B: b = 'dflt' } = process.env;`,
      `const v = import.meta.env.VITE_X ?? 'd';`,
      `Deno.env.get('DENO_X'); Bun.env.BUN_X; globalThis.process.env.G;`,
      `const env = process.env; env.ALIASED;`,
      `function handler(req, env) { return env.BINDING + env.lower; }`,
      `const app = c => c.env.HONO_KEY;`,
    ].join('\n');
    expect(variables(code)).toEqual([
      '2:15-20 read PLAIN',
      '2:34-42 read QUOTED',
      '2:57-60 read VIA_CONST',
      '3:9-10 read A',
      `3:12-13 read B = "dflt"`,
      `4:27-33 read VITE_X = "d"`,
      '5:14-22 read DENO_X',
      '5:33-38 read BUN_X',
      '5:63-64 read G',
      '6:30-37 read ALIASED',
      '7:41-48 read BINDING',
      '8:24-32 read HONO_KEY',
    ]);
  });

  test('writes and tests', () => {
    expect(
      variables(`process.env.W = 'x'; if ('T' in process.env) {} delete process.env.D; process.env.R ||= 'y';`),
    ).toEqual(['1:13-14 write W', '1:26-29 test T', '1:68-69 write D', '1:83-84 write R']);
  });

  test('modules that stand for the environment', () => {
    const code = [
      `import { SECRET as s } from '$env/static/private';`,
      `import { env } from '$env/dynamic/private';`,
      `import { env as checked } from '../env.mjs';`,
      `import { env as other } from './environments';`,
      `f(s, env.DYNAMIC, checked.CHECKED, checked.method(), other.NOT);`,
    ].join('\n');
    expect(variables(code)).toEqual(['1:10-16 read SECRET', '5:10-17 read DYNAMIC', '5:27-34 read CHECKED']);
    expect(show(factsOf('call', code)[0]!.args[0])).toBe('$SECRET<s>');
  });

  test('configuration services, helpers, and a copy checked by a schema', () => {
    const code = [
      `import { getEnvironmentVariable } from 'kit/env';`,
      `this.configService.get<string>('NEST_KEY', 'd'); config.getOrThrow('THROWN'); config.get('some.path'); cache.get('NOT_ENV');`,
      `getEnvironmentVariable('HELPED'); getEnv('SHORT') ?? 'alt'; getEnv('lower-case');`,
      `function need(name: string, dflt?: string) { return process.env[name] ?? dflt; }`,
      `need('OWN_HELPER', 'dd'); need(other);`,
      `const checked = schema.parse(process.env); checked.PARSED; checked.parsed;`,
      `import { ConfigService } from '@nest/config'; class A { constructor(private cs: ConfigService) { cs.get('TYPED'); } }`,
    ].join('\n');
    expect(variables(code)).toEqual([
      `2:32-42 read NEST_KEY = "d"`,
      `2:68-76 read THROWN`,
      '3:24-32 read HELPED',
      `3:42-49 read SHORT = "alt"`,
      `5:6-18 read OWN_HELPER = "dd"`,
      '6:52-58 read PARSED',
      '7:105-112 read TYPED',
    ]);
  });

  test('a map that happens to be called env is no environment', () => {
    expect(variables(`const env = { FOO: 1 }; env.FOO; const settings = {}; settings.FOO_BAR; Env.FOO;`)).toEqual([]);
  });
});

describe('definitions', () => {
  test('every role', () => {
    const code = [
      `const KEY = process.env.KEY || 'none';`,
      `let later; later = 2;`,
      `const { host, port: p = 80 } = options;`,
      `function run(a, { b: c = 1 }: O, ...d) {}`,
      `class Bot extends Base implements Talker { name = 'n'; static x; ask(q: string) {} }`,
      `interface Shape { 'api-key': string; size?: number }`,
      `type Alias = { inner: string };`,
      `enum Kind { One = 'one', Two }`,
      `kit.api_type = 'azure';`,
    ].join('\n');
    expect(definitions(code)).toEqual([
      '1:7-10 variable KEY = $KEY="none"',
      '2:5-10 variable later',
      '2:12-17 variable later = 2',
      '3:9-13 variable host = options.host',
      '3:21-22 variable p = options.port | 80',
      '4:10-13 function run',
      '4:14-15 parameter a',
      '4:22-23 parameter c = 1',
      '4:37-38 parameter d',
      '5:7-10 class Bot = [Base, Talker]',
      '5:44-48 field name = "n"',
      '5:63-64 field x',
      '5:66-69 function ask',
      '5:70-71 parameter q',
      '6:11-16 type Shape',
      '6:19-28 field api-key',
      '6:38-42 field size',
      '7:6-11 type Alias',
      '7:16-21 field inner',
      '8:6-10 type Kind',
      '8:13-16 enumMember One = "one"',
      '8:26-29 enumMember Two',
      '9:1-13 attribute kit.api_type = "azure"',
    ]);
  });

  test('an environment variable is defined and read', () => {
    const { facts } = read({ path: 'a.ts', text: 'const KEY = process.env.KEY;' });
    expect(facts.map(fact => fact.kind)).toEqual(['definition', 'envRead']);
  });

  test('attributes are canonical', () => {
    expect(definitions(`import kit from 'kit';\nkit.apiType = 'x';`)).toEqual([
      '2:1-12 attribute kit.default.apiType = "x"',
    ]);
  });
});

describe('values', () => {
  test('literals and operators', () => {
    expect(given(`f(1, -2.5, true, null, undefined, 'a' as const, \`t\`, [1, 'x'], x!, !y, () => 1)`)).toBe(
      `1; -2.5; true; null; undefined; "a"; "t"; [1, "x"]; x; ?; ?`,
    );
  });

  test('choices and defaults', () => {
    expect(given(`f(a ? 'x' : 'y', b || 'z', process.env.A ?? process.env.B ?? 'c', ok && 'last')`)).toBe(
      `"x" | "y"; b | "z"; $A=$B="c"; "last"`,
    );
  });

  test('constants are followed, with the name that stands there', () => {
    const code = [
      `const A = 'one'; const B = A; const o = { deep: { k: B } }; enum E { X = 'ex' }`,
      `class S { static URL = 'u'; own = 'w'; go() { f(A, B, o.deep.k, E.X, S.URL, this.own, o['deep']); } }`,
    ].join('\n');
    const [call] = factsOf('call', code);
    expect(call!.args.map(show)).toEqual([
      '"one"<A>',
      '"one"<B>',
      '"one"<o.deep.k>',
      '"ex"<E.X>',
      '"u"<S.URL>',
      '"w"<this.own>',
      '{ k: "one"<B> }<o["deep"]>',
    ]);
    expect(at(call!.args[0]!.span)).toBe('2:49-50');
  });

  test('scopes: what is nearer hides what is farther', () => {
    const code = `const x = 'outer';\nfunction g(x) { f(x); }\n{ const x = 'inner'; f(x); }\nfor (const x of xs) f(x);\ntry {} catch (x) { f(x); }\nf(x);`;
    expect(factsOf('call', code).map(call => show(call.args[0]))).toEqual(['x', '"inner"<x>', 'x', 'x', '"outer"<x>']);
  });

  test('assignments: the last one counts, branches give a choice', () => {
    const value = (code: string): string => given(`function run() { ${code}; f(v); }`);
    expect(value(`let v = 'a'; v = 'b'`)).toBe('"b"<v>');
    expect(value(`let v; if (c) v = 'a'; else { v = 'b'; }`)).toBe('"a"<v> | "b"<v><v>');
    expect(value(`let v = 'z'; if (c) { v = 'a'; } else if (d) { v = 'b'; } else v = 'c'`)).toBe(
      '"a"<v> | "b"<v> | "c"<v><v>',
    );
    expect(value(`let v = 'z'; if (c) { v = 'a'; }`)).toBe('"z"<v> | "a"<v><v>');
    expect(value(`let v = 'z'; if (c) v = 'a'; else throw 1`)).toBe('"a"<v>');
    expect(value(`let v = 'a'; v += 'b'`)).toBe('v');
    expect(value(`let v = v0; v ??= 'b'`)).toBe('v0<v> | "b"<v><v>');
  });

  test('functions that only hand out a constant, and methods that tidy a variable', () => {
    const code = `const url = () => process.env.URL || 'u';\nf(url(), process.env.X.trim(), String(process.env.Y), process.env.Z!.replace(/\\/$/, ''), other());`;
    expect(
      factsOf('call', code)
        .find(call => call.callee === 'f')!
        .args.map(show),
    ).toEqual(['$URL="u"<url>', '$X', '$Y', '$Z', 'other()']);
  });

  test('references are canonical through imports', () => {
    expect(
      given(
        `import * as ns from 'kit'; import d, { A } from 'kit';\nf(ns.B.c, d, A, list[0].x, list[i], m['key'], this.cfg.url)`,
      ),
    ).toBe('kit.B.c; kit.default; kit.A; list[0].x; list[]; m["key"]; this.cfg.url');
  });

  test('holes keep what stands in them', () => {
    const [fact] = factsOf('definition', `const V = 'v1';\nconst u = \`\${process.env.EP}/\${V}/\${dep}\`;`).slice(1);
    expect(show(fact!.value)).toBe('`*/v1/*`($EP, "v1"<V>, dep)');
  });

  test('names in circles end', () => {
    expect(given(`const a = b; const b = a; f(a);`)).toBe('b<a>');
    expect(given(`let s = s + 'x'; f(s);`)).toBe('`*x`(s)<s>');
  });
});

describe('scope', () => {
  test('the named thing around, dotted', () => {
    const code = [
      `import { x } from 'm';`,
      `class Bot { field = one(); constructor() { two(); } async answer() { [1].map(() => three()); } }`,
      `export const handler = async () => { four(); };`,
      `const api = { v1: { chat: () => five(), ask() { six(); } } };`,
      `exports.run = function () { seven(); };`,
      `const wrapped = cached(async () => { eight(); });`,
      `function outer() { const inner = () => nine(); const found = list.find(() => ten()); }`,
    ].join('\n');
    const facts = factsOf('call', code).filter(call =>
      /^(?:one|two|three|four|five|six|seven|eight|nine|ten)$/.test(call.callee),
    );
    expect(scopes(facts)).toEqual([
      'Bot',
      'Bot.constructor',
      'Bot.answer',
      'handler',
      'api.v1.chat',
      'api.v1.ask',
      'run',
      'wrapped',
      'outer.inner',
      'outer',
    ]);
    expect(scopes(factsOf('import', code))).toEqual([undefined]);
  });
});

describe('positions', () => {
  test('CRLF, lone CR, tabs, characters outside the basic plane', () => {
    const code = `const a = 'x';\r\n\tconst é = '😀'; f('b');\rg("c");\n`;
    expect(strings(code)).toEqual([
      '1:11-14 x value a',
      '2:12-16 😀 value é',
      '2:20-23 b argument f',
      '3:3-6 c argument g',
    ]);
  });

  test('a shebang and a directive stand in front', () => {
    expect(imports(`#!/usr/bin/env node\n'use client';\nimport { A } from 'kit';`)).toEqual(['3:10-11 kit.A as A']);
  });
});

describe('any text', () => {
  const problems = (text: string, path = 'app.ts'): Diagnostic[] => read({ path, text }).diagnostics;

  test('a syntax error is one diagnostic, and the rest is read', () => {
    const text = `import { A } from 'kit';\nconst = ;\nconst ) = 1;\nnew A({ x: 1 });`;
    expect(problems(text)).toEqual([
      { path: 'app.ts', line: 2, code: 'syntax-error', message: expect.stringContaining('TypeScript') as string },
    ]);
    expect(calls(text)).toEqual(['4:5-6 new kit.A']);
  });

  test('each dialect by its extension', () => {
    const jsx = `const x = <A b="c" />;`;
    for (const path of ['a.tsx', 'a.jsx', 'a.js', 'a.mjs', 'a.cjs']) expect(problems(jsx, path)).toEqual([]);
    const cast = `const x = <Type>value; enum E { A }`;
    for (const path of ['a.ts', 'a.mts', 'a.cts']) expect(problems(cast, path)).toEqual([]);
    expect(problems(jsx, 'a.ts')).toHaveLength(1);
    expect(problems(`const r = await fetch('x'); return r;`)).toEqual([]);
  });

  test('ten thousand brackets: what is around them is read', () => {
    const text = `import { A } from 'kit';\nconst deep = ${'['.repeat(10_000)}1${']'.repeat(10_000)};\nnew A();`;
    const { facts, diagnostics } = read({ path: 'a.ts', text });
    expect(diagnostics).toEqual([{ path: 'a.ts', line: 2, code: 'too-deep', message: expect.any(String) as string }]);
    expect(facts.map(fact => fact.kind)).toEqual(['import', 'definition', 'call']);
    // The parser is as good as new afterwards.
    expect(calls(`f((a) => g(a));`)).toEqual(['1:1-2 call f?', '1:10-11 call g?']);
  });

  test.each([
    ['empty', ''],
    ['brackets that never close', '({['.repeat(500)],
    ['brackets that never open', ')}]'.repeat(500)],
    ['an open template', 'x = `a ${b '.repeat(3000)],
    ['an open string', `x = "${'a'.repeat(10_000)}`],
    ['NUL', '\0'.repeat(1000)],
    ['at signs', '@'.repeat(20_000)],
    ['a ternary without end', `x = ${'a ? b : '.repeat(20_000)}c`],
  ])('%s does not throw', (_, text) => {
    expect(() => read({ path: 'a.ts', text })).not.toThrow();
  });

  test.each([
    ['calls on calls', (n: number) => `x = a${'.b()'.repeat(n)}`],
    ['a sum', (n: number) => `x = ${'"a" + b + '.repeat(n)}"c"`],
    ['alternatives', (n: number) => `x = ${'a || '.repeat(n)}b`],
    ['holes', (n: number) => `x = \`${'${a}'.repeat(n)}\``],
    ['assignments', (n: number) => `let x = 'a'; ${'if (y) x = "b"; use(x); '.repeat(n)}`],
    [
      'names that lead to names',
      (n: number) => Array.from({ length: n }, (_, i) => `const v${i} = [v${i + 1}, v${i + 1}, v${i + 1}];`).join('\n'),
    ],
    ['data on one line', (n: number) => `export const d = [${'{ a: "x", b: [1] }, '.repeat(n)}]`],
  ])('%s: four times the text takes no more than twelve times the time', (_, make) => {
    const time = (n: number): number => {
      const text = make(n);
      return Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          read({ path: 'a.ts', text });
          return performance.now() - start;
        }),
      );
    };
    time(500);
    // A floor keeps the clock's own jitter out of it.
    expect(time(2000)).toBeLessThan(12 * Math.max(time(500), 5));
  });
});
