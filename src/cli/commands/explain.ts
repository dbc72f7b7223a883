/** `untether explain RULE_ID`: a rule and its equivalent, in words. */
import { UntetherError, type ExitCode, Exit } from '../../base/errors.ts';
import { nearest } from '../../base/text.ts';
import type { CodeLanguage } from '../../model/code.ts';
import type { Rule, RuleSet } from '../../model/rule.ts';
import { codeFor, codeLanguage, languagesWithCode } from '../../model/snippets.ts';
import { jsonText } from '../../report/escape.ts';
import { explanation } from '../../report/explain.ts';
import { fromHere } from '../command-line.ts';
import type { Io } from '../io.ts';
import type { Options } from '../program.ts';
import { loadCode } from '../../rules/load-catalogue.ts';
import { loadRules } from '../../rules/load.ts';
import { view } from '../view.ts';

export async function explainCommand(id: string, options: Options, io: Io): Promise<ExitCode> {
  const ruleSet = await loadRules(options.rules && fromHere(options.rules, io.cwd));
  const rule = ruleSet.rules.find(candidate => candidate.id === id);
  if (!rule) throw unknownRule(id, ruleSet);
  const equivalent = ruleSet.equivalents.find(candidate => candidate.key === rule.equivalent);
  const code = codeFor(loadCode(), rule.equivalent, languagesOf(rule, options.verbose === true));
  await view(options, io, {
    terminal: render => explanation(rule, equivalent, code, render),
    json: () => `${jsonText({ rule, equivalent, code }, 2)}\n`,
  });
  return Exit.clean;
}

/** Those the rule's examples are written in, if there is code in one of them; all with `--verbose`. */
function languagesOf({ examples, equivalent }: Rule, all: boolean): readonly CodeLanguage[] {
  const known = languagesWithCode(loadCode(), equivalent);
  const own = new Set(examples.hit.flatMap(({ lang }) => codeLanguage(lang) ?? []));
  const shown = known.filter(language => own.has(language));
  return all ? known : shown.length > 0 ? shown : known.slice(0, 1);
}

function unknownRule(id: string, { rules }: RuleSet): UntetherError {
  const ids = rules.map(rule => rule.id);
  const tail = ids.filter(known => known.endsWith(`/${id}`));
  const near = tail.length === 1 ? tail[0] : nearest(id, ids);
  return new UntetherError(`no rule "${id}"`, {
    help: `${near === undefined ? '' : `Did you mean "${near}"? `}"untether rules list" shows all ${ids.length}.`,
  });
}
