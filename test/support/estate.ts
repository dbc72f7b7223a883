/** A report in which every part is filled: several components and accounts, workloads over all strategies, a live snapshot. */
import type { Effort, EffortReason, Plan, TargetModel, Workload } from '../../src/model/workload.ts';
import type { CallSite, Client, Finding, Place, Report } from '../../src/model/report.ts';
import type { Fidelity } from '../../src/model/rule.ts';
import { HOSTILE, findingOf, reportFixture } from './report.ts';

const SOURCE = {
  url: 'https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html',
  asOf: '2026-11-21',
  status: 'confirmed',
} as const;

const at = (text: string): Place => {
  const [path = '', line = '1'] = text.split(':');
  return { path, line: Number(line) };
};

const model = (change: Partial<TargetModel> & Pick<TargetModel, 'key' | 'name' | 'id'>): TargetModel => ({
  vendor: 'openai',
  form: 'profile',
  relation: 'same-vendor-newer',
  regions: ['us-east-1', 'us-west-2'],
  context: 1_050_000,
  maxOutput: 128_000,
  prices: [{ input: 1.1, output: 8.8, unit: '1M tokens', currency: 'USD', basis: 'us. profile', source: SOURCE }],
  unmet: [],
  caveats: [],
  sources: [SOURCE],
  ...change,
});

const TERRA = model({
  key: 'gpt-5.6-terra',
  name: 'GPT-5.6 Terra',
  id: 'us.openai.gpt-5.6-terra',
  unmet: ['sampling'],
});
const SONNET = model({
  key: 'claude-sonnet-4-6',
  name: 'Claude Sonnet 4.6',
  vendor: 'anthropic',
  id: 'eu.anthropic.claude-sonnet-4-6',
  relation: 'different-vendor',
  regions: ['eu-central-1', 'eu-west-1'],
});
const COHERE = model({
  key: 'cohere-embed-v4',
  name: 'Cohere Embed v4',
  vendor: 'cohere',
  id: 'cohere.embed-v4:0',
  form: 'bare',
  relation: 'different-vendor',
  regions: ['eu-west-1', 'us-east-1'],
  prices: [],
});
const UNSURE = model({ key: 'gpt-6.1-terra', name: 'GPT-6.1 Terra', id: null, regions: [], prices: [] });

const effort = (low: number, high: number): Effort => ({ low, high });
const reason = (what: string, low: number, high: number): EffortReason => ({ what, low, high });

const openai = (change: Partial<Plan> = {}): Plan => ({
  strategy: 'openai-on-bedrock',
  recommended: true,
  reason: 'The call sites keep their shape; client, credential and model id change.',
  fidelity: 'adapt',
  confidence: 'certain',
  effort: effort(4, 8),
  reasons: [reason('client of `openai.AzureOpenAI`', 1, 3), reason('model change and evaluation', 3, 5)],
  target: {
    endpoint: 'bedrock-runtime',
    baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1',
    api: 'Chat Completions',
    modelIds: ['us.openai.gpt-5.6-terra'],
    models: [TERRA, UNSURE],
  },
  changes: ['Replace `AzureOpenAI(...)` by `OpenAI(provider=bedrock(...))`.', 'Drop `api_version`.'],
  risks: ['Answers change with the model: evaluate before the switch.'],
  caveats: ['`temperature` is refused by the proprietary GPT models on Bedrock (secondary source).'],
  sources: [SOURCE],
  code: [
    {
      language: 'python',
      before: 'client = AzureOpenAI(\n    azure_endpoint=os.environ["LLM_URL"],\n    api_version="2024-10-21",\n)',
      after: 'client = OpenAI(provider=bedrock(region="us-east-1", endpoint="runtime"))',
    },
  ],
  portable: 'A plain client that reads its address, key and model name from configuration.',
  ...change,
});

const native = (change: Partial<Plan> = {}): Plan =>
  openai({
    strategy: 'bedrock-native',
    recommended: false,
    reason: 'Guardrails work in line, but every call site changes.',
    fidelity: 'redesign',
    effort: effort(9, 18),
    reasons: [reason('call sites to `Converse`', 6, 12), reason('streaming and tools', 3, 6)],
    target: {
      endpoint: 'bedrock-runtime',
      api: 'Converse',
      modelIds: ['eu.anthropic.claude-sonnet-4-6'],
      models: [SONNET],
    },
    newLockIn: 'Converse is an AWS format.',
    code: [],
    ...change,
  });

const gateway = (change: Partial<Plan> = {}): Plan =>
  openai({
    strategy: 'gateway',
    recommended: false,
    reason: 'One more thing to run, but the next move costs nothing.',
    effort: effort(6, 11),
    reasons: [reason('a gateway in front of Bedrock', 6, 11)],
    target: {
      endpoint: 'bedrock-runtime',
      api: 'Chat Completions through LiteLLM',
      modelIds: ['us.openai.gpt-5.6-terra'],
      models: [TERRA],
    },
    code: [],
    ...change,
  });

const site = (text: string, client: string | null, change: Partial<CallSite> = {}): CallSite => ({
  ...at(text),
  client: client === null ? null : at(client),
  api: 'chat',
  call: 'chat.completions.create',
  level: 'api',
  features: [],
  hops: [],
  confidence: 'certain',
  ...change,
});

const RAG = 'services/rag/app/client.py:15';
const WEB = 'apps/web/src/llm.ts:9';
const AGENT = 'services/rag/app/agent.py:18';
const JOBS = 'jobs/src/main/java/com/contoso/Embed.java:22';
const DOTNET = 'services/api/Chat/Client.cs:31';

const GPT4O = {
  name: 'gpt-4o',
  version: '2024-08-06',
  from: [at('infra/openai.tf:12'), at('services/rag/.env.sample:3')],
  basis: 'infrastructure' as const,
  confidence: 'certain' as const,
  retires: { date: '2026-10-01', source: { ...SOURCE, asOf: '2026-07-07', status: 'secondary' as const } },
};

const workload = (change: Partial<Workload> & Pick<Workload, 'id' | 'component'>): Workload => ({
  owners: ['@contoso/ai'],
  api: 'chat',
  model: GPT4O,
  clients: [at(RAG)],
  callSites: [],
  features: [],
  deployments: ['chat'],
  endpoint: 'https://contoso-chat.openai.azure.com',
  credential: 'token',
  region: 'swedencentral',
  plans: [openai(), gateway(), native()],
  ruledOut: [],
  ...change,
});

const WORKLOADS: readonly Workload[] = [
  workload({
    id: 'apps/web|gpt-4o|chat',
    component: 'apps/web',
    owners: ['@contoso/web'],
    clients: [at(WEB)],
    callSites: [
      site('apps/web/src/routes/chat.ts:14', WEB, { features: ['streaming'], hops: [at('apps/web/src/llm.ts:22')] }),
      site('apps/web/src/routes/title.ts:8', WEB, { level: 'wrapper', confidence: 'likely' }),
    ],
    features: ['streaming'],
    credential: 'key',
  }),
  workload({
    id: 'jobs|text-embedding-3-large|embeddings',
    component: 'jobs',
    api: 'embeddings',
    owners: [],
    model: {
      name: 'text-embedding-3-large',
      from: [at('jobs/src/main/resources/application.yaml:6')],
      basis: 'settings',
      confidence: 'likely',
    },
    clients: [at(JOBS)],
    callSites: [
      site('jobs/src/main/java/com/contoso/Embed.java:40', JOBS, { api: 'embeddings', call: 'getEmbeddings' }),
    ],
    deployments: ['embed'],
    plans: [
      native({
        recommended: true,
        reason: 'There is no embeddings path on the OpenAI-shaped endpoints: InvokeModel is the way.',
        effort: effort(8, 21),
        reasons: [reason('re-embed and rebuild the index', 6, 16), reason('call sites to `InvokeModel`', 2, 5)],
        target: { endpoint: 'bedrock-runtime', api: 'InvokeModel', modelIds: ['cohere.embed-v4:0'], models: [COHERE] },
        risks: ['Vectors of two models do not mix: the index is built anew.'],
        caveats: ['Thresholds of similarity have to be tuned again.'],
        code: [
          {
            language: 'java',
            before: 'var result = client.getEmbeddings("embed", new EmbeddingsOptions(texts));',
            after: 'var result = runtime.invokeModel(r -> r.modelId("cohere.embed-v4:0").body(body));',
          },
        ],
      }),
      gateway({ fidelity: 'redesign', effort: effort(9, 22), reasons: [reason('re-embed behind a gateway', 9, 22)] }),
    ],
  }),
  workload({
    id: 'services/api|gpt-4o-mini|chat',
    component: 'services/api',
    model: { name: 'gpt-4o-mini', from: [at('infra/main.bicep:30')], basis: 'infrastructure', confidence: 'certain' },
    clients: [at(DOTNET)],
    callSites: [
      site('services/api/Chat/Controller.cs:55', DOTNET, { features: ['tools', 'structured-output'] }),
      site('services/api/Chat/Summary.cs:19', DOTNET),
    ],
    features: ['structured-output', 'tools'],
    deployments: ['mini'],
    plans: [
      openai({
        reason: 'The .NET package has no Bedrock class: a plain client with a base URL and a Bedrock API key.',
        caveats: ['No request signing in the OpenAI .NET package (state of 2026-08-21).'],
        code: [
          {
            language: 'csharp',
            before: 'new AzureOpenAIClient(new Uri(endpoint), new DefaultAzureCredential())',
            after:
              'new ChatClient(model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(baseUrl) })',
          },
        ],
      }),
      native(),
    ],
  }),
  workload({
    id: 'services/rag|gpt-4o|assistants',
    component: 'services/rag',
    api: 'assistants',
    clients: [at(AGENT)],
    callSites: [
      site('services/rag/app/agent.py:20', AGENT, {
        api: 'assistants',
        call: 'beta.assistants.create',
        features: ['file-search', 'code-interpreter'],
      }),
    ],
    features: ['code-interpreter', 'file-search'],
    plans: [
      native({
        recommended: true,
        fidelity: 'redesign',
        reason: 'Threads, runs and hosted tools have no counterpart of the same shape.',
        effort: effort(21, 40),
        reasons: [reason('an agent on AgentCore', 13, 26), reason('conversation state of your own', 8, 14)],
        target: {
          endpoint: 'bedrock-agentcore',
          api: 'AgentCore Runtime',
          modelIds: ['us.openai.gpt-5.6-terra'],
          models: [TERRA],
        },
        risks: ['Two to four weeks by the estimate of AWS.'],
        newLockIn: 'AgentCore is an AWS service.',
      }),
    ],
  }),
  workload({
    id: 'services/rag|gpt-4o|chat',
    component: 'services/rag',
    callSites: Array.from({ length: 9 }, (_, i) => site(`services/rag/app/routes/r${i}.py:${10 + i}`, RAG)),
    features: ['streaming', 'tools', 'sampling'],
  }),
  workload({
    id: 'services/rag|whisper|audio',
    component: 'services/rag',
    api: 'audio',
    model: { name: 'whisper', from: [at('infra/openai.tf:40')], basis: 'infrastructure', confidence: 'certain' },
    callSites: [site('services/rag/app/voice.py:12', RAG, { api: 'audio', call: 'audio.transcriptions.create' })],
    deployments: ['whisper'],
    plans: [
      native({
        recommended: true,
        reason: 'Amazon Transcribe is another service with another API.',
        effort: effort(5, 13),
        reasons: [reason('another service', 5, 13)],
        target: { endpoint: 'transcribe', api: 'StartTranscriptionJob', modelIds: [], models: [] },
      }),
    ],
  }),
  workload({
    id: 'services/rag|unresolved|chat',
    component: 'services/rag',
    model: null,
    callSites: [site('services/rag/app/legacy.py:30', null, { confidence: 'possible' })],
    deployments: ['prod-chat'],
    plans: [
      openai({ fidelity: 'unknown', effort: effort(3, 13), reasons: [reason('model not known', 3, 13)], code: [] }),
    ],
  }),
  workload({
    id: 'tools|dall-e-3|images',
    component: 'tools',
    api: 'images',
    owners: [],
    model: { name: 'dall-e-3', from: [at('tools/draw.py:4')], basis: 'hint', confidence: 'possible' },
    clients: [at('tools/draw.py:6')],
    callSites: [site('tools/draw.py:11', 'tools/draw.py:6', { api: 'images', call: 'images.generate' })],
    deployments: [],
    plans: [],
  }),
];

const CLIENTS: readonly Client[] = [RAG, WEB, AGENT, JOBS, DOTNET, 'tools/draw.py:6'].map((text, i) => ({
  ...at(text),
  name:
    [
      'openai.AzureOpenAI',
      'openai.AzureOpenAI',
      'azure.ai.projects.AIProjectClient',
      'com.azure.ai.openai.OpenAIClientBuilder',
      'Azure.AI.OpenAI.AzureOpenAIClient',
      'openai.AzureOpenAI',
    ][i] ?? '',
  language: ['python', 'typescript', 'python', 'java', 'csharp', 'python'][i] ?? '',
  component: ['services/rag', 'apps/web', 'services/rag', 'jobs', 'services/api', 'tools'][i] ?? '',
  tie: true,
  used: i !== 2,
  ...(i === 1 ? { condition: "config.host === 'azure'" } : {}),
  endpoint: { settings: ['LLM_URL'], from: [at('compose.yaml:9')], confidence: 'likely' },
  credential: { kind: i % 2 === 0 ? 'token' : 'key', settings: [], from: [], confidence: 'certain' },
}));

const COMPONENTS = [
  { id: 'apps/web', name: 'web', kind: 'package.json' },
  { id: 'infra', name: 'infra', kind: 'terraform' },
  { id: 'jobs', name: 'jobs', kind: 'pom.xml' },
  { id: 'services/api', name: 'api', kind: 'csproj' },
  { id: 'services/rag', name: 'rag', kind: 'pyproject.toml' },
  { id: 'tools', name: 'tools', kind: 'root' },
];

const EXTRA: readonly Finding[] = [
  findingOf({
    rule: 'sdk/java-client',
    title: 'Azure OpenAI client of Java',
    severity: 'blocker',
    at: JOBS + ':9',
    snippet: 'client = new OpenAIClientBuilder().endpoint(endpoint).buildClient();',
    snippetColumn: 9,
    advice: 'sdk/openai-client',
    component: 'jobs',
    language: 'java',
  }),
  findingOf({
    rule: 'sdk/dotnet-client',
    title: 'Azure OpenAI client of .NET',
    severity: 'blocker',
    at: DOTNET + ':13',
    snippet: 'return new AzureOpenAIClient(new Uri(endpoint), new DefaultAzureCredential());',
    snippetColumn: 9,
    advice: 'sdk/openai-client',
    component: 'services/api',
    language: 'csharp',
  }),
  findingOf({
    rule: 'api/images',
    title: 'Images API',
    severity: 'high',
    at: 'tools/draw.py:11:8',
    snippet: 'image = client.images.generate(model="dall-e-3", prompt=prompt)',
    advice: 'unknown/look',
    component: 'tools',
    language: 'python',
  }),
];

/** The report of the estate; `change` replaces whole top-level parts. */
export function estateReport(change: Partial<Report> = {}): Report {
  const base = reportFixture({ findings: [...reportFixture().findings, ...EXTRA] });
  const findings = base.findings.map(finding => {
    const own = WORKLOADS.find(({ component }) => component === finding.component);
    return own && finding.tie ? { ...finding, workload: own.id } : finding;
  });
  const plans = (strategy: Plan['strategy']) =>
    WORKLOADS.flatMap(entry => entry.plans.filter(plan => plan.strategy === strategy));
  const total = (list: readonly Plan[]): Effort => ({
    low: list.reduce((sum, plan) => sum + plan.effort.low, 0),
    high: list.reduce((sum, plan) => sum + plan.effort.high, 0),
  });
  const fidelities = (list: readonly Plan[]): Partial<Record<Fidelity, number>> => {
    const counts: Partial<Record<Fidelity, number>> = {};
    for (const { fidelity } of list) counts[fidelity] = (counts[fidelity] ?? 0) + 1;
    return counts;
  };
  const summaryOf = (strategy: Plan['strategy'], recommended: boolean, why: string) => ({
    strategy,
    recommended,
    reason: why,
    carries: plans(strategy).length,
    of: WORKLOADS.length,
    byFidelity: fidelities(plans(strategy)),
    effort: total(plans(strategy)),
    newLockIn: [...new Set(plans(strategy).flatMap(plan => plan.newLockIn ?? []))],
  });
  const wave = (ids: readonly string[]): Effort => {
    const chosen = WORKLOADS.filter(entry => ids.includes(entry.id)).flatMap(entry =>
      entry.plans.filter(plan => plan.recommended),
    );
    return total(chosen);
  };
  const first = ['apps/web|gpt-4o|chat', 'services/api|gpt-4o-mini|chat', 'services/rag|gpt-4o|chat'];
  const second = ['jobs|text-embedding-3-large|embeddings', 'services/rag|whisper|audio'];
  const third = ['services/rag|gpt-4o|assistants', 'services/rag|unresolved|chat', 'tools|dall-e-3|images'];
  return {
    ...base,
    target: { provider: 'bedrock', region: 'eu-central-1', residency: 'eu', strategy: 'best' },
    git: { ...base.git, remote: 'https://github.com/contoso/support-chat' },
    findings,
    components: COMPONENTS.map(component => {
      const known = base.components.find(({ id }) => id === component.id);
      const own = findings.filter(finding => finding.component === component.id && finding.tie);
      const byDimension: Record<string, number> = {};
      for (const { dimension } of own) byDimension[dimension] = (byDimension[dimension] ?? 0) + 1;
      return known ?? { ...component, owners: [], findings: own.length, ties: own.length, byDimension };
    }),
    score: {
      value: 41,
      load: 57.6,
      parts: [
        { name: 'Workloads that need a redesign', load: 31.2, lost: 32, detail: '3 of 8 workloads' },
        { name: 'Workloads whose model has no equal', load: 13.7, lost: 14, detail: '7 of 8 workloads' },
        { name: 'Ties outside workloads', load: 12.7, lost: 13, detail: '9 ties in infrastructure' },
      ],
      byComponent: [
        { component: 'apps/web', value: 68, load: 18.8 },
        { component: 'jobs', value: 35, load: 74.3 },
        { component: 'services/api', value: 62, load: 24.5 },
        { component: 'services/rag', value: 28, load: 102.9 },
      ],
      byDimension: [
        { dimension: 'api', value: 20, load: 160 },
        { dimension: 'sdk', value: 61, load: 25.6 },
      ],
    },
    workloads: WORKLOADS,
    clients: CLIENTS,
    strategies: [
      summaryOf('openai-on-bedrock', true, 'Keeps the call sites of most workloads.'),
      summaryOf('bedrock-native', false, 'Reaches everything, at the price of every call site.'),
      summaryOf('gateway', false, 'Costs a service to run and frees from both.'),
    ],
    roadmap: [
      {
        number: 1,
        title: 'Prepare',
        why: 'Nothing moves without an account, a role and a way in.',
        workloads: [],
        prerequisites: ['An AWS account and region are chosen.'],
        exitTest: 'A call of `GET /openai/v1/models` with the role of the workload answers.',
        effort: effort(3, 6),
      },
      {
        number: 2,
        title: 'Chat',
        why: 'The call sites keep their shape.',
        workloads: first,
        prerequisites: ['Wave 1', 'An evaluation set per prompt.'],
        exitTest: 'The evaluation passes on the new model and no request reaches the old host for a week.',
        effort: wave(first),
      },
      {
        number: 3,
        title: 'Embeddings and audio',
        why: 'Other services and a new index.',
        workloads: second,
        prerequisites: ['Wave 1'],
        exitTest: 'Search answers from the new index.',
        effort: wave(second),
      },
      {
        number: 4,
        title: 'Agents and what is open',
        why: 'Needs a design first.',
        workloads: third,
        prerequisites: ['The open questions are answered.'],
        exitTest: 'Nothing reads a setting of the old account.',
        effort: wave(third),
      },
    ],
    deployments: [
      {
        name: 'chat',
        model: 'gpt-4o',
        version: '2024-08-06',
        basis: 'infrastructure',
        sku: 'DataZoneStandard',
        capacity: 120,
        policy: 'strict',
        account: 'openai',
        region: 'swedencentral',
        defined: at('infra/openai.tf:12'),
        usedBy: [at(RAG), at(WEB)],
        via: ['CHAT_DEPLOYMENT'],
        confidence: 'certain',
      },
      {
        name: 'embed',
        model: 'text-embedding-3-large',
        basis: 'settings',
        usedBy: [at(JOBS)],
        via: [],
        confidence: 'likely',
      },
      {
        name: 'mini',
        model: 'gpt-4o-mini',
        version: '2024-07-18',
        basis: 'infrastructure',
        sku: 'GlobalProvisionedManaged',
        capacity: 50,
        account: 'shared-ai',
        defined: at('infra/main.bicep:30'),
        usedBy: [at(DOTNET)],
        via: ['AZURE_OPENAI_DEPLOYMENT'],
        confidence: 'certain',
      },
      { name: 'prod-chat', usedBy: [at('services/rag/app/legacy.py:30')], via: [], confidence: 'possible' },
      {
        name: 'whisper',
        model: 'whisper',
        basis: 'infrastructure',
        sku: 'Standard',
        account: 'openai',
        defined: at('infra/openai.tf:40'),
        usedBy: [at('services/rag/app/voice.py:12')],
        via: [],
        confidence: 'certain',
      },
    ],
    accounts: [
      {
        name: 'openai',
        kind: 'OpenAI',
        region: 'swedencentral',
        sku: 'S0',
        defined: at('infra/openai.tf:1'),
        deployments: ['chat', 'whisper'],
        parts: [
          { kind: 'private-endpoint', name: 'pe-openai', ...at('infra/network.tf:4'), confidence: 'certain' },
          { kind: 'role', name: 'Cognitive Services OpenAI User', ...at('infra/openai.tf:60'), confidence: 'certain' },
          { kind: 'diagnostics', ...at('infra/openai.tf:40'), confidence: 'likely' },
          { kind: 'gateway', name: 'apim-contoso', ...at('infra/apim.tf:8'), confidence: 'likely' },
        ],
        confidence: 'certain',
      },
      {
        name: 'shared-ai',
        kind: 'AIServices',
        defined: at('infra/main.bicep:10'),
        deployments: ['mini'],
        parts: [{ kind: 'customer-key', ...at('infra/main.bicep:18'), confidence: 'certain' }],
        confidence: 'certain',
      },
    ],
    openQuestions: [
      {
        code: 'deployment-undefined',
        question: 'Deployment `prod-chat` is used, but nothing here defines it',
        closes: 'the infrastructure code or an inventory of the account',
        places: [at('services/rag/app/legacy.py:30')],
      },
      {
        code: 'client-unknown',
        question: 'A call in `legacy.py` goes through a client that was not found',
        closes: 'the package that makes it',
        places: [at('services/rag/app/legacy.py:30'), at('services/rag/app/legacy.py:44')],
      },
    ],
    translations: [
      {
        topic: 'identity',
        from: 'Role `Cognitive Services OpenAI User`',
        to: [
          '`bedrock:InvokeModel`, `bedrock:InvokeModelWithResponseStream` (bedrock-runtime)',
          '`bedrock-mantle:CreateInference`',
        ],
        detail: 'Name the profile and the foundation model as resources.',
        fidelity: 'adapt',
        places: [at('infra/openai.tf:60')],
        sources: [SOURCE],
      },
      {
        topic: 'network',
        from: 'Private endpoint of the account',
        to: ['interface endpoint `com.amazonaws.{region}.bedrock-runtime`'],
        fidelity: 'adapt',
        places: [at('infra/network.tf:4')],
        sources: [SOURCE],
      },
      {
        topic: 'capacity',
        from: 'Provisioned throughput (PTU)',
        to: ['Reserved tier'],
        fidelity: 'redesign',
        places: [at('infra/main.bicep:30')],
        sources: [SOURCE],
      },
      {
        topic: 'observability',
        from: 'Diagnostic setting of the account',
        to: ['`aws_bedrock_model_invocation_logging_configuration`'],
        fidelity: 'adapt',
        places: [at('infra/openai.tf:40')],
        sources: [SOURCE],
      },
    ],
    live: {
      snapshots: [
        {
          file: 'inventory.json',
          kind: 'azure-inventory',
          takenAt: '2026-11-27T08:00:00Z',
          gaps: ['subscription `sandbox` could not be read'],
        },
      ],
      drift: [
        {
          kind: 'unused',
          deployment: 'old-davinci',
          account: 'openai',
          places: [],
          advice: 'Delete it: nothing here uses it.',
        },
        {
          kind: 'differs',
          deployment: 'chat',
          account: 'openai',
          field: 'capacity',
          declared: '120',
          actual: '200',
          places: [at('infra/openai.tf:12')],
          advice: 'Plan for the deployed figure.',
        },
      ],
      commitments: [
        {
          kind: 'provisioned-throughput',
          name: 'mini',
          account: 'shared-ai',
          amount: '50 PTU',
          until: '2027-03-31',
          advice: 'Move this workload after the commitment ends.',
        },
      ],
      retirements: [
        { deployment: 'mini', account: 'shared-ai', model: 'gpt-4o-mini', version: '2024-07-18', date: '2027-02-27' },
      ],
    },
    comparison: {
      with: 'report',
      name: 'last-month.json',
      appeared: 2,
      moved: [{ fingerprint: '00000000000011', from: 'app/client.py', to: 'services/rag/app/client.py' }],
      gone: [{ ruleId: 'sdk/package', fingerprint: '000000000000ff', path: 'apps/web/package.json', count: 1 }],
      known: 13,
      score: { before: 38, after: 41 },
    },
    ...change,
  };
}

/** Fields that hold text of the scanned repository; equal texts stay equal, so that references still meet. */
const SCANNED: ReadonlySet<string> = new Set(
  (
    'path name component id owners message snippet title question closes condition call deployment deployments account via ' +
    'settings value endpoint before after what reason root branch workloads prerequisites exitTest why detail from advice'
  ).split(' '),
);

/** The same report as if somebody had written markup, escape sequences and formulas wherever they could. */
export function hostileReport(report: Report = estateReport()): Report {
  const spoil = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return SCANNED.has(key) ? `=cmd|' /C calc'!A1 ${value}${HOSTILE}</script></style>-->]]>` : value;
    if (Array.isArray(value)) return value.map(item => spoil(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, spoil(item, inner)]));
  };
  const parts = ['tool', 'target', 'coverage', 'git'] as const;
  const kept = Object.fromEntries(parts.map(part => [part, report[part]]));
  return { ...(spoil(report, '') as Report), ...kept };
}
