/** Scripts inside `.vue`, `.svelte` and `.astro` files. Their markup is not read. */
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Diagnostic, Reader } from '../../model/source.ts';
import { loadCompiler } from './compiler.ts';
import { diagnostic } from './index.ts';
import { readModule } from './module.ts';
import { Places } from './places.ts';
import { blank, parse, type Dialect } from './parse.ts';

/** A stretch of script in the text of a component. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly dialect: Dialect;
}

/** The reader for components that hold their scripts among markup. */
export async function createReader(): Promise<Reader> {
  await loadCompiler();
  return ({ path, text }) => {
    const lines = new LineIndex(text);
    const facts: Fact[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const blocks of modulesOf(path, text)) {
      const { root, problem } = parse(onlyBlocks(text, blocks), dialectOf(blocks));
      if (root) for (const fact of readModule(root, new Places(lines).span)) facts.push(fact);
      if (problem) diagnostics.push(diagnostic(path, lines, problem));
    }
    return { facts, diagnostics: diagnostics.slice(0, 1) };
  };
}

/** The blocks of a file, those together that are one module: all of a component, each on its own in Astro. */
function modulesOf(path: string, text: string): Block[][] {
  const astro = /\.astro$/i.test(path);
  const fence = astro ? frontmatter(text) : undefined;
  const scripts = scriptsOf(text, fence?.end ?? 0);
  if (astro) return [...(fence ? [fence] : []), ...scripts].map(block => [block]);
  return scripts.length > 0 ? [scripts] : [];
}

/** The scripts of a component, each module with everything else blanked, and the dialect it is in. */
export function scriptsIn(path: string, text: string): { readonly text: string; readonly dialect: Dialect }[] {
  return modulesOf(path, text).map(blocks => ({ text: onlyBlocks(text, blocks), dialect: dialectOf(blocks) }));
}

/** What stands between the first two `---` of a file. */
function frontmatter(text: string): Block | undefined {
  const open = /^\s*---[^\S\r\n]*(?:\r\n|\r|\n)/.exec(text);
  if (!open) return undefined;
  const start = open[0].length;
  const close = /^[^\S\r\n]*---/gm;
  close.lastIndex = start;
  return { start, end: close.exec(text)?.index ?? text.length, dialect: 'tsx' };
}

const SCRIPT = /<!--[^]*?(?:-->|$)|<(script)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;

function scriptsOf(text: string, from: number): Block[] {
  const blocks: Block[] = [];
  SCRIPT.lastIndex = from;
  for (let tag = SCRIPT.exec(text); tag; tag = SCRIPT.exec(text)) {
    const [whole, script, attributes = ''] = tag;
    if (!script) continue;
    const start = tag.index + whole.length;
    if (attributes.endsWith('/')) continue;
    const close = /<\/script/gi;
    close.lastIndex = start;
    const end = close.exec(text)?.index ?? text.length;
    SCRIPT.lastIndex = end;
    if (isScript(attributes))
      blocks.push({ start, end, dialect: /\blang\s*=\s*["']?[tj]sx/i.test(attributes) ? 'tsx' : 'ts' });
  }
  return blocks;
}

/** Scripts may also hold data (`application/json`) and templates. */
function isScript(attributes: string): boolean {
  const type = /(?:^|\s)type\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1];
  return (
    type === undefined ||
    type === '' ||
    /^(?:module|(?:text|application)\/(?:java|ecma|type)script|ts|babel|text\/babel)$/i.test(type)
  );
}

const dialectOf = (blocks: readonly Block[]): Dialect =>
  blocks.some(({ dialect }) => dialect === 'tsx') ? 'tsx' : 'ts';

/** The text with everything but the blocks blanked: offsets stay what they are in the file. */
function onlyBlocks(text: string, blocks: readonly Block[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    pieces.push(blank(text.slice(at, start)), text.slice(start, end));
    at = end;
    // A statement ends with its block, whatever comes next.
    if (at < text.length) {
      pieces.push(';');
      at++;
    }
  }
  pieces.push(blank(text.slice(at)));
  return pieces.join('');
}
