/** Gateway policies that stand in a text of another language, as they are in the file. */
import type { ElementFact } from '../../model/fact.ts';
import { elementFact, type Place } from './facts.ts';
import { scanElements } from './scanner.ts';

const POLICY = /<(?:policies|fragment)[\s>]/y;
const LEADING = /(?:\s|<!--(?:(?!-->)[\s\S])*-->)*/y;

/** Whether a text may hold a policy at all. */
export const mayHoldPolicies = (text: string): boolean => /<(?:policies|fragment)[\s>]/.test(text);

/** Elements of the policy that `[start, end)` of a text consists of; none when it is something else. */
export function policyElements(text: string, start: number, end: number, place: Place, scope?: string): ElementFact[] {
  LEADING.lastIndex = start;
  LEADING.test(text);
  POLICY.lastIndex = LEADING.lastIndex;
  if (!POLICY.test(text) || POLICY.lastIndex > end) return [];
  return scanElements(text, start, end).elements.map(element => elementFact(element, place, scope));
}
