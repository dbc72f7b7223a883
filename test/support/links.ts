/** Links of a report in lines a person can read and compare. */
import { compareText } from '../../src/base/text.ts';
import type { Report } from '../../src/model/report.ts';
import type { ClientInput } from '../../src/model/workload.ts';

const given = (name: string, input: ClientInput | undefined): string => {
  if (!input) return '';
  const from = [...(input.value === undefined ? [] : [input.value]), ...input.settings.map(one => `$${one}`)].join(' ');
  return from === '' ? '' : ` ${name}=${from}`;
};

/** Clients first, then calls by place, then what nothing could link. */
export function linkLines(report: Report): string {
  const clients = (report.clients ?? []).map(
    one =>
      `client ${one.path}:${one.line} ${one.name}${one.tie ? '' : ', no tie'}${one.used ? '' : ', unused'}${one.condition === undefined ? '' : `, when ${one.condition}`}${given('deployment', one.deployment)}${given('endpoint', one.endpoint)}`,
  );
  const calls = (report.workloads ?? []).flatMap(({ callSites }) =>
    callSites.map(
      one =>
        `${one.level === 'api' ? 'call' : 'wrapper'} ${one.path}:${one.line} ${one.api} ${one.call} -> ${one.client ? `${one.client.path}:${one.client.line}` : 'nothing'}${one.features.length === 0 ? '' : ` [${one.features.join(', ')}]`}${one.condition === undefined ? '' : `, when ${one.condition}`}`,
    ),
  );
  const questions = (report.openQuestions ?? [])
    .filter(({ code }) => code.startsWith('client-'))
    .map(({ question }) => `question ${question}`);
  return (
    [
      ...[...clients].sort(compareText),
      ...[...new Set(calls)].sort(compareText),
      ...[...new Set(questions)].sort(compareText),
    ].join('\n') + '\n'
  );
}
