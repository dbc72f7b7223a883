/** The vocabulary by the questions linking asks of it. */
import type { CallFact } from '../../model/fact.ts';
import type { ClientKind, FunctionKind, Operation, Vocabulary } from '../../model/vocabulary.ts';
import { lastName, parsePath } from './path.ts';
import { push, type Call } from './unit.ts';

/** Languages whose files do not say which namespace a name is from. */
const SIMPLE_NAMES = new Set(['csharp']);
/** Their files may leave it open. */
const OFTEN_SIMPLE = new Set(['java', 'kotlin']);

/** An operation with the rest of a path behind it. */
export interface Matched {
  readonly operation: Operation;
  readonly rest: readonly string[];
}

export class Words {
  readonly vocabulary: Vocabulary;
  /** Last names of everything that calls the service: the first thing asked of a call. */
  readonly operationNames = new Set<string>();
  readonly #constructs = new Map<string, ClientKind[]>();
  readonly #constructLasts = new Map<string, ClientKind[]>();
  readonly #functions = new Map<string, FunctionKind[]>();
  readonly #functionLasts = new Map<string, FunctionKind[]>();
  readonly #clientTypes = new Map<string, ClientKind[]>();
  readonly #tableTypes = new Map<string, string[]>();
  readonly #modules = new Map<string, ClientKind[]>();
  readonly #methods = new Map<string, Map<string, Operation[]>>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    for (const kind of vocabulary.clients) {
      for (const name of [...(kind.construct ?? []), ...(kind.instances ?? [])]) {
        push(this.#constructs, name, kind);
        push(this.#constructLasts, lastName(name), kind);
        push(this.#constructLasts, lastTwo(name), kind);
      }
      for (const name of kind.types ?? []) {
        push(this.#clientTypes, name, kind);
        push(this.#clientTypes, lastName(name), kind);
      }
      if (kind.module !== undefined) push(this.#modules, kind.module, kind);
    }
    for (const kind of vocabulary.functions) {
      for (const name of kind.callee) {
        push(this.#functions, name, kind);
        push(this.#functionLasts, lastName(name), kind);
        push(this.#functionLasts, lastTwo(name), kind);
      }
    }
    for (const [table, { calls, types }] of Object.entries(vocabulary.operations)) {
      const methods = new Map<string, Operation[]>();
      for (const operation of calls) {
        for (const method of operation.method) {
          push(methods, method, operation);
          if (operation.api !== undefined) this.operationNames.add(method === '' ? '' : lastName(method));
        }
      }
      this.#methods.set(table, methods);
      for (const type of types ?? []) {
        push(this.#tableTypes, type, table);
        push(this.#tableTypes, lastName(type), table);
      }
    }
  }

  /** What the callee makes. */
  construct(callee: string, language: string, form: CallFact['form'] = 'new'): readonly ClientKind[] {
    return this.#find(callee, language, this.#constructs, this.#constructLasts, form);
  }

  functionOf(callee: string, language: string, form: CallFact['form'] = 'new'): readonly FunctionKind[] {
    return this.#find(callee, language, this.#functions, this.#functionLasts, form);
  }

  #find<T extends { readonly languages: readonly string[] }>(
    callee: string,
    language: string,
    full: ReadonlyMap<string, readonly T[]>,
    lasts: ReadonlyMap<string, readonly T[]>,
    form: CallFact['form'],
  ): readonly T[] {
    const last = lastName(callee);
    // A method is known by its type too: many things have a `Create`.
    const short = form === 'call' ? lastTwo(callee) : last;
    const simple = SIMPLE_NAMES.has(language) || (OFTEN_SIMPLE.has(language) && !callee.includes('.'));
    const found = [
      ...(full.get(callee) ?? []),
      ...(full.get(`*.${last}`) ?? []),
      ...(simple ? (lasts.get(short) ?? []) : []),
    ];
    return [...new Set(found)].filter(kind => kind.languages.includes(language));
  }

  /** Kinds of clients a value of the declared type may be. */
  clientsOfType(type: string, language: string): readonly ClientKind[] {
    const simple = SIMPLE_NAMES.has(language) || !type.includes('.') ? lastName(type) : type;
    return [...new Set(this.#clientTypes.get(simple) ?? [])].filter(kind => kind.languages.includes(language));
  }

  tablesOfType(type: string, language: string): readonly string[] {
    const simple = SIMPLE_NAMES.has(language) || !type.includes('.') ? lastName(type) : type;
    return [...new Set(this.#tableTypes.get(simple) ?? [])];
  }

  /** Tables of what the operations of a table give. */
  given(table: string): readonly string[] {
    return (this.vocabulary.operations[table]?.calls ?? []).flatMap(one => one.gives ?? []);
  }

  /** Declared types of a table. */
  typesOf(table: string): readonly string[] {
    return this.vocabulary.operations[table]?.types ?? [];
  }

  moduleClients(module: string, language: string): readonly ClientKind[] {
    return (this.#modules.get(module) ?? []).filter(kind => kind.languages.includes(language));
  }

  get modules(): readonly string[] {
    return [...this.#modules.keys()];
  }

  /** Operations that the whole path names. */
  operations(tables: readonly string[], path: readonly string[]): readonly Operation[] {
    const method = path.join('.');
    return tables.flatMap(table => this.#methods.get(table)?.get(method) ?? []);
  }

  /** The operation that the longest beginning of the path names and that gives something. */
  giving(tables: readonly string[], path: readonly string[], call: Call | undefined): Matched | undefined {
    for (let length = path.length; length > 0; length--) {
      const operation = this.operations(tables, path.slice(0, length)).find(
        one => one.gives !== undefined && fitsType(one, call),
      );
      if (operation) return { operation, rest: path.slice(length) };
    }
    return undefined;
  }
}

/** Does the call ask for one of the types the operation wants? */
function fitsType(operation: Operation, call: Call | undefined): boolean {
  if (!operation.typeArgument) return true;
  const asked = call?.first.named.find(one => one.name === '<T>')?.value;
  return asked?.kind === 'reference' && operation.typeArgument.includes(lastName(asked.name));
}

/** `A.B.c` → `B.c`. */
function lastTwo(name: string): string {
  return /[^./]+\.[^./]+$/.exec(name)?.[0] ?? name;
}

/** The names of a path's steps; nothing where something else stands between them. */
export function plainSteps(path: string): readonly string[] | undefined {
  const names: string[] = [];
  for (const step of parsePath(`x.${path}`).steps) {
    if (step.kind !== 'name') return undefined;
    names.push(step.name);
  }
  return names;
}
