/** Over all fixtures: what changes nothing makes nothing new and loses nothing; what changes a tie makes it new. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { knownOf } from '../../src/gate/baseline.ts';
import { compareTies, type Compared } from '../../src/gate/compare.ts';
import { tiesOf, type Tie } from '../../src/gate/ties.ts';
import type { RuleSet } from '../../src/model/rule.ts';
import { loadBuiltinRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan/index.ts';
import { folderOf } from '../support/cli.ts';
import { HARMLESS } from './mutations.ts';

type Tree = Readonly<Record<string, string>>;

const FIXTURES = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('expected.txt'))
  .map(path => join('fixtures', dirname(path)));

function treeOf(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path !== 'expected.txt' && statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

const trees = new Map(FIXTURES.map(folder => [folder, treeOf(folder)]));
const tiesIn = async (tree: Tree, ruleSet?: RuleSet): Promise<Tie[]> =>
  tiesOf(await scan({ roots: [folderOf(tree)], cwd: '.', ...(ruleSet ? { ruleSet } : {}) }));

const before = new Map<string, Tie[]>();
beforeAll(async () => {
  for (const [folder, tree] of trees) before.set(folder, await tiesIn(tree));
}, 120_000);

const compared = (folder: string, now: readonly Tie[], tree: Tree): Compared =>
  compareTies(now, knownOf(before.get(folder) ?? []), { exists: path => path in tree });
const said = ({ appeared, gone }: Compared): string[] => [
  ...appeared.map(tie => `new ${tie.path}:${tie.line} ${tie.ruleId}`),
  ...gone.map(({ path, ruleId }) => `lost ${path} ${ruleId}`),
];

async function mutated(
  tree: Tree,
  apply: (path: string, text: string) => Promise<string | undefined> | string | undefined,
): Promise<{ tree: Tree; changed: number }> {
  const result: Record<string, string> = {};
  let changed = 0;
  for (const [path, text] of Object.entries(tree)) {
    const next = /CODEOWNERS/.test(path) ? undefined : await apply(path, text);
    result[path] = next ?? text;
    if (next !== undefined && next !== text) changed += 1;
  }
  return { tree: result, changed };
}

describe('there is something to lose', () => {
  test('in several languages', () => {
    const ties = [...before.values()].flat();
    expect(ties.length).toBeGreaterThan(100);
    expect(new Set(ties.map(tie => tie.path.slice(tie.path.lastIndexOf('.')))).size).toBeGreaterThan(8);
  });
});

describe('what changes nothing: 0 lost, 0 wrongly new', () => {
  test.for(HARMLESS)('$name', { timeout: 120_000 }, async ({ apply }) => {
    let files = 0;
    for (const [folder, tree] of trees) {
      const { tree: next, changed } = await mutated(tree, apply);
      files += changed;
      if (changed > 0) expect(said(compared(folder, await tiesIn(next), next)), folder).toEqual([]);
    }
    expect(files).toBeGreaterThan(2);
  });

  test('folders moved', { timeout: 120_000 }, async () => {
    for (const [folder, tree] of trees) {
      const next = Object.fromEntries(Object.entries(tree).map(([path, text]) => [`moved/${path}`, text]));
      const result = compared(folder, await tiesIn(next), next);
      expect(said(result), folder).toEqual([]);
      expect(result.known).toEqual([]);
    }
  });

  test('files renamed', { timeout: 120_000 }, async () => {
    for (const [folder, tree] of trees) {
      const next = Object.fromEntries(
        Object.entries(tree).map(([path, text]) => [
          path.replace(/([^/]+)\.(py|ts|cs|java|go|tf)$/, 'renamed_$1.$2'),
          text,
        ]),
      );
      expect(said(compared(folder, await tiesIn(next), next)), folder).toEqual([]);
    }
  });

  test('other words in every rule', { timeout: 120_000 }, async () => {
    const rules = await loadBuiltinRules();
    const reworded = {
      ...rules,
      rules: rules.rules.map(rule => ({ ...rule, title: `${rule.title}!`, message: `${rule.message}!` })),
    };
    for (const [folder, tree] of trees)
      expect(said(compared(folder, await tiesIn(tree, reworded), tree)), folder).toEqual([]);
  });
});

/** Lines that can be written twice: one statement, entry or setting. */
const REPEATABLE: Readonly<Record<string, RegExp>> = {
  py: /^(?:import |from )[^(\\]*$|^\w+ = [^([{\\]*$/,
  ts: /^import [^{]*\{[^}]*\} from .*;$/,
  sample: /^[A-Z_]+=/,
  example: /^[A-Z_]+=/,
  properties: /^[\w.-]+=/,
};

describe('neighbours that come and go', () => {
  test(
    'of a line written twice only the added one is new, and without it nothing is',
    { timeout: 120_000 },
    async () => {
      let tried = 0;
      for (const [folder, tree] of trees) {
        for (const tie of before.get(folder) ?? []) {
          const lines = (tree[tie.path] ?? '').split('\n');
          const line = lines[tie.line - 1] ?? '';
          if (!REPEATABLE[tie.path.slice(tie.path.lastIndexOf('.') + 1)]?.test(line) || tried >= 12) continue;
          tried += 1;
          const text = [...lines.slice(0, tie.line), line, ...lines.slice(tie.line)].join('\n');
          const twice = { ...tree, [tie.path]: text };
          const ties = await tiesIn(twice);
          const result = compared(folder, ties, twice);
          const here = (before.get(folder) ?? []).filter(each => each.path === tie.path && each.line === tie.line);
          expect(result.gone).toEqual([]);
          expect(result.appeared.map(each => each.group).sort(), `${tie.path}:${tie.line}`).toEqual(
            here.map(each => each.group).sort(),
          );
          // And the other way round.
          const back = compareTies(before.get(folder) ?? [], knownOf(ties), { exists: () => true });
          expect(back.appeared).toEqual([]);
        }
      }
      expect(tried).toBeGreaterThan(8);
    },
  );
});

describe('what changes a tie: it is new', () => {
  const changes: readonly (readonly [name: string, pattern: RegExp, to: string, rules: RegExp])[] = [
    ['another endpoint', /https:\/\/[\w-]+\.openai\.azure\.com/g, 'https://elsewhere.openai.azure.com', /^endpoint\//],
    [
      'another deployment',
      /(\bname['"]?\s*[:=]\s*["'])gpt-(?:4o|4\.1|35-turbo)(?:-mini)?(?=["'])/gm,
      '$1gpt-99-other',
      /^model\/deployment/,
    ],
    ['another class', /\bAzureOpenAI\b(?=\()/g, 'AsyncAzureOpenAI', /^sdk\//],
  ];
  test.for(changes)('%s', { timeout: 120_000 }, async ([, pattern, to, rules]) => {
    let changed = 0;
    for (const [folder, tree] of trees) {
      const paths = Object.keys(tree).filter(path =>
        (before.get(folder) ?? []).some(tie => tie.path === path && rules.test(tie.ruleId)),
      );
      const after = Object.fromEntries(
        Object.entries(tree).map(([path, text]) => [path, paths.includes(path) ? text.replaceAll(pattern, to) : text]),
      );
      const touched = paths.filter(path => after[path] !== tree[path]);
      if (touched.length === 0) continue;
      changed += touched.length;
      const { appeared } = compared(folder, await tiesIn(after), after);
      const fresh = new Set(appeared.map(tie => tie.path));
      expect(
        touched.filter(path => !fresh.has(path)),
        folder,
      ).toEqual([]);
    }
    expect(changed).toBeGreaterThan(0);
  });
});
