/** Pieces that the parts of the report's schema share. */
import * as v from 'valibot';
import { CONFIDENCES, DIMENSIONS, FIDELITIES, SEVERITIES } from '../../model/rule.ts';

export const described = (description: string) => v.pipe(v.string(), v.description(description));
export const text = v.string();
export const texts = v.array(v.string());
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const position = v.pipe(v.number(), v.integer(), v.minValue(1));
export const points = v.object({ low: v.pipe(v.number(), v.minValue(0)), high: v.pipe(v.number(), v.minValue(0)) });
export const path = described('Relative to the scanned root, forward slashes.');

export const dimension = v.picklist(DIMENSIONS);
export const severity = v.picklist(SEVERITIES);
export const confidence = v.picklist(CONFIDENCES);
export const fidelity = v.picklist(FIDELITIES);

/** How many of each: every key may be missing, none may be unknown. */
export const counts = <const K extends readonly string[]>(keys: K) =>
  v.object(
    Object.fromEntries(keys.map(key => [key, v.exactOptional(count)])) as { [P in K[number]]: typeof optionalCount },
  );
const optionalCount = v.exactOptional(count);

export const place = v.object({ path, line: position });
export const placed = { path, line: position };

export const source = v.object({
  url: text,
  asOf: described('ISO date of the content.'),
  status: v.picklist(['confirmed', 'secondary', 'unconfirmed']),
});
