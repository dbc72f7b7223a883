/** `untether rules list` and `untether rules test`. */
import { Exit, type ExitCode } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import { jsonText, prose, visible } from '../../report/escape.ts';
import { ruleList, summaryOf } from '../../report/rule-list.ts';
import { loadRules } from '../../rules/load.ts';
import { fromHere } from '../command-line.ts';
import type { Io } from '../io.ts';
import type { Options } from '../program.ts';
import { view } from '../view.ts';

export async function listRules(options: Options, io: Io): Promise<ExitCode> {
  const ruleSet = await loadRules(options.rules && fromHere(options.rules, io.cwd));
  await view(options, io, {
    terminal: render => ruleList(ruleSet, render),
    json: () => `${jsonText(summaryOf(ruleSet), 2)}\n`,
  });
  return Exit.clean;
}

export async function testRulesCommand(paths: readonly string[], io: Io): Promise<ExitCode> {
  const { testRules } = await import('../../rule-tests.ts');
  const { rules, passed, failed } = await testRules(fromHere(paths, io.cwd));
  const lines = failed.map(({ ruleId, example, what, file, line, help }) => {
    const place = file === undefined ? '' : `${visible(file)}${line === undefined ? '' : `:${line}`}: `;
    return `${place}${visible(ruleId)}: ${prose(example)}: ${prose(what)}\n  ${prose(help)}`;
  });
  const verdict = `${plural(rules, 'rule')}: ${plural(passed, 'example')} as expected, ${failed.length} not`;
  await io.out(`${[...lines, verdict].join('\n')}\n`);
  return failed.length === 0 ? Exit.clean : Exit.usage;
}
