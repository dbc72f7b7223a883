/** Collects the dependencies of one manifest, with positions. */
import type { LineIndex } from '../../base/lines.ts';
import type { DependencyFact, Fact } from '../../model/fact.ts';
import type { Diagnostic } from '../../model/source.ts';

type Ecosystem = DependencyFact['ecosystem'];

/** A package as a manifest names it; offsets are those of the name as written, without quotes. */
export interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly version?: string | undefined;
  readonly extras?: readonly string[] | undefined;
  readonly dev?: boolean | undefined;
  /** Offsets of the whole entry. */
  readonly entry?: readonly [number, number];
}

/** What a manifest reader works on, and what it gives back. */
export class Manifest {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly facts: Fact[] = [];
  readonly diagnostics: Diagnostic[] = [];

  constructor(path: string, text: string, lines: LineIndex) {
    this.path = path;
    this.text = text;
    this.lines = lines;
  }

  /** File name without its folders. */
  get fileName(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  add(ecosystem: Ecosystem, found: Found, lock = false): void {
    const { version, extras, dev, entry } = found;
    this.facts.push({
      kind: 'dependency',
      ecosystem,
      name: ecosystem === 'pypi' ? normalized(found.name) : found.name,
      span: this.lines.span(found.start, found.end),
      ...(entry ? { extent: this.lines.span(entry[0], entry[1]) } : {}),
      ...(version === undefined || version === '' ? {} : { version }),
      ...(extras && extras.length > 0 ? { extras } : {}),
      ...(dev ? { dev } : {}),
      ...(lock ? { lock } : {}),
    });
  }

  /** One problem of a kind says enough. */
  problem(offset: number, message: string): void {
    if (this.diagnostics.some(known => known.message === message)) return;
    this.diagnostics.push({ path: this.path, line: this.lines.at(offset).line, code: 'syntax-error', message });
  }
}

/** A lock file names a package many times; the first time counts. */
export class Locked {
  readonly #manifest: Manifest;
  readonly #ecosystem: Ecosystem;
  readonly #found = new Map<string, { -readonly [K in keyof Found]: Found[K] }>();

  constructor(manifest: Manifest, ecosystem: Ecosystem) {
    this.#manifest = manifest;
    this.#ecosystem = ecosystem;
  }

  /** The entry of a package; `undefined` when the package was seen before. */
  first(found: Found): { -readonly [K in keyof Found]: Found[K] } | undefined {
    if (this.#found.has(found.name)) return undefined;
    const entry = { ...found };
    this.#found.set(found.name, entry);
    return entry;
  }

  finish(): void {
    for (const found of this.#found.values()) this.#manifest.add(this.#ecosystem, found, true);
  }
}

/** The one spelling PyPI compares names by. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Groups whose packages never reach production. */
export function isDevelopmentGroup(name: string): boolean {
  return /^(?:dev|develop|development|test|tests|testing|lint|linting|docs?|typing|ci|quality)$/i.test(name);
}
