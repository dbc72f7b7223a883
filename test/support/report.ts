/** A report as a scan of a small polyglot estate would give it, and variations of it. */
import { summarise } from '../../src/advise/summary.ts';
import type { Advice, Finding, Location, Report, ReportDiagnostic } from '../../src/model/report.ts';
import type { Dimension, Severity } from '../../src/model/rule.ts';

/** Everything that could break out of an output format, in one string. */
export const HOSTILE = '`|<script>alert(1)</script>\u001b[31m\u202egnp.exe\u2028[x](http://evil.example)\n# *h*';

const SOURCE = {
  url: 'https://docs.aws.amazon.com/bedrock/latest/userguide/what-is-bedrock.html',
  asOf: '2026-11-10',
  status: 'confirmed',
} as const;

const ADVICE: Readonly<Record<string, Advice>> = Object.fromEntries(
  (
    [
      {
        equivalent: 'sdk/openai-client',
        title: 'OpenAI client pointed at the Bedrock endpoint',
        fidelity: 'adapt',
        effort: { low: 1, high: 3 },
        summary: 'The same SDK talks to Bedrock once the Azure class, its endpoint and its api-version are gone.',
        changes: [
          'Replace `AzureOpenAI(...)` by `OpenAI(base_url=..., api_key=...)`.',
          'Drop `api_version` and `azure_deployment`.',
        ],
        portable: 'A factory of your own that returns a plain client keeps the provider in one place.',
        caveats: ['Not every model is served on the OpenAI-shaped endpoint.'],
        sources: [SOURCE],
      },
      {
        equivalent: 'identity/iam',
        title: 'IAM role instead of an Entra token',
        fidelity: 'redesign',
        effort: { low: 2, high: 5 },
        summary: 'Requests are signed with a role, or carry a Bedrock API key.',
        changes: ['Give the workload a role with `bedrock:InvokeModel`.', 'Remove the token provider and its scope.'],
        newLockIn: 'Request signing is specific to AWS.',
        caveats: ['A Bedrock API key that never expires is for exploration only.'],
        sources: [
          SOURCE,
          {
            url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html',
            asOf: '2026-10-02',
            status: 'secondary',
          },
        ],
      },
      {
        equivalent: 'endpoint/region-host',
        title: 'Regional Bedrock endpoint',
        fidelity: 'drop-in',
        effort: { low: 0.5, high: 1 },
        summary: 'The host is a regional one and comes from configuration.',
        changes: ['Set the base URL of the region.'],
        caveats: [],
        sources: [SOURCE],
      },
      {
        equivalent: 'model/model-id',
        title: 'Model id or inference profile instead of a deployment',
        fidelity: 'adapt',
        effort: { low: 1, high: 2 },
        summary: 'Bedrock has no deployment object: a request names a model id or an inference profile.',
        changes: ['Map each deployment name to a model id in configuration.'],
        caveats: ['Prompts need an evaluation when the model changes.'],
        sources: [SOURCE],
      },
      {
        equivalent: 'api/assistants',
        title: 'No Assistants API',
        fidelity: 'none',
        effort: { low: 8, high: 13 },
        summary: 'Threads, runs and hosted tools have no counterpart with the same shape.',
        changes: ['Keep the conversation state yourself and call the model directly, or build an agent.'],
        caveats: [],
        sources: [{ ...SOURCE, status: 'unconfirmed' }],
      },
      {
        equivalent: 'network/interface-endpoint',
        title: 'Interface endpoint (PrivateLink)',
        fidelity: 'redesign',
        effort: { low: 3, high: 5 },
        summary: 'A private endpoint becomes an interface endpoint with its own policy.',
        changes: ['Create an interface endpoint for the Bedrock runtime in each VPC.'],
        caveats: [],
        sources: [SOURCE],
      },
      {
        equivalent: 'unknown/look',
        title: 'Needs a look',
        fidelity: 'unknown',
        effort: { low: 1, high: 5 },
        summary: 'What replaces this depends on what it is used for.',
        changes: [],
        caveats: [],
        sources: [],
      },
    ] satisfies Advice[]
  ).map(advice => [advice.equivalent, advice]),
);

function adviceOf(key: string): Advice {
  const advice = ADVICE[key];
  if (!advice) throw new Error(`no advice "${key}" in the fixture`);
  return advice;
}

interface Sketch {
  readonly rule: string;
  readonly title: string;
  readonly message?: string;
  readonly severity: Severity;
  readonly at: string;
  readonly to?: number;
  readonly snippet: string;
  readonly snippetColumn?: number;
  readonly advice: string;
  readonly component: string;
  readonly language: string;
  readonly tie?: boolean;
  readonly confidence?: Finding['confidence'];
  readonly related?: readonly Location[];
}

/** A finding from its outline; `at` is `path:line:column`. */
export function findingOf(sketch: Sketch): Finding {
  const [, path = '', line = '1', column = '1'] = /^([\s\S]*):(\d+):(\d+)$/.exec(sketch.at) ?? [];
  const startLine = Number(line);
  const startColumn = Number(column);
  return {
    ruleId: sketch.rule,
    title: sketch.title,
    message: sketch.message ?? sketch.title,
    dimension: sketch.rule.slice(0, sketch.rule.indexOf('/')) as Dimension,
    tie: sketch.tie ?? true,
    severity: sketch.severity,
    confidence: sketch.confidence ?? 'certain',
    location: { path, startLine, startColumn, endLine: startLine, endColumn: sketch.to ?? startColumn + 6 },
    ...(sketch.related ? { related: sketch.related } : {}),
    snippet: sketch.snippet,
    snippetColumn: sketch.snippetColumn ?? 1,
    fingerprint: `${sketch.rule.length}${path.length}${startLine}${startColumn}`.padStart(16, '0'),
    component: sketch.component,
    owners: sketch.component === 'services/rag' ? ['@contoso/ai'] : [],
    status: 'new',
    language: sketch.language,
    level: 'parsed',
    advice: adviceOf(sketch.advice),
  };
}

const CLIENT = 'services/rag/app/client.py';

const FINDINGS: readonly Finding[] = [
  findingOf({
    rule: 'sdk/package',
    title: 'Package that only reaches Azure OpenAI',
    message: 'Package `@azure/openai` only reaches Azure OpenAI',
    severity: 'medium',
    at: 'apps/web/package.json:14:5',
    to: 20,
    snippet: '"@azure/openai": "^2.0.0",',
    snippetColumn: 5,
    advice: 'sdk/openai-client',
    component: 'apps/web',
    language: 'manifest',
  }),
  findingOf({
    rule: 'sdk/plain-client',
    title: 'Client that also speaks to other providers',
    severity: 'info',
    at: 'apps/web/src/llm.ts:3:8',
    snippet: "import OpenAI from 'openai';",
    advice: 'sdk/openai-client',
    component: 'apps/web',
    language: 'typescript',
    tie: false,
  }),
  findingOf({
    rule: 'endpoint/host-literal',
    title: 'Azure OpenAI host written in the code',
    message: 'Host `contoso-chat.openai.azure.com` is written in the code',
    severity: 'high',
    at: 'apps/web/src/llm.ts:9:13',
    to: 50,
    snippet: "baseURL: 'https://contoso-chat.openai.azure.com/',",
    snippetColumn: 3,
    advice: 'endpoint/region-host',
    component: 'apps/web',
    language: 'typescript',
  }),
  findingOf({
    rule: 'safety/content-filter-result',
    title: 'Reads the content filter verdict of Azure OpenAI',
    severity: 'low',
    at: 'apps/web/src/llm.ts:31:22',
    to: 44,
    snippet: 'if (choice.content_filter_results?.hate.filtered) return refuse();',
    snippetColumn: 5,
    advice: 'unknown/look',
    component: 'apps/web',
    language: 'typescript',
    confidence: 'likely',
  }),
  findingOf({
    rule: 'network/private-endpoint',
    title: 'Private endpoint of the account',
    severity: 'medium',
    at: 'infra/network.tf:4:1',
    to: 44,
    snippet: 'resource "azurerm_private_endpoint" "openai" {',
    advice: 'network/interface-endpoint',
    component: 'infra',
    language: 'terraform',
  }),
  findingOf({
    rule: 'model/deployment-resource',
    title: 'Deployment of a model',
    message: 'Deployment `chat` runs `gpt-4o` 2024-08-06',
    severity: 'blocker',
    at: 'infra/openai.tf:12:1',
    to: 50,
    snippet: 'resource "azurerm_cognitive_deployment" "chat" {',
    advice: 'model/model-id',
    component: 'infra',
    language: 'terraform',
    related: [{ path: 'infra/openai.tf', startLine: 15, startColumn: 3, endLine: 15, endColumn: 8 }],
  }),
  findingOf({
    rule: 'capacity/deployment-sku',
    title: 'Capacity bought for a deployment',
    severity: 'medium',
    at: 'infra/openai.tf:20:3',
    snippet: 'sku {',
    snippetColumn: 3,
    advice: 'unknown/look',
    component: 'infra',
    language: 'terraform',
  }),
  findingOf({
    rule: 'delivery/account-resource',
    title: 'Account that serves Azure OpenAI',
    severity: 'high',
    at: 'infra/openai.tf:1:1',
    to: 46,
    snippet: 'resource "azurerm_cognitive_account" "openai" {',
    advice: 'unknown/look',
    component: 'infra',
    language: 'terraform',
  }),
  findingOf({
    rule: 'observability/diagnostic-setting',
    title: 'Diagnostic setting on the account',
    severity: 'low',
    at: 'infra/openai.tf:40:1',
    snippet: 'resource "azurerm_monitor_diagnostic_setting" "openai" {',
    advice: 'unknown/look',
    component: 'infra',
    language: 'terraform',
  }),
  findingOf({
    rule: 'data/search-vectorizer',
    title: 'Search index that embeds through Azure OpenAI',
    severity: 'high',
    at: 'infra/search.json:7:9',
    snippet: '"kind": "azureOpenAI",',
    snippetColumn: 9,
    advice: 'unknown/look',
    component: 'infra',
    language: 'json',
    confidence: 'possible',
  }),
  findingOf({
    rule: 'identity/entra-token-provider',
    title: 'Entra ID token provider signs Azure OpenAI requests',
    severity: 'high',
    at: `${CLIENT}:11:18`,
    to: 43,
    snippet: 'token_provider = get_bearer_token_provider(',
    advice: 'identity/iam',
    component: 'services/rag',
    language: 'python',
    related: [{ path: CLIENT, startLine: 12, startColumn: 30, endLine: 12, endColumn: 77 }],
  }),
  findingOf({
    rule: 'sdk/azure-client',
    title: 'Azure OpenAI client',
    message: '`openai.AzureOpenAI` only speaks to Azure OpenAI',
    severity: 'blocker',
    at: `${CLIENT}:15:14`,
    to: 25,
    snippet:
      'client = AzureOpenAI(azure_endpoint=os.environ["LLM_URL"], api_version="2024-10-21", azure_ad_token_provider=token_provider)',
    snippetColumn: 5,
    advice: 'sdk/openai-client',
    component: 'services/rag',
    language: 'python',
  }),
  findingOf({
    rule: 'api/assistants',
    title: 'Assistants API',
    severity: 'blocker',
    at: 'services/rag/app/agent.py:20:17',
    to: 47,
    snippet: 'assistant = client.beta.assistants.create(',
    snippetColumn: 5,
    advice: 'api/assistants',
    component: 'services/rag',
    language: 'python',
  }),
  findingOf({
    rule: 'agents/project-client',
    title: 'Foundry project client',
    severity: 'high',
    at: 'services/rag/app/agent.py:3:6',
    snippet: 'from azure.ai.projects import AIProjectClient',
    advice: 'unknown/look',
    component: 'services/rag',
    language: 'python',
  }),
  findingOf({
    rule: 'endpoint/setting-endpoint',
    title: `Endpoint setting ${HOSTILE}`,
    message: `Setting \`${HOSTILE}\` feeds the endpoint`,
    severity: 'medium',
    at: `services/rag/weird ${HOSTILE}/.env:2:1`,
    snippet: `LLM_URL="${HOSTILE}"`,
    advice: 'endpoint/region-host',
    component: 'services/rag',
    language: 'dotenv',
    confidence: 'possible',
  }),
];

const DIAGNOSTICS: readonly ReportDiagnostic[] = [
  { path: 'apps/web/src/broken.ts', line: 12, code: 'syntax-error', message: "'}' expected" },
  { path: 'data/dump.json', code: 'too-large', message: '52428800 bytes, the limit is 10485760' },
  { path: `odd ${HOSTILE}.py`, line: 1, code: 'syntax-error', message: `unexpected ${HOSTILE}` },
];

const COMPONENTS = [
  { id: 'apps/web', name: 'web', kind: 'npm package' },
  { id: 'infra', name: 'infra', kind: 'Terraform root or module' },
  { id: 'services/rag', name: 'rag', kind: 'Python project' },
];

const byPlace = (a: Finding, b: Finding): number =>
  a.location.path === b.location.path
    ? a.location.startLine - b.location.startLine
    : a.location.path < b.location.path
      ? -1
      : 1;

/** The report; `findings` replaces its findings and all figures derived from them. */
export function reportFixture(
  change: Partial<Report> & { readonly findings?: readonly Finding[]; readonly components?: never } = {},
): Report {
  const findings = [...(change.findings ?? FINDINGS)].sort(byPlace);
  return {
    schemaVersion: 1,
    tool: { name: 'untether', version: '0.1.0' },
    ruleset: { version: '0.1.0', digest: 'sha256:3f1c9a77', factsAsOf: '2026-11-10' },
    target: { provider: 'bedrock', strategy: 'best' },
    root: 'support-chat',
    git: { commit: '8f0c2d4e6a1b3c5d7e9f00112233445566778899', branch: 'main', dirty: false },
    score: null,
    workloads: [],
    clients: [],
    strategies: [],
    roadmap: [],
    deployments: [
      {
        name: 'chat',
        model: 'gpt-4o',
        version: '2024-08-06',
        sku: 'GlobalStandard',
        capacity: 120,
        defined: { path: 'infra/openai.tf', line: 12 },
        usedBy: [{ path: CLIENT, line: 30 }],
        via: ['CHAT_DEPLOYMENT'],
        confidence: 'likely',
      },
    ],
    settings: [
      {
        name: 'LLM_URL',
        feeds: 'endpoint',
        reads: [{ path: CLIENT, line: 15 }],
        definitions: [{ path: 'compose.yaml', line: 9 }],
      },
    ],
    accounts: [
      {
        name: 'openai',
        kind: 'OpenAI',
        region: 'swedencentral',
        sku: 'S0',
        defined: { path: 'infra/openai.tf', line: 1 },
        deployments: ['chat'],
        parts: [],
        confidence: 'certain',
      },
    ],
    openQuestions: [
      {
        code: 'deployment-undefined',
        question: 'Deployment `prod-chat` is used, but nothing here defines it',
        closes: 'the infrastructure code or an inventory of the account',
        places: [{ path: CLIENT, line: 30 }],
      },
    ],
    diagnostics: DIAGNOSTICS,
    coverage: {
      walked: 800,
      readable: 620,
      read: 118,
      clean: 500,
      skipped: { binary: 40, 'no-reader': 139, 'too-large': 1, unreadable: 2 },
      languages: {
        python: { files: 30, level: 'parsed', findings: 4 },
        terraform: { files: 12, level: 'parsed', findings: 5 },
        typescript: { files: 60, level: 'parsed', findings: 3 },
      },
    },
    ...change,
    ...summarise(findings, COMPONENTS),
    findings,
  };
}

/** Nothing found in files that were looked through. */
export function cleanReport(): Report {
  return reportFixture({
    findings: [],
    deployments: [],
    settings: [],
    accounts: [],
    openQuestions: [],
    diagnostics: [],
  });
}

/** Many findings over many components and files. */
export function largeReport(size: number): Report {
  const findings = Array.from({ length: size }, (_, i) => {
    const base = FINDINGS[i % FINDINGS.length];
    if (!base) throw new Error('no findings in the fixture');
    return {
      ...base,
      location: {
        ...base.location,
        path: `services/s${i % 97}/src/file${i % 311}.ts`,
        startLine: i + 1,
        endLine: i + 1,
      },
      fingerprint: i.toString(16).padStart(16, '0'),
    };
  });
  return reportFixture({ findings });
}
