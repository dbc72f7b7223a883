/**
 * CycloneDX 1.6 as a bill of materials of machine learning: the models in use and the services that run them, what data
 * flows to them from which component, and where each is planned to go.
 */
import { createHash } from 'node:crypto';
import type { Report, Workload } from '../model/report.ts';
import type { Api } from '../model/workload.ts';
import { jsonText, visible } from './escape.ts';
import { recommendedOf } from './story/names.ts';
import { PROVIDER } from './words.ts';

/** What passes between the code and the service, and what kind of task it is. */
const FLOWS: Readonly<Record<Api, readonly [data: string, task: string]>> = {
  chat: ['prompts and completions', 'text-generation'],
  responses: ['prompts and completions', 'text-generation'],
  completions: ['prompts and completions', 'text-generation'],
  embeddings: ['texts and their vectors', 'feature-extraction'],
  assistants: ['conversations, files and completions', 'text-generation'],
  batch: ['batches of prompts and completions', 'text-generation'],
  realtime: ['speech in both directions', 'speech-to-speech'],
  images: ['prompts and images', 'text-to-image'],
  audio: ['recordings, texts and speech', 'automatic-speech-recognition'],
  video: ['prompts and videos', 'text-to-video'],
  'fine-tuning': ['training data', 'text-generation'],
  files: ['files', 'text-generation'],
  'on-your-data': ['prompts, search results and completions', 'text-generation'],
  agents: ['conversations, tool calls and completions', 'text-generation'],
  unknown: ['requests of unknown kind', 'unknown'],
};

interface Property {
  readonly name: string;
  readonly value: string;
}

export function render(report: Report): string {
  const models = grouped(report.workloads, workload => modelRef(workload));
  const services = grouped(report.workloads, workload => serviceRef(workload));
  const application = 'application';
  return `${jsonText(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: serialNumber(report),
      version: 1,
      metadata: {
        ...(report.timestamp === undefined ? {} : { timestamp: report.timestamp }),
        tools: {
          components: [{ type: 'application', name: report.tool.name, version: report.tool.version }],
        },
        component: {
          'bom-ref': application,
          type: 'application',
          name: visible(report.root) || 'repository',
          ...(report.git.commit === undefined ? {} : { version: visible(report.git.commit) }),
          ...(report.git.remote?.startsWith('https://')
            ? { externalReferences: [{ type: 'vcs', url: encodeURI(report.git.remote) }] }
            : {}),
        },
        properties: [
          property('ruleset', report.ruleset.digest),
          property('factsAsOf', report.ruleset.factsAsOf),
          ...(report.score === null ? [] : [property('score', `${report.score.value}`)]),
          property('ties', `${report.summary.ties}`),
        ],
      },
      components: [
        ...componentIds(report).map(id => ({
          'bom-ref': componentRef(id),
          type: 'application',
          name: visible(id),
        })),
        ...[...models].map(([ref, list]) => modelComponent(ref, list)),
      ],
      services: [...services].map(([ref, list]) => service(ref, list)),
      dependencies: [
        { ref: application, dependsOn: componentIds(report).map(componentRef) },
        ...componentIds(report).map(id => {
          const own = report.workloads.filter(workload => workload.component === id);
          return { ref: componentRef(id), dependsOn: distinct(own.flatMap(workload => [serviceRef(workload)])) };
        }),
        ...[...services].map(([ref, list]) => ({ ref, dependsOn: distinct(list.map(modelRef)) })),
      ],
    },
    2,
  )}\n`;
}

function componentIds({ workloads }: Report): string[] {
  return distinct(workloads.map(workload => workload.component));
}

const componentRef = (id: string): string => `component:${visible(id)}`;
const modelRef = ({ model }: Workload): string =>
  model === null
    ? 'model:not-found'
    : `model:${visible(model.name)}${model.version === undefined ? '' : `@${visible(model.version)}`}`;
const serviceRef = ({ endpoint }: Workload): string =>
  `service:${endpoint === undefined ? 'not-found' : visible(endpoint)}`;

function modelComponent(ref: string, [first, ...more]: readonly [Workload, ...Workload[]]): object {
  const workloads = [first, ...more];
  const { model } = first;
  const plans = workloads.flatMap(workload => recommendedOf(workload) ?? []);
  return {
    'bom-ref': ref,
    type: 'machine-learning-model',
    name: model === null ? 'model not found' : visible(model.name),
    ...(model?.version === undefined ? {} : { version: visible(model.version) }),
    modelCard: {
      modelParameters: { task: FLOWS[first.api][1] },
    },
    properties: [
      ...(model === null ? [] : [property('basis', model.basis), property('confidence', model.confidence)]),
      ...(model?.retires ? [property('announcedEnd', model.retires.date)] : []),
      ...distinct(workloads.flatMap(workload => workload.deployments)).map(name => property('deployment', name)),
      property('callSites', `${workloads.reduce((sum, workload) => sum + workload.callSites.length, 0)}`),
      ...distinct(plans.map(plan => plan.fidelity)).map(fidelity => property('target:fidelity', fidelity)),
      ...distinct(plans.flatMap(plan => plan.target.modelIds.slice(0, 1))).map(id => property('target:modelId', id)),
    ],
  };
}

function service(ref: string, [first, ...more]: readonly [Workload, ...Workload[]]): object {
  const workloads = [first, ...more];
  const address = webAddress(first.endpoint);
  return {
    'bom-ref': ref,
    name: PROVIDER,
    ...(address === undefined ? {} : { endpoints: [address] }),
    authenticated: true,
    'x-trust-boundary': true,
    data: distinct(workloads.map(workload => FLOWS[workload.api][0])).map(name => ({
      flow: 'bi-directional',
      classification: 'not classified',
      name,
    })),
    properties: [
      ...(first.endpoint === undefined || address !== undefined ? [] : [property('endpoint', first.endpoint)]),
      ...distinct(workloads.flatMap(workload => workload.region ?? [])).map(region => property('region', region)),
      ...distinct(workloads.flatMap(workload => workload.credential ?? [])).map(kind => property('credential', kind)),
      ...distinct(workloads.map(workload => workload.component)).map(id => property('usedBy', id)),
      ...distinct(workloads.flatMap(workload => recommendedOf(workload)?.target.endpoint ?? [])).map(endpoint =>
        property('target:endpoint', endpoint),
      ),
    ],
  };
}

/** An address with holes in it, or none at all, is no address a tool could use. */
function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.includes('*')) return undefined;
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function property(name: string, value: string): Property {
  return { name: `untether:${name}`, value: visible(value) };
}

function distinct<T extends string>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

function grouped(
  workloads: readonly Workload[],
  key: (workload: Workload) => string,
): Map<string, [Workload, ...Workload[]]> {
  const groups = new Map<string, [Workload, ...Workload[]]>();
  for (const workload of workloads) {
    const group = groups.get(key(workload));
    if (group) group.push(workload);
    else groups.set(key(workload), [workload]);
  }
  return groups;
}

/** The same report has the same number: a UUID from a digest and not from chance. */
function serialNumber(report: Report): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([report.root, report.git.commit, report.ruleset.digest, report.summary, report.workloads]))
    .digest('hex');
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `a${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
