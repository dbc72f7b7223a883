/**
 * The only place that runs git. A scanned repository is hostile until proven otherwise: nothing it configures may run.
 */
import { spawnSync } from 'node:child_process';

/** Switch off everything a repository's own configuration could make git execute. */
const SAFE = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.sshCommand=false',
  '-c',
  'core.pager=cat',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'diff.external=',
  '-c',
  'protocol.allow=never',
  '-c',
  'submodule.recurse=false',
] as const;

const ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_EXTERNAL_DIFF: '',
  GIT_PAGER: 'cat',
  // An empty list allows no transport, and wins over what the repository says of each; nothing is fetched on demand.
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ASKPASS: 'false',
  LC_ALL: 'C',
};

/** Variables that would point git at another repository or make it run something. */
const DROPPED = /^GIT_/;

/** Commands that never look into the files of the work tree, so no filter can be asked for. */
const WITHOUT_FILTERS = new Set([
  '--version',
  'cat-file',
  'check-attr',
  'config',
  'for-each-ref',
  'ls-files',
  'ls-tree',
  'merge-base',
  'remote',
  'rev-parse',
  'symbolic-ref',
]);

/**
 * Run git and give its standard output; `undefined` when git is missing, refuses, or takes longer than a minute.
 * Callers fall back, they never fail because of git.
 */
export function git(cwd: string, args: readonly string[], input?: string): Buffer | undefined {
  const filters = WITHOUT_FILTERS.has(args[0] ?? '') ? {} : disarmedFilters(cwd);
  return filters && run(cwd, args, filters, input);
}

/**
 * A repository can name a program for each of its files (`filter.*.clean`), which git runs to compare them. No switch
 * turns filters off, but each can be set to nothing. `undefined` when git cannot say which there are.
 */
function disarmedFilters(cwd: string): Record<string, string> | undefined {
  const listed = run(cwd, ['config', '--null', '--show-scope', '--name-only', '--list'], {});
  if (!listed) return undefined;
  const settings: [string, string][] = [];
  const fields = listed.toString('utf8').split('\0');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [scope, key] = [fields[i], fields[i + 1] ?? ''];
    const name = /^filter\.([^]*)\.[^.]*$/.exec(key)?.[1];
    if (name === undefined || (scope !== 'local' && scope !== 'worktree')) continue;
    settings.push([`filter.${name}.clean`, ''], [`filter.${name}.process`, ''], [`filter.${name}.required`, 'false']);
  }
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(settings.length)],
    ...settings.flatMap(([key, value], i) => [
      [`GIT_CONFIG_KEY_${i}`, key],
      [`GIT_CONFIG_VALUE_${i}`, value],
    ]),
  ]) as Record<string, string>;
}

function run(
  cwd: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
  input?: string,
): Buffer | undefined {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !DROPPED.test(name)) env[name] = value;
  }
  const result = spawnSync('git', [...SAFE, ...args], {
    cwd,
    env: { ...env, ...ENVIRONMENT, ...more },
    maxBuffer: 1 << 30,
    timeout: 60_000,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    ...(input === undefined ? {} : { input }),
    windowsHide: true,
  });
  return result.status === 0 && !result.error ? result.stdout : undefined;
}
