import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';
import { render as renderJson } from '../../src/report/json.ts';
import { FREE, folderOf, run, TIED } from '../support/cli.ts';
import { reportFixture } from '../support/report.ts';
import { FORMATS } from '../../src/report/index.ts';

const tied = folderOf(TIED);
const free = folderOf(FREE);

describe('help and version', () => {
  test('--version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: '0.0.0-dev\n', stderr: '' });
  });

  test.each([['untether --help'], ['untether report --help'], ['untether rules --help']])('%s', async line => {
    const { code, stdout, stderr } = await run(line.split(' ').slice(1));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`snapshots/${line.replaceAll(/[^a-z]+/g, '-')}.snap`);
    for (const row of stdout.split('\n')) expect(row.length).toBeLessThanOrEqual(110);
  });
});

describe('wrong use: what happened, what to do, exit code 2', () => {
  test.each([
    [['--fromat', 'json'], "unknown option '--fromat'", 'Did you mean --format?'],
    [['--format'], "option '-f, --format <name[=file]>' argument missing", 'untether --help'],
    [['--format', 'marckdown'], 'unknown format "marckdown"', `Did you mean "markdown"? Known: ${FORMATS.join(', ')}.`],
    [['--format', 'pdf'], 'unknown format "pdf"', `Known: ${FORMATS.join(', ')}.`],
    [['--format', 'json='], '--format json=: the file name is missing', 'Write --format json=FILE.'],
    [['--format', 'json', '--format', 'sarif'], 'only one format can go to standard output', '--format sarif=FILE'],
    [['--format', 'json=a', '--format', 'sarif=./a'], './a is asked to hold both json and sarif', 'its own file'],
    [['no-such-folder'], 'no such file or folder: no-such-folder', 'Give the folder of a checkout'],
    [['explian', 'sdk/x'], 'no such file or folder: explian', 'Did you mean the command "explain"?'],
    [[''], 'a path is empty', 'Leave it out'],
    [['--min-severity', 'hihg'], '--min-severity: unknown value "hihg"', 'Did you mean "high"?'],
    [['--dimension', 'sdk,netwrok'], '--dimension: unknown value "netwrok"', 'Did you mean "network"?'],
    [['--fail-on', 'certain'], '--fail-on: unknown value "certain"', 'Known: blocker, high'],
    [
      ['explain', 'identity/token-provder'],
      'no rule "identity/token-provder"',
      'Did you mean "identity/token-provider"?',
    ],
    [['explain', 'token-provider'], 'no rule "token-provider"', 'Did you mean "identity/token-provider"?'],
    [['explain'], "missing required argument 'rule-id'", 'untether --help'],
    [['report'], "missing required argument 'files'", 'untether --help'],
    [['report', 'a.json', 'b.json', '--format', 'sarif'], 'unknown format "sarif"', 'Known: terminal, markdown'],
    [['report', 'no.json'], 'no such file: no.json', 'untether --format json=FILE'],
    [['rules', 'lsit'], "too many arguments for 'list'", 'untether --help'],
    [['--rules', 'no-rules.yaml'], 'no such rule file or folder', '--rules'],
  ])('%j', async (argv, message, help) => {
    const { code, stdout, stderr } = await run(argv, { cwd: free });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^untether: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
    expect(code).toBe(2);
  });

  test('what a message quotes cannot take over the terminal', async () => {
    const { stderr } = await run(['\u001b[2J\u202e']);
    expect(stderr).toContain('no such file or folder: \\x1b[2J\\u{202e}');
  });
});

describe('scan', () => {
  test('ties are told, and a scan that only looks exits with 0', async () => {
    const { code, stdout, stderr } = await run([tied]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^untether-cli-\S+ is tied to Azure OpenAI: \d+ ties in 1 file\./);
    expect(stdout).toContain('app/client.py');
  });

  test('scan is the default command, this folder the default path', async () => {
    const plain = await run([], { cwd: tied });
    expect(await run(['scan'], { cwd: tied })).toEqual(plain);
    expect((await run(['scan', '.', '--verbose'], { cwd: tied })).stdout).toBe(
      (await run(['--verbose', 'scan', '.'], { cwd: tied })).stdout,
    );
  });

  test('silence comes with what was looked through', async () => {
    const { code, stdout } = await run([free]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing ties /);
    expect(stdout).toContain('Looked through 1 of 2 files');
  });

  test('an empty folder is not clean', async () => {
    const { code, stderr } = await run([folderOf({})]);
    expect(code).toBe(3);
    expect(stderr).toContain('no file to scan');
  });

  test('--fail-on: 1 when a tie is that bad, whatever the format', async () => {
    for (const format of ['terminal', 'json', 'sarif', 'markdown']) {
      const { code, stderr } = await run([tied, '--fail-on', 'low', '--format', format]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^untether: \d+ ties of severity low or worse \(--fail-on\)\n$/);
    }
    expect((await run([free, '--fail-on', 'info'])).code).toBe(0);
  });

  test('--strict: 3 when something could not be read, and a failing tie still comes first', async () => {
    const broken = folderOf({ ...TIED, 'app/bad.json': '{"azure openai": [' });
    expect((await run([broken])).code).toBe(0);
    expect((await run([broken, '--strict'])).code).toBe(3);
    expect((await run([broken, '--strict', '--fail-on', 'low'])).code).toBe(1);
    expect((await run([tied, '--strict'])).code).toBe(0);
  });

  test('--quiet keeps stderr empty', async () => {
    expect((await run([tied, '--quiet', '--fail-on', 'low'])).stderr).toBe('');
  });

  test('--timestamp is the only clock', async () => {
    const now = (): Date => new Date('2026-11-21T10:00:00Z');
    const stamped = await run([tied, '--format', 'json', '--timestamp'], { now });
    expect(JSON.parse(stamped.stdout)).toHaveProperty('timestamp', '2026-11-21T10:00:00.000Z');
    const [first, second] = [await run([tied, '--format', 'json']), await run([tied, '--format', 'json'])];
    expect(first.stdout).toBe(second.stdout);
    expect(JSON.parse(first.stdout)).not.toHaveProperty('timestamp');
  });

  test('narrowing counts every figure anew and says so in the report', async () => {
    interface Json {
      narrowed?: unknown;
      summary: { findings: number; ties: number };
      findings: { dimension: string; tie: boolean }[];
    }
    const json = async (...argv: string[]): Promise<Json> =>
      JSON.parse((await run([tied, '--format', 'json', ...argv])).stdout) as Json;
    const whole = await json();
    const part = await json('--dimension', 'endpoint', '--min-confidence', 'likely');
    expect(part.narrowed).toEqual({ dimensions: ['endpoint'], minConfidence: 'likely' });
    expect(part.findings.length).toBeGreaterThan(0);
    expect(part.findings.length).toBeLessThan(whole.findings.length);
    expect(new Set(part.findings.map(finding => finding.dimension))).toEqual(new Set(['endpoint']));
    expect(part.summary.findings).toBe(part.findings.length);
    expect(part.summary.ties).toBe(part.findings.filter(finding => finding.tie).length);
    expect(whole).not.toHaveProperty('narrowed');
  });

  test('an interrupted scan says so and exits with 130', async () => {
    const out = join(tied, 'never.json');
    const { code, stdout, stderr } = await run([tied, '--format', `json=${out}`], { signal: AbortSignal.abort() });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted');
    expect(existsSync(out)).toBe(false);
  });
});

describe('outputs', () => {
  test('several at once: files whole, the rest on stdout', async () => {
    const folder = folderOf({ 'old.json': 'old' });
    const { code, stdout, stderr } = await run(
      [tied, '--format', 'json=old.json', '--format', 'markdown', '--format', 'sarif=deep.sarif'],
      { cwd: folder },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Azure OpenAI ties of /);
    expect(stderr).toBe('wrote old.json (json)\nwrote deep.sarif (sarif)\n');
    expect(JSON.parse(readFileSync(join(folder, 'old.json'), 'utf8'))).toHaveProperty('schemaVersion', 1);
    expect(readdirSync(folder).sort()).toEqual(['deep.sarif', 'old.json']);
  });

  test('only files: the verdict goes to stderr', async () => {
    const { stdout, stderr } = await run([tied, '--format', 'json=x.json'], { cwd: folderOf({}) });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/is tied to Azure OpenAI: \d+ ties in 1 file\.\nwrote x\.json \(json\)\n/);
  });

  test('what cannot be written is said before the work', async () => {
    const folder = folderOf({ 'a-file': '' });
    mkdirSync(join(folder, 'a-folder'));
    for (const [file, why] of [
      ['missing/x.json', 'there is no folder missing'],
      ['a-folder', 'it is a folder'],
      ['a-file/x.json', 'a-file is not a folder'],
    ]) {
      // The wrong rule file would be the first thing a scan stumbles over.
      const { code, stderr } = await run([tied, '--rules', 'no.yaml', '--format', `json=${file}`], { cwd: folder });
      expect(stderr).toContain(`cannot write ${file}: ${why}`);
      expect(code).toBe(2);
    }
    expect(readdirSync(folder).sort()).toEqual(['a-file', 'a-folder']);
  });

  test.skipIf(process.getuid?.() === 0)('a folder without permission', async () => {
    const folder = folderOf({});
    chmodSync(folder, 0o500);
    const { code, stderr } = await run([tied, '--format', 'json=x.json'], { cwd: folder });
    expect(stderr).toContain('cannot write x.json: no permission');
    expect(code).toBe(2);
  });

  test('a link stays a link, a device is written to', async () => {
    const folder = folderOf({ 'real.json': 'old' });
    symlinkSync('real.json', join(folder, 'link.json'));
    expect((await run([tied, '--format', 'json=link.json', '--quiet'], { cwd: folder })).code).toBe(0);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toContain('schemaVersion');
    expect((await run([tied, '--format', 'json=/dev/null', '--quiet'], { cwd: folder })).code).toBe(0);
  });

  test('a dash is stdout', async () => {
    expect((await run([tied, '--format', 'json=-'])).stdout).toContain('"schemaVersion": 1');
  });
});

describe('colour', () => {
  const coloured = (text: string): boolean => text.includes('\u001b[');
  test.each([
    [{}, [], false, false],
    [{}, [], true, true],
    [{ NO_COLOR: '1' }, [], true, false],
    [{ NO_COLOR: '' }, [], true, true],
    [{ FORCE_COLOR: '1' }, [], false, true],
    [{ FORCE_COLOR: '0' }, [], true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], false, true],
    [{ TERM: 'dumb' }, [], true, false],
    [{ NO_COLOR: '1' }, ['--color'], false, true],
    [{ FORCE_COLOR: '1' }, ['--no-color'], true, false],
  ])('%j %j, terminal: %s', async (env, flags, tty, expected) => {
    expect(coloured((await run([tied, ...flags], { env, tty })).stdout)).toBe(expected);
  });

  test('a file gets colour only by flag', async () => {
    const folder = folderOf({});
    const write = async (...flags: string[]): Promise<string> => {
      await run([tied, '--format', 'terminal=x.txt', ...flags], { cwd: folder, env: { FORCE_COLOR: '1' }, tty: true });
      return readFileSync(join(folder, 'x.txt'), 'utf8');
    };
    expect(coloured(await write())).toBe(false);
    expect(coloured(await write('--color'))).toBe(true);
  });

  test('the width is that of the terminal', async () => {
    const { stdout } = await run([tied], { tty: true, columns: 40, env: { NO_COLOR: '1' } });
    const wide = stdout.split('\n').filter(line => line.length > 40 && !line.startsWith('  untether '));
    expect(wide).toEqual([]);
  });
});

describe('report', () => {
  const saved = folderOf({ 'results.json': renderJson(reportFixture()) });

  test('renders what was saved, in any format', async () => {
    const { code, stdout } = await run(['report', 'results.json', '--format', 'json'], { cwd: saved });
    expect(code).toBe(0);
    expect(stdout).toBe(renderJson(reportFixture()));
    const page = await run(['report', 'results.json', '--format', 'markdown'], { cwd: saved });
    expect(page.stdout).toMatch(/^# Azure OpenAI ties of support-chat\n/);
  });

  test('the same limits and exit codes as a scan', async () => {
    expect((await run(['report', 'results.json', '--fail-on', 'blocker'], { cwd: saved })).code).toBe(1);
    expect((await run(['report', 'results.json', '--strict'], { cwd: saved })).code).toBe(3);
    const { stdout } = await run(['report', 'results.json', '--min-severity', 'blocker'], { cwd: saved });
    expect(stdout.replace(/\s+/g, ' ')).toContain('3 ties in 3 files with severity blocker.');
    expect(stdout).toContain('untether report results.json --min-severity blocker');
  });

  test('from standard input, as PowerShell writes it too', async () => {
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(`\ufeff${renderJson(reportFixture())}`, 'utf16le'));
    }
    const { code, stdout } = await run(['report', '-'], { stdin });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^support-chat is tied/);
  });

  test.each([
    ['not json at all', /bad\.json is not JSON: .*not valid JSON/],
    ['[]', /bad\.json is not an untether report: it has no "schemaVersion"/],
    ['{"runs":[]}', /bad\.json is not an untether report/],
    ['{"schemaVersion":2}', /bad\.json has schemaVersion 2; this untether reads 1/],
    ['{"schemaVersion":1}', /bad\.json: tool: expected "tool", found undefined \(and \d+ more\)/],
    [
      JSON.stringify({ ...reportFixture(), findings: [{ ...reportFixture().findings[0], severity: 'bad' }] }),
      /bad\.json: findings\.0\.severity: expected .*"blocker".*, found "bad"/,
    ],
  ])('%.40s', async (content, message) => {
    const folder = folderOf({ 'bad.json': content });
    const { code, stdout, stderr } = await run(['report', 'bad.json'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toContain('\n  ');
  });

  test('a key of a later version is no error', async () => {
    const folder = folderOf({ 'new.json': JSON.stringify({ ...reportFixture(), inAYear: 1 }) });
    expect((await run(['report', 'new.json'], { cwd: folder })).code).toBe(0);
  });
});

describe('rules', async () => {
  // Any will do.
  const equivalent = (await loadBuiltinRules()).equivalents[0]?.key;
  const rule = (at: string): string => `
id: sdk/own-thing
title: Our own thing
message: 'own thing'
dimension: sdk
severity: high
confidence: certain
on: import
where: { module: ownthing }
keywords: [ownthing]
equivalent: ${equivalent}
since: 0.1.0
examples:
  hit: [{ lang: python, at: '${at}', code: "import ownthing\\n" }]
  miss: [{ lang: python, why: another, code: "import otherthing\\n" }]
`;

  test('explain says what, why and what instead', async () => {
    const { code, stdout } = await run(['explain', 'identity/token-provider']);
    expect(code).toBe(0);
    for (const part of [
      'identity/token-provider',
      'Severity',
      'On Amazon Bedrock',
      'What changes',
      'Found (',
      'Not found (',
    ]) {
      expect(stdout).toContain(part);
    }
    const json = await run(['explain', 'identity/token-provider', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      rule: { id: 'identity/token-provider' },
      equivalent: { fidelity: 'adapt' },
    });
  });

  test('list, as text and as JSON', async () => {
    const { stdout } = await run(['rules', 'list']);
    expect(stdout).toContain('identity/token-provider');
    expect(await run(['rules'])).toEqual({ code: 0, stdout, stderr: '' });
    const json = JSON.parse((await run(['rules', 'list', '--format', 'json'])).stdout) as { rules: { id: string }[] };
    expect(json.rules.map(one => one.id)).toContain('identity/token-provider');
  });

  test('own rules: listed, explained, tested', async () => {
    const folder = folderOf({ 'own.yaml': rule('1:8') });
    writeFileSync(join(folder, 'bad.yaml'), rule('4:1').replace('own-thing', 'own-bad'));
    expect((await run(['rules', 'list', '--rules', 'own.yaml'], { cwd: folder })).stdout).toContain('sdk/own-thing');
    expect((await run(['explain', 'sdk/own-thing', '--rules', 'own.yaml'], { cwd: folder })).stdout).toContain(
      'Our own thing',
    );
    const bad = await run(['rules', 'test', 'bad.yaml'], { cwd: folder });
    expect(bad.code).toBe(2);
    expect(bad.stdout).toMatch(
      /bad\.yaml:\d+: sdk\/own-bad: hit 1 \(python\): expected at 4:1, found at \d+:\d+\n {2}If the places found are right[^\n]*\n1 rule: 1 example as expected, 1 not\n$/,
    );
    const place = /found at (\d+:\d+)/.exec(bad.stdout)?.[1] ?? '';
    writeFileSync(join(folder, 'own.yaml'), rule(place));
    expect(await run(['rules', 'test', 'own.yaml'], { cwd: folder })).toEqual({
      code: 0,
      stdout: '1 rule: 2 examples as expected, 0 not\n',
      stderr: '',
    });
  });

  test('a wrong rule file: file, line and what is wrong', async () => {
    const folder = folderOf({ ...FREE, 'wrong.yaml': rule('1:8').replace('severity: high', 'severity: hihg') });
    const { code, stderr } = await run(['.', '--rules', 'wrong.yaml'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^untether: \S*wrong\.yaml:\d+: /);
    expect(stderr).toContain('severity');
  });
});

describe('when it is our fault', () => {
  const said: string[] = [];
  const stderr = {
    write: (text: string): boolean => {
      said.push(text);
      return true;
    },
  };

  test('a stack trace and the request to report it, exit code 3', async () => {
    const stdout = {
      write: (): never => {
        throw new TypeError('cannot read properties of undefined');
      },
    };
    expect(await main([free], { stdout, stderr, env: {}, cwd: free })).toBe(3);
    expect(said.join('')).toMatch(
      /^untether: internal error\nTypeError: cannot read[\s\S]*\n {4}at [\s\S]*This is a bug in untether/,
    );
  });

  test('a reader that has gone is nobody’s fault', async () => {
    const stdout = {
      write: (_: string, done?: (error?: Error | null) => void): boolean => {
        done?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        return false;
      },
    };
    said.length = 0;
    expect(await main([free], { stdout, stderr, env: {}, cwd: free })).toBe(0);
    expect(said).toEqual([]);
  });
});
