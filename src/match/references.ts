/** What a rule may ask about a value beyond its own text: which infrastructure resource it refers to. */
import type { Value } from '../model/fact.ts';

export interface References {
  /**
   * Does the value refer to a resource of this canonical type (`cognitive.account`), or of a class of it
   * (`cognitive.account/openai`)?
   */
  refersTo(value: Value, canonical: string): boolean;
}

export const noReferences: References = { refersTo: () => false };
