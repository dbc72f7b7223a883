/** Canonical names of infrastructure types and of their properties, whatever the syntax (rules/vocabulary/resources.yaml). */
import type { CanonicalResource } from '../../model/rule.ts';

export class Vocabulary {
  readonly #byType = new Map<string, CanonicalResource>();
  readonly #byName = new Map<string, CanonicalResource>();

  constructor(resources: readonly CanonicalResource[]) {
    for (const resource of resources) {
      this.#byName.set(resource.name, resource);
      for (const type of resource.types) this.#byType.set(type.toLowerCase(), resource);
    }
  }

  /** `cognitive.account` for every way to write that type. */
  nameOf(type: string): string | undefined {
    return this.#byType.get(type.toLowerCase())?.name;
  }

  /** What a value of a property says of the whole: that it is of the service, perhaps, or not. */
  verdict(name: string, property: string, value: string): 'certain' | 'possible' | 'other' {
    const values = this.#byName.get(name)?.values?.[property];
    const among = (list: readonly string[] | undefined): boolean =>
      list?.some(each => each.toLowerCase() === value.toLowerCase()) ?? false;
    return among(values?.certain) ? 'certain' : among(values?.possible) ? 'possible' : 'other';
  }

  /** Paths under which a type writes a property, dotted. */
  pathsOf(type: string, property: string): readonly string[] {
    return this.#byType.get(type.toLowerCase())?.props?.[property] ?? [property];
  }
}
