/** Deployment templates and their parameter files as programs: expressions in the form that every syntax shares. */
import type { Declaration, EntryFormula, Formula, Program, Repetition } from '../../model/program.ts';
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
import { innerOf, parseExpression, type Expression } from './expression.ts';
import { Scope, type Declared } from './scope.ts';

const NOT_PROPERTIES = new Set(['type', 'apiversion', 'resources', 'copy', 'condition', 'comments', 'existing']);

/** The program of a template; nested templates are inside the deployments that hold them. */
export function templateProgram(document: JsonDocument, template: JsonObject): Program {
  return new Templates(document).program(template, new Scope(template));
}

/** A parameter file: `${NAME=default}` in it is read from the environment of the deploying tool. */
export function parametersProgram(document: JsonDocument, root: JsonObject): Program {
  const plain = new Templates(document, true);
  const declarations = entriesOf(valueAt(root, 'parameters')).flatMap((entry): Declaration[] => {
    const given = entryOf(entry.value, 'value');
    if (!given) return [];
    return [{ kind: 'assignment', name: entry.key, span: document.keySpan(entry), value: plain.formula(given.value) }];
  });
  return { syntax: 'parameters', declarations };
}

class Templates {
  readonly #document: JsonDocument;
  /** Brackets mean nothing in strings; placeholders do. */
  readonly #plain: boolean;

  constructor(document: JsonDocument, plain = false) {
    this.#document = document;
    this.#plain = plain;
  }

  program(template: JsonObject, scope: Scope): Program {
    const declarations: Declaration[] = [];
    for (const entry of entriesOf(valueAt(template, 'parameters'))) {
      const given = entryOf(entry.value, 'defaultValue');
      declarations.push({
        kind: 'parameter',
        name: entry.key,
        span: this.#document.keySpan(entry),
        ...(given ? { value: this.formula(given.value) } : { required: true }),
      });
    }
    for (const entry of entriesOf(valueAt(template, 'variables'))) {
      declarations.push({
        kind: 'variable',
        name: entry.key,
        span: this.#document.keySpan(entry),
        value: this.formula(entry.value),
      });
    }
    for (const declared of scope.declared) declarations.push(this.#resource(declared, scope));
    for (const entry of entriesOf(valueAt(template, 'outputs'))) {
      const given = valueAt(entry.value, 'value');
      if (given)
        declarations.push({
          kind: 'output',
          name: entry.key,
          span: this.#document.keySpan(entry),
          value: this.formula(given),
        });
    }
    return { syntax: 'arm', declarations };
  }

  #resource(declared: Declared, scope: Scope): Declaration {
    const { node, address, type } = declared;
    const at = entryOf(node, 'type');
    const properties = valueAt(node, 'properties');
    const nested = /\/deployments$/i.test(type) ? valueAt(properties, 'template') : undefined;
    const condition = valueAt(node, 'condition');
    const copy = valueAt(node, 'copy');
    const parent = scope.parentOf(declared)?.address;
    const link = valueAt(properties, 'templateLink');
    const source = textAt(link, 'relativePath') ?? textAt(link, 'uri');
    const module = nested?.type === 'object' || source !== undefined;
    const repeats = copy && this.#copied(copy);
    const own: JsonObject = {
      ...node,
      entries: node.entries.filter(entry => !NOT_PROPERTIES.has(entry.key.toLowerCase())),
    };
    return {
      kind: module ? 'module' : valueAt(node, 'existing') ? 'existing' : 'resource',
      name: address,
      type: source ?? type,
      span: at ? this.#document.entrySpan(at) : this.#document.spanOf(node),
      value: module ? this.#passed(properties, node) : this.formula(own),
      ...(parent === undefined ? {} : { parent }),
      ...(repeats ? { repeats } : {}),
      ...(condition ? { when: this.formula(condition) } : {}),
      ...(nested?.type === 'object' ? { inner: this.#nested(nested, properties) } : {}),
    };
  }

  /** What a deployment hands to its template, in the shape of a module call. */
  #passed(properties: JsonNode | undefined, node: JsonObject): Formula {
    const span = this.#document.spanOf(node);
    const entries = entriesOf(valueAt(properties, 'parameters')).flatMap((entry): EntryFormula[] => {
      const given = valueAt(entry.value, 'value');
      return given ? [{ key: entry.key, value: this.formula(given), span: this.#document.keySpan(entry) }] : [];
    });
    return { kind: 'object', entries: [{ key: 'params', value: { kind: 'object', entries, span }, span }], span };
  }

  #nested(template: JsonObject, properties: JsonNode | undefined): Program {
    const inner = textAt(properties, 'expressionEvaluationOptions', 'scope')?.toLowerCase() === 'inner';
    const program = this.program(template, new Scope(template));
    // Its expressions may name the parameters and variables of the template around it.
    return inner
      ? program
      : { ...program, declarations: program.declarations.filter(({ kind }) => !DEFINES.has(kind)) };
  }

  #copied(copy: JsonNode): Repetition {
    const span = this.#document.spanOf(copy);
    const count = valueAt(copy, 'count');
    const over: Formula = {
      kind: 'call',
      name: 'range',
      args: [{ kind: 'number', text: '0', span }, count ? this.formula(count) : { kind: 'unknown', span }],
      span,
    };
    return { names: ['copyIndex()'], first: 'item', over };
  }

  formula(node: JsonNode): Formula {
    const span = this.#document.spanOf(node);
    switch (node.type) {
      case 'object':
        return { kind: 'object', entries: node.entries.flatMap(entry => this.#entries(entry)), span };
      case 'array':
        return { kind: 'list', items: node.items.map(item => this.formula(item)), span };
      case 'string':
        return this.#plain ? this.#placeholders(node) : this.#string(node);
      default:
        return { kind: node.type, text: node.text, span };
    }
  }

  #entries(entry: JsonEntry): EntryFormula[] {
    const { key, value } = entry;
    const span = this.#document.keySpan(entry);
    if (key.toLowerCase() === 'copy' && value.type === 'array' && !this.#plain)
      return value.items.flatMap((item): EntryFormula[] => {
        const name = textAt(item, 'name');
        const input = valueAt(item, 'input');
        if (name === undefined || !input) return [];
        const { over } = this.#copied(item);
        const loop: Formula = {
          kind: 'loop',
          names: [`copyIndex('${name}')`],
          first: 'item',
          over,
          value: this.formula(input),
          span,
        };
        return [{ key: name, value: loop, span }];
      });
    const inner = this.#plain ? undefined : innerOf(key);
    const parsed = inner && parseExpression(inner.text);
    return [{ key: parsed ? this.#expression(parsed, entry.value) : key, value: this.formula(value), span }];
  }

  #string(node: JsonScalar): Formula {
    const span = this.#document.spanOf(node);
    const inner = innerOf(node.text);
    const parsed = inner && parseExpression(inner.text);
    if (parsed) return this.#expression(parsed, node);
    return { kind: 'text', parts: [node.text.startsWith('[[') ? node.text.slice(1) : node.text], span };
  }

  /** `${NAME}` and `${NAME=default}`. */
  #placeholders(node: JsonScalar): Formula {
    const span = this.#document.spanOf(node);
    const parts = placeholders(node.text, span);
    const [only] = parts;
    return parts.length === 1 && only !== undefined && typeof only !== 'string' ? only : { kind: 'text', parts, span };
  }

  #expression(expression: Expression, node: JsonNode): Formula {
    const span = this.#document.spanOf(node);
    if (expression.kind === 'string') return { kind: 'text', parts: [expression.text], span };
    if (expression.kind === 'number') return { kind: 'number', text: expression.text, span };
    const args = expression.args.map(argument => this.#expression(argument, node));
    let formula = called(expression.name, args, span);
    for (const step of expression.steps) {
      formula =
        'member' in step
          ? { kind: 'member', of: formula, name: step.member, span }
          : { kind: 'index', of: formula, index: this.#expression(step.index, node), span };
    }
    return formula;
  }
}

/** Text and the reads in it; a default may hold further reads. */
function placeholders(text: string, span: Formula['span']): (string | Formula)[] {
  const parts: (string | Formula)[] = [];
  const plain = (part: string): Formula => ({ kind: 'text', parts: [part], span });
  let from = 0;
  for (const match of text.matchAll(/\$\{(\w+)(?:=((?:[^{}]|\$\{[^{}]*\})*))?\}/g)) {
    const [whole, name = '', fallback] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    const inner: Formula[] =
      fallback === undefined ? [] : [{ kind: 'text', parts: placeholders(fallback, span), span }];
    parts.push({ kind: 'call', name: 'readEnvironmentVariable', args: [plain(name), ...inner], span });
    from = match.index + whole.length;
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from));
  return parts;
}

const DEFINES: ReadonlySet<Declaration['kind']> = new Set(['parameter', 'variable']);

function called(name: string, args: readonly Formula[], span: Formula['span']): Formula {
  const lower = name.toLowerCase();
  const [first, second, third] = args;
  if (first?.kind === 'text' && typeof first.parts[0] === 'string') {
    if (lower === 'parameters' || lower === 'variables') return { kind: 'name', name: first.parts[0], span };
    if (lower === 'copyindex') return { kind: 'name', name: `copyIndex('${first.parts[0]}')`, span };
  }
  if (lower === 'copyindex') return { kind: 'name', name: 'copyIndex()', span };
  if (lower === 'if' && first && second && third)
    return { kind: 'condition', test: first, yes: second, no: third, span };
  const operator = OPERATORS[lower];
  if (operator !== undefined) return { kind: 'operation', operators: [operator], operands: args, span };
  return { kind: 'call', name, args, span };
}

const OPERATORS: Readonly<Record<string, string>> = {
  not: '!',
  and: '&&',
  or: '||',
  equals: '==',
  greater: '>',
  less: '<',
  greaterorequals: '>=',
  lessorequals: '<=',
  add: '+',
  sub: '-',
};

function entriesOf(node: JsonNode | undefined): readonly JsonEntry[] {
  return node?.type === 'object' ? node.entries : [];
}
