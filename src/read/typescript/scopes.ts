/** Which names a module brings into being, where they hold, and everything they are ever given. */
import { anyOf, byKind, ts, type TS } from './compiler.ts';
import { baseOf, classAround, isAssignment, isClass, isFunction, NodeMap, plainName } from './tree.ts';

export interface Imported {
  readonly module: string;
  /** Canonical: `module.Name`; the module itself when it stands for the whole. */
  readonly name: string;
  /** True when the name stands for the whole module. */
  readonly whole: boolean;
}

/** One place that gives a name its value. */
export interface Source {
  /** The construct that does it; uses after its end may see it. */
  readonly node: TS.Node;
  /** What is given; nothing when it is not written down (`for … of`, `x += 1`). */
  readonly value: TS.Node | undefined;
  /** The part of the value that is taken: `['a', 'b']` in `const { a: { b } } = value`. */
  readonly path: readonly string[];
  /** The default of a destructured name. */
  readonly fallback: TS.Node | undefined;
  /** The function, or the module, it happens in. */
  readonly container: TS.Node;
  /** True when what was there before may stay: `x ??= value`. */
  readonly keeps: boolean;
}

export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'variable' | 'parameter' | 'function' | 'class' | 'enum' | 'other';
  /** The declaration. */
  readonly node: TS.Node;
  readonly sources: Source[];
  readonly imported?: Imported;
  readonly annotation?: TS.TypeNode;
  /** For a parameter: the part of it that the name stands for. */
  readonly path?: readonly string[];
  /** What is put on it from outside, by path: `app.client = …` under `.client`. */
  readonly members: Map<string, Source[]>;
}

export interface Scope {
  readonly node: TS.Node;
  readonly parent: Scope | undefined;
  /** The function, or the module, the scope belongs to. */
  readonly container: TS.Node;
  /** The scope that `var` declares in. */
  readonly hoist: Scope;
  readonly bindings: Map<string, Binding>;
}

export interface Field {
  readonly sources: Source[];
  annotation: TS.TypeNode | undefined;
}

export interface ClassInfo {
  readonly node: TS.ClassLikeDeclaration;
  readonly name: string;
  readonly base: TS.Expression | undefined;
  readonly fields: Map<string, Field>;
  readonly methods: Map<string, TS.FunctionLikeDeclaration>;
}

export interface ModuleInfo {
  /** The innermost scope around each node. */
  readonly scopes: NodeMap<Scope>;
  /** What names were found to be, as they are asked for. */
  readonly bindings: NodeMap<Binding | null>;
  readonly classes: ReadonlyMap<TS.Node, ClassInfo>;
  /** What functions return. */
  readonly results: ReadonlyMap<TS.Node, readonly TS.Node[]>;
  /** What is put on names the file never binds: `globalThis.client = …`. */
  readonly globals: ReadonlyMap<string, Map<string, Source[]>>;
  /** Calls by a bare name, and subscripts by one. */
  readonly calls: readonly TS.CallExpression[];
  readonly subscripts: readonly TS.ElementAccessExpression[];
}

const isScoped = anyOf(
  'SourceFile',
  'Block',
  'ModuleBlock',
  'CaseBlock',
  'CatchClause',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'Constructor',
  'GetAccessor',
  'SetAccessor',
  'ClassDeclaration',
  'ClassExpression',
);

/** The innermost scope around a node. */
function scopeAt(module: ModuleInfo, node: TS.Node): Scope | undefined {
  return module.scopes.get(node);
}

/** The binding that a name has where it stands. */
export function bindingOf(module: ModuleInfo, name: TS.Identifier): Binding | undefined {
  const known = module.bindings.get(name);
  if (known !== undefined) return known ?? undefined;
  const text = ts.idText(name);
  let found: Binding | undefined;
  for (let scope = scopeAt(module, name); scope && !found; scope = scope.parent) found = scope.bindings.get(text);
  module.bindings.set(name, found ?? null);
  return found;
}

/** Records the names of a module in one walk over its nodes. */
export function recordScopes(nodes: readonly TS.Node[]): ModuleInfo {
  return new Recorder(nodes).run();
}

class Recorder {
  readonly #nodes: readonly TS.Node[];
  readonly #scopes: NodeMap<Scope>;
  readonly #classes = new Map<TS.Node, ClassInfo>();
  readonly #results = new Map<TS.Node, TS.Node[]>();
  readonly #globals = new Map<string, Map<string, Source[]>>();
  readonly #assignments: TS.BinaryExpression[] = [];
  readonly #calls: TS.CallExpression[] = [];
  readonly #subscripts: TS.ElementAccessExpression[] = [];
  #scope!: Scope;

  constructor(nodes: readonly TS.Node[]) {
    this.#nodes = nodes;
    this.#scopes = new NodeMap(nodes);
  }

  run(): ModuleInfo {
    const nodes = this.#nodes;
    const root = nodes[0]!;
    this.#enter(root);
    for (const node of nodes) {
      while (this.#scope.parent && this.#scope.node.end <= node.pos) this.#scope = this.#scope.parent;
      const visit = VISITS(node);
      if (visit) visit(this, node);
      else if (isAssignment(node)) this.#assignments.push(node);
      if (node !== root && isScoped(node)) this.#enter(node);
      this.#scopes.set(node, this.#scope);
    }
    const module = {
      scopes: this.#scopes,
      bindings: new NodeMap<Binding | null>(nodes),
      classes: this.#classes,
      results: this.#results,
      globals: this.#globals,
      calls: this.#calls,
      subscripts: this.#subscripts,
    };
    for (const assignment of this.#assignments) this.#assign(module, assignment);
    return module;
  }

  #enter(node: TS.Node): void {
    const parent: Scope | undefined = this.#scope;
    // The body of a function shares the scope of its parameters.
    if (parent && ts.isBlock(node) && node.parent === parent.node && isFunction(parent.node)) return;
    const hoisting = !parent || isFunction(node) || ts.isModuleBlock(node);
    const scope = {
      node,
      parent,
      container: !parent || isFunction(node) ? node : parent.container,
      bindings: new Map<string, Binding>(),
    } as { -readonly [K in keyof Scope]: Scope[K] };
    scope.hoist = hoisting ? scope : parent.hoist;
    this.#scope = scope;
    if ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name) {
      this.declare(node.name, ts.isClassExpression(node) ? 'class' : 'function', node);
    }
  }

  declare(
    name: TS.Identifier,
    kind: Binding['kind'],
    node: TS.Node,
    more: Partial<Binding> = {},
    scope = this.#scope,
  ): Binding {
    const text = ts.idText(name);
    const known = scope.bindings.get(text);
    if (known) return known;
    const binding: Binding = { name: text, kind, node, sources: [], members: new Map(), ...more };
    scope.bindings.set(text, binding);
    return binding;
  }

  import(name: TS.Identifier, node: TS.Node, imported: Imported): void {
    this.declare(name, 'import', node, { imported });
  }

  variable(node: TS.VariableDeclaration): void {
    const list = node.parent;
    const blockScoped = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.BlockScoped) !== 0;
    const scope = blockScoped || ts.isCatchClause(list) ? this.#scope : this.#scope.hoist;
    const looped = list.parent && (ts.isForOfStatement(list.parent) || ts.isForInStatement(list.parent));
    const opaque = looped || ts.isCatchClause(list);
    if (!ts.isIdentifier(node.name)) return this.#pattern(node.name, node, node.initializer, [], scope);
    const binding = this.declare(node.name, 'variable', node, node.type && { annotation: node.type }, scope);
    if (node.initializer || opaque) binding.sources.push(this.#source(node, node.initializer));
  }

  #source(node: TS.Node, value: TS.Node | undefined, path: readonly string[] = [], fallback?: TS.Node): Source {
    return { node, value, path, fallback, container: this.#scope.container, keeps: false };
  }

  #pattern(
    pattern: TS.BindingName,
    node: TS.Node,
    value: TS.Node | undefined,
    path: readonly string[],
    scope: Scope,
  ): void {
    for (const { name, path: own, fallback } of leavesOf(pattern, path)) {
      const binding = this.declare(name, 'variable', node, {}, scope);
      binding.sources.push(this.#source(node, own ? value : undefined, own ?? [], fallback));
    }
  }

  parameter(node: TS.ParameterDeclaration): void {
    // Parameters of types and of overloads without a body bind nothing.
    if (this.#scope.node !== node.parent) return;
    if (ts.isIdentifier(node.name)) {
      this.declare(node.name, 'parameter', node, { path: [], ...(node.type && { annotation: node.type }) });
    } else {
      for (const { name, path } of leavesOf(node.name, [])) this.declare(name, 'parameter', node, path && { path });
    }
    const owner = ts.isConstructorDeclaration(node.parent) ? this.#classes.get(node.parent.parent) : undefined;
    if (owner && ts.isParameterPropertyDeclaration(node, node.parent) && ts.isIdentifier(node.name)) {
      const field = fieldOf(owner, ts.idText(node.name));
      field.annotation ??= node.type;
      if (node.initializer) field.sources.push(this.#source(node, node.initializer));
    }
  }

  class(node: TS.ClassLikeDeclaration): void {
    const info: ClassInfo = {
      node,
      name: node.name ? ts.idText(node.name) : givenName(node),
      base: baseOf(node),
      fields: new Map(),
      methods: new Map(),
    };
    this.#classes.set(node, info);
    if (ts.isClassDeclaration(node) && node.name) this.declare(node.name, 'class', node);
  }

  field(node: TS.PropertyDeclaration): void {
    const info = this.#classes.get(node.parent);
    const name = plainName(node.name);
    if (!info || name === undefined) return;
    const field = fieldOf(info, name);
    field.annotation ??= node.type;
    if (node.initializer) field.sources.push(this.#source(node, node.initializer));
  }

  method(node: TS.FunctionLikeDeclaration): void {
    const info = this.#classes.get(node.parent);
    const name = node.name && plainName(node.name);
    if (info && name !== undefined && node.body && !ts.isSetAccessor(node)) info.methods.set(name, node);
  }

  result(value: TS.Node | undefined): void {
    const { container } = this.#scope;
    if (!value || !isFunction(container)) return;
    const known = this.#results.get(container);
    if (known) known.push(value);
    else this.#results.set(container, [value]);
  }

  call(node: TS.CallExpression): void {
    if (ts.isIdentifier(node.expression)) this.#calls.push(node);
  }

  subscript(node: TS.ElementAccessExpression): void {
    if (ts.isIdentifier(node.argumentExpression)) this.#subscripts.push(node);
  }

  arrow(node: TS.ArrowFunction): void {
    if (!ts.isBlock(node.body)) this.#results.set(node, [node.body]);
  }

  // -------------------------------------------------------------- assignments

  #assign(module: ModuleInfo, node: TS.BinaryExpression): void {
    const { left, right } = node;
    const token = node.operatorToken.kind;
    const opaque = token === ts.SyntaxKind.PlusEqualsToken || token === ts.SyntaxKind.AmpersandAmpersandEqualsToken;
    const source: Source = {
      node,
      value: opaque ? undefined : right,
      path: [],
      fallback: undefined,
      container: scopeAt(module, node)?.container ?? node,
      keeps: token !== ts.SyntaxKind.EqualsToken && !opaque,
    };
    if (ts.isIdentifier(left)) bindingOf(module, left)?.sources.push(source);
    else if (ts.isPropertyAccessExpression(left)) this.#assignMember(module, left, source);
    else if (ts.isObjectLiteralExpression(left)) {
      for (const { name, path } of targetsOf(left, [])) bindingOf(module, name)?.sources.push({ ...source, path });
    }
  }

  #assignMember(module: ModuleInfo, target: TS.PropertyAccessExpression, source: Source): void {
    if (target.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const around = classAround(target);
      const info = around && module.classes.get(around);
      if (info) fieldOf(info, ts.idText(target.name)).sources.push(source);
      return;
    }
    const { root, path } = memberPath(target) ?? {};
    if (!root || path === undefined) return;
    const name = ts.idText(root);
    const binding = bindingOf(module, root);
    let members = binding ? binding.members : this.#globals.get(name);
    if (!members) this.#globals.set(name, (members = new Map()));
    const known = members.get(path);
    if (known) known.push(source);
    else members.set(path, [source]);
  }
}

const MAX_MEMBER_STEPS = 4;

/** `a.b.c` as its root and `.b.c`; nothing for longer or other chains. */
export function memberPath(node: TS.Node): { root: TS.Identifier; path: string } | undefined {
  let path = '';
  let here: TS.Node = node;
  for (let steps = 0; ts.isPropertyAccessExpression(here); steps++) {
    if (steps === MAX_MEMBER_STEPS) return undefined;
    path = `.${ts.idText(here.name)}${path}`;
    here = here.expression;
  }
  return ts.isIdentifier(here) ? { root: here, path } : undefined;
}

function fieldOf(info: ClassInfo, name: string): Field {
  let field = info.fields.get(name);
  if (!field) info.fields.set(name, (field = { sources: [], annotation: undefined }));
  return field;
}

function givenName(node: TS.Node): string {
  const { parent } = node;
  return parent && ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? ts.idText(parent.name) : 'class';
}

export interface Leaf {
  readonly name: TS.Identifier;
  readonly element: TS.BindingElement;
  /** Nothing for a rest element, or behind a computed key. */
  readonly path: readonly string[] | undefined;
  readonly fallback: TS.Expression | undefined;
}

/** The names that a destructuring pattern binds, each with the part it takes. */
export function leavesOf(pattern: TS.BindingName, path: readonly string[] | undefined): Leaf[] {
  if (ts.isIdentifier(pattern)) return [];
  return pattern.elements.flatMap((element, index) => {
    if (!ts.isBindingElement(element)) return [];
    const step = stepOf(element, index);
    const own = path && step !== undefined ? [...path, step] : undefined;
    const { name } = element;
    return ts.isIdentifier(name) ? [{ name, element, path: own, fallback: element.initializer }] : leavesOf(name, own);
  });
}

function stepOf(element: TS.BindingElement, index: number): string | undefined {
  if (element.dotDotDotToken) return undefined;
  if (ts.isArrayBindingPattern(element.parent)) return `[${index}]`;
  const key = element.propertyName ?? element.name;
  return plainName(key);
}

/** The names given a value by `({ a, b: c } = value)`. */
function targetsOf(
  literal: TS.ObjectLiteralExpression,
  path: readonly string[],
): { name: TS.Identifier; path: string[] }[] {
  return literal.properties.flatMap(property => {
    if (ts.isShorthandPropertyAssignment(property))
      return [{ name: property.name, path: [...path, ts.idText(property.name)] }];
    const key = ts.isPropertyAssignment(property) ? plainName(property.name) : undefined;
    if (key === undefined || !ts.isPropertyAssignment(property)) return [];
    const target = property.initializer;
    if (ts.isIdentifier(target)) return [{ name: target, path: [...path, key] }];
    return ts.isObjectLiteralExpression(target) ? targetsOf(target, [...path, key]) : [];
  });
}

type Visit = (recorder: Recorder, node: TS.Node) => void;
const visit =
  <T extends TS.Node>(act: (recorder: Recorder, node: T) => void): Visit =>
  (recorder, node) =>
    act(recorder, node as T);

const method = visit<TS.FunctionLikeDeclaration>((recorder, node) => recorder.method(node));
const VISITS = byKind<Visit>({
  ImportClause: visit<TS.ImportClause>((recorder, node) => {
    const module = moduleOf(node);
    if (node.name && module !== undefined)
      recorder.import(node.name, node, { module, name: `${module}.default`, whole: false });
  }),
  NamespaceImport: visit<TS.NamespaceImport>((recorder, node) => {
    const module = moduleOf(node);
    if (module !== undefined) recorder.import(node.name, node, { module, name: module, whole: true });
  }),
  ImportSpecifier: visit<TS.ImportSpecifier>((recorder, node) => {
    const module = moduleOf(node);
    if (module !== undefined)
      recorder.import(node.name, node, { module, name: `${module}.${specifierName(node)}`, whole: false });
  }),
  ImportEqualsDeclaration: visit<TS.ImportEqualsDeclaration>((recorder, node) => {
    const { moduleReference } = node;
    if (ts.isExternalModuleReference(moduleReference) && ts.isStringLiteral(moduleReference.expression)) {
      const module = moduleReference.expression.text;
      recorder.import(node.name, node, { module, name: module, whole: true });
    }
  }),
  VariableDeclaration: visit<TS.VariableDeclaration>((recorder, node) => recorder.variable(node)),
  Parameter: visit<TS.ParameterDeclaration>((recorder, node) => recorder.parameter(node)),
  FunctionDeclaration: visit<TS.FunctionDeclaration>((recorder, node) => {
    if (node.name && node.body) recorder.declare(node.name, 'function', node);
  }),
  ClassDeclaration: visit<TS.ClassDeclaration>((recorder, node) => recorder.class(node)),
  ClassExpression: visit<TS.ClassExpression>((recorder, node) => recorder.class(node)),
  EnumDeclaration: visit<TS.EnumDeclaration>((recorder, node) => {
    recorder.declare(node.name, 'enum', node);
  }),
  ModuleDeclaration: visit<TS.ModuleDeclaration>((recorder, node) => {
    if (ts.isIdentifier(node.name)) recorder.declare(node.name, 'other', node);
  }),
  PropertyDeclaration: visit<TS.PropertyDeclaration>((recorder, node) => recorder.field(node)),
  MethodDeclaration: method,
  GetAccessor: method,
  ReturnStatement: visit<TS.ReturnStatement>((recorder, node) => recorder.result(node.expression)),
  CallExpression: visit<TS.CallExpression>((recorder, node) => recorder.call(node)),
  ElementAccessExpression: visit<TS.ElementAccessExpression>((recorder, node) => recorder.subscript(node)),
  ArrowFunction: visit<TS.ArrowFunction>((recorder, node) => recorder.arrow(node)),
});

/** The name an import or export specifier has in the other module. */
export function specifierName(node: TS.ImportSpecifier | TS.ExportSpecifier): string {
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) ? ts.idText(name) : name.text;
}

function moduleOf(node: TS.Node): string | undefined {
  let here: TS.Node | undefined = node;
  while (here && !ts.isImportDeclaration(here)) here = here.parent;
  return here && ts.isStringLiteral(here.moduleSpecifier) ? here.moduleSpecifier.text : undefined;
}

/** Does the class declaration or expression stand for itself in the tree? */
export function classInfo(module: ModuleInfo, node: TS.Node): ClassInfo | undefined {
  return isClass(node) ? module.classes.get(node) : undefined;
}
