/** pyproject.toml in its many dialects, Pipfile, setup.cfg, and the lock files of Python. */
import type { AST } from 'toml-eslint-parser';
import { iniEntries } from '../ini/lines.ts';
import { tomlEntries, type TomlEntry } from '../toml/entries.ts';
import { settingsOf, tomlDiagnostics } from '../toml/index.ts';
import { parseToml } from '../toml/parse.ts';
import { isDevelopmentGroup, Locked, type Found, type Manifest } from './dependencies.ts';
import { walkJson } from './json.ts';
import { requirementIn } from './requirement.ts';
import { keyOffsets, stringAt, tableFields } from './toml-tables.ts';

export function readPyproject(manifest: Manifest): void {
  const parsed = parseToml(manifest.text);
  manifest.diagnostics.push(...tomlDiagnostics(manifest.path, parsed, manifest.lines));
  if (!parsed.program) return;
  for (const entry of tomlEntries(parsed.program)) {
    const group = requirementGroup(entry.path);
    if (group) addRequirements(manifest, entry.value, group.dev);
    const table = tableEntry(entry.path);
    if (table) addTableEntry(manifest, entry, table);
  }
  for (const fact of settingsOf(parsed.program, manifest.text, manifest.lines)) {
    if (fact.kind === 'setting' && isToolSetting(fact.path)) manifest.facts.push(fact);
  }
}

/** Tables of package managers are dependencies; what other tools keep in the file are settings of theirs. */
function isToolSetting(path: readonly string[]): boolean {
  return path[0] === 'tool' && path.length > 1 && !/^(?:poetry|uv|pdm|hatch|rye|pixi|setuptools)$/.test(path[1] ?? '');
}

interface Group {
  readonly dev: boolean;
}

/** Paths whose value is a list of requirement strings. */
function requirementGroup(path: readonly string[]): Group | undefined {
  const joined = path.join('.');
  const last = path[path.length - 1] ?? '';
  if (joined === 'project.dependencies') return { dev: false };
  if (path.length === 3 && joined.startsWith('project.optional-dependencies.'))
    return { dev: isDevelopmentGroup(last) };
  if (path.length === 2 && path[0] === 'dependency-groups') return { dev: true };
  if (/^tool\.(?:uv|rye)\.dev-dependencies$|^tool\.pdm\.dev-dependencies\.[^.]+$/.test(joined)) return { dev: true };
  return /^tool\.hatch\.envs\.[^.]+\.(?:extra-)?dependencies$/.test(joined) ? { dev: true } : undefined;
}

function addRequirements(manifest: Manifest, value: TomlEntry['value'], dev: boolean): void {
  if (value.type !== 'TOMLArray') return;
  for (const item of value.elements) {
    const string = stringAt(item, manifest.text);
    const found = string && requirementIn(string.text, string.start);
    if (found) manifest.add('pypi', { ...found, dev });
  }
}

interface Table extends Group {
  readonly ecosystem: 'pypi' | 'conda';
}

/** Paths whose last key is the name of a package. */
function tableEntry(path: readonly string[]): Table | undefined {
  const above = path.slice(0, -1).join('.');
  if (path[path.length - 1] === 'python') return undefined;
  if (above === 'tool.poetry.dependencies' || above === 'tool.pixi.pypi-dependencies')
    return { ecosystem: 'pypi', dev: false };
  if (above === 'tool.pixi.dependencies') return { ecosystem: 'conda', dev: false };
  if (above === 'tool.poetry.dev-dependencies') return { ecosystem: 'pypi', dev: true };
  const group = /^tool\.poetry\.group\.([^.]+)\.dependencies$/.exec(above)?.[1];
  return group === undefined ? undefined : { ecosystem: 'pypi', dev: group !== 'main' };
}

function addTableEntry(manifest: Manifest, entry: TomlEntry, { ecosystem, dev }: Table): void {
  manifest.add(ecosystem, { ...packageOf(entry, manifest.text), dev });
}

/** A package named by a key: `name = "^1"`, `name = { version = "^1", extras = ["x"] }`, `[….name]`. */
function packageOf(entry: TomlEntry, text: string): Found {
  const { start, end } = keyOffsets(entry.last, text);
  const fields = tableFields(entry.value, text);
  const version = fields.get('version') ?? fields.get('git') ?? fields.get('path');
  const extras = extrasOf(entry.value, text);
  const name = entry.path[entry.path.length - 1] ?? '';
  return { name, start, end, version: fields.get('') ?? version, extras, entry: [entry.key[0], entry.value.range[1]] };
}

function extrasOf(value: TomlEntry['value'], text: string): string[] {
  if (value.type !== 'TOMLInlineTable' && value.type !== 'TOMLTable') return [];
  const list = value.body.find(node => node.key.keys.length === 1 && nameOf(node.key) === 'extras')?.value;
  if (list?.type !== 'TOMLArray') return [];
  return list.elements.flatMap(item => stringAt(item, text)?.text ?? []);
}

function nameOf(key: AST.TOMLKey): string {
  const [first] = key.keys;
  return first?.type === 'TOMLBare' ? first.name : (first?.value ?? '');
}

export function readPipfile(manifest: Manifest): void {
  const parsed = parseToml(manifest.text);
  manifest.diagnostics.push(...tomlDiagnostics(manifest.path, parsed, manifest.lines));
  if (!parsed.program) return;
  for (const entry of tomlEntries(parsed.program)) {
    const [section] = entry.path;
    if (entry.path.length !== 2 || (section !== 'packages' && section !== 'dev-packages')) continue;
    manifest.add('pypi', { ...packageOf(entry, manifest.text), dev: section === 'dev-packages' });
  }
}

export function readPipfileLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'pypi');
  let current: ReturnType<Locked['first']>;
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, key, field] = path;
    if (!key || (section?.name !== 'default' && section?.name !== 'develop')) return;
    if (path.length === 2)
      current = locked.first({ name: key.name, start: key.start, end: key.end, dev: section.name === 'develop' });
    else if (path.length === 3 && field?.name === 'version' && current && value)
      current.version = value.text.replace(/^==/, '');
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
  locked.finish();
}

const REQUIRES = /^(?:install_requires|tests_require|setup_requires)$/;

/** setup.cfg: `install_requires` and the extras, one requirement per line or separated by `;`. */
export function readSetupCfg(manifest: Manifest): void {
  for (const { section, key, pieces } of iniEntries(manifest.text)) {
    const extras = section === 'options.extras_require';
    if (!extras && !(section === 'options' && REQUIRES.test(key))) continue;
    const dev = extras ? isDevelopmentGroup(key) : key !== 'install_requires';
    for (const piece of pieces) {
      const found = requirementIn(piece.text, piece.start);
      if (found) manifest.add('pypi', { ...found, dev });
    }
  }
}
