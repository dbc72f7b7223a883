/** Working trees that change, and what the gate says about them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding, Report } from '../../src/model/report.ts';
import { folderOf, run, type Outcome } from '../support/cli.ts';
import { plainGit } from '../walk/support.ts';

export class Work {
  readonly root: string;

  constructor(files: Readonly<Record<string, string>>, git = true) {
    this.root = folderOf(files);
    if (git) {
      plainGit(this.root, 'init', '-q', '-b', 'main');
      this.commit('start');
    }
  }

  /** Write files; `undefined` deletes one. */
  put(files: Readonly<Record<string, string | undefined>>): this {
    for (const [path, content] of Object.entries(files)) {
      const absolute = join(this.root, path);
      if (content === undefined) rmSync(absolute, { force: true });
      else {
        mkdirSync(dirname(absolute), { recursive: true });
        writeFileSync(absolute, content);
      }
    }
    return this;
  }

  git(...args: string[]): string {
    return plainGit(this.root, ...args);
  }

  commit(message = 'next'): this {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this;
  }

  /** Run a command here. */
  run(...argv: string[]): Promise<Outcome> {
    return run(argv, { cwd: this.root, now: () => new Date('2026-11-28T12:00:00Z') });
  }

  baseline(...argv: string[]): Promise<Outcome> {
    return this.run('baseline', ...argv);
  }

  check(...argv: string[]): Promise<Outcome> {
    return this.run('check', ...argv);
  }

  /** What `check` finds, as JSON. Everything new counts, whatever its severity. */
  async judged(...argv: string[]): Promise<Report> {
    const { stdout, stderr, code } = await this.check('--format', 'json', ...argv);
    if (code > 1) throw new Error(stderr);
    return JSON.parse(stdout) as Report;
  }

  /** `path:line rule` of every new tie. */
  async fresh(...argv: string[]): Promise<string[]> {
    return (await this.judged(...argv)).findings
      .filter(finding => finding.tie && finding.status === 'new')
      .map(placeOf);
  }
}

export function placeOf({ location, ruleId }: Finding): string {
  return `${location.path}:${location.startLine} ${ruleId}`;
}

/** A Python module with one client per named endpoint. */
export function clients(...names: string[]): string {
  return [
    'import os',
    'from openai import AzureOpenAI',
    '',
    ...names.flatMap(name => [
      `def ${name}():`,
      `    return AzureOpenAI(azure_endpoint="https://${name}.openai.azure.com", api_key=os.environ["AZURE_OPENAI_KEY"])`,
      '',
    ]),
  ].join('\n');
}

/** A Terraform file with one account and deployment of it. */
export function account(address: string, name: string): string {
  return `resource "azurerm_cognitive_account" "${address}" {
  name                = "${name}"
  kind                = "OpenAI"
  sku_name            = "S0"
  location            = "westeurope"
  resource_group_name = "rg"
}
`;
}
