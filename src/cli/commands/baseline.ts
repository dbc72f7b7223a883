/** `untether baseline [paths…]`: writes down which ties there are. */
import { appendFileSync, existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Exit, type ExitCode } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import { shownAs } from '../../config/find.ts';
import { checkRules, knownOf, writeBaseline } from '../../gate/baseline.ts';
import { refuseSparse } from '../../gate/checkout.ts';
import { compareTies, type Known } from '../../gate/compare.ts';
import { loadBaseline, mergeAttribute } from '../../gate/file.ts';
import { fromBaseline, Scope, toBaseline } from '../../gate/scope.ts';
import { tiesOf } from '../../gate/ties.ts';
import { visible } from '../../report/escape.ts';
import { knownInScope } from '../check/against-baseline.ts';
import type { Io } from '../io.ts';
import { writeOutput } from '../outputs.ts';
import type { Options } from '../program.ts';
import { scanFor } from '../scanning.ts';
import { settingsFor, showConfig } from '../settings.ts';
import { checkPath } from './scan.ts';

export async function baselineCommand(paths: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  for (const path of paths) checkPath(path, io.cwd);
  const config = await settingsFor(paths, options, io);
  if (options.printConfig) {
    await showConfig(paths, config, options, io);
    return Exit.clean;
  }
  const file = config.baseline;
  const name = shownAs(file, io.cwd);
  const before = loadBaseline(file, name);
  const { report, roots, policy } = await scanFor(paths, config, options, io);
  const rules = report.ruleset.version;
  if (report.coverage.walked === 0) {
    io.note('untether: there was no file to scan, so nothing was written');
    return Exit.incomplete;
  }
  for (const root of roots) if (!root.only) refuseSparse(root.absolute, path => policy.readsFile(root.prefix + path));
  const scope = new Scope(roots);
  const ties = tiesOf(report).filter(tie => !tie.suppressed);
  const inScope = before ? knownInScope(before, file, scope, policy) : [];
  const compared = compareTies(ties, inScope, { exists: path => existsSync(scope.toAbsolute(path)) });
  if (options.prune && before) checkRules(before, rules, name);
  const kept = options.prune ? ties.filter(tie => !compared.appeared.includes(tie)) : ties;
  // What was not scanned this time stays as it was.
  const others = (before?.known ?? []).filter(known => scope.toReport(fromBaseline(file, known.path)) === undefined);
  const known: Known[] = [
    ...others,
    ...knownOf(kept).map(entry => ({ ...entry, path: toBaseline(file, scope.toAbsolute(entry.path)) })),
  ];
  writeOutput(file, writeBaseline(known, rules), io.cwd);
  const count = known.reduce((sum, entry) => sum + entry.count, 0);
  const gone = compared.gone.reduce((sum, entry) => sum + entry.count, 0);
  const changes = [
    ...(before && !options.prune && compared.appeared.length > 0 ? [`${compared.appeared.length} taken in`] : []),
    ...(gone > 0 ? [`${gone} dropped`] : []),
    ...(compared.moved.length > 0 ? [`${compared.moved.length} moved`] : []),
  ];
  const said = [
    `${visible(name)}: ${plural(count, 'known tie')}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}.`,
    ...(options.prune && compared.appeared.length > 0
      ? [
          `${plural(compared.appeared.length, 'tie')} not taken in, as --prune takes nothing in; "untether check" shows them.`,
        ]
      : []),
    ...attribute(file, io),
  ];
  await io.out(`${said.join('\n')}\n`);
  return Exit.clean;
}

/** Two branches that both change the baseline merge only if git keeps both sides' lines. */
export function attribute(file: string, io: Io): string[] {
  const line = mergeAttribute(file);
  if (line === undefined) return [];
  const attributes = join(dirname(file), '.gitattributes');
  // A link could lead anywhere.
  if (lstatSync(attributes, { throwIfNoEntry: false })?.isSymbolicLink()) return [`Put into .gitattributes: ${line}`];
  const before = existsSync(attributes) ? readFileSync(attributes, 'utf8') : '';
  appendFileSync(attributes, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
  return [
    `${visible(shownAs(attributes, io.cwd))}: "${line}", so that branches which both change it merge; commit both.`,
  ];
}
