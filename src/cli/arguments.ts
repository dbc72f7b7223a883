/** Checking the values of options, with the nearest known word in the message. */
import { UntetherError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { SEVERITIES } from '../model/rule.ts';

/** Collect a repeatable option. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function oneOf<const T extends string>(option: string, known: readonly T[]): (value: string) => T {
  return value => {
    const found = known.find(word => word === value.toLowerCase());
    if (found !== undefined) return found;
    throw unknownWord(`${option}: unknown value "${value}"`, value, known);
  };
}

/** Repeatable, and several in one with commas. */
export function listOf<const T extends string>(
  option: string,
  known: readonly T[],
): (value: string, before?: readonly T[]) => T[] {
  const check = oneOf(option, known);
  return (value, before = []) => [...new Set([...before, ...value.split(',').map(word => check(word.trim()))])];
}

export function severityOf(option: string): (value: string) => (typeof SEVERITIES)[number] {
  return oneOf(option, SEVERITIES);
}

/** A web address, for links: `javascript:` and its kind are none. */
export function webAddress(option: string): (value: string) => string {
  return value => {
    // Braces stand for path and line and are no part of an address.
    if (/^https?:$/.test(protocolOf(value.replaceAll(/[{}]/g, '')))) return value;
    throw new UntetherError(`${option}: "${value}" is no http or https address`, {
      help: `For example: ${option} https://git.example.com/team/service/blob/main`,
    });
  };
}

function protocolOf(address: string): string {
  try {
    return new URL(address).protocol;
  } catch {
    return '';
  }
}

export function unknownWord(message: string, word: string, known: readonly string[]): UntetherError {
  const near = nearest(word, known);
  const list = `Known: ${known.join(', ')}.`;
  return new UntetherError(message, { help: near === undefined ? list : `Did you mean "${near}"? ${list}` });
}
