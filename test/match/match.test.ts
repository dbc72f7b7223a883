import { describe, expect, test } from 'vitest';
import { Matcher } from '../../src/match/match.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Requirement, Rule, RuleSet } from '../../src/model/rule.ts';
import {
  at,
  callFact,
  definitionFact,
  list,
  literal,
  makeRule,
  makeRuleSet,
  named,
  object,
  resourceFact,
  stringFact,
} from './support.ts';

type File = readonly [path: string, language: string, ...facts: Fact[]];

function run(ruleSet: RuleSet, files: readonly File[], componentOf?: (path: string) => string): string[] {
  const matcher = new Matcher(ruleSet, componentOf ? { componentOf } : {});
  for (const [path, language, ...facts] of files) matcher.add(path, language, facts);
  return matcher
    .finish()
    .map(({ rule, path }) => `${path} ${rule.id}`)
    .sort();
}
const word = (id: string, text: string, more: Partial<Rule> = {}): Rule =>
  makeRule({ id, on: 'string', where: { text }, ...more });

describe('which rule is asked about what', () => {
  const files: File[] = [
    ['a.py', 'python', stringFact('x')],
    ['a.ipynb', 'notebook', stringFact('x')],
    ['a.ts', 'typescript', stringFact('x')],
    ['a.yaml', 'yaml', stringFact('x')],
    ['a.tf', 'terraform', stringFact('x')],
  ];

  test.each<[readonly string[] | undefined, string[]]>([
    [undefined, ['a.ipynb', 'a.py', 'a.tf', 'a.ts', 'a.yaml']],
    [['python'], ['a.ipynb', 'a.py']],
    [['notebook'], ['a.ipynb']],
    [['javascript'], ['a.ts']],
    [['code'], ['a.ipynb', 'a.py', 'a.ts']],
    [['iac'], ['a.tf', 'a.yaml']],
    [
      ['settings', 'terraform'],
      ['a.tf', 'a.yaml'],
    ],
    [['cobol'], []],
  ])('languages %j', (languages, expected) => {
    const rule = word('sdk/x', 'x', languages ? { languages } : {});
    expect(run(makeRuleSet([rule]), files)).toEqual(expected.map(path => `${path} sdk/x`));
  });

  test('only facts of its kinds', () => {
    const rule = makeRule({
      id: 'sdk/x',
      on: ['call', 'definition'],
      where: { any: [{ callee: 'x' }, { name: 'x' }] },
    });
    const facts = [stringFact('x'), callFact('x'), definitionFact('x')];
    expect(run(makeRuleSet([rule]), [['a.py', 'python', ...facts]])).toHaveLength(2);
  });

  test('arguments of calls, properties of resources, entries of infrastructure parameters', () => {
    const rules = [
      makeRule({ id: 'sdk/argument', on: 'argument', where: { name: 'key', callee: 'make' } }),
      makeRule({ id: 'sdk/property', on: 'property', where: { path: 'sku.name' } }),
      makeRule({ id: 'sdk/entry', on: 'entry', where: { path: 'deployments.model' } }),
    ];
    const files: File[] = [
      ['a.py', 'python', callFact('make', { named: [named('key', literal('v')), named('other', literal('v'))] })],
      ['a.tf', 'terraform', resourceFact('t', 't.a', { sku: object({ name: literal('S0') }) })],
      [
        'a.bicep',
        'bicep',
        definitionFact('deployments', { role: 'param', value: list(object({ model: literal('m') })) }),
      ],
    ];
    expect(run(makeRuleSet(rules), files)).toEqual(['a.bicep sdk/entry', 'a.py sdk/argument', 'a.tf sdk/property']);
  });

  test('a lock file only repeats what the manifest says', () => {
    const rule = makeRule({ id: 'sdk/x', on: 'dependency', where: { name: 'openai' } });
    const fact: Fact = { kind: 'dependency', ecosystem: 'npm', name: 'openai', span: at(1, 1) };
    const files: File[] = [
      ['package.json', 'manifest', fact],
      ['package-lock.json', 'manifest', { ...fact, lock: true }],
    ];
    expect(run(makeRuleSet([rule]), files)).toEqual(['package.json sdk/x']);
  });
});

describe('evidence', () => {
  const give = word('sdk/give', 'give', { gives: ['tag'] });
  const ask = (requirement: Requirement): Rule => word('sdk/ask', 'ask', { requires: [requirement] });
  const componentOf = (path: string): string => (path.startsWith('svc/') ? 'svc' : '.');

  const places: File[] = [
    ['svc/a/give.py', 'python', stringFact('give')],
    ['svc/a/give-and-ask.py', 'python', stringFact('give'), stringFact('ask')],
    ['svc/a/beside.py', 'python', stringFact('ask')],
    ['svc/b/near.py', 'python', stringFact('ask')],
    ['far/away.py', 'python', stringFact('ask')],
  ];
  const asked = (rules: readonly Rule[], files: readonly File[] = places): string[] =>
    run(makeRuleSet(rules), files, componentOf)
      .filter(line => line.endsWith('sdk/ask'))
      .map(line => line.split(' ')[0] ?? '');

  test.each<[Requirement['scope'], string[]]>([
    ['file', ['svc/a/give-and-ask.py']],
    ['folder', ['svc/a/beside.py', 'svc/a/give-and-ask.py']],
    ['component', ['svc/a/beside.py', 'svc/a/give-and-ask.py', 'svc/b/near.py']],
    ['repository', ['far/away.py', 'svc/a/beside.py', 'svc/a/give-and-ask.py', 'svc/b/near.py']],
  ])('any, looked for in the %s', (scope, expected) => {
    expect(asked([give, ask({ scope, any: ['nothing', 'tag'] })])).toEqual(expected);
    expect(asked([ask({ scope, any: ['tag'] })])).toEqual([]);
  });

  test.each<[Requirement['scope'], string[]]>([
    ['file', ['far/away.py', 'svc/a/beside.py', 'svc/b/near.py']],
    ['folder', ['far/away.py', 'svc/b/near.py']],
    ['component', ['far/away.py']],
    ['repository', []],
  ])('none, looked for in the %s', (scope, expected) => {
    expect(asked([give, ask({ scope, none: ['tag'] })])).toEqual(expected);
  });

  test('both at once, and several requirements', () => {
    const other = word('sdk/other', 'other', { gives: ['other'] });
    const both: File[] = [...places, ['svc/b/other.py', 'python', stringFact('other')]];
    expect(asked([give, other, ask({ scope: 'component', any: ['tag'], none: ['other'] })], both)).toEqual([]);
    const two = word('sdk/ask', 'ask', {
      requires: [
        { scope: 'component', any: ['tag'] },
        { scope: 'folder', any: ['other'] },
      ],
    });
    expect(asked([give, other, two], both)).toEqual(['svc/b/near.py']);
  });

  test('evidence that itself rests on evidence, over many steps and against the alphabet', () => {
    const steps = 9;
    const chain = Array.from({ length: steps }, (_, i) =>
      word(`sdk/step-${i}`, 'x', {
        gives: [`t${i}`],
        ...(i === steps - 1 ? {} : { requires: [{ scope: 'file', any: [`t${i + 1}`] }] }),
      }),
    );
    expect(run(makeRuleSet(chain), [['a.py', 'python', stringFact('x')]])).toHaveLength(steps);
  });

  test('two rules that only vouch for each other both stay out', () => {
    const a = word('sdk/a', 'x', { gives: ['a'], requires: [{ scope: 'file', any: ['b'] }] });
    const b = word('sdk/b', 'x', { gives: ['b'], requires: [{ scope: 'file', any: ['a'] }] });
    expect(run(makeRuleSet([a, b]), [['a.py', 'python', stringFact('x')]])).toEqual([]);
  });

  test('what a rule accepted for lack of evidence gives does not depend on the order of files', () => {
    const a = word('sdk/a', 'a', { gives: ['a'], requires: [{ scope: 'repository', none: ['b'] }] });
    const b = word('sdk/b', 'b', { gives: ['b'], requires: [{ scope: 'repository', none: ['a'] }] });
    const files: File[] = [
      ['one.py', 'python', stringFact('a')],
      ['two.py', 'python', stringFact('b')],
    ];
    expect(run(makeRuleSet([a, b]), files)).toEqual(run(makeRuleSet([a, b]), files.toReversed()));
  });

  test('a candidate without evidence gives nothing', () => {
    const half = word('sdk/half', 'give', { gives: ['tag'], requires: [{ scope: 'file', any: ['never'] }] });
    expect(asked([half, ask({ scope: 'repository', any: ['tag'] })])).toEqual([]);
  });
});

test('infrastructure files wait for the whole tree, and may be rewritten once it is known', () => {
  const rule = makeRule({ id: 'sdk/x', on: 'resource', where: { args: { kind: 'OpenAI' } } });
  const matcher = new Matcher(makeRuleSet([rule]));
  matcher.add('main.tf', 'terraform', [resourceFact('t', 't.a')]);
  const seen: string[] = [];
  const candidates = matcher.finish(files => {
    seen.push(...files.map(file => file.path));
    return files.map(() => [resourceFact('t', 't.a', { kind: literal('OpenAI') })]);
  });
  expect(seen).toEqual(['main.tf']);
  expect(candidates).toHaveLength(1);
});
