#!/usr/bin/env node
// Starts untether: the version at once, everything else from the bundle in dist/.
import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';

const args = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

// A reader that stops early (`untether | head`) has what it wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    if (error.code !== 'EPIPE') throw error;
  });
}

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  nodeModule.enableCompileCache?.();
  const interrupt = new AbortController();
  // The first Ctrl-C ends the work, a second one the process. The listener stays: libraries that find none kill at once.
  const die = () => {
    process.removeAllListeners('SIGINT');
    process.kill(process.pid, 'SIGINT');
  };
  process.on('SIGINT', () => (interrupt.signal.aborted ? die() : interrupt.abort()));
  let stdin;
  const { main } = await import('../dist/main.js').catch(unbuilt);
  process.exitCode = await main(args, {
    stdin: () => (stdin = process.stdin),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interrupt.signal,
  });
  if (interrupt.signal.aborted) {
    stdin?.destroy();
    // Work that did not notice the interruption must not keep the user waiting.
    setTimeout(die, 500).unref();
  }
}

/** A bare clone has no bundle yet. */
function unbuilt(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes('main.js')) throw error;
  process.stderr.write('untether: this copy is not built\n  Run "npm ci" and "npm run build" first.\n');
  return { main: () => 3 };
}
