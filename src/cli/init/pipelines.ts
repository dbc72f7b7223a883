/** Pipelines `untether init` knows how to set up. */
export const PIPELINES = ['github', 'gitlab', 'azure', 'none'] as const;
export type Pipeline = (typeof PIPELINES)[number];
