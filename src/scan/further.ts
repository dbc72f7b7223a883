/**
 * The ripple: files of code without any keyword that others lead to, because they use what is tied or hold what links
 * pass through. Each is read once; files are searched again only for names that are new.
 */
import type { Fact } from '../model/fact.ts';
import { redact } from '../model/redact.ts';
import type { ReportDiagnostic } from '../model/report.ts';
import type { Reader } from '../model/source.ts';
import { readerFor } from '../read/index.ts';
import { decode, encodingOf } from '../walk/bytes.ts';
import { KeywordIndex } from '../walk/prefilter.ts';
import type { TreeBytes, TreeFile } from './tree.ts';

/** Languages in which calls are linked to clients. */
export const LINKED_CODE: ReadonlySet<string> = new Set([
  'python',
  'notebook',
  'typescript',
  'javascript',
  'csharp',
  'java',
  'kotlin',
  'go',
]);

/** Code beyond this is data or generated. */
const MAX_BYTES = 2 * 1024 * 1024;
/** More files than this are not read for links alone. */
const MAX_FILES = 4000;

/** Files that others lead to. */
export interface WantedFiles {
  readonly paths: ReadonlySet<string>;
  /** A file is wanted that holds one of `names`, and one of `modules` where there are any. */
  readonly uses: readonly { readonly names: readonly string[]; readonly modules: readonly string[] }[];
}

export interface FurtherFile {
  readonly path: string;
  readonly language: string;
  readonly facts: readonly Fact[];
}

export class Further {
  #quiet: readonly TreeFile[];
  readonly #bytes: TreeBytes;
  readonly #readers: Map<() => Promise<Reader>, Reader>;
  readonly #diagnostics: ReportDiagnostic[];
  readonly #searched = new Set<string>();
  #count = 0;
  #full = false;

  constructor(
    quiet: readonly TreeFile[],
    bytes: TreeBytes,
    readers: Map<() => Promise<Reader>, Reader>,
    diagnostics: ReportDiagnostic[],
  ) {
    this.#quiet = quiet;
    this.#bytes = bytes;
    this.#readers = readers;
    this.#diagnostics = diagnostics;
  }

  /** How many files were read so far. */
  get count(): number {
    return this.#count;
  }

  /** The wanted files that were not read before. */
  async read({ paths, uses }: WantedFiles): Promise<FurtherFile[]> {
    const fresh = uses.filter(use => !this.#searched.has(keyOf(use)));
    for (const use of fresh) this.#searched.add(keyOf(use));
    if (this.#quiet.length === 0 || (fresh.length === 0 && paths.size === 0)) return [];
    const index = new KeywordIndex(fresh.flatMap(({ names, modules }) => [...names, ...modules]));
    const folded = fresh.map(({ names, modules }) => ({ names: names.map(fold), modules: modules.map(fold) }));
    const found: FurtherFile[] = [];
    const left: TreeFile[] = [];
    for (const file of this.#quiet) {
      const wanted = paths.has(file.path) || (fresh.length > 0 && this.#uses(file, index, folded));
      const facts = wanted && this.#mayRead() ? await this.#facts(file) : undefined;
      if (facts) found.push(facts);
      else left.push(file);
    }
    this.#quiet = left;
    return found;
  }

  #mayRead(): boolean {
    if (this.#count < MAX_FILES) return true;
    if (!this.#full) {
      this.#full = true;
      const message = `more than ${MAX_FILES} files without a keyword use what is tied; calls in the rest are not linked`;
      this.#diagnostics.push({ path: '.', code: 'links-cut', message });
    }
    return false;
  }

  #uses(file: TreeFile, index: KeywordIndex, uses: WantedFiles['uses']): boolean {
    const outcome = this.#bytes.read(file, MAX_BYTES);
    if (outcome.kind !== 'bytes') return false;
    const words = index.found(outcome.bytes);
    if (words.size === 0) return false;
    const has = (name: string): boolean => words.has(name);
    return uses.some(({ names, modules }) => names.some(has) && (modules.length === 0 || modules.some(has)));
  }

  async #facts(file: TreeFile): Promise<FurtherFile | undefined> {
    const entry = readerFor(file.path);
    const outcome = this.#bytes.read(file, MAX_BYTES);
    if (!entry || outcome.kind !== 'bytes') return undefined;
    const encoding = encodingOf(outcome.bytes);
    if (encoding === 'binary') return undefined;
    const source = { path: file.path, text: decode(outcome.bytes, encoding) };
    this.#count += 1;
    try {
      let reader = this.#readers.get(entry.load);
      if (!reader) {
        reader = await entry.load();
        this.#readers.set(entry.load, reader);
      }
      const { facts, diagnostics } = reader(source);
      this.#diagnostics.push(...diagnostics.map(one => ({ ...one, message: redact(one.message) })));
      return { path: file.path, language: entry.language, facts };
    } catch (error) {
      const message = `this file could not be read: ${redact(String((error as Error).message))}`;
      this.#diagnostics.push({ path: file.path, code: 'reader-failed', message });
      return { path: file.path, language: entry.language, facts: [] };
    }
  }
}

const fold = (name: string): string => name.toLowerCase();
const keyOf = ({ names, modules }: WantedFiles['uses'][number]): string => `${names.join()} ${modules.join()}`;
