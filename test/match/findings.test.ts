import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/model/fact.ts';
import { findings, type Match } from '../../src/match/findings.ts';
import { describe as inWords, tieOf } from '../../src/match/identity.ts';
import type { Candidate } from '../../src/match/match.ts';
import type { Subject } from '../../src/match/subject.ts';
import { argumentsOf, propertiesOf } from '../../src/match/subject.ts';
import type { Dimension, Rule } from '../../src/model/rule.ts';
import {
  at,
  call,
  callFact,
  choice,
  definitionFact,
  entryFact,
  env,
  list,
  literal,
  makeRule,
  named,
  object,
  reference,
  resourceFact,
  settingFact,
  stringFact,
  template,
  unknown,
} from './support.ts';

const ruleOf = (dimension: Dimension, more: Partial<Rule> = {}): Rule =>
  makeRule({ id: `${dimension}/some`, on: 'string', where: { name: 'x' }, dimension, ...more });
const candidate = (rule: Rule, subject: Subject, path = 'a.py'): Candidate => ({
  rule,
  subject,
  path,
  language: 'python',
});
const places = (matches: readonly Match[]): string[] =>
  matches.map(match => `${match.path}:${match.span.line}:${match.span.column} ${match.rule.id}`);

describe('one construct, one finding', () => {
  const client = callFact('openai.AzureOpenAI', { span: at(1, 10, 21), extent: at(1, 10, 5, 2) });
  const inside = stringFact('https://x', { span: at(3, 5, 14) });

  test('what stands inside a call in its own dimension belongs to it, as a related place', () => {
    const [only, ...more] = findings([candidate(ruleOf('sdk'), client), candidate(ruleOf('sdk'), inside)]);
    expect(more).toEqual([]);
    expect(only?.span).toEqual(client.span);
    expect(only?.related).toEqual([inside.span]);
  });

  test('on the line of the head it is not worth a related place', () => {
    const [only] = findings([
      candidate(ruleOf('sdk'), client),
      candidate(ruleOf('sdk'), stringFact('x', { span: at(1, 30, 35) })),
    ]);
    expect(only?.related).toEqual([]);
  });

  test('the names of one import statement are one, unless the rule asks for the name', () => {
    const name = (line: number, last: string): Subject => ({
      kind: 'import',
      module: 'azure.ai.agents.models',
      name: `azure.ai.agents.models.${last}`,
      span: at(line, 5, 15),
      extent: at(1, 1, 4, 2),
    });
    const byModule = ruleOf('agents', { where: { module: 'azure.ai.agents.models' } });
    const byName = ruleOf('agents', { where: { any: [{ imported: { suffix: 'Tool' } }] } });
    const names = [name(2, 'FileTool'), name(3, 'CodeTool')];
    expect(places(findings(names.map(subject => candidate(byModule, subject))))).toEqual(['a.py:2:5 agents/some']);
    expect(findings(names.map(subject => candidate(byName, subject)))).toHaveLength(2);
  });

  test('a chain on one line is one, links on lines of their own are several', () => {
    const credential = callFact('DefaultAzureCredential', { span: at(1, 9, 30), extent: at(1, 9, 32) });
    const token = callFact('DefaultAzureCredential.get_token', { span: at(1, 34, 43), extent: at(1, 9, 60) });
    const link = callFact('builder.add', { span: at(2, 4, 9), extent: at(1, 9, 2, 12) });
    const identity = ruleOf('identity');
    expect(findings([credential, token].map(subject => candidate(identity, subject)))).toHaveLength(1);
    expect(findings([credential, link].map(subject => candidate(identity, subject)))).toHaveLength(2);
  });

  test('a name and what is written into it are one, two values for two names are not', () => {
    const endpoint = ruleOf('endpoint');
    const texts = (first: string, second: string): Subject[] => [
      stringFact('ENDPOINT', { span: at(1, 10, 20), into: first }),
      stringFact('https://x', { span: at(1, 22, 40), into: second }),
    ];
    expect(findings(texts('setenv', 'setenv').map(subject => candidate(endpoint, subject)))).toHaveLength(1);
    expect(findings(texts('a', 'b').map(subject => candidate(endpoint, subject)))).toHaveLength(2);
  });

  test('a field and its name on the wire are one', () => {
    const safety = ruleOf('safety');
    const wire = stringFact('content_filter_results', { span: at(1, 10, 32) });
    const field = definitionFact('contentFilterResults', { role: 'field', span: at(1, 40, 60) });
    const other = definitionFact('contentFilterOffsets', { role: 'field', span: at(1, 40, 60) });
    expect(findings([wire, field].map(subject => candidate(safety, subject)))).toHaveLength(1);
    expect(findings([wire, other].map(subject => candidate(safety, subject)))).toHaveLength(2);
  });

  test('in another dimension it stands for itself', () => {
    const found = findings([candidate(ruleOf('sdk'), client), candidate(ruleOf('endpoint'), inside)]);
    expect(places(found)).toEqual(['a.py:1:10 sdk/some', 'a.py:3:5 endpoint/some']);
  });

  test('outside the extent it stands for itself', () => {
    const after = stringFact('x', { span: at(5, 2, 5) });
    expect(findings([candidate(ruleOf('sdk'), client), candidate(ruleOf('sdk'), after)])).toHaveLength(2);
  });

  test('a head without an extent takes nothing in', () => {
    const bare = callFact('make', { span: at(1, 1, 5) });
    expect(
      findings([candidate(ruleOf('sdk'), bare), candidate(ruleOf('sdk'), stringFact('x', { span: at(1, 2, 4) }))]),
    ).toHaveLength(2);
  });

  test('a construct inside a construct stays a finding', () => {
    const inner = callFact('get_provider', { span: at(3, 5, 17), extent: at(3, 5, 40) });
    expect(findings([candidate(ruleOf('sdk'), client), candidate(ruleOf('sdk'), inner)])).toHaveLength(2);
  });

  test('a thing inside two constructs belongs to the nearer one', () => {
    const inner = callFact('make', { span: at(3, 5, 9), extent: at(3, 5, 40) });
    const innermost = stringFact('x', { span: at(3, 12, 15), extent: at(3, 12, 15) });
    const other = stringFact('y', { span: at(4, 5, 8) });
    const found = findings([client, inner, innermost, other].map(subject => candidate(ruleOf('sdk'), subject)));
    expect(places(found)).toEqual(['a.py:1:10 sdk/some', 'a.py:3:5 sdk/some']);
    expect(found[0]?.related).toEqual([other.span]);
    expect(found[1]?.related).toEqual([]);
  });

  test('arguments belong to their call, properties to their resource, entries to their resource', () => {
    const made = callFact('make', {
      span: at(1, 1, 5),
      extent: at(1, 1, 3, 2),
      named: [named('api_version', literal('v', at(2, 17, 20)), at(2, 3, 14))],
    });
    const [argument] = argumentsOf(made);
    expect(argument && findings([candidate(ruleOf('sdk'), made), candidate(ruleOf('sdk'), argument)])).toHaveLength(1);
    const account = resourceFact(
      't',
      'a',
      { kind: literal('OpenAI', at(12, 3, 9)) },
      { span: at(11, 1, 9), extent: at(11, 1, 14, 2) },
    );
    const [property] = propertiesOf(account);
    expect(
      property && findings([candidate(ruleOf('delivery'), account), candidate(ruleOf('delivery'), property)]),
    ).toHaveLength(1);
  });

  test('a scalar definition takes its own text in; a structure does not', () => {
    const text = stringFact('https://x', { span: at(1, 8, 17) });
    const scalar = definitionFact('URL', {
      value: literal('https://x', at(1, 8, 17)),
      span: at(1, 1, 4),
      extent: at(1, 1, 17),
    });
    const structure = definitionFact('URLS', {
      value: object({ a: literal('https://x', at(1, 8, 17)) }),
      span: at(1, 1, 4),
      extent: at(1, 1, 20),
    });
    expect(places(findings([candidate(ruleOf('endpoint'), scalar), candidate(ruleOf('endpoint'), text)]))).toEqual([
      'a.py:1:1 endpoint/some',
    ]);
    expect(findings([candidate(ruleOf('endpoint'), structure), candidate(ruleOf('endpoint'), text)])).toHaveLength(2);
  });

  test('a definition takes in the environment read it holds', () => {
    const read: Subject = { kind: 'envRead', name: 'KEY', access: 'read', span: at(1, 14, 19) };
    const value = { ...env('KEY'), span: at(1, 7, 20) };
    const holder = definitionFact('key', { value, span: at(1, 1, 4), extent: at(1, 1, 20) });
    expect(findings([candidate(ruleOf('identity'), holder), candidate(ruleOf('identity'), read)])).toHaveLength(1);
  });

  test('names taken apart in one statement do not take in each other', () => {
    const extent = at(1, 1, 60);
    const first = definitionFact('key', { value: { ...env('KEY'), span: at(1, 9, 12) }, span: at(1, 9, 12), extent });
    const second = definitionFact('url', {
      value: { ...env('URL'), span: at(1, 14, 17) },
      span: at(1, 14, 17),
      extent,
    });
    expect(findings([first, second].map(subject => candidate(ruleOf('identity'), subject)))).toHaveLength(2);
  });

  test('each of several values over several lines stands on its own line', () => {
    const value = { ...choice(literal('https://a'), literal('https://b')), span: at(1, 7, 3, 20) };
    const holder = definitionFact('url', { value, span: at(1, 1, 4), extent: at(1, 1, 3, 20) });
    const texts = [stringFact('https://a', { span: at(1, 9, 18) }), stringFact('https://b', { span: at(3, 5, 14) })];
    const found = findings([holder, ...texts].map(subject => candidate(ruleOf('endpoint'), subject)));
    expect(places(found)).toEqual(['a.py:1:1 endpoint/some', 'a.py:3:5 endpoint/some']);
  });

  test('a rule that is evidence only is no finding and takes nothing in', () => {
    const evidence = ruleOf('sdk', { evidence: true });
    expect(findings([candidate(evidence, client), candidate(ruleOf('sdk'), inside)]).map(match => match.span)).toEqual([
      inside.span,
    ]);
  });
});

describe('two rules on one place', () => {
  const subject = stringFact('x', { span: at(2, 3, 6) });
  const one = (...rules: Rule[]): string[] =>
    findings(rules.map(rule => candidate(rule, subject))).map(match => match.rule.id);

  test.each<[string, Partial<Rule>, Partial<Rule>]>([
    ['a tie before context', { tie: true, confidence: 'possible' }, { tie: false, confidence: 'certain' }],
    ['the surer one', { confidence: 'certain', severity: 'low' }, { confidence: 'likely', severity: 'blocker' }],
    ['the graver one', { severity: 'high' }, { severity: 'low' }],
  ])('%s stays, whatever the order', (_, first, second) => {
    const winner = ruleOf('sdk', { ...first, id: 'sdk/winner' });
    const loser = ruleOf('sdk', { ...second, id: 'sdk/loser' });
    expect(one(winner, loser)).toEqual(['sdk/winner']);
    expect(one(loser, winner)).toEqual(['sdk/winner']);
  });

  test('equal ones: the first by name', () => {
    expect(one(ruleOf('sdk', { id: 'sdk/b' }), ruleOf('sdk', { id: 'sdk/a' }))).toEqual(['sdk/a']);
  });

  test('of two dimensions: both', () => {
    expect(one(ruleOf('sdk'), ruleOf('endpoint'))).toHaveLength(2);
  });

  test('one rule twice on one place is one finding', () => {
    expect(one(ruleOf('sdk'), ruleOf('sdk'))).toHaveLength(1);
  });
});

test('sorted by path and place, whatever the order they came in', () => {
  const all = [
    candidate(ruleOf('sdk'), stringFact('1', { span: at(9, 1) }), 'b.py'),
    candidate(ruleOf('sdk'), stringFact('2', { span: at(2, 7) }), 'a.py'),
    candidate(ruleOf('sdk'), stringFact('3', { span: at(2, 3) }), 'a.py'),
    candidate(ruleOf('sdk'), stringFact('4', { span: at(1, 1) }), 'B.py'),
    candidate(ruleOf('sdk'), stringFact('5', { span: at(10, 1) }), 'a.py'),
  ];
  const expected = ['B.py:1:1', 'a.py:2:3', 'a.py:2:7', 'a.py:10:1', 'b.py:9:1'].map(place => `${place} sdk/some`);
  expect(places(findings(all))).toEqual(expected);
  expect(places(findings(all.toReversed()))).toEqual(expected);
});

test('what comes from text scanning is never certain', () => {
  const text = stringFact('x', { level: 'text' });
  expect(findings([candidate(ruleOf('sdk'), text)])[0]).toMatchObject({ confidence: 'likely', level: 'text' });
  expect(findings([candidate(ruleOf('sdk', { confidence: 'possible' }), text)])[0]).toMatchObject({
    confidence: 'possible',
  });
  expect(findings([candidate(ruleOf('sdk'), stringFact('x'))])[0]).toMatchObject({
    confidence: 'certain',
    level: 'parsed',
  });
});

test('thousands of findings in one file do not cost thousands times thousands', () => {
  const many = Array.from({ length: 30_000 }, (_, i) =>
    candidate(
      ruleOf(i % 2 ? 'sdk' : 'endpoint'),
      settingFact(`KEY_${i}`, literal('x'), { span: at(i + 1, 1, 9), extent: at(i + 1, 1, 12) }),
    ),
  );
  const started = performance.now();
  expect(findings(many)).toHaveLength(30_000);
  expect(performance.now() - started).toBeLessThan(3000);
});

describe('fingerprints', () => {
  const print = (subject: Subject, path = 'a.py', rule = ruleOf('sdk')): string | undefined =>
    findings([candidate(rule, subject, path)])[0]?.fingerprint;
  const base = settingFact('MODEL', literal('gpt-4o'), { span: at(4, 3, 8), scope: 'web' });

  test('stay when lines shift, the file moves, the layout changes', () => {
    const known = print(base);
    expect(known).toMatch(/^[0-9a-f]{20}$/);
    expect(print({ ...base, span: at(40, 3, 8) })).toBe(known);
    expect(print({ ...base, span: at(4, 9, 14) })).toBe(known);
    expect(print(base, 'moved/b.py')).toBe(known);
    expect(print({ ...base, extent: at(4, 3, 9, 1) })).toBe(known);
  });

  test('change with the value, the name, the scope, the dimension', () => {
    const all = [
      print(base),
      print({ ...base, value: literal('gpt-4') }),
      print({ ...base, name: 'OTHER', path: ['OTHER'] }),
      print({ ...base, scope: 'worker' }),
      print(base, 'a.py', ruleOf('model')),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('stay when evidence elsewhere makes another rule of the dimension speak, or its title is edited', () => {
    expect(print(base, 'a.py', ruleOf('sdk', { id: 'sdk/other' }))).toBe(print(base));
    expect(print(base, 'a.py', ruleOf('sdk', { title: 'Better words', message: 'Better words' }))).toBe(print(base));
  });

  test('of two settings of one name each is known by its path', () => {
    const inService = (service: string): Subject => ({ ...base, path: ['services', service, 'MODEL'] });
    expect(print(inService('web'))).not.toBe(print(inService('worker')));
  });

  test('change with the class, not with what the call is given', () => {
    const made = callFact('openai.AzureOpenAI', { args: [literal('a')] });
    expect(print(made)).toBe(print({ ...made, args: [literal('b')], named: [named('timeout', literal('3'))] }));
    expect(print(made)).not.toBe(print({ ...made, callee: 'openai.AsyncAzureOpenAI' }));
  });

  test('a call on a client is the client class and the path, not the variable it is kept in', () => {
    const run = (variable: string): Subject =>
      callFact(`${variable}.beta.threads.create`, { receiver: 'openai.AzureOpenAI', method: 'beta.threads.create' });
    expect(print(run('client'))).toBe(print(run('self.llm')));
    expect(print(run('client'))).not.toBe(
      print(callFact('client.beta.threads.create', { receiver: 'openai.OpenAI', method: 'beta.threads.create' })),
    );
  });

  test('a resource is its type, its address and the names in it, not its tuning', () => {
    const deployment = (props: Record<string, Value>, address = 'main'): string | undefined =>
      print(resourceFact('azurerm_cognitive_deployment', address, props));
    const props = {
      name: literal('chat'),
      model: object({ name: literal('gpt-4o'), version: literal('2024-05-13') }),
      sku: object({ name: literal('Standard'), capacity: literal('10') }),
    };
    const known = deployment(props);
    const newer = object({ name: literal('gpt-4o'), version: literal('2024-11-20') });
    expect(deployment({ ...props, model: newer })).toBe(known);
    expect(deployment({ ...props, sku: object({ name: literal('GlobalStandard'), capacity: literal('99') }) })).toBe(
      known,
    );
    const others = [
      deployment(props, 'second'),
      deployment({ ...props, name: literal('other') }),
      deployment({ ...props, model: object({ name: literal('gpt-5'), version: literal('2024-05-13') }) }),
    ];
    expect(new Set([known, ...others]).size).toBe(4);
  });

  test('a call is also what its rule asked for', () => {
    const rule = ruleOf('model', {
      where: { callee: 'deploy', any: [{ args: { '0': { text: { includes: 'gpt' } } } }] },
    });
    const call = (name: string, tuning: string): Subject =>
      callFact('deploy', { args: [literal(name)], named: [named('timeout', literal(tuning))] });
    expect(print(call('gpt-4o', '3'), 'a.py', rule)).toBe(print(call('gpt-4o', '9'), 'a.py', rule));
    expect(print(call('gpt-4o', '3'), 'a.py', rule)).not.toBe(print(call('gpt-5', '3'), 'a.py', rule));
  });

  test('equals are told apart by their order, and one more in front does not rename the set', () => {
    const rule = ruleOf('sdk');
    const equal = (...lines: number[]): string[] =>
      findings(lines.map(line => candidate(rule, stringFact('x', { span: at(line, 1, 4) })))).map(
        match => match.fingerprint,
      );
    const two = equal(1, 5);
    expect(new Set(two).size).toBe(2);
    expect(equal(7, 9)).toEqual(two);
    expect(equal(1, 2, 5).slice(0, 2)).toEqual(two);
  });

  test('what a construct takes in is listed with it, and known by the same fingerprint as on a line of its own', () => {
    const client = callFact('make', { span: at(1, 1, 5), extent: at(1, 1, 3, 1) });
    const inner = stringFact('x', { span: at(2, 1, 4) });
    const [outer] = findings([client, inner].map(subject => candidate(ruleOf('sdk'), subject)));
    const [alone] = findings([candidate(ruleOf('sdk'), inner)]);
    expect(outer?.parts.map(part => part.fingerprint)).toEqual([alone?.fingerprint]);
  });

  test('a count elsewhere is no part of it: another file with the same tie has the same one', () => {
    const rule = ruleOf('sdk');
    const found = findings([candidate(rule, base, 'a.py'), candidate(rule, base, 'b.py')]);
    expect(found[0]?.fingerprint).toBe(found[1]?.fingerprint);
  });
});

describe('the tie itself, in words', () => {
  const secret = 'a1b2c3d4'.repeat(4);

  test.each<[string, Subject]>([
    ['pypi:openai', { kind: 'dependency', ecosystem: 'pypi', name: 'openai', version: '1', span: at(1, 1) }],
    [
      'openai.AzureOpenAI',
      { kind: 'import', module: 'openai', name: 'openai.AzureOpenAI', local: 'A', span: at(1, 1) },
    ],
    ['KEY', { kind: 'envRead', name: 'KEY', access: 'read', span: at(1, 1) }],
    ['choice.results', { kind: 'member', name: 'results', path: 'choice.results', resolved: false, span: at(1, 1) }],
    [
      'az account create',
      {
        kind: 'command',
        program: 'az',
        words: [literal('account'), literal('create')],
        named: [],
        args: [],
        span: at(1, 1),
      },
    ],
    ['a/b', { kind: 'element', name: 'b', path: ['a', 'b'], attributes: [], span: at(1, 1) }],
    ['model:gpt-4o', entryFact('model', literal('gpt-4o'))],
    ['ENDPOINT=env:URL', settingFact('ENDPOINT', env('URL'))],
    ['x={…}', definitionFact('x', { value: object({ a: literal('1') }) })],
    ['x=', definitionFact('x')],
  ])('%s', (expected, subject) => {
    expect(tieOf(subject)).toBe(expected);
  });

  test('secrets enter masked', () => {
    const subjects = [
      settingFact('API_KEY', literal(secret)),
      entryFact('api-key', literal(secret)),
      stringFact(secret),
      definitionFact('key', { value: literal(secret) }),
    ];
    for (const subject of subjects) expect(tieOf(subject), subject.kind).not.toContain(secret);
  });

  test.each([
    ['text', literal('text')],
    ['a*c', template('a*c', unknown)],
    ['env:NAME', env('NAME', literal('x'))],
    ['settings.key', reference('settings.key')],
    ['make()', call('make', [literal('x')])],
    ['a|env:B', choice(literal('a'), env('B'))],
    ['[…]', list(literal('x'))],
    ['?', unknown],
  ])('a value reads %s', (expected, value) => {
    expect(inWords(value)).toBe(expected);
  });
});

describe('messages', () => {
  const message = (text: string, subject: Subject): string | undefined =>
    findings([candidate(ruleOf('sdk', { message: text }), subject)])[0]?.message;

  test.each<[string, Subject, string]>([
    ['${name} is read', { kind: 'envRead', name: 'KEY', access: 'read', span: at(1, 1) }, 'KEY is read'],
    [
      'default ${value}',
      { kind: 'envRead', name: 'MODEL', default: literal('gpt-4o'), access: 'read', span: at(1, 1) },
      'default gpt-4o',
    ],
    ['${symbol} of ${callee}', callFact('openai.AzureOpenAI'), 'AzureOpenAI of openai.AzureOpenAI'],
    [
      '${arg.Model} and ${arg.0}',
      callFact('f', { args: [literal('one')], named: [named('model', literal('two'))] }),
      'two and one',
    ],
    ['${arg.nothing}', callFact('f'), '…'],
    ['${path}', settingFact('b', literal('x'), { path: ['a', 'b'] }), 'a.b'],
    ['${type} at ${address}', resourceFact('t', 'a'), 't at a'],
    [
      '${words}',
      { kind: 'command', program: 'az', words: [literal('login')], named: [], args: [], span: at(1, 1) },
      'az login',
    ],
    ['${text}', stringFact('two\n  lines'), 'two lines'],
    ['${unheard}', stringFact('x'), '…'],
    ['$name ${}', stringFact('x'), '$name ${}'],
  ])('%s', (text, subject, expected) => {
    expect(message(text, subject)).toBe(expected);
  });

  test('long texts are cut, secrets masked', () => {
    const long = message('${text}', stringFact('word '.repeat(100)));
    expect(long?.length).toBe(118);
    const secret = 'a1b2c3d4'.repeat(4);
    expect(message('${value}', settingFact('API_KEY', literal(secret)))).not.toContain(secret);
    expect(
      message('${arg.api_key}', callFact('f', { named: [named('api_key', literal('plain-but-secret-9'))] })),
    ).not.toContain('plain-but-secret-9');
    expect(message('${text}', stringFact(`x ${secret}`))).not.toContain(secret);
  });

  test('a secret that the cut would have shortened below recognition is masked all the same', () => {
    const secret = 'a1b2c3d4'.repeat(4);
    const shown = message('${text}', stringFact(`${'x '.repeat(50)}${secret} and more after it`));
    expect(shown).not.toContain(secret.slice(0, 16));
  });
});
