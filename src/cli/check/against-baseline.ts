/** The ties of today against those a baseline file knows. */
import { existsSync } from 'node:fs';
import { UntetherError } from '../../base/errors.ts';
import type { LoadedConfig } from '../../config/index.ts';
import { shownAs } from '../../config/find.ts';
import { checkRules, type Baseline } from '../../gate/baseline.ts';
import { refuseSparse, refuseSubmodules, submodules } from '../../gate/checkout.ts';
import type { Known } from '../../gate/compare.ts';
import { loadBaseline } from '../../gate/file.ts';
import { judge, type Judged } from '../../gate/judge.ts';
import { fromBaseline, Scope } from '../../gate/scope.ts';
import type { Policy } from '../../model/config.ts';
import type { Dimension } from '../../model/rule.ts';
import type { Examined } from '../../scan/index.ts';
import type { Io } from '../io.ts';
import type { Options } from '../program.ts';
import { scanFor } from '../scanning.ts';

export interface Checked extends Judged {
  readonly policy: Policy;
}

export async function checkAgainstBaseline(
  paths: readonly string[],
  config: LoadedConfig,
  options: Options,
  io: Io,
): Promise<Checked> {
  const name = shownAs(config.baseline, io.cwd);
  const baseline = loadBaseline(config.baseline, name);
  if (!baseline) {
    throw new UntetherError(`there is no baseline: ${name}`, {
      help: 'Run "untether baseline" and commit the file, or compare with a branch: untether check --since origin/main',
    });
  }
  const examined = await scanFor(paths, config, options, io);
  checkRules(baseline, examined.report.ruleset.version, name);
  refuseWhatIsNotThere(examined);
  const scope = new Scope(examined.roots);
  const judged = judge(
    examined.report,
    {
      with: 'baseline',
      name,
      known: knownInScope(baseline, config.baseline, scope, examined.policy),
      around: { exists: path => existsSync(scope.toAbsolute(path)) },
    },
    examined.policy.failAt,
  );
  return { ...judged, policy: examined.policy };
}

/** @throws UntetherError for a checkout of which only a part can be seen. */
export function refuseWhatIsNotThere({ roots, policy }: Examined): void {
  for (const { absolute, prefix, only } of roots) {
    if (only) continue;
    const reads = (path: string): boolean => policy.readsFile(prefix + path);
    refuseSparse(absolute, reads);
    refuseSubmodules(submodules(absolute), reads);
  }
}

/** With the paths of the report; without what was not scanned, or is switched off by now. */
export function knownInScope(baseline: Baseline, file: string, scope: Scope, policy: Policy): Known[] {
  return baseline.known.flatMap(known => {
    const path = scope.toReport(fromBaseline(file, known.path));
    if (path === undefined || policy.ruleAt(path, known.ruleId) === 'off') return [];
    const dimensions = policy.dimensionsAt(path);
    const dimension = known.ruleId.slice(0, known.ruleId.indexOf('/')) as Dimension;
    return dimensions && !dimensions.includes(dimension) ? [] : [{ ...known, path }];
  });
}
