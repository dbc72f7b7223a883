/** Facts of command lines in one line each, for tests of their readers. */
import type { Fact, Value } from '../../src/model/fact.ts';
import type { Reader } from '../../src/model/source.ts';

export function value(of: Value | undefined): string {
  if (!of) return '-';
  const via = of.via === undefined ? '' : `<${of.via}`;
  switch (of.kind) {
    case 'literal':
      return `${of.type === 'string' ? JSON.stringify(of.text) : of.text}${via}`;
    case 'template':
      return `\`${of.text}\`${via}`;
    case 'env':
      return `env ${of.name}${of.default ? `=${value(of.default)}` : ''}${via}`;
    case 'reference':
      return `ref ${of.name}`;
    case 'call':
      return `call ${of.callee}${via}`;
    case 'choice':
      return of.options.map(value).join(' | ');
    case 'list':
      return `[${of.items.map(value).join(', ')}]`;
    case 'object':
      return `{${of.entries.map(entry => `${entry.name}: ${value(entry.value)}`).join(', ')}}`;
    default:
      return '?';
  }
}

function text(fact: Fact): string {
  switch (fact.kind) {
    case 'command': {
      const flags = fact.named.map(flag => ` ${flag.name}=${value(flag.value)}`).join('');
      const rest = fact.args.map(arg => ` ${value(arg)}`).join('');
      return `${fact.program} ${fact.words.map(value).join(' ')}${flags}${rest === '' ? '' : ` |${rest}`}`;
    }
    case 'setting':
    case 'entry':
      return `${[...fact.path.filter(step => step !== fact.name), fact.name].join('.')} = ${value(fact.value)}`;
    case 'definition':
      return `${fact.name} ${fact.role} = ${value(fact.value)}`;
    case 'envRead':
      return `${fact.name} ${fact.access}${fact.default ? ` = ${value(fact.default)}` : ''}`;
    case 'string':
      return `${JSON.stringify(fact.text)} ${fact.role}${fact.into === undefined ? '' : ` ${fact.into}`}`;
    case 'dependency':
      return `${fact.ecosystem} ${fact.name} ${fact.version ?? ''}`;
    default:
      return '';
  }
}

/** `line:column-endColumn kind text` of the facts of some kinds, in reading order. */
export function lines(reader: Reader, path: string, source: string, ...kinds: Fact['kind'][]): string[] {
  return reader({ path, text: source })
    .facts.filter(fact => kinds.length === 0 || kinds.includes(fact.kind))
    .toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column)
    .map(fact => `${fact.span.line}:${fact.span.column}-${fact.span.endColumn} ${fact.kind} ${text(fact)}`.trimEnd());
}
