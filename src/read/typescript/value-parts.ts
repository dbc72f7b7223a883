/** What can be told about values once they are there: their options, their parts, their size. */
import type { Value } from '../../model/fact.ts';

/** A name that leads to more than this is better left as a name. */
const MAX_FOLLOWED_SIZE = 400;

/** `value || after`: a variable of the environment keeps it as its default, everything else becomes a choice. */
export function withAlternative(value: Value, after: Value | undefined, span: Value['span']): Value {
  if (!after) return value;
  if (value.kind === 'env' && !value.default && value.via === undefined) return { ...value, default: after, span };
  return { kind: 'choice', options: [...optionsOf(value), ...optionsOf(after)], span };
}

/** The options of a choice made on the spot; any other value is its own only option. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'choice' && value.via === undefined ? value.options : [value];
}

/** The values, those that say the same only once. */
export function withoutRepeats(values: readonly Value[]): Value[] {
  const seen = new Map<unknown, Value>();
  for (const value of values) {
    const key =
      value.kind === 'literal'
        ? `${value.type} ${value.text}`
        : value.kind === 'reference'
          ? `reference ${value.name}`
          : value;
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** Neither unknown nor larger than anyone reads. */
export function isTelling(value: Value): boolean {
  if (value.kind === 'literal') return true;
  return value.kind !== 'unknown' && roomAfter(value, MAX_FOLLOWED_SIZE) >= 0;
}

/** What is left of a room for so many values, once this one and all inside it are in. */
function roomAfter(value: Value, room: number): number {
  const all = (values: readonly Value[]): number =>
    values.reduce((left, inner) => (left < 0 ? left : roomAfter(inner, left)), room - 1);
  switch (value.kind) {
    case 'template':
      return all(value.holes);
    case 'env':
      return value.default ? roomAfter(value.default, room - 1) : room - 1;
    case 'call':
      return all([...value.args, ...value.named.map(named => named.value)]);
    case 'list':
      return all(value.items);
    case 'object':
      return all(value.entries.map(entry => entry.value));
    case 'choice':
      return all(value.options);
    default:
      return room - 1;
  }
}

/** The property or item that an object or a list holds under a name. */
export function partOf(value: Value, name: string): Value | undefined {
  if (value.kind === 'object') return value.entries.findLast(entry => entry.name === name)?.value;
  const index = /^\[(\d+)\]$/.exec(name)?.[1];
  return value.kind === 'list' && index !== undefined ? value.items[Number(index)] : undefined;
}

/** `a`, `.b` and `[0]` as one name. */
export function pathText(root: string, path: readonly string[]): string {
  return path.reduce((name, step) => (step.startsWith('[') ? name + step : `${name}.${step}`), root);
}
