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
  GIT_ASKPASS: 'false',
  LC_ALL: 'C',
};

/** Variables that would point git at another repository or make it run something. */
const DROPPED =
  /^(?:GIT_DIR|GIT_WORK_TREE|GIT_INDEX_FILE|GIT_OBJECT_DIRECTORY|GIT_ALTERNATE_OBJECT_DIRECTORIES|GIT_CONFIG.*|GIT_SSH.*|GIT_PROXY_COMMAND|GIT_EXEC_PATH|GIT_TRACE.*)$/;

/**
 * Run git and give its standard output; `undefined` when git is missing, refuses, or takes longer than a minute.
 * Callers fall back, they never fail because of git.
 */
export function git(cwd: string, args: readonly string[]): Buffer | undefined {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !DROPPED.test(name)) env[name] = value;
  }
  const result = spawnSync('git', [...SAFE, ...args], {
    cwd,
    env: { ...env, ...ENVIRONMENT },
    maxBuffer: 1 << 30,
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return result.status === 0 && !result.error ? result.stdout : undefined;
}
