/** Where names get their values and where they are read: every definition and read of a setting, over all files. */
import { textOf, type CommandFact, type Fact, type SettingFact, type Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Known } from './known.ts';
import { isEnvironment, isSpring, keyOf, nameOf, relaxedKeys } from './names.ts';
import { placeOf } from './places.ts';
import type { EstateFile } from './types.ts';

/** How close to the running program a definition stands: the higher wins. */
export const RANK = {
  code: 8,
  deployed: 7,
  container: 6,
  command: 5,
  output: 4,
  stage: 3,
  file: 2,
  sample: 1,
  parameter: 0,
} as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

export interface Definition {
  readonly key: string;
  readonly name: string;
  readonly value: Value;
  readonly at: Place;
  readonly rank: Rank;
  readonly fact: Fact;
  /** The value, where infrastructure code has been evaluated for it. */
  readonly known?: () => Known;
  /** The path of keys it stands at, where it is part of a file. */
  readonly keys: readonly string[];
}
export interface Read {
  readonly key: string;
  readonly name: string;
  readonly at: Place;
  readonly fact: Fact;
  readonly fallback?: Value;
}

/** Parameters of infrastructure code are no settings of a program, though their values come from some. */
const PARAMETERS = new Set(['arm-parameters', 'bicepparam', 'tfvars']);

interface Script {
  readonly variables: Map<string, { readonly value: Value; readonly at: Place }[]>;
  readonly sources: string[];
}

/** Languages whose variables are handed on by name. */
const SCRIPTS = new Set(['shell', 'powershell', 'yaml', 'dockerfile']);

export class Sites {
  readonly definitions = new Map<string, Definition[]>();
  readonly reads = new Map<string, Read[]>();
  readonly outputs = new Map<string, Definition[]>();
  /** Definitions by their whole path of keys, dotted, in lower case. */
  readonly byPath = new Map<string, Definition[]>();
  /** Variables of scripts, and which other scripts they take in. */
  readonly scripts = new Map<string, Script>();
  /** Keys of dotted properties by the environment variables that set them. */
  readonly #relaxed = new Map<string, string>();

  constructor(files: readonly EstateFile[]) {
    for (const file of files) for (const fact of file.facts) this.#add(file, fact);
    this.#mapped(files);
    for (const [relaxed, key] of this.#relaxed) {
      if (!this.#moves(relaxed)) continue;
      for (const map of [this.definitions, this.reads] as Map<string, (Definition | Read)[]>[]) {
        const moved = map.get(relaxed);
        if (!moved) continue;
        map.delete(relaxed);
        map.set(key, [...(map.get(key) ?? []), ...moved.map(site => ({ ...site, key }))]);
      }
    }
  }

  /**
   * `process.env[key]` where `key` runs over an enum or map: the members that are names of variables somebody sets, and
   * the entries under such a member.
   */
  #mapped(files: readonly EstateFile[]): void {
    const members = new Map<string, string>();
    const read = (name: string, file: EstateFile, fact: Fact): void => {
      if (this.definitions.has(keyOf(name)))
        push(this.reads, { key: keyOf(name), name, at: placeOf(file.path, fact.span), fact });
    };
    for (const file of files)
      for (const fact of file.facts) {
        if (fact.kind !== 'definition' || fact.role !== 'enumMember') continue;
        const text = textOf(fact.value);
        if (text === undefined || !isEnvironment(text, [], '')) continue;
        members.set(fact.name.slice(fact.name.lastIndexOf('.') + 1), text);
        read(text, file, fact);
      }
    if (members.size === 0) return;
    for (const file of files)
      for (const fact of file.facts) {
        const dot = fact.kind === 'entry' ? fact.name.lastIndexOf('.') : -1;
        const name = dot < 0 || fact.kind !== 'entry' ? undefined : members.get(fact.name.slice(dot + 1));
        if (name !== undefined) read(name, file, fact);
      }
  }

  #moves(relaxed: string): boolean {
    return this.definitions.has(relaxed) || this.reads.has(relaxed);
  }

  /** A secret of a vault, under its name: what takes all of a vault in reads it as a setting. */
  addSecret(name: string, at: Place, fact: Fact, known: () => Known): void {
    const value: Value = { kind: 'unknown', span: fact.span };
    push(this.definitions, { key: keyOf(name), name, value, at, rank: RANK.deployed, fact, keys: [], known });
  }

  /** The key a name is known by here. */
  keyOf(name: string): string {
    const key = keyOf(name);
    return this.#relaxed.get(key) ?? key;
  }

  #add(file: EstateFile, fact: Fact): void {
    switch (fact.kind) {
      case 'setting':
        this.#setting(file, fact);
        return;
      case 'envRead': {
        const at = placeOf(file.path, fact.span);
        if (fact.access === 'write') {
          if (fact.default) this.#define(fact.name, fact.default, file, fact, RANK.code);
          return;
        }
        if (fact.name.includes('.')) this.#relax(fact.name);
        push(this.reads, {
          key: keyOf(fact.name),
          name: fact.name,
          at,
          fact,
          ...(fact.default ? { fallback: fact.default } : {}),
        });
        return;
      }
      case 'definition':
        if (!fact.value) return;
        // What a template hands out becomes a variable of the deploying tool under the same name.
        if (fact.role === 'output') this.#define(fact.name, fact.value, file, fact, RANK.output);
        else if (fact.role === 'variable' && SCRIPTS.has(file.language))
          this.#variable(file, fact.name, fact.value, fact);
        return;
      case 'command': {
        if (SCRIPTS.has(file.language)) this.#sources(file, fact);
        for (const word of [...fact.words, ...fact.args]) {
          const edited = word.kind === 'template' || word.kind === 'literal' ? EDIT.exec(word.text) : null;
          if (!edited?.[1] || fact.program !== 'yq') continue;
          const value: Value | undefined =
            word.kind === 'template' && word.holes.length === 1
              ? word.holes[0]
              : { ...word, kind: 'literal', text: edited[2] ?? '', type: 'string' };
          if (value) this.#define(edited[1], value, file, fact, RANK.command);
        }
        return;
      }
      default:
        return;
    }
  }

  #setting(file: EstateFile, fact: SettingFact): void {
    if (PARAMETERS.has(fact.format)) {
      this.#placeholders(file, fact);
      return;
    }
    if (fact.value.kind === 'object' || fact.value.kind === 'list') return;
    const name = nameOf(fact, file.path);
    if (isSpring(file.path)) this.#relax(name);
    this.#define(name, fact.value, file, fact, rankOf(file, fact));
    this.#placeholders(file, fact);
  }

  /** `${NAME=default}` and `${NAME:-default}` give a variable its value where nothing else does. */
  #placeholders(file: EstateFile, fact: SettingFact): void {
    const { value } = fact;
    if (value.kind !== 'env') return;
    const at = placeOf(file.path, fact.span);
    push(this.reads, {
      key: keyOf(value.name),
      name: value.name,
      at,
      fact,
      ...(value.default ? { fallback: value.default } : {}),
    });
    if (value.default && keyOf(value.name) !== keyOf(fact.name))
      this.#define(value.name, value.default, file, fact, RANK.parameter);
  }

  #variable(file: EstateFile, name: string, value: Value, fact: Fact): void {
    const script = this.#script(file.path);
    const at = placeOf(file.path, fact.span);
    script.variables.set(name, [...(script.variables.get(name) ?? []), { value, at }]);
    if (isEnvironment(name, [], '')) this.#define(name, value, file, fact, RANK.command);
  }

  #sources(file: EstateFile, { program, words }: CommandFact): void {
    const script = this.#script(file.path);
    if (program !== 'source' && program !== '.') return;
    for (const word of words.slice(0, 1)) {
      const text = textOf(word);
      if (text !== undefined) script.sources.push(text.replace(/^\*\//, './'));
    }
  }

  #script(path: string): Script {
    const known = this.scripts.get(path);
    if (known) return known;
    const script: Script = { variables: new Map(), sources: [] };
    this.scripts.set(path, script);
    return script;
  }

  #relax(name: string): void {
    for (const key of relaxedKeys(name)) this.#relaxed.set(key, keyOf(name));
  }

  #define(name: string, value: Value, file: EstateFile, fact: Fact, rank: Rank): void {
    const keys = fact.kind === 'setting' ? fact.path : [];
    const definition = { key: keyOf(name), name, value, at: placeOf(file.path, fact.span), rank, fact, keys };
    // Outputs with names of their own are found by whoever asks for them, and are no setting of a program.
    const inner = rank === RANK.output && !isEnvironment(name, [], '');
    push(inner ? this.outputs : this.definitions, definition);
    if (keys.length > 0) {
      const path = keys.join('.').toLowerCase();
      this.byPath.set(path, [...(this.byPath.get(path) ?? []), definition]);
    }
  }
}

/** `(.data.AZURE_OPENAI_KEY) |= "value"`. */
const EDIT = /\.["']?([A-Za-z_][\w-]*)["']?\)?\s*\|?=\s*"?([^"]*)"?$/;

const SAMPLE = /(?:^|[._-])(?:sample|example|template|dist|local|test|tests|dev|development)(?:[._-]|$)/i;

function rankOf({ path }: EstateFile, { format, path: keys }: SettingFact): Rank {
  if (format === 'bicep' || format === 'terraform' || format === 'arm') return RANK.deployed;
  if (format === 'command') return RANK.command;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (SAMPLE.test(base)) return RANK.sample;
  if (format === 'yaml' && /^(?:services|spec|data|stringData|env|jobs|stages|steps|variables)$/.test(keys[0] ?? ''))
    return RANK.container;
  if (/^appsettings\.[^.]+\.json$/i.test(base) || /^application-/.test(base)) return RANK.stage;
  return RANK.file;
}

function push<T extends { readonly key: string }>(map: Map<string, T[]>, site: T): void {
  const list = map.get(site.key);
  if (list) list.push(site);
  else map.set(site.key, [site]);
}
