/**
 * Which reader takes which file. The table is the only place that knows; each reader is a lazy import, so a
 * run over a Python repository never loads the TypeScript compiler.
 */
import type { Reader } from '../model/source.ts';

export interface ReaderEntry {
  /** Language or format as reports and `languages:` in rules name it. */
  readonly language: string;
  /** Whether facts come from a parse or from text scanning. */
  readonly level: 'parsed' | 'text';
  load(): Promise<Reader>;
}

const typescript = (): Promise<Reader> => import('./typescript/index.ts').then(m => m.createReader());
const embedded = (): Promise<Reader> => import('./typescript/embedded.ts').then(m => m.createReader());
const python = (): Promise<Reader> => import('./python/index.ts').then(m => m.createReader());
const notebook = (): Promise<Reader> => import('./notebook/index.ts').then(m => m.createReader());
const csharp = (): Promise<Reader> => import('./csharp/index.ts').then(m => m.createReader());
const java = (): Promise<Reader> => import('./java/index.ts').then(m => m.createReader());
const kotlin = (): Promise<Reader> => import('./kotlin/index.ts').then(m => m.createReader());
const gradleScript = (): Promise<Reader> => import('./kotlin/gradle.ts').then(m => m.createReader());
const go = (): Promise<Reader> => import('./go/index.ts').then(m => m.createReader());
const terraform = (): Promise<Reader> => import('./terraform/index.ts').then(m => m.createReader());
const terraformJson = (): Promise<Reader> => import('./terraform/json.ts').then(m => m.createReader());
const bicep = (): Promise<Reader> => import('./bicep/index.ts').then(m => m.createReader());
const json = (): Promise<Reader> => import('./json/index.ts').then(m => m.createReader());
const yaml = (): Promise<Reader> => import('./yaml/index.ts').then(m => m.createReader());
const toml = (): Promise<Reader> => import('./toml/index.ts').then(m => m.createReader());
const properties = (): Promise<Reader> => import('./properties/index.ts').then(m => m.createReader());
const ini = (): Promise<Reader> => import('./ini/index.ts').then(m => m.createReader());
const dotenv = (): Promise<Reader> => import('./dotenv/index.ts').then(m => m.createReader());
const manifest = (): Promise<Reader> => import('./manifest/index.ts').then(m => m.createReader());
const xml = (): Promise<Reader> => import('./xml/index.ts').then(m => m.createReader());

const shell = (): Promise<Reader> => import('./shell/index.ts').then(m => m.createReader());
const powershell = (): Promise<Reader> => import('./powershell/index.ts').then(m => m.createReader());
const dockerfile = (): Promise<Reader> => import('./dockerfile/index.ts').then(m => m.createReader());
const text = (): Promise<Reader> => import('./text/index.ts').then(m => m.createReader());

const parsed = (language: string, load: () => Promise<Reader>): ReaderEntry => ({ language, level: 'parsed', load });

/** Read as tokens: the ends of file names by language. */
const SCANNED: Readonly<Record<string, readonly string[]>> = {
  ruby: ['rb'],
  php: ['php'],
  rust: ['rs'],
  swift: ['swift'],
  r: ['r'],
  elixir: ['ex', 'exs'],
  dart: ['dart'],
  scala: ['scala'],
  clojure: ['clj'],
  groovy: ['groovy'],
  fsharp: ['fs'],
  vb: ['vb'],
  lua: ['lua'],
  sql: ['sql'],
  kql: ['kql', 'csl'],
  http: ['http', 'rest', 'bru'],
};
const scanned = (language: string): ReaderEntry => ({ language, level: 'text', load: text });

/** Documents, whose code blocks are read when that is asked for: `--include-docs`. */
export const DOCUMENT = /\.(?:md|mdx|markdown)$/i;

/** By file name first: the first pattern that fits wins. */
const byName: readonly (readonly [RegExp, ReaderEntry])[] = [
  [
    /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|composer\.json|composer\.lock)$/i,
    parsed('manifest', manifest),
  ],
  [/^(?:yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/i, parsed('manifest', manifest)],
  [/^(?:(?:.*[-_.])?requirements(?:[-_.].*)?|constraints(?:[-_.].*)?)\.(?:txt|in)$/i, parsed('manifest', manifest)],
  [
    /^(?:pyproject\.toml|setup\.cfg|Pipfile|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|environment\.ya?ml)$/i,
    parsed('manifest', manifest),
  ],
  [
    /^(?:packages\.config|Directory\.Packages\.props|Directory\.Build\.props|.*\.(?:cs|fs|vb)proj)$/i,
    parsed('manifest', manifest),
  ],
  [/\.gradle\.kts$/i, parsed('kotlin', gradleScript)],
  [
    /^(?:pom\.xml|build\.gradle|settings\.gradle|.*\.versions\.toml|go\.mod|Gemfile|Gemfile\.lock|Cargo\.toml|Cargo\.lock)$/i,
    parsed('manifest', manifest),
  ],
  [
    /^\.env(?:\..*)?$|^.*\.env(?:[-_.](?:sample|example|template|local|dist|defaults?|development|production|test|staging))?$|^env[-_.](?:sample|example|template)$|^\.envrc$|^(?:sample|example|template)[-_.]env$|^dotenv.*$/i,
    parsed('dotenv', dotenv),
  ],
  [/\.tf\.json$/i, parsed('terraform', terraformJson)],
  [/^(?:(?:GNU)?makefile|makefile\..*)$/i, parsed('shell', shell)],
  [/^(?:(?:.*[-_.])?(?:Docker|Container)file|(?:Docker|Container)file[-_.].*)$/i, parsed('dockerfile', dockerfile)],
];

const byExtension: Readonly<Record<string, ReaderEntry>> = {
  ...Object.fromEntries(['ts', 'tsx', 'mts', 'cts'].map(e => [e, parsed('typescript', typescript)])),
  ...Object.fromEntries(['js', 'jsx', 'mjs', 'cjs'].map(e => [e, parsed('javascript', typescript)])),
  ...Object.fromEntries(['vue', 'svelte', 'astro'].map(e => [e, parsed('javascript', embedded)])),
  ...Object.fromEntries(['py', 'pyi', 'pyw'].map(e => [e, parsed('python', python)])),
  ipynb: parsed('notebook', notebook),
  ...Object.fromEntries(['cs', 'csx', 'razor', 'cshtml'].map(e => [e, parsed('csharp', csharp)])),
  java: parsed('java', java),
  ...Object.fromEntries(['kt', 'kts'].map(e => [e, parsed('kotlin', kotlin)])),
  go: parsed('go', go),
  ...Object.fromEntries(['tf', 'tofu', 'tfvars', 'hcl'].map(e => [e, parsed('terraform', terraform)])),
  ...Object.fromEntries(['bicep', 'bicepparam'].map(e => [e, parsed('bicep', bicep)])),
  ...Object.fromEntries(['json', 'jsonc', 'json5', 'arm'].map(e => [e, parsed('json', json)])),
  ...Object.fromEntries(['yaml', 'yml', 'prompty'].map(e => [e, parsed('yaml', yaml)])),
  toml: parsed('toml', toml),
  ...Object.fromEntries(['sh', 'bash', 'zsh', 'ksh', 'mk', 'make'].map(e => [e, parsed('shell', shell)])),
  ...Object.fromEntries(['ps1', 'psm1', 'psd1'].map(e => [e, parsed('powershell', powershell)])),
  properties: parsed('properties', properties),
  ...Object.fromEntries(['xml', 'config', 'policy'].map(e => [e, parsed('xml', xml)])),
  ...Object.fromEntries(['ini', 'cfg', 'conf'].map(e => [e, parsed('ini', ini)])),
  ...Object.fromEntries(Object.entries(SCANNED).flatMap(([language, ends]) => ends.map(e => [e, scanned(language)]))),
};

/** The reader for a file, by its name alone; `undefined` for files nothing reads. */
export function readerFor(path: string): ReaderEntry | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const [pattern, entry] of byName) if (pattern.test(name)) return entry;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension[name.slice(dot + 1).toLowerCase()];
}
