/** The code cells of a notebook and the language they are in. */
import { eachItem, eachMember, NotJson, skipString, skipValue, stringAt, type Token } from './json.ts';

export interface CodeCell {
  /** 1-based, markdown cells counted. */
  readonly number: number;
  /** The string tokens whose texts, joined, are the cell's source. */
  readonly source: readonly Token[];
  /** Language set on this cell alone. */
  readonly language: string | undefined;
}

export interface Notebook {
  readonly cells: readonly CodeCell[];
  /** What the kernel speaks, if the notebook says so. */
  readonly language: string | undefined;
  /** Where the text stops being JSON; the cells before are there all the same. */
  readonly brokenAt: number | undefined;
}

/** Longer metadata holds widget states, not a language. */
const MAX_METADATA = 20_000;

/** Finds the cells of a notebook, whatever the order of its keys. */
export function findCells(text: string): Notebook {
  const finder = new CellFinder(text);
  let brokenAt: number | undefined;
  try {
    finder.run();
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    brokenAt = error.offset;
  }
  return { cells: finder.cells, language: finder.language, brokenAt };
}

class CellFinder {
  readonly cells: CodeCell[] = [];
  language: string | undefined;
  readonly #text: string;
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    const text = this.#text;
    eachMember(text, text.search(/\S|$/), (key, at) => {
      if (key === 'cells') this.#cells(at);
      else if (key === 'metadata') this.#metadata(at);
      else if (key === 'worksheets') eachItem(text, at, sheet => this.#worksheet(sheet));
    });
  }

  /** Notebooks of format 3 keep their cells in worksheets. */
  #worksheet(at: number): void {
    eachMember(this.#text, at, (key, value) => {
      if (key === 'cells') this.#cells(value);
    });
  }

  #cells(at: number): void {
    eachItem(this.#text, at, cell => this.#cell(cell, ++this.#count));
  }

  #cell(at: number, number: number): void {
    let type = '';
    let language: string | undefined;
    let source: Token[] = [];
    eachMember(this.#text, at, (key, value) => {
      if (key === 'cell_type') type = this.#string(value) ?? '';
      else if (key === 'source' || key === 'input') source = this.#source(value);
      else if (key === 'language') language = this.#string(value);
      else if (key === 'metadata') language ??= cellLanguage(this.#object(value));
    });
    if (type === 'code' && source.length > 0) this.cells.push({ number, source, language });
  }

  #source(at: number): Token[] {
    if (this.#text[at] === '"') return [{ start: at, end: skipString(this.#text, at) }];
    const tokens: Token[] = [];
    if (this.#text[at] !== '[') return tokens;
    eachItem(this.#text, at, item => {
      if (this.#text[item] === '"') tokens.push({ start: item, end: skipString(this.#text, item) });
    });
    return tokens;
  }

  #metadata(at: number): void {
    let kernel: Json;
    let info: Json;
    eachMember(this.#text, at, (key, value) => {
      if (key === 'kernelspec') kernel = this.#object(value);
      else if (key === 'language_info') info = this.#object(value);
    });
    this.language = textOf(info, 'name') ?? textOf(kernel, 'language') ?? textOf(kernel, 'name');
  }

  #string(at: number): string | undefined {
    return this.#text[at] === '"' ? stringAt(this.#text, { start: at, end: skipString(this.#text, at) }) : undefined;
  }

  #object(at: number): Json {
    const end = skipValue(this.#text, at);
    if (end - at > MAX_METADATA) return undefined;
    try {
      return JSON.parse(this.#text.slice(at, end)) as Json;
    } catch {
      return undefined;
    }
  }
}

type Json = Readonly<Record<string, unknown>> | null | undefined;

function textOf(json: Json, key: string): string | undefined {
  const value = json?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function cellLanguage(metadata: Json): string | undefined {
  for (const [owner, key] of [
    ['vscode', 'languageId'],
    ['polyglot_notebook', 'kernelName'],
    ['dotnet_interactive', 'language'],
  ] as const) {
    const found = textOf(metadata?.[owner] as Json, key);
    if (found) return found;
  }
  return undefined;
}

/** Is it a name that Python kernels go by? */
export function isPython(language: string): boolean {
  return /python|pyspark|^(?:conda|sage|xpython)/i.test(language);
}
