/** What `untether check` says: each new tie with why it is new, what to write instead and how to accept it. */
import { plural } from '../../base/text.ts';
import { acceptance } from '../../gate/comments.ts';
import type { NewFinding } from '../../gate/judge.ts';
import type { Policy } from '../../model/config.ts';
import type { Comparison, Finding, Report } from '../../model/report.ts';
import { CONFIDENCES, SEVERITIES } from '../../model/rule.ts';
import { prose, visible } from '../../report/escape.ts';
import { compareFindings, replacementOf } from '../../report/figures.ts';
import { wrap } from '../../report/layout.ts';
import { TARGET } from '../../report/words.ts';

export interface VerdictOptions {
  readonly width: number;
  readonly showBaselined: boolean;
  readonly verbose: boolean;
  /** How the ties were compared, for the remedy: a baseline can be written anew. */
  readonly baselineName: string;
}

/** Below the limit only the first few are told one by one. */
const BELOW = 5;
const LABEL = 10;

export function verdictText(
  report: Report,
  appeared: readonly NewFinding[],
  policy: Policy,
  options: VerdictOptions,
): string {
  const byPlace = [...appeared].sort((a, b) => compareFindings(a.finding, b.finding));
  const failing = byPlace.filter(entry => entry.fails);
  const below = byPlace.filter(entry => !entry.fails);
  const { comparison } = report;
  const sections = [
    ...failing.map(entry => told(entry, comparison, options)),
    ...belowLimit(below, options),
    ...(comparison ? aboutKnown(report, comparison, options) : []),
    ...aboutSuppressions(report, options),
    [conclusion(failing, below, comparison, policy)],
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function placeOf({ location: { path, startLine, startColumn } }: Finding): string {
  return `${visible(path)}:${startLine}:${startColumn}`;
}

/** What fails may be a part of it, and graver than the whole. */
function worstOf({ ties }: NewFinding): string {
  const [worst] = [...ties].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence),
  );
  return worst ? `${worst.severity}, ${worst.confidence}` : '';
}

function told(entry: NewFinding, comparison: Comparison | undefined, options: VerdictOptions): string[] {
  const { finding } = entry;
  const { advice } = finding;
  const instead = [
    `${replacementOf(advice)} (${advice.fidelity})`,
    ...advice.changes.slice(0, options.verbose ? undefined : 2),
  ];
  return [
    `${placeOf(finding)}  ${worstOf(entry)}  ${visible(finding.ruleId)}`,
    ...indented(finding.message, 2, options.width),
    ...(finding.snippet === '' ? [] : [`    ${visible(finding.snippet).slice(0, options.width - 4)}`]),
    ...labelled('new', why(entry, comparison), options.width),
    ...labelled('instead', `on ${TARGET}: ${instead.map(text => text.replace(/\.$/, '')).join('. ')}.`, options.width),
    ...accept(entry, comparison, options),
  ];
}

/** One line for one reason. */
function why({ finding, ties, knownEquals, goneFrom }: NewFinding, comparison: Comparison | undefined): string {
  const against = comparison?.with === 'baseline' ? comparison.name : (comparison?.name ?? 'what was compared with');
  const inside = ties.filter(tie => tie.fingerprint !== finding.fingerprint);
  const parts: string[] = [];
  if (inside.length === ties.length) {
    const lines = [...new Set(inside.map(tie => tie.line))].join(', ');
    parts.push(
      `known itself, but line ${lines} adds to it (${[...new Set(inside.map(tie => tie.ruleId))].join(', ')})`,
    );
  } else if (knownEquals > 0) {
    parts.push(`this file has more of these than the ${knownEquals} that ${knownEquals === 1 ? 'is' : 'are'} known`);
  } else {
    parts.push(`not in ${against}`);
    const graver = inside.filter(tie => SEVERITIES.indexOf(tie.severity) < SEVERITIES.indexOf(finding.severity));
    if (graver.length > 0) {
      parts.push(
        `line ${[...new Set(graver.map(tie => tie.line))].join(', ')} in it is ${[...new Set(graver.map(tie => tie.ruleId))].join(', ')}`,
      );
    }
  }
  const [from, ...others] = goneFrom;
  if (from !== undefined) {
    parts.push(
      `an equal tie went away in ${from}${others.length > 0 ? ` and ${others.length} more` : ''}, which still exists`,
    );
  }
  return parts.join('; ');
}

/** The comment stands on a line of its own, to be copied. */
function accept(
  { finding }: NewFinding,
  comparison: Comparison | undefined,
  { baselineName }: VerdictOptions,
): string[] {
  const comment = acceptance(finding.language, finding.location.path, finding.ruleId);
  const record =
    comparison?.with === 'baseline' ? `, or run "untether baseline" (writes ${visible(baselineName)})` : '';
  const blank = ' '.repeat(2 + LABEL);
  if (comment !== undefined) {
    return [`  ${'accept'.padEnd(LABEL)}${visible(comment)}`, `${blank}on a line above it${record}`];
  }
  return [
    `  ${'accept'.padEnd(LABEL)}under "suppress" in untether.yaml: rule ${visible(finding.ruleId)}, this path, a reason`,
    ...(record === '' ? [] : [`${blank}${record.slice(2)}`]),
  ];
}

function belowLimit(below: readonly NewFinding[], options: VerdictOptions): string[][] {
  if (below.length === 0) return [];
  const shown = options.verbose ? below : below.slice(0, BELOW);
  return [
    [
      `${plural(below.length, 'new tie')} below the limit:`,
      ...shown.map(
        ({ finding }) =>
          `  ${placeOf(finding)}  ${finding.severity}, ${finding.confidence}  ${visible(finding.ruleId)}`,
      ),
      ...(below.length > shown.length ? [`  and ${below.length - shown.length} more (--verbose)`] : []),
    ],
  ];
}

function aboutKnown(report: Report, comparison: Comparison, options: VerdictOptions): string[][] {
  const sections: string[][] = [];
  const where = comparison.with === 'baseline' ? visible(comparison.name) : `what ${visible(comparison.name)} has`;
  if (options.showBaselined) {
    const known = report.findings.filter(finding => finding.status === 'baseline');
    sections.push([
      `${plural(known.length, 'known tie')}:`,
      ...known.map(
        finding => `  ${placeOf(finding)}  ${finding.severity}, ${finding.confidence}  ${visible(finding.ruleId)}`,
      ),
    ]);
  } else if (comparison.known > 0) {
    sections.push([
      `${plural(comparison.known, 'known tie')} ${comparison.known === 1 ? 'is' : 'are'} hidden by ${where} (--show-baselined lists ${comparison.known === 1 ? 'it' : 'them'}).`,
    ]);
  }
  const moves = new Map<string, number>();
  for (const { from, to } of comparison.moved) {
    const key = `${visible(from)} → ${visible(to)}`;
    moves.set(key, (moves.get(key) ?? 0) + 1);
  }
  if (moves.size > 0) {
    sections.push([
      'Moved with their files, so not new:',
      ...[...moves].map(([way, count]) => `  ${way} (${plural(count, 'tie')})`),
    ]);
  }
  if (comparison.gone.length > 0) {
    const count = comparison.gone.reduce((sum, gone) => sum + gone.count, 0);
    const shown = options.verbose ? comparison.gone : comparison.gone.slice(0, BELOW);
    sections.push([
      `${plural(count, 'tie')} fixed:`,
      ...shown.map(
        gone => `  ${visible(gone.path)}  ${visible(gone.ruleId)}${gone.count > 1 ? ` ×${gone.count}` : ''}`,
      ),
      ...(comparison.gone.length > shown.length
        ? [`  and ${comparison.gone.length - shown.length} more (--verbose)`]
        : []),
    ]);
  }
  if (comparison.with === 'baseline' && (comparison.gone.length > 0 || moves.size > 0)) {
    sections.push([
      '"untether baseline --prune" brings the baseline up to date, so that nothing can hide behind what is gone.',
    ]);
  }
  return sections;
}

function aboutSuppressions(report: Report, options: VerdictOptions): string[][] {
  const suppressed = report.findings.filter(finding => finding.status === 'suppressed' && finding.tie).length;
  const notices = report.suppressions ?? [];
  return [
    ...(suppressed > 0 ? [[`${plural(suppressed, 'tie')} suppressed with a reason.`]] : []),
    ...(notices.length > 0
      ? [
          [
            'Suppressions to look at again:',
            ...notices.flatMap(({ kind, rule, reason, until, problem, path, line }) => {
              const at = path === undefined ? '' : `${visible(path)}${line === undefined ? '' : `:${line}`}  `;
              const what =
                kind === 'invalid'
                  ? `suppresses nothing: it ${problem ?? 'is not understood'}`
                  : `${rule} ${kind === 'expired' ? `ended on ${until ?? '?'}` : 'suppresses nothing'} (${reason})`;
              return indented(`${at}${what}`, 2, options.width);
            }),
          ],
        ]
      : []),
  ];
}

function conclusion(
  failing: readonly NewFinding[],
  below: readonly NewFinding[],
  comparison: Comparison | undefined,
  policy: Policy,
): string {
  if (failing.length > 0) {
    const limits = new Set(
      failing.map(({ finding }) => {
        const { severity, confidence } = policy.failAt(finding.location.path);
        return `${severity}${severity === 'blocker' ? '' : ' or worse'}, ${confidence}${confidence === 'certain' ? '' : ' or surer'}`;
      }),
    );
    return `untether: ${plural(failing.length, 'new tie')} to Azure OpenAI (limit: ${[...limits].join('; ')}).`;
  }
  const against = comparison ? ` Compared with ${visible(comparison.name)}.` : '';
  return below.length > 0 ? `untether: no new tie reaches the limit.${against}` : `untether: no new ties.${against}`;
}

function labelled(label: string, text: string, width: number): string[] {
  const lines = wrap(prose(text), Math.max(40, width - LABEL - 2));
  return lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL)}${line}`);
}

function indented(text: string, indent: number, width: number): string[] {
  return wrap(prose(text), Math.max(40, width - indent)).map(line => ' '.repeat(indent) + line);
}
