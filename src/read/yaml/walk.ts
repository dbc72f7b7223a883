/** From the nodes of a YAML document to settings: keys, list items, `name`/`value` items, `KEY=VALUE` items. */
import { isAlias, isCollection, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { textOf, type SettingFact, type Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { env, literal, setting, through } from '../settings.ts';
import { innerFile, type InnerFile } from './inner.ts';
import { isScriptKey, languageSaid, type ScriptValue } from './scripts.ts';
import type { Node, Values } from './values.ts';

/** Deeper than this is data; paths would grow with every level. */
const MAX_DEPTH = 64;

/** Lists below these keys hold `KEY=VALUE` or the bare names of variables handed through. */
const ASSIGNMENTS =
  /^(?:literals|environment|env|env_?vars|args|build[-_]?args|variables|secrets|containerEnv|remoteEnv)$/i;
/** Under these any word is a variable; under the others only what is written like one. */
const ENVIRONMENTS = /^(?:environment|env|env_?vars)$/i;
/** The text under these keys is a program; its `$NAME` belongs to the shell. */
const SCRIPTS = /^(?:run|script|before_script|after_script|inlineScript|inline|bash|pwsh|powershell|cmd)$/i;

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_.-]*)=([\s\S]*)$/;

export class Walker {
  readonly facts: SettingFact[] = [];
  /** Values that are programs, for those who know their language. */
  readonly scripts: ScriptValue[] = [];
  /** Text blocks that are files of their own. */
  readonly inner: InnerFile[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  document(root: unknown): void {
    this.#values.collectAnchors(root);
    this.#inside(root, [], 0);
  }

  #inside(node: unknown, path: readonly string[], depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (isMap(node)) {
      for (const pair of node.items) {
        this.#script(pair, node);
        this.#pair(pair, path, depth);
      }
    } else if (isSeq(node)) for (const item of node.items) this.#item(item, path, depth);
  }

  #script({ key, value }: Pair, map: YAMLMap): void {
    const name = this.#values.plainText(key);
    if (name === undefined || !isScriptKey(name)) return;
    const said = languageSaid(name, map);
    for (const node of isSeq(value) ? value.items : [value])
      if (isScalar(node)) this.scripts.push(said === undefined ? { node } : { node, said });
  }

  #pair(pair: Pair, path: readonly string[], depth: number): void {
    const name = this.#values.plainText(pair.key);
    const value = pair.value as Node | null | undefined;
    // A key that steers the template, or a merge: what it holds belongs to the map around it.
    if (name === undefined || name === '<<' || /^\$\{\{-?\s*(?:if|else|elseif|each|insert)\b/.test(name)) {
      this.#inside(value, path, depth + 1);
      return;
    }
    const key = pair.key as Node;
    const span = this.#values.span(key);
    const own = [...path, name];
    const parent = path[path.length - 1] ?? '';
    this.#add(own, span, this.#valueOf(value, span, name, parent));
    for (const node of isSeq(value) ? value.items : [value]) {
      const file = innerFile(name, node);
      if (file) this.inner.push(file);
    }
    // A patch adds one: `op: add`, `value: { name: KEY, value: … }`.
    if (name === 'value' && isMap(value)) this.#namedItem(value, own);
    this.#inside(value, own, depth + 1);
  }

  #valueOf(value: Node | null | undefined, key: Span, name: string, parent: string): Value {
    const shown =
      this.#values.scalar(value, SCRIPTS.test(name)) ??
      this.#values.container(value) ??
      literal('', { ...key, line: key.endLine, column: key.endColumn }, 'null');
    // Compose: a variable without a value is handed through from outside.
    if (parent === 'environment' && shown.kind === 'literal' && shown.type === 'null') return env(name, shown.span);
    return shown;
  }

  #item(item: unknown, path: readonly string[], depth: number): void {
    const key = path[path.length - 1];
    if (isCollection(item)) {
      if (isMap(item)) this.#namedItem(item, path);
      this.#inside(item, path, depth + 1);
    } else if (key !== undefined && !this.#assignment(item, key, path)) {
      const value =
        this.#values.scalar(item, SCRIPTS.test(key)) ?? (isAlias(item) ? this.#values.container(item) : undefined);
      if (value) this.facts.push(setting('yaml', path, value.span, value));
    }
  }

  /** `- KEY=VALUE` and `- KEY`: a setting of that name. */
  #assignment(item: unknown, key: string, path: readonly string[]): boolean {
    if (!ASSIGNMENTS.test(key) || !isScalar(item) || typeof item.value !== 'string') return false;
    const text = item.value;
    const at = this.#values.spansIn(item as Scalar);
    const whole = this.#values.span(item as Scalar);
    const match = ASSIGNMENT.exec(text);
    if (match) {
      const [, name = '', written = ''] = match;
      const offset = name.length + 1;
      const span = at(offset, text.length);
      const value = this.#values.interpolateAt(written, span, (start, end) => at(offset + start, offset + end));
      this.#add([...path, name], at(0, name.length), value, whole);
      return true;
    }
    if (!(ENVIRONMENTS.test(key) ? /^[A-Za-z_]\w*$/ : /^[A-Z_][A-Z0-9_]+$/).test(text)) return false;
    this.#add([...path, text], whole, env(text, whole));
    return true;
  }

  /** `- name: KEY` (or `key: KEY`) with a `value` or where it comes from: a setting of that name, on top of its parts. */
  #namedItem(map: YAMLMap, path: readonly string[]): void {
    const name = fieldOf(map, 'name') ?? fieldOf(map, 'key');
    const text = this.#values.plainText(name);
    if (text === undefined || !/^\S.{0,200}$/.test(text)) return;
    const value = this.#itemValue(map);
    if (value) this.#add([...path, text], this.#values.span(name as Scalar), value, this.#values.span(map));
  }

  #itemValue(map: YAMLMap): Value | undefined {
    const options: Value[] = [];
    const direct = fieldOf(map, 'value');
    const value = direct === undefined ? undefined : (this.#values.scalar(direct) ?? this.#values.container(direct));
    if (value) options.push(value);
    const from = fieldOf(map, 'valueFrom');
    if (from !== undefined) {
      const source = isMap(from) ? from.items[0]?.value : undefined;
      options.push(this.#sourceOf(source, this.#values.span(from as Node)));
    }
    const secret = fieldOf(map, 'secretKeyRef') ?? fieldOf(map, 'secretRef');
    if (secret !== undefined) options.push(this.#sourceOf(secret, this.#values.span(secret as Node)));
    const [first] = options;
    // A template may have both, one of them in an `else`.
    return first && options.length > 1 ? { kind: 'choice', options, span: first.span } : first;
  }

  /** A secret or config map and its key as `name.key`. */
  #sourceOf(source: unknown, span: Span): Value {
    const name = this.#shown(isMap(source) ? fieldOf(source, 'name') : source);
    if (name === undefined || name === '') return { kind: 'unknown', span };
    const key = isMap(source) ? this.#shown(fieldOf(source, 'key')) : undefined;
    return { kind: 'reference', name: key === undefined ? name : `${name}.${key}`, span };
  }

  /** Text of a scalar, `*` for what a template fills in. */
  #shown(node: unknown): string | undefined {
    const value = node === undefined ? undefined : this.#values.scalar(node);
    return value && (textOf(value) ?? '*');
  }

  #add(path: readonly string[], span: Span, value: Value, whole?: Span): void {
    this.facts.push(setting('yaml', path, span, value, { extent: whole ?? through(span, endOf(span, value)) }));
  }
}

/** An aliased value stands where its name does; an empty one ends with its key. */
function endOf(key: Span, value: Value): Span {
  const { span } = value;
  const after = span.endLine > key.endLine || (span.endLine === key.endLine && span.endColumn >= key.endColumn);
  return after ? span : key;
}

function fieldOf(map: YAMLMap, name: string): unknown {
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name);
  return pair?.value ?? undefined;
}
