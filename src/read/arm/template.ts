/**
 * Deployment templates in JSON: parameters, variables, resources and outputs as facts. Templates inside deployments
 * are read like the one around them, with what is passed to them.
 */
import type { CallFact, DefinitionFact, Fact, ResourceFact, Value } from '../../model/fact.ts';
import { settingsInside, settingsOfEntries, stringsInside } from '../value-facts.ts';
import type { JsonDocument } from '../json/document.ts';
import {
  entryOf,
  textAt,
  valueAt,
  type JsonEntry,
  type JsonNode,
  type JsonObject,
  type JsonScalar,
} from '../json/tree.ts';
import { innerOf, parseExpression, walkExpression, type CallExpression } from './expression.ts';
import { Scope, type Declared } from './scope.ts';
import { TemplateValues } from './values.ts';
import { append } from '../append.ts';

const FORMAT = 'arm';

/** Is this object a deployment template, by what stands in it? */
export function isTemplate(node: JsonObject): boolean {
  if (/deploymentTemplate\.json/i.test(textAt(node, '$schema') ?? '')) return true;
  const resources = valueAt(node, 'resources');
  return (resources?.type === 'array' || resources?.type === 'object') && textAt(node, 'contentVersion') !== undefined;
}

/** A namespace with a type in it, and a dated version: nothing else is written so. */
export function isResource(node: JsonObject): boolean {
  const type = textAt(node, 'type');
  const version = textAt(node, 'apiVersion');
  if (type === undefined || version === undefined) return false;
  return /^[A-Za-z][\w-]*(?:\.[\w-]+)+\/[\w-]+(?:\/[\w.-]+)*$/.test(type) && /^(?:\d{4}-\d{2}-\d{2}|\[)/.test(version);
}

/** What is read elsewhere, or says how often and when, is no property. */
const NOT_PROPERTIES = new Set(['type', 'apiversion', 'resources', 'copy', 'condition', 'comments', 'existing']);

export class TemplateReader {
  readonly facts: Fact[] = [];
  readonly #document: JsonDocument;

  constructor(document: JsonDocument) {
    this.#document = document;
  }

  /** A whole template. Tells what it was compiled from, if it says so. */
  read(template: JsonObject): { readonly compiledFrom: string | undefined } {
    this.#template(template, new Scope(template), undefined);
    return { compiledFrom: textAt(template, 'metadata', '_generator', 'name') };
  }

  /** A resource that stands outside a template. */
  readLoose(node: JsonObject): void {
    const { start, end } = node;
    const around: JsonObject = {
      type: 'object',
      entries: [
        { key: 'resources', keyStart: start, keyEnd: start, value: { type: 'array', items: [node], start, end } },
      ],
      start,
      end,
    };
    this.#template(around, new Scope(around), undefined);
  }

  #template(template: JsonObject, scope: Scope, outer: TemplateValues | undefined): void {
    const values = outer ?? new TemplateValues(this.#document, scope);
    this.#parameters(valueAt(template, 'parameters'), values, scope);
    this.#variables(valueAt(template, 'variables'), values, scope);
    for (const declared of scope.declared) this.#resource(declared, values, scope);
    this.#outputs(valueAt(template, 'outputs'), values, scope);
  }

  // ---------------------------------------------------------------- definitions

  #parameters(parameters: JsonNode | undefined, values: TemplateValues, scope: Scope): void {
    for (const entry of entriesOf(parameters)) {
      const given = entryOf(entry.value, 'defaultValue');
      const value = given && values.value(given.value);
      this.#define('param', entry, value, scope, textAt(entry.value, 'metadata', 'description'));
      if (!given || !value) continue;
      this.facts.push({
        kind: 'entry',
        name: given.key,
        path: [entry.key],
        value,
        span: this.#document.keySpan(given),
        extent: this.#document.entrySpan(given),
        ...scopeOf(scope, entry.key),
      });
    }
  }

  #variables(variables: JsonNode | undefined, values: TemplateValues, scope: Scope): void {
    for (const entry of entriesOf(variables)) {
      if (entry.key.toLowerCase() === 'copy' && entry.value.type === 'array') continue;
      this.#define('variable', entry, values.value(entry.value), scope);
      this.#calls(entry.value, values, entry.key);
    }
  }

  #outputs(outputs: JsonNode | undefined, values: TemplateValues, scope: Scope): void {
    for (const entry of entriesOf(outputs)) {
      const given = valueAt(entry.value, 'value');
      this.#define(
        'output',
        entry,
        given && values.value(given),
        scope,
        textAt(entry.value, 'metadata', 'description'),
      );
      if (given) this.#calls(given, values, entry.key);
    }
  }

  #define(
    role: DefinitionFact['role'],
    entry: JsonEntry,
    value: Value | undefined,
    scope: Scope,
    description?: string,
  ): void {
    this.facts.push({
      kind: 'definition',
      name: entry.key,
      role,
      span: this.#document.keySpan(entry),
      extent: this.#document.entrySpan(entry),
      ...(value ? { value } : {}),
      ...(description === undefined ? {} : { description }),
      ...(scope.prefix === '' ? {} : { scope: scope.prefix.slice(0, -2) }),
    });
    if (!value) return;
    const within = scopeOf(scope, entry.key).scope;
    append(this.facts, stringsInside(value, entry.key, within));
    append(this.facts, settingsInside(value, [entry.key], { format: FORMAT, scope: within }));
  }

  // ---------------------------------------------------------------- resources

  #resource(declared: Declared, values: TemplateValues, scope: Scope): void {
    const { node, address } = declared;
    const typeEntry = entryOf(node, 'type');
    if (!typeEntry) return;
    const properties = entryOf(node, 'properties');
    const nested = /\/deployments$/i.test(declared.type)
      ? properties && entryOf(properties.value, 'template')
      : undefined;
    const props = nested ? this.#deploymentProps(node, values) : values.object(node, NOT_PROPERTIES);
    const source = nested ? undefined : linkedTemplate(properties?.value, values);
    const copy = valueAt(node, 'copy');
    const apiVersion = textAt(node, 'apiVersion');
    const parent = scope.parentOf(declared)?.address;
    const fact: ResourceFact = {
      kind: 'resource',
      provider: 'arm',
      mode: source !== undefined ? 'module' : valueAt(node, 'existing') ? 'existing' : 'resource',
      type: source ?? declared.type,
      address,
      props,
      span: this.#document.entrySpan(typeEntry),
      extent: this.#document.spanOf(node),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(parent === undefined ? {} : { parent }),
      ...(copy ? { loop: true } : {}),
      ...(valueAt(node, 'condition') ? { conditional: true } : {}),
      ...(scope.prefix === '' ? {} : { scope: scope.prefix.slice(0, -2) }),
    };
    this.facts.push(fact);
    append(this.facts, settingsOfEntries(props, [], { format: FORMAT, scope: address }));
    for (const entry of node.entries) {
      if (entry.key.toLowerCase() !== 'resources') this.#calls(entry.value, values, address, nested?.value);
    }
    if (nested?.value.type === 'object') this.#nestedTemplate(nested.value, declared, properties?.value, values);
  }

  /** The properties of a deployment without the template inside it, which is read for itself. */
  #deploymentProps(node: JsonObject, values: TemplateValues): ResourceFact['props'] {
    const props = values.object(node, new Set([...NOT_PROPERTIES, 'properties']));
    const properties = entryOf(node, 'properties');
    if (properties?.value.type !== 'object') return props;
    const value = values.object(properties.value, new Set(['template']));
    const named = { name: properties.key, span: this.#document.keySpan(properties), value };
    return { ...props, entries: [...props.entries, named] };
  }

  #nestedTemplate(
    template: JsonObject,
    declared: Declared,
    properties: JsonNode | undefined,
    values: TemplateValues,
  ): void {
    const prefix = `${declared.address}::`;
    if (textAt(properties, 'expressionEvaluationOptions', 'scope')?.toLowerCase() !== 'inner') {
      // Its expressions name the parameters and variables of the template around it.
      this.#template(template, new Scope(template, prefix), values);
      return;
    }
    const passed = new Map<string, Value>();
    for (const { key, value } of entriesOf(valueAt(properties, 'parameters'))) {
      const given = valueAt(value, 'value');
      if (given) passed.set(key.toLowerCase(), values.value(given));
    }
    this.#template(template, new Scope(template, prefix, passed), undefined);
  }

  // ---------------------------------------------------------------- calls

  /** Calls that ask the cloud for something: ids, keys, the state of a resource. */
  #calls(node: JsonNode, values: TemplateValues, scope: string, except?: JsonNode): void {
    if (node === except) return;
    if (node.type === 'object') for (const entry of node.entries) this.#calls(entry.value, values, scope, except);
    else if (node.type === 'array') for (const item of node.items) this.#calls(item, values, scope, except);
    else if (node.type === 'string' && node.text.includes('(')) this.#callsIn(node, values, scope);
  }

  #callsIn(node: JsonScalar, values: TemplateValues, scope: string): void {
    const inner = innerOf(node.text);
    const root = inner && parseExpression(inner.text);
    if (!inner || !root) return;
    const written = values.written(node, inner);
    for (const each of walkExpression(root)) {
      if (each.kind !== 'call' || !ASKS.test(each.name)) continue;
      this.facts.push(callFact(each, values, written, scope));
    }
  }
}

const ASKS = /^(?:list\w*|reference|\w*resourceId)$/i;

function callFact(
  call: CallExpression,
  values: TemplateValues,
  written: ReturnType<TemplateValues['written']>,
  scope: string,
): CallFact {
  return {
    kind: 'call',
    callee: call.name,
    resolved: false,
    form: 'call',
    args: call.args.map(argument => values.argument(argument, written)),
    named: [],
    span: written.at({ start: call.start, end: call.start + call.name.length }),
    extent: written.at({ start: call.start, end: call.callEnd }),
    scope,
  };
}

/** The address of a template that stands in another file. */
function linkedTemplate(properties: JsonNode | undefined, values: TemplateValues): string | undefined {
  const link = valueAt(properties, 'templateLink');
  const source = valueAt(link, 'uri') ?? valueAt(link, 'relativePath') ?? valueAt(link, 'id');
  if (source?.type !== 'string') return undefined;
  const value = values.value(source);
  return value.kind === 'literal' || value.kind === 'template' ? value.text : source.text;
}

function scopeOf(scope: Scope, name: string): { readonly scope: string } {
  return { scope: `${scope.prefix}${name}` };
}

function entriesOf(node: JsonNode | undefined): readonly JsonEntry[] {
  return node?.type === 'object' ? node.entries : [];
}
