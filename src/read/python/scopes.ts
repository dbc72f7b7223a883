/**
 * Scopes and bindings: which names come into being where, and from what. This file only records; deciding which
 * binding a use sees is `flow.ts`, what it stands for is `names.ts`.
 */
import { importedNames, type Imported } from './imports.ts';
import type { SyntaxNode } from './syntax.ts';

export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension';
  /** Dotted names of the enclosing classes and functions; nothing at the top. */
  readonly qualified: string | undefined;
  readonly parent: Scope | undefined;
  readonly node: SyntaxNode;
  readonly bindings: Map<string, Binding[]>;
  /** `name["key"] = value`, `name.update(…)`, `name.append(…)`, by name, in order. */
  readonly fills: Map<string, Fill[]>;
  /** Names declared `global` or `nonlocal`: where their bindings go. */
  readonly elsewhere: Map<string, Scope>;
  readonly owner: ClassInfo | undefined;
  readonly function: FunctionInfo | undefined;
}

export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'value' | 'part' | 'augmented' | 'class' | 'function' | 'parameter' | 'opaque';
  /** Where the name stands. */
  readonly node: SyntaxNode;
  /** Offset from which the binding holds. */
  readonly at: number;
  /** The block whose execution implies the binding. */
  readonly block: SyntaxNode;
  readonly value?: SyntaxNode | undefined;
  /** Which part of the value the name gets: `a, b = f()`. */
  readonly part?: number;
  readonly annotation?: SyntaxNode | undefined;
  readonly imported?: Imported;
  readonly class?: ClassInfo;
  readonly function?: FunctionInfo;
  /** Made from another scope through `global` or `nonlocal`: no telling when. */
  readonly foreign: boolean;
}

/** What is put into a dictionary or a list after it was made: one key, a whole `update(…)`, one item, several. */
export type Fill =
  | { readonly at: number; readonly kind: 'key'; readonly key: SyntaxNode; readonly value: SyntaxNode }
  | { readonly at: number; readonly kind: 'update' | 'append' | 'extend'; readonly call: SyntaxNode };

/** A value or an annotation given to an attribute. */
export interface AttributeValue {
  readonly node: SyntaxNode | undefined;
  readonly annotation: SyntaxNode | undefined;
}

export interface ClassInfo {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly scope: Scope;
  readonly bases: readonly SyntaxNode[];
  /** What methods assign to `self.…` and `cls.…`. */
  readonly attributes: Map<string, AttributeValue[]>;
}

export interface Parameter {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly default: SyntaxNode | undefined;
  readonly annotation: SyntaxNode | undefined;
  readonly rest: boolean;
}

export interface FunctionInfo {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly scope: Scope;
  readonly parameters: readonly Parameter[];
  /** What it returns or yields. */
  readonly results: SyntaxNode[];
  readonly owner: ClassInfo | undefined;
  readonly decorators: readonly string[];
}

/** An assignment to an attribute of anything but `self`. */
export interface AttributeAssignment {
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
}

export interface ModuleInfo {
  readonly scope: Scope;
  readonly classes: ReadonlyMap<SyntaxNode, ClassInfo>;
  readonly functions: ReadonlyMap<SyntaxNode, FunctionInfo>;
  readonly attributeAssignments: readonly AttributeAssignment[];
}

const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** Walks the module once and records its scopes; sets `scope` on every node. */
export function recordScopes(root: SyntaxNode, text: string): ModuleInfo {
  return new Recorder(root, text).run();
}

class Recorder {
  readonly #text: string;
  readonly #module: Scope;
  readonly #classes = new Map<SyntaxNode, ClassInfo>();
  readonly #functions = new Map<SyntaxNode, FunctionInfo>();
  readonly #attributeAssignments: AttributeAssignment[] = [];
  readonly #pending: SyntaxNode[] = [];
  readonly #filled = new Set<Binding[]>();

  constructor(root: SyntaxNode, text: string) {
    this.#text = text;
    this.#module = newScope('module', root, undefined, undefined);
    root.scope = this.#module;
  }

  run(): ModuleInfo {
    this.#later(this.#module.node, this.#module);
    for (let node = this.#pending.pop(); node; node = this.#pending.pop()) this.#visit(node, node.scope!);
    // Bindings are found parents first; uses look them up by the place from which they hold.
    for (const bindings of this.#filled) bindings.sort((a, b) => a.at - b.at);
    return {
      scope: this.#module,
      classes: this.#classes,
      functions: this.#functions,
      attributeAssignments: this.#attributeAssignments,
    };
  }

  /** Children are visited in document order, each in the scope it stands in. */
  #later(node: SyntaxNode, scope: Scope): void {
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i]!;
      child.scope = scope;
      this.#pending.push(child);
    }
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.start, node.end);
  }

  #visit(node: SyntaxNode, scope: Scope): void {
    switch (node.type) {
      case 'function_definition':
      case 'lambda':
        return this.#function(node, scope);
      case 'class_definition':
        return this.#class(node, scope);
      case 'default_parameter':
      case 'typed_default_parameter':
      case 'typed_parameter':
        // Defaults and annotations are evaluated outside the function.
        this.#later(node, scope);
        for (const child of node.children) {
          if (child.field === 'value' || child.field === 'type') child.scope = scope.parent ?? scope;
        }
        return;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        this.#import(node, scope);
        break;
      case 'assignment':
        this.#assignment(node, scope);
        break;
      case 'augmented_assignment':
        this.#augmented(node, scope);
        break;
      case 'named_expression':
        this.#walrus(node, scope);
        break;
      case 'as_pattern':
        this.#asPattern(node, scope);
        break;
      case 'for_statement':
      case 'for_in_clause':
        this.#opaque(node.get('left'), scope, node.get('left')?.end ?? node.end);
        break;
      case 'dotted_name':
        // A bare name in a case pattern captures; a dotted one is compared.
        if (node.parent?.type === 'case_pattern' && !this.#word(node).includes('.'))
          this.#opaque(node, scope, node.end);
        break;
      case 'global_statement':
      case 'nonlocal_statement':
        this.#declare(node, scope);
        break;
      case 'return_statement':
      case 'yield':
        this.#result(node, scope);
        break;
      case 'call':
        this.#fill(node, scope);
        break;
      default:
        if (COMPREHENSIONS.has(node.type))
          return this.#later(node, newScope('comprehension', node, scope, scope.qualified));
    }
    this.#later(node, scope);
  }

  #function(node: SyntaxNode, scope: Scope): void {
    const nameNode = node.get('name');
    const name = nameNode ? this.#word(nameNode) : '';
    const qualified = name ? dottedName(scope.qualified, name) : scope.qualified;
    const owner = scope.kind === 'class' ? scope.owner : undefined;
    const parameters = this.#parameters(node.get('parameters'));
    const results: SyntaxNode[] = [];
    const info: { -readonly [K in keyof FunctionInfo]: FunctionInfo[K] } = {
      name: qualified ?? '',
      node,
      scope: undefined as unknown as Scope,
      parameters,
      results,
      owner,
      decorators: this.#decorators(node),
    };
    const inner = newScope(node.type === 'lambda' ? 'lambda' : 'function', node, scope, qualified, owner, info);
    info.scope = inner;
    const body = node.get('body');
    if (node.type === 'lambda' && body) results.push(body);
    this.#functions.set(node, info);
    if (nameNode) this.#bind(scope, { name, kind: 'function', node: nameNode, at: node.end, function: info });
    for (const parameter of parameters) this.#bindParameter(inner, parameter, body ?? node);
    this.#later(node, scope);
    for (const child of node.children) if (child.field === 'body' || child.field === 'parameters') child.scope = inner;
  }

  #bindParameter(scope: Scope, parameter: Parameter, block: SyntaxNode): void {
    add(scope.bindings, parameter.name, {
      name: parameter.name,
      kind: 'parameter',
      node: parameter.node,
      at: parameter.node.end,
      block,
      value: parameter.rest ? undefined : parameter.default,
      annotation: parameter.rest ? undefined : parameter.annotation,
      foreign: false,
    });
  }

  #parameters(list: SyntaxNode | undefined): Parameter[] {
    const parameters: Parameter[] = [];
    for (const child of list?.children ?? []) {
      const named = child.type === 'identifier' ? child : (child.get('name') ?? child.children[0]);
      if (!named) continue;
      const rest =
        named.type === 'list_splat_pattern' ||
        named.type === 'dictionary_splat_pattern' ||
        child.type.endsWith('_splat_pattern');
      const node = named.type === 'identifier' ? named : named.children[0];
      if (node?.type !== 'identifier') continue;
      parameters.push({
        name: this.#word(node),
        node,
        default: child.get('value'),
        annotation: child.get('type'),
        rest,
      });
    }
    return parameters;
  }

  #decorators(node: SyntaxNode): string[] {
    if (node.parent?.type !== 'decorated_definition') return [];
    return node.parent.children
      .filter(child => child.type === 'decorator')
      .map(child => this.#word(child).slice(1).trim());
  }

  #class(node: SyntaxNode, scope: Scope): void {
    const nameNode = node.get('name');
    const name = nameNode ? this.#word(nameNode) : '';
    const qualified = dottedName(scope.qualified, name);
    const bases = (node.get('superclasses')?.children ?? []).filter(base => base.type !== 'keyword_argument');
    const info: { -readonly [K in keyof ClassInfo]: ClassInfo[K] } = {
      name: qualified,
      node,
      scope: undefined as unknown as Scope,
      bases,
      attributes: new Map(),
    };
    const inner = newScope('class', node, scope, qualified, info);
    info.scope = inner;
    this.#classes.set(node, info);
    if (nameNode) this.#bind(scope, { name, kind: 'class', node: nameNode, at: node.end, class: info });
    this.#later(node, scope);
    for (const child of node.children) if (child.field === 'body') child.scope = inner;
  }

  #import(node: SyntaxNode, scope: Scope): void {
    for (const imported of importedNames(node, this.#text)) {
      if (imported.local === undefined) continue;
      this.#bind(scope, { name: imported.local, kind: 'import', node: imported.node, at: node.end, imported });
    }
  }

  #assignment(node: SyntaxNode, scope: Scope): void {
    const { targets, value } = targetsOf(node);
    for (const target of targets) this.#assign(target, value, node.get('type'), node.end, scope);
  }

  #assign(
    left: SyntaxNode,
    right: SyntaxNode | undefined,
    annotation: SyntaxNode | undefined,
    at: number,
    scope: Scope,
  ): void {
    switch (left.type) {
      case 'identifier':
        this.#bind(scope, { name: this.#word(left), kind: 'value', node: left, at, value: right, annotation });
        return;
      case 'attribute':
        return this.#assignAttribute(left, right, annotation, scope);
      case 'subscript':
        return this.#assignItem(left, right, at, scope);
      default: {
        const pairs = pairUp(left, right);
        if (pairs) for (const [target, value] of pairs) this.#assign(target, value, undefined, at, scope);
        else this.#unpack(left, right, scope, at);
      }
    }
  }

  #assignAttribute(
    left: SyntaxNode,
    right: SyntaxNode | undefined,
    annotation: SyntaxNode | undefined,
    scope: Scope,
  ): void {
    const object = left.get('object');
    const attribute = left.get('attribute');
    if (!object || !attribute) return;
    const owner = object.type === 'identifier' ? selfClass(scope, this.#word(object)) : undefined;
    if (owner) add(owner.attributes, this.#word(attribute), { node: right, annotation });
    else if (right) this.#attributeAssignments.push({ target: left, value: right });
  }

  #assignItem(left: SyntaxNode, right: SyntaxNode | undefined, at: number, scope: Scope): void {
    const object = left.get('value');
    const key = left.get('subscript');
    if (!object || !key || !right) return;
    if (object.type === 'identifier') add(scope.fills, this.#word(object), { at, kind: 'key', key, value: right });
    this.#attributeAssignments.push({ target: left, value: right });
  }

  /** `options.update({…})` and `items.append(…)` fill what a name stands for, as item assignments do. */
  #fill(node: SyntaxNode, scope: Scope): void {
    const callee = node.get('function');
    if (callee?.type !== 'attribute') return;
    const object = callee.get('object');
    const attribute = callee.get('attribute');
    const kind = object?.type === 'identifier' && attribute ? this.#word(attribute) : '';
    if (object && (kind === 'update' || kind === 'append' || kind === 'extend')) {
      add(scope.fills, this.#word(object), { at: node.end, kind, call: node });
    }
  }

  #augmented(node: SyntaxNode, scope: Scope): void {
    const left = node.get('left');
    if (left?.type !== 'identifier') return;
    this.#bind(scope, { name: this.#word(left), kind: 'augmented', node: left, at: node.end, value: node });
  }

  #walrus(node: SyntaxNode, scope: Scope): void {
    const name = node.get('name');
    let target = scope;
    while (target.kind === 'comprehension' && target.parent) target = target.parent;
    if (name)
      this.#bind(target, { name: this.#word(name), kind: 'value', node: name, at: node.end, value: node.get('value') });
  }

  /** `with X() as c` binds what was entered; `except E as e` and case patterns bind something unknown. */
  #asPattern(node: SyntaxNode, scope: Scope): void {
    const target = node.get('alias')?.children[0];
    if (!target) {
      const last = node.children.at(-1);
      if (last?.type === 'identifier') this.#opaque(last, scope, node.end);
      return;
    }
    if (node.parent?.type === 'with_item') this.#assign(target, node.children[0], undefined, node.end, scope);
    else this.#opaque(target, scope, node.end);
  }

  /** The parts of a value that is not written out; after a starred target nobody knows which is which. */
  #unpack(left: SyntaxNode, right: SyntaxNode | undefined, scope: Scope, at: number): void {
    let known = right !== undefined && TARGET_LISTS.has(left.type);
    left.children.forEach((node, part) => {
      known &&= !node.type.startsWith('list_splat');
      if (!known || node.type !== 'identifier') this.#opaque(node, scope, at);
      else this.#bind(scope, { name: this.#word(node), kind: 'part', node, at, value: right, part });
    });
  }

  #opaque(target: SyntaxNode | undefined, scope: Scope, at: number): void {
    const stack = target ? [target] : [];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (node.type === 'identifier' || node.type === 'dotted_name') {
        this.#bind(scope, { name: this.#word(node), kind: 'opaque', node, at });
      } else if (node.type !== 'attribute' && node.type !== 'subscript') stack.push(...node.children);
    }
  }

  #declare(node: SyntaxNode, scope: Scope): void {
    for (const child of node.children) {
      if (child.type !== 'identifier') continue;
      const name = this.#word(child);
      const target = node.type === 'global_statement' ? this.#module : outerFunctionWith(scope, name);
      if (target) scope.elsewhere.set(name, target);
    }
  }

  #result(node: SyntaxNode, scope: Scope): void {
    const value = node.children[0];
    let home: Scope | undefined = scope;
    while (home && home.kind !== 'function') home = home.parent;
    if (value && home?.function) home.function.results.push(value);
  }

  #bind(scope: Scope, binding: Omit<Binding, 'block' | 'foreign'>): void {
    const target = scope.elsewhere.get(binding.name) ?? scope;
    const bindings = add(target.bindings, binding.name, {
      ...binding,
      block: blockOf(binding.node),
      foreign: target !== scope,
    });
    this.#filled.add(bindings);
  }
}

/** All targets of `a = b = value`; none for the inner assignment of such a chain, which the outer one covers. */
export function targetsOf(assignment: SyntaxNode): { targets: SyntaxNode[]; value: SyntaxNode | undefined } {
  const targets: SyntaxNode[] = [];
  if (assignment.parent?.type === 'assignment') return { targets, value: undefined };
  let here: SyntaxNode | undefined = assignment;
  for (; here?.type === 'assignment'; here = here.get('right')) {
    const left = here.get('left');
    if (left) targets.push(left);
  }
  return { targets, value: here };
}

function newScope(
  kind: Scope['kind'],
  node: SyntaxNode,
  parent: Scope | undefined,
  qualified: string | undefined,
  owner?: ClassInfo,
  info?: FunctionInfo,
): Scope {
  return {
    kind,
    node,
    parent,
    qualified,
    bindings: new Map(),
    fills: new Map(),
    elsewhere: new Map(),
    owner,
    function: info,
  };
}

function add<V>(table: Map<string, V[]>, key: string, value: V): V[] {
  let list = table.get(key);
  if (!list) table.set(key, (list = []));
  list.push(value);
  return list;
}

function dottedName(outer: string | undefined, name: string): string {
  return outer ? `${outer}.${name}` : name;
}

/** No code a person wrote nests deeper; keeps the cost of one binding bounded. */
const MAX_CLIMB = 200;

/** The nearest block whose execution implies that the node was reached; the body of `with` always runs. */
function blockOf(node: SyntaxNode): SyntaxNode {
  let here = node;
  for (let steps = 0; ; steps++) {
    const parent = here.parent;
    if (!parent || steps > MAX_CLIMB) return here;
    const conditional = here.type === 'block' && parent.type !== 'with_statement';
    if (conditional) return here;
    here = parent;
  }
}

/** Pairs the targets of `a, b = x, y`; nothing where the sides do not match one to one. */
export function pairUp(left: SyntaxNode, right: SyntaxNode | undefined): [SyntaxNode, SyntaxNode][] | undefined {
  if (!right || !TARGET_LISTS.has(left.type) || !VALUE_LISTS.has(right.type)) return undefined;
  if (left.children.length !== right.children.length) return undefined;
  if ([...left.children, ...right.children].some(child => child.type.startsWith('list_splat'))) return undefined;
  return left.children.map((target, i) => [target, right.children[i]!]);
}
const TARGET_LISTS = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple']);
const VALUE_LISTS = new Set(['expression_list', 'tuple', 'list']);

/** The class whose method calls its object `name` (`self`, `cls`) here, functions inside the method included. */
export function selfClass(scope: Scope, name: string): ClassInfo | undefined {
  for (let here: Scope | undefined = scope; here; here = here.parent) {
    const info = here.function;
    if (info?.owner && info.parameters[0]?.name === name && !info.decorators.includes('staticmethod'))
      return info.owner;
    if (here.kind === 'function' && here.bindings.has(name)) return undefined;
  }
  return undefined;
}

function outerFunctionWith(scope: Scope, name: string): Scope | undefined {
  for (let here = scope.parent; here; here = here.parent) {
    if (here.kind === 'function' && here.bindings.has(name)) return here;
  }
  return undefined;
}
