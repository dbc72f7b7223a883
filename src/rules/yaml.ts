/** YAML with places: every problem of a rule file is told with its line. */
import * as v from 'valibot';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { Exit, UntetherError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';

export class RuleFileError extends UntetherError {
  override readonly name = 'RuleFileError';
  readonly file: string;
  readonly line: number | undefined;
  constructor(file: string, line: number | undefined, message: string, help = 'See docs/writing-rules.md for the format of rules.') {
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
export function readYaml<T>(file: string, content: string, schema: v.GenericSchema<unknown, T>): Located<T> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, maxAliasCount: 100 } as Parameters<typeof parseDocument>[1]);
  const [problem] = document.errors;
  if (problem) throw new RuleFileError(file, problem.linePos?.[0].line, (problem.message.split('\n')[0] ?? '').replace(/ at line.*$/, ''));
  const lineOf = (path: readonly (string | number)[]): number | undefined => lineAt(document, lines, path);
  const result = v.safeParse(schema, document.toJS({ maxAliasCount: 100 }));
  if (!result.success) {
    const issue = deepest(result.issues);
    const path = (issue.path ?? []).map(step => step.key as string | number);
    throw new RuleFileError(file, lineOf(path), explain(issue, path));
  }
  return { value: result.output, lineOf };
}

type Issue = v.BaseIssue<unknown>;

/** Unions report the outer failure; the useful one is the deepest inside. */
function deepest(issues: readonly Issue[]): Issue {
  let best = issues[0] as Issue;
  const depth = (issue: Issue): number => issue.path?.length ?? 0;
  const visit = (issue: Issue): void => {
    if (depth(issue) > depth(best)) best = issue;
    issue.issues?.forEach(visit);
  };
  issues.forEach(visit);
  return best;
}

function explain(issue: Issue, path: readonly (string | number)[]): string {
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.expected === 'never' || (issue.type === 'strict_object' && issue.expected === 'never')) {
    return `unknown key "${String(path.at(-1))}"${hint(path)}`;
  }
  if (issue.received === 'undefined') return `missing key "${String(path.at(-1))}"`;
  return `${where}${issue.message.replace(/^Invalid /, 'invalid ')}`;
}

const KNOWN_KEYS = [
  'id', 'title', 'message', 'dimension', 'tie', 'severity', 'confidence', 'on', 'languages', 'where', 'requires', 'gives',
  'keywords', 'equivalent', 'links', 'covers', 'since', 'examples', 'hit', 'miss', 'code', 'lang', 'at', 'why', 'file',
  'files', 'name', 'module', 'imported', 'callee', 'receiver', 'method', 'form', 'resolved', 'path', 'text', 'role', 'into',
  'format', 'ecosystem', 'version', 'access', 'value', 'args', 'type', 'resource', 'mode', 'address', 'program', 'words',
  'scope', 'any', 'all', 'not', 'equals', 'includes', 'prefix', 'suffix', 'regex', 'is', 'case', 'kind', 'env', 'reference',
  'contains', 'direct', 'refersTo', 'key', 'fidelity', 'effort', 'summary', 'changes', 'caveats', 'portable', 'newLockIn',
  'sources', 'url', 'asOf', 'status', 'none',
];

function hint(path: readonly (string | number)[]): string {
  const near = nearest(String(path.at(-1)), KNOWN_KEYS);
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
