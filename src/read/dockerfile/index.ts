/** Dockerfiles: variables, labels, base images and the commands of every instruction that runs one. */
import { LineIndex } from '../../base/lines.ts';
import { textOf, type Fact, type Value } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { append } from '../append.ts';
import { readScript as readPowerShell } from '../powershell/script.ts';
import { dollarHoles, interpolated, setting, through } from '../settings.ts';
import { placeAt, type Place } from '../shell/excerpt.ts';
import { scriptFacts } from '../shell/script.ts';
import { settingsWritten } from '../shell/written.ts';
import { instructions, wordsOf, type Instruction, type Piece } from './instructions.ts';

export function createReader(): Promise<Reader> {
  return Promise.resolve(readDockerfile);
}

export function readDockerfile(source: Source): ReadResult {
  return { facts: new Dockerfile(placeAt(source.text, new LineIndex(source.text))).read(), diagnostics: [] };
}

const HOLES = dollarHoles({ bare: 'any', parens: 'no' });

class Dockerfile {
  readonly #place: Place;
  readonly #facts: Fact[] = [];
  /** The stage that instructions belong to. */
  #stage: string | undefined;
  #powershell = false;

  constructor(place: Place) {
    this.#place = place;
  }

  read(): Fact[] {
    for (const instruction of instructions(this.#place.text)) this.#instruction(instruction);
    return this.#facts;
  }

  #add(fact: Fact): void {
    const { scope: own, ...rest } = fact;
    const scope = [this.#stage, fact.kind === 'setting' ? undefined : own].filter(step => step !== undefined).join('.');
    this.#facts.push(scope === '' ? rest : { ...rest, scope });
  }

  #instruction(instruction: Instruction): void {
    const { keyword } = instruction;
    if (keyword === 'FROM') this.#from(instruction);
    else if (keyword === 'ENV' || keyword === 'LABEL') this.#pairs(instruction);
    else if (keyword === 'ARG') this.#argument(instruction);
    else if (keyword === 'SHELL') this.#powershell = /pwsh|powershell/i.test(this.#text(instruction));
    else if (/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)) this.#run(instruction);
    else if (keyword === 'COPY' || keyword === 'ADD') this.#files(instruction);
    else if (keyword === 'ONBUILD')
      for (const inner of instructions(this.#place.text, instruction.start, instruction.end)) this.#instruction(inner);
  }

  #text({ start, end }: Instruction): string {
    return this.#place.text.slice(start, end);
  }

  #from(instruction: Instruction): void {
    const words = wordsOf(this.#place.text, instruction.start, instruction.end).filter(
      word => !word.text.startsWith('--'),
    );
    const [image, as, name] = words;
    this.#stage = /^as$/i.test(as?.text ?? '') ? name?.text : undefined;
    if (!image) return;
    const value = this.#value(image);
    const template = value.kind === 'template';
    this.#add({
      kind: 'string',
      text: textOf(value) ?? '*',
      role: 'value',
      into: 'FROM',
      span: value.span,
      ...(template ? { template } : {}),
    });
  }

  /** `ENV A=b C=d` and the older `ENV A b`. */
  #pairs(instruction: Instruction): void {
    const words = wordsOf(this.#place.text, instruction.start, instruction.end);
    const [first, second] = words;
    if (first && !first.text.includes('=')) {
      const last = words.at(-1);
      if (second && last) this.#setting(instruction, first, { ...piece(this.#place, second.start, last.end) });
      return;
    }
    for (const word of words) {
      const equals = word.text.indexOf('=');
      if (equals <= 0) continue;
      const name = { ...word, text: word.text.slice(0, equals), end: word.start + equals };
      this.#setting(instruction, name, piece(this.#place, word.start + equals + 1, word.end));
    }
  }

  /** `ARG A=b`; without a value it comes from outside. */
  #argument(instruction: Instruction): void {
    for (const word of wordsOf(this.#place.text, instruction.start, instruction.end)) {
      const equals = word.text.indexOf('=');
      const name = equals < 0 ? word : { ...word, text: word.text.slice(0, equals), end: word.start + equals };
      if (!/^\w+$/.test(name.text)) continue;
      if (equals >= 0) this.#setting(instruction, name, piece(this.#place, word.start + equals + 1, word.end));
      else
        this.#settingOf(instruction, name, {
          kind: 'env',
          name: name.text,
          span: this.#place.span(name.start, name.end),
        });
    }
  }

  #setting(instruction: Instruction, name: Piece, given: Piece): void {
    this.#settingOf(instruction, name, this.#value(given));
  }

  #settingOf(instruction: Instruction, name: Piece, value: Value): void {
    const lead = /^["']/.test(name.text) ? 1 : 0;
    const text = name.text.replace(/^(["'])(.*)\1$/, '$2');
    const span = this.#place.span(name.start + lead, name.end - lead);
    this.#add(setting('dockerfile', [instruction.keyword, text], span, value, { extent: through(span, value.span) }));
  }

  #value(given: Piece): Value {
    const quoted = /^(["'])([\s\S]*)\1$/.exec(given.text);
    const text = quoted?.[2] ?? given.text;
    const start = given.start + (quoted ? 1 : 0);
    const at = (a: number, b: number): Value['span'] => this.#place.span(start + a, start + b);
    return interpolated(
      { text, span: this.#place.span(given.start, given.end), at },
      quoted?.[1] === "'" ? [] : [HOLES],
    );
  }

  // ---------------------------------------------------------------- commands

  #run(instruction: Instruction): void {
    const { keyword, heredocs } = instruction;
    let { start } = instruction;
    const text = this.#text(instruction);
    // `--mount=…`, `--interval=…`, and the word between them and the command of a health check.
    const flags = /^(?:\s|\\\r?\n|--[\w-]+(?:=\S*)?(?=\s))*(?:CMD\s+)?/i.exec(text)?.[0] ?? '';
    start +=
      keyword === 'HEALTHCHECK'
        ? flags.length
        : (/^(?:\s|\\\r?\n|--[\w-]+(?:=\S*)?(?=\s))*/.exec(text)?.[0].length ?? 0);
    const exec = this.#place.text.slice(start, instruction.end);
    if (exec.startsWith('[')) this.#script(execForm(exec), start);
    else if (heredocs.length > 0 && /^<<-?\s*["']?\w+["']?\s*$/.test(exec.trimEnd()))
      for (const body of heredocs) this.#script(this.#place.text.slice(body.start, body.end), body.start);
    else this.#script(withoutComments(this.#place.text.slice(start, instruction.whole)), start);
  }

  #script(text: string, offset: number): void {
    const place: Place = { text, span: (a, b) => this.#place.span(offset + a, offset + b) };
    const facts = this.#powershell ? readPowerShell(place).facts : scriptFacts(place).facts;
    for (const fact of facts) this.#add(fact);
  }

  /** `COPY <<EOF file`: settings that are written into the image. */
  #files({ heredocs, start, end }: Instruction): void {
    const target = wordsOf(this.#place.text, start, end).at(-1)?.text ?? '';
    for (const body of heredocs) append(this.#facts, settingsWritten(this.#place, body.start, body.end, target));
  }
}

function piece(place: Place, start: number, end: number): Piece {
  return { text: place.text.slice(start, end), start, end };
}

/** `["program", "word"]` as a command line of the same length. */
function execForm(text: string): string {
  return text
    .replace(/^\[/, ' ')
    .replace(/\]\s*$/, end => ' '.repeat(end.length))
    .replace(/"((?:[^"\\]|\\.)*)"(\s*,)?/g, (whole, word: string, comma = '') => {
      const blanks = ' '.repeat(String(comma).length);
      return /^[\w./:=@%+-]+$/.test(word) ? ` ${word} ${blanks}` : whole.slice(0, word.length + 2) + blanks;
    });
}

/** A comment between two lines of an instruction is not part of it, nor is a blank after a backslash; every place stays. */
function withoutComments(text: string): string {
  return text
    .replace(/\\([ \t]+)(?=\r?\n)/g, '$1\\')
    .replace(/(\\\r?\n)((?:[ \t]*(?:#[^\r\n]*)?\r?\n)+)/g, (_, continued: string, lines: string) => {
      const blank = lines.replace(/[^\r\n]/g, ' ');
      return continued + blank.replace(/ (\r?\n)/g, '\\$1');
    });
}
