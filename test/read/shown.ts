/** Facts in one line each, positions first, so that a test reads like the file it is about. */
import type { Fact, Value } from '../../src/model/fact.ts';
import type { Reader } from '../../src/model/source.ts';
import type { Span } from '../../src/model/span.ts';

/** `line:from-to`, or `line:from-line:to` over several lines. */
export function at({ line, column, endLine, endColumn }: Span): string {
  return `${line}:${column}-${endLine === line ? '' : `${endLine}:`}${endColumn}`;
}

/** A value: literals quoted, `${NAME=default}`, `<reference>`, `"text with *"(holes)`, `[…]`, `{…}`, `a | b`. */
export function valueShown(value: Value): string {
  const via = value.via === undefined ? '' : ` via ${value.via}`;
  return `${bare(value)}${via}`;
}

function bare(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return value.type === 'string' ? JSON.stringify(value.text) : `${value.type} ${value.text}`.trim();
    case 'template':
      return `${JSON.stringify(value.text)}(${value.holes.map(valueShown).join(', ')})`;
    case 'env':
      return `\${${value.name}${value.default ? `=${valueShown(value.default)}` : ''}}`;
    case 'reference':
      return `<${value.name}>`;
    case 'call':
      return `${value.callee}(${value.args.map(valueShown).join(', ')})`;
    case 'list':
      return `[${value.items.map(valueShown).join(', ')}]`;
    case 'object':
      return `{${value.entries.map(entry => `${entry.spread ? '...' : ''}${entry.name}: ${valueShown(entry.value)}`).join(', ')}}`;
    case 'choice':
      return value.options.map(valueShown).join(' | ');
    default:
      return '?';
  }
}

/** `1:1-4 a.b = value @1:5-8` for a setting, `1:1-7 pypi openai >=1 [extra] dev lock` for a dependency. */
export function factShown(fact: Fact): string {
  const place = `${at(fact.span)}${fact.level ? ' text' : ''}`;
  if (fact.kind === 'setting')
    return `${place} ${fact.path.join('.')} = ${valueShown(fact.value)} @${at(fact.value.span)}`;
  if (fact.kind !== 'dependency') return `${place} ${fact.kind}`;
  const { ecosystem, name, version, extras, dev, lock } = fact;
  const more = [version, extras && `[${extras.join(',')}]`, dev && 'dev', lock && 'lock'].filter(Boolean);
  return [place, ecosystem, name, ...more].join(' ');
}

export interface Shown {
  readonly facts: readonly string[];
  readonly diagnostics: readonly string[];
}

/** A reader with its result written out. */
export async function shown(create: () => Promise<Reader>): Promise<(path: string, text: string) => Shown> {
  const read = await create();
  return (path, text) => {
    const { facts, diagnostics } = read({ path, text });
    return {
      facts: facts.map(factShown),
      diagnostics: diagnostics.map(({ line, code, message }) => `${line ?? '-'} ${code}: ${message}`),
    };
  };
}

/** Milliseconds a reader takes for a text. */
export function millisecondsFor(read: Reader, path: string, text: string): number {
  const start = performance.now();
  read({ path, text });
  return performance.now() - start;
}

/** Linear readers take a small part of this for the hostile texts of the tests, quadratic ones minutes. */
export const TOO_LONG = 8000;
