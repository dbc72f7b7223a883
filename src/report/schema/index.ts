/**
 * The report's shape, to check a saved one against and to generate `schemas/report.schema.json` from. The types of
 * `model/` are the contract: the last lines of this file do not compile when the two differ.
 */
import * as v from 'valibot';
import type { Report } from '../../model/report.ts';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES } from '../../model/rule.ts';
import { account, deployment, openQuestion, setting, translation } from './estate.ts';
import { comparison, live, suppressionNotice } from './extras.ts';
import { finding, level } from './finding.ts';
import {
  confidence,
  count,
  counts,
  described,
  dimension,
  points,
  position,
  path,
  severity,
  text,
  texts,
} from './parts.ts';
import { client, score, strategy, strategySummary, wave, workload } from './workload.ts';

const summary = v.object({
  tied: v.boolean(),
  findings: count,
  ties: count,
  context: count,
  files: v.pipe(count, v.description('Files with at least one tie.')),
  bySeverity: counts(SEVERITIES),
  byDimension: counts(DIMENSIONS),
  byFidelity: counts(FIDELITIES),
  byConfidence: counts(CONFIDENCES),
  byStatus: v.object({ new: count, baseline: count, suppressed: count }),
  effort: v.pipe(points, v.description('Points over all ties; repeats of one tie count sub-linearly.')),
});

const coverage = v.object({
  walked: v.pipe(count, v.description('Files met, ignored ones not counted.')),
  readable: v.pipe(count, v.description('Files of a kind some reader takes.')),
  read: v.pipe(count, v.description('Files parsed because a keyword occurs in them.')),
  clean: v.pipe(count, v.description('Files looked through without any keyword.')),
  skipped: v.pipe(v.record(v.string(), count), v.description('Files not read, by reason.')),
  languages: v.record(v.string(), v.object({ files: count, level, findings: count })),
});

export const reportSchema = v.object({
  schemaVersion: v.literal(1),
  tool: v.object({ name: v.literal('untether'), version: text }),
  ruleset: v.object({ version: text, digest: text, factsAsOf: described('Date of the facts advice rests on.') }),
  target: v.object({
    provider: v.literal('bedrock'),
    region: v.exactOptional(text),
    residency: v.exactOptional(text),
    prefer: v.exactOptional(v.picklist(['openai', 'any'])),
    strategy: v.union([strategy, v.literal('best')]),
  }),
  root: described('Name of the scanned folder, never its absolute path.'),
  git: v.object({
    commit: v.exactOptional(text),
    branch: v.exactOptional(text),
    dirty: v.exactOptional(v.boolean()),
    prefix: v.exactOptional(described('Path of the scanned root inside its repository.')),
    prefixes: v.exactOptional(
      v.pipe(
        v.record(v.string(), v.string()),
        v.description('With several roots: what their paths begin with here → in the repository.'),
      ),
    ),
    remote: v.exactOptional(described('Web address of the repository, no credentials in it.')),
  }),
  narrowed: v.exactOptional(
    v.pipe(
      v.object({
        dimensions: v.exactOptional(v.array(dimension)),
        minSeverity: v.exactOptional(severity),
        minConfidence: v.exactOptional(confidence),
      }),
      v.description('Present when findings were left out on request.'),
    ),
  ),
  timestamp: v.exactOptional(described('Only when it was asked for.')),
  facts: v.exactOptional(
    v.pipe(
      v.object({
        oldest: text,
        newest: text,
        sources: count,
        notConfirmed: count,
        age: v.exactOptional(v.object({ days: count, old: count, after: count })),
      }),
      v.description('Dates of the sources that advice and plans name; the age only with a timestamp.'),
    ),
  ),
  effortProfile: v.exactOptional(
    v.pipe(
      v.object({ name: text, calibrated: v.boolean(), daysPerPoint: points, note: v.exactOptional(text) }),
      v.description('From points to days; the built-in one is an uncalibrated planning assumption.'),
    ),
  ),
  summary,
  score: v.pipe(v.nullable(score), v.description('Null where nothing ties the code.')),
  findings: v.array(finding),
  workloads: v.array(workload),
  clients: v.array(client),
  strategies: v.array(strategySummary),
  roadmap: v.array(wave),
  components: v.array(
    v.object({
      id: text,
      name: text,
      kind: text,
      owners: texts,
      findings: count,
      ties: count,
      byDimension: counts(DIMENSIONS),
    }),
  ),
  deployments: v.array(deployment),
  settings: v.array(setting),
  accounts: v.array(account),
  openQuestions: v.array(openQuestion),
  translations: v.exactOptional(v.array(translation)),
  live: v.exactOptional(v.pipe(live, v.description('Only with live snapshots.'))),
  comparison: v.exactOptional(v.pipe(comparison, v.description('Only when something was compared with.'))),
  suppressions: v.exactOptional(v.array(suppressionNotice)),
  diagnostics: v.array(v.object({ path, line: v.exactOptional(position), code: text, message: text })),
  coverage,
});

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Checked = v.InferOutput<typeof reportSchema>;
/** One line per top-level key, so that the error names the part that differs. */
const same: {
  [K in keyof Report | keyof Checked]-?: K extends keyof Report & keyof Checked
    ? Same<Writable<Report[K]>, Writable<Checked[K]>>
    : false;
} = {
  schemaVersion: true,
  tool: true,
  ruleset: true,
  target: true,
  root: true,
  git: true,
  narrowed: true,
  timestamp: true,
  facts: true,
  effortProfile: true,
  summary: true,
  findings: true,
  score: true,
  workloads: true,
  clients: true,
  strategies: true,
  roadmap: true,
  components: true,
  deployments: true,
  settings: true,
  accounts: true,
  openQuestions: true,
  translations: true,
  live: true,
  comparison: true,
  suppressions: true,
  diagnostics: true,
  coverage: true,
};
void same;
