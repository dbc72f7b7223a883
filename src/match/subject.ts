/**
 * What a rule looks at: a fact as a reader gave it, or one of the two kinds derived here, `argument` (one keyword
 * argument of a call) and `property` (one property of a resource, at any depth).
 */
import {
  textOf,
  type CallFact,
  type CommandFact,
  type DefinitionFact,
  type EntryFact,
  type Fact,
  type FactBase,
  type ObjectValue,
  type ResourceFact,
  type Value,
} from '../model/fact.ts';
import type { Span } from '../model/span.ts';

export interface ArgumentFact extends FactBase {
  readonly kind: 'argument';
  readonly name: string;
  readonly value: Value;
  readonly callee: string;
  readonly receiver?: string;
  readonly method?: string;
}
export interface PropertyFact extends FactBase {
  readonly kind: 'property';
  readonly name: string;
  readonly path: string;
  readonly value: Value;
  readonly type: string;
  readonly mode: ResourceFact['mode'];
  readonly address: string;
  readonly owner: ResourceFact;
  /** The structure it is an entry of. */
  readonly within: ObjectValue;
}

/** An entry of a structure that infrastructure code holds in a parameter. */
export interface HeldEntry extends EntryFact {
  readonly within: ObjectValue;
}
export type Subject = Fact | ArgumentFact | PropertyFact;

/** From the start of the first span to the end of the second. */
export function cover(from: Span, to: Span): Span {
  return from.line > to.line || (from.line === to.line && from.column > to.column)
    ? from
    : { ...from, endLine: to.endLine, endColumn: to.endColumn };
}

/** The keyword arguments of a call, the flags of a command: its callee is the program with the words before them. */
export function argumentsOf(call: CallFact | CommandFact): ArgumentFact[] {
  if (call.kind === 'command') return flagsOf(call);
  const shared = {
    kind: 'argument' as const,
    callee: call.callee,
    ...(call.receiver === undefined ? {} : { receiver: call.receiver }),
    ...(call.method === undefined ? {} : { method: call.method }),
    ...(call.scope === undefined ? {} : { scope: call.scope }),
    ...(call.level === undefined ? {} : { level: call.level }),
  };
  const named = call.named.map(({ name, value, span }) => ({
    ...shared,
    name,
    value,
    span,
    extent: cover(span, value.span),
  }));
  return [
    ...named,
    ...positionalOf(call).map(([name, value]) => ({ ...shared, name, value, span: value.span, extent: value.span })),
  ];
}

/**
 * What is read or made in an argument without a name goes by its position: `0`, `1`. Texts are facts of their own, and
 * a bare name only hands on what stands elsewhere.
 */
function positionalOf(call: CallFact): [string, Value][] {
  return call.args.flatMap((value, i): [string, Value][] =>
    value.via === undefined && GIVEN_ON_THE_SPOT.has(value.kind) ? [[String(i), value]] : [],
  );
}

function flagsOf(command: CommandFact): ArgumentFact[] {
  const callee = [command.program, ...command.words.map(word => textOf(word) ?? '*')].join(' ');
  return command.named
    .filter(flag => flag.spread !== true)
    .map(flag => ({
      kind: 'argument',
      name: flag.name,
      value: flag.value,
      callee,
      span: flag.span,
      extent: cover(flag.span, flag.value.span),
      ...(command.scope === undefined ? {} : { scope: command.scope }),
    }));
}

const GIVEN_ON_THE_SPOT = new Set<Value['kind']>(['env', 'call']);

/** Nesting deeper than this is data, not configuration. */
const MAX_PROPERTY_DEPTH = 16;

export function propertiesOf(resource: ResourceFact): PropertyFact[] {
  const found: PropertyFact[] = [];
  // A generic Terraform resource holds the properties of the type it names in a body.
  const generic = resource.provider === 'terraform' && resource.type.includes('/');
  const visit = (value: Value, path: string, depth: number): void => {
    // What arrived through a name stands elsewhere, and is found there.
    if (depth > MAX_PROPERTY_DEPTH || value.via !== undefined) return;
    if (value.kind === 'list') {
      for (const item of value.items) visit(item, path, depth + 1);
    } else if (value.kind === 'choice') {
      for (const option of value.options) visit(option, path, depth + 1);
    } else if (value.kind === 'object') {
      for (const entry of value.entries) {
        const own = path === '' || (path === 'body' && generic) ? entry.name : `${path}.${entry.name}`;
        found.push({
          kind: 'property',
          name: entry.name,
          path: own,
          value: entry.value,
          type: resource.type,
          mode: resource.mode,
          address: resource.address,
          owner: resource,
          span: entry.span,
          extent: cover(entry.span, entry.value.span),
          scope: resource.address,
          within: value,
        });
        visit(entry.value, own, depth + 1);
      }
    }
  };
  visit(resource.props, '', 0);
  return found;
}

const INFRASTRUCTURE_ROLES = new Set<DefinitionFact['role']>(['param', 'variable', 'output', 'local']);

/** The entries of a structure that an infrastructure parameter, variable or output holds: `deployments = [{ name = … }]`. */
export function entriesOf(definition: DefinitionFact): HeldEntry[] {
  const found: HeldEntry[] = [];
  if (!definition.value || !INFRASTRUCTURE_ROLES.has(definition.role)) return found;
  const visit = (value: Value, path: readonly string[], depth: number): void => {
    if (depth > MAX_PROPERTY_DEPTH || value.via !== undefined) return;
    if (value.kind === 'list') for (const item of value.items) visit(item, path, depth + 1);
    else if (value.kind === 'object') {
      for (const entry of value.entries) {
        // What arrived through a spread stands elsewhere, and is found there.
        if (entry.spread === true) continue;
        found.push({
          kind: 'entry',
          name: entry.name,
          value: entry.value,
          path,
          span: entry.span,
          extent: cover(entry.span, entry.value.span),
          scope: definition.name,
          within: value,
        });
        visit(entry.value, [...path, entry.name], depth + 1);
      }
    }
  };
  visit(definition.value, [definition.name], 0);
  return found;
}
