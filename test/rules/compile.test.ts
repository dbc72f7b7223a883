import { describe, expect, test } from 'vitest';
import { compileRuleSet, readRules, type RuleFile } from '../../src/rules/compile.ts';
import { RuleFileError } from '../../src/rules/yaml.ts';

const RULE = `id: sdk/client
title: A client
message: '\${symbol} is made'
dimension: sdk
severity: high
confidence: certain
on: call
where:
  callee: openai.AzureOpenAI
keywords: [azureopenai]
equivalent: sdk/other
since: 0.1.0
examples:
  hit:
    - lang: python
      at: '1:1'
      code: AzureOpenAI()
  miss:
    - lang: python
      why: the public service
      code: OpenAI()
`;
const EQUIVALENTS = `- key: sdk/other
  title: The other side
  fidelity: adapt
  effort: { low: 1, high: 2 }
  summary: Use it.
  changes: [the import]
  sources:
    - { url: 'https://example.com/a', asOf: '2026-02-01', status: confirmed }
    - { url: 'https://example.com/b', asOf: '2026-01-01', status: secondary }
`;
const file = (path: string, content: string): RuleFile => ({ path, content });
const EQUIVALENTS_FILE = file('rules/equivalents/sdk.yaml', EQUIVALENTS);
const compile = (...files: RuleFile[]): ReturnType<typeof compileRuleSet> =>
  compileRuleSet([EQUIVALENTS_FILE, ...files], '1.2.3');

function errorOf(run: () => unknown): RuleFileError {
  try {
    run();
  } catch (error) {
    if (error instanceof RuleFileError) return error;
    throw error;
  }
  throw new Error('no error');
}
/** The message for the rule above with some lines changed. */
const messageFor = (from: string | RegExp, to: string): string => {
  const changed = RULE.replace(from, to);
  expect(changed).not.toBe(RULE);
  return errorOf(() => compile(file('rules/sdk/client.yaml', changed))).message;
};

describe('a rule file that is wrong is told with its line and what was meant', () => {
  test.each<[string, string | RegExp, string, string]>([
    [
      'a key that does not exist',
      'severity: high',
      'severty: high',
      'rules/sdk/client.yaml:5: unknown key "severty"; did you mean "severity"?',
    ],
    [
      'a key of a condition',
      '  callee:',
      '  calle:',
      'rules/sdk/client.yaml:9: unknown key "calle"; did you mean "callee"?',
    ],
    [
      'a key of a text test',
      'callee: openai.AzureOpenAI',
      'callee: { sufix: x }',
      'rules/sdk/client.yaml:9: unknown key "sufix"; did you mean "suffix"?',
    ],
    ['a value out of a list', 'severity: high', 'severity: grave', 'rules/sdk/client.yaml:5: severity: invalid'],
    ['a dimension', 'dimension: sdk', 'dimension: sdks', 'rules/sdk/client.yaml:4: dimension: invalid'],
    ['a fact kind', 'on: call', 'on: calls', 'rules/sdk/client.yaml:7: on: invalid'],
    ['a missing key', 'equivalent: sdk/other\n', '', 'rules/sdk/client.yaml:1: missing key "equivalent"'],
    ['a missing key of an example', "      at: '1:1'\n", '', 'rules/sdk/client.yaml:15: missing key "at"'],
    ['no miss', /  miss:[^]*$/, '  miss: []\n', 'rules/sdk/client.yaml:18: examples.miss: invalid length'],
    ['a place', "at: '1:1'", "at: 'line 1'", 'rules/sdk/client.yaml:16: examples.hit.0.at: a place is "line:column"'],
    ['an id', 'id: sdk/client', 'id: Client', 'rules/sdk/client.yaml:1: id: an id is "area/kebab-case"'],
    ['a keyword too short to filter', '[azureopenai]', '[ai]', 'rules/sdk/client.yaml:10: keywords.0: invalid length'],
    ['broken YAML', 'title: A client', 'title: "A client', 'rules/sdk/client.yaml:'],
    ['a tab', '  callee', '\tcallee', 'rules/sdk/client.yaml:9: '],
  ])('%s', (_, from, to, expected) => {
    expect(messageFor(from, to)).toContain(expected);
  });

  test('the error carries file, line, help and exit code', () => {
    const error = errorOf(() => readRules(file('mine.yaml', RULE.replace('on: call', 'on: calls'))));
    expect(error).toMatchObject({
      file: 'mine.yaml',
      line: 7,
      exit: 2,
      help: expect.stringContaining('docs/writing-rules.md'),
    });
  });

  test('no rule at all', () => {
    for (const content of ['', '# only a comment\n', 'just a text\n', '42\n']) {
      expect(errorOf(() => readRules(file('empty.yaml', content))).message, JSON.stringify(content)).toMatch(
        /^empty\.yaml(?::\d+)?: /,
      );
    }
  });

  test('an alias bomb is refused', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}\n`;
    expect(errorOf(() => readRules(file('bomb.yaml', bomb))).message).toContain('bomb.yaml');
  });
});

describe('what a schema cannot see', () => {
  test.each<[string, string | RegExp, string, string]>([
    [
      'an equivalent nobody wrote',
      'equivalent: sdk/other',
      'equivalent: sdk/othr',
      ':11: sdk/client: unknown equivalent "sdk/othr"; did you mean "sdk/other"?',
    ],
    [
      'an equivalent far from any',
      'equivalent: sdk/other',
      'equivalent: model/choice',
      ':11: sdk/client: unknown equivalent "model/choice"',
    ],
    [
      'no keyword in a hit',
      '[azureopenai]',
      '[elsewhere]',
      ":10: sdk/client: a hit example holds none of the rule's keywords (elsewhere)",
    ],
    [
      'a condition its kind cannot answer',
      '  callee: openai.AzureOpenAI',
      '  module: openai',
      ':9: sdk/client: "module" says nothing about call; it can be asked',
    ],
    [
      'one of several conditions',
      '  callee: openai.AzureOpenAI',
      '  any:\n    - callee: x\n    - ecosystem: npm',
      ':11: sdk/client: "ecosystem" says nothing about call',
    ],
    ['a named pattern', 'openai.AzureOpenAI', '{ is: azure-host }', ':9: sdk/client: unknown pattern "azure-host"'],
    ['a regular expression', 'openai.AzureOpenAI', "{ regex: '(' }", ':9: sdk/client: invalid regular expression'],
    [
      'a test that tests nothing',
      'openai.AzureOpenAI',
      '{ case: true }',
      ':9: sdk/client: a text test without a condition',
    ],
    [
      'an argument that tests nothing',
      '  callee: openai.AzureOpenAI',
      '  args: { key: {} }',
      ':9: sdk/client: a value test without a condition',
    ],
    [
      'a resource',
      /on: call\nwhere:\n  callee: .*/,
      'on: resource\nwhere:\n  resource: cognitive.acount',
      ':9: sdk/client: unknown resource "cognitive.acount"',
    ],
    [
      'a resource referred to',
      '  callee: openai.AzureOpenAI',
      '  args: { key: { refersTo: no.thing } }',
      ':9: sdk/client: unknown resource "no.thing"',
    ],
    [
      'a tag nobody gives',
      'since: 0.1.0',
      'since: 0.1.0\nrequires: [{ scope: file, any: [azure] }]',
      ':13: sdk/client: unknown tag "azure"',
    ],
  ])('%s', (_, from, to, expected) => {
    expect(messageFor(from, to)).toContain(`rules/sdk/client.yaml${expected}`);
  });

  test('a condition that one of several kinds can answer is fine', () => {
    const rule = RULE.replace('on: call', 'on: [call, string]').replace(
      '  callee: openai.AzureOpenAI',
      '  any:\n    - callee: x\n    - text: x',
    );
    expect(compile(file('a.yaml', rule)).rules).toHaveLength(1);
  });

  test('named patterns: unknown, circular, broken', () => {
    const patterns = (content: string): string =>
      errorOf(() => compile(file('rules/vocabulary/patterns.yaml', content))).message;
    expect(patterns('a:\n  is: b\n')).toBe('rules/vocabulary/patterns.yaml:2: unknown pattern "b"; did you mean "a"?');
    expect(patterns('x: text\na: { is: b }\nb: { any: [{ is: c }] }\nc: { not: { is: a } }\n')).toContain(
      'rules/vocabulary/patterns.yaml:2: pattern "a" refers to itself',
    );
    expect(patterns("one: { regex: '[' }\n")).toContain('rules/vocabulary/patterns.yaml:1: invalid regular expression');
  });

  test('one id in two files', () => {
    const error = errorOf(() => compile(file('a.yaml', RULE), file('b.yaml', `# second\n${RULE}`)));
    expect(error.message).toBe('b.yaml:2: rule "sdk/client" is already defined in a.yaml');
  });

  test('an id of the built-in rules', () => {
    const base = compile(file('a.yaml', RULE));
    expect(errorOf(() => compileRuleSet([file('mine.yaml', RULE)], '1.2.3', base)).message).toBe(
      'mine.yaml:1: rule "sdk/client" is already defined in the built-in rules',
    );
  });

  test('one key of equivalents twice', () => {
    expect(errorOf(() => compile(file('rules/equivalents/z.yaml', EQUIVALENTS))).message).toContain(
      'rules/equivalents/z.yaml:1: equivalent "sdk/other" is already defined in rules/equivalents/sdk.yaml',
    );
  });
});

describe('a rule set', () => {
  test('is the same whatever the order of files, and its digest tells every change', () => {
    const second = RULE.replace('sdk/client', 'sdk/another');
    const files = [file('a.yaml', RULE), file('b.yaml', second)];
    const set = compile(...files);
    expect(compile(...files.toReversed())).toEqual(set);
    expect(set.rules.map(rule => rule.id)).toEqual(['sdk/another', 'sdk/client']);
    expect(set.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(compile(file('a.yaml', RULE.replace('A client', 'The client')), files[1] as RuleFile).digest).not.toBe(
      set.digest,
    );
  });

  test('is as old as the oldest fact its advice rests on', () => {
    expect(compile().factsAsOf).toBe('2026-01-01');
    expect(compileRuleSet([], '1').factsAsOf).toBe('unknown');
  });

  test('fills in what a file may leave out', () => {
    const set = compile(file('a.yaml', RULE));
    expect(set.rules[0]).toMatchObject({ tie: true });
    expect(set.equivalents[0]).toMatchObject({ caveats: [] });
    expect(set.version).toBe('1.2.3');
  });

  test('takes several rules from one file', () => {
    const list = `- ${RULE.trimEnd().replaceAll('\n', '\n  ')}\n- ${RULE.trimEnd().replace('sdk/client', 'sdk/second').replaceAll('\n', '\n  ')}\n`;
    const loaded = readRules(file('list.yaml', list));
    expect(loaded.map(entry => [entry.rule.id, entry.line])).toEqual([
      ['sdk/client', 1],
      ['sdk/second', 22],
    ]);
  });

  test("stands on a base: users' rules may use its equivalents, patterns, resources and tags", () => {
    const base = compile(
      file('a.yaml', RULE.replace('since: 0.1.0', 'since: 0.1.0\ngives: [azure]')),
      file('rules/vocabulary/patterns.yaml', 'client: { suffix: OpenAI }\n'),
    );
    const mine = RULE.replace('sdk/client', 'mine/rule')
      .replace('openai.AzureOpenAI', '{ is: client }')
      .replace('since: 0.1.0', 'since: 0.1.0\nrequires: [{ scope: file, any: [azure] }]');
    expect(compileRuleSet([file('mine.yaml', mine)], '1', base).rules.map(rule => rule.id)).toEqual([
      'mine/rule',
      'sdk/client',
    ]);
  });
});
