/** Requests written down for a client: `.http` and `.rest` files, and the blocks of `.bru` files. */
import type { LineIndex } from '../../base/lines.ts';
import type { Fact, Value } from '../../model/fact.ts';
import type { Source } from '../../model/source.ts';

const REQUEST = /^(\s*)(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+)(\S.*?)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*$/;
const ADDRESS = /^(\s*)()(https?:\/\/\S+|\{\{[^}]*\}\}\/\S*)[ \t]*$/;
const VARIABLE = /^\s*@([\w.-]+)[ \t]*=[ \t]*(.*?)[ \t]*$/;
const HEADER = /^[ \t]*~?([A-Za-z][\w:-]*)[ \t]*:[ \t]*(.*?)[ \t]*$/;
const BODY_ENTRY = /"([^"\\]{1,100})"[ \t]*:[ \t]*"((?:[^"\\]|\\.){0,2000})"/g;
const HOLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const ENVIRONMENT = /^(?:\$dotenv|\$processEnv|\$env|process\.env)[ .]%?(\w+)$/;
/** Blocks that hold code or prose. */
const PASSED = /^(?:script|tests|docs|meta|assert)/;

type Part = 'start' | 'headers' | 'body' | 'script';

/** Positions of one line: its text and where it begins. */
interface Line {
  readonly text: string;
  readonly start: number;
}

export function requestFacts(source: Source, lines: LineIndex): Fact[] {
  const written = linesOf(source.text, lines);
  const say = new Requests(lines);
  return source.path.toLowerCase().endsWith('.bru') ? say.blocks(written) : say.requests(written);
}

function linesOf(text: string, lines: LineIndex): Line[] {
  return Array.from({ length: lines.lineCount }, (_, i) => {
    const start = lines.startOf(i + 1);
    const end = i + 1 < lines.lineCount ? lines.startOf(i + 2) : text.length;
    return { text: text.slice(start, end).replace(/[\r\n]+$/, ''), start };
  });
}

class Requests {
  readonly #lines: LineIndex;
  readonly #facts: Fact[] = [];
  readonly #variables = new Map<string, string>();

  constructor(lines: LineIndex) {
    this.#lines = lines;
  }

  /** `.http`: a request line, its headers, an empty line, the body; `###` begins the next. */
  requests(written: readonly Line[]): Fact[] {
    let part: Part = 'start';
    for (const line of written) {
      const text = line.text.trimStart();
      if (text.startsWith('###')) part = 'start';
      else if (/^(?:#|\/\/)/.test(text)) continue;
      else if (/^[<>]\s*\{%/.test(text)) part = text.includes('%}') ? part : 'script';
      else if (part === 'script') part = text.includes('%}') ? 'start' : part;
      else part = this.#line(line, part);
    }
    return this.#facts;
  }

  #line(line: Line, part: Part): Part {
    const variable = part === 'body' ? null : VARIABLE.exec(line.text);
    if (variable) {
      this.#variable(line, variable[1] ?? '', variable[2] ?? '');
      return part;
    }
    const request = REQUEST.exec(line.text) ?? (part === 'start' ? ADDRESS.exec(line.text) : null);
    if (request && part !== 'body') {
      this.#text(line, request[3] ?? '', request[2] ?? '');
      return 'headers';
    }
    if (part === 'start') return part;
    if (line.text.trim() === '') return 'body';
    if (part === 'body') this.#body(line);
    else if (/^\s+[?&/]/.test(line.text)) this.#text(line, line.text.trim(), '');
    else this.#header(line, ['headers']);
    return part;
  }

  /** `.bru`: `name { … }`, one `key: value` on each line. */
  blocks(written: readonly Line[]): Fact[] {
    let block: string | undefined;
    for (const line of written) {
      const open = /^([a-z][\w:-]*)[ \t]*[{[][ \t]*$/.exec(line.text);
      if (open) block = open[1];
      else if (/^[}\]]/.test(line.text)) block = undefined;
      else if (block === undefined || PASSED.test(block)) continue;
      else if (block.startsWith('body')) this.#body(line);
      else this.#header(line, [block]);
    }
    return this.#facts;
  }

  #variable(line: Line, name: string, written: string): void {
    const start = line.start + line.text.indexOf(name);
    const value = this.#value(line, written);
    this.#variables.set(name, value.kind === 'literal' ? value.text : '*');
    const span = this.#lines.span(start, start + name.length);
    this.#facts.push({ kind: 'definition', name, role: 'variable', value, level: 'text', span });
    if (value.kind === 'literal' || value.kind === 'template') this.#text(line, written, name);
  }

  #header(line: Line, path: readonly string[]): void {
    const found = HEADER.exec(line.text);
    if (!found) return;
    const [, name = '', written = ''] = found;
    if (name === 'url') {
      this.#text(line, written, path[0] ?? '');
      return;
    }
    const start = line.start + line.text.indexOf(name);
    const span = this.#lines.span(start, start + name.length);
    const extent = this.#lines.span(start, line.start + line.text.length);
    this.#facts.push({ kind: 'entry', name, path, value: this.#value(line, written), level: 'text', span, extent });
  }

  #body(line: Line): void {
    for (const found of line.text.matchAll(BODY_ENTRY)) {
      const start = line.start + found.index + 1;
      const [, name = '', written = ''] = found;
      const span = this.#lines.span(start, start + name.length);
      this.#facts.push({ kind: 'entry', name, path: ['body'], value: this.#value(line, written), level: 'text', span });
    }
  }

  #text(line: Line, written: string, into: string): void {
    const value = this.#value(line, written);
    if (value.kind !== 'literal' && value.kind !== 'template') return;
    this.#facts.push({
      kind: 'string',
      text: value.text,
      role: 'value',
      level: 'text',
      span: value.span,
      ...(into === '' ? {} : { into }),
      ...(value.kind === 'template' ? { template: true } : {}),
    });
  }

  /** The text with its variables filled in; a name alone is a reference, or a read of the environment. */
  #value(line: Line, written: string): Value {
    const start = line.start + Math.max(0, line.text.lastIndexOf(written));
    const span = this.#lines.span(start, start + written.length);
    this.#environment(written, start);
    const alone = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(written)?.[1];
    if (alone !== undefined) {
      const variable = ENVIRONMENT.exec(alone)?.[1];
      if (variable !== undefined) return { kind: 'env', name: variable, span };
      return { kind: 'reference', name: alone, span };
    }
    const text = written.replaceAll(HOLE, (_, name: string) => this.#variables.get(name) ?? '*');
    if (!written.includes('{{')) return { kind: 'literal', type: 'string', text, span };
    return { kind: 'template', text, holes: [], span };
  }

  #environment(written: string, start: number): void {
    for (const hole of written.matchAll(HOLE)) {
      const name = ENVIRONMENT.exec(hole[1] ?? '')?.[1];
      if (name === undefined) continue;
      const at = start + hole.index + hole[0].lastIndexOf(name);
      const span = this.#lines.span(at, at + name.length);
      this.#facts.push({ kind: 'envRead', name, access: 'read', level: 'text', span });
    }
  }
}
