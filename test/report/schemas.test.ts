import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
// @ts-expect-error a script without types
import { schemas as generate } from '../../scripts/schemas.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const generated = await (generate as () => Promise<Map<string, string>>)();

test.each([...generated])('schemas/%s is what the sources say (else run "node scripts/schemas.mjs")', (name, text) => {
  expect(readFileSync(`${root}schemas/${name}`, 'utf8')).toBe(text);
});

test.each([...generated])('schemas/%s is a sound JSON Schema', (_, text) => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  expect(() => ajv.compile(JSON.parse(text))).not.toThrow();
});
