/** From evaluated blocks to facts: the same for HCL and for its JSON form. */
import type { DefinitionFact, Fact, Named, ObjectValue, ResourceFact, Value } from '../../model/fact.ts';
import { extentOf, settingsInside, settingsOfEntries, stringsInside } from '../value-facts.ts';
import type { Block } from './blocks.ts';

export const FORMAT = 'terraform';

export function factsOfBlock(block: Block): Fact[] {
  switch (block.type) {
    case 'resource':
    case 'data':
    case 'ephemeral':
    case 'module':
      return resourceFacts(block);
    case 'variable':
      return variableFacts(block);
    case 'output':
      return outputFacts(block);
    case 'locals':
      return block.body.entries.flatMap(localFacts);
    default:
      return otherFacts(block);
  }
}

/** The first attribute or block of this name. */
function entry(body: ObjectValue, name: string): Named | undefined {
  return body.entries.find(candidate => candidate.name === name);
}

const textOfEntry = (body: ObjectValue, name: string): string | undefined => {
  const value = entry(body, name)?.value;
  return value?.kind === 'literal' || value?.kind === 'template' ? value.text : undefined;
};

// ---------------------------------------------------------------- definitions

function variableFacts(block: Block): Fact[] {
  const [name] = block.labels;
  if (name === undefined) return [];
  const given = entry(block.body, 'default');
  const facts: Fact[] = [definition('variable', name, block, given?.value)];
  if (!given) return facts;
  const scope = `var.${name}`;
  facts.push({
    kind: 'entry',
    name: given.name,
    path: [name],
    value: given.value,
    span: given.span,
    extent: extentOf(given.span, given.value),
    scope,
  });
  return [...facts, ...insideFacts(given.value, name, scope)];
}

function outputFacts(block: Block): Fact[] {
  const [name] = block.labels;
  if (name === undefined) return [];
  const given = entry(block.body, 'value');
  const facts: Fact[] = [definition('output', name, block, given?.value)];
  return given ? [...facts, ...insideFacts(given.value, name, `output.${name}`)] : facts;
}

function definition(
  role: DefinitionFact['role'],
  name: string,
  block: Block,
  value: Value | undefined,
): DefinitionFact {
  const description = textOfEntry(block.body, 'description');
  return {
    kind: 'definition',
    name,
    role,
    span: block.header,
    extent: block.extent,
    ...(value ? { value } : {}),
    ...(description === undefined ? {} : { description }),
  };
}

function localFacts({ name, span, value }: Named): Fact[] {
  const fact: DefinitionFact = { kind: 'definition', name, role: 'local', value, span, extent: extentOf(span, value) };
  return [fact, ...insideFacts(value, name, `local.${name}`)];
}

function insideFacts(value: Value, name: string, scope: string): Fact[] {
  return [...stringsInside(value, name, scope), ...settingsInside(value, [name], { format: FORMAT, scope })];
}

/** Providers, back ends, imports, checks: their texts. */
function otherFacts(block: Block): Fact[] {
  const scope = [block.type, ...block.labels].join('.');
  return block.body.entries.flatMap(each => stringsInside(each.value, each.name, scope));
}

// ---------------------------------------------------------------- resources

function resourceFacts(block: Block): Fact[] {
  const [first, second] = block.labels;
  const called = block.type === 'module';
  if (first === undefined || (!called && second === undefined)) return [];
  const address = called
    ? `module.${first}`
    : block.type === 'resource'
      ? `${first}.${second}`
      : `${block.type}.${first}.${second}`;
  const named = called ? undefined : namedType(block.body);
  const props = named ? withBody(block.body) : block.body;
  const parent = called ? undefined : parentOf(first, props);
  const fact: ResourceFact = {
    kind: 'resource',
    provider: 'terraform',
    mode: called ? 'module' : block.type === 'resource' ? 'resource' : 'data',
    type: called ? (textOfEntry(block.body, 'source') ?? '') : (named?.type ?? first),
    address,
    props,
    span: block.header,
    extent: block.extent,
    ...(named ? { apiVersion: named.apiVersion } : {}),
    ...(parent === undefined ? {} : { parent }),
    ...repetition(block.body),
  };
  const standing = { format: FORMAT, scope: address };
  const repeated = block.repeated.flatMap(each => settingsInside(each.value, [each.name], standing));
  return [fact, ...settingsOfEntries(props, [], standing), ...repeated];
}

/** `Namespace.Name/child@version`: a generic resource that says which one it is. */
function namedType(body: ObjectValue): { type: string; apiVersion: string } | undefined {
  const match = /^([A-Za-z][\w-]*(?:\.[\w-]+)+\/[^@\s]+)@(\S+)$/.exec(textOfEntry(body, 'type') ?? '');
  const [, type, apiVersion] = match ?? [];
  return type !== undefined && apiVersion !== undefined ? { type, apiVersion } : undefined;
}

/** The body of a generic resource says what other syntaxes say of the resource itself: it is shown there too. */
function withBody(props: ObjectValue): ObjectValue {
  const body = entry(props, 'body')?.value;
  if (body?.kind !== 'object') return props;
  const own = new Set(props.entries.map(each => each.name));
  const hoisted = body.entries.filter(each => !own.has(each.name)).map(each => ({ ...each, spread: true as const }));
  return { ...props, entries: [...props.entries, ...hoisted] };
}

function repetition(body: ObjectValue): { loop?: true; conditional?: true } {
  if (entry(body, 'for_each')) return { loop: true };
  const count = entry(body, 'count')?.value;
  if (!count) return {};
  if (count.kind === 'choice' && count.options.some(isZero)) {
    return count.options.every(option => isZero(option) || isOne(option))
      ? { conditional: true }
      : { loop: true, conditional: true };
  }
  return isOne(count) ? {} : { loop: true };
}

const isZero = (value: Value): boolean => value.kind === 'literal' && value.text === '0';
const isOne = (value: Value): boolean => value.kind === 'literal' && value.text === '1';

// ---------------------------------------------------------------- parents

/**
 * The resource this one belongs to: what `parent_id` refers to, or an attribute named like another resource of the
 * same family (`x_account_id = p_x_account.this.id` in a `p_x_deployment`).
 */
function parentOf(type: string, props: ObjectValue): string | undefined {
  const [provider = '', family] = type.split('_');
  for (const { name, value } of props.entries) {
    const address = referredAddress(value);
    if (address === undefined) continue;
    if (name === 'parent_id') return address;
    const role = /^(.+)_(?:id|name)$/.exec(name)?.[1];
    const owner = address.replace(/^data\./, '').split('.')[0];
    if (role !== undefined && owner === `${provider}_${role}` && role.split('_')[0] === family && owner !== type)
      return address;
  }
  return undefined;
}

/** `contoso_x.this[0].id` → `contoso_x.this`; `undefined` for variables, locals and anything else. */
function referredAddress(value: Value): string | undefined {
  if (value.kind !== 'reference') return undefined;
  const steps = value.name.replace(/\[[^\]]*\]/g, '').split('.');
  const length = steps[0] === 'data' || steps[0] === 'ephemeral' ? 3 : 2;
  if (steps.length <= length || /^(?:var|local|each|count|path|self|terraform)$/.test(steps[0] ?? '')) return undefined;
  return steps.slice(0, length).join('.');
}
