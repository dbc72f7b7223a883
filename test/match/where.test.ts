import { describe, expect, test } from 'vitest';
import { compileWhere, type Surroundings } from '../../src/match/where.ts';
import { noReferences } from '../../src/match/references.ts';
import { argumentsOf, entriesOf, propertiesOf, type Subject } from '../../src/match/subject.ts';
import type { Where } from '../../src/model/rule.ts';
import {
  at,
  callFact,
  choice,
  definitionFact,
  entryFact,
  list,
  literal,
  named,
  object,
  reference,
  resourceFact,
  settingFact,
  stringFact,
  via,
} from './support.ts';

const around: Surroundings = {
  path: 'src/app.py',
  references: noReferences,
  canonical: () => ['cognitive.account', 'cognitive.account/openai'],
  propertyPaths: (_, property) => (property === 'kind' ? ['kind', 'properties.kind'] : [property]),
};
const passes = (where: Where, subject: Subject): boolean => compileWhere(where, {})(subject, around);

describe('each kind answers with its own fields', () => {
  const importFact: Subject = { kind: 'import', module: 'openai', name: 'openai.AzureOpenAI', span: at(1, 1) };
  const dependency: Subject = {
    kind: 'dependency',
    ecosystem: 'pypi',
    name: 'openai',
    version: '>=1.2',
    span: at(1, 1),
  };
  const member: Subject = { kind: 'member', name: 'results', path: 'choice.results', resolved: false, span: at(1, 1) };
  const envRead: Subject = { kind: 'envRead', name: 'KEY', default: literal('none'), access: 'read', span: at(1, 1) };
  const command: Subject = {
    kind: 'command',
    program: 'az',
    words: [literal('account'), reference('verb'), literal('create')],
    named: [named('--kind', literal('OpenAI'))],
    args: [literal('last')],
    span: at(1, 1),
  };
  const element: Subject = {
    kind: 'element',
    name: 'policy',
    path: ['policies', 'inbound', 'policy'],
    attributes: [named('backend-id', literal('chat'))],
    text: 'inner',
    span: at(1, 1),
  };
  const resource = resourceFact('Microsoft.X/accounts', 'main', { kind: literal('OpenAI') }, { mode: 'existing' });

  test.each<[Where, Subject, boolean]>([
    [{ module: 'openai' }, importFact, true],
    [{ imported: 'openai.AzureOpenAI' }, importFact, true],
    [{ name: 'AzureOpenAI' }, importFact, true],
    [{ name: 'openai.AzureOpenAI' }, importFact, false],
    [{ ecosystem: 'pypi', name: 'openai', version: { prefix: '>=1' } }, dependency, true],
    [{ ecosystem: 'npm' }, dependency, false],
    [{ path: 'choice.results', name: 'results', resolved: false }, member, true],
    [{ resolved: true }, member, false],
    [{ name: 'KEY', access: 'read', value: 'none' }, envRead, true],
    [{ access: 'write' }, envRead, false],
    [{ program: 'az', words: 'account * create' }, command, true],
    [{ args: { '--kind': 'OpenAI' } }, command, true],
    [{ args: { '*': 'last' } }, command, true],
    [{ args: { '--kind': 'Speech' } }, command, false],
    [{ path: 'policies.inbound.policy', args: { 'backend-id': 'chat' }, text: 'inner' }, element, true],
    [{ type: 'microsoft.x/accounts', address: 'main', mode: 'existing' }, resource, true],
    [{ resource: 'cognitive.account/openai' }, resource, true],
    [{ resource: 'cognitive.deployment' }, resource, false],
    [{ path: 'services.web.URL' }, settingFact('URL', literal('x'), { path: ['services', 'web', 'URL'] }), true],
    [{ path: 'headers.api-key' }, entryFact('api-key', literal('x'), { path: ['headers'] }), true],
    [{ text: 'x', role: 'compare', into: 'provider' }, stringFact('x', { role: 'compare', into: 'provider' }), true],
    [{ into: 'provider' }, stringFact('x'), false],
    [{ name: 'x', role: 'param', value: 'v' }, definitionFact('x', { role: 'param', value: literal('v') }), true],
    [{ file: { suffix: 'app.py' } }, stringFact('x'), true],
    [{ file: { suffix: 'app.ts' } }, stringFact('x'), false],
    [{ scope: 'Bot.answer' }, stringFact('x', { scope: 'Bot.answer' }), true],
    [{ scope: 'Bot.answer' }, stringFact('x'), false],
    [
      { receiver: 'openai.AzureOpenAI', method: { prefix: 'beta.' } },
      callFact('c.beta.threads.create', { receiver: 'openai.AzureOpenAI', method: 'beta.threads.create' }),
      true,
    ],
    [{ form: 'new' }, callFact('X'), false],
    [{ value: { kind: 'absent' } }, definitionFact('x'), true],
  ])('%j', (where, subject, expected) => {
    expect(passes(where, subject)).toBe(expected);
  });
});

describe('args of a call', () => {
  const subject = callFact('make', {
    args: [literal('first'), reference('second')],
    named: [named('apiVersion', literal('v1')), named('options', object({ headers: object({ key: literal('k') }) }))],
  });

  test.each<[Record<string, NonNullable<Where['args']>[string]>, boolean]>([
    [{ '0': 'first' }, true],
    [{ '1': { kind: 'reference' } }, true],
    [{ '2': { kind: 'absent' } }, true],
    [{ '0': { kind: 'absent' } }, false],
    [{ apiversion: 'v1' }, true],
    [{ 'options.headers.key': 'k' }, true],
    [{ 'options.headers.other': { kind: 'absent' } }, true],
    [{ 'nowhere.key': 'k' }, false],
    [{ '*': 'v1' }, true],
    [{ '*': 'v2' }, false],
    [{ '0': 'first', apiVersion: 'v2' }, false],
  ])('%j', (args, expected) => {
    expect(passes({ args }, subject)).toBe(expected);
  });
});

test('a canonical property is looked up on all paths it is written in', () => {
  expect(passes({ args: { kind: 'OpenAI' } }, resourceFact('t', 'a', { kind: literal('OpenAI') }))).toBe(true);
  expect(
    passes({ args: { kind: 'OpenAI' } }, resourceFact('t', 'a', { properties: object({ kind: literal('OpenAI') }) })),
  ).toBe(true);
  expect(passes({ args: { kind: { kind: 'absent' } } }, resourceFact('t', 'a'))).toBe(true);
});

test('a repeated block and a list are looked into', () => {
  const repeated = resourceFact('t', 'a', {
    filter: [object({ name: literal('one') }), object({ name: literal('two') })],
  });
  const listed = resourceFact('t', 'a', {
    filter: list(object({ name: literal('one') }), object({ name: literal('two') })),
  });
  for (const resource of [repeated, listed]) expect(passes({ args: { 'filter.name': 'two' } }, resource)).toBe(true);
});

test('combinations', () => {
  const subject = settingFact('OPENAI_KEY', literal('x'));
  expect(passes({ name: 'OPENAI_KEY', not: { value: 'y' } }, subject)).toBe(true);
  expect(passes({ name: 'OPENAI_KEY', not: { value: 'x' } }, subject)).toBe(false);
  expect(passes({ any: [{ name: 'nothing' }, { value: 'x' }] }, subject)).toBe(true);
  expect(passes({ any: [{ name: 'nothing' }, { value: 'z' }] }, subject)).toBe(false);
  expect(passes({ all: [{ name: { prefix: 'openai' } }, { format: 'dotenv' }] }, subject)).toBe(true);
  expect(passes({ all: [{ name: { prefix: 'openai' } }, { format: 'yaml' }] }, subject)).toBe(false);
});

test('a condition without a test is refused', () => {
  expect(() => compileWhere({}, {})).toThrow('matches everything');
});

describe('kinds that matching derives', () => {
  test('an argument has the span of its name and reaches to the end of its value', () => {
    const subject = callFact('make', {
      scope: 'Bot',
      receiver: 'Client',
      method: 'run',
      named: [named('key', literal('v', at(2, 9, 12)), at(2, 5, 8))],
    });
    expect(argumentsOf(subject)).toMatchObject([
      {
        kind: 'argument',
        name: 'key',
        callee: 'make',
        receiver: 'Client',
        method: 'run',
        scope: 'Bot',
        span: at(2, 5, 8),
        extent: at(2, 5, 12),
      },
    ]);
  });

  test('a value that stands before its name (an option object built above) leaves the extent at the name', () => {
    const [argument] = argumentsOf(callFact('make', { named: [named('key', literal('v', at(1, 1, 4)), at(9, 5, 8))] }));
    expect(argument?.extent).toEqual(at(9, 5, 8));
  });

  test('properties at any depth, with dotted paths; what came through a name is not opened', () => {
    const resource = resourceFact('t', 'a', {
      sku: object({ name: literal('S0') }),
      rules: list(object({ port: literal('1') }), object({ port: literal('2') })),
      either: choice(object({ left: literal('1') }), object({ right: literal('2') })),
      shared: via('local.shared', object({ hidden: literal('x') })),
    });
    expect(propertiesOf(resource).map(property => property.path)).toEqual([
      'sku',
      'sku.name',
      'rules',
      'rules.port',
      'rules.port',
      'either',
      'either.left',
      'either.right',
      'shared',
    ]);
    expect(propertiesOf(resource).every(property => property.scope === 'a' && property.owner === resource)).toBe(true);
  });

  test('a property tree of any depth ends', () => {
    let value = literal('bottom');
    for (let i = 0; i < 5000; i++) value = object({ down: value });
    expect(propertiesOf(resourceFact('t', 'a', { down: value })).length).toBeLessThan(20);
  });

  test('entries of an infrastructure parameter, not of a variable in code', () => {
    const value = list(object({ name: literal('chat'), model: object({ name: literal('gpt') }) }));
    const found = entriesOf(definitionFact('deployments', { role: 'param', value }));
    expect(found.map(entry => [...entry.path, entry.name].join('.'))).toEqual([
      'deployments.name',
      'deployments.model',
      'deployments.model.name',
    ]);
    expect(entriesOf(definitionFact('deployments', { role: 'field', value }))).toEqual([]);
    expect(entriesOf(definitionFact('deployments', { role: 'param', value: via('x', value) }))).toEqual([]);
  });
});
