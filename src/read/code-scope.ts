/** Names and what they were given, for languages whose scopes are blocks. */
import type { CodeNode } from './code-tree.ts';

/** A name that came into being, with everything it was given in its scope. */
export interface Binding {
  readonly role: 'variable' | 'field' | 'parameter' | 'function' | 'type';
  /** The node that declares it. */
  readonly node: CodeNode;
  /** The type it was declared with, where one is written. */
  readonly type: CodeNode | undefined;
  readonly values: CodeNode[];
  /** True when it may also hold something that is not told: a loop variable, one of several results. */
  open: boolean;
}

/** A place names live in. */
export class CodeScope {
  readonly parent: CodeScope | undefined;
  /** Dotted name of the enclosing types and functions; `undefined` at the top of the file. */
  readonly qualified: string | undefined;
  readonly names = new Map<string, Binding>();

  constructor(parent: CodeScope | undefined, name?: string) {
    this.parent = parent;
    const outer = parent?.qualified;
    this.qualified = name === undefined ? outer : outer === undefined ? name : `${outer}.${name}`;
  }

  /** Notes a name; a second declaration of it adds what it may hold. */
  declare(name: string, role: Binding['role'], node: CodeNode, type?: CodeNode, value?: CodeNode): Binding {
    const known = this.names.get(name);
    if (known && known.role === role) {
      if (value) known.values.push(value);
      return known;
    }
    const binding: Binding = { role, node, type, values: value ? [value] : [], open: false };
    if (!known) this.names.set(name, binding);
    return binding;
  }

  /** What the name means here. */
  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }
}
