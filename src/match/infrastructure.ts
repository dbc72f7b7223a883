/**
 * What infrastructure code declares, over all files: which resource is of which canonical type and class, and what a
 * reference points at. A unit is what shares names: a Terraform folder, a single Bicep file or ARM template.
 */
import { textOf, walkValue, type Fact, type ResourceFact, type Value } from '../model/fact.ts';
import type { CanonicalResource, Patterns } from '../model/rule.ts';
import type { Span } from '../model/span.ts';
import { dirOf, joinPath } from '../base/paths.ts';
import type { References } from './references.ts';
import type { Subject } from './subject.ts';
import { compileText, type TextPredicate } from './text.ts';
import { compileWhere, type Predicate, type Surroundings } from './where.ts';

interface CompiledClass {
  readonly where?: Predicate;
  readonly child?: string;
  readonly of?: string;
  readonly unit?: TextPredicate;
}
interface Vocabulary {
  readonly name: string;
  readonly props: Readonly<Record<string, readonly string[]>>;
  readonly classes: readonly (readonly [string, readonly CompiledClass[]])[];
}
interface Unit {
  readonly resources: { readonly fact: ResourceFact; readonly path: string }[];
  readonly byAddress: Map<string, ResourceFact>;
  readonly words: string[];
}

export class Infrastructure {
  readonly #vocabulary = new Map<string, Vocabulary>();
  readonly #units = new Map<string, Unit>();
  readonly #home = new Map<ResourceFact, { unit: string; path: string }>();
  readonly #classes = new Map<ResourceFact, readonly string[]>();
  /** What commands declare, by their places. */
  readonly #declared = new Map<string, ResourceFact>();
  readonly #busy = new Set<ResourceFact>();

  constructor(resources: readonly CanonicalResource[], patterns: Patterns) {
    for (const resource of resources) {
      const entry: Vocabulary = {
        name: resource.name,
        props: resource.props ?? {},
        classes: Object.entries(resource.classes ?? {}).map(([name, list]) => [
          name,
          list.map(spec => ({
            ...(spec.where === undefined ? {} : { where: compileWhere(spec.where, patterns) }),
            ...(spec.child === undefined ? {} : { child: spec.child }),
            ...(spec.of === undefined ? {} : { of: spec.of }),
            ...(spec.unit === undefined ? {} : { unit: compileText(spec.unit, patterns) }),
          })),
        ]),
      };
      for (const type of resource.types) this.#vocabulary.set(type.toLowerCase(), entry);
    }
  }

  /** Tell it the facts of one file; all files must be told before anything is asked. */
  add(path: string, facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.kind === 'resource') {
        const id = unitOf(path, fact.provider);
        const unit = this.#unit(id);
        unit.resources.push({ fact, path });
        if (!unit.byAddress.has(fact.address)) unit.byAddress.set(fact.address, fact);
        unit.words.push(fact.address, fact.type);
        this.#home.set(fact, { unit: id, path });
        if (fact.linkOnly) this.#declared.set(placeOf(path, fact.span), fact);
      } else if (fact.kind === 'string') {
        this.#unit(unitOf(path, syntaxOf(path))).words.push(fact.text);
      } else if (fact.kind === 'definition' || fact.kind === 'setting') {
        const text = textOf(fact.value);
        if (text !== undefined) this.#unit(unitOf(path, syntaxOf(path))).words.push(text);
      }
    }
  }

  #unit(id: string): Unit {
    let unit = this.#units.get(id);
    if (!unit) {
      unit = { resources: [], byAddress: new Map(), words: [] };
      this.#units.set(id, unit);
    }
    return unit;
  }

  /** Canonical names of a resource: its type, and `type/class` for each class it has. */
  canonical(fact: ResourceFact): readonly string[] {
    const known = this.#classes.get(fact);
    if (known) return known;
    if (fact.mode === 'module') return this.#inside(fact);
    const entry = this.#vocabulary.get(fact.type.toLowerCase());
    if (!entry) return [];
    if (this.#busy.has(fact)) return [entry.name];
    this.#busy.add(fact);
    const names = [entry.name];
    for (const [name, conditions] of entry.classes) {
      if (conditions.some(condition => this.#holds(condition, fact))) names.push(`${entry.name}/${name}`);
    }
    this.#busy.delete(fact);
    if (this.#busy.size === 0) this.#classes.set(fact, names);
    return names;
  }

  /** For a call of a local module: the types of what it declares, as `module:NAME`. */
  #inside(module: ResourceFact): readonly string[] {
    const home = this.#home.get(module);
    const unit = home && this.#units.get(moduleUnit(home.path, module));
    const names = new Set<string>();
    for (const { fact } of unit?.resources ?? []) {
      const type = fact.mode === 'resource' ? this.#vocabulary.get(fact.type.toLowerCase())?.name : undefined;
      if (type !== undefined) names.add(`module:${type}`);
    }
    const list = [...names].sort();
    this.#classes.set(module, list);
    return list;
  }

  /**
   * Is it of this canonical type or class? The plain type is known without asking for classes, which may ask about
   * other resources in turn.
   */
  #is(fact: ResourceFact, canonical: string): boolean {
    const type = this.#vocabulary.get(fact.type.toLowerCase())?.name;
    if (type === undefined || type === canonical) return type === canonical;
    return canonical.startsWith(`${type}/`) && this.canonical(fact).includes(canonical);
  }

  #holds(condition: CompiledClass, fact: ResourceFact): boolean {
    const home = this.#home.get(fact);
    if (condition.where && !condition.where(fact, this.surroundings(home?.path ?? ''))) return false;
    if (condition.child !== undefined) {
      const unit = home && this.#units.get(home.unit);
      const child = condition.child;
      const has = unit?.resources.some(
        other => other.fact !== fact && this.#belongsTo(other.fact, fact) && this.#is(other.fact, child),
      );
      if (!has) return false;
    }
    if (condition.of !== undefined) {
      const wanted = condition.of;
      const owners = this.#owners(fact);
      if (!owners.some(owner => this.#is(owner, wanted)) && !this.#refersInside(fact, wanted)) return false;
    }
    if (condition.unit) {
      const unit = home && this.#units.get(home.unit);
      if (!unit?.words.some(condition.unit)) return false;
    }
    return true;
  }

  #owners(fact: ResourceFact): ResourceFact[] {
    const home = this.#home.get(fact);
    const unit = home && this.#units.get(home.unit);
    if (!unit || fact.parent === undefined) return [];
    const owner = unit.byAddress.get(fact.parent);
    return owner ? [owner] : [];
  }

  #refersInside(fact: ResourceFact, canonical: string): boolean {
    const home = this.#home.get(fact);
    if (!home) return false;
    return [...walkValue(fact.props)].some(
      part => part !== fact.props && this.#refers(part, canonical, home.unit, home.path),
    );
  }

  #belongsTo(child: ResourceFact, parent: ResourceFact): boolean {
    if (child.parent === parent.address) return true;
    for (const part of walkValue(child.props)) {
      const name = part.kind === 'reference' ? part.name : part.kind === 'call' ? part.callee : undefined;
      if (name !== undefined && addressIn(name, parent.address)) return true;
    }
    return false;
  }

  surroundings(path: string, references?: References): Surroundings {
    return {
      path,
      references: references ?? this.references(path),
      canonical: subject => this.#canonicalOfSubject(subject, path),
      propertyPaths: (subject, property) => this.#paths(subject, property),
    };
  }

  #canonicalOfSubject(subject: Subject, path: string): readonly string[] {
    if (subject.kind === 'resource') return this.canonical(subject);
    if (subject.kind === 'property') return this.canonical(subject.owner);
    const declared = subject.kind === 'command' ? this.#declared.get(placeOf(path, subject.span)) : undefined;
    return declared ? this.canonical(declared) : [];
  }

  #paths(subject: Subject, property: string): readonly string[] {
    const type = subject.kind === 'resource' || subject.kind === 'property' ? subject.type : undefined;
    const entry = type === undefined ? undefined : this.#vocabulary.get(type.toLowerCase());
    const written = entry?.props[property];
    return written ? [...written, property] : [property];
  }

  /** Answers `refersTo` for values standing in this file. */
  references(path: string): References {
    const unit = unitOf(path, syntaxOf(path));
    return {
      refersTo: (value, canonical) => [...walkValue(value)].some(part => this.#refers(part, canonical, unit, path)),
    };
  }

  #refers(value: Value, canonical: string, unitId: string, path: string): boolean {
    const names = value.kind === 'reference' ? [value.name] : value.kind === 'call' ? [value.callee] : [];
    if (value.via !== undefined) names.push(value.via);
    const unit = this.#units.get(unitId);
    if (!unit) return false;
    for (const name of names) {
      const target = addressPrefixes(name)
        .map(prefix => unit.byAddress.get(prefix))
        .find(found => found !== undefined);
      if (!target) continue;
      if (target.mode === 'module') {
        const inner = this.#units.get(moduleUnit(path, target));
        if (inner?.resources.some(({ fact }) => fact.mode !== 'module' && this.#is(fact, canonical))) return true;
        if (this.#is(target, canonical)) return true;
      } else if (this.#is(target, canonical)) return true;
    }
    return false;
  }
}

const placeOf = (path: string, { line, column }: Span): string => `${path}\0${line}:${column}`;

const syntaxOf = (path: string): string => (/\.(?:tf|tfvars|tofu|hcl)$|\.tf\.json$/.test(path) ? 'terraform' : 'file');

/** What shares names with a file: for Terraform and manifests of a cluster its folder, else the file itself. */
export function unitOf(path: string, provider: string): string {
  return provider === 'terraform' || provider === 'kubernetes' ? `dir:${dirOf(path)}` : `file:${path}`;
}

/** The unit a local module call points into; a registry source gives a unit nobody has. */
export function moduleUnit(path: string, module: ResourceFact): string {
  const target = joinPath(dirOf(path), module.type);
  return module.provider === 'terraform' ? `dir:${target}` : `file:${target}`;
}

/** `a.b.c.d` → `a.b.c.d`, `a.b.c`, `a.b`, `a`: the longest address wins. An index does not count. */
function addressPrefixes(name: string): string[] {
  const plain = name.replace(/\[[^\]]*\]/g, '').replace(/^each\.value\b.*/, '');
  const steps = plain.split('.');
  return steps.map((_, i) => steps.slice(0, steps.length - i).join('.'));
}

function addressIn(reference: string, address: string): boolean {
  return addressPrefixes(reference).includes(address);
}
