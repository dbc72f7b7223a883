/** Suggested code is true: TypeScript type-checks against the real packages, the rest parses and uses known names only. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CODE_LANGUAGES, type CodeLanguage } from '../../src/model/code.ts';
import type { Fact } from '../../src/model/fact.ts';
import { codeFor, fillingsOf, languagesWithCode, renderSnippet } from '../../src/model/snippets.ts';
import { readerFor } from '../../src/read/index.ts';
import { compileCode, isCodeFile } from '../../src/rules/code.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';
import { loadCode } from '../../src/rules/load-catalogue.ts';
import { catalogue, client, plan, recommended, under, workload } from './workloads.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const book = loadCode();

interface Names {
  readonly sdks: readonly {
    readonly sdk: string;
    readonly source: string;
    readonly asOf: string;
    readonly names: string;
  }[];
  readonly language: string;
  readonly own: string;
}
const names = parse(readFileSync(join(root, 'rules/code/names.yaml'), 'utf8')) as Record<string, Names>;

const rendered = (language: CodeLanguage): { topic: string; before: string; after: string }[] =>
  book.topics.flatMap(topic => {
    const snippet = book.code[language][topic.topic];
    if (!snippet) return [];
    const { before, after } = renderSnippet(snippet, language, {
      ...fillingsOf(topic),
      region: { value: 'us-east-1' },
      deployment: { value: 'prod-chat' },
    });
    return [{ topic: topic.topic, before, after }];
  });

test('TypeScript type-checks against the packages it is written for', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(root, 'dist', 'code-'));
  try {
    mkdirSync(join(folder, 'src'));
    let count = 0;
    for (const { topic, before, after } of rendered('typescript')) {
      // What stands today is shown in part only, with names of its surroundings; whole files of it are checked too.
      const whole = /^import /.test(before) && !before.includes('play(');
      for (const [side, code] of [['after', after] as const, ...(whole ? [['before', before] as const] : [])]) {
        writeFileSync(join(folder, 'src', `${topic}-${side}.ts`), `export {};\n${code}\n`);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(30);
    const compilerOptions = {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'dom', 'esnext.disposable'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    const check = (): string => {
      try {
        return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
          encoding: 'utf8',
        });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    expect(check()).toBe('');
    // The check can fail: a wrong name is refused.
    writeFileSync(join(folder, 'src', 'wrong.ts'), "import OpenAI from 'openai';\nnew OpenAI({ baseUri: 'x' });\n");
    expect(check()).toContain("'baseUri' does not exist");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const FILES: Readonly<Record<CodeLanguage, string>> = {
  python: 'code.py',
  typescript: 'code.ts',
  csharp: 'code.cs',
  java: 'Code.java',
  go: 'code.go',
  terraform: 'main.tf',
};

async function read(
  language: CodeLanguage,
  text: string,
): Promise<{ facts: readonly Fact[]; diagnostics: readonly unknown[] }> {
  const reader = await readerFor(FILES[language])?.load();
  if (!reader) throw new Error(`no reader for ${language}`);
  return reader({ path: FILES[language], text });
}

describe.for(CODE_LANGUAGES)('%s', language => {
  test('parses without an error', async () => {
    const list = rendered(language);
    expect(list.length).toBeGreaterThan(8);
    for (const { topic, after } of list) {
      const { diagnostics, facts } = await read(language, after);
      expect([topic, diagnostics]).toEqual([topic, []]);
      expect(facts.length, topic).toBeGreaterThan(0);
    }
    const broken = await read(language, `${list[0]?.after ?? ''}\n)(}{ "`);
    expect(broken.diagnostics.length).toBeGreaterThan(0);
  });

  test('leaves no hole and no name of today open', () => {
    for (const { topic, before, after } of rendered(language)) {
      expect(`${topic}: ${before}\n${after}`).not.toMatch(/\{\{\w+\}\}|<model id>|<base URL>|undefined/);
      expect(`${topic}: ${after}`).not.toMatch(/azure|cognitiveservices/i);
    }
  });
});

/** Identifiers of a text without its strings and comments, and for Python the keys of its dictionaries. */
function identifiers(language: CodeLanguage, code: string): string[] {
  const keys =
    language === 'python'
      ? [...code.matchAll(/"(\w+)"\s*:|\["(\w+)"\]|\.get\("(\w+)"/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
      : [];
  const plain = code
    .replaceAll(/"(?:\\.|[^"\\\n])*"/g, '""')
    .replaceAll(language === 'python' ? /#.*/g : /\/\/.*/g, '')
    // Tags of Go structures.
    .replaceAll(/`[^`]*`/g, '``');
  return [...keys, ...[...plain.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word)];
}

const KEYWORDS: Readonly<Record<string, string>> = {
  python: 'import from as def return for in if is not None True False',
  csharp: 'using var new await foreach in if is null true false string byte bool float',
  java: 'import new String var boolean true',
  go: 'package import func return if err nil for range var struct map string any bool float64 byte error true false append ok int _',
};

test.for(['python', 'csharp', 'java', 'go'] as const)(
  '%s uses only names that are in the list of its SDKs',
  language => {
    const list = names[language];
    const known = new Set(
      [
        KEYWORDS[language] ?? '',
        list?.language ?? '',
        list?.own ?? '',
        ...(list?.sdks.map(sdk => sdk.names) ?? []),
      ].flatMap(text => text.split(/\s+/)),
    );
    const unknown = rendered(language).flatMap(({ topic, after }) =>
      identifiers(language, after).flatMap(name => (known.has(name) ? [] : `${topic}: ${name}`)),
    );
    expect(unknown).toEqual([]);
    expect(identifiers(language, 'x.conversse("x")').filter(name => !known.has(name))).toContain('conversse');
  },
);

test('Terraform uses only resource types and arguments that are in the list of the provider', async () => {
  const known = new Set(names['terraform']?.sdks.flatMap(sdk => sdk.names.split(/\s+/)));
  for (const { topic, after } of rendered('terraform')) {
    const { facts } = await read('terraform', after);
    const types = facts.flatMap(fact => (fact.kind === 'resource' ? [fact.type] : []));
    expect(types.length, topic).toBeGreaterThan(0);
    for (const type of types) expect(known, topic).toContain(type);
    // Arguments at the level of resources and their blocks; what jsonencode holds is no argument.
    const outside = after.replaceAll(/jsonencode\(\{[\s\S]*?\n\s*\}\)/g, 'x').replaceAll(/locals \{[\s\S]*?\n\}/g, '');
    for (const [, name = ''] of outside.matchAll(/^\s+(\w+)\s*(?:=|\{)/gm))
      expect(known, `${topic}: ${name}`).toContain(name);
  }
});

test('every name list has a source and a date', () => {
  for (const { sdks } of Object.values(names)) {
    for (const { source, asOf } of sdks) {
      expect(source).toMatch(/^https:\/\//);
      expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  }
});

describe('rules/code', async () => {
  const { equivalents } = await loadBuiltinRules();
  const keys = new Set(equivalents.map(({ key }) => key));
  const files = ['topics', 'none', ...CODE_LANGUAGES].map(name => ({
    path: `rules/code/${name}.yaml`,
    content: readFileSync(join(root, `rules/code/${name}.yaml`), 'utf8'),
  }));

  test('gives every equivalent code, or a reason for having none', () => {
    expect(files.every(({ path }) => isCodeFile(path))).toBe(true);
    const without = new Set(book.none.flatMap(one => one.for));
    for (const key of keys) expect([key, languagesWithCode(book, key).length > 0]).toEqual([key, !without.has(key)]);
    const covered = [...keys].filter(key => !without.has(key));
    expect(covered.length).toBeGreaterThan(90);
  });

  test.for([
    [
      'topics',
      '- sdk/go-azure',
      '- sdk/go-azur',
      /topics\.yaml:\d+: unknown equivalent "sdk\/go-azur"; did you mean "sdk\/go-azure"\?/,
    ],
    ['topics', '- sdk/go-azure', '- api/images', /"api\/images" stands in rules\/code twice/],
    ['topics', '    - sdk/go-azure\n', '', /"sdk\/go-azure" has no suggested code/],
    [
      'python',
      'embeddings-nova:',
      'embeddings-nov:',
      /python\.yaml:\d+: unknown topic "embeddings-nov"; did you mean "embeddings-nova"\?/,
    ],
    ['go', '{{baseUrl}}', '{{baseUri}}', /go\.yaml:\d+: unknown hole "baseUri"; did you mean "baseUrl"\?/],
    ['java', '  after: |', '  afther: |', /java\.yaml:\d+: unknown key "afther"; did you mean "after"\?/],
  ] as const)('%s: %s → %s', ([name, from, to, message]) => {
    const changed = files.map(file =>
      file.path === `rules/code/${name}.yaml` ? { ...file, content: file.content.replace(from, to) } : file,
    );
    expect(() => compileCode(changed, keys)).toThrow(message);
  });
});

describe('code of a plan', () => {
  const python = client({
    name: 'openai.AzureOpenAI',
    language: 'python',
    endpoint: { settings: ['LLM_URL'], from: [], confidence: 'certain' },
    credential: { kind: 'key', settings: ['LLM_KEY'], value: '***', from: [], confidence: 'certain' },
    deployment: { settings: ['LLM_DEPLOYMENT'], from: [], confidence: 'certain' },
  });

  test("is written in the user's own names, for the region and id of the plan", () => {
    const { workloads } = plan(
      [workload({ features: ['sampling'] })],
      { region: 'us-west-2' },
      { clients: [python], code: book },
    );
    const examples = recommended(workloads[0] as never).code;
    expect(examples.map(({ language }) => language)).toEqual(['python', 'python']);
    expect(examples[0]?.before).toContain('azure_endpoint=os.environ["LLM_URL"]');
    expect(examples[0]?.before).toContain('api_key=os.environ["LLM_KEY"]');
    expect(examples[0]?.before).toContain('model=os.environ["LLM_DEPLOYMENT"]');
    expect(examples[0]?.after).toContain('region="us-west-2"');
    expect(examples[0]?.after).toContain('model="us.openai.gpt-5.6-terra"');
    expect(examples[1]?.after).toContain('# No temperature');
    const native = under(workloads[0] as never, 'bedrock-native').code;
    expect(native[0]?.after).toContain('runtime.converse(');
  });

  test('names the deployment where nothing reads it, and never a key', () => {
    const fixed = client({
      language: 'go',
      endpoint: undefined as never,
      credential: { kind: 'key', value: 'k'.repeat(8), settings: [], from: [], confidence: 'certain' },
    });
    const { workloads } = plan([workload()], {}, { clients: [fixed], code: book });
    const [example] = recommended(workloads[0] as never).code;
    expect(example?.before).toContain('Model:    "prod-chat"');
    expect(example?.before).toContain('azure.WithAPIKey(os.Getenv("AZURE_OPENAI_API_KEY"))');
    expect(example?.after).toContain('AWSRegion: "<region>"');
  });

  test('follows the model: each embedding model has a body of its own', () => {
    const after = (model: string): string | undefined =>
      recommended(
        plan([workload({ api: 'embeddings', model })], {}, { clients: [python], code: book }).workloads[0] as never,
      ).code[0]?.after;
    expect(after('text-embedding-ada-002')).toContain('"output_dimension": 1536');
    expect(after('text-embedding-3-large')).toContain('"embeddingDimension": 3072');
  });

  test('shows Terraform where Terraform defines the deployment', () => {
    const { workloads } = plan(
      [workload()],
      {},
      {
        clients: [python],
        code: book,
        deployments: [
          {
            name: 'prod-chat',
            defined: { path: 'infra/main.tf', line: 4 },
            usedBy: [],
            via: [],
            confidence: 'certain',
          },
        ],
      },
    );
    const terraform = recommended(workloads[0] as never).code.find(({ language }) => language === 'terraform');
    expect(terraform?.after).toContain('name = "prod-chat"');
    expect(terraform?.after).toContain('model_id = "us.openai.gpt-5.6-terra"');
  });

  test('setting names that are no variables are read as each language can', () => {
    const { topics, code } = book;
    const [topic] = topics;
    const snippet = code.csharp[topic?.topic ?? ''];
    if (!snippet) throw new Error('no code');
    const { before } = renderSnippet(snippet, 'csharp', { endpoint: { setting: 'AzureOpenAI:Endpoint' } });
    expect(before).toContain('configuration["AzureOpenAI:Endpoint"]');
  });
});

test('the code of an equivalent, for whoever asks what a rule means', () => {
  expect(
    codeFor(book, 'identity/role-assignment-openai', ['terraform', 'python']).map(({ language }) => language),
  ).toEqual(['terraform']);
  expect(codeFor(book, 'data/residency-eu', CODE_LANGUAGES)).toEqual([]);
  expect(catalogue.models.length).toBeGreaterThan(0);
});
