/**
 * Files that are clients or calls without a line of code: prompt files, flows, starters' settings, bindings. They are
 * told in the words of code (a construction with its arguments, a call on what it makes), so that linking goes on as
 * for any other; which files these are is data (rules/vocabulary).
 */
import type { CallFact, DefinitionFact, Fact, Named, SettingFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { Declaration } from '../../model/vocabulary.ts';
import { textOf } from '../../model/fact.ts';
import type { CodeFile } from './types.ts';

const MAX_GROUPS = 500;

/** Files of settings and manifests told as code, one for each file and language. */
export function declaredCode(files: readonly CodeFile[], declarations: readonly Declaration[]): CodeFile[] {
  const told = new Map<string, { path: string; language: string; facts: Fact[] }>();
  const shown: { id: string; folder: string }[] = [];
  const tell = (path: string, language: string, facts: readonly Fact[]): void => {
    const key = `${path} ${language}`;
    const known = told.get(key);
    if (known) known.facts.push(...facts);
    else told.set(key, { path, language, facts: [...facts] });
  };
  const compiled = declarations.map(one => ({
    one,
    file: new RegExp(one.file, 'i'),
    root: one.root === undefined ? [] : one.root.split('.'),
  }));
  for (const { path, facts } of files) {
    const settings = facts.filter((fact): fact is SettingFact => fact.kind === 'setting');
    if (settings.length === 0) continue;
    for (const { one, file, root } of compiled) {
      if (!file.test(path)) continue;
      groupsOf(settings, root, one.each === true).forEach((group, i) => {
        const given = argumentsOf(group, root.length);
        const head = headOf(one, group, given);
        if (!head) return;
        shown.push({ id: one.id, folder: folderOf(path) });
        tell(path, one.language, factsOf(one, given, head, i));
      });
    }
  }
  for (const { path, facts } of files) {
    for (const fact of facts) {
      if (fact.kind !== 'dependency' || fact.lock) continue;
      for (const one of declarations) {
        if (!one.dependencies?.includes(fact.name)) continue;
        const folder = folderOf(path);
        // Settings say more than the package that reads them.
        if (shown.some(other => other.id === one.id && isBelow(other.folder, folder))) continue;
        tell(path, one.language, factsOf(one, [], fact.span, 0));
      }
    }
  }
  return [...told.values()];
}

/** The settings below a root; for a list, those of each of its items. */
function groupsOf(
  settings: readonly SettingFact[],
  root: readonly string[],
  each: boolean,
): readonly (readonly SettingFact[])[] {
  const inside = settings.filter(
    ({ path }) => path.length > root.length && root.every((key, i) => plain(path[i]) === plain(key)),
  );
  if (!each) return inside.length > 0 ? [inside] : [];
  const groups: SettingFact[][] = [];
  let keys = new Set<string>();
  for (const one of inside) {
    const key = plain(one.path[root.length]);
    const direct = one.path.length === root.length + 1;
    if (groups.length === 0 || (direct && keys.has(key))) {
      groups.push([]);
      keys = new Set();
    }
    if (direct) keys.add(key);
    groups.at(-1)?.push(one);
  }
  return groups.slice(0, MAX_GROUPS);
}

/** `deployment-name`, `deployment_name` and `deploymentName` are one key. */
const plain = (key: string | undefined): string => (key ?? '').replace(/[-_]/g, '').toLowerCase();

/** The settings as arguments, those below others inside them. */
function argumentsOf(group: readonly SettingFact[], depth: number): readonly Named[] {
  const top: Entry[] = [];
  for (const { path, value, span } of group) {
    let entries = top;
    for (const [i, key] of path.slice(depth).entries()) {
      const last = depth + i === path.length - 1;
      let entry = entries.find(one => one.name === key);
      if (!entry) entries.push((entry = { name: key, span, value: undefined, entries: [] }));
      if (last && value.kind !== 'object') entry.value = value;
      entries = entry.entries;
    }
  }
  return top.map(named);
}

interface Entry {
  readonly name: string;
  readonly span: Span;
  value: Value | undefined;
  readonly entries: Entry[];
}

function named({ name, span, value, entries }: Entry): Named {
  if (entries.length > 0 || value === undefined) {
    return { name, span, value: { kind: 'object', entries: entries.map(named), span } };
  }
  return { name, span, value };
}

/** Where the declaration stands; nothing where the settings are not one. */
function headOf(one: Declaration, group: readonly SettingFact[], given: readonly Named[]): Span | undefined {
  let head: Span | undefined;
  for (const [name, texts] of Object.entries(one.when ?? {})) {
    const found = at(given, name.split('.'));
    const text = found && textOf(found.value);
    if (!found || !texts.some(want => fits(want, text))) return undefined;
    head ??= found.span;
  }
  return head ?? group[0]?.span;
}

/** `*` is anything that is there, `azure/*` what begins so. */
function fits(want: string, text: string | undefined): boolean {
  if (want === '*') return true;
  if (text === undefined) return false;
  const lower = text.toLowerCase();
  return want.endsWith('*') ? lower.startsWith(want.slice(0, -1).toLowerCase()) : lower === want.toLowerCase();
}

function at(given: readonly Named[], path: readonly string[]): Named | undefined {
  const [key, ...rest] = path;
  const found = given.find(one => plain(one.name) === plain(key));
  if (!found || rest.length === 0) return found;
  return found.value.kind === 'object' ? at(found.value.entries, rest) : undefined;
}

function factsOf(one: Declaration, given: readonly Named[], head: Span, index: number): Fact[] {
  const name = one.construct.replace(/[^\w]+/g, '_');
  const scope = `${one.id}-${index}`;
  const made: CallFact = {
    kind: 'call',
    callee: one.construct,
    resolved: true,
    form: 'new',
    written: one.construct,
    args: [],
    named: given,
    span: head,
    extent: head,
    scope,
  };
  const definition: DefinitionFact = {
    kind: 'definition',
    name,
    role: 'variable',
    value: { kind: 'call', callee: one.construct, args: [], named: given, span: head },
    span: head,
    scope,
  };
  if (!one.call) return [made, definition];
  const root = one.call.root === undefined ? undefined : at(given, one.call.root.split('.'));
  const passed = root?.value.kind === 'object' ? root.value.entries : one.call.root === undefined ? given : [];
  const chosen = one.call.methods?.find(({ when }) =>
    Object.entries(when).every(([key, texts]) => {
      const found = at(given, key.split('.'));
      return found !== undefined && texts.some(want => fits(want, textOf(found.value)));
    }),
  );
  const call: CallFact = {
    kind: 'call',
    callee: `${name}.${chosen?.method ?? one.call.method}`,
    resolved: false,
    form: 'call',
    written: `${name}.${chosen?.method ?? one.call.method}`,
    args: [],
    named: passed,
    span: head,
    // Wider than the construction, so that neither is taken for the other.
    extent: { ...head, endColumn: head.endColumn + 1 },
    scope,
  };
  return [made, definition, call];
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

const isBelow = (folder: string, above: string): boolean =>
  above === '' || folder === above || folder.startsWith(`${above}/`);
