/** The words a report says the same thing with, whatever its format. */
import type { Confidence, Dimension, Fidelity, Severity } from '../model/rule.ts';

export const PROVIDER = 'Azure OpenAI';
export const TARGET = 'Amazon Bedrock';

export const DIMENSION_TITLES: Readonly<Record<Dimension, string>> = {
  sdk: 'SDK and clients',
  endpoint: 'Endpoints',
  identity: 'Identity and keys',
  model: 'Models and deployments',
  api: 'Hard-to-move APIs',
  safety: 'Content safety',
  data: 'Data',
  agents: 'Agents',
  network: 'Network',
  capacity: 'Capacity',
  observability: 'Observability',
  delivery: 'Delivery',
};

export const FIDELITY_MEANINGS: Readonly<Record<Fidelity, string>> = {
  'drop-in': 'configuration only',
  adapt: 'edit in place',
  redesign: 'another API, other data or another architecture',
  none: 'nothing corresponds',
  unknown: 'a person must look',
};

export const SEVERITY_MEANINGS: Readonly<Record<Severity, string>> = {
  blocker: 'nothing works without it',
  high: 'a feature breaks',
  medium: 'must change with the move',
  low: 'needs a look during the move',
  info: 'good to know',
};

export const CONFIDENCE_MEANINGS: Readonly<Record<Confidence, string>> = {
  certain: 'the text says so',
  likely: 'the text points there',
  possible: 'worth a check',
};

/** What a number of ties does, by how close the equivalent comes: `3 need edits in place`. */
export function fidelityPhrase(fidelity: Fidelity, count: number): string {
  const one = count === 1;
  const phrases: Readonly<Record<Fidelity, string>> = {
    'drop-in': `${count} ${one ? 'needs' : 'need'} only other configuration`,
    adapt: `${count} ${one ? 'needs' : 'need'} edits in place`,
    redesign: `${count} ${one ? 'needs' : 'need'} a redesign`,
    none: `${count} ${one ? 'has' : 'have'} no counterpart`,
    unknown: `${count} must be looked at by a person`,
  };
  return phrases[fidelity];
}

const SKIP_REASONS: Readonly<Record<string, string>> = {
  'no-reader': 'of a kind nothing here reads',
  binary: 'binary',
  'too-large': 'too large',
  unreadable: 'without permission or broken',
  'reader-failed': 'that a reader failed on',
  minified: 'minified',
  vendored: "of other people's making",
  symlink: 'only links',
  'special-file': 'no regular files',
};

/** Why files were passed over, as it follows a number of them. */
export function skipReason(reason: string): string {
  return SKIP_REASONS[reason] ?? reason;
}
