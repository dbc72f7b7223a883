/** What applies and where from, as YAML that could be a config file itself. */
import { DEFAULT_FAIL, type Settings } from '../model/config.ts';
import { shownAs, type ConfigFile } from './find.ts';
import type { LoadedConfig } from './index.ts';

interface Line {
  readonly depth: number;
  readonly text: string;
  readonly from?: string;
}

/** Keys that a nearer file sets anew as a whole; the entries of all others add up over the files. */
const WHOLE = new Set<keyof Settings>(['dimensions', 'baseline', 'effort', 'reports']);
const SECTIONS = ['target', 'fail', 'score'] as const;
const LISTS = ['include', 'exclude', 'customRules', 'suppress'] as const;
const MAPS = ['rules', 'models', 'owners'] as const;

/** `flags` are given as they were typed, by the key they set: `fail.severity` → `--fail-on`. */
export function printConfig(
  config: LoadedConfig,
  nested: readonly ConfigFile[],
  flags: Readonly<Record<string, string>>,
  cwd: string,
): string {
  const { files } = config;
  const lines: Line[] = [];
  const say = (depth: number, text: string, from?: string): void => {
    lines.push({ depth, text, ...(from === undefined ? {} : { from }) });
  };
  const place = (file: ConfigFile, path: readonly (string | number)[]): string => {
    const line = file.lineOf(path);
    return line === undefined ? file.shown : `${file.shown}:${line}`;
  };
  for (const section of SECTIONS) {
    const values = new Map<string, readonly [unknown, string]>();
    if (section === 'fail')
      for (const [key, value] of Object.entries(DEFAULT_FAIL)) values.set(key, [value, 'default']);
    if (section === 'target') values.set('strategy', ['best', 'default']);
    for (const file of files) {
      const given: unknown = section === 'score' ? file.settings.score?.weights : file.settings[section];
      const path = section === 'score' ? ['score', 'weights'] : [section];
      for (const [key, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
        values.set(key, [value, place(file, [...path, key])]);
      }
    }
    const typed = section === 'target' ? config.flags.target : section === 'fail' ? config.flags.fail : undefined;
    for (const [key, value] of Object.entries(typed ?? {}))
      values.set(key, [value, flags[`${section}.${key}`] ?? 'command line']);
    if (values.size === 0) continue;
    say(0, `${section}:`);
    if (section === 'score') say(1, 'weights:');
    for (const [key, [value, from]] of values)
      say(section === 'score' ? 2 : 1, `${scalar(key)}: ${scalar(value)}`, from);
  }
  for (const key of MAPS) {
    const values = new Map<string, readonly [unknown, string]>();
    for (const file of files) {
      for (const [name, value] of Object.entries(file.settings[key] ?? {}))
        values.set(name, [value, place(file, [key, name])]);
    }
    if (values.size === 0) continue;
    say(0, `${key}:`);
    for (const [name, [value, from]] of values) say(1, `${scalar(name)}: ${scalar(value)}`, from);
  }
  for (const key of LISTS) {
    const entries = files.flatMap(file =>
      (file.settings[key] ?? []).map((value, i) => [value as unknown, place(file, [key, i])] as const),
    );
    const typed = key === 'customRules' && flags['customRules'] !== undefined;
    if (entries.length === 0 && !typed) continue;
    say(0, `${key}:`);
    for (const [value, from] of entries) say(1, `- ${scalar(value)}`, from);
    if (typed) say(1, `# and those of ${flags['customRules'] ?? ''}`);
  }
  for (const key of WHOLE) {
    const file = files.findLast(candidate => candidate.settings[key] !== undefined);
    if (key === 'dimensions' && config.flags.dimensions)
      say(0, `dimensions: ${scalar(config.flags.dimensions)}`, flags['dimensions']);
    else if (key === 'reports' && flags['reports'] !== undefined) say(0, `# reports: as ${flags['reports']} says`);
    else if (key === 'baseline' && flags['baseline'] !== undefined)
      say(0, `baseline: ${scalar(shownAs(config.baseline, cwd))}`, flags['baseline']);
    else if (file) say(0, `${key}: ${scalar(file.settings[key])}`, place(file, [key]));
    else if (key === 'baseline') say(0, `baseline: ${scalar(shownAs(config.baseline, cwd))}`, 'default');
  }
  const head = [
    files.length === 0 ? '# No config file applies here.' : `# From ${files.map(file => file.shown).join(', then ')}`,
    ...(nested.length === 0
      ? []
      : [
          '# For what lies below their folders, these add to it (paths, rules, models, owners, fail, suppress, dimensions):',
        ]),
    ...nested.map(file => `#   ${file.shown}: ${Object.keys(file.settings).join(', ') || 'empty'}`),
  ];
  return `${[...head, ...aligned(lines)].join('\n')}\n`;
}

function aligned(lines: readonly Line[]): string[] {
  const texts = lines.map(({ depth, text }) => '  '.repeat(depth) + text);
  const width = Math.min(48, Math.max(0, ...texts.map(text => text.length)));
  return texts.map((text, i) => {
    const from = lines[i]?.from;
    return from === undefined ? text : `${text.padEnd(width)}  # ${from}`;
  });
}

/** JSON is YAML; plain words need no quotes. */
function scalar(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][\w./@-]*$/.test(value) && !/^(?:true|false|null|yes|no)$/i.test(value))
    return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return `{ ${Object.entries(value as Record<string, unknown>)
      .map(([key, entry]) => `${scalar(key)}: ${scalar(entry)}`)
      .join(', ')} }`;
  }
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`;
  return JSON.stringify(value);
}
