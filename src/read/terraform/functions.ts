/** Functions of the language whose result the file itself tells. */
import type { Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { choice, concatenated, follow, joined, mayBe, merged, respelled } from '../known.ts';

/** What these give is what they are given, in another form. */
const SAME = new Set([
  'jsonencode',
  'yamlencode',
  'sensitive',
  'nonsensitive',
  'ephemeralasnull',
  'tostring',
  'tonumber',
  'tobool',
  'tolist',
  'toset',
  'tomap',
  'distinct',
  'compact',
  'flatten',
]);

/** The value of a call; `undefined` when it stays a call. */
export function functionValue(name: string, args: readonly Value[], span: Span): Value | undefined {
  const [first, second] = args;
  if (!first) return undefined;
  if (SAME.has(name)) return args.length === 1 ? first : undefined;
  switch (name) {
    case 'merge':
      return args.some(each => mayBe(each, 'object')) ? merged(args, span) : undefined;
    case 'concat':
      return concatenated(args, span);
    case 'coalesce':
    case 'try':
      return choice(args, span);
    case 'format':
      return first.kind === 'literal' ? joined(formatPieces(first.text, args.slice(1)), span) : undefined;
    case 'join':
      return first.kind === 'literal' && second?.kind === 'list'
        ? joined(between(first.text, second.items), span)
        : undefined;
    case 'lower':
      return respelled(first, text => text.toLowerCase());
    case 'upper':
      return respelled(first, text => text.toUpperCase());
    case 'trimspace':
      return respelled(first, text => text.trim());
    case 'lookup':
      return lookedUp(args, span);
    case 'get_env':
      return environment(args, span);
    default:
      return undefined;
  }
}

/** `%s-%d` with its arguments in place. */
function formatPieces(pattern: string, args: readonly Value[]): (string | Value)[] {
  const pieces: (string | Value)[] = [];
  let from = 0;
  let next = 0;
  for (const match of pattern.matchAll(/%(?:%|(?:\[(\d+)\])?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g)) {
    pieces.push(pattern.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === '%%') pieces.push('%');
    else {
      if (match[1] !== undefined) next = Number(match[1]) - 1;
      pieces.push(args[next] ?? match[0]);
      next += 1;
    }
  }
  pieces.push(pattern.slice(from));
  return pieces;
}

function between(separator: string, items: readonly Value[]): (string | Value)[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [separator, item]));
}

function lookedUp([map, key, fallback]: readonly Value[], span: Span): Value | undefined {
  if (!map || key?.kind !== 'literal') return undefined;
  const found = follow(map, [{ key: key.text }]);
  return found.length === 0 ? undefined : choice(fallback ? [...found, fallback] : found, span);
}

/** `get_env("NAME", "default")`. */
function environment([name, given]: readonly Value[], span: Span): Value | undefined {
  if (name?.kind !== 'literal') return undefined;
  return given ? { kind: 'env', name: name.text, span, default: given } : { kind: 'env', name: name.text, span };
}
