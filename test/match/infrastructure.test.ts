import { describe, expect, test } from 'vitest';
import { Infrastructure, moduleUnit, unitOf } from '../../src/match/infrastructure.ts';
import type { Fact, ResourceFact } from '../../src/model/fact.ts';
import type { CanonicalResource } from '../../src/model/rule.ts';
import {
  call,
  definitionFact,
  list,
  literal,
  object,
  reference,
  resourceFact,
  stringFact,
  template,
  unknown,
  via,
} from './support.ts';

const VOCABULARY: readonly CanonicalResource[] = [
  {
    name: 'account',
    types: ['tf_account', 'Vendor.AI/accounts'],
    props: { kind: ['kind', 'properties.kind'] },
    classes: {
      chat: [
        { where: { args: { kind: 'Chat' } } },
        { where: { args: { kind: 'Any' } }, child: 'deployment' },
        { where: { args: { kind: { kind: 'absent' } } }, unit: { includes: 'chat.example' } },
      ],
    },
  },
  { name: 'deployment', types: ['tf_deployment', 'Vendor.AI/accounts/deployments'] },
  { name: 'private-link', types: ['tf_private_link'], classes: { chat: [{ of: 'account/chat' }] } },
];

function build(files: Readonly<Record<string, readonly Fact[]>>): Infrastructure {
  const infrastructure = new Infrastructure(VOCABULARY, {});
  for (const [path, facts] of Object.entries(files)) infrastructure.add(path, facts);
  return infrastructure;
}

describe('classes of a resource', () => {
  test('by its own properties, on every path they are written in', () => {
    const direct = resourceFact('tf_account', 'tf_account.a', { kind: literal('chat') });
    const nested = resourceFact(
      'VENDOR.ai/Accounts',
      'b',
      { properties: object({ kind: literal('Chat') }) },
      { provider: 'bicep' },
    );
    const other = resourceFact('tf_account', 'tf_account.c', { kind: literal('Speech') });
    const infrastructure = build({ 'main.tf': [direct, other], 'main.bicep': [nested] });
    expect(infrastructure.canonical(direct)).toEqual(['account', 'account/chat']);
    expect(infrastructure.canonical(nested)).toEqual(['account', 'account/chat']);
    expect(infrastructure.canonical(other)).toEqual(['account']);
    expect(infrastructure.canonical(resourceFact('tf_other', 'x'))).toEqual([]);
  });

  test('by a child that names it as parent or refers to it, in its unit only', () => {
    const account = (folder: string): ResourceFact =>
      resourceFact('tf_account', 'tf_account.a', { kind: literal('Any') }, { scope: folder });
    const [one, two, three] = [account('one'), account('two'), account('three')];
    const infrastructure = build({
      'one/main.tf': [one],
      'one/deployments.tf': [
        resourceFact('tf_deployment', 'tf_deployment.d', { account_id: reference('tf_account.a.id') }),
      ],
      'two/main.tf': [two, resourceFact('tf_deployment', 'tf_deployment.d', {}, { parent: 'tf_account.a' })],
      'three/main.tf': [
        three,
        resourceFact('tf_deployment', 'tf_deployment.d', { account_id: reference('tf_account.another.id') }),
      ],
    });
    expect(infrastructure.canonical(one)).toContain('account/chat');
    expect(infrastructure.canonical(two)).toContain('account/chat');
    expect(infrastructure.canonical(three)).toEqual(['account']);
  });

  test.each([true, false])(
    'by a word anywhere in its unit, whichever file is met first (words first: %j)',
    wordsFirst => {
      const account = resourceFact('tf_account', 'tf_account.a');
      const files: [string, Fact[]][] = [
        ['m/a.tf', [definitionFact('zone', { role: 'local', value: literal('privatelink.chat.example') })]],
        ['m/b.tf', [account]],
      ];
      const infrastructure = build(Object.fromEntries(wordsFirst ? files : files.toReversed()));
      expect(infrastructure.canonical(account)).toContain('account/chat');
    },
  );

  test('a word before the resource in one file counts, a word in another file that is its own unit does not', () => {
    const near = resourceFact('Vendor.AI/accounts', 'near', {}, { provider: 'bicep' });
    const far = resourceFact('Vendor.AI/accounts', 'far', {}, { provider: 'bicep' });
    const infrastructure = build({ 'near.bicep': [stringFact('https://chat.example'), near], 'far.bicep': [far] });
    expect(infrastructure.canonical(near)).toContain('account/chat');
    expect(infrastructure.canonical(far)).toEqual(['account']);
  });

  test('words of .tofu, .hcl and .tf.json files belong to their folder as well', () => {
    for (const name of ['a.tofu', 'a.hcl', 'a.tf.json', 'a.auto.tfvars']) {
      const account = resourceFact('tf_account', 'tf_account.a');
      const infrastructure = build({
        [`m/${name}`]: [definitionFact('zone', { role: 'local', value: literal('chat.example') })],
        'm/main.tf': [account],
      });
      expect(infrastructure.canonical(account), name).toContain('account/chat');
    }
  });

  test('by what it belongs to or refers to', () => {
    const account = resourceFact('tf_account', 'tf_account.a', { kind: literal('Chat') });
    const speech = resourceFact('tf_account', 'tf_account.s', { kind: literal('Speech') });
    const link = (target: string): ResourceFact =>
      resourceFact('tf_private_link', `tf_private_link.${target}`, {
        connection: object({ id: reference(`tf_account.${target}[0].id`) }),
      });
    const [toChat, toSpeech, nowhere] = [link('a'), link('s'), link('gone')];
    const child = resourceFact('tf_private_link', 'tf_private_link.child', {}, { parent: 'tf_account.a' });
    const infrastructure = build({ 'main.tf': [account, speech, toChat, toSpeech, nowhere, child] });
    expect(infrastructure.canonical(toChat)).toContain('private-link/chat');
    expect(infrastructure.canonical(child)).toContain('private-link/chat');
    expect(infrastructure.canonical(toSpeech)).toEqual(['private-link']);
    expect(infrastructure.canonical(nowhere)).toEqual(['private-link']);
  });

  test('forty accounts beside each other are judged at once, not each through all orders of the others', () => {
    const accounts = Array.from({ length: 40 }, (_, i) =>
      resourceFact('tf_account', `tf_account.a${i}`, { kind: literal('Any') }),
    );
    const deployment = resourceFact('tf_deployment', 'tf_deployment.d', { account_id: reference('tf_account.a39.id') });
    const infrastructure = build({ 'main.tf': [...accounts, deployment] });
    expect(accounts.map(account => infrastructure.canonical(account).length)).toEqual([
      ...Array.from({ length: 39 }, () => 1),
      2,
    ]);
  });

  test('classes that ask for each other end', () => {
    const ring: CanonicalResource[] = [
      { name: 'a', types: ['a'], classes: { x: [{ child: 'b/x' }] } },
      { name: 'b', types: ['b'], classes: { x: [{ of: 'a/x' }] } },
    ];
    const infrastructure = new Infrastructure(ring, {});
    const [a, b] = [resourceFact('a', 'a.a'), resourceFact('b', 'b.b', { owner: reference('a.a') })];
    infrastructure.add('main.tf', [a, b]);
    expect(infrastructure.canonical(a)).toEqual(['a']);
    expect(infrastructure.canonical(b)).toEqual(['b']);
  });
});

describe('what a value refers to', () => {
  const account = resourceFact('tf_account', 'tf_account.main', { kind: literal('Chat') });
  const speech = resourceFact('tf_account', 'tf_account.speech', { kind: literal('Speech') });
  const infrastructure = build({ 'infra/main.tf': [account, speech] });
  const refers = (
    value: Parameters<ReturnType<Infrastructure['references']>['refersTo']>[0],
    canonical = 'account/chat',
    path = 'infra/outputs.tf',
  ): boolean => infrastructure.references(path).refersTo(value, canonical);

  test.each([
    ['an attribute', reference('tf_account.main.endpoint'), true],
    ['an indexed resource', reference('tf_account.main[0].endpoint'), true],
    ['an index by key', reference('tf_account.main["eu"].endpoint'), true],
    ['inside a template', template('*openai/v1', reference('tf_account.main.endpoint')), true],
    ['inside a call', call('trimsuffix', [reference('tf_account.main.endpoint'), literal('/')]), true],
    ['inside a list', list(literal('x'), reference('tf_account.main.id')), true],
    ['through a name that says so', via('tf_account.main.endpoint', literal('x')), true],
    ['another resource', reference('tf_account.speech.endpoint'), false],
    ['a longer name', reference('tf_account.main_two.endpoint'), false],
    ['a resource nobody declares', reference('tf_account.other.endpoint'), false],
    ['a text that looks like one', literal('tf_account.main.endpoint'), false],
    ['nothing known', unknown, false],
  ])('%s', (_, value, expected) => {
    expect(refers(value)).toBe(expected);
  });

  test('the plain type holds for every class, and names do not reach into other folders', () => {
    expect(refers(reference('tf_account.speech.endpoint'), 'account')).toBe(true);
    expect(refers(reference('tf_account.main.endpoint'), 'account/chat', 'other/main.tf')).toBe(false);
  });

  test('a module call refers to what the module declares', () => {
    const module = resourceFact('./modules/ai', 'module.ai', {}, { mode: 'module' });
    const registry = resourceFact('Vendor/ai/azurerm', 'module.registry', {}, { mode: 'module' });
    const outside = resourceFact('../../../elsewhere', 'module.outside', {}, { mode: 'module' });
    const infrastructure = build({
      'env/main.tf': [module, registry, outside],
      'env/modules/ai/main.tf': [resourceFact('tf_account', 'tf_account.inner', { kind: literal('Chat') })],
    });
    const { refersTo } = infrastructure.references('env/main.tf');
    expect(refersTo(reference('module.ai.endpoint'), 'account/chat')).toBe(true);
    expect(refersTo(reference('module.ai.endpoint'), 'deployment')).toBe(false);
    expect(refersTo(reference('module.registry.endpoint'), 'account/chat')).toBe(false);
    expect(refersTo(reference('module.outside.endpoint'), 'account/chat')).toBe(false);
  });

  test('a Bicep module is a file', () => {
    const module = resourceFact('modules/ai.bicep', 'ai', {}, { provider: 'bicep', mode: 'module' });
    const infrastructure = build({
      'infra/main.bicep': [module],
      'infra/modules/ai.bicep': [
        resourceFact('Vendor.AI/accounts', 'account', { kind: literal('Chat') }, { provider: 'bicep' }),
      ],
    });
    expect(
      infrastructure.references('infra/main.bicep').refersTo(reference('ai.outputs.endpoint'), 'account/chat'),
    ).toBe(true);
  });
});

test('units', () => {
  expect(unitOf('a/b/main.tf', 'terraform')).toBe('dir:a/b');
  expect(unitOf('a/b/main.bicep', 'bicep')).toBe('file:a/b/main.bicep');
  const module = (type: string, provider: ResourceFact['provider']): ResourceFact =>
    resourceFact(type, 'm', {}, { mode: 'module', provider });
  expect(moduleUnit('env/prod/main.tf', module('../../modules/ai', 'terraform'))).toBe('dir:modules/ai');
  expect(moduleUnit('infra/main.bicep', module('./core/ai.bicep', 'bicep'))).toBe('file:infra/core/ai.bicep');
});
