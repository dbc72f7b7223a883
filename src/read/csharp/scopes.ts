/** Who declares what: scopes with their names, types with their members, and what is assigned to them later. */
import { argumentValue, bare, initialValue, preorder, type SyntaxNode } from './syntax.ts';

export interface Scope {
  readonly kind: 'file' | 'type' | 'function' | 'block';
  readonly node: SyntaxNode;
  readonly parent: Scope | undefined;
  /** Enclosing types and members, dotted; namespaces are left out. */
  readonly qualified: string | undefined;
  readonly names: Map<string, Binding>;
}

export interface Binding {
  readonly name: string;
  /** The name in the declaration. */
  readonly node: SyntaxNode;
  readonly role: 'variable' | 'parameter' | 'member' | 'method' | 'opaque';
  /** The declared type; `undefined` for `var`. */
  readonly type: SyntaxNode | undefined;
  /** Everything it is given: its initialiser first, then later assignments. */
  readonly values: SyntaxNode[];
  /** Is what it holds more than `values` can tell (`+=`, `ref`, set from outside)? */
  open: boolean;
}

export interface FileInfo {
  readonly scope: Scope;
  /** Types declared in the file, by simple name. */
  readonly types: ReadonlyMap<string, Scope>;
  /** `using X = A.B.C;` */
  readonly aliases: ReadonlyMap<string, string>;
}

const TYPES = new Set([
  'class_declaration',
  'struct_declaration',
  'record_declaration',
  'interface_declaration',
  'enum_declaration',
]);
const FUNCTIONS = new Set([
  'method_declaration',
  'constructor_declaration',
  'destructor_declaration',
  'operator_declaration',
  'conversion_operator_declaration',
  'local_function_statement',
  'indexer_declaration',
  'property_declaration',
]);
const BLOCKS = new Set([
  'block',
  'for_statement',
  'foreach_statement',
  'using_statement',
  'fixed_statement',
  'switch_section',
  'switch_expression_arm',
  'catch_clause',
  'lambda_expression',
  'anonymous_method_expression',
  'accessor_declaration',
  'query_expression',
]);

export function isType(node: SyntaxNode): boolean {
  return TYPES.has(node.type);
}

/** Sets the scope of every node and collects the names. */
export function recordScopes(root: SyntaxNode, text: string): FileInfo {
  return new Recorder(root, text).run();
}

class Recorder {
  readonly #text: string;
  readonly #file: Scope;
  readonly #types = new Map<string, Scope>();
  readonly #aliases = new Map<string, string>();
  readonly #assignments: SyntaxNode[] = [];

  constructor(root: SyntaxNode, text: string) {
    this.#text = text;
    this.#file = { kind: 'file', node: root, parent: undefined, qualified: undefined, names: new Map() };
    root.scope = this.#file;
  }

  run(): FileInfo {
    for (const node of preorder(this.#file.node)) {
      const outer = node.scope ?? this.#file;
      const inner = this.#enter(node, outer);
      for (const child of node.children) child.scope = inner;
      this.#declare(node, outer, inner);
    }
    for (const node of this.#assignments) this.#assign(node);
    return { scope: this.#file, types: this.#types, aliases: this.#aliases };
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.start, node.end);
  }

  /** The scope of the node's children. */
  #enter(node: SyntaxNode, outer: Scope): Scope {
    const kind = TYPES.has(node.type)
      ? 'type'
      : FUNCTIONS.has(node.type)
        ? 'function'
        : BLOCKS.has(node.type)
          ? 'block'
          : undefined;
    if (!kind) return outer;
    const name = kind === 'block' ? '' : this.#nameOf(node);
    const qualified =
      name === '' ? outer.qualified : outer.qualified === undefined ? name : `${outer.qualified}.${name}`;
    const scope: Scope = { kind, node, parent: outer, qualified, names: new Map() };
    if (kind === 'type' && name !== '' && !this.#types.has(name)) this.#types.set(name, scope);
    return scope;
  }

  #nameOf(node: SyntaxNode): string {
    if (node.type === 'indexer_declaration') return 'this';
    const name = node.get('name');
    const text = name ? this.#word(name) : '';
    return text === SYNTHETIC_TYPE ? '' : text;
  }

  #declare(node: SyntaxNode, outer: Scope, inner: Scope): void {
    switch (node.type) {
      case 'using_directive':
        return this.#alias(node);
      case 'variable_declarator':
        return this.#variable(node, outer);
      case 'parameter':
      case 'implicit_parameter':
        return this.#parameter(node, outer);
      case 'property_declaration':
        return this.#property(node, outer, inner);
      case 'enum_member_declaration':
        return this.#bind(outer, node.get('name'), 'member', undefined, node.get('value'));
      case 'method_declaration':
      case 'local_function_statement':
        return this.#bind(outer, node.get('name'), 'method', node.get('returns') ?? node.get('type'), undefined);
      case 'foreach_statement':
        return this.#bind(inner, node.get('left'), 'opaque', declared(node.get('type')), undefined);
      case 'declaration_expression':
      case 'declaration_pattern':
      case 'recursive_pattern':
      case 'catch_declaration':
      case 'from_clause':
        return this.#bind(outer, node.get('name'), 'opaque', declared(node.get('type')), undefined);
      case 'assignment_expression':
        this.#assignments.push(node);
        return;
      case 'argument':
        if (/^(?:ref|out)\s/.test(this.#text.slice(node.start, node.start + 4))) this.#assignments.push(node);
        return;
      default:
    }
  }

  #alias(node: SyntaxNode): void {
    const name = node.get('name');
    const target = node.children.findLast(child => child.field !== 'name');
    if (name && target) this.#aliases.set(this.#word(name), this.#word(target).replace(/\s+|^global::/g, ''));
  }

  #variable(node: SyntaxNode, outer: Scope): void {
    const type = declared(node.parent?.get('type'));
    const role = outer.kind === 'type' ? 'member' : 'variable';
    const value = initialValue(node);
    const pattern = node.firstOf('tuple_pattern');
    if (!pattern) return this.#bind(outer, node.get('name'), role, type, value);
    const values = value?.type === 'tuple_expression' ? value.children.map(argumentValue) : [];
    const names = pattern.children;
    names.forEach((name, i) =>
      this.#bind(outer, name, values.length === names.length ? role : 'opaque', undefined, values[i]),
    );
  }

  /** What a caller hands over is not known here, whatever the default. */
  #parameter(node: SyntaxNode, outer: Scope): void {
    const name = node.type === 'implicit_parameter' ? node : node.get('name');
    this.#bind(outer, name, 'parameter', declared(node.get('type')), undefined);
  }

  #property(node: SyntaxNode, outer: Scope, inner: Scope): void {
    this.#bind(outer, node.get('name'), 'member', node.get('type'), node.get('value') ?? returned(node));
    const binding = outer.names.get(this.#nameOf(node));
    // A property others may set still tells its default; `inner` holds the accessors' own names.
    if (binding && inner !== outer && hasAccessor(node, this.#text, 'set')) binding.open = true;
  }

  #bind(
    scope: Scope,
    name: SyntaxNode | undefined,
    role: Binding['role'],
    type: SyntaxNode | undefined,
    value: SyntaxNode | undefined,
  ): void {
    if (!name) return;
    const text = this.#word(name);
    const known = scope.names.get(text);
    if (known) {
      // Overloads and the branches of `#if`: none of them alone is the answer.
      if (value) known.values.push(value);
      else known.open = true;
      return;
    }
    scope.names.set(text, {
      name: text,
      node: name,
      role,
      type,
      values: value ? [value] : [],
      open: role === 'opaque' || role === 'parameter',
    });
  }

  #assign(node: SyntaxNode): void {
    const target = node.type === 'argument' ? argumentValue(node) : node.get('left');
    const value = node.type === 'argument' ? undefined : node.get('right');
    const binding = target && this.#target(target);
    if (!binding) return;
    const plain = node.operator === '=' || node.operator === '??=';
    if (value && plain) binding.values.push(value);
    else binding.open = true;
  }

  #target(target: SyntaxNode): Binding | undefined {
    const { scope } = target;
    if (!scope) return undefined;
    if (target.type === 'identifier') {
      // The left sides in `new X { Name = … }` are members of X.
      return target.parent?.parent?.type === 'initializer_expression' ? undefined : lookUp(scope, this.#word(target));
    }
    if (target.type !== 'member_access_expression' || target.get('expression')) return undefined;
    const name = target.get('name');
    return name && ownType(scope)?.names.get(this.#word(name));
  }
}

/** The name of the type put around code that stands in a type without saying so. */
export const SYNTHETIC_TYPE = '_';

/** A written type; `var` says nothing. */
function declared(type: SyntaxNode | undefined): SyntaxNode | undefined {
  return type?.type === 'implicit_type' ? undefined : type;
}

/** `get { return x; }`, `get => x`. */
function returned(property: SyntaxNode): SyntaxNode | undefined {
  const getter = property.get('accessors')?.children[0];
  const body = getter?.firstOf('block', 'arrow_expression_clause');
  if (body?.type !== 'block') return body;
  const [only, ...rest] = body.children;
  return rest.length === 0 && only?.type === 'return_statement' ? only.children[0] : undefined;
}

function hasAccessor(property: SyntaxNode, text: string, name: string): boolean {
  const accessors = property.get('accessors')?.children ?? [];
  return accessors.some(accessor =>
    new RegExp(`(?:^|\\s)${name}\\s*[;{=]`).test(text.slice(accessor.start, accessor.start + 80)),
  );
}

/** The binding a name has here. */
export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let here: Scope | undefined = scope; here; here = here.parent) {
    const found = here.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The type whose member the code of this scope belongs to. */
export function ownType(scope: Scope): Scope | undefined {
  let here: Scope | undefined = scope;
  while (here && here.kind !== 'type') here = here.parent;
  return here;
}

/** The expressions a function hands back. */
export function results(method: SyntaxNode): SyntaxNode[] {
  const body = method.get('body');
  if (body?.type === 'arrow_expression_clause') return [bare(body)];
  return body ? resultsIn(body) : [];
}

/** The expressions that the statements of a block hand back, in no order. `return this` is the statement itself: the grammar has no node for the word. */
export function resultsIn(block: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const stack = [...block.children];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const hands = node.type === 'return_statement' || node.type === 'yield_statement';
    if (hands) found.push(node.children[0] ?? node);
    else if (
      node.type.endsWith('_statement') ||
      node.type === 'block' ||
      node.type === 'switch_section' ||
      node.type === 'switch_body'
    )
      stack.push(...node.children);
  }
  return found;
}
