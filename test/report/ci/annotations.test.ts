import { expect, test } from 'vitest';
import { renderAzure, renderGithub } from '../../../src/report/ci/annotations.ts';
import { estateReport, hostileReport } from '../../support/estate.ts';
import { cleanReport, largeReport } from '../../support/report.ts';

/** A line as the runner of GitHub reads it: a command, or text. */
function githubCommand(line: string): { name: string; properties: Record<string, string>; data: string } | undefined {
  const found = /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/i.exec(line);
  if (!found) return undefined;
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const [, name = '', properties = '', data = ''] = found;
  return {
    name,
    properties: Object.fromEntries(
      properties
        .split(',')
        .map(part => [part.slice(0, part.indexOf('=')), unescape(part.slice(part.indexOf('=') + 1))]),
    ),
    data: unescape(data),
  };
}

test('the ten that matter, one of each rule first', () => {
  const lines = renderGithub(largeReport(500)).trimEnd().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toMatch(/^untether: the 10 worst of \d+ ties are annotated$/);
  // Three rules are blockers, and blockers come before anything else: each of them stands in the first three.
  const titles = lines.slice(0, 10).map(line => githubCommand(line)?.properties['title']);
  expect(new Set(titles.slice(0, 3)).size).toBe(3);
  expect(new Set(titles).size).toBe(3);
});

test('a place as GitHub wants it, from the top of the repository', () => {
  const report = estateReport({ git: { prefix: 'services/chat/' } });
  const command = renderGithub(report)
    .split('\n')
    .map(githubCommand)
    .find(each => each?.properties['title'] === 'Azure OpenAI client');
  expect(command).toEqual({
    name: 'error',
    properties: {
      file: 'services/chat/services/rag/app/client.py',
      line: '15',
      endLine: '15',
      col: '14',
      endColumn: '25',
      title: 'Azure OpenAI client',
    },
    data: '`openai.AzureOpenAI` only speaks to Azure OpenAI. On Amazon Bedrock: OpenAI client pointed at the Bedrock endpoint (adapt).',
  });
});

test('Azure Pipelines', async () => {
  await expect(renderAzure(estateReport())).toMatchFileSnapshot('../snapshots/azure-pipelines.snap');
});

const evil = [
  '::set-output name=x::y',
  ' ::add-mask::x',
  '##vso[task.setvariable variable=x]y',
  '##[group]x',
  'a\n::error::b',
  'a%0A::error::b',
  'file,line=1::x',
];

test.each(evil)('what was scanned gives no command: %j', text => {
  const [finding] = estateReport().findings.filter(each => each.severity === 'blocker');
  if (!finding) throw new Error('no finding');
  const report = estateReport({
    findings: [{ ...finding, message: text, title: text, ruleId: text, location: { ...finding.location, path: text } }],
  });
  const github = renderGithub(report).trimEnd().split('\n');
  expect(github.map(line => githubCommand(line)?.name)).toEqual(['error', undefined]);
  expect(Object.keys(githubCommand(github[0] ?? '')?.properties ?? {})).toContain('title');
  expect(renderGithub(report)).not.toMatch(/##(?:vso)?\[/);
  const azure = renderAzure(report);
  expect(azure.match(/##(?:vso)?\[/g)).toHaveLength(1);
  expect(azure.trimEnd().split('\n')).toHaveLength(2);
  expect(azure).toMatch(
    /^##vso\[task\.logissue type=error;sourcepath=[^;\]]*;linenumber=\d+;columnnumber=\d+;code=[^;\]]*\][^\n]*\n/,
  );
});

test('known ties are not annotated, and nothing is said so', () => {
  const findings = estateReport().findings.map(finding => ({ ...finding, status: 'baseline' as const }));
  expect(renderGithub(estateReport({ findings }))).toBe('untether: 0 ties\n');
  expect(renderAzure(cleanReport())).toBe('untether: 0 ties\n');
});

test('a whole hostile report runs nothing', () => {
  const lines = renderGithub(hostileReport()).trimEnd().split('\n');
  expect(lines).toHaveLength(11);
  for (const line of lines) expect(githubCommand(line)?.name ?? 'text').toMatch(/^(?:error|warning|notice|text)$/);
});
