/**
 * Annotations of pull requests, for GitHub and for Azure Pipelines. Both show few: the ten that matter, one of each rule
 * before the second of any. What was scanned may hold commands of its own; they are spelled out and never run.
 */
import { plural } from '../../base/text.ts';
import type { Finding, Report } from '../../model/report.ts';
import type { Severity } from '../../model/rule.ts';
import { prose, visible } from '../escape.ts';
import { repositoryPath } from '../repository-path.ts';
import { replacementOf, tiesOf, worstPlaces } from '../figures.ts';
import { TARGET } from '../words.ts';

const MOST = 10;

/** Only what is new: a known tie says nothing about the change at hand. */
function chosen(report: Report): { shown: Finding[]; all: number } {
  const fresh = tiesOf(report).filter(tie => tie.status === 'new');
  return { shown: worstPlaces(fresh, MOST), all: fresh.length };
}

function summaryLine({ shown, all }: { shown: readonly Finding[]; all: number }): string {
  return all === shown.length
    ? `untether: ${plural(all, 'tie')}`
    : `untether: the ${shown.length} worst of ${plural(all, 'tie')} are annotated`;
}

function message(finding: Finding): string {
  const { advice } = finding;
  return `${prose(finding.message)}. On ${TARGET}: ${prose(replacementOf(advice))} (${advice.fidelity}).`;
}

const GITHUB_LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  blocker: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/** Workflow commands of GitHub Actions. */
export function renderGithub(report: Report): string {
  const choice = chosen(report);
  const inRepository = repositoryPath(report);
  const lines = choice.shown.map(finding => {
    const { path, startLine, endLine, startColumn, endColumn } = finding.location;
    const properties = [
      ['file', inRepository(path)],
      ['line', `${startLine}`],
      ['endLine', `${endLine}`],
      // A column means something only within one line.
      ...(startLine === endLine ? [['col', `${startColumn}`] as const, ['endColumn', `${endColumn}`] as const] : []),
      ['title', finding.title],
    ] as const;
    const written = properties.map(([name, value]) => `${name}=${githubProperty(value)}`).join(',');
    return `::${GITHUB_LEVELS[finding.severity]} ${written}::${githubData(message(finding))}`;
  });
  return `${[...lines, summaryLine(choice)].join('\n')}\n`;
}

function githubData(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function githubProperty(text: string): string {
  return githubData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const AZURE_LEVELS: Readonly<Record<Severity, 'error' | 'warning'>> = {
  blocker: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'warning',
};

/** Logging commands of Azure Pipelines. */
export function renderAzure(report: Report): string {
  const choice = chosen(report);
  const inRepository = repositoryPath(report);
  const lines = choice.shown.map(finding => {
    const { path, startLine, startColumn } = finding.location;
    const properties = [
      ['type', AZURE_LEVELS[finding.severity]],
      ['sourcepath', inRepository(path)],
      ['linenumber', `${startLine}`],
      ['columnnumber', `${startColumn}`],
      ['code', finding.ruleId],
    ] as const;
    const written = properties.map(([name, value]) => `${name}=${azureProperty(value)}`).join(';');
    return `##vso[task.logissue ${written}]${azureData(message(finding))}`;
  });
  return `${[...lines, summaryLine(choice)].join('\n')}\n`;
}

function azureData(text: string): string {
  return visible(text).replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function azureProperty(text: string): string {
  return azureData(text).replaceAll(';', '%3B').replaceAll(']', '%5D');
}
