/**
 * Starts a rule: `npm run new:rule -- identity/foo` writes `rules/identity/foo.yaml` with every required key and an
 * example of each kind to fill in. `--rules <folder>` writes below another folder than `rules`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const ID = /^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/;
const USAGE = 'Use: npm run new:rule -- <area>/<name>, e.g. identity/foo.';
/** Folders beside the areas of rules. */
const NO_AREAS = new Set(['code', 'equivalents', 'models', 'plans', 'vocabulary']);

/** Why no rule can be started for these words; `undefined` when one can. */
function objection(ids, folder) {
  const [id] = ids;
  if (id === undefined || ids.length > 1) return `one rule id is needed. ${USAGE}`;
  if (!ID.test(id)) return `"${id}" is not a rule id: an area, a slash, and lower-case words joined by "-". ${USAGE}`;
  const areas = readdirSync(join(root, 'rules')).filter(name => !NO_AREAS.has(name));
  const [area] = id.split('/');
  if (!areas.includes(area)) return `there is no area "${area}"; the areas are ${areas.join(', ')}.`;
  const path = join(folder, `${id}.yaml`);
  return existsSync(path) ? `${id} exists already: ${relative(process.cwd(), path)}.` : undefined;
}

/** A rule that compiles and passes its own examples, before it says anything. */
function skeleton(id) {
  const [area, name] = id.split('/');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const keys = readFileSync(join(root, 'rules', 'equivalents', `${area}.yaml`), 'utf8');
  const equivalent = /^- key: (\S+)/m.exec(keys)?.[1] ?? '';
  const word = name.replaceAll('-', '_').padEnd(4, '_');
  return `id: ${id}
title: What it is, in a few words
message: '\`\${name}\` is a tie, and why, in one sentence'
dimension: ${area}
# blocker, high, medium, low or info: how hard it is to leave behind.
severity: medium
# certain, likely or possible: how sure the match is.
confidence: likely
# Kinds of facts the rule looks at.
on: [setting, envRead]
where:
  name: '${word}'
# One of these stands in every file the rule can match; lower case, four letters or more.
keywords: ['${word}']
# A key of rules/equivalents/*.yaml.
equivalent: ${equivalent}
# Rows of the catalogue of ties that this rule answers for.
covers: []
since: ${version}
examples:
  hit:
    - lang: python
      at: '2:15'
      code: |
        import os
        x = os.getenv("${word}")
  miss:
    - lang: python
      why: what is tempting about it, and why it is no tie
      code: |
        import os
        x = os.getenv("other")
`;
}

function main() {
  const { positionals, values } = parseArgs({ options: { rules: { type: 'string' } }, allowPositionals: true });
  const folder = values.rules ?? join(root, 'rules');
  const refused = objection(positionals, folder);
  if (refused !== undefined) {
    process.stderr.write(`new:rule: ${refused}\n`);
    process.exitCode = 2;
    return;
  }
  const [id] = positionals;
  const path = join(folder, `${id}.yaml`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, skeleton(id));
  process.stdout.write(`${relative(process.cwd(), path)}\n`);
}

main();
