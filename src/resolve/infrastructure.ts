/**
 * Values of infrastructure code that stand in another file of the same module: a variable's default, a tfvars line, a
 * local, the inputs that callers give to a module.
 */
import { lookup, walkValue, type Fact, type Named, type ObjectValue, type Value } from '../model/fact.ts';
import { dirOf, joinPath } from '../base/paths.ts';
import { BicepScopes } from './bicep.ts';

export interface FactFile {
  readonly path: string;
  readonly facts: readonly Fact[];
}

/** Follow chains of variables no further than this. */
const MAX_HOPS = 32;
/** Look for names no deeper than this inside one value. */
const MAX_DEPTH = 16;
/** A module called from many places has many values; more than this are no longer listed. */
const MAX_VALUES = 4;
/** Names that stand for structures that hold names multiply; one fact grows by no more parts than this. */
const MAX_PARTS = 2000;

/** Rewrite the facts of all infrastructure files so that values given elsewhere in their module are known. */
export function linkInfrastructure(files: readonly FactFile[]): readonly (readonly Fact[])[] {
  const terraform = new TerraformScopes(files);
  const bicep = new BicepScopes(files);
  return files.map(file => {
    const dir = dirOf(file.path);
    const find = isTerraform(file.path)
      ? (name: string) => terraform.value(dir, name)
      : file.path.endsWith('.bicep')
        ? (name: string) => bicep.value(file.path, name)
        : undefined;
    if (!find) return file.facts;
    const filled = (value: Value): Value => new Substitution(find).of(value);
    return file.facts.map(fact => {
      if (fact.kind === 'resource') return { ...fact, props: filled(fact.props) as ObjectValue };
      if ((fact.kind === 'definition' || fact.kind === 'setting') && fact.value) {
        return { ...fact, value: filled(fact.value) } as Fact;
      }
      return fact;
    });
  });
}

const isTerraform = (path: string): boolean => /\.(?:tf|tofu|tfvars|hcl)$|\.tf\.json$/.test(path);

/** What `var.x` and `local.x` mean in each folder. */
class TerraformScopes {
  readonly #defaults = new Map<string, Value>();
  readonly #assigned = new Map<string, Value[]>();
  readonly #callers = new Map<string, { dir: string; props: ObjectValue }[]>();
  readonly #known = new Map<string, Value | undefined>();
  #hops = 0;

  constructor(files: readonly FactFile[]) {
    for (const file of files) {
      if (!isTerraform(file.path)) continue;
      const dir = dirOf(file.path);
      for (const fact of file.facts) {
        if (fact.kind === 'definition' && fact.value && (fact.role === 'variable' || fact.role === 'local')) {
          const key = keyOf(dir, `${fact.role === 'variable' ? 'var' : 'local'}.${fact.name}`);
          if (!this.#defaults.has(key)) this.#defaults.set(key, fact.value);
        } else if (fact.kind === 'setting' && fact.format === 'tfvars' && fact.path.length === 1) {
          // A structure is given here without its inner sections, so only plain values can be taken over.
          if (fact.value.kind !== 'object' && fact.value.kind !== 'list')
            push(this.#assigned, keyOf(dir, `var.${fact.name}`), fact.value);
        } else if (fact.kind === 'resource' && fact.mode === 'module' && fact.type.startsWith('.')) {
          push(this.#callers, joinPath(dir, fact.type), { dir, props: fact.props });
        }
      }
    }
  }

  /** The value a name has in a folder, also where it is an attribute of a named structure (`var.config.kind`). */
  value(dir: string, name: string): Value | undefined {
    const [scope, root, ...rest] = name.split('.');
    if (root === undefined || (scope !== 'var' && scope !== 'local')) return undefined;
    const value = this.#named(dir, `${scope}.${root}`);
    if (!value || rest.length === 0) return value;
    const [found, ...more] = lookup(value, rest.join('.'));
    return more.length === 0 ? found : undefined;
  }

  #named(dir: string, name: string): Value | undefined {
    const key = keyOf(dir, name);
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#hops >= MAX_HOPS) return undefined;
    this.#known.set(key, undefined);
    this.#hops += 1;
    const value = this.#choose(dir, name);
    this.#hops -= 1;
    this.#known.set(key, value);
    return value;
  }

  /** What callers pass wins over the module's own values; of its own, every one may hold. */
  #choose(dir: string, name: string): Value | undefined {
    const key = keyOf(dir, name);
    const byDefault = this.#defaults.get(key);
    const own = [...(byDefault ? [byDefault] : []), ...(this.#assigned.get(key) ?? [])];
    const callers = name.startsWith('var.') ? (this.#callers.get(dir) ?? []) : [];
    const passed = callers.flatMap(caller => {
      const entry = caller.props.entries.find(candidate => candidate.name === name.slice('var.'.length));
      return entry ? [this.#filled(caller.dir, entry.value)] : own.map(value => this.#filled(dir, value));
    });
    const values = distinct(passed.length > 0 ? passed : own.map(value => this.#filled(dir, value)));
    const [first] = values;
    if (!first || values.length === 1) return first;
    return { kind: 'choice', options: values.slice(0, MAX_VALUES), span: first.span };
  }

  #filled(dir: string, value: Value): Value {
    return new Substitution(name => this.value(dir, name)).of(value);
  }
}

const keyOf = (dir: string, name: string): string => `${dir}\0${name}`;

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function distinct(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter(value => {
    if (value.kind !== 'literal') return true;
    const fresh = !seen.has(value.text);
    seen.add(value.text);
    return fresh;
  });
}

/** Replaces names that have a value; each keeps the place where the name stands and says so in `via`. */
class Substitution {
  readonly #find: (name: string) => Value | undefined;
  #parts = MAX_PARTS;

  constructor(find: (name: string) => Value | undefined) {
    this.#find = find;
  }

  of(value: Value, depth = 0): Value {
    if (depth > MAX_DEPTH) return value;
    const name = value.kind === 'reference' ? value.name : value.via;
    const found = name === undefined ? undefined : this.#find(name);
    if (found && name !== undefined && this.#affords(found)) return { ...found, span: value.span, via: name };
    return this.#inside(value, depth + 1);
  }

  #inside(value: Value, depth: number): Value {
    const named = (entry: Named): Named => ({ ...entry, value: this.of(entry.value, depth) });
    switch (value.kind) {
      case 'template':
        return filledIn({ ...value, holes: value.holes.map(hole => this.of(hole, depth)) });
      case 'list':
        return { ...value, items: value.items.map(item => this.of(item, depth)) };
      case 'object':
        return { ...value, entries: value.entries.map(named) };
      case 'choice':
        return { ...value, options: value.options.map(option => this.of(option, depth)) };
      case 'call':
        return { ...value, args: value.args.map(arg => this.of(arg, depth)), named: value.named.map(named) };
      default:
        return value;
    }
  }

  #affords(value: Value): boolean {
    for (const _ of walkValue(value)) {
      this.#parts -= 1;
      if (this.#parts < 0) return false;
    }
    return true;
  }
}

/** The text of a template with the holes that are plain texts filled in. */
function filledIn(value: Value & { kind: 'template' }): Value {
  const parts = value.text.split('*');
  // A star of the text itself cannot be told from a hole.
  if (parts.length !== value.holes.length + 1) return value;
  const known = value.holes.map(hole => (hole.kind === 'literal' ? hole.text : '*'));
  return known.every(text => text === '*')
    ? value
    : { ...value, text: parts.map((part, i) => part + (known[i] ?? '')).join('') };
}
