/**
 * Code blocks of documents, each read by the reader of its language. Documents are only read on demand
 * (`--include-docs`): what they show is not what runs, so nothing in them is a tie.
 */
import type { Reader, Source } from '../../model/source.ts';
import type { Fact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { readerFor } from '../index.ts';
import { relocated } from '../relocate.ts';
import { blocksOf, type Block } from './blocks.ts';

/** One block's facts, with places in the document. */
export interface Snippet {
  /** Language as rules name it. */
  readonly language: string;
  readonly facts: readonly Fact[];
}

/** The name a file in the block's language would have. */
const FILE_NAMES: Readonly<Record<string, string>> = {
  python: 'block.py',
  py: 'block.py',
  python3: 'block.py',
  typescript: 'block.ts',
  ts: 'block.ts',
  tsx: 'block.tsx',
  javascript: 'block.js',
  js: 'block.js',
  jsx: 'block.jsx',
  mjs: 'block.mjs',
  node: 'block.js',
  csharp: 'block.cs',
  'c#': 'block.cs',
  cs: 'block.cs',
  java: 'Block.java',
  kotlin: 'Block.kt',
  kt: 'Block.kt',
  go: 'block.go',
  golang: 'block.go',
  bash: 'block.sh',
  sh: 'block.sh',
  shell: 'block.sh',
  zsh: 'block.sh',
  console: 'block.sh',
  azurecli: 'block.sh',
  'azurecli-interactive': 'block.sh',
  powershell: 'block.ps1',
  pwsh: 'block.ps1',
  'azurepowershell-interactive': 'block.ps1',
  terraform: 'block.tf',
  hcl: 'block.tf',
  tf: 'block.tf',
  bicep: 'block.bicep',
  json: 'block.json',
  jsonc: 'block.json',
  json5: 'block.json',
  yaml: 'block.yaml',
  yml: 'block.yaml',
  toml: 'block.toml',
  ini: 'block.ini',
  properties: 'block.properties',
  env: '.env',
  dotenv: '.env',
  xml: 'block.xml',
  dockerfile: 'Dockerfile',
  docker: 'Dockerfile',
  makefile: 'Makefile',
  sql: 'block.sql',
  kusto: 'block.kql',
  kql: 'block.kql',
  http: 'block.http',
  ruby: 'block.rb',
  php: 'block.php',
  rust: 'block.rs',
  swift: 'block.swift',
  r: 'block.R',
  elixir: 'block.ex',
  dart: 'block.dart',
  scala: 'block.scala',
};

const readers = new Map<string, Reader>();

/** The blocks of a document that are written in a language there is a reader for, in the order they stand. */
export async function readDocument(source: Source): Promise<readonly Snippet[]> {
  const snippets: Snippet[] = [];
  for (const block of blocksOf(source.text)) {
    const name = FILE_NAMES[block.tag];
    const entry = name === undefined ? undefined : readerFor(name);
    if (name === undefined || !entry) continue;
    let reader = readers.get(name);
    if (!reader) readers.set(name, (reader = await entry.load()));
    // A block is a part of a program; that it does not parse as a whole says nothing.
    const { facts } = reader({ path: `${source.path}/${name}`, text: block.text });
    snippets.push({ language: entry.language, facts: relocated(facts, span => placeIn(block, span)) });
  }
  return snippets;
}

function placeIn(block: Block, span: Span): Span {
  const lost = (line: number): number => block.indent[line - 1] ?? 0;
  return {
    ...span,
    line: span.line + block.line - 1,
    column: span.column + lost(span.line),
    endLine: span.endLine + block.line - 1,
    endColumn: span.endColumn + lost(span.endLine),
  };
}
