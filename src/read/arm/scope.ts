/** What the expressions of one template can name: its parameters and variables, and the resources in it. */
import type { Value } from '../../model/fact.ts';
import { textAt, valueAt, type JsonNode, type JsonObject } from '../json/tree.ts';
import { innerOf, parseExpression, type CallExpression, type Expression } from './expression.ts';

/** A resource of the template, wherever it stands in it. */
export interface Declared {
  readonly node: JsonObject;
  /** Full type in its written casing, with those of the resources around it. */
  readonly type: string;
  readonly address: string;
  /** The full name in a form that can be compared: known text, and expressions in braces. */
  readonly key: string;
  readonly parent: Declared | undefined;
}

/** Chains of variables longer than this are not followed. */
const MAX_HOPS = 24;
/** No resource has a longer name. */
const MAX_KEY = 1000;

export class Scope {
  readonly template: JsonObject | undefined;
  /** Put before every address: the deployment a nested template belongs to. */
  readonly prefix: string;
  readonly declared: Declared[] = [];
  readonly #passed: ReadonlyMap<string, Value>;
  readonly #byKey = new Map<string, Declared[]>();
  readonly #byType = new Map<string, Declared[]>();
  readonly #bySymbol = new Map<string, Declared>();
  readonly #spelled = new Map<string, string | undefined>();
  readonly #variableKeys = new Map<string, string | undefined>();
  readonly #taken = new Set<string>();

  constructor(template: JsonObject | undefined, prefix = '', passed: ReadonlyMap<string, Value> = new Map()) {
    this.template = template;
    this.prefix = prefix;
    this.#passed = passed;
    if (template) this.#declare(valueAt(template, 'resources'), undefined);
  }

  /** The value a deployment hands to the parameter. */
  passed(name: string): Value | undefined {
    return this.#passed.get(name.toLowerCase());
  }

  defaultOf(parameter: string): JsonNode | undefined {
    return valueAt(this.template, 'parameters', parameter, 'defaultValue');
  }

  variable(name: string): JsonNode | undefined {
    return valueAt(this.template, 'variables', name);
  }

  #declare(resources: JsonNode | undefined, parent: Declared | undefined): void {
    if (resources?.type === 'array') {
      for (const node of resources.items) if (node.type === 'object') this.#add(node, undefined, parent);
    } else if (resources?.type === 'object') {
      for (const { key, value } of resources.entries) if (value.type === 'object') this.#add(value, key, parent);
    }
  }

  /** Make a resource known; those nested in it too. */
  #add(node: JsonObject, symbol: string | undefined, parent: Declared | undefined): void {
    const type = textAt(node, 'type');
    if (type === undefined) return;
    const written = textAt(node, 'name') ?? '';
    const own = this.keyOfText(written);
    const declared: Declared = {
      node,
      type: parent && !type.includes('.') ? `${parent.type}/${type}` : type,
      address: this.#unique(symbol ?? nameOf(written), type),
      key: parent && !own.includes('/') ? `${parent.key}/${own}` : own,
      parent,
    };
    this.declared.push(declared);
    append(this.#byKey, declared.key, declared);
    append(this.#byType, declared.type.toLowerCase(), declared);
    if (symbol !== undefined) this.#bySymbol.set(symbol, declared);
    this.#declare(valueAt(node, 'resources'), declared);
  }

  #unique(name: string, type: string): string {
    let address = this.prefix + name;
    if (this.#taken.has(address)) address = `${address} (${type})`;
    for (let i = 2; this.#taken.has(address); i++) address = `${this.prefix}${name} (${type}) ${i}`;
    this.#taken.add(address);
    return address;
  }

  /** The resource with this full name, of this type where one is given. */
  find(key: string, type?: string): Declared | undefined {
    const named = this.#byKey.get(key) ?? [];
    const fitting = type === undefined ? named : named.filter(each => each.type.toLowerCase() === type.toLowerCase());
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  symbol(name: string): Declared | undefined {
    return this.#bySymbol.get(name);
  }

  /** The resource this one belongs to, by nesting or by the first parts of its name. */
  parentOf(child: Declared): Declared | undefined {
    if (child.parent) return child.parent;
    const [host = ''] = child.type.split(/\/providers\//i);
    const type = host === child.type ? child.type.slice(0, child.type.lastIndexOf('/')) : host;
    const levels = type.split('/').length - 1;
    if (levels < 1) return undefined;
    const key = child.key.split('/').slice(0, levels).join('/');
    const named = this.find(key, type);
    if (named) return named;
    const ofType = this.#byType.get(type.toLowerCase()) ?? [];
    return ofType.length === 1 ? ofType[0] : undefined;
  }

  /** An expression as written, with the expressions that its variables stand for in their place. */
  spelled(text: string): string {
    const inlined = text.replace(
      /variables\('([^']+)'\)/gi,
      (call, name: string) => this.#spelledVariable(name) ?? call,
    );
    return writtenText(inlined.length <= MAX_KEY ? inlined : text);
  }

  #spelledVariable(name: string): string | undefined {
    if (this.#spelled.has(name)) return this.#spelled.get(name);
    // One that leads back to itself stays a name.
    this.#spelled.set(name, undefined);
    const held = this.variable(name);
    const inner = held?.type === 'string' ? innerOf(held.text) : undefined;
    const text = inner && inner.text.length <= MAX_KEY ? this.spelled(inner.text) : undefined;
    this.#spelled.set(name, text);
    return text;
  }

  // ---------------------------------------------------------------- names that can be compared

  keyOfText(text: string): string {
    const inner = innerOf(text);
    const expression = inner && parseExpression(inner.text);
    return inner && expression ? this.keyOf(expression, inner.text) : text;
  }

  /** Known text, and every expression that is not followed in braces. `source` is the text it was parsed from. */
  keyOf(expression: Expression, source: string, hops = 0): string {
    if (expression.kind !== 'call') return expression.text;
    if (hops < MAX_HOPS && expression.steps.length === 0) {
      const key = this.#keyOfCall(expression, source, hops);
      if (key !== undefined) return key;
    }
    // A slash separates the parts of a name; one inside an expression does not.
    return `{${writtenText(source.slice(expression.start, expression.end)).toLowerCase().replaceAll('/', '|')}}`;
  }

  #keyOfCall(call: CallExpression, source: string, hops: number): string | undefined {
    const inner = (argument: Expression): string => this.keyOf(argument, source, hops + 1);
    switch (call.name.toLowerCase()) {
      case 'concat':
        return call.args.map(inner).join('');
      case 'format': {
        const [pattern, ...rest] = call.args;
        if (pattern?.kind !== 'string') return undefined;
        return pattern.text.replace(/\{(\d+)\}/g, (whole, index: string) => {
          const argument = rest[Number(index)];
          return argument ? inner(argument) : whole;
        });
      }
      case 'variables':
        return call.args[0]?.kind === 'string' ? this.#keyOfVariable(call.args[0].text, hops) : undefined;
      default:
        return undefined;
    }
  }

  #keyOfVariable(name: string, hops: number): string | undefined {
    if (this.#variableKeys.has(name)) return this.#variableKeys.get(name);
    const held = this.variable(name);
    let key: string | undefined;
    if (held?.type === 'string') {
      const inner = innerOf(held.text);
      const expression = inner && parseExpression(inner.text);
      key = inner && expression ? this.keyOf(expression, inner.text, hops + 1) : held.text;
    }
    const short = key !== undefined && key.length <= MAX_KEY ? key : undefined;
    this.#variableKeys.set(name, short);
    return short;
  }
}

/** A name as an address: the text, or the expression without its brackets. An index is left out. */
function nameOf(text: string): string {
  const inner = innerOf(text);
  return inner ? writtenText(inner.text).replace(/\[[^\]]*\]/g, '') : text;
}

/** An expression as written, on one line. */
export function writtenText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function append(map: Map<string, Declared[]>, key: string, declared: Declared): void {
  const list = map.get(key);
  if (list) list.push(declared);
  else map.set(key, [declared]);
}
