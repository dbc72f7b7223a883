/**
 * Values of infrastructure code that stand in another file of the same module: a Terraform variable's default, a
 * tfvars line, the inputs of a module call, the parameters of a Bicep module.
 */
import type { Fact, Named, ObjectValue, ResourceFact, Value } from '../model/fact.ts';
import { dirOf, joinPath } from '../base/paths.ts';

interface FactFile {
  readonly path: string;
  readonly facts: readonly Fact[];
}

/** Follow chains of variables no further than this. */
const MAX_DEPTH = 6;
/** A module called from many places has many values; more than this are no longer listed. */
const MAX_CALLERS = 4;

/** Rewrite the facts of all infrastructure files so that values given elsewhere in their module are known. */
export function linkInfrastructure(files: readonly FactFile[]): readonly (readonly Fact[])[] {
  const terraform = new TerraformScopes(files);
  return files.map(file => {
    if (!isTerraform(file.path)) return file.facts;
    const dir = dirOf(file.path);
    return file.facts.map(fact => {
      if (fact.kind === 'resource') return { ...fact, props: substitute(fact.props, name => terraform.value(dir, name, 0), 0) as ObjectValue };
      if ((fact.kind === 'definition' || fact.kind === 'setting') && fact.value) {
        return { ...fact, value: substitute(fact.value, name => terraform.value(dir, name, 0), 0) } as Fact;
      }
      return fact;
    });
  });
}

const isTerraform = (path: string): boolean => /\.(?:tf|tofu|tfvars|hcl)$|\.tf\.json$/.test(path);

/** What `var.x` and `local.x` mean in each folder. */
class TerraformScopes {
  readonly #names = new Map<string, Map<string, Value>>();
  readonly #callers = new Map<string, { dir: string; props: ObjectValue }[]>();

  constructor(files: readonly FactFile[]) {
    for (const file of files) {
      if (!isTerraform(file.path)) continue;
      const dir = dirOf(file.path);
      const names = this.#scope(dir);
      for (const fact of file.facts) {
        if (fact.kind === 'definition' && fact.value && fact.role === 'variable') set(names, `var.${fact.name}`, fact.value);
        else if (fact.kind === 'definition' && fact.value && fact.role === 'local') set(names, `local.${fact.name}`, fact.value);
        else if (fact.kind === 'resource' && fact.mode === 'module') this.#addCaller(dir, fact);
      }
    }
  }

  #scope(dir: string): Map<string, Value> {
    let names = this.#names.get(dir);
    if (!names) {
      names = new Map();
      this.#names.set(dir, names);
    }
    return names;
  }

  #addCaller(dir: string, module: ResourceFact): void {
    if (!module.type.startsWith('.')) return;
    const target = joinPath(dir, module.type);
    const callers = this.#callers.get(target);
    if (callers) callers.push({ dir, props: module.props });
    else this.#callers.set(target, [{ dir, props: module.props }]);
  }

  /** The value a name has in a folder; what the module's callers pass wins over its own default. */
  value(dir: string, name: string, depth: number): Value | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const own = this.#names.get(dir)?.get(name);
    const input = name.startsWith('var.') ? name.slice(4) : undefined;
    const callers = input === undefined ? undefined : this.#callers.get(dir);
    const passed = (callers ?? []).slice(0, MAX_CALLERS).flatMap(caller => {
      const entry = caller.props.entries.find(candidate => candidate.name === input);
      if (!entry) return own ? [own] : [];
      return [substitute(entry.value, inner => this.value(caller.dir, inner, depth + 1), depth + 1)];
    });
    const [first, ...more] = passed;
    if (first === undefined) return own && substitute(own, inner => this.value(dir, inner, depth + 1), depth + 1);
    return more.length === 0 ? first : { kind: 'choice', options: passed, span: first.span };
  }
}

function set(names: Map<string, Value>, name: string, value: Value): void {
  if (!names.has(name)) names.set(name, value);
}

/** Replace references that have a value; each keeps the place where the name stands and says so in `via`. */
function substitute(value: Value, find: (name: string) => Value | undefined, depth: number): Value {
  if (depth > MAX_DEPTH * 2) return value;
  const inner = (part: Value): Value => substitute(part, find, depth + 1);
  const named = (entry: Named): Named => ({ ...entry, value: inner(entry.value) });
  switch (value.kind) {
    case 'reference': {
      const found = find(value.name);
      return found === undefined ? value : at(found, value);
    }
    case 'template':
      return { ...value, holes: value.holes.map(inner) };
    case 'list':
      return { ...value, items: value.items.map(inner) };
    case 'object':
      return { ...value, entries: value.entries.map(named) };
    case 'choice':
      return { ...value, options: value.options.map(inner) };
    case 'call':
      return { ...value, args: value.args.map(inner), named: value.named.map(named) };
    default:
      return value;
  }
}

function at(found: Value, reference: { readonly name: string; readonly span: Value['span'] }): Value {
  return { ...found, span: reference.span, via: reference.name };
}
