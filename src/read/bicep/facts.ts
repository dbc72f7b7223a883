/** From the declarations of a Bicep file to facts. */
import type {
  CallFact,
  DefinitionFact,
  EnvReadFact,
  Fact,
  ObjectValue,
  ResourceFact,
  StringFact,
  Value,
} from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { assignmentSettings, settingsInside, settingsOfEntries } from '../value-facts.ts';
import { bodyOf, type Declared } from './scope.ts';
import { inside, type ChainNode, type Expression, type Step, type ValueDeclaration } from './syntax.ts';
import { NO_BINDINGS, propertyOf, type Bindings, type Values } from './values.ts';
import { append } from '../append.ts';

export class FactReader {
  readonly facts: Fact[] = [];
  readonly #values: Values;
  readonly #format: 'bicep' | 'bicepparam';
  #byName: ReadonlyMap<string, Declared | undefined> | undefined;

  constructor(values: Values, format: 'bicep' | 'bicepparam') {
    this.#values = values;
    this.#format = format;
  }

  // ---------------------------------------------------------------- parameters, variables, outputs

  declared(declaration: ValueDeclaration): void {
    const { kind, name, description, value: written } = declaration;
    const value = written && this.#values.value(written);
    const span = this.#values.span(name);
    this.facts.push({
      kind: 'definition',
      name: name.text,
      role: ROLES[kind],
      span,
      extent: this.#values.span(declaration),
      ...(value ? { value } : {}),
      ...(description === undefined ? {} : { description }),
    });
    if (!written || !value) return;
    if (this.#format === 'bicepparam' && kind === 'param') {
      append(this.facts, assignmentSettings({ name: name.text, span, value }, [], this.#format));
    } else {
      append(this.facts, settingsInside(value, [name.text], { format: this.#format, scope: name.text }));
    }
    this.#walk(written, name.text, { strings: name.text, bindings: NO_BINDINGS });
  }

  // ---------------------------------------------------------------- resources

  resource(declared: Declared): void {
    const { declaration, address, type, apiVersion } = declared;
    const { bindings, loop, conditional } = this.#around(declared);
    const body = bodyOf(declaration);
    const props: ObjectValue =
      body?.kind === 'object'
        ? this.#values.object(body, bindings)
        : { kind: 'object', entries: [], span: this.#values.span(declaration) };
    const parent = this.parentOf(declared);
    const fact: ResourceFact = {
      kind: 'resource',
      provider: 'bicep',
      mode: declaration.kind === 'module' ? 'module' : declaration.existing ? 'existing' : 'resource',
      type,
      address,
      props,
      span: this.#values.span({ start: declaration.start, end: declaration.type.end }),
      extent: this.#values.span(declaration),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(parent === undefined ? {} : { parent }),
      ...(loop ? { loop } : {}),
      ...(conditional ? { conditional } : {}),
      ...(declared.outer ? { scope: declared.outer.address } : {}),
    };
    this.facts.push(fact);
    append(this.facts, settingsOfEntries(props, [], { format: this.#format, scope: address }));
    this.#walk(declaration.body, address, { strings: undefined, bindings });
  }

  /** Loops and conditions around the body, those of the resources it is declared in too. */
  #around(declared: Declared): { bindings: Bindings; loop: boolean; conditional: boolean } {
    const outer = declared.outer
      ? this.#around(declared.outer)
      : { bindings: NO_BINDINGS, loop: false, conditional: false };
    let { bindings, loop, conditional } = outer;
    let here = declared.declaration.body;
    while (here.kind === 'for' || here.kind === 'if') {
      if (here.kind === 'for') {
        bindings = this.#values.loop(here, bindings);
        loop = true;
      } else conditional = true;
      here = here.body;
    }
    return { bindings, loop, conditional };
  }

  /** By nesting, by `parent:`, or by a name that starts with that of the parent. */
  parentOf(declared: Declared): string | undefined {
    if (declared.outer) return declared.outer.address;
    const { scope } = this.#values;
    const written = propertyOf(declared.declaration.body, 'parent');
    if (written) {
      const value = this.#values.value(written);
      const name = value.kind === 'reference' ? value.name.replace(/\[[^\]]*\]/g, '') : undefined;
      return name === undefined ? undefined : (scope.symbol(name)?.address ?? name);
    }
    if (declared.declaration.kind === 'module') return undefined;
    const parentType = declared.type.slice(0, declared.type.lastIndexOf('/')).toLowerCase();
    const first = this.#values.nameOf(declared);
    if (first?.kind !== 'string' || !parentType.includes('/')) return undefined;
    const [hole] = first.holes;
    if (hole && first.parts[0] === '' && first.parts[1]?.startsWith('/')) {
      const root = hole.kind === 'chain' && hole.root.kind === 'name' ? scope.symbol(hole.root.name) : undefined;
      if (root?.type.toLowerCase() === parentType) return root.address;
    }
    return this.#parentByName(first, parentType);
  }

  /** The resource of this type whose own name is written like the start of this one. */
  #parentByName(name: Expression & { kind: 'string' }, type: string): string | undefined {
    const full = this.#keyOf(name);
    for (let slash = full.indexOf('/'); slash >= 0; slash = full.indexOf('/', slash + 1)) {
      const found = this.#named().get(`${type}\n${full.slice(0, slash)}`);
      if (found) return found.address;
    }
    return undefined;
  }

  /** Resources by type and name, where there is one only. */
  #named(): ReadonlyMap<string, Declared | undefined> {
    if (this.#byName) return this.#byName;
    const byName = new Map<string, Declared | undefined>();
    for (const declared of this.#values.scope.resources) {
      const name = this.#values.nameOf(declared);
      if (!name) continue;
      const key = `${declared.type.toLowerCase()}\n${this.#keyOf(name)}`;
      byName.set(key, byName.has(key) ? undefined : declared);
    }
    this.#byName = byName;
    return byName;
  }

  /** A name in a form that can be compared: its text, with what stands in the holes. */
  #keyOf(node: Expression): string {
    if (node.kind !== 'string') return `{${this.#values.text.slice(node.start, node.end)}}`;
    return node.parts.map((part, i) => part + (node.holes[i] ? this.#keyOf(node.holes[i]) : '')).join('');
  }

  // ---------------------------------------------------------------- what stands inside expressions

  /** Calls and environment reads; strings too where `strings` names what they go to. */
  #walk(root: Expression, scope: string, around: { strings: string | undefined; bindings: Bindings }): void {
    const stack: Inside[] = [{ node: root, into: around.strings, bindings: around.bindings, role: 'value' }];
    for (let here = stack.pop(); here; here = stack.pop()) {
      const { node, into, bindings } = here;
      if (node.kind === 'chain') this.#calls(node, scope, bindings);
      if (node.kind === 'string' && into !== undefined) append(this.facts, this.#strings(node, into, scope, here));
      append(stack, this.#below(here).reverse());
    }
  }

  #below({ node, into, bindings }: Inside): Inside[] {
    const as = (part: Expression, more: Partial<Inside> = {}): Inside => ({
      node: part,
      into,
      bindings,
      role: 'value',
      ...more,
    });
    switch (node.kind) {
      case 'object':
        return node.properties.flatMap(property => {
          if ('kind' in property) return [as(property.value)];
          const value = as(property.value, into === undefined ? {} : { into: property.key.text });
          return property.key.node ? [...property.key.node.holes.map(hole => as(hole)), value] : [value];
        });
      case 'for':
        return [as(node.over), as(node.body, { bindings: this.#values.loop(node, bindings) })];
      case 'binary': {
        const compares = node.operators.some(operator => COMPARING.has(operator));
        return node.operands.map(operand => as(operand, compares ? { role: 'compare' } : {}));
      }
      case 'chain': {
        // The name of what is read from the environment is a fact of its own.
        const reads = node.root.kind === 'name' && node.root.name === READS_ENVIRONMENT;
        return [as(node.root), ...node.steps.flatMap(step => this.#belowStep(step, as).slice(reads ? 1 : 0))];
      }
      default:
        return inside(node).map(part => as(part));
    }
  }

  #belowStep(step: Step, as: (part: Expression, more?: Partial<Inside>) => Inside): Inside[] {
    if (step.step === 'index') return [as(step.index, { role: 'key' })];
    return step.step === 'call' ? step.args.map(argument => as(argument, { role: 'argument' })) : [];
  }

  /** One fact, or one for each of the texts it may be. */
  #strings(node: Expression, into: string, scope: string, { bindings, role }: Inside): StringFact[] {
    const value = this.#values.value(node, bindings);
    const span = this.#values.span(node);
    return (value.kind === 'choice' ? value.options : [value]).flatMap(option => {
      if (option.kind !== 'literal' && option.kind !== 'template') return [];
      const template = option.kind === 'template';
      return [{ kind: 'string', text: option.text, role, into, span, scope, ...(template ? { template } : {}) }];
    });
  }

  /** A fact for every call in the chain. */
  #calls(node: ChainNode, scope: string, bindings: Bindings): void {
    if (node.root.kind !== 'name') return;
    node.steps.forEach((step, i) => {
      if (step.step !== 'call' || i >= MAX_STEPS) return;
      const isWhole = i === node.steps.length - 1;
      const head: ChainNode = isWhole ? node : { ...node, steps: node.steps.slice(0, i + 1), end: step.end };
      const value = this.#values.value(head, bindings);
      const args = step.args.map(argument => this.#values.value(argument, bindings));
      const before = node.steps[i - 1];
      const nameEnd = before?.end ?? node.root.end;
      const callee = calleeOf(value, this.#values.text.slice(node.start, nameEnd));
      const span = this.#values.span({ start: node.start, end: nameEnd });
      const extent = this.#values.span({ start: node.start, end: step.end });
      const fact: CallFact = {
        kind: 'call',
        callee,
        resolved: false,
        form: 'call',
        args,
        named: [],
        span,
        extent,
        scope,
      };
      this.facts.push(fact);
      if (value.kind === 'env') this.facts.push(this.#environmentRead(step, value, extent, scope));
    });
  }

  #environmentRead(step: Step, value: Value & { kind: 'env' }, extent: Span, scope: string): EnvReadFact {
    const first = step.step === 'call' ? step.args[0] : undefined;
    return {
      kind: 'envRead',
      name: value.name,
      access: 'read',
      span: first ? this.#values.span(first) : extent,
      extent,
      scope,
      ...(value.default ? { default: value.default } : {}),
    };
  }
}

interface Inside {
  readonly node: Expression;
  readonly into: string | undefined;
  readonly bindings: Bindings;
  readonly role: StringFact['role'];
}

const ROLES: Readonly<Record<ValueDeclaration['kind'], DefinitionFact['role']>> = {
  param: 'param',
  var: 'variable',
  output: 'output',
};
const READS_ENVIRONMENT = 'readEnvironmentVariable';
/** Calls further along a chain are not looked at: each name would repeat all before it. */
const MAX_STEPS = 24;
const COMPARING = new Set(['==', '!=', '=~', '!~']);

/** A function whose result is known is still called: its name is then the one that is written. */
function calleeOf(value: Value, written: string): string {
  if (value.kind === 'call' && value.via === undefined && !value.callee.includes('(')) return value.callee;
  return written.replace(/\s+/g, '').replace(/^(?:az|sys)\./, '');
}
