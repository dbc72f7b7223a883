/** From `rules/code/*.yaml` to one checked book of suggested code. Runs at build; a mistake is told with file and line. */
import * as v from 'valibot';
import { nearest } from '../base/text.ts';
import { CODE_LANGUAGES, HOLES, type CodeBook, type CodeLanguage, type Snippet, type Topic } from '../model/code.ts';
import { APIS, FEATURES, STRATEGIES } from '../model/workload.ts';
import type { RuleFile } from './compile.ts';
import { readYaml, RuleFileError } from './yaml.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
const key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'a topic is lower case with dashes'));

const topicsFile = v.array(
  v.strictObject({
    topic: key,
    title: text,
    model: v.optional(text),
    baseUrl: v.optional(text),
    plans: v.optional(
      v.strictObject({
        apis: v.optional(v.array(v.picklist(APIS))),
        strategies: v.optional(v.array(v.picklist(STRATEGIES))),
        routes: v.optional(texts),
        endpoints: v.optional(texts),
        features: v.optional(v.array(v.picklist(FEATURES))),
        models: v.optional(texts),
        families: v.optional(texts),
        credentials: v.optional(texts),
        frameworks: v.optional(texts),
        languages: v.optional(v.array(v.picklist(CODE_LANGUAGES))),
        infrastructure: v.optional(v.literal('deployment')),
      }),
    ),
    for: texts,
  }),
);
const snippetsFile = v.record(key, v.strictObject({ before: text, after: text }));
const noneFile = v.array(v.strictObject({ reason: text, for: texts }));

const HELP = 'See docs/facts.md for what stands in rules/code.';

/** True for the files of suggested code. */
export function isCodeFile(path: string): boolean {
  return /^rules\/code\//.test(path);
}

/**
 * Compile the book; `equivalents` are all keys there are: each has code or a reason for having none, not both.
 * @throws RuleFileError on the first problem, with file and line.
 */
export function compileCode(files: readonly RuleFile[], equivalents: ReadonlySet<string>): CodeBook {
  const read = <T>(path: string, schema: v.GenericSchema) => {
    const file = files.find(one => one.path === path);
    if (!file) throw new RuleFileError(path, undefined, 'this file is missing', HELP);
    return readYaml<T>(path, file.content, schema as v.GenericSchema<unknown, T>, HELP);
  };
  const topics = read<Topic[]>('rules/code/topics.yaml', topicsFile);
  const none = read<CodeBook['none']>('rules/code/none.yaml', noneFile);
  const names = new Set(topics.value.map(({ topic }) => topic));
  const told = new Set<string>();
  for (const [path, list, lineOf] of [
    ['rules/code/topics.yaml', topics.value, topics.lineOf],
    ['rules/code/none.yaml', none.value, none.lineOf],
  ] as const) {
    for (const [i, entry] of list.entries()) {
      for (const [n, name] of entry.for.entries()) {
        const line = lineOf([i, 'for', n]);
        if (!equivalents.has(name))
          throw new RuleFileError(path, line, `unknown equivalent "${name}"${meant(name, equivalents)}`, HELP);
        if (told.has(name)) throw new RuleFileError(path, line, `"${name}" stands in rules/code twice`, HELP);
        told.add(name);
      }
    }
  }
  const missing = [...equivalents].find(name => !told.has(name));
  if (missing !== undefined) {
    const message = `"${missing}" has no suggested code: put it under a topic, or under a reason in none.yaml`;
    throw new RuleFileError('rules/code/topics.yaml', undefined, message, HELP);
  }
  const code = Object.fromEntries(
    CODE_LANGUAGES.map(language => {
      const path = `rules/code/${language}.yaml`;
      const { value, lineOf } = read<Record<string, Snippet>>(path, snippetsFile);
      for (const [topic, snippet] of Object.entries(value)) {
        if (!names.has(topic))
          throw new RuleFileError(path, lineOf([topic]), `unknown topic "${topic}"${meant(topic, names)}`, HELP);
        for (const side of ['before', 'after'] as const) {
          for (const [, hole = ''] of snippet[side].matchAll(/\{\{(\w+)\}\}/g)) {
            if (!HOLES.some(known => known === hole))
              throw new RuleFileError(path, lineOf([topic, side]), `unknown hole "${hole}"${meant(hole, HOLES)}`, HELP);
          }
        }
      }
      return [language, value];
    }),
  ) as Record<CodeLanguage, Record<string, Snippet>>;
  for (const { topic } of topics.value) {
    if (!CODE_LANGUAGES.some(language => topic in code[language]))
      throw new RuleFileError('rules/code/topics.yaml', undefined, `no language has code for "${topic}"`, HELP);
  }
  return { topics: topics.value, code, none: none.value };
}

function meant(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}
