/** The shape of `untether.yaml`; `schemas/config.schema.json` is generated from it for completion in editors. */
import * as v from 'valibot';
import type { Settings } from '../model/config.ts';
import { CONFIDENCES, DIMENSIONS, SEVERITIES } from '../model/rule.ts';
import { STRATEGIES } from '../model/workload.ts';

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const texts = v.array(text);
const say = <T extends v.GenericSchema>(
  schema: T,
  description: string,
): v.SchemaWithPipe<readonly [T, v.DescriptionAction<v.InferOutput<T>, string>]> =>
  v.pipe(schema, v.description(description) as v.DescriptionAction<v.InferOutput<T>, string>);

/** A calendar day: what looks like one and is none (February 30) is refused when it is read. */
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day like 2027-03-31'));
const factor = v.pipe(v.number(), v.minValue(0, 'must not be negative'));
const severity = v.picklist(SEVERITIES);

const target = v.strictObject({
  region: v.exactOptional(say(text, 'Region of the target, `eu-central-1`.')),
  residency: v.exactOptional(say(text, 'Where data must stay: `eu`, `us`, a country or a region.')),
  strategy: v.exactOptional(
    say(v.picklist([...STRATEGIES, 'best']), 'Plan for this strategy; `best` lets each workload choose.'),
  ),
  prefer: v.exactOptional(
    say(v.picklist(['openai', 'any']), 'Keep to models of the same vendor where there are some.'),
  ),
});

const fail = v.strictObject({
  severity: v.exactOptional(
    say(severity, 'A new tie of this severity or worse fails `untether check`. Default: high.'),
  ),
  confidence: v.exactOptional(say(v.picklist(CONFIDENCES), 'Only ties at least this sure fail it. Default: likely.')),
  incomplete: v.exactOptional(say(v.boolean(), 'Exit with 3 when something could not be read (`--strict`).')),
});

const suppress = v.strictObject({
  rule: say(v.union([text, texts]), 'Rule id, `area/*`, or `*`; one or several.'),
  paths: v.exactOptional(say(texts, 'Patterns as in .gitignore, relative to this file; everywhere when absent.')),
  reason: say(text, 'Why these ties are accepted; shown in reports.'),
  until: v.exactOptional(say(day, 'Last day on which it holds.')),
});

export const settingsSchema = v.strictObject({
  root: v.exactOptional(say(v.boolean(), 'Do not look for further config files above this one.')),
  include: v.exactOptional(
    say(texts, 'Read only files that fit one of these patterns (as in .gitignore, relative to this file).'),
  ),
  exclude: v.exactOptional(say(texts, 'Do not read files that fit one of these patterns; they count as skipped.')),
  rules: v.exactOptional(
    say(v.record(text, v.picklist(['on', 'off', ...SEVERITIES])), 'Rule id or `area/*` → `off`, `on` or a severity.'),
  ),
  customRules: v.exactOptional(say(texts, 'Rule files or folders of your own, relative to this file.')),
  dimensions: v.exactOptional(say(v.array(v.picklist(DIMENSIONS)), 'Only ties of these dimensions.')),
  target: v.exactOptional(say(target, 'What to plan for.')),
  models: v.exactOptional(
    say(
      v.record(text, v.union([text, v.strictObject({ name: text, version: v.exactOptional(text) })])),
      'Deployment name → model it runs, where no infrastructure code says so.',
    ),
  ),
  owners: v.exactOptional(
    say(v.record(text, v.union([text, texts])), 'Pattern → owners; the last that fits wins, over CODEOWNERS too.'),
  ),
  fail: v.exactOptional(say(fail, 'What fails `untether check`.')),
  suppress: v.exactOptional(say(v.array(suppress), 'Ties that are accepted, with a reason.')),
  baseline: v.exactOptional(say(text, 'The baseline file, relative to this file. Default: untether.baseline.')),
  score: v.exactOptional(
    v.strictObject({
      weights: v.exactOptional(say(v.record(text, factor), 'Part of the score → weight (docs/score.md).')),
    }),
  ),
  effort: v.exactOptional(
    say(
      v.strictObject({
        name: say(text, 'Shown beside every figure in days.'),
        daysPerPoint: v.strictObject({ low: factor, high: factor }),
      }),
      'Your own profile from points to days.',
    ),
  ),
  reports: v.exactOptional(
    say(texts, 'Reports every scan and check writes, as `--format` takes them: `markdown=docs/plan.md`.'),
  ),
}) satisfies v.GenericSchema<unknown, Settings>;
