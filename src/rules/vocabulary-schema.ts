/** The shape of `rules/vocabulary/` files about code: clients, functions, operations, features and signals. */
import * as v from 'valibot';
import type { Vocabulary } from '../model/vocabulary.ts';
import { APIS, FEATURES } from '../model/workload.ts';
import { matchKind, where } from './schema.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.pipe(v.array(text), v.minLength(1));
/** A method path may be empty: a call of the client itself. */
const paths = v.pipe(v.array(v.string()), v.minLength(1));

const input = v.strictObject({
  args: v.optional(texts),
  calls: v.optional(v.array(v.strictObject({ callee: texts, arg: text }))),
  attributes: v.optional(texts),
  options: v.optional(v.array(v.strictObject({ type: texts, property: text }))),
  env: v.optional(texts),
});
const inputs = v.strictObject({
  endpoint: v.optional(input),
  key: v.optional(input),
  token: v.optional(input),
  version: v.optional(input),
  deployment: v.optional(input),
});

const featureTest = v.strictObject({ feature: v.picklist(FEATURES), when: v.optional(where) });
const features = v.array(v.union([text, featureTest]));

const client = v.strictObject({
  id: text,
  languages: texts,
  construct: v.optional(texts),
  instances: v.optional(texts),
  module: v.optional(text),
  prefix: v.optional(texts),
  service: v.picklist(['azure', 'public', 'depends']),
  azureWhen: v.optional(where),
  publicWhen: v.optional(where),
  inputs: v.optional(inputs),
  types: v.optional(texts),
  adds: v.optional(v.boolean()),
  operations: texts,
});

const operation = v.strictObject({
  method: paths,
  typeArgument: v.optional(texts),
  when: v.optional(where),
  api: v.optional(v.picklist(APIS)),
  gives: v.optional(text),
  client: v.optional(input),
  model: v.optional(input),
  features: v.optional(features),
});

const callFunction = v.strictObject({
  id: text,
  languages: texts,
  callee: texts,
  client: v.optional(input),
  sets: v.optional(text),
  uses: v.optional(text),
  adds: v.optional(v.boolean()),
  leaves: v.optional(text),
  service: v.optional(v.picklist(['azure', 'depends'])),
  azureWhen: v.optional(where),
  inputs: v.optional(inputs),
  request: v.optional(v.literal(true)),
  api: v.optional(v.picklist(APIS)),
  gives: v.optional(text),
  model: v.optional(input),
  features: v.optional(features),
});

const signal = v.strictObject({
  feature: v.picklist(FEATURES),
  on: v.pipe(v.array(matchKind), v.minLength(1)),
  where,
  languages: v.optional(texts),
  near: v.picklist(['function', 'class', 'file']),
});

const conditions = v.record(text, texts);
const declaration = v.strictObject({
  id: text,
  language: text,
  file: text,
  root: v.optional(text),
  each: v.optional(v.boolean()),
  when: v.optional(conditions),
  construct: text,
  call: v.optional(
    v.strictObject({
      method: text,
      methods: v.optional(v.array(v.strictObject({ method: text, when: conditions }))),
      root: v.optional(text),
    }),
  ),
  dependencies: v.optional(texts),
});

export const vocabularyFile = v.strictObject({
  clients: v.optional(v.array(client), []),
  functions: v.optional(v.array(callFunction), []),
  operations: v.optional(
    v.record(
      text,
      v.strictObject({
        types: v.optional(texts),
        carried: v.optional(texts),
        calls: v.pipe(v.array(operation), v.minLength(1)),
      }),
    ),
    {},
  ),
  features: v.optional(v.record(text, v.pipe(v.array(featureTest), v.minLength(1))), {}),
  signals: v.optional(v.array(signal), []),
  declarations: v.optional(v.array(declaration), []),
  sections: v.optional(v.array(v.strictObject({ callee: texts, section: text })), []),
}) as unknown as v.GenericSchema<unknown, Vocabulary>;
