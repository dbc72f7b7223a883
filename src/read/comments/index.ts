/**
 * The comments of a file, told by its own grammar: a text in quotes that looks like one is none. Asked only about files in
 * which somebody speaks to us, so parsing once more costs nothing.
 */
import { LineIndex } from '../../base/lines.ts';
import { readerFor } from '../index.ts';

export interface Comment {
  /** With its marks. */
  readonly text: string;
  /** 1-based lines of its sheet. */
  readonly line: number;
  readonly endLine: number;
}

/** What has lines of its own: a file, or a cell of a notebook. */
export interface Sheet {
  readonly cell?: number;
  readonly lines: readonly string[];
  readonly comments: readonly Comment[];
}

/** Offsets of a comment, end-exclusive. */
export type Stretch = readonly [start: number, end: number];

/** Finds comments; `undefined` stretches for formats that have none. */
export type FindComments = (text: string, path: string) => Stretch[] | Promise<Stretch[]>;

/** The sheets of a file with their comments; none for formats without comments. */
export async function commentsOf(path: string, text: string): Promise<Sheet[]> {
  const language = readerFor(path)?.language;
  if (language === undefined) return [];
  if (language === 'notebook') {
    const { notebookSheets } = await import('./notebook.ts');
    return notebookSheets(text);
  }
  const find = await finderFor(language, path);
  return find ? [sheetOf(text, await find(text, path))] : [];
}

export function sheetOf(text: string, stretches: readonly Stretch[], cell?: number): Sheet {
  const index = new LineIndex(text);
  return {
    ...(cell === undefined ? {} : { cell }),
    lines: text.split(/\r\n|\n|\r/),
    comments: stretches.map(([start, end]) => ({
      text: text.slice(start, end),
      line: index.at(start).line,
      // A line end that belongs to the comment is not another line of it.
      endLine: index.at(Math.max(start, text.slice(start, end).trimEnd().length + start)).line,
    })),
  };
}

async function finderFor(language: string, path: string): Promise<FindComments | undefined> {
  switch (language) {
    case 'python':
    case 'csharp':
    case 'java':
    case 'go':
    case 'kotlin':
    case 'terraform':
      return /\.tf\.json$/i.test(path) ? jsonFinder() : (await import('./grammars.ts')).grammarFinder(language);
    case 'typescript':
    case 'javascript':
      return (await import('./scripts.ts')).findInScripts;
    case 'yaml':
      return (await import('./yaml.ts')).findInYaml;
    case 'json':
      return jsonFinder();
    case 'toml':
      return (await import('./toml.ts')).findInToml;
    case 'manifest':
      return manifestFinder(path);
    default:
      return (await import('./tokens.ts')).tokenFinder(language);
  }
}

async function jsonFinder(): Promise<FindComments> {
  return (await import('./json.ts')).findInJson;
}

/** Manifests are in the languages of their tools. */
async function manifestFinder(path: string): Promise<FindComments | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.(?:xml|config|props|\w+proj)$/.test(name)) return (await import('./tokens.ts')).tokenFinder('xml');
  if (/\.json$|^composer\.lock$|^pipfile\.lock$/.test(name)) return jsonFinder();
  if (/\.ya?ml$/.test(name)) return (await import('./yaml.ts')).findInYaml;
  if (/\.toml$|^(?:pipfile|poetry\.lock|uv\.lock|pdm\.lock|cargo\.lock)$/.test(name))
    return (await import('./toml.ts')).findInToml;
  const { tokenFinder } = await import('./tokens.ts');
  if (/\.gradle$/.test(name)) return tokenFinder('groovy');
  if (/\.kts$/.test(name)) return tokenFinder('kotlin');
  if (name === 'go.mod') return tokenFinder('go.mod');
  if (/^gemfile/.test(name)) return tokenFinder('ruby');
  return tokenFinder('hash-lines');
}
