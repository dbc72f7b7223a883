/** How the story calls things: workloads by number, strategies and services in words. */
import type { Report, Strategy, Workload } from '../../model/report.ts';
import type { Plan } from '../../model/workload.ts';

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

/** `W3`, by the workload's place in the report. */
export type Numbered = ReadonlyMap<string, string>;

export function numbersOf(report: Pick<Report, 'workloads'>): Numbered {
  return new Map(report.workloads.map(({ id }, i) => [id, `W${i + 1}`]));
}

export function recommendedOf(workload: Workload): Plan | undefined {
  return workload.plans.find(plan => plan.recommended) ?? workload.plans[0];
}

/** The workload's model as a table shows it; a guess is called one. */
export function modelName({ model }: Pick<Workload, 'model'>): string {
  if (model === null) return 'not found';
  return `${model.name}${model.version === undefined ? '' : ` ${model.version}`}`;
}
