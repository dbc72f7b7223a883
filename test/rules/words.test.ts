/** What rules, equivalents, plans and translations say is printed in every report: it follows the report's own manners. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { markdownProblems } from '../../scripts/check-report.mjs';

const root = fileURLToPath(new URL('../../rules/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  name => name.endsWith('.yaml') && !name.startsWith('vocabulary'),
);

/** Everything a person is told; code of examples and conditions is none of it. */
const SAID: ReadonlySet<string> = new Set(
  (
    'title message summary changes caveats portable newLockIn why change note reason risks from to detail exitTest ' +
    'prerequisites question closes'
  ).split(' '),
);

function said(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return SAID.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(item => said(item, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'examples' ? [] : said(inner, name)));
}

test.each(files)('rules/%s: ISO dates, no vague words', file => {
  const sentences = said(parse(readFileSync(root + file, 'utf8')));
  const page = `# Words\n\n${sentences.map(sentence => sentence.replace(/\s+/g, ' ').trim()).join('\n\n')}\n`;
  expect(markdownProblems(page).filter(problem => /^(?:vague|date)/.test(problem))).toEqual([]);
});

test('there is something to read', () => {
  expect(files.length).toBeGreaterThan(200);
  const all = files.flatMap(file => said(parse(readFileSync(root + file, 'utf8'))));
  expect(all.length).toBeGreaterThan(1000);
});
