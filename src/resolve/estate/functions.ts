/** The functions of the infrastructure languages whose result text can tell, by lower-case name. */
import type { Place } from '../../model/place.ts';
import { isEmpty, oneOf, optionsOf, plainText, textOfKnown, type Known, type KnownEntry } from './known.ts';

/** The result; `undefined` for functions that only a deployment can answer. */
export function callFunction(name: string, args: readonly Known[], at: Place): Known | undefined {
  const [first, second, third] = args;
  const made = { at, through: [], settings: [] };
  const text = (value: string): Known => ({ kind: 'text', parts: value === '' ? [] : [value], ...made });
  const boolean = (value: boolean): Known => ({ kind: 'boolean', text: String(value), ...made });
  switch (name) {
    case 'any':
    case 'array':
    case 'string':
    case 'tostring':
    case 'tolist':
    case 'toset':
    case 'tomap':
    case 'tonumber':
    case 'tobool':
    case 'int':
    case 'bool':
    case 'nonsensitive':
    case 'sensitive':
    case 'trimspace':
    case 'trim':
    case 'json':
    case 'jsonencode':
    case 'yamlencode':
    case 'object':
    case 'distinct':
    case 'safeaccess':
      return first;
    case 'tolower':
    case 'lower':
      return first && mapped(first, value => value.toLowerCase());
    case 'toupper':
    case 'upper':
      return first && mapped(first, value => value.toUpperCase());
    case 'readenvironmentvariable':
    case 'get_env': {
      const key = first && plainText(first);
      return key === undefined
        ? undefined
        : { kind: 'env', name: key, ...(second ? { default: second } : {}), at, through: [], settings: [key] };
    }
    case 'format':
      return first ? formatted(first, args.slice(1), at) : undefined;
    case 'concat':
      return args.some(isList) ? concatenated(args, at) : pieces(args, at);
    case 'flatten':
      return first?.kind === 'list' ? concatenated(first.items, at) : undefined;
    case 'union':
    case 'merge':
      return args.some(isList) ? concatenated(args, at) : merged(args, at);
    case 'createarray':
    case 'list':
      return { kind: 'list', items: args, ...made };
    case 'createobject': {
      const entries: KnownEntry[] = [];
      for (let i = 0; i + 1 < args.length; i += 2) {
        const value = args[i + 1];
        if (value) entries.push({ key: textOfKnown(args[i]) ?? '*', at, value });
      }
      return { kind: 'object', entries, ...made };
    }
    case 'true':
    case 'false':
      return { kind: 'boolean', text: name, ...made };
    case 'null':
      return { kind: 'null', text: 'null', ...made };
    case 'empty': {
      if (!first) return undefined;
      const answers = optionsOf(first).map(option =>
        isEmpty(option)
          ? true
          : option.kind === 'unknown' || option.kind === 'resource'
            ? undefined
            : !hasNothing(option),
      );
      return answers.every(answer => answer === answers[0]) && answers[0] !== undefined
        ? boolean(answers[0] === true && isEmptyAll(first))
        : undefined;
    }
    case 'length': {
      const size = sizeOf(first);
      return size === undefined ? undefined : { kind: 'number', text: String(size), ...made };
    }
    case 'contains': {
      const wanted = second && plainText(second);
      if (wanted === undefined || !first) return undefined;
      if (first.kind === 'object')
        return boolean(first.entries.some(entry => entry.key.toLowerCase() === wanted.toLowerCase()));
      if (first.kind === 'list' && first.open !== true)
        return boolean(first.items.some(item => plainText(item) === wanted));
      const whole = plainText(first);
      return whole === undefined ? undefined : boolean(whole.includes(wanted));
    }
    case 'range': {
      const start = second ? Number(plainText(first)) : 0;
      const count = Number(plainText(second ?? first));
      if (!Number.isFinite(start) || !Number.isFinite(count) || count > 64) return undefined;
      const items = Array.from({ length: Math.max(0, count) }, (_, i): Known => ({
        kind: 'number',
        text: String(start + i),
        ...made,
      }));
      return { kind: 'list', items, ...made };
    }
    case 'items':
      if (first?.kind !== 'object') return undefined;
      return {
        kind: 'list',
        items: first.entries.map(entry => ({
          kind: 'object',
          entries: [
            {
              key: 'key',
              at: entry.at,
              value: { kind: 'text', parts: [entry.key], at: entry.at, through: [], settings: [] },
            },
            { key: 'value', at: entry.at, value: entry.value },
          ],
          at: entry.at,
          through: [],
          settings: [],
        })),
        ...made,
      };
    case 'keys':
    case 'objectkeys':
      if (first?.kind !== 'object') return undefined;
      return {
        kind: 'list',
        items: first.entries.map(entry => ({
          kind: 'text',
          parts: [entry.key],
          at: entry.at,
          through: [],
          settings: [],
        })),
        ...made,
      };
    case 'values':
      return first?.kind === 'object'
        ? { kind: 'list', items: first.entries.map(entry => entry.value), ...made }
        : undefined;
    case 'toobject':
      return undefined;
    case 'lookup': {
      const key = second && plainText(second);
      if (first?.kind !== 'object' || key === undefined) return third;
      return first.entries.find(entry => entry.key === key)?.value ?? third;
    }
    case 'first':
    case 'one':
      return first?.kind === 'list' ? first.items[0] : undefined;
    case 'last':
      return first?.kind === 'list' ? first.items.at(-1) : undefined;
    case 'element': {
      const at = Number(plainText(second));
      return first?.kind === 'list' && first.items.length > 0 ? first.items[at % first.items.length] : undefined;
    }
    case 'replace': {
      const [from, to] = [second && plainText(second), third && textOfKnown(third)];
      return first && from !== undefined && to !== undefined
        ? mapped(first, value => value.replaceAll(from, to))
        : undefined;
    }
    case 'split': {
      const [a, b] = [first && plainText(first), second && plainText(second)];
      if (a === undefined || b === undefined) return undefined;
      // The two languages have the arguments the other way round.
      const [whole, by] = a.length >= b.length ? [a, b] : [b, a];
      return { kind: 'list', items: whole.split(by).map(text), ...made };
    }
    case 'join': {
      const [list, by] = first?.kind === 'list' ? [first, second] : second?.kind === 'list' ? [second, first] : [];
      const separator = by && textOfKnown(by);
      if (!list || separator === undefined) return undefined;
      return pieces(
        list.items.flatMap((item, i) => (i === 0 ? [item] : [text(separator), item])),
        at,
      );
    }
    case 'substring':
    case 'substr': {
      const whole = first && plainText(first);
      const [start, length] = [Number(plainText(second)), third ? Number(plainText(third)) : undefined];
      if (whole === undefined || !Number.isFinite(start)) return undefined;
      return text(whole.slice(start, length === undefined || length < 0 ? undefined : start + length));
    }
    default:
      return undefined;
  }
}

const isList = (value: Known): boolean => value.kind === 'list';
const hasNothing = (value: Known): boolean => isEmpty(value);
const isEmptyAll = (value: Known): boolean => optionsOf(value).every(isEmpty);

function sizeOf(value: Known | undefined): number | undefined {
  if (value?.kind === 'list' && value.open !== true) return value.items.length;
  if (value?.kind === 'object' && value.open !== true) return value.entries.length;
  if (value?.kind === 'env' && value.default) return sizeOf(value.default);
  return value && plainText(value)?.length;
}

function mapped(value: Known, change: (text: string) => string): Known {
  if (value.kind === 'choice')
    return oneOf(
      value.options.map(option => mapped(option, change)),
      value.at,
    );
  if (value.kind === 'env') return value.default ? { ...value, default: mapped(value.default, change) } : value;
  if (value.kind !== 'text') return value;
  return { ...value, parts: value.parts.map(part => (typeof part === 'string' ? change(part) : part)) };
}

function pieces(values: readonly Known[], at: Place): Known {
  const parts = values.flatMap((value): readonly (string | Known)[] =>
    value.kind === 'text' ? value.parts : value.kind === 'number' || value.kind === 'boolean' ? [value.text] : [value],
  );
  const merged: (string | Known)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return { kind: 'text', parts: merged, at, through: [], settings: [] };
}

/** `{0}-{1}` and `%s-%s`. */
function formatted(pattern: Known, args: readonly Known[], at: Place): Known | undefined {
  const text = plainText(pattern);
  if (text === undefined) return undefined;
  const values: Known[] = [];
  const plain = (part: string): Known => ({ kind: 'text', parts: [part], at, through: [], settings: [] });
  let from = 0;
  let next = 0;
  for (const match of text.matchAll(/\{(\d+)(?:[:,][^{}]*)?\}|%(?:\[(\d+)\])?[-+ #0]?\d*[svdq]/g)) {
    if (match.index > from) values.push(plain(text.slice(from, match.index)));
    const index = match[1] !== undefined ? Number(match[1]) : match[2] !== undefined ? Number(match[2]) - 1 : next++;
    const value = args[index];
    if (value) values.push(value);
    from = match.index + match[0].length;
  }
  if (from < text.length) values.push(plain(text.slice(from)));
  return pieces(values, at);
}

function concatenated(values: readonly Known[], at: Place): Known {
  let open = false;
  const items = values.flatMap(value => {
    const inner = value.kind === 'env' && value.default ? value.default : value;
    if (inner.kind === 'list') {
      open ||= inner.open === true;
      return inner.items;
    }
    if (inner.kind === 'choice') {
      open = true;
      return inner.options.flatMap(option => (option.kind === 'list' ? option.items : []));
    }
    if (inner.kind === 'null') return [];
    open ||= inner.kind !== 'object';
    return inner.kind === 'object' ? [inner] : [];
  });
  return { kind: 'list', items, ...(open ? { open } : {}), at, through: [], settings: [] };
}

function merged(values: readonly Known[], at: Place): Known {
  const entries: KnownEntry[] = [];
  let open = false;
  for (const value of values) {
    const inner = value.kind === 'env' && value.default ? value.default : value;
    if (inner.kind !== 'object') {
      open ||= inner.kind !== 'null';
      continue;
    }
    open ||= inner.open === true;
    for (const entry of inner.entries) {
      const known = entries.findIndex(each => each.key === entry.key);
      if (known < 0) entries.push(entry);
      else entries[known] = entry;
    }
  }
  return { kind: 'object', entries, ...(open ? { open } : {}), at, through: [], settings: [] };
}
