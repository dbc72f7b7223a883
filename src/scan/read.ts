/** Opens what the prefilter lets through, reads it into facts and hands them to the matcher, file by file. */
import { Exit, UntetherError } from '../base/errors.ts';
import type { Match } from '../match/findings.ts';
import type { Fact } from '../model/fact.ts';
import type { Matcher } from '../match/match.ts';
import type { Program } from '../model/program.ts';
import { redact } from '../model/redact.ts';
import type { Coverage, ReportDiagnostic } from '../model/report.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Reader, Source } from '../model/source.ts';
import { createDeclared } from '../read/declared/index.ts';
import { DOCUMENT, readerFor, type ReaderEntry } from '../read/index.ts';
import { openingKeywords } from '../rules/keywords.ts';
import { decode, encodingOf, looksMinified } from '../walk/bytes.ts';
import { aboutLink, aboutNested } from '../walk/files.ts';
import { KeywordIndex, Prefilter } from '../walk/prefilter.ts';
import { Snippets, type Snippet } from '../walk/snippets.ts';
import { MARK } from '../gate/directives.ts';
import { Aside } from './aside.ts';
import { Comments, speaks } from './excuses.ts';
import { Further, LINKED_CODE, type WantedFiles } from './further.ts';
import type { ScanOptions } from './options.ts';
import { TreeBytes, type Tree, type TreeFile } from './tree.ts';

/** Settings and code beyond this are data or generated, not written by hand. */
export const MAX_BYTES = 8 * 1024 * 1024;
/** Notebooks carry their outputs, JSON carries compiled templates. */
const MAX_BYTES_DATA = 32 * 1024 * 1024;

export interface ReadFile {
  readonly path: string;
  readonly language: string;
  readonly facts: readonly Fact[];
  readonly program?: Program;
}

export interface Walked {
  /** Every file that gave facts, in the order it was read. */
  readonly files: readonly ReadFile[];
  readonly coverage: Coverage;
  readonly diagnostics: readonly ReportDiagnostic[];
  snippet(path: string, span: Match['span']): Snippet;
  readonly comments: Comments;
  readonly codeowners: string | undefined;
  /** Templates compiled from a source that stands beside them: the source is what ties, and is counted. */
  readonly compiled: ReadonlySet<string>;
  /** Reads files of code that hold no keyword; how many there were that somebody wants. They are added to `files`. */
  more(wanted: WantedFiles): Promise<number>;
}

export async function readTree(tree: Tree, ruleSet: RuleSet, matcher: Matcher, options: ScanOptions): Promise<Walked> {
  const prefilter = new Prefilter([...openingKeywords(ruleSet.rules), MARK]);
  const keywords = new KeywordIndex(ruleSet.rules.flatMap(rule => rule.keywords));
  const bytes = new TreeBytes();
  const declared = createDeclared(ruleSet.declarations ?? []);
  const readers = new Map<() => Promise<Reader>, Reader>();
  const diagnostics = [...tree.diagnostics];
  const skipped = { ...tree.skipped };
  const languages: Record<string, { files: number; level: 'parsed' | 'text'; findings: number }> = {};
  const snippets = new Snippets();
  const files: ReadFile[] = [];
  const comments = new Comments(ruleSet.rules.map(rule => rule.id));
  const paths = new Set(tree.files.map(file => file.path));
  let readable = 0;
  let read = 0;
  let clean = 0;
  let missing = 0;
  const skip = (reason: string): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };

  const quiet: TreeFile[] = [];
  const aside = new Aside();
  for (const [i, file] of aside.after(tree.files)) {
    if (options.signal?.aborted)
      throw new UntetherError('interrupted', { help: 'Nothing was written.', exit: Exit.incomplete });
    if (i % 256 === 0) {
      options.onProgress?.({ files: i, read });
      if (options.onProgress) await new Promise(resolve => setImmediate(resolve));
    }
    const quoted = options.includeDocs === true && DOCUMENT.test(file.path);
    const entry = quoted ? DOCUMENTS : readerFor(file.path);
    if (!entry) {
      skip('no-reader');
      continue;
    }
    if (/\.min\.(?:js|mjs|css)$/.test(file.path)) {
      skip('minified');
      continue;
    }
    readable += 1;
    // Content of its own is another state of the file, and is shared with nobody.
    const shared = file.content ? undefined : options.shared;
    const before = shared?.get(file.absolute);
    if (before?.kind === 'read') {
      aside.opened(entry.language);
      read += 1;
      diagnostics.push(...before.diagnostics);
      if (before.facts.length > 0) matcher.add(file.path, entry.language, before.facts, { present: before.present });
      continue;
    }
    if (before && !aside.wanted(file)) {
      if (aside.put(file, entry.language)) readable -= 1;
      else clean += 1;
      continue;
    }
    const outcome = bytes.read(file, /\.(?:ipynb|json)$/.test(file.path) ? MAX_BYTES_DATA : MAX_BYTES);
    if (outcome.kind === 'skipped' && outcome.reason === 'missing') {
      // Deleted and not yet committed, or outside a sparse checkout: git lists it, and nobody misses it.
      missing += 1;
      readable -= 1;
      continue;
    }
    if (outcome.kind === 'skipped') {
      skip(outcome.reason);
      diagnostics.push(...aboutSkipped(file, outcome));
      continue;
    }
    const encoding = encodingOf(outcome.bytes);
    if (encoding === 'binary') {
      skip('binary');
      diagnostics.push({ path: file.path, code: 'binary', message: 'holds NUL bytes, so it is no text' });
      continue;
    }
    if (/\.[cm]?[jt]sx?$/.test(file.path) && looksMinified(outcome.bytes)) {
      skip('minified');
      continue;
    }
    const text = encoding === 'utf8' ? undefined : decode(outcome.bytes, encoding);
    if (!aside.wanted(file) && !prefilter.hits(text === undefined ? outcome.bytes : Buffer.from(text, 'utf8'))) {
      shared?.set(file.absolute, { kind: 'clean' });
      if (aside.put(file, entry.language)) readable -= 1;
      else {
        clean += 1;
        if (LINKED_CODE.has(entry.language)) quiet.push(file);
      }
      continue;
    }
    aside.opened(entry.language);
    const source = { path: file.path, text: text ?? decode(outcome.bytes, 'utf8') };
    if (isOwnReport(file.path, source.text)) {
      skip('own-report');
      continue;
    }
    read += 1;
    const language = (languages[entry.language] ??= { files: 0, level: entry.level, findings: 0 });
    language.files += 1;
    try {
      if (quoted) {
        await addDocument(source, matcher, declared, keywords.found(Buffer.from(source.text, 'utf8')));
        snippets.keep(file.path, source.text);
        continue;
      }
      let reader = readers.get(entry.load);
      if (!reader) {
        reader = await entry.load();
        readers.set(entry.load, reader);
      }
      const result = reader(source);
      if (speaks(source.text)) await comments.read(file.path, source.text);
      const told = result.diagnostics.map(entry => ({ ...entry, message: redact(entry.message) }));
      diagnostics.push(...told);
      // What declares a resource is told as one too, as if it stood in a resource block.
      const facts = [...result.facts, ...declared(result.facts)];
      const present =
        facts.length === 0
          ? new Set<string>()
          : keywords.found(text === undefined ? outcome.bytes : Buffer.from(text, 'utf8'));
      shared?.set(file.absolute, { kind: 'read', facts, present, diagnostics: told });
      if (facts.length > 0) {
        matcher.add(file.path, entry.language, facts, { present });
        snippets.keep(file.path, source.text);
        // What was compiled is followed in its source.
        const compiled = result.diagnostics.some(({ code }) => code === 'compiled-template');
        if (!compiled || !paths.has(sourceOf(file.path)))
          files.push({
            path: file.path,
            language: entry.language,
            facts,
            ...(result.program ? { program: result.program } : {}),
          });
      }
    } catch (error) {
      skip('reader-failed');
      diagnostics.push({
        path: file.path,
        code: 'reader-failed',
        message: `this file could not be read: ${redact(String((error as Error).message))}`,
      });
    }
  }
  options.onProgress?.({ files: tree.files.length, read });
  const further = new Further(quiet, bytes, readers, diagnostics);
  readable += aside.left;
  clean += aside.left;
  return {
    files,
    get coverage() {
      const more = further.count;
      return {
        walked: tree.files.length - missing,
        readable,
        read: read + more,
        clean: clean - more,
        skipped,
        languages,
      };
    },
    diagnostics,
    snippet: (path, span) => snippets.at(path, span),
    compiled: compiledTemplates(tree, diagnostics),
    comments,
    codeowners: readCodeowners(tree),
    async more(wanted) {
      const found = await further.read(wanted);
      for (const { language } of found) {
        const known = (languages[language] ??= { files: 0, level: 'parsed', findings: 0 });
        known.files += 1;
      }
      files.push(...found);
      return found.length;
    },
  };
}

const DOCUMENTS: ReaderEntry = {
  language: 'markdown',
  level: 'parsed',
  load: () => Promise.resolve(() => ({ facts: [], diagnostics: [] })),
};

/** The code blocks of a document: judged by themselves, and for no link or evidence of the code. */
async function addDocument(
  source: Source,
  matcher: Matcher,
  declared: ReturnType<typeof createDeclared>,
  present: ReadonlySet<string>,
): Promise<void> {
  const { readDocument } = await import('../read/markdown/index.ts');
  for (const { language, facts } of await readDocument(source))
    matcher.add(source.path, language, [...facts, ...declared(facts)], { present, quotedIn: 'markdown' });
}

/** What a person should know about a file that was not read. */
export function aboutSkipped(
  file: TreeFile,
  { reason, detail }: { reason: string; detail: string },
): ReportDiagnostic[] {
  const within = ({ path, ...more }: ReportDiagnostic): ReportDiagnostic => ({
    path: file.root.prefix + path,
    ...more,
  });
  const name = file.path.slice(file.root.prefix.length);
  switch (reason) {
    case 'symlink':
      return aboutLink(file.root.absolute, name).map(within);
    case 'special-file':
      return [within(aboutNested(name))];
    default:
      return [{ path: file.path, code: reason, message: detail }];
  }
}

/** A report that an earlier run left in the tree repeats every tie; it is none itself. */
export function isOwnReport(path: string, text: string): boolean {
  return /\.(?:json|sarif)$/.test(path) && /"(?:tool|driver)":\s*\{\s*"name":\s*"untether"/.test(text.slice(0, 600));
}

/** The source of a compiled template. */
const sourceOf = (path: string): string => path.replace(/\.json$/, '.bicep');

export function compiledTemplates(tree: Tree, diagnostics: readonly ReportDiagnostic[]): ReadonlySet<string> {
  const paths = new Set(tree.files.map(file => file.path));
  return new Set(
    diagnostics
      .filter(({ code, path }) => code === 'compiled-template' && paths.has(sourceOf(path)))
      .map(({ path }) => path),
  );
}

export function readCodeowners(tree: Tree): string | undefined {
  for (const name of ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']) {
    const file = tree.files.find(candidate => candidate.path === name);
    if (!file) continue;
    const outcome = new TreeBytes().read(file, MAX_BYTES);
    if (outcome.kind === 'bytes') return outcome.bytes.toString('utf8');
  }
  return undefined;
}
