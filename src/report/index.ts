/** Formats by name; each reporter is loaded only when it is asked for. */
import type { Report } from '../model/report.ts';
import type { RenderOptions } from './options.ts';

export type { RenderOptions } from './options.ts';
export type Render = (report: Report, options: RenderOptions) => string;

const REPORTERS = {
  terminal: () => import('./terminal/index.ts').then(module => module.render),
  markdown: () => import('./markdown/index.ts').then(module => module.render),
  html: () => import('./html/index.ts').then(module => module.render),
  json: () => import('./json.ts').then(module => module.render),
  sarif: () => import('./sarif.ts').then(module => module.render),
  csv: () => import('./csv.ts').then(module => module.renderFindings),
  'csv-workloads': () => import('./csv.ts').then(module => module.renderWorkloads),
  cyclonedx: () => import('./cyclonedx.ts').then(module => module.render),
  'github-summary': () => import('./ci/summary.ts').then(module => module.render),
  github: () => import('./ci/annotations.ts').then(module => module.renderGithub),
  'azure-pipelines': () => import('./ci/annotations.ts').then(module => module.renderAzure),
  gitlab: () => import('./ci/gitlab.ts').then(module => module.render),
  junit: () => import('./ci/junit.ts').then(module => module.render),
} as const satisfies Readonly<Record<string, () => Promise<Render>>>;

export type Format = keyof typeof REPORTERS;
export const FORMATS = Object.keys(REPORTERS) as readonly Format[];

export function isFormat(name: string): name is Format {
  return Object.hasOwn(REPORTERS, name);
}

export function loadReporter(format: Format): Promise<Render> {
  return REPORTERS[format]();
}
