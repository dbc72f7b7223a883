/**
 * From `untether.yaml` files and the command line to what applies: the settings of the whole report from the files at and
 * above the scanned folder, the settings of each place also from those below it.
 */
import { dirname, join, resolve } from 'node:path';
import { statSync } from 'node:fs';
import { nearest } from '../base/text.ts';
import {
  CONFIG_NAME,
  DEFAULT_BASELINE,
  type Config,
  type EffortProfile,
  type Policy,
  type TargetSettings,
} from '../model/config.ts';
import type { Dimension } from '../model/rule.ts';
import { configIn, configsAbove, isBelow, pathBelow, readConfig, topOf, type ConfigFile } from './find.ts';
import { modelsOf, policyOf, type PolicyFlags, type ScannedRoot } from './policy.ts';
import { ConfigError } from './error.ts';

export { ConfigError } from './error.ts';
export type { ConfigFile } from './find.ts';

export interface ConfigRequest {
  /** What is scanned, as given. */
  readonly roots: readonly string[];
  readonly cwd: string;
  /** `--config FILE`: this one and no other. */
  readonly file?: string;
  /** `--no-config`. */
  readonly off?: boolean;
  /** `--baseline FILE`, from where the command runs. */
  readonly baseline?: string;
  readonly flags?: ConfigFlags;
}

/** What the command line sets; it wins over every file. */
export interface ConfigFlags extends PolicyFlags {
  readonly target?: TargetSettings;
}

export interface LoadedConfig extends Config {
  /** Files for the whole report, outermost first. */
  readonly files: readonly ConfigFile[];
  readonly flags: ConfigFlags;
  /** The deepest folder around everything scanned. */
  readonly folder: string;
  /** What the whole report is narrowed to. */
  readonly dimensions?: readonly Dimension[];
  /** Absolute. */
  readonly customRules: readonly string[];
  /** Absolute; of the nearest file that names one, else beside the nearest config, else at the top of the repository. */
  readonly baseline: string;
  /** Format and absolute file. */
  readonly reports: readonly { readonly format: string; readonly file: string }[];
  /**
   * The policy over a tree with these files; config files among them speak for their folders.
   * @throws ConfigError when one is wrong or names a rule that `ruleIds` does not hold.
   */
  /** Config files below the scanned folders, which speak for their own folders. */
  nested(roots: readonly ScannedRoot[], paths: readonly string[]): Promise<ConfigFile[]>;
  policy(roots: readonly ScannedRoot[], paths: readonly string[], ruleIds: readonly string[]): Promise<Policy>;
}

/** @throws ConfigError for a config file that is wrong, UntetherError for one that cannot be read. */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const { cwd, flags = {} } = request;
  const folder = commonFolder(
    (request.roots.length === 0 ? ['.'] : request.roots).map(path => folderOf(resolve(cwd, path))),
  );
  const files = await filesFor(request, folder);
  const one = request.file !== undefined || request.off === true;
  const nearestWith = <K extends keyof ConfigFile['settings']>(key: K): ConfigFile | undefined =>
    files.findLast(file => file.settings[key] !== undefined);
  const baselineFile = nearestWith('baseline');
  const reportsFile = nearestWith('reports');
  const effort: EffortProfile | undefined = nearestWith('effort')?.settings.effort;
  const dimensions = flags.dimensions ?? nearestWith('dimensions')?.settings.dimensions;
  const nested: LoadedConfig['nested'] = async (roots, paths) => (one ? [] : nestedFiles(files, roots, paths, cwd));
  return {
    files,
    flags,
    folder,
    target: Object.assign({}, ...files.map(file => file.settings.target ?? {}), flags.target ?? {}) as TargetSettings,
    models: Object.assign({}, ...files.map(modelsOf)) as Config['models'],
    score: {
      weights: Object.assign({}, ...files.map(file => file.settings.score?.weights ?? {})) as Record<string, number>,
    },
    ...(effort ? { effort } : {}),
    ...(dimensions ? { dimensions } : {}),
    customRules: files.flatMap(file =>
      (file.settings.customRules ?? []).map((path, i) => pathBelow(topOf(file.folder), file, path, ['customRules', i])),
    ),
    baseline:
      request.baseline !== undefined
        ? resolve(cwd, request.baseline)
        : baselineFile
          ? pathBelow(topOf(baselineFile.folder), baselineFile, baselineFile.settings.baseline ?? '', ['baseline'])
          : join(files.at(-1)?.folder ?? topOf(folder), DEFAULT_BASELINE),
    reports: reportsFile ? reportsOf(reportsFile) : [],
    nested,
    policy: async (roots, paths, ruleIds) => {
      const all = [...files, ...(await nested(roots, paths))];
      checkRuleNames(all, ruleIds);
      return policyOf(all, roots, flags);
    },
  };
}

/** No config file and no flag: what tests and libraries scan with. */
export function plainPolicy(roots: readonly ScannedRoot[]): Policy {
  return policyOf([], roots);
}

function reportsOf(config: ConfigFile): { format: string; file: string }[] {
  return (config.settings.reports ?? []).map((text, i) => {
    const equals = text.indexOf('=');
    const key = ['reports', i];
    if (equals <= 0 || equals === text.length - 1) {
      const help = 'Write it as FORMAT=FILE, e.g. "markdown=docs/plan.md".';
      throw new ConfigError(config.shown, config.lineOf(key), `reports.${i}: "${text}" names no file`, help);
    }
    const file = pathBelow(topOf(config.folder), config, text.slice(equals + 1), key);
    return { format: text.slice(0, equals), file };
  });
}

async function filesFor({ cwd, file, off }: ConfigRequest, folder: string): Promise<ConfigFile[]> {
  if (file !== undefined) {
    const read = await readConfig(file, cwd);
    // Kept elsewhere, it speaks for what is scanned; its patterns start there.
    return [isBelow(read.folder, folder) ? read : { ...read, folder }];
  }
  return off === true ? [] : configsAbove(folder, cwd);
}

/** Config files further down, found by the scan; with several scanned folders also those between them and what they share. */
async function nestedFiles(
  above: readonly ConfigFile[],
  roots: readonly ScannedRoot[],
  paths: readonly string[],
  cwd: string,
): Promise<ConfigFile[]> {
  const known = new Set(above.map(file => file.absolute));
  const found = new Map<string, ConfigFile>();
  for (const root of roots) for (const file of await configsAbove(root.absolute, cwd)) found.set(file.absolute, file);
  for (const path of paths) {
    // In the folders of a pipeline host a file of that name is a workflow.
    if (path.slice(path.lastIndexOf('/') + 1) !== CONFIG_NAME || /(?:^|\/)\.[\w-]+\//.test(path)) continue;
    const root = roots.find(({ prefix }) => path.startsWith(prefix));
    const file = root && (await configIn(dirname(join(root.absolute, path.slice(root.prefix.length))), cwd));
    if (file) found.set(file.absolute, file);
  }
  return [...found.values()].filter(file => !known.has(file.absolute));
}

function folderOf(absolute: string): string {
  try {
    return statSync(absolute).isDirectory() ? absolute : dirname(absolute);
  } catch {
    return dirname(absolute);
  }
}

function commonFolder(folders: readonly string[]): string {
  let [common = '/'] = folders;
  for (const folder of folders) while (!isBelow(common, folder)) common = dirname(common);
  return common;
}

/** @throws ConfigError for the first name of a rule that no rule has, with the nearest one. */
function checkRuleNames(files: readonly ConfigFile[], ruleIds: readonly string[]): void {
  const areas = new Set(ruleIds.map(id => `${id.slice(0, id.indexOf('/'))}/*`));
  const known = new Set([...ruleIds, ...areas, '*']);
  const check = (file: ConfigFile, name: string, path: readonly (string | number)[]): void => {
    if (known.has(name)) return;
    const near = nearest(name, known);
    throw new ConfigError(
      file.shown,
      file.lineOf(path),
      `no rule "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
      '"untether rules list" shows all rules.',
    );
  };
  for (const file of files) {
    for (const name of Object.keys(file.settings.rules ?? {})) check(file, name, ['rules', name]);
    for (const [i, { rule }] of (file.settings.suppress ?? []).entries()) {
      for (const name of typeof rule === 'string' ? [rule] : rule) check(file, name, ['suppress', i, 'rule']);
    }
  }
}
