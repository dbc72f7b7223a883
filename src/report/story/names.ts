/** How the story calls things: workloads by number, strategies and services in words. */
import type { Report, Strategy, Workload } from '../../model/report.ts';
import type { Plan } from '../../model/workload.ts';
import { ref, type Inline } from './blocks.ts';

export const STRATEGY_TITLES: Readonly<Record<Strategy, string>> = {
  'openai-on-bedrock': 'OpenAI wire format on Bedrock',
  'bedrock-native': 'Native Bedrock API',
  gateway: 'Gateway in between',
};

const API_TITLES: Readonly<Record<string, string>> = {
  chat: 'Chat Completions',
  responses: 'Responses',
  completions: 'Legacy Completions',
  embeddings: 'Embeddings',
  assistants: 'Assistants',
  batch: 'Batch',
  realtime: 'Realtime',
  images: 'Images',
  audio: 'Audio',
  video: 'Video',
  'fine-tuning': 'Fine-tuning',
  files: 'Files',
  'on-your-data': 'On Your Data',
  agents: 'Agents',
  unknown: 'not known',
};

export const apiTitle = (api: string): string => API_TITLES[api] ?? api;

/** How this document calls the workloads, `W3` by their place in the report, and which of them it tells in detail. */
export interface Numbered {
  readonly of: (id: string) => string | undefined;
  /** A link where there is something to lead to. */
  readonly ref: (id: string) => Inline;
  readonly detailed: ReadonlySet<string>;
}

/** The `most` workloads of most effort are told in detail. */
export function numbersOf({ workloads }: Pick<Report, 'workloads'>, most: number): Numbered {
  const numbers = new Map(workloads.map(({ id }, i) => [id, `W${i + 1}`]));
  const hardest = [...workloads].sort(
    (a, b) => (recommendedOf(b)?.effort.high ?? Infinity) - (recommendedOf(a)?.effort.high ?? Infinity),
  );
  const detailed = new Set(hardest.slice(0, most).map(({ id }) => id));
  return {
    of: id => numbers.get(id),
    ref: id => {
      const number = numbers.get(id) ?? '';
      return detailed.has(id) ? ref(`workload-${number.toLowerCase()}`, number) : { kind: 'text', text: number };
    },
    detailed,
  };
}

export function recommendedOf(workload: Workload): Plan | undefined {
  return workload.plans.find(plan => plan.recommended) ?? workload.plans[0];
}

/** The workload's model as a table shows it; a guess is called one. */
export function modelName({ model }: Pick<Workload, 'model'>): string {
  if (model === null) return 'not found';
  return `${model.name}${model.version === undefined ? '' : ` ${model.version}`}`;
}
