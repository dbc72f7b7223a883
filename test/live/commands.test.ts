/** The live commands as a shell starts them, against loopback; and that nothing of them is loaded by a scan. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { folderOf, TIED } from '../support/cli.ts';
import { json, serve, type Answer, type Server } from './server.ts';

const bin = fileURLToPath(new URL('../../bin/untether.js', import.meta.url));
const SUBSCRIPTION = '0b1f6471-1bf0-4dda-aec3-cb9272f09590';
const SIGNED_IN = { UNTETHER_AZURE_TOKEN: 'a-token' };

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not spawnSync: the server answers in this process. */
function untether(
  args: readonly string[],
  env: Record<string, string> = {},
  interruptWhen?: Promise<unknown>,
): Promise<Ended> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [bin, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
    child.on('close', status => resolve({ status, stdout, stderr }));
    void interruptWhen?.then(() => child.kill('SIGINT'));
  });
}

let server: Server | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const ACCOUNT = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/aoai`,
  name: 'aoai',
  kind: 'OpenAI',
  location: 'westeurope',
};
const arm =
  (change: Answer = () => undefined): Answer =>
  (asked, response, count) => {
    change(asked, response, count);
    if (response.writableEnded || response.headersSent) return;
    json(response, { value: /\/accounts\?/.test(asked.url) ? [ACCOUNT] : [] });
  };

describe('inventory azure', () => {
  const command = (...more: string[]): string[] => [
    'inventory',
    'azure',
    '--subscription',
    SUBSCRIPTION,
    '--endpoint',
    server?.url ?? '',
    ...more,
  ];

  test('to standard output, what is said to a person apart', async () => {
    server = await serve(arm());
    const { status, stdout, stderr } = await untether(command(), SIGNED_IN);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '1 account, 0 deployments.\n' });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'azure-inventory',
      schemaVersion: 1,
      accounts: [{ name: 'aoai' }],
      gaps: [],
    });
    expect(stdout).not.toContain('a-token');
  });

  test('a part that is denied: the rest is written, the gap is said, exit 4', async () => {
    server = await serve(
      arm(({ url }, response) => {
        if (url.includes('/deployments'))
          json(response, { error: { code: 'AuthorizationFailed', message: 'no' } }, 403);
      }),
    );
    const folder = folderOf({});
    const { status, stdout, stderr } = await untether(command('--out', join(folder, 'azure.json')), SIGNED_IN);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toContain(
      'not known: account aoai: deployments: no permission for Microsoft.CognitiveServices/accounts/deployments/read',
    );
    expect(stderr).toContain('Give the identity the built-in role Reader on account aoai');
    expect(JSON.parse(readFileSync(join(folder, 'azure.json'), 'utf8'))).toHaveProperty('accounts.0.name', 'aoai');
  });

  test('a file that cannot be written is said before anything is asked', async () => {
    server = await serve(arm());
    const { status, stderr } = await untether(command('--out', '/no/such/folder/azure.json'), SIGNED_IN);
    expect(status).toBe(2);
    expect(stderr).toContain('cannot write /no/such/folder/azure.json');
    expect(server.asked).toEqual([]);
  });

  test('Ctrl-C leaves no file behind', async () => {
    let reached = (): void => undefined;
    const waiting = new Promise<void>(resolve => (reached = resolve));
    server = await serve(
      arm(({ url }, response) => {
        if (!url.includes('/deployments')) return;
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
        reached();
      }),
    );
    const folder = folderOf({});
    const { status, stderr } = await untether(command('--out', join(folder, 'azure.json')), SIGNED_IN, waiting);
    expect(status).toBe(130);
    expect(stderr).toContain('interrupted, nothing was written');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [['inventory', 'azure'], "required option '--subscription <id>' not specified"],
    [['inventory', 'azure', '--subscription', 'my-subscription'], 'that is no subscription id'],
    [
      ['inventory', 'azure', '--subscription', SUBSCRIPTION, '--timeout', 'soon'],
      '--timeout soon is no number of seconds',
    ],
    [['catalog', 'bedrock', '--region', 'Frankfurt'], '--region Frankfurt: that is no region'],
  ])('%j is wrong use', async (args, message) => {
    const { status, stderr } = await untether(args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('catalog bedrock says what it cannot list and is no failure for it', async () => {
  server = await serve((_, response) => json(response, {}));
  const { status, stdout, stderr } = await untether(
    ['catalog', 'bedrock', '--region', 'us-east-1', '--endpoint', server.url],
    { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  );
  expect(status).toBe(0);
  expect(stderr).toBe(
    [
      '1 region, 0 models, 0 inference profiles.',
      '  not known: region us-east-1: models served only by the OpenAI-shaped endpoint: the control plane does not list them',
      '    Set AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key, and its models list is asked too.',
      '',
    ].join('\n'),
  );
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'bedrock-catalog',
    regions: [{ region: 'us-east-1', invocationLogging: null }],
  });
});

/** What the process loaded of `dist/`, by the coverage the engine itself keeps. */
async function loaded(args: readonly string[]): Promise<{ names: string[]; sdks: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'untether-loaded-'));
  await untether(args, {
    NODE_V8_COVERAGE: folder,
    ...SIGNED_IN,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const names = readdirSync(folder).flatMap(name => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url).filter(url => url.includes('/dist/') && url.startsWith('file:'));
  });
  const marks = [
    'azsdk-js-arm-cognitiveservices',
    'AmazonBedrockControlPlaneService',
    'ChainedTokenCredential authentication failed',
  ];
  const sdks = marks.filter(mark =>
    names.some(name => existsSync(fileURLToPath(name)) && readFileSync(fileURLToPath(name), 'utf8').includes(mark)),
  );
  return { names, sdks };
}

test('a scan loads no cloud SDK, with and without snapshots; a live command loads its own only', async () => {
  const folder = folderOf({ ...TIED, 'azure.json': JSON.stringify([ACCOUNT]) });
  const plain = await loaded([folder]);
  expect(plain.names.length).toBeGreaterThan(3);
  expect(plain.sdks).toEqual([]);
  expect((await loaded([folder, '--inventory', join(folder, 'azure.json')])).sdks).toEqual([]);
  server = await serve(arm());
  expect((await loaded(['inventory', 'azure', '--subscription', SUBSCRIPTION, '--endpoint', server.url])).sdks).toEqual(
    ['azsdk-js-arm-cognitiveservices'],
  );
  expect(
    (await loaded(['catalog', 'bedrock', '--region', 'us-east-1', '--endpoint', server.url, '--timeout', '5'])).sdks,
  ).toEqual(['AmazonBedrockControlPlaneService']);
});

describe('a scan with snapshots', () => {
  test('says what differs, what is paid for and when it ends', async () => {
    const deployment = {
      id: `${ACCOUNT.id}/deployments/idle`,
      name: 'idle',
      sku: { name: 'ProvisionedManaged', capacity: 100 },
      properties: { model: { name: 'gpt-4o', version: '2024-08-06' } },
    };
    const folder = folderOf({ ...TIED, 'azure.json': JSON.stringify([ACCOUNT, deployment]) });
    const { status, stdout } = await untether([folder, '--inventory', join(folder, 'azure.json'), '--format', 'json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      live: {
        snapshots: [
          {
            file: 'azure.json',
            kind: 'azure-inventory',
            gaps: ['exports: accounts: an export shows what was exported, not all there is'],
          },
        ],
        drift: [{ kind: 'unused', deployment: 'idle' }],
        commitments: [{ kind: 'provisioned-throughput', name: 'idle' }],
      },
    });
  });

  test.each([
    ['not-there.json', undefined, 'no such file'],
    ['x.json', '{', 'is not JSON'],
    ['x.json', '{"name":"app"}', 'is no snapshot and no export known here'],
  ])('a wrong file is said before the scan: %s %s', async (name, content, message) => {
    const folder = folderOf({ ...TIED, ...(content === undefined ? {} : { [name]: content }) });
    const { status, stdout, stderr } = await untether([folder, '--inventory', join(folder, name)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
