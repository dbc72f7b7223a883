/** The vocabulary about code: what is wrong with a file is told with its line, and what we ship hangs together. */
import { describe, expect, test } from 'vitest';
import { compileRuleSet } from '../../src/rules/compile.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';

const compile = (content: string, path = 'rules/vocabulary/clients-x.yaml') =>
  compileRuleSet([{ path, content }], '0.0.0').vocabulary;

const CLIENT = `clients:
  - id: toy
    languages: [python]
    construct: [toy.Client]
    service: azure
    operations: [toy]
operations:
  toy:
    types: [toy.Client]
    calls:
      - { method: [ask], api: chat, features: [] }
`;

test('a file becomes clients and tables', () => {
  const vocabulary = compile(CLIENT);
  expect(vocabulary.clients.map(client => client.id)).toEqual(['toy']);
  expect(vocabulary.operations['toy']?.calls[0]).toMatchObject({ method: ['ask'], api: 'chat' });
});

describe('a mistake is told with its place', () => {
  const told = (content: string): string => {
    try {
      compile(content);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  const PLACE = 'rules/vocabulary/clients-x.yaml';

  test.each([
    [
      'an unknown key',
      CLIENT.replace('service: azure', 'servise: azure'),
      `${PLACE}:5: unknown key "servise"; did you mean "service"?`,
    ],
    [
      'an unknown table',
      CLIENT.replace('operations: [toy]', 'operations: [tooy]'),
      `${PLACE}:6: unknown table of operations "tooy"; did you mean "toy"?`,
    ],
    ['an unknown API', CLIENT.replace('api: chat', 'api: chatt'), `${PLACE}:11: `],
    [
      'an unknown feature set',
      CLIENT.replace('features: []', 'features: [body]'),
      `${PLACE}:11: unknown feature set "body"`,
    ],
    [
      'a service that depends on nothing',
      CLIENT.replace('service: azure', 'service: depends'),
      `${PLACE}:2: client "toy" depends on its call: say when it reaches Azure (azureWhen)`,
    ],
    [
      'nothing that makes it',
      CLIENT.replace('    construct: [toy.Client]\n', ''),
      `${PLACE}:2: client "toy" is made by nothing`,
    ],
    [
      'a test that no call can answer',
      CLIENT.replace('features: []', 'when: { text: x }'),
      `${PLACE}:11: "text" says nothing about call`,
    ],
    [
      'a pattern nobody defines',
      CLIENT.replace(
        'service: azure',
        'service: depends\n    azureWhen: { args: { url: { contains: { is: azure-hots } } } }',
      ),
      `${PLACE}:6: unknown pattern "azure-hots"`,
    ],
    [
      'an id given twice',
      CLIENT.replace(
        'operations:\n  toy',
        `  - { id: toy, languages: [python], module: toy, service: azure, operations: [toy] }\noperations:\n  toy`,
      ),
      `${PLACE}:7: client "toy" is already defined in ${PLACE}`,
    ],
  ])('%s', (_, content, message) => {
    expect(told(content)).toContain(message);
  });
});

describe('the vocabulary that ships', async () => {
  const { vocabulary } = await loadBuiltinRules();

  test('every table is reached from a client, a function or another table', () => {
    const reached = new Set([
      ...vocabulary.clients.flatMap(client => client.operations),
      ...vocabulary.functions.flatMap(each => each.gives ?? []),
      ...Object.values(vocabulary.operations).flatMap(table => table.calls.flatMap(call => call.gives ?? [])),
    ]);
    // Reached by what is injected or declared, and by no construction here.
    const byTypeOnly = new Set(
      Object.entries(vocabulary.operations).flatMap(([name, table]) => (table.types ? [name] : [])),
    );
    expect(Object.keys(vocabulary.operations).filter(name => !reached.has(name) && !byTypeOnly.has(name))).toEqual([]);
  });

  test('every holder that is used is set somewhere', () => {
    const set = new Set(vocabulary.functions.flatMap(each => each.sets ?? []));
    const used = new Set(
      vocabulary.functions.flatMap(each => (each.uses === undefined || each.client === undefined ? [] : each.uses)),
    );
    expect([...used].filter(name => !set.has(name))).toEqual([]);
  });

  test('no client of one language is made by the same call twice', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const client of vocabulary.clients) {
      for (const language of client.languages) {
        for (const callee of client.construct ?? []) {
          const key = `${language} ${callee}`;
          const first = seen.get(key);
          if (first !== undefined) twice.push(`${key}: ${first}, ${client.id}`);
          seen.set(key, client.id);
        }
      }
    }
    expect(twice).toEqual([]);
  });
});
