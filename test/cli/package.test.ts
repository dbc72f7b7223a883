/** What `npm pack` ships, unpacked into an empty folder and run there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let shipped: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'untether-pack-'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ filename: string; files: { path: string }[] }];
  shipped = packed.files.map(file => file.path);
  const installed = join(folder, 'node_modules/untether');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, packed.filename), '--strip-components=1', '-C', installed]);
  // The packages that npm would install beside it, without asking a registry.
  for (const name of [
    'ts-morph',
    '@ts-morph',
    'code-block-writer',
    'minimatch',
    'path-browserify',
    'tinyglobby',
    'brace-expansion',
    'balanced-match',
    'fdir',
    'picomatch',
  ]) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('only what a user needs is shipped', () => {
  expect(shipped).toContain('bin/untether.js');
  expect(shipped).toContain('dist/main.js');
  expect(shipped).toContain('dist/rules.json');
  expect(
    shipped.filter(
      path =>
        !/^(?:bin|dist|schemas)\/|^(?:LICENSE|README\.md|CHANGELOG\.md|THIRD-PARTY-NOTICES\.md|package\.json)$/.test(
          path,
        ),
    ),
  ).toEqual([]);
  expect(shipped.filter(path => /fixtures|\.test\.|\.ts$|scratch/.test(path))).toEqual([]);
});

test('it runs from the tarball in an empty folder', () => {
  writeFileSync(
    join(folder, 'app.ts'),
    "import { AzureOpenAI } from 'openai';\nexport const ai = new AzureOpenAI({ apiVersion: '2024-10-21' });\n",
  );
  writeFileSync(join(folder, 'app.py'), 'from openai import AzureOpenAI\nclient = AzureOpenAI()\n');
  writeFileSync(join(folder, 'main.tf'), 'resource "azurerm_cognitive_account" "llm" {\n  kind = "OpenAI"\n}\n');
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [join(folder, 'node_modules/untether/bin/untether.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  expect(run('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  const report = JSON.parse(run('--format', 'json', '--quiet', 'app.ts', 'app.py', 'main.tf')) as {
    findings: { location: { path: string } }[];
  };
  expect([...new Set(report.findings.map(finding => finding.location.path.split('/').at(-1)))].sort()).toEqual([
    'app.py',
    'app.ts',
    'main.tf',
  ]);
});
