import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDocument } from '../../src/read/markdown/index.ts';
import { blocksOf } from '../../src/read/markdown/blocks.ts';
import { scan } from '../../src/scan/index.ts';

test('blocks: both fences, longer fences around shorter ones, lists, quotes, and one never closed', () => {
  const text = [
    '# Title',
    '```Python',
    'a = 1',
    '```',
    '1. Step',
    '   ````yaml title="x"',
    '   key: |',
    '     ```',
    '   ````',
    '> ~~~c#',
    '> var a = 1;',
    '> ~~~',
    '```',
    'no language',
    '```',
    '```sh',
    'run',
  ].join('\n');
  expect(blocksOf(text)).toEqual([
    { tag: 'python', text: 'a = 1\n', line: 3, indent: [0] },
    { tag: 'yaml', text: 'key: |\n  ```\n', line: 7, indent: [3, 3] },
    { tag: 'c#', text: 'var a = 1;\n', line: 11, indent: [2] },
    { tag: 'sh', text: 'run\n', line: 17, indent: [0] },
  ]);
});

test('places are those of the document, also with CRLF, non-ASCII text and a broken block before', async () => {
  const text =
    '- é🙂\r\n\r\n  ```py\r\n  def (:\r\n  ```\r\n\r\n  ```py\r\n  import os\r\n  k = os.environ["KEY"]\r\n  ```\r\n';
  const snippets = await readDocument({ path: 'README.md', text });
  const facts = snippets.flatMap(({ language, facts: found }) => found.map(fact => ({ language, fact })));
  expect(
    facts
      .filter(({ fact }) => fact.kind === 'envRead')
      .map(({ language, fact }) => `${language} ${fact.span.line}:${fact.span.column}-${fact.span.endColumn}`),
  ).toEqual(['python 9:18-23']);
});

test('what has no reader or no language is left out', async () => {
  expect(await readDocument({ path: 'a.md', text: '```mermaid\ngraph\n```\n    indented = 1\n' })).toEqual([]);
});

const folder = mkdtempSync(join(tmpdir(), 'untether-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('documents are passed over unless asked for; then what they show is information and no evidence', async () => {
  const block = '```python\nfrom openai import AzureOpenAI\nclient = AzureOpenAI()\n```\n';
  writeFileSync(
    join(folder, 'README.md'),
    `# Use\n\n${block}\n\`\`\`terraform\nresource "azurerm_cognitive_deployment" "c" {\n  cognitive_account_id = azurerm_cognitive_account.a.id\n}\n\`\`\`\n`,
  );
  writeFileSync(join(folder, 'main.tf'), 'resource "azurerm_cognitive_account" "a" {\n  kind = "AIServices"\n}\n');
  writeFileSync(join(folder, 'app.py'), 'from openai import AzureOpenAI\n');
  const without = await scan({ roots: [folder], cwd: folder });
  const within = await scan({ roots: [folder], cwd: folder, includeDocs: true });
  expect(without.findings.map(finding => finding.location.path)).toEqual(['app.py', 'main.tf']);
  const shown = within.findings.filter(finding => finding.location.path === 'README.md');
  expect(
    shown.map(({ ruleId, severity, tie, location }) => `${location.startLine} ${ruleId} ${severity} ${tie}`),
  ).toEqual([
    '4 sdk/openai-azure-import info false',
    '5 sdk/openai-azure-client info false',
    '9 model/deployment-resource info false',
  ]);
  // The deployment a document shows does not make the account certain.
  const account = (report: typeof within): unknown =>
    report.findings.find(finding => finding.location.path === 'main.tf')?.confidence;
  expect([account(without), account(within)]).toEqual(['possible', 'possible']);
  expect(within.coverage.languages['markdown']).toMatchObject({ files: 1, findings: 3 });
});
