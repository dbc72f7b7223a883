/** One config file: YAML in, checked settings out. Every problem names the file, the line and what to do. */
import * as v from 'valibot';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { isDay, nearest } from '../base/text.ts';
import type { Settings } from '../model/config.ts';
import { ConfigError } from './error.ts';
import { settingsSchema } from './schema.ts';

export interface ReadSettings {
  readonly settings: Settings;
  /** Line of a setting (`['fail', 'severity']`); of the nearest thing above it that has one. */
  lineOf(path: Path): number | undefined;
}

type Path = readonly (string | number)[];

/** @throws ConfigError on the first thing that is wrong. */
export function readSettings(file: string, text: string): ReadSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem) {
    const message = (problem.message.split('\n')[0] ?? '').replace(/ at line.*$/, '');
    throw new ConfigError(file, problem.linePos?.[0].line, message);
  }
  const lineOf = (path: Path): number | undefined => lineAt(document, lines, path);
  const value = plainValue(file, document) ?? {};
  if (Array.isArray(value)) throw new ConfigError(file, lineOf([]), 'expected a mapping of settings, found a list');
  const result = v.safeParse(settingsSchema, value);
  if (!result.success) {
    const { issue, path } = mostTelling(result.issues);
    throw new ConfigError(file, lineOf(path), explain(issue, path));
  }
  for (const [i, { until }] of (result.output.suppress ?? []).entries()) {
    if (until !== undefined && !isDay(until)) {
      throw new ConfigError(file, lineOf(['suppress', i, 'until']), `suppress.${i}.until: there is no day ${until}`);
    }
  }
  return { settings: result.output, lineOf };
}

function plainValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigError(file, undefined, (error as Error).message);
  }
}

type Issue = v.BaseIssue<unknown>;

/** Of the places a union complains about, the deepest; there, a key too many says more than one that is missing. */
function mostTelling(issues: readonly Issue[]): { issue: Issue; path: Path } {
  const found: { issue: Issue; path: Path }[] = [];
  const visit = (issue: Issue, above: Path): void => {
    const path = [...above, ...(issue.path ?? []).map(step => step.key as string | number)];
    found.push({ issue, path });
    for (const inner of issue.issues ?? []) visit(inner, path);
  };
  for (const issue of issues) visit(issue, []);
  const weight = ({ issue, path }: { issue: Issue; path: Path }): number =>
    path.length * 2 + (issue.expected === 'never' ? 1 : 0);
  return found.reduce((best, next) => (weight(next) > weight(best) ? next : best));
}

function explain(issue: Issue, path: Path): string {
  const last = String(path.at(-1));
  if (issue.expected === 'never') {
    const known = keysAt(settingsSchema, path.slice(0, -1));
    const near = nearest(last, known);
    const list = `known here: ${known.join(', ')}`;
    return `unknown key "${last}"; ${near === undefined ? list : `did you mean "${near}"?`}`;
  }
  if (issue.received === 'undefined')
    return `missing key "${last}"${path.length > 1 ? ` in ${path.slice(0, -1).join('.')}` : ''}`;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.type === 'picklist' && typeof issue.input === 'string') {
    const known = optionsOf(issue.expected);
    const near = nearest(issue.input, known);
    return `${where}unknown value "${issue.input}"; ${near === undefined ? `known: ${known.join(', ')}` : `did you mean "${near}"?`}`;
  }
  const { kind } = issue;
  return `${where}${kind === 'validation' ? issue.message : `expected ${plain(issue.expected)}, found ${issue.received}`}`;
}

/** `("a" | "b")` → its words. */
function optionsOf(expected: string | null): string[] {
  return [...(expected ?? '').matchAll(/"([^"]+)"/g)].map(match => match[1] ?? '');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  Object: 'a mapping',
  Array: 'a list',
  boolean: 'true or false',
  number: 'a number',
};
const plain = (expected: string | null): string => WORDS[expected ?? ''] ?? expected ?? 'something else';

/** The keys a mapping at this place may have, from the schema itself. */
function keysAt(schema: unknown, path: Path): string[] {
  const here = schema as {
    type?: string;
    entries?: Record<string, unknown>;
    wrapped?: unknown;
    item?: unknown;
    value?: unknown;
    options?: readonly unknown[];
    pipe?: readonly unknown[];
  };
  if (here.wrapped !== undefined) return keysAt(here.wrapped, path);
  if (here.type === 'union') return (here.options ?? []).flatMap(option => keysAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(here.entries ?? {});
  const next =
    here.entries?.[String(step)] ??
    (here.type === 'array' ? here.item : here.type === 'record' ? here.value : undefined);
  return next === undefined ? [] : keysAt(next, rest);
}

function lineAt(document: Document, lines: LineCounter, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const parent = length === 0 ? undefined : document.getIn(path.slice(0, length - 1), true);
    const items = (
      parent as { items?: readonly { key?: { value?: unknown; range?: readonly number[] } }[] } | undefined
    )?.items;
    // A key says where it stands better than the value behind it, which may be empty.
    const range =
      items?.find(item => item.key?.value === path[length - 1])?.key?.range ??
      (document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | null | undefined)?.range;
    const [from] = range ?? [];
    if (from !== undefined) return lines.linePos(from).line;
  }
  return undefined;
}
