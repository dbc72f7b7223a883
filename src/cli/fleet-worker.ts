/**
 * One repository of a fleet, in a thread of its own: a scan that hangs or runs out of memory takes nothing else with it.
 * The thread runs the very command a person would, and tells what it said and its exit code.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { main } from './main.ts';

export interface WorkerTask {
  readonly argv: readonly string[];
  readonly cwd: string;
}

export interface WorkerResult {
  readonly code: number;
  readonly said: string;
}

const { argv, cwd } = workerData as WorkerTask;
let said = '';
const sink = (keep: boolean) => ({
  write(text: string, done?: () => void): boolean {
    if (keep) said = (said + text).slice(-4000);
    done?.();
    return true;
  },
});
const code = await main(argv, { stdout: sink(false), stderr: sink(true), env: {}, cwd });
parentPort?.postMessage({ code, said } satisfies WorkerResult);
