/** Runs the command line with streams of our own and keeps what was said. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Streams } from '../../src/cli/io.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings extends Partial<Pick<Streams, 'cwd' | 'env' | 'signal' | 'now' | 'stdin'>> {
  readonly tty?: boolean;
  readonly columns?: number;
}

export async function run(argv: readonly string[], { tty, columns, ...given }: Surroundings = {}): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Streams['stdout'] => ({
    isTTY: tty,
    columns,
    write: (text, done) => {
      said[name] += text;
      done?.();
      return true;
    },
  });
  const code = await main(argv, {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: {},
    cwd: process.cwd(),
    ...given,
  });
  return { code, ...said };
}

/** A folder of files that is gone after the tests. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'untether-cli-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What one would write on the first day with Azure OpenAI. */
export const TIED = {
  'app/client.py': [
    'import os',
    'from openai import AzureOpenAI',
    '',
    'client = AzureOpenAI(',
    '    azure_endpoint="https://contoso.openai.azure.com",',
    '    api_key=os.environ["AZURE_OPENAI_API_KEY"],',
    '    api_version="2024-10-21",',
    ')',
    '',
  ].join('\n'),
};
export const FREE = { 'app/main.py': 'print("hello")\n', 'README.md': '# Azure OpenAI is not used here\n' };
