/** What `untether init` would write, and where. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_NAME } from '../../model/config.ts';
import { topOf } from '../../config/find.ts';
import { submodules } from '../../gate/checkout.ts';
import { git } from '../../git/run.ts';
import type { Pipeline } from './pipelines.ts';
import { azurePipeline, configFile, githubWorkflow, gitlabJob, preCommitHook, type Setup } from './templates.ts';

export interface PlannedFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string;
  readonly what: string;
  readonly executable?: boolean;
  /** What remains to be done by hand. */
  readonly afterwards?: string;
}

export interface Plan {
  readonly top: string;
  readonly files: readonly PlannedFile[];
  /** Things that cannot be written without touching what somebody else wrote. */
  readonly notes: readonly string[];
}

export interface Wanted {
  readonly pipelines?: readonly Pipeline[];
  readonly hook: boolean;
  readonly command: string;
}

/** The baseline is not part of it: it takes a scan. */
export function planFor(folder: string, { pipelines, hook, command }: Wanted): Plan {
  const top = topOf(folder);
  const setup: Setup = { command, branch: mainBranch(top) };
  const files: PlannedFile[] = [
    { path: join(top, CONFIG_NAME), content: configFile(submodules(top)), what: 'settings' },
  ];
  const notes: string[] = [];
  for (const pipeline of pipelines ?? guess(top)) {
    if (pipeline === 'github') {
      files.push({
        path: join(top, '.github/workflows/untether.yml'),
        content: githubWorkflow(setup),
        what: 'GitHub Actions workflow',
      });
    } else if (pipeline === 'gitlab') files.push(...gitlabFiles(top, setup));
    else if (pipeline === 'azure') {
      files.push({
        path: join(top, 'azure-pipelines-untether.yml'),
        content: azurePipeline(setup),
        what: 'Azure Pipelines definition',
        afterwards: 'create a pipeline from azure-pipelines-untether.yml (Pipelines → New → Existing YAML file)',
      });
    }
  }
  if (hook) addHook(top, setup, files, notes);
  return { top, files, notes };
}

function gitlabFiles(top: string, setup: Setup): PlannedFile[] {
  const job = join(top, '.gitlab/untether.gitlab-ci.yml');
  const include = `include:\n  - local: .gitlab/untether.gitlab-ci.yml\n`;
  const main = join(top, '.gitlab-ci.yml');
  const content = gitlabJob(setup);
  if (existsSync(main)) {
    const afterwards = 'add to .gitlab-ci.yml: include: [{ local: .gitlab/untether.gitlab-ci.yml }]';
    return [{ path: job, content, what: 'GitLab CI job', afterwards }];
  }
  return [
    { path: job, content, what: 'GitLab CI job' },
    { path: main, content: include, what: 'GitLab CI, which includes it' },
  ];
}

/** A hook of the repository itself; where a tool manages hooks, its own file is for a person to edit. */
function addHook(top: string, setup: Setup, files: PlannedFile[], notes: string[]): void {
  if (existsSync(join(top, '.pre-commit-config.yaml'))) {
    notes.push(
      `pre-commit is in use here: add to .pre-commit-config.yaml a local hook with "entry: ${setup.command} check --staged", "language: system", "pass_filenames: false" (docs/ci.md)`,
    );
    return;
  }
  const content = preCommitHook(setup);
  const what = 'pre-commit hook';
  if (isFolder(join(top, '.husky'))) {
    files.push({ path: join(top, '.husky/pre-commit'), content, what, executable: true });
    return;
  }
  const folder = say(top, ['config', '--local', '--get', 'core.hooksPath']);
  const common = say(top, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  if (common === undefined) notes.push('no hook: this is no git repository');
  else
    files.push({
      path: folder === undefined ? join(common, 'hooks/pre-commit') : join(top, folder, 'pre-commit'),
      content,
      what,
      executable: true,
    });
}

/** By what is there; GitHub where nothing says otherwise. */
function guess(top: string): Pipeline[] {
  const found: Pipeline[] = [];
  if (isFolder(join(top, '.github'))) found.push('github');
  if (existsSync(join(top, '.gitlab-ci.yml')) || isFolder(join(top, '.gitlab'))) found.push('gitlab');
  if (
    ['azure-pipelines.yml', '.azure-pipelines', '.azuredevops', 'azure-pipelines'].some(name =>
      existsSync(join(top, name)),
    )
  )
    found.push('azure');
  if (found.length > 0) return found;
  const remote = say(top, ['config', '--local', '--get', 'remote.origin.url']) ?? '';
  if (/gitlab/i.test(remote)) return ['gitlab'];
  if (/dev\.azure\.com|visualstudio\.com/i.test(remote)) return ['azure'];
  return ['github'];
}

function mainBranch(top: string): string {
  const remote = say(top, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])?.replace(/^origin\//, '');
  const branch = remote ?? say(top, ['symbolic-ref', '--quiet', '--short', 'HEAD']) ?? 'main';
  return /^[\w./-]+$/.test(branch) ? branch : JSON.stringify(branch);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function say(folder: string, args: readonly string[]): string | undefined {
  const answer = git(folder, args)?.toString().trim();
  return answer === '' ? undefined : answer;
}
