/** Words of a parsed script as values. */
import type { Value } from '../../model/fact.ts';
import type { Assignment, Word as Node, WordPart } from 'unbash';
import { joined } from '../known.ts';
import { callValue, type Word } from './command.ts';
import type { Place } from './excerpt.ts';
import type { Names } from './names.ts';

/** Substitutions inside substitutions inside defaults; deeper than this nobody writes by hand. */
const MAX_DEPTH = 12;

export class Values {
  readonly #place: Place;
  readonly #names: Names;

  constructor(place: Place, names: Names) {
    this.#place = place;
    this.#names = names;
  }

  word(node: Node, depth = 0): Word {
    const text = this.#place.text;
    const quoted = text[node.pos] === '"' || text[node.pos] === "'";
    return { start: node.pos, end: node.end, quoted, value: this.of(node, depth) };
  }

  /** `NAME=value` that stands among the words of a command. */
  assignmentWord(node: Assignment): Word {
    const span = this.#place.span(node.pos, node.end);
    const value = node.value.type === 'Word' ? this.of(node.value) : undefined;
    const pieces = value ? [`${node.name}=`, value] : [node.text];
    return { start: node.pos, end: node.end, quoted: false, value: joined(pieces, span) };
  }

  of(node: Node, depth = 0): Value {
    const span = this.#place.span(node.pos, node.end);
    const { parts } = node;
    if (!parts || parts.length === 0) return { kind: 'literal', text: node.value, type: 'string', span };
    const pieces: (string | Value)[] = [];
    for (const part of parts) this.#pieces(part, pieces, depth);
    return whole(pieces, span);
  }

  /** The text of a heredoc. */
  body(node: {
    readonly pos: number;
    readonly end: number;
    readonly text: string;
    readonly parts: readonly WordPart[] | undefined;
  }): Value {
    const span = this.#place.span(node.pos, node.end);
    if (!node.parts) return { kind: 'literal', text: node.text, type: 'string', span };
    const pieces: (string | Value)[] = [];
    for (const part of node.parts) this.#pieces(part, pieces, 0);
    return whole(pieces, span);
  }

  #pieces(part: WordPart, into: (string | Value)[], depth: number): void {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        into.push(part.value);
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        for (const inner of part.parts) this.#pieces(inner, into, depth);
        return;
      case 'SimpleExpansion':
        into.push(this.#named(part.text.slice(1), part.pos, part.end));
        return;
      case 'ParameterExpansion':
        into.push(this.#expansion(part, depth));
        return;
      case 'CommandExpansion':
        into.push(this.#substitution(part, depth));
        return;
      case 'ArithmeticExpansion':
      case 'ProcessSubstitution':
        into.push({ kind: 'unknown', span: this.#place.span(part.pos, part.end) });
        return;
      default:
        into.push(part.text);
    }
  }

  #named(name: string, start: number, end: number): Value {
    const span = this.#place.span(start, end);
    return /^[A-Za-z_]/.test(name) ? this.#names.standing(name, span) : { kind: 'unknown', span };
  }

  #expansion(part: Extract<WordPart, { type: 'ParameterExpansion' }>, depth: number): Value {
    const value = this.#named(part.parameter, part.pos, part.end);
    const { operation } = part;
    if (operation?.type !== 'Default' || !/^:?[-=]$/.test(operation.operator) || depth > MAX_DEPTH) return value;
    const given = this.of(operation.operand, depth + 1);
    if (value.kind === 'env') return { ...value, default: given };
    return value.kind === 'reference' ? { kind: 'choice', options: [value, given], span: value.span } : value;
  }

  /** The first command of a substitution: what the others get to see comes from it. */
  #substitution(part: Extract<WordPart, { type: 'CommandExpansion' }>, depth: number): Value {
    const unknown: Value = { kind: 'unknown', span: this.#place.span(part.pos, part.end) };
    const { script } = part;
    if (!script || script.source !== undefined || depth > MAX_DEPTH) return unknown;
    let node = script.commands[0]?.command;
    while (node && (node.type === 'Pipeline' || node.type === 'AndOr')) node = node.commands[0];
    if (node?.type !== 'Command' || !node.name) return unknown;
    const words = [node.name, ...node.suffix.filter(item => item.type === 'Word')];
    const read = words.map(word => this.word(word, depth + 1));
    return callValue(this.#place, read, part.pos, part.end);
  }
}

function whole(pieces: readonly (string | Value)[], span: Value['span']): Value {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string') return { ...only, span };
  return joined(pieces, span);
}
