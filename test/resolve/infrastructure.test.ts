import { describe, expect, test } from 'vitest';
import { walkValue, type DefinitionFact, type Fact, type ResourceFact, type Value } from '../../src/model/fact.ts';
import { linkInfrastructure } from '../../src/resolve/infrastructure.ts';
import {
  at,
  call,
  choice,
  definitionFact,
  list,
  literal,
  object,
  reference,
  resourceFact,
  settingFact,
  template,
  via,
} from '../match/support.ts';

const variable = (name: string, value?: Value): Fact =>
  definitionFact(name, { role: 'variable', ...(value ? { value } : {}) });
const local = (name: string, value: Value): Fact => definitionFact(name, { role: 'local', value });
const moduleCall = (source: string, props: Record<string, Value>): Fact =>
  resourceFact(source, `module.${source}`, props, { mode: 'module' });

/** The value of one property of the first resource of a file, after linking. */
function property(files: Readonly<Record<string, readonly Fact[]>>, path: string, name: string): Value | undefined {
  const paths = Object.keys(files);
  const linked = linkInfrastructure(paths.map(file => ({ path: file, facts: files[file] ?? [] })));
  const resource = linked[paths.indexOf(path)]?.find(
    (fact): fact is ResourceFact => fact.kind === 'resource' && fact.mode !== 'module',
  );
  return resource?.props.entries.find(entry => entry.name === name)?.value;
}
const account = (kind: Value): Fact => resourceFact('account', 'account.this', { kind });
const shown = (value: Value | undefined): string => {
  if (!value) return 'nothing';
  if (value.kind === 'choice') return value.options.map(shown).join(' or ');
  const text =
    value.kind === 'literal' || value.kind === 'template'
      ? value.text
      : value.kind === 'reference'
        ? `<${value.name}>`
        : value.kind;
  return value.via === undefined ? text : `${text} via ${value.via}`;
};

describe('names of one Terraform folder', () => {
  test('a default in another file of the folder', () => {
    const files = {
      'm/main.tf': [account(reference('var.kind', at(4, 10, 18)))],
      'm/variables.tf': [variable('kind', literal('OpenAI', at(9, 3, 9)))],
    };
    const value = property(files, 'm/main.tf', 'kind');
    expect(shown(value)).toBe('OpenAI via var.kind');
    expect(value?.span).toEqual(at(4, 10, 18));
  });

  test('a local that stands on another local', () => {
    const files = {
      'm/main.tf': [account(reference('local.a'))],
      'm/locals.tf': [local('a', reference('local.b')), local('b', literal('OpenAI'))],
    };
    expect(shown(property(files, 'm/main.tf', 'kind'))).toBe('OpenAI via local.a');
  });

  test('an attribute of an object, whole or in part', () => {
    const config = variable('config', object({ ai: object({ kind: literal('OpenAI') }) }));
    expect(shown(property({ 'main.tf': [account(reference('var.config.ai.kind')), config] }, 'main.tf', 'kind'))).toBe(
      'OpenAI via var.config.ai.kind',
    );
    expect(shown(property({ 'main.tf': [account(reference('var.config.ai.other')), config] }, 'main.tf', 'kind'))).toBe(
      '<var.config.ai.other>',
    );
  });

  test('not from another folder, not from a name nobody defines', () => {
    const files = {
      'm/main.tf': [account(reference('var.kind'))],
      'other/variables.tf': [variable('kind', literal('OpenAI'))],
    };
    expect(shown(property(files, 'm/main.tf', 'kind'))).toBe('<var.kind>');
    expect(shown(property({ 'm/main.tf': [account(reference('azurerm_x.y.id'))] }, 'm/main.tf', 'kind'))).toBe(
      '<azurerm_x.y.id>',
    );
    expect(
      shown(property({ 'm/main.tf': [account(reference('var.kind')), variable('kind')] }, 'm/main.tf', 'kind')),
    ).toBe('<var.kind>');
  });

  test('inside lists, objects, calls and choices', () => {
    const kind = variable('kind', literal('OpenAI'));
    for (const value of [
      list(reference('var.kind')),
      object({ a: reference('var.kind') }),
      call('lower', [reference('var.kind')]),
      choice(literal('x'), reference('var.kind')),
    ]) {
      const linked = property({ 'main.tf': [account(value), kind] }, 'main.tf', 'kind');
      expect(
        linked && [...walkValue(linked)].some(part => part.kind === 'literal' && part.text === 'OpenAI'),
        value.kind,
      ).toBe(true);
    }
  });

  test('a hole of a template is filled in where its text is known', () => {
    const host = template('https://*.openai.example/*', reference('var.name'), reference('account.this.path'));
    const linked = property({ 'main.tf': [account(host), variable('name', literal('chat'))] }, 'main.tf', 'kind');
    expect(shown(linked)).toBe('https://chat.openai.example/*');
  });

  test('a star that stands in the text itself is no hole', () => {
    const odd = template('a*b*c', reference('var.name'));
    expect(shown(property({ 'main.tf': [account(odd), variable('name', literal('X'))] }, 'main.tf', 'kind'))).toBe(
      'a*b*c',
    );
  });

  test('values of definitions and settings are known too', () => {
    const files = [
      {
        path: 'main.tf',
        facts: [
          definitionFact('out', { role: 'output', value: reference('var.kind') }),
          variable('kind', literal('OpenAI')),
        ],
      },
    ];
    const [output] = linkInfrastructure(files)[0] ?? [];
    expect(shown((output as DefinitionFact).value)).toBe('OpenAI via var.kind');
  });

  test('what a tfvars line of the folder sets stands beside the default', () => {
    const tfvars = (value: string): Fact => settingFact('kind', literal(value), { format: 'tfvars' });
    const main = account(reference('var.kind'));
    expect(
      shown(
        property({ 'main.tf': [main, variable('kind')], 'terraform.tfvars': [tfvars('OpenAI')] }, 'main.tf', 'kind'),
      ),
    ).toBe('OpenAI via var.kind');
    expect(
      shown(
        property(
          { 'main.tf': [main, variable('kind', literal('Speech'))], 'prod.tfvars': [tfvars('OpenAI')] },
          'main.tf',
          'kind',
        ),
      ),
    ).toBe('Speech or OpenAI');
  });
});

describe('what callers pass to a module', () => {
  const module = { 'modules/ai/main.tf': [account(reference('var.kind')), variable('kind', literal('Speech'))] };

  test('wins over the default', () => {
    expect(
      shown(
        property(
          { ...module, 'env/main.tf': [moduleCall('../modules/ai', { kind: literal('OpenAI') })] },
          'modules/ai/main.tf',
          'kind',
        ),
      ),
    ).toBe('OpenAI via var.kind');
  });

  test('may itself be a variable of the caller', () => {
    const files = {
      ...module,
      'env/main.tf': [moduleCall('../modules/ai', { kind: reference('var.ai_kind') })],
      'env/variables.tf': [variable('ai_kind', literal('OpenAI'))],
    };
    expect(shown(property(files, 'modules/ai/main.tf', 'kind'))).toBe('OpenAI via var.kind');
  });

  test('is a choice when they differ; one that passes nothing leaves the default', () => {
    const files = {
      ...module,
      'a/main.tf': [moduleCall('../modules/ai', { kind: literal('OpenAI') })],
      'b/main.tf': [moduleCall('../modules/ai', { name: literal('x') })],
    };
    expect(shown(property(files, 'modules/ai/main.tf', 'kind'))).toBe('OpenAI or Speech');
  });

  test('a registry module and a path that leads out of the tree call nobody', () => {
    for (const source of ['Azure/openai/azurerm', '../../../modules/ai', './modules/ai'])
      expect(
        shown(
          property(
            { ...module, 'env/main.tf': [moduleCall(source, { kind: literal('OpenAI') })] },
            'modules/ai/main.tf',
            'kind',
          ),
        ),
        source,
      ).toBe('Speech via var.kind');
  });

  test('of a second caller does not hide that the first one was asked: many callers are cut, not lost', () => {
    const callers = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `env${String(i).padStart(2, '0')}/main.tf`,
        [moduleCall('../modules/ai', { kind: literal(`K${i}`) })],
      ]),
    );
    const value = property({ ...module, ...callers }, 'modules/ai/main.tf', 'kind');
    expect(value?.kind === 'choice' && value.options.length).toBeGreaterThan(1);
  });
});

describe('hostile names', () => {
  test('a circle ends as the name it is', () => {
    const files = {
      'main.tf': [account(reference('local.a')), local('a', reference('local.b')), local('b', reference('local.a'))],
    };
    expect(property(files, 'main.tf', 'kind')?.kind).toBe('reference');
    const self = {
      'm/main.tf': [account(reference('var.k')), variable('k'), moduleCall('../m', { k: reference('var.k') })],
    };
    expect(property(self, 'm/main.tf', 'kind')?.kind).toBe('reference');
  });

  test('values that multiply stop growing', () => {
    const wide = (name: string): Value => list(...Array.from({ length: 40 }, () => reference(name)));
    const facts = [
      account(reference('local.a')),
      local('a', wide('local.b')),
      local('b', wide('local.c')),
      local('c', wide('local.d')),
      local('d', wide('local.e')),
      local('e', literal('x')),
    ];
    const started = performance.now();
    const value = property({ 'main.tf': facts }, 'main.tf', 'kind');
    let parts = 0;
    if (value) for (const _ of walkValue(value)) parts += 1;
    expect(parts).toBeLessThan(50_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('a value nested ten thousand deep does not break the stack', () => {
    let value: Value = reference('var.kind');
    for (let i = 0; i < 10_000; i++) value = list(value);
    expect(property({ 'main.tf': [account(value), variable('kind', literal('x'))] }, 'main.tf', 'kind')?.kind).toBe(
      'list',
    );
  });
});

test('files of other syntaxes are left as they are', () => {
  const facts = [account(reference('var.kind')), variable('kind', literal('x'))];
  expect(linkInfrastructure([{ path: 'azuredeploy.json', facts }])[0]).toBe(facts);
});

test('a value that already came through a name keeps the name that stands there', () => {
  const files = { 'main.tf': [account(reference('var.kind')), variable('kind', via('elsewhere', literal('OpenAI')))] };
  expect(shown(property(files, 'main.tf', 'kind'))).toBe('OpenAI via var.kind');
});
