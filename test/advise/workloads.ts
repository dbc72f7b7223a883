/** Workloads and what belongs to them, made by hand for the tests of planning. */
import type { Catalogue } from '../../src/model/catalogue.ts';
import type { Planning, PlanningInput, TargetOptions, UnplannedWorkload } from '../../src/model/planning.ts';
import type { Api, CallSite, Client, Feature, Plan, Strategy, Workload } from '../../src/model/workload.ts';
import { planWorkloads } from '../../src/advise/planning.ts';
import { loadCatalogue } from '../../src/rules/load-catalogue.ts';

export const catalogue: Catalogue = loadCatalogue();

export function client(more: Partial<Client> = {}): Client {
  return {
    path: 'src/llm.ts',
    line: 3,
    name: 'openai.AzureOpenAI',
    language: 'typescript',
    component: '.',
    tie: true,
    used: true,
    endpoint: { settings: ['AZURE_OPENAI_ENDPOINT'], from: [], confidence: 'certain' },
    credential: { kind: 'key', settings: ['AZURE_OPENAI_API_KEY'], from: [], confidence: 'certain' },
    ...more,
  };
}

export function call(more: Partial<CallSite> = {}): CallSite {
  return {
    path: 'src/chat.ts',
    line: 10,
    client: { path: 'src/llm.ts', line: 3 },
    api: 'chat',
    call: 'chat.completions.create',
    level: 'api',
    features: [],
    hops: [],
    confidence: 'certain',
    ...more,
  };
}

interface Sketch {
  readonly api?: Api;
  /** Name of the model, or null where nobody knows. */
  readonly model?: string | null;
  readonly features?: readonly Feature[];
  readonly more?: Partial<UnplannedWorkload>;
}

export function workload({ api = 'chat', model = 'gpt-4o', features = [], more = {} }: Sketch = {}): UnplannedWorkload {
  return {
    id: `.:${api}:${model ?? 'unresolved'}`,
    component: '.',
    owners: [],
    api,
    model: model === null ? null : { name: model, from: [], basis: 'infrastructure', confidence: 'certain' },
    clients: [{ path: 'src/llm.ts', line: 3 }],
    callSites: [call({ api, features })],
    features,
    deployments: ['prod-chat'],
    credential: 'key',
    ...more,
  };
}

export function plan(
  workloads: readonly UnplannedWorkload[],
  target: Partial<TargetOptions> = {},
  more: Partial<PlanningInput> = {},
): Planning {
  return planWorkloads({
    workloads,
    findings: [],
    clients: [client()],
    deployments: [],
    openQuestions: [],
    catalogue,
    target: { strategy: 'best', ...target },
    ...more,
  });
}

/** The one workload of a planning. */
export function planned(
  sketch: Sketch,
  target: Partial<TargetOptions> = {},
  more: Partial<PlanningInput> = {},
): Workload {
  const [only] = plan([workload(sketch)], target, more).workloads;
  if (!only) throw new Error('nothing was planned');
  return only;
}

export function recommended({ plans }: Workload): Plan {
  const found = plans.find(one => one.recommended);
  if (!found) throw new Error('no plan is recommended');
  return found;
}

export function under({ plans }: Workload, strategy: Strategy): Plan {
  const found = plans.find(one => one.strategy === strategy);
  if (!found) throw new Error(`no plan under ${strategy}`);
  return found;
}
