/**
 * Writes `docs/what-it-finds.md` from the compiled rules, so that the page says what the rules do and nothing else.
 * `--check` only says whether it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { namesOf } from './expand.mjs';

const at = path => fileURLToPath(new URL(`../${path}`, import.meta.url));
const PAGE = 'docs/what-it-finds.md';

/** Chapters of the page, with the languages of examples and of `languages:` that belong to each. */
const ECOSYSTEMS = [
  ['Python and notebooks', ['python', 'notebook']],
  ['JavaScript and TypeScript', ['javascript', 'typescript', 'tsx', 'vue', 'svelte', 'astro']],
  ['C#', ['csharp']],
  ['Java and Kotlin', ['java', 'kotlin']],
  ['Go', ['go']],
  ['Terraform', ['terraform', 'tfvars']],
  ['Bicep and ARM templates', ['bicep', 'bicepparam', 'arm']],
  ['Settings', ['dotenv', 'yaml', 'json', 'toml', 'properties', 'ini', 'settings', 'xml']],
  ['Command lines', ['shell', 'powershell', 'dockerfile']],
  ['Manifests', ['manifest']],
];
/** Chapters a kind of fact belongs to whatever the examples are written in. */
const BY_KIND = {
  dependency: ['Manifests'],
  command: ['Command lines'],
  resource: ['Terraform', 'Bicep and ARM templates'],
  property: ['Terraform', 'Bicep and ARM templates'],
  setting: ['Settings'],
};

/** The page for a rule set. */
export function whatItFinds(ruleSet) {
  const equivalents = new Map(ruleSet.equivalents.map(entry => [entry.key, entry]));
  const findings = ruleSet.rules.filter(rule => rule.evidence !== true);
  const chapters = ECOSYSTEMS.map(([title, languages]) => ({
    title,
    rules: findings.filter(rule => belongsTo(rule, title, languages)),
    languages,
  })).filter(chapter => chapter.rules.length > 0);
  return [
    '# What it finds',
    '',
    '<!-- Written by scripts/docs.mjs from the rules; change those and run `npm run docs`. -->',
    '',
    `${findings.length} rules, by where they look. A rule stands in a chapter when it is limited to that language, when its kind of`,
    'fact occurs only there, or when one of its tested examples is written in it; a rule over names or texts without a language',
    'of its own also applies elsewhere. "Recognised by" lists the names in its condition; a name in italics is a pattern, written',
    'out at the end. `untether explain RULE_ID` shows a rule with all its examples and what it leaves alone.',
    '',
    'Rules marked *context* are no ties: they tell what an architect should know and never fail a build.',
    '',
    ...glance(chapters),
    ...chapters.flatMap(chapter => chapterOf(chapter, equivalents, ruleSet)),
    ...evidence(ruleSet.rules.filter(rule => rule.evidence === true)),
    ...catalogue(ruleSet.rules),
    ...patterns(ruleSet),
  ].join('\n');
}

function belongsTo(rule, title, languages) {
  if (kindsOf(rule).some(kind => BY_KIND[kind]?.includes(title) && !excludes(rule, languages))) return true;
  if (rule.languages?.some(language => languages.includes(language))) return true;
  return rule.examples.hit.some(example => languages.includes(example.lang));
}

/** Limited to other languages. */
const excludes = (rule, languages) =>
  rule.languages !== undefined && !rule.languages.some(language => languages.includes(language));

const kindsOf = rule => [rule.on].flat();

// ---------------------------------------------------------------- the chapters

function glance(chapters) {
  const dimensions = [...new Set(chapters.flatMap(({ rules }) => rules.map(rule => rule.dimension)))];
  const count = (rules, dimension) => rules.filter(rule => rule.dimension === dimension).length || '·';
  return [
    '## Rules by dimension',
    '',
    row(['dimension', ...chapters.map(({ title }) => link(title))]),
    row(['---', ...chapters.map(() => '--:')]),
    ...dimensions.sort().map(dimension => row([dimension, ...chapters.map(({ rules }) => count(rules, dimension))])),
    '',
  ];
}

const link = title =>
  `[${title}](#${title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')})`;

function chapterOf({ title, rules, languages }, equivalents, ruleSet) {
  return [
    `## ${title}`,
    '',
    row(['rule', 'finds', 'recognised by', 'example', 'dimension', 'severity, confidence', 'on Bedrock']),
    row(Array.from({ length: 7 }, () => '---')),
    ...rules.map(rule => {
      const equivalent = equivalents.get(rule.equivalent);
      return row([
        `\`${rule.id}\``,
        `${escape(rule.title)}${rule.tie ? '' : ' *(context)*'}`,
        recognisedBy(rule, ruleSet, languages),
        exampleOf(rule, languages),
        rule.dimension,
        `${rule.severity}, ${rule.confidence}`,
        `${escape(equivalent.title)} (${equivalent.fidelity})`,
      ]);
    }),
    '',
  ];
}

/** The line of a hit example that the finding stands on, from this chapter where there is one. */
function exampleOf(rule, languages) {
  const example = rule.examples.hit.find(({ lang }) => languages.includes(lang)) ?? rule.examples.hit[0];
  const [line] = String([example.at].flat()[0]).split(':');
  const text = (example.code.split('\n')[Number(line) - 1] ?? '').trim();
  return code(text.length > 90 ? `${text.slice(0, 89)}…` : text);
}

// ---------------------------------------------------------------- names in conditions

const SHOWN = 8;

/** Names that occur in this chapter's examples come first. */
function recognisedBy(rule, ruleSet, languages) {
  const examples = rule.examples.hit
    .filter(({ lang }) => languages.includes(lang))
    .map(({ code }) => code.toLowerCase());
  const occurs = name => {
    const word = name
      .replace(/^`+|`+$/g, '')
      .split(/[^\w-]+/)
      .findLast(part => part.length > 2)
      ?.toLowerCase();
    return word !== undefined && examples.some(example => example.includes(word)) ? 0 : 1;
  };
  const names = plainest(namesIn(rule.where, ruleSet, languages)).sort((a, b) => occurs(a) - occurs(b));
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown || kindsOf(rule).join(', ');
}

/** `x` says enough; `*.x` and `x.*` beside it are the same thing once more. */
function plainest(names) {
  const all = new Set(names);
  return names.filter(name => {
    const bare = name.replace(/^`(?:\*\.?)?/, '`').replace(/(?:\.?\*)?`$/, '`');
    return bare === name || !all.has(bare);
  });
}

const NAMED = [
  'imported',
  'module',
  'callee',
  'receiver',
  'method',
  'name',
  'path',
  'text',
  'type',
  'program',
  'words',
];

function namesIn(where, ruleSet, languages) {
  const found = new Set();
  const visit = condition => {
    for (const key of NAMED)
      if (condition[key] !== undefined) for (const name of textNames(condition[key], ruleSet)) found.add(name);
    if (condition.resource !== undefined)
      for (const name of resourceTypes(condition.resource, ruleSet, languages)) found.add(name);
    if (condition.value !== undefined) for (const name of valueNames(condition.value, ruleSet)) found.add(name);
    for (const part of [...(condition.any ?? []), ...(condition.all ?? [])]) visit(part);
  };
  visit(where);
  return [...found];
}

function valueNames(test, ruleSet) {
  if (typeof test === 'string' || Array.isArray(test)) return textNames(test, ruleSet);
  const own = ['text', 'env', 'reference', 'callee', 'contains'].flatMap(key =>
    test[key] === undefined ? [] : textNames(test[key], ruleSet),
  );
  const types = test.refersTo === undefined ? [] : [`a reference to *${test.refersTo}*`];
  return [...own, ...types, ...[...(test.any ?? []), ...(test.all ?? [])].flatMap(part => valueNames(part, ruleSet))];
}

function textNames(test, ruleSet) {
  if (typeof test === 'string') return [code(test)];
  if (Array.isArray(test)) return test.map(code);
  const list = key => [test[key] ?? []].flat();
  return [
    ...list('equals').map(code),
    ...list('includes').map(word => code(`*${word}*`)),
    ...list('prefix').map(word => code(`${word}*`)),
    ...list('suffix').map(word => code(`*${word}`)),
    ...list('regex').flatMap(
      source => namesOf(source)?.map(code) ?? [source.length <= 60 ? code(`/${source}/`) : 'a pattern'],
    ),
    ...list('is').flatMap(name => patternNames(name, ruleSet)),
    ...[...(test.any ?? []), ...(test.all ?? [])].flatMap(part => textNames(part, ruleSet)),
  ];
}

/** A pattern that stands for few names reads better as the names. */
function patternNames(name, ruleSet) {
  const names = textNames(ruleSet.patterns[name] ?? [], ruleSet);
  const telling =
    names.length > 0 && names.length <= 40 && names.every(each => each.startsWith('`') && !each.startsWith('`/'));
  return telling ? names : [`*${name}*`];
}

/** A canonical resource as it is written in this chapter's syntax. */
function resourceTypes(test, ruleSet, languages) {
  const names = typeof test === 'string' ? [test] : Array.isArray(test) ? test : [test.equals ?? []].flat();
  return names.flatMap(name => {
    const [base, kind] = name.split('/');
    // Programs and clusters declare the same resources under types of their own, too many to list in every row.
    const types = (ruleSet.resources.find(resource => resource.name === base)?.types ?? []).filter(
      type => !type.includes(':') && !/^[a-z0-9.]+\//.test(type),
    );
    const own = types.filter(type => type.includes('/') !== languages.includes('terraform'));
    return (own.length > 0 ? own : types).map(type => `${code(type)}${kind === undefined ? '' : ` (${kind})`}`);
  });
}

// ---------------------------------------------------------------- the rest of the page

function evidence(rules) {
  if (rules.length === 0) return [];
  return [
    '## Rules that only give evidence',
    '',
    'They are never a finding; other rules ask for what they tell.',
    '',
    row(['rule', 'title', 'tells']),
    row(['---', '---', '---']),
    ...rules.map(rule => row([`\`${rule.id}\``, escape(rule.title), (rule.gives ?? []).map(code).join(', ')])),
    '',
  ];
}

/** Every entry with the rules that cover it, or the reason why none does. */
export function catalogueOf(rules) {
  const entries = parse(readFileSync(at('scripts/catalogue.yaml'), 'utf8'));
  return entries.map(({ entry, what, rules: named = [], excused }) => ({
    entry,
    what,
    excused,
    rules: [...new Set([...rules.filter(rule => rule.covers?.includes(entry)).map(rule => rule.id), ...named])],
  }));
}

function catalogue(rules) {
  const entries = catalogueOf(rules);
  const excused = entries.filter(entry => entry.excused !== undefined);
  const covered = entries.filter(entry => entry.excused === undefined);
  const name = ({ entry, what }) => escape(what === undefined ? entry : `${entry}: ${what}`);
  return [
    '## Catalogue entries',
    '',
    'The rules were written from a catalogue of everything that can tie code to Azure OpenAI.',
    `Of its ${entries.length} entries ${covered.length} are covered and ${excused.length} excused. Which rules cover which entry:`,
    '',
    row(['entry', 'rules']),
    row(['---', '---']),
    ...covered.map(entry => row([name(entry), entry.rules.map(code).join(', ')])),
    '',
    'What no rule looks for, and why:',
    '',
    row(['entry', 'why']),
    row(['---', '---']),
    ...excused.map(entry => row([name(entry), escape(entry.excused)])),
    '',
    'And which entries each rule covers:',
    '',
    row(['rule', 'entries']),
    row(['---', '---']),
    ...rules.map(rule => row([`\`${rule.id}\``, (rule.covers ?? []).join(', ') || '—'])),
    '',
  ];
}

function patterns(ruleSet) {
  return [
    '## Patterns',
    '',
    'Named tests on a text. All ignore case.',
    '',
    row(['name', 'test']),
    row(['---', '---']),
    ...Object.entries(ruleSet.patterns).map(([name, test]) => row([`*${name}*`, code(JSON.stringify(test))])),
    '',
  ];
}

// ---------------------------------------------------------------- Markdown

const row = cells => `| ${cells.join(' | ')} |`;
const escape = text => text.replace(/[|\\<>*_]/g, '\\$&').replaceAll('\n', ' ');

/** Inline code that survives pipes and backticks. */
function code(text) {
  const safe = String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const fence = safe.includes('`') ? '``' : '`';
  const pad = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

export function readRuleSet() {
  return JSON.parse(readFileSync(at('dist/rules.json'), 'utf8'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const page = whatItFinds(readRuleSet());
  if (!process.argv.includes('--check')) writeFileSync(at(PAGE), page);
  else if (readFileSync(at(PAGE), 'utf8') !== page) {
    console.error(`${PAGE} is out of date: run "npm run docs"`);
    process.exitCode = 1;
  }
}
