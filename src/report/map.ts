/** How component, client, deployment, model and target hang together: the nodes and edges both maps are drawn from. */
import type { Report, Workload } from '../model/report.ts';
import { modelName, recommendedOf } from './story/names.ts';

export const MAP_COLUMNS = ['Component', 'Client', 'Deployment', 'Model', 'On Bedrock'] as const;

export interface MapNode {
  readonly id: string;
  /** Index into {@link MAP_COLUMNS}. */
  readonly column: number;
  readonly label: string;
  /** Call sites that pass through it. */
  readonly weight: number;
  /** Nothing here says what it is. */
  readonly open: boolean;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

export interface DependencyMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** Workloads that are not drawn: those with the fewest call sites. */
  readonly undrawn: number;
}

type Step = Omit<MapNode, 'id' | 'weight'>;

/** The map of the `most` workloads that are called from the most places. */
export function mapOf(report: Report, most = 16): DependencyMap {
  const busiest = [...report.workloads].sort((a, b) => b.callSites.length - a.callSites.length).slice(0, most);
  const drawn = report.workloads.filter(workload => busiest.includes(workload));
  const nodes = new Map<string, MapNode>();
  const edges = new Map<string, MapEdge>();
  const names = new Map<string, string>();
  const node = (step: Step, weight: number): string => {
    const key = `${step.column}\0${step.label}`;
    const id = names.get(key) ?? `n${names.size + 1}`;
    names.set(key, id);
    nodes.set(id, { ...step, id, weight: (nodes.get(id)?.weight ?? 0) + weight });
    return id;
  };
  const edge = (from: string, to: string, weight: number): void => {
    const key = `${from} ${to}`;
    edges.set(key, { from, to, weight: (edges.get(key)?.weight ?? 0) + weight });
  };
  for (const workload of drawn) {
    const weight = Math.max(1, workload.callSites.length);
    let before = [
      node({ column: 0, label: workload.component === '.' ? 'root' : workload.component, open: false }, weight),
    ];
    for (const steps of stepsOf(workload, report)) {
      if (steps.length === 0) continue;
      const share = weight / steps.length;
      const now = steps.map(step => node(step, share));
      for (const from of before) for (const to of now) edge(from, to, share / before.length);
      before = now;
    }
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => a.column - b.column || Number(a.id.slice(1)) - Number(b.id.slice(1))),
    edges: [...edges.values()],
    undrawn: report.workloads.length - drawn.length,
  };
}

function stepsOf(workload: Workload, { clients }: Report): Step[][] {
  const made = workload.clients.map(
    place => clients.find(client => client.path === place.path && client.line === place.line)?.name ?? 'client',
  );
  const plan = recommendedOf(workload);
  return [
    distinct(made.length > 0 ? made : ['client not found']).map(label => ({
      column: 1,
      label: shortName(label),
      open: label === 'client not found',
    })),
    distinct(workload.deployments).map(label => ({ column: 2, label, open: false })),
    [
      {
        column: 3,
        label: workload.model === null ? 'model not found' : modelName(workload),
        open: workload.model === null,
      },
    ],
    [
      plan
        ? { column: 4, label: plan.target.modelIds[0] ?? plan.target.api, open: false }
        : { column: 4, label: 'no plan yet', open: true },
    ],
  ];
}

const distinct = (list: readonly string[]): string[] => [...new Set(list)];

/** `Azure.AI.OpenAI.AzureOpenAIClient` is known by its last name. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1) || name;
}
