/**
 * Checks a written report against the report it was written from, as a careful reader would: structure, links, captions,
 * dates, words, and every figure. Tests run it over every Markdown and HTML report; by hand:
 * `node scripts/check-report.mjs report.json report.md` (or `report.html`).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'parse5';

/** Words that sound like knowledge and are none. */
const VAGUE =
  /\b(?:very|really|quite|extremely|incredibly|highly|significantly|substantially|considerably|massively|hugely|simply|obviously|clearly|basically|seamless(?:ly)?|effortless(?:ly)?|blazing(?:ly)?|easily|robust|world-class|cutting-edge|state-of-the-art)\b/gi;

/** Dates as people write them in one country and not in the next. */
const ODD_DATE =
  /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:\d{1,2}\.? )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)? \d{4}\b/g;

/** Anchor of a heading, as GitHub makes it. */
export function anchorOf(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/**
 * What is wrong with a document, given as its parts whatever the format: `headings` [{level, text, id?}], `tables`
 * [{caption, head, rows, rest}], `prose` [text], `links` [id], `ids` [id], `figures` [{value, path}].
 */
function problemsOf({ headings, tables, prose, links, ids, figures = [] }, report) {
  const problems = [];
  const h1 = headings.filter(({ level }) => level === 1).length;
  if (h1 !== 1) problems.push(`${h1} headings of level 1`);
  headings.forEach(({ level, text }, i) => {
    const before = headings[i - 1]?.level ?? 0;
    if (level > before + 1) problems.push(`heading "${text}" skips a level: ${before} to ${level}`);
    if (text.trim() === '') problems.push('an empty heading');
  });
  const seen = new Set();
  for (const id of ids) {
    if (seen.has(id)) problems.push(`id "${id}" stands twice`);
    seen.add(id);
  }
  for (const link of new Set(links)) if (!seen.has(link)) problems.push(`link to "#${link}" leads nowhere`);
  for (const { caption, head, rows } of tables) {
    if (!caption) problems.push(`a table without a caption: ${head.join(' | ')}`);
    for (const row of rows) {
      if (row.length !== head.length) problems.push(`a row of "${caption}" has ${row.length} cells of ${head.length}`);
    }
  }
  for (const text of prose) {
    for (const [word] of text.matchAll(VAGUE)) problems.push(`vague word "${word}": ${text.slice(0, 120)}`);
    for (const [date] of text.matchAll(ODD_DATE)) problems.push(`date "${date}" is not ISO: ${text.slice(0, 120)}`);
  }
  if (report) problems.push(...wrongFigures({ tables, prose, figures }, report));
  return problems;
}

// ---------------------------------------------------------------------------------------------------- figures

/** The value a JSON pointer leads to; `*` adds up over a list; the figure of a list is its length. */
export function valueAt(report, path) {
  const star = path.indexOf('/*/');
  if (star >= 0) {
    const list = valueAtPlain(report, path.slice(0, star));
    return list.reduce((sum, item) => sum + (valueAt(item, path.slice(star + 2)) ?? 0), 0);
  }
  const value = valueAtPlain(report, path);
  return Array.isArray(value) ? value.length : value;
}

function valueAtPlain(value, path) {
  for (const step of path.split('/').slice(1)) value = value?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return value;
}

const componentsWithTies = report => report.components.filter(component => component.ties > 0).length;
const best = report => report.strategies.find(strategy => strategy.recommended);
const plural = word => `${word}s?`;

/** Sentences with figures, and what each figure must be. */
const SENTENCES = [
  [
    new RegExp(`(\\d+) ${plural('tie')} in (\\d+) ${plural('file')}, (\\d+) components`),
    r => [r.summary.ties, r.summary.files, componentsWithTies(r)],
  ],
  [/tied to .*?: (\d+) ties? in (\d+) files?/, r => [r.summary.ties, r.summary.files]],
  [/and (\d+) workloads?\b/, r => [r.workloads.length]],
  [/portability score is (\S+) of 100/i, r => [r.score.value]],
  [
    /carries (\d+) of (\d+) workloads at ([\d.]+)–([\d.]+) points/,
    r => [best(r).carries, best(r).of, best(r).effort.low, best(r).effort.high],
  ],
  [/(\d+) open questions? could/, r => [r.openQuestions?.length ?? r.summary.openQuestions]],
  [
    /Looked through (\d+) of (\d+) files? \((\d+) parsed, (\d+) without any trace\)/,
    r => [r.coverage.read + r.coverage.clean, r.coverage.walked, r.coverage.read, r.coverage.clean],
  ],
  [
    /(\d+) ties? appeared, (\d+) went, (\d+) moved to another file, (\d+) stayed/,
    r => [
      r.comparison.appeared,
      r.comparison.gone.reduce((sum, { count }) => sum + count, 0),
      r.comparison.moved.length,
      r.comparison.known,
    ],
  ],
  [/score (?:rose|fell) from (\S+) to (\S+)\./, r => [r.comparison.score.before, r.comparison.score.after]],
];

/** Tables that hold one row for each item of a part of the report. */
const LISTS = {
  Workloads: r => r.workloads.length,
  'Recommended plan of each workload': r => r.workloads.length,
  'Deployments and what uses them': r => r.deployments.length,
  'Accounts in infrastructure code': r => r.accounts.length,
  'Strategies over all workloads': r => r.strategies.length,
  'Waves in the order to move them': r => r.roadmap.length,
  'Open questions and what closes them': r => r.openQuestions.length,
  'Parts of the score': r => r.score.parts.length,
  'Files not read whole': r => r.diagnostics.length,
  'Where requests are processed, today and on the target': r => r.workloads.length,
};

const shown = finding => finding.status !== 'suppressed';

function wrongFigures({ tables, prose, figures }, report) {
  const problems = [];
  for (const text of prose) {
    for (const [pattern, expected] of SENTENCES) {
      const found = pattern.exec(text);
      if (!found) continue;
      const values = found.slice(1).map(Number);
      const wanted = expected(report);
      values.forEach((value, i) => {
        if (value !== wanted[i]) problems.push(`"${found[0]}": the report says ${wanted[i]}, not ${value}`);
      });
    }
  }
  for (const { value, path } of figures) {
    const wanted = valueAt(report, path);
    if (Number(value) !== wanted) problems.push(`figure ${value} is said to be ${path}, which is ${wanted}`);
  }
  for (const { caption, rows, rest = 0 } of tables) {
    const wanted = LISTS[caption]?.(report) ?? placesOf(caption, report);
    if (wanted !== undefined && rows.length + rest !== wanted) {
      problems.push(`"${caption}" has ${rows.length} rows and leaves out ${rest}; the report has ${wanted}`);
    }
    if (caption === 'Figures of this report') problems.push(...wrongSummary(rows, report));
    if (caption === 'Ties by component and dimension') problems.push(...wrongMatrix(rows, report));
  }
  problems.push(...unknownNumbers(prose, report));
  return problems;
}

function placesOf(caption, report) {
  const rule = /^Places of (\S+)$/.exec(caption)?.[1];
  if (caption === 'Findings of this report') return report.findings.length;
  if (rule === undefined)
    return caption === 'Context' ? report.findings.filter(f => !f.tie && shown(f)).length : undefined;
  return report.findings.filter(finding => finding.tie && shown(finding) && finding.ruleId === rule).length;
}

function wrongSummary(rows, { summary }) {
  return rows.flatMap(([name = '', value = '']) => {
    const [, scale, key] = /^Ties (?:of severity|that are|whose (equivalent) is) (\S+)$/.exec(name) ?? [];
    const wanted =
      name === 'Ties'
        ? summary.ties
        : name === 'Files with ties'
          ? summary.files
          : name === 'Context findings'
            ? summary.context
            : key === undefined
              ? undefined
              : scale
                ? summary.byFidelity[key]
                : (summary.bySeverity[key] ?? summary.byConfidence[key]);
    return wanted !== undefined && Number(value) !== wanted ? [`${name}: the report says ${wanted}, not ${value}`] : [];
  });
}

function wrongMatrix(rows, report) {
  const ties = report.findings.filter(finding => finding.tie && shown(finding)).length;
  const last = rows.at(-1) ?? [];
  const [all, ...dimensions] = last.slice(1).map(Number);
  const problems = [];
  if (all !== ties) problems.push(`the table of ties adds up to ${all}, not ${ties}`);
  if (dimensions.reduce((sum, count) => sum + count, 0) !== all)
    problems.push('the dimensions do not add up to all ties');
  const components = rows.slice(0, -1).reduce((sum, row) => sum + Number(row[1]), 0);
  if (components !== all) problems.push(`the components add up to ${components}, not ${all}`);
  return problems;
}

/** A number in the prose must be one the report holds or that can be counted in it. */
function unknownNumbers(prose, report) {
  const known = numbersOf(report);
  // Hidden characters are spelled out, \\u{2028}: no figure.
  return prose
    .map(text => text.replace(/\\(?:x[0-9a-f]{2}|u\{[0-9a-f]+\})/g, ''))
    .flatMap(text =>
      [...text.matchAll(/(?<![\w.:/-])\d+(?:\.\d+)?(?![\w/-]|\.\d)/g)]
        .filter(([number]) => !known.has(Number(number)))
        .map(([number]) => `${number} is no figure of the report: ${text.slice(0, 120)}`),
    );
}

function numbersOf(report) {
  const known = new Set([0, 1, 100]);
  const visit = value => {
    if (typeof value === 'number') known.add(value);
    else if (typeof value === 'string')
      for (const [number] of value.matchAll(/\d+(?:\.\d+)?/g)) known.add(Number(number));
    if (Array.isArray(value)) known.add(value.length);
    if (value !== null && typeof value === 'object') Object.values(value).forEach(visit);
  };
  visit(report);
  const groups = new Map();
  const count = key => groups.set(key, (groups.get(key) ?? 0) + 1);
  for (const finding of report.findings ?? []) {
    const kind = finding.tie ? 'tie' : 'context';
    count(`${kind} ${finding.ruleId}`);
    count(kind);
    const file = `file ${finding.ruleId} ${finding.location.path}`;
    if (!groups.has(file)) count(`files ${finding.ruleId}`);
    count(file);
  }
  for (const { plans } of report.workloads ?? [])
    count(`fate ${(plans.find(plan => plan.recommended) ?? plans[0])?.fidelity}`);
  for (const component of report.components ?? []) if (component.ties > 0) count('components');
  for (const client of report.clients ?? []) if (client.tie && !client.used) count('unused');
  for (const value of groups.values()) known.add(value);
  const { coverage, comparison, roadmap = [], workloads = [] } = report;
  if (coverage) known.add(coverage.read + coverage.clean);
  if (coverage) known.add(Object.values(coverage.skipped).reduce((sum, n) => sum + n, 0));
  if (comparison) known.add(comparison.gone.reduce((sum, { count: n }) => sum + n, 0));
  for (const end of ['low', 'high']) known.add(roadmap.reduce((sum, { effort }) => sum + effort[end], 0));
  // Lists that are cut say how much they leave out.
  for (let rest = 1; rest <= workloads.length; rest++) known.add(rest);
  return known;
}

// ---------------------------------------------------------------------------------------------------- Markdown

/** Problems of a Markdown report; `report` may be left out where only its form is in question. */
export function markdownProblems(text, report) {
  const headings = [];
  const tables = [];
  const prose = [];
  let caption;
  let fence;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const mark = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (fence !== undefined) {
      if (mark && mark[1].length >= fence.length && mark[2].trim() === '') fence = undefined;
      continue;
    }
    if (mark) {
      fence = mark[1];
      continue;
    }
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (heading) headings.push({ level: heading[1].length, text: readable(heading[2]) });
    else if (/^\*\*Table \d+\. .*\*\*$/.test(line)) caption = readable(/^\*\*Table \d+\. (.*)\*\*$/.exec(line)[1]);
    else if (line.startsWith('|')) {
      const block = [];
      while (lines[i]?.startsWith('|')) block.push(cellsOf(lines[i++]));
      const [head, , ...rows] = block;
      const rest = /^And (\d+) more in the JSON report\.$/.exec(lines[i + 1] ?? '')?.[1];
      tables.push({ caption, head, rows, rest: rest === undefined ? 0 : Number(rest) });
      caption = undefined;
    } else if (line.trim() !== '' && !/^And \d+ more in the JSON report\.$/.test(line)) prose.push(withoutCode(line));
  }
  if (fence !== undefined) headings.push({ level: 1, text: 'a fence is never closed' });
  const ids = [];
  const counts = new Map();
  for (const { text: title } of headings) {
    const anchor = anchorOf(title);
    const before = counts.get(anchor) ?? 0;
    counts.set(anchor, before + 1);
    ids.push(before === 0 ? anchor : `${anchor}-${before}`);
  }
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, id]) => id);
  return problemsOf({ headings, tables, prose: prose.map(readable), links, ids }, report);
}

/** Cells of a row: a pipe behind a backslash parts none. */
function cellsOf(row) {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map(cell => readable(cell.trim()));
}

/** What a reader sees of a line. */
function readable(text) {
  return text
    .replace(/\[((?:[^\]\\]|\\.)*)\]\([^)]*\)/g, '$1')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/^`+ ?(.*?) ?`+$/, '$1');
}

function withoutCode(text) {
  return text.replace(/(?<!\\)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, 'code').replace(/<https?:[^>]*>/g, 'link');
}

// ---------------------------------------------------------------------------------------------------- HTML

const VOID = new Set(['meta', 'input', 'br', 'hr', 'img', 'link']);

/** Problems of an HTML report. */
export function htmlProblems(html, report) {
  const mistakes = [];
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }) =>
      mistakes.push(`not well-formed at ${startLine}:${startCol}: ${code}`),
  });
  const page = { headings: [], tables: [], prose: [], links: [], ids: [], figures: [] };
  const outside = [];
  visit(document, page, outside);
  const problems = [...mistakes, ...outside, ...problemsOf(page, report)];
  const language = all(document, node => node.tagName === 'html').map(node => attribute(node, 'lang'))[0];
  if (!language) problems.push('the page does not say its language');
  for (const image of all(document, node => node.tagName === 'svg' && attribute(node, 'role') === 'img')) {
    const title = all(image, node => node.tagName === 'title')[0];
    if (!title || textOf(title).trim() === '') problems.push('a chart without a name');
  }
  return problems;
}

function visit(node, page, outside) {
  const { tagName } = node;
  const where = node.sourceCodeLocation;
  if (where?.startTag && !where.endTag && !VOID.has(tagName))
    outside.push(`<${tagName}> is never closed (line ${where.startLine})`);
  const id = attribute(node, 'id');
  if (id !== undefined) page.ids.push(id);
  const target = attribute(node, 'href');
  if (target?.startsWith('#')) page.links.push(decodeURIComponent(target.slice(1)));
  if (/^\s*(?:javascript|data|vbscript):/i.test(target ?? '')) outside.push(`a link that runs: ${target.slice(0, 60)}`);
  for (const name of ['src', 'srcset', 'action', 'background', 'poster']) {
    if (attribute(node, name) !== undefined) outside.push(`<${tagName} ${name}>: the page must not fetch anything`);
  }
  if (tagName === 'link') outside.push('<link>: the page must not fetch anything');
  for (const { name } of node.attrs ?? []) {
    if (name.startsWith('on') || name === 'style')
      outside.push(`<${tagName} ${name}> is code or style inside the page`);
  }
  const level = /^h([1-6])$/.exec(tagName ?? '')?.[1];
  if (level !== undefined) page.headings.push({ level: Number(level), text: textOf(node) });
  if (tagName === 'table') page.tables.push(tableOf(node));
  if (tagName === 'data' && attribute(node, 'data-figure') !== undefined) {
    const value = attribute(node, 'value');
    page.figures.push({ value, path: attribute(node, 'data-figure') });
    if (value !== textOf(node)) outside.push(`<data> says ${textOf(node)} and means ${value}`);
  }
  if (tagName === 'p' && !inside(node, 'table')) page.prose.push(proseOf(node));
  if (tagName === 'li' && !inside(node, 'nav')) page.prose.push(proseOf(node));
  if (tagName === 'script' || tagName === 'style') return;
  for (const child of node.childNodes ?? []) visit(child, page, outside);
}

function tableOf(node) {
  const rows = all(node, each => each.tagName === 'tr').map(row =>
    (row.childNodes ?? [])
      .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
      .map(cell => textOf(cell).trim()),
  );
  const caption = all(node, each => each.tagName === 'caption')
    .map(textOf)[0]
    ?.trim();
  const after = node.parentNode?.parentNode?.childNodes ?? [];
  const next = after.slice(after.indexOf(node.parentNode) + 1).find(each => each.tagName !== undefined);
  const rest =
    next?.tagName === 'p' ? /^\s*And (\d+) more in the JSON report\.\s*$/.exec(textOf(next))?.[1] : undefined;
  return { caption, head: rows[0] ?? [], rows: rows.slice(1), rest: rest === undefined ? 0 : Number(rest) };
}

function inside(node, tag) {
  for (let up = node.parentNode; up; up = up.parentNode) if (up.tagName === tag) return true;
  return false;
}

function attribute(node, name) {
  return node.attrs?.find(each => each.name === name)?.value;
}

function textOf(node) {
  return node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join('');
}

/** What is read as a sentence: code and links to sources are none. */
function proseOf(node) {
  if (node.nodeName === '#text') return node.value;
  if (node.tagName === 'code') return 'code';
  if (node.tagName === 'a' && /^https?:/.test(attribute(node, 'href') ?? '')) return 'link';
  return (node.childNodes ?? []).map(proseOf).join('');
}

function all(node, wanted) {
  return [...(wanted(node) ? [node] : []), ...(node.childNodes ?? []).flatMap(child => all(child, wanted))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [json, file] = process.argv.slice(2);
  const report = JSON.parse(readFileSync(json, 'utf8'));
  const check = file.endsWith('.html') ? htmlProblems : markdownProblems;
  const problems = check(readFileSync(file, 'utf8'), report);
  for (const problem of problems) console.error(problem);
  console.log(`${file}: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
