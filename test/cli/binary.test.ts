/** The built program as a shell starts it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { render as renderJson } from '../../src/report/json.ts';
import { FREE, folderOf, TIED } from '../support/cli.ts';
import { largeReport } from '../support/report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = join(root, 'bin/untether.js');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

function untether(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { status, stdout, stderr };
}

/** The program's left-hand side of a pipe, with its own exit code. */
function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', `set -o pipefail; ${line}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env['PATH'], NODE: process.execPath, BIN: bin },
  });
  return { status, stdout, stderr };
}

test('--version needs nothing but itself', () => {
  const folder = folderOf({});
  mkdirSync(join(folder, 'bin'));
  cpSync(bin, join(folder, 'bin/untether.js'));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const { status, stdout } = spawnSync(process.execPath, [join(folder, 'bin/untether.js'), '--version'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
});

test('a copy without a bundle says what to do', () => {
  const folder = folderOf({});
  mkdirSync(join(folder, 'bin'));
  cpSync(bin, join(folder, 'bin/untether.js'));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/untether.js')], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: 'untether: this copy is not built\n  Run "npm ci" and "npm run build" first.\n',
  });
});

test('the bundle knows the version too', () => {
  expect(untether('scan', '--version').stderr).toContain("unknown option '--version'");
  expect(JSON.parse(untether(folderOf(FREE), '--format', 'json').stdout)).toHaveProperty('tool.version', version);
});

/** Files of the bundle that are loaded before a command's own code. */
function startUp(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const code = readFileSync(join(root, 'dist', entry), 'utf8');
  for (const [, next = ''] of code.matchAll(/^(?:import|export)\b[^;]*?"\.\/([^"]+)";$/gm)) startUp(next, seen);
  return seen;
}

test('help loads commander and little else', () => {
  const program = readdirSync(join(root, 'dist')).find(name => /^program-.*\.js$/.test(name)) ?? '';
  const files = [...startUp(program, startUp('main.js'))];
  const code = files.map(file => readFileSync(join(root, 'dist', file), 'utf8')).join('\n');
  expect(code).toContain('commander');
  expect(code).not.toMatch(/from "(?:ts-morph|node:child_process)"/);
  expect(files.reduce((sum, file) => sum + statSync(join(root, 'dist', file)).size, 0)).toBeLessThan(200_000);
});

test('wrong path: message, remedy, exit code 2, nothing on stdout', () => {
  expect(untether('/no/such/folder')).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'untether: no such file or folder: /no/such/folder\n  Give the folder of a checkout, e.g. "untether ./my-service".\n',
  });
});

test('a pipe gets no colour and the whole text', () => {
  const folder = folderOf({ 'big.json': renderJson(largeReport(3000)) });
  const { status, stdout } = shell(`"$NODE" "$BIN" report ${folder}/big.json --format json | cat`);
  expect(status).toBe(0);
  expect(stdout).toBe(readFileSync(join(folder, 'big.json'), 'utf8'));
  expect(shell(`"$NODE" "$BIN" ${folderOf(TIED)} | cat`).stdout).not.toContain('\u001b');
});

test('a reader that stops early ends it quietly', () => {
  const folder = folderOf({ 'big.json': renderJson(largeReport(3000)) });
  const { status, stdout, stderr } = shell(`"$NODE" "$BIN" report ${folder}/big.json --format json | head -n 1`);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{\n', stderr: '' });
});

test('Ctrl-C: exit code 130 and no half file', async () => {
  const folder = folderOf({});
  const before = statSync(folder).mtimeMs;
  const child = spawn(process.execPath, [bin, 'report', '-', '--format', 'json=out.json'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part));
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  // The check that the file can be written shows in the folder: from then on it waits for its input.
  while (statSync(folder).mtimeMs === before && child.exitCode === null)
    await new Promise(resolve => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(Buffer.concat(said).toString()).toBe('untether: interrupted, nothing was written\n');
  expect(existsSync(join(folder, 'out.json'))).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
