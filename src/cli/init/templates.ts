/** The files `untether init` writes. docs/ci.md shows them too, and a test keeps the two alike. */
import type { Submodule } from '../../gate/checkout.ts';

export interface Setup {
  /** How untether is run: `npx --yes untether@0.1.0`. */
  readonly command: string;
  readonly branch: string;
}

const SCHEMA = './node_modules/untether/schemas/config.schema.json';

export function configFile(submodules: readonly Submodule[]): string {
  const exclude = submodules.map(
    ({ path }) => `  - ${JSON.stringify(`${path}/`)} # a submodule, with a gate of its own\n`,
  );
  return `# yaml-language-server: $schema=${SCHEMA}
# All settings: docs/config.md of untether. "untether --print-config" shows what applies.

# What is not read. Patterns are those of .gitignore.
exclude:${exclude.length === 0 ? ' []' : `\n${exclude.join('').trimEnd()}`}

# What fails "untether check": new ties of this severity or worse, and at least this sure.
fail:
  severity: high
  confidence: likely

# Ties that are accepted, each with a reason:
#   - rule: delivery/*
#     paths: [demo/]
#     reason: the demo stays on Azure
#     until: 2027-03-31
suppress: []
`;
}

export function githubWorkflow({ command, branch }: Setup): string {
  return `name: untether
on:
  pull_request:
  push:
    branches: [${branch}]
permissions:
  contents: read
  security-events: write
jobs:
  new-ties:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - name: New ties to Azure OpenAI
        run: ${command} check --format sarif=untether.sarif
      - name: Show them in code scanning
        # A pull request from a fork may not write there.
        if: \${{ !cancelled() && hashFiles('untether.sarif') != '' && github.event.pull_request.head.repo.fork != true }}
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: untether.sarif
          category: untether
`;
}

export function gitlabJob({ command }: Setup): string {
  return `untether:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - ${command} check --format gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}

export function azurePipeline({ command, branch }: Setup): string {
  return `trigger:
  - ${branch}
pr:
  - ${branch}
pool:
  vmImage: ubuntu-latest
steps:
  - task: UseNode@1
    inputs:
      version: 22.x
  - script: ${command} check --format azure-pipelines --format sarif=$(Build.ArtifactStagingDirectory)/untether.sarif
    displayName: New ties to Azure OpenAI
  - task: PublishBuildArtifacts@1
    condition: succeededOrFailed()
    inputs:
      pathToPublish: $(Build.ArtifactStagingDirectory)
      artifactName: CodeAnalysisLogs
`;
}

export function preCommitHook({ command }: Setup): string {
  return `#!/bin/sh
# New ties to Azure OpenAI in what is staged; "git commit --no-verify" passes it by.
exec ${command} check --staged
`;
}
