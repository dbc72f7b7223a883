/** Joins the vocabulary files about code into one, and checks what no schema sees: names that lead nowhere, tests that can never hold. */
import { nearest } from '../base/text.ts';
import { KEYS_OF_KIND, type MatchKind, type Patterns, type Where } from '../model/rule.ts';
import {
  NO_VOCABULARY,
  type ClientKind,
  type Declaration,
  type FeatureTest,
  type FunctionKind,
  type Operation,
  type Signal,
  type Vocabulary,
} from '../model/vocabulary.ts';
import { checkWhere, type Mistake } from './check.ts';

/** One file's share, with the place of each of its parts. */
export interface VocabularyPart {
  readonly file: string;
  readonly value: Vocabulary;
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/** A mistake and the file it is in. */
export interface PlacedMistake extends Mistake {
  readonly part: VocabularyPart;
}

export function joinVocabulary(parts: readonly VocabularyPart[], base: Vocabulary = NO_VOCABULARY): Vocabulary {
  const values = [base, ...parts.map(part => part.value)];
  return {
    clients: values.flatMap(value => value.clients),
    functions: values.flatMap(value => value.functions),
    operations: Object.assign({}, ...values.map(value => value.operations)) as Vocabulary['operations'],
    features: Object.assign({}, ...values.map(value => value.features)) as Vocabulary['features'],
    signals: values.flatMap(value => value.signals),
    declarations: values.flatMap(value => value.declarations),
    sections: values.flatMap(value => value.sections),
  };
}

type Path = readonly (string | number)[];

/** All mistakes of the parts, in order. `whole` is everything joined. */
export function* checkVocabulary(
  parts: readonly VocabularyPart[],
  whole: Vocabulary,
  patterns: Patterns,
  base: Vocabulary = NO_VOCABULARY,
): Generator<PlacedMistake> {
  const seen = new Map<string, string>();
  for (const name of [
    ...base.clients.map(client => `client "${client.id}"`),
    ...base.functions.map(each => `function "${each.id}"`),
    ...Object.keys(base.operations).map(name => `table "${name}"`),
    ...Object.keys(base.features).map(name => `feature set "${name}"`),
  ]) {
    seen.set(name, 'the built-in vocabulary');
  }
  for (const part of parts) {
    for (const mistake of checkPart(part, whole, patterns, seen)) yield { ...mistake, part };
  }
}

function* checkPart(
  part: VocabularyPart,
  whole: Vocabulary,
  patterns: Patterns,
  seen: Map<string, string>,
): Generator<Mistake> {
  const { value, file } = part;
  function* once(what: string, path: Path): Generator<Mistake> {
    const first = seen.get(what);
    if (first === undefined) seen.set(what, file);
    else yield { path, message: `${what} is already defined in ${first}` };
  }
  for (const [i, client] of value.clients.entries()) {
    const path = ['clients', i];
    yield* once(`client "${client.id}"`, path);
    yield* checkClient(client, path, whole, patterns);
  }
  for (const [i, each] of value.functions.entries()) {
    const path = ['functions', i];
    yield* once(`function "${each.id}"`, path);
    yield* checkFunction(each, path, whole, patterns);
  }
  for (const [name, table] of Object.entries(value.operations)) {
    yield* once(`table "${name}"`, ['operations', name]);
    for (const [i, operation] of table.calls.entries()) {
      yield* checkOperation(operation, ['operations', name, 'calls', i], whole, patterns);
    }
  }
  for (const [name, tests] of Object.entries(value.features)) {
    yield* once(`feature set "${name}"`, ['features', name]);
    yield* checkFeatures(tests, ['features', name], whole, patterns);
  }
  for (const [i, signal] of value.signals.entries()) yield* checkSignal(signal, ['signals', i], patterns);
  for (const [i, one] of value.declarations.entries()) {
    yield* once(`declaration "${one.id}"`, ['declarations', i]);
    yield* checkDeclaration(one, ['declarations', i], whole);
  }
}

function* checkClient(client: ClientKind, path: Path, whole: Vocabulary, patterns: Patterns): Generator<Mistake> {
  if (!client.construct && !client.instances && !client.module && !client.prefix) {
    yield { path, message: `client "${client.id}" is made by nothing: give construct, instances, module or prefix` };
  }
  if (client.service === 'depends' && !client.azureWhen) {
    yield { path, message: `client "${client.id}" depends on its call: say when it reaches Azure (azureWhen)` };
  }
  for (const [i, table] of client.operations.entries()) yield* checkTable(table, [...path, 'operations', i], whole);
  yield* checkOnCall(client.azureWhen, [...path, 'azureWhen'], patterns);
  yield* checkOnCall(client.publicWhen, [...path, 'publicWhen'], patterns);
}

function* checkFunction(each: FunctionKind, path: Path, whole: Vocabulary, patterns: Patterns): Generator<Mistake> {
  if (each.api === undefined && each.gives === undefined && each.sets === undefined) {
    yield { path, message: `function "${each.id}" neither calls an API nor gives or sets a client` };
  }
  if (each.client === undefined && each.uses === undefined && each.service === undefined) {
    yield { path, message: `function "${each.id}" has no client: give client, uses or service` };
  }
  if (each.service === 'depends' && !each.azureWhen) {
    yield { path, message: `function "${each.id}" depends on its call: say when it reaches Azure (azureWhen)` };
  }
  if (each.gives !== undefined) yield* checkTable(each.gives, [...path, 'gives'], whole);
  yield* checkOnCall(each.azureWhen, [...path, 'azureWhen'], patterns);
  yield* checkFeatures(each.features ?? [], [...path, 'features'], whole, patterns);
}

function* checkOperation(operation: Operation, path: Path, whole: Vocabulary, patterns: Patterns): Generator<Mistake> {
  if (operation.api === undefined && operation.gives === undefined) {
    yield { path, message: 'an operation calls an api or gives a table' };
  }
  if (operation.gives !== undefined) yield* checkTable(operation.gives, [...path, 'gives'], whole);
  yield* checkOnCall(operation.when, [...path, 'when'], patterns);
  yield* checkFeatures(operation.features ?? [], [...path, 'features'], whole, patterns);
}

function* checkFeatures(
  features: readonly (string | FeatureTest)[],
  path: Path,
  whole: Vocabulary,
  patterns: Patterns,
): Generator<Mistake> {
  for (const [i, feature] of features.entries()) {
    if (typeof feature !== 'string') yield* checkOnCall(feature.when, [...path, i, 'when'], patterns);
    else if (whole.features[feature] === undefined) {
      yield { path: [...path, i], message: unknown('feature set', feature, Object.keys(whole.features)) };
    }
  }
}

function* checkSignal(signal: Signal, path: Path, patterns: Patterns): Generator<Mistake> {
  yield* checkOn(signal.where, signal.on, [...path, 'where'], patterns);
}

const checkOnCall = (where: Where | undefined, path: Path, patterns: Patterns): Iterable<Mistake> =>
  where === undefined ? [] : checkOn(where, ['call'], path, patterns);

function checkOn(where: Where, kinds: readonly MatchKind[], path: Path, patterns: Patterns): Iterable<Mistake> {
  const known = {
    patterns,
    resources: new Set<string>(),
    equivalents: new Set<string>(),
    tags: new Set<string>(),
  };
  return checkWhere(where, path, { known, allowed: new Set(kinds.flatMap(kind => KEYS_OF_KIND[kind])), kinds });
}

function* checkDeclaration(one: Declaration, path: Path, whole: Vocabulary): Generator<Mistake> {
  try {
    new RegExp(one.file);
  } catch (error) {
    yield { path: [...path, 'file'], message: (error as Error).message.replace(/^Invalid/, 'invalid') };
  }
  const made = whole.clients.filter(client => client.construct?.includes(one.construct));
  if (made.length === 0) yield { path: [...path, 'construct'], message: `no client is made by "${one.construct}"` };
  else if (!made.some(client => client.languages.includes(one.language))) {
    yield { path: [...path, 'language'], message: `the client made by "${one.construct}" is none of ${one.language}` };
  }
}

function* checkTable(name: string, path: Path, whole: Vocabulary): Generator<Mistake> {
  if (whole.operations[name] === undefined) {
    yield { path, message: unknown('table of operations', name, Object.keys(whole.operations)) };
  }
}

function unknown(what: string, name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return `unknown ${what} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}
