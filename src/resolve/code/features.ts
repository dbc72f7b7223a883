/** What a call relies on, read from its arguments and from what stands around it. */
import type { CallFact } from '../../model/fact.ts';
import type { FeatureTest, Signal } from '../../model/vocabulary.ts';
import { FEATURES, type Feature } from '../../model/workload.ts';
import type { CodeInput } from './types.ts';
import { outerScope, type Call, type Unit } from './unit.ts';

type Told = readonly (string | FeatureTest)[];

export class Features {
  readonly #input: CodeInput;
  readonly #signals = new Map<Unit, { signal: Signal; scope: string }[]>();

  constructor(input: CodeInput) {
    this.#input = input;
  }

  /** The features that the tests find in a call. */
  of(fact: CallFact, told: Told, path: string): Set<Feature> {
    const features = new Set<Feature>();
    for (const one of told) {
      const tests = typeof one === 'string' ? (this.#input.vocabulary.features[one] ?? []) : [one];
      for (const { feature, when } of tests) {
        if (!features.has(feature) && (!when || this.#input.holds(when, fact, path))) features.add(feature);
      }
    }
    return features;
  }

  /** The features that what stands near a call says. */
  around(call: Call): Set<Feature> {
    const { unit, scope } = call;
    const features = new Set<Feature>();
    for (const { signal, scope: home } of this.#signalsOf(unit)) {
      if (signal.near === 'file' || near(unit, scope, home, signal.near)) features.add(signal.feature);
    }
    return features;
  }

  #signalsOf(unit: Unit): readonly { signal: Signal; scope: string }[] {
    let found = this.#signals.get(unit);
    if (!found) {
      found = [];
      const signals = this.#input.vocabulary.signals.filter(
        one => !one.languages || one.languages.includes(unit.language),
      );
      for (const fact of unit.facts) {
        for (const signal of signals) {
          if ((signal.on as readonly string[]).includes(fact.kind) && this.#input.holds(signal.where, fact, unit.path))
            found.push({ signal, scope: fact.scope ?? '' });
        }
      }
      this.#signals.set(unit, found);
    }
    return found;
  }
}

function near(unit: Unit, scope: string, home: string, how: 'function' | 'class'): boolean {
  const owner = how === 'function' ? unit.functionAround(scope) : unit.classAround(scope);
  if (owner === undefined) return how === 'function' ? home === scope : outerScope(home) === outerScope(scope);
  return home === owner || home.startsWith(`${owner}.`);
}

/** In the order of the contract. */
export function sorted(features: ReadonlySet<Feature>): Feature[] {
  return FEATURES.filter(feature => features.has(feature));
}
