/** Whole scans of folders: what a person may point it at, and what it must say about each. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { findings, type Match } from '../src/match/findings.ts';
import { Matcher } from '../src/match/match.ts';
import type { Report } from '../src/model/report.ts';
import { readerFor } from '../src/read/index.ts';
import { linkInfrastructure } from '../src/resolve/infrastructure.ts';
import { openingKeywords } from '../src/rules/keywords.ts';
import { loadBuiltinRules } from '../src/rules/load.ts';
import { scan, type ScanOptions } from '../src/scan/index.ts';
import { decode, encodingOf } from '../src/walk/bytes.ts';
import { Prefilter } from '../src/walk/prefilter.ts';
import { folder, plainGit, seeded, write } from './walk/support.ts';

const run = (root: string, more: Partial<ScanOptions> = {}): Promise<Report> =>
  scan({ roots: [root], cwd: root, ...more });
const places = (report: Report): string[] =>
  report.findings.map(
    ({ location, ruleId }) => `${location.path}:${location.startLine}:${location.startColumn} ${ruleId}`,
  );
const codes = (report: Report): string[] => report.diagnostics.map(({ path, code }) => `${path} ${code}`);

const HOST_RULE = 'endpoint/host-literal';
const HOST = 'https://larkspur.openai.azure.com/';
const PYTHON = `endpoint = "${HOST}"\n`;
const ENV = `LLM_URL=${HOST}\n`;

describe('what can be scanned', () => {
  test('a folder, by its name and never by its path', async () => {
    const root = folder({ 'app.py': PYTHON, 'deep/er/.env': ENV, 'README.md': HOST });
    const report = await run(root);
    expect(places(report)).toEqual([`app.py:1:1 ${HOST_RULE}`, `deep/er/.env:1:1 ${HOST_RULE}`]);
    expect(report.root).toBe(basename(root));
    expect(JSON.stringify(report)).not.toContain(root);
    expect(report.coverage).toMatchObject({ walked: 3, readable: 2, read: 2, clean: 0, skipped: { 'no-reader': 1 } });
  });

  test('one file', async () => {
    const root = folder({ 'app.py': PYTHON, 'other.py': PYTHON });
    const report = await run(root, { roots: ['app.py'] });
    expect(places(report)).toEqual([`app.py:1:1 ${HOST_RULE}`]);
    expect(report).toMatchObject({ root: 'app.py', coverage: { walked: 1 } });
  });

  test('several roots, also of one name, and one inside the other', async () => {
    const root = folder({ 'a/src/app.py': PYTHON, 'b/src/app.py': PYTHON, 'b/src/deep/x.py': PYTHON });
    expect(places(await run(root, { roots: ['a/src', 'b/src'] }))).toEqual(
      ['a/src/app.py', 'b/src/app.py', 'b/src/deep/x.py'].map(path => `${path}:1:1 ${HOST_RULE}`),
    );
    const nested = await run(root, { roots: ['b/src', 'b/src/deep'] });
    expect(nested.coverage.walked).toBe(2);
    expect(nested.findings).toHaveLength(2);
  });

  test('two files of one folder keep their names', async () => {
    const root = folder({ 'x.py': PYTHON, 'y.py': PYTHON, 'z.py': PYTHON });
    expect(places(await run(root, { roots: ['x.py', 'y.py'] }))).toEqual([
      `x.py:1:1 ${HOST_RULE}`,
      `y.py:1:1 ${HOST_RULE}`,
    ]);
  });

  test('an empty folder is not tied, and says that nothing was read', async () => {
    const report = await run(folder());
    expect(report).toMatchObject({
      findings: [],
      summary: { tied: false },
      diagnostics: [],
      coverage: { walked: 0, read: 0 },
    });
  });

  test('a folder that the repository around it ignores', async () => {
    const root = folder({ '.gitignore': 'vendor/\n', 'vendor/app.py': PYTHON });
    plainGit(root, 'init', '-q');
    expect((await run(root)).findings).toEqual([]);
    expect(places(await run(join(root, 'vendor')))).toEqual([`app.py:1:1 ${HOST_RULE}`]);
  });

  test('files git still lists and nobody finds are no trouble', async () => {
    const root = folder({ 'app.py': PYTHON, 'gone.py': PYTHON });
    plainGit(root, 'init', '-q');
    plainGit(root, 'add', '.');
    plainGit(root, 'rm', '-q', '--cached', 'app.py');
    spawnSync('rm', [join(root, 'gone.py')]);
    const report = await run(root);
    expect(places(report)).toEqual([`app.py:1:1 ${HOST_RULE}`]);
    expect(report).toMatchObject({ diagnostics: [], coverage: { walked: 1, readable: 1, read: 1, skipped: {} } });
  });

  test('a path that is not there', async () => {
    const root = folder();
    await expect(run(root, { roots: ['nothing'] })).rejects.toMatchObject({
      message: 'no such file or folder: nothing',
      exit: 2,
      help: expect.stringContaining('folder'),
    });
  });

  test('a rule file that is wrong stops the scan before it starts', async () => {
    const root = folder({ 'app.py': PYTHON, 'mine.yaml': 'id: mine/rule\n' });
    await expect(run(root, { rulesPaths: [join(root, 'mine.yaml')] })).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/mine\.yaml:1: missing key/),
    });
  });

  test('an interrupt ends it', async () => {
    await expect(run(folder({ 'app.py': PYTHON }), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      message: 'interrupted',
    });
  });
});

describe('bad input leaves the rest of the scan as it is', () => {
  const good = { 'good/app.py': PYTHON };
  const only = (report: Report): void => expect(places(report)).toContain(`good/app.py:1:1 ${HOST_RULE}`);

  test.each<[string, string, string]>([
    ['Python', 'app.py', `endpoint = "${HOST}"\n\ndef broken(:\n    return (\n`],
    ['TypeScript', 'app.ts', `const endpoint = "${HOST}";\nfunction broken( {\n`],
    ['JavaScript', 'app.js', `const endpoint = "${HOST}";\nconst x = ;\n`],
    [
      'Vue',
      'App.vue',
      `<template><p></template>\n<script setup>\nconst endpoint = "${HOST}";\nconst x = ;\n</script>\n`,
    ],
    [
      'notebook code',
      'a.ipynb',
      JSON.stringify(
        {
          cells: [{ cell_type: 'code', source: [`endpoint = "${HOST}"\n`, 'def broken(:\n'] }],
          metadata: {},
          nbformat: 4,
          nbformat_minor: 5,
        },
        null,
        1,
      ),
    ],
    ['Terraform', 'main.tf', `locals {\n  endpoint = "${HOST}"\n}\nresource "x" {{{\n`],
    ['Bicep', 'main.bicep', `var endpoint = '${HOST}'\nresource x 'y' = {\n`],
    ['JSON', 'settings.json', `{\n  "endpoint": "${HOST}",\n  "x": ]\n}\n`],
    ['YAML', 'settings.yaml', `endpoint: ${HOST}\nother: "open\n`],
    ['TOML', 'settings.toml', `endpoint = "${HOST}"\nother = \n`],
    ['C#', 'App.cs', `class App {\n  const string Endpoint = "${HOST}";\n  void Broken( {\n}\n`],
    ['Java', 'App.java', `class App {\n  static final String ENDPOINT = "${HOST}";\n  void broken( {\n}\n`],
    ['Kotlin', 'App.kt', `class App {\n  val endpoint = "${HOST}"\n  fun broken( {\n}\n`],
    ['Go', 'app.go', `package app\n\nconst endpoint = "${HOST}"\n\nfunc broken( {\n`],
  ])('broken %s: a diagnostic with its place, and what could be read', async (_, path, text) => {
    const report = await run(folder({ ...good, [path]: text }));
    only(report);
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ path, code: 'syntax-error', line: expect.any(Number) }),
    );
    expect(report.findings.map(finding => finding.location.path)).toContain(path);
  });

  test.each([
    'app.py',
    'app.ts',
    'main.tf',
    'main.bicep',
    'a.ipynb',
    'a.json',
    'a.yaml',
    'a.toml',
    'a.ini',
    'a.properties',
    '.env',
    'package.json',
    'pyproject.toml',
    'App.vue',
    'App.cs',
    'App.java',
    'App.kt',
    'app.go',
    'run.sh',
    'run.ps1',
    'Dockerfile',
    'Makefile',
    'policy.xml',
    'App.csproj',
    'pom.xml',
  ])('%s full of rubbish', async path => {
    const random = seeded(path.length);
    const rubbish = Array.from(
      { length: 4000 },
      () => '{}[]()"\'`=:,.#$@\\\n\t abcé😀<>/*-_'.split('')[random(33)] ?? '',
    ).join('');
    const report = await run(folder({ ...good, [path]: `openai.azure.com\n${rubbish}` }));
    only(report);
    expect(codes(report)).not.toContain(`${path} reader-failed`);
    expect(report.coverage.read).toBe(2);
  });

  test.each([
    'app.py',
    'app.ts',
    'main.tf',
    'main.bicep',
    'a.json',
    'a.yaml',
    'a.toml',
    'App.cs',
    'App.java',
    'App.kt',
    'app.go',
    'run.sh',
    'run.ps1',
  ])('%s nested twenty thousand deep', async path => {
    const depth = 20_000;
    const nested = path.endsWith('.yaml')
      ? `a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`
      : `a = ${'['.repeat(depth)}1${']'.repeat(depth)}\n`;
    const report = await run(folder({ ...good, [path]: `# openai.azure.com\n${nested}` }));
    only(report);
    expect(codes(report)).not.toContain(`${path} reader-failed`);
  });

  test('binary under the name of a text', async () => {
    const report = await run(folder({ ...good, 'blob.py': Buffer.from(`\0\x01\x02${PYTHON}`) }));
    only(report);
    expect(codes(report)).toEqual(['blob.py binary']);
    expect(report.coverage.skipped).toEqual({ binary: 1 });
  });

  test('fifty megabytes of JSON', async () => {
    const root = folder({ ...good, 'data.json': `{"endpoint": "${HOST}"}` });
    truncateSync(join(root, 'data.json'), 50 * 1024 * 1024);
    const report = await run(root);
    only(report);
    expect(report.diagnostics).toEqual([
      { path: 'data.json', code: 'too-large', message: '52428800 bytes, the limit is 33554432' },
    ]);
    expect(report.coverage.skipped).toEqual({ 'too-large': 1 });
  });

  test('links in a circle, out of the folder, to nowhere', async () => {
    const root = folder({ ...good, 'a/b/x.py': PYTHON });
    symlinkSync('..', join(root, 'a/b/up'));
    symlinkSync('loop.py', join(root, 'loop.py'));
    symlinkSync(folder({ 'outside.py': PYTHON }), join(root, 'out.py'));
    for (const git of [false, true]) {
      if (git) plainGit(root, 'init', '-q');
      const report = await run(root);
      expect(places(report)).toEqual([`a/b/x.py:1:1 ${HOST_RULE}`, `good/app.py:1:1 ${HOST_RULE}`]);
      expect(codes(report)).toEqual(['loop.py symlink', 'out.py symlink']);
      expect(report.coverage.skipped).toEqual({ symlink: 3 });
    }
  });

  test('a repository inside the repository is told', async () => {
    const root = folder({ ...good, 'sub/app.py': PYTHON });
    plainGit(root, 'init', '-q');
    plainGit(join(root, 'sub'), 'init', '-q');
    const report = await run(root);
    expect(codes(report)).toEqual(['sub nested-repository']);
  });

  test('no permission', async () => {
    if (process.getuid?.() === 0) return;
    const root = folder({ ...good, 'locked.py': PYTHON, 'locked/x.py': PYTHON });
    chmodSync(join(root, 'locked.py'), 0o000);
    chmodSync(join(root, 'locked'), 0o000);
    const report = await run(root);
    chmodSync(join(root, 'locked'), 0o755);
    only(report);
    expect(codes(report)).toEqual(['locked unreadable', 'locked.py unreadable']);
  });

  test('a pipe among the files', async () => {
    const root = folder(good);
    if (spawnSync('mkfifo', [join(root, 'pipe.py')]).status !== 0) return;
    const report = await run(root);
    only(report);
    expect(report.coverage.skipped).toEqual({ 'special-file': 1 });
  });

  test('a reader that fails is a diagnostic, and its message holds no secret', async () => {
    const secret = '0a1b2c3d'.repeat(4);
    const entry = readerFor('app.yaml');
    expect(entry).toBeDefined();
    if (!entry) return;
    const load = vi.spyOn(entry, 'load').mockResolvedValue(() => {
      throw new Error(`unexpected ${secret}`);
    });
    const report = await run(folder({ ...good, 'app.yaml': `url: ${HOST}` }));
    load.mockRestore();
    only(report);
    expect(report.diagnostics).toMatchObject([{ path: 'app.yaml', code: 'reader-failed' }]);
    expect(JSON.stringify(report)).not.toContain(secret);
  });
});

describe('encodings and line ends', () => {
  const code = `# größe 😀\r\nname = "é"; endpoint = "${HOST}"\r\n`;
  const expected = [`app.py:2:13 ${HOST_RULE}`];

  test.each<[string, Buffer]>([
    ['UTF-8 with CRLF', Buffer.from(code)],
    ['UTF-8 with mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(code)])],
    ['UTF-16 little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(code, 'utf16le')])],
    ['UTF-16 big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(code, 'utf16le').swap16()])],
    ['line feeds only', Buffer.from(code.replaceAll('\r', ''))],
  ])('%s', async (_, bytes) => {
    const report = await run(folder({ 'app.py': bytes }));
    expect(places(report)).toEqual(expected);
    expect(report.findings[0]?.snippet).toBe(`name = "é"; endpoint = "${HOST}"`);
    expect(report.findings[0]).toMatchObject({ snippetColumn: 1, location: { endLine: 2, endColumn: 21 } });
  });
});

describe('infrastructure is read as a whole', () => {
  const module = {
    'modules/ai/main.tf':
      'resource "azurerm_cognitive_account" "ai" {\n  name     = "openai-desk"\n  kind     = var.kind\n  sku_name = "S0"\n}\n',
    'modules/ai/variables.tf': 'variable "kind" {}\n',
  };
  const caller = (kind: string): Record<string, string> => ({
    'main.tf': `module "ai" {\n  source = "./modules/ai"\n  kind   = "${kind}"\n}\n`,
  });
  const accounts = async (files: Record<string, string>): Promise<string[]> =>
    places(await run(folder(files))).filter(place => place.startsWith('modules/ai/main.tf:1:1 delivery/account'));

  test('a caller without any keyword still says what kind of account its module makes', async () => {
    expect(await accounts({ ...module, ...caller('OpenAI') })).toEqual([
      'modules/ai/main.tf:1:1 delivery/account-resource',
    ]);
    expect(await accounts({ ...module, ...caller('FormRecognizer') })).toEqual([]);
  });

  test('a file without any keyword is not opened when no other of its language is', async () => {
    const report = await run(folder({ 'main.tf': 'locals {}\n', 'main.bicep': 'param x string\n', 'app.py': PYTHON }));
    expect(report.coverage).toMatchObject({ walked: 3, readable: 3, read: 1, clean: 2, skipped: {} });
    const opened = await run(folder({ 'main.tf': 'locals {}\n', 'main.bicep': 'param x string\n', ...module }));
    expect(opened.coverage).toMatchObject({ walked: 4, readable: 4, read: 3, clean: 1 });
  });
});

describe('what a finding says of its place', () => {
  test('component, owners, language and the time if one is given', async () => {
    const root = folder({
      'svc/chat/package.json': '{}',
      'svc/chat/src/app.py': PYTHON,
      '.github/CODEOWNERS': 'svc/chat @chat\n',
    });
    const report = await run(root, { timestamp: '2026-11-21T00:00:00Z' });
    expect(report.findings).toMatchObject([
      { component: 'svc/chat', owners: ['@chat'], language: 'python', level: 'parsed', status: 'new' },
    ]);
    expect(report.components).toMatchObject([{ id: 'svc/chat', kind: 'npm package', ties: 1, owners: ['@chat'] }]);
    expect(report.coverage.languages).toMatchObject({ python: { files: 1, level: 'parsed', findings: 1 } });
    expect(report.timestamp).toBe('2026-11-21T00:00:00Z');
  });

  test('owners are not read through a link', async () => {
    const root = folder({ 'app.py': PYTHON });
    symlinkSync(join(folder({ owners: '* @stranger\n' }), 'owners'), join(root, 'CODEOWNERS'));
    plainGit(root, 'init', '-q');
    expect((await run(root)).findings[0]?.owners).toEqual([]);
  });

  test('only the dimensions asked for', async () => {
    const root = folder({ '.env': `${ENV}AZURE_OPENAI_API_KEY=\n` });
    expect(new Set((await run(root)).findings.map(finding => finding.dimension)).size).toBe(2);
    expect((await run(root, { dimensions: ['identity'] })).findings.map(finding => finding.dimension)).toEqual([
      'identity',
    ]);
  });

  test('progress is told and ends at the number of files', async () => {
    const seen: number[] = [];
    await run(folder({ 'app.py': PYTHON, 'b.py': PYTHON }), { onProgress: ({ files }) => seen.push(files) });
    expect(seen.at(0)).toBe(0);
    expect(seen.at(-1)).toBe(2);
  });
});

// ---------------------------------------------------------------- the example estate and all other fixtures

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;
const ESTATE = join(FIXTURES, 'estate');
const ruleSet = await loadBuiltinRules();

interface FixtureFile {
  readonly path: string;
  readonly bytes: Buffer;
}
const fixtureFiles: readonly FixtureFile[] = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter(path => statSync(join(FIXTURES, path)).isFile() && readerFor(path) !== undefined)
  .sort()
  .map(path => ({ path, bytes: readFileSync(join(FIXTURES, path)) }));

/** The stages without the walk, so that a test decides which files are read, and in which order. */
async function findingsIn(files: readonly FixtureFile[], opened: (file: FixtureFile) => boolean): Promise<Match[]> {
  const matcher = new Matcher(ruleSet);
  for (const file of files) {
    const entry = readerFor(file.path);
    const encoding = encodingOf(file.bytes);
    if (!entry || encoding === 'binary' || !opened(file)) continue;
    const read = await entry.load();
    matcher.add(file.path, entry.language, read({ path: file.path, text: decode(file.bytes, encoding) }).facts);
  }
  return findings(matcher.finish(linkInfrastructure));
}
const inWords = (matches: readonly Match[]): string[] =>
  matches.map(
    ({ path, span, rule, message, fingerprint }) =>
      `${path}:${span.line}:${span.column} ${rule.id} ${fingerprint} ${message}`,
  );

describe('the example estate', () => {
  test('two runs give the same report, byte for byte', async () => {
    const [first, second] = [await run(ESTATE), await run(ESTATE)];
    expect(first.findings.length).toBeGreaterThan(100);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  test('none of the secrets planted in it is in the report', async () => {
    const planted = JSON.parse(readFileSync(new URL('./support/planted-secrets.json', import.meta.url), 'utf8')) as {
      path: string;
      secret: string;
    }[];
    expect(planted.length).toBeGreaterThan(0);
    for (const { path, secret } of planted) expect(readFileSync(join(ESTATE, path), 'utf8'), path).toContain(secret);
    const text = JSON.stringify(await run(ESTATE));
    for (const { path, secret } of planted) expect(text, path).not.toContain(secret);
  });

  test('every finding points at a place that is there, and its snippet at the same text', async () => {
    const report = await run(ESTATE);
    for (const { location, snippet, snippetColumn, ruleId } of report.findings) {
      const lines = readFileSync(join(ESTATE, location.path), 'utf8').split(/\r\n|\n|\r/);
      const line = lines[location.startLine - 1];
      const where = `${location.path}:${location.startLine}:${location.startColumn} ${ruleId}`;
      expect(line, where).toBeDefined();
      expect(location.startColumn, where).toBeLessThanOrEqual((line ?? '').length);
      expect(location.endLine > location.startLine || location.endColumn > location.startColumn, where).toBe(true);
      if (snippetColumn === undefined || location.endLine !== location.startLine) continue;
      const shown = snippet.slice(location.startColumn - snippetColumn, location.endColumn - snippetColumn);
      if (!snippet.endsWith('…'))
        expect(shown, where).toBe((line ?? '').slice(location.startColumn - 1, location.endColumn - 1));
    }
  });

  test('a copy elsewhere has the same fingerprints', async () => {
    const root = folder();
    for (const { path, bytes } of fixtureFiles) if (path.startsWith('estate/services/')) write(root, { [path]: bytes });
    const [here, there] = [await run(join(ESTATE, 'services')), await run(join(root, 'estate/services'))];
    expect(there.findings.map(finding => finding.fingerprint)).toEqual(
      here.findings.map(finding => finding.fingerprint),
    );
  });
});

describe('the stages between them', () => {
  test('files may come in any order', async () => {
    const random = seeded(4);
    const shuffled = [...fixtureFiles];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as FixtureFile, shuffled[i] as FixtureFile];
    }
    const expected = inWords(await findingsIn(fixtureFiles, () => true));
    expect(expected.length).toBeGreaterThan(100);
    expect(inWords(await findingsIn(fixtureFiles.toReversed(), () => true))).toEqual(expected);
    expect(inWords(await findingsIn(shuffled, () => true))).toEqual(expected);
  });

  test('the prefilter saves work and changes nothing', async () => {
    const prefilter = new Prefilter(openingKeywords(ruleSet.rules));
    // Infrastructure is read as a whole: one file gives its values to another.
    const opens = ({ path, bytes }: FixtureFile): boolean =>
      /\.(?:tf|tfvars|bicep|bicepparam)$/.test(path) || prefilter.hits(bytes);
    expect(fixtureFiles.filter(opens).length).toBeLessThan(fixtureFiles.length);
    expect(inWords(await findingsIn(fixtureFiles, opens))).toEqual(inWords(await findingsIn(fixtureFiles, () => true)));
  });
});

test('a report left in the tree by an earlier run is passed over, and said so', async () => {
  const root = folder({ '.env': ENV });
  const first = await run(root);
  write(root, { 'results.json': JSON.stringify(first, null, 2) });
  const second = await run(root);
  expect(places(second)).toEqual(places(first));
  expect(second.coverage.skipped).toMatchObject({ 'own-report': 1 });
});

test('a template compiled from the source beside it is context; alone it ties', async () => {
  const template = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { _generator: { name: 'bicep', version: '0.30.0' } },
    resources: [
      { type: 'Microsoft.CognitiveServices/accounts', apiVersion: '2024-10-01', name: 'llm', kind: 'OpenAI' },
    ],
  });
  const source =
    "resource llm 'Microsoft.CognitiveServices/accounts@2024-10-01' = {\n  name: 'llm'\n  kind: 'OpenAI'\n}\n";
  const both = await run(folder({ 'main.json': template, 'main.bicep': source }));
  expect(both.findings.map(({ location, tie }) => [location.path, tie])).toEqual([
    ['main.bicep', true],
    ['main.json', false],
  ]);
  expect(both.summary.ties).toBe(1);
  const alone = await run(folder({ 'main.json': template }));
  expect(alone.findings.map(({ tie }) => tie)).toEqual([true]);
});
