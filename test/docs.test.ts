/** Pages that are written by scripts say what the sources say today. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGUAGE_GROUPS } from '../src/match/match.ts';
import type { Finding, Report } from '../src/model/report.ts';
import { DIMENSIONS, KEYS_OF_KIND } from '../src/model/rule.ts';
import { readerFor } from '../src/read/index.ts';
import { FORMATS } from '../src/report/index.ts';
import { CONFIDENCE_MEANINGS, FIDELITY_MEANINGS, SEVERITY_MEANINGS } from '../src/report/words.ts';
import { testRules } from '../src/rule-tests.ts';
import { loadBuiltinRules } from '../src/rules/load.ts';
import { scan } from '../src/scan/index.ts';
import { folder } from './walk/support.ts';

const root = new URL('../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const script = async <T>(path: string): Promise<T> => (await import(new URL(path, root).href)) as T;

test('docs/what-it-finds.md is what the rules say (run "npm run docs")', async () => {
  const { whatItFinds, readRuleSet } = await script<{ whatItFinds(ruleSet: unknown): string; readRuleSet(): unknown }>(
    'scripts/docs.mjs',
  );
  const [now, page] = [whatItFinds(readRuleSet()).split('\n'), text('docs/what-it-finds.md').split('\n')];
  const different = now.findIndex((line, i) => line !== page[i]);
  expect(different < 0 ? undefined : { line: different + 1, is: page[different], now: now[different] }).toBeUndefined();
  expect(page.length).toBe(now.length);
});

test('names are read out of expressions, or not at all', async () => {
  const { namesOf } = await script<{ namesOf(source: string): string[] | undefined }>('scripts/expand.mjs');
  expect(namesOf('^azure\\.ai\\.(?:projects|agents)$')).toEqual(['azure.ai.projects', 'azure.ai.agents']);
  expect(namesOf('(?:^|\\.)AzureOpenAI$')).toEqual(['AzureOpenAI', '*.AzureOpenAI']);
  expect(namesOf('open[-_.]?ai(?!x)')).toEqual(['*open_ai*']);
  expect(namesOf('^use_?azure')).toEqual(['use_azure*']);
  expect(namesOf('^Azure\\w+Client$')).toEqual(['Azure*Client']);
  expect(namesOf('^[a-z]+$')).toBeUndefined();
  expect(namesOf('(')).toBeUndefined();
  expect(namesOf('(?:a|b|c|d|e|f|g|h)(?:a|b|c|d|e|f|g|h)name')).toBeUndefined();
});

test('THIRD-PARTY-NOTICES.md names all that is in the bundle (run "npm run notices")', async () => {
  const { notices } = await script<{ notices(): Promise<string> }>('scripts/notices.mjs');
  const now = await notices();
  const table = (page: string): string[] => page.split('\n').filter(line => line.startsWith('|'));
  const page = text('THIRD-PARTY-NOTICES.md');
  expect(table(page)).toEqual(table(now));
  expect(page).toBe(now);
});

describe('README.md', () => {
  const readme = text('README.md');
  const reads = readme.slice(readme.indexOf('## What it reads'), readme.indexOf('## How to read a finding'));

  test('names only kinds of files that something reads', () => {
    const names = [...reads.matchAll(/^\| .*$/gm)].flatMap(([row]) =>
      [...row.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? ''),
    );
    expect(names.length).toBeGreaterThan(40);
    for (const name of names)
      expect(readerFor(name.startsWith('.') && name !== '.env' ? `x${name}` : name), name).toBeDefined();
  });

  test('names every ending that something reads', () => {
    const source = text('src/read/index.ts');
    const table = source.slice(source.indexOf('const byExtension'));
    const endings = [...table.matchAll(/\[((?:'\w+'(?:, )?)+)\]\.map|^ {2}(\w+): parsed/gm)].flatMap(([, many, one]) =>
      one === undefined ? [...(many ?? '').matchAll(/\w+/g)].map(([ending]) => ending) : [one],
    );
    expect(endings.length).toBeGreaterThan(30);
    expect(endings.filter(ending => !reads.includes(`\`.${ending}\``))).toEqual([]);
  });

  test('has the two commands, and they are scripts that exist', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const commands = [...readme.matchAll(/^ {4}(npm ci .*)$/gm)].map(match => match[1]);
    expect(commands).toEqual([
      'npm ci && npm run build && node bin/untether.js fixtures/estate',
      'npm ci && npm test && node bin/untether.js fixtures/estate',
    ]);
    expect(scripts).toMatchObject({ build: expect.any(String), test: expect.stringContaining('build') });
  });

  test('explains the words of the report with the words of the report', () => {
    for (const meanings of [SEVERITY_MEANINGS, CONFIDENCE_MEANINGS, FIDELITY_MEANINGS]) {
      for (const [word, meaning] of Object.entries(meanings)) {
        expect(readme.replace(/\s+/g, ' '), word).toContain(`\`${word}\`: ${meaning}`);
      }
    }
    for (const dimension of DIMENSIONS) expect(readme).toContain(`\`${dimension}\``);
    for (const format of FORMATS) expect(readme).toContain(`| \`${format}\``);
  });

  test('names only rules, options and files that exist', async () => {
    const ids = (await loadBuiltinRules()).rules.map(rule => rule.id);
    for (const [, id] of readme.matchAll(/untether explain (\S+)/g)) expect(ids).toContain(id);
    const program = text('src/cli/program.ts');
    const options = [...readme.matchAll(/(?<![\w-])(--[a-z][a-z-]*)/g)].map(([, option = '']) => option);
    expect(options.filter(option => !program.includes(option))).toEqual([]);
  });
});

describe('links between the documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'docs/report.md',
    'docs/effort.md',
    'docs/score.md',
    'docs/facts.md',
    'docs/plans.md',
    'docs/writing-rules.md',
  ];

  test.each(documents)('%s leads to files and headings that are there', path => {
    const anchorOf = (heading: string): string =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
    for (const [, target = ''] of text(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const resolved = file === '' ? path : new URL(file, new URL(path, 'file:///')).pathname.slice(1);
      expect(existsSync(new URL(resolved, root)), `${path} → ${target}`).toBe(true);
      if (anchor === undefined) continue;
      const anchors = [...text(resolved).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));
      expect(anchors, `${path} → ${target}`).toContain(anchor);
    }
  });
});

describe('docs/report.md', () => {
  const page = text('docs/report.md');
  interface Shape {
    readonly properties?: Record<string, Shape>;
    readonly items?: Shape;
    readonly $ref?: string;
  }
  const schema = JSON.parse(text('schemas/report.schema.json')) as Shape;

  test('explains every field of the report, of a finding, of the summary and the coverage', () => {
    const parts = [
      schema,
      schema.properties?.['findings']?.items,
      schema.properties?.['summary'],
      schema.properties?.['coverage'],
      schema.properties?.['components']?.items,
    ];
    for (const part of parts) {
      const fields = Object.keys(part?.properties ?? {});
      expect(fields.length).toBeGreaterThan(3);
      for (const field of fields) expect(page, field).toContain(`\`${field}\``);
    }
  });

  test('explains every code of a diagnostic and every reason for not reading a file', () => {
    const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .map(path => text(`src/${path}`));
    const codes = sources
      .flatMap(source => [...source.matchAll(/\bcode: '([a-z-]+)'/g), ...source.matchAll(/\bskip\('([a-z-]+)'\)/g)])
      .map(match => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(10);
    for (const code of new Set(codes)) expect(page, code).toContain(`\`${code}\``);
  });
});

describe('docs/writing-rules.md', () => {
  const page = text('docs/writing-rules.md');
  /** Rows of tables: the first cell's names, and the rest. */
  const rows = [...page.matchAll(/^\| (`[^|]*`) +\|(.*)$/gm)].map(([, names = '', more = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map(match => match[1]),
    more,
  }));

  test('says of each kind of fact which conditions it answers', () => {
    const common = new Set<string>(['file', 'scope', 'any', 'all', 'not']);
    for (const [kind, keys] of Object.entries(KEYS_OF_KIND)) {
      const row = rows.find(({ names, more }) => names.length === 1 && names[0] === kind && /\|/.test(more));
      const told = [...(row?.more.split('|').at(-2) ?? '').matchAll(/`(\w+)`/g)].map(match => match[1]);
      expect(told, kind).toEqual(keys.filter(key => !common.has(key)));
    }
  });

  test('names every key of the language, every group of languages and every kind of value', () => {
    const schema = text('src/rules/schema.ts');
    const keys = [
      ...schema.matchAll(/^\s+(\w+): v?\.?(?:optional|pipe|picklist|union|array|record|strictObject|text|matchKind)/gm),
    ].map(match => match[1] ?? '');
    expect(keys.length).toBeGreaterThan(60);
    const named = (key: string): boolean => new RegExp(`\`[^\`\\n]*\\b${key}\\b[^\`\\n]*\`|\\b${key}:\\s`).test(page);
    expect([...new Set(keys)].filter(key => !named(key))).toEqual([]);
    for (const kind of /VALUE_KINDS = \[([^\]]*)\]/.exec(schema)?.[1]?.matchAll(/'(\w+)'/g) ?? [])
      expect(page).toContain(`\`${kind[1] ?? ''}\``);
    for (const [group, languages] of Object.entries(LANGUAGE_GROUPS)) {
      const row = rows.find(({ names, more }) => names[0] === group && more.split('|').length === 2);
      expect(row, group).toBeDefined();
      if (group !== 'code')
        expect(
          [...(row?.more ?? '').matchAll(/`(\w+)`/g)].map(match => match[1]),
          group,
        ).toEqual(languages);
    }
  });

  test('its examples are what they say', async () => {
    const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(match => match[1] ?? '');
    const rule = blocks.find(block => block.startsWith('id: ')) ?? '';
    const equivalents = blocks.find(block => block.includes('- key: ')) ?? '';
    const place = folder({
      'our-rules/gateway.yaml': rule.replace('network/apim-gateway', 'network/our-gateway'),
      'our-rules/equivalents/network.yaml': equivalents,
      'our-rules/vocabulary/resources.yaml': blocks.find(block => block.startsWith('- name: ')) ?? '',
    });
    expect(await testRules([join(place, 'our-rules')])).toEqual({ rules: 1, passed: 2, failed: [] });
    const asItStands = folder({ 'gateway.yaml': rule });
    expect(await testRules([join(asItStands, 'gateway.yaml')])).toMatchObject({ rules: 1, failed: [] });
    for (const block of blocks) expect(() => parse(block) as unknown, block).not.toThrow();
  });
});

test('docs/effort.md: its example is what a scan says, and the formula gives the figures of the report', async () => {
  const page = text('docs/effort.md');
  const files = Object.fromEntries(
    [...page.matchAll(/^`([^`\n]+)`\n\n```\w+\n([^]*?)```$/gm)].map(([, path = '', content = '']) => [path, content]),
  );
  expect(Object.keys(files)).toHaveLength(4);
  const place = folder(files);
  const report = JSON.parse(JSON.stringify(await scan({ roots: [place], cwd: place }))) as Report;

  const half = (value: number): number => Math.round(value * 2) / 2;
  const groups = new Map<string, Finding[]>();
  for (const tie of report.findings.filter(finding => finding.tie)) {
    const key = `${tie.component} ${tie.ruleId}`;
    groups.set(key, [...(groups.get(key) ?? []), tie]);
  }
  const range = (low: number, high: number): string => (low === high ? String(low) : `${low}–${high}`);
  let [low, high] = [0, 0];
  const computed = [...groups.values()].map(ties => {
    const [{ component, ruleId, advice }] = ties as [Finding];
    const factor = 1 + Math.log2(ties.length);
    const [least, most] = [half(advice.effort.low * factor), half(advice.effort.high * factor)];
    low += least;
    high += most;
    return [
      component,
      `\`${ruleId}\``,
      ties.length,
      range(advice.effort.low, advice.effort.high),
      factor,
      range(least, most),
    ].join(' | ');
  });
  expect(report.summary.effort).toEqual({ low, high });

  const table = page
    .slice(page.indexOf('Its groups:'))
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2);
  const told = table.map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim())
      .join(' | '),
  );
  expect(told.slice(0, -1).sort()).toEqual(computed.sort());
  expect(told.at(-1)).toBe(`all |  |  |  |  | ${range(low, high)}`);
});

test('docs/score.md: its example is what a scan says', async () => {
  const example = text('docs/effort.md');
  const files = Object.fromEntries(
    [...example.matchAll(/^`([^`\n]+)`\n\n```\w+\n([^]*?)```$/gm)].map(([, path = '', content = '']) => [
      path,
      content,
    ]),
  );
  const place = folder(files);
  const { score } = JSON.parse(JSON.stringify(await scan({ roots: [place], cwd: place }))) as Report;
  const page = text('docs/score.md');
  const rows = page
    .slice(page.indexOf('## A worked example'))
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim().replaceAll('`', '')),
    );
  const told = rows.filter(row => row.length === 6).slice(2);
  expect(
    told.map(([, , severity, fidelity, confidence]) => Number(severity) * Number(fidelity) * Number(confidence)),
  ).toEqual(told.map(row => expect.closeTo(Number(row[5]), 5) as number));
  const contributions = (score?.parts ?? []).flatMap(({ detail }) =>
    [...detail.matchAll(/(\S+) in (\S+) ([\d.]+)/g)].map(
      ([, rule, component, weight]) => `${component} ${rule} ${weight}`,
    ),
  );
  expect(told.map(([component, rule, , , , weight]) => `${component} ${rule} ${weight}`).sort()).toEqual(
    contributions.sort(),
  );
  expect(rows.filter(row => row.length === 3).slice(2)).toEqual(
    (score?.parts ?? []).map(({ name, load, lost }) => [name, String(load), lost.toFixed(1)]),
  );
  expect(page).toContain(`The\nload is ${score?.load}, the score`);
  expect(page).toContain(`so ${score?.value}.`);
});

test('docs/effort.md: the points of each fidelity are those of the equivalents', async () => {
  const { equivalents } = await loadBuiltinRules();
  const page = text('docs/effort.md');
  for (const [, fidelity, lowest, highest] of page.matchAll(/^\| `([a-z-]+)` +\|[^|]*\| (\d+)–(\d+)/gm)) {
    const own = equivalents.filter(entry => entry.fidelity === fidelity);
    expect(
      [Math.min(...own.map(entry => entry.effort.low)), Math.max(...own.map(entry => entry.effort.high))],
      fidelity,
    ).toEqual([Number(lowest), Number(highest)]);
  }
});

describe('docs/terminal.svg', () => {
  test('is the text of a report, with nothing left of the codes of a terminal', () => {
    const picture = text('docs/terminal.svg');
    expect(picture).toContain('is tied to Azure OpenAI');
    expect(picture).toContain('role="img"');
    expect(picture).not.toMatch(/[\u0000-\u0008\u001b]/);
    expect(text('README.md')).toContain('](docs/terminal.svg)');
  });

  test('colours and styles go from the codes into the picture', async () => {
    const { runsOf, svg } = await script<{
      runsOf(line: string): { runs: unknown[]; style: unknown };
      svg(text: string, title: string): string;
    }>('scripts/picture.mjs');
    expect(runsOf('a \u001b[1m\u001b[31mred\u001b[39m bold\u001b[22m end').runs).toEqual([
      { column: 0, text: 'a ', style: {} },
      { column: 2, text: 'red', style: { bold: true, color: '#ff7b72' } },
      { column: 5, text: ' bold', style: { bold: true } },
      { column: 10, text: ' end', style: { bold: false, dim: false } },
    ]);
    const picture = svg('\u001b[2m<a & b>\u001b[22m   far\nnext', 'a "title"');
    expect(picture).toContain('class="d">&lt;a &amp; b&gt;</tspan>');
    expect(picture).toContain(`<tspan x="${(20 + 10 * 8.4).toFixed(0)}" textLength="25.2">far</tspan>`);
    expect(picture.match(/<text /g)).toHaveLength(2);
    expect(picture).toContain('<title>a &quot;title&quot;</title>');
  });
});

describe('the catalogue the rules were written from', () => {
  interface Entry {
    readonly entry: string;
    readonly rules: readonly string[];
    readonly excused?: string;
  }

  test('every entry is covered or excused with a reason, never both', async () => {
    const { rules } = await loadBuiltinRules();
    const { catalogueOf } = await script<{ catalogueOf(rules: unknown): Entry[] }>('scripts/docs.mjs');
    const entries = catalogueOf(rules);
    expect(entries.length).toBeGreaterThan(300);
    expect(new Set(entries.map(({ entry }) => entry)).size).toBe(entries.length);
    expect(entries.filter(({ excused, rules: by }) => (excused === undefined) === (by.length === 0))).toEqual([]);
    const known = new Set(rules.map(rule => rule.id));
    expect(entries.flatMap(({ rules: by }) => by.filter(id => !known.has(id)))).toEqual([]);
  });

  test('what a rule says it covers is an entry, or a chapter of entries', async () => {
    const { rules } = await loadBuiltinRules();
    const entries = (parse(text('scripts/catalogue.yaml')) as Entry[]).map(({ entry }) => entry);
    const stray = rules.flatMap(rule =>
      (rule.covers ?? []).filter(
        covered => !entries.some(entry => entry === covered || entry.startsWith(`${covered} `)),
      ),
    );
    expect([...new Set(stray)]).toEqual([]);
  });
});

test('every rule about infrastructure names the resource that takes its place', async () => {
  const { rules, equivalents } = await loadBuiltinRules();
  const silent = rules.filter(rule => {
    const kinds = typeof rule.on === 'string' ? [rule.on] : rule.on;
    if (rule.evidence === true || !kinds.some(kind => kind === 'resource' || kind === 'property')) return false;
    const advice = equivalents.find(({ key }) => key === rule.equivalent);
    return !/\baws_[a-z0-9_]+|\bAWS::/.test(JSON.stringify(advice));
  });
  expect(silent.map(({ id, equivalent }) => `${id}: ${equivalent}`)).toEqual([]);
});
