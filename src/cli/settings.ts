/** What the command line and `untether.yaml` say together. */
import { loadConfig, type LoadedConfig } from '../config/index.ts';
import type { FailSettings, TargetSettings } from '../model/config.ts';
import { FORMATS, type Format } from '../report/index.ts';
import { fromHere } from './command-line.ts';
import type { Io } from './io.ts';
import { outputsOf, type Output } from './outputs.ts';
import type { Options } from './program.ts';

/** The options that set something a config file could set too, by key. */
const FLAGS = {
  region: ['target.region', '--region'],
  residency: ['target.residency', '--residency'],
  strategy: ['target.strategy', '--strategy'],
  prefer: ['target.prefer', '--prefer'],
  dimension: ['dimensions', '--dimension'],
  rules: ['customRules', '--rules'],
  format: ['reports', '--format'],
  failOn: ['fail.severity', '--fail-on'],
  failConfidence: ['fail.confidence', '--fail-confidence'],
  strict: ['fail.incomplete', '--strict'],
  baseline: ['baseline', '--baseline'],
} as const satisfies Partial<Record<keyof Options, readonly [string, string]>>;

export async function settingsFor(paths: readonly string[], options: Options, io: Io): Promise<LoadedConfig> {
  const { region, residency, strategy, prefer, dimension } = options;
  const target: TargetSettings = {
    ...(region === undefined ? {} : { region }),
    ...(residency === undefined ? {} : { residency }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(prefer === undefined ? {} : { prefer }),
  };
  return loadConfig({
    roots: paths,
    cwd: io.cwd,
    ...(typeof options.config === 'string' ? { file: options.config } : {}),
    ...(options.config === false ? { off: true } : {}),
    ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
    flags: { target, fail: failFlags(options), ...(dimension === undefined ? {} : { dimensions: dimension }) },
  });
}

function failFlags({ failOn, failConfidence, strict }: Options): FailSettings {
  return {
    ...(failOn === undefined ? {} : { severity: failOn }),
    ...(failConfidence === undefined ? {} : { confidence: failConfidence }),
    ...(strict === undefined ? {} : { incomplete: strict }),
  };
}

/** Rule files of the config, then those of `--rules`, as the user would name them. */
export function rulesPaths(config: LoadedConfig, options: Options, io: Io): string[] {
  return fromHere([...config.customRules, ...(options.rules ?? [])], io.cwd);
}

/** What `--format` asks for; without it the terminal and what the config wants written. */
export function outputsFor(config: LoadedConfig, options: Options, io: Io): Output<Format>[] {
  if (options.format !== undefined || config.reports.length === 0) return outputsOf(options.format, FORMATS, io.cwd);
  return outputsOf(['terminal', ...config.reports.map(({ format, file }) => `${format}=${file}`)], FORMATS, io.cwd);
}

/** `--print-config`. */
export async function showConfig(
  paths: readonly string[],
  config: LoadedConfig,
  options: Options,
  io: Io,
): Promise<void> {
  const [{ printConfig }, { findRoots }, { listTree }] = await Promise.all([
    import('../config/print.ts'),
    import('../walk/roots.ts'),
    import('../scan/tree.ts'),
  ]);
  const roots = findRoots(paths, io.cwd);
  const nested = await config.nested(
    roots,
    listTree(roots).files.map(file => file.path),
  );
  const flags: Record<string, string> = {};
  for (const [name, [key, flag]] of Object.entries(FLAGS)) {
    if (options[name as keyof typeof FLAGS] !== undefined) flags[key] = flag;
  }
  await io.out(printConfig(config, nested, flags, io.cwd));
}
