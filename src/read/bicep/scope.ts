/** What the names of a Bicep file stand for. */
import { isResource, type Declaration, type Expression, type ResourceDeclaration } from './syntax.ts';

/** A resource or module, wherever it is declared. */
export interface Declared {
  readonly declaration: ResourceDeclaration;
  /** Symbolic name; of a nested resource with those around it: `account::chat`. */
  readonly address: string;
  /** The resource it is declared in. */
  readonly outer: Declared | undefined;
  /** Full type without version, in its written casing; the path of a module. */
  readonly type: string;
  readonly apiVersion: string | undefined;
}

export class Scope {
  readonly resources: Declared[] = [];
  readonly #values = new Map<string, Expression | undefined>();
  readonly #symbols = new Map<string, Declared>();
  /** Nested resources by their short name, where it is the only one of that name. */
  readonly #nested = new Map<string, Declared | undefined>();

  constructor(declarations: readonly Declaration[]) {
    for (const declaration of declarations) {
      if (isResource(declaration)) this.#declare(declaration, undefined);
      else if (declaration.kind !== 'output') this.#values.set(declaration.name.text, declaration.value);
    }
  }

  #declare(declaration: ResourceDeclaration, outer: Declared | undefined): void {
    const name = declaration.name.text;
    const declared: Declared = {
      declaration,
      outer,
      address: outer ? `${outer.address}::${name}` : name,
      ...typeOf(declaration, outer),
    };
    this.resources.push(declared);
    if (!outer) this.#symbols.set(name, declared);
    else {
      this.#symbols.set(declared.address, declared);
      this.#nested.set(name, this.#nested.has(name) ? undefined : declared);
    }
    const body = bodyOf(declaration);
    if (body?.kind === 'object') for (const inner of body.resources) this.#declare(inner, declared);
  }

  /** What a parameter defaults to, or a variable holds; `undefined` when it is neither, or has no value here. */
  valueOf(name: string): Expression | undefined {
    return this.#values.get(name);
  }

  /** The resource or module of a symbolic name or address. */
  symbol(name: string): Declared | undefined {
    return this.#symbols.get(name) ?? (this.#values.has(name) ? undefined : this.#nested.get(name));
  }
}

/** `'Namespace/type@version'`, joined to the type around it where it is short. */
function typeOf(
  { kind, type }: ResourceDeclaration,
  outer: Declared | undefined,
): { type: string; apiVersion: string | undefined } {
  if (kind === 'module') return { type: type.text, apiVersion: undefined };
  const at = type.text.lastIndexOf('@');
  const own = at < 0 ? type.text : type.text.slice(0, at);
  const apiVersion = at < 0 ? outer?.apiVersion : type.text.slice(at + 1);
  const isShort = outer !== undefined && !own.includes('.');
  return { type: isShort ? `${outer.type}/${own}` : own, apiVersion };
}

/** The body behind loops and conditions. */
export function bodyOf({ body }: ResourceDeclaration): Expression | undefined {
  let here: Expression = body;
  for (let i = 0; i < 8; i++) {
    if (here.kind !== 'for' && here.kind !== 'if') return here;
    here = here.body;
  }
  return here;
}
