/** Suggested code: `rules/code/*.yaml`, compiled into `dist/code.json`. Templates with holes for the user's own names. */
import type { Api, Feature, Strategy } from './workload.ts';

export const CODE_LANGUAGES = ['python', 'typescript', 'csharp', 'java', 'go', 'terraform'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** Which plans show a topic; all that are given must fit. */
export interface TopicPlans {
  readonly apis?: readonly Api[];
  readonly strategies?: readonly Strategy[];
  /** API of the plan's route. */
  readonly routes?: readonly string[];
  readonly endpoints?: readonly string[];
  /** One of them is in use. */
  readonly features?: readonly Feature[];
  /** Keys of the first model. */
  readonly models?: readonly string[];
  /** Families of the first model. */
  readonly families?: readonly string[];
  readonly credentials?: readonly string[];
  /** Framework all clients belong to; `none` for no framework. */
  readonly frameworks?: readonly string[];
  readonly languages?: readonly CodeLanguage[];
  /** A deployment in infrastructure code of the template's own language. */
  readonly infrastructure?: 'deployment';
}

export interface Topic {
  readonly topic: string;
  readonly title: string;
  /** Model id and address where there is no plan to take them from. */
  readonly model?: string;
  readonly baseUrl?: string;
  readonly plans?: TopicPlans;
  /** Equivalents it stands for. */
  readonly for: readonly string[];
}

export interface Snippet {
  readonly before: string;
  readonly after: string;
}

export interface CodeBook {
  readonly topics: readonly Topic[];
  readonly code: Readonly<Record<CodeLanguage, Readonly<Record<string, Snippet>>>>;
  /** Equivalents without code, and why. */
  readonly none: readonly { readonly reason: string; readonly for: readonly string[] }[];
}

/** Holes of a template; what is an expression in the language, and what a quoted text. */
export const HOLES = ['endpoint', 'key', 'deployment', 'deploymentName', 'model', 'region', 'baseUrl'] as const;
export type Hole = (typeof HOLES)[number];
