/** What `var.x` and `local.x` stand for within one file. */
import type { Value } from '../../model/fact.ts';

/** Locals that stand for locals that stand for locals: no further than this. */
const MAX_HOPS = 32;

export class Definitions {
  readonly #written = new Map<string, () => Value>();
  readonly #held = new Map<string, Value | undefined>();
  #hops = 0;

  /** `name` is written as it is read: `var.region`, `local.tags`. The first definition counts. */
  add(name: string, value: () => Value): void {
    if (!this.#written.has(name)) this.#written.set(name, value);
  }

  /** The value of a name; `undefined` when it is not defined here, or leads back to itself. */
  get(name: string): Value | undefined {
    if (this.#held.has(name)) return this.#held.get(name);
    const written = this.#written.get(name);
    if (!written || this.#hops >= MAX_HOPS) return undefined;
    this.#held.set(name, undefined);
    this.#hops += 1;
    const value = written();
    this.#hops -= 1;
    this.#held.set(name, value);
    return value;
  }
}
