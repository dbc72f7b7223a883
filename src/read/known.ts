/**
 * What the readers of infrastructure code share about values they know: following a path into one, putting text
 * together, letting a name stand for what it holds. Values are shared, never copied, so limits are on what a
 * walk over them would meet.
 */
import type { ChoiceValue, ListValue, Named, ObjectValue, Value } from '../model/fact.ts';
import type { Span } from '../model/span.ts';
import { append } from './append.ts';

/** One step into a value: a key, a position, or one that is not known (`[count.index]`) and may be any. */
export type Step = { readonly key: string } | { readonly position: number } | 'any';

/** A loop over more items than this is not unfolded. */
const MAX_ITEMS = 32;
/** A name that stands for more than this is left as a name: what refers to it many times would grow without end. */
const MAX_WEIGHT = 2000;
/** Longer texts are not filled into others. */
const MAX_FILLED = 4000;

/** Everything that may stand at the end of the steps; empty when a step leads nowhere known. */
export function follow(value: Value, steps: readonly Step[]): readonly Value[] {
  let here: readonly Value[] = [value];
  for (const step of steps) {
    here = here.flatMap(at => stepInto(at, step));
    if (here.length === 0 || here.length > MAX_ITEMS) return [];
  }
  return here;
}

function stepInto(value: Value, step: Step): readonly Value[] {
  if (value.kind === 'choice') return value.options.flatMap(option => stepInto(option, step));
  if (step === 'any') return itemsOf(value) ?? [];
  if (value.kind === 'list') {
    const item = 'position' in step ? value.items[step.position] : undefined;
    return item ? [item] : [];
  }
  if (value.kind !== 'object' || !('key' in step)) return [];
  const entry = value.entries.findLast(candidate => candidate.name === step.key);
  return entry ? [entry.value] : [];
}

/** The items of a list or the values of an object, when there are few enough to name them all. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  const items =
    value.kind === 'list' ? value.items : value.kind === 'object' ? value.entries.map(entry => entry.value) : undefined;
  return items && items.length <= MAX_ITEMS ? items : undefined;
}

/** What a name stands for, at the place where the name stands; `undefined` when it is nothing or too much. */
export function standing(found: readonly Value[], name: string, span: Span): Value | undefined {
  const [first] = found;
  if (!first || found.some(value => weight(value) > MAX_WEIGHT)) return undefined;
  const moved = (value: Value): Value => {
    const placed = { ...value, span, via: name };
    return placed.kind === 'choice' ? { ...placed, options: placed.options.map(moved) } : placed;
  };
  if (found.length === 1) return moved(first);
  const options = distinct(found).map(moved);
  const [only] = options;
  return options.length === 1 && only ? only : { kind: 'choice', options, span, via: name };
}

function distinct(values: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return values.filter(value => {
    if (value.kind !== 'literal') return true;
    const key = `${value.type}:${value.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const weights = new WeakMap<Value, number>();

/** How many values a walk over this one meets. */
function weight(value: Value): number {
  const known = weights.get(value);
  if (known !== undefined) return known;
  let sum = 1;
  for (const part of partsOf(value)) {
    sum += weight(part);
    if (sum > MAX_WEIGHT) break;
  }
  weights.set(value, sum);
  return sum;
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'template':
      return value.holes;
    case 'env':
      return value.default ? [value.default] : [];
    case 'call':
      return [...value.args, ...value.named.map(named => named.value)];
    case 'list':
      return value.items;
    case 'object':
      return value.entries.map(entry => entry.value);
    case 'choice':
      return value.options;
    default:
      return [];
  }
}

/** Parts of a text put together: known parts filled in, each unknown one a hole; one text for each of several parts. */
export function joined(pieces: readonly (string | Value)[], span: Span): Value {
  return choice(
    alternatives(pieces).map(each => oneText(each, span)),
    span,
  );
}

/** More texts than this are not told apart. */
const MAX_TEXTS = 6;

/** The pieces with each part that is one of several known texts as each of them. */
function alternatives(pieces: readonly (string | Value)[]): readonly (readonly (string | Value)[])[] {
  let all: readonly (readonly (string | Value)[])[] = [pieces];
  pieces.forEach((piece, i) => {
    if (typeof piece === 'string' || piece.kind !== 'choice') return;
    const { options } = piece;
    if (all.length * options.length > MAX_TEXTS || options.some(option => knownText(option) === undefined)) return;
    all = all.flatMap(each => options.map(option => each.with(i, option)));
  });
  return all;
}

function oneText(pieces: readonly (string | Value)[], span: Span): Value {
  const holes: Value[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else if (piece.kind === 'literal' && piece.via === undefined) text += piece.text;
    else if (piece.kind === 'template' && piece.via === undefined) {
      append(holes, piece.holes);
      text += piece.text;
    } else {
      holes.push(piece);
      text += knownText(piece) ?? '*';
    }
  }
  return holes.length === 0 ? { kind: 'literal', text, type: 'string', span } : { kind: 'template', text, holes, span };
}

function knownText(value: Value): string | undefined {
  const text = value.kind === 'literal' || value.kind === 'template' ? value.text : undefined;
  return text !== undefined && text.length <= MAX_FILLED ? text : undefined;
}

/** One of several, said flat. */
export function choice(options: readonly Value[], span: Span): Value {
  const flat = options.flatMap(option =>
    option.kind === 'choice' && option.via === undefined ? option.options : [option],
  );
  const [first] = flat;
  if (flat.length === 1 && first) return first;
  const value: ChoiceValue = { kind: 'choice', options: flat, span };
  return value;
}

/** Objects laid over each other, later ones winning; what comes from elsewhere is marked as spread. */
export function merged(values: readonly Value[], span: Span): ObjectValue {
  const entries = new Map<string, Named>();
  for (const value of values) {
    for (const [name, alternatives] of entriesByName(value)) {
      const [first] = alternatives;
      if (!first) continue;
      // Where it may come from several objects, any of their values may win.
      const value = choice(
        alternatives.map(each => each.value),
        first.value.span,
      );
      entries.delete(name);
      entries.set(name, { ...first, value });
    }
  }
  return { kind: 'object', entries: [...entries.values()], span };
}

function entriesByName(value: Value): Map<string, Named[]> {
  const byName = new Map<string, Named[]>();
  for (const object of value.kind === 'choice' ? value.options : [value]) {
    if (object.kind !== 'object') continue;
    for (const entry of object.entries) {
      const shown = object.via === undefined ? entry : elsewhere(entry, object.via, object.span);
      const known = byName.get(entry.name);
      if (known) known.push(shown);
      else byName.set(entry.name, [shown]);
    }
  }
  return byName;
}

/** An entry that arrived by name: it stands where the name does. */
function elsewhere(entry: Named, via: string, span: Span): Named {
  return { name: entry.name, span, value: { ...entry.value, span, via }, spread: true };
}

/** Lists one after another; what is no list is left out, `undefined` when nothing is one. */
export function concatenated(values: readonly Value[], span: Span): ListValue | undefined {
  const lists = values.flatMap(value => (value.kind === 'choice' ? value.options : [value])).filter(isList);
  if (lists.length === 0) return undefined;
  const items = lists.flatMap(({ via, items, span: place }) =>
    via === undefined ? items : items.map(item => ({ ...item, span: place, via })),
  );
  return { kind: 'list', items, span };
}

const isList = (value: Value): value is ListValue => value.kind === 'list';

/** Could it be an object or list, or one of several of which one is? */
export function mayBe(value: Value, kind: 'object' | 'list'): boolean {
  return value.kind === kind || (value.kind === 'choice' && value.options.some(option => option.kind === kind));
}

/** Known text in another spelling; `undefined` when the text is not known. */
export function respelled(value: Value | undefined, spell: (text: string) => string): Value | undefined {
  if (value?.kind === 'choice') {
    const options = value.options.map(option => respelled(option, spell));
    return options.every(option => option !== undefined) ? { ...value, options } : undefined;
  }
  return value?.kind === 'literal' || value?.kind === 'template' ? { ...value, text: spell(value.text) } : undefined;
}
