/** `untether fleet LIST --out DIR`: many repositories, a report for each and one for all. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assetPath } from '../../base/assets.ts';
import { Exit, UntetherError, type ExitCode } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import { readList, type FleetEntry } from '../../fleet/list.ts';
import { pooled } from '../../fleet/pool.ts';
import { shardOf, shareOf } from '../../fleet/shard.ts';
import { isDone, readState, sortedStates, type RepositoryState } from '../../fleet/state.ts';
import { remoteHead, shallowClone } from '../../git/clone.ts';
import { git } from '../../git/run.ts';
import { redact } from '../../model/redact.ts';
import { jsonText, visible } from '../../report/escape.ts';
import { loadRules } from '../../rules/load.ts';
import { VERSION } from '../../version.ts';
import { fromHere } from '../command-line.ts';
import type { WorkerResult, WorkerTask } from '../fleet-worker.ts';
import type { Io } from '../io.ts';
import { writeOutput } from '../outputs.ts';
import { showProgress } from '../progress.ts';

export interface FleetOptions {
  readonly out?: string;
  readonly shard?: string;
  readonly jobs?: string;
  readonly timeout?: string;
  readonly memory?: string;
  readonly rules?: readonly string[];
  readonly config?: string | false;
  readonly quiet?: boolean;
}

interface Run {
  readonly out: string;
  readonly ruleset: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly arguments: readonly string[];
  readonly io: Io;
}

export async function fleetCommand(listFile: string, options: FleetOptions, io: Io): Promise<ExitCode> {
  const entries = readList(textOf(listFile, io.cwd), listFile);
  const share = options.shard === undefined ? entries : shareOf(entries, shardOf(options.shard, io.env));
  const jobs = wholeNumber('--jobs', options.jobs ?? `${Math.min(availableParallelism(), 8)}`, 1, 256);
  const out = prepared(options.out, io.cwd);
  const rules = fromHere(options.rules ?? [], io.cwd);
  const run: Run = {
    out,
    ruleset: (await loadRules(rules.map(path => resolve(io.cwd, path)))).digest,
    timeoutMs: wholeNumber('--timeout', options.timeout ?? '600', 1, 86_400) * 1000,
    memoryMb: wholeNumber('--memory', options.memory ?? '2048', 128, 1 << 20),
    arguments: [
      ...rules.flatMap(path => ['--rules', resolve(io.cwd, path)]),
      ...(options.config === false ? ['--no-config'] : []),
      ...(typeof options.config === 'string' ? ['--config', resolve(io.cwd, options.config)] : []),
    ],
    io,
  };
  const progress = showProgress(io.stderr, !options.quiet, io.signal);
  let done = 0;
  const say = (): void => progress.say(`${done} of ${plural(share.length, 'repository', 'repositories')}`);
  say();
  const states = await pooled(
    share,
    jobs,
    async entry => {
      const state = await repository(entry, run);
      done += 1;
      say();
      return state;
    },
    io.signal,
  ).finally(() => progress.stop());
  if (io.signal?.aborted)
    throw new UntetherError('interrupted', {
      help: 'Run it again: what is done is not done again.',
      exit: Exit.incomplete,
    });
  const all = sortedStates(states.flatMap(state => state ?? []));
  const suffix = options.shard === undefined ? '' : `-${options.shard.replace('/', '-of-')}`;
  writeOutput(join(out, `fleet${suffix}.json`), `${jsonText({ schemaVersion: 1, repositories: all }, 2)}\n`, io.cwd);
  const failed = all.filter(state => state.outcome === 'failed');
  if (!options.quiet) {
    io.note(`${plural(all.length - failed.length, 'report')} in ${visible(join(options.out ?? '', 'reports'))}`);
    for (const { repository: given, reason } of failed)
      io.note(`  failed: ${visible(given)}: ${visible(reason ?? '')}`);
  }
  if (failed.length === 0) return Exit.clean;
  io.note(`untether: ${plural(failed.length, 'repository', 'repositories')} of ${all.length} could not be scanned`);
  return Exit.incomplete;
}

/** Scan one repository, or keep what an earlier run made of the same commit; never throws. */
async function repository(entry: FleetEntry, run: Run): Promise<RepositoryState> {
  const file = join(run.out, 'state', `${entry.name}.json`);
  const report = join(run.out, 'reports', `${entry.name}.json`);
  const base = {
    schemaVersion: 1,
    name: entry.name,
    repository: redact(entry.given),
    ruleset: run.ruleset,
    tool: VERSION,
  } as const;
  let temporary: string | undefined;
  const settle = (state: RepositoryState): RepositoryState => {
    writeOutput(file, `${jsonText(state, 2)}\n`, run.io.cwd);
    return state;
  };
  try {
    const limits = { timeoutMs: run.timeoutMs, ...(run.io.signal ? { signal: run.io.signal } : {}) };
    let folder = resolve(run.io.cwd, entry.given);
    let commit: string | undefined;
    if (entry.kind === 'url') {
      const head = await remoteHead(entry.given, limits);
      if (!head.ok) return settle({ ...base, outcome: 'failed', reason: redact(head.reason) });
      commit = head.out;
    } else {
      if (!isFolder(folder)) return settle({ ...base, outcome: 'failed', reason: 'there is no such folder' });
      commit = cleanCommit(folder);
    }
    const earlier = readState(textIfAny(file));
    if (earlier && isDone(earlier, { ...base, commit }) && textIfAny(report) !== '') return earlier;
    if (entry.kind === 'url') {
      temporary = mkdtempSync(join(tmpdir(), 'untether-fleet-'));
      // Below its own name: a report says the name of the folder it was made from.
      folder = join(temporary, entry.name);
      const cloned = await shallowClone(entry.given, folder, limits);
      if (!cloned.ok) return settle({ ...base, outcome: 'failed', reason: redact(cloned.reason) });
    }
    const failure = await scanInThread(
      { argv: ['scan', folder, '--format', `json=${report}`, ...run.arguments], cwd: run.io.cwd },
      run,
    );
    const known = commit === undefined ? {} : { commit };
    return settle(
      failure === undefined
        ? { ...base, ...known, outcome: 'scanned' }
        : { ...base, ...known, outcome: 'failed', reason: failure },
    );
  } catch (error) {
    return settle({ ...base, outcome: 'failed', reason: redact((error as Error).message) });
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

/** What went wrong, or nothing. */
function scanInThread(task: WorkerTask, { timeoutMs, memoryMb, io }: Run): Promise<string | undefined> {
  return new Promise(resolve => {
    const thread = new Worker(pathToFileURL(assetPath('fleet-worker.js')), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
    });
    let settled = false;
    const settle = (failure: string | undefined): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      io.signal?.removeEventListener('abort', stop);
      void thread.terminate();
      resolve(failure);
    };
    const stop = (): void => settle('interrupted');
    const limit = setTimeout(() => settle(`not done in ${timeoutMs / 1000} s (--timeout)`), timeoutMs);
    io.signal?.addEventListener('abort', stop, { once: true });
    thread.on('message', ({ code, said }: WorkerResult) => settle(code === Exit.clean ? undefined : firstLine(said)));
    thread.on('error', error =>
      settle(
        (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `it takes more than ${memoryMb} MB of memory (--memory)`
          : redact(error.message),
      ),
    );
    thread.on('exit', () => settle('the scan ended without a word'));
  });
}

/** The commit of a checkout that is exactly that commit, by git's own account. */
function cleanCommit(folder: string): string | undefined {
  const commit = git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'])?.toString().trim();
  if (commit === undefined || commit === '') return undefined;
  const changes = git(folder, [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=normal',
    '--ignore-submodules=all',
    '--',
    '.',
  ]);
  return changes?.length === 0 ? commit : undefined;
}

/** @throws UntetherError when reports cannot be kept there. */
function prepared(out: string | undefined, cwd: string): string {
  if (out === undefined || out === '') {
    throw new UntetherError('fleet needs a folder for its reports', { help: 'Name it with --out DIR.' });
  }
  const folder = resolve(cwd, out);
  try {
    for (const part of ['reports', 'state']) mkdirSync(join(folder, part), { recursive: true });
    readdirSync(folder);
  } catch (error) {
    throw new UntetherError(`cannot use ${out}: ${(error as Error).message}`, {
      help: 'Give a folder that can be written to; it is made if it is not there.',
      cause: error,
    });
  }
  return folder;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UntetherError(`${option} ${text} is no number from ${least} to ${most}`, {
    help: `Write for example ${option} ${least}.`,
  });
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UntetherError(code === 'ENOENT' ? `no such file: ${file}` : `cannot read ${file} (${code})`, {
      help: 'Give a file with one path or git address a line.',
      cause: error,
    });
  }
}

function textIfAny(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const firstLine = (said: string): string =>
  redact(
    said
      .split('\n')
      .map(line => line.replace(/^untether: /, '').trim())
      .find(line => line !== '') ?? 'the scan failed',
  );
