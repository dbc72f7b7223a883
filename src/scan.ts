/**
 * The one flow: walk → prefilter → read → match → advise → report. Composes the stages, decides nothing that one of
 * them could decide.
 */
import { adviceFor } from './advise/advice.ts';
import { componentOf, findComponents, ownersOf, type ComponentInfo } from './advise/components.ts';
import { Exit, UntetherError } from './base/errors.ts';
import { compareText } from './base/text.ts';
import { git } from './git/run.ts';
import { findings as toFindings, type Match } from './match/findings.ts';
import { Matcher } from './match/match.ts';
import type { Coverage, Finding, Report, ReportDiagnostic } from './model/report.ts';
import type { RuleSet } from './model/rule.ts';
import { redact } from './model/redact.ts';
import type { Reader } from './model/source.ts';
import { readerFor } from './read/index.ts';
import { linkInfrastructure } from './resolve/infrastructure.ts';
import { summarise } from './advise/summary.ts';
import { openingKeywords } from './rules/keywords.ts';
import { loadRules } from './rules/load.ts';
import { decode, encodingOf, FileBytes, looksMinified } from './walk/bytes.ts';
import { aboutLink, aboutNested, listFiles } from './walk/files.ts';
import { KeywordIndex, Prefilter } from './walk/prefilter.ts';
import { fileOf, findRoots, nameOf, type Root } from './walk/roots.ts';
import { Snippets, type Snippet } from './walk/snippets.ts';
import { VERSION } from './version.ts';

export interface ScanOptions {
  /** Files or folders; one report covers them all. */
  readonly roots: readonly string[];
  readonly cwd: string;
  readonly rulesPaths?: readonly string[];
  readonly dimensions?: readonly string[];
  readonly onProgress?: (progress: { files: number; read: number }) => void;
  readonly timestamp?: string;
  readonly signal?: AbortSignal;
  /** For tests: rules already loaded. */
  readonly ruleSet?: RuleSet;
}

/** Settings and code beyond this are data or generated, not written by hand. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Notebooks carry their outputs, JSON carries compiled templates. */
const MAX_BYTES_DATA = 32 * 1024 * 1024;

/**
 * Scan folders or files.
 * @throws UntetherError for a wrong path, a bad rule file, or when nothing could be scanned.
 */
export async function scan(options: ScanOptions): Promise<Report> {
  const ruleSet = options.ruleSet ?? (await loadRules(options.rulesPaths));
  const roots = findRoots(options.roots, options.cwd);
  const tree = listTree(roots);
  const components = findComponents(tree.files.map(file => file.path));
  const belongs = componentOf(components);
  const matcher = new Matcher(ruleSet, { componentOf: belongs });
  const walked = await readTree(tree, ruleSet, matcher, options);
  const matches = toFindings(matcher.finish(linkInfrastructure));
  const wanted = options.dimensions && new Set(options.dimensions);
  const shown = wanted ? matches.filter(match => wanted.has(match.rule.dimension)) : matches;
  return assemble({ ruleSet, roots, matches: shown, walked, components, belongs, options });
}

interface TreeFile {
  readonly path: string;
  readonly absolute: string;
  readonly root: Root;
}
interface Tree {
  readonly files: readonly TreeFile[];
  readonly diagnostics: ReportDiagnostic[];
  readonly skipped: Record<string, number>;
}

function listTree(roots: readonly Root[]): Tree {
  const files: TreeFile[] = [];
  const diagnostics: ReportDiagnostic[] = [];
  const skipped: Record<string, number> = {};
  const seen = new Set<string>();
  for (const root of roots) {
    const listing =
      root.only === undefined
        ? listFiles(root.absolute, git(root.absolute, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']))
        : { files: root.only, diagnostics: [], skipped: {} };
    for (const name of listing.files) {
      const absolute = fileOf(root, name);
      // A root may lie inside another one.
      if (seen.has(absolute)) continue;
      seen.add(absolute);
      files.push({ path: root.prefix + name, absolute, root });
    }
    diagnostics.push(...listing.diagnostics.map(entry => ({ ...entry, path: root.prefix + entry.path })));
    for (const [reason, count] of Object.entries(listing.skipped)) skipped[reason] = (skipped[reason] ?? 0) + count;
  }
  return { files, diagnostics, skipped };
}

interface Walked {
  readonly coverage: Coverage;
  readonly diagnostics: readonly ReportDiagnostic[];
  snippet(path: string, span: Match['span']): Snippet;
  readonly codeowners: string | undefined;
  /** Templates compiled from a source that stands beside them: the source is what ties, and is counted. */
  readonly compiled: ReadonlySet<string>;
}

async function readTree(tree: Tree, ruleSet: RuleSet, matcher: Matcher, options: ScanOptions): Promise<Walked> {
  const prefilter = new Prefilter(openingKeywords(ruleSet.rules));
  const keywords = new KeywordIndex(ruleSet.rules.flatMap(rule => rule.keywords));
  const bytes = new FileBytes();
  const readers = new Map<() => Promise<Reader>, Reader>();
  const diagnostics = [...tree.diagnostics];
  const skipped = { ...tree.skipped };
  const languages: Record<string, { files: number; level: 'parsed' | 'text'; findings: number }> = {};
  const snippets = new Snippets();
  let readable = 0;
  let read = 0;
  let clean = 0;
  let missing = 0;
  const skip = (reason: string): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };

  const aside = new Aside();
  for (const [i, file] of aside.after(tree.files)) {
    if (options.signal?.aborted)
      throw new UntetherError('interrupted', { help: 'Nothing was written.', exit: Exit.incomplete });
    if (i % 256 === 0) {
      options.onProgress?.({ files: i, read });
      if (options.onProgress) await new Promise(resolve => setImmediate(resolve));
    }
    const entry = readerFor(file.path);
    if (!entry) {
      skip('no-reader');
      continue;
    }
    if (/\.min\.(?:js|mjs|css)$/.test(file.path)) {
      skip('minified');
      continue;
    }
    readable += 1;
    const outcome = bytes.read(file.absolute, /\.(?:ipynb|json)$/.test(file.path) ? MAX_BYTES_DATA : MAX_BYTES);
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
      if (aside.put(file, entry.language)) readable -= 1;
      else clean += 1;
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
      let reader = readers.get(entry.load);
      if (!reader) {
        reader = await entry.load();
        readers.set(entry.load, reader);
      }
      const result = reader(source);
      diagnostics.push(...result.diagnostics.map(entry => ({ ...entry, message: redact(entry.message) })));
      if (result.facts.length > 0) {
        const present = keywords.found(text === undefined ? outcome.bytes : Buffer.from(text, 'utf8'));
        matcher.add(file.path, entry.language, result.facts, present);
        snippets.keep(file.path, source.text);
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
  readable += aside.left;
  clean += aside.left;
  return {
    coverage: { walked: tree.files.length - missing, readable, read, clean, skipped, languages },
    diagnostics,
    snippet: (path, span) => snippets.at(path, span),
    compiled: compiledTemplates(tree, diagnostics),
    codeowners: readCodeowners(tree),
  };
}

/** Languages in which one file gives values to another: a variable its default, a module its inputs. */
const LINKED = new Set(['terraform', 'bicep']);

/**
 * Files without a keyword, of languages where they may still decide what another file means. They are read once a file
 * of their language was.
 */
class Aside {
  readonly #files = new Map<string, TreeFile[]>();
  readonly #opened = new Set<string>();
  readonly #wanted = new Set<TreeFile>();

  /** The files, and then those put aside that turn out to be wanted. */
  *after(files: readonly TreeFile[]): Generator<[number, TreeFile]> {
    yield* files.entries();
    let i = files.length;
    for (const language of this.#opened) {
      const waiting = this.#files.get(language) ?? [];
      this.#files.delete(language);
      for (const file of waiting) {
        this.#wanted.add(file);
        yield [i++, file];
      }
    }
  }

  wanted(file: TreeFile): boolean {
    return this.#wanted.has(file);
  }

  opened(language: string): void {
    if (LINKED.has(language)) this.#opened.add(language);
  }

  /** False for languages whose files speak for themselves. */
  put(file: TreeFile, language: string): boolean {
    if (!LINKED.has(language)) return false;
    const waiting = this.#files.get(language);
    if (waiting) waiting.push(file);
    else this.#files.set(language, [file]);
    return true;
  }

  /** How many nobody asked for in the end. */
  get left(): number {
    return [...this.#files.values()].reduce((total, files) => total + files.length, 0);
  }
}

/** What a person should know about a file that was not read. */
function aboutSkipped(file: TreeFile, { reason, detail }: { reason: string; detail: string }): ReportDiagnostic[] {
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
function isOwnReport(path: string, text: string): boolean {
  return /\.(?:json|sarif)$/.test(path) && /"(?:tool|driver)":\s*\{\s*"name":\s*"untether"/.test(text.slice(0, 600));
}

function compiledTemplates(tree: Tree, diagnostics: readonly ReportDiagnostic[]): ReadonlySet<string> {
  const paths = new Set(tree.files.map(file => file.path));
  return new Set(
    diagnostics
      .filter(({ code, path }) => code === 'compiled-template' && paths.has(path.replace(/\.json$/, '.bicep')))
      .map(({ path }) => path),
  );
}

function readCodeowners(tree: Tree): string | undefined {
  for (const name of ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']) {
    const file = tree.files.find(candidate => candidate.path === name);
    if (!file) continue;
    const outcome = new FileBytes().read(file.absolute, MAX_BYTES);
    if (outcome.kind === 'bytes') return outcome.bytes.toString('utf8');
  }
  return undefined;
}

interface Parts {
  readonly ruleSet: RuleSet;
  readonly roots: readonly Root[];
  readonly matches: readonly Match[];
  readonly walked: Walked;
  readonly components: readonly ComponentInfo[];
  readonly belongs: (path: string) => string;
  readonly options: ScanOptions;
}

function assemble(parts: Parts): Report {
  const { ruleSet, roots, matches, walked, components, belongs, options } = parts;
  const advice = adviceFor(ruleSet.equivalents);
  const owners = ownersOf(walked.codeowners);
  const findings = matches.map((match): Finding => {
    const language = walked.coverage.languages[match.language];
    if (language) (language as { findings: number }).findings += 1;
    const at = (span: Match['span']): Finding['location'] => ({
      path: match.path,
      startLine: span.line,
      startColumn: span.column,
      endLine: span.endLine,
      endColumn: span.endColumn,
      ...(span.cell === undefined ? {} : { cell: span.cell }),
    });
    return {
      ruleId: match.rule.id,
      title: match.rule.title,
      message: match.message,
      dimension: match.rule.dimension,
      tie: match.rule.tie && !walked.compiled.has(match.path),
      severity: match.rule.severity,
      confidence: match.confidence,
      location: at(match.span),
      ...(match.related.length === 0 ? {} : { related: match.related.map(at) }),
      ...walked.snippet(match.path, match.span),
      fingerprint: match.fingerprint,
      component: belongs(match.path),
      owners: owners(match.path),
      status: 'new',
      language: match.language,
      level: match.level,
      advice: advice(match.rule.equivalent),
    };
  });
  const diagnostics = [...walked.diagnostics].sort(
    (a, b) => compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0),
  );
  return {
    schemaVersion: 1,
    tool: { name: 'untether', version: VERSION },
    ruleset: { version: ruleSet.version, digest: ruleSet.digest, factsAsOf: ruleSet.factsAsOf },
    target: { provider: 'bedrock', strategy: 'best' },
    root: roots.map(nameOf).join(', '),
    git: gitState(roots),
    ...(options.timestamp === undefined ? {} : { timestamp: options.timestamp }),
    ...summarise(findings, components),
    findings,
    workloads: [],
    deployments: [],
    settings: [],
    accounts: [],
    openQuestions: [],
    diagnostics,
    coverage: walked.coverage,
  };
}

const STATUS = ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all', '--', '.'];

function gitState(roots: readonly Root[]): Report['git'] {
  const [only, ...more] = roots;
  if (!only || more.length > 0) return {};
  const commit = git(only.absolute, ['rev-parse', '--verify', '--quiet', 'HEAD'])?.toString().trim();
  if (!commit) return {};
  const branch = git(only.absolute, ['symbolic-ref', '--short', '--quiet', 'HEAD'])?.toString().trim();
  const changes = git(only.absolute, STATUS);
  const prefix = git(only.absolute, ['rev-parse', '--show-prefix'])?.toString().replace(/\n$/, '');
  return {
    commit,
    ...(branch ? { branch } : {}),
    ...(changes ? { dirty: changes.length > 0 } : {}),
    ...(prefix ? { prefix } : {}),
  };
}
