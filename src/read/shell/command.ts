/** From the words of a command line to its fact; shared by all shells. */
import { textOf, type CallValue, type CommandFact, type Named, type Value } from '../../model/fact.ts';
import type { Place } from './excerpt.ts';

/** One word of a command line. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
  /** Written in quotes: never a flag, and likely a text. */
  readonly quoted: boolean;
}

/** A command line in words, the program first. */
export interface Line {
  readonly words: readonly Word[];
  /** Where the command starts and ends, redirections included. */
  readonly start: number;
  readonly end: number;
  readonly scope?: string;
}

/** The text of a word, holes as `*`; empty for one that is all hole. */
export function textIn(word: Word | undefined): string {
  return textOf(word?.value) ?? '';
}

export function isFlag(word: Word): boolean {
  return !word.quoted && /^-{1,2}[A-Za-z]/.test(textIn(word));
}

interface Parts {
  readonly program: string;
  readonly words: readonly Word[];
  readonly named: readonly Named[];
  readonly args: readonly Value[];
}

/** `--name=value` (and `-Name:value`, `-p:Name=value` apart): where the name ends. */
const JOINED = /^(--[\w.-]+)=|^(-[A-Za-z]\w+):(?!\/\/)/;

function partsOf(place: Place, all: readonly Word[]): Parts {
  const rest = all.slice(1);
  const first = rest.findIndex(isFlag);
  const named: Named[] = [];
  const args: Value[] = [];
  for (let i = first < 0 ? rest.length : first; i < rest.length; i++) {
    const word = rest[i] as Word;
    if (!isFlag(word)) {
      args.push(word.value);
      continue;
    }
    const text = textIn(word);
    const match = JOINED.exec(text);
    const name = match?.[1] ?? match?.[2];
    const next = rest[i + 1];
    if (name !== undefined) {
      const span = place.span(word.start, word.start + name.length);
      named.push({ name, span, value: joinedValue(place, word, name.length + 1) });
    } else {
      const span = place.span(word.start, word.end);
      const follows = next !== undefined && !isFlag(next);
      const value: Value = follows ? next.value : { kind: 'literal', text: 'true', type: 'boolean', span };
      named.push({ name: text, span, value });
      if (follows) i += 1;
    }
  }
  return { program: textIn(all[0]) || '*', words: first < 0 ? rest : rest.slice(0, first), named, args };
}

/** What comes after the `=` of a word. */
export function joinedValue(place: Place, word: Word, length: number): Value {
  const { value } = word;
  const span = place.span(Math.min(word.start + length, word.end), word.end);
  if (value.kind === 'literal') return { ...value, text: value.text.slice(length), span };
  if (value.kind !== 'template') return value;
  const text = value.text.slice(length);
  const [only] = value.holes;
  if (text === '*' && value.holes.length === 1 && only) return { ...only, span };
  return { ...value, text, span };
}

/** The fact of a command. Its span is the program with its leading words, as far as they stand on its first line. */
export function commandFact(place: Place, line: Line): CommandFact | undefined {
  const [program] = line.words;
  if (!program) return undefined;
  const parts = partsOf(place, line.words);
  const head = place.span(program.start, program.end);
  const last = parts.words.findLast(word => place.span(word.start, word.end).endLine === head.line);
  return {
    kind: 'command',
    program: parts.program,
    words: parts.words.map(word => word.value),
    named: parts.named,
    args: parts.args,
    span: last ? place.span(program.start, last.end) : head,
    extent: place.span(line.start, line.end),
    ...(line.scope === undefined ? {} : { scope: line.scope }),
  };
}

/** What a command hands back, as a value: `$(program words --flag x)`. */
export function callValue(place: Place, words: readonly Word[], start: number, end: number): Value {
  const span = place.span(start, end);
  if (words.length === 0) return { kind: 'unknown', span };
  const parts = partsOf(place, words);
  const callee = [parts.program, ...parts.words.map(word => textIn(word) || '*')].join(' ');
  const call: CallValue = { kind: 'call', callee, args: parts.args, named: parts.named, span };
  return call;
}
