/** What was read and what was not; by which method, rules and facts. */
import { compareText } from '../../base/text.ts';
import type { Report } from '../../model/report.ts';
import { CONFIDENCES, FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { coverageSentence } from '../figures.ts';
import { CONFIDENCE_MEANINGS, FIDELITY_MEANINGS, SEVERITY_MEANINGS, skipReason, TARGET } from '../words.ts';
import { badge, code, line, paragraph, section, table, url, type Block, type Section, type Tone } from './blocks.ts';

const ROWS = 50;

export function coverageSection({ ...report }: Report): Section[] {
  const { coverage, diagnostics } = report;
  const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => compareText(a, b);
  return section('What was read and what was not', [
    paragraph(line`${coverageSentence(report)}.`),
    ...table(
      'Files read, by language or format',
      ['Language or format', '!Files parsed', 'Level', '!Findings'],
      Object.entries(coverage.languages)
        .sort(byName)
        .map(([language, { files, level, findings }]) => [language, `${files}`, level, `${findings}`]),
    ),
    ...table(
      'Files passed over',
      ['Files', '!Number'],
      Object.entries(coverage.skipped)
        .sort(byName)
        .filter(([, count]) => count > 0)
        .map(([reason, count]) => [skipReason(reason), `${count}`]),
    ),
    ...table(
      'Files not read whole',
      ['File', 'Why'],
      diagnostics.map(({ path, line: number, message }) => [
        number === undefined ? code(path) : ({ kind: 'place', place: { path, line: number } } as const),
        message,
      ]),
      ROWS,
    ),
  ]);
}

export function methodSection(report: Report): Section[] {
  const { tool, ruleset, git, target, timestamp } = report;
  const commit =
    git.commit === undefined ? [] : line` at commit ${code(git.commit)}${git.dirty ? ' with uncommitted changes' : ''}`;
  const meanings = <K extends string>(
    caption: string,
    name: string,
    scale: readonly K[],
    words: Readonly<Record<K, string>>,
  ): Block[] =>
    table(
      caption,
      [name, 'Meaning'],
      scale.map(key => [badge(key, key as unknown as Tone), words[key]]),
    );
  return section('Method', [
    paragraph(
      line`${tool.name} ${tool.version} read the sources${commit} without running them${timestamp === undefined ? '' : ` (${timestamp})`}. Rule set ${code(ruleset.version)}, digest ${code(ruleset.digest)}; facts about ${TARGET}${target.region === undefined ? '' : ` in ${target.region}`} as of ${ruleset.factsAsOf}, the oldest fact that advice rests on.`,
    ),
    ...(git.remote === undefined
      ? []
      : [paragraph(line`Repository: ${url(git.remote)}${git.branch === undefined ? '' : `, branch ${git.branch}`}.`)]),
    paragraph(
      line`A tie is one construct that binds the code to the provider. Effort is counted in points from a published table: the points of one place by its equivalent, and each repeat of one tie in one component counts less than the one before. Points are not days: what a point costs is for the team to decide.`,
    ),
    ...meanings('Severities', 'Severity', SEVERITIES, SEVERITY_MEANINGS),
    ...meanings('Confidences', 'Confidence', CONFIDENCES, CONFIDENCE_MEANINGS),
    ...meanings('Fidelities', 'Fidelity', FIDELITIES, FIDELITY_MEANINGS),
  ]);
}
