/** Facts of infrastructure code in one line each, positions first. */
import type { Fact, ObjectValue, ResourceFact, Value } from '../../src/model/fact.ts';
import type { Reader, ReadResult } from '../../src/model/source.ts';
import { at, valueShown } from './shown.ts';

/** `3:1-20 definition param name = value`, `3:1-20 setting a.b = value`, `3:1-20 resource type address`. */
export function line(fact: Fact): string {
  const place = at(fact.span);
  switch (fact.kind) {
    case 'definition':
      return `${place} ${fact.role} ${fact.name}${fact.value ? ` = ${valueShown(fact.value)}` : ''}`;
    case 'setting':
      return `${place} ${fact.format} ${fact.path.join('.')} = ${valueShown(fact.value)}`;
    case 'string':
      return `${place} string ${JSON.stringify(fact.text)} ${fact.role} into ${fact.into ?? '-'}`;
    case 'entry':
      return `${place} entry ${[...fact.path, fact.name].join('.')} = ${valueShown(fact.value)}`;
    case 'call':
      return `${place} call ${fact.callee}(${fact.args.map(valueShown).join(', ')})`;
    case 'envRead':
      return `${place} envRead ${fact.name}${fact.default ? ` = ${valueShown(fact.default)}` : ''}`;
    case 'resource':
      return `${place} ${resourceShown(fact)}`;
    default:
      return `${place} ${fact.kind}`;
  }
}

function resourceShown(fact: ResourceFact): string {
  const version = fact.apiVersion === undefined ? '' : `@${fact.apiVersion}`;
  const parent = fact.parent === undefined ? '' : ` in ${fact.parent}`;
  const more = `${fact.loop ? ' loop' : ''}${fact.conditional ? ' conditional' : ''}`;
  return `${fact.mode} ${fact.type}${version} ${fact.address}${parent}${more}`;
}

/** What a reader says of a text, by kind of fact. */
export class Read {
  readonly result: ReadResult;

  constructor(read: Reader, path: string, text: string) {
    this.result = read({ path, text });
  }

  /** The facts of these kinds, one line each; all facts without any. */
  lines(...kinds: readonly Fact['kind'][]): string[] {
    return this.result.facts.filter(fact => kinds.length === 0 || kinds.includes(fact.kind)).map(line);
  }

  resource(address: string): ResourceFact {
    const found = this.result.facts.find(fact => fact.kind === 'resource' && fact.address === address);
    if (found?.kind !== 'resource') throw new Error(`no resource ${address}`);
    return found;
  }

  /** `path @line:from-to = value` for every property of a resource. */
  properties(address: string): string[] {
    return propertiesOf(this.resource(address).props, '');
  }

  /** The value of a property by its path. */
  property(address: string, path: string): string {
    const found = this.properties(address).find(each => each.startsWith(`${path} @`));
    return found?.slice(found.indexOf('= ') + 2) ?? 'nothing';
  }

  get diagnostics(): string[] {
    return this.result.diagnostics.map(({ line: number, code, message }) => `${number ?? '-'} ${code}: ${message}`);
  }
}

function propertiesOf(object: ObjectValue, above: string): string[] {
  return object.entries.flatMap(({ name, span, value, spread }) => {
    const own = above === '' ? name : `${above}.${name}`;
    return [`${own} @${at(span)}${spread ? ' spread' : ''} = ${valueShown(value)}`, ...inside(value, own)];
  });
}

function inside(value: Value, path: string): string[] {
  if (value.via !== undefined) return [];
  if (value.kind === 'object') return propertiesOf(value, path);
  return value.kind === 'list' ? value.items.flatMap(item => inside(item, path)) : [];
}
