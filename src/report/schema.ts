/**
 * The report's shape, to check a saved one against and to generate `schemas/report.schema.json` from. The types of
 * `model/report.ts` are the contract: the last lines of this file do not compile when the two differ.
 */
import * as v from 'valibot';
import type { Report } from '../model/report.ts';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES } from '../model/rule.ts';

const described = (description: string) => v.pipe(v.string(), v.description(description));
const text = v.string();
const texts = v.array(v.string());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const position = v.pipe(v.number(), v.integer(), v.minValue(1));
const points = v.object({ low: v.pipe(v.number(), v.minValue(0)), high: v.pipe(v.number(), v.minValue(0)) });
const path = described('Relative to the scanned root, forward slashes.');

const dimension = v.picklist(DIMENSIONS);
const severity = v.picklist(SEVERITIES);
const confidence = v.picklist(CONFIDENCES);
const fidelity = v.picklist(FIDELITIES);
const level = v.picklist(['parsed', 'text']);
const strategy = v.picklist(['openai-on-bedrock', 'bedrock-native', 'gateway']);

/** How many of each: every key may be missing, none may be unknown. */
const counts = <const K extends readonly string[]>(keys: K) =>
  v.object(
    Object.fromEntries(keys.map(key => [key, v.exactOptional(count)])) as { [P in K[number]]: typeof optionalCount },
  );
const optionalCount = v.exactOptional(count);

const place = v.object({ path, line: position });

const location = v.object({
  path,
  startLine: position,
  startColumn: v.pipe(position, v.description('1-based, in UTF-16 code units.')),
  endLine: position,
  endColumn: v.pipe(position, v.description('1-based, exclusive.')),
  cell: v.exactOptional(v.object({ number: position, line: position })),
});

const advice = v.object({
  equivalent: described('Key of the equivalent.'),
  title: text,
  fidelity: v.pipe(fidelity, v.description('How close the equivalent comes.')),
  effort: v.pipe(points, v.description('Points for one such place.')),
  summary: text,
  changes: texts,
  portable: v.exactOptional(described('An alternative that ties to no provider.')),
  newLockIn: v.exactOptional(described('What the equivalent would tie the code to instead.')),
  caveats: texts,
  sources: v.array(
    v.object({
      url: text,
      asOf: described('ISO date of the content.'),
      status: v.picklist(['confirmed', 'secondary', 'unconfirmed']),
    }),
  ),
});

const finding = v.object({
  ruleId: text,
  title: text,
  message: text,
  dimension,
  tie: v.pipe(v.boolean(), v.description('False for context, which never fails a build.')),
  severity: v.pipe(severity, v.description('How much breaks without the provider.')),
  confidence: v.pipe(confidence, v.description('How sure the match is.')),
  location,
  related: v.exactOptional(v.array(location)),
  snippet: described('The line it stands on, trimmed, secrets masked.'),
  snippetColumn: v.exactOptional(position),
  fingerprint: described('The same tie keeps it when lines shift.'),
  component: described('Id of the component it belongs to.'),
  owners: texts,
  status: v.picklist(['new', 'baseline', 'suppressed']),
  suppression: v.exactOptional(
    v.object({ kind: v.picklist(['code', 'config']), reason: text, until: v.exactOptional(text) }),
  ),
  language: text,
  level,
  advice,
  workload: v.exactOptional(text),
});

const plan = v.object({
  strategy,
  recommended: v.boolean(),
  fidelity,
  effort: points,
  target: v.object({ endpoint: text, baseUrl: v.exactOptional(text), api: text, modelIds: texts }),
  changes: texts,
  caveats: texts,
  newLockIn: v.exactOptional(text),
  portable: v.exactOptional(text),
});

const workload = v.object({
  id: text,
  component: text,
  api: text,
  model: v.nullable(v.object({ name: text, version: v.exactOptional(text), from: v.array(place) })),
  clients: v.array(place),
  callSites: v.array(v.object({ path, line: position, client: v.nullable(place), features: texts, confidence })),
  deployments: texts,
  endpoint: v.exactOptional(text),
  region: v.exactOptional(text),
  plans: v.array(plan),
});

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
    strategy: v.union([strategy, v.literal('best')]),
  }),
  root: described('Name of the scanned folder, never its absolute path.'),
  git: v.object({
    commit: v.exactOptional(text),
    branch: v.exactOptional(text),
    dirty: v.exactOptional(v.boolean()),
    prefix: v.exactOptional(described('Path of the scanned root inside its repository.')),
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
  summary,
  findings: v.array(finding),
  workloads: v.array(workload),
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
  deployments: v.array(
    v.object({
      name: text,
      model: v.exactOptional(text),
      version: v.exactOptional(text),
      sku: v.exactOptional(text),
      capacity: v.exactOptional(v.number()),
      account: v.exactOptional(text),
      defined: v.exactOptional(place),
      usedBy: v.array(place),
      via: texts,
      confidence,
    }),
  ),
  settings: v.array(
    v.object({
      name: text,
      feeds: v.picklist(['endpoint', 'key', 'deployment', 'version', 'model', 'other']),
      reads: v.array(place),
      definitions: v.array(place),
    }),
  ),
  accounts: v.array(
    v.object({
      name: text,
      kind: v.exactOptional(text),
      region: v.exactOptional(text),
      sku: v.exactOptional(text),
      defined: place,
      confidence,
    }),
  ),
  openQuestions: v.array(v.object({ question: text, closes: text, places: v.array(place) })),
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
  summary: true,
  findings: true,
  workloads: true,
  components: true,
  deployments: true,
  settings: true,
  accounts: true,
  openQuestions: true,
  diagnostics: true,
  coverage: true,
};
void same;
