/**
 * Fetching a repository the user names, with the user's own git, credentials and proxies: the one place where git may
 * use a network. The clone is shallow, runs no hook and no large-file filter, and follows no submodule.
 */
import { spawn } from 'node:child_process';

export type Fetched = { readonly ok: true; readonly out: string } | { readonly ok: false; readonly reason: string };

export interface FetchOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const SAFE = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'submodule.recurse=false',
  '-c',
  'advice.detachedHead=false',
];

/** The commit a repository's default branch is at; asks the server only for its references. */
export async function remoteHead(url: string, options: FetchOptions): Promise<Fetched> {
  const listed = await run(['ls-remote', '--', url, 'HEAD'], options);
  if (!listed.ok) return listed;
  const commit = /^([0-9a-f]{40,64})\s/.exec(listed.out)?.[1];
  return commit === undefined ? { ok: false, reason: 'it has no commit' } : { ok: true, out: commit };
}

/** Clone the newest state into a folder that is empty or not there. */
export function shallowClone(url: string, folder: string, options: FetchOptions): Promise<Fetched> {
  return run(
    ['clone', '--quiet', '--depth', '1', '--single-branch', '--no-tags', '--template=', '--', url, folder],
    options,
  );
}

function run(args: readonly string[], { timeoutMs, signal }: FetchOptions): Promise<Fetched> {
  return new Promise(resolve => {
    const child = spawn('git', [...SAFE, ...args], {
      // Nobody is there to type a password; what the credential helper knows is used.
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      timeout: timeoutMs,
      killSignal: 'SIGTERM',
      ...(signal ? { signal } : {}),
    });
    let out = '';
    let said = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4000)));
    child.on('error', error => {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      resolve({ ok: false, reason: missing ? 'git is not installed' : error.message });
    });
    child.on('close', (code, killed) => {
      if (code === 0) resolve({ ok: true, out });
      else if (killed !== null) resolve({ ok: false, reason: `git gave no answer in ${timeoutMs / 1000} s` });
      else resolve({ ok: false, reason: lastLine(said) });
    });
  });
}

/** git says the reason last. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter(line => line.trim() !== '');
  const fatal = lines.findLast(line => /^(?:fatal|error|ERROR)/.test(line)) ?? lines.at(-1) ?? 'git failed';
  return fatal.replace(/^(?:fatal|error|ERROR): /, '').slice(0, 300);
}
