/** Canonical names of infrastructure types and of their properties, whatever the syntax (rules/vocabulary/resources.yaml). */
import type { CanonicalResource } from '../../model/rule.ts';

export class Vocabulary {
  readonly #byType = new Map<string, CanonicalResource>();

  constructor(resources: readonly CanonicalResource[]) {
    for (const resource of resources) for (const type of resource.types) this.#byType.set(type.toLowerCase(), resource);
  }

  /** `cognitive.account` for every way to write that type. */
  nameOf(type: string): string | undefined {
    return this.#byType.get(type.toLowerCase())?.name;
  }

  /** Paths under which a type writes a property, dotted. */
  pathsOf(type: string, property: string): readonly string[] {
    return this.#byType.get(type.toLowerCase())?.props?.[property] ?? [property];
  }
}
