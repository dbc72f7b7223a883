/**
 * How old the facts are that advice and plans rest on. `npm run facts` lists what is older than the days of docs/facts.md;
 * `npm run release:check` (`--release`) refuses what is past the limit there. Not part of the tests: they must not fail
 * because time passes. `--date 2027-01-31` asks for another day than today.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = new URL('../', import.meta.url);
const json = name => JSON.parse(readFileSync(new URL(`dist/${name}.json`, root), 'utf8'));

/** Days after which a kind of fact is listed, and after which it is refused; null: never. From the table of docs/facts.md. */
export function limits(page = readFileSync(new URL('docs/facts.md', root), 'utf8')) {
  const days = text => (/^\d+$/.test(text) ? Number(text) : null);
  const rows = [...page.matchAll(/^\| `([a-z]+)` +\|[^|]*\| +(\d+|never) +\| +(\d+|never) +\|$/gm)];
  return Object.fromEntries(rows.map(([, kind, list, refuse]) => [kind, { list: days(list), refuse: days(refuse) }]));
}

/** The names that suggested code may use, by language. */
function sdkNames() {
  return parse(readFileSync(new URL('rules/code/names.yaml', root), 'utf8'));
}

/** Every dated fact with what it is of: `{ kind, asOf, url, of }`. */
export function facts(catalogue = json('catalogue'), ruleSet = json('rules'), names = sdkNames()) {
  const found = new Map();
  const add = (kind, { url, asOf }, of) => {
    const key = `${kind}\0${asOf}\0${url}`;
    const known = found.get(key);
    if (known) known.of.add(of);
    else found.set(key, { kind, asOf, url, of: new Set([of]) });
  };
  for (const source of Object.values(catalogue.sources)) add(source.kind, source, `source ${source.key}`);
  for (const model of catalogue.models) {
    for (const price of model.prices) {
      add('price', { url: catalogue.sources[price.source]?.url ?? price.source, asOf: price.asOf }, model.key);
    }
  }
  for (const [language, { sdks }] of Object.entries(names)) {
    for (const { sdk, source, asOf } of sdks) add('advice', { url: source, asOf }, `names of ${language}: ${sdk}`);
  }
  for (const entry of ruleSet.equivalents) for (const source of entry.sources) add('advice', source, entry.key);
  return [...found.values()]
    .map(({ of, ...fact }) => ({ ...fact, of: [...of].sort() }))
    .sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : a.url < b.url ? -1 : 1));
}

/** Whole days from one date to another, both `YYYY-MM-DD`. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Facts past a limit on a day, oldest first. */
export function past(which, date, all = facts(), by = limits()) {
  return all.flatMap(fact => {
    const limit = by[fact.kind]?.[which];
    if (by[fact.kind] === undefined) throw new Error(`docs/facts.md sets no limit for facts of kind "${fact.kind}"`);
    const age = daysBetween(fact.asOf, date);
    return limit !== null && age > limit ? [{ ...fact, age, limit }] : [];
  });
}

function line({ kind, asOf, age, limit, url, of }) {
  const names = of.length > 3 ? `${of.slice(0, 3).join(', ')} and ${of.length - 3} more` : of.join(', ');
  return `${asOf}  ${String(age).padStart(4)} days (${kind}: ${limit})  ${url}\n            ${names}`;
}

function main() {
  const { values } = parseArgs({ options: { date: { type: 'string' }, release: { type: 'boolean' } } });
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  const list = past(values.release ? 'refuse' : 'list', date);
  const what = values.release ? 'past the limit for a release' : 'to be looked up again';
  console.log(`${list.length} of ${facts().length} dated facts are ${what} on ${date} (docs/facts.md).`);
  for (const fact of list) console.log(line(fact));
  if (values.release && list.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
