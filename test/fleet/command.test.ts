/** Fleets of small local repositories, as a shell starts them. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folderOf, TIED } from '../support/cli.ts';

const bin = fileURLToPath(new URL('../../bin/untether.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
}

function untether(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
    let stderr = '';
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
    child.on('close', status => resolve({ status, stderr }));
  });
}

function run(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function repositoryOf(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  run(folder, 'init', '-q', '-b', 'main');
  run(folder, 'add', '-A');
  run(folder, 'commit', '-q', '-m', 'first');
  return folder;
}

interface State {
  readonly name: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly commit?: string;
}
const statesIn = (folder: string, name = 'fleet.json'): readonly State[] =>
  (JSON.parse(readFileSync(join(folder, 'out', name), 'utf8')) as { repositories: State[] }).repositories;
const tiesIn = (folder: string, name: string): number =>
  (JSON.parse(readFileSync(join(folder, 'out/reports', `${name}.json`), 'utf8')) as { summary: { ties: number } })
    .summary.ties;

describe('a fleet', () => {
  test('folders and addresses; one that is broken is named and stops no other', async () => {
    const cloned = repositoryOf(TIED);
    const here = folderOf({ 'services/a/client.py': TIED['app/client.py'] });
    writeFileSync(
      join(here, 'list.txt'),
      `services/a\n${pathToFileURL(cloned).href} # the other\nfile:///no/such/place.git\nservices/none\n`,
    );
    const { status, stderr } = await untether(['fleet', 'list.txt', '--out', 'out'], here);
    expect(status).toBe(3);
    expect(stderr).toContain('2 repositories of 4 could not be scanned');
    expect(stderr).toContain('failed: services/none: there is no such folder');
    const states = statesIn(here);
    expect(states.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'failed', 'scanned', 'scanned']);
    const fetched = states.find(({ commit }) => commit !== undefined);
    expect(tiesIn(here, fetched?.name ?? '')).toBeGreaterThan(0);
    expect(tiesIn(here, 'a')).toBeGreaterThan(0);
    // The report names the repository, not the temporary folder it was cloned to.
    expect(readFileSync(join(here, 'out/reports', `${fetched?.name ?? ''}.json`), 'utf8')).not.toContain(
      'untether-fleet-',
    );
  });

  test('what is done is not done again, until the commit changes; a failure is tried again', async () => {
    const source = repositoryOf(TIED);
    const here = folderOf({ 'list.txt': `${pathToFileURL(source).href}\nlater\n` });
    expect((await untether(['fleet', 'list.txt', '--out', 'out'], here)).status).toBe(3);
    const [first] = statesIn(here).filter(({ outcome }) => outcome === 'scanned');
    const report = join(here, 'out/reports', `${first?.name ?? ''}.json`);
    const { ino } = statSync(report);
    // A file that is written again is another file.
    spawnSync('mkdir', [join(here, 'later')]);
    expect((await untether(['fleet', 'list.txt', '--out', 'out'], here)).status).toBe(3);
    writeFileSync(join(here, 'later/a.py'), 'print(1)\n');
    expect((await untether(['fleet', 'list.txt', '--out', 'out'], here)).status).toBe(0);
    expect(statSync(report).ino).toBe(ino);
    writeFileSync(join(source, 'more.py'), 'print(1)\n');
    run(source, 'add', '-A');
    run(source, 'commit', '-q', '-m', 'second');
    await untether(['fleet', 'list.txt', '--out', 'out'], here);
    expect(statSync(report).ino).not.toBe(ino);
  });

  test('a folder with changes is scanned again, a report that was lost is made again', async () => {
    const source = repositoryOf(TIED);
    const here = folderOf({ 'list.txt': `${source}\n` });
    await untether(['fleet', 'list.txt', '--out', 'out'], here);
    const [{ name } = { name: '' }] = statesIn(here);
    const report = join(here, 'out/reports', `${name}.json`);
    rmSync(report);
    await untether(['fleet', 'list.txt', '--out', 'out'], here);
    expect(existsSync(report)).toBe(true);
    writeFileSync(join(source, 'client2.py'), TIED['app/client.py']);
    const before = tiesIn(here, name);
    await untether(['fleet', 'list.txt', '--out', 'out'], here);
    expect(tiesIn(here, name)).toBeGreaterThan(before);
    expect(statesIn(here)[0]).not.toHaveProperty('commit');
  });

  test('one that takes too long is given up and named', async () => {
    const here = folderOf({
      ...Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`many/f${i}.py`, TIED['app/client.py']])),
      'list.txt': 'many\n',
    });
    const { status, stderr } = await untether(['fleet', 'list.txt', '--out', 'out', '--timeout', '1'], here);
    expect(status).toBe(3);
    expect(stderr).toContain('failed: many: not done in 1 s (--timeout)');
    expect(readdirSync(join(here, 'out/reports'))).toEqual([]);
  });

  test('shares of an engine add up to the list', async () => {
    const folders = ['a', 'b', 'c', 'd', 'e'];
    const here = folderOf({
      ...Object.fromEntries(folders.map(name => [`${name}/x.py`, 'print(1)\n'])),
      'list.txt': `${folders.join('\n')}\n`,
    });
    for (const index of [0, 1]) {
      const env = { AWS_BATCH_JOB_ARRAY_INDEX: `${index}`, AWS_BATCH_JOB_ARRAY_SIZE: '2' };
      expect((await untether(['fleet', 'list.txt', '--out', 'out', '--shard', 'auto'], here, env)).status).toBe(0);
    }
    expect(readdirSync(join(here, 'out/reports')).sort()).toEqual(folders.map(name => `${name}.json`));
  });
});

describe('wrong use', () => {
  test.each([
    [['fleet', 'list.txt'], /needs a folder for its reports/],
    [['fleet', 'none.txt', '--out', 'out'], /no such file: none\.txt/],
    [['fleet', 'list.txt', '--out', 'list.txt'], /cannot use list\.txt/],
    [['fleet', 'list.txt', '--out', 'out', '--jobs', '0'], /--jobs 0 is no number from 1/],
    [['fleet', 'list.txt', '--out', 'out', '--shard', '5/4'], /is no part of a whole/],
  ])('%j', async (args, expected) => {
    const here = folderOf({ 'list.txt': 'a\n' });
    const { status, stderr } = await untether(args, here);
    expect(status).toBe(2);
    expect(stderr).toMatch(expected);
  });
});
