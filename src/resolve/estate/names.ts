/**
 * One setting under its many spellings: `A:B` in .NET code is `A__B` in the environment, `A--B` in a vault and nested in
 * a settings file; `a.b-c` of Spring is `A_BC` or `A_B_C` in the environment.
 */
import type { SettingFact } from '../../model/fact.ts';

/** Keys whose entries are environment variables, whatever they are called. */
const ENVIRONMENT =
  /^(?:env|environment|environment_?variables|env_?vars|variables|app_?settings|values|data|string_?data|build-?args|secrets|settings|configs?|config_?map|e|set|args)$/i;
const UPPER = /^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_*$/;

/** What a setting is known by, whatever its spelling: what has the same key is the same setting. */
export function keyOf(name: string): string {
  const sections = name.replace(/__|--/g, ':');
  // Environment variables are told apart by case, keys of files are not.
  return /[:.]/.test(sections) ? sections.toLowerCase() : sections;
}

/** Names in the environment that set a dotted property (relaxed binding), as keys. */
export function relaxedKeys(name: string): readonly string[] {
  if (!name.includes('.') || /\s/.test(name)) return [];
  const flat = name
    .replace(/\[(\d+)\]/g, '.$1')
    .replaceAll('.', '_')
    .toUpperCase();
  return [...new Set([flat.replaceAll('-', ''), flat.replaceAll('-', '_')])];
}

/** The name by which code reads a setting that stands in a file. */
export function nameOf({ name, path, format }: SettingFact, file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1);
  if (format === 'command' || isEnvironment(name, path, format)) return name;
  if (/^appsettings.*\.json$|^secrets\.json$/i.test(base)) return path.join(':');
  return path.join('.');
}

/** Whether a key is the name of an environment variable (or of an application setting, which becomes one). */
export function isEnvironment(name: string, path: readonly string[], format: string): boolean {
  if (format === 'dotenv' || UPPER.test(name) || /__|^\w+:\w/.test(name)) return true;
  return (
    path.length > 1 && ENVIRONMENT.test(path.at(-2) ?? '') && /^[A-Za-z_][\w.:-]*$/.test(name) && /[A-Z]/.test(name)
  );
}

/** Files whose keys become properties of a Spring application. */
export const isSpring = (file: string): boolean =>
  /(?:^|\/)(?:application|bootstrap)[^/]*\.(?:ya?ml|properties)$/.test(file);

/** Of several spellings the one to show: sections over the environment, else the first in order. */
export function shownName(names: Iterable<string>): string {
  const rank = (name: string): number =>
    /[^:]:[^:]/.test(name) ? 0 : name.includes('.') ? 1 : name.includes('__') ? 3 : 2;
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0))[0] ?? '';
}
