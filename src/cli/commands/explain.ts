/** `untether explain RULE_ID`: a rule and its equivalent, in words. */
import { UntetherError, type ExitCode, Exit } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { RuleSet } from '../../model/rule.ts';
import { jsonText } from '../../report/escape.ts';
import { explanation } from '../../report/explain.ts';
import { fromHere } from '../command-line.ts';
import type { Io } from '../io.ts';
import type { Options } from '../program.ts';
import { loadRules } from '../../rules/load.ts';
import { view } from '../view.ts';

export async function explainCommand(id: string, options: Options, io: Io): Promise<ExitCode> {
  const ruleSet = await loadRules(options.rules && fromHere(options.rules, io.cwd));
  const rule = ruleSet.rules.find(candidate => candidate.id === id);
  if (!rule) throw unknownRule(id, ruleSet);
  const equivalent = ruleSet.equivalents.find(candidate => candidate.key === rule.equivalent);
  await view(options, io, {
    terminal: render => explanation(rule, equivalent, render),
    json: () => `${jsonText({ rule, equivalent }, 2)}\n`,
  });
  return Exit.clean;
}

function unknownRule(id: string, { rules }: RuleSet): UntetherError {
  const ids = rules.map(rule => rule.id);
  const tail = ids.filter(known => known.endsWith(`/${id}`));
  const near = tail.length === 1 ? tail[0] : nearest(id, ids);
  return new UntetherError(`no rule "${id}"`, {
    help: `${near === undefined ? '' : `Did you mean "${near}"? `}"untether rules list" shows all ${ids.length}.`,
  });
}
