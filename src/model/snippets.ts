/** Fills templates of suggested code with the names of the code at hand. Used by plans and by `untether explain`. */
import { CODE_LANGUAGES, type CodeBook, type CodeLanguage, type Hole, type Snippet, type Topic } from './code.ts';
import type { CodeExample } from './workload.ts';

/** What a hole stands for: read from a setting, or written out. */
export type Filling = { readonly setting: string } | { readonly value: string };

export type Fillings = Readonly<Partial<Record<Hole, Filling>>>;

/** Stands where a region was not given; never a guess. */
export const NO_REGION = '<region>';

const DEFAULTS: Readonly<Record<Hole, Filling>> = {
  endpoint: { setting: 'AZURE_OPENAI_ENDPOINT' },
  key: { setting: 'AZURE_OPENAI_API_KEY' },
  deployment: { setting: 'AZURE_OPENAI_DEPLOYMENT' },
  deploymentName: { value: 'chat' },
  model: { value: '<model id>' },
  region: { value: NO_REGION },
  baseUrl: { value: '<base URL>' },
};

/** How each language reads a setting; `undefined` for a name it cannot read so. */
const READS: Readonly<Record<CodeLanguage, (name: string) => string | undefined>> = {
  python: name => (isVariable(name) ? `os.environ[${quoted(name)}]` : undefined),
  typescript: name => (isVariable(name) ? `process.env['${name}']` : undefined),
  csharp: name =>
    isVariable(name) ? `Environment.GetEnvironmentVariable(${quoted(name)})` : `configuration[${quoted(name)}]`,
  java: name => (isVariable(name) ? `System.getenv(${quoted(name)})` : undefined),
  go: name => (isVariable(name) ? `os.Getenv(${quoted(name)})` : undefined),
  terraform: name => (isVariable(name) ? `var.${name.toLowerCase()}` : undefined),
};

function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** All languages take a JSON string as a literal; `$` starts an interpolation in none of their plain strings but HCL's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

export function renderSnippet(snippet: Snippet, language: CodeLanguage, fillings: Fillings): CodeExample {
  const fill = (template: string): string =>
    template.replaceAll(/\{\{(\w+)\}\}/g, (_, hole: Hole) => expression(language, hole, fillings[hole])).trimEnd();
  return { language, before: fill(snippet.before), after: fill(snippet.after) };
}

function expression(language: CodeLanguage, hole: Hole, filling: Filling | undefined): string {
  const fallback = DEFAULTS[hole];
  for (const one of [filling, fallback]) {
    if (one === undefined) continue;
    if ('value' in one) return language === 'terraform' ? quoted(one.value).replaceAll('${', '$${') : quoted(one.value);
    const read = READS[language](one.setting);
    if (read !== undefined) return read;
  }
  return quoted('');
}

/** Code for an equivalent, in each of the languages wanted that has some. */
export function codeFor(book: CodeBook, equivalent: string, languages: readonly CodeLanguage[]): CodeExample[] {
  return book.topics
    .filter(topic => topic.for.includes(equivalent))
    .flatMap(topic =>
      languages.flatMap(language => {
        const snippet = book.code[language][topic.topic];
        return snippet ? [renderSnippet(snippet, language, fillingsOf(topic))] : [];
      }),
    );
}

/** Languages that have code for an equivalent. */
export function languagesWithCode(book: CodeBook, equivalent: string): CodeLanguage[] {
  const topics = book.topics.filter(topic => topic.for.includes(equivalent));
  return CODE_LANGUAGES.filter(language => topics.some(({ topic }) => book.code[language][topic] !== undefined));
}

/** What stands in a topic's holes where no code is at hand. */
export function fillingsOf({ model, baseUrl }: Topic): Fillings {
  return {
    ...(model === undefined ? {} : { model: { value: model } }),
    ...(baseUrl === undefined ? {} : { baseUrl: { value: baseUrl } }),
  };
}

/** The language of the book that a reader's language is written in. */
export function codeLanguage(language: string): CodeLanguage | undefined {
  const aliases: Readonly<Record<string, CodeLanguage>> = {
    notebook: 'python',
    javascript: 'typescript',
    kotlin: 'java',
  };
  return aliases[language] ?? CODE_LANGUAGES.find(known => known === language);
}
