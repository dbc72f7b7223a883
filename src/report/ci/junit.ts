/** JUnit XML: a suite for each component, a failing case for each new tie; known ties are skipped cases. */
import type { Finding, Report } from '../../model/report.ts';
import { prose, visible } from '../escape.ts';
import { comparePlaces, groupBy, replacementOf } from '../figures.ts';
import { TARGET } from '../words.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** `visible` has spelled out every character that XML cannot hold. */
function xml(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
}

export function render(report: Report): string {
  const ties = report.findings.filter(finding => finding.tie);
  const failures = ties.filter(tie => tie.status === 'new').length;
  const byComponent = groupBy([...ties].sort(comparePlaces), tie => tie.component);
  const suites = [...byComponent].flatMap(([component, group]) => suite(component, group));
  const body =
    suites.length > 0
      ? suites
      : [
          `  <testsuite name="${xml(report.root)}" tests="1" failures="0" errors="0" skipped="0">`,
          '    <testcase classname="untether" name="nothing ties this code"/>',
          '  </testsuite>',
        ];
  const tests = Math.max(1, ties.length);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="untether" tests="${tests}" failures="${failures}" errors="0" skipped="${ties.length - failures}">`,
    ...body,
    '</testsuites>',
  ].join('\n')}\n`;
}

function suite(component: string, ties: readonly Finding[]): string[] {
  const failures = ties.filter(tie => tie.status === 'new').length;
  return [
    `  <testsuite name="${xml(component)}" tests="${ties.length}" failures="${failures}" errors="0" skipped="${ties.length - failures}">`,
    ...ties.flatMap(testCase),
    '  </testsuite>',
  ];
}

function testCase(tie: Finding): string[] {
  const { path, startLine, startColumn } = tie.location;
  const open = `    <testcase classname="${xml(path)}" name="${xml(tie.ruleId)} at ${startLine}:${startColumn}" file="${xml(path)}" line="${startLine}">`;
  if (tie.status !== 'new') {
    const why = tie.status === 'baseline' ? 'known from the baseline' : `suppressed: ${tie.suppression?.reason ?? ''}`;
    return [open, `      <skipped message="${xml(why)}"/>`, '    </testcase>'];
  }
  const advice = `On ${TARGET}: ${prose(replacementOf(tie.advice))} (${tie.advice.fidelity})`;
  return [
    open,
    `      <failure type="${xml(tie.severity)}" message="${xml(prose(tie.message))}">${xml(`${path}:${startLine}:${startColumn}`)}`,
    ...(tie.snippet === '' ? [] : [xml(tie.snippet)]),
    `${xml(advice)}</failure>`,
    '    </testcase>',
  ];
}
