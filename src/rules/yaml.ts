/** YAML with places: every problem of a rule file is told with its line. */
import * as v from 'valibot';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { Exit, UntetherError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';

export class RuleFileError extends UntetherError {
  override readonly name = 'RuleFileError';
  readonly file: string;
  readonly line: number | undefined;
  constructor(
    file: string,
    line: number | undefined,
    message: string,
    help = 'See docs/writing-rules.md for the format of rules.',
  ) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${message}`, { help, exit: Exit.usage });
    this.file = file;
    this.line = line;
  }
}

export interface Located<T> {
  readonly value: T;
  /** Line of a path into the document (`['examples', 'hit', 0]`). */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/**
 * Parse and validate one YAML file.
 * @throws RuleFileError naming file, line and what is wrong.
 */
export function readYaml<T>(
  file: string,
  content: string,
  schema: v.GenericSchema<unknown, T>,
  help?: string,
): Located<T> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, maxAliasCount: 100 } as Parameters<
    typeof parseDocument
  >[1]);
  const [problem] = document.errors;
  if (problem)
    throw new RuleFileError(
      file,
      problem.linePos?.[0].line,
      (problem.message.split('\n')[0] ?? '').replace(/ at line.*$/, ''),
      help,
    );
  const lineOf = (path: readonly (string | number)[]): number | undefined => lineAt(document, lines, path);
  const result = v.safeParse(schema, plainValue(file, document));
  if (!result.success) {
    const { issue, path } = mostTelling(result.issues);
    throw new RuleFileError(file, lineOf(path), explain(issue, path, keysOf(schema)), help);
  }
  return { value: result.output, lineOf };
}

function plainValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new RuleFileError(file, undefined, (error as Error).message);
  }
}

type Issue = v.BaseIssue<unknown>;
type Path = readonly (string | number)[];

/**
 * A union reports that no shape fits; what is wrong with the nearest one stands inside, with a path of its own. The
 * deepest place is the most telling one, and there a key too many says more than a key that is missing.
 */
function mostTelling(issues: readonly Issue[]): { issue: Issue; path: Path } {
  const found: { issue: Issue; path: Path }[] = [];
  const visit = (issue: Issue, above: Path): void => {
    const path = [...above, ...(issue.path ?? []).map(step => step.key as string | number)];
    found.push({ issue, path });
    for (const inner of issue.issues ?? []) visit(inner, path);
  };
  for (const issue of issues) visit(issue, []);
  const weight = ({ issue, path }: { issue: Issue; path: Path }): number =>
    path.length * 2 + (isTooMany(issue) ? 1 : 0);
  return found.reduce((best, next) => (weight(next) > weight(best) ? next : best));
}

const isTooMany = (issue: Issue): boolean => issue.expected === 'never';

function explain(issue: Issue, path: Path, keys: ReadonlySet<string>): string {
  if (isTooMany(issue)) return `unknown key "${String(path.at(-1))}"${hint(path, keys)}`;
  if (issue.received === 'undefined') return `missing key "${String(path.at(-1))}"`;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  return `${where}${issue.message.replace(/^Invalid /, 'invalid ')}`;
}

/** Every key a schema knows, at whatever depth: what a slip of the hand may have meant. */
function keysOf(schema: unknown, found = new Set<string>(), seen = new Set<unknown>()): ReadonlySet<string> {
  if (schema === null || typeof schema !== 'object' || seen.has(schema)) return found;
  seen.add(schema);
  const { type, entries, getter } = schema as { type?: unknown; entries?: unknown; getter?: unknown };
  if (entries !== null && typeof entries === 'object') for (const key of Object.keys(entries)) found.add(key);
  if (type === 'lazy' && typeof getter === 'function') keysOf((getter as () => unknown)(), found, seen);
  for (const part of Object.values(schema)) keysOf(part, found, seen);
  return found;
}

function hint(path: Path, keys: ReadonlySet<string>): string {
  const near = nearest(String(path.at(-1)), keys);
  return near === undefined || near === path.at(-1) ? '' : `; did you mean "${near}"?`;
}

function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
    if (range) return lines.linePos(range[0]).line;
  }
  return undefined;
}
