/**
 * What a document says, before it is Markdown or HTML: sections of paragraphs, lists, tables, charts. Text in here is
 * raw; whoever renders it escapes it for its format.
 */
import type { Place } from '../../model/place.ts';
import type { Confidence, Fidelity, Severity } from '../../model/rule.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** A sentence of a rule or a plan: its own `code` in backticks is code. */
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** A figure of the report; `path` is the JSON pointer at which the report holds it. */
  | { readonly kind: 'figure'; readonly value: number; readonly path: string }
  | { readonly kind: 'place'; readonly place: Place; readonly cell?: number }
  /** Link to a section of this document. */
  | { readonly kind: 'ref'; readonly id: string; readonly text: string }
  | { readonly kind: 'url'; readonly url: string; readonly text?: string }
  /** A word of a scale, shown in its colour where there are colours. */
  | { readonly kind: 'badge'; readonly text: string; readonly tone: Tone };

export type Tone = Severity | Fidelity | Confidence | 'good' | 'bad' | 'plain';

export type Line = readonly Inline[];

export interface Column {
  readonly title: string;
  /** Figures stand at the right. */
  readonly right?: boolean;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Line[])[];
  /** How many rows were left out. */
  readonly rest?: number;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[]; readonly ordered?: boolean }
  | Table
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly label: string }
  /** Charts draw from the report itself; the table that says the same in words stands beside each. */
  | { readonly kind: 'chart'; readonly chart: ChartName }
  /** Every tie, in the way the format can show many. */
  | { readonly kind: 'findings' };

export type ChartName = 'score' | 'heat' | 'waves' | 'map' | 'fidelity' | 'ranking';

export interface Section {
  /** Target of links, the same in every format: the heading in lower case with hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

export interface Story {
  readonly title: string;
  readonly sections: readonly Section[];
}

type Part = Inline | Line | string | number;

function partOf(part: Part): Line {
  if (typeof part === 'string') return [{ kind: 'text', text: part }];
  if (typeof part === 'number') return [{ kind: 'text', text: `${part}` }];
  return 'kind' in part ? [part] : part;
}

/** A line from a template: what stands in it is text, what is put in keeps its kind. */
export function line(strings: TemplateStringsArray, ...parts: readonly Part[]): Line {
  return strings.flatMap((text, i): Line => {
    const part = parts[i];
    return [...(text === '' ? [] : partOf(text)), ...(part === undefined ? [] : partOf(part))];
  });
}

/** A line from parts, with something between them. */
export function joined(parts: readonly Part[], between = ', '): Line {
  return parts.flatMap((part, i): Line => (i === 0 ? partOf(part) : [...partOf(between), ...partOf(part)]));
}

/** `a, b and c`. */
export function enumerated(parts: readonly Part[]): Line {
  return parts.flatMap((part, i): Line => {
    const before = i === 0 ? '' : i === parts.length - 1 ? ' and ' : ', ';
    return [...(before === '' ? [] : partOf(before)), ...partOf(part)];
  });
}

export const code = (text: string): Inline => ({ kind: 'code', text });
export const sentence = (text: string): Inline => ({ kind: 'sentence', text });
export const strong = (text: string): Inline => ({ kind: 'strong', text });
export const figure = (value: number, path: string): Inline => ({ kind: 'figure', value, path });
export const at = ({ path, line: number }: Place, cell?: number): Inline => ({
  kind: 'place',
  place: { path, line: number },
  ...(cell === undefined ? {} : { cell }),
});
export const ref = (id: string, text: string): Inline => ({ kind: 'ref', id, text });
export const url = (address: string, text?: string): Inline => ({
  kind: 'url',
  url: address,
  ...(text === undefined ? {} : { text }),
});
export const badge = (text: string, tone: Tone = 'plain'): Inline => ({ kind: 'badge', text, tone });

export const paragraph = (content: Line): Block => ({ kind: 'paragraph', line: content });
export const chart = (name: ChartName): Block => ({ kind: 'chart', chart: name });

/** Nothing where there is nothing to list. */
export function list(items: readonly Line[], ordered = false): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items, ...(ordered ? { ordered } : {}) }];
}

/** A list with a line that says what it is; nothing where it would be empty. */
export function titledList(title: string, items: readonly Line[]): Block[] {
  return items.length === 0 ? [] : [paragraph([{ kind: 'text', text: title }]), ...list(items)];
}

/** A table cut to a length a person reads; nothing where it would be empty. `!` before a title sets a column right. */
export function table(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly Part[])[],
  most = Number.POSITIVE_INFINITY,
): Block[] {
  if (rows.length === 0) return [];
  const rest = rows.length - most;
  return [
    {
      kind: 'table',
      caption,
      columns: titles.map(title => (title.startsWith('!') ? { title: title.slice(1), right: true } : { title })),
      rows: rows.slice(0, most).map(row => row.map(partOf)),
      ...(rest > 0 ? { rest } : {}),
    },
  ];
}

/** A section named by its title; none where nothing stands in it. */
export function section(
  title: string,
  blocks: readonly Block[],
  sections: readonly Section[] = [],
  id = slug(title),
): Section[] {
  return blocks.length === 0 && sections.length === 0 ? [] : [{ id, title, blocks, sections }];
}

/** How GitHub, GitLab and Azure DevOps all name the anchor of a heading of plain words. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
