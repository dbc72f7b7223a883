/** The shapes rule files must have, strict everywhere so that a slip of the hand is an error with a place. */
import * as v from 'valibot';
import { ACCOUNT_PARTS } from '../model/estate.ts';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES } from '../model/rule.ts';
import { TOPICS } from '../model/translation.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const words = v.union([text, v.array(text)]);

export const textTest: v.GenericSchema = v.lazy(() =>
  v.union([
    v.string(),
    v.array(v.string()),
    v.strictObject({
      equals: v.optional(v.union([v.string(), v.array(v.string())])),
      includes: v.optional(words),
      prefix: v.optional(words),
      suffix: v.optional(words),
      regex: v.optional(text),
      is: v.optional(words),
      not: v.optional(textTest),
      all: v.optional(v.array(textTest)),
      any: v.optional(v.array(textTest)),
      case: v.optional(v.boolean()),
    }),
  ]),
);

const VALUE_KINDS = [
  'literal',
  'template',
  'env',
  'reference',
  'call',
  'list',
  'object',
  'choice',
  'unknown',
  'absent',
  'string',
  'number',
  'boolean',
] as const;
const valueKind = v.picklist(VALUE_KINDS);

export const valueTest: v.GenericSchema = v.lazy(() =>
  v.union([
    v.string(),
    v.array(v.string()),
    v.strictObject({
      kind: v.optional(v.union([valueKind, v.array(valueKind)])),
      text: v.optional(textTest),
      env: v.optional(textTest),
      reference: v.optional(textTest),
      callee: v.optional(textTest),
      contains: v.optional(textTest),
      direct: v.optional(v.boolean()),
      refersTo: v.optional(text),
      not: v.optional(valueTest),
      all: v.optional(v.array(valueTest)),
      any: v.optional(v.array(valueTest)),
    }),
  ]),
);

export const where: v.GenericSchema = v.lazy(() =>
  v.strictObject({
    name: v.optional(textTest),
    module: v.optional(textTest),
    imported: v.optional(textTest),
    callee: v.optional(textTest),
    receiver: v.optional(textTest),
    method: v.optional(textTest),
    form: v.optional(textTest),
    resolved: v.optional(v.boolean()),
    path: v.optional(textTest),
    text: v.optional(textTest),
    role: v.optional(textTest),
    into: v.optional(textTest),
    description: v.optional(textTest),
    format: v.optional(textTest),
    ecosystem: v.optional(textTest),
    version: v.optional(textTest),
    access: v.optional(textTest),
    value: v.optional(valueTest),
    args: v.optional(v.record(v.string(), valueTest)),
    type: v.optional(textTest),
    resource: v.optional(textTest),
    mode: v.optional(textTest),
    address: v.optional(textTest),
    program: v.optional(textTest),
    words: v.optional(textTest),
    file: v.optional(textTest),
    scope: v.optional(textTest),
    any: v.optional(v.array(where)),
    all: v.optional(v.array(where)),
    not: v.optional(where),
  }),
);

const MATCH_KINDS = [
  'dependency',
  'import',
  'call',
  'argument',
  'entry',
  'member',
  'string',
  'setting',
  'envRead',
  'definition',
  'resource',
  'property',
  'command',
  'element',
] as const;
export const matchKind = v.picklist(MATCH_KINDS);

const example = {
  lang: text,
  file: v.optional(text),
  code: text,
  files: v.optional(v.record(v.string(), v.string())),
};
const place = v.pipe(v.string(), v.regex(/^\d+:\d+$/, 'a place is "line:column"'));

export const rule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z]+(?:\/[a-z0-9-]+)+$/, 'an id is "area/kebab-case"')),
  title: text,
  message: text,
  dimension: v.picklist(DIMENSIONS),
  tie: v.optional(v.boolean(), true),
  evidence: v.optional(v.boolean()),
  severity: v.picklist(SEVERITIES),
  confidence: v.picklist(CONFIDENCES),
  on: v.union([matchKind, v.array(matchKind)]),
  languages: v.optional(v.array(text)),
  where,
  requires: v.optional(
    v.array(
      v.strictObject({
        scope: v.picklist(['file', 'folder', 'component', 'repository']),
        any: v.optional(v.array(text)),
        none: v.optional(v.array(text)),
      }),
    ),
  ),
  gives: v.optional(v.array(text)),
  keywords: v.pipe(v.array(v.pipe(v.string(), v.minLength(4))), v.minLength(1)),
  equivalent: text,
  links: v.optional(v.array(v.pipe(v.string(), v.url()))),
  covers: v.optional(v.array(text)),
  since: text,
  examples: v.strictObject({
    hit: v.pipe(v.array(v.strictObject({ ...example, at: v.union([place, v.array(place)]) })), v.minLength(1)),
    miss: v.pipe(v.array(v.strictObject({ ...example, why: text })), v.minLength(1)),
  }),
});
export const ruleFile = v.union([rule, v.array(rule)]);

const source = v.strictObject({
  url: v.pipe(v.string(), v.url()),
  asOf: v.pipe(v.string(), v.isoDate()),
  status: v.picklist(['confirmed', 'secondary', 'unconfirmed']),
});
export const equivalent = v.strictObject({
  key: v.pipe(v.string(), v.regex(/^[a-z]+\/[a-z0-9-]+$/)),
  title: text,
  fidelity: v.picklist(FIDELITIES),
  effort: v.strictObject({ low: v.pipe(v.number(), v.minValue(0)), high: v.pipe(v.number(), v.minValue(0)) }),
  summary: text,
  changes: v.array(text),
  caveats: v.optional(v.array(text), []),
  portable: v.optional(text),
  newLockIn: v.optional(text),
  sources: v.pipe(v.array(source), v.minLength(1)),
});
export const equivalentsFile = v.array(equivalent);

export const translationsFile = v.array(
  v.strictObject({
    topic: v.picklist(TOPICS),
    from: text,
    to: v.pipe(v.array(text), v.minLength(1)),
    detail: v.optional(text),
    fidelity: v.picklist(FIDELITIES),
    when: v.strictObject({
      rules: v.optional(v.array(text)),
      dimension: v.optional(v.picklist(DIMENSIONS)),
      parts: v.optional(v.array(v.picklist(ACCOUNT_PARTS))),
      skus: v.optional(v.boolean()),
      text: v.optional(v.pipe(v.string(), v.check(isPattern, 'not a regular expression'))),
    }),
    sources: v.pipe(v.array(source), v.minLength(1)),
  }),
);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

export const patternsFile = v.record(v.string(), textTest);

const expression = v.pipe(v.string(), v.check(isPattern, 'not a regular expression'));

export const declarationsFile = v.array(
  v.strictObject({
    provider: v.picklist(['terraform', 'bicep', 'arm', 'pulumi', 'cdktf', 'kubernetes', 'ansible', 'cli', 'other']),
    from: v.picklist(['call', 'command', 'mapping', 'document']),
    match: expression,
    type: text,
    props: v.optional(text),
    spelling: v.optional(v.picklist(['snake', 'camel'])),
    flags: v.optional(v.record(v.string(), v.array(text))),
    address: v.optional(v.array(text)),
    parent: v.optional(v.array(text)),
    linkOnly: v.optional(v.literal(true)),
  }),
);

export const resourcesFile = v.array(
  v.strictObject({
    name: text,
    types: v.array(text),
    props: v.optional(v.record(v.string(), v.array(text))),
    values: v.optional(
      v.record(v.string(), v.strictObject({ certain: v.array(text), possible: v.optional(v.array(text)) })),
    ),
    classes: v.optional(
      v.record(
        v.string(),
        v.array(
          v.strictObject({
            where: v.optional(where),
            child: v.optional(text),
            of: v.optional(text),
            unit: v.optional(textTest),
          }),
        ),
      ),
    ),
  }),
);
